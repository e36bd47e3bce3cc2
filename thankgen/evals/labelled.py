"""Guardrails as classifiers: precision and recall on labelled notes.

The unit is one (note, guardrail) pair, warnings included.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING, Literal

from pydantic import BaseModel, ConfigDict

from thankgen.errors import Fault, FaultyInputError
from thankgen.evals.statistics import wilson
from thankgen.facts import Facts

if TYPE_CHECKING:
    from thankgen.rulebook import Rulebook

TEST_SETS = ("f03", "f07", "f10", "f13")
"""Sets of facts that are not opened while guardrails are tuned."""

UNLABELLED = frozenset({"distinct", "timing"})
"""Guardrails that need more than one note and its facts; the labels leave them out."""

FEWEST_POSITIVES = 20
"""Below this many positives counts are given, and no rate."""

Split = Literal["tuning", "test", "all"]


class LabelledNote(BaseModel):
    """A note and the guardrails that a reader says it violates.

    `sentence` is what was put into a frame, where the note was made that way. `tells_of` are the guardrails that the
    label tells of, None for all: some sentences are labelled for those alone that any note may violate with them.
    """

    model_config = ConfigDict(frozen=True)

    id: str
    language: str
    facts: Facts
    facts_id: str
    recipient: str
    note: str
    violates: frozenset[str]
    why: str
    sentence: str | None = None
    tells_of: frozenset[str] | None = None

    def labelled_for(self, guardrails: frozenset[str]) -> frozenset[str]:
        """Those of the guardrails that the label tells of."""
        return guardrails if self.tells_of is None else guardrails & self.tells_of

    @property
    def split(self) -> Split:
        return "test" if self.facts_id.endswith(TEST_SETS) else "tuning"


class Mistake(BaseModel):
    """A (note, guardrail) pair that the guardrail got wrong; `excerpts` are what a false alarm pointed at.

    `text` is the note, or the sentence that stands in a frame.
    """

    model_config = ConfigDict(frozen=True)

    kind: Literal["miss", "false alarm"]
    guardrail: str
    note: str
    language: str
    why: str
    text: str = ""
    messages: tuple[str, ...] = ()
    excerpts: tuple[str | None, ...] = ()


class Score(BaseModel):
    """Counts of one guardrail (or of all) in one language (or in all).

    Rates and their 95 % Wilson intervals are None below `FEWEST_POSITIVES` labelled (recall)
    or reported (precision) violations.
    """

    model_config = ConfigDict(frozen=True)

    guardrail: str
    language: str
    hits: int
    misses: int
    false_alarms: int
    recall: float | None
    recall_interval: tuple[float, float] | None
    precision: float | None
    precision_interval: tuple[float, float] | None

    @classmethod
    def of(cls, guardrail: str, language: str, hits: int, misses: int, false_alarms: int) -> Score:
        recall, recall_interval = _rate(hits, hits + misses)
        precision, precision_interval = _rate(hits, hits + false_alarms)
        return cls(
            guardrail=guardrail,
            language=language,
            hits=hits,
            misses=misses,
            false_alarms=false_alarms,
            recall=recall,
            recall_interval=recall_interval,
            precision=precision,
            precision_interval=precision_interval,
        )


class Evaluation(BaseModel):
    """What the guardrails did on labelled notes.

    `good` notes violate nothing, as far as all guardrails go; `stopped` of them got an error. `right` lists the pairs
    (note, guardrail) that were labelled and found, for comparison with a baseline.
    """

    model_config = ConfigDict(frozen=True)

    split: Split
    notes: int
    good: int
    stopped: int
    scores: tuple[Score, ...]
    mistakes: tuple[Mistake, ...]
    right: tuple[tuple[str, str], ...]

    def lost(self, baseline: Evaluation) -> tuple[tuple[str, str], ...]:
        """Labels that the baseline got right and this does not."""
        now = set(self.right)
        return tuple(pair for pair in baseline.right if pair not in now)


def _rate(part: int, whole: int) -> tuple[float | None, tuple[float, float] | None]:
    if whole < FEWEST_POSITIVES:
        return None, None
    return part / whole, wilson(part, whole)


def evaluate(notes: Iterable[LabelledNote], rulebook: Rulebook, split: Split = "all") -> Evaluation:
    """Judge every note of the split and compare with its labels.

    Raises `FaultyInputError` for labels that name no guardrail: a slip there would pass for a miss and a false alarm.
    """
    chosen = [note for note in notes if split in ("all", note.split)]
    mistakes: list[Mistake] = []
    right: list[tuple[str, str]] = []
    counts: dict[tuple[str, str], list[int]] = {}
    good = stopped = 0
    judged = frozenset(rulebook.guardrails) - UNLABELLED
    if unknown := sorted(
        {
            (key, label, note.id)
            for note in chosen
            for key, labels in (("violates", note.violates), ("tells_of", note.tells_of or frozenset()))
            for label in labels - set(rulebook.guardrails)
        }
    ):
        named = ", ".join(sorted(rulebook.guardrails))
        raise FaultyInputError(
            tuple(
                Fault(key, f"there is no guardrail {label!r} (note {note}); guardrails: {named}")
                for key, label, note in unknown
            )
        )
    for labelled in chosen:
        report = rulebook.check(labelled.note, labelled.facts.to(labelled.recipient))
        found = {f.guardrail for f in report.findings} & labelled.labelled_for(judged)
        wanted = labelled.violates & judged
        if not wanted and labelled.tells_of is None:
            good += 1
            stopped += bool(report.errors)
        right += [(labelled.id, guardrail) for guardrail in sorted(found & wanted)]
        for guardrail in found | wanted:
            which = 0 if guardrail in found & wanted else 1 if guardrail in wanted else 2
            for key in _rows(guardrail, labelled.language):
                counts.setdefault(key, [0, 0, 0])[which] += 1
        for guardrail in sorted(found ^ wanted):
            findings = [f for f in report.findings if f.guardrail == guardrail]
            mistakes.append(
                Mistake(
                    kind="false alarm" if guardrail in found else "miss",
                    guardrail=guardrail,
                    note=labelled.id,
                    language=labelled.language,
                    why=labelled.why,
                    text=labelled.sentence or labelled.note,
                    messages=tuple(f.message for f in findings),
                    excerpts=tuple(f.excerpt for f in findings),
                )
            )
    scores = tuple(Score.of(g, language, *counts[g, language]) for g, language in sorted(counts))
    return Evaluation(
        split=split,
        notes=len(chosen),
        good=good,
        stopped=stopped,
        scores=scores,
        mistakes=tuple(mistakes),
        right=tuple(sorted(right)),
    )


def _rows(guardrail: str, language: str) -> Iterator[tuple[str, str]]:
    """The rows that one pair counts in: its own, the guardrail's, the language's, and the total."""
    for g in (guardrail, "all"):
        for code in (language, "all"):
            yield g, code

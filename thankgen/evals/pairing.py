"""Two versions' notes side by side: the same case and sample, once from each."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import Literal

from pydantic import BaseModel, ConfigDict

from thankgen.errors import SettingsError
from thankgen.evals.runs import Outcome


@dataclass(frozen=True)
class Pair:
    """A note by either version for the same case and sample."""

    baseline: Outcome
    candidate: Outcome

    @property
    def case(self) -> str:
        return self.baseline.case

    @property
    def language(self) -> str:
        return self.baseline.language


class LeftOut(BaseModel):
    """A pair that is not compared, or not in full: `reason` says what is wanting on which side.

    `first_draft` is True where the first draft itself is wanting, and the pair takes no part; else
    what is wanting comes later, and only requests and tokens go without the pair.
    """

    model_config = ConfigDict(frozen=True)

    case: str
    sample: int
    version: Literal["baseline", "candidate"]
    reason: str
    first_draft: bool


@dataclass(frozen=True)
class Measure:
    """What is counted of a note. `read` gives None where it cannot be told.

    `unit` "share" is for what holds or does not hold; `better` is the side on which less or more is
    an improvement.
    """

    name: str
    kind: Literal["guardrail", "total"]
    unit: Literal["share", "requests", "tokens"]
    better: Literal["lower", "higher"]
    read: Callable[[Outcome], int | None]


@dataclass(frozen=True)
class CaseDifference:
    """The means of one case over its samples, and how many these were."""

    baseline: Fraction
    candidate: Fraction
    samples: int

    @property
    def difference(self) -> Fraction:
        return self.candidate - self.baseline


def pair_up(
    baseline: Iterable[Outcome], candidate: Iterable[Outcome]
) -> tuple[list[Pair], list[LeftOut], int]:
    """The pairs whose first drafts are there, what is left out, and how many pairs there would be.

    Raises `SettingsError` where a version holds the same case and sample twice.
    """
    ours, theirs = _by_place(baseline), _by_place(candidate)
    pairs: list[Pair] = []
    left_out: list[LeftOut] = []
    for place in dict.fromkeys((*ours, *theirs)):
        wanting = [*_wanting(place, "baseline", ours.get(place))]
        wanting += _wanting(place, "candidate", theirs.get(place))
        left_out += wanting
        if not any(w.first_draft for w in wanting):
            pairs.append(Pair(ours[place], theirs[place]))
    return pairs, left_out, len({*ours, *theirs})


def _by_place(outcomes: Iterable[Outcome]) -> dict[tuple[str, int], Outcome]:
    found: dict[tuple[str, int], Outcome] = {}
    for outcome in outcomes:
        place = (outcome.case, outcome.sample)
        if place in found:
            raise SettingsError(
                f"The run holds case “{outcome.case}”, sample {outcome.sample}, twice for {outcome.version}; "
                "make the run anew."
            )
        found[place] = outcome
    return found


def _wanting(
    place: tuple[str, int], version: Literal["baseline", "candidate"], outcome: Outcome | None
) -> Iterable[LeftOut]:
    reason, first = None, True
    if outcome is None:
        reason = "this version has no such note"
    elif outcome.error is not None:
        reason, first = f"error: {outcome.error}", outcome.first is None
    elif outcome.gap is not None:
        gap = outcome.gap
        reason = f"the recording of request {gap.attempt} is {gap.reason}: {gap.difference}"
        first = outcome.first is None
    elif outcome.first is None and outcome.declined is None:
        reason = "there is no draft"
    if reason is not None:
        yield LeftOut(case=place[0], sample=place[1], version=version, reason=reason, first_draft=first)


def case_differences(pairs: Iterable[Pair], measure: Measure) -> list[CaseDifference]:
    """One difference a case, over the pairs in which both sides can be told."""
    values: dict[str, list[tuple[int, int]]] = {}
    for pair in pairs:
        before, after = measure.read(pair.baseline), measure.read(pair.candidate)
        if before is not None and after is not None:
            values.setdefault(pair.case, []).append((before, after))
    return [
        CaseDifference(
            Fraction(sum(before for before, _ in samples), len(samples)),
            Fraction(sum(after for _, after in samples), len(samples)),
            len(samples),
        )
        for samples in values.values()
    ]


def measures(pairs: Sequence[Pair]) -> list[Measure]:
    """The three totals, then every guardrail that judged a first draft, by name."""
    drafts = [draft for pair in pairs for draft in (pair.baseline.first, pair.candidate.first) if draft]
    names = {name for draft in drafts for name in draft.found.guardrails}
    names |= {finding.guardrail for draft in drafts for finding in draft.found.findings}
    totals = [
        Measure("accepted at first draft", "total", "share", "higher", _accepted),
        Measure("requests a note", "total", "requests", "lower", _requests),
        Measure("tokens a note", "total", "tokens", "lower", _tokens),
    ]
    return totals + [Measure(name, "guardrail", "share", "lower", _violates(name)) for name in sorted(names)]


def _accepted(outcome: Outcome) -> int | None:
    """A note that the model declined to write is none that was accepted."""
    return int(outcome.first is not None and outcome.first.found.passed)


def _violates(guardrail: str) -> Callable[[Outcome], int | None]:
    """Warnings count: whether a guardrail is violated does not hang on what follows from it."""

    def read(outcome: Outcome) -> int | None:
        found = outcome.first.found if outcome.first else None
        if found is None or any(n.guardrail == guardrail for n in found.not_run):
            return None
        return int(any(finding.guardrail == guardrail for finding in found.findings))

    return read


def _requests(outcome: Outcome) -> int | None:
    return outcome.requests if outcome.complete and outcome.declined is None else None


def _tokens(outcome: Outcome) -> int | None:
    """None where the endpoint did not count them; the offline writer needs none."""
    counts = [
        (attempt.usage.prompt_tokens, attempt.usage.completion_tokens)
        for attempt in outcome.attempts
        if attempt.source == "model"
    ]
    if _requests(outcome) is None or any(None in count for count in counts):
        return None
    return outcome.tokens

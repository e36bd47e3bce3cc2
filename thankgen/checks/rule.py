"""What a check is given and what it gives back.

A check is a pure function from (note, facts, rule) to findings. Its module says which limits
and words it takes: `Limits` stand in `guardrails/<id>.toml`, `Words` in `guardrails/<lang>/<id>.toml`.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING, Any

from pydantic import BaseModel, ConfigDict

from thankgen.finding import Finding, Severity
from thankgen.language.evidence import Evidence
from thankgen.language.patterns import Unit

if TYPE_CHECKING:
    from thankgen.facts import Addressed
    from thankgen.language.phrases import Hit
    from thankgen.language.reading import Place, Reading
    from thankgen.language.spelling import Dictionary

Span = tuple[int, int]
Letter = tuple["Addressed", "Reading"]
"""A note as it is read, with the facts as they concern its reader."""


class Table(BaseModel):
    """A table of a guardrail file; unknown keys are refused."""

    model_config = ConfigDict(frozen=True, extra="forbid")


class Cue(Table):
    """Phrase patterns that mean one thing, unless one of `unless` stands in the same unit (`neighbours`: in the sentence).

    `message` is what the finding says where the check reports the phrase itself. `facts_excuse` false: it
    stays out of place whatever the facts name, where else they may excuse it. `news`: once hired, it may be told of
    the new employer. `certain`: what the other words of a sentence weigh does not withdraw it; cues of one's own are.
    """

    name: str
    patterns: tuple[str, ...]
    unless: tuple[str, ...] = ()
    within: Unit = "sentence"
    message: str | None = None
    facts_excuse: bool = True
    news: bool = False
    certain: bool = False


class Words(Table):
    """Words of a guardrail in one language. Lists of `Cue` in subclasses are searched for in one go."""

    macros: dict[str, str] = {}
    examples: dict[str, Any] = {}

    def cues(self) -> Iterator[tuple[str, Cue]]:
        """Every cue with the key of the list that it stands in."""
        for key in type(self).model_fields:
            for value in _as_tuple(getattr(self, key)):
                if isinstance(value, Cue):
                    yield key, value


def group_name(guardrail: str, key: str, cue: Cue) -> str:
    """The name under which the patterns of a guardrail's cue are filed in the phrasebook."""
    return f"{guardrail}.{key}.{cue.name}"


def _as_tuple(value: object) -> tuple[object, ...]:
    return value if isinstance(value, tuple) else ()


class NoLimits(Table):
    """For checks without limits."""


@dataclass(frozen=True)
class Rule:
    """One guardrail ready to run: its policy, its limits and its words in the note's language.

    `evidence` is what all words of a sentence weigh for what the guardrail looks for, where that has been learnt.
    """

    id: str
    severity: Severity
    limits: Any
    words: Any
    dictionary: Dictionary | None = None
    evidence: Evidence | None = None

    def finding(
        self,
        message: str,
        note: Reading | None = None,
        span: Span | None = None,
        suggestion: str | None = None,
    ) -> Finding:
        """A finding of this guardrail; `span` is one of `note.text`."""
        excerpt = note.excerpt(span) if note is not None and span is not None else None
        return Finding(
            guardrail=self.id,
            severity=self.severity,
            message=message,
            excerpt=excerpt,
            span=span,
            suggestion=suggestion,
        )

    def said(
        self, note: Reading, key: str, places: Iterable[Place] | None = None
    ) -> Iterator[tuple[Cue, Hit]]:
        """What the note says of the cues under `key`, exceptions left out; `places` limits where."""
        wanted = None if places is None else frozenset(places)
        for cue in getattr(self.words, key):
            for hit in note.hits.get(group_name(self.id, key, cue), ()):
                if wanted is None or hit.sentence.place in wanted:
                    yield cue, hit

    def said_oneself(
        self, note: Reading, key: str, places: Iterable[Place] | None = None
    ) -> Iterator[tuple[Cue, Hit]]:
        """What the note says as `said` has it, in words of its own: what it quotes is left out."""
        return (found for found in self.said(note, key, places) if not note.is_quoted(found[1].span))

    def said_credibly(self, note: Reading, key: str) -> Iterator[tuple[Cue, Hit]]:
        """What the note says as `said_oneself` has it, unless the rest of the sentence speaks against that.

        Phrases in one sentence bear each other out: each weighs as much. Limits: `least_evidence`.
        """
        found = list(self.said_oneself(note, key))
        phrases: dict[int, set[tuple[str, str]]] = {}
        for cue, hit in found:
            phrases.setdefault(hit.sentence.index, set()).add((cue.name, hit.pattern))
        # An endless sentence is weighed once, however often it says it.
        weigh = cache(self.evidence.of) if self.evidence else None
        for cue, hit in found:
            least = self.limits.least_evidence * len(phrases[hit.sentence.index])
            if cue.certain or weigh is None or weigh(hit.sentence.text) >= least:
                yield cue, hit


def said_of(note: Reading, cues: str) -> set[int]:
    """The sentences in which cues of another guardrail occur ("close.contact"), exceptions left out."""
    return {
        hit.sentence.index
        for group, hits in note.hits.items()
        if group.startswith(f"{cues}.")
        for hit in hits
    }


@dataclass(frozen=True)
class Check:
    """A check and what it takes. `needs_dictionary`: it cannot run without one.

    `compare` judges two notes for one set of facts; such a check finds nothing in one alone.
    """

    run: Callable[[Reading, Addressed, Rule], Iterable[Finding]]
    limits: type[Table] = NoLimits
    words: type[Words] | None = None
    needs_dictionary: bool = False
    compare: Callable[[Letter, Letter, Rule], Iterable[Finding]] | None = None

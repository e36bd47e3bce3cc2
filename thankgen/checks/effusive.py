"""`effusive`: thanks and flattery piled up, begging, and too many exclamation marks."""

from __future__ import annotations

import re
from collections.abc import Iterator
from math import inf
from typing import TYPE_CHECKING

from thankgen.checks.rule import Cue, Rule, Table, Words

if TYPE_CHECKING:
    from thankgen.facts import Addressed
    from thankgen.finding import Finding
    from thankgen.language.reading import Reading

_EXCLAMATION = re.compile(r"!+")


class Limits(Table):
    """`least_evidence`: where the words of a sentence weigh less for each phrase in it (logarithm of odds), that is no
    flattery.
    """

    max_exclamation_marks: int
    max_thanking_sentences: int
    least_evidence: float = -inf


class EffusiveWords(Words):
    """`cue`: flattery, piled thanks, begging. `thanks`: plain thanks, which only their number makes too many."""

    cue: tuple[Cue, ...]
    thanks: tuple[Cue, ...]


def check(note: Reading, facts: Addressed, rule: Rule) -> Iterator[Finding]:
    limits: Limits = rule.limits
    yield from _exclamations(note, rule)
    told: set[int] = set()
    for cue, hit in rule.said_credibly(note, "cue"):
        if hit.sentence.index not in told:
            told.add(hit.sentence.index)
            yield rule.finding(cue.message or "This is too much; sincere thanks are plain.", note, hit.span)
    thanking = sorted({h.sentence.index for _, h in rule.said(note, "thanks", ("body", "postscript"))})
    if len(thanking) > limits.max_thanking_sentences:
        surplus = note.sentences[thanking[limits.max_thanking_sentences]]
        yield rule.finding(f"{len(thanking)} sentences thank; fewer carry more weight.", note, surplus.span)


def _exclamations(note: Reading, rule: Rule) -> Iterator[Finding]:
    """Each mark of the body beyond those allowed, and every run of several anywhere."""
    body = note.parts.body
    allowed = rule.limits.max_exclamation_marks
    for match in _EXCLAMATION.finditer(note.plain):
        inside = body is not None and body[0] <= match.start() < body[1]
        if len(match.group()) > 1:
            yield rule.finding("One exclamation mark at a time.", note, match.span(), "!")
        elif inside:
            allowed -= 1
            if allowed < 0:
                yield rule.finding(
                    f"More than {rule.limits.max_exclamation_marks} exclamation marks shout.",
                    note,
                    match.span(),
                    ".",
                )

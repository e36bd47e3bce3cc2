"""Checks that words decide: `says` finds what must not be said, `lacks` misses what must be."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from thankgen.checks.rule import Cue, Rule, Table, Words

if TYPE_CHECKING:
    from thankgen.facts import Addressed
    from thankgen.finding import Finding
    from thankgen.language.reading import Reading


class PhraseWords(Words):
    """`cue` lists what is looked for; `edit` how a finding is mended where one answer is right."""

    cue: tuple[Cue, ...]


class PhraseLimits(Table):
    """`message` is what a finding says; a cue may say it better."""

    message: str


def says(note: Reading, facts: Addressed, rule: Rule) -> Iterator[Finding]:
    """One finding a sentence in which a cue occurs, wherever in the note it stands."""
    seen: set[int] = set()
    for cue, hit in sorted(rule.said(note, "cue"), key=lambda found: found[1].start):
        if hit.sentence.index not in seen:
            seen.add(hit.sentence.index)
            yield rule.finding(cue.message or rule.limits.message, note, hit.span)

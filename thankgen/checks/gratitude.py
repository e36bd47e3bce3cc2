"""`gratitude`: the opening thanks the reader; after an offer the second paragraph may do so."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from thankgen.checks.rule import Cue, Rule, Words

if TYPE_CHECKING:
    from thankgen.facts import Addressed
    from thankgen.finding import Finding
    from thankgen.language.reading import Reading


class ThankWords(Words):
    """`cue`: words of thanks to the reader. `repair`: the sentence put in front where thanks are missing."""

    cue: tuple[Cue, ...]
    repair: dict[str, str] = {}


def check(note: Reading, facts: Addressed, rule: Rule) -> Iterator[Finding]:
    last = 1 if facts.facts.occasion == "offer" else 0
    for _, hit in rule.said(note, "cue", ("body",)):
        if hit.sentence.paragraph <= last:
            return
    paragraphs = note.parts.paragraphs
    opening = paragraphs[0].span if paragraphs else None
    yield rule.finding("The opening does not thank the reader; thanks come first.", note, opening)

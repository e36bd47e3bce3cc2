"""Edits for what must not be said: the sentence, or the part of it that says so, is left out."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import TYPE_CHECKING

from thankgen.edits.change import (
    Alternative,
    Change,
    capitalised,
    insert_at_end,
    remove_sentence,
    sentence_at,
)

if TYPE_CHECKING:
    from thankgen.checks.rule import Rule
    from thankgen.facts import Addressed
    from thankgen.finding import Finding
    from thankgen.language.reading import Reading, Sentence

# Marks at which a sentence can be parted without touching its grammar.
_SEAM = re.compile(r"\s*;\s+|\s+[–—]\s+|:\s+")
_SHORTEST = 4


def leave_out(note: Reading, facts: Addressed, finding: Finding, rule: Rule) -> Iterator[Alternative]:
    if finding.span is None:
        return
    sentence = sentence_at(note, finding.span)
    if sentence is None or sentence.place == "subject":
        return
    yield from _without_part(note, sentence, finding.span)
    yield Alternative(f"left out: “{note.excerpt(sentence.span)}”", remove_sentence(note, sentence))


def add(note: Reading, facts: Addressed, finding: Finding, rule: Rule) -> Iterator[Alternative]:
    """What is lacking is said in a sentence of its own, in front of the close."""
    sentence = rule.words.repair
    if not sentence or not note.parts.paragraphs:
        return
    last = note.parts.paragraphs[-1]
    start = last.span[0]
    if not last.bullets:
        yield Alternative(f"added: “{sentence}”", (Change((start, start), sentence + " "),))
    yield Alternative(f"added: “{sentence}”", insert_at_end(note, sentence))


def _without_part(note: Reading, sentence: Sentence, span: tuple[int, int]) -> Iterator[Alternative]:
    """Where a semicolon or a dash parts the sentence in two, the half that says it goes."""
    seams = list(_SEAM.finditer(sentence.text))
    if len(seams) != 1:
        return
    seam = seams[0]
    middle = sentence.start + seam.start()
    rest = sentence.start + seam.end()
    if span[1] <= middle and note.count_words((rest, sentence.end)) >= _SHORTEST:
        tail = note.text[rest : rest + 1]
        yield Alternative(
            f"left out: “{note.text[sentence.start : middle]}”",
            (Change((sentence.start, rest + 1), capitalised(tail)),),
        )
    elif span[0] >= rest and note.count_words((sentence.start, middle)) >= _SHORTEST:
        yield Alternative(
            f"left out: “{note.text[rest : sentence.end]}”", (Change((middle, sentence.end), "."),)
        )

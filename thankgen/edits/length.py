"""Edits for `length`: a surplus paragraph joins its neighbour, a long one is parted or passes a sentence
on to the next. No word is lost.
"""

from __future__ import annotations

import itertools
from collections.abc import Iterator
from typing import TYPE_CHECKING

from thankgen.edits.change import Alternative, Change

if TYPE_CHECKING:
    from thankgen.checks.rule import Rule
    from thankgen.facts import Addressed
    from thankgen.finding import Finding
    from thankgen.language.reading import Reading
    from thankgen.language.structure import Paragraph


def edit(note: Reading, facts: Addressed, finding: Finding, rule: Rule) -> Iterator[Alternative]:
    paragraphs = note.parts.paragraphs
    allowed = rule.limits.card if facts.is_card else rule.limits.email
    if len(paragraphs) > allowed.max_paragraphs:
        yield from _join(note)
        return
    if len(paragraphs) < allowed.max_paragraphs:
        yield from _part(note, rule)
    yield from _pass_on(note, rule)


def _join(note: Reading) -> Iterator[Alternative]:
    """Join two neighbours that are running text; the last two first, then the shortest pair."""
    paragraphs = note.parts.paragraphs
    pairs = []
    for first, second in itertools.pairwise(paragraphs):
        if not first.bullets and not second.blocks[0].bullet:
            words = note.count_words(first.span) + note.count_words(second.span)
            pairs.append((second is not paragraphs[-1], words, (first.span[1], second.span[0])))
    for _, _, gap in sorted(pairs):
        yield Alternative("two paragraphs joined", (Change(gap, " "),))


def _part(note: Reading, rule: Rule) -> Iterator[Alternative]:
    """Part a paragraph that is too long between the sentences nearest its middle."""
    for number, paragraph in _too_long(note, rule):
        middle = (paragraph.span[0] + paragraph.span[1]) / 2
        sentences = [s for s in note.body_sentences if s.paragraph == number]
        gaps = [(a.end, b.start) for a, b in itertools.pairwise(sentences)]
        for gap in sorted(gaps, key=lambda g: abs(g[0] - middle)):
            yield Alternative("a long paragraph parted", (Change(gap, "\n\n"),))


def _pass_on(note: Reading, rule: Rule) -> Iterator[Alternative]:
    """The last sentence of a paragraph that is too long begins the next, or the first ends the one before."""
    paragraphs = note.parts.paragraphs
    for number, paragraph in _too_long(note, rule):
        sentences = [s for s in note.body_sentences if s.paragraph == number]
        if len(sentences) < 2:
            continue
        if number + 1 < len(paragraphs):
            gap = (paragraph.span[1], paragraphs[number + 1].span[0])
            before_last = (sentences[-2].end, sentences[-1].start)
            yield Alternative("a sentence passed on to the next paragraph", _moved(before_last, gap))
        if number > 0 and not paragraphs[number - 1].bullets:
            gap = (paragraphs[number - 1].span[1], paragraph.span[0])
            after_first = (sentences[0].end, sentences[1].start)
            yield Alternative("a sentence passed on to the paragraph before", _moved(after_first, gap))


def _moved(opened: tuple[int, int], closed: tuple[int, int]) -> tuple[Change, ...]:
    """The break between two paragraphs moved from one gap to another."""
    return (Change(opened, "\n\n"), Change(closed, " "))


def _too_long(note: Reading, rule: Rule) -> Iterator[tuple[int, Paragraph]]:
    for number, paragraph in enumerate(note.parts.paragraphs):
        if note.count_words(paragraph.span) > rule.limits.max_paragraph_words and not paragraph.bullets:
            yield number, paragraph

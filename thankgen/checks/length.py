"""`length`: neither a one-liner nor a letter nobody reads."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from thankgen.checks.rule import Rule, Table

if TYPE_CHECKING:
    from thankgen.facts import Addressed
    from thankgen.finding import Finding
    from thankgen.language.reading import Reading
    from thankgen.language.structure import Paragraph


class Range(Table):
    """Limits of one channel: words, sentences and paragraphs of the body, both ends allowed."""

    min_words: int
    max_words: int
    min_sentences: int
    max_paragraphs: int


class Limits(Table):
    email: Range
    card: Range
    max_paragraph_words: int
    max_bullets: int
    max_bullet_words: int


def check(note: Reading, facts: Addressed, rule: Rule) -> Iterator[Finding]:
    limits: Limits = rule.limits
    allowed = limits.card if facts.is_card else limits.email
    kind = "card" if facts.is_card else "note"
    body = note.parts.body
    words = sum(note.count_words(b.span) for p in note.parts.paragraphs for b in p.blocks)
    if words < allowed.min_words:
        yield rule.finding(
            f"The body has {words} words; a {kind} needs at least {allowed.min_words}.", note, body
        )
    if words > allowed.max_words:
        yield rule.finding(
            f"The body has {words} words; a {kind} has room for {allowed.max_words}.", note, body
        )
    sentences = len(note.body_sentences)
    if sentences < allowed.min_sentences:
        yield rule.finding(
            f"The body has {_count(sentences, 'sentence')}; at least {allowed.min_sentences} are needed.",
            note,
            body,
        )
    paragraphs = note.parts.paragraphs
    if len(paragraphs) > allowed.max_paragraphs:
        surplus = (paragraphs[allowed.max_paragraphs].span[0], paragraphs[-1].span[1])
        yield rule.finding(
            f"The body has {len(paragraphs)} paragraphs; at most {allowed.max_paragraphs} are allowed.",
            note,
            surplus,
        )
    for paragraph in paragraphs:
        yield from _check_paragraph(paragraph, note, rule)


def _check_paragraph(paragraph: Paragraph, note: Reading, rule: Rule) -> Iterator[Finding]:
    limits: Limits = rule.limits
    running = sum(note.count_words(b.span) for b in paragraph.blocks if not b.bullet)
    if running > limits.max_paragraph_words:
        yield rule.finding(
            f"A paragraph has {running} words; at most {limits.max_paragraph_words} are easy to read.",
            note,
            paragraph.span,
        )
    bullets = paragraph.bullets
    if len(bullets) > limits.max_bullets:
        span = (bullets[0].span[0], bullets[-1].span[1])
        yield rule.finding(
            f"A list has {len(bullets)} points; at most {limits.max_bullets} are allowed.", note, span
        )
    for bullet in bullets:
        words = note.count_words(bullet.span)
        if words > limits.max_bullet_words:
            yield rule.finding(
                f"A point of the list has {words} words; at most {limits.max_bullet_words} are allowed.",
                note,
                bullet.span,
            )


def _count(number: int, noun: str) -> str:
    return f"{number} {noun}" if number == 1 else f"{number} {noun}s"

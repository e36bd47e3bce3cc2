"""Changes to a note, and the small ones that many edits are made of.

An edit looks at one finding and offers alternatives, best first; each is a set of changes that
belong together. Whether one stays is decided by `thankgen.enforce`: only if nothing gets worse.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from thankgen.checks.rule import Rule
    from thankgen.facts import Addressed
    from thankgen.finding import Finding
    from thankgen.language.reading import Reading, Sentence

Span = tuple[int, int]


@dataclass(frozen=True)
class Change:
    """Put `text` in place of `span`."""

    span: Span
    text: str


@dataclass(frozen=True)
class Alternative:
    """Changes that belong together, and what they do in plain words."""

    description: str
    changes: tuple[Change, ...]

    def apply(self, text: str) -> str:
        for change in sorted(self.changes, key=lambda c: c.span, reverse=True):
            text = text[: change.span[0]] + change.text + text[change.span[1] :]
        return text


EditFunction = Callable[["Reading", "Addressed", "Finding", "Rule"], Iterable[Alternative]]


def replace(span: Span, text: str) -> tuple[Change, ...]:
    return (Change(span, text),)


def capitalised(text: str) -> str:
    return text[:1].upper() + text[1:]


def sentence_at(note: Reading, span: Span) -> Sentence | None:
    """The sentence that holds the beginning of a span."""
    return next((s for s in note.sentences if s.start <= span[0] < s.end), None)


def remove_lines(note: Reading, span: Span) -> tuple[Change, ...]:
    """Take out whole lines with the blank lines after them."""
    start = note.text.rfind("\n", 0, span[0]) + 1
    end = note.text.find("\n", span[1])
    end = len(note.text) if end < 0 else end
    while end < len(note.text) and note.text[end] == "\n":
        end += 1
    return (Change((start, end), ""),)


def remove_sentence(note: Reading, sentence: Sentence) -> tuple[Change, ...]:
    """Take out a sentence with the space that parted it from its neighbours; a lone one with its paragraph."""
    start, end = sentence.span
    neighbours = [
        s
        for s in note.sentences
        if s.place == sentence.place and s.paragraph == sentence.paragraph and s is not sentence
    ]
    if sentence.bullet or not neighbours:
        return remove_lines(note, sentence.span)
    after = re.compile(r"[ \t]*\n?[ \t]*").match(note.text, end)
    if (
        after
        and after.end() > end
        and note.text[end : after.end()].count("\n") < 2
        and _goes_on(note, after.end())
    ):
        return (Change((start, after.end()), ""),)
    before = re.compile(r"\s*\Z").search(note.text[:start])
    return (Change((before.start() if before else start, end), ""),)


def _goes_on(note: Reading, position: int) -> bool:
    """The same line of running text goes on here."""
    return position < len(note.text) and note.text[position] not in "\n-"


def insert_at_end(note: Reading, sentence: str) -> tuple[Change, ...]:
    """Put a sentence at the end of the last body paragraph; after a list, in a paragraph of its own."""
    paragraphs = note.parts.paragraphs
    if not paragraphs:
        return ()
    last = paragraphs[-1].blocks[-1]
    glue = "\n\n" if last.bullet else " "
    return (Change((last.span[1], last.span[1]), glue + sentence),)


def insert_paragraph(note: Reading, sentence: str) -> tuple[Change, ...]:
    """Put a sentence into a paragraph of its own at the end of the body."""
    body = note.parts.body
    return (Change((body[1], body[1]), "\n\n" + sentence),) if body else ()


def insert_first(note: Reading, sentence: str) -> tuple[Change, ...]:
    """Put a sentence in front of the body."""
    paragraphs = note.parts.paragraphs
    if not paragraphs:
        return ()
    start = paragraphs[0].span[0]
    first = note.text[start : start + 1]
    return (Change((start, start + 1), f"{sentence} {first.upper()}"),)

"""Text with places marked in it: findings in a draft, and words that an edit changed."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from itertools import pairwise
from typing import Literal

from thankgen.finding import Finding

_WORDS = re.compile(r"\w+|\s+|[^\w\s]")

_SHOWN_CONTROLS = {
    code: f"[U+{code:04X}]"
    for code in (
        *(code for code in range(0x20) if chr(code) not in "\n\t"),
        *range(0x7F, 0xA0),
        *(0x061C, 0x200E, 0x200F),
        *range(0x202A, 0x202F),
        *range(0x2066, 0x206A),
    )
}
"""Characters that have no look, or that change the order of others: shown, so that no text hides what it is."""


@dataclass(frozen=True)
class Segment:
    """A piece of a draft and the findings that lie on it, by their numbers from 1."""

    text: str
    findings: tuple[int, ...] = ()
    severity: Literal["error", "warning"] | None = None
    ends: tuple[int, ...] = ()
    """The findings whose place ends with this piece."""


@dataclass(frozen=True)
class Piece:
    """Words that stayed, were left out ("gone") or came in ("new")."""

    kind: Literal["same", "gone", "new"]
    text: str


def segments(text: str, findings: Sequence[Finding]) -> list[Segment]:
    """The text cut at every end of a finding's span; joined they are the text. Spans outside of it are ignored."""
    spans = {
        number: (start, min(end, len(text)))
        for number, finding in enumerate(findings, 1)
        if finding.span is not None
        for start, end in [finding.span]
        if 0 <= start < min(end, len(text))
    }
    cuts = sorted({0, len(text), *(end for span in spans.values() for end in span)})
    found = []
    for start, end in pairwise(cuts):
        over = tuple(n for n, span in spans.items() if span[0] <= start and end <= span[1])
        severe = any(findings[n - 1].severity == "error" for n in over)
        found.append(
            Segment(
                text[start:end],
                over,
                ("error" if severe else "warning") if over else None,
                tuple(n for n in over if spans[n][1] == end),
            )
        )
    return found


def word_differences(before: str, after: str) -> list[Piece]:
    """What became of the words: "same" and "gone" joined are `before`, "same" and "new" are `after`."""
    old, new = _WORDS.findall(before), _WORDS.findall(after)
    pieces: list[Piece] = []
    for tag, i, j, k, m in SequenceMatcher(None, old, new, autojunk=False).get_opcodes():
        if tag == "equal":
            pieces.append(Piece("same", "".join(old[i:j])))
        else:
            pieces += _change("".join(old[i:j]), "".join(new[k:m]))
    return list(_joined(pieces))


def _joined(pieces: Sequence[Piece]) -> Iterator[Piece]:
    """Changes with one blank between them are one change: phrases read better than confetti."""
    gone, new = "", ""
    for index, piece in enumerate(pieces):
        if piece.kind == "gone":
            gone += piece.text
        elif piece.kind == "new":
            new += piece.text
        elif piece.text == " " and gone and new and index < len(pieces) - 1:
            gone, new = gone + " ", new + " "
        else:
            yield from _change(gone, new)
            yield piece
            gone, new = "", ""
    yield from _change(gone, new)


def _change(gone: str, new: str) -> Iterator[Piece]:
    if gone:
        yield Piece("gone", gone)
    if new:
        yield Piece("new", new)


def visible(text: str) -> str:
    """Control characters and marks of direction as something to be seen; line feeds and tabs stay."""
    return text.replace("\r\n", "\n").translate(_SHOWN_CONTROLS)

"""A note taken apart for delivery: what stands above, in and below the body."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from thankgen.note import Note

_BULLET = re.compile(r"(?:[-*•–‣]|\d{1,2}[.)])\s+")
_BLANK = re.compile(r"\n[ \t]*\n")


@dataclass(frozen=True)
class Block:
    """A stretch of the body: running text, or the items of a list."""

    text: str = ""
    items: tuple[str, ...] = ()


@dataclass(frozen=True)
class Sheet:
    """What is set on paper: `close` holds the lines from the sign-off down, the name among them."""

    greeting: str
    body: tuple[Block, ...]
    close: tuple[str, ...]


def text_below_subject(note: Note) -> str:
    """The text below its subject line, whatever that is called in the note's language."""
    head, _, rest = note.text.partition("\n")
    label, colon, subject = head.partition(":")
    is_subject = colon and label.isalpha() and subject.strip() == note.subject.strip()
    return rest.lstrip("\n") if is_subject else note.text


def sheet(note: Note) -> Sheet:
    """The parts of a note for a page; wrapped lines of a paragraph are joined, those of the close kept."""
    text = "\n".join(text_below_subject(note).splitlines()).strip()
    body = "\n".join(note.body.splitlines()).strip()
    head, found, foot = text.partition(body) if body else ("", "", "")
    if not found:
        # Without a body to go by: the first block greets, the last one closes.
        first, *middle = _BLANK.split(text)
        last = middle.pop() if middle else ""
        head, body, foot = first, "\n\n".join(middle), last
    blocks = [block for paragraph in _BLANK.split(body) for block in _blocks(paragraph)]
    close = tuple(line.strip() for line in foot.splitlines() if line.strip())
    return Sheet(" ".join(head.split()), tuple(blocks), close)


def _blocks(paragraph: str) -> list[Block]:
    """Runs of running text and of bullets, in their order."""
    blocks: list[Block] = []
    for line in filter(None, map(str.strip, paragraph.splitlines())):
        bullet = _BULLET.match(line)
        last = blocks[-1] if blocks else None
        if bullet and last and last.items:
            blocks[-1] = Block(items=(*last.items, line[bullet.end() :]))
        elif bullet:
            blocks.append(Block(items=(line[bullet.end() :],)))
        elif last and last.text:
            blocks[-1] = Block(text=f"{last.text} {line}")
        elif last:
            blocks[-1] = Block(items=(*last.items[:-1], f"{last.items[-1]} {line}"))
        else:
            blocks.append(Block(text=line))
    return blocks

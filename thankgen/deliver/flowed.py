"""Plain text for e-mail as RFC 3676 has it: `format=flowed`, `delsp=no`.

A paragraph is wrapped with soft breaks (a space before the line break), which mail programs that know
the format take out again, and others show as ordinary lines. Lines that mean something by themselves
stay as they are: a blank line, a bullet's start, "-- " above a signature.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

WIDTH = 76
"""Characters of a line with its soft break; RFC 3676 wants 78 at the most, quoted-printable 76."""

SEPARATOR = "-- "
"""Stands above a signature, on a line of its own; it ends in a space and is no soft break all the same."""

_PLACE = re.compile(r" (?=[^ ])")


def flowed(text: str) -> str:
    """The text with soft breaks, LF line ends; a paragraph is a line of `text`, however long.

    Spaces at the end of a line are dropped, since they would make it a soft break; a separator keeps its own.
    """
    return "\n".join(piece for line in text.splitlines() for piece in _wrapped(line)) + "\n"


def _wrapped(line: str) -> Iterator[str]:
    """One line as lines to send: the last is fixed, those before end in a space."""
    rest = line if line == SEPARATOR else line.rstrip(" ")
    while len(rest) > WIDTH and (end := _break(rest)):
        yield _stuffed(rest[:end])
        rest = rest[end:]
    yield _stuffed(rest)


def _break(text: str) -> int:
    """Where the next line begins: after the last space that fits, else the first there is; 0 for nowhere.

    Never right after a "-- ", which would be taken for a separator, nor where only spaces would stand
    on the line.
    """
    fitting = 0
    for match in _PLACE.finditer(text):
        at = match.end()
        if text[:at] == SEPARATOR or not text[:at].strip(" "):
            continue
        # One column is kept for the space that stuffs a line.
        if at >= WIDTH:
            return fitting or at
        fitting = at
    return fitting


def _stuffed(line: str) -> str:
    """A line that would be misread as quoted, stuffed or the start of a mailbox gets a space in front."""
    return f" {line}" if line.startswith((" ", ">", "From ")) else line

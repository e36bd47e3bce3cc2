"""The kinds of value that the facts hold: a name, a line, free text, an e-mail address, a date.

All text is normalised to NFC, so that "é" is one code point wherever it came from, and loses soft hyphens and
spaces of no width. What stands on one
line (everything but free text) is refused with a line break in it: it ends up in e-mail headers. Free
text may be wrapped. Every run of white space becomes one space.
"""

from __future__ import annotations

import datetime as dt
import re
import unicodedata
from typing import Annotated

from pydantic import AfterValidator, BeforeValidator, StringConstraints, WithJsonSchema

LINE_MAX = 200
"""Code points that a value on one line may have."""

TEXT_MAX = 2000
"""Code points that free text may have."""

_BREAKS = "\n\r\v\f\x1c\x1d\x1e\x85\u2028\u2029"
# Characters that reorder what is shown, so that a name reads otherwise than it is written.
_REORDERING = frozenset("\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069")
_EMAIL = re.compile(r"[^\s@<>()\[\]\\,;:\"]+@[^\s@<>()\[\]\\,;:\".]+(?:\.[^\s@<>()\[\]\\,;:\".]+)+")
_ISO_DATE = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")


# Where a line may break, and a mark of the encoding: pasted along, seen by nobody, and part of no name.
_UNSEEN = str.maketrans("", "", "\u00ad\u200b\u2060\ufeff")


def _normalised(value: object) -> object:
    return unicodedata.normalize("NFC", value).translate(_UNSEEN) if isinstance(value, str) else value


def _single_spaced(value: object) -> object:
    """Every run of white space as one space."""
    return " ".join(value.split()) if isinstance(value, str) else value


def _on_one_line(value: str) -> str:
    if any(c in _BREAKS for c in value):
        raise ValueError("has a line break in it; it has to stand on one line")
    return value


def _printable(value: str) -> str:
    for c in value:
        if c in _REORDERING or unicodedata.category(c) in ("Cc", "Cs"):
            raise ValueError(
                f"holds the invisible character U+{ord(c):04X}; delete it and type the text anew"
            )
    return value


def _with_letter(value: str) -> str:
    if not any(c.isalpha() for c in value):
        raise ValueError(f"{value!r} has no letter in it; write the name as it is spelt")
    return value


def _email_shape(value: str) -> str:
    if not _EMAIL.fullmatch(value) or ".." in value:
        raise ValueError(f"{value!r} is no e-mail address; write it bare, such as keith@example.org")
    return value


def _plain_date(value: object) -> object:
    """Refuse what is no date, and a date with a time: which day that means depends on the time zone."""
    wanted = "write it as year-month-day, such as 2026-11-24"
    if isinstance(value, dt.datetime):
        raise ValueError("is a date with a time; write the date alone, such as 2026-11-24")
    if isinstance(value, dt.date):
        return value
    if isinstance(value, str):
        written = value.strip()
        if _ISO_DATE.match(written) and not _ISO_DATE.fullmatch(written):
            raise ValueError(
                f"{written[:40]!r} is more than a date; write the date alone, such as 2026-11-24"
            )
        try:
            if _ISO_DATE.fullmatch(written):
                return dt.date.fromisoformat(written)
        except ValueError as error:
            raise ValueError(f"there is no {written}: {error}") from None
        raise ValueError(f"{written[:40]!r} is no date; {wanted}" if written else f"is empty; {wanted}")
    raise ValueError(f"is no date; {wanted}")


Line = Annotated[
    str,
    StringConstraints(strip_whitespace=True, min_length=1, max_length=LINE_MAX),
    BeforeValidator(_normalised),
    AfterValidator(_on_one_line),
    AfterValidator(_single_spaced),
    AfterValidator(_printable),
]
"""Text on one line."""

Name = Annotated[Line, AfterValidator(_with_letter)]
"""A person's name, on one line, with a letter in it."""

Email = Annotated[Line, AfterValidator(_email_shape)]
"""A bare e-mail address. Whether it exists is nobody's claim."""

Text = Annotated[
    str,
    StringConstraints(strip_whitespace=True, min_length=1, max_length=TEXT_MAX),
    BeforeValidator(_single_spaced),
    BeforeValidator(_normalised),
    AfterValidator(_printable),
]
"""Free text: a phrase or a few sentences."""

Date = Annotated[dt.date, BeforeValidator(_plain_date), WithJsonSchema({"type": "string", "format": "date"})]
"""A day: a `datetime.date` or an ISO string, never with a time."""

"""A note on paper: a card (PDF or picture) where the facts say so, else a letter.

Set by typst, an extra. The text goes in as data and is never read as markup. A letter that the typeface
lacks and a text that does not fit are errors: no box and no second sheet ever gets printed.
"""

from __future__ import annotations

import json
import re
import unicodedata
from typing import TYPE_CHECKING, Any, Final, Literal

from thankgen.deliver import stationery
from thankgen.deliver.typesetting import as_data, kind, paper_of
from thankgen.errors import RenderError

if TYPE_CHECKING:
    from collections.abc import Iterator

    from thankgen.facts import Facts
    from thankgen.note import Note

_TOO_LONG = re.compile(r'overflow"?, ([\d.]+)')
# Accessible and archivable; what matters here is that a missing letter is an error in it, not a box.
_STANDARD: Final = "ua-1"
_CONTEXT = 15


def pdf(note: Note, facts: Facts) -> bytes:
    """A card (A6, front and back) or a letter (A5), tagged for screen readers; the same bytes every time.

    Raises `RenderError` where a letter is lacking or the text does not fit, `SettingsError` where the extra
    "card" is not installed.
    """
    return _compiled(note, facts, "pdf")


def png(note: Note, facts: Facts) -> bytes:
    """A picture of the card, front and back side by side, or of the letter. Raises as `pdf` does."""
    _compiled(note, facts, "pdf")  # only there is a missing letter an error
    return _compiled(note, facts, "png")


def require() -> None:
    """Raise `SettingsError` where the extra is not installed."""
    stationery.require("card", "typst")


def _compiled(note: Note, facts: Facts, form: Literal["pdf", "png"]) -> bytes:
    require()
    import typst  # an extra

    setting, paper = stationery.setting(), paper_of(facts)
    data = {
        **as_data(note, facts),
        "picture": form == "png",
        "face": setting.face,
        **paper.model_dump(include={"width", "height", "margin", "sizes"}),
    }
    try:
        content = typst.compile(
            str(stationery.path(f"{kind(facts)}.typ")),
            format=form,
            ppi=setting.resolution,
            sys_inputs={"sheet": json.dumps(data)},
            ignore_system_fonts=True,
            pdf_standards=_STANDARD if form == "pdf" else None,
        )
    except typst.TypstError as error:
        raise _explained(error, note, facts, data) from error
    assert isinstance(content, bytes)
    return content


def _explained(error: Exception, note: Note, facts: Facts, data: dict[str, Any]) -> RenderError:
    """What the typesetter's error means for the note."""
    what = f"The note to {note.to}"
    if too_long := _TOO_LONG.search(str(error)):
        words = len(note.text.split())
        fitting = int(words / float(too_long[1]) / 5) * 5
        remedy = "Shorten it, or send it as an e-mail (eml)."
        return RenderError(
            f"{what} has {words} words; about {fitting} fit on {paper_of(facts).name}. {remedy}"
        )
    if lacking := list(_lacking(data)):
        return RenderError(
            f"{what} cannot be printed, because the typeface {data['face']} lacks {'; '.join(lacking)}. "
            "Write it without, or take html, which uses the typefaces of the reader's computer."
        )
    return RenderError(
        f"{what} cannot be set: {error}. This should not happen; please report it with the facts."
    )


def _lacking(data: dict[str, Any]) -> Iterator[str]:
    """Every letter that the typeface lacks, each with its number, its name and where it stands first."""
    import typst  # an extra

    texts = list(_texts(data))
    for c in dict.fromkeys("".join(texts)):
        if (c.isascii() and c.isprintable()) or c == "\n":
            continue
        try:
            typst.compile(
                b'#set document(title: "-", date: none)\n'
                b"#set text(font: sys.inputs.face, fallback: false)\n#sys.inputs.text",
                sys_inputs={"face": data["face"], "text": c},
                ignore_system_fonts=True,
                pdf_standards=_STANDARD,
            )
        except typst.TypstError:
            name = unicodedata.name(c, "unnamed").lower()
            yield f"“{c}” (U+{ord(c):04X}, {name}) in “{_around(c, texts)}”"


def _texts(value: Any) -> Iterator[str]:
    if isinstance(value, str):
        yield value.replace("\u00a0", " ")
    elif isinstance(value, dict):
        for key in ("greeting", "body", "close", "addressee", "subject", "text", "items"):
            yield from _texts(value.get(key))
    elif isinstance(value, list):
        for item in value:
            yield from _texts(item)


def _around(c: str, texts: list[str]) -> str:
    text = next(text for text in texts if c in text)
    at = text.index(c)
    start, end = max(0, at - _CONTEXT), at + len(c) + _CONTEXT
    return ("…" if start else "") + text[start:end].strip() + ("…" if end < len(text) else "")

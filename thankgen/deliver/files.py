"""Files of notes: their formats, and names that every file system takes."""

from __future__ import annotations

import re
from pathlib import Path
from typing import TYPE_CHECKING

from thankgen.deliver import eml
from thankgen.errors import SettingsError

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from thankgen.facts import Facts
    from thankgen.note import Note

SUFFIXES = {"text": "txt", "json": "json", "eml": "eml"}
"""Formats and the endings of their files."""

# Names that Windows keeps for devices, whatever their ending.
_RESERVED = re.compile(r"(?i)(?:con|prn|aux|nul|com\d|lpt\d)\Z")
_LONGEST = 60


def render(note: Note, facts: Facts, form: str) -> bytes:
    """A note in one of the formats."""
    if form == "text":
        return note.text.encode()
    if form == "json":
        return (note.model_dump_json(indent=2) + "\n").encode()
    if form == "eml":
        return eml.draft(note, facts)
    raise SettingsError(f"{form!r} is no format; formats: {', '.join(SUFFIXES)}.")


def save(notes: Sequence[Note], facts: Facts, folder: Path, forms: Iterable[str]) -> list[Path]:
    """Write every note in every format into a folder, which is made where it is missing."""
    wanted = list(dict.fromkeys(forms))
    rendered = [(note, form, render(note, facts, form)) for note in notes for form in wanted]
    try:
        folder.mkdir(parents=True, exist_ok=True)
        names = _names(notes)
        paths = []
        for note, form, content in rendered:
            path = folder / f"{names[note.to]}.{SUFFIXES[form]}"
            path.write_bytes(content)
            paths.append(path)
    except OSError as error:
        raise SettingsError(
            f"Cannot write into {folder}: {error.strerror or error}. Choose another folder."
        ) from error
    return paths


def _names(notes: Sequence[Note]) -> dict[str, str]:
    """A file name for each recipient; two people never share one."""
    names: dict[str, str] = {}
    for note in notes:
        stem = file_stem(note.to)
        number = 2
        while stem.casefold() in {n.casefold() for n in names.values()}:
            stem = f"{file_stem(note.to)}-{number}"
            number += 1
        names[note.to] = stem
    return names


def file_stem(name: str) -> str:
    """A person's name as a file name for Linux, macOS and Windows: "Zoë O'Neil" gives "zoe-o-neil"."""
    from anyascii import anyascii  # only needed when files are written

    stem = re.sub(r"[^a-z0-9]+", "-", anyascii(name).lower()).strip("-")[:_LONGEST].strip("-")
    return f"{stem}-" if _RESERVED.match(stem) else stem or "note"

"""Files of notes: their formats, and names that every file system takes."""

from __future__ import annotations

import re
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING

from thankgen.deliver import eml
from thankgen.errors import SettingsError

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from thankgen.facts import Facts
    from thankgen.note import Note

SUFFIXES = {"text": "txt", "eml": "eml", "json": "json"}
"""Formats and the endings of their files."""

# Names that Windows keeps for devices, whatever their ending.
_RESERVED = re.compile(r"(?i)(?:con|prn|aux|nul|com\d|lpt\d)\Z")
_LONGEST = 60


def formats(names: str) -> list[str]:
    """The formats in a list with commas, each once. Raises `SettingsError` for one that there is not."""
    wanted = list(dict.fromkeys(name.strip().lower() for name in names.split(",") if name.strip()))
    unknown = [name for name in wanted if name not in SUFFIXES]
    if unknown or not wanted:
        named = ", ".join(f"“{name}”" for name in unknown) or "nothing"
        raise SettingsError(f"There is no format {named}; formats: {', '.join(SUFFIXES)}.")
    return wanted


def render(note: Note, facts: Facts, form: str) -> bytes:
    """A note in one of the formats. Raises `SettingsError` for one that there is not."""
    [form] = formats(form)
    if form == "text":
        return note.text.encode()
    if form == "json":
        return (note.model_dump_json(indent=2) + "\n").encode()
    return eml.draft(note, facts)


def prepare(folder: Path) -> None:
    """Make the folder where it is missing, and try whether it takes files. Raises `SettingsError`."""
    try:
        folder.mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryFile(dir=folder):
            pass
    except (OSError, ValueError) as error:  # ValueError: a zero byte in the name
        raise _unwritable(folder, error) from error


def save(notes: Sequence[Note], facts: Facts, folder: Path, forms: Iterable[str]) -> list[Path]:
    """Write every note in every format into a folder, which is made where it is missing.

    A file of the same name is replaced. Raises `SettingsError`.
    """
    wanted = list(dict.fromkeys(forms))
    rendered = [(note, form, render(note, facts, form)) for note in notes for form in wanted]
    names = _names(facts)
    paths = []
    try:
        folder.mkdir(parents=True, exist_ok=True)
        for note, form, content in rendered:
            path = folder / f"{names[note.to]}.{SUFFIXES[form]}"
            path.write_bytes(content)
            paths.append(path)
    except (OSError, ValueError) as error:
        raise _unwritable(folder, error) from error
    return paths


def _unwritable(folder: Path, error: Exception) -> SettingsError:
    reason = getattr(error, "strerror", None) or str(error)
    return SettingsError(f"Cannot write into {folder}: {reason}. Choose another folder.")


def _names(facts: Facts) -> dict[str, str]:
    """A file name for each recipient of the facts, whoever is written to; two people never share one."""
    names: dict[str, str] = {}
    for recipient in facts.recipients:
        stem = file_stem(recipient.name)
        number = 2
        while stem in names.values():
            stem = f"{file_stem(recipient.name)}-{number}"
            number += 1
        names[recipient.name] = stem
    return names


def file_stem(name: str) -> str:
    """A person's name as a file name for Linux, macOS and Windows: "Zoë O'Neil" gives "zoe-o-neil"."""
    from anyascii import anyascii  # only needed when files are written

    stem = re.sub(r"[^a-z0-9]+", "-", anyascii(name).lower()).strip("-")[:_LONGEST].strip("-")
    return f"{stem}-" if _RESERVED.match(stem) else stem or "note"

"""Files of notes, under names that every file system takes."""

from __future__ import annotations

import re
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING

from thankgen.deliver.formats import FORMATS, formats, render
from thankgen.errors import SettingsError
from thankgen.note import Note

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from thankgen.facts import Facts

# Names that Windows keeps for devices, whatever their ending.
_RESERVED = re.compile(r"(?i)(?:con|prn|aux|nul|com\d|lpt\d)\Z")
_LONGEST = 60


def prepare(folder: Path) -> None:
    """Make the folder where it is missing, and try whether it takes files. Raises `SettingsError`."""
    try:
        folder.mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryFile(dir=folder):
            pass
    except (OSError, ValueError) as error:  # ValueError: a zero byte in the name
        raise _unwritable(folder, error) from error


def save(
    notes: Note | Sequence[Note], facts: Facts, folder: str | Path, forms: str | Iterable[str] = "text"
) -> list[Path]:
    """Write every note in every format into a folder, which is made where it is missing; the files in order.

    `forms` may be a list with commas: "text,eml". Files are called by recipient; what belongs to the facts
    as a whole is one file, called by company. A file of the same name is replaced. Nothing is written where
    a note cannot be made into a format. Raises `SettingsError`, `RenderError`.
    """
    place = Path(folder)
    wanted = formats(forms if isinstance(forms, str) else ",".join(forms))
    rendered = dict(_rendered([notes] if isinstance(notes, Note) else notes, facts, wanted))
    paths = []
    try:
        place.mkdir(parents=True, exist_ok=True)
        for name, content in rendered.items():
            path = place / name
            path.write_bytes(content)
            paths.append(path)
    except (OSError, ValueError) as error:
        raise _unwritable(place, error) from error
    return paths


def _rendered(notes: Sequence[Note], facts: Facts, forms: Sequence[str]) -> Iterator[tuple[str, bytes]]:
    """The name and content of each file."""
    stems = _names(facts)
    for note in notes:
        for form in forms:
            if FORMATS[form].of == "note":
                yield f"{stems[note.to]}.{FORMATS[form].suffix}", render(note, facts, form)
    for form in forms:
        if FORMATS[form].of == "facts" and notes:
            yield f"{file_stem(facts.company)}.{FORMATS[form].suffix}", render(notes[0], facts, form)


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

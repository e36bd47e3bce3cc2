"""From a path to text, and to the parser for it."""

from __future__ import annotations

import codecs
from collections.abc import Callable
from typing import TYPE_CHECKING

from thankgen.loading.document import Document, unreadable
from thankgen.loading.json_document import parse_json
from thankgen.loading.toml_document import parse_toml

if TYPE_CHECKING:
    from pathlib import Path

MOST_BYTES = 1_000_000
"""A facts file is a page or two; anything larger is another file."""

Parser = Callable[[str, str], Document]


def _parse_yaml(text: str, file: str) -> Document:
    from thankgen.loading.yaml_document import parse_yaml  # PyYAML is imported only for those who use it

    return parse_yaml(text, file)


_PARSERS: dict[str, Parser] = {
    ".toml": parse_toml,
    ".yaml": _parse_yaml,
    ".yml": _parse_yaml,
    ".json": parse_json,
}

_SAVE_AS_UTF8 = "save it as UTF-8 (in the editor's “Save as” dialogue, or under “Encoding”)"


def read_source(file: Path) -> tuple[Parser, str]:
    """The parser for a file and its text, without a byte order mark.

    Raises `FactsError` where the file cannot be read, or is none that facts stand in.
    """
    return read_content(_read(file), file)


def read_content(raw: bytes, file: Path) -> tuple[Parser, str]:
    """`read_source` for the content of a file that is known by name only."""
    if len(raw) > MOST_BYTES:
        raise unreadable(f"is larger than {MOST_BYTES // 1_000_000} MB; that is no facts file", str(file))
    parser = _PARSERS.get(file.suffix.lower())
    if parser is None:
        ending = f"ends in {file.suffix}" if file.suffix else "has no ending"
        raise unreadable(f"{ending}; facts are read from .toml, .yaml, .yml and .json files", str(file))
    return parser, _decode(raw, str(file))


def _read(file: Path) -> bytes:
    name = str(file)
    try:
        with file.open("rb") as stream:
            raw = stream.read(MOST_BYTES + 1)
    except (FileNotFoundError, NotADirectoryError):
        raise unreadable(
            "there is no such file; look at the path, or write one with `thankgen init`", name
        ) from None
    except IsADirectoryError:
        raise unreadable("is a folder; name the facts file in it", name) from None
    except PermissionError:
        raise unreadable("may not be read; change its permissions, or name another file", name) from None
    except (OSError, ValueError) as error:
        raise unreadable(f"cannot be read: {error}", name) from None
    return raw


def _decode(raw: bytes, name: str) -> str:
    if is_utf16(raw):
        raise unreadable(f"is saved as UTF-16; {_SAVE_AS_UTF8}", name)
    if b"\0" in raw:
        raise unreadable("is a binary file; facts are text", name)
    try:
        return raw.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = raw.count(b"\n", 0, error.start) + 1
        raise unreadable(
            f"is not UTF-8: byte 0x{raw[error.start]:02X} on this line is none of its; {_SAVE_AS_UTF8}",
            name,
            line,
        ) from None


def is_utf16(raw: bytes) -> bool:
    """It begins with the mark of UTF-16, or every other byte is zero: Western text in it without its mark."""
    start = raw[:200]
    return start.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)) or (
        len(start) >= 4 and any(start[half::2].count(0) * 10 > len(start) * 4 for half in (0, 1))
    )

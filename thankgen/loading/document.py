"""A parsed file: its data, and where each key of it stands."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Literal

from thankgen.errors import FactsError, Fault

KeyPath = tuple[str | int, ...]
"""Keys from the top of the file down; numbers count the items of a list from 0."""

FileFormat = Literal["TOML", "YAML", "JSON", "mapping"]


_PLAIN_KEY = re.compile(r"[\w -]{1,60}")


@dataclass(frozen=True)
class Document:
    """Data that may or may not be good facts.

    `lines` says on which line a key or item stands, counted from 1; `written` what stands in the file
    where the parser reads something else than text (YAML: `no`, 12:30). `faults` were found on the way.
    """

    data: object
    format: FileFormat
    file: str | None = None
    lines: Mapping[KeyPath, int] = field(default_factory=dict)
    written: Mapping[KeyPath, str] = field(default_factory=dict)
    faults: tuple[Fault, ...] = ()
    default_line: int | None = None

    def line_of(self, path: KeyPath) -> int | None:
        """The line of a key, or of the nearest table around it."""
        for length in range(len(path), 0, -1):
            if path[:length] in self.lines:
                return self.lines[path[:length]]
        return self.default_line

    def fault(self, path: KeyPath, message: str) -> Fault:
        return Fault(dotted(path), message, self.file, self.line_of(path))


def dotted(path: KeyPath) -> str:
    """A key path as people write it: `recipients[1].name`. Odd keys are quoted and escaped."""
    text = ""
    for part in path:
        if isinstance(part, int):
            text += f"[{part}]"
        else:
            key = part if _PLAIN_KEY.fullmatch(part) else json.dumps(part)
            text += f".{key}" if text else key
    return text


def unreadable(message: str, file: str, line: int | None = None) -> FactsError:
    """The error for a file of which nothing can be read."""
    return FactsError((Fault("", message, file, line),))

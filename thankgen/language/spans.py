"""Which positions of a text are taken, asked in the time that one look takes."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable


class Taken:
    """Spans of a text of so many characters; an empty span takes nothing."""

    def __init__(self, length: int, spans: Iterable[tuple[int, int]] = ()) -> None:
        self._marks = bytearray(length)
        for span in spans:
            self.add(span)

    def add(self, span: tuple[int, int]) -> None:
        start, end = span
        self._marks[start:end] = b"\x01" * (min(end, len(self._marks)) - start)

    def touches(self, start: int, end: int) -> bool:
        """One of the spans shares a character with this one."""
        return self._marks.find(1, start, end) >= 0

    def holds(self, position: int) -> bool:
        return self.touches(position, position + 1)

"""Numbers in words: "eighty-five", "hundertzwanzig", "femogfirs", "tjugosex".

A language gives its numerals with their values; any compound of them is read by the two rules
that hold in all four: a value after a smaller multiplier adds, a multiplier multiplies.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping

_MAX_LENGTH = 60


class Numerals:
    """Reads number words of one language. `values` maps each numeral (small letters) to its value."""

    def __init__(self, values: Mapping[str, int], joiners: tuple[str, ...]) -> None:
        self._values = dict(values)
        self._joiners = frozenset(joiners)
        self._begins: dict[str, bool] = {}
        parts = sorted([*values, *joiners], key=len, reverse=True)
        self._part = re.compile("|".join(map(re.escape, parts)))

    def is_joiner(self, word: str) -> bool:
        """ "and" joins inside one number only after hundreds: "six and eight" are two."""
        return word.lower() in self._joiners

    def begins(self, word: str) -> bool:
        """The word may be, or begin, a number."""
        found = self._begins.get(word)
        if found is None:
            found = self._begins[word] = self.read(word) is not None
        return found

    def read(self, words: str) -> int | None:
        """The value of a number in words or digits, or None where it is no number."""
        text = words.lower().strip()
        if text.isdecimal():  # "²" is a digit, but no number
            return int(text) if len(text) < 16 else None
        if not text or len(text) > _MAX_LENGTH:
            return None
        values: list[int] = []
        position = 0
        while position < len(text):
            if text[position] in " -":
                position += 1
                continue
            match = self._part.match(text, position)
            if match is None:
                return None
            if match.group() in self._values:
                values.append(self._values[match.group()])
            position = match.end()
        return _combine(values) if values else None


def _combine(values: list[int]) -> int:
    total = current = 0
    for value in values:
        if value >= 1000:
            total += max(1, current) * value
            current = 0
        elif value == 100:
            current = max(1, current) * value
        else:
            current += value
    return total + current

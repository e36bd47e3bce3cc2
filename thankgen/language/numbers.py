"""Numbers in words: "eighty-five", "hundertzwanzig", "femogfirs", "tjugosex".

A language gives its numerals with their values; any compound of them is read by the two rules
that hold in all four: a value after a smaller multiplier adds, a multiplier multiplies. A dozen
multiplies as a hundred does, but alone it is a quantity, no number.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping

_MAX_LENGTH = 60
# Parts of a word with hyphens that its number may take.
_MOST_PARTS = 4
# Words whose answers are kept.
_MAX_REMEMBERED = 50_000


class Numerals:
    """Reads number words of one language.

    `values` maps each numeral (small letters) to its value, `collectives` each word such as "dozen"; `tails` go
    on where a numeral begins a word.
    """

    def __init__(
        self,
        values: Mapping[str, int],
        joiners: tuple[str, ...],
        collectives: Mapping[str, int] | None = None,
        tails: tuple[str, ...] = (),
    ) -> None:
        collectives = collectives or {}
        self._tails = tails
        self._values = {**values, **collectives}
        self._collectives = frozenset(collectives)
        self._joiners = frozenset(joiners)
        self._begins: dict[str, bool] = {}
        self._holds: dict[str, bool] = {}
        parts = sorted([*self._values, *joiners], key=len, reverse=True)
        self._part = re.compile("|".join(map(re.escape, parts)))

    def is_joiner(self, word: str) -> bool:
        """ "and" joins inside one number only after hundreds: "six and eight" are two."""
        return word.lower() in self._joiners

    def begins(self, word: str) -> bool:
        """The word may be, or begin, a number."""
        found = self._begins.get(word)
        return _remember(self._begins, word, self.read(word) is not None) if found is None else found

    def read(self, words: str) -> int | None:
        """The value of a number in words or digits, or None where it is no number."""
        text = words.lower().strip()
        if text.isdecimal():  # "²" is a digit, but no number
            return int(text) if len(text) < 16 else None
        if not text or len(text) > _MAX_LENGTH:
            return None
        total = current = position = last = 0
        found = joined = False
        while position < len(text):
            if text[position] in " -":
                position += 1
                continue
            match = self._part.match(text, position)
            if match is None:
                return None
            position = match.end()
            word = match.group()
            value = self._values.get(word)
            if value is None:  # a joiner
                joined = True
                continue
            if word in self._collectives and not found:
                return None
            found = True
            if value >= 1000:
                total += max(1, current) * value
                current = 0
            elif value == 100 or word in self._collectives:
                current = max(1, current) * value
            elif 0 < last < 100 and not _goes_on(last, value, joined):
                return None
            else:
                current += value
            last, joined = value, False
        return total + current if found else None

    def holds(self, word: str) -> bool:
        """The word is, or begins with, a number."""
        found = self._holds.get(word)
        if found is None:
            found = _remember(self._holds, word, self.begins(word) or self.counted(word) is not None)
        return found

    def counted(self, word: str) -> tuple[int, int] | None:
        """The number that a word counts by, and its length: 3 of "dreimal", 2 of "tvåårig", 25 of "twenty-five-bed"."""
        if self.read(word) is not None:
            return None
        parts = word.split("-", _MOST_PARTS)
        for length in range(len(parts) - 1, 0, -1):
            number = "-".join(parts[:length])
            if (value := self.read(number)) is not None:
                return value, len(number)
        match = self._part.match(word.lower())
        if match is None or not word.lower().startswith(self._tails, match.end()):
            return None
        value = self._values.get(match.group())
        return None if value is None else (value, match.end())


def _remember(answers: dict[str, bool], word: str, answer: bool) -> bool:
    if len(answers) >= _MAX_REMEMBERED:
        answers.clear()
    answers[word] = answer
    return answer


def _goes_on(tens: int, value: int, joined: bool) -> bool:
    """ "twenty-five", "femogtyve"; but of "at five three drivers came" five and three are two numbers."""
    return (tens >= 20 and value < 10) or (joined and tens < 10 and value >= 20)

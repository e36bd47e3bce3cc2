"""When a text takes up a word of another: inflected, compounded or derived.

Three steps, the cheap ones first: equal stems; one word part of a compound; equal roots, for what stems
cannot see (anerkannt, anerkennen).
"""

from __future__ import annotations

import re
from functools import cached_property, lru_cache
from typing import TYPE_CHECKING

from thankgen.language.stems import stem

if TYPE_CHECKING:
    from collections.abc import Iterable

    from thankgen.language.lexicon import Lexicon

_TOKEN = re.compile(r"[^\W_]+")
# The shortest word that is looked for inside others, and the shortest stem that tells words apart.
_SHORTEST_PART = 4
LONGEST_WORD = 60
"""Letters. A longer run of letters is no word, and no dictionary is asked about it."""


def content_words(text: str, lexicon: Lexicon, leave_out: Iterable[str] = ()) -> tuple[str, ...]:
    """The words of a text that say what it is about, in small letters and in order.

    Function words and generic words are none, nor are those in `leave_out` (the role's title).
    A text without any gives all its words but small ones.
    """
    tokens = _TOKEN.findall(text)
    words = list(dict.fromkeys(w.lower() for w in tokens))
    without = {stem(w, lexicon.code) for w in leave_out}
    content = [
        w
        for w in words
        if w not in lexicon.empty_words
        and stem(w, lexicon.code) not in without
        and (len(w) > 1 or w.isdigit() or w.upper() in tokens)  # the language R
    ]
    return tuple(content or [w for w in words if w not in lexicon.small_words] or words)


class Vocabulary:
    """The words of a stretch of text, ready to be asked whether they take up others."""

    def __init__(self, texts: Iterable[str], lexicon: Lexicon) -> None:
        self._language = lexicon.code
        self._numerals = lexicon.numerals_reader
        self._roots_of = lexicon.roots.of
        self._words = {w.lower() for text in texts for w in _TOKEN.findall(text)}
        # A small word is no form of another: "jag" is not of "jaga".
        small = lexicon.small_words
        self._forms = [w for w in self._words if len(w) <= LONGEST_WORD and w not in small]
        self._stems = {stem(w, self._language) for w in self._forms}
        self._telling = {stem(w, self._language) for w in self._forms if w not in lexicon.empty_words}
        # All stems in a row, each between spaces: one look tells what begins or ends alike.
        self._row = f" {' '.join(s for s in self._stems if len(s) >= _SHORTEST_PART)} "

    def takes_up(self, word: str, *, by_generic_parts: bool = False) -> bool:
        """One of the words is this one, inflected, compounded or derived; numbers also in words.

        A generic word that is part of a compound does not take it up by itself ("Arbeit" for "Arbeitsprobe").
        """
        if word.lower() in self._words:
            return True
        wanted = stem(word, self._language)
        if wanted in self._stems:
            return True
        value = self._numerals.read(word) if word.isdecimal() or self._numerals.begins(word) else None
        if word.isdecimal() or (value is not None and value > 1):
            digits = word.isdecimal()
            return value is not None and any(
                w.isdecimal() != digits and self._numerals.read(w) == value for w in self._words
            )
        if len(wanted) >= _SHORTEST_PART and self._holds_compound(
            wanted, self._stems if by_generic_parts else self._telling
        ):
            return True
        return len(word) <= LONGEST_WORD and not self._roots_of(word).isdisjoint(self._roots)

    def holds(self, word: str) -> bool:
        """One of the words is this one or a form of it; a part of a compound is another word."""
        return word.lower() in self._words or not self._roots_of(word).isdisjoint(self._roots)

    def is_part(self, part: str) -> bool:
        """A stem begins or ends with this; an ending must be longer than a beginning to tell anything."""
        return f" {part}" in self._row or (len(part) > _SHORTEST_PART and f"{part} " in self._row)

    def _holds_compound(self, wanted: str, parts: set[str]) -> bool:
        """A stem begins or ends with this one, or one of the `parts` begins or ends it."""
        if self.is_part(wanted):
            return True
        return any(wanted[:n] in parts for n in range(_SHORTEST_PART, len(wanted))) or any(
            wanted[n:] in parts for n in range(1, len(wanted) - _SHORTEST_PART)
        )

    @cached_property
    def _roots(self) -> frozenset[str]:
        return frozenset().union(*map(self._roots_of, self._forms))


@lru_cache(maxsize=64)
def vocabulary_of(text: str, lexicon: Lexicon) -> Vocabulary:
    """The vocabulary of a text that many notes are compared with, such as their facts."""
    return Vocabulary([text], lexicon)

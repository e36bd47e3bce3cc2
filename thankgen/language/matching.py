"""When a text takes up a word of another: inflected, compounded or derived.

Three steps, the cheap ones first: equal stems; one word part of a compound; equal lemmas, for
what stems cannot see (anerkannt, anerkennen). Lemmas take half a second to load and are only
asked for where the first two find nothing.
"""

from __future__ import annotations

import re
from functools import cache, lru_cache
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable

    from Stemmer import Stemmer

    from thankgen.language.lexicon import Lexicon

_TOKEN = re.compile(r"[^\W_]+")
_STEMMERS = {"en": "english", "sv": "swedish", "de": "german", "da": "danish"}
# The shortest word that is looked for inside others, and the shortest stem that tells words apart.
_SHORTEST_PART = 4
LONGEST_WORD = 60
"""Letters. A longer run of letters is no word, and no dictionary is asked about it."""


@cache
def _stemmer(language: str) -> Stemmer:
    from Stemmer import Stemmer  # a C extension

    return Stemmer(_STEMMERS.get(language, "english"))


@lru_cache(maxsize=65536)
def stem(word: str, language: str) -> str:
    """The stem of a word in small letters."""
    return str(_stemmer(language).stemWord(word.lower()))


@lru_cache(maxsize=16384)
def lemma_stem(word: str, language: str) -> str:
    """The stem of a word's dictionary form."""
    from simplemma import lemmatize  # loads its word list on first use

    # The frugal word list opens in half the time and answers the same.
    return stem(lemmatize(word, lang=language, low_memory=True), language)


def content_words(text: str, lexicon: Lexicon, leave_out: Iterable[str] = ()) -> tuple[str, ...]:
    """The words of a text that say what it is about, in small letters and in order.

    Function words and generic words are none, nor are those in `leave_out` (the role's title).
    A text without any gives all its words.
    """
    words = list(dict.fromkeys(w.lower() for w in _TOKEN.findall(text)))
    without = {stem(w, lexicon.code) for w in leave_out}
    content = [
        w
        for w in words
        if w not in lexicon.empty_words
        and stem(w, lexicon.code) not in without
        and (len(w) > 1 or w.isdigit())
    ]
    return tuple(content or words)


class Vocabulary:
    """The words of a stretch of text, ready to be asked whether they take up others."""

    def __init__(self, texts: Iterable[str], lexicon: Lexicon) -> None:
        self._language = lexicon.code
        self._numerals = lexicon.numerals_reader
        self._words = {w.lower() for text in texts for w in _TOKEN.findall(text)}
        self._forms = [w for w in self._words if len(w) <= LONGEST_WORD]
        self._stems = {stem(w, self._language) for w in self._forms}
        self._long = [s for s in self._stems if len(s) >= _SHORTEST_PART]

    def takes_up(self, word: str) -> bool:
        """One of the words is this one, inflected, compounded or derived; numbers also in words."""
        if word.lower() in self._words:
            return True
        wanted = stem(word, self._language)
        if wanted in self._stems:
            return True
        value = self._numerals.read(word)
        if word.isdecimal() or (value is not None and value > 1):
            digits = word.isdecimal()
            return value is not None and any(
                w.isdecimal() != digits and self._numerals.read(w) == value for w in self._words
            )
        if len(wanted) >= _SHORTEST_PART and any(_compounded(wanted, other) for other in self._long):
            return True
        return self._same_lemma(word)

    def _same_lemma(self, word: str) -> bool:
        if not 0 < len(word) <= LONGEST_WORD:
            return False
        wanted = lemma_stem(word, self._language)
        return any(
            lemma_stem(w, self._language) == wanted for w in self._forms if w[0] == wanted[:1] or len(w) > 3
        )


@lru_cache(maxsize=64)
def vocabulary_of(text: str, lexicon: Lexicon) -> Vocabulary:
    """The vocabulary of a text that many notes are compared with, such as their facts."""
    return Vocabulary([text], lexicon)


def _compounded(stem_a: str, stem_b: str) -> bool:
    """One stem begins or ends the other, and what is left is long enough to be a word or short enough to be an ending."""
    shorter, longer = (stem_a, stem_b) if len(stem_a) <= len(stem_b) else (stem_b, stem_a)
    return longer.startswith(shorter) or (longer.endswith(shorter) and len(shorter) > _SHORTEST_PART)

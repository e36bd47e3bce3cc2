"""What the words of a sentence weigh for readings of it.

A phrase pattern knows the few words that it names. Whether a sentence means what such a phrase mostly means, all of its
words tell together: each speaks for it or against it, as it did in labelled sentences (`thankgen.evals.learning`).
"""

from __future__ import annotations

import re
from collections import defaultdict
from dataclasses import dataclass
from typing import TYPE_CHECKING

from thankgen.language.matching import LONGEST_WORD
from thankgen.language.patterns import written_alike
from thankgen.language.stems import stem

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

_TOKEN = re.compile(r"\w+|[?!]")
_DIGIT = re.compile(r"\d")
# Of more words than these, so many are weighed at a time, each half together with the next.
_MOST_TOKENS = 80
_STEP = _MOST_TOKENS // 2
# A short sentence is no louder than one of so many words.
_FEWEST_TOKENS = 4
_PIECE_LENGTHS = range(2, 6)
# What marks a piece of a word among the features.
_PIECE = "~"
# How far apart the words of a pair may stand, and what is written for those between them.
_GAPS = {1: " ", 2: " _ ", 3: " _ _ "}
# Words whose weights are kept, pieces and all: what some thousand notes hold; and sentences, of some hundred.
_MAX_WORDS = 50_000
_MAX_SENTENCES = 4096
_LONG_SENTENCE = 1000

_Shares = tuple[float, ...]
"""What something adds to each of the readings."""


class Scales:
    """The weights of what stands in a sentence, for several readings of it in one language."""

    def __init__(self, code: str, bases: Sequence[float], weights: Sequence[Mapping[str, float]]) -> None:
        """`bases` is what speaks for each reading before a word is read, `weights` what each of the `features` adds."""
        self._code = code
        self._bases = tuple(bases)
        found = dict.fromkeys(feature for table in weights for feature in table)
        every = {feature: tuple([table.get(feature, 0.0) for table in weights]) for feature in found}
        self._pieces = {f[1:]: shares for f, shares in every.items() if f[0] == _PIECE}
        self._weights = {f: shares for f, shares in every.items() if f[0] != _PIECE}
        self._nothing: _Shares = (0.0,) * len(weights)
        self._words: dict[str, tuple[str, _Shares]] = {}
        self._sentences: dict[str, _Shares] = {}

    def weigh(self, sentence: str) -> _Shares:
        """What speaks for each reading, as the logarithm of its odds: below 0 more speaks against it.

        Of a very long sentence, what speaks for it where most does.
        """
        weighed = self._sentences.get(sentence)
        if weighed is None:
            words = _words(sentence)
            starts = range(0, max(len(words) - _STEP, 1), _STEP)
            windows = (self._weigh(words[start : start + _MOST_TOKENS]) for start in starts)
            weighed = tuple(map(max, zip(*windows, strict=True)))
            if len(sentence) <= _LONG_SENTENCE:
                if len(self._sentences) >= _MAX_SENTENCES:
                    self._sentences.clear()
                self._sentences[sentence] = weighed
        return weighed

    def _weigh(self, words: list[str]) -> Iterator[float]:
        weighed = list(map(self._word, words))
        pairs = filter(None, map(self._weights.get, _pairs([stem for stem, _ in weighed])))
        sums = map(sum, zip(self._nothing, *pairs, *(shares for _, shares in weighed), strict=True))
        share = _share(words)
        return (base + share * weight for base, weight in zip(self._bases, sums, strict=True))

    def _word(self, word: str) -> tuple[str, _Shares]:
        """A word's stem, and what the word adds, its pieces counted in."""
        known = self._words.get(word)
        if known is None:
            if len(self._words) >= _MAX_WORDS:
                self._words.clear()
            pieces = _pieces(word)
            share = _piece_share(pieces)
            sums = map(
                sum, zip(self._nothing, *(self._pieces[p] for p in pieces & self._pieces.keys()), strict=True)
            )
            root = stem(word, self._code)
            whole = self._weights.get(root, self._nothing)
            shares = tuple([a + share * b for a, b in zip(whole, sums, strict=True)])
            known = self._words[word] = (root, shares)
        return known


@dataclass(frozen=True)
class Evidence:
    """One of the readings that scales weigh."""

    scales: Scales
    place: int

    def of(self, sentence: str) -> float:
        """What speaks for the reading, as the logarithm of its odds: below 0 more speaks against it."""
        return self.scales.weigh(sentence)[self.place]


def features(sentence: str, code: str) -> dict[str, float]:
    """What of a sentence is weighed, and how much of it there is.

    Stems of words ("pay"), two close to each other ("my pay", "my _ pay", the edges as "^" and "$"), and pieces of
    words with their edges ("~<pa"), by which a word that nobody has met says something as well. A longer sentence has
    more of them, each for less; of a very long one, its beginning is taken.
    """
    words = _words(sentence)[:_MOST_TOKENS]
    share = _share(words)
    shares: defaultdict[str, float] = defaultdict(float)
    stems = [stem(word, code) for word in words]
    for feature in (*_pairs(stems), *stems):
        shares[feature] += share
    for word in words:
        pieces = _pieces(word)
        for piece in pieces:
            shares[_PIECE + piece] += share * _piece_share(pieces)
    return shares


def _words(sentence: str) -> list[str]:
    found = written_alike(_DIGIT.sub("0", sentence.lower()))
    return [word[:LONGEST_WORD] for word in _TOKEN.findall(found)]


def _pairs(stems: list[str]) -> list[str]:
    edged = ["^", *stems, "$"]
    pairs: list[str] = []
    for gap, between in _GAPS.items():
        row = edged if gap == 1 else stems
        pairs += [before + between + after for before, after in zip(row, row[gap:])]  # noqa: B905 (the second is shorter)
    return pairs


def _share(words: list[str]) -> float:
    return float(max(len(words), _FEWEST_TOKENS) ** -0.5)


def _pieces(word: str) -> set[str]:
    edged = f"<{word}>"
    return {
        edged[start : start + length]
        for length in _PIECE_LENGTHS
        for start in range(len(edged) - length + 1)
        if length < len(edged)
    }


def _piece_share(pieces: set[str]) -> float:
    """Each piece of a word adds less the more there are."""
    return float(len(pieces) ** -0.5)

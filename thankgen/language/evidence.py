"""What the words of a sentence weigh for readings of it.

A phrase pattern knows the few words that it names. Whether a sentence means what such a phrase mostly means, all of its
words tell together: each speaks for it or against it, as it did in labelled sentences (`thankgen.evals.learning`).
"""

from __future__ import annotations

import re
from collections import defaultdict
from dataclasses import dataclass
from itertools import islice
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
# How far apart the words of a pair may stand, and what is written for those between them.
_GAPS = {1: " ", 2: " _ ", 3: " _ _ "}
# Words whose weights are kept, pieces and all: what some thousand notes hold; and sentences, of some hundred.
_MAX_WORDS = 50_000
_MAX_SENTENCES = 4096
_LONG_SENTENCE = 1000

_Shares = tuple[tuple[int, float], ...]
"""What something adds to readings, each by its place."""


class Scales:
    """The weights of what stands in a sentence, for several readings of it in one language."""

    def __init__(self, code: str, bases: Sequence[float], weights: Sequence[Mapping[str, float]]) -> None:
        """`bases` is what speaks for each reading before a word is read, `weights` what each of the `features` adds."""
        self._code = code
        self._bases = tuple(bases)
        by_feature: defaultdict[str, list[tuple[int, float]]] = defaultdict(list)
        for place, table in enumerate(weights):
            for feature, weight in table.items():
                by_feature[feature].append((place, weight))
        self._weights: dict[str, _Shares] = {feature: tuple(row) for feature, row in by_feature.items()}
        self._words: dict[str, _Shares] = {}
        self._sentences: dict[str, tuple[float, ...]] = {}

    def weigh(self, sentence: str) -> tuple[float, ...]:
        """What speaks for each reading, as the logarithm of its odds: below 0 more speaks against it.

        Of a very long sentence, what speaks for it where most does.
        """
        weighed = self._sentences.get(sentence)
        if weighed is None:
            words = list(_words(sentence))
            starts = range(0, max(len(words) - _STEP, 1), _STEP)
            windows = (self._weigh(words[start : start + _MOST_TOKENS]) for start in starts)
            weighed = tuple(map(max, zip(*windows, strict=True)))
            if len(sentence) <= _LONG_SENTENCE:
                if len(self._sentences) >= _MAX_SENTENCES:
                    self._sentences.clear()
                self._sentences[sentence] = weighed
        return weighed

    def _weigh(self, words: list[str]) -> Iterator[float]:
        sums = [0.0] * len(self._bases)
        known = self._weights
        # Plain loops: some hundred pairs a note, most of them of no weight.
        for pair in _pairs([stem(word, self._code) for word in words]):
            if pair in known:
                for place, weight in known[pair]:
                    sums[place] += weight
        for word in words:
            for place, weight in self._word(word):
                sums[place] += weight
        share = _share(words)
        return (base + share * weight for base, weight in zip(self._bases, sums, strict=True))

    def _word(self, word: str) -> _Shares:
        """What a word adds, its pieces counted in."""
        shares = self._words.get(word)
        if shares is None:
            if len(self._words) >= _MAX_WORDS:
                self._words.clear()
            sums: defaultdict[int, float] = defaultdict(float)
            for feature, share in _word_features(word, self._code):
                for place, weight in self._weights.get(feature, ()):
                    sums[place] += weight * share
            shares = self._words[word] = tuple(sums.items())
        return shares


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
    words = list(islice(_words(sentence), _MOST_TOKENS))
    share = _share(words)
    shares: defaultdict[str, float] = defaultdict(float)
    for pair in _pairs([stem(word, code) for word in words]):
        shares[pair] += share
    for word in words:
        for feature, part in _word_features(word, code):
            shares[feature] += share * part
    return shares


def _words(sentence: str) -> Iterator[str]:
    found = written_alike(_DIGIT.sub("0", sentence.lower()))
    return (match.group()[:LONGEST_WORD] for match in _TOKEN.finditer(found))


def _pairs(stems: list[str]) -> Iterator[str]:
    edged = ["^", *stems, "$"]
    for gap, between in _GAPS.items():
        row = edged if gap == 1 else stems
        for before, after in zip(row, row[gap:]):  # noqa: B905 (the second row is shorter)
            yield before + between + after


def _share(words: list[str]) -> float:
    return float(max(len(words), _FEWEST_TOKENS) ** -0.5)


def _word_features(word: str, code: str) -> Iterator[tuple[str, float]]:
    """The word's stem, and its pieces, each for less the more there are."""
    yield stem(word, code), 1.0
    edged = f"<{word}>"
    pieces = {
        edged[start : start + length]
        for length in _PIECE_LENGTHS
        for start in range(len(edged) - length + 1)
        if length < len(edged)
    }
    for piece in pieces:
        yield f"~{piece}", len(pieces) ** -0.5

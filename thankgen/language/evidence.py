"""What the words of a sentence weigh for a reading of it.

A phrase pattern knows the few words that it names. Whether a sentence means what such a phrase mostly means, all of its
words tell together: each speaks for it or against it, as it did in labelled sentences (`thankgen.evals.learning`).
"""

from __future__ import annotations

import re
from collections import defaultdict
from itertools import islice
from typing import TYPE_CHECKING

from thankgen.language.matching import LONGEST_WORD
from thankgen.language.patterns import written_alike

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

_TOKEN = re.compile(r"\w+|[?!]")
_DIGIT = re.compile(r"\d")
# Of more words than these, so many are weighed at a time, each half together with the next.
_MOST_TOKENS = 80
_STEP = _MOST_TOKENS // 2
# A short sentence is no louder than one of so many words.
_FEWEST_TOKENS = 4
_PIECE_LENGTHS = range(2, 6)
# Words whose weights are kept, pieces and all: what some hundred notes hold.
_MAX_REMEMBERED = 5000


class Evidence:
    """Weights of what stands in a sentence, for one reading of it in one language."""

    def __init__(self, base: float, weights: Mapping[str, float]) -> None:
        """`base` is what speaks for the reading before a word is read, `weights` what each of the `features` adds."""
        self._base = base
        self._weights = weights
        self._words: dict[str, float] = {}

    def of(self, sentence: str) -> float:
        """What speaks for the reading, as the logarithm of its odds: below 0 more speaks against it.

        Of a very long sentence, what speaks for it where most does.
        """
        words = list(_words(sentence))
        starts = range(0, max(len(words) - _STEP, 1), _STEP)
        return max(self._of(words[start : start + _MOST_TOKENS]) for start in starts)

    def _of(self, words: list[str]) -> float:
        pairs = sum(self._weights.get(pair, 0.0) for pair in _pairs(words))
        return self._base + _share(words) * (pairs + sum(map(self._weight, words)))

    def _weight(self, word: str) -> float:
        """What a word adds, its pieces counted in."""
        weight = self._words.get(word)
        if weight is None:
            if len(self._words) >= _MAX_REMEMBERED:
                self._words.clear()
            pieces = _pieces(word)
            weight = self._weights.get(word, 0.0)
            weight += len(pieces) ** -0.5 * sum(self._weights.get(f"~{piece}", 0.0) for piece in pieces)
            self._words[word] = weight
        return weight


def features(sentence: str) -> dict[str, float]:
    """What of a sentence is weighed, and how much of it there is.

    Words ("pay"), two side by side ("my pay", the edges as "^" and "$"), and pieces of words with their edges ("~<pa"),
    by which a word that nobody has met says something as well. A longer sentence has more of them, each for less; of a
    very long one, its beginning is taken.
    """
    words = list(islice(_words(sentence), _MOST_TOKENS))
    share = _share(words)
    shares: defaultdict[str, float] = defaultdict(float)
    for pair in _pairs(words):
        shares[pair] += share
    for word in words:
        shares[word] += share
        pieces = _pieces(word)
        for piece in pieces:
            shares[f"~{piece}"] += share * len(pieces) ** -0.5
    return shares


def _words(sentence: str) -> Iterator[str]:
    found = written_alike(_DIGIT.sub("0", sentence.lower()))
    return (match.group()[:LONGEST_WORD] for match in _TOKEN.finditer(found))


def _pairs(words: list[str]) -> list[str]:
    return [f"{before} {word}" for before, word in zip(("^", *words), (*words, "$"), strict=True)]


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

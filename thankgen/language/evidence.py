"""What the words of a sentence weigh for a reading of it.

A phrase pattern knows the few words that it names. Whether a sentence means what such a phrase mostly means, all of its
words tell together: each speaks for it or against it, as it did in labelled sentences (`thankgen.evals.learning`).
"""

from __future__ import annotations

import re
from collections import defaultdict
from typing import TYPE_CHECKING

from thankgen.language.matching import LONGEST_WORD
from thankgen.language.patterns import written_alike

if TYPE_CHECKING:
    from collections.abc import Mapping

_TOKEN = re.compile(r"\w+|[?!]")
_DIGIT = re.compile(r"\d")
_MOST_TOKENS = 80
# A short sentence is no louder than one of so many words.
_FEWEST_TOKENS = 4
_PIECE_LENGTHS = range(2, 6)


class Evidence:
    """Weights of what stands in a sentence, for one reading of it in one language."""

    def __init__(self, base: float, weights: Mapping[str, float]) -> None:
        """`base` is what speaks for the reading before a word is read, `weights` what each of the `features` adds."""
        self._base = base
        self._weights = weights

    def of(self, sentence: str) -> float:
        """What speaks for the reading, as the logarithm of its odds: below 0 more speaks against it."""
        weights = self._weights
        return self._base + sum(
            weights[name] * share for name, share in features(sentence).items() if name in weights
        )


def features(sentence: str) -> dict[str, float]:
    """What of a sentence is weighed, and how much of it there is.

    Words ("pay"), two side by side ("my pay", the edges as "^" and "$"), and pieces of words with their edges ("~<pa"),
    by which a word that nobody has met says something as well. A longer sentence has more of them, each for less.
    """
    found = written_alike(_DIGIT.sub("0", sentence.lower()))
    words = [match.group()[:LONGEST_WORD] for match in _TOKEN.finditer(found)][:_MOST_TOKENS]
    share = max(len(words), _FEWEST_TOKENS) ** -0.5
    shares: defaultdict[str, float] = defaultdict(float)
    for before, word in zip(("^", *words), (*words, "$"), strict=True):
        shares[f"{before} {word}"] += share
    for word in words:
        shares[word] += share
        pieces = _pieces(word)
        for piece in pieces:
            shares[f"~{piece}"] += share * len(pieces) ** -0.5
    return shares


def _pieces(word: str) -> set[str]:
    edged = f"<{word}>"
    return {
        edged[start : start + length]
        for length in _PIECE_LENGTHS
        for start in range(len(edged) - length + 1)
        if length < len(edged)
    }

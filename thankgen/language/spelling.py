"""Which words a language has, by Hunspell's dictionaries."""

from __future__ import annotations

import contextlib
import re
from dataclasses import dataclass, field
from functools import lru_cache
from itertools import chain, islice
from typing import TYPE_CHECKING, Protocol, TypeVar

from thankgen.language.matching import LONGEST_WORD

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence
    from pathlib import Path

    from hunspell import Hunspell

    from thankgen.assets import DictionaryFile


# Words whose answers are kept: what a few thousand notes hold.
_MAX_REMEMBERED = 100_000
# Dictionaries of one language that are asked what was meant: "learnt" is right in one of two.
_REGIONS_ASKED = 2

A = TypeVar("A")


class Dictionary(Protocol):
    """Knows the words of a language. It is told from others by identity, for caches."""

    def __hash__(self) -> int: ...

    def knows(self, word: str) -> bool: ...

    def unknown(self, words: Iterable[str]) -> list[str]: ...

    def suggest(self, word: str) -> tuple[str, ...]: ...

    def lends(self, word: str) -> bool: ...

    def commonness(self, word: str) -> float: ...


@dataclass
class Answers:
    """What a dictionary has said of words: whether it, or its lender, has them, and what it suggests for them."""

    known: dict[str, bool] = field(default_factory=dict)
    lent: dict[str, bool] = field(default_factory=dict)
    suggested: dict[str, tuple[str, ...]] = field(default_factory=dict)

    def learn(self, others: Answers) -> None:
        self.known.update(others.known)
        self.lent.update(others.lent)
        self.suggested.update(others.suggested)


class HunspellDictionary:
    """One language's dictionaries, read when the first word is asked for whose answer is not remembered.

    A word is known where any of the `files` has it: all regional spellings of English are right.
    `lender` is the dictionary of a language that this one borrows from freely.
    """

    def __init__(
        self, language: str, files: Sequence[DictionaryFile], lender: HunspellDictionary | None = None
    ) -> None:
        self.language = language
        self.answers = Answers()
        self._files = files
        self._lender = lender
        self._read: dict[Path, Hunspell] = {}

    @property
    def sources(self) -> tuple[Path, ...]:
        """The files that all answers come from."""
        own = (file.stem.with_suffix(ending) for file in self._files for ending in (".dic", ".aff"))
        return (*own, *(self._lender.sources if self._lender else ()))

    def _spellers(self, word: str) -> Iterator[Hunspell]:
        """The dictionaries in turn; reading one takes a tenth of a second, and most words are in the first."""
        for file in self._files:
            if file.only not in word:
                continue
            if file.stem not in self._read:
                from hunspell import Hunspell  # many notes need no dictionary at all

                self._read[file.stem] = Hunspell(file.stem.name, hunspell_data_dir=str(file.stem.parent))
            yield self._read[file.stem]

    def knows(self, word: str) -> bool:
        """True where a dictionary has the word as written (a capital counts: "Keith", not "keith")."""
        remembered = self.answers.known
        known = remembered.get(word)
        if known is None:
            known = len(word) <= LONGEST_WORD and any(
                _spell(speller, word) for speller in self._spellers(word)
            )
            _remember(remembered, word, known)
        return known

    def unknown(self, words: Iterable[str]) -> list[str]:
        """Those of the words that it does not know, as `knows` has it."""
        known = self.answers.known
        return [word for word in words if not (known.get(word) or self.knows(word))]

    def lends(self, word: str) -> bool:
        """True where the word is one of the lender's: a loan that dictionaries are late to take up."""
        remembered = self.answers.lent
        if word not in remembered:
            _remember(remembered, word, self._lender is not None and self._lender.knows(word))
        return remembered[word]

    def commonness(self, word: str) -> float:
        """How common the word is, on Zipf's scale: 7 for the commonest of all, 3 for one in a million, 0 unheard of."""
        from wordfreq import zipf_frequency  # reads its list when the first word is asked for

        return float(zipf_frequency(word, self.language))

    def suggest(self, word: str) -> tuple[str, ...]:
        """Words that may be meant, best first; empty where there is no idea. Slow: tens of milliseconds."""
        remembered = self.answers.suggested
        if word not in remembered:
            asked = islice(self._suggestions(word), _REGIONS_ASKED)
            _remember(remembered, word, tuple(dict.fromkeys(chain.from_iterable(asked))))
        return remembered[word]

    def _suggestions(self, word: str) -> Iterator[tuple[str, ...]]:
        for speller in self._spellers(word):
            with contextlib.suppress(UnicodeEncodeError):  # letters that this dictionary's encoding lacks
                yield tuple(speller.suggest(word))


_WORD = re.compile(r"[^\W\d_]+")
_UNKNOWN_SHARE = 0.35


@lru_cache(maxsize=1024)
def is_mostly_unknown(text: str, dictionary: Dictionary, given: frozenset[str] = frozenset()) -> bool:
    """So many words are unknown that the text must be in another language: no matter for a spell check.

    `given` are words, in small letters, that need no dictionary.
    """
    words = _WORD.findall(text)
    # The facts are asked first: a dictionary takes its time to load.
    unknown = dictionary.unknown(w for w in words if w.lower() not in given)
    unknown = [w for w in unknown if len(w) > 1 and not dictionary.knows(w.lower())]
    words = [w for w in words if len(w) > 1] if unknown else []
    return len(unknown) > 1 and len(words) > 2 and len(unknown) > _UNKNOWN_SHARE * len(words)


def _remember(answers: dict[str, A], word: str, answer: A) -> None:
    if len(answers) >= _MAX_REMEMBERED:
        answers.clear()
    answers[word] = answer


def _spell(speller: Hunspell, word: str) -> bool:
    """False for a word with letters that the dictionary's encoding lacks (the German one is Latin-1)."""
    try:
        return bool(speller.spell(word))
    except UnicodeEncodeError:
        return False

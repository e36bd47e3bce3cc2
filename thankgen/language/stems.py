"""Stems of words, and of irregular ones the stem of their dictionary form: "taught" and "teach" share one."""

from __future__ import annotations

from functools import cache, lru_cache
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from Stemmer import Stemmer

# What is left of a word without its prefix must be long enough to tell words apart.
_SHORTEST_REST = 3
# So must be what stands before the irregular part of a compound.
_SHORTEST_FIRST = 4
_PARTICIPLE_ENDINGS = ("et", "t")
_MAX_REMEMBERED = 50_000


@cache
def _stemmer(language: str) -> Stemmer | None:
    from Stemmer import Stemmer  # a C extension

    try:
        return Stemmer(language)
    except KeyError:  # there is none
        return None


@lru_cache(maxsize=65536)
def stem(word: str, language: str) -> str:
    """The stem of a word in small letters; the word itself in a language that has no stemmer."""
    stemmer = _stemmer(language)
    return str(stemmer.stemWord(word.lower())) if stemmer else word.lower()


class Roots:
    """The roots of words: their stems, and those of their dictionary forms where stems cannot see them.

    `forms` are rows of forms of one word, the dictionary form first, with spaces between them. Words keep
    `prefixes` that stand before them ("understood"), and lose `infixes` that their forms put behind those
    ("aufgebaut", "mitzunehmen"). `nouns` give for an ending of nouns that of the verb ("diarieföring" is what one has
    "diariefört").
    """

    def __init__(
        self,
        language: str,
        prefixes: Iterable[str],
        infixes: Iterable[str],
        forms: Iterable[str],
        nouns: Mapping[str, str],
    ) -> None:
        self._language = language
        self._prefixes = ("", *sorted(prefixes, key=len, reverse=True))
        self._infixes = tuple(infixes)
        self._nouns = dict(nouns)
        # "Satte" and "satt" have one stem, and two dictionary forms.
        self._dictionary_forms: dict[str, set[str]] = {}
        for row in forms:
            first = stem(row.partition(" ")[0], language)
            for form in row.split():
                self._dictionary_forms.setdefault(stem(form, language), set()).add(first)
        self._known: dict[str, frozenset[str]] = {}

    def of(self, word: str) -> frozenset[str]:
        """The roots of a word; it shares one with every word that it is a form of."""
        roots = self._known.get(word)
        if roots is None:
            if len(self._known) >= _MAX_REMEMBERED:
                self._known.clear()
            roots = self._known[word] = frozenset(self._find(word.lower()))
        return roots

    def _find(self, word: str) -> Iterator[str]:
        ending = stem(word, self._language)
        yield ending
        for noun, verb in self._nouns.items():
            if word.endswith(noun) and len(word) - len(noun) >= _SHORTEST_REST:
                yield stem(word.removesuffix(noun) + verb, self._language)
        # "Diariefört": a compound whose last part is irregular.
        for cut in range(_SHORTEST_FIRST, len(ending) - _SHORTEST_REST):
            for first in self._dictionary_forms.get(ending[cut:], ()):
                yield ending[:cut] + first
        for prefix in self._prefixes:
            if not word.startswith(prefix) or len(word) - len(prefix) < _SHORTEST_REST:
                continue
            # The stem of "fortsätta" is shorter than "fort" and the stem of "sätta".
            rests = {ending[len(prefix) :], stem(word[len(prefix) :], self._language)}
            irregular = {first for rest in rests for first in self._dictionary_forms.get(rest, ())}
            yield from (prefix + first for first in irregular)
            if irregular and not prefix:
                continue  # "gefallen" is listed as it is: no form of "fallen"
            for infix in self._infixes:
                rest = word[len(prefix) + len(infix) :]
                if word.startswith(infix, len(prefix)) and len(rest) > _SHORTEST_REST:
                    yield from (stem(prefix + form, self._language) for form in _bases(rest))


def _bases(participle: str) -> Iterator[str]:
    """A participle without its infix, and without its ending."""
    yield participle
    for ending in _PARTICIPLE_ENDINGS:
        yield participle.removesuffix(ending)

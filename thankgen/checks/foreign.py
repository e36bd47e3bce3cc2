"""`language`: every sentence is in the note's language.

A sentence is foreign where another language's function words outnumber the note's own, or
where hardly a word of it is known. Names, titles and loan words do not make it so.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache
from typing import TYPE_CHECKING

from thankgen.checks.given import given_text
from thankgen.checks.rule import Rule, Table

if TYPE_CHECKING:
    from thankgen.facts import Addressed
    from thankgen.finding import Finding
    from thankgen.language.reading import Reading

_TOKEN = re.compile(r"[^\W\d_]+(?:'[^\W\d_]+)?")


class Limits(Table):
    """`function_words`: the commonest small words of each language, by code. `min_words` a sentence needs to be
    judged; `unknown_share` of words beyond the dictionary makes one foreign; `min_foreign` function words of another language.
    """

    min_words: int
    unknown_share: float
    min_foreign: int
    function_words: dict[str, tuple[str, ...]]


@lru_cache(maxsize=256)
def _given_tokens(everything: str) -> frozenset[str]:
    return frozenset(w.lower() for w in _TOKEN.findall(everything))


@lru_cache(maxsize=16)
def _small_words(
    rows: tuple[tuple[str, tuple[str, ...]], ...], own: str, function_words: tuple[str, ...]
) -> tuple[frozenset[str], tuple[frozenset[str], ...]]:
    """The small words of the note's own language, and those of every other one."""
    sets = {code: frozenset(row) for code, row in rows}
    return sets[own] | frozenset(function_words), tuple(row for code, row in sets.items() if code != own)


def check(note: Reading, facts: Addressed, rule: Rule) -> Iterator[Finding]:
    limits: Limits = rule.limits
    own = note.lexicon.code
    home, others = _small_words(tuple(limits.function_words.items()), own, note.lexicon.function_words)
    given = _given_tokens(given_text(facts))
    for sentence in note.sentences:
        if sentence.place not in ("body", "postscript", "subject"):
            continue
        words = [w.lower() for w in _TOKEN.findall(sentence.text)]
        free = [w for w in words if w not in given]
        if len(words) < limits.min_words:
            continue
        abroad = [w for w in words if w not in home]
        foreign = len(abroad) >= limits.min_foreign and any(
            _leans(words, abroad, other, home, limits) for other in others
        )
        if not foreign and (len(words) - len(abroad)) * 4 < len(words):
            unknown = [w for w in free if not _known(w, rule)]
            foreign = len(free) >= limits.min_words and len(unknown) > limits.unknown_share * len(free)
        if foreign:
            yield rule.finding(f"This sentence is not in {note.lexicon.name}.", note, sentence.span)


def _leans(
    words: list[str], abroad: list[str], other: frozenset[str], home: frozenset[str], limits: Limits
) -> bool:
    """The sentence has more small words that only the other language has than ones that only its own has."""
    foreign = sum(w in other for w in abroad)
    return foreign >= limits.min_foreign and foreign > sum(w not in other for w in words if w in home)


def _known(word: str, rule: Rule) -> bool:
    assert rule.dictionary is not None
    plain = word.removesuffix("'s")
    return rule.dictionary.knows(plain) or rule.dictionary.knows(plain.capitalize())

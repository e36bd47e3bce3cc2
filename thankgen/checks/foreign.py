"""`language`: every sentence is in the note's language.

A sentence is foreign where another language's function words outnumber the note's own, or
where hardly a word of it is known. Names, titles and loan words do not make it so.
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterator
from functools import lru_cache
from typing import TYPE_CHECKING

from thankgen.checks.given import given_text
from thankgen.checks.rule import Rule, Table

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from thankgen.facts import Addressed
    from thankgen.finding import Finding
    from thankgen.language.reading import Reading

_TOKEN = re.compile(r"[^\W\d_]+(?:'[^\W\d_]+)?")


class Limits(Table):
    """`function_words`: the commonest small words of each language, by code. `min_words` a sentence needs to be
    judged; `unknown_share` of words beyond the dictionary makes one foreign, `hinted_share` where a small word of another
    language stands among them; `lent_share` of such words will do where all are the lender's; `min_foreign` function
    words of another language.
    """

    min_words: int
    unknown_share: float
    hinted_share: float
    lent_share: float
    min_foreign: int
    function_words: dict[str, tuple[str, ...]]


@lru_cache(maxsize=256)
def _given_tokens(everything: str) -> frozenset[str]:
    return frozenset(w.lower() for w in _TOKEN.findall(everything))


@lru_cache(maxsize=16)
def _small_words(
    rows: tuple[tuple[str, tuple[str, ...]], ...], own: str, function_words: tuple[str, ...]
) -> tuple[frozenset[str], Mapping[str, Sequence[frozenset[str]]]]:
    """The small words of the note's own language; and for each one of another, the rows of those that have it."""
    sets = {code: frozenset(row) for code, row in rows}
    others: defaultdict[str, list[frozenset[str]]] = defaultdict(list)
    for code, row in sets.items():
        for word in row if code != own else ():
            others[word].append(row)
    return sets[own] | frozenset(function_words), dict(others)


def check(note: Reading, facts: Addressed, rule: Rule) -> Iterator[Finding]:
    limits: Limits = rule.limits
    own = note.lexicon.code
    home, others = _small_words(tuple(limits.function_words.items()), own, note.lexicon.function_words)
    given = _given_tokens(given_text(facts))
    for sentence in note.sentences:
        if sentence.place not in ("preamble", "body", "postscript", "subject"):
            continue
        words = [w.lower() for w in _TOKEN.findall(sentence.text)]
        free = [w for w in words if w not in given]
        if len(words) < limits.min_words:
            continue
        abroad = [w for w in words if w not in home]
        # "A" is a word of many languages.
        at_home = sum(len(w) > 1 and w in home for w in words)
        foreign = _leans(words, abroad, others, home, limits)
        if not foreign and at_home * 4 < len(words):
            unknown = [w for w in free if not _known(w, rule)]
            # A small word of another language tells half as much again.
            hinted = not others.keys().isdisjoint(abroad)
            share = limits.hinted_share if hinted else limits.unknown_share
            # So many words, but for one that the facts may hold.
            foreign = len(free) >= limits.min_words - 1 and len(unknown) > share * len(free)
        if foreign or (at_home * 2 < len(words) and _is_lent(free, rule, limits)):
            yield rule.finding(f"This sentence is not in {note.lexicon.name}.", note, sentence.span)


def _leans(
    words: list[str],
    abroad: list[str],
    others: Mapping[str, Sequence[frozenset[str]]],
    home: frozenset[str],
    limits: Limits,
) -> bool:
    """The sentence has more small words that only one other language has than ones that only its own has."""
    foreign = Counter(row for word in abroad for row in others.get(word, ()))
    return any(
        count >= limits.min_foreign and count > sum(w not in row for w in words if w in home)
        for row, count in foreign.items()
    )


def _is_lent(words: list[str], rule: Rule, limits: Limits) -> bool:
    """Every word is one of the language that this one borrows from, and many are none of its own."""
    assert rule.dictionary is not None
    unknown = [w for w in words if not _known(w, rule)]
    return (
        len(words) >= limits.min_words
        and len(unknown) >= limits.lent_share * len(words)
        and all(map(rule.dictionary.lends, words))
    )


def _known(word: str, rule: Rule) -> bool:
    assert rule.dictionary is not None
    plain = word.removesuffix("'s")
    # The first asks for nouns as well where they are written large.
    return rule.dictionary.knows(plain.capitalize()) or rule.dictionary.knows(plain)

"""`names`: every name of the facts is spelt as in the facts, and the right people greet and sign.

A word is held to be a misspelt name where it is capitalised, one slip away from a word of a
name (or differs only in diacritics, transliteration or case), and no ordinary word.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from itertools import pairwise
from typing import TYPE_CHECKING

from thankgen.checks.given import given_text, given_words
from thankgen.checks.rule import Rule, Span, Words
from thankgen.compose import address, first_name
from thankgen.language.machine_text import ADDRESS_OR_LINK
from thankgen.language.names import fold_keys, fold_name, one_slip_apart, slip_keys
from thankgen.language.spans import Taken

if TYPE_CHECKING:
    from thankgen.facts import Addressed, Facts
    from thankgen.finding import Finding
    from thankgen.language.lexicon import Lexicon
    from thankgen.language.reading import Reading

_TOKEN = re.compile(r"[^\W\d_]+")
_SHORTEST = 4
_UP_TO_THREE_WORDS = re.compile(r"(?:[^\W\d_]+\.?\s+){1,3}\Z")
# Characters before a name in which its titles are looked for.
_TITLES_LENGTH = 60


class NameCheckWords(Words):
    """`ordinary`: words that look like slips of names and are none. Usually empty: dictionaries know them."""

    ordinary: tuple[str, ...] = ()


@dataclass(frozen=True)
class KnownNames:
    """The words of all names in the facts, and every other word that the facts hold.

    `before` tells of a word what stands right before it in a name, "Realschule am" before "Kalkberg", and `after` what
    follows, up to the next word's end: "& Bruhn" after "Skovgaard".
    """

    words: frozenset[str]
    ordered: tuple[str, ...]
    lowered: frozenset[str]
    other: frozenset[str]
    keys: frozenset[str]
    before: frozenset[tuple[str, str]]
    after: frozenset[tuple[str, str]]

    @classmethod
    def of(cls, facts: Addressed) -> KnownNames:
        return _known_names(given_text(facts), tuple(_names(facts.facts)))

    def may_be_meant(self, word: str) -> bool:
        """False for nearly every word that is no slip of a name."""
        return not self.keys.isdisjoint(slip_keys(word))


def _names(facts: Facts) -> Iterator[str]:
    yield facts.company
    yield facts.candidate.name
    for recipient in facts.recipients:
        yield recipient.name
        if recipient.address:
            yield recipient.address


@lru_cache(maxsize=256)
def _known_names(everything: str, names: tuple[str, ...]) -> KnownNames:
    words = frozenset(word for name in names for word in _TOKEN.findall(name))
    return KnownNames(
        words,
        tuple(sorted(words)),
        frozenset(w.lower() for w in words),
        frozenset(_TOKEN.findall(everything)),
        frozenset(key for word in words for key in slip_keys(word)),
        frozenset(
            (match.group(), name[: match.start()])
            for name in names
            for match in _TOKEN.finditer(name)
            if len(name[: match.start()].rstrip()) >= _SHORTEST
        ),
        frozenset(
            (match.group(), name[match.end() : following.end()])
            for name in names
            for match in _TOKEN.finditer(name)
            if (following := _TOKEN.search(name, match.end()))
        ),
    )


def check(note: Reading, facts: Addressed, rule: Rule) -> Iterator[Finding]:
    yield from _check_spelling(note, facts, rule)
    yield from _check_greeting(note, facts, rule)
    yield from _check_signature(note, facts, rule)
    yield from _check_honorifics(note, facts, rule)


def _check_spelling(note: Reading, facts: Addressed, rule: Rule) -> Iterator[Finding]:
    known = KnownNames.of(facts)
    endings = note.lexicon.names.endings
    verdicts = {
        token: meant
        for token in set(_TOKEN.findall(note.plain))
        if _may_be_name(token, known) and (meant := _misspelt(token, known, endings))
    }
    # Nobody is greeted, or signs, in the genitive.
    called = {
        match.start(): _misspelt(match.group(), known, ())
        for span in (note.parts.greeting, note.parts.name)
        for match in (_TOKEN.finditer(note.plain, *span) if span else ())
        if _may_be_name(match.group(), known)
    }
    if not verdicts and not any(called.values()):
        return
    skipped = Taken(len(note.plain), (m.span() for m in ADDRESS_OR_LINK.finditer(note.plain)))
    company = Taken(len(note.plain), _company(note, facts.facts.company))
    people_named = (facts.facts.candidate.name, *(r.name for r in facts.facts.recipients))
    people = frozenset(word for name in people_named for word in _TOKEN.findall(name))
    for match in _TOKEN.finditer(note.plain):
        token = match.group()
        meant = called.get(match.start(), verdicts.get(token, ()))
        if not meant or skipped.holds(match.start()):
            continue
        if _only_capital_differs(token, meant) and _starts_sentence(note.plain, match.start()):
            continue
        beside_its_own = (
            company.holds(match.start())
            or any(word in meant and note.plain.endswith(b, 0, match.start()) for word, b in known.before)
            or any(word in meant and note.plain.startswith(a, match.end()) for word, a in known.after)
        )
        if beside_its_own:
            if _is_inflected(token, meant, facts.facts.company, note, rule):
                continue
        elif _is_ordinary(token, meant, people, note, match.start(), rule):
            continue
        suggestion = meant[0] if len(meant) == 1 else None
        named = " or ".join(f"“{m}”" for m in meant)
        yield rule.finding(
            f"“{token}” is not how the name is written; the facts say {named}.",
            note,
            match.span(),
            suggestion,
        )


def _may_be_name(token: str, known: KnownNames) -> bool:
    return len(token) >= _SHORTEST - 1 and (token[0].isupper() or token.lower() in known.lowered)


def _company(note: Reading, company: str) -> Iterator[tuple[int, int]]:
    """Where the company is named by several words, capitals aside: none of these is just any word there."""
    if " " in company:
        for match in re.finditer(re.escape(company), note.plain, re.IGNORECASE):
            yield match.span()


def _misspelt(token: str, known: KnownNames, endings: tuple[str, ...]) -> tuple[str, ...]:
    """The names that the token may be a slip of, each with the token's ending; empty where it is none."""
    if token in known.words or token in known.other:
        return ()
    stems = [(token, "")]
    stems += [(token[: -len(e)], e) for e in endings if token.endswith(e) and len(token) - len(e) >= 2]
    if any(stem in known.words for stem, _ in stems):
        return ()
    stems = [(stem, ending) for stem, ending in stems if known.may_be_meant(stem)]
    found: dict[str, None] = {}
    for word in known.ordered if stems else ():
        for stem, ending in stems:
            if _is_slip(stem, word):
                found[word + ending if not word.endswith(ending) or ending != "s" else word] = None
                break
    return tuple(found)


def _is_slip(token: str, word: str) -> bool:
    if token == word or len(word) < _SHORTEST - 1:
        return False
    # Three letters are too few for a slip, but not for another way to write them: "Voss" for "Voß".
    if len(word) < _SHORTEST:
        same = token.lower() != word.lower() and bool(fold_keys(token) & fold_keys(word))
        return same and token[:1].isupper()
    if token.lower() == word.lower():
        return token[:1].isupper() or any(c.isupper() for c in word[1:])
    if not token[:1].isupper():
        return False
    if fold_keys(token) & fold_keys(word):
        return True
    return one_slip_apart(token.lower(), word.lower())


def _only_capital_differs(token: str, meant: tuple[str, ...]) -> bool:
    return any(token[:1].lower() == m[:1].lower() and token[1:] == m[1:] for m in meant)


def _starts_sentence(text: str, position: int) -> bool:
    before = text[max(0, position - 4) : position].rstrip(" \"'(")
    return not before or before[-1] in "\n.!?:…-" or position == 0


def _is_ordinary(
    token: str, meant: tuple[str, ...], people: frozenset[str], note: Reading, position: int, rule: Rule
) -> bool:
    """An ordinary word: of a date, or the dictionary has it in small letters, or as a noun where a noun may stand."""
    if token.lower() in rule.words.ordinary if rule.words else False:
        return True
    greeting = note.parts.greeting
    if greeting and position == greeting[0] and token.lower() in note.lexicon.greeting_words:
        return True
    dictionary = rule.dictionary
    if dictionary is None or _stands_as_name(note, position):
        return False
    if any(date.start <= position < date.end for date in note.dates):
        return True
    if dictionary.knows(token.lower()):
        # Where only names are written large, a large word within a sentence is one, and may be somebody's.
        only_names = not note.lexicon.nouns_are_capitalised and token[1:].islower()
        return not (only_names and people.intersection(meant)) or _starts_sentence(note.plain, position)
    if token.isupper() and len(token) <= 5:
        return True
    same_letters = any(fold_keys(token) & fold_keys(m) for m in meant)
    return note.lexicon.nouns_are_capitalised and not same_letters and dictionary.knows(token)


def _is_inflected(token: str, meant: tuple[str, ...], company: str, note: Reading, rule: Rule) -> bool:
    """An adjective of the company's name in another case: "im Botanischen Garten"."""
    dictionary, endings = rule.dictionary, note.lexicon.names.adjective_endings
    stems = {token[: -len(ending)] for ending in endings if token.endswith(ending)}
    return (
        dictionary is not None
        and dictionary.knows(token.lower())
        and any(
            word in meant and dictionary.knows(word.lower())
            for word in _TOKEN.findall(company)
            if any(word.removesuffix(ending) in stems for ending in endings)
        )
    )


def _stands_as_name(note: Reading, position: int) -> bool:
    """In the greeting or the signature, or right after an honorific or another word of a name."""
    for span in (note.parts.greeting, note.parts.name):
        if span and span[0] <= position < span[1]:
            return True
    before = re.search(r"([^\W\d_]+)\.?\s+\Z", note.plain[max(0, position - 25) : position])
    return bool(before) and before[1].lower() in note.lexicon.honorific_words  # type: ignore[index]  # bool() has narrowed it


def _check_greeting(note: Reading, facts: Addressed, rule: Rule) -> Iterator[Finding]:
    span = note.parts.greeting
    if span is None:
        return
    called = [fold_name(w) for w in _TOKEN.findall(note.plain[slice(*span)])]
    reader = _folded_words(facts.recipient.name) | _folded_words(facts.recipient.address or "")
    reader -= note.lexicon.honorific_words
    if any(_may_be(word, name) for word in called for name in reader):
        if other_first := _another_first_name(note, span, facts, rule):
            yield rule.finding(
                f"The greeting says “{other_first}”; the reader is {facts.recipient.name}.", note, span
            )
        return
    others = [r for r in facts.facts.recipients if r.name != facts.recipient.name]
    for other in others:
        if (_folded_words(other.name) - set(note.lexicon.names.particles)) & set(called):
            yield rule.finding(
                f"The greeting names {other.name}, but the note goes to {facts.recipient.name}.", note, span
            )
            return
    yield rule.finding(f"The greeting does not name the reader, {address(facts, note.lexicon)}.", note, span)


def _another_first_name(note: Reading, span: Span, facts: Addressed, rule: Rule) -> str | None:
    """What stands right before the reader's surname where the first name should: "Dear Kevin Abernethy"."""
    name = facts.recipient.name
    first = _folded_words(first_name(name, note.lexicon))
    words: list[str] = _TOKEN.findall(note.plain[slice(*span)])
    if any(_may_be(fold_name(word), part) for word in words for part in first):
        return None
    surnames = _folded_words(name) - first
    lexicon = note.lexicon
    no_names = lexicon.greeting_words | lexicon.honorific_words | lexicon.small_words | given_words(facts)
    for before, word in pairwise(words):
        is_name = before[0].isupper() and len(before) > 1 and before.lower() not in no_names
        ordinary = rule.words is not None and before.lower() in rule.words.ordinary
        if is_name and not ordinary and fold_name(word) in surnames:
            return before
    return None


def _folded_words(name: str) -> set[str]:
    return {fold_name(word) for word in _TOKEN.findall(name)}


def _may_be(word: str, name: str) -> bool:
    """The word is that name, spelt somehow; how it should be spelt is the other check's business."""
    return word == name or (len(name) >= _SHORTEST and one_slip_apart(word, name))


def _check_signature(note: Reading, facts: Addressed, rule: Rule) -> Iterator[Finding]:
    span = note.parts.name
    if span is None:
        return
    candidate = facts.facts.candidate.name
    allowed = _folded_words(candidate)
    written = [
        w
        for w in _TOKEN.findall(note.plain[slice(*span)].split("(")[0].split(",")[0])
        if not w[0].islower()  # many scripts have no capitals
    ]
    # "Ihre Jasmin Hodžić": a word of the language's own before the name is none of it.
    strangers = [
        w
        for w in written
        if not any(_may_be(fold_name(w), a) for a in allowed)
        and len(w) > 1
        and w.lower() not in note.lexicon.small_words
    ]
    # A signature is looked at letter by letter, however short the name: "Zoe" for "Zoë".
    spelt = set(_TOKEN.findall(candidate))
    bare = [
        w
        for w in written
        if len(w) < _SHORTEST and w not in spelt and fold_name(w) in allowed and not w.isupper()
    ]
    if strangers or bare or not written:
        yield rule.finding(
            f"The note is signed by somebody else; the candidate is {candidate}.", note, span, candidate
        )


def _check_honorifics(note: Reading, facts: Addressed, rule: Rule) -> Iterator[Finding]:
    """An honorific before the reader's name that contradicts the one in `address`."""
    expected = _honorifics(facts.recipient.address or "", note.lexicon)
    if not expected:
        yield from _check_rank(note, facts, rule)
        return
    surnames = {
        w
        for w in _TOKEN.findall(facts.recipient.address or "")
        if w.lower() not in note.lexicon.honorific_words
    }
    others = [r.address or "" for r in facts.facts.recipients if r.name != facts.recipient.name]
    greeting = note.parts.greeting
    for match in _TOKEN.finditer(note.plain):
        if match.group() not in surnames:
            continue
        line = note.plain.rfind("\n\n", 0, match.start()) + 1  # titles do not reach across a blank line
        start = max(line, match.start() - _TITLES_LENGTH)
        before = _UP_TO_THREE_WORDS.search(note.plain[start : match.start()])
        if before is None:
            continue
        used = _honorifics(before.group(), note.lexicon)
        if any(_is_another(used, match.group(), other, note.lexicon) for other in others):
            continue
        ranks = note.lexicon.rank_rows
        # "Herr Dr." may stand for a "Herr", but not for a "Herr Professor".
        takes_its_place = used & ranks and (expected & ranks) - used
        wrong = used - expected if not used & expected or takes_its_place else used - expected - ranks
        if wrong:
            yield rule.finding(
                f"The reader is addressed as {facts.recipient.address}.",
                note,
                (start + before.start(), match.end()),
            )
            return
    if greeting and not _honorifics(note.plain[slice(*greeting)], note.lexicon):
        first = _folded_words(first_name(facts.recipient.name, note.lexicon))
        called = _folded_words(note.plain[slice(*greeting)])
        if not first & called and called & {fold_name(s) for s in surnames}:
            yield rule.finding(
                f"The greeting leaves out how the reader is addressed: {facts.recipient.address}.",
                note,
                greeting,
            )


def _check_rank(note: Reading, facts: Addressed, rule: Rule) -> Iterator[Finding]:
    """A rank in the greeting where `address` has none, and nothing else gives the reader one: "Dear Professor Lund"."""
    reader, span = facts.recipient, note.parts.greeting
    if span is None or reader.address is None:
        return
    said = {w.lower() for w in _TOKEN.findall(note.plain[slice(*span)])}
    ranks = " ".join(said.intersection(note.lexicon.names.ranks))
    if _honorifics(ranks, note.lexicon) - _honorifics(f"{reader.name} {reader.title or ''}", note.lexicon):
        yield rule.finding(f"The reader is addressed as {reader.address}.", note, span)


def _is_another(used: frozenset[int], surname: str, address: str, lexicon: Lexicon) -> bool:
    """Somebody else of that surname is meant: "Sie und Herr Stiefelmayer", to his wife."""
    return surname in _TOKEN.findall(address) and used == _honorifics(address, lexicon)


def _honorifics(text: str, lexicon: Lexicon) -> frozenset[int]:
    """The rows of `names.honorifics` that occur in a text."""
    words = {w.lower() for w in _TOKEN.findall(text)}
    return frozenset(n for n, row in enumerate(lexicon.names.honorifics) if words & set(row))

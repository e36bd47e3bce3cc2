"""Names of people, places, companies and products that the facts do not hold."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import TYPE_CHECKING

from thankgen.checks.given import given_words
from thankgen.checks.given_facts import Given, is_given
from thankgen.checks.rule import Rule
from thankgen.language.names import one_slip_apart
from thankgen.language.spans import Taken
from thankgen.language.spelling import is_mostly_unknown

if TYPE_CHECKING:
    from thankgen.facts import Addressed
    from thankgen.finding import Finding
    from thankgen.language.reading import Reading, Sentence
    from thankgen.language.spelling import Dictionary

_SHORTEST_NAME = 4
_SHORTEST_SLIPPED = 5
# "An-" of a word that the dictionary has only without it.
_SHORTEST_PREFIX = 2
# Letters of the longest word that surnames commonly end in: Lindström.
_LONGEST_SURNAME_TAIL = 5
_WORD = re.compile(r"[^\W\d_]+(?:['-][^\W\d_]+)*")
# A brand, as in SolarWest; KundInnen is a gendered form.
_INNER_CAPITAL = re.compile(r"(?<=[a-zäöüß])(?:[A-HJ-ZÄÖÜ]|I(?!n(?:nen)?\b))[^\W\d_]{2}")
# "Henning" is a name for all its ending.
_SHORTEST_STEM = 4
# A word and the capitalised ones behind it.
_CALLED = re.compile(r"(?<![\w-])(?=([^\W\d_]+\.?)((?: [A-ZÄÖÜÅÆØ][^\W\d_]{2,}(?![\w-])){1,3}))")
_LARGE_NEXT = re.compile(r" ([^\W\d_a-zß-öø-ÿ][^\W\d_]+)")
_TRUNCATED = re.compile(r"-(?=[\s,/])")
_NAME_PART = re.compile(r"[^\W_]+")


def invented_names(
    note: Reading, facts: Addressed, given: Given, rule: Rule, taken: Taken
) -> Iterator[Finding]:
    """Capitalised words that are neither of the facts nor ordinary: people, places, companies, products.

    One a sentence is told.
    """
    dictionary = rule.dictionary
    assert dictionary is not None
    words_given = given_words(facts)
    for sentence in note.sentences:
        if sentence.place not in ("subject", "body", "postscript"):
            continue
        if is_mostly_unknown(sentence.text, dictionary, words_given):
            continue
        for match, opens in _large_words(sentence.text):
            span = (sentence.start + match.start(), sentence.start + match.end())
            if not taken.touches(*span) and _is_unknown_name(sentence, match, opens, note, given, rule):
                yield rule.finding(f"The facts know no “{match.group()}”.", note, span)
                break


def _large_words(text: str) -> Iterator[tuple[re.Match[str], bool]]:
    """The words that are written large, and whether one is so because it opens something."""
    first = True
    for match in _WORD.finditer(text):
        if match.group()[0].isupper():
            opens = first or _after_opening_mark(text, match.start())
            # The first part of a compound: "Storm- and ice warnings" in languages that join them.
            if not (opens and _TRUNCATED.match(text, match.end())):
                yield match, opens
        first = False


def _is_unknown_name(
    sentence: Sentence, match: re.Match[str], opens: bool, note: Reading, given: Given, rule: Rule
) -> bool:
    dictionary, word, text = rule.dictionary, match.group(), sentence.text
    assert dictionary is not None
    if rule.words.large_pairs_are_names and not opens and _is_pair(text, match, given, rule):
        return True
    # Where only names are written large, a word that is large within a sentence is one.
    stands_out = (
        rule.words.capitals_are_names
        and sentence.place == "body"
        and not opens
        and word[1:].islower()
        and not text[: match.start()].rstrip().endswith((".", "…", "[", "{", "<"))
    )
    is_company = word.lower() not in note.lexicon.empty_words and _is_company(text, match.end(), rule)
    if not is_company and _is_ordinary(word, stands_out, note, given, rule):
        return False  # nearly every word
    if opens and rule.words.rare_words_open and _is_rare_word(text, match, dictionary):
        return False
    return _is_invented(word, opens, stands_out, note, given, rule, dictionary) or (
        is_company and not is_given(word, note, given)
    )


def _is_ordinary(word: str, stands_out: bool, note: Reading, given: Given, rule: Rule) -> bool:
    """Of the facts, large for another reason than being a name, or a word of the language that is no name as well."""
    lowered = word.lower()
    if lowered in given.words or lowered in rule.words.proper:
        return True
    assert rule.dictionary is not None
    return (
        not stands_out
        and rule.dictionary.knows(word if note.lexicon.nouns_are_capitalised else lowered)
        and not any(part in rule.words.names for part in lowered.split("-"))
    )


def _is_rare_word(text: str, match: re.Match[str], dictionary: Dictionary) -> bool:
    """No dictionary has it, not even as a name, and no other part of a name follows."""
    part_of_name = re.match(r"['’]s\b|\s+(?:&\s+)?[^\W\d_a-zà-öø-ÿ]", text[match.end() : match.end() + 12])
    return part_of_name is None and not dictionary.knows(match.group())


def names_behind_titles(note: Reading, given: Given, rule: Rule) -> Iterator[tuple[int, int]]:
    """Names of which the facts hold no word, behind an honorific or a kind of house ("Frau Kaiser", "Zoo Lindenberg"),
    or as a row of capitals that no grammar makes ("Regisseur Tilman Sievert").
    """
    titles = {word for row in note.lexicon.names.honorifics for word in row}
    before = titles | frozenset(rule.words.houses)
    for sentence in note.sentences:
        if sentence.place not in ("subject", "body", "postscript"):
            continue
        for run in _CALLED.finditer(sentence.text):
            words = run[2].split()
            if any(is_given(w, note, given) for w in words):
                continue
            if run[1].lower().rstrip(".") not in before:
                row = [w.lower() for w in (run[1], *words)]
                ordinary = any(w in rule.words.proper or w in note.lexicon.empty_words for w in row)
                if len(words) > 1 and run[1][0].isupper() and not ordinary:
                    yield sentence.start + run.start(2) + 1, sentence.start + run.end(2)
                continue
            last = words[-1].lower()
            if run[1].lower() in rule.words.houses and _may_be_any_noun(words[-1], rule):
                continue
            if last not in titles and last not in rule.words.proper and last not in note.lexicon.empty_words:
                end = sentence.start + run.end(2)
                yield end - len(words[-1]), end


def _may_be_any_noun(word: str, rule: Rule) -> bool:
    """ "Im Labor Kronen zu schichten": only what no dictionary has as a word, or as a name alone, is one."""
    assert rule.dictionary is not None
    return rule.dictionary.knows(word) and not word.lower().endswith(rule.words.place_endings)


def _is_company(text: str, end: int, rule: Rule) -> bool:
    """A legal form follows: "SolarWest AG"."""
    after = re.match(r"\s+([\w.]+)", text[end : end + 12])
    return after is not None and after[1].rstrip(".") in rule.words.legal_forms


def _is_pair(text: str, match: re.Match[str], given: Given, rule: Rule) -> bool:
    """The word and the one behind it are large, and neither is of the facts or large for another reason."""
    follower = _LARGE_NEXT.match(text, match.end())
    return follower is not None and not any(
        word.lower() in rule.words.proper or word.lower() in given.words or len(word) < 3
        for word in (match.group(), follower[1])
    )


def _after_opening_mark(text: str, position: int) -> bool:
    before = text[:position].rstrip(" \t\n*_")
    return text[:position].endswith(('"', "(", "'")) or before[-1:] in (":", "!", "?", "…", "-")


def _is_invented(
    word: str,
    opens: bool,
    stands_out: bool,
    note: Reading,
    given: Given,
    rule: Rule,
    dictionary: Dictionary,
) -> bool:
    if not word[0].isupper() or len(word) < 2 or word.lower() in rule.words.proper:
        return False
    for part in _NAME_PART.findall(word):
        if not part[0].isupper() or len(part) < 2 or part.lower() in rule.words.proper:
            continue
        # The facts are asked first: a dictionary takes its time to load.
        if part.lower() in given.words:
            continue
        if part.lower() in rule.words.names and not is_given(part, note, given):
            return True
        if (dictionary.knows(part.lower()) and not stands_out) or is_given(part, note, given):
            continue
        if note.lexicon.nouns_are_capitalised:
            if (
                dictionary.knows(part)
                or dictionary.lends(part.lower())
                or not _looks_foreign(part, dictionary, rule)
            ):
                continue
            if part == word and _is_slip(part, dictionary):
                continue  # `proofread` reports it
        elif opens and _may_open(part, rule, dictionary):
            continue
        return True
    return False


def _may_open(part: str, rule: Rule, dictionary: Dictionary) -> bool:
    """What opens a sentence is written large anyway: a loan, a compound that no dictionary has, a word that ends as
    no name does. Surnames are compounds too, but their last part is short.
    """
    word = part.lower()
    if dictionary.knows(part):
        return len(part) < _SHORTEST_NAME and not dictionary.knows(word)
    if dictionary.lends(word) or any(
        dictionary.knows(word[cut:])
        and (dictionary.knows(word[:cut]) or dictionary.knows(word[:cut].removesuffix("s")))
        for cut in range(3, len(word) - _LONGEST_SURNAME_TAIL)
    ):
        return True
    return any(
        word.endswith(ending) and len(word) - len(ending) >= _SHORTEST_STEM
        for ending in rule.words.ordinary_endings
    )


def _is_slip(word: str, dictionary: Dictionary) -> bool:
    """One slip of the pen away from what the dictionary thinks of first; short words are near to anything."""
    return (
        len(word) > _SHORTEST_SLIPPED
        and not word.isupper()
        and any(one_slip_apart(word.lower(), meant.lower()) for meant in dictionary.suggest(word)[:1])
    )


def _looks_foreign(word: str, dictionary: Dictionary, rule: Rule) -> bool:
    """A German noun that the dictionary lacks is mostly a compound; one that has no known part is a name."""
    lowered = word.lower()
    if _INNER_CAPITAL.search(word) and not dictionary.knows(lowered.capitalize()):
        return True
    if any(dictionary.knows(lowered[:cut].capitalize()) for cut in range(6, len(lowered) - 3)):
        return False
    return not any(
        dictionary.knows(lowered[cut:].capitalize()) or dictionary.knows(lowered[cut:])
        for cut in range(_SHORTEST_PREFIX, max(4, len(lowered) - 2))
    )

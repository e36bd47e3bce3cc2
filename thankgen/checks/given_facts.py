"""What the facts hold, ready to be asked: words in some form, numbers in digits and in words."""

from __future__ import annotations

import itertools
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING

from thankgen.checks.given import given_text
from thankgen.language.names import fold_keys, one_slip_apart, slip_keys
from thankgen.language.stems import stem

if TYPE_CHECKING:
    from thankgen.facts import Addressed
    from thankgen.language.lexicon import Lexicon
    from thankgen.language.reading import Reading

# Digits with what parts them, as many as a telephone number has at least.
TELEPHONE = re.compile(r"(?<![\w.,])\+?\(?\d[\d ()/.-]{5,}\d(?![\w])")
_FEWEST_DIGITS = 6
# Digits of "+49 (0)" that a number within the country goes without.
_COUNTRY_CODE = 4
_DIGITS = re.compile(r"(?<![\w.,])\d+(?:[.,:]\d+)*(?:[  ]\d{3})*(?![\w])")
_SHORTEST_NAME = 4
# Letters of an acronym; two of them would be found in any text, but are told by the role's name.
_INITIALS = range(3, 6)
_INITIALS_OF_ROLE = range(2, 6)
_WORD = re.compile(r"[^\W\d_]+(?:['-][^\W\d_]+)*")
_NEXT_WORD = re.compile(r"\s([^\W\d_]{2,})")
_THOUSAND = 1000
# Words that one number takes at most.
_MOST_WORDS = 4
_ROUND = (1000, 1_000_000)
_ISO_DATE = re.compile(r"(?<!\d)\d{4}-\d{2}-\d{2}(?!\d)")
_NAME_PART = re.compile(r"[^\W_]+")


class LongWords:
    """Words of four letters or more in small letters, ready to be asked whether they hold another in some form."""

    def __init__(self, words: Iterable[str], language: str) -> None:
        self._words = frozenset(word for word in words if len(word) >= _SHORTEST_NAME)
        self._stems = frozenset(stem(word, language) for word in self._words)
        self._keys = frozenset(key for word in self._words for key in slip_keys(word))
        self._row = f" {' '.join(self._words)}"

    def hold(self, word: str, language: str) -> bool:
        """One of them has the word's stem, begins or ends alike, or is one slip apart."""
        if f" {word}" in self._row or stem(word, language) in self._stems:
            return True
        if any(word[:n] in self._words for n in range(_SHORTEST_NAME, len(word))):
            return True
        if any(word[n:] in self._words for n in range(1, len(word) - _SHORTEST_NAME)):
            return True
        return not self._keys.isdisjoint(slip_keys(word)) and any(
            one_slip_apart(word, other) or fold_keys(word) & fold_keys(other) for other in self._words
        )


@dataclass(frozen=True)
class Given:
    """What the facts hold, ready to be asked."""

    text: str
    words: frozenset[str]
    long_words: LongWords
    numbers: frozenset[float]
    counts: frozenset[tuple[float, str]]
    telephones: tuple[str, ...]
    initials: frozenset[str]

    @classmethod
    def of(cls, facts: Addressed, lexicon: Lexicon) -> Given:
        return _given(
            given_text(facts), _contacts(facts), lexicon.code, NumberReader(lexicon), facts.facts.role
        )

    def holds(self, said: str) -> bool:
        """The facts hold these words, in small letters, from word edge to word edge."""
        return re.search(rf"(?<!\w){re.escape(said)}(?!\w)", self.text) is not None

    def holds_address(self, said: str) -> bool:
        """An e-mail address or a link in small letters, whole; of a link its host will do."""
        bare = re.sub(r"\A(?:https?://)?(?:www\.)?", "", said)
        return re.search(rf"(?<![\w+-])(?<!\w\.){re.escape(bare)}(?![\w-]|\.\w)", self.text) is not None

    def holds_number(self, said: str) -> bool:
        """A telephone number, with or without the country's, or figures in a row that the facts hold one by one."""
        if len(re.sub(r"\D", "", said)) < _FEWEST_DIGITS or value_of(said) in self.numbers:
            return True
        return any(_is_same_telephone(said, known) for known in self.telephones) or all(
            float(figure) in self.numbers for figure in re.findall(r"\d+", said)
        )

    def counts_otherwise(self, value: float, counted: str) -> bool:
        """The facts tell how many there are of what is counted (a stem), several, and it is another number."""
        told = {number for number, name in self.counts if name == counted and number > 1}
        return value > 1 and bool(counted) and bool(told) and value not in told

    def abbreviates(self, word: str) -> bool:
        """The word is the first letters of words in a row: "DSM" of a deputy stage manager."""
        return word.isupper() and word.lower() in self.initials


class NumberReader:
    """Reads the numbers of a text, in digits and in words. Equal for equal languages, for the cache."""

    def __init__(self, lexicon: Lexicon) -> None:
        self.lexicon = lexicon

    def __hash__(self) -> int:
        return hash(self.lexicon.code)

    def __eq__(self, other: object) -> bool:
        return isinstance(other, NumberReader) and other.lexicon is self.lexicon

    def find(self, text: str) -> Iterator[tuple[float, int, int, bool]]:
        """(value, start, end, whether in words) of every number."""
        multiplied: set[int] = set()
        for match in _DIGITS.finditer(text):
            value = value_of(match.group())
            if value is not None:
                multiplied.add(match.end() + 1)
                yield value, match.start(), match.end(), False
        reader = self.lexicon.numerals_reader
        if not any(map(reader.holds, _WORD.findall(text))):
            return
        words = [(m.group(), m.start(), m.end()) for m in _WORD.finditer(text)]
        position = 0
        while position < len(words):
            word, start, _ = words[position]
            if not reader.holds(word):
                position += 1
            elif (number := reader.counted(word)) is not None:
                yield float(number[0]), start, start + number[1], True
                position += 1
            # "18 million" is no million more.
            elif start in multiplied and (reader.read(word) or 0) >= _THOUSAND:
                position += 1
            else:
                value, length = self._longest(text, words[position : position + _MOST_WORDS])
                yield value, start, words[position + length - 1][2], True
                position += length

    def _longest(self, text: str, words: list[tuple[str, int, int]]) -> tuple[float, int]:
        """The value of the longest number that the first of some words begins, and how many of them it takes."""
        reader = self.lexicon.numerals_reader
        value, length = float(reader.read(words[0][0]) or 0), 1
        for count in range(2, len(words) + 1):
            last, _, end = words[count - 1]
            if (reader.is_joiner(last) and value < 100) or _between(text, words[:count]).strip(" -"):
                break
            longer = reader.read(text[words[0][1] : end])
            if longer is not None:
                value, length = float(longer), count
        return value, length

    def counts(self, text: str) -> Iterator[tuple[float, str]]:
        """Every number with the stem of the word right behind it, empty where that is none that could be counted.

        Millions are given both whole and as so many: "18 million" may be "eighteen million".
        """
        for value, _, end, _ in self.find(text):
            name = word_after(text, end)
            counted = "" if name in self.lexicon.small_words else stem(name, self.lexicon.code)
            yield value, counted
            factor = self.lexicon.numerals_reader.read(name) or 0
            if factor >= _THOUSAND:
                yield value * factor, ""
            for unit in _ROUND:
                if value >= unit and not value % unit:
                    yield value / unit, ""


def word_after(text: str, position: int) -> str:
    """The word right behind a position, in small letters; empty where there is none."""
    word = _NEXT_WORD.match(text, position)
    return word[1].lower() if word else ""


def _between(text: str, words: list[tuple[str, int, int]]) -> str:
    return "".join(text[a[2] : b[1]] for a, b in itertools.pairwise(words))


def value_of(digits: str) -> float | None:
    """14, 1.200, 1,2 and 40 000 as numbers; a stop or comma before three digits parts thousands."""
    plain = re.sub(r"(?<=\d)[.,  ](?=\d{3}(?:\D|\Z))", "", digits)
    try:
        return float(plain.replace(",", ".").replace(":", "."))
    except ValueError:
        return None


def _is_same_telephone(one: str, other: str) -> bool:
    (short, _), (long, full) = sorted(
        ((re.sub(r"\D", "", text).lstrip("0"), text) for text in (one, other)),
        key=lambda number: len(number[0]),
    )
    abroad = full.startswith(("+", "(+", "00")) and len(long) - len(short) <= _COUNTRY_CODE
    return short != "" and (short == long or (abroad and long.endswith(short)))


def _contacts(facts: Addressed) -> frozenset[str]:
    """Telephone numbers, addresses and links."""
    candidate = facts.facts.candidate
    emails = (recipient.email for recipient in facts.facts.recipients)
    return frozenset(filter(None, (candidate.phone, candidate.email, *candidate.links, *emails)))


@lru_cache(maxsize=256)
def _given(
    everything: str, contacts: frozenset[str], language: str, numbers: NumberReader, role: str
) -> Given:
    # The months and days of dates are no numbers that a note may use for something else, nor is a country code.
    lines = (line for line in everything.splitlines() if line not in contacts)
    undated = _ISO_DATE.sub(" ", "\n".join(lines))
    counts = frozenset(numbers.counts(undated))
    found = {value for value, _ in counts}
    found.update(map(float, re.findall(r"\d+", undated)))
    amounts = numbers.lexicon.amounts.items()
    found.update(float(value) for said, value in amounts if said in undated.lower())
    words = frozenset(w.lower() for w in _NAME_PART.findall(everything))
    return Given(
        everything.lower(),
        words,
        LongWords(words, language),
        frozenset(found),
        counts,
        (*TELEPHONE.findall(everything), *contacts),
        frozenset((*_initials(everything, _INITIALS), *_initials(role, _INITIALS_OF_ROLE))),
    )


def _initials(text: str, lengths: range) -> Iterator[str]:
    """What words in a row are shortened to, in small letters: "dsm" of "deputy stage manager"."""
    for line in text.splitlines():
        letters = "".join(word[0] for word in _NAME_PART.findall(line.lower()))
        for length in lengths:
            yield from (letters[n : n + length] for n in range(len(letters) - length + 1))


def is_given(word: str, note: Reading, given: Given) -> bool:
    """In the facts as it is, inflected, compounded, or with a slip (which `names` reports)."""
    lowered = word.lower()
    if lowered in given.words or given.abbreviates(word):
        return True
    for ending in note.lexicon.names.endings:
        if lowered.endswith(ending) and lowered[: -len(ending)] in given.words:
            return True
    return given.long_words.hold(lowered, note.lexicon.code)

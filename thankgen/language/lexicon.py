"""What is known about a language: four files of a guardrails folder (`read_lexicon` lays them together), as types.

Lists are data that a native speaker extends; everything that reads them is in this package.
"""

from __future__ import annotations

import datetime as dt
import re
from functools import cached_property
from typing import Annotated

from pydantic import BaseModel, ConfigDict, Field, field_validator

from thankgen.language.date_readings import NEEDED_SLOTS, READINGS
from thankgen.language.dates import SLOT, DateReader
from thankgen.language.numbers import Numerals
from thankgen.language.stems import Roots

Row = tuple[str, ...]


def _longest_first(words: Row) -> str:
    """The words as alternatives of a regular expression."""
    return "|".join(sorted(map(re.escape, words), key=len, reverse=True))


class _Table(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class Greetings(_Table):
    """`words` begin a greeting line; the rest are the lines laid out by program.

    `formal_name` is the formal line for a bare name, which tells no gender; `by_honorific` the
    formal line for an address that begins with the given word, in small letters.
    """

    words: Row
    formal: str
    informal: str
    card: str | None = None
    card_formal: str | None = None
    formal_name: str | None = None
    by_honorific: dict[str, str] = {}


class SignOffs(_Table):
    """`words` begin a sign-off line; the rest are the lines laid out by program."""

    words: Row
    formal: str
    informal: str
    card_formal: str
    card_informal: str


class Subjects(_Table):
    """Subject lines composed where one is missing or too long, the most telling first: {role}, {date}."""

    interview: Row
    offer: Row


class NameRules(_Table):
    """How names behave in running text."""

    endings: Row
    particles: Row
    conjunctions: Row = Field(alias="and")
    honorifics: tuple[Row, ...]
    ranks: Row = ()
    adjective_endings: Row = ()


class DateExpression(_Table):
    """A way to say a date: a regular expression with slots, and how it is read (see `dates.py`)."""

    say: str
    means: str

    @field_validator("say")
    @classmethod
    def _is_an_expression(cls, say: str) -> str:
        try:
            re.compile(SLOT.sub("x", say))
        except re.error as error:
            raise ValueError(f"{say!r} is no regular expression: {error}") from None
        return say


# Letters from which on the name of a month or day is no abbreviation.
_WHOLE = 5


class DateWords(_Table):
    """Month and weekday names (first form of each row is the one written) and date formats.

    `anchors` are words without which no expression stands that has neither month nor weekday;
    `capitalised` says that they are always written large;
    `ordinal_ending` is what follows the digits of a day ("th", "."), as a regular expression.
    """

    months: Annotated[tuple[Row, ...], Field(min_length=12, max_length=12)]
    weekdays: Annotated[tuple[Row, ...], Field(min_length=7, max_length=7)]
    long: str
    short: str
    capitalised: bool = True
    ordinal_ending: str = r"\."
    anchors: Row = ()
    expressions: tuple[DateExpression, ...] = ()

    @field_validator("expressions")
    @classmethod
    def _can_be_read(cls, rows: tuple[DateExpression, ...]) -> tuple[DateExpression, ...]:
        for row in rows:
            name, _, argument = row.means.partition(" ")
            if name not in READINGS:
                raise ValueError(f"there is no reading {name!r}; readings: {', '.join(sorted(READINGS))}")
            if not re.fullmatch(r"(?:-?\d+)?", argument):
                raise ValueError(f"{row.means!r}: behind a reading stands a whole number or nothing")
            for needed in NEEDED_SLOTS.get(name, ()):
                if not any(re.search(rf"\{{{slot}\}}|\(\?P<{slot}[_>]", row.say) for slot in needed):
                    slots = " or ".join(f"{{{slot}}}" for slot in needed)
                    raise ValueError(f"{row.say!r} means {name!r}, which needs a slot {slots}")
        return rows

    @cached_property
    def names(self) -> frozenset[str]:
        """Names of months and days in small letters, without abbreviations that may be anything."""
        forms = (form for row in (*self.months, *self.weekdays) for form in row)
        return frozenset(form.lower() for form in forms if len(form) >= _WHOLE)


class IrregularForms(_Table):
    """Forms of words that a stemmer cannot see, as `stems.Roots` reads them."""

    prefixes: Row = ()
    infixes: Row = ()
    forms: Row = ()
    nouns: dict[str, str] = {}


class Lexicon(_Table):
    """One language, as its `language.toml` describes it."""

    code: str
    name: str
    nouns_are_capitalised: bool = False
    abbreviations: Row
    sentence_openers: Row
    function_words: Row = ()
    generic_words: Row = ()
    clause_starters: Row
    subject_labels: Row
    mail_labels: Row = ()
    greeting: Greetings
    signoff: SignOffs
    names: NameRules
    subjects: Subjects
    dates: DateWords
    numerals: dict[str, int] = {}
    numeral_tails: Row = ()
    collectives: dict[str, int] = {}
    amounts: dict[str, int] = {}
    numeral_joiners: Row = ()
    ordinals: dict[str, int] = {}
    irregular: IrregularForms = IrregularForms()
    macros: dict[str, str] = {}

    def __hash__(self) -> int:
        """Lexicons are few and read once, so that caches may tell them apart by identity."""
        return id(self)

    @cached_property
    def numerals_reader(self) -> Numerals:
        return Numerals(self.numerals, self.numeral_joiners, self.collectives, self.numeral_tails)

    @cached_property
    def roots(self) -> Roots:
        irregular = self.irregular
        return Roots(self.code, irregular.prefixes, irregular.infixes, irregular.forms, irregular.nouns)

    @cached_property
    def date_reader(self) -> DateReader:
        return DateReader(self)

    @cached_property
    def abbreviation_set(self) -> frozenset[str]:
        return frozenset(a.lower() for a in self.abbreviations)

    @cached_property
    def honorific_words(self) -> frozenset[str]:
        return frozenset(word for row in self.names.honorifics for word in row)

    @cached_property
    def rank_rows(self) -> frozenset[int]:
        """Rows of honorifics that may stand beside any other: Herr Dr."""
        ranks = set(self.names.ranks)
        return frozenset(n for n, row in enumerate(self.names.honorifics) if ranks & set(row))

    @cached_property
    def small_words(self) -> frozenset[str]:
        return frozenset(self.function_words)

    @cached_property
    def empty_words(self) -> frozenset[str]:
        """Words that say nothing about a topic."""
        return frozenset((*self.function_words, *self.generic_words))

    @cached_property
    def greeting_words(self) -> frozenset[str]:
        return frozenset(self.greeting.words)

    @cached_property
    def greeting_opener(self) -> re.Pattern[str]:
        """One of the greeting's words at the start of a line, whatever Markdown stands before it."""
        return re.compile(rf"[*_]*(?:{_longest_first(self.greeting.words)})(?!\w)", re.IGNORECASE)

    @cached_property
    def signoff_opener(self) -> re.Pattern[str]:
        """One of the sign-off's words at the start of a line."""
        return re.compile(rf"(?:{_longest_first(self.signoff.words)})(?!\w)", re.IGNORECASE)

    @cached_property
    def opener_set(self) -> frozenset[str]:
        return frozenset(self.sentence_openers)

    @cached_property
    def clause_boundary(self) -> re.Pattern[str]:
        """Where a clause ends: punctuation, or right before a word that begins a new one."""
        words = _longest_first(self.clause_starters)
        return re.compile(rf"[,;:()–—]|(?<!\w)-(?!\w)|(?<!\w)(?=(?:{words})(?!\w))", re.IGNORECASE)

    def date_in_words(self, date: dt.date, *, weekday: bool = True) -> str:
        """A date as the language writes it, without the year: "Monday 19 October"."""
        template = self.dates.long if weekday else self.dates.short
        return template.format(
            weekday=self.dates.weekdays[date.weekday()][0],
            day=date.day,
            month=self.dates.months[date.month - 1][0],
        )

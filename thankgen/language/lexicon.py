"""What is known about a language: the `language.toml` of a guardrails folder, as types.

Lists are data that a native speaker extends; everything that reads them is in this package.
"""

from __future__ import annotations

import datetime as dt
import re
from functools import cached_property
from typing import Annotated

from pydantic import BaseModel, ConfigDict, Field

Row = tuple[str, ...]


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


class NameRules(_Table):
    """How names behave in running text."""

    endings: Row
    particles: Row
    conjunctions: Row = Field(alias="and")
    honorifics: tuple[Row, ...]
    ranks: Row = ()


class DateWords(_Table):
    """Month and weekday names (first form of each row is the one written) and date formats."""

    months: Annotated[tuple[Row, ...], Field(min_length=12, max_length=12)]
    weekdays: Annotated[tuple[Row, ...], Field(min_length=7, max_length=7)]
    long: str
    short: str


class Lexicon(_Table):
    """One language, as its `language.toml` describes it."""

    code: str
    name: str
    abbreviations: Row
    sentence_openers: Row
    clause_starters: Row
    subject_labels: Row
    greeting: Greetings
    signoff: SignOffs
    names: NameRules
    dates: DateWords
    macros: dict[str, str] = {}

    @cached_property
    def abbreviation_set(self) -> frozenset[str]:
        return frozenset(a.lower() for a in self.abbreviations)

    @cached_property
    def opener_set(self) -> frozenset[str]:
        return frozenset(self.sentence_openers)

    @cached_property
    def clause_boundary(self) -> re.Pattern[str]:
        """Where a clause ends: punctuation, or right before a word that begins a new one."""
        words = "|".join(sorted(map(re.escape, self.clause_starters), key=len, reverse=True))
        return re.compile(rf"[,;:()–—]|(?<!\w)-(?!\w)|(?<!\w)(?=(?:{words})(?!\w))", re.IGNORECASE)

    def date_in_words(self, date: dt.date, *, weekday: bool = True) -> str:
        """A date as the language writes it, without the year: "Monday 19 October"."""
        template = self.dates.long if weekday else self.dates.short
        return template.format(
            weekday=self.dates.weekdays[date.weekday()][0],
            day=date.day,
            month=self.dates.months[date.month - 1][0],
        )

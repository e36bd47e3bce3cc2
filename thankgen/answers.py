"""What is asked, and what an answer to it means: a choice, a name, a date in words."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import Any

from pydantic import TypeAdapter, ValidationError

from thankgen.fields import Date, Email, Line, Name, Text
from thankgen.language.spoken_dates import Side, day_meant
from thankgen.lexicons import lexicon
from thankgen.questions import Kind, words

_TYPES: dict[Kind, TypeAdapter[Any]] = {
    "line": TypeAdapter(Line),
    "name": TypeAdapter(Name),
    "email": TypeAdapter(Email),
    "text": TypeAdapter(Text),
    "date": TypeAdapter(Date),
}


@dataclass(frozen=True)
class Question:
    """One question, ready to be shown.

    `key` is where the answer goes; `choices` are pairs of value and meaning. An empty answer stands for
    `default`; where that is None it skips the question, unless `required`. `taken` are names given before.
    A date is taken for the `side` asked for, and must not be earlier than `earliest`.
    """

    key: str
    text: str
    example: str
    kind: Kind
    required: bool = False
    choices: tuple[tuple[str, str], ...] = ()
    default: str | None = None
    taken: tuple[str, ...] = ()
    side: Side = "was"
    earliest: dt.date | None = None


class AnswerReader:
    """Reads answers in one language; dates in words count from `today`."""

    def __init__(self, language: str, today: dt.date) -> None:
        self._language = language
        self._today = today
        self._words = words(language)

    def read(self, question: Question, text: str) -> tuple[Any, str | None]:
        """The value of an answer, or what is wrong with it. A choice is named by value, meaning or number."""
        errors = self._words.errors
        if not text:
            return question.default, errors.required if question.required else None
        if question.choices:
            for at, (value, meaning) in enumerate(question.choices, 1):
                if text.casefold() in (str(at), value, meaning.casefold()):
                    return value, None
            return None, errors.choice.format(choices=", ".join(value for value, _ in question.choices))
        try:
            value = _TYPES[question.kind].validate_python(text)
        except ValidationError:
            if question.kind == "date":
                return self._checked(self._day_meant(question, text), question)
            return None, getattr(errors, question.kind)
        if question.kind == "date":
            return self._checked(value, question)
        return value, errors.twice if value in question.taken else None

    def _checked(self, day: dt.date | None, question: Question) -> tuple[dt.date | None, str | None]:
        if day is None:
            return None, self._words.errors.date
        if question.earliest and day < question.earliest:
            date = lexicon(self._language).date_in_words(question.earliest)
            return None, self._words.errors.earlier.format(date=date)
        return day, None

    def _day_meant(self, question: Question, text: str) -> dt.date | None:
        """A date in words."""
        said, reader = self._words.dates, lexicon(self._language).date_reader
        return day_meant(
            text, self._today, question.side, reader, said.expressions, said.fillers, question.earliest
        )

    def shown(self, question: Question, value: Any) -> str | None:
        """What was understood, where that is not what was typed: a date with its weekday, a choice's meaning."""
        if isinstance(value, dt.date):
            return f"{lexicon(self._language).date_in_words(value)} {value.year}"
        return dict(question.choices).get(value) if isinstance(value, str) else None

"""Dates in words: "by Friday", "on 27 November", "nächsten Freitag", "om to uger", "v. 48".

A language lists its expressions in `[[dates.expressions]]`: what is said, as a regular
expression with slots, and which of the readings below it has. Spaces stand for white space
and commas. Everything is resolved from the day of the interview; a reading gives every span
of days that the words may mean, because people count loosely and write a day later.
"""

from __future__ import annotations

import datetime as dt
import re
from dataclasses import dataclass, replace
from itertools import count
from typing import TYPE_CHECKING, Any

from thankgen.language.date_needs import needs_of
from thankgen.language.date_readings import READINGS, Days
from thankgen.language.spans import Taken

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from thankgen.language.lexicon import DateExpression, Lexicon
    from thankgen.language.reading import Sentence

# A space, or a set of characters whose spaces stay.
_SPACE = re.compile(r"\[[^\]]*\]| \??")
_SPACES = {" ": r"[\s,]+", " ?": r"[\s,]*"}
_NUMERIC = re.compile(r"\d[./]")
# What a text must hold for a month or a year in figures: with the month goes another number.
_NUMBERS = {"{nmonth}": re.compile(r"\d\D{1,3}\d"), "{year}": re.compile("20")}
SLOT = re.compile(r"\{(weekday|month|nmonth|day|n|year)\}")
# Texts whose dates are kept.
_MAX_REMEMBERED = 10_000
# A text that never ends is read once and forgotten.
_LONG_TEXT = 1000
_EXACT = frozenset({"date"})
_DEADLINES = frozenset({"within-days", "within-weeks"})
_DAY = dt.timedelta(days=1)
_WEEK = 7 * _DAY


@dataclass(frozen=True)
class DateMention:
    """A date or span of days found in a note.

    `start` and `end` are positions in the note. `days` are all spans of days it may mean, both
    ends included; empty where the expression contradicts itself ("Tuesday 7 December" on a
    Monday, "31 November"). `exact` says that it names a day with its month. `written` is the
    day and month as written. `sentence` is None for dates in a text of the facts.
    `names_weekday` says that the weekday is written,
    `days_later` is the count of "two days later", 0 for everything else. `is_deadline` says that the words
    name the end of a span ("within two weeks"), so that two of them agree where their ends do.
    """

    start: int
    end: int
    text: str
    days: tuple[Days, ...]
    exact: bool
    written: tuple[int, int] | None = None
    sentence: Sentence | None = None
    days_later: int = 0
    names_weekday: bool = False
    is_deadline: bool = False

    @property
    def span(self) -> tuple[int, int]:
        return (self.start, self.end)

    def overlaps(self, other: DateMention) -> bool:
        """Both may mean the same; of two vague stretches ("mid-May", "the end of May") half the shorter is shared."""
        if self.is_deadline and other.is_deadline:
            return any(abs(b - d) < _WEEK for _, b in self.days for _, d in other.days)
        return any(_meet(one, two) for one in self.days for two in other.days)

    def may_be(self, date: dt.date) -> bool:
        return any(first <= date <= last for first, last in self.days)


class DateReader:
    """Finds dates in one language. Built once a language."""

    def __init__(self, lexicon: Lexicon) -> None:
        self._lexicon = lexicon
        self._numerals = lexicon.numerals_reader
        self._months = {form.lower(): n for n, row in enumerate(lexicon.dates.months, 1) for form in row}
        self._weekdays = {form.lower(): n for n, row in enumerate(lexicon.dates.weekdays) for form in row}
        self._slots = {
            "{weekday}": _shortest(self._weekdays),
            "{month}": _shortest(self._months),
            "{day}": _shortest([*lexicon.ordinals, *"0123456789"]),
        }
        self._rows = tuple((row, needs_of(row.say)) for row in lexicon.dates.expressions)
        self._words = {need for _, needs in self._rows for n in needs for need in n if need[0] != "{"}
        self._compiled: dict[str, re.Pattern[str]] = {}
        self._known: dict[tuple[str, dt.date], tuple[DateMention, ...]] = {}
        anchors = {*self._months, *self._weekdays, *(a.lower() for a in lexicon.dates.anchors)}
        self._anchors = _shortest(anchors)

    def _regex(self, say: str) -> re.Pattern[str]:
        """The expression, compiled when it is first tried."""
        if say not in self._compiled:
            self._compiled[say] = self._compile(say)
        return self._compiled[say]

    def _compile(self, say: str) -> re.Pattern[str]:
        # Where names of days and months are capitalised, "may" is a verb.
        names = "(?-i:{})" if self._lexicon.dates.capitalised else "{}"
        dates = self._lexicon.dates
        slots = {
            "weekday": names.format(_alternatives(form for row in dates.weekdays for form in row)),
            "month": names.format(_alternatives(form for row in dates.months for form in row)),
            "day": rf"\d{{1,2}}(?!\d)(?:{self._lexicon.dates.ordinal_ending})?|{_alternatives(self._lexicon.ordinals)}",
            "n": rf"\d{{1,2}}(?!\d)|{_alternatives(n for n in self._lexicon.numerals if n.isalpha())}",
            "year": r"20\d\d",
            "nmonth": r"\d{1,2}(?!\d)",
        }
        number = count()
        # Groups are numbered, so that a slot may stand in several alternatives.
        regex = SLOT.sub(lambda m: f"(?P<{m[1]}_{next(number)}>{slots[m[1]]})", say)
        spaced = _SPACE.sub(lambda m: _SPACES.get(m[0], m[0]), regex)
        return re.compile(rf"(?<!\w)(?:{spaced})(?!\w)", re.IGNORECASE)

    def find(self, sentences: Iterable[Sentence], base: dt.date) -> tuple[DateMention, ...]:
        """Every date in the sentences, resolved from `base`, in the order of the text.

        "Two days later" counts from the date named before it.
        """
        found: list[DateMention] = []
        for sentence in sentences:
            at = sentence.start
            for read in self.read(sentence.text, base):
                mention = replace(read, start=at + read.start, end=at + read.end, sentence=sentence)
                earlier = found[-1] if found else None
                found.append(_counted_from(earlier, mention) if mention.days_later else mention)
        return tuple(found)

    def read(self, text: str, base: dt.date) -> tuple[DateMention, ...]:
        """Every date in a text; kept, since facts are asked again for every note, and sentences after every edit."""
        key = (text, base)
        mentions = self._known.get(key)
        if mentions is None:
            mentions = tuple(self._read(text, base))
            if len(self._known) >= _MAX_REMEMBERED:
                self._known.clear()
            if len(text) <= _LONG_TEXT:
                self._known[key] = mentions
        return mentions

    def _read(self, text: str, base: dt.date) -> list[DateMention]:
        lowered = text.lower()
        if not _any_in(self._anchors, lowered) and not _NUMERIC.search(lowered):
            return []
        taken = Taken(len(text))
        found: list[DateMention] = []
        present = {word for word in self._words if word in lowered}
        present.update(slot for slot, words in self._slots.items() if _any_in(words, lowered))
        present.update(slot for slot, shape in _NUMBERS.items() if shape.search(lowered))
        for row in self._possible(present):
            for match in self._regex(row.say).finditer(text):
                if taken.touches(*match.span()):
                    continue
                taken.add(match.span())
                days, written, later = self._resolve(row.means, match, base)
                found.append(
                    DateMention(
                        match.start(), match.end(), match.group(),
                        days, row.means in _EXACT, written, None, later, _names_weekday(match),
                        row.means.partition(" ")[0] in _DEADLINES,
                    )
                )  # fmt: skip
        return sorted(found, key=lambda mention: mention.start)

    def _possible(self, present: set[str]) -> Iterator[DateExpression]:
        """The expressions whose needs are all met, in their order."""
        for row, needs in self._rows:
            for need in needs:
                if need.isdisjoint(present):
                    break
            else:
                yield row

    def _resolve(
        self, means: str, match: re.Match[str], base: dt.date
    ) -> tuple[tuple[Days, ...], tuple[int, int] | None, int]:
        name, values = self._values(means, match)
        values["base"] = base
        try:
            days = tuple(READINGS[name](values))
        except (
            OverflowError,
            ValueError,
        ):  # "in a million weeks": beyond the calendar, so never what was said
            days = ()
        written = (values["day"], values["month"]) if "day" in values and "month" in values else None
        later = values.get("n", values.get("offset", 1)) if name == "days-later" else 0
        return days, written, later

    def phrases(
        self, text: str, rows: Iterable[DateExpression] = ()
    ) -> Iterator[tuple[str, dict[str, Any], str]]:
        """Every expression in a text, `rows` before the language's own: reading, slots, the text around it."""
        for row in (*rows, *self._lexicon.dates.expressions):
            for match in self._regex(row.say).finditer(text):
                yield *self._values(row.means, match), f"{text[: match.start()]} {text[match.end() :]}"

    def _values(self, means: str, match: re.Match[str]) -> tuple[str, dict[str, Any]]:
        """The name of the reading, and what its slots say."""
        slots = {k.partition("_")[0]: v for k, v in match.groupdict().items() if v}
        values: dict[str, Any] = {}
        if "weekday" in slots:
            values["weekday"] = self._weekdays[slots["weekday"].lower()]
        if "month" in slots:
            values["month"] = self._months[slots["month"].lower()]
        if "nmonth" in slots:
            values["month"] = int(slots["nmonth"])
        if "day" in slots:
            values["day"] = self._day(slots["day"])
        if "n" in slots:
            values["n"] = self._numerals.read(slots["n"]) or 0
        if "year" in slots:
            values["year"] = int(slots["year"])
        name, _, argument = means.partition(" ")
        if argument:
            values["offset"] = int(argument)
        return name, values

    def _day(self, text: str) -> int:
        digits = re.match(r"\d+", text)
        return int(digits.group()) if digits else self._lexicon.ordinals[text.lower()]


def _meet(one: Days, two: Days) -> bool:
    """They share days: of two parts of a week more than half the shorter, of longer stretches half."""
    shared = min(one[1], two[1]) - max(one[0], two[0]) + _DAY
    shorter = min(one[1] - one[0], two[1] - two[0]) + _DAY
    if shorter > _WEEK:
        return shared >= shorter / 2
    return shared >= _DAY and (shorter == _WEEK or 2 * shared > shorter)


def _names_weekday(match: re.Match[str]) -> bool:
    return any(text for slot, text in match.groupdict().items() if slot.startswith("weekday"))


def _counted_from(earlier: DateMention | None, mention: DateMention) -> DateMention:
    """The mention resolved from the date before it; as vague as it is where there is none."""
    if earlier is None or not earlier.days:
        return mention
    step = dt.timedelta(days=mention.days_later)
    return replace(mention, days=tuple((a + step, b + step) for a, b in earlier.days))


def _shortest(words: Iterable[str]) -> tuple[str, ...]:
    """The words of which every other one holds one: to look for them is enough."""
    kept: list[str] = []
    for word in sorted(set(words), key=len):
        if not _any_in(kept, word):
            kept.append(word)
    return tuple(kept)


def _any_in(words: Iterable[str], text: str) -> bool:
    """One of the words occurs, anywhere; a plain loop, since this is asked of every sentence."""
    for word in words:  # noqa: SIM110  a generator takes twice the time
        if word in text:
            return True
    return False


def _alternatives(words: Iterable[str]) -> str:
    return "|".join(sorted(map(re.escape, words), key=len, reverse=True)) or r"(?!)"

"""Dates in words: "by Friday", "on 27 November", "nächsten Freitag", "om to uger", "v. 48".

A language lists its expressions in `[[dates.expressions]]`: what is said, as a regular
expression with slots, and which of the readings below it has. Spaces stand for white space
and commas. Everything is resolved from the day of the interview; a reading gives every span
of days that the words may mean, because people count loosely and write a day later.
"""

from __future__ import annotations

import calendar
import datetime as dt
import re
from dataclasses import dataclass, replace
from itertools import count
from typing import TYPE_CHECKING, Any

from thankgen.language.spans import Taken

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Sequence

    from thankgen.language.lexicon import DateExpression, Lexicon
    from thankgen.language.reading import Sentence

Days = tuple[dt.date, dt.date]

_SET = re.compile(r"\[[^\]]*\]\??")
# A word of an expression, without a last letter that may be missing ("weeks?").
_LITERAL = re.compile(r"(?<![\w\\])[^\W\d_]+(?![\w?*+])|(?<![\w\\])[^\W\d_]+(?=[^\W\d_][?*+])")
# A space, or a set of characters whose spaces stay.
_SPACE = re.compile(r"\[[^\]]*\]| \??")
_SPACES = {" ": r"[\s,]+", " ?": r"[\s,]*"}
_SLOT = re.compile(r"\{(weekday|month|nmonth|day|n|year)\}")
_GROUP = re.compile(r"\([^()]*\)")
# Texts of facts whose dates are kept.
_MAX_REMEMBERED = 10_000
# A thank-you note looks a few months ahead at most.
_HORIZON_WEEKS = 12
_WRITING_DAYS = 2


@dataclass(frozen=True)
class DateMention:
    """A date or span of days found in a note.

    `start` and `end` are positions in the note. `days` are all spans of days it may mean, both
    ends included; empty where the expression contradicts itself ("Tuesday 7 December" on a
    Monday, "31 November"). `exact` says that it names a day with its month. `written` is the
    day and month as written. `sentence` is None for dates in a text of the facts.
    `names_weekday` says that the weekday is written,
    `days_later` is the count of "two days later", 0 for everything else.
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

    @property
    def span(self) -> tuple[int, int]:
        return (self.start, self.end)

    def overlaps(self, other: DateMention) -> bool:
        return any(a <= d and c <= b for a, b in self.days for c, d in other.days)

    def may_be(self, date: dt.date) -> bool:
        return any(first <= date <= last for first, last in self.days)


class DateReader:
    """Finds dates in one language. Built once a language."""

    def __init__(self, lexicon: Lexicon) -> None:
        self._lexicon = lexicon
        self._numerals = lexicon.numerals_reader
        self._months = {form.lower(): n for n, row in enumerate(lexicon.dates.months, 1) for form in row}
        self._weekdays = {form.lower(): n for n, row in enumerate(lexicon.dates.weekdays) for form in row}
        self._has_weekday = re.compile(_alternatives(self._weekdays)).search
        self._has_month = re.compile(_alternatives(self._months)).search
        self._has_day = re.compile(r"\d|" + _alternatives(lexicon.ordinals)).search
        self._rows = [(row, _needs(row.say)) for row in lexicon.dates.expressions]
        self._compiled: dict[str, re.Pattern[str]] = {}
        self._facts: dict[tuple[str, dt.date], tuple[DateMention, ...]] = {}
        anchors = {*self._months, *self._weekdays, *(a.lower() for a in lexicon.dates.anchors)}
        self._anchor = re.compile(
            r"\d{1,2}[./]|(?<!\w)(?:"
            + "|".join(sorted(map(re.escape, anchors), key=len, reverse=True))
            + ")",
            re.IGNORECASE,
        )

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
            "n": rf"\d{{1,2}}(?!\d)|{_alternatives(self._lexicon.numerals)}",
            "year": r"20\d\d",
            "nmonth": r"\d{1,2}(?!\d)",
        }
        number = count()
        # Groups are numbered, so that a slot may stand in several alternatives.
        regex = _SLOT.sub(lambda m: f"(?P<{m[1]}_{next(number)}>{slots[m[1]]})", say)
        spaced = _SPACE.sub(lambda m: _SPACES.get(m[0], m[0]), regex)
        return re.compile(rf"(?<!\w)(?:{spaced})(?!\w)", re.IGNORECASE)

    def find(self, sentences: Iterable[Sentence], base: dt.date) -> tuple[DateMention, ...]:
        """Every date in the sentences, resolved from `base`, in the order of the text.

        "Two days later" counts from the date named before it.
        """
        found: list[DateMention] = []
        for sentence in sentences:
            for mention in self.read(sentence.text, base, sentence.start, sentence):
                earlier = found[-1] if found else None
                found.append(_counted_from(earlier, mention) if mention.days_later else mention)
        return tuple(found)

    def read_facts(self, text: str, base: dt.date) -> tuple[DateMention, ...]:
        """Every date in a text of the facts, kept: the same facts are asked again for every note."""
        key = (text, base)
        if key not in self._facts:
            if len(self._facts) >= _MAX_REMEMBERED:
                self._facts.clear()
            self._facts[key] = tuple(self.read(text, base))
        return self._facts[key]

    def read(
        self, text: str, base: dt.date, offset: int = 0, sentence: Sentence | None = None
    ) -> list[DateMention]:
        """Every date in a text; positions count from `offset`."""
        if not self._anchor.search(text):
            return []
        taken = Taken(len(text))
        found: list[DateMention] = []
        lowered = text.lower()
        present = {
            "{weekday}": self._has_weekday(lowered) is not None,
            "{month}": self._has_month(lowered) is not None,
            "{day}": self._has_day(lowered) is not None,
        }
        for row, needs in self._rows:
            if needs and not _holds(needs, present, lowered):
                continue
            for match in self._regex(row.say).finditer(text):
                if taken.touches(*match.span()):
                    continue
                taken.add(match.span())
                days, written, later = self._resolve(row.means, match, base)
                found.append(
                    DateMention(
                        offset + match.start(), offset + match.end(), match.group(),
                        days, row.means in _EXACT, written, sentence, later, _names_weekday(match),
                    )
                )  # fmt: skip
        return sorted(found, key=lambda mention: mention.start)

    def _resolve(
        self, means: str, match: re.Match[str], base: dt.date
    ) -> tuple[tuple[Days, ...], tuple[int, int] | None, int]:
        name, values = self._values(means, match)
        values["base"] = base
        try:
            days = tuple(_READINGS[name](values))
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


def _names_weekday(match: re.Match[str]) -> bool:
    return any(text for slot, text in match.groupdict().items() if slot.startswith("weekday"))


def _counted_from(earlier: DateMention | None, mention: DateMention) -> DateMention:
    """The mention resolved from the date before it; as vague as it is where there is none."""
    if earlier is None or not earlier.days:
        return mention
    step = dt.timedelta(days=mention.days_later)
    return replace(mention, days=tuple((a + step, b + step) for a, b in earlier.days))


def _needs(say: str) -> tuple[tuple[str, ...], ...]:
    """What an expression cannot match without: of each alternative, its slots and words outside any group.

    Empty where that cannot be told.
    """
    outside = _GROUP.sub(" ", _GROUP.sub(" ", _GROUP.sub(" ", _SET.sub(" ", say))))
    if "(" in outside:
        return ()
    needs = []
    for alternative in outside.split("|"):
        slots = tuple(slot for slot in ("{weekday}", "{month}", "{day}") if slot in alternative)
        words = tuple(w.lower() for w in _LITERAL.findall(_SLOT.sub(" ", alternative)) if len(w) > 2)
        if not slots and not words:
            return ()
        needs.append(slots + words)
    return tuple(needs)


def _holds(needs: tuple[tuple[str, ...], ...], present: dict[str, bool], lowered: str) -> bool:
    """One of the alternatives has all that it needs; plain loops, since this is asked of every expression."""
    for alternative in needs:
        for need in alternative:
            if need not in lowered and not present.get(need, False):
                break
        else:
            return True
    return False


def _alternatives(words: Iterable[str]) -> str:
    return "|".join(sorted(map(re.escape, words), key=len, reverse=True)) or r"(?!)"


def _one(date: dt.date) -> list[Days]:
    return [(date, date)]


def _bases(values: dict[str, Any]) -> list[dt.date]:
    """The interview's day and the days on which the note may be written."""
    return [values["base"] + dt.timedelta(days=n) for n in range(_WRITING_DAYS + 1)]


def _date(values: dict[str, Any]) -> list[Days]:
    """A day and a month, the year the nearest; nothing where a given weekday is another."""
    base: dt.date = values["base"]
    years = [values["year"]] if "year" in values else [base.year - 1, base.year, base.year + 1]
    dates = []
    for year in years:
        try:
            dates.append(dt.date(year, values["month"], values["day"]))
        except ValueError:
            continue
    if not dates:
        return []
    nearest = min(dates, key=lambda d: abs((d - base).days))
    if values.get("weekday", nearest.weekday()) != nearest.weekday():
        return []
    return _one(nearest)


def _day_of_month(values: dict[str, Any]) -> list[Days]:
    """ "the 16th": in this month or one of the next."""
    base: dt.date = values["base"]
    found = []
    for months in range(-1, 4):
        year, month = divmod(base.year * 12 + base.month - 1 + months, 12)
        try:
            date = dt.date(year, month + 1, values["day"])
        except ValueError:
            continue
        if values.get("weekday", date.weekday()) == date.weekday():
            found += _one(date)
    return found


def _weekday(values: dict[str, Any]) -> list[Days]:
    """A bare weekday: any such day near enough to be meant, the past week included."""
    base: dt.date = values["base"]
    start = base - dt.timedelta(days=7)
    days = [start + dt.timedelta(days=n) for n in range(7 + 7 * _HORIZON_WEEKS)]
    return [(d, d) for d in days if d.weekday() == values["weekday"]]


def _weekday_soon(values: dict[str, Any]) -> list[Days]:
    """ "next Friday", "this coming Friday": within the next two weeks."""
    base: dt.date = values["base"]
    days = [base + dt.timedelta(days=n) for n in range(1, 15)]
    return [(d, d) for d in days if d.weekday() == values["weekday"]]


def _weekday_in_week(values: dict[str, Any]) -> list[Days]:
    """A weekday of the week so many weeks on: "Friday next week"."""
    found = []
    for base in _bases(values):
        monday = base - dt.timedelta(days=base.weekday()) + dt.timedelta(weeks=values.get("offset", 1))
        found += _one(monday + dt.timedelta(days=values["weekday"]))
    return found


def _week(values: dict[str, Any]) -> list[Days]:
    """The whole week so many weeks on: "next week"."""
    found = []
    for base in _bases(values):
        monday = base - dt.timedelta(days=base.weekday()) + dt.timedelta(weeks=values.get("offset", 1))
        found.append((monday, monday + dt.timedelta(days=6)))
    return found


def _week_of_date(values: dict[str, Any]) -> list[Days]:
    """ "the week of November 16"."""
    found = []
    for first, _ in _date({k: v for k, v in values.items() if k != "weekday"}):
        monday = first - dt.timedelta(days=first.weekday())
        found.append((monday, monday + dt.timedelta(days=6)))
    return found


def _iso_week(values: dict[str, Any]) -> list[Days]:
    """A numbered calendar week: "v. 48", "KW 48"."""
    base: dt.date = values["base"]
    found = []
    for year in (base.year, base.year + 1):
        try:
            monday = dt.date.fromisocalendar(year, values["n"], 1)
        except ValueError:
            continue
        found.append((monday, monday + dt.timedelta(days=6)))
    return found


def _in_days(values: dict[str, Any]) -> list[Days]:
    n = values.get("n", values.get("offset", 1))
    return [(b + dt.timedelta(days=n), b + dt.timedelta(days=n)) for b in _bases(values)]


def _within_days(values: dict[str, Any]) -> list[Days]:
    """ "in the next few days", "within ten days"."""
    n = values.get("n", values.get("offset", 7))
    return [(values["base"], values["base"] + dt.timedelta(days=n + _WRITING_DAYS))]


def _in_weeks(values: dict[str, Any]) -> list[Days]:
    """ "in two weeks": that day, or the days around it; never a day that "in three weeks" may mean."""
    n = values.get("n", values.get("offset", 1))
    middle = values["base"] + dt.timedelta(weeks=n)
    return [(middle - dt.timedelta(days=2), middle + dt.timedelta(days=4))]


def _within_weeks(values: dict[str, Any]) -> list[Days]:
    """ "within the fortnight", "over the next two weeks": up to the end of the last of them."""
    n = values.get("n", values.get("offset", 2))
    return [(values["base"], values["base"] + dt.timedelta(days=7 * n + 5))]


def _weekday_in_weeks(values: dict[str, Any]) -> list[Days]:
    """ "a week from Friday", "Friday week"."""
    n = values.get("n", values.get("offset", 1))
    base: dt.date = values["base"]
    # Said on that weekday, it may count from the day itself.
    today = _one(base) if base.weekday() == values["weekday"] else []
    starts = today + _weekday_soon(values)[:2]
    return [(a + dt.timedelta(weeks=n), b + dt.timedelta(weeks=n)) for a, b in starts]


def _month_part(values: dict[str, Any], first: int, last: int) -> list[Days]:
    base: dt.date = values["base"]
    if "month" in values:
        years = (base.year - 1, base.year, base.year + 1)
        year = min(years, key=lambda y: abs((dt.date(y, values["month"], 15) - base).days))
        month = values["month"]
    else:
        year, month = divmod(base.year * 12 + base.month - 1 + values.get("offset", 0), 12)
        month += 1
    length = calendar.monthrange(year, month)[1]
    return [(dt.date(year, month, first), dt.date(year, month, min(last, length)))]


def _first_week_of_month(values: dict[str, Any]) -> list[Days]:
    return _month_part(values, 1, 10)


def _second_week_of_month(values: dict[str, Any]) -> list[Days]:
    return _month_part(values, 6, 16)


def _third_week_of_month(values: dict[str, Any]) -> list[Days]:
    return _month_part(values, 13, 23)


def _month_start(values: dict[str, Any]) -> list[Days]:
    return _month_part(values, 1, 12)


def _month_middle(values: dict[str, Any]) -> list[Days]:
    return _month_part(values, 9, 21)


def _month_end(values: dict[str, Any]) -> list[Days]:
    return _month_part(values, 18, 31)


def _whole_month(values: dict[str, Any]) -> list[Days]:
    return _month_part(values, 1, 31)


def _any(values: dict[str, Any]) -> list[Days]:
    """An expression that is a date but says too little to be wrong ("the week after Thanksgiving")."""
    base: dt.date = values["base"]
    return [(base, base + dt.timedelta(weeks=_HORIZON_WEEKS))]


_READINGS: dict[str, Callable[[dict[str, Any]], list[Days]]] = {
    "date": _date,
    "day": _day_of_month,
    "weekday": _weekday,
    "weekday-soon": _weekday_soon,
    "weekday-in-week": _weekday_in_week,
    "weekday-in-weeks": _weekday_in_weeks,
    "week": _week,
    "week-of-date": _week_of_date,
    "iso-week": _iso_week,
    "in-days": _in_days,
    "within-days": _within_days,
    "in-weeks": _in_weeks,
    "within-weeks": _within_weeks,
    "first-week-of-month": _first_week_of_month,
    "second-week-of-month": _second_week_of_month,
    "third-week-of-month": _third_week_of_month,
    "month-start": _month_start,
    "month-middle": _month_middle,
    "month-end": _month_end,
    "month": _whole_month,
    "days-later": _any,
    "any": _any,
}
READINGS: Sequence[str] = tuple(_READINGS)
_EXACT = frozenset({"date"})

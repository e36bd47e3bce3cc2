"""One day meant by an answer in words: "last Tuesday", "nächsten Freitag", "om to uger", "v. 48".

A note is read generously, for all that its words may mean (`dates`); an answer is taken for one day, which
is then shown, so that it can be corrected. The expressions are the same, and those that look back come with
the questions.
"""

from __future__ import annotations

import calendar
import datetime as dt
from typing import TYPE_CHECKING, Any, Literal

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Sequence

    from thankgen.language.dates import DateReader
    from thankgen.language.lexicon import DateExpression

Side = Literal["was", "by", "on"]
"""What is asked for: the latest such day up to today; the last day that is meant; the first one."""

_LONGEST = 80
_FRIDAY = 4
_DAYS = dt.timedelta(days=1)
_YEARS_AHEAD = 4


def day_meant(
    text: str,
    today: dt.date,
    side: Side,
    reader: DateReader,
    expressions: Sequence[DateExpression] = (),
    fillers: Collection[str] = (),
    since: dt.date | None = None,
) -> dt.date | None:
    """The day that the whole text means, or None where that cannot be told.

    `expressions` are read before the language's own; `fillers` are words that may stand around one ("on").
    A date without a year is the first from `since` on, where that is earlier than today.
    """
    floor = min(since, today) if since else today
    if len(text) > _LONGEST:
        return None
    # Names of days and months count in small letters as well.
    for written in dict.fromkeys((text, text.title())):
        for means, values, rest in reader.phrases(written, expressions):
            if means not in _MEANT or not all(word.lower() in fillers for word in rest.strip(" ,.!").split()):
                continue
            try:
                day = _MEANT[means]({"today": today, "floor": floor, "side": side, **values})
            except (ValueError, OverflowError):  # no such day, or beyond the calendar
                return None
            if day:
                return day
    return None


def _first(values: dict[str, Any], days: Sequence[dt.date]) -> dt.date | None:
    """Of several days the one asked for: looking back the latest up to today, ahead the first there is."""
    today, floor = values["today"], values["floor"]
    if "weekday" in values:
        days = [day for day in days if day.weekday() == values["weekday"]]
    if values["side"] == "was":
        return max((day for day in days if day <= today), default=min(days, default=None))
    return min((day for day in days if day >= floor), default=max(days, default=None))


def _edge(values: dict[str, Any], first: dt.date, last: dt.date) -> dt.date | None:
    """A day of a span: one that is named, else its first or last; no single day where one was asked for."""
    if "weekday" in values:
        return _first(values, [first + n * _DAYS for n in range((last - first).days + 1)])
    return {"by": last, "on": first}.get(values["side"])


def _date(values: dict[str, Any]) -> dt.date | None:
    year = values["today"].year
    years = [values["year"]] if "year" in values else range(year - _YEARS_AHEAD, year + _YEARS_AHEAD + 1)
    days = []
    for one in years:
        # The 29th of February is not in every year.
        if values["day"] <= calendar.monthrange(one, values["month"])[1]:
            days.append(dt.date(one, values["month"], values["day"]))
    if "weekday" in values and "year" not in values:
        # A weekday tells the year only of days near by; else it is a slip.
        nearest = min(days, key=lambda day: abs((day - values["today"]).days), default=None)
        days = [nearest] if nearest else []
    return _first(values, days)


def _day_of_month(values: dict[str, Any]) -> dt.date | None:
    month = values["today"].year * 12 + values["today"].month - 1
    days = []
    for at in range(month - 2, month + 3):
        year, number = divmod(at, 12)
        if values["day"] <= calendar.monthrange(year, number + 1)[1]:
            days.append(dt.date(year, number + 1, values["day"]))
    return _first(values, days)


def _weekday(values: dict[str, Any]) -> dt.date | None:
    # Today's own weekday means today of an interview, and a week from now of a date to come.
    days = range(-6, 1) if values["side"] == "was" else range(1, 8)
    return _first(values, [values["today"] + n * _DAYS for n in days])


def _last_weekday(values: dict[str, Any]) -> dt.date | None:
    return _first({**values, "side": "was"}, [values["today"] + n * _DAYS for n in range(-7, 0)])


def _in_weeks(values: dict[str, Any], weeks: int) -> tuple[dt.date, dt.date]:
    """Monday and Friday of the week so many weeks on."""
    today: dt.date = values["today"]
    monday = today - today.weekday() * _DAYS + dt.timedelta(weeks=weeks)
    return monday, monday + _FRIDAY * _DAYS


def _week(values: dict[str, Any]) -> dt.date | None:
    return _edge(values, *_in_weeks(values, values.get("offset", 1)))


def _weekday_in_week(values: dict[str, Any]) -> dt.date:
    monday, _ = _in_weeks(values, values.get("offset", 1))
    weekday: int = values["weekday"]
    return monday + weekday * _DAYS


def _weekday_in_weeks(values: dict[str, Any]) -> dt.date | None:
    day = _weekday({**values, "side": "on"})
    return day + dt.timedelta(weeks=_count(values)) if day else None


def _iso_week(values: dict[str, Any]) -> dt.date | None:
    today: dt.date = values["today"]
    ahead = values["side"] != "was"
    for year in (today.year, today.year + 1) if ahead else (today.year, today.year - 1):
        monday = dt.date.fromisocalendar(year, values.get("n", values.get("day", 0)), 1)
        friday = monday + _FRIDAY * _DAYS
        if (friday >= today) if ahead else (monday <= today):
            # A weekday may be Saturday or Sunday.
            return _edge(values, monday, monday + 6 * _DAYS if "weekday" in values else friday)
    return None


def _week_of_date(values: dict[str, Any]) -> dt.date | None:
    # "The week of Monday 30 November": the weekday belongs to the date.
    plain = {key: value for key, value in values.items() if key != "weekday"}
    day = _date(plain)
    if day is None:
        return None
    # "The week after the 15th".
    day += values.get("offset", 0) * _DAYS
    monday = day - day.weekday() * _DAYS
    return _edge(plain, monday, monday + _FRIDAY * _DAYS)


def _count(values: dict[str, Any]) -> int:
    count: int = values.get("n", values.get("offset", 1))
    return count


def _month_part(first: int, last: int) -> Callable[[dict[str, Any]], dt.date | None]:
    def meant(values: dict[str, Any]) -> dt.date | None:
        today: dt.date = values["today"]
        month = values.get("month", today.month)
        for year in (today.year, today.year + 1):
            length = calendar.monthrange(year, month)[1]
            end = dt.date(year, month, min(last, length))
            if end >= today:
                return _edge(values, dt.date(year, month, first), end)
        return None

    return meant


_MEANT: dict[str, Callable[[dict[str, Any]], dt.date | None]] = {
    "date": _date,
    "day": _day_of_month,
    "weekday": _weekday,
    "weekday-soon": lambda values: _weekday({**values, "side": "on"}),
    "last-weekday": _last_weekday,
    "weekday-in-week": _weekday_in_week,
    "weekday-in-weeks": _weekday_in_weeks,
    "week": _week,
    "week-of-date": _week_of_date,
    "iso-week": _iso_week,
    "in-days": lambda values: values["today"] + _count(values) * _DAYS,
    "within-days": lambda values: values["today"] + _count(values) * _DAYS,
    "days-ago": lambda values: values["today"] - _count(values) * _DAYS,
    "in-weeks": lambda values: values["today"] + dt.timedelta(weeks=_count(values)),
    "within-weeks": lambda values: values["today"] + dt.timedelta(weeks=_count(values)),
    "weeks-ago": lambda values: values["today"] - dt.timedelta(weeks=_count(values)),
    "first-week-of-month": _month_part(1, 7),
    "second-week-of-month": _month_part(8, 14),
    "third-week-of-month": _month_part(15, 21),
    "month-start": _month_part(1, 10),
    "month-middle": _month_part(11, 20),
    "month-end": _month_part(21, 31),
    "month": _month_part(1, 31),
}
READINGS: Sequence[str] = tuple(_MEANT)

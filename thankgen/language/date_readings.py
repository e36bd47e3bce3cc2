"""What expressions of time mean, as spans of days: from the slots of an expression and the interview's day.

A reading gives every span that the words may mean, because people count loosely and write a day later.
"""

from __future__ import annotations

import calendar
import datetime as dt
from functools import partial
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Callable

Days = tuple[dt.date, dt.date]

# A thank-you note looks a few months ahead at most.
_HORIZON_WEEKS = 12
_WRITING_DAYS = 2
# A day so many times as far back as another is ahead is as likely meant: notes speak of what comes.
_LOOKING_BACK = 3
_MIDWEEK = 2


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
    nearest = min(dates, key=lambda d: (d - base).days if d >= base else _LOOKING_BACK * (base - d).days)
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


def _week_part(values: dict[str, Any], first: int, last: int) -> list[Days]:
    """ "early next week": from one weekday of the week to another."""
    days = (
        (monday + dt.timedelta(days=first), monday + dt.timedelta(days=last)) for monday, _ in _week(values)
    )
    return list(days)


def _week_of_date(values: dict[str, Any]) -> list[Days]:
    """ "the week of November 16", or so many days after it: "the week after Sunday the 15th"."""
    found = []
    for first, _ in _date({k: v for k, v in values.items() if k != "weekday"}):
        first += dt.timedelta(days=values.get("offset", 0))
        monday = first - dt.timedelta(days=first.weekday())
        found.append((monday, monday + dt.timedelta(days=6)))
    return found


def _iso_week(values: dict[str, Any]) -> list[Days]:
    """A numbered calendar week, in figures or as an ordinal: "v. 48", "KW 48", "the 48th week"; or a weekday of it."""
    base: dt.date = values["base"]
    found = []
    for year in (base.year, base.year + 1):
        try:
            monday = dt.date.fromisocalendar(year, values.get("n", values.get("day", 0)), 1)
        except ValueError:
            continue
        if "weekday" in values:
            found += _one(monday + dt.timedelta(days=values["weekday"]))
        else:
            found.append((monday, monday + dt.timedelta(days=6)))
    return found


def _date_either_way(values: dict[str, Any]) -> list[Days]:
    """A numeric date of which nobody can tell which number is the month: "2/9" is in September or in February."""
    swapped = {**values, "day": values["month"], "month": values["day"]}
    return [*_date(values), *_date(swapped)]


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


def _last_week_of_month(values: dict[str, Any]) -> list[Days]:
    """The week with the month's last day; of one that the month hardly begins, the one before it as well."""
    ((_, last),) = _whole_month(values)
    monday = last - dt.timedelta(days=last.weekday())
    return [(monday if last.weekday() >= _MIDWEEK else monday - dt.timedelta(weeks=1), last)]


def _whole_month(values: dict[str, Any]) -> list[Days]:
    return _month_part(values, 1, 31)


def _weekday_of_month(values: dict[str, Any]) -> list[Days]:
    """ "the first Friday in October"; -1 counts from the end: "the last Friday in November"."""
    (first, last), *_ = _whole_month(values)
    days = [first + dt.timedelta(days=n) for n in range((last - first).days + 1)]
    return _one([d for d in days if d.weekday() == values["weekday"]][_index_of(values["offset"])])


def _index_of(count: int) -> int:
    return count - 1 if count > 0 else count


def _any(values: dict[str, Any]) -> list[Days]:
    """An expression that is a date but says too little to be wrong ("the week after Thanksgiving")."""
    base: dt.date = values["base"]
    return [(base, base + dt.timedelta(weeks=_HORIZON_WEEKS))]


def _feast(values: dict[str, Any]) -> list[Days]:
    """A feast on one day every year, as month and day in one number: 1224; or, of those who mean the season, near it."""
    month, day = divmod(values["offset"], 100)
    return [*_date({"base": values["base"], "month": month, "day": day}), *_any(values)]


def _from_easter(values: dict[str, Any]) -> list[Days]:
    """A feast so many days after Easter Sunday; as loosely as any feast."""
    base: dt.date = values["base"]
    days = (_easter(year) + dt.timedelta(days=values["offset"]) for year in (base.year, base.year + 1))
    return [*_one(next(day for day in days if day >= base or day.year > base.year)), *_any(values)]


def _easter(year: int) -> dt.date:
    """Easter Sunday of the Gregorian calendar, as Butcher reckons it."""
    century, of_century = divmod(year, 100)
    moon = (19 * (year % 19) + century - century // 4 - (century - (century + 8) // 25 + 1) // 3 + 15) % 30
    weekday = (32 + 2 * (century % 4) + 2 * (of_century // 4) - moon - of_century % 4) % 7
    late = (year % 19 + 11 * moon + 22 * weekday) // 451
    month, day = divmod(moon + weekday - 7 * late + 114, 31)
    return dt.date(year, month, day + 1)


READINGS: dict[str, Callable[[dict[str, Any]], list[Days]]] = {
    "date": _date,
    "date-either-way": _date_either_way,
    "day": _day_of_month,
    "weekday": _weekday,
    "weekday-soon": _weekday_soon,
    "weekday-in-week": _weekday_in_week,
    "weekday-in-weeks": _weekday_in_weeks,
    "week": _week,
    "week-start": partial(_week_part, first=0, last=1),
    "week-middle": partial(_week_part, first=1, last=3),
    "week-end": partial(_week_part, first=3, last=6),
    "week-of-date": _week_of_date,
    "iso-week": _iso_week,
    "in-days": _in_days,
    "within-days": _within_days,
    "in-weeks": _in_weeks,
    "within-weeks": _within_weeks,
    "first-week-of-month": partial(_month_part, first=1, last=10),
    "second-week-of-month": partial(_month_part, first=6, last=16),
    "third-week-of-month": partial(_month_part, first=13, last=23),
    "last-week-of-month": _last_week_of_month,
    "month-start": partial(_month_part, first=1, last=12),
    "month-middle": partial(_month_part, first=9, last=21),
    "month-end": partial(_month_part, first=18, last=31),
    "month": _whole_month,
    "weekday-of-month": _weekday_of_month,
    "feast": _feast,
    "easter": _from_easter,
    "days-later": _any,
    "any": _any,
}

# What an expression must tell for a reading to make anything of it: of each group one slot.
_DAY_AND_MONTH = (("day",), ("month", "nmonth"))
NEEDED_SLOTS: dict[str, tuple[tuple[str, ...], ...]] = {
    "date": _DAY_AND_MONTH,
    "date-either-way": _DAY_AND_MONTH,
    "week-of-date": _DAY_AND_MONTH,
    "day": (("day",),),
    "iso-week": (("n", "day"),),
    **dict.fromkeys(
        ("weekday", "weekday-soon", "weekday-in-week", "weekday-in-weeks", "weekday-of-month"),
        (("weekday",),),
    ),
}

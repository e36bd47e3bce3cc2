"""Dates in English words, resolved from the day of the interview."""

from __future__ import annotations

import datetime as dt
import itertools

import pytest
from conftest import ROOT

from thankgen.language.date_readings import READINGS
from thankgen.language.dates import DateMention
from thankgen.rulebook import read_lexicon

LEXICON = read_lexicon("en", (ROOT / "guardrails",))
TUESDAY = dt.date(2026, 10, 6)


def day(text: str) -> dt.date:
    return dt.date.fromisoformat(text)


def read(text: str, base: dt.date = TUESDAY) -> list[DateMention]:
    return list(LEXICON.date_reader.read(text, base))


@pytest.mark.parametrize(
    ("text", "date"),
    [
        ("Friday 16 October", "2026-10-16"),
        ("Friday, 16 October", "2026-10-16"),
        ("Friday, October 16", "2026-10-16"),
        ("Friday 16th October", "2026-10-16"),
        ("Friday the 16th of October", "2026-10-16"),
        ("16 October", "2026-10-16"),
        ("October 16th", "2026-10-16"),
        ("Oct 16", "2026-10-16"),
        ("16 October 2026", "2026-10-16"),
        ("the sixteenth of October", "2026-10-16"),
        ("2026-10-16", "2026-10-16"),
        ("16/10/2026", "2026-10-16"),
        ("2 January", "2027-01-02"),
        ("Saturday 2 January", "2027-01-02"),
    ],
)
def test_a_day_with_its_month_is_that_day(text: str, date: str) -> None:
    (mention,) = read(f"I will call on {text}.")
    assert mention.exact
    assert mention.days == ((day(date), day(date)),)
    assert mention.written == (day(date).day, day(date).month)


def test_the_year_is_the_nearest() -> None:
    assert read("2 January", day("2026-12-28"))[0].may_be(day("2027-01-02"))
    assert read("28 December", day("2027-01-04"))[0].may_be(day("2026-12-28"))


@pytest.mark.parametrize(
    "text", ["Thursday 16 October", "Monday, October 16", "Friday the 17th of October", "31 November"]
)
def test_a_date_that_contradicts_itself_means_no_day(text: str) -> None:
    (mention,) = read(text)
    assert mention.days == ()
    assert mention.exact


@pytest.mark.parametrize(
    ("text", "yes", "no"),
    [
        ("Friday", "2026-10-16", "2026-10-15"),
        ("next Friday", "2026-10-16", "2026-10-23"),
        ("next Friday", "2026-10-09", "2026-10-10"),
        ("Friday next week", "2026-10-16", "2026-10-09"),
        ("the following Monday", "2026-10-12", "2026-10-13"),
        ("the Monday after", "2026-10-19", "2026-10-20"),
        ("next week", "2026-10-12", "2026-10-19"),
        ("next week", "2026-10-18", "2026-10-11"),
        ("this week", "2026-10-09", "2026-10-12"),
        ("the week after next", "2026-10-20", "2026-10-13"),
        ("a week from Friday", "2026-10-16", "2026-10-09"),
        ("the week of October 19", "2026-10-21", "2026-10-26"),
        ("the week of 19 October", "2026-10-25", "2026-10-18"),
        ("week 43", "2026-10-19", "2026-10-26"),
        ("the first Friday in November", "2026-11-06", "2026-11-13"),
        ("the last Friday in November", "2026-11-27", "2026-11-20"),
        ("the week starting 19/10", "2026-10-21", "2026-10-26"),
        ("Oct. 16", "2026-10-16", "2026-10-17"),
        ("in two weeks", "2026-10-20", "2026-10-13"),
        ("in a fortnight", "2026-10-20", "2026-10-12"),
        ("within ten days", "2026-10-16", "2026-10-20"),
        ("tomorrow", "2026-10-07", "2026-10-12"),
        ("the day after tomorrow", "2026-10-08", "2026-10-06"),
        ("the 16th", "2026-10-16", "2026-10-17"),
        ("the 2nd", "2026-11-02", "2026-11-03"),
        ("Friday the 16th", "2026-10-16", "2026-10-09"),
        ("by the end of October", "2026-10-30", "2026-10-09"),
        ("early November", "2026-11-05", "2026-11-20"),
        ("mid-November", "2026-11-15", "2026-11-28"),
        ("the first week of November", "2026-11-04", "2026-11-25"),
        ("in November", "2026-11-25", "2026-12-01"),
    ],
)
def test_a_looser_date_may_be_one_day_and_not_another(text: str, yes: str, no: str) -> None:
    mentions = read(f"You will decide {text}.")
    assert len(mentions) == 1, mentions
    assert mentions[0].may_be(day(yes))
    assert not mentions[0].may_be(day(no))


@pytest.mark.parametrize(("language", "text"), [("sv", "onsdag vecka 43"), ("da", "onsdag i uge 43")])
def test_a_weekday_of_a_numbered_week_is_that_day(language: str, text: str) -> None:
    reader = read_lexicon(language, (ROOT / "guardrails",)).date_reader
    (mention,) = reader.read(text, TUESDAY)
    assert mention.may_be(day("2026-10-21"))
    assert not mention.may_be(day("2026-10-22"))


def test_weeks_are_counted_across_the_turn_of_the_year() -> None:
    base = day("2026-12-30")
    assert read("next week", base)[0].may_be(day("2027-01-05"))
    assert read("w/c 4 January", base)[0].may_be(day("2027-01-08"))
    assert read("tomorrow", base)[0].may_be(day("2026-12-31"))


@pytest.mark.parametrize(
    "text",
    [
        "I may call you.",
        "We march on.",
        "You may be right.",
        "The second point was good.",
        "It was open 24/7.",
        "We sat on the sun deck.",
        "An augustly quiet harbour.",
        "The fifth of the crew left.",
    ],
)
def test_this_is_no_date(text: str) -> None:
    assert read(text) == []


def test_several_dates_are_found_in_order_and_do_not_overlap() -> None:
    text = "A decision by Friday 16 October, and a call on Monday 19 October or the week after."
    mentions = read(text)
    assert [m.text for m in mentions][:2] == ["Friday 16 October", "Monday 19 October"]
    assert all(a.end <= b.start for a, b in itertools.pairwise(mentions))
    assert all(text[m.start : m.end] == m.text for m in mentions)


@pytest.mark.parametrize(
    "text", ["in a million weeks", "in million days", "million weeks from now", "within hundred days"]
)
def test_numbers_beyond_the_calendar_are_no_error(text: str) -> None:
    for mention in read(text):
        assert isinstance(mention.days, tuple)


@pytest.mark.parametrize("base", [dt.date.min, dt.date.max])
def test_the_ends_of_the_calendar_are_no_error(base: dt.date) -> None:
    text = "Friday, next Friday, next week, tomorrow, 2 January, the 16th, early May, in two weeks, week 43"
    assert isinstance(read(text, base), list)


def test_a_date_is_written_as_the_language_writes_it() -> None:
    assert LEXICON.date_in_words(day("2026-10-16")) == "Friday 16 October"
    assert LEXICON.date_in_words(day("2026-10-16"), weekday=False) == "16 October"


def test_every_reading_named_in_the_files_exists() -> None:
    assert {row.means.split()[0] for row in LEXICON.dates.expressions} <= set(READINGS)


def test_deadlines_agree_where_they_end_alike() -> None:
    (told,) = read("within two weeks")
    (same,), (other,) = read("within a fortnight"), read("within three weeks")
    assert told.overlaps(same)
    assert not told.overlaps(other)


@pytest.mark.parametrize(
    ("language", "month", "weeks"),
    [
        ("en", "within a month", "within two weeks"),
        ("sv", "inom en månad", "inom två veckor"),
        ("de", "innerhalb eines Monats", "innerhalb von zwei Wochen"),
        ("da", "inden for en måned", "inden for to uger"),
    ],
)
def test_a_month_is_a_deadline_of_its_own(language: str, month: str, weeks: str) -> None:
    reader = read_lexicon(language, (ROOT / "guardrails",)).date_reader
    (longer,), (shorter,) = reader.read(month, TUESDAY), reader.read(weeks, TUESDAY)
    assert longer.is_deadline
    assert shorter.is_deadline
    assert not longer.overlaps(shorter)


@pytest.mark.parametrize(
    ("base", "text", "date"),
    [
        ("2027-03-16", "Maundy Thursday", "2027-03-25"),
        ("2026-04-01", "Good Friday", "2026-04-03"),
        ("2026-04-01", "on Easter Monday", "2026-04-06"),
        ("2026-12-01", "by Christmas Eve", "2026-12-24"),
        ("2026-12-28", "on New Year's Day", "2027-01-01"),
    ],
)
def test_feasts(base: str, text: str, date: str) -> None:
    (mention,) = read(text, day(base))
    assert mention.days[0] == (day(date), day(date))


# Years in which Easter is as early or as late as it can be, and others.
@pytest.mark.parametrize("easter", ["2008-03-23", "2011-04-24", "2024-03-31", "2038-04-25", "2285-03-22"])
def test_easter(easter: str) -> None:
    sunday = day(easter)
    assert READINGS["easter"]({"base": sunday, "offset": 0})[0] == (sunday, sunday)


@pytest.mark.parametrize(
    ("language", "text", "first", "last"),
    [
        ("en", "early next week", "2026-10-12", "2026-10-13"),
        ("en", "by the middle of next week", "2026-10-13", "2026-10-15"),
        ("en", "by the end of next week", "2026-10-15", "2026-10-18"),
        ("de", "zu Beginn der kommenden Woche", "2026-10-12", "2026-10-13"),
        ("de", "bis Mitte nächster Woche", "2026-10-13", "2026-10-15"),
        ("de", "zum Ende der nächsten Woche", "2026-10-15", "2026-10-18"),
        ("sv", "i början av nästa vecka", "2026-10-12", "2026-10-13"),
        ("sv", "mitt i nästa vecka", "2026-10-13", "2026-10-15"),
        ("sv", "i slutet av nästa vecka", "2026-10-15", "2026-10-18"),
        ("da", "først i næste uge", "2026-10-12", "2026-10-13"),
        ("da", "midt i næste uge", "2026-10-13", "2026-10-15"),
        ("da", "i slutningen af næste uge", "2026-10-15", "2026-10-18"),
        # October 2026 ends on a Saturday, March 2027 on a Wednesday, August on a Monday.
        ("en", "the last week of October", "2026-10-26", "2026-10-31"),
        ("de", "in der letzten Märzwoche", "2027-03-29", "2027-03-31"),
        ("sv", "sista veckan i november", "2026-11-23", "2026-11-30"),
        ("da", "den sidste uge i oktober", "2026-10-26", "2026-10-31"),
        ("de", "am letzten Freitag im Oktober", "2026-10-30", "2026-10-30"),
        ("sv", "andra torsdagen i november", "2026-11-12", "2026-11-12"),
        ("en", "before this week is out", "2026-10-05", "2026-10-11"),
        ("de", "ehe die Woche herum ist", "2026-10-05", "2026-10-11"),
        ("da", "inden ugen er gået", "2026-10-05", "2026-10-11"),
        ("sv", "innan veckan är förbi", "2026-10-05", "2026-10-11"),
    ],
)
def test_parts_of_weeks_and_weeks_of_months(language: str, text: str, first: str, last: str) -> None:
    lexicon = read_lexicon(language, (ROOT / "guardrails",))
    (mention,) = lexicon.date_reader.read(text, TUESDAY)
    assert mention.days[0] == (day(first), day(last))

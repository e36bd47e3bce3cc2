"""One day meant by an answer in words. All answers are given on Friday 27 November 2026."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from itertools import chain, combinations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from thankgen.language import date_readings, spoken_dates
from thankgen.language.date_readings import NEEDED_SLOTS
from thankgen.language.lexicon import DateExpression
from thankgen.language.spoken_dates import Side, day_meant
from thankgen.lexicons import lexicon
from thankgen.questions import words

TODAY = dt.date(2026, 11, 27)

# Looking back: the day of the interview.
WAS = {
    "en": {
        "today": "11-27", "this morning": "11-27", "yesterday": "11-26", "The day before yesterday": "11-25",
        "last Tuesday": "11-24", "last friday": "11-20", "Friday": "11-27", "on monday": "11-23",
        "Tuesday last week": "11-17", "three days ago": "11-24", "a week ago": "11-20", "two weeks ago": "11-13",
        "24 November": "11-24", "Nov 24": "11-24", "the 24th": "11-24", "the 30th": "10-30",
        "Tuesday 24 November": "11-24", "24/11/2026": "11-24", "2026-11-24.": "11-24", "it was on Thursday": "11-26",
        "this Tuesday": "11-24", "30 November": "2025-11-30", "tomorrow": "11-28",
    },
    "sv": {
        "i dag": "11-27", "igår": "11-26", "i förrgår": "11-25", "i fredags": "11-20", "i tisdags": "11-24",
        "förra tisdagen": "11-24", "tisdag förra veckan": "11-17", "för tre dagar sedan": "11-24",
        "för en vecka sen": "11-20", "för två veckor sedan": "11-13", "den 24 november": "11-24", "24/11": "11-24",
        "i morse": "11-27", "tisdagen den 24 november": "11-24", "måndag": "11-23", "i morgon": "11-28",
    },
    "de": {
        "heute": "11-27", "gestern": "11-26", "Vorgestern": "11-25", "letzten Dienstag": "11-24",
        "letzten dienstag": "11-24", "am Dienstag": "11-24", "Dienstag letzter Woche": "11-17",
        "vor drei Tagen": "11-24", "vor einer Woche": "11-20", "vor zwei Wochen": "11-13", "24. November": "11-24",
        "am 24.11.": "11-24", "24.11": "11-24", "24.11.2026": "11-24", "Dienstag, den 24. November": "11-24",
        "vergangenen Freitag": "11-20", "diesen Dienstag": "11-24", "morgen": "11-28",
    },
    "da": {
        "i dag": "11-27", "i går": "11-26", "i forgårs": "11-25", "i fredags": "11-20", "i tirsdags": "11-24",
        "sidste tirsdag": "11-24", "tirsdag i sidste uge": "11-17", "for tre dage siden": "11-24",
        "for en uge siden": "11-20", "for to uger siden": "11-13", "den 24. november": "11-24", "24/11": "11-24",
        "tirsdag den 24. november": "11-24", "mandag": "11-23", "24.11.2026": "11-24",
    },
}  # fmt: skip

# Looking ahead, by: the last day that is meant.
BY = {
    "en": {
        "Friday": "12-04", "next Friday": "12-04", "tomorrow": "11-28", "in two weeks": "12-11", "in a week": "12-04",
        "next week": "12-04", "by the end of next week": "12-04", "week 50": "12-11", "4 December": "12-04",
        "Friday next week": "12-04", "the 16th": "12-16", "in ten days": "12-07", "end of December": "12-31",
        "mid-December": "12-20", "within two weeks": "12-11", "the week of 7 December": "12-11", "January": "2027-01-31",
        "20 November": "11-20", "a week from Monday": "12-07",
    },
    "sv": {
        "på fredag": "12-04", "nästa fredag": "12-04", "om två veckor": "12-11", "nästa vecka": "12-04",
        "v. 50": "12-11", "vecka 50": "12-11", "den 4 december": "12-04", "senast fredag": "12-04",
        "fredag nästa vecka": "12-04", "om tio dagar": "12-07", "i slutet av december": "12-31", "om en vecka": "12-04",
        "i övermorgon": "11-29", "fredag v. 50": "12-11",
    },
    "de": {
        "nächsten Freitag": "12-04", "nächsten freitag": "12-04", "in zwei Wochen": "12-11", "nächste Woche": "12-04",
        "KW 50": "12-11", "bis 4. Dezember": "12-04", "bis zum 4.12.": "12-04", "Freitag in einer Woche": "12-11",
        "Freitag nächster Woche": "12-04", "übermorgen": "11-29", "Ende Dezember": "12-31", "in zehn Tagen": "12-07",
        "Mitte Dezember": "12-20", "Montag in einer Woche": "12-07",
    },
    "da": {
        "på fredag": "12-04", "næste fredag": "12-04", "om to uger": "12-11", "i næste uge": "12-04",
        "uge 50": "12-11", "den 4. december": "12-04", "senest fredag": "12-04", "fredag om en uge": "12-11",
        "fredag i næste uge": "12-04", "i overmorgen": "11-29", "ultimo december": "12-31", "om ti dage": "12-07",
        "fredag i uge 50": "12-11",
    },
}  # fmt: skip

NO_DAY = {
    "en": [
        "soon",
        "31 November",
        "Tuesday 25 November",
        "next month or so",
        "05/06",
        "Friday or Monday",
        "in 9999 weeks",
    ],
    "sv": ["snart", "31 november", "fredag eller måndag", "sjuttondel", "vecka 77"],
    "de": ["bald", "31. November", "Freitag oder Montag", "Dienstag, den 25. November", "KW 77"],
    "da": ["snart", "31. november", "fredag eller mandag", "uge 77"],
}


def _meant(text: str, language: str, side: Side, since: dt.date | None = None) -> dt.date | None:
    said = words(language).dates
    reader = lexicon(language).date_reader
    return day_meant(text, TODAY, side, reader, said.expressions, said.fillers, since)


def _cases(rows: dict[str, dict[str, str]]) -> list[tuple[str, str, dt.date]]:
    return [
        (language, text, dt.date.fromisoformat(day if len(day) > 5 else f"2026-{day}"))
        for language, days in rows.items()
        for text, day in days.items()
    ]


@pytest.mark.parametrize(("language", "text", "day"), _cases(WAS))
def test_the_day_of_an_interview_is_the_latest_such_day(language: str, text: str, day: dt.date) -> None:
    assert _meant(text, language, "was") == day


@pytest.mark.parametrize(("language", "text", "day"), _cases(BY))
def test_a_decision_is_due_on_the_last_day_that_is_meant(language: str, text: str, day: dt.date) -> None:
    since = dt.date(2026, 11, 17)
    assert _meant(text, language, "by", since) == day


@pytest.mark.parametrize(
    ("language", "text", "day"),
    [
        ("en", "next week", "2026-11-30"),
        ("de", "KW 50", "2026-12-07"),
        ("sv", "v. 50", "2026-12-07"),
        ("da", "om to uger", "2026-12-11"),
    ],
)
def test_one_gets_in_touch_on_the_first_day_that_is_meant(language: str, text: str, day: str) -> None:
    assert _meant(text, language, "on") == dt.date.fromisoformat(day)


@pytest.mark.parametrize(("language", "text"), [(code, text) for code, row in NO_DAY.items() for text in row])
@pytest.mark.parametrize("side", ["was", "by", "on"])
def test_what_names_no_single_day_is_not_guessed(language: str, text: str, side: Side) -> None:
    assert _meant(text, language, side) is None


def test_a_week_is_no_day_to_have_been_interviewed_on() -> None:
    assert _meant("this week", "en", "was") is None


@settings(max_examples=150, deadline=None)
@given(text=st.text(max_size=100), language=st.sampled_from(["en", "sv", "de", "da"]))
def test_any_answer_is_read_without_an_error(text: str, language: str) -> None:
    for side in ("was", "by", "on"):
        _meant(text, language, side)


@pytest.mark.parametrize("language", ["en", "sv", "de", "da"])
def test_the_examples_of_the_questions_are_understood(language: str) -> None:
    for key, side in (
        ("interview.date", "was"),
        ("next_steps.decision_by", "by"),
        ("next_steps.follow_up_on", "on"),
    ):
        spoken = words(language).questions[key].spoken
        assert spoken
        for example in spoken.split(", "):
            assert _meant(example, language, side), example  # type: ignore[arg-type]  # a literal of the list above


_SLOTS = {"weekday": 4, "month": 12, "nmonth": 12, "day": 20, "n": 20, "year": 2026}


def _values(row: DateExpression) -> Iterator[tuple[str, dict[str, int]]]:
    """The reading of an expression with every choice of its slots that it may be said with."""
    reading, _, argument = row.means.partition(" ")
    needed = NEEDED_SLOTS.get(reading, ())
    slots = sorted(slot for slot in _SLOTS if f"{{{slot}}}" in row.say or f"(?P<{slot}_" in row.say)
    for chosen in chain.from_iterable(combinations(slots, size) for size in range(len(slots) + 1)):
        if all(set(group) & set(chosen) for group in needed):
            values = {"month" if slot == "nmonth" else slot: _SLOTS[slot] for slot in chosen}
            yield reading, {**values, **({"offset": int(argument)} if argument else {})}


@pytest.mark.parametrize("language", ["en", "sv", "de", "da"])
def test_every_expression_is_read_with_whatever_slots_it_is_said(language: str) -> None:
    for row in (*words(language).dates.expressions, *lexicon(language).dates.expressions):
        for reading, values in _values(row):
            if reading in spoken_dates._MEANT:
                for side in ("was", "by", "on"):
                    spoken_dates._MEANT[reading]({"today": TODAY, "floor": TODAY, "side": side, **values})
            if reading in date_readings.READINGS:
                assert date_readings.READINGS[reading]({"base": TODAY, **values}) is not None


@pytest.mark.parametrize(
    ("text", "day"), [("48. KW", "2026-11-27"), ("Woche nach dem 15. Dezember", "2026-12-25")]
)
def test_german_weeks(text: str, day: str) -> None:
    assert _meant(text, "de", "by") == dt.date.fromisoformat(day)

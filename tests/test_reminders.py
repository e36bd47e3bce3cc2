"""Reminders for a calendar, read back as a calendar reads them."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from icalendar import Calendar
from samples import make_facts

import thankgen
from thankgen.deliver import files, formats


def _events(facts: thankgen.Facts) -> list[Any]:
    calendar: Any = Calendar.from_ical(thankgen.reminders(facts).decode())
    return list(calendar.walk("VEVENT"))


def test_one_reminds_to_send_the_note_and_one_to_get_in_touch() -> None:
    send, follow_up = _events(make_facts())
    assert send.decoded("dtstart") == dt.date(2026, 10, 6)
    assert str(send["summary"]) == "Send your thanks to Keith Abernethy and Małgorzata Wiśniewska"
    assert follow_up.decoded("dtstart") == dt.date(2026, 10, 19)
    assert str(follow_up["summary"]) == "Get in touch with Brackwater Ferries"
    assert "They meant to decide by Friday 16 October." in follow_up["description"]


def test_the_reminder_to_send_rings_within_a_day_of_the_interview() -> None:
    send, follow_up = _events(make_facts())
    triggers = [alarm.decoded("trigger") for alarm in send.walk("VALARM")]
    assert triggers == [dt.timedelta(hours=18), dt.timedelta(hours=33)]
    assert [alarm.decoded("trigger") for alarm in follow_up.walk("VALARM")] == [dt.timedelta(hours=9)]
    assert {str(alarm["action"]) for alarm in send.walk("VALARM")} == {"DISPLAY"}


def test_they_are_private_whole_days_that_take_no_time() -> None:
    for event in _events(make_facts()):
        assert event.decoded("dtend") - event.decoded("dtstart") == dt.timedelta(days=1)
        assert (str(event["class"]), str(event["transp"])) == ("PRIVATE", "TRANSPARENT")


def test_the_same_facts_give_the_same_bytes_and_a_moved_date_keeps_its_reminder() -> None:
    facts = make_facts()
    assert thankgen.reminders(facts) == thankgen.reminders(make_facts())
    moved = make_facts(next_steps={"follow_up_on": "2026-10-26"})
    assert [e["uid"] for e in _events(moved)] == [e["uid"] for e in _events(facts)]
    other = make_facts(company="Elsewhere")
    assert not {str(e["uid"]) for e in _events(other)} & {str(e["uid"]) for e in _events(facts)}


@pytest.mark.parametrize(
    ("language", "summary"),
    [
        ("en", "Get in touch with Brackwater Ferries"),
        ("sv", "Hör av dig till Brackwater Ferries"),
        ("de", "Bei Brackwater Ferries melden"),
        ("da", "Kontakt Brackwater Ferries"),
    ],
)
def test_they_speak_the_language_of_the_notes(language: str, summary: str) -> None:
    assert str(_events(make_facts(language=language))[1]["summary"]) == summary


def test_thanks_for_an_offer_have_no_day_to_be_sent_by() -> None:
    [only] = _events(make_facts(occasion="offer"))
    assert only.decoded("dtstart") == dt.date(2026, 10, 19)
    nothing = make_facts(occasion="offer", next_steps={})
    with pytest.raises(thankgen.RenderError, match=r"lack next_steps\.follow_up_on"):
        formats.require(["ics"], nothing)


def test_all_recipients_share_one_file_called_by_the_company(tmp_path: Any) -> None:
    facts = make_facts()
    notes = thankgen.write(facts, writer=thankgen.offline_writer())
    paths = thankgen.save(notes, facts, tmp_path, "ics,text")
    assert sorted(path.name for path in paths) == [
        "brackwater-ferries.ics",
        "keith-abernethy.txt",
        "malgorzata-wisniewska.txt",
    ]
    assert (tmp_path / f"{files.file_stem(facts.company)}.ics").read_bytes() == thankgen.reminders(facts)


@settings(max_examples=100, deadline=None)
@given(
    company=st.lists(st.sampled_from(["A", ";", ",", "\\", "\r\n", ":", '"', "{role}", "BEGIN:VALARM", "ö" * 40])).map("".join)
)  # fmt: skip
def test_no_text_gets_out_of_its_place(company: str) -> None:
    # Past the validation of the facts, which refuse line breaks.
    facts = make_facts().model_copy(update={"company": company})
    raw = thankgen.reminders(facts)
    assert max(map(len, raw.split(b"\r\n"))) <= 75
    _, follow_up = _events(facts)
    assert str(follow_up["summary"]) == "Get in touch with " + company.replace("\r\n", "\n")
    assert raw.count(b"\r\nBEGIN:VALARM") == 3


def test_without_the_package_the_extra_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("thankgen.deliver.stationery.find_spec", lambda name: None)
    with pytest.raises(thankgen.SettingsError, match=r"pip install 'thankgen\[calendar\]'"):
        thankgen.reminders(make_facts())

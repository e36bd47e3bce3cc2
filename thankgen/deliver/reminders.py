"""Reminders for a calendar: to send the note in time, and to get in touch as it promises.

Both are days, not hours: the facts name no time of day and no time zone. The same facts give the same
file, byte for byte, and a reminder keeps its identity when its date changes, so that a calendar that
takes the file again moves it.
"""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING
from uuid import UUID, uuid5

from thankgen.deliver import stationery
from thankgen.errors import RenderError
from thankgen.lexicons import lexicon

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from icalendar import Event

    from thankgen.facts import Facts

_NAMESPACE = UUID("6f0d3b0e-58d5-4f2c-9a3e-3a1a5f6f8b57")


def reminders(facts: Facts) -> bytes:
    """An iCalendar file (RFC 5545) with an event a reminder, in the notes' language.

    Raises `RenderError` where the facts hold no date to remind of, `SettingsError` where the extra
    "calendar" is not installed.
    """
    stationery.require("calendar", "icalendar")
    from icalendar import Calendar  # an extra

    events = list(_events(facts))
    if not events:
        needed = "next_steps.follow_up_on" if facts.occasion == "offer" else "interview.date"
        raise RenderError(
            f"There is nothing to remind of: the facts lack {needed}. Add it, or leave out ics."
        )
    calendar = Calendar()
    calendar.add("version", "2.0")
    calendar.add("prodid", "-//thankgen//reminders//EN")
    calendar.add("method", "PUBLISH")
    for event in events:
        calendar.add_component(event)
    content: bytes = calendar.to_ical()
    return content


def _events(facts: Facts) -> Iterator[Event]:
    words, alarms = stationery.words(facts.language).calendar, stationery.calendar().alarms
    said = {
        "company": facts.company,
        "role": facts.role,
        "people": _joined([one.name for one in facts.recipients], words.conjunction),
    }
    interview, steps = facts.interview.date, facts.next_steps
    if interview and facts.occasion != "offer":
        texts = (words.send.format(**said), words.send_why.format(**said))
        yield _event(facts, "send", interview, texts, alarms.send)
    if steps.follow_up_on:
        why = [words.follow_up_why.format(**said)]
        if steps.decision_by:
            date = lexicon(facts.language).date_in_words(steps.decision_by)
            why.append(words.decision.format(date=date))
        texts = (words.follow_up.format(**said), " ".join(why))
        yield _event(facts, "follow-up", steps.follow_up_on, texts, alarms.follow_up)


def _event(facts: Facts, kind: str, day: dt.date, texts: tuple[str, str], alarms: Sequence[int]) -> Event:
    from icalendar import Alarm, Event  # an extra

    summary, description = texts
    event = Event()
    event.add("uid", _identity(facts, kind))
    # When the facts came about; the clock would make every file another one.
    event.add("dtstamp", dt.datetime.combine(facts.interview.date or day, dt.time(), dt.UTC))
    event.add("dtstart", day)
    event.add("dtend", day + dt.timedelta(days=1))
    event.add("summary", summary)
    event.add("description", description)
    # An application is nobody else's business, and a reminder takes no time.
    event.add("class", "PRIVATE")
    event.add("transp", "TRANSPARENT")
    for hours in alarms:
        alarm = Alarm()
        alarm.add("action", "DISPLAY")
        alarm.add("description", summary)
        alarm.add("trigger", dt.timedelta(hours=hours))
        event.add_component(alarm)
    return event


def _identity(facts: Facts, kind: str) -> str:
    """The same for the same reminder about the same interview, whatever else is changed in the facts."""
    interview = str(facts.interview.date)
    return f"{uuid5(_NAMESPACE, repr((kind, facts.company, facts.role, facts.candidate.name, interview)))}@thankgen"


def _joined(names: Sequence[str], conjunction: str) -> str:
    *others, last = names
    return f"{', '.join(others)} {conjunction} {last}" if others else last

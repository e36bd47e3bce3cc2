"""`incident`: two sentences are enough, however the note names what happened."""

from __future__ import annotations

import pytest
from judging import changed, findings
from samples import GOOD_NOTE, make_facts

import thankgen

ALARM = {"what": "the fire alarm went off", "positive": "we saw how calmly your crews take a drill"}
BIRD = {"what": "a peacock walked into the meeting room", "positive": "everybody laughed"}
OPENING = "Crew rotas are"


@pytest.mark.parametrize(
    "told",
    [
        "In the midst of it the fire alarm rang. First I took it for a kettle. Then all of you stood up.\n\n",
        "The peacock was quite a sight. It hopped across the papers. It would not leave. We chased it.\n\n",
    ],
)
def test_a_paragraph_that_turns_to_nothing_else_is_about_what_it_names(told: str) -> None:
    incident = ALARM if "alarm" in told else BIRD
    note = changed((OPENING, told + OPENING))
    assert [f.message for f in findings("incident", note, incident=incident)]


def test_bullets_do_not_lead_up_to_it() -> None:
    points = "I noted down:\n\n- patience with late boats\n- a joke in time\n- the alarm that went off, and calm\n\n"
    assert findings("incident", changed((OPENING, points + OPENING)), incident=ALARM) == []


def test_the_closing_paragraph_looks_ahead_whatever_words_it_shares() -> None:
    incident = {"what": "the line dropped on Friday", "positive": "it made us brief"}
    assert findings("incident", GOOD_NOTE, incident=incident) == []


def test_a_date_ahead_or_what_was_announced_ends_it() -> None:
    told = "The fire alarm went off while we talked. We saw how calmly your crews take a drill. "
    steps = {"expected": "there is a trial shift at the pier", "decision_by": "2026-10-16"}

    def sentences(more: str) -> int:
        note = changed((OPENING, f"{told}{more}\n\n{OPENING}"))
        return len(findings("incident", note, incident=ALARM, next_steps=steps))

    assert sentences("You decide by 16 October.") == 0
    assert sentences("The trial shift waits at the pier.") == 0
    assert sentences("Everybody counted the heads twice.") == 1


def test_bullets_behind_it_are_points_of_their_own() -> None:
    points = "I noted down:\n\n- how calmly your crews take a fire alarm\n- patience\n- a joke in time\n\n"
    assert findings("incident", changed((OPENING, points + OPENING)), incident=ALARM) == []


def test_thanks_that_share_a_word_with_it_do_not_open_the_telling() -> None:
    drill = {"what": "in the midst of the drill the lights went out", "positive": "we found our way by ear"}
    thanks = "Thank you for letting me join the drill. It was a fine morning. Everybody had a joke to tell."
    note = changed(("Thank you for the time you gave me on Tuesday", f"{thanks} Thank you for your time"))
    assert findings("incident", note, incident=drill) == []


def test_a_date_ahead_blames_nobody() -> None:
    note = changed(("I look forward to your decision by", "You should have told everybody, alarm or not, by"))
    assert findings("incident", note, incident=ALARM) == []


def test_what_the_facts_say_word_for_word_blames_nobody() -> None:
    what = "Die Leitung ist mitten im Gespräch abgerissen, weil eine Probe die Telefonanlage lahmgelegt hat"
    facts = make_facts(
        language="de",
        formality="informal",
        recipients=[
            {"name": "Bernd Zöllkow", "relation": "hiring_manager", "discussed": ["der Umbau der Drehbühne"]}
        ],
        highlights=["Ich löte und schweiße selbst"],
        incident={"what": what, "positive": "Danach haben wir doppelt so konzentriert geredet"},
    )
    [note] = thankgen.write(facts, writer=thankgen.offline_writer())
    assert what in note.text
    assert [f.message for f in note.report.findings if f.guardrail == "incident"] == []


@pytest.mark.parametrize(
    ("beside", "blamed"),
    [
        ("Somebody forgot to switch it off.", True),
        ("In the winter timetable somebody forgot to count the crew rotas.", False),
    ],
)
def test_who_is_to_blame_for_something_else_is_not_blamed_for_it(beside: str, blamed: bool) -> None:
    told = f"The fire alarm went off while we talked. {beside}"
    note = changed((OPENING, f"{told}\n\n{OPENING}"))
    assert bool(findings("incident", note, incident=ALARM)) is blamed

"""`close`: a look ahead, the dates of the next steps, and the right ones."""

from __future__ import annotations

from typing import Any

import pytest
from judging import changed, findings, with_body

DECISION = "I look forward to your decision by Friday 16 October."
FOLLOW_UP = " If I have not heard anything by then, I will be in touch on Monday 19 October."
BOTH = DECISION + FOLLOW_UP


def messages(ending: str, **facts: Any) -> list[str]:
    return [finding.message for finding in findings("close", changed((BOTH, ending)), **facts)]


@pytest.mark.parametrize(
    "ending",
    [
        BOTH,
        "I look forward to hearing from you by the 16th. Otherwise I will be in touch on the 19th.",
        "I hope to hear from you by Friday next week, and will call you on the Monday after.",
    ],
)
def test_dates_in_any_usual_form(ending: str) -> None:
    assert messages(ending) == []


@pytest.mark.parametrize(
    ("ending", "says"),
    [
        (DECISION, "does not say that you will be in touch"),
        ("I look forward to hearing from you." + FOLLOW_UP, "does not restate"),
        (BOTH.replace("Friday 16", "Thursday 16"), "“Thursday 16 October” is not what the facts say"),
        (
            BOTH.replace("Monday 19 October", "Monday 26 October"),
            "“Monday 26 October” is not what the facts say",
        ),
        ("It was a good day.", "nothing that looks ahead"),
    ],
)
def test_what_is_missing_or_wrong(ending: str, says: str) -> None:
    assert any(says in message for message in messages(ending))


def test_without_next_steps_a_hope_will_do() -> None:
    assert messages("I hope to hear from you.", next_steps={}) == []
    assert len(messages("It was a good day.", next_steps={})) == 1


def test_what_is_expected_may_be_restated_by_a_word() -> None:
    steps = {"expected": "they will invite two people to a trial crossing"}
    assert messages("I look forward to hearing about a trial crossing.", next_steps=steps) == []
    assert any("restate" in m for m in messages("I look forward to hearing from you.", next_steps=steps))


def test_a_topic_of_the_talk_restates_nothing() -> None:
    steps = {"expected": "they will invite two people to try the rotas"}
    rotas = ["the new rotas"]
    ending = "I look forward to hearing from you; the rotas are fun."
    assert any("restate" in m for m in messages(ending, next_steps=steps, discussed=rotas))


@pytest.mark.parametrize(
    ("ending", "wrong"),
    [
        ("Your decision comes on 19 October, and failing that I will be in touch on 16 October.", 1),
        ("I will be in touch on 19 October, unless your decision has come by 16 October.", 0),
    ],
)
def test_dates_that_changed_places_are_wrong(ending: str, wrong: int) -> None:
    assert len(messages(ending)) == wrong


def test_a_day_of_the_expected_week_may_stand_beside_the_promise() -> None:
    steps = {"expected": "they will write in week 42", "follow_up_on": "2026-10-19"}
    ending = "You meant to write by 16 October; if nothing comes, I will be in touch on {} October."
    assert messages(ending.format(19), next_steps=steps) == []
    assert messages(ending.format(20), next_steps=steps) != []


def test_a_decision_on_the_day_of_the_interview_can_be_restated() -> None:
    steps = {"decision_by": "2026-10-06"}
    assert messages("I look forward to your decision by Tuesday 6 October.", next_steps=steps) == []
    ending = "It was good to talk on Tuesday 6 October. I look forward to hearing from you."
    assert any("restate" in m for m in messages(ending, next_steps=steps))


@pytest.mark.parametrize("date", ["2026-12-31", "9999-12-31", "0001-01-01"])
def test_any_date_of_the_calendar_can_be_the_interviews(date: str) -> None:
    assert isinstance(messages(BOTH, interview={"date": date}, next_steps={}), list)


def test_a_day_of_what_is_expected_may_stand_beside_the_promise() -> None:
    steps = {"expected": "second interviews in the week of 12 October", "follow_up_on": "2026-10-19"}
    assert messages("I keep 14 October free, and will call you on 19 October.", next_steps=steps) == []
    assert messages("Second interviews come next week. I will call you on 14 October.", next_steps=steps)


def test_a_date_that_the_facts_announce_looks_ahead_where_no_interview_has_a_date() -> None:
    hired: dict[str, Any] = {
        "occasion": "offer",
        "interview": {},
        "next_steps": {"expected": "my first day is 7 April"},
    }
    note = with_body("Thank you for your help with the boats.\n\nOn 7 April I go aboard.")
    assert findings("close", note, **hired) == []
    assert len(findings("close", note.replace("On 7 April I go", "They come"), **hired)) == 1


@pytest.mark.parametrize(
    ("ending", "missing"),
    [
        (
            f"{DECISION} If you have not decided by then, you will hear of it on Monday 19 October from Imogen.",
            0,
        ),
        (f"{DECISION} If you have not decided by then, I will hear from you on Monday 19 October.", 1),
    ],
)
def test_who_speaks_of_oneself_by_name_promises_too(ending: str, missing: int) -> None:
    assert len(messages(ending)) == missing


@pytest.mark.parametrize(
    ("sentence", "ahead"),
    [
        ("I would call the customer tomorrow and offer a boat.", False),
        ("I will call you tomorrow.", True),
    ],
)
def test_what_one_would_do_at_work_is_no_next_step(sentence: str, ahead: bool) -> None:
    stumble = {"question": "What if a crew is late?", "answer": "I would call the customer and offer a boat."}
    body = f"Thank you for the time.\n\nThe winter timetable is bold.\n\n{sentence}"
    found = findings("close", with_body(body), stumble=stumble, next_steps={})
    assert (found == []) is ahead


def test_a_clause_that_tells_of_the_meeting_names_its_day() -> None:
    ending = f"Thank you once more for Tuesday, and whenever you decide, call me. {BOTH}"
    assert messages(ending) == []
    assert len(messages(f"I hope to hear from you on Tuesday. {BOTH}")) == 1


@pytest.mark.parametrize(
    ("named", "wrong"), [("the middle of October", 0), ("mid-October", 0), ("the end of October", 1)]
)
def test_two_vague_stretches_share_half_of_the_shorter(named: str, wrong: int) -> None:
    steps = {"expected": "they decide by the middle of October"}
    said = messages(f"I look forward to your decision by {named}.", next_steps=steps)
    assert sum("is not what the facts say" in message for message in said) == wrong


def test_this_week_may_be_the_one_that_was_just_named() -> None:
    steps = {"expected": "in the week from 19 October the captain invites people"}
    named = "The captain invites people from 19 October. "
    assert messages(named + "I keep this week free, and hope to hear from you.", next_steps=steps) == []
    assert messages("I hope to hear from you this week. " + named, next_steps=steps) != []


def test_a_span_alone_restates_how_long_it_takes() -> None:
    steps = {"expected": "they will answer within two weeks"}
    assert messages("Two weeks, you said, and I look forward to hearing from you.", next_steps=steps) == []
    assert messages("Two years, you said, and I look forward to hearing from you.", next_steps=steps) != []


def test_what_counts_from_a_day_just_named_is_not_the_interviews_next_week() -> None:
    day = "Friday 16 October; I will be in touch on Monday 19 October"
    assert messages(f"You decide by {day}, and if it is quiet next week I will be in touch then too.") == []
    assert (
        messages("I hope to hear from you in three weeks. You decide by Friday 16 October." + FOLLOW_UP) != []
    )


def test_a_slot_for_the_day_restates_nothing() -> None:
    steps = {"expected": "a trial crossing from the pier", "decision_by": "2026-10-16"}
    told = "A trial crossing from the pier comes next, and I look forward to your decision by {}."
    assert messages(told.format("Friday 16 October"), next_steps=steps) == []
    assert any("restate" in m for m in messages(told.format("[date]"), next_steps=steps))
    assert messages(told.format("then"), next_steps=steps) == []


@pytest.mark.parametrize(("feast", "restated"), [("Maundy Thursday", True), ("Good Friday", False)])
def test_a_feast_is_a_day(feast: str, restated: bool) -> None:
    interview, steps = {"date": "2027-03-16"}, {"decision_by": "2027-03-25"}
    said = messages(f"I look forward to your decision by {feast}.", interview=interview, next_steps=steps)
    assert (said == []) is restated


@pytest.mark.parametrize(
    ("named", "wrong"),
    [("the middle of next week", True), ("the end of next week", False), ("next week", False)],
)
def test_a_part_of_a_week_is_not_another(named: str, wrong: bool) -> None:
    steps = {"expected": "they decide by the end of next week"}
    said = messages(f"I look forward to your decision by {named}.", next_steps=steps)
    assert any("is not what the facts say" in message for message in said) is wrong


def test_a_stretch_of_time_elsewhere_in_the_facts_excuses_no_other_date() -> None:
    stumble = {"question": "a lost bag", "answer": "I would ring its owner within three weeks"}
    said = messages("I look forward to your decision by 20 October." + FOLLOW_UP, stumble=stumble)
    assert any("is not what the facts say" in message for message in said)

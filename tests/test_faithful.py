"""`faithful`: numbers, dates, names, addresses and the form of the meeting, as the facts have them."""

from __future__ import annotations

from typing import Any

import pytest
from judging import changed, findings, with_body


def excerpts(sentence: str, **facts: Any) -> list[str | None]:
    note = changed(("I would love", f"{sentence} I would love"))
    return [finding.excerpt for finding in findings("faithful", note, **facts)]


@pytest.mark.parametrize(
    ("sentence", "excerpt"),
    [
        ("I have led 14 crews.", "14"),
        ("I have led fourteen crews.", "fourteen"),
        ("That saved 1,200 crossings.", "1,200"),
        ("Write to keith@elsewhere.example for more.", "keith@elsewhere.example"),
        ("See www.elsewhere.example for more.", "www.elsewhere.example"),
        ("My number is 01632 960999 for now.", "01632 960999"),
        ("We met on 5 October in the hall.", "5 October"),
        ("I learnt it from Petra at sea.", "Petra"),
        # The telephone number's digits are no numbers of the facts.
        ("I have led 111 crews.", "111"),
        ("I trained as a welder.", "trained as a welder"),
    ],
)
def test_what_the_facts_do_not_hold(sentence: str, excerpt: str) -> None:
    assert excerpts(sentence) == [excerpt]


@pytest.mark.parametrize(
    "sentence",
    [
        "I have led 14 crews, each of them small.",
        "I have led fourteen crews, each of them small.",
        "Crews, quays and timetables are three sides of one thing.",
        "My number is 01632 960111 for now.",
        "We met on 6 October in the hall.",
        "Write to imogen@sorvik-hale.example for more.",
        "Several crews liked it.",
    ],
)
def test_what_they_hold_passes(sentence: str) -> None:
    assert excerpts(sentence, highlights=["I have led 14 crews.", "I planned crew rotas."]) == []


@pytest.mark.parametrize("text", ["²", "①", "1" * 400, "9" * 5000, "1.1.1.1.1", "10²³", "½", "٣"])
def test_no_number_is_too_odd_to_judge(text: str) -> None:
    assert isinstance(excerpts(f"It grew by {text} in all."), list)


@pytest.mark.parametrize(("number", "count"), [(3, 0), (2, 0), (4, 1)])
def test_a_note_may_count_its_own_list(number: int, count: int) -> None:
    points = "\n".join(["- crew rotas", "- the winter timetable", "- the harbour extension"][:number])
    lead = "We had 3 subjects:" if number == 3 else f"We had {number} subjects:"
    note = changed(("I would love", f"I liked it.\n\n{lead}\n{points}\n\nI would love"))
    assert len(findings("faithful", note)) == (count if number != 2 else 0)


def test_a_setting_of_the_facts_is_no_word_of_the_candidate() -> None:
    note = changed(("the time you gave me on Tuesday", "the telephone conversation on Tuesday"))
    assert {f.message for f in findings("faithful", note)} == {"The meeting was at their place."}


def test_a_call_still_to_come_is_not_the_interview() -> None:
    assert excerpts("Until our telephone conversation on Friday 16 October I wish you well.") == []


@pytest.mark.parametrize("sentence", ["We moved 18 million boxes.", "We moved eighteen million boxes."])
@pytest.mark.parametrize("highlight", ["I moved 18 million boxes.", "I moved eighteen million boxes."])
def test_millions_may_be_written_either_way(sentence: str, highlight: str) -> None:
    assert excerpts(sentence, highlights=[highlight]) == []


def test_the_last_day_of_the_calendar_can_be_the_interviews() -> None:
    assert excerpts("We met on Friday 31 December.", interview={"date": "9999-12-31"}) == []


def test_a_wrong_date_of_what_comes_next_is_not_reported_twice() -> None:
    assert excerpts("I look forward to your decision by 5 October.") == []


@pytest.mark.parametrize(
    ("sentence", "excerpt"),
    [
        ("Thank you for showing me the boats and all the quays on Wednesday.", ["Wednesday"]),
        ("Thank you for showing me the boats and all the quays on Tuesday.", []),
        ("Thursday's interview went by in no time.", ["Thursday"]),
        ("I would gladly come in on Wednesday.", []),
    ],
)
def test_the_weekday_of_the_meeting(sentence: str, excerpt: list[str]) -> None:
    note = changed(("Thank you for the time", f"{sentence} Thank you for the time"))
    assert [finding.excerpt for finding in findings("faithful", note)] == excerpt


def test_a_weekday_of_the_facts_is_any_weeks() -> None:
    sentence = "I would bring order to Monday's meeting."
    assert excerpts(sentence) == ["Monday"]
    assert excerpts(sentence, discussed=["the meeting every Monday"]) == []


def test_what_a_trade_works_on_does_not_tell_of_the_trade() -> None:
    assert excerpts("I trained as a steamfitter.", highlights=["I have run a steam engine."]) == [
        "trained as a"
    ]
    assert excerpts("I trained as a steamfitter.", highlights=["I served as a steamfitter."]) == []


def test_a_span_of_days_in_the_facts_names_no_weekday() -> None:
    note = changed(("Thank you for the time", "Thank you for our talk on Wednesday. Thank you for the time"))
    steps = {"expected": "by the end of next week"}
    assert [finding.excerpt for finding in findings("faithful", note, next_steps=steps)] == ["Wednesday"]


@pytest.mark.parametrize(
    ("sentence", "highlight", "excerpt"),
    [
        ("I kept a forty-bed house open.", "I kept a twenty-bed house open.", ["forty"]),
        ("I kept a twenty-bed house open.", "I kept a twenty-bed house open.", []),
        ("I kept a house of twenty beds open.", "I kept a twenty-bed house open.", []),
        ("I fixed the roster in fifteen minutes.", "I fixed the roster in a quarter of an hour.", []),
        ("I fixed the roster in fifteen minutes.", "I fixed the roster in half an hour.", ["fifteen"]),
        ("I led three hundred crews last year.", "I led two hundred crews.", ["three hundred"]),
        ("I have three last thoughts.", "I led two hundred crews.", []),
        ("I led several hundred crews.", "I led 600 crews.", []),
        ("I led several hundred crews.", "I led 60 crews.", ["hundred"]),
        # Three of anything is colour, unless the facts count it.
        ("I kept three sheds dry.", "I kept two boats dry.", []),
        ("I kept three boats dry.", "I kept two boats dry.", ["three"]),
        ("At five three crews fell ill.", "At five three crews fell ill.", []),
    ],
)
def test_numbers_inside_words_and_amounts_without_numbers(
    sentence: str, highlight: str, excerpt: list[str]
) -> None:
    assert excerpts(sentence, highlights=[highlight]) == excerpt


@pytest.mark.parametrize(
    ("sentence", "role", "excerpt"),
    [
        ("The post of senior route manager appeals to me.", "Route Manager", ["senior"]),
        ("The post of route manager appeals to me.", "Route Manager", []),
        ("The post of Deputy Route Manager appeals to me.", "Deputy Route Manager", []),
        ("The post of Manager appeals to me.", "Deputy Route Manager", []),
        ("The post of junior-manager appeals to me.", "Junior-Manager", []),
    ],
)
def test_a_rank_makes_another_role_of_it(sentence: str, role: str, excerpt: list[str]) -> None:
    assert excerpts(sentence, role=role) == excerpt


@pytest.mark.parametrize("form", ["phone", "video", "onsite"])
def test_what_one_does_at_a_place_tells_where_the_meeting_was(form: str) -> None:
    note = changed(
        ("Thank you for the time", "Thank you for receiving me at your depot. Thank you for the time")
    )
    found = findings("faithful", note, interview={"date": "2026-10-06", "format": form})
    assert [f.excerpt for f in found] == ([] if form == "onsite" else ["receiving me at your depot"])


@pytest.mark.parametrize(
    ("sentence", "excerpt"),
    [
        ("My number is 01632 96011 for now.", "01632 96011"),
        ("My number is 1632 9601 for now.", "1632 9601"),
        ("Write to ogen@sorvik-hale.example for more.", "ogen@sorvik-hale.example"),
        ("Write to imogen@sorvik-hale.exampl for more.", "imogen@sorvik-hale.exampl"),
        ("I ran a 40-bed ward.", "40"),
        ("I serviced the HPLC-2 alone.", "2"),
    ],
)
def test_a_part_of_what_the_facts_hold_is_something_else(sentence: str, excerpt: str) -> None:
    highlights = ["I ran a 340-bed ward.", "I serviced the HPLC-20."]
    assert excerpts(sentence, highlights=highlights) == [excerpt]


@pytest.mark.parametrize("number", ["01632 960111", "+44 1632 960111", "+44 (0)1632 960111", "01632960111"])
def test_a_telephone_number_may_be_written_for_callers_from_abroad(number: str) -> None:
    assert excerpts(f"My number is {number} for now.") == []


OFFER: dict[str, Any] = {"occasion": "offer", "interview": {}, "next_steps": {}}


def test_once_hired_a_day_that_the_facts_do_not_hold_is_invented() -> None:
    body = "Thank you for all your help, Keith. On 1 June I take over the winter timetable, and you must come aboard."
    note = with_body(body)
    assert [f.excerpt for f in findings("faithful", note, **OFFER)] == ["1 June"]
    starts = {**OFFER, "next_steps": {"expected": "I start on 1 June"}}
    assert findings("faithful", note, **starts) == []
    assert findings("faithful", note, **{**OFFER, "highlights": ["I begin on 1 June."]}) == []


def test_once_hired_a_call_may_be_promised_for_any_day() -> None:
    note = with_body(
        "Thank you for all your help, Keith. I will be in touch on 3 May and tell you how it goes."
    )
    assert findings("faithful", note, **OFFER) == []


def test_once_hired_another_day_than_that_of_the_start_is_the_closes() -> None:
    note = with_body(
        "Thank you for all your help, Keith. I start on 1 June and look forward to seeing you then."
    )
    other = {**OFFER, "next_steps": {"expected": "I start on 8 June"}}
    assert [f.excerpt for f in findings("close", note, **other)][:1] == ["1 June"]
    assert findings("faithful", note, **other) == []


@pytest.mark.parametrize("day", ["this Tuesday", "Tuesday"])
def test_the_interviews_weekday_may_be_this_one(day: str) -> None:
    note = changed(("on Tuesday, and", f"on {day}, and"))
    assert findings("faithful", note) == []


def test_a_learner_without_a_trade_claims_none() -> None:
    assert excerpts("Trained I am, and glad of it.") == []


def test_what_follows_a_bold_heading_opens_a_sentence() -> None:
    assert excerpts("**Crews:** Harbours are my home.") == []


def test_a_counter_of_ones_trade_tells_no_place_of_the_meeting() -> None:
    call = {"date": "2026-10-06", "format": "phone"}
    assert excerpts("I have served people across the counter.", interview=call) == []
    assert excerpts("It was good to talk across your own table.", interview=call) == ["across your own table"]


@pytest.mark.parametrize(
    ("named", "excerpt"),
    [
        ("Route Manager", []),
        ("Manager", []),
        ("Ticket Manager", ["Ticket Manager"]),
        ("Harbour Pilot", ["Harbour Pilot", "Pilot"]),
        ("ticket inspector", ["ticket inspector"]),
        ("route manager", []),
        ("ferries", []),
    ],
)
def test_a_role_may_be_shortened_but_is_of_no_other_thing(named: str, excerpt: list[str]) -> None:
    assert excerpts(f"The position of {named} would suit me.") == excerpt


@pytest.mark.parametrize(
    ("said", "excerpt"),
    [
        ("als Lotsin anfangen", ["Lotsin"]),
        ("als Fährleiterin anfangen", []),
        ("als Quereinsteigerin anfangen", []),
        ("als nächstes anfangen", []),
    ],
)
def test_what_one_begins_as_is_the_role(said: str, excerpt: list[str]) -> None:
    note = (
        "Betreff: Danke\n\nHallo Keith,\n\ndanke für das Gespräch. "
        f"Dass ich bei euch {said} darf, freut mich.\n\nViele Grüße\nImogen Sørvik-Hale"
    )
    found = findings("faithful", note, language="de", role="Fährleiterin", formality="informal")
    assert [finding.excerpt for finding in found] == excerpt


@pytest.mark.parametrize(
    ("sentence", "excerpt"),
    [
        ("I was on cloud nine all evening.", []),
        ("The old organ knocked me for six.", []),
        ("I have steered for six summers.", ["six"]),
        ("It felt like a million dollars.", []),
    ],
)
def test_numbers_of_sayings_claim_nothing(sentence: str, excerpt: list[str]) -> None:
    assert excerpts(sentence) == excerpt


def test_what_the_reader_is_is_no_role_to_apply_for() -> None:
    reader = {"name": "Keith Abernethy", "relation": "hiring_manager", "title": "Ticket Inspector"}
    sentence = "As your ticket inspector I would start at dawn."
    assert excerpts(sentence, recipients=[reader]) == ["ticket inspector"]
    assert excerpts("As your route manager I would start at dawn.", recipients=[reader]) == []


@pytest.mark.parametrize(
    ("sentence", "excerpt"),
    [
        ("You gave yourselves ten days to decide.", []),
        ("You gave yourselves eleven days to decide.", ["eleven"]),
        ("You gave yourselves ten years to decide.", ["ten"]),
        ("A fortnight less one day, 13 days, is not long to wait.", []),
    ],
)
def test_the_days_until_a_next_step_may_be_counted(sentence: str, excerpt: list[str]) -> None:
    assert excerpts(sentence) == excerpt


def test_a_role_may_be_its_two_initials() -> None:
    assert excerpts("The work of an RM is what I know.") == []
    assert excerpts("The work of an RQ is what I know.") == ["RQ"]


def test_an_achievement_of_the_facts_may_hold_a_word_with_a_hyphen() -> None:
    sentence = "Within a year I had cut late run-outs by a third."
    assert excerpts(sentence) == ["I had cut late run-outs by a third"]
    assert excerpts(sentence, highlights=["I cut late run-outs by a third."]) == []

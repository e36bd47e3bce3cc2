"""`specific`, `case`, `recovery`: what the facts hold and the note takes up."""

from __future__ import annotations

from typing import Any

import pytest
from judging import changed, findings, with_body

PLAIN = with_body(
    "Thank you for meeting me on Tuesday. It was good to meet you. I look forward to your decision."
)
STUMBLE = {
    "question": "How would you cut fuel costs?",
    "answer": "I would slow the night crossings and share moorings.",
}


def test_a_note_that_could_have_gone_to_anyone() -> None:
    assert len(findings("specific", PLAIN)) == 1
    assert findings("specific") == []


def test_where_nothing_is_given_nothing_is_missed() -> None:
    bare: dict[str, Any] = {"recipients": [{"name": "Keith Abernethy"}], "discussed": [], "highlights": []}
    assert findings("specific", PLAIN, **bare) == findings("case", PLAIN, **bare) == []


def test_a_case_is_two_content_words_of_one_highlight() -> None:
    assert findings("case") == []
    assert len(findings("case", PLAIN)) == 1
    assert findings("case", PLAIN, occasion="offer") == []


def test_a_number_with_what_it_counts_takes_a_highlight_up() -> None:
    highlights = ["I taught the helm to cadets for seven years."]
    note = changed(
        ("I planned mine with the crews themselves, and cutting turnaround times by a fifth", "seven years")
    )
    assert findings("case", note, highlights=highlights) == []
    assert len(findings("case", note.replace("seven", "eight"), highlights=highlights)) == 1


def test_a_content_word_beside_a_generic_one_of_the_highlight_is_a_case() -> None:
    highlights = ["I read a ledger in the office of the client."]
    planned = "I planned mine with the crews themselves, and cutting turnaround times by a fifth"
    assert findings("case", changed((planned, "A ledger opened in the office")), highlights=highlights) == []
    assert len(findings("case", changed((planned, "A ledger")), highlights=highlights)) == 1


@pytest.mark.parametrize(
    ("sentence", "missed"),
    [("", 1), ("I would slow down the night crossing.", 0), ("Fuel costs matter to me.", 1)],
)
def test_recovery_takes_up_the_answer_and_not_the_question(sentence: str, missed: int) -> None:
    note = changed(("I would love", f"{sentence} I would love"))
    assert len(findings("recovery", note, stumble=STUMBLE)) == missed


def test_recovery_is_owed_to_those_who_sat_in_it() -> None:
    elsewhere = {**STUMBLE, "with": ["Małgorzata Wiśniewska"]}
    assert findings("recovery", stumble=elsewhere) == []


def test_three_words_of_the_answer_in_one_sentence_answer_the_question() -> None:
    stumble = {
        "question": "What if a cook falls ill?",
        "answer": "I would ring the agency, cut the menu, move the starters, warn the pass and serve late.",
    }
    together = changed(
        ("I would love", "The menu shrinks, an agency is asked, and the pass knows. I would love")
    )
    apart = changed(("I would love", "The menu shrinks. An agency is asked. I would love"))
    assert findings("recovery", together, stumble=stumble) == []
    assert len(findings("recovery", apart, stumble=stumble)) == 1


def test_an_answer_word_for_word_presses_nobody() -> None:
    stumble = {"question": "A crew will not sail?", "answer": "I need an answer by noon, and I say so."}
    note = changed(("I would love", "I need an answer by noon, and I say so. I would love"))
    assert len(findings("pushy", note)) == 1
    assert findings("pushy", note, stumble=stumble) == []


@pytest.mark.parametrize(
    ("said", "lacking"), [("the interview, and our conversation", 0), ("our conversation", 1)]
)
def test_two_generic_words_take_up_help(said: str, lacking: int) -> None:
    helper = {
        "name": "Keith Abernethy",
        "relation": "referrer",
        "helped": "rehearsed the conversation of an interview",
    }
    note = with_body(f"Thank you for {said}, from the heart. I got the job. See you soon.")
    facts: dict[str, Any] = {"occasion": "offer", "recipients": [helper], "discussed": []}
    assert len(findings("specific", note, **facts)) == lacking


@pytest.mark.parametrize(("company", "found"), [("Brackwater Ferries", 0), ("Elsewhere Lines", 1)])
def test_once_hired_one_may_tell_by_whom(company: str, found: int) -> None:
    helper = {"name": "Keith Abernethy", "relation": "referrer", "helped": "passed on my letter"}
    sentence = f"{company} has put an offer on the table for me."
    note = with_body(f"Thank you for passing on my letter. {sentence} See you soon.")
    facts: dict[str, Any] = {"occasion": "offer", "recipients": [helper], "discussed": []}
    assert len(findings("confidential", note, **facts)) == found

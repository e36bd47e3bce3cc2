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

"""`says`: what must not be said, unless the facts name it."""

from __future__ import annotations

import pytest
from judging import changed, findings

TOPIC = [
    {
        "name": "Keith Abernethy",
        "relation": "hr",
        "discussed": ["the competition from the yard across the river"],
    }
]


@pytest.mark.parametrize(
    ("sentence", "count"),
    [
        ("I think of what you said about the competition from the yard across the river.", 0),
        ("In the yard I met the others who have applied for this job.", 1),
    ],
)
def test_a_topic_of_the_facts_may_be_spoken_of(sentence: str, count: int) -> None:
    note = changed(("I would love", f"{sentence} I would love"))
    assert len(findings("confidential", note, recipients=TOPIC)) == count


@pytest.mark.parametrize(
    "sentence",
    [
        "It takes nerve to own up to a regret in front of a stranger, and I trust you the more for it.",
        "They want the other fellow to say sorry, and he will not.",
    ],
)
def test_anothers_regret_is_none_of_the_candidates(sentence: str) -> None:
    assert findings("reapology", changed(("I would love", f"{sentence} I would love"))) == []


ANSWER = {"question": "What of angry passengers?", "answer": "I say sorry, find a seat and bring them tea"}


@pytest.mark.parametrize(
    ("sentence", "count"),
    [
        ("With angry passengers I would be saying sorry first, and then find a seat and bring tea.", 0),
        ("I am saying sorry for the tea that I spilled.", 1),
    ],
)
def test_an_apology_that_answers_the_question_is_none(sentence: str, count: int) -> None:
    note = changed(("I would love", f"{sentence} I would love"))
    assert len(findings("reapology", note, stumble=ANSWER)) == count

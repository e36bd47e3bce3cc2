"""`boilerplate`: marks, remarks and stock openers are no part of a note."""

from __future__ import annotations

import pytest
from judging import changed, findings


@pytest.mark.parametrize(
    ("before", "after", "excerpt"),
    [
        ("a fifth came", "**a fifth** came", "**a fifth**"),
        ("a fifth came", "__a fifth__ came", "__a fifth__"),
        ("Crew rotas", "## Why me\n\nCrew rotas", "## Why me"),
        ("Crew rotas", "---\n\nCrew rotas", "---"),
        ("Crew rotas", "```\nCrew rotas", "```"),
        ("a fifth came", "<b>a fifth came", "<b>"),
        ("a fifth came", "[a fifth](here) came", "[a fifth](here)"),
        ("Subject:", "Sure! Here it is:\n\nSubject:", "Sure! Here it is:"),
    ],
)
def test_this_is_no_part_of_a_note(before: str, after: str, excerpt: str) -> None:
    assert excerpt in [finding.excerpt for finding in findings("boilerplate", changed((before, after)))]


def test_a_sentence_in_brackets_is_a_slot() -> None:
    assert (
        findings(
            "boilerplate", changed(("a fifth came", "a fifth came. [Feel free to adjust this.] It came"))
        )
        == []
    )


@pytest.mark.parametrize(
    "text", ["2 * 3 * 4 boats", "a_b_c", "a < b", "Kolleg*innen und Lektor*innen", "the #1 boat"]
)
def test_marks_with_a_meaning_pass(text: str) -> None:
    assert findings("boilerplate", changed(("a fifth came", f"{text} came"))) == []


@pytest.mark.parametrize(("channel", "count"), [("card", 0), ("email", 1)])
def test_place_and_date_may_stand_above_the_greeting_of_a_card(channel: str, count: int) -> None:
    note = changed(("Subject: Thank you for Tuesday\n", "Fenmouth, 7 October 2026\n"))
    assert len(findings("boilerplate", note, channel=channel)) == count


@pytest.mark.parametrize("between", [": ", ". "])
def test_an_answer_that_is_announced_is_part_of_the_note(between: str) -> None:
    stumble = {"question": "How would you cut fuel costs?", "answer": "I would slow the night crossings."}
    note = changed(
        ("I would love", f"Here is the short version{between}I would slow the night crossings. I would love")
    )
    assert findings("boilerplate", note, stumble=stumble) == []
    assert findings("boilerplate", changed(("I would love", "Here is the short version. I would love")))

"""`placeholder`: slots that nobody filled."""

from __future__ import annotations

from typing import Any

import pytest
from judging import changed, findings


def slots(text: str, **facts: Any) -> list[str | None]:
    note = changed(("came out of that work", f"came out of {text} there"))
    return [finding.excerpt for finding in findings("placeholder", note, **facts)]


@pytest.mark.parametrize(
    "slot",
    [
        "[Company]",
        "{name}",
        "{{ name }}",
        "<your name>",
        "XX",
        "xxx",
        "TODO",
        "TBD",
        "___",
        "$name",
        "%name%",
        "??",
        "DD/MM",
        ".....",
    ],
)
def test_a_slot_is_found(slot: str) -> None:
    assert slots(slot) == [slot]


@pytest.mark.parametrize(
    "text",
    [
        "Kolleg*innen",
        "Lektor_innen",
        "Kolleg:innen",
        "a (small) part",
        "10 % of it",
        "Max",
        "box",
        "x",
        "what?",
        "www.a.example/[b]",
    ],
)
def test_this_is_no_slot(text: str) -> None:
    assert slots(text) == []


def test_text_of_the_facts_is_no_slot() -> None:
    assert slots("Gallery XX", highlights=["I ran Gallery XX."]) == []
    assert slots("your TODO", highlights=["I cleared the old TODO list."]) == []


def test_what_the_facts_know_is_suggested() -> None:
    note = changed(("Brackwater Ferries", "[Company]"))
    assert [f.suggestion for f in findings("placeholder", note)] == ["Brackwater Ferries"]

"""`length`: words, sentences, paragraphs and points, both ends of every limit allowed."""

from __future__ import annotations

from typing import Any

import pytest
from judging import findings, with_body


def words(number: int) -> str:
    return " ".join(["Word"] * number)


def paragraphs(*sizes: int) -> str:
    """Paragraphs of so many words, the first in three sentences."""
    first = f"Word. Word. {words(sizes[0] - 2)}."
    return "\n\n".join([first, *(words(size) + "." for size in sizes[1:])])


def messages(body: str, **facts: Any) -> list[str]:
    return [finding.message for finding in findings("length", with_body(body), **facts)]


@pytest.mark.parametrize("sizes", [(45,), (90,), (90, 90, 50), (20, 20, 20, 20)])
def test_within_the_limits(sizes: tuple[int, ...]) -> None:
    assert messages(paragraphs(*sizes)) == []


@pytest.mark.parametrize(
    ("sizes", "says"),
    [
        ((44,), "has 44 words; a note needs at least 45"),
        ((90, 90, 51), "has 231 words; a note has room for 230"),
        ((91,), "A paragraph has 91 words"),
        ((20, 20, 20, 20, 20), "has 5 paragraphs; at most 4"),
    ],
)
def test_beyond_the_limits(sizes: tuple[int, ...], says: str) -> None:
    (message,) = messages(paragraphs(*sizes))
    assert says in message


@pytest.mark.parametrize(("size", "fits"), [(24, False), (25, True), (85, True)])
def test_a_card_is_shorter(size: int, fits: bool) -> None:
    assert (messages(paragraphs(size), channel="card") == []) is fits


def test_an_email_needs_three_sentences() -> None:
    assert ["2 sentences" in m for m in messages(f"{words(30)}. {words(30)}.")] == [True]


def test_a_list_and_its_lead_in_are_one_paragraph() -> None:
    listed = "\n".join(f"- {words(10)}" for _ in range(4))
    body = f"One. Two. {words(10)}:\n\n{listed}\n\nThree.\n\nFour.\n\nFive."
    assert messages(body) == []


@pytest.mark.parametrize(
    ("points", "size", "says"), [(5, 10, "has 5 points"), (2, 31, "A point of the list has 31")]
)
def test_lists_are_short(points: int, size: int, says: str) -> None:
    listed = "\n".join(f"- {words(size)}" for _ in range(points))
    assert any(says in m for m in messages(f"One. Two. Three:\n{listed}"))


def test_dashes_and_slashes_part_words_and_hyphens_do_not() -> None:
    assert messages(f"One. Two. {words(41)} a–b.") == []
    assert messages(f"One. Two. {words(41)} a-b.") != []

"""Numbers in words and digits."""

from __future__ import annotations

import pytest

from thankgen.language.numbers import Numerals

ENGLISH = Numerals(
    {
        "one": 1,
        "two": 2,
        "six": 6,
        "sixteen": 16,
        "twenty": 20,
        "eighty": 80,
        "five": 5,
        "hundred": 100,
        "thousand": 1000,
    },
    ("and",),
)
DANISH = Numerals({"fem": 5, "firs": 80, "hundrede": 100, "en": 1}, ("og",), {"snese": 20}, ("årig",))


@pytest.mark.parametrize(
    ("words", "value"),
    [
        ("two", 2),
        ("Two", 2),
        ("sixteen", 16),
        ("eighty-five", 85),
        ("eighty five", 85),
        ("hundred", 100),
        ("two hundred and five", 205),
        ("two thousand", 2000),
        ("twenty thousand two hundred", 20200),
        ("16", 16),
        ("007", 7),
        (" 3 ", 3),
    ],
)
def test_a_number_is_read(words: str, value: int) -> None:
    assert ENGLISH.read(words) == value


@pytest.mark.parametrize(
    "words", ["", " ", "-", "and", "tworts", "two x", "²", "①", "9" * 20, "two " * 40, "1.5"]
)
def test_what_is_no_number_is_none(words: str) -> None:
    assert ENGLISH.read(words) is None


def test_a_compound_is_read_in_its_parts() -> None:
    assert DANISH.read("femogfirs") == 85
    assert DANISH.read("fem hundrede og fem") == 505


@pytest.mark.parametrize("words", ["two six", "sixteen twenty", "twenty sixteen"])
def test_two_numbers_side_by_side_are_not_added(words: str) -> None:
    assert ENGLISH.read(words) is None


def test_a_word_may_begin_a_number() -> None:
    assert ENGLISH.begins("two")
    assert ENGLISH.begins("12")
    assert not ENGLISH.begins("tea")


def test_a_score_multiplies_and_is_no_number_alone() -> None:
    assert DANISH.read("fem snese") == 100
    assert DANISH.read("snese") is None


def test_a_numeral_counts_in_a_word_that_goes_on_as_one_does() -> None:
    assert DANISH.counted("femårig") == (5, 3)
    assert ENGLISH.counted("twenty-two-bed") == (22, 10)
    assert ENGLISH.counted("twenty-two") is None
    assert DANISH.counted("femte") is None
    assert DANISH.counted("årig") is None

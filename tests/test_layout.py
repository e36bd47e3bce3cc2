"""`layout`: subject, greeting, sign-off, name, and nothing after them."""

from __future__ import annotations

import pytest
from judging import changed, findings

SUBJECT = "Subject: Thank you for Tuesday\n\n"


@pytest.mark.parametrize(
    ("before", "after", "says"),
    [
        (SUBJECT, "", "no subject"),
        (SUBJECT, "Subject:\n\n", "no subject"),
        ("Thank you for Tuesday\n", "x" * 79 + "\n", "79 characters"),
        ("Hi Keith,\n\n", "", "greets nobody"),
        ("Best wishes,\n", "", "no sign-off"),
        ("Best wishes,\nImogen Sørvik-Hale\n01632 960111\n", "Best wishes,\n", "not signed"),
        ("01632 960111\n", "\nP.S. I will bring the biscuits.\n", "postscript"),
    ],
)
def test_what_is_missing_or_too_much(before: str, after: str, says: str) -> None:
    (finding,) = findings("layout", changed((before, after)))
    assert says in finding.message


def test_a_subject_of_78_characters_fits() -> None:
    assert findings("layout", changed(("Thank you for Tuesday\n", "x" * 78 + "\n"))) == []


def test_a_card_needs_no_subject() -> None:
    assert findings("layout", changed((SUBJECT, "")), channel="card") == []

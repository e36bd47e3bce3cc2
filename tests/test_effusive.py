"""`effusive`: exclamation marks and thanks are counted."""

from __future__ import annotations

import pytest
from judging import changed, findings


@pytest.mark.parametrize(
    ("pairs", "excerpts"),
    [
        ([("Keith,\n", "Keith!\n"), ("timetable.", "timetable!"), ("Ferries.", "Ferries!")], []),
        ([("timetable.", "timetable!"), ("Ferries.", "Ferries!"), ("16 October.", "16 October!")], ["!"]),
        ([("timetable.", "timetable!!")], ["!!"]),
        ([("Keith,\n", "Keith!!\n")], ["!!"]),
    ],
)
def test_exclamation_marks(pairs: list[tuple[str, str]], excerpts: list[str]) -> None:
    assert [f.excerpt for f in findings("effusive", changed(*pairs))] == excerpts


@pytest.mark.parametrize(("times", "count"), [(3, 0), (4, 1)])
def test_more_than_four_sentences_that_thank_are_too_many(times: int, count: int) -> None:
    note = changed(("Crew rotas are", "Thank you for the tea. " * times + "Crew rotas are"))
    assert len([f for f in findings("effusive", note) if "sentences thank" in f.message]) == count

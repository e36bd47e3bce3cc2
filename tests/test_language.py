"""`language`, `incident` and `gratitude` in English."""

from __future__ import annotations

import pytest
from judging import changed, findings

INCIDENT = {"what": "The call dropped twice", "positive": "we laughed about it"}


@pytest.mark.parametrize(
    "sentence",
    [
        "Ich freue mich sehr auf die Zusammenarbeit mit Ihnen.",
        "Jag ser fram emot att höra av er igen.",
        "Jeg glæder mig til at høre fra jer igen.",
    ],
)
def test_a_sentence_in_another_language_is_found_whole(sentence: str) -> None:
    (finding,) = findings("language", changed(("I would love", f"{sentence} I would love")))
    assert finding.excerpt == sentence


def test_one_small_word_tells_of_another_language() -> None:
    sentence = "Der Teufel steckt im Detail."
    (finding,) = findings("language", changed(("I would love", f"{sentence} I would love")))
    assert finding.excerpt == sentence


def test_a_word_of_one_letter_belongs_to_no_language() -> None:
    sentence = "Nagyon élveztem a beszélgetést."
    (finding,) = findings("language", changed(("I would love", f"{sentence} I would love")))
    assert finding.excerpt == sentence


@pytest.mark.parametrize(
    ("sentence", "count"), [("Great crews build great timetables.", 1), ("Et godt team er guld værd.", 0)]
)
def test_a_sentence_of_lent_words_alone_is_foreign(sentence: str, count: int) -> None:
    note = f"Subject: Tak\n\nHej Keith\n\nTak for samtalen i går. {sentence}\n\nMange hilsner\nImogen"
    assert len(findings("language", note, language="da")) == count


def test_a_loan_word_is_no_other_language() -> None:
    assert (
        findings("language", changed(("a fifth came", "a fifth, a real Fingerspitzengefühl thing, came")))
        == []
    )


@pytest.mark.parametrize(
    ("sentences", "count"),
    [
        ("The call dropped twice and we laughed about it.", 0),
        ("The call dropped twice. Then the call dropped again twice. It dropped during the call.", 1),
    ],
)
def test_an_incident_is_worth_two_sentences(sentences: str, count: int) -> None:
    note = changed(("I look forward", f"{sentences}\n\nI look forward"))
    found = findings("incident", note, incident=INCIDENT)
    assert len(found) == count
    assert all(f.severity == "warning" for f in found)


def test_a_word_of_what_happened_is_enough_to_blame_somebody_for_it() -> None:
    note = changed(("I look forward", "It was your fault that we were dropped.\n\nI look forward"))
    assert len(findings("incident", note, incident=INCIDENT)) == 1


def test_the_opening_thanks() -> None:
    note = changed(
        (
            "Thank you for the time you gave me on Tuesday, and for telling",
            "It was good on Tuesday, and you were telling",
        )
    )
    assert len(findings("gratitude", note)) == 1
    assert findings("gratitude") == []

"""Changes to a text, and what the edits propose."""

from __future__ import annotations

import pytest
from judging import KEITH, RULEBOOK, changed
from samples import GOOD_NOTE, make_facts

from thankgen.edits import EDITS
from thankgen.edits.change import (
    Alternative,
    Change,
    insert_at_end,
    insert_first,
    insert_paragraph,
    remove_sentence,
)
from thankgen.enforce import enforce
from thankgen.language.reading import Reading

FACTS = make_facts().to(KEITH)


def read(text: str) -> Reading:
    return RULEBOOK.read(text, FACTS)


def test_changes_are_made_from_the_end_so_that_places_stay() -> None:
    changes = (Change((0, 3), "1"), Change((8, 13), "three"), Change((4, 7), "22"))
    assert Alternative("", changes).apply("one two three") == "1 22 three"


def test_an_insertion_takes_nothing_away() -> None:
    assert Alternative("", (Change((3, 3), " more"),)).apply("one two") == "one more two"


def without(text: str, sentence: str) -> str:
    note = read(text)
    (found,) = [s for s in note.sentences if s.text == sentence]
    return Alternative("", remove_sentence(note, found)).apply(note.text)


def test_a_sentence_goes_with_its_space() -> None:
    note = changed(("heart:", "heart. I like boats. Then:"))
    assert "heart. Then:" in without(note, "I like boats.")


def test_a_last_sentence_goes_with_the_space_before_it() -> None:
    note = changed(("Ferries.", "Ferries. I like boats."))
    assert "Ferries.\n\nI look" in without(note, "I like boats.")


def test_a_lone_sentence_goes_with_its_paragraph() -> None:
    note = changed(("\n\nI look", "\n\nI like boats very much indeed.\n\nI look"))
    assert without(note, "I like boats very much indeed.") == GOOD_NOTE


def test_a_bullet_goes_with_its_line() -> None:
    note = changed(("Ferries.", "Ferries:\n- boats\n- tides\n- rotas"))
    assert "Ferries:\n- boats\n- rotas\n" in without(note, "- tides")


def test_sentences_are_put_first_last_and_by_themselves() -> None:
    note = read(GOOD_NOTE)
    assert "Keith,\n\nYes. Thank you" in Alternative("", insert_first(note, "Yes.")).apply(note.text)
    assert "19 October. Yes.\n\nBest" in Alternative("", insert_at_end(note, "Yes.")).apply(note.text)
    assert "19 October.\n\nYes.\n\nBest" in Alternative("", insert_paragraph(note, "Yes.")).apply(note.text)


def test_a_note_without_a_body_takes_no_insertions() -> None:
    note = read("Hi Keith,\n\nBest wishes,\nImogen Sørvik-Hale")
    assert insert_first(note, "x") == insert_at_end(note, "x") == insert_paragraph(note, "x") == ()


_FULL_OF_FAULTS = """\
sorry

- [Name]

**x** kieth

Thank you. Thank you so much. Thank you again. Thank you ever so much! You are the most wonderful, brilliant,
outstanding genius ever!!! Das Gespräch mit Ihnen war sehr schön und ich freue mich. I like Brackwatter Ferries.
"""


@pytest.mark.parametrize("check", sorted(EDITS))
def test_every_edit_can_be_asked_about_anything(check: str) -> None:
    asked = 0
    for text in (_FULL_OF_FAULTS, _FULL_OF_FAULTS * 4, "sorry"):
        note = read(text)
        for finding in RULEBOOK.check(text, FACTS).findings:
            rule = RULEBOOK.language("en").by_id[finding.guardrail]
            if RULEBOOK.guardrails[finding.guardrail].policy.check == check:
                asked += 1
                assert all(isinstance(a.apply(text), str) for a in EDITS[check](note, FACTS, finding, rule))
    assert asked


@pytest.mark.parametrize("text", [GOOD_NOTE * 8, "! ? . " * 100, " ".join(f"[slot {n}]" for n in range(70))])
def test_a_hopeless_text_is_judged_and_left_as_it_is(text: str) -> None:
    result = enforce(text, FACTS, RULEBOOK)
    assert result.text == text
    assert result.edits == ()
    assert result.report == result.found


def test_many_slips_are_mended_together() -> None:
    note = changed(
        ("timetable", "tiemtable"),
        ("Hi Keith", "Hi Kieth"),
        ("heart: I", "heart: I I"),
        ("came out", "came  out"),
    )
    result = enforce(note, FACTS, RULEBOOK)
    assert result.text == GOOD_NOTE
    assert {edit.guardrail for edit in result.edits} == {"names", "proofread"}


def test_however_many_spaces_are_doubled_they_are_mended() -> None:
    result = enforce(GOOD_NOTE.replace(" ", "  "), FACTS, RULEBOOK)
    assert result.text == GOOD_NOTE

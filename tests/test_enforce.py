"""Check, edit, check again."""

from __future__ import annotations

import pytest

from thankgen.enforce import enforce, offers, worse
from thankgen.facts import Facts
from thankgen.finding import Finding, Report
from thankgen.rulebook import Rulebook

KEITH = "Keith Abernethy"


def test_a_good_note_stays_as_it_is(good_note: str, facts: Facts, rulebook: Rulebook) -> None:
    result = enforce(good_note, facts.to(KEITH), rulebook)
    assert result.report.findings == ()
    assert result.text == good_note
    assert result.edits == ()


@pytest.mark.parametrize(
    ("before", "after", "guardrail"),
    [
        ("Hi Keith,", "Hi Kieth,", "names"),
        ("Brackwater", "Brackwatter", "names"),
        ("Sørvik-Hale\n", "Sorvik-Hale\n", "names"),
        ("Hi Keith,", "Hi [Name],", "names"),
        ("a fifth came", "a **fifth** came", "boilerplate"),
        ("Subject:", "Here is your thank-you note:\n\nSubject:", "boilerplate"),
        (" If I have not heard anything by then, I will be in touch on Monday 19 October.", "", "close"),
        ("Friday 16 October", "Thursday 16 October", "close"),
        ("Subject: Thank you for Tuesday\n\n", "", "layout"),
        ("Best wishes,\n", "", "layout"),
        ("01632 960111\n", "01632 960111\n\nP.S. I will bring the biscuits next time.\n", "layout"),
        ("Tuesday, and", "Tuesday! Truly! Wonderful! And", "effusive"),
        ("came out of that work.", "came out of that work. I am sorry again that I was late.", "reapology"),
        ("at Brackwater Ferries", "at [Company]", "placeholder"),
    ],
)
def test_a_fault_with_one_right_answer_is_mended(
    before: str, after: str, guardrail: str, good_note: str, facts: Facts, rulebook: Rulebook
) -> None:
    assert before in good_note
    faulty = good_note.replace(before, after)
    result = enforce(faulty, facts.to(KEITH), rulebook)
    assert guardrail in {finding.guardrail for finding in result.found.findings}
    assert result.report.passed, result.report.findings
    assert guardrail in {edit.guardrail for edit in result.edits}
    again = enforce(result.text, facts.to(KEITH), rulebook)
    assert again.text == result.text, "edits are idempotent"


def test_an_edit_that_makes_another_guardrail_worse_does_not_stay(
    good_note: str, facts: Facts, rulebook: Rulebook
) -> None:
    # The only thanks stand in the sentence that apologises: leaving it out would leave no thanks.
    faulty = good_note.replace(
        "Thank you for the time you gave me on Tuesday, and for telling me so much about the winter timetable.",
        "Sorry again for my late arrival.",
    )
    result = enforce(faulty, facts.to(KEITH), rulebook)
    assert worse(result.found, result.report) == ()


def test_worse_compares_errors_a_guardrail() -> None:
    def report(*guardrails: str) -> Report:
        return Report(findings=tuple(Finding(guardrail=g, message="m") for g in guardrails))

    assert worse(report("names", "close"), report("names")) == ()
    assert worse(report("close", "close"), report("names")) == ("names",)
    assert worse(report("names"), report("names", "names")) == ("names",)


def test_an_offer_mends_its_own_finding_and_nothing_else(
    good_note: str, facts: Facts, rulebook: Rulebook
) -> None:
    text = good_note.replace("Hi Keith,", "Hi Kieth,").replace("Friday 16", "Thursday 16")
    offered = {offer.edit.after: offer.text for offer in offers(text, facts.to(KEITH), rulebook)}
    assert offered["Keith"] == text.replace("Kieth", "Keith")
    assert offered["Friday 16 October"] == text.replace("Thursday", "Friday")


def test_a_good_note_and_a_text_too_long_are_offered_nothing(
    good_note: str, facts: Facts, rulebook: Rulebook
) -> None:
    assert offers(good_note, facts.to(KEITH), rulebook) == ()
    assert offers(good_note.replace("Hi Keith", "Hi Kieth") * 12, facts.to(KEITH), rulebook) == ()

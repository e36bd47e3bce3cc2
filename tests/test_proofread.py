"""`proofread`: spacing, pairs, edges and spelling, in English for an example."""

from __future__ import annotations

import pytest
from hostile_texts import kinds
from judging import changed, findings
from samples import make_facts

from thankgen.rulebook import Rulebook


@pytest.mark.parametrize(
    ("before", "after", "excerpt", "suggestion"),
    [
        ("came out", "came came out", "came came", "came"),
        ("came out", "came  out", "  ", " "),
        ("Tuesday,", "Tuesday ,", " ", ""),
        ("Tuesday, ", "Tuesday ,", " ", ""),
        ("work. I would", "work.Then I would", ".", ". "),
        ("Crew rotas are", "crew rotas are", "c", "C"),
        ("timetable.", "tiemtable.", "tiemtable", "timetable"),
        ("Ferries.", "Ferries", None, None),
        ("a fifth", "(a fifth", None, None),
        ("a fifth", '"a fifth', None, None),
    ],
)
def test_a_slip_is_found(before: str, after: str, excerpt: str | None, suggestion: str | None) -> None:
    (finding,) = findings("proofread", changed((before, after)))
    assert finding.suggestion == suggestion
    if excerpt is not None:
        assert finding.excerpt == excerpt


@pytest.mark.parametrize(
    "text",
    [
        "that that",
        "had had",
        "colour and neighbour",
        "www.a-b.example",
        "e.g. boats",
        "(a fifth)",
        "“a fifth”",
        "3.5 boats",
        "well-known",
        "the US us sailors know as",
    ],
)
def test_this_is_no_slip(text: str) -> None:
    found = findings("proofread", changed(("a fifth came", f"{text} came")))
    assert [f for f in found if f.excerpt and f.excerpt in text] == []


def test_names_and_words_of_the_facts_are_known() -> None:
    note = changed(("a fifth came", "the zorkplinth came"))
    assert findings("proofread", note, highlights=["I built a zorkplinth."]) == []


def test_only_so_many_unknown_words_are_looked_into() -> None:
    misspelt = kinds()["misspelt words"](900).split()
    sentences = " ".join(f"The {word} was good to see for us all." for word in misspelt[:30])
    note = changed(("I would love", f"{sentences} I would love"))
    messages = [f.message for f in findings("proofread", note)]
    assert sum("were looked into" in m for m in messages) == 1
    assert sum("is not in the dictionary" in m for m in messages) <= 20


def test_a_doubled_letter_is_no_compound(rulebook: Rulebook) -> None:
    facts = make_facts(language="sv")
    for word, found in (
        ("överaskad", ["överraskad"]),
        ("överraskad", []),
        ("turlistemöte", []),
        ("proffesionell", ["professionell"]),
    ):
        report = rulebook.check(f"Hej Keith,\n\nJag blev {word}.\n", facts.to("Keith Abernethy"))
        assert [f.suggestion for f in report.findings if f.guardrail == "proofread"] == found


def test_what_the_facts_say_in_the_same_words_is_no_slip_of_grammar() -> None:
    sentence = "Everybody are welcome aboard."
    note = changed(("I would love", f"{sentence} I would love"))
    assert [f.excerpt for f in findings("proofread", note)] == ["Everybody are"]
    assert findings("proofread", note, discussed=["a poster that says everybody are welcome"]) == []


@pytest.mark.parametrize(("word", "found"), [("Feber", []), ("Fäber", ["Fäber"])])
def test_a_month_that_the_date_reader_knows_is_a_word(
    rulebook: Rulebook, word: str, found: list[str]
) -> None:
    report = rulebook.check(
        f"Guten Tag Keith,\n\nbis zum 20. {word} höre ich von Ihnen.\n",
        make_facts(language="de").to("Keith Abernethy"),
    )
    assert [f.excerpt for f in report.findings if f.guardrail == "proofread" and f.excerpt == word] == found

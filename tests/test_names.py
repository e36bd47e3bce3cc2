"""Slips of names, and what the guardrail `names` makes of them."""

from __future__ import annotations

import pytest
from judging import changed, findings
from samples import GOOD_NOTE, make_facts

from thankgen.facts import Facts
from thankgen.finding import Finding
from thankgen.language.names import fold_keys, fold_name, name_words, one_slip_apart
from thankgen.rulebook import Rulebook

KEITH = "Keith Abernethy"


@pytest.mark.parametrize(
    ("word", "other"),
    [
        ("kieth", "keith"),
        ("keth", "keith"),
        ("keiith", "keith"),
        ("keoth", "keith"),
        ("ekith", "keith"),
        ("keit", "keith"),
    ],
)
def test_one_slip(word: str, other: str) -> None:
    assert one_slip_apart(word, other)
    assert one_slip_apart(other, word)


@pytest.mark.parametrize("word", ["keith", "kith", "kehti", "thiek", "", "keithys", "ketih2"])
def test_no_slip_or_more_than_one(word: str) -> None:
    assert one_slip_apart(word, "keith") is (word == "kith")


@pytest.mark.parametrize(
    ("word", "folded"), [("Ibáñez", "ibanez"), ("Wójcik", "wojcik"), ("Łukasz", "lukasz"), ("Keith", "keith")]
)
def test_folding_takes_diacritics_away(word: str, folded: str) -> None:
    assert fold_name(word) == folded


@pytest.mark.parametrize(
    ("one", "other"), [("Müller", "Mueller"), ("Søren", "Soeren"), ("Ågård", "Aagaard"), ("Weiß", "Weiss")]
)
def test_transliterations_share_a_key(one: str, other: str) -> None:
    assert fold_keys(one) & fold_keys(other)


def test_the_words_of_a_name_are_folded() -> None:
    assert name_words("Søren Kjær-O'Neill") == {"soren", "kjaer", "o", "neill"}


def found(note: str, facts: Facts, rulebook: Rulebook) -> list[Finding]:
    return [f for f in rulebook.check(note, facts.to(KEITH)).findings if f.guardrail == "names"]


def test_a_company_of_ordinary_words_keeps_its_capitals(rulebook: Rulebook) -> None:
    facts = make_facts(company="plain sailing")
    for name, suggestions in (("plain sailing", []), ("Plain Sailing", ["plain", "sailing"])):
        note = GOOD_NOTE.replace("Brackwater Ferries", name)
        assert [f.suggestion for f in found(note, facts, rulebook)] == suggestions


@pytest.mark.parametrize(
    ("before", "after", "suggestion"),
    [
        ("Hi Keith", "Hi Kieth", "Keith"),
        ("Brackwater Ferries", "Brackwater Feries", "Ferries"),
        ("Brackwater", "Brackwater's", None),
        ("Brackwater", "BRACKWATER", "Brackwater"),
        ("Imogen Sørvik-Hale", "Imogen Soervik-Hale", "Sørvik"),
    ],
)
def test_spelling(before: str, after: str, suggestion: str | None, facts: Facts, rulebook: Rulebook) -> None:
    assert before in GOOD_NOTE
    findings = found(GOOD_NOTE.replace(before, after), facts, rulebook)
    assert [f.suggestion for f in findings] == ([suggestion] if suggestion else [])


@pytest.mark.parametrize(
    ("line", "says"),
    [
        ("Hi Małgorzata,", "goes to Keith"),
        ("Hi there,", "does not name the reader"),
        ("Hi Petra,", "does not name the reader"),
    ],
)
def test_the_greeting_names_the_reader(line: str, says: str, facts: Facts, rulebook: Rulebook) -> None:
    findings = found(GOOD_NOTE.replace("Hi Keith,", line), facts, rulebook)
    assert [says in f.message for f in findings] == [True]


def test_the_candidate_signs(facts: Facts, rulebook: Rulebook) -> None:
    (finding,) = found(GOOD_NOTE.replace("Imogen Sørvik-Hale", "Petra Quist"), facts, rulebook)
    assert "signed by somebody else" in finding.message
    assert finding.suggestion == "Imogen Sørvik-Hale"


def test_a_candidate_whose_script_has_no_capitals_signs(rulebook: Rulebook) -> None:
    facts = make_facts(candidate={"name": "דוד לוי"})
    assert found(GOOD_NOTE.replace("Imogen Sørvik-Hale", "דוד לוי"), facts, rulebook) == []


def test_a_name_in_an_address_is_not_read(facts: Facts, rulebook: Rulebook) -> None:
    note = GOOD_NOTE + "imogen@sorvik-hale.example\n"
    assert found(note, facts, rulebook) == []


@pytest.mark.parametrize("title", ["Mr", "Prof."])
def test_a_title_that_contradicts_the_address_is_found_wherever_it_stands(
    title: str, rulebook: Rulebook
) -> None:
    recipients = [
        {"name": "Sabine Abernethy", "address": "Ms Abernethy", "discussed": ["the winter timetable"]}
    ]
    facts = make_facts(recipients=recipients)
    note = GOOD_NOTE.replace("Hi Keith,", "Dear Ms Abernethy,")

    def wrong(sentence: str) -> bool:
        text = note.replace("I would love", f"{sentence} I would love")
        report = rulebook.check(text, facts.to("Sabine Abernethy"))
        return any("is addressed as" in f.message for f in report.findings)

    assert not wrong("So it was good of Ms Abernethy to call.")
    assert wrong(f"It was good of {title} Abernethy to call.")
    assert wrong(f"So it was good of {title} Abernethy to call.")
    assert wrong(f"And so it was good of {title} Abernethy to call.")


def test_the_month_of_a_date_is_no_slip_of_a_name(rulebook: Rulebook) -> None:
    facts = make_facts(company="Juno Ferries", next_steps={"decision_by": "2027-06-26"})
    note = GOOD_NOTE.replace("Brackwater", "Juno").replace("16 October", "26 June")
    assert found(note, facts, rulebook) == []
    assert [f.suggestion for f in found(note.replace("Juno", "June"), facts, rulebook)] == ["Juno"]


def test_nobody_is_greeted_in_the_genitive(facts: Facts, rulebook: Rulebook) -> None:
    assert [f.suggestion for f in found(GOOD_NOTE.replace("Hi Keith", "Hi Keiths"), facts, rulebook)] == [
        "Keith"
    ]
    assert found(GOOD_NOTE.replace("the winter", "Keiths winter"), facts, rulebook) == []


def test_an_ordinary_word_before_the_rest_of_a_name_is_a_slip_of_it(rulebook: Rulebook) -> None:
    facts = make_facts(company="Plaice & Plover")
    note = GOOD_NOTE.replace("Brackwater Ferries", "Place & Plover")
    assert [f.suggestion for f in found(note, facts, rulebook)] == ["Plaice"]
    assert found(note.replace("Place & Plover", "the Place"), facts, rulebook) == []


def test_another_first_name_before_the_readers_surname() -> None:
    def greeted(greeting: str) -> list[str]:
        return [f.message for f in findings("names", changed(("Hi Keith,", greeting)))]

    assert greeted("Dear Kevin Abernethy,") == ["The greeting says “Kevin”; the reader is Keith Abernethy."]
    assert greeted("Dear Keith Abernethy,") == []
    assert greeted("Dear Mr Abernethy,") == []


def test_a_hyphenated_first_name_names_the_reader() -> None:
    recipients = [{"name": "Anna-Lena Berg", "address": "Ms Berg", "relation": "hr"}]
    note = changed(("Hi Keith,", "Dear Anna-Lena Berg,"))
    assert findings("names", note, to="Anna-Lena Berg", recipients=recipients) == []


@pytest.mark.parametrize(
    ("greeting", "count"),
    [("Dear Professor Abernethy,", 1), ("Dear Keith,", 0), ("Dear Keith Abernethy,", 0)],
)
def test_a_rank_that_the_address_has_not_is_none_of_the_readers(greeting: str, count: int) -> None:
    recipients = [{"name": KEITH, "address": "Keith Abernethy", "title": "head of routes", "relation": "hr"}]
    assert len(findings("names", changed(("Hi Keith,", greeting)), recipients=recipients)) == count


@pytest.mark.parametrize(
    ("said", "count"),
    [
        ("im Botanischen Garten Auental", 0),
        ("im Botaniscer Garten Auental", 1),
        ("der Botanische Garten", 0),
    ],
)
def test_an_adjective_of_the_companys_name_is_inflected(said: str, count: int) -> None:
    note = (
        f"Betreff: Danke\n\nHallo Keith,\n\ndanke für das Gespräch {said}.\n\nViele Grüße\nImogen Sørvik-Hale"
    )
    assert len(findings("names", note, language="de", company="Botanischer Garten Auental")) == count


@pytest.mark.parametrize(
    ("said", "count"), [("I saw Kith at the gate.", 1), ("We talked of kith and kin.", 0)]
)
def test_a_word_that_is_large_within_a_sentence_is_a_name(said: str, count: int) -> None:
    assert len(findings("names", changed(("I would love", f"{said} I would love")))) == count

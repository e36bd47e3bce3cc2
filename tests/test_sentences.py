"""Where sentences end, and where a stop ends none."""

from __future__ import annotations

import pytest

from thankgen.language.sentences import split_sentences

ABBREVIATIONS = frozenset({"dr.", "z.b.", "e.g.", "st.", "prof.", "bl.a.", "p.m.", "no."})
OPENERS = frozenset({"ich", "we", "the", "jag", "i", "wir"})


def split(text: str) -> list[str]:
    spans = split_sentences(text, (0, len(text)), ABBREVIATIONS, OPENERS)
    return [text[start:end] for start, end in spans]


@pytest.mark.parametrize(
    "sentence",
    [
        "I met Dr. Abel on the quay.",
        "We planned a lot, e.g. the rotas.",
        "Das gilt z.B. für die Fähre.",
        "Ich melde mich am 3. Dezember bei Ihnen.",
        "Ich freue mich bis zum 15. an jedem Tag.",
        "Am 24. 3. melde ich mich bei Ihnen.",
        "Den 2. november ringer jag.",
        "We walked to St. Afra and back.",
        "I have used q.Lattice for years.",
        "Version 2.5 came out of that work.",
        "J. K. Abel opened the door.",
        "See no. 5 and Dr. Abel at 3 p.m. Tuesday.",
        "„Warum?“ wohl das bessere Wort.",
        'She asked "Why me?" and laughed.',
        "Well … that was all.",
        "Well ... that was all.",
        "Wait?! said nobody.",
        "www.brackwater.example is where it stands.",
        "We met (at 3 p.m. in the hall) and talked.",
        "No stop at all",
    ],
)
def test_this_is_one_sentence(sentence: str) -> None:
    assert split(sentence) == [sentence]


@pytest.mark.parametrize(
    ("text", "sentences"),
    [
        ("One. Two.", ["One.", "Two."]),
        ("One! Two? Three…", ["One!", "Two?", "Three…"]),
        ("It ends here... Then it goes on.", ["It ends here...", "Then it goes on."]),
        ("We had 15. The rest left.", ["We had 15.", "The rest left."]),
        ("Das ist wahr. wir wissen es.", ["Das ist wahr.", "wir wissen es."]),
        ("Es waren 12. Wir blieben.", ["Es waren 12.", "Wir blieben."]),
        ("That was in 2025. Now it is done.", ["That was in 2025.", "Now it is done."]),
        ('He said "Stop." Then he left.', ['He said "Stop."', "Then he left."]),
        ("(A thought.) Another.", ["(A thought.)", "Another."]),
        ("So did I. We agreed.", ["So did I.", "We agreed."]),
        ("We meet at 3 p.m. We bring cake.", ["We meet at 3 p.m.", "We bring cake."]),
        ("You cannot say no. The rest is easy.", ["You cannot say no.", "The rest is easy."]),
        ("  One.\nTwo.  ", ["One.", "Two."]),
        ("One.   Two.", ["One.", "Two."]),
    ],
)
def test_these_are_several(text: str, sentences: list[str]) -> None:
    assert split(text) == sentences


@pytest.mark.parametrize("text", ["", "   ", "\n\n"])
def test_nothing_has_no_sentence(text: str) -> None:
    assert split(text) == []


def test_marks_alone_are_one_sentence() -> None:
    assert split("!!! ???") == ["!!!", "???"]


def test_only_the_span_is_split() -> None:
    text = "Skip. One. Two. Skip."
    assert split_sentences(text, (6, 15), ABBREVIATIONS, OPENERS) == [(6, 10), (11, 15)]


def test_a_word_without_a_vowel_is_an_abbreviation() -> None:
    text = "Alle spsk. og dl kan man læse."
    assert split_sentences(text, (0, len(text)), frozenset(), frozenset({"og"})) == [(0, len(text))]

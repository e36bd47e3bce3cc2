"""What holds for every text: no crash, honest spans, verdicts that follow the words and not their encoding."""

from __future__ import annotations

import unicodedata

import pytest
from hostile_texts import in_a_note, kinds
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from samples import GOOD_NOTE, make_facts

from thankgen import api
from thankgen.enforce import enforce, worse
from thankgen.errors import NoteError
from thankgen.facts import Addressed
from thankgen.finding import Report
from thankgen.rulebook import Rulebook

RULEBOOK: Rulebook = api.load_rulebook()
KEITH = "Keith Abernethy"
FULL = make_facts(
    stumble={"question": "How would you cut fuel costs?", "answer": "I would slow the night crossings."},
    incident={"what": "The call dropped twice", "positive": "we laughed about it"},
)
FACTS = (
    FULL.to(KEITH),
    make_facts(channel="card").to("Małgorzata Wiśniewska"),
    make_facts(occasion="offer", formality="formal").to(KEITH),
)
SCRAPS = (
    "Kieth", "Keith's", "MR KEITH", "Brackwatter", "sorry", "I apologise", "[Name]", "**a**", "P.S. One more thing.",
    "Best wishes,", "Subject: x", "- a point", "\n\n", "!!", "...", "XX", "Friday 17 October", "in a million weeks",
    "next Friday", "31 February", "v. 99", "999999999999999999999", "²", "①", "1.2.3", "www.x.se/", "a@b.se", "“", "(",
    "e\u0301", "\u212b", "\ufb01", "\uac01", "\u1100\u1161", "\u200b", "\u202e", "\r", "\t", "\u2028", "teh", "the the",
    "ich danke Ihnen sehr", "Sie", "thank you", "from the bottom of my heart", "'", "’s", "–", "/", "…", "ß", "ı", "İ",
)  # fmt: skip

words = st.sampled_from(GOOD_NOTE.split()) | st.sampled_from(SCRAPS)
anything = st.text(max_size=400)
made_of_scraps = st.lists(words, max_size=60).map(" ".join)


@st.composite
def mutated(draw: st.DrawFn) -> str:
    """The good note with a few words or paragraphs taken out, put in, replaced or moved."""
    parts = draw(st.sampled_from([" ", "\n\n", "\n"]))
    pieces = GOOD_NOTE.split(parts)
    for _ in range(draw(st.integers(1, 5))):
        place = draw(st.integers(0, len(pieces)))
        change = draw(st.sampled_from(["delete", "insert", "replace", "double"]))
        if change in ("delete", "replace"):
            del pieces[place : place + draw(st.integers(1, 3))]
        if change in ("insert", "replace"):
            pieces.insert(place, draw(words | st.text(max_size=8)))
        if change == "double":
            pieces[place:place] = pieces[place : place + 1]
    return parts.join(pieces)


texts = mutated() | made_of_scraps | anything
careful = settings(
    deadline=None, derandomize=True, max_examples=150, suppress_health_check=list(HealthCheck), database=None
)


def judge(text: str, facts: Addressed) -> Report | None:
    """The report, or None for what is no note at all."""
    try:
        return RULEBOOK.check(text, facts)
    except NoteError:
        return None


def verdict(text: str, facts: Addressed) -> set[str] | None:
    report = judge(text, facts)
    return None if report is None else {finding.guardrail for finding in report.findings}


@careful
@given(texts, st.sampled_from(FACTS))
def test_every_text_is_judged_and_every_span_lies_in_it(text: str, facts: Addressed) -> None:
    report = judge(text, facts)
    for finding in report.findings if report else ():
        if finding.span is None:
            assert finding.excerpt is None
            continue
        start, end = finding.span
        assert 0 <= start <= end <= len(text)
        assert finding.excerpt == text[start:end]


@careful
@given(texts, st.sampled_from(["\n", "\n\n\n", "  ", " \n\t\n", "\r\n"]))
def test_white_space_at_the_end_changes_no_verdict(text: str, tail: str) -> None:
    assert verdict(text + tail, FACTS[0]) == verdict(text, FACTS[0])


@careful
@given(texts)
def test_a_verdict_is_the_same_for_composed_and_decomposed_letters(text: str) -> None:
    composed = unicodedata.normalize("NFC", text)
    assert verdict(unicodedata.normalize("NFD", text), FACTS[0]) == verdict(composed, FACTS[0])


@careful
@given(texts)
def test_a_verdict_is_the_same_for_any_line_ending(text: str) -> None:
    unix = text.replace("\r", "")
    expected = verdict(unix, FACTS[0])
    assert verdict(unix.replace("\n", "\r\n"), FACTS[0]) == expected
    assert verdict(unix.replace("\n", "\r"), FACTS[0]) == expected


@careful
@given(texts, st.sampled_from(FACTS))
def test_edits_make_nothing_worse_and_change_nothing_the_second_time(text: str, facts: Addressed) -> None:
    try:
        once = enforce(text, facts, RULEBOOK)
    except NoteError:
        return
    assert worse(once.found, once.report) == ()
    assert once.report == RULEBOOK.check(once.text, facts)
    assert (once.text == text) or once.edits
    again = enforce(once.text, facts, RULEBOOK)
    assert again.text == once.text
    assert again.edits == ()


@careful
@given(mutated())
def test_judging_twice_says_the_same(text: str) -> None:
    assert judge(text, FACTS[0]) == judge(text, FACTS[0])


@pytest.mark.parametrize("kind", kinds())
def test_hostile_texts_are_judged(kind: str) -> None:
    filling = kinds()[kind](2_000)
    for text in (filling, in_a_note(filling, GOOD_NOTE, size=3_000)):
        judge(text, FACTS[0])

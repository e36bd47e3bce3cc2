"""How a text becomes a reading: normal form, line breaks, places in the text as given."""

from __future__ import annotations

import unicodedata

import pytest
from conftest import ROOT

from thankgen.language.machine_text import ADDRESS_OR_LINK, EMAIL, LINK, MACHINE_TEXT
from thankgen.language.reading import Reading
from thankgen.language.spans import Taken
from thankgen.rulebook import read_lexicon

ENGLISH = read_lexicon("en", (ROOT / "guardrails",))


def read(text: str) -> Reading:
    return Reading(text, ENGLISH)


@pytest.mark.parametrize(
    ("given", "text"),
    [
        ("a\r\nb\rc\nd", "a\nb\nc\nd"),
        ("\r\r\n\n", "\n\n\n"),
        ("Su\u0308d", "Süd"),
        ("A\u030angstro\u0308m", "Ångström"),
        ("\u212b", "Å"),
        ("\u1112\u1161\u11ab", "한"),
        ("e\u0323\u0302", "ệ"),
        ("\u0928\u093c", "\u0929"),
        ("\u2000x", "\u2002x"),
        ("\u0301x", "\u0301x"),
        ("„Süd“ – …", "„Süd“ – …"),
        ("plain", "plain"),
        ("", ""),
    ],
)
def test_the_text_is_composed_and_has_line_feeds(given: str, text: str) -> None:
    reading = read(given)
    assert reading.text == text
    assert len(reading.plain) == len(text)


@pytest.mark.parametrize(
    "given", ["Zoe\u0308 met\r\nAs\u030ae.", "\u1112\u1161\u11ab end", "x\u0323\u0302y", "\ufb1d a"]
)
def test_every_place_leads_back_to_the_text_as_given(given: str) -> None:
    reading = read(given)
    for start in range(len(reading.text)):
        a, b = reading.origin((start, start + 1))
        piece = given[a:b].replace("\r\n", "\n")
        assert unicodedata.normalize("NFC", piece) == reading.text[start] or given.startswith("\ufb1d")
    assert reading.origin((0, len(reading.text))) == (0, len(given))


def test_more_marks_than_a_letter_can_bear_are_kept() -> None:
    given = "a" + "\u0301\u0323" * 500
    reading = read(given)
    assert reading.origin((0, len(reading.text))) == (0, len(given))


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("one two", 2),
        ("well-known don't", 2),
        ("one – two—three/four", 4),
        ("... !!! -- __ ()", 0),
        ("(one) _two_ '3'", 3),
        ("", 0),
        ("!" * 1000 + "a", 1),
    ],
)
def test_words_are_counted_as_the_guardrails_say(text: str, words: int) -> None:
    assert read(text).count_words((0, len(text))) == words


def test_sentences_are_numbered_through_the_note_and_know_their_place() -> None:
    reading = Reading(
        "Subject: a\n\nHi Keith,\n\nOne. Two.\n\nThree is more than two are.\n\nBest wishes,\nImogen\n\nP.S. Four.",
        ENGLISH,
        ("Keith",),
        "Imogen",
    )
    assert [s.index for s in reading.sentences] == list(range(len(reading.sentences)))
    assert [(s.place, s.paragraph) for s in reading.sentences][:5] == [
        ("subject", -1), ("greeting", -1), ("body", 0), ("body", 0), ("body", 1),
    ]  # fmt: skip
    assert [s.text for s in reading.body_sentences] == ["One.", "Two.", "Three is more than two are."]
    assert reading.sentences[-1].place == "postscript"


@pytest.mark.parametrize("text", ["a.b@c-d.example", "x+y@mail.c.se"])
def test_an_address_is_an_address(text: str) -> None:
    for pattern in (EMAIL, MACHINE_TEXT, ADDRESS_OR_LINK):
        match = pattern.search(f"Write to {text} soon")
        assert match is not None
        assert match.group() == text


@pytest.mark.parametrize(
    "text", ["https://a.example/b", "www.a.example", "brackwater.example", "a.b.co.uk/x"]
)
def test_a_link_is_a_link(text: str) -> None:
    match = LINK.search(f"See {text}, please")
    assert match is not None
    assert match.group() == text


@pytest.mark.parametrize("text", ["a@b", "one.two.three", "a@@b.se", "-", "@", "..", "and/or"])
def test_these_are_no_addresses(text: str) -> None:
    assert EMAIL.search(text) is None or text == "a@@b.se"
    assert LINK.fullmatch(text) is None


def test_taken_spans() -> None:
    taken = Taken(10, [(2, 4), (9, 12), (5, 5)])
    assert [taken.holds(n) for n in range(10)] == [n in (2, 3, 9) for n in range(10)]
    assert taken.touches(0, 3)
    assert not taken.touches(4, 9)
    assert not taken.touches(3, 3)


@pytest.mark.parametrize(
    ("body", "word", "quoted"),
    [
        ('You said "sorry for the mess" twice.', "sorry", True),
        ("You said “sorry for the mess” twice.", "sorry", True),
        ("Sie sagten „Verzeihung“ und lachten.", "Verzeihung", True),
        ('You said "hello", and I am sorry.', "sorry", False),
        ('I am sorry. You said "hello".', "sorry", False),
        ('The "quay" is fine, sorry, and so is the "pier".', "sorry", False),
        ('I am sorry about the 5" pipe.', "sorry", False),
    ],
)
def test_what_stands_between_quotation_marks_is_quoted(body: str, word: str, quoted: bool) -> None:
    note = read(f"Dear Keith,\n\n{body}\n\nBest wishes,\nImogen")
    start = note.plain.index(word)
    assert note.is_quoted((start, start + len(word))) is quoted


def test_a_subject_quotes_as_well() -> None:
    note = read('Subject: "Sorry" and other signs\n\nDear Keith,\n\nThank you.\n\nBest wishes,\nImogen')
    start = note.plain.index("Sorry")
    assert note.is_quoted((start, start + len("Sorry")))


@pytest.mark.parametrize("mark", ["\v", "\f", "\x1c", "\x85", "\u2028", "\u2029"])
def test_line_breaks_of_word_processors_part_lines(mark: str) -> None:
    note = read("Subject: Thanks\n\nHi Keith,\n\nIt was good.\n\nBest wishes,\nImogen".replace("\n", mark))
    assert note.excerpt(note.parts.subject or (0, 0)) == "Thanks"
    assert note.excerpt(note.parts.greeting or (0, 0)) == "Hi Keith,"
    assert note.excerpt(note.parts.name or (0, 0)) == "Imogen"


def test_a_mark_of_the_encoding_is_no_letter() -> None:
    note = read("\ufeffSubject: Thanks\n\nHi Keith,\n\nIt was good.")
    assert note.excerpt(note.parts.subject or (0, 0)) == "Thanks"

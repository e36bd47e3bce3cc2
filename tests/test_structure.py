"""The parts of a note, wherever people put them."""

from __future__ import annotations

import itertools

import pytest
from conftest import ROOT

from thankgen.language.lexicon import Lexicon
from thankgen.language.structure import Parts, Span, find_parts
from thankgen.rulebook import read_lexicon

FOLDER = ROOT / "guardrails"
LANGUAGES = ("en", "sv", "de", "da")
LEXICONS = {code: read_lexicon(code, (FOLDER,)) for code in LANGUAGES}
PEOPLE = ("Keith Abernethy", "Małgorzata Wiśniewska")
SIGNED = "Imogen Sørvik-Hale"

NOTE = """\
Subject: Thank you

Hi Keith,

Thank you for Tuesday. It was good.

I look forward to hearing from you.

Best wishes,
Imogen Sørvik-Hale
"""


class Read:
    """A note taken apart, its spans as texts."""

    def __init__(self, text: str, lexicon: Lexicon = LEXICONS["en"]) -> None:
        self.text = text
        self.parts: Parts = find_parts(text, lexicon, PEOPLE, SIGNED)

    def at(self, span: Span | None) -> str | None:
        return None if span is None else self.text[slice(*span)]

    def all(self, spans: tuple[Span, ...]) -> list[str]:
        return [self.text[slice(*span)] for span in spans]

    @property
    def paragraphs(self) -> list[str]:
        return self.all(tuple(p.span for p in self.parts.paragraphs))


@pytest.mark.parametrize("line", ["Keith,", "Keith Abernethy"])
def test_a_greeting_may_be_the_name_alone(line: str) -> None:
    note = Read(NOTE.replace("Hi Keith,", line).replace("Best wishes,", "Greetings"))
    assert note.at(note.parts.greeting) == line


def test_a_plain_note_has_all_its_parts() -> None:
    note = Read(NOTE)
    assert note.at(note.parts.subject) == "Thank you"
    assert note.at(note.parts.subject_line) == "Subject: Thank you"
    assert note.at(note.parts.greeting) == "Hi Keith,"
    assert note.paragraphs == ["Thank you for Tuesday. It was good.", "I look forward to hearing from you."]
    assert note.at(note.parts.signoff) == note.at(note.parts.signoff_line) == "Best wishes,"
    assert note.at(note.parts.name) == SIGNED
    assert note.parts.preamble == note.parts.contacts == note.parts.postscript == ()
    assert note.at(note.parts.body) == "\n\n".join(note.paragraphs)


LABELS = [(code, label) for code in LANGUAGES for label in LEXICONS[code].subject_labels]


@pytest.mark.parametrize(("code", "label"), LABELS)
@pytest.mark.parametrize("form", ["{}: Thank you", "**{}:** Thank you", "{} : Thank you"])
def test_every_label_opens_a_subject_line(code: str, label: str, form: str) -> None:
    for written in (label, label.upper()):
        line = form.format(written)
        note = Read(NOTE.replace("Subject: Thank you", line), LEXICONS[code])
        assert note.at(note.parts.subject) == "Thank you"
        assert note.parts.preamble == ()


@pytest.mark.parametrize("code", LANGUAGES)
def test_the_english_label_is_read_in_every_language(code: str) -> None:
    note = Read(NOTE, LEXICONS[code])
    assert note.at(note.parts.subject) == "Thank you"


def test_a_label_without_a_subject_is_a_line_and_no_subject() -> None:
    note = Read(NOTE.replace("Subject: Thank you", "Subject:"))
    assert note.parts.subject is None
    assert note.at(note.parts.subject_line) == "Subject:"


GREETINGS = [(code, word) for code in LANGUAGES for word in LEXICONS[code].greeting.words[:12]]


@pytest.mark.parametrize(("code", "word"), GREETINGS)
def test_every_greeting_word_greets(code: str, word: str) -> None:
    line = f"{word.capitalize()} Keith,"
    note = Read(NOTE.replace("Hi Keith,", line), LEXICONS[code])
    assert note.at(note.parts.greeting) == line


@pytest.mark.parametrize(
    "line", ["Keith,", "Keith!", "Kieth,", "Wonderful Keith,", "Hi there!", "Dear Kieth Abernethy:"]
)
def test_a_greeting_is_known_by_its_place_and_the_name(line: str) -> None:
    note = Read(NOTE.replace("Hi Keith,", line))
    assert note.at(note.parts.greeting) == line


def test_a_foreign_greeting_is_not_sought_among_the_sign_offs() -> None:
    text = "Terve Keith!\n\nTack för i tisdags. Jag återkommer.\n\nHälsningar\nImogen Sørvik-Hale\n"
    note = Read(text, LEXICONS["sv"])
    assert note.at(note.parts.greeting) == "Terve Keith!"
    assert note.at(note.parts.signoff) == "Hälsningar"


def test_a_call_that_names_nobody_stands_above_the_greeting() -> None:
    note = Read(NOTE.replace("Hi Keith,", "Here you are!\n\nHi Keith,"))
    assert note.at(note.parts.greeting) == "Hi Keith,"
    assert len(note.parts.preamble) == 1


def test_a_note_may_greet_nobody() -> None:
    note = Read(NOTE.replace("Hi Keith,\n\n", ""))
    assert note.parts.greeting is None
    assert note.paragraphs[0] == "Thank you for Tuesday. It was good."


def test_what_stands_above_the_greeting_is_a_preamble() -> None:
    note = Read("Here is your note:\n\n---\n" + NOTE)
    assert note.all(note.parts.preamble) == ["Here is your note:", "---"]
    assert note.at(note.parts.greeting) == "Hi Keith,"


KEYS = ("formal", "informal", "card_formal", "card_informal")
SIGN_OFFS = [(code, getattr(LEXICONS[code].signoff, key)) for code in LANGUAGES for key in KEYS]


@pytest.mark.parametrize(("code", "line"), SIGN_OFFS)
def test_the_sign_offs_laid_out_are_found(code: str, line: str) -> None:
    note = Read(NOTE.replace("Best wishes,", line), LEXICONS[code])
    assert note.at(note.parts.signoff_line) == line
    assert len(note.parts.paragraphs) == 2


@pytest.mark.parametrize(
    "name", ["Imogen", "Imogen Sorvik-Hale", "Imogne Sørvik-Hale", "I. Sørvik-Hale", "Sørvik-Hale"]
)
def test_a_name_with_a_slip_is_still_the_signature(name: str) -> None:
    note = Read(NOTE.replace(SIGNED, name))
    assert note.at(note.parts.name) == name
    assert note.at(note.parts.signoff) == "Best wishes,"


def test_another_name_under_a_sign_off_is_the_signature() -> None:
    note = Read(NOTE.replace(SIGNED, "Petra Quist"))
    assert note.at(note.parts.name) == "Petra Quist"


def test_a_blank_line_may_part_sign_off_and_name() -> None:
    note = Read(NOTE.replace("wishes,\n", "wishes,\n\n"))
    assert note.at(note.parts.name) == SIGNED
    assert note.at(note.parts.signoff) == "Best wishes,"


@pytest.mark.parametrize("wish", ["Have a good week!", "Thanks again.", "Enjoy the sun!"])
def test_a_wish_above_the_sign_off_belongs_to_it(wish: str) -> None:
    note = Read(NOTE.replace("Best wishes,", f"{wish}\n\nBest wishes,"))
    assert note.at(note.parts.signoff) == f"{wish}\n\nBest wishes,"
    assert note.at(note.parts.signoff_line) == "Best wishes,"
    assert len(note.parts.paragraphs) == 2


def test_a_longer_line_above_the_sign_off_is_body() -> None:
    note = Read(NOTE.replace("Best wishes,", "I wish you all a good week.\n\nBest wishes,"))
    assert len(note.parts.paragraphs) == 3


def test_a_name_without_a_sign_off() -> None:
    note = Read(NOTE.replace("Best wishes,\n", ""))
    assert note.parts.signoff is None
    assert note.at(note.parts.name) == SIGNED


def test_a_sign_off_without_a_name() -> None:
    note = Read(NOTE.replace(SIGNED + "\n", ""))
    assert note.at(note.parts.signoff) == "Best wishes,"
    assert note.parts.name is None


def test_contact_lines_stand_after_the_name() -> None:
    lines = ["01632 960111", "imogen@sorvik-hale.example", "www.sorvik-hale.example", "Route Manager"]
    note = Read(NOTE + "\n".join(lines) + "\n")
    assert note.all(note.parts.contacts) == lines
    assert note.parts.postscript == ()


@pytest.mark.parametrize(
    "line",
    [
        "P.S. Bring biscuits.",
        "PS: biscuits",
        "I forgot to say how much I liked the harbour.",
        "The tea was good.",
    ],
)
def test_a_sentence_after_the_name_is_a_postscript(line: str) -> None:
    note = Read(f"{NOTE}01632 960111\n\n{line}\n")
    assert note.all(note.parts.contacts) == ["01632 960111"]
    assert note.all(note.parts.postscript) == [line]


def test_a_list_and_its_lead_in_are_one_paragraph() -> None:
    listed = "We talked about three things:\n\n- the timetable\n- crew rotas\n• the harbour"
    note = Read(NOTE.replace("It was good.", f"It was good.\n\n{listed}"))
    assert note.paragraphs[1] == listed
    blocks = note.parts.paragraphs[1].blocks
    assert [block.bullet for block in blocks] == [False, True, True, True]
    assert len(note.parts.paragraphs) == 3


@pytest.mark.parametrize("mark", ["-", "*", "•", "–", "1.", "2)"])
def test_every_usual_mark_opens_a_bullet(mark: str) -> None:
    note = Read(NOTE.replace("It was good.", f"It was:\n{mark} good"))
    assert len(note.parts.paragraphs[0].bullets) == 1


def test_a_wrapped_line_goes_on_with_its_block() -> None:
    note = Read(NOTE.replace("It was good.", "It was\ngood."))
    assert len(note.parts.paragraphs) == 2
    assert len(note.parts.paragraphs[0].blocks) == 1
    assert note.paragraphs[0].endswith("It was\ngood.")


def test_a_wrapped_bullet_goes_on_with_its_bullet() -> None:
    note = Read(NOTE.replace("It was good.", "It was:\n- good\n  and long\n- short"))
    assert [note.at(b.span) for b in note.parts.paragraphs[0].bullets] == ["- good\n  and long", "- short"]


@pytest.mark.parametrize(
    "text", ["x", "Thank you.", "\n\nHello\n\n", "Best,", "Hi Keith,", "- a", "Subject: a"]
)
def test_scraps_have_parts_without_overlap(text: str) -> None:
    parts = Read(text).parts
    spans = [parts.subject_line, *parts.preamble, parts.greeting, *(p.span for p in parts.paragraphs)]
    spans += [parts.signoff, parts.name, *parts.contacts, *parts.postscript]
    places = sorted(span for span in spans if span)
    assert all(first[1] <= second[0] for first, second in itertools.pairwise(places))


@pytest.mark.parametrize(
    ("language", "header"),
    [
        ("en", "From: Imogen\nTo: Keith Abernethy <keith@x.example>\n"),
        ("sv", "Från: Imogen\nTill: Keith\nDatum: igår\n"),
        ("de", "Von: Imogen\nAn: Keith\n"),
        ("da", "Fra: Imogen\nTil: Keith\n"),
    ],
)
def test_the_head_of_a_mail_is_no_greeting(language: str, header: str) -> None:
    text = header + NOTE
    parts = find_parts(text, LEXICONS[language], PEOPLE, SIGNED)
    assert [text[a:b] for a, b in parts.preamble] == header.splitlines()
    assert parts.greeting is not None
    assert text[slice(*parts.greeting)] == "Hi Keith,"


def test_a_subject_label_below_the_greeting_is_none_in_a_sentence() -> None:
    text = "Hi Keith,\n\nRe: the winter timetable, thank you for it all.\n\nBest wishes,\nImogen Sørvik-Hale"
    parts = find_parts(text, LEXICONS["en"], PEOPLE, SIGNED)
    assert parts.subject is None
    assert len(parts.paragraphs) == 1

"""Cards and letters: set from data, in a face that has every letter, on one sheet."""

from __future__ import annotations

import re
import struct
from html.parser import HTMLParser

import pytest
from conftest import corpus_cases
from hypothesis import given, settings
from hypothesis import strategies as st
from samples import GOOD_NOTE, make_facts

import thankgen
from thankgen.deliver.parts import Block, sheet
from thankgen.deliver.typesetting import as_data
from thankgen.finding import Report
from thankgen.note import Note

KEITH = "Keith Abernethy"
CARD = make_facts(channel="card")
TEXT = GOOD_NOTE.partition("\n\n")[2]
SHORT = "Dear Keith,\n\n{}\n\nBest wishes,\nImogen Sørvik-Hale\n"


def _note(text: str = TEXT, subject: str = "", body: str = "") -> Note:
    return Note(to=KEITH, subject=subject, body=body, text=text, report=Report(), source="given")


def _card(body: str) -> Note:
    return _note(SHORT.format(body), body=body)


def _size(png: bytes) -> tuple[int, int]:
    assert png.startswith(b"\x89PNG")
    width, height = struct.unpack(">II", png[16:24])
    return width, height


# the parts of a note


def test_a_note_is_taken_apart_by_its_body() -> None:
    body = "Thank you.\nWe spoke of:\n- the quay\n- crew rotas,\n  which I like\n\nGoodbye."
    parts = sheet(_card(body))
    assert parts.greeting == "Dear Keith,"
    assert parts.body == (
        Block(text="Thank you. We spoke of:"),
        Block(items=("the quay", "crew rotas, which I like")),
        Block(text="Goodbye."),
    )
    assert parts.close == ("Best wishes,", "Imogen Sørvik-Hale")


def test_without_a_body_to_go_by_the_first_block_greets_and_the_last_one_closes() -> None:
    parts = sheet(_note(GOOD_NOTE, subject="Thank you for Tuesday"))
    assert (parts.greeting, len(parts.body)) == ("Hi Keith,", 3)
    assert parts.close == ("Best wishes,", "Imogen Sørvik-Hale", "01632 960111")


@pytest.mark.parametrize("language", ["en", "sv", "de", "da"])
def test_all_words_of_a_note_reach_the_paper(language: str) -> None:
    for case in corpus_cases(language)[:3]:
        for channel in ("email", "card"):
            facts = thankgen.Facts.model_validate({**case["facts"], "channel": channel})
            for note in thankgen.write(facts, writer=thankgen.offline_writer()):
                data = as_data(note, facts)
                texts = [data["greeting"]]
                for block in data["body"]:
                    texts += [block["text"], *block["items"]]
                printed = " ".join([*texts, *data["close"]]).split()
                written = note.text.split("\n\n", 1)[1] if note.subject else note.text
                assert printed == [word for word in written.split() if word != "-"]


def test_a_number_stays_with_its_word_and_no_word_stands_alone_at_the_end() -> None:
    data = as_data(_card("See you on 4 December, or the 16. of it. I hope we speak then of it."), CARD)
    text = data["body"][0]["text"]
    assert "4\u00a0December" in text
    assert "I\u00a0hope" in text
    assert text.endswith(" speak\u00a0then\u00a0of\u00a0it.")
    assert as_data(_card("Thank you."), CARD)["body"][0]["text"] == "Thank you."


# sheets


def test_a_card_has_a_front_and_a_back_and_a_letter_is_one_sheet() -> None:
    pages = re.compile(rb"/Count (\d+)")
    card, letter = (thankgen.render(_note(), facts, "pdf") for facts in (CARD, make_facts()))
    assert card.startswith(b"%PDF")
    assert pages.findall(card) == [b"2"]
    assert pages.findall(letter) == [b"1"]
    # 105 by 148 and 148 by 210 millimetres, in points.
    assert set(re.findall(rb"/MediaBox *\[0 0 (\d+)\.\d+ (\d+)", card)) == {(b"297", b"419")}
    assert set(re.findall(rb"/MediaBox *\[0 0 (\d+)\.\d+ (\d+)", letter)) == {(b"419", b"595")}


def test_a_picture_shows_both_sides_of_a_card() -> None:
    card, letter = (_size(thankgen.render(_note(), facts, "png")) for facts in (CARD, make_facts()))
    assert card[0] > card[1]
    assert letter[0] < letter[1]


@pytest.mark.parametrize("language", ["en", "sv", "de", "da"])
@pytest.mark.parametrize("form", ["pdf", "png", "html"])
def test_the_same_note_gives_the_same_bytes_in_every_language(language: str, form: str) -> None:
    facts = make_facts(channel="card", language=language)
    assert thankgen.render(_note(), facts, form) == thankgen.render(_note(), facts, form)


def test_all_letters_of_european_names_are_there() -> None:
    letters = "ÅÄÖÆØÞÐåäöæøßẞþðŒœŁłĐđĦħŊŋŻżŹźĆćŃńŚśĄąĘęĞğİıŞşȘșȚțŐőŰűŘřŠšŽžČčĎďŤťŇňŮůĹĺĽľÑñÇçÃãÕõŴŵŶŷẂẃĠġĊċ"
    other = "Ǎǐ Nguyễn Thị Hồng Ελένη Παπαδοπούλου Ирина Шевченко Її „“‚‘’»«›‹–—…·•§№€£™°½"
    assert thankgen.render(_card(f"{letters} {other}"), CARD, "pdf").startswith(b"%PDF")


@pytest.mark.parametrize("form", ["pdf", "png"])
def test_a_letter_that_the_face_lacks_is_named_with_its_place_and_nothing_is_made(form: str) -> None:
    with pytest.raises(thankgen.RenderError) as caught:
        thankgen.render(_card("What a day 🎉 it was. And 王 as well."), CARD, form)
    message = str(caught.value)
    assert "“🎉” (U+1F389, party popper) in “What a day 🎉 it was. And 王…”" in message
    assert "“王” (U+738B" in message
    assert "html" in message


def test_a_text_that_does_not_fit_is_refused_with_what_would() -> None:
    with pytest.raises(
        thankgen.RenderError, match=r"has 606 words; about \d\d\d fit on an A6 card\. Shorten it"
    ):
        thankgen.render(_card("word " * 600), CARD, "pdf")
    with pytest.raises(thankgen.RenderError, match="fit on an A5 sheet"):
        thankgen.render(_card("word " * 900), make_facts(), "pdf")


def test_a_card_takes_110_words_of_usual_length() -> None:
    assert thankgen.render(_card("Gespräche machen Freude " * 37), CARD, "pdf").startswith(b"%PDF")


MARKUP = [
    "#panic()",
    "*a*",
    "_b_",
    "$x$",
    "= H",
    "`raw`",
    "<l>",
    "@ref",
    "\\",
    "[",
    "]",
    "//",
    "/*",
    "#",
    '"',
    "- ",
    "a",
]


@settings(max_examples=40, deadline=None)
@given(body=st.lists(st.sampled_from(MARKUP), min_size=1, max_size=12).map(" ".join))
def test_text_is_never_read_as_markup(body: str) -> None:
    facts = make_facts(channel="card", company=f"{body} Co")
    assert thankgen.render(_card(body), facts, "pdf").startswith(b"%PDF")


def test_without_the_package_the_extra_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("thankgen.deliver.stationery.find_spec", lambda name: None)
    with pytest.raises(thankgen.SettingsError, match=r"pip install 'thankgen\[card\]'"):
        thankgen.render(_note(), CARD, "pdf")


# the page


class _Page(HTMLParser):
    """Texts and tags of a page."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.texts: list[str] = []
        self.tags: list[str] = []
        self.outside: list[str] = []
        self.feed(page)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append(tag)
        self.outside += [name for name, _ in attrs if name in ("src", "href", "srcset", "data", "action")]

    def handle_data(self, data: str) -> None:
        self.texts.append(data)


def test_a_page_holds_the_note_and_nothing_from_outside() -> None:
    raw = thankgen.render(_card("Fish & <b>chips</b>."), CARD, "html").decode()
    page = _Page(raw)
    assert "Fish & <b>chips</b>." in [text.replace("\u00a0", " ") for text in page.texts]
    assert not page.outside
    assert not {"script", "b", "link", "iframe", "img"} & set(page.tags)
    assert "url(" not in raw
    assert "@import" not in raw
    assert '<html lang="en">' in raw


def test_a_page_prints_in_the_size_of_its_paper_and_knows_dark_screens() -> None:
    for facts, size in ((CARD, "105.0mm 148.0mm"), (make_facts(), "148.0mm 210.0mm")):
        raw = thankgen.render(_note(), facts, "html").decode()
        assert f"@page {{ size: {size}; margin: 0; }}" in raw
        assert "prefers-color-scheme: dark" in raw
        assert "@media print" in raw


def test_a_letter_names_whom_it_goes_to() -> None:
    raw = thankgen.render(_note(GOOD_NOTE, subject="Thank you for Tuesday"), make_facts(), "html").decode()
    assert "Keith Abernethy<br>Brackwater Ferries" in raw
    assert "<h1>Thank you for Tuesday</h1>" in raw
    referrer = make_facts(recipients=[{"name": KEITH, "relation": "referrer"}])
    assert "Brackwater Ferries</address>" not in thankgen.render(_note(), referrer, "html").decode()

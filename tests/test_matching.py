"""When a text takes up a word of another."""

from __future__ import annotations

import pytest
from conftest import ROOT

from thankgen.language.lexicon import Lexicon
from thankgen.language.matching import Vocabulary, content_words, vocabulary_of
from thankgen.language.stems import stem
from thankgen.rulebook import read_lexicon

ENGLISH = read_lexicon("en", (ROOT / "guardrails",))


def takes_up(text: str, word: str, lexicon: Lexicon = ENGLISH) -> bool:
    return Vocabulary([text], lexicon).takes_up(word)


@pytest.mark.parametrize(
    ("text", "word"),
    [
        ("We planned the rotas.", "planning"),
        ("the timetables", "timetable"),
        ("the playground", "ground"),
        ("the Harbour", "harbour"),
        ("the boathouse", "boat"),
        ("I taught them.", "teach"),
        ("twenty crews", "20"),
        ("20 crews", "twenty"),
        ("crew-rota", "rota"),
    ],
)
def test_taken_up(text: str, word: str) -> None:
    assert takes_up(text, word)


@pytest.mark.parametrize(
    ("text", "word"),
    [
        ("the timetable", "harbour"),
        ("", "harbour"),
        ("a cat", "caterpillar"),
        ("19 crews", "twenty"),
        ("² ①", "2"),
        ("2", "²"),
    ],
)
def test_not_taken_up(text: str, word: str) -> None:
    assert not takes_up(text, word)


@pytest.mark.parametrize("word", ["x" * 5000, "9" * 5000, "²", "", "_", "ß"])
def test_any_word_can_be_asked_for(word: str) -> None:
    assert takes_up("the winter timetable " + "y" * 5000, word) is False


def test_a_word_too_long_for_a_word_is_found_as_it_is() -> None:
    assert takes_up("x" * 5000, "x" * 5000)


def test_content_words_leave_out_small_words_and_the_role() -> None:
    words = content_words("The winter timetable of the route", ENGLISH, ["Route"])
    assert words == ("winter", "timetable")


def test_a_text_without_content_words_gives_all_its_words() -> None:
    assert content_words("of the", ENGLISH) == ("of", "the")


def test_content_words_stand_once_in_order() -> None:
    assert content_words("Crew rotas, crew boats", ENGLISH) == ("crew", "rotas", "boats")


@pytest.mark.parametrize(
    ("language", "one", "other"),
    [
        ("en", "plans", "plan"),
        ("sv", "båtarna", "båtar"),
        ("de", "Pläne", "plän"),
        ("da", "bådene", "båd"),
    ],
)
def test_stems(language: str, one: str, other: str) -> None:
    assert stem(one, language) == stem(other, language)


def test_a_language_without_a_stemmer_keeps_its_words() -> None:
    assert stem("Plans", "xx") == "plans"


def test_the_vocabulary_of_a_text_is_made_once() -> None:
    assert vocabulary_of("harbour", ENGLISH) is vocabulary_of("harbour", ENGLISH)


@pytest.mark.parametrize(
    ("language", "one", "other"),
    [
        ("en", "understood", "understand"),
        ("en", "children", "child"),
        ("sv", "beskrev", "beskriva"),
        ("sv", "böcker", "bok"),
        ("de", "angefangen", "anfangen"),
        ("de", "aufgebaut", "aufbauen"),
        ("de", "mitzunehmen", "mitnehmen"),
        ("de", "zurückgegeben", "zurückgeben"),
        ("de", "zurückgebracht", "zurückbringen"),
        ("de", "Museen", "Museum"),
        ("da", "kørte", "køre"),
        ("da", "bøger", "bog"),
    ],
)
def test_irregular_forms_take_each_other_up(language: str, one: str, other: str) -> None:
    lexicon = read_lexicon(language, (ROOT / "guardrails",))
    assert takes_up(one, other, lexicon)
    assert takes_up(other, one, lexicon)


@pytest.mark.parametrize(
    ("language", "one", "other"),
    [("en", "stand", "understand"), ("de", "vergangen", "anfangen"), ("sv", "beskrev", "förskriva")],
)
def test_a_prefix_makes_another_word(language: str, one: str, other: str) -> None:
    lexicon = read_lexicon(language, (ROOT / "guardrails",))
    assert lexicon.roots.of(one).isdisjoint(lexicon.roots.of(other))


@pytest.mark.parametrize("language", ["en", "sv", "de", "da"])
def test_each_irregular_form_stands_once_and_each_row_is_needed(language: str) -> None:
    irregular = read_lexicon(language, (ROOT / "guardrails",)).irregular
    forms = [form for row in irregular.forms for form in row.split()]
    assert sorted(set(forms)) == sorted(forms)
    for row in irregular.forms:
        assert len({stem(form, language) for form in row.split()}) > 1, row


@pytest.mark.parametrize(
    ("language", "text", "word", "taken"),
    [
        ("sv", "vi fortsatte på telefon", "fortsätta", True),
        ("de", "Es hat mir gut gefallen.", "fiel", False),
        ("de", "Der Strom war ausgefallen.", "ausfiel", True),
    ],
)
def test_irregular_verbs_behind_a_prefix(language: str, text: str, word: str, taken: bool) -> None:
    assert takes_up(text, word, read_lexicon(language, (ROOT / "guardrails",))) is taken


def test_a_generic_word_takes_up_no_compound() -> None:
    german = read_lexicon("de", (ROOT / "guardrails",))
    said = Vocabulary(["Die Arbeit gefällt mir."], german)
    assert "arbeit" in german.empty_words
    assert not said.takes_up("Arbeitsprobe")
    assert said.takes_up("Arbeitsprobe", by_generic_parts=True)


def test_what_has_no_content_word_still_has_no_small_one() -> None:
    assert content_words("Are you new to this work?", ENGLISH) == ("new", "work")


@pytest.mark.parametrize(
    ("language", "said", "word"),
    [
        ("sv", "tolv års diarieföring", "diariefört"),
        ("da", "mange års journalføring", "journalført"),
        ("sv", "handledning av lärlingar", "handlett"),
    ],
)
def test_a_noun_made_of_a_verb_takes_it_up(language: str, said: str, word: str) -> None:
    assert takes_up(said, word, read_lexicon(language, (ROOT / "guardrails",)))

"""The language of phrase patterns: each sign of it, what it refuses, and the search for many at once."""

from __future__ import annotations

import re

import pytest

import thankgen
from thankgen.language.patterns import PatternError, Unit, compile_pattern
from thankgen.language.phrases import Group, Phrasebook
from thankgen.language.reading import Sentence

MACROS = {"me": "(I|we)", "sorry": "(sorry|<regret>)", "regret": "regret*", "loop": "<loop>"}
BOUNDARY = re.compile(r"[,;:]|(?<!\w)(?=but(?!\w))", re.IGNORECASE)


def sentence(text: str, index: int = 0, start: int = 0) -> Sentence:
    return Sentence(start, start + len(text), "body", 0, False, text, index, BOUNDARY)


def found(pattern: str, text: str, within: Unit = "sentence") -> list[str]:
    """What a pattern finds in a sentence, through the phrasebook as in real use."""
    book = Phrasebook({"g": Group([compile_pattern(pattern, MACROS, within)])})
    return [text[hit.start : hit.end] for hit in book.find([sentence(text)]).get("g", ())]


@pytest.mark.parametrize(
    ("pattern", "text", "expected"),
    [
        ("sorry", "I am Sorry now", ["Sorry"]),
        ("sorry", "unsorry sorrys", []),
        ("^Sie", "wie sie Sie sah", ["Sie"]),
        ("^Sie", "wie sie sah", []),
        ("straße", "die Strasse endet", ["Strasse"]),
        ("straße", "die Straße endet", ["Straße"]),
        ("(maß*|ton)", "nach Massen", ["Massen"]),
        ("^daß", "ich glaube, dass", []),
        ("^daß", "ich glaube, daß", ["daß"]),
        ("apologi*", "my apologies to all", ["apologies"]),
        ("*preis", "der Fahrpreis steigt", ["Fahrpreis"]),
        ("*preis*", "die Fahrpreise steigen", ["Fahrpreise"]),
        ("^ hoping to", "Hoping to come", ["Hoping to"]),
        ("^ hoping to", "I am hoping to come", []),
        ("^ hoping to", "In short, hoping to come", ["hoping to"]),
        ("^ [very] glad", "Very glad of it", ["Very glad"]),
        ("^ [very] glad", "glad of it", ["glad"]),
        ("am in $", "If it is yes, I am in.", ["am in"]),
        ("am in $", "I am in, then", ["am in"]),
        ("am in $", "I am in town.", []),
        ("feel bad", "I feel  bad", ["feel  bad"]),
        ("feel bad", "I feel, bad", ["feel, bad"]),
        ("feel (bad|so low)", "I feel so low", ["feel so low"]),
        ("feel [very] bad", "I feel bad", ["feel bad"]),
        ("feel [very] bad", "I feel very bad", ["feel very bad"]),
        ("[so] sorry", "so sorry", ["so sorry"]),
        ("sorry [indeed]", "sorry indeed", ["sorry indeed"]),
        ("thank .. for", "thank you all for it", ["thank you all for"]),
        ("thank .. for", "thank you for", ["thank you for"]),
        ("thank .. for", "thank for", ["thank for"]),
        ("thank .. for", "thank a b c d for", []),
        ("thank ... for", "thank a b c d e f g h for", ["thank a b c d e f g h for"]),
        ("thank ... for", "thank a b c d e f g h i for", []),
        ("<me> regret", "but we regret it", ["we regret"]),
        ("<sorry>", "with regrets", ["regrets"]),
        ("late & (rain|snow)", "late because of snow", ["late"]),
        ("late & rain", "late because of snow", []),
        ("sorry !hear", "sorry to hear", []),
        ("sorry !hear", "sorry to say", ["sorry"]),
        ("don't", "I don’t know".replace("’", "'"), ["don't"]),
        ("don't", "I don t know", []),
        ("say .. .. now", "say you don't know yet now", ["say you don't know yet now"]),
        ("say .. now", "say you don't know now", ["say you don't know now"]),
        ("e-mail*", "an e-mail-box, two e-mails", ["e-mail"]),
        ("dass,", "ohne dass, und dass es", ["dass"]),
        ("dass,", "so dass es", []),
        ("option: (a|b)", "the option: a or", ["option: a"]),
        ("option: (a|b)", "the option a", []),
        ("feel (bad|so low|*ish)", "I feel sheepish", ["feel sheepish"]),
        ("klar*stellen", "das klarzustellen", ["klarzustellen"]),
        ("* ^Sie", "wie Sie", ["wie Sie"]),
        ("very .. (bad|sad)", "very very sad or bad", ["very very sad"]),
    ],
)
def test_pattern(pattern: str, text: str, expected: list[str]) -> None:
    assert found(pattern, text) == expected


def test_a_clause_is_looked_at_by_itself() -> None:
    text = "I was late, but the rain stopped"
    assert found("late & rain", text) == ["late"]
    assert found("late & rain", text, "clause") == []
    assert found("rain !late", text, "clause") == ["rain"]


def test_neighbours_are_two_clauses_side_by_side() -> None:
    near, far = "I was late, but the rain stopped", "I was late, but the wind stopped, but the rain went on"
    assert found("late & rain", near, "neighbours") == ["late"]
    assert found("late & rain", far) == ["late"]
    assert found("late & rain", far, "neighbours") == []
    assert found("late & rain", "I was late and it rained: rain", "neighbours") == ["late"]
    # What must not be there is looked for in the two that hold the rest.
    assert found("late & wind !rain", far, "neighbours") == ["late"]
    assert found("late & wind !stopped", far, "neighbours") == []
    assert found("late !rain", far, "neighbours") == ["late"]
    assert found("late !rain", "The rain went on and I was late", "neighbours") == []


def test_among_neighbours_the_place_told_is_that_of_the_two() -> None:
    text = "I was late, I am here, I was late, but the rain stopped"
    book = Phrasebook({"g": Group([compile_pattern("late & rain", MACROS, "neighbours")])})
    assert [hit.start for hit in book.find([sentence(text)])["g"]] == [text.rindex("late")]


def test_nothing_is_found_across_sentences() -> None:
    book = Phrasebook(
        {"g": Group([compile_pattern(p, {}) for p in ("late .. rain", "late & rain", "late rain")])}
    )
    assert book.find([sentence("I was late", 0), sentence("rain came", 1, 20)]) == {}
    assert len(book.find([sentence("late rain", 0), sentence("late rain", 1, 20)])["g"]) == 6


@pytest.mark.parametrize(
    ("pattern", "says"),
    [
        ("(a|b", "not closed"),
        ("[a", "not closed"),
        ("a)", "out of place"),
        ("a | ", "nothing to look for"),
        ("..", "nothing to look for"),
        ("[a] [b]", "nothing to look for"),
        ("<nobody>", "no macro <nobody>"),
        ("<loop>", "refer to each other"),
        ("!a", "only says what must not be there"),
        ("a & ", "empty term"),
        ("", "empty term"),
        ("soon$", "marks an edge"),
        ("(a|..)", "nothing to look for in a branch"),
        ("(a|[b])", "nothing to look for in a branch"),
    ],
)
def test_a_wrong_pattern_is_refused(pattern: str, says: str) -> None:
    with pytest.raises(PatternError, match=re.escape(says)):
        compile_pattern(pattern, MACROS)


def test_an_unknown_macro_names_those_that_there_are() -> None:
    with pytest.raises(PatternError, match="loop, me, regret, sorry"):
        compile_pattern("<nobody>", MACROS)


@pytest.mark.parametrize("language", ["en", "sv", "de", "da"])
def test_shipped_patterns_need_what_they_say_at_a_glance(language: str) -> None:
    book = thankgen.load_rulebook().language(language).phrasebook
    patterns = [p for group in book.groups.values() for some in group for p in some]
    assert len(patterns) > 1000
    for pattern in patterns:
        pattern.read()
        assert pattern.needs == tuple(dict.fromkeys(need for term in pattern.wanted for need in term.needs))


def test_an_exception_excuses_its_own_unit_only() -> None:
    late = compile_pattern("late", {}, "clause")
    book = Phrasebook({"g": Group([late], [compile_pattern("never", {}, "clause")])})
    hits = book.find([sentence("I am never late, but the bus was late")])["g"]
    assert [hit.start for hit in hits] == [33]
    assert book.find([sentence("I am never late")]) == {}


def test_a_sentence_of_many_clauses_is_read_to_its_end() -> None:
    text = ", ".join(["I was late"] * 100)
    assert found("late", text, "clause") == ["late"] * 100
    assert found("late", text) == ["late"]
    assert found("was late $", text) == ["was late"]


def test_hits_come_in_the_order_of_the_text_with_their_places() -> None:
    book = Phrasebook({"g": Group([compile_pattern(p, {}) for p in ("two", "one")])})
    sentences = [sentence("one two", 0, 10), sentence("two", 1, 20)]
    hits = book.find(sentences)["g"]
    assert [(h.start, h.end, h.sentence.index) for h in hits] == [(10, 13, 0), (14, 17, 0), (20, 23, 1)]


def test_a_group_without_a_hit_is_absent() -> None:
    book = Phrasebook({"g": Group([compile_pattern("nothing", {})])})
    assert book.find([sentence("one two")]) == {}


def test_a_pattern_without_a_word_to_file_it_under_is_tried_everywhere() -> None:
    assert found("(*heit|*keit)", "die Freiheit") == ["Freiheit"]


@pytest.mark.parametrize(
    ("text", "clauses"),
    [
        ("one, two; three", ["one", ", two", "; three"]),
        (",,,, one", [",,,, one"]),
        ("one but two", ["one ", "but two"]),
        ("but one", ["but one"]),
        ("", []),
        (",,,", [",,,"]),
    ],
)
def test_clauses_hold_words_and_cover_the_sentence(text: str, clauses: list[str]) -> None:
    assert [text[a:b] for a, b in sentence(text).clauses] == clauses

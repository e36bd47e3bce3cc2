"""Learning what words weigh: which sentences say what, and weights that tell them apart."""

from __future__ import annotations

import json

from samples import GOOD_NOTE, make_facts

from thankgen.evals.labelled import LabelledNote
from thankgen.evals.learning import as_json, labelled_sentences, learn
from thankgen.language.evidence import Scales
from thankgen.rulebook import Rulebook

KEEN = "I would love to do the same at Brackwater Ferries."
PRESSING = "I need your answer at once."
THANKS = (
    "Thank you for the time you gave me on Tuesday, and for telling me so much about the winter timetable."
)


def labelled(note: str, *violates: str, sentence: str | None = None) -> LabelledNote:
    return LabelledNote(
        id="en-1",
        language="en",
        facts=make_facts(),
        facts_id="f01",
        recipient="Keith Abernethy",
        note=note,
        violates=frozenset(violates),
        why="",
        sentence=sentence,
    )


def pressing(*violates: str, sentence: str | None = None) -> LabelledNote:
    return labelled(GOOD_NOTE.replace(KEEN, f"{KEEN} {PRESSING}"), *violates, sentence=sentence)


def test_in_a_note_that_says_it_the_sentence_with_the_phrase_does(rulebook: Rulebook) -> None:
    told = labelled_sentences([pressing("pushy")], rulebook)["en", "pushy"]
    assert told[PRESSING] is True
    assert KEEN not in told


def test_in_a_note_that_does_not_say_it_no_sentence_does(rulebook: Rulebook) -> None:
    told = labelled_sentences([pressing()], rulebook)["en", "pushy"]
    assert told[PRESSING] is told[KEEN] is False


def test_what_says_it_once_says_it(rulebook: Rulebook) -> None:
    for notes in ([pressing(), pressing("pushy")], [pressing("pushy"), pressing()]):
        assert labelled_sentences(notes, rulebook)["en", "pushy"][PRESSING] is True


def test_of_a_labelled_sentence_only_that_is_learnt(rulebook: Rulebook) -> None:
    strange = "Boats float."
    note = labelled(GOOD_NOTE.replace(KEEN, strange), "pushy", sentence=strange)
    told = labelled_sentences([note], rulebook)["en", "pushy"]
    assert told[strange] is True
    assert THANKS not in told


def test_interest_is_said_by_its_phrases_and_by_none_where_it_lacks(rulebook: Rulebook) -> None:
    told = labelled_sentences([labelled(GOOD_NOTE)], rulebook)["en", "enthusiasm"]
    assert told[KEEN] is True
    assert told[THANKS] is False
    dull = "The boats are blue."
    told = labelled_sentences([labelled(GOOD_NOTE.replace(KEEN, dull), "enthusiasm")], rulebook)[
        "en", "enthusiasm"
    ]
    assert told[dull] is told[THANKS] is False


def test_the_examples_are_learnt(rulebook: Rulebook) -> None:
    told = labelled_sentences([labelled(GOOD_NOTE)], rulebook)["en", "receipt"]
    examples = rulebook.language("en").by_id["receipt"].words.examples["fail"]
    assert all(told[example] for example in examples)


def test_weights_tell_sentences_apart_that_were_not_learnt() -> None:
    says = {f"Please tell me about my {what} soon.": True for what in ("pay", "wages", "salary", "bonus")}
    not_ = {f"We spoke about the {what} at length.": False for what in ("boats", "quay", "rotas", "gates")}
    table = learn({"confidential": {**says, **not_}}, "en")["confidential"]
    scales = Scales("en", [table["base"]], [table["weights"]])
    assert scales.weigh("Please tell me about my pension soon.")[0] > 0
    assert scales.weigh("We spoke about the harbour at length.")[0] < 0
    assert all(table["weights"].values())


def test_the_file_reads_as_it_was_written() -> None:
    learnt = {
        "pushy": {"base": -1.5, "weights": {'"now"': 2.0, "ö $": -0.1}},
        "receipt": {"base": 0.0, "weights": {}},
    }
    assert json.loads(as_json(learnt)) == learnt
    assert as_json({"a": {"base": 0, "weights": dict.fromkeys("abcdefghij", 1.0)}}).count("\n") == 6


def test_a_labelled_sentence_says_it_though_no_phrase_does(rulebook: Rulebook) -> None:
    strange = "Boats float."
    note = labelled(GOOD_NOTE.replace(KEEN, strange), sentence=strange)
    assert labelled_sentences([note], rulebook)["en", "enthusiasm"][strange] is True
    unknown = labelled(GOOD_NOTE.replace(KEEN, strange))
    assert strange not in labelled_sentences([unknown], rulebook)["en", "enthusiasm"]

"""The labelled notes: the evaluation counts right, and no label that the baseline got right is lost."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from conftest import ROOT

import thankgen
from thankgen.errors import FaultyInputError
from thankgen.evals.labelled import Evaluation, Score, evaluate
from thankgen.evals.labelled_files import load
from thankgen.evals.statistics import wilson
from thankgen.rulebook import Rulebook

LABELLED = ROOT / "evals" / "labelled"
BASELINE = ROOT / "evals" / "baselines" / "labelled.json"


def test_no_label_of_the_baseline_is_lost(rulebook: Rulebook) -> None:
    baseline = thankgen.load_evaluation(BASELINE)
    now = evaluate(load(LABELLED), rulebook)
    assert now.lost(baseline) == ()
    assert now.stopped <= baseline.stopped


def test_every_draft_of_the_tuning_split_that_a_reader_passed_passes(rulebook: Rulebook) -> None:
    assert evaluate(load(LABELLED, "drafts"), rulebook, "tuning").stopped == 0


def test_a_pair_counts_in_its_own_row_and_in_the_totals(rulebook: Rulebook, tmp_path: Path) -> None:
    (tmp_path / "en.facts.jsonl").write_text((LABELLED / "en.facts.jsonl").read_text("utf-8"), "utf-8")
    lines = (LABELLED / "en.notes.jsonl").read_text("utf-8").splitlines()
    wrong = {**json.loads(lines[0]), "violates": ["receipt"]}
    (tmp_path / "en.notes.jsonl").write_text(json.dumps(wrong) + "\n", "utf-8")
    result = evaluate(load(tmp_path), rulebook)
    rows = {(s.guardrail, s.language): (s.hits, s.misses, s.false_alarms) for s in result.scores}
    assert (
        rows["receipt", "en"]
        == rows["receipt", "all"]
        == rows["all", "en"]
        == rows["all", "all"]
        == (0, 1, 0)
    )
    assert (result.good, result.stopped) == (0, 0)
    assert [m.kind for m in result.mistakes] == ["miss"]


def test_a_lost_label_is_told(rulebook: Rulebook) -> None:
    now = evaluate([], rulebook)
    earlier = now.model_copy(update={"right": (("n1", "names"),)})
    assert now.lost(earlier) == (("n1", "names"),)
    assert isinstance(earlier, Evaluation)


def test_no_rate_is_given_below_twenty_positives() -> None:
    few = Score.of("names", "en", 19, 0, 0)
    assert few.recall is None
    many = Score.of("names", "en", 19, 1, 0)
    assert many.recall == 0.95
    assert many.precision is None


@pytest.mark.parametrize(
    ("successes", "trials", "interval"),
    [(8, 10, (0.4902, 0.9433)), (0, 10, (0.0, 0.2775)), (0, 0, (0.0, 1.0))],
)
def test_wilsons_interval_is_that_of_the_textbook(
    successes: int, trials: int, interval: tuple[float, float]
) -> None:
    assert wilson(successes, trials) == pytest.approx(interval, abs=1e-4)


def test_a_line_that_is_no_note_is_named(tmp_path: Path) -> None:
    (tmp_path / "en.facts.jsonl").write_text("", "utf-8")
    (tmp_path / "en.notes.jsonl").write_text('{"id": 1}\n', "utf-8")
    with pytest.raises(FaultyInputError, match=r"en\.notes\.jsonl:1"):
        load(tmp_path)


FACTS = json.loads((LABELLED / "en.facts.jsonl").read_text("utf-8").splitlines()[0])
NOTE = {
    "id": "n1", "facts_id": FACTS["id"], "recipient": FACTS["facts"]["recipients"][0]["name"],
    "note": "Dear all", "violates": [], "why": "",
}  # fmt: skip


@pytest.mark.parametrize(
    ("changes", "says"),
    [
        ({"violates": "reapology"}, "violates is 'reapology'; a list of guardrails is wanted"),
        ({"violates": ["length", "length"]}, "names a guardrail twice"),
        ({"facts_id": "f99"}, "there are no facts 'f99'"),
        ({"recipient": "Nobody"}, "hold no recipient 'Nobody'"),
        ({"note": " "}, "the note is empty"),
        ({"why": 3}, "why is 3; a text is wanted"),
    ],
)
def test_a_label_that_would_be_lost_is_told(tmp_path: Path, changes: dict[str, Any], says: str) -> None:
    (tmp_path / "en.facts.jsonl").write_text(json.dumps(FACTS), "utf-8")
    (tmp_path / "en.notes.jsonl").write_text(json.dumps({**NOTE, **changes}), "utf-8")
    with pytest.raises(FaultyInputError, match=r"en\.notes\.jsonl:1") as caught:
        load(tmp_path)
    assert says in str(caught.value)


@pytest.mark.parametrize(
    ("content", "says"),
    [
        (b"[1]", "1: this line is no object"),
        (b"\xff", "1: this is not UTF-8 (byte 0xFF)"),
        (b'{"id": "a"}', "1: lacks facts"),
        (b'{"id": "a", "facts": {"compnay": "x"}}', "1: facts.compnay:"),
        ((json.dumps(FACTS) + "\n").encode() * 2, "2: the id 'en-dev-f01' stands in line 1 already"),
    ],
)
def test_facts_that_are_none_are_told_where_they_stand(tmp_path: Path, content: bytes, says: str) -> None:
    (tmp_path / "en.facts.jsonl").write_bytes(content)
    (tmp_path / "en.notes.jsonl").write_text(json.dumps(NOTE), "utf-8")
    with pytest.raises(FaultyInputError) as caught:
        load(tmp_path)
    assert f"en.facts.jsonl:{says}" in str(caught.value)


def test_a_file_in_a_language_that_is_none_is_told(tmp_path: Path) -> None:
    (tmp_path / "fr.notes.jsonl").write_text(json.dumps(NOTE), "utf-8")
    with pytest.raises(FaultyInputError, match="'fr', which is no language; one of en, sv, de, da"):
        load(tmp_path)


def test_a_label_that_names_no_guardrail_is_told(tmp_path: Path, rulebook: Rulebook) -> None:
    (tmp_path / "en.facts.jsonl").write_bytes(b"\xef\xbb\xbf" + json.dumps(FACTS).encode())
    (tmp_path / "en.notes.jsonl").write_text(json.dumps({**NOTE, "violates": ["lenght"]}), "utf-8")
    with pytest.raises(FaultyInputError, match="there is no guardrail 'lenght' \\(note n1\\)"):
        evaluate(load(tmp_path), rulebook)


def test_a_saved_evaluation_that_is_none_is_told_in_a_line(tmp_path: Path) -> None:
    (tmp_path / "e.json").write_text("{}", "utf-8")
    with pytest.raises(FaultyInputError, match=r"no saved evaluation: split: Field required \(and 6 more\)"):
        thankgen.load_evaluation(tmp_path / "e.json")


@pytest.fixture
def framed(tmp_path: Path) -> Path:
    """A folder with one frame, whose labels tell of `pushy` alone, and one sentence in it."""
    facts = json.loads((LABELLED / "en.facts.jsonl").read_text("utf-8").splitlines()[0])
    frame = {
        "id": "en-1",
        "tells_of": ["pushy"],
        "facts": facts["facts"],
        "recipient": facts["facts"]["recipients"][0]["name"],
        "note": "Hi,\n\n{middle}\n",
        "defaults": {"middle": "So far, so good."},
    }
    line = {"frame": "en-1", "slot": "middle", "text": "I need your answer at once.", "violates": ["pushy"]}
    (tmp_path / "en.frames.jsonl").write_text(json.dumps(frame), "utf-8")
    (tmp_path / "en.sentences.jsonl").write_text(json.dumps({**line, "why": ""}), "utf-8")
    return tmp_path


def test_labels_count_for_the_guardrails_that_they_tell_of(framed: Path, rulebook: Rulebook) -> None:
    result = evaluate(load(framed), rulebook)
    rows = {(s.guardrail, s.language): (s.hits, s.misses, s.false_alarms) for s in result.scores}
    # The note lacks nearly everything; whether it does is not labelled.
    assert rows["all", "all"] == rows["pushy", "all"] == (1, 0, 0)
    assert (result.good, result.stopped) == (0, 0)


def test_a_frame_tells_of_guardrails_that_there_are(framed: Path, rulebook: Rulebook) -> None:
    file = framed / "en.frames.jsonl"
    file.write_text(
        json.dumps({**json.loads(file.read_text("utf-8")), "tells_of": ["pushy", "pushi"]}), "utf-8"
    )
    with pytest.raises(FaultyInputError, match="no guardrail 'pushi'"):
        evaluate(load(framed), rulebook)


@pytest.mark.parametrize(
    ("told", "says"),
    [(["names"], "violates names pushy, of which"), ("pushy", "a list of guardrails is wanted")],
)
def test_labels_beyond_those_told_of_are_refused(framed: Path, told: object, says: str) -> None:
    file = framed / "en.frames.jsonl"
    frame = {**json.loads(file.read_text("utf-8")), "tells_of": told}
    file.write_text(json.dumps(frame), "utf-8")
    with pytest.raises(FaultyInputError) as raised:
        load(framed)
    assert says in str(raised.value)

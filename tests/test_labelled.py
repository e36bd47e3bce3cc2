"""The labelled notes: the evaluation counts right, and no label that the baseline got right is lost."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from conftest import ROOT

import thankgen
from thankgen.errors import FaultyInputError
from thankgen.evals.labelled import Evaluation, Score, evaluate, load
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

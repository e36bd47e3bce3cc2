"""Comparing two versions: pairs, what is left out, tests and their correction, what is said of them."""

from __future__ import annotations

import random
import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from sample_runs import GUARDRAILS, attempt, header, outcome, report, run_of, version

import thankgen
from thankgen.cli import run as run_command
from thankgen.evals.comparison import LEVEL, Comparison, Row, family_of
from thankgen.evals.pairing import Pair, measures, pair_up
from thankgen.evals.runs import Gap, Outcome, Run
from thankgen.evals.statistics import mcnemar
from thankgen.finding import NotRun

HOSTILE = "</script><img src=x onerror=alert(1)>|`*[x](y)\nnext"
MISSING = Gap(reason="missing", attempt=1, difference="nothing is recorded")


def simple_run(before: int, after: int, cases: int = 60, **changes: Any) -> Run:
    """One sample a case; "close" is violated in the first `before` cases by v1, in the first `after` by v2."""
    outcomes = [
        outcome(name, f"case-{n:02}", attempt(*(["close"] if n < violated else [])))
        for name, violated in (("v1", before), ("v2", after))
        for n in range(cases)
    ]
    return run_of(outcomes, **changes)


def row_of(comparison: Comparison, measure: str, language: str = "all") -> Row:
    [row] = [r for r in comparison.rows if r.measure == measure and r.language == language]
    return row


def test_a_guardrail_is_compared_by_the_cases_on_which_the_versions_differ() -> None:
    row = row_of(thankgen.compare_runs(simple_run(20, 4)), "close")
    assert (row.baseline, row.candidate) == pytest.approx((20 / 60, 4 / 60))
    assert row.difference == pytest.approx(-16 / 60)
    assert (row.lower, row.higher, row.cases, row.pairs) == (16, 0, 60, 60)
    assert row.test == "exact McNemar"
    assert row.p == mcnemar(0, 16)
    assert row.outcome == "better"
    assert row.interval is not None
    assert row.interval[0] < row.difference < row.interval[1]


def test_the_family_is_every_guardrail_that_ran_and_three_totals_and_holm_corrects_over_it() -> None:
    comparison = thankgen.compare_runs(simple_run(20, 4))
    names = [row.measure for row in comparison.family]
    assert names == [
        "accepted at first draft",
        "requests a note",
        "tokens a note",
        "close",
        "length",
        "names",
        "reapology",
    ]
    close = row_of(comparison, "close")
    accepted = row_of(comparison, "accepted at first draft")
    assert close.p == accepted.p  # they tie, and the smaller may not be corrected by less than the first
    assert close.adjusted == accepted.adjusted == pytest.approx(7 * mcnemar(0, 16))


def test_rows_by_language_describe_and_test_nothing() -> None:
    comparison = thankgen.compare_runs(simple_run(20, 4))
    [row] = [r for r in comparison.rows if r.measure == "close" and r.language == "en"]
    assert (row.p, row.adjusted, row.smallest, row.test, row.outcome) == (None,) * 5
    assert row.difference == pytest.approx(-16 / 60)


def test_worse_holds_what_got_significantly_worse() -> None:
    assert [r.measure for r in thankgen.compare_runs(simple_run(4, 20)).worse] == [
        "accepted at first draft",
        "close",
    ]
    assert thankgen.compare_runs(simple_run(20, 4)).worse == ()
    assert thankgen.compare_runs(simple_run(4, 6)).worse == ()


def test_more_samples_are_means_of_their_case_and_tested_by_sign_flips() -> None:
    outcomes = [
        outcome(name, f"case-{n}", attempt(*violated), sample=sample)
        for n in range(12)
        for sample in (1, 2)
        for name, violated in (("v1", ["names"] if sample == 1 else []), ("v2", []))
    ]
    row = row_of(thankgen.compare_runs(run_of(outcomes, samples=2)), "names")
    assert (row.cases, row.pairs, row.baseline, row.candidate) == (12, 24, 0.5, 0.0)
    assert row.test == "exact sign flip"
    assert row.p == pytest.approx(2 / 2**12)


def test_requests_and_tokens_are_compared_by_their_means() -> None:
    outcomes = [outcome("v1", f"c{n}", attempt("close"), attempt(number=2)) for n in range(20)]
    outcomes += [outcome("v2", f"c{n}", attempt(tokens=700 + n)) for n in range(20)]
    comparison = thankgen.compare_runs(run_of(outcomes))
    requests, tokens = row_of(comparison, "requests a note"), row_of(comparison, "tokens a note")
    assert (requests.baseline, requests.candidate, requests.outcome) == (2.0, 1.0, "better")
    assert (tokens.baseline, tokens.candidate, tokens.outcome) == (1000.0, 709.5, "better")


def test_a_gap_or_crash_at_the_first_draft_leaves_the_pair_out() -> None:
    run = simple_run(0, 0, cases=4)
    wanting: dict[tuple[str, str], dict[str, Any]] = {
        ("v1", "case-00"): {"attempts": (), "gap": MISSING},
        ("v2", "case-01"): {"attempts": (), "error": "ValueError: no"},
    }
    outcomes = [o.model_copy(update=wanting.get((o.version, o.case), {})) for o in run.outcomes]
    comparison = thankgen.compare_runs(run_of(outcomes))
    assert (comparison.pairs, comparison.pairs_planned, comparison.cases) == (2, 4, 2)
    assert [(w.case, w.version, w.first_draft) for w in comparison.left_out] == [
        ("case-00", "baseline", True),
        ("case-01", "candidate", True),
    ]
    assert "2 of 4 pairs are left out" in comparison.verdict
    assert "nothing is recorded" in comparison.left_out[0].reason


def test_a_gap_at_a_repair_leaves_the_first_draft_in_and_requests_and_tokens_out() -> None:
    gap = Gap(reason="stale", attempt=2, difference="the faults differ")
    run = simple_run(1, 1, cases=3)
    outcomes = [
        o.model_copy(update={"gap": gap}) if (o.version, o.case) == ("v1", "case-00") else o
        for o in run.outcomes
    ]
    comparison = thankgen.compare_runs(run_of(outcomes))
    assert row_of(comparison, "close").pairs == 3
    assert row_of(comparison, "requests a note").pairs == 2
    assert [w.first_draft for w in comparison.left_out] == [False]
    assert "left out" not in comparison.verdict


def test_a_note_that_was_declined_was_not_accepted_and_violates_nothing() -> None:
    outcomes = [outcome("v1", "c", attempt()), outcome("v2", "c", declined="The model declined.")]
    comparison = thankgen.compare_runs(run_of([*outcomes, *simple_run(0, 0, 3).outcomes]))
    assert comparison.left_out == ()
    assert row_of(comparison, "accepted at first draft").candidate == 0.75
    assert row_of(comparison, "close").pairs == 3
    assert row_of(comparison, "tokens a note").pairs == 3


def test_tokens_that_nobody_counted_are_no_zero() -> None:
    uncounted = attempt(usage={"prompt_tokens": None, "completion_tokens": None})
    pairs, _, _ = pair_up([outcome("v1", "c", attempt())], [outcome("v2", "c", uncounted)])
    tokens = next(m for m in measures(pairs) if m.unit == "tokens")
    assert tokens.read(pairs[0].baseline) == 500
    assert tokens.read(pairs[0].candidate) is None
    built_in = attempt(source="offline", usage={})
    assert tokens.read(outcome("offline", "c", built_in)) == 0


def test_a_guardrail_that_could_not_run_is_not_compared_there() -> None:
    found = report().model_copy(update={"not_run": (NotRun(guardrail="names", reason="no dictionary"),)})
    halted = attempt().model_copy(update={"found": found, "report": found})
    run = run_of([outcome("v1", "c", halted), outcome("v2", "c", attempt()), *simple_run(0, 0, 2).outcomes])
    assert row_of(thankgen.compare_runs(run), "names").pairs == 2


def test_the_verdict_says_who_is_better_at_what_and_what_could_have_been_seen() -> None:
    assert thankgen.compare_runs(simple_run(20, 4)).verdict == (
        "v2 is better on accepted at first draft (67 % → 93 %, p < 0.001), "
        "close (violated by 33 % → 7 % of first drafts, p < 0.001); no difference shown elsewhere; "
        "60 cases could have shown differences of 19 points and more."
    )
    assert thankgen.compare_runs(simple_run(4, 4)).verdict.startswith(
        "No difference between v1 and v2 is shown; 60 cases could have shown differences"
    )
    assert "v2 is worse on" in thankgen.compare_runs(simple_run(4, 20)).verdict
    assert thankgen.compare_runs(simple_run(3, 0, cases=5)).verdict == (
        "No difference between v1 and v2 is shown; "
        "5 cases are too few to show any difference after correction for 7 comparisons."
    )


@pytest.mark.parametrize("origin", ["scripted", "offline"])
def test_the_first_line_says_where_no_model_answered(origin: str) -> None:
    run = simple_run(20, 4)
    versions = (version("v1", origin=origin), version("v2"))
    comparison = thankgen.compare_runs(run.model_copy(update={"header": header(*versions)}))
    first = comparison.verdict.splitlines()[0]
    assert first.startswith("These are no model’s answers: v1")
    assert first.endswith("Nothing follows from them about prompts.")
    assert comparison.notices == (first,)


def test_two_runs_are_compared_by_the_version_of_each() -> None:
    run, other = simple_run(20, 4), simple_run(4, 20)
    same = thankgen.compare_runs(run, other, baseline="v1", candidate="v1")
    assert row_of(same, "close").difference == pytest.approx(-16 / 60)
    assert same.labels == ("v1 (first run)", "v1 (second run)")
    answered = other.model_copy(update={"header": header(version("v1", model="model-y"))})
    models = thankgen.compare_runs(run, answered, baseline="v1")
    assert models.labels == ("v1 (model-x)", "v1 (model-y)")
    assert "may be the models’" in models.notices[0]


def test_what_differs_besides_the_prompt_is_said() -> None:
    run = simple_run(2, 2)
    other = run.model_copy(update={"header": header(version("v1", seal="d" * 64), thankgen="0.2.0")})
    seals, made = thankgen.compare_runs(run, other, baseline="v1").notices
    assert "their seals differ" in seals
    assert "0.1.0 and 0.2.0" in made


@pytest.mark.parametrize("what", ["guardrails", "cases"])
def test_runs_on_other_ground_are_not_compared(what: str) -> None:
    run = simple_run(2, 2)
    other = run.model_copy(update={"header": run.header.model_copy(update={what: "e" * 64})})
    with pytest.raises(thankgen.SettingsError, match=f"The runs have different {what}"):
        thankgen.compare_runs(run, other, baseline="v1", candidate="v2")


def _one() -> Run:
    return run_of(simple_run(1, 1, 3).of("v1"), version("v1"))


def _three() -> Run:
    return run_of(simple_run(1, 1, 3).outcomes, version("v1"), version("v2"), version("v3"))


@pytest.mark.parametrize(
    ("make", "named", "told"),
    [
        (_one, {}, "holds v1 alone; give a second run"),
        (_three, {}, "Say which version is the baseline: --baseline with one of v1, v2, v3"),
        (_three, {"baseline": "v9"}, "--baseline v9: the run has no such version. It has: v1, v2, v3"),
        (_three, {"baseline": "v1", "candidate": "v1"}, "v1 would be compared with itself"),
        (_three, {"baseline": "v1", "candidate": "v3"}, "There is no pair of notes to compare"),
    ],
)
def test_what_cannot_be_compared_is_a_clear_error(
    make: Callable[[], Run], named: dict[str, str], told: str
) -> None:
    with pytest.raises(thankgen.SettingsError, match=told):
        thankgen.compare_runs(make(), **named)


def test_a_note_that_stands_twice_in_a_run_is_an_error() -> None:
    run = simple_run(1, 1, 3)
    with pytest.raises(thankgen.SettingsError, match="case “case-00”, sample 1, twice for v1"):
        thankgen.compare_runs(run_of([*run.outcomes, run.outcomes[0]]))


def test_without_a_difference_a_comparison_finds_one_no_more_often_than_stated() -> None:
    """Two versions that are one: whether any of seven measures comes out significant."""
    draw = random.Random(12)

    def drawn(case: str, hardness: float) -> Outcome:
        violated = [name for name in GUARDRAILS if draw.random() < hardness]
        first = attempt(*violated, tokens=draw.randint(400, 900))
        return outcome("v1", case, first, *([attempt(number=2)] if violated else []))

    pools = [[drawn(f"c{n}", draw.random()) for _ in range(20)] for n in range(30)]
    runs = 1_000
    errors = 0
    for _ in range(runs):
        pairs = [Pair(*draw.choices(pool, k=2)) for pool in pools]
        errors += any(each.adjusted <= LEVEL for each in family_of(pairs))
    assert errors / runs <= LEVEL


@pytest.fixture
def saved(tmp_path: Path) -> Callable[[Run], str]:
    def save(run: Run) -> str:
        path = tmp_path / "run.jsonl"
        path.write_text(run.dump(), encoding="utf-8")
        return str(path)

    return save


Save = Callable[[Run], str]


def test_the_command_prints_verdict_and_tables(saved: Save, capsys: pytest.CaptureFixture[str]) -> None:
    status = run_command(
        ["eval", "compare", saved(simple_run(20, 4)), "--baseline", "v1", "--candidate", "v2"]
    )
    out = capsys.readouterr().out
    assert status == 0
    assert out.startswith("v2 is better on accepted at first draft")
    line = next(line for line in out.splitlines() if line.startswith("close violated"))
    assert re.split(r"\s{2,}", line) == [
        *("close violated", "33 %", "7 %", "-27", "-38 to -17", "< 0.001", "< 0.001", "23", "better")
    ]
    assert "Violated by no first draft of either: length, names, reapology." in out


def test_a_regression_fails_where_that_is_asked_for(saved: Save, capsys: pytest.CaptureFixture[str]) -> None:
    path = saved(simple_run(4, 20))
    assert run_command(["eval", "compare", path]) == 0
    assert run_command(["eval", "compare", path, "--fail-on-regression"]) == 1
    assert capsys.readouterr().err == "v2 is significantly worse on: accepted at first draft, close\n"
    assert run_command(["eval", "compare", path, "--baseline", "v2", "--candidate", "v1"]) == 0
    assert run_command(["eval", "compare", path, "--candidate", "v3"]) == 2


def test_json_is_the_comparison(saved: Save, capsys: pytest.CaptureFixture[str]) -> None:
    run = simple_run(20, 4)
    assert run_command(["eval", "compare", saved(run), "--json"]) == 0
    assert Comparison.model_validate_json(capsys.readouterr().out) == thankgen.compare_runs(run)


def test_what_is_left_out_is_told_at_once_and_only_ten_by_name(
    saved: Save, capsys: pytest.CaptureFixture[str]
) -> None:
    run = simple_run(2, 2)
    outcomes = [
        o.model_copy(update={"attempts": (), "gap": MISSING})
        if o.version == "v1" and o.case < "case-12"
        else o
        for o in run.outcomes
    ]
    assert run_command(["eval", "compare", saved(run_of(outcomes))]) == 0
    lines = capsys.readouterr().out.splitlines()
    assert lines[1] == "LEFT OUT: 12 of 60 pairs without a first draft."
    assert lines[2] == "  case-00 (sample 1), v1: the recording of request 1 is missing: nothing is recorded"
    assert lines[12] == "  and 2 more"


def test_markdown_keeps_hostile_words_as_text(saved: Save, capsys: pytest.CaptureFixture[str]) -> None:
    gap = Gap(reason="stale", attempt=1, difference=HOSTILE)
    outcomes = [outcome(name, "c", attempt(HOSTILE), language=HOSTILE) for name in (HOSTILE, "v2")]
    outcomes += [outcome(HOSTILE, HOSTILE, gap=gap), outcome("v2", HOSTILE, attempt())]
    run = run_of(outcomes, version(HOSTILE, model=HOSTILE), version("v2"))
    assert run_command(["eval", "compare", saved(run), "--format", "markdown"]) == 0
    out = capsys.readouterr().out
    assert "<img" not in out.replace("\\<img", "")
    own = [line for line in out.splitlines() if "|" in line.replace("\\|", "")]
    assert {line.replace("\\|", "").count("|") for line in own} <= {10, 8}
    assert "next" not in {line.strip() for line in out.splitlines()}

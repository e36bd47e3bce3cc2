"""`thankgen eval run` and `thankgen eval record` as their users meet them."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Sequence
from pathlib import Path

import pytest
from scripted_model import scripted_model

import thankgen
from thankgen.cli import run
from thankgen.evals.forks import together
from thankgen.testing import MODEL, Script, ScriptedEndpoint, Status

CASES = thankgen.load_cases(only=["en"])[:4]
CHOICE = [word for case in CASES for word in ("--cases", case.id)]

Of = Callable[..., tuple[int, str, str]]


@pytest.fixture(autouse=True)
def _folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)


@pytest.fixture
def of(capsys: pytest.CaptureFixture[str]) -> Of:
    """Run a command: exit status, standard output, standard error."""

    def _run(*arguments: str) -> tuple[int, str, str]:
        status = run(["eval", *arguments])
        out, err = capsys.readouterr()
        return status, out, err

    return _run


def record(of: Of, *more: str, script: Script | None = None) -> tuple[int, str, str]:
    with ScriptedEndpoint(script or scripted_model(CASES, "v1", "v2")) as endpoint:
        there = (
            "--base-url",
            endpoint.base_url,
            "--model",
            MODEL,
            "--prompts",
            "v1,v2",
            "--concurrency",
            "1",
        )
        return of("record", *there, *CHOICE, *more)


def test_recording_shows_progress_on_standard_error_and_a_table_on_standard_output(of: Of) -> None:
    status, out, err = record(of)
    assert status == 0
    lines = err.splitlines()
    assert len(lines) == 9
    assert re.fullmatch(r"\[1/8\] v1 \S+ \(sample 1\): passed after 2 drafts, [\d,]+ tokens", lines[0])
    assert re.fullmatch(r"8 notes recorded in 10 requests, [\d,]+ tokens of unknown cost\.", lines[-1])
    head, v1, v2 = out.splitlines()
    assert head.split()[:3] == ["version", "model", "notes"]
    assert v1.split()[:7] == ["v1", MODEL, "(scripted)", "4", "2/4", "3/4", "4/4"]
    assert v2.startswith("v2")
    assert len(list(Path("evals/recordings").glob("*/*/*.yaml"))) == 8


def test_recording_again_asks_nothing(of: Of) -> None:
    record(of)
    status, _, err = record(of, script=lambda _: Status(500))
    assert (status, err) == (0, "Everything was recorded already; nothing was asked.\n")


def test_prices_of_ones_own_are_told(of: Of) -> None:
    Path("prices.toml").write_text(
        f"[models]\n{MODEL} = {{ prompt = 1, completion = 1 }}\n", encoding="utf-8"
    )
    _, out, err = record(of, "--prices", "prices.toml")
    assert re.search(r"tokens, \$0\.00\d\d", err)
    assert re.search(r"tokens for \$0\.0\d+", err)
    assert "$0.0" in out


def test_a_run_is_written_and_replays_the_same(of: Of) -> None:
    record(of)
    for name in ("one.jsonl", "two.jsonl"):
        status, out, err = of("run", "--prompts", "v1,v2,offline", *CHOICE, "--out", name)
        assert (status, err) == (0, "")
        assert [line.split()[0] for line in out.splitlines()] == ["version", "v1", "v2", "offline"]
    assert Path("one.jsonl").read_bytes() == Path("two.jsonl").read_bytes()
    assert len(thankgen.load_run("one.jsonl").outcomes) == 12
    status, out, _ = of("run", "--prompts", "v1", *CHOICE, "--out", "-")
    assert status == 0
    assert [json.loads(line)["version"] for line in out.splitlines()[1:]] == ["v1"] * 4


def test_missing_and_stale_recordings_are_told_and_the_run_is_written_all_the_same(of: Of) -> None:
    record(of)
    folder = Path("evals/recordings/v1") / MODEL
    (folder / f"{CASES[2].id}.1.yaml").unlink()
    own = Path("own")
    own.mkdir()
    (own / "length.toml").write_text("limits.email.min_words = 50\n", encoding="utf-8")
    status, out, err = of("run", *CHOICE, "--out", "run.jsonl", "--guardrails", "own")
    assert status == 1
    assert f"v1 {CASES[2].id} (sample 1): no recording: nothing is recorded" in err
    assert f"v1 {CASES[0].id} (sample 1): the first draft counts, but repair turn 1 is stale: " in err
    assert "at least 45" in err
    assert "`thankgen eval record` records what is missing and stale" in err
    assert out.splitlines()[1].split()[3:7] == ["4", "1/3", "2/3", "2/2"]
    assert len(thankgen.load_run("run.jsonl").outcomes) == 4


def test_a_version_without_any_recording_is_told_in_one_line(of: Of) -> None:
    status, out, err = of("run", "--prompts", "v1,offline", *CHOICE)
    assert status == 1
    assert err.splitlines()[0] == "v1: nothing is recorded in evals/recordings"
    assert len(err.splitlines()) == 2
    assert len(out.splitlines()) == 3


@pytest.mark.parametrize(
    ("arguments", "complaint"),
    [
        (["run", "--prompts", "v9"], "there is no prompt version 'v9' here; versions: v1, v2"),
        (["run", "--prompts", ""], "Name at least one prompt version"),
        (["run", "--cases", "klingon"], "no case is labelled “klingon”"),
        (["run", "--cases-dir", "none"], "there is no such folder of cases"),
        (["run", "--prices", "none.toml"], "none.toml: cannot be read"),
        (["run", "--samples", "0"], "--samples"),
        (["record"], "There is no endpoint to record"),
        (["record", "--base-url", "http://127.0.0.1:9/v1"], "Say which model is recorded"),
    ],
)
def test_bad_input_ends_with_status_2(of: Of, arguments: list[str], complaint: str) -> None:
    status, out, err = of(*arguments)
    assert (status, out) == (2, "")
    assert complaint in err


def test_an_endpoint_that_fails_for_good_ends_with_status_3(of: Of) -> None:
    status, out, err = record(of, script=lambda _: Status(401, "no such key"))
    assert (status, out) == (3, "")
    assert "failed: The model endpoint refused the API key" in err
    assert "8 notes are left to record; the same command goes on where it stopped" in err


def test_a_recording_says_when_a_script_wrote_it(of: Of) -> None:
    record(of, "--scripted")
    about = Path(f"evals/recordings/v1/{MODEL}/recording.toml").read_text(encoding="utf-8")
    assert 'origin = "scripted"\n' in about


def test_a_crash_is_told_and_ends_with_status_1(of: Of) -> None:
    record(of)
    Path(f"evals/recordings/v1/{MODEL}/{CASES[1].id}.1.yaml").write_text("odd", encoding="utf-8")
    status, _, err = of("run", *CHOICE)
    assert status == 1
    assert f"v1 {CASES[1].id} (sample 1): crashed: FaultyInputError:" in err


def test_several_processes_give_the_same_run(of: Of) -> None:
    options = ("run", "--prompts", "offline", "--cases", "thin", "--out", "-")
    assert of(*options, "--concurrency", "1") == of(*options, "--concurrency", "3")


@pytest.mark.parametrize("processes", [1, 2, 3, 9])
def test_results_come_in_the_items_order_however_many_processes_there_are(processes: int) -> None:
    items = ["a1", "b1", "a2", "c1", "b2", "a3"]
    upper = [item.upper() for item in items]
    assert (
        together(items, lambda some: [item.upper() for item in some], lambda item: item[0], processes)
        == upper
    )


def test_a_process_that_is_ended_from_outside_loses_nothing() -> None:
    import os

    here = os.getpid()

    def work(items: Sequence[str]) -> list[str]:
        if "b" in items and os.getpid() != here:
            os._exit(9)
        return list(items)

    assert together(["a", "b", "c"], work, lambda item: item, 2) == ["a", "b", "c"]

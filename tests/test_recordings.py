"""Answers are recorded as vcrpy's cassettes and replayed without network, the same way every time."""

from __future__ import annotations

import asyncio
import json
import socket
import sys
from collections import Counter
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
import vcr
from conftest import ROOT
from scripted_model import scripted_model

import thankgen
from thankgen.errors import EndpointError, FaultyInputError, PromptError, SettingsError
from thankgen.evals.cassettes import Readable, read_cassette, readable_json
from thankgen.evals.recordings import ABOUT, open_shelf, read_recording
from thankgen.evals.runs import Run
from thankgen.rulebook import Rulebook
from thankgen.testing import MODEL, Answer, Scripted, ScriptedEndpoint, Status, reported

VERSIONS = ("v1", "v2")
SAMPLES = 2
CASES = thankgen.load_cases()[:100]
ENGLISH = thankgen.load_cases(only=["en"])[:4]
"""One of each kind: sent back, edited, good, good."""


@pytest.fixture(scope="module")
def big(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Run, Run]:
    """100 cases under two versions, two samples each: v1 recorded by a sync caller, v2 by an async one."""
    folder = tmp_path_factory.mktemp("recordings")
    with ScriptedEndpoint(scripted_model(CASES, *VERSIONS)) as endpoint:
        first = thankgen.record(
            ["v1"],
            model=MODEL,
            base_url=endpoint.base_url,
            cases=CASES,
            samples=SAMPLES,
            recordings=folder,
            concurrency=8,
        )
        second = asyncio.run(
            thankgen.arecord(
                ["v2"],
                model=MODEL,
                base_url=endpoint.base_url,
                cases=CASES,
                samples=SAMPLES,
                recordings=folder,
                concurrency=8,
            )
        )
    return folder, first, second


@pytest.fixture
def no_sockets(monkeypatch: pytest.MonkeyPatch) -> None:
    def refused(*_: Any, **__: Any) -> None:
        raise AssertionError("a socket was opened")

    monkeypatch.setattr(socket, "socket", refused)


@pytest.fixture
def small(tmp_path: Path) -> Path:
    """Four English cases under v1, recorded."""
    record(tmp_path)
    return tmp_path


def record(folder: Path, script: Callable[[dict[str, Any]], Scripted] | None = None, **settings: Any) -> Run:
    cases = settings.pop("cases", ENGLISH)
    with ScriptedEndpoint(script or scripted_model(cases, "v1")) as endpoint:
        settings = {"model": MODEL, "base_url": endpoint.base_url, "concurrency": 2, **settings}
        return thankgen.record(["v1"], cases=cases, recordings=folder, **settings)


def replay(folder: Path, **settings: Any) -> Run:
    return thankgen.evaluate(["v1"], recordings=folder, **{"cases": ENGLISH, **settings})


def cassette(folder: Path, case: str, sample: int = 1) -> Path:
    return folder / "v1" / MODEL / f"{case}.{sample}.yaml"


def test_a_hundred_cases_under_two_versions_replay_byte_for_byte_without_a_socket(
    big: tuple[Path, Run, Run], no_sockets: None
) -> None:
    folder, first, second = big
    runs = [thankgen.evaluate(VERSIONS, cases=CASES, recordings=folder) for _ in range(2)]
    assert runs[0].dump() == runs[1].dump()
    assert len(runs[0].outcomes) == 100 * 2 * SAMPLES
    assert runs[0].outcomes == (*first.outcomes, *second.outcomes)
    assert all(outcome.passed and outcome.complete for outcome in runs[0].outcomes)
    kinds = Counter((o.requests, bool(o.attempts[0].edits)) for o in runs[0].of("v2"))
    assert kinds[1, False] > 50
    assert min(kinds[1, True], kinds[2, True] + kinds[2, False]) > 30
    assert [v.origin for v in runs[0].header.versions] == ["scripted", "scripted"]


def test_a_run_is_saved_and_read_back(small: Path, tmp_path: Path) -> None:
    run = replay(small)
    path = tmp_path / "run.jsonl"
    path.write_text(run.dump(), encoding="utf-8")
    assert thankgen.load_run(path) == run


def test_each_attempt_is_judged_as_it_came_and_after_its_edits(small: Path) -> None:
    sent_back, edited, good, _ = replay(small).outcomes
    assert [a.found.passed for a in sent_back.attempts] == [False, True]
    assert not sent_back.attempts[0].report.passed
    assert [(a.found.passed, a.report.passed) for a in edited.attempts] == [(False, True)]
    assert {finding.guardrail for finding in edited.attempts[0].found.findings} == {"reapology"}
    assert [a.found.passed for a in good.attempts] == [True]
    assert sent_back.tokens > good.tokens > 0
    assert sent_back.requests == 2


def test_vcrpy_itself_replays_a_cassette(small: Path, no_sockets: None) -> None:
    [sent_back, *_] = ENGLISH
    player = vcr.VCR(record_mode="none", match_on=("method", "path", "body"))
    writer = thankgen.OpenAIWriter(model=MODEL, base_url="https://model.invalid/v1", api_key="none")
    with player.use_cassette(str(cassette(small, sent_back.id))) as played:
        [note] = thankgen.write(
            sent_back.facts, sent_back.to, writer=writer, on=sent_back.facts.interview.date
        )
    writer.close()
    assert played.all_played
    assert note.text == replay(small).outcomes[0].text
    assert len(note.attempts) == 2


@pytest.mark.parametrize("login", ["", "user:password@"])
def test_a_cassette_holds_no_key_no_address_and_no_header_that_identifies(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, login: str
) -> None:
    key = "sk-very-secret-0123456789"
    monkeypatch.setenv("OPENAI_API_KEY", key)
    [case, *_] = ENGLISH
    with ScriptedEndpoint(scripted_model([case], "v1")) as endpoint:
        url = endpoint.base_url.replace("http://", f"http://{login}")
        thankgen.record(["v1"], model=MODEL, base_url=url, cases=[case], recordings=tmp_path)
        sent = endpoint.headers[0]["authorization"]
        port = endpoint.base_url.removesuffix("/v1").split(":")[-1]
    assert sent.startswith("Basic" if login else f"Bearer {key}")
    for path in tmp_path.rglob("*.*"):
        text = path.read_text(encoding="utf-8").lower()
        for secret in (key, sent, "password", "127.0.0.1", port, "authorization", "user-agent", "openai"):
            assert secret.lower() not in text
    loaded = Readable.deserialize(cassette(tmp_path, case.id).read_text(encoding="utf-8"))
    for interaction in loaded["interactions"]:
        assert set(interaction["request"]["headers"]) == {"content-type"}
        assert set(interaction["response"]["headers"]) == {"content-type", "x-thankgen-seconds"}


def test_a_cassette_can_be_read_by_people(tmp_path: Path) -> None:
    [case] = thankgen.load_cases(only=["sv-vindkooperativet"])
    record(tmp_path, scripted_model([case], "v1"), cases=[case])
    text = cassette(tmp_path, case.id).read_text(encoding="utf-8")
    assert "# Draft 1:\n#\n# " in text
    assert "höststormarna" in text
    assert "    body: |-\n      {\n" in text


@pytest.mark.parametrize(
    "text",
    ["åäöß ŠŁ “ ”", "tab\tand\nline", "emoji 🙂", "odd \x7f \x85 \u2028 \ufeff \ud800 \x00", "# - : |"],
)
def test_any_text_survives_being_written(text: str) -> None:
    body = {"content": text}
    interaction = {
        "request": {"body": readable_json(body)},
        "response": {"body": {"string": readable_json(body)}, "headers": {}},
    }
    back = Readable.deserialize(Readable.serialize({"interactions": [interaction]}))["interactions"][0]
    assert json.loads(back["request"]["body"]) == body
    assert json.loads(back["response"]["body"]["string"]) == body


# Where a recording ends


def test_a_case_without_a_recording_is_told(small: Path) -> None:
    cassette(small, ENGLISH[2].id).unlink()
    run = replay(small)
    gaps = [(o.case, o.gap.reason, o.gap.attempt, o.gap.difference) for o in run.outcomes if o.gap]
    assert gaps == [(ENGLISH[2].id, "missing", 1, "nothing is recorded")]


def test_a_second_sample_that_nobody_recorded_is_told(small: Path) -> None:
    run = replay(small, samples=2)
    assert run.header.samples == 2
    assert [o.gap is not None for o in run.outcomes] == [False, True] * 4


def test_changed_facts_make_a_recording_stale_and_the_difference_is_quoted(small: Path) -> None:
    facts = ENGLISH[2].facts.model_copy(update={"company": "Another Company"})
    changed = ENGLISH[2].model_copy(update={"facts": facts})
    [outcome] = replay(small, cases=[changed]).outcomes
    assert outcome.gap is not None
    assert (outcome.gap.reason, outcome.gap.attempt) == ("stale", 1)
    assert "the user message differs in line 2" in outcome.gap.difference
    assert "Another Company" in outcome.gap.difference
    assert outcome.attempts == ()


@pytest.mark.parametrize(
    ("changes", "told"),
    [
        ({"model": "another"}, f"model was another and is {MODEL}"),
        ({"temperature": 0.7}, "temperature was 0.7 and is not set"),
        (
            {"response_format": {"type": "json_schema", "json_schema": {}}},
            "the answer's JSON schema has changed",
        ),
        ({"messages": []}, "the number of messages has changed"),
    ],
)
def test_model_settings_and_schema_count_as_much_as_the_messages(
    small: Path, changes: dict[str, Any], told: str
) -> None:
    path = cassette(small, ENGLISH[2].id)
    loaded = Readable.deserialize(path.read_text(encoding="utf-8"))
    request = loaded["interactions"][0]["request"]
    request["body"] = readable_json({**json.loads(request["body"]), **changes})
    path.write_text(Readable.serialize(loaded), encoding="utf-8")
    [outcome] = replay(small, cases=[ENGLISH[2]]).outcomes
    assert outcome.gap is not None
    assert outcome.gap.difference == told


def test_a_repair_turn_that_went_stale_leaves_the_first_draft_its_verdict(
    small: Path, tmp_path: Path
) -> None:
    before = replay(small).outcomes[0]
    own = tmp_path / "guardrails"
    own.mkdir()
    (own / "length.toml").write_text("limits.email.min_words = 50\n", encoding="utf-8")
    [after] = replay(small, cases=[ENGLISH[0]], guardrails=own).outcomes
    assert after.gap is not None
    assert (after.gap.reason, after.gap.attempt) == ("stale", 2)
    assert "at least 45" in after.gap.difference
    assert "at least 50" in after.gap.difference
    assert after.first is not None
    assert before.first is not None
    assert after.first.draft == before.first.draft
    assert len(after.attempts) == 1
    assert not after.passed


def test_a_repair_that_was_not_needed_when_recorded_is_missing(small: Path, rulebook: Rulebook) -> None:
    def strict(text: str, facts: thankgen.Facts, to: str) -> list[thankgen.Finding]:
        return [thankgen.Finding(guardrail="strict", message="Never good enough.")]

    run = replay(small, guardrails=rulebook.also(strict))
    gaps = [(o.gap.reason, o.gap.attempt) for o in run.outcomes if o.gap]
    assert gaps == [("stale", 2), ("missing", 2), ("missing", 2), ("missing", 2)]
    assert "the recording ends after 1 draft" in run.outcomes[1].gap.difference  # type: ignore[union-attr]


def test_a_crash_is_a_row_and_the_other_notes_go_on(small: Path, rulebook: Rulebook) -> None:
    def crashing(text: str, facts: thankgen.Facts, to: str) -> list[thankgen.Finding]:
        if facts == ENGLISH[1].facts:
            raise ZeroDivisionError("division by zero")
        return []

    run = replay(small, guardrails=rulebook.also(crashing))
    errors = [o.error for o in run.outcomes]
    assert [error is None for error in errors] == [True, False, True, True]
    assert "CheckError: Your guardrail “crashing” crashed" in str(errors[1])


def test_a_damaged_cassette_is_a_row_that_names_its_file(small: Path) -> None:
    path = cassette(small, ENGLISH[3].id)
    path.write_text("interactions: [", encoding="utf-8")
    with pytest.raises(FaultyInputError, match="this is no cassette"):
        read_cassette(path)
    assert str(path) in str(replay(small).outcomes[3].error)


# Recording


def test_a_recording_goes_on_where_it_stopped(small: Path) -> None:
    cassette(small, ENGLISH[2].id).unlink()
    before = cassette(small, ENGLISH[0].id).read_bytes()
    asked: list[dict[str, Any]] = []
    good = scripted_model(ENGLISH, "v1")

    def counting(body: dict[str, Any]) -> Scripted:
        asked.append(body)
        return good(body)

    run = record(small, counting)
    assert len(asked) == 1
    assert all(outcome.passed for outcome in run.outcomes)
    assert cassette(small, ENGLISH[0].id).read_bytes() == before


def test_a_stale_repair_is_recorded_anew_and_the_first_draft_kept(small: Path, tmp_path: Path) -> None:
    own = tmp_path / "guardrails"
    own.mkdir()
    (own / "length.toml").write_text("limits.email.min_words = 50\n", encoding="utf-8")
    first, _ = read_cassette(cassette(small, ENGLISH[0].id))
    asked: list[bool] = []
    good = scripted_model(ENGLISH, "v1")

    def counting(body: dict[str, Any]) -> Scripted:
        asked.append(reported(body) is not None)
        return good(body)

    run = record(small, counting, guardrails=own)
    assert asked == [True]
    assert all(outcome.complete for outcome in run.outcomes)
    assert read_cassette(cassette(small, ENGLISH[0].id))[0] == first


def test_an_endpoint_without_structured_output_is_recorded_and_replayed(tmp_path: Path) -> None:
    good = scripted_model(ENGLISH, "v1")

    def plain(body: dict[str, Any]) -> Scripted:
        return Status(400, "response_format is not supported") if "response_format" in body else good(body)

    recorded = record(tmp_path, plain)
    assert all(outcome.passed for outcome in recorded.outcomes)
    assert replay(tmp_path) == recorded
    assert "response_format" not in read_cassette(cassette(tmp_path, ENGLISH[0].id))[0].asked


def test_what_is_tried_again_is_not_recorded(tmp_path: Path) -> None:
    good = scripted_model(ENGLISH, "v1")
    seen: Counter[str] = Counter()

    def busy(body: dict[str, Any]) -> Scripted:
        asked = json.dumps(body)
        seen[asked] += 1
        return Status(503, headers={"Retry-After": "0"}) if seen[asked] == 1 else good(body)

    assert all(outcome.passed for outcome in record(tmp_path, busy).outcomes)
    assert [len(read_cassette(cassette(tmp_path, case.id))) for case in ENGLISH] == [2, 1, 1, 1]


def test_a_refusal_is_an_answer_and_no_crash(tmp_path: Path) -> None:
    recorded = record(tmp_path, lambda _: Answer(None, refusal="I would rather not."))
    assert replay(tmp_path) == recorded
    for outcome in recorded.outcomes:
        assert "I would rather not" in str(outcome.declined)
        assert (outcome.passed, outcome.complete, outcome.attempts) == (False, True, ())


def test_an_endpoint_that_fails_for_good_ends_the_work_and_what_is_recorded_stays(tmp_path: Path) -> None:
    good = scripted_model(CASES, "v1")
    answers = iter(range(5))

    def failing(body: dict[str, Any]) -> Scripted:
        return good(body) if next(answers, None) is not None else Status(401, "no such key")

    notes: list[str | None] = []
    with pytest.raises(EndpointError, match=r"refused the API key.* notes are left to record"):
        record(tmp_path, failing, cases=CASES, progress=lambda p: notes.append(str(p.error or "")))
    written = list((tmp_path / "v1" / MODEL).glob("*.yaml"))
    assert 3 <= len(written) <= 6
    assert len(notes) < 15
    assert open_shelf(tmp_path, "v1", None).samples == 1


def test_one_failure_does_not_keep_the_others_from_being_recorded(tmp_path: Path) -> None:
    good = scripted_model(ENGLISH, "v1")

    def choosy(body: dict[str, Any]) -> Scripted:
        refused = ENGLISH[1].facts.company in body["messages"][-1]["content"]
        return Status(403, "not this one") if refused else good(body)

    with pytest.raises(EndpointError, match=r"not this one.* 1 note is left to record"):
        record(tmp_path, choosy)
    assert [cassette(tmp_path, case.id).exists() for case in ENGLISH] == [True, False, True, True]


def test_progress_tells_every_note_with_its_requests(tmp_path: Path) -> None:
    told: list[tuple[int, int, int]] = []
    record(tmp_path, concurrency=1, progress=lambda p: told.append((p.done, p.total, p.asked)))
    assert told == [(1, 4, 2), (2, 4, 1), (3, 4, 1), (4, 4, 1)]


def test_a_temperature_belongs_to_the_recording(tmp_path: Path) -> None:
    recorded = record(tmp_path, temperature=0.5)
    assert replay(tmp_path) == recorded
    assert read_cassette(cassette(tmp_path, ENGLISH[0].id))[0].asked["temperature"] == 0.5
    with pytest.raises(SettingsError, match=r"was recorded with temperature 0\.5, and this would be None"):
        record(tmp_path)


def test_the_scripted_endpoints_answers_cannot_pass_for_a_models(tmp_path: Path) -> None:
    run = record(tmp_path, origin="model")
    assert run.header.versions[0].origin == "scripted"
    assert 'origin = "scripted"' in (tmp_path / "v1" / MODEL / ABOUT).read_text(encoding="utf-8")


def test_a_version_that_is_not_sealed_is_not_recorded(tmp_path: Path) -> None:
    thankgen.new_prompt("v3", "v1", tmp_path / "prompts")
    with pytest.raises(PromptError, match=r"the version is not sealed.*`thankgen prompts seal v3`"):
        thankgen.record(
            ["v3"],
            model="m",
            base_url="http://127.0.0.1:9/v1",
            cases=ENGLISH,
            prompts=tmp_path / "prompts",
            recordings=tmp_path,
        )


def test_a_sealed_version_that_has_changed_is_not_recorded(tmp_path: Path) -> None:
    own = tmp_path / "prompts"
    folder = thankgen.new_prompt("v3", "v1", own)
    about = folder / "prompt.toml"
    about.write_text(about.read_text(encoding="utf-8").replace("Say what", "Better than"), encoding="utf-8")
    thankgen.seal_prompt("v3", own)
    (folder / "user.jinja").write_text("{{ facts | data }}", encoding="utf-8")
    with pytest.raises(PromptError, match=r"has changed since it was sealed.*thankgen prompts new"):
        thankgen.record(
            ["v3"],
            model="m",
            base_url="http://127.0.0.1:9/v1",
            cases=ENGLISH,
            prompts=own,
            recordings=tmp_path,
        )


def test_every_shipped_recording_belongs_to_its_prompt_version_as_it_is() -> None:
    for path in (ROOT / "evals" / "recordings").glob(f"*/*/{ABOUT}"):
        recording = read_recording(path)
        assert recording.prompt == path.parent.parent.name
        assert recording.seal == thankgen.prompt_version(recording.prompt).seal


def test_several_models_want_one_named(small: Path) -> None:
    record(small, model="org/other:8b")
    assert (small / "v1" / "org--other--8b" / ABOUT).is_file()
    with pytest.raises(SettingsError, match=r"recorded with several models: org/other:8b, scripted-model"):
        replay(small)
    assert replay(small, model="org/other:8b").header.versions[0].model == "org/other:8b"


def test_recording_needs_a_named_model_and_an_endpoint(tmp_path: Path) -> None:
    with pytest.raises(SettingsError, match="no endpoint to record"):
        thankgen.record(["v1"], cases=ENGLISH, recordings=tmp_path)
    with pytest.raises(SettingsError, match="Say which model is recorded"):
        thankgen.record(["v1"], base_url="http://127.0.0.1:9/v1", cases=ENGLISH, recordings=tmp_path)
    with pytest.raises(SettingsError, match="offline writer needs no recording"):
        record_offline(tmp_path)


def test_recording_without_vcrpy_names_the_extra(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "vcr", None)
    with pytest.raises(SettingsError, match=r"pip install 'thankgen\[record\]'"):
        record(tmp_path)


def record_offline(folder: Path) -> Run:
    return thankgen.record(
        ["offline"], model="m", base_url="http://127.0.0.1:9/v1", cases=ENGLISH, recordings=folder
    )


# The offline writer, cost, what is wrong with arguments


def test_the_offline_writer_takes_part_without_a_recording(small: Path) -> None:
    run = thankgen.evaluate(["v1", "offline"], cases=ENGLISH, recordings=small)
    assert [v.origin for v in run.header.versions] == ["scripted", "offline"]
    assert [o.case for o in run.of("offline")] == [case.id for case in ENGLISH]
    assert all(o.passed and o.cost == 0.0 and o.attempts[-1].prompt is None for o in run.of("offline"))


def test_a_models_price_makes_the_cost_and_an_unknown_one_leaves_it_open(small: Path, tmp_path: Path) -> None:
    assert {o.cost for o in replay(small).outcomes} == {None}
    table = tmp_path / "prices.toml"
    table.write_text(f'[models]\n"{MODEL}" = {{ prompt = 1.0, completion = 2.0 }}\n', encoding="utf-8")
    outcome = replay(small, prices=table).outcomes[0]
    tokens = [(a.usage.prompt_tokens or 0, a.usage.completion_tokens or 0) for a in outcome.attempts]
    assert outcome.cost == pytest.approx(sum(p + 2 * c for p, c in tokens) / 1e6)


def test_the_header_changes_with_guardrails_and_cases(small: Path, tmp_path: Path) -> None:
    header = replay(small).header
    own = tmp_path / "guardrails"
    own.mkdir()
    assert replay(small, guardrails=own).header == header
    (own / "length.toml").write_text("limits.email.min_words = 46\n", encoding="utf-8")
    assert replay(small, guardrails=own).header.guardrails != header.guardrails
    assert replay(small, cases=ENGLISH[:3]).header.cases != header.cases


@pytest.mark.parametrize("name", ["samples", "tries", "concurrency"])
def test_counts_begin_at_one(small: Path, name: str) -> None:
    with pytest.raises(SettingsError, match=f"{name}=0: give 1 or more"):
        replay(small, **{name: 0})

"""The command line as its users meet it: results, remarks, exit statuses, every kind of bad input."""

from __future__ import annotations

import io
import json
import os
import re
import subprocess
import sys
import tomllib
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from samples import GOOD_NOTE, make_facts

import thankgen
from thankgen.cli import READER_GONE, STOPPED, run
from thankgen.facts_toml import facts_to_toml
from thankgen.testing import Drop, ScriptedEndpoint, Status

KEITH = "Keith Abernethy"
GOSIA = "Małgorzata Wiśniewska"
BODY = GOOD_NOTE.split("\n\n")[2:-1]
CLEAN = json.dumps({"subject": "Thank you for Tuesday", "paragraphs": BODY})
SHORT = json.dumps({"subject": "Thank you", "paragraphs": ["Thank you."]})
CLOSED = "http://127.0.0.1:9/v1"
"""Loopback's discard port: nobody listens there."""


@pytest.fixture(autouse=True)
def _folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A folder with facts (two recipients, and one) and notes, good and bad."""
    monkeypatch.chdir(tmp_path)
    facts = make_facts()
    one = facts.model_copy(update={"recipients": facts.recipients[:1]})
    Path("two.toml").write_text(facts_to_toml(facts), encoding="utf-8")
    Path("one.toml").write_text(facts_to_toml(one), encoding="utf-8")
    Path("good.txt").write_text(GOOD_NOTE, encoding="utf-8")
    Path("bad.txt").write_text(GOOD_NOTE.replace("Hi Keith", "Hi Kieth"), encoding="utf-8")


@pytest.fixture
def of(capsys: pytest.CaptureFixture[str]) -> Callable[..., tuple[int, str, str]]:
    """Run a command: exit status, standard output, standard error."""

    def _run(*arguments: str) -> tuple[int, str, str]:
        status = run(list(arguments))
        out, err = capsys.readouterr()
        return status, out, err

    return _run


Of = Callable[..., tuple[int, str, str]]


def _model(endpoint: ScriptedEndpoint) -> list[str]:
    return ["--base-url", endpoint.base_url, "--timeout", "20"]


# check and fix


def test_a_good_note_passes(of: Of) -> None:
    status, out, err = of("check", "good.txt", "--facts", "one.toml")
    assert (status, err) == (0, "")
    assert "passed" in out


def test_a_finding_stands_under_the_words_it_is_about(of: Of) -> None:
    status, out, _ = of("check", "bad.txt", "--facts", "two.toml", "--to", KEITH)
    assert status == 1
    line, marks, message, suggestion = out.splitlines()[:4]
    assert line[marks.index("^") : marks.rindex("^") + 1] == "Kieth"
    assert "error names" in message
    assert "Keith" in suggestion


@pytest.mark.parametrize(
    ("odd", "marked"),
    [("\t", "Brackwatter"), ("\x1b[31m", "Brackwatter"), ("e\u0301", "Brackwatter"), ("船", "Brackwatter")],
    ids=["tab", "escape", "accent", "wide"],
)
def test_marks_stand_under_their_word_whatever_stands_before_it(of: Of, odd: str, marked: str) -> None:
    _write("odd.txt", GOOD_NOTE.replace("I would love", f"{odd} I would love").replace("Brackwater", marked))
    _, out, _ = of("check", "odd.txt", "--facts", "one.toml")
    assert "\x1b" not in out
    lines = out.splitlines()
    at = next(n for n, line in enumerate(lines) if f"“{marked}”" in line)
    shown, marks = lines[at - 2], lines[at - 1]
    columns = "".join(c * 2 if c == "船" else "" if c == "\u0301" else c for c in shown)
    assert columns[marks.index("^") : marks.rindex("^") + 1] == marked


def test_a_report_as_json_is_the_dump_of_the_report(of: Of) -> None:
    status, out, err = of("check", "bad.txt", "--facts", "one.toml", "--json")
    assert (status, err) == (1, "")
    report = thankgen.check(Path("bad.txt").read_text(encoding="utf-8"), thankgen.Facts.load("one.toml"))
    assert json.loads(out) == report.model_dump(mode="json")


def test_a_day_of_sending_brings_the_timing_warning_and_still_passes(of: Of) -> None:
    status, out, _ = of("check", "good.txt", "--facts", "one.toml", "--on", "2026-10-20")
    assert status == 0
    assert "warning timing" in out


def test_fix_prints_the_note_alone_and_tells_what_it_changed(of: Of) -> None:
    status, out, err = of("fix", "bad.txt", "--facts", "one.toml")
    assert (status, out) == (0, GOOD_NOTE)
    assert "changed (names)" in err
    assert "[-Kieth-]{+Keith+}" in err


def test_fix_tells_what_it_changed_and_not_the_line_ends(of: Of) -> None:
    Path("bad.txt").write_text(Path("bad.txt").read_text(encoding="utf-8"), encoding="utf-8", newline="\r\n")
    _, _, err = of("fix", "bad.txt", "--facts", "one.toml")
    assert err.count("[-") == 1
    assert "[-Kieth-]{+Keith+}" in err


def test_fix_leaves_a_good_note_alone(of: Of) -> None:
    status, out, err = of("fix", "good.txt", "--facts", "one.toml")
    assert (status, out) == (0, GOOD_NOTE)
    assert "changed" not in err


def test_fix_says_what_is_left(of: Of) -> None:
    Path("short.txt").write_text("Subject: Hi\n\nHi Kieth,\n\nThanks.\n\nBest wishes,\nImogen Sørvik-Hale\n")
    status, out, err = of("fix", "short.txt", "--facts", "one.toml")
    assert status == 1
    assert "Hi Keith," in out
    assert "error length" in err


def test_a_name_typed_with_separate_accents_is_found(of: Of) -> None:
    status, _, err = of("check", "good.txt", "--facts", "two.toml", "--to", "Małgorzata Wis\u0301niewska")
    assert status == 1, err


def test_a_note_comes_from_standard_input(of: Of, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("sys.stdin", io.TextIOWrapper(io.BytesIO(GOOD_NOTE.encode())))
    assert of("check", "-", "--facts", "one.toml")[0] == 0


# guardrails, prompts, help


def test_guardrails_are_listed_and_explained(of: Of) -> None:
    status, out, err = of("guardrails")
    assert (status, err) == (0, "")
    assert [line.split()[0] for line in out.splitlines()] == sorted(p.id for p in thankgen.guardrails())
    status, out, _ = of("guardrails", "close")
    assert status == 0
    assert "Why:" in out
    assert json.loads(of("guardrails", "close", "--json")[1])["id"] == "close"
    assert len(json.loads(of("guardrails", "--json")[1])) == len(thankgen.guardrails())


def test_prompts_are_listed_and_explained(of: Of) -> None:
    status, out, err = of("prompts")
    assert (status, err) == (0, "")
    assert out.startswith("v1  ")
    status, out, _ = of("prompts", "v1")
    for part in ("Meant to do better:", "Changes:", "Seal:", "── system.jinja ──", "── schema.json ──"):
        assert part in out
    about = json.loads(of("prompts", "v1", "--json")[1])
    assert set(about["templates"]) >= {"system.jinja", "user.jinja", "repair.jinja"}
    assert about["seal"] == thankgen.prompt_version("v1").seal
    assert json.loads(of("prompts", "--json")[1])[0]["version"] == "v1"


@pytest.mark.parametrize(
    "command", ["init", "write", "check", "fix", "guardrails", "prompts", "eval guardrails"]
)
def test_every_help_page_shows_an_example(of: Of, command: str) -> None:
    status, out, err = of(*command.split(), "--help")
    assert (status, err) == (0, "")
    assert f"Example: thankgen {command}" in out


def test_the_version_is_the_packages(of: Of) -> None:
    assert of("--version") == (0, thankgen.__version__ + "\n", "")


# write, offline


def test_without_key_and_url_the_built_in_writer_writes_and_says_so_in_one_line(of: Of) -> None:
    status, out, err = of("write", "one.toml")
    assert status == 0
    assert out.startswith("Subject: ")
    assert "Hi Keith," in out
    said = [line for line in err.splitlines() if "OPENAI" in line]
    assert len(said) == 1
    assert "built-in writer" in said[0]


def test_offline_asked_for_needs_no_remark(of: Of) -> None:
    status, _, err = of("write", "one.toml", "--offline")
    assert status == 0
    assert "OPENAI" not in err


def test_several_notes_are_printed_under_the_names_of_their_readers(of: Of) -> None:
    status, out, _ = of("write", "two.toml", "--offline")
    assert status == 0
    assert re.findall(r"^── To (.+) ──$", out, re.MULTILINE) == [KEITH, GOSIA]
    assert out.count("Subject: ") == 2


def test_one_reader_gets_the_bare_note(of: Of) -> None:
    status, out, _ = of("write", "two.toml", "--offline", "--to", GOSIA)
    assert status == 0
    assert out.startswith("Subject: ")


@pytest.mark.parametrize("how", [["--json"], ["--format", "json"]])
def test_notes_as_json_are_a_list_of_dumps(of: Of, how: list[str]) -> None:
    status, out, _ = of("write", "two.toml", "--offline", *how)
    notes = json.loads(out)
    assert status == 0
    assert [note["to"] for note in notes] == [KEITH, GOSIA]
    assert set(notes[0]) == {"to", "subject", "body", "text", "report", "attempts", "source"}
    assert notes[0]["report"]["passed"] is True
    assert notes[0]["source"] == "offline"


def test_files_get_safe_names_in_every_format(of: Of) -> None:
    status, out, err = of(
        "write", "two.toml", "--offline", "--out", "notes/new", "--format", "text,eml, json"
    )
    assert (status, out) == (0, "")
    names = sorted(path.name for path in Path("notes/new").iterdir())
    stems = ("keith-abernethy", "malgorzata-wisniewska")
    assert names == [f"{stem}.{ending}" for stem in stems for ending in ("eml", "json", "txt")]
    assert all(name in err for name in names)


def test_a_note_of_ones_own_becomes_an_e_mail_and_a_letter(of: Of) -> None:
    status, out, err = of(
        "fix", "good.txt", "--facts", "one.toml", "--out", "mine", "--format", "eml,pdf,ics"
    )
    assert (status, out) == (0, ""), err
    assert sorted(path.name for path in Path("mine").iterdir()) == [
        "brackwater-ferries.ics",
        "keith-abernethy.eml",
        "keith-abernethy.pdf",
    ]


def test_reminders_are_printed_once_however_many_are_thanked(of: Of) -> None:
    status, out, _ = of("write", "two.toml", "--offline", "--format", "ics")
    assert status == 0
    assert out.startswith("BEGIN:VCALENDAR")
    assert out.count("BEGIN:VCALENDAR") == 1


def test_where_an_address_is_missing_standard_error_says_whom_to_ask(of: Of) -> None:
    status, out, err = of("write", "two.toml", "--offline", "--to", GOSIA, "--format", "mailto")
    assert status == 0
    assert out.startswith("mailto:?subject=")
    assert f"no e-mail address for {GOSIA}" in err
    assert "Ask Keith Abernethy (the hiring manager, keith@brackwater.example) for it" in err


def test_a_card_that_cannot_be_printed_leaves_the_text(of: Of) -> None:
    Path("odd.txt").write_text(GOOD_NOTE.replace("Tuesday, and", "Tuesday 🎉, and"), encoding="utf-8")
    status, out, err = of("fix", "odd.txt", "--facts", "one.toml", "--out", "cards", "--format", "pdf")
    assert status == 2
    assert "lacks “🎉” (U+1F389, party popper)" in err
    assert "Tuesday 🎉, and" in out
    assert not list(Path("cards").iterdir())


def test_a_picture_is_not_printed(of: Of) -> None:
    status, _, err = of("write", "one.toml", "--offline", "--format", "png")
    assert status == 2
    assert "png is no text that can be printed; give --out DIR" in err


def test_an_extra_that_is_missing_costs_no_request(of: Of, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("thankgen.deliver.stationery.find_spec", lambda name: None)
    with ScriptedEndpoint([Drop()]) as endpoint:
        status, _, err = of("write", "one.toml", *_model(endpoint), "--out", "new", "--format", "text,pdf")
        assert endpoint.count == 0
    assert status == 2
    assert "pip install 'thankgen[card]'" in err
    assert not Path("new").exists()


def test_the_trace_holds_every_attempt(of: Of) -> None:
    with ScriptedEndpoint([SHORT, CLEAN]) as endpoint:
        status, _, err = of("write", "one.toml", *_model(endpoint), "--trace", "logs/trace.jsonl")
    assert status == 0
    lines = [json.loads(line) for line in Path("logs/trace.jsonl").read_text(encoding="utf-8").splitlines()]
    assert [(line["to"], line["number"]) for line in lines] == [(KEITH, 1), (KEITH, 2)]
    assert "Writing to Keith Abernethy …" in err
    assert "Writing to Keith Abernethy, draft 2 …" in err


# write, when it goes wrong


def test_when_no_draft_passes_the_best_is_shown_and_not_handed_over(of: Of) -> None:
    with ScriptedEndpoint([SHORT, SHORT]) as endpoint:
        status, out, err = of("write", "one.toml", *_model(endpoint), "--tries", "2", "--trace", "t.jsonl")
    assert (status, out) == (1, "")
    assert "not fit to send" in err
    assert "error length" in err
    assert len(Path("t.jsonl").read_text(encoding="utf-8").splitlines()) == 2


def test_the_best_draft_is_handed_over_where_that_was_chosen_and_still_fails(of: Of) -> None:
    with ScriptedEndpoint([SHORT]) as endpoint:
        status, out, err = of(
            "write", "one.toml", *_model(endpoint), "--tries", "1", "--on-exhausted", "best"
        )
    assert status == 1
    assert "Thank you." in out
    assert "error length" in err


def test_an_offline_fallback_is_well_and_says_so(of: Of) -> None:
    with ScriptedEndpoint([SHORT]) as endpoint:
        status, out, err = of(
            "write", "one.toml", *_model(endpoint), "--tries", "1", "--on-exhausted", "offline"
        )
    assert status == 0
    assert out.startswith("Subject: ")
    assert "built-in writer takes over" in err


@pytest.mark.parametrize("as_json", [False, True])
def test_notes_that_are_done_are_handed_over_when_a_later_one_fails(of: Of, as_json: bool) -> None:
    with ScriptedEndpoint([CLEAN, Status(401, "wrong key")]) as endpoint:
        status, out, err = of("write", "two.toml", *_model(endpoint), *(["--json"] if as_json else []))
    assert status == 3
    assert "wrong key" in err
    if as_json:
        document = json.loads(out)
        assert [note["to"] for note in document["notes"]] == [KEITH]
        assert document["error"]["type"] == "EndpointError"
        assert document["failed"] == [
            {"type": "EndpointError", "message": document["error"]["message"], "best": None}
        ]
    else:
        assert "Hi Keith," in out


def test_under_json_a_note_that_does_not_pass_stands_apart_from_the_notes(of: Of) -> None:
    with ScriptedEndpoint([SHORT, SHORT]) as endpoint:
        status, out, _ = of("write", "two.toml", *_model(endpoint), "--tries", "1", "--json")
    document = json.loads(out)
    assert status == document["error"]["exit_status"] == 1
    assert document["notes"] == []
    assert [each["best"]["to"] for each in document["failed"]] == [KEITH, GOSIA]
    assert document["failed"][0]["best"]["report"]["passed"] is False


def test_done_notes_survive_ctrl_c(of: Of, monkeypatch: pytest.MonkeyPatch) -> None:
    draft = thankgen.OfflineWriter.draft

    def interrupted(self: thankgen.OfflineWriter, request: Any) -> Any:
        if request.to == GOSIA:
            raise KeyboardInterrupt
        return draft(self, request)

    monkeypatch.setattr(thankgen.OfflineWriter, "draft", interrupted)
    status, _, err = of("write", "two.toml", "--offline", "--out", "notes")
    assert status == STOPPED
    assert "Stopped." in err
    assert [path.name for path in Path("notes").iterdir()] == ["keith-abernethy.txt"]
    status, out, _ = of("write", "two.toml", "--offline", "--json")
    assert status == STOPPED
    assert [note["to"] for note in json.loads(out)["notes"]] == [KEITH]


def test_notes_are_printed_when_the_folder_takes_no_more(of: Of, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(self: Path, data: bytes) -> int:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(Path, "write_bytes", full)
    status, out, err = of("write", "one.toml", "--offline", "--out", "notes")
    assert status == 2
    assert "Hi Keith," in out
    assert "No space left on device" in err


@pytest.mark.parametrize(
    ("reply", "said"),
    [
        (Status(401, "wrong key"), "wrong key"),
        (Status(404, "model gone", error_code="model_not_found"), "gone"),
    ],
)
def test_a_refusing_endpoint_is_status_3(of: Of, reply: Status, said: str) -> None:
    with ScriptedEndpoint([reply] * 4) as endpoint:
        status, out, err = of("write", "one.toml", *_model(endpoint))
    assert (status, out) == (3, "")
    assert said in err


@pytest.mark.parametrize("fallback", [[], ["--on-exhausted", "offline"]])
def test_an_unreachable_endpoint_is_status_3_or_falls_back(of: Of, fallback: list[str]) -> None:
    status, out, err = of(
        "write", "one.toml", "--base-url", CLOSED, "--model", "m", "--timeout", "0.2", *fallback
    )
    assert status == (0 if fallback else 3)
    assert bool(out) == bool(fallback)
    assert "built-in writer takes over" in err if fallback else "127.0.0.1:9" in err


def test_an_endpoint_with_several_models_asks_which(of: Of) -> None:
    with ScriptedEndpoint([CLEAN], models=["alpha", "beta"]) as endpoint:
        status, _, err = of("write", "one.toml", *_model(endpoint))
    assert status == 3
    assert "alpha, beta" in err
    assert "--model" in err


# Bad input: what is wrong, where, what is allowed


def _write(name: str, content: bytes | str) -> None:
    Path(name).write_bytes(content if isinstance(content, bytes) else content.encode())


CHECK = ["check", "good.txt", "--facts"]
ONE = ["--facts", "one.toml"]
HEAD = 'company = "A"\nrole = "B"\n[interview]\ndate = 2026-10-06\n'

BAD_INPUT = [
    # facts
    ("a missing file", "", [*CHECK, "gone.toml"], ["gone.toml", "no such file"]),
    ("a folder for facts", "", [*CHECK, "."], ["folder"]),
    ("broken TOML", "company = ", [*CHECK, "x.toml"], ["x.toml", "1"]),
    ("an unknown ending", "", [*CHECK, "good.txt"], ["good.txt", ".toml"]),
    ("a wrong type", "company = 7\n", [*CHECK, "x.toml"], ["x.toml:1", "company"]),
    ("an unknown language", 'language = "fr"\n', [*CHECK, "x.toml"], ["language", "en", "sv", "de", "da"]),
    ("nobody to thank", HEAD + '[candidate]\nname = "C D"\n', [*CHECK, "x.toml"], ["recipients", "required"]),
    ("empty facts", "", [*CHECK, "x.toml"], ["empty", "init --template"]),
    # recipients
    ("no recipient named", "", [*CHECK, "two.toml"], ["2 recipients", KEITH, GOSIA]),
    ("a stranger", "", [*CHECK, "two.toml", "--to", "Bo"], ["Bo", KEITH, GOSIA]),
    ("a stranger to write to", "", ["write", "two.toml", "--offline", "--to", "Bo"], ["Bo", KEITH]),
    # notes
    ("a missing note", "", ["check", "gone.txt", *ONE], ["gone.txt", "No such file"]),
    ("a folder for a note", "", ["fix", ".", *ONE], ["directory", "text file"]),
    ("an empty note", b"", ["check", "x.toml", *ONE], ["x.toml", "empty"]),
    ("a blank note", b"\xef\xbb\xbf \n\n", ["check", "x.toml", *ONE], ["x.toml", "empty"]),
    ("UTF-16", GOOD_NOTE.encode("utf-16"), ["check", "x.toml", *ONE], ["UTF-16", "save it as UTF-8"]),
    (
        "UTF-16 unmarked",
        GOOD_NOTE.encode("utf-16-le"),
        ["fix", "x.toml", *ONE],
        ["UTF-16", "save it as UTF-8"],
    ),
    (
        "Latin-1",
        "Hej,\n\nSørvik".encode("latin-1"),
        ["check", "x.toml", *ONE],
        ["x.toml:3", "save it as UTF-8"],
    ),
    ("binary", b"\x7fELF\x01\x01 \0\0\0 abc", ["check", "x.toml", *ONE], ["binary"]),
    ("a megabyte", b"Thank you. " * 95_000, ["check", "x.toml", *ONE], ["1,045,000", "50,000"]),
    ("five megabytes", b"Thank you. " * 460_000, ["fix", "x.toml", *ONE], ["4 MB"]),
    # places
    ("a file as folder", "", ["write", "one.toml", "--offline", "--out", "good.txt"], ["good.txt"]),
    ("a file on the way", "", ["write", "one.toml", "--offline", "--out", "good.txt/a"], ["good.txt"]),
    ("a folder as trace", "", ["write", "one.toml", "--offline", "--trace", "."], ["trace", "directory"]),
    # names of things
    ("a format to come", "", ["write", "one.toml", "--format", "text,odt"], ["odt", "text, eml, mailto"]),
    ("no format", "", ["write", "one.toml", "--format", ","], ["text, eml, mailto"]),
    ("two formats printed", "", ["write", "one.toml", "--format", "text,eml"], ["--out DIR"]),
    ("two e-mails printed", "", ["write", "two.toml", "--format", "eml"], ["--out DIR", "--to NAME"]),
    ("an unknown guardrail", "", ["guardrails", "closing"], ["closing", "close", "reapology"]),
    ("an unknown prompt", "", ["prompts", "v99"], ["v99", "v1"]),
    ("an unknown prompt to write", "", ["write", "one.toml", "--prompt", "v99"], ["v99", "v1"]),
    ("an unknown command", "", ["wriet"], ["wriet", "write", "check"]),
    ("an unknown option", "", ["write", "one.toml", "--modell", "m"], ["--modell", "--model"]),
    ("no facts", "", ["write"], ["FACTS"]),
    ("no facts to check", "", ["check", "good.txt"], ["--facts"]),
    ("no tries", "", ["write", "one.toml", "--tries", "0"], ["--tries"]),
    ("an odd day", "", [*CHECK, "one.toml", "--on", "tomorrow"], ["--on", "tomorrow"]),
    ("no web address", "", ["write", "one.toml", "--base-url", "localhost"], ["localhost", "http://"]),
    # folders of one's own
    ("no guardrails folder", "", [*CHECK, "one.toml", "--guardrails", "gone"], ["gone"]),
    ("no prompts folder", "", ["prompts", "--prompts", "gone"], ["gone"]),
    ("no prompts in it", "", ["prompts", "--prompts", "."], ["no prompt version"]),
    ("no labelled notes", "", ["eval", "guardrails", "gone"], ["gone"]),
    ("no baseline", "", ["eval", "guardrails", ".", "--baseline", "gone"], ["gone"]),
    ("mistakes of nothing", "", ["eval", "guardrails", ".", "--mistakes", "closing"], ["closing", "close"]),
    # init
    ("a file that is there", "", ["init", "--template", "one.toml"], ["one.toml", "there already"]),
    ("facts that are no TOML", "", ["init", "--template", "x.txt"], ["x.txt", ".toml"]),
    ("questions in French", "", ["init", "--template", "--language", "fr"], ["fr", "sv"]),
]


@pytest.mark.parametrize(
    ("content", "arguments", "said"), [c[1:] for c in BAD_INPUT], ids=[c[0] for c in BAD_INPUT]
)
def test_bad_input_is_told_on_standard_error_with_status_2(
    of: Of, content: bytes | str, arguments: list[str], said: list[str]
) -> None:
    _write("x.toml", content)
    status, out, err = of(*arguments)
    assert (status, out) == (2, "")
    assert "Traceback" not in err
    for part in said:
        assert part in err


@pytest.mark.parametrize(
    "arguments",
    [
        ["write", "gone.toml", "--json"],
        ["write", "two.toml", "--offline", "--to", "Bo", "--json"],
        ["check", "gone.txt", "--facts", "one.toml", "--json"],
        ["fix", "good.txt", "--facts", "two.toml", "--json"],
        ["guardrails", "closing", "--json"],
        ["prompts", "v99", "--json"],
        ["write", "one.toml", "--json", "--modell", "m"],
    ],
)
def test_under_json_bad_input_is_a_json_document(of: Of, arguments: list[str]) -> None:
    status, out, err = of(*arguments)
    error = json.loads(out)["error"]
    assert status == error["exit_status"] == 2
    assert error["message"]
    assert error["type"]
    assert err


def test_an_unknown_key_in_a_guardrail_of_ones_own_is_told_with_its_file(of: Of) -> None:
    Path("own").mkdir()
    Path("own/length.toml").write_text("severty = 'warning'\n")
    status, out, err = of("check", "good.txt", "--facts", "one.toml", "--guardrails", "own")
    assert (status, out) == (2, "")
    assert "length.toml" in err
    assert "severty" in err
    assert "severity" in err


def test_a_guardrail_of_ones_own_shows_as_changed(of: Of) -> None:
    Path("own").mkdir()
    Path("own/names.toml").write_text("severity = 'warning'\n")
    status, out, _ = of("check", "bad.txt", "--facts", "one.toml", "--guardrails", "own")
    assert status == 0
    assert "warning names" in out
    assert "changed: names.severity" in out


def test_a_place_that_cannot_be_written_costs_no_request(of: Of) -> None:
    with ScriptedEndpoint([Drop()]) as endpoint:
        assert of("write", "one.toml", *_model(endpoint), "--out", "good.txt")[0] == 2
        assert of("write", "one.toml", *_model(endpoint), "--trace", ".")[0] == 2
        assert of("write", "one.toml", *_model(endpoint), "--format", "odt")[0] == 2
        assert endpoint.count == 0


# init


@pytest.mark.parametrize("language", ["en", "sv", "de", "da"])
def test_a_template_is_toml_in_its_language(of: Of, language: str) -> None:
    status, out, err = of("init", "--template", "--language", language)
    assert (status, err) == (0, "")
    assert tomllib.loads(out)["language"] == language


def test_a_template_goes_into_a_file_and_the_next_step_is_told(of: Of) -> None:
    status, out, err = of("init", "--template", "new/facts.toml")
    assert (status, out) == (0, "")
    assert "thankgen write new/facts.toml" in err
    assert Path("new/facts.toml").read_text(encoding="utf-8").startswith("#")


ANSWERS = ["", "", "Brackwater Ferries", "Cook", "Imogen Sørvik-Hale", "not an address", "", "", "2026-10-06"]


def test_questions_end_in_facts_that_can_be_written_from(of: Of, monkeypatch: pytest.MonkeyPatch) -> None:
    answers = [*ANSWERS, "", "", "Keith Abernethy"]
    monkeypatch.setattr("sys.stdin", io.StringIO("\n".join(answers) + "\n"))
    status, out, err = of("init", "mine.toml")
    assert (status, out) == (0, "")
    assert "no e-mail address" in err
    facts = thankgen.Facts.load("mine.toml")
    assert (facts.role, facts.recipients[0].name, facts.candidate.email) == ("Cook", KEITH, None)


def test_answers_that_end_too_early_are_told(of: Of, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("sys.stdin", io.StringIO("\n".join(ANSWERS[:5]) + "\n"))
    status, out, err = of("init")
    assert (status, out) == (2, "")
    assert "interview.date" in err


class _Keyboard(io.StringIO):
    """Somebody who types the lines given, then presses Ctrl-C."""

    def isatty(self) -> bool:
        return True

    def readline(self, size: int | None = -1, /) -> str:  # type: ignore[override]  # as StringIO has it
        line = super().readline()
        if not line:
            raise KeyboardInterrupt
        return line


def _typing(monkeypatch: pytest.MonkeyPatch, *lines: str) -> None:
    monkeypatch.setattr("sys.stdin", _Keyboard("".join(f"{line}\n" for line in lines)))


def test_a_person_is_asked_for_the_file_until_it_is_a_new_one(
    of: Of, monkeypatch: pytest.MonkeyPatch
) -> None:
    answers = [*ANSWERS, "", "", "Keith Abernethy", *[""] * 5]
    rest = [""] * 7
    # One more to say that all is right.
    _typing(monkeypatch, *answers, *rest, "", "one.toml", "facts.doc", "")
    status, out, err = of("init")
    assert (status, out) == (0, ""), err
    assert not Path("interview.toml.part").exists()
    assert "one.toml is there already" in err
    assert "facts.doc" in err
    assert thankgen.Facts.load("interview.toml").company == "Brackwater Ferries"


@pytest.mark.parametrize("end", [[], ["stop"]], ids=["Ctrl-C", "stop"])
def test_answers_are_kept_when_they_are_stopped_and_gone_on_with(
    of: Of, monkeypatch: pytest.MonkeyPatch, end: list[str]
) -> None:
    _typing(monkeypatch, *ANSWERS, *end)
    status, out, err = of("init", "mine.toml")
    assert (status, out) == (STOPPED, "")
    assert "go on with: thankgen init mine.toml" in err
    assert not Path("mine.toml").exists()
    _typing(monkeypatch, "", "", "Keith Abernethy", *[""] * 12, "")
    status, out, err = of("init", "mine.toml")
    assert (status, out) == (0, ""), err
    assert "Going on where you stopped: 8 answers" in err
    assert "Which company is it?" not in err
    assert thankgen.Facts.load("mine.toml").recipients[0].name == KEITH
    assert not Path("mine.toml.part").exists()


def test_answers_that_cannot_be_kept_are_shown_when_they_are_stopped(
    of: Of, monkeypatch: pytest.MonkeyPatch
) -> None:
    _typing(monkeypatch, *ANSWERS, "", "", "Keith Abernethy")
    status, out, err = of("init", "good.txt/mine.toml")
    assert (status, out) == (STOPPED, "")
    assert 'company = "Brackwater Ferries"' in err


def test_kept_answers_that_are_damaged_are_told(of: Of, monkeypatch: pytest.MonkeyPatch) -> None:
    for kept in ("{", "[]", '{"language": "en", "answers": ["party"]}', '{"language": "fr", "answers": []}'):
        Path("mine.toml.part").write_text(kept, encoding="utf-8")
        _typing(monkeypatch, "")
        status, _, err = of("init", "mine.toml")
        assert status == 2
        assert "mine.toml.part does not hold answers" in err
        assert "Delete it to begin anew" in err


def test_a_question_can_be_gone_back_to_and_a_name_mended_at_the_end(
    of: Of, monkeypatch: pytest.MonkeyPatch
) -> None:
    answers = [*ANSWERS[:8], "yesterday", "<", "2026-10-06", "", "", "Keith Abernathy", *[""] * 12]
    # The list of names and dates: nonsense, the fourth (whom to thank, misspelt), then all is right.
    _typing(monkeypatch, "<", *answers, "77", "5", "Keith Abernethy", "")
    status, out, err = of("init", "mine.toml")
    assert (status, out) == (0, ""), err
    assert "This is the first question." in err
    assert "→ Tuesday 6 October 2026" in err
    assert "Please read this over" in err
    assert "one of the numbers" in err
    facts = thankgen.Facts.load("mine.toml")
    assert (facts.recipients[0].name, str(facts.interview.date)) == (KEITH, "2026-10-06")


def test_answers_are_printed_when_they_cannot_be_saved(of: Of, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("sys.stdin", io.StringIO("\n".join([*ANSWERS, "", "", "Keith Abernethy", ""])))
    status, out, err = of("init", "good.txt/mine.toml")
    assert status == 2
    assert "Choose another file" in err
    assert tomllib.loads(out)["company"] == "Brackwater Ferries"


# eval


def test_guardrails_are_measured_and_a_label_that_is_lost_against_the_baseline_fails(of: Of) -> None:
    facts = {"id": "f01", "facts": make_facts().model_dump(mode="json", by_alias=True)}
    bad = {"id": "n1", "facts_id": "f01", "recipient": KEITH, "violates": ["names"], "why": "a wrong name"}
    note = {**bad, "note": GOOD_NOTE.replace("Hi Keith", "Hi Kieth")}
    _write("en.facts.jsonl", json.dumps(facts) + "\n")
    _write("en.notes.jsonl", json.dumps(note) + "\n")
    status, out, err = of("eval", "guardrails", ".", "--save", "base.json")
    assert (status, err) == (0, "")
    assert "names" in out
    assert of("eval", "guardrails", ".", "--baseline", "base.json", "--json")[0] == 0
    Path("own").mkdir()
    _write("own/names.toml", "off = true\n")
    status, _, err = of("eval", "guardrails", ".", "--baseline", "base.json", "--guardrails", "own")
    assert status == 1
    assert "n1 no longer violates names" in err


# The process: pipes, colour, encodings


def _process(*arguments: str, **options: Any) -> subprocess.CompletedProcess[bytes]:
    code = "from thankgen.cli import main; main()"
    env = {**os.environ, **options.pop("env", {})}
    return subprocess.run([sys.executable, "-c", code, *arguments], capture_output=True, env=env, **options)


def test_pipes_get_utf_8_whatever_the_locale_and_no_colour() -> None:
    done = _process("write", "two.toml", "--offline", env={"PYTHONIOENCODING": "ascii", "PYTHONUTF8": "0"})
    assert done.returncode == 0
    assert "Imogen Sørvik-Hale" in done.stdout.decode("utf-8")
    assert b"\x1b[" not in done.stdout + done.stderr


def test_a_note_is_read_from_a_pipe_as_utf_8() -> None:
    env = {"PYTHONIOENCODING": "latin-1"}
    done = _process("fix", "-", "--facts", "one.toml", input=GOOD_NOTE.encode(), env=env)
    assert (done.returncode, done.stdout) == (0, GOOD_NOTE.encode())


@pytest.mark.skipif(sys.platform == "win32", reason="signals of pipes are Unix")
def test_a_reader_that_goes_away_is_no_traceback_and_no_success() -> None:
    reading, writing = os.pipe()
    os.close(reading)
    code = "from thankgen.cli import main; main()"
    command = [sys.executable, "-c", code, "check", "bad.txt", "--facts", "one.toml"]
    done = subprocess.run(command, stdout=writing, stderr=subprocess.PIPE)
    os.close(writing)
    assert done.returncode == READER_GONE
    assert done.stderr == b""


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="there is no device that is full")
def test_a_full_disk_behind_standard_output_is_told() -> None:
    code = "from thankgen.cli import main; main()"
    with open("/dev/full", "wb") as full:
        command = [sys.executable, "-c", code, "fix", "good.txt", "--facts", "one.toml"]
        done = subprocess.run(command, stdout=full, stderr=subprocess.PIPE)
    assert done.returncode == 2
    assert b"Cannot write to standard output: No space left on device." in done.stderr
    assert b"Traceback" not in done.stderr


@pytest.mark.skipif(sys.platform == "win32", reason="closing is the shell's there")
def test_a_closed_standard_output_leaves_the_verdict() -> None:
    code = "from thankgen.cli import main; main()"
    shell = f"'{sys.executable}' -c '{code}' check bad.txt --facts one.toml >&-"
    done = subprocess.run(["sh", "-c", shell], stderr=subprocess.PIPE)
    assert (done.returncode, done.stderr) == (1, b"")


@pytest.mark.skipif(sys.platform == "win32", reason="there is no pty")
@pytest.mark.parametrize("no_color", ["", "1"])
def test_a_terminal_gets_colour_unless_it_is_unwanted(no_color: str) -> None:
    import pty

    leader, follower = pty.openpty()
    env = {**os.environ, "NO_COLOR": no_color}
    code = "from thankgen.cli import main; main()"
    command = [sys.executable, "-c", code, "check", "bad.txt", "--facts", "one.toml"]
    done = subprocess.run(command, stdout=follower, stderr=follower, env=env)
    os.close(follower)
    shown = os.read(leader, 100_000)
    os.close(leader)
    assert done.returncode == 1
    assert (b"\x1b[" in shown) is (no_color == "")


@pytest.mark.skipif(sys.platform == "win32", reason="closing is the shell's there")
@pytest.mark.parametrize(
    ("command", "says"),
    [
        ("write one.toml --offline >&-", "Cannot write to standard output"),
        ("fix good.txt --facts one.toml >&-", "Cannot write to standard output"),
        ("check - --facts one.toml <&-", "Cannot read the note standard input: it is closed"),
    ],
)
def test_what_cannot_be_handed_over_is_told(command: str, says: str) -> None:
    code = "from thankgen.cli import main; main()"
    done = subprocess.run(["sh", "-c", f"'{sys.executable}' -c '{code}' {command}"], stderr=subprocess.PIPE)
    assert done.returncode == 2
    assert says in done.stderr.decode()
    assert "Traceback" not in done.stderr.decode()

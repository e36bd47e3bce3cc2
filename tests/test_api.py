"""The contract of the Python API, as the documentation states it."""

from __future__ import annotations

import asyncio
import datetime as dt
import inspect
import json
import unicodedata
from pathlib import Path
from typing import Any

import pytest
from samples import GOOD_NOTE, make_facts

import thankgen
from thankgen import assets
from thankgen.facts import Facts
from thankgen.facts_toml import facts_to_toml
from thankgen.rulebook import Rulebook
from thankgen.testing import ScriptedWriter

KEITH = "Keith Abernethy"
GOSIA = "Małgorzata Wiśniewska"
BODY = GOOD_NOTE.split("\n\n")[2:-1]
CLEAN = json.dumps({"subject": "Thank you for Tuesday", "paragraphs": BODY})
SHORT = json.dumps({"subject": "Thank you", "paragraphs": ["Thank you."]})
MISSPELT = GOOD_NOTE.replace("Hi Keith", "Hi Kieth")
NEXT_DAY = dt.date(2026, 10, 7)


def test_facts_load_from_a_file_and_from_a_mapping(tmp_path: Path) -> None:
    path = tmp_path / "interview.toml"
    path.write_text(facts_to_toml(make_facts()), encoding="utf-8")
    assert thankgen.Facts.load(path) == thankgen.Facts.load(str(path)) == make_facts()
    assert thankgen.Facts.model_validate(make_facts().model_dump(by_alias=True)) == make_facts()


# write


def test_one_note_a_recipient_in_the_facts_order() -> None:
    notes = thankgen.write(make_facts())
    assert [note.to for note in notes] == [KEITH, GOSIA]
    assert all(isinstance(note, thankgen.Note) for note in notes)
    assert thankgen.check_all(notes, make_facts()).passed


def test_write_takes_the_options_of_the_contract() -> None:
    writer = ScriptedWriter([CLEAN])
    notes = thankgen.write(
        make_facts(),
        to=KEITH,
        writer=writer,
        prompt="v1",
        tries=3,
        max_tokens=None,
        timeout=None,
        on_exhausted="raise",
    )
    assert [note.to for note in notes] == [KEITH]


def test_awrite_is_writes_twin() -> None:
    assert inspect.iscoroutinefunction(thankgen.awrite)
    assert inspect.signature(thankgen.awrite).parameters == inspect.signature(thankgen.write).parameters
    [note] = asyncio.run(thankgen.awrite(make_facts(), to=KEITH, writer=ScriptedWriter([CLEAN]), on=NEXT_DAY))
    [twin] = thankgen.write(make_facts(), to=KEITH, writer=ScriptedWriter([CLEAN]), on=NEXT_DAY)
    assert note == twin


def test_a_note_has_the_attributes_of_the_contract() -> None:
    [note] = thankgen.write(make_facts(), to=KEITH, writer=ScriptedWriter([SHORT, CLEAN]), on=NEXT_DAY)
    assert (note.to, note.subject, note.body) == (KEITH, "Thank you for Tuesday", "\n\n".join(BODY))
    assert note.text.startswith("Subject: Thank you for Tuesday\n\nHi Keith,\n\n")
    assert note.body in note.text
    assert note.report.passed
    assert [attempt.report.passed for attempt in note.attempts] == [False, True]
    assert note.source == "model"


def test_contact_lines_are_laid_out_by_program_and_never_sent() -> None:
    writer = ScriptedWriter([CLEAN])
    [note] = thankgen.write(make_facts(), to=KEITH, writer=writer)
    assert "01632 960111" in note.text
    assert "imogen@sorvik-hale.example" in note.text
    sent = "\n".join(message.content for message in writer.requests[0].messages)
    assert "960111" not in sent
    assert "@" not in sent


def test_source_says_where_a_text_comes_from() -> None:
    facts = make_facts()
    model, edited = (
        thankgen.write(facts, to=KEITH, writer=ScriptedWriter([text]), on=NEXT_DAY)[0]
        for text in (CLEAN, CLEAN.replace("Brackwater", "Brackwatter"))
    )
    offline = thankgen.write(facts, to=KEITH, on=NEXT_DAY)[0]
    given = thankgen.fix(GOOD_NOTE, facts, to=KEITH)
    mended = thankgen.fix(MISSPELT, facts, to=KEITH)
    assert [n.source for n in (model, edited, offline, given, mended)] == [
        "model",
        "edited",
        "offline",
        "given",
        "edited",
    ]


def test_write_takes_today_as_the_day_of_sending() -> None:
    day = dt.date.today() - dt.timedelta(days=40)
    facts = make_facts(interview={"date": day.isoformat()}, next_steps={})
    [note] = thankgen.write(facts, to=KEITH)
    assert [f.guardrail for f in note.report.findings] == ["timing"]
    assert note.report.passed


def test_the_error_of_exhaustion_holds_the_best_draft_and_the_notes_that_are_done() -> None:
    writer = ScriptedWriter([CLEAN, SHORT])
    with pytest.raises(thankgen.ExhaustedError) as caught:
        thankgen.write(make_facts(), writer=writer, tries=1)
    assert [note.to for note in caught.value.notes] == [KEITH]
    assert caught.value.best.to == GOSIA
    assert {f.guardrail for f in caught.value.findings} >= {"length"}


def test_where_several_fail_every_failure_is_told() -> None:
    with pytest.raises(thankgen.ExhaustedError) as caught:
        thankgen.write(make_facts(), writer=ScriptedWriter([SHORT, SHORT]), tries=1)
    others = caught.value.__cause__
    assert isinstance(others, ExceptionGroup)
    assert caught.value.best.to == KEITH
    assert [error.best.to for error in others.exceptions if isinstance(error, thankgen.ExhaustedError)] == [
        GOSIA
    ]


def test_notes_are_handed_out_as_they_are_done() -> None:
    done: list[thankgen.Note] = []
    notes = thankgen.write(make_facts(), done=done.append)
    assert done == notes
    done.clear()
    notes = asyncio.run(thankgen.awrite(make_facts(), done=done.append))
    assert sorted(n.to for n in done) == sorted(n.to for n in notes)


@pytest.mark.parametrize(
    ("options", "said"),
    [
        ({"tries": 0}, "tries=0"),
        ({"max_tokens": 0}, "max_tokens=0"),
        ({"timeout": -1.0}, "timeout=-1.0"),
        ({"on_exhausted": "retry"}, "raise, best, offline"),
        ({"prompt": "v99"}, "v99"),
        ({"prompts": "gone"}, "gone"),
        ({"guardrails": "gone"}, "gone"),
        ({"to": "Bo"}, KEITH),
    ],
)
def test_a_wrong_argument_is_told_with_what_is_allowed(options: dict[str, object], said: str) -> None:
    with pytest.raises(thankgen.ThankgenError, match=said):
        thankgen.write(make_facts(), **options)  # type: ignore[arg-type]  # options of many types


# check


def test_check_takes_the_recipient_and_a_day_of_sending() -> None:
    report = thankgen.check(GOOD_NOTE, make_facts(), to=KEITH, on=None)
    assert isinstance(report, thankgen.Report)
    assert report.passed
    assert report.findings == ()


def test_to_may_be_left_out_where_there_is_one_recipient() -> None:
    facts = make_facts()
    one = facts.model_copy(update={"recipients": facts.recipients[:1]})
    assert thankgen.check(GOOD_NOTE, one).passed
    assert thankgen.fix(GOOD_NOTE, one).to == KEITH
    with pytest.raises(thankgen.RecipientError, match="2 recipients"):
        thankgen.check(GOOD_NOTE, facts)


def test_timing_is_a_warning_and_only_where_a_day_is_given() -> None:
    late = thankgen.check(GOOD_NOTE, make_facts(), to=KEITH, on=dt.date(2026, 10, 8))
    assert [(f.guardrail, f.severity) for f in late.findings] == [("timing", "warning")]
    assert late.passed
    assert not thankgen.check(GOOD_NOTE, make_facts(), to=KEITH, on=NEXT_DAY).findings


def test_a_moment_of_sending_counts_as_its_day_and_a_text_is_refused() -> None:
    moment = dt.datetime(2026, 10, 7, 9, 30)
    assert not thankgen.check(GOOD_NOTE, make_facts(), to=KEITH, on=moment).findings
    with pytest.raises(thankgen.SettingsError, match=r"give a datetime\.date"):
        thankgen.check(GOOD_NOTE, make_facts(), to=KEITH, on="2026-10-07")  # type: ignore[arg-type]  # the slip itself


def test_a_finding_has_the_attributes_of_the_contract() -> None:
    [finding] = thankgen.check(MISSPELT, make_facts(), to=KEITH).findings
    assert (finding.guardrail, finding.severity, finding.excerpt, finding.suggestion) == (
        "names",
        "error",
        "Kieth",
        "Keith",
    )
    assert finding.message
    assert finding.span is not None
    assert MISSPELT[slice(*finding.span)] == "Kieth"


def test_what_is_missing_has_no_span() -> None:
    text = GOOD_NOTE.partition("\n\n")[2]
    findings = thankgen.check(text, make_facts(), to=KEITH).findings
    assert [(f.guardrail, f.span, f.excerpt) for f in findings] == [("layout", None, None)]


@pytest.mark.parametrize(
    "given",
    [
        unicodedata.normalize("NFD", MISSPELT.replace("Hi Kieth,", "Hi Kieth,\n\nZoë’s idea was naïve.")),
        MISSPELT.replace("\n", "\r\n"),
        "\ufeff" + MISSPELT,
        MISSPELT.replace("Subject: Thank you", "Subject: 👋🏽 Thank you"),
    ],
    ids=["NFD", "CRLF", "byte order mark", "emoji"],
)
def test_spans_are_code_points_of_the_text_as_given(given: str) -> None:
    findings = thankgen.check(given, make_facts(), to=KEITH).findings
    assert "Kieth" in [given[slice(*f.span)] for f in findings if f.span]
    for finding in findings:
        if finding.span is not None:
            assert given[slice(*finding.span)] == finding.excerpt


def test_equal_notes_are_found_by_check_all() -> None:
    notes = thankgen.write(make_facts())
    copies = [notes[0], notes[1].model_copy(update={"text": notes[0].text})]
    report = thankgen.check_all(copies, make_facts())
    assert not report.passed
    assert {f.guardrail for f in report.findings} == {"distinct"}


def test_guardrails_without_their_dictionary_are_listed_and_the_note_does_not_pass() -> None:
    bare = Rulebook.load(assets.find("guardrails"))
    report = bare.check(GOOD_NOTE, make_facts().to(KEITH))
    assert "proofread" in [gap.guardrail for gap in report.not_run]
    assert all("pip install" in gap.reason for gap in report.not_run)
    assert not report.passed
    assert not report.findings


def test_guardrails_of_ones_own_are_read_again_when_they_or_the_folder_change(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def severities() -> list[str]:
        return [
            f.severity for f in thankgen.check(MISSPELT, make_facts(), to=KEITH, guardrails="own").findings
        ]

    for place in ("a", "b"):
        (tmp_path / place / "own").mkdir(parents=True)
    (tmp_path / "a/own/names.toml").write_text("severity = 'warning'\n")
    monkeypatch.chdir(tmp_path / "a")
    assert severities() == ["warning"]
    (tmp_path / "a/own/names.toml").write_text("off = true\n")
    assert severities() == []
    monkeypatch.chdir(tmp_path / "b")
    assert severities() == ["error"]


# fix


def test_fix_makes_a_note_of_a_persons_text() -> None:
    fixed = thankgen.fix(MISSPELT, make_facts(), to=KEITH)
    assert fixed.text == GOOD_NOTE
    assert fixed.report.passed
    [attempt] = fixed.attempts
    assert [(edit.guardrail, edit.before, edit.after) for edit in attempt.edits] == [
        ("names", "Kieth", "Keith")
    ]
    assert not attempt.found.passed


def test_a_text_that_fix_leaves_alone_comes_back_as_it_was() -> None:
    text = unicodedata.normalize("NFD", GOOD_NOTE).replace("\n", "\r\n")
    assert thankgen.fix(text, make_facts(), to=KEITH).text == text


# The package


def test_every_public_name_resolves() -> None:
    assert dir(thankgen) == sorted(thankgen.__all__)
    for name in thankgen.__all__:
        assert getattr(thankgen, name) is not None
    with pytest.raises(AttributeError, match="no attribute 'wirte'"):
        thankgen.wirte  # noqa: B018  the access itself is what fails


def test_errors_have_one_root_and_the_exit_status_of_the_contract() -> None:
    errors = [
        thing for name in thankgen.__all__ if name.endswith("Error") for thing in [getattr(thankgen, name)]
    ]
    assert all(issubclass(error, thankgen.ThankgenError) for error in errors)
    statuses = {error.__name__: error.exit_status for error in errors}
    assert statuses["ExhaustedError"] == statuses["CheckError"] == 1
    assert statuses["EndpointError"] == 3
    assert {
        statuses[n] for n in ("FactsError", "RecipientError", "NoteError", "SettingsError", "PromptError")
    } == {2}


def test_the_schema_of_the_facts_can_be_had_from_the_class() -> None:
    schema = thankgen.Facts.model_json_schema()
    assert {"company", "role", "candidate", "recipients"} <= set(schema["required"])
    assert schema["additionalProperties"] is False


@pytest.mark.parametrize("name", ["OPENAI_API_KEY", "OPENAI_BASE_URL"])
def test_the_environment_decides_about_the_default_writer(name: str, monkeypatch: pytest.MonkeyPatch) -> None:
    assert thankgen.default_writer() is None
    monkeypatch.setenv(name, "http://127.0.0.1:9/v1")
    assert isinstance(thankgen.default_writer(), thankgen.OpenAIWriter)


def test_the_environment_names_the_model_and_the_prompt(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("OPENAI_BASE_URL", "http://127.0.0.1:9/v1")
    monkeypatch.setenv("THANKGEN_MODEL", "my-model")
    assert "my-model" in repr(thankgen.default_writer())
    assert "other" in repr(thankgen.default_writer(model="other"))
    monkeypatch.setenv("THANKGEN_PROMPT", "v99")
    with pytest.raises(thankgen.PromptError, match="v99"):
        thankgen.prompt_version()
    assert thankgen.prompt_version("v1").version == "v1"


def test_a_persons_text_as_a_note_is_left_as_it_is(good_note: str, facts: Facts) -> None:
    text = good_note.replace("Hi Keith,", "Hi Kieth,")
    note = thankgen.as_note(text, facts, "Keith Abernethy")
    assert (note.text, note.subject, note.source) == (text, "Thank you for Tuesday", "given")
    assert note.body.startswith("Thank you for the time")
    assert not note.report.passed


def test_what_is_offered_is_what_fix_does(good_note: str, facts: Facts) -> None:
    text = good_note.replace("Hi Keith,", "Hi Kieth,")
    [offer] = thankgen.offers(text, facts, "Keith Abernethy")
    assert offer.text == thankgen.fix(text, facts, "Keith Abernethy").text == good_note


@pytest.mark.parametrize(
    ("options", "says"),
    [
        ({"tries": "3"}, "tries='3': at least one draft is needed"),
        ({"timeout": "x"}, "timeout='x': give a number above zero"),
        ({"writer": "offline"}, "writer='offline' cannot write"),
        ({"guardrails": 5}, "guardrails=5: give a folder"),
    ],
)
def test_arguments_of_the_wrong_kind_are_told(options: dict[str, Any], says: str) -> None:
    with pytest.raises(thankgen.SettingsError) as caught:
        thankgen.write(make_facts(), to=KEITH, **options)
    assert says in str(caught.value)


@pytest.mark.parametrize("text", [None, b"Dear Keith", 3, "Dear Keith\ud800"])
def test_what_is_no_text_is_no_note(text: Any) -> None:
    for judge in (thankgen.check, thankgen.fix, thankgen.offers, thankgen.as_note):
        with pytest.raises(thankgen.NoteError):
            judge(text, make_facts(), KEITH)


def test_a_path_is_no_facts() -> None:
    facts: Any = "interview.toml"
    for ask in (lambda: thankgen.check(GOOD_NOTE, facts), lambda: thankgen.write(facts)):
        with pytest.raises(thankgen.SettingsError, match="are no Facts"):
            ask()

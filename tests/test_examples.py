"""The shipped examples: they load, say what they are for, and the offline writer's notes to them pass."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import pytest
from conftest import ROOT

import thankgen
from thankgen.facts import Facts

EXAMPLES = sorted((ROOT / "examples").glob("*.toml"))
SITUATIONS = {
    "blanked-question.da",
    "everyone-who-helped.en",
    "first-interview.da",
    "first-interview.de",
    "first-interview.en",
    "first-interview.sv",
    "nerdy-and-funny.de",
    "recruiter-first-call.en",
    "telephone-card.sv",
}

each_example = pytest.mark.parametrize("path", EXAMPLES, ids=lambda path: path.stem)


def test_every_situation_has_its_example() -> None:
    assert {path.stem for path in EXAMPLES} >= SITUATIONS


@each_example
def test_an_example_loads_and_its_name_says_its_language(path: Path) -> None:
    assert Facts.load(path).language == path.stem.rsplit(".", 1)[1]


@each_example
def test_an_example_points_editors_to_the_schema(path: Path) -> None:
    first_line = path.read_text(encoding="utf-8").splitlines()[0]
    assert first_line.startswith("#:schema ")
    assert (path.parent / first_line.removeprefix("#:schema ")).is_file()


@each_example
def test_the_offline_notes_to_an_example_pass(path: Path) -> None:
    facts = Facts.load(path)
    on = facts.interview.date or dt.date(2026, 11, 24)
    notes = thankgen.write(facts, writer=thankgen.offline_writer(), on=on)
    assert [note.to for note in notes] == [recipient.name for recipient in facts.recipients]
    for note in notes:
        assert note.report.passed, (note.text, note.report.findings)
    assert thankgen.check_all(notes, facts).passed

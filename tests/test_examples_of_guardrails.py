"""Every guardrail's own examples: what must fail fails, what must pass passes."""

from __future__ import annotations

import tomllib
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from conftest import ROOT

from thankgen.facts import Facts
from thankgen.rulebook import Rulebook

FOLDER = ROOT / "guardrails"
FRAME_FILES = ROOT / "tests" / "frames"


def _load(path: Path) -> dict[str, Any]:
    return tomllib.loads(path.read_text(encoding="utf-8"))


FRAMES = {path.stem: _load(path) for path in sorted(FRAME_FILES.glob("*.toml"))}
LANGUAGES = tuple(FRAMES)
GUARDRAILS = {path.stem for path in FOLDER.glob("*.toml")}


def _examples() -> Iterator[Any]:
    for language in LANGUAGES:
        for path in sorted((FOLDER / language).glob("*.toml")):
            if path.stem not in GUARDRAILS:
                continue
            examples = _load(path).get("examples", {})
            for verdict in ("fail", "pass"):
                for number, example in enumerate(examples.get(verdict, ()), 1):
                    yield pytest.param(
                        language, path.stem, verdict, example, id=f"{language}-{path.stem}-{verdict}-{number}"
                    )


def _judge(language: str, example: str | dict[str, Any], rulebook: Rulebook) -> set[str]:
    frame = FRAMES[language]
    table: dict[str, Any] = {"sentence": example} if isinstance(example, str) else example
    facts = Facts.model_validate({**frame["facts"], **table.get("facts", {})})
    note = table.get("note", frame["note"]).replace("{sentence}", table.get("sentence", ""))
    note = note.replace("  ", " ")
    to = table.get("to", facts.recipients[0].name)
    return {finding.guardrail for finding in rulebook.check(note, facts.to(to)).findings}


def test_every_language_has_a_frame(rulebook: Rulebook) -> None:
    assert rulebook.languages == LANGUAGES


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_frame_passes_everything(language: str, rulebook: Rulebook) -> None:
    assert _judge(language, "", rulebook) == set()


@pytest.mark.parametrize(("language", "guardrail", "verdict", "example"), list(_examples()))
def test_example(
    language: str, guardrail: str, verdict: str, example: str | dict[str, Any], rulebook: Rulebook
) -> None:
    found = guardrail in _judge(language, example, rulebook)
    assert found == (verdict == "fail"), example


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_lever_is_a_cue_of_some_guardrail(language: str, rulebook: Rulebook) -> None:
    levers = _load(FOLDER / language / "pushy.toml")["levers"]
    assert levers
    assert set(levers) <= rulebook.language(language).phrasebook.groups.keys()


@pytest.mark.parametrize("language", LANGUAGES)
def test_examples_hold_nothing_else(language: str) -> None:
    for path in (FOLDER / language).glob("*.toml"):
        examples = _load(path).get("examples", {})
        assert set(examples) <= {"fail", "pass"}, path.name

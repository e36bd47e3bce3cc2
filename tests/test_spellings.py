"""What dictionaries said of recorded drafts is kept beside the recordings until a dictionary changes."""

from __future__ import annotations

import json
import sys
from pathlib import Path

import pytest
from scripted_model import scripted_model

import thankgen
from thankgen import api
from thankgen.assets import DictionaryFile
from thankgen.evals.spellings import answers_kept
from thankgen.language.spelling import HunspellDictionary
from thankgen.testing import MODEL, ScriptedEndpoint


@pytest.fixture(autouse=True)
def _written(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "dont_write_bytecode", False)
    monkeypatch.setattr(sys, "pycache_prefix", None)


@pytest.fixture
def stem(tmp_path: Path) -> Path:
    """A dictionary of two words."""
    folder = tmp_path / "dictionary"
    folder.mkdir()
    (folder / "small.aff").write_text("SET UTF-8\nTRY esianrtolcdugmphbyfvkwz\n")
    (folder / "small.dic").write_text("2\nnote\nthank\n")
    return folder / "small"


@pytest.fixture
def recordings(tmp_path: Path) -> Path:
    folder = tmp_path / "recordings"
    folder.mkdir()
    return folder


def small(stem: Path, language: str = "sv", lender: HunspellDictionary | None = None) -> HunspellDictionary:
    return HunspellDictionary(language, [DictionaryFile(stem)], lender)


def asked(dictionary: HunspellDictionary) -> tuple[bool, bool, bool, tuple[str, ...]]:
    known = dictionary.knows("note"), dictionary.knows("nte")
    return *known, dictionary.lends("thank"), dictionary.suggest("nte")


def forbid_opening(monkeypatch: pytest.MonkeyPatch) -> None:
    def opened(*_: object, **__: object) -> None:
        raise AssertionError("a dictionary was opened")

    monkeypatch.setattr("hunspell.Hunspell", opened)


def test_what_was_said_is_remembered_without_opening(
    stem: Path, recordings: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    first = small(stem, lender=small(stem, "en"))
    with answers_kept(first, recordings):
        answers = asked(first)
    assert answers == (True, False, True, ("note",))
    forbid_opening(monkeypatch)
    second = small(stem, lender=small(stem, "en"))
    with answers_kept(second, recordings):
        assert asked(second) == answers


@pytest.mark.parametrize("ending", [".dic", ".aff"])
def test_a_dictionary_that_changed_is_asked_again(stem: Path, recordings: Path, ending: str) -> None:
    with answers_kept(first := small(stem), recordings):
        assert not first.knows("nte")
    stem.with_suffix(".dic").write_text("3\nnote\nnte\nthank\n")
    changed = stem.with_suffix(ending)
    changed.write_text(f"{changed.read_text()}\n")
    with answers_kept(second := small(stem), recordings):
        assert second.knows("nte")


def test_so_is_one_whose_lender_changed(stem: Path, recordings: Path, tmp_path: Path) -> None:
    lender = tmp_path / "lender"
    lender.with_suffix(".aff").write_text("SET UTF-8\n")
    lender.with_suffix(".dic").write_text("1\nlob\n")
    with answers_kept(first := small(stem, lender=small(lender, "en")), recordings):
        assert not first.lends("loft")
    lender.with_suffix(".dic").write_text("2\nlob\nloft\n")
    with answers_kept(second := small(stem, lender=small(lender, "en")), recordings):
        assert second.lends("loft")


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"\xff",
        b"[]",
        b'{"of": [], "answers": {}}',
        b'{"of": 1, "answers": {"known": {"nte": "perhaps"}}}',
    ],
)
def test_a_broken_file_is_made_again(stem: Path, recordings: Path, content: bytes) -> None:
    with answers_kept(first := small(stem), recordings):
        asked(first)
    (file,) = (recordings / "__pycache__").iterdir()
    whole = file.read_bytes()
    file.write_bytes(content)
    with answers_kept(second := small(stem), recordings):
        assert asked(second) == asked(first)
    assert file.read_bytes() == whole


def test_it_adds_to_what_was_kept_and_writes_nothing_where_nothing_is_new(
    stem: Path, recordings: Path
) -> None:
    with answers_kept(first := small(stem), recordings):
        first.knows("note")
    (file,) = (recordings / "__pycache__").iterdir()
    written = file.stat().st_mtime_ns
    with answers_kept(second := small(stem), recordings):
        second.knows("note")
    assert file.stat().st_mtime_ns == written
    with answers_kept(third := small(stem), recordings):
        third.knows("thank")
    assert json.loads(file.read_bytes())["answers"]["known"] == {"note": True, "thank": True}


def test_nothing_is_written_where_python_writes_nothing(
    stem: Path, recordings: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sys, "dont_write_bytecode", True)
    with answers_kept(dictionary := small(stem), recordings):
        assert dictionary.knows("note")
    assert not list(recordings.iterdir())


def test_no_folder_is_made_for_it(stem: Path, tmp_path: Path) -> None:
    with answers_kept(dictionary := small(stem), tmp_path / "recordings"):
        assert dictionary.knows("note")
    assert not (tmp_path / "recordings").exists()


def test_without_a_dictionary_nothing_is_kept(recordings: Path) -> None:
    with answers_kept(None, recordings):
        pass
    assert not list(recordings.iterdir())


def test_a_run_says_the_same_from_what_was_kept(recordings: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    cases = thankgen.load_cases(only=["da"])[:3]
    with ScriptedEndpoint(scripted_model(cases, "v1")) as endpoint:
        thankgen.record(["v1"], model=MODEL, base_url=endpoint.base_url, cases=cases, recordings=recordings)

    def run() -> str:
        api._dictionary.cache_clear()
        api._shipped_rulebook.cache_clear()
        return thankgen.evaluate(["v1"], cases=cases, recordings=recordings).dump()

    first = run()
    forbid_opening(monkeypatch)
    assert run() == first

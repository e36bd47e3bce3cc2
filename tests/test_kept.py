"""What is made of files is kept beside them until one of them, or the code, changes."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest
from judging import KEITH
from samples import GOOD_NOTE, make_facts

from thankgen import api
from thankgen.kept import kept
from thankgen.rulebook import Rulebook


class Maker:
    """Makes a new thing each time, and counts."""

    def __init__(self) -> None:
        self.made = 0

    def __call__(self) -> list[int]:
        self.made += 1
        return [self.made]


@pytest.fixture
def source(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setattr(sys, "dont_write_bytecode", False)
    monkeypatch.setattr(sys, "pycache_prefix", None)
    path = tmp_path / "words.toml"
    path.write_text("a = 1")
    return path


def test_what_was_made_is_kept_until_a_source_changes(source: Path) -> None:
    make = Maker()
    assert kept("en", source.parent, [source], make) == [1]
    assert kept("en", source.parent, [source], make) == [1]
    source.write_text("a = 22")
    assert kept("en", source.parent, [source], make) == [2]


def test_another_source_is_a_change(source: Path) -> None:
    make = Maker()
    kept("en", source.parent, [source], make)
    more = source.with_name("more.toml")
    more.write_text("b = 1")
    assert kept("en", source.parent, [source, more], make) == [2]


def test_it_stands_where_python_keeps_its_modules(source: Path) -> None:
    kept("en", source.parent, [source], Maker())
    assert [path.parent.name for path in source.parent.rglob("en.*")] == ["__pycache__"]


@pytest.mark.parametrize("content", [b"", b"no pickle", b"\x80\x05."])
def test_a_broken_file_is_made_again(source: Path, content: bytes) -> None:
    make = Maker()
    kept("en", source.parent, [source], make)
    (file,) = (source.parent / "__pycache__").iterdir()
    file.write_bytes(content)
    assert kept("en", source.parent, [source], make) == [2]
    assert kept("en", source.parent, [source], make) == [2]


def test_nothing_is_written_where_python_writes_nothing(
    source: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sys, "dont_write_bytecode", True)
    make = Maker()
    kept("en", source.parent, [source], make)
    assert kept("en", source.parent, [source], make) == [2]
    assert not (source.parent / "__pycache__").exists()


def test_where_nothing_can_be_written_it_is_made_each_time(source: Path) -> None:
    (source.parent / "__pycache__").write_text("a file in its place")
    make = Maker()
    kept("en", source.parent, [source], make)
    assert kept("en", source.parent, [source], make) == [2]


def test_rules_that_were_kept_judge_like_those_just_read(monkeypatch: pytest.MonkeyPatch) -> None:
    bad = GOOD_NOTE.replace("Hi Keith,", "Hi Kieth,").replace(
        "Best wishes,", "Sorry again that I was late.\n\nBest,"
    )
    facts = make_facts().to(KEITH)
    monkeypatch.setattr(sys, "dont_write_bytecode", False)
    api.load_rulebook().check(bad, facts)
    read_back = api.load_rulebook()
    monkeypatch.setattr(Rulebook, "_read_files", None)  # nothing is read anew
    reports = [read_back.check(text, facts) for text in (GOOD_NOTE, bad)]
    monkeypatch.undo()
    monkeypatch.setattr("thankgen.rulebook.kept", lambda name, folder, sources, make: make())
    fresh = api.load_rulebook()
    assert reports == [fresh.check(text, facts) for text in (GOOD_NOTE, bad)]
    assert {finding.guardrail for finding in reports[1].findings} >= {"names", "reapology"}

"""The files of words: nothing in them stands twice, and nothing is left over."""

from __future__ import annotations

import tomllib
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from conftest import ROOT

FILES = sorted((ROOT / "guardrails").glob("*/*.toml"))


def _lists(value: Any, key: str = "") -> Iterator[tuple[str, list[str]]]:
    """Every list of texts in a file, with its key."""
    if isinstance(value, dict):
        for name, part in value.items():
            yield from _lists(part, f"{key}.{name}")
    elif isinstance(value, list):
        if all(isinstance(item, str) for item in value):
            yield key, value
        for item in value:
            yield from _lists(item, key)


def _read(path: Path) -> dict[str, Any]:
    return tomllib.loads(path.read_text(encoding="utf-8"))


@pytest.mark.parametrize("path", FILES, ids=lambda path: f"{path.parent.name}-{path.stem}")
def test_nothing_stands_twice(path: Path) -> None:
    data = _read(path)
    for key, items in _lists(data):
        assert [item for item, count in Counter(items).items() if count > 1] == [], key
    rows = Counter(
        (key, cue.get("within"), row)
        for key, cues in data.items()
        if isinstance(cues, list)
        for cue in cues
        if isinstance(cue, dict)
        for row in cue.get("patterns", ())
    )
    assert [row for row, count in rows.items() if count > 1] == []


@pytest.mark.parametrize("path", FILES, ids=lambda path: f"{path.parent.name}-{path.stem}")
def test_every_macro_is_used(path: Path) -> None:
    everywhere = sorted(path.parent.glob("*.toml")) if path.stem == "words" else [path]
    texts = "".join(file.read_text(encoding="utf-8") for file in everywhere)
    assert [name for name in _read(path).get("macros", {}) if f"<{name}>" not in texts] == []

"""Fixtures for all tests. Tests reach no network but the loopback."""

from __future__ import annotations

import json
import socket
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from samples import GOOD_NOTE, make_facts

from thankgen import api
from thankgen.facts import Facts
from thankgen.rulebook import Rulebook

ROOT = Path(__file__).parent.parent


@pytest.fixture(autouse=True)
def _only_loopback(monkeypatch: pytest.MonkeyPatch) -> None:
    """Refuse every connection that leaves this machine, and every setting from outside."""
    connect = socket.socket.connect

    def guarded(self: socket.socket, address: Any) -> None:
        host = address[0] if isinstance(address, tuple) else address
        if host not in ("127.0.0.1", "::1", "localhost"):
            raise AssertionError(f"a test tried to reach {host}")
        connect(self, address)

    monkeypatch.setattr(socket.socket, "connect", guarded)
    for name in ("OPENAI_API_KEY", "OPENAI_BASE_URL", "THANKGEN_MODEL", "THANKGEN_PROMPT"):
        monkeypatch.delenv(name, raising=False)


@pytest.fixture(scope="session")
def rulebook() -> Rulebook:
    return api.load_rulebook()


@pytest.fixture(scope="session")
def facts() -> Facts:
    """A full interview in English with two recipients."""
    return make_facts()


@pytest.fixture
def facts_with() -> Callable[..., Facts]:
    return make_facts


@pytest.fixture
def good_note() -> str:
    """A note to Keith Abernethy that passes everything."""
    return GOOD_NOTE


def corpus_cases(language: str) -> list[dict[str, Any]]:
    """The facts of the shipped labelled sets in one language."""
    path = ROOT / "evals" / "labelled" / f"{language}.facts.jsonl"
    return [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]

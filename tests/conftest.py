"""Fixtures for all tests. Tests reach no network but the loopback."""

from __future__ import annotations

import json
import socket
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from thankgen import api
from thankgen.facts import Facts
from thankgen.rulebook import Rulebook

ROOT = Path(__file__).parent.parent


@pytest.fixture(autouse=True)
def _only_loopback(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
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
    yield


@pytest.fixture(scope="session")
def rulebook() -> Rulebook:
    return api.rulebook()


@pytest.fixture(scope="session")
def facts() -> Facts:
    """A full interview in English with two recipients."""
    return make_facts()


@pytest.fixture
def facts_with() -> Callable[..., Facts]:
    return make_facts


def make_facts(**changes: Any) -> Facts:
    """The facts of the fixture with top-level keys changed."""
    data: dict[str, Any] = {
        "company": "Brackwater Ferries",
        "role": "Route Manager",
        "candidate": {"name": "Imogen Sørvik-Hale", "email": "imogen@sorvik-hale.example", "phone": "01632 960111"},
        "interview": {"date": "2026-10-06", "format": "onsite"},
        "recipients": [
            {
                "name": "Keith Abernethy",
                "relation": "hiring_manager",
                "address": "Keith",
                "email": "keith@brackwater.example",
                "discussed": ["the winter timetable", "crew rotas"],
            },
            {"name": "Małgorzata Wiśniewska", "relation": "peer", "discussed": ["the new ticket gates"]},
        ],
        "discussed": ["the harbour extension"],
        "highlights": ["I cut turnaround times by a fifth.", "I planned crew rotas with the crews themselves."],
        "next_steps": {"decision_by": "2026-10-16", "follow_up_on": "2026-10-19"},
    }
    return Facts.model_validate({**data, **changes})


GOOD_NOTE = """\
Subject: Thank you for Tuesday

Hi Keith,

Thank you for the time you gave me on Tuesday, and for telling me so much about the winter timetable.

Crew rotas are close to my heart: I planned mine with the crews themselves, and cutting turnaround times by a \
fifth came out of that work. I would love to do the same at Brackwater Ferries.

I look forward to your decision by Friday 16 October. If I have not heard anything by then, I will be in touch on \
Monday 19 October.

Best wishes,
Imogen Sørvik-Hale
01632 960111
"""


@pytest.fixture
def good_note() -> str:
    """A note to Keith Abernethy that passes everything."""
    return GOOD_NOTE


def corpus_cases(language: str) -> list[dict[str, Any]]:
    """The facts of the shipped labelled sets in one language."""
    path = ROOT / "evals" / "labelled" / f"{language}.facts.jsonl"
    return [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]

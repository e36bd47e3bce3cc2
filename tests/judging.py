"""One guardrail's findings on a variation of the good note."""

from __future__ import annotations

import datetime as dt
from typing import Any

from samples import GOOD_NOTE, make_facts

from thankgen import api
from thankgen.finding import Finding

KEITH = "Keith Abernethy"
RULEBOOK = api.load_rulebook()


def findings(
    guardrail: str, text: str = GOOD_NOTE, to: str = KEITH, on: dt.date | None = None, **facts: Any
) -> list[Finding]:
    """Findings of one guardrail; `facts` are top-level keys to change."""
    report = RULEBOOK.check(text, make_facts(**facts).to(to), on)
    return [finding for finding in report.findings if finding.guardrail == guardrail]


def changed(*pairs: tuple[str, str]) -> str:
    """The good note with some of its text replaced; what is replaced must be there."""
    note = GOOD_NOTE
    for before, after in pairs:
        assert before in note, before
        note = note.replace(before, after)
    return note


def with_body(body: str) -> str:
    """The good note with another body."""
    head, _, rest = GOOD_NOTE.partition("Hi Keith,\n\n")
    return f"{head}Hi Keith,\n\n{body}\n\nBest wishes,{rest.partition('Best wishes,')[2]}"

"""Runs for tests: some counted out by hand, some written from the labelled drafts. No model had a part in them."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterable, Sequence
from functools import cache
from pathlib import Path
from typing import Any

from thankgen import api
from thankgen.evals.labelled import LabelledNote
from thankgen.evals.labelled_files import load
from thankgen.evals.runs import Gap, Header, Outcome, Run, Version
from thankgen.exchange import Request
from thankgen.finding import Finding, NotRun, Report
from thankgen.generate import Generation
from thankgen.note import Attempt, Draft, Edit, Usage
from thankgen.testing import ScriptedWriter, reported

LABELLED = Path(__file__).parent.parent / "evals" / "labelled"
GUARDRAILS = ("close", "length", "names", "reapology")


def header(*versions: Version, samples: int = 1, **changes: str) -> Header:
    versions = versions or (version("v1"), version("v2"))
    data = {"thankgen": "0.1.0", "guardrails": "a" * 64, "cases": "b" * 64, **changes}
    return Header(**data, samples=samples, versions=versions)


def version(name: str, **changes: Any) -> Version:
    """A version as if a model had answered it: statistics are tested with it, no prompt."""
    return Version(**{"name": name, "seal": "c" * 64, "model": "model-x", "origin": "model", **changes})


def report(*violated: str, ran: Sequence[str] = GUARDRAILS) -> Report:
    findings = tuple(Finding(guardrail=name, message=f"{name} is violated") for name in violated)
    return Report(findings=findings, guardrails=tuple(ran))


def attempt(*violated: str, number: int = 1, tokens: int = 500, **changes: Any) -> Attempt:
    found = report(*violated)
    data = {"number": number, "source": "model", "draft": "Hi Kim,\n\nThank you.\n\nBest,\nJo\n"}
    usage = Usage(prompt_tokens=tokens - 100, completion_tokens=100)
    return Attempt.model_validate({**data, "found": found, "report": found, "usage": usage, **changes})


def outcome(
    version: str, case: str, *attempts: Attempt, sample: int = 1, language: str = "en", **changes: Any
) -> Outcome:
    passed = bool(attempts) and attempts[-1].report.passed
    text = attempts[-1].draft if attempts else ""
    data = {"to": "Kim", "tags": (), "attempts": attempts, "text": text, "passed": passed, **changes}
    return Outcome(version=version, case=case, sample=sample, language=language, **data)


def run_of(outcomes: Iterable[Outcome], *versions: Version, samples: int = 1, **changes: str) -> Run:
    return Run(header=header(*versions, samples=samples, **changes), outcomes=tuple(outcomes))


@cache
def labelled_run(copies: int = 1) -> Run:
    """The labelled drafts as "v1"; as "v2" two thirds of them as they were mended, the others again."""
    notes = load(LABELLED, "drafts")
    first = [_written("v1", note, note.note) for note in notes]
    second = [
        _written("v2", note, before.text if _number(note.id) % 3 else note.note)
        for note, before in zip(notes, first, strict=True)
    ]
    outcomes = [*first, *second]
    copied = [
        o.model_copy(update={"case": f"{o.case}-{copy}" if copy else o.case})
        for copy in range(copies)
        for o in outcomes
    ]
    versions = (version("v1", model=None, origin="scripted"), version("v2", model=None, origin="scripted"))
    return run_of(copied, *versions)


def _number(text: str) -> int:
    return hashlib.sha256(text.encode()).digest()[0]


def _written(name: str, note: LabelledNote, draft: str) -> Outcome:
    """The note as the loop makes it of this draft, with a script that mends what is reported, where it can."""
    writer = ScriptedWriter([draft, *[_mender()] * 2])
    addressed = note.facts.to(note.recipient)
    generation = Generation(
        addressed, api.load_rulebook(), api.prompt_version("v1"), on=note.facts.interview.date
    )
    while generation.request is not None:
        generation.receive(writer.draft(generation.request))
    return outcome(
        name,
        note.id,
        *generation.attempts,
        language=note.language,
        to=note.recipient,
        text=generation.text,
        tags=(note.facts.occasion, note.facts.channel),
    )


def _mender() -> Callable[[Request], Draft]:
    def mend(request: Request) -> Draft:
        messages = [{"content": message.content} for message in request.messages]
        found = reported({"messages": messages})
        assert found is not None
        draft, faults = found
        paragraphs, subject = list(draft.paragraphs), draft.subject
        for fault in faults:
            if fault.excerpt:
                paragraphs = [p.replace(fault.excerpt, fault.write or "", 1) for p in paragraphs]
                subject = subject.replace(fault.excerpt, fault.write or "", 1)
        return Draft(subject=subject, paragraphs=[p for p in paragraphs if p.strip()])

    return mend


HOSTILE = '</script></style><img src=x onerror="window.hostile=1"><b>&amp;\'{{7*7}}\u202e\x07'
"""Markup, a quote of each kind, a template's marks, a change of direction and a bell."""


def hostile_run() -> Run:
    """Hostile text in every field that takes a text."""
    findings = tuple(
        Finding(
            guardrail=HOSTILE,
            severity=severity,
            message=HOSTILE,
            excerpt=HOSTILE,
            span=span,
            suggestion=HOSTILE,
        )
        for severity, span in (
            ("error", (0, 9)),
            ("warning", (5, 20)),
            ("error", None),
            ("error", (3, 9_999)),
        )
    )
    found = Report(
        findings=findings,
        guardrails=(HOSTILE, "close"),
        not_run=(NotRun(guardrail="n" + HOSTILE, reason=HOSTILE),),
    )
    edit = Edit(guardrail=HOSTILE, description=HOSTILE, before=HOSTILE, after="x " + HOSTILE)
    drafts = [
        attempt(
            number=n,
            draft=HOSTILE * 2,
            found=found,
            report=found,
            edits=(edit,),
            prompt=HOSTILE,
            model=HOSTILE,
        )
        for n in (1, 2)
    ]
    common: dict[str, Any] = {"language": HOSTILE, "to": HOSTILE, "tags": (HOSTILE,), "text": "y" + HOSTILE}
    gap = Gap(reason="stale", attempt=3, difference=HOSTILE)
    other = "v" + HOSTILE
    outcomes = [
        outcome(HOSTILE, HOSTILE, *drafts, **common),
        outcome(other, HOSTILE, *drafts, gap=gap, **common),
        outcome(HOSTILE, "c" + HOSTILE, error=HOSTILE, **common),
        outcome(other, "c" + HOSTILE, declined=HOSTILE, **common),
    ]
    versions = (
        version(HOSTILE, model=HOSTILE, seal=HOSTILE, origin="scripted"),
        version(other, model=HOSTILE, seal=HOSTILE),
    )
    return run_of(outcomes, *versions, thankgen=HOSTILE, guardrails=HOSTILE, cases=HOSTILE)

"""What of the facts, a draft and its findings goes into a prompt, and how it is written there."""

from __future__ import annotations

import datetime as dt
import json
import re
from typing import TYPE_CHECKING, Any

from thankgen.masking import Withholder
from thankgen.note import Draft

if TYPE_CHECKING:
    from collections.abc import Sequence

    from thankgen.facts import Addressed
    from thankgen.finding import Finding

MOST_FAULTS = 24
"""How many findings one repair turn reports at most; a draft with more is better mended in two."""

LONGEST_EXCERPT = 160
"""Code points of an excerpt that are reported; of a longer one, its two ends. The draft holds it anyway."""


def template_variables(addressed: Addressed, hide: Withholder | None = None) -> dict[str, Any]:
    """What a template can use of the facts, as far as they concern this recipient.

    `facts` holds no contact details and no key without a value; dates in it are
    `datetime.date`. `withheld` says whether contact details in free text were masked, here or
    by `hide` before.
    """
    hide = hide or Withholder(addressed.facts)
    facts = hide(_facts(addressed))
    return {
        "language": addressed.facts.language,
        "occasion": addressed.facts.occasion,
        "relation": addressed.recipient.relation,
        "is_card": addressed.is_card,
        "is_formal": addressed.is_formal,
        "is_helper": addressed.is_helper,
        "is_application": addressed.is_application,
        "facts": facts,
        "withheld": hide.hidden,
    }


def as_data(value: Any, weekdays: Sequence[str] | None = None) -> str:
    """A value as JSON that no tag can be closed from: `<` and `>` are escaped.

    A mapping stands on one line a key. With `weekdays` (Monday first), dates carry theirs.
    """

    def spell(date: object) -> str:
        assert isinstance(date, dt.date), f"no JSON for {type(date).__name__}"
        return f"{weekdays[date.weekday()]} {date.isoformat()}" if weekdays else date.isoformat()

    def encode(part: Any) -> str:
        text = json.dumps(part, ensure_ascii=False, default=spell)
        return text.replace("<", "\\u003c").replace(">", "\\u003e")

    if isinstance(value, dict):
        return "{" + ",\n".join(f"{encode(key)}: {encode(part)}" for key, part in value.items()) + "}"
    return encode(value)


def as_text(value: str) -> str:
    """Words of ours that may quote the facts: on one line, and closing no tag."""
    return " ".join(value.replace("<", "‹").replace(">", "›").split())


def _facts(addressed: Addressed) -> dict[str, Any]:
    facts, reader = addressed.facts, addressed.recipient
    stumble, incident = addressed.stumble, addressed.incident
    pitch = addressed.is_application
    ahead = facts.next_steps if pitch or facts.occasion == "offer" else None
    return _given(
        company=facts.company,
        role=facts.role,
        interview=_given(date=facts.interview.date, format=facts.interview.format) if pitch else None,
        reader=_given(name=reader.name, title=reader.title, relation=reader.relation, helped=reader.helped),
        discussed=list(addressed.topics),
        highlights=list(facts.highlights) if pitch else [],
        stumble=stumble and {"question": stumble.question, "answer": stumble.answer},
        incident=incident and {"what": incident.what, "positive": incident.positive},
        next_steps=ahead
        and _given(
            expected=ahead.expected,
            decision_by=ahead.decision_by,
            follow_up_on=ahead.follow_up_on if pitch else None,
        ),
    )


def _given(**parts: Any) -> dict[str, Any]:
    """Those that have a value."""
    return {key: part for key, part in parts.items() if part}


def faults(findings: Sequence[Finding], hide: Withholder) -> list[dict[str, Any]]:
    """Findings as a model needs them, each once."""
    told: list[dict[str, Any]] = []
    for finding in findings:
        fault = hide(
            {
                "guardrail": finding.guardrail,
                "excerpt": _ends(finding.excerpt),
                "message": finding.message,
                "suggestion": finding.suggestion,
            }
        )
        if fault not in told:
            told.append(fault)
    return told[:MOST_FAULTS]


def _ends(excerpt: str | None) -> str | None:
    if excerpt is None or len(excerpt) <= LONGEST_EXCERPT:
        return excerpt
    return f"{excerpt[: LONGEST_EXCERPT // 2]} … {excerpt[-LONGEST_EXCERPT // 4 :]}"


def bare_draft(text: str, signed: str) -> Draft:
    """Subject and body of a note laid out by program: greeting and signature are blocks of their own."""
    blocks = [block.strip() for block in re.split(r"\n[ \t]*\n", text) if block.strip()]
    subject = ""
    if blocks and blocks[0].startswith("Subject:"):
        subject = blocks.pop(0).removeprefix("Subject:").strip()
    if blocks and "\n" not in blocks[0] and len(blocks[0]) <= 80 and blocks[0][-1] not in ".?":
        blocks.pop(0)
    for at in range(len(blocks) - 1, -1, -1):
        if signed in blocks[at].splitlines():
            del blocks[at:]
            break
    return Draft(subject=subject, paragraphs=blocks)

"""Check, edit, check again: what a program can mend in a note without asking anybody.

All guardrails run after every edit, and an edit stays only if its finding is gone and no
guardrail has more errors than before. So edits cannot undo each other, and applying them to
their own result changes nothing.
"""

from __future__ import annotations

import datetime as dt
from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING

from thankgen.edits import EDITS
from thankgen.note import Edit

if TYPE_CHECKING:
    from collections.abc import Sequence

    from thankgen.checks.rule import Letter
    from thankgen.edits import Alternative
    from thankgen.facts import Addressed
    from thankgen.finding import Finding, Report
    from thankgen.language.reading import Reading
    from thankgen.rulebook import Rulebook

# Every edit removes a finding, so this is only reached where findings pour in.
_MAX_EDITS = 40


@dataclass(frozen=True)
class Enforced:
    """A note after the edits: `found` is the report before them, `report` the one after."""

    text: str
    found: Report
    report: Report
    edits: tuple[Edit, ...]


def enforce(
    text: str, facts: Addressed, rulebook: Rulebook, on: dt.date | None = None, others: Sequence[Letter] = ()
) -> Enforced:
    """Mend what has one right answer; `others` are notes for the same facts that it must differ from.

    The text comes back in NFC with line feeds if anything was mended."""
    found = rulebook.check(text, facts, on, others)
    edits: list[Edit] = []
    report = found
    if not found.findings:
        return Enforced(text, found, report, ())
    mended = rulebook.read(text, facts, on).text
    if mended != text:
        report = rulebook.check(mended, facts, on, others)
    while len(edits) < _MAX_EDITS:
        step = _first_improvement(mended, facts, rulebook, report, on, others)
        if step is None:
            break
        mended, report, edit = step
        edits.append(edit)
    return Enforced(mended if edits else text, found, report if edits else found, tuple(edits))


def _first_improvement(
    text: str,
    facts: Addressed,
    rulebook: Rulebook,
    report: Report,
    on: dt.date | None,
    others: Sequence[Letter],
) -> tuple[str, Report, Edit] | None:
    note = rulebook.read(text, facts, on)
    rules = rulebook.language(facts.facts.language).by_id
    for finding in report.findings:
        guardrail = rulebook.guardrails.get(finding.guardrail)
        repaired = guardrail is not None and guardrail.policy.repair == "edit"
        edit = EDITS.get(guardrail.policy.check) if guardrail and repaired else None
        if edit is None:
            continue
        for alternative in edit(note, facts, finding, rules[finding.guardrail]):
            changed = alternative.apply(text)
            if changed == text or not changed.strip():
                continue
            after = rulebook.check(changed, facts, on, others)
            if _improves(report, after, finding):
                return changed, after, _record(finding, alternative, note)
    return None


def _improves(before: Report, after: Report, finding: Finding) -> bool:
    """The finding's guardrail has fewer findings, and no guardrail has more errors."""
    mended = _count(after)[finding.guardrail] < _count(before)[finding.guardrail]
    return mended and not worse(before, after)


def worse(before: Report, after: Report) -> tuple[str, ...]:
    """The guardrails that have more error findings after than before."""
    earlier = Counter(f.guardrail for f in before.errors)
    later = Counter(f.guardrail for f in after.errors)
    return tuple(guardrail for guardrail, count in later.items() if count > earlier[guardrail])


def _count(report: Report) -> Counter[str]:
    return Counter(f.guardrail for f in report.findings)


def _record(finding: Finding, alternative: Alternative, note: Reading) -> Edit:
    return Edit(
        guardrail=finding.guardrail,
        description=alternative.description,
        before=" … ".join(note.excerpt(c.span) for c in alternative.changes),
        after=" … ".join(c.text for c in alternative.changes),
    )

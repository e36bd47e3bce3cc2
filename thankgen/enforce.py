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
from thankgen.note import Edit, Offer

if TYPE_CHECKING:
    from collections.abc import Sequence

    from thankgen.checks.rule import Letter
    from thankgen.edits import Alternative
    from thankgen.facts import Addressed
    from thankgen.finding import Finding, Report
    from thankgen.language.reading import Reading
    from thankgen.rulebook import Rulebook

# No edits make a note of a text beyond these: it is left as it came, and so is the result of its edits.
_MAX_LENGTH = 6_000
_MAX_FINDINGS = 60


_Trial = tuple[str, str | None, str]
"""Guardrail, excerpt and what the edit does."""


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

    The text comes back in NFC with line feeds if anything was mended. A text of more than 6,000
    characters or 60 different findings is judged and not mended. Every edit leaves fewer errors, or as many
    and fewer findings, so the edits come to an end.
    """
    found = rulebook.check(text, facts, on, others)
    edits: list[Edit] = []
    report = found
    if not found.findings or _is_hopeless(text, found):
        return Enforced(text, found, report, ())
    mended = rulebook.read(text, facts, on).text
    if mended != text:
        report = rulebook.check(mended, facts, on, others)
    # What changed nothing is not tried again before everything else has been tried.
    in_vain: set[_Trial] = set()
    tried_all_at = 0
    while True:
        step = _first_improvement(mended, facts, rulebook, report, on, others, in_vain)
        if step is not None:
            mended, report, edit = step
            edits.append(edit)
        elif len(edits) > tried_all_at:
            in_vain.clear()
            tried_all_at = len(edits)
        else:
            break
    return Enforced(mended if edits else text, found, report if edits else found, tuple(edits))


def _is_hopeless(text: str, report: Report) -> bool:
    """No edits would make a note of it. A hundred doubled spaces are one finding here."""
    different = {(finding.guardrail, finding.message, finding.excerpt) for finding in report.findings}
    is_prose = 2 * sum(map(str.isalpha, text)) > len(text)
    return len(text) > _MAX_LENGTH or len(different) > _MAX_FINDINGS or not is_prose


def _first_improvement(
    text: str,
    facts: Addressed,
    rulebook: Rulebook,
    report: Report,
    on: dt.date | None,
    others: Sequence[Letter],
    in_vain: set[_Trial],
) -> tuple[str, Report, Edit] | None:
    note = rulebook.read(text, facts, on)
    if note.text != text:
        return None  # more marks on a letter than can be put in order: no place is sure
    steps = (_improvement(note, facts, rulebook, report, f, on, others, in_vain) for f in report.findings)
    return next(filter(None, steps), None)


def _improvement(
    note: Reading,
    facts: Addressed,
    rulebook: Rulebook,
    report: Report,
    finding: Finding,
    on: dt.date | None,
    others: Sequence[Letter],
    in_vain: set[_Trial],
) -> tuple[str, Report, Edit] | None:
    """The first edit for one finding that leaves the note better."""
    guardrail = rulebook.guardrails.get(finding.guardrail)
    repaired = guardrail is not None and guardrail.policy.repair == "edit"
    edit = EDITS.get(guardrail.policy.check) if guardrail and repaired else None
    if edit is None:
        return None
    rule = rulebook.language(facts.facts.language).by_id[finding.guardrail]
    for alternative in edit(note, facts, finding, rule):
        changed = alternative.apply(note.text)
        trial = (finding.guardrail, finding.excerpt, alternative.description)
        if changed == note.text or not changed.strip() or trial in in_vain:
            continue
        after = rulebook.check(changed, facts, on, others)
        if _improves(report, after, finding):
            return changed, after, _record(finding, alternative, note)
        in_vain.add(trial)
    return None


def offers(text: str, facts: Addressed, rulebook: Rulebook, on: dt.date | None = None) -> tuple[Offer, ...]:
    """For each finding what a program would put right, each by itself and none of it done.

    The findings are those of the text in NFC with line feeds. Of a text of more than 6,000 characters
    or 60 different findings, and of one that cannot be brought into NFC, nothing is mended.
    """
    note = rulebook.read(text, facts, on)
    if len(text) > _MAX_LENGTH or rulebook.read(note.text, facts, on).text != note.text:
        return ()
    report = rulebook.check(note.text, facts, on)
    if _is_hopeless(text, report):
        return ()
    offered = []
    for finding in report.findings:
        step = _improvement(note, facts, rulebook, report, finding, on, (), set())
        if step is not None:
            offered.append(Offer(finding=finding, edit=step[2], text=step[0]))
    return tuple(offered)


def _improves(before: Report, after: Report, finding: Finding) -> bool:
    """The finding's guardrail has fewer findings, and no guardrail has more errors.

    For the sake of a warning, the findings must become fewer in all.
    """
    mended = _count(after)[finding.guardrail] < _count(before)[finding.guardrail]
    if finding.severity == "warning" and len(after.findings) >= len(before.findings):
        return False
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

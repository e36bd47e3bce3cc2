"""Edits for `names`: the spelling of the facts, the greeting laid out anew, the candidate's own signature."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from thankgen.compose import greeting_line
from thankgen.edits.change import Alternative, replace

if TYPE_CHECKING:
    from thankgen.checks.rule import Rule
    from thankgen.facts import Addressed
    from thankgen.finding import Finding
    from thankgen.language.reading import Reading


def edit(note: Reading, facts: Addressed, finding: Finding, rule: Rule) -> Iterator[Alternative]:
    if finding.span is None:
        return
    greeting = note.parts.greeting
    if finding.suggestion is not None:
        yield Alternative(
            f"“{finding.excerpt}” written as “{finding.suggestion}”",
            replace(finding.span, finding.suggestion),
        )
    if greeting and greeting[0] <= finding.span[0] < greeting[1]:
        line = greeting_line(facts, note.lexicon)
        yield Alternative(f"the greeting put right: “{line}”", replace(greeting, line))

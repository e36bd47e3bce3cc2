"""The plainest edit: put what the finding suggests in the place it is about."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from thankgen.edits.change import Alternative, replace

if TYPE_CHECKING:
    from thankgen.checks.rule import Rule
    from thankgen.facts import Addressed
    from thankgen.finding import Finding
    from thankgen.language.reading import Reading


def edit(note: Reading, facts: Addressed, finding: Finding, rule: Rule) -> Iterator[Alternative]:
    if finding.span is not None and finding.suggestion is not None:
        yield Alternative(
            f"“{finding.excerpt}” changed to “{finding.suggestion}”",
            replace(finding.span, finding.suggestion),
        )

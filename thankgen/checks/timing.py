"""`timing`: a note goes out at once, by the day after the interview."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from thankgen.checks.rule import Rule, Table

if TYPE_CHECKING:
    from thankgen.facts import Addressed
    from thankgen.finding import Finding
    from thankgen.language.reading import Reading


class Limits(Table):
    max_days: int


def check(note: Reading, facts: Addressed, rule: Rule) -> Iterator[Finding]:
    interview = facts.facts.interview.date
    if note.sent_on is None or interview is None or facts.facts.occasion == "offer":
        return
    days = (note.sent_on - interview).days
    if days > rule.limits.max_days:
        yield rule.finding(
            f"It goes out {days} days after the interview; the day after is the latest. Send it now all the same."
        )

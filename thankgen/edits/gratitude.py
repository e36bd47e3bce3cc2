"""Edit for `gratitude`: plain thanks put in front."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from thankgen.edits.change import Alternative, insert_first

if TYPE_CHECKING:
    from thankgen.checks.rule import Rule
    from thankgen.facts import Addressed
    from thankgen.finding import Finding
    from thankgen.language.reading import Reading


def edit(note: Reading, facts: Addressed, finding: Finding, rule: Rule) -> Iterator[Alternative]:
    words = rule.words.repair
    kind = "interview" if facts.is_application else "help"
    sentence = words.get(f"{kind}_{facts.facts.formality}", words[kind])
    yield Alternative(f"thanks put in front: “{sentence}”", insert_first(note, sentence))

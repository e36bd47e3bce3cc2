"""Edits for `boilerplate`: marks stripped from the words they mark, remarks and openers left out."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import TYPE_CHECKING

from thankgen.edits.change import Alternative, remove_lines, replace, sentence_at
from thankgen.edits.phrases import leave_out

if TYPE_CHECKING:
    from thankgen.checks.rule import Rule
    from thankgen.facts import Addressed
    from thankgen.finding import Finding
    from thankgen.language.reading import Reading

_MARKED = re.compile(
    r"(?:\*\*|__)(?P<bold>.+?)(?:\*\*|__)|[ \t]*#{1,6}[ \t]+(?P<heading>.+)|\[(?P<link>[^\]]+)\]\([^)]*\)|(?P<html><[^>]+>)",
    re.DOTALL,
)
_LINE = re.compile(r"[ \t]*(?:```|~~~|-{3,}|\*{3,}|={3,}|_{10,})")


def edit(note: Reading, facts: Addressed, finding: Finding, rule: Rule) -> Iterator[Alternative]:
    if finding.span is None:
        return
    marked = _MARKED.fullmatch(note.excerpt(finding.span))
    if marked:
        words = marked["bold"] or marked["heading"] or marked["link"] or ""
        yield Alternative("marks left out", replace(finding.span, words))
    elif _LINE.match(note.excerpt(finding.span)):
        yield Alternative("a line of marks left out", remove_lines(note, finding.span))
    elif any(span == finding.span for span in note.parts.preamble):
        yield Alternative(
            f"left out above the greeting: “{finding.excerpt}”", remove_lines(note, finding.span)
        )
    elif sentence_at(note, finding.span):
        yield from leave_out(note, facts, finding, rule)

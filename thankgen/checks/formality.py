"""`formality`: how the reader is spoken to fits what they are to the candidate.

German has a grammar for it (du and Sie); elsewhere only greetings, sign-offs and slang can be
at odds with a formal letter. What stands in quotation marks is somebody else's voice.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import TYPE_CHECKING, Literal

from thankgen.checks.rule import Cue, Rule, Words

if TYPE_CHECKING:
    from thankgen.facts import Addressed
    from thankgen.finding import Finding
    from thankgen.language.reading import Reading

_WORD = re.compile(r"\w+")
_QUOTED = re.compile(r'"[^"\n]{1,600}"')


class FormalityCue(Cue):
    """`fault_in` says in which notes the cue is out of place; `inside` that the first word of a
    sentence does not count, since its capital says nothing; `where` that only the greeting or the sign-off counts.
    """

    fault_in: Literal["formal", "informal"]
    inside: bool = False
    where: Literal["anywhere", "greeting", "signoff"] = "anywhere"


class FormalityWords(Words):
    cue: tuple[FormalityCue, ...] = ()


def check(note: Reading, facts: Addressed, rule: Rule) -> Iterator[Finding]:
    wanted = "formal" if facts.is_formal else "informal"
    quoted = [m.span() for m in _QUOTED.finditer(note.plain)]
    source = facts.facts
    named = (source.role, source.company, *(r.title or "" for r in source.recipients))
    titles = set(_WORD.findall(" ".join(named).lower()))
    told: set[int] = set()
    for cue, hit in sorted(rule.said(note, "cue"), key=lambda found: found[1].start):
        assert isinstance(cue, FormalityCue)
        if cue.fault_in != wanted or hit.sentence.index in told:
            continue
        if cue.where != "anywhere" and hit.sentence.place != cue.where:
            continue
        if cue.inside and hit.start == hit.sentence.start:
            continue
        if titles >= set(_WORD.findall(note.plain[hit.start : hit.end].lower())):
            continue  # the Chief Mate is nobody's mate
        if any(a < hit.end <= b for a, b in quoted):
            continue
        told.add(hit.sentence.index)
        yield rule.finding(cue.message or f"This does not suit a note that is {wanted}.", note, hit.span)

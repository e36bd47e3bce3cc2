"""`placeholder`: a slot that nobody filled: [Company], {name}, <your name>, XX, TODO, ___."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import TYPE_CHECKING

from thankgen.checks.given import given_text
from thankgen.checks.rule import Rule, Words

if TYPE_CHECKING:
    from thankgen.facts import Addressed
    from thankgen.finding import Finding
    from thankgen.language.reading import Reading

_SLOT = re.compile(
    r"""
      \[[^\[\]\n]{1,60}\] | \{\{?[^{}\n]{1,60}\}\}? | <<?[^<>\n@:/]{1,60}>>? | «[^«»\n]{1,60}»(?=\s*[,.])
    | %\w+% | \$\{?[A-Za-z_]\w*\}?
    | (?<![^\W_])(?:[XYZ]{2,}|x{3,}|[XN]\.\s?[XN]\.|TODO|TBD|TBA|FIXME|NN|N\.N\.|DD/MM|DD\.MM\.?|YYYY)(?![^\W_])
    | _{2,} | \.{5,} | …{2,} | (?<!\w)\?{2,}(?!\w)
    | (?<=\d)X{1,2}(?!\w) | (?<!\w)X{1,2}(?=\d)
    """,
    re.VERBOSE,
)


# A slot further into an address is none of its parts.
_LONGEST_ADDRESS = 200


class SlotWords(Words):
    """`fill` maps what stands in a slot, in small letters, to the key of the facts that fills it."""

    fill: dict[str, str] = {}


def check(note: Reading, facts: Addressed, rule: Rule) -> Iterator[Finding]:
    """Slots of the note that are no text of the facts (a Gallery XX)."""
    given = _facts_text(facts)
    for match in _SLOT.finditer(note.plain):
        slot = match.group()
        if _in_facts(note.plain, match.span(), slot, given) or _is_web_address(note.plain, match.start()):
            continue
        if slot.startswith("[") and note.is_quoted(match.span()):
            continue  # an editor's remark: "your [sic] a disgrace"
        yield rule.finding(
            f"“{slot}” is a slot that was never filled.", note, match.span(), fill(slot, facts, rule.words)
        )


def fill(slot: str, facts: Addressed, words: SlotWords | None) -> str | None:
    """What belongs in a slot, or None where the facts do not say."""
    label = re.sub(r"[\W_]+", " ", slot).strip().lower()
    key = words.fill.get(label) if words else None
    source = facts.facts
    values = {
        "company": source.company,
        "role": source.role,
        "candidate": source.candidate.name,
        "recipient": facts.recipient.name,
        "phone": source.candidate.phone,
        "email": source.candidate.email,
    }
    return values.get(key) if key else None


def _facts_text(facts: Addressed) -> str:
    return given_text(facts).lower()


def _in_facts(text: str, span: tuple[int, int], slot: str, given: str) -> bool:
    """The slot with the word before it stands in the facts."""
    if slot.lower() not in given:
        return False
    before = re.search(r"(\w+)\W+\Z", text[max(0, span[0] - 30) : span[0]])
    return before is None or f"{before[1]} {slot}".lower() in given or len(slot) > 3


def _is_web_address(text: str, start: int) -> bool:
    line = text[max(text.rfind(" ", 0, start) + 1, start - _LONGEST_ADDRESS, 0) : start]
    return "://" in line or "www." in line

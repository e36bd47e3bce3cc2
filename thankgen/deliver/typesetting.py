"""What is set on a card or letter: the texts of a note, made ready for the templates in `stationery/`."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any, Literal

from thankgen.deliver import stationery
from thankgen.deliver.parts import Sheet, sheet

if TYPE_CHECKING:
    from collections.abc import Iterator

    from thankgen.facts import Facts, Recipient
    from thankgen.note import Note

_WORKS_AT_COMPANY = {"interviewer", "hiring_manager", "hr", "peer"}
_BEFORE_WORD = re.compile(r"(?<=\d)(\.?) (?=\w)")
_SINGLE_LETTER = re.compile(r"(?<!\S)(\w) (?=\w)")
_LEAST_AT_END = 12
"""Characters that a last line has at least."""


def kind(facts: Facts) -> Literal["card", "letter"]:
    """A card where the facts say so; a note meant for e-mail becomes a letter."""
    return "card" if facts.channel == "card" else "letter"


def paper_of(facts: Facts) -> stationery.Paper:
    return stationery.setting().card if kind(facts) == "card" else stationery.setting().letter


def as_data(note: Note, facts: Facts) -> dict[str, Any]:
    """What the templates get: texts ready to be set, and what a person's language asks of the setting."""
    recipient, parts = facts.recipient(note.to), sheet(note)
    words = stationery.words(facts.language).card
    subject = " ".join(note.subject.split())
    return {
        "kind": kind(facts),
        "lang": facts.language,
        "region": words.region,
        "front": words.front,
        "title": subject or words.front,
        "author": facts.candidate.name,
        "addressee": _addressee(recipient, facts),
        "subject": subject,
        "greeting": parts.greeting,
        "body": list(_body(parts)),
        "close": list(parts.close) or [facts.candidate.name],
    }


def _addressee(recipient: Recipient, facts: Facts) -> list[str]:
    company = facts.company if recipient.relation in _WORKS_AT_COMPANY else None
    return [line for line in (recipient.name, recipient.title, company) if line]


def _body(parts: Sheet) -> Iterator[dict[str, Any]]:
    for block in parts.body:
        yield {"text": _held(block.text), "items": [_held(item) for item in block.items]}


def _held(text: str) -> str:
    """The text with a number and a single letter held to their word, and enough words for a last line together."""
    text = _SINGLE_LETTER.sub("\\1\u00a0", _BEFORE_WORD.sub("\\1\u00a0", text))
    at = text.rfind(" ", 0, max(0, len(text) - _LEAST_AT_END))
    return text[: at + 1] + text[at + 1 :].replace(" ", "\u00a0") if at > 0 else text

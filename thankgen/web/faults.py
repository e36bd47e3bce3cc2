"""Faults in the facts in the words of the page: what a person can do about a field, not about a key."""

from __future__ import annotations

import re
import unicodedata
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Mapping

    from thankgen.errors import Fault
    from thankgen.web.texts import FaultTexts

_PART = re.compile(r"([^.\[\]]+)|\[(\d+)\]")
_DATES = ("date", "decision_by", "follow_up_on")
_LONG_TEXTS = ("discussed", "highlights", "helped", "question", "answer", "what", "positive", "expected")


def in_words(fault: Fault, facts: Mapping[str, Any], words: FaultTexts) -> str:
    """What is wrong with one field, told by where it stands and what stands in it."""
    path = [name or int(index) for name, index in _PART.findall(fault.key)]
    value = _value(facts, path)
    field = next((part for part in reversed(path) if isinstance(part, str)), "")
    if value in (None, "", [], {}):
        return words.required
    if field == "email":
        return words.email
    if field in _DATES:
        return words.early if "interview" in fault.message else words.date
    if path[:1] == ["recipients"] and field == "name" and _is_second(value, facts, path):
        return words.twice
    if field == "name":
        return words.name
    if field == "with":
        return words.witness
    if field in _LONG_TEXTS:
        return words.text
    return words.line if isinstance(value, str) else fault.message


def _value(facts: Any, path: list[str | int]) -> Any:
    for part in path:
        try:
            facts = facts[part]
        except (KeyError, IndexError, TypeError):
            return None
    return facts


def _is_second(name: object, facts: Mapping[str, Any], path: list[str | int]) -> bool:
    """Somebody before has that name."""
    place = path[1] if len(path) > 1 and isinstance(path[1], int) else 0
    earlier = [_clean(one.get("name")) for one in facts["recipients"][:place] if isinstance(one, dict)]
    return _clean(name) in earlier


def _clean(name: object) -> str:
    return " ".join(unicodedata.normalize("NFC", name).split()) if isinstance(name, str) else ""

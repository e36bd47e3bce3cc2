"""What one text has and another has not, word by word: what a button that makes a change says."""

from __future__ import annotations

import difflib
import re

_WORD = re.compile(r"\w+(?:['’-]\w+)*|\s+|[^\w\s]")


def changes(before: str, after: str) -> list[dict[str, str]]:
    """The words that go and the words that come at each place, in order; either may be empty, never both."""
    old, new = _WORD.findall(before), _WORD.findall(after)
    matcher = difflib.SequenceMatcher(None, old, new, autojunk=False)
    places = [["".join(old[i:j]), "".join(new[k:m])] for tag, i, j, k, m in _joined(matcher, old) if tag]
    stripped = ({"gone": gone.strip(), "come": come.strip()} for gone, come in places)
    return [place for place in stripped if place["gone"] or place["come"]]


def _joined(matcher: difflib.SequenceMatcher[str], old: list[str]) -> list[tuple[bool, int, int, int, int]]:
    """Places of change; two with nothing but a space between them are one."""
    joined: list[tuple[bool, int, int, int, int]] = []
    for tag, i, j, k, m in matcher.get_opcodes():
        is_gap = tag == "equal" and not "".join(old[i:j]).strip()
        if joined and joined[-1][0] and (tag != "equal" or is_gap):
            _, start, _, begin, _ = joined[-1]
            joined[-1] = (True, start, j, begin, m)
        elif tag != "equal":
            joined.append((True, i, j, k, m))
        else:
            joined.append((False, i, j, k, m))
    return joined

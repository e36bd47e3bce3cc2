"""What one text has and another has not, word by word: what a button that makes a change says."""

from __future__ import annotations

import difflib
import re

_WORD = re.compile(r"\w+(?:['’-]\w+)*|\s+|[^\w\s]")


def changes(before: str, after: str) -> list[dict[str, str]]:
    """The words that go and the words that come at each place, in order; either may be empty, never both."""
    old, new = _WORD.findall(before), _WORD.findall(after)
    stripped = (
        {"gone": "".join(_whole(old, gone)).strip(), "come": "".join(_whole(new, come)).strip()}
        for gone, come in _places(old, new)
    )
    return [place for place in stripped if place["gone"] or place["come"]]


def _places(old: list[str], new: list[str]) -> list[tuple[slice, slice]]:
    """Where the texts differ; two places with nothing but a space between them are one."""
    places: list[tuple[slice, slice]] = []
    for tag, i, j, k, m in difflib.SequenceMatcher(None, old, new, autojunk=False).get_opcodes():
        if tag == "equal":
            continue
        if places and not "".join(old[places[-1][0].stop : i]).strip():
            gone, come = places.pop()
            i, k = gone.start, come.start
        places.append((slice(i, j), slice(k, m)))
    return places


def _whole(words: list[str], run: slice) -> list[str]:
    """The words of a run, shifted so that it does not begin with the stop of the sentence before."""
    start, end = run.start, run.stop
    while start < end < len(words) and words[start] == words[end] and not words[start][0].isalnum():
        start, end = start + 1, end + 1
    return words[start:end]

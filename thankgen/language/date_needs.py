"""What a text must hold for an expression of time to occur in it: most expressions are not worth trying.

An expression is a regular expression with slots. Of each part that cannot be missing, one of its words
or slots must be there: "(?:KW|Kalenderwoche) {n}" needs "kw" or "kalenderwoche".
"""

from __future__ import annotations

import re

Need = frozenset[str]
"""Words in small letters, and slots ("{weekday}"), of which one must occur."""

_TOLD = frozenset({"{weekday}", "{month}", "{day}", "{nmonth}", "{year}"})
_SHORTEST = {"word": 2, "number": 1}
# Letters from which on a word is seldom found inside another.
_TELLING = 3
_PIECE = re.compile(
    r"""
      (?P<open>\((?:\?(?:[:>]|-i:|<?[=!]))?)
    | (?P<close>\))
    | (?P<bar>\|)
    | (?P<slot>\{[a-z]+\})
    | (?P<other>\[\^?\]?[^\]]*\]|\\.|[^\w\s(){}\[\]|\\?*+])
    | (?P<optional>[?*]|\{0?,\d+\})
    | (?P<count>\+|\{\d+(?:,\d*)?\})
    | (?P<number>\d+)
    | (?P<word>[^\W\d_]+)
    | (?P<rest>[\w\s])
    """,
    re.VERBOSE,
)


def needs_of(say: str) -> tuple[Need, ...]:
    """The needs of an expression, all of which must be met; empty where that cannot be told."""
    pieces = [(match.lastgroup or "", match.group()) for match in _PIECE.finditer(say)]
    needs, end = _alternatives(pieces, 0)
    if end < len(pieces):
        return ()
    slots = [need for need in needs if need <= _TOLD]
    words = [need for need in needs if not need <= _TOLD]
    # Two needs in words tell enough; every further one would have to be looked for.
    return (*slots, *sorted(words, key=_commonness)[:2])


def _alternatives(pieces: list[tuple[str, str]], position: int) -> tuple[list[Need], int]:
    """The needs of alternatives up to the bracket that closes them: of several, any one's."""
    branches: list[list[Need]] = []
    while True:
        needs, position = _sequence(pieces, position)
        branches.append(needs)
        if position >= len(pieces) or pieces[position][0] != "bar":
            break
        position += 1
    if len(branches) == 1:
        return branches[0], position
    if not all(branches):
        return [], position
    return [frozenset().union(*(min(needs, key=_commonness) for needs in branches))], position


def _commonness(need: Need) -> tuple[bool, int, int]:
    """How many sentences meet a need, as far as can be told: short words are everywhere, few long ones rare."""
    shortest = min(map(len, need))
    return shortest < _TELLING, len(need), -shortest


def _sequence(pieces: list[tuple[str, str]], position: int) -> tuple[list[Need], int]:
    needs: list[Need] = []
    while position < len(pieces) and pieces[position][0] not in ("bar", "close"):
        kind, text = pieces[position]
        position += 1
        found: list[Need] = []
        if kind == "open":
            found, position = _alternatives(pieces, position)
            position += 1
            if text[-1] in "=!":  # what stands around is no part of it
                found = []
        elif kind == "slot" and text in _TOLD:
            found = [frozenset({text})]
        elif kind in ("word", "number"):
            # A last letter that may be missing is no part of the word ("weeks?").
            word = text[:-1] if _is_optional(pieces, position) else text
            found = [frozenset({word.lower()})] if len(word) >= _SHORTEST[kind] else []
            needs += found
            continue
        if not _is_optional(pieces, position):
            needs += found
    return needs, position


def _is_optional(pieces: list[tuple[str, str]], position: int) -> bool:
    return position < len(pieces) and pieces[position][0] == "optional"

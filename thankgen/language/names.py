"""Names: their words, and when two spellings are one name written differently.

Similarity does not decide identity (Müller and Möller are two people), so everything here is
about slips: one letter, a diacritic, a transliteration, or case.
"""

from __future__ import annotations

import re
from functools import lru_cache

_NAME_WORD = re.compile(r"[^\W\d_]+")
_TRANSLITERATED = str.maketrans(
    {
        "ä": "ae",
        "ö": "oe",
        "ü": "ue",
        "å": "aa",
        "ø": "oe",
        "æ": "ae",
        "ß": "ss",
        "þ": "th",
        "ð": "d",
        "œ": "oe",
    }
)


def name_words(name: str) -> frozenset[str]:
    """The words of a name, folded: "Søren Kjær" gives "soren" and "kjaer"."""
    return frozenset(fold_name(word) for word in _NAME_WORD.findall(name))


@lru_cache(maxsize=4096)
def fold_name(word: str) -> str:
    """Lower-case ASCII without diacritics: "Ibáñez" gives "ibanez", "Wójcik" "wojcik"."""
    if word.isascii():
        return word.lower()
    from anyascii import anyascii  # only needed for letters beyond ASCII

    return str(anyascii(word)).lower()


@lru_cache(maxsize=4096)
def fold_keys(word: str) -> frozenset[str]:
    """The plain spellings of a word: without diacritics, and transliterated ("ö" as "oe")."""
    lowered = word.lower()
    return frozenset({fold_name(word), fold_name(lowered.translate(_TRANSLITERATED))})


@lru_cache(maxsize=16384)
def slip_keys(word: str) -> frozenset[str]:
    """Keys of which two words share one if one slip, a diacritic or a transliteration tells them apart.

    Words that share a key need not be so near: `one_slip_apart` and `fold_keys` decide.
    """
    lowered = word.lower()
    deletions = {lowered[:n] + lowered[n + 1 :] for n in range(len(lowered))}
    return frozenset(deletions | {lowered} | fold_keys(lowered))


def one_slip_apart(word: str, other: str) -> bool:
    """One letter added, lost, changed, or two neighbours swapped; equal words are none."""
    if word == other or abs(len(word) - len(other)) > 1:
        return False
    shorter, longer = sorted((word, other), key=len)
    head = 0
    while head < len(shorter) and shorter[head] == longer[head]:
        head += 1
    if len(shorter) < len(longer):
        return shorter[head:] == longer[head + 1 :]
    if shorter[head + 1 :] == longer[head + 1 :]:
        return True
    return (
        shorter[head : head + 2] == longer[head : head + 2][::-1]
        and shorter[head + 2 :] == longer[head + 2 :]
    )

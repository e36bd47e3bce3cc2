"""The shipped words of each language, for whatever needs no rulebook: dates in words, names of days."""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING

from thankgen import assets
from thankgen.rulebook import read_lexicon

if TYPE_CHECKING:
    from thankgen.language.lexicon import Lexicon


@cache
def lexicon(language: str) -> Lexicon:
    """What is known about a language, read once."""
    return read_lexicon(language, (assets.find("guardrails"),))

"""The checks, by the name that a guardrail file calls them with.

To add a guardrail, write `guardrails/<id>.toml` that names one of these; to add a check, write
a module with `check`, `Limits` and `Words` as it needs, and a line here.
"""

from __future__ import annotations

from thankgen.checks import boilerplate, close, gratitude, layout, length, names, phrases, placeholder
from thankgen.checks.rule import Check, Rule

__all__ = ["CHECKS", "Check", "Rule"]

CHECKS: dict[str, Check] = {
    "boilerplate": Check(boilerplate.check, words=boilerplate.BoilerplateWords),
    "close": Check(close.check, words=close.CloseWords),
    "gratitude": Check(gratitude.check, words=gratitude.ThankWords),
    "layout": Check(layout.check, layout.Limits),
    "length": Check(length.check, length.Limits),
    "names": Check(names.check, words=names.NameCheckWords, needs_dictionary=True),
    "placeholder": Check(placeholder.check, words=placeholder.SlotWords),
    "says": Check(phrases.says, phrases.PhraseLimits, phrases.PhraseWords),
}

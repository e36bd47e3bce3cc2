"""The checks, by the name that a guardrail file calls them with.

To add a guardrail, write `guardrails/<id>.toml` that names one of these; to add a check, write
a module with `check`, `Limits` and `Words` as it needs, and a line here.
"""

from __future__ import annotations

from thankgen.checks import (
    boilerplate,
    close,
    distinct,
    effusive,
    faithful,
    foreign,
    formality,
    gratitude,
    incident,
    layout,
    length,
    names,
    phrases,
    placeholder,
    proofread,
    taken_up,
    timing,
)
from thankgen.checks.rule import Check, Rule

__all__ = ["CHECKS", "Check", "Rule"]

CHECKS: dict[str, Check] = {
    "boilerplate": Check(boilerplate.check, words=boilerplate.BoilerplateWords),
    "case": Check(taken_up.case, taken_up.CaseLimits),
    "close": Check(close.check, words=close.CloseWords),
    "distinct": Check(distinct.check, distinct.Limits, compare=distinct.compare),
    "effusive": Check(effusive.check, effusive.Limits, effusive.EffusiveWords),
    "faithful": Check(faithful.check, words=faithful.FaithfulWords, needs_dictionary=True),
    "foreign": Check(foreign.check, foreign.Limits, needs_dictionary=True),
    "formality": Check(formality.check, words=formality.FormalityWords),
    "gratitude": Check(gratitude.check, words=gratitude.ThankWords),
    "incident": Check(incident.check, incident.Limits, incident.IncidentWords),
    "lacks": Check(phrases.lacks, phrases.PhraseLimits, phrases.PhraseWords),
    "layout": Check(layout.check, layout.Limits),
    "length": Check(length.check, length.Limits),
    "names": Check(names.check, words=names.NameCheckWords, needs_dictionary=True),
    "placeholder": Check(placeholder.check, words=placeholder.SlotWords),
    "proofread": Check(
        proofread.check, proofread.Limits, words=proofread.ProofreadWords, needs_dictionary=True
    ),
    "recovery": Check(taken_up.recovery, taken_up.RecoveryLimits),
    "says": Check(phrases.says, phrases.PhraseLimits, phrases.PhraseWords),
    "specific": Check(taken_up.specific, taken_up.SpecificLimits),
    "timing": Check(timing.check, timing.Limits),
}

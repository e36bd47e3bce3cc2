"""Thank-you notes after a job interview, checked by program until they are fit to send.

    import thankgen

    facts = thankgen.Facts.load("interview.toml")
    for note in thankgen.write(facts):
        print(note.text)

Names are imported when they are first used, so that `import thankgen` costs next to nothing.
"""

from __future__ import annotations

import importlib
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from thankgen.api import (
        arecord,
        awrite,
        check,
        check_all,
        compare_prompts,
        compare_runs,
        default_writer,
        evaluate,
        evaluate_guardrails,
        fix,
        guardrails,
        load_cases,
        load_evaluation,
        load_rulebook,
        load_run,
        new_prompt,
        offline_writer,
        prompt_version,
        prompt_versions,
        record,
        report_html,
        seal_prompt,
        write,
    )
    from thankgen.errors import (
        CheckError,
        EndpointError,
        ExhaustedError,
        FactsError,
        GenerationError,
        NoteError,
        PromptError,
        RecipientError,
        RulebookError,
        SettingsError,
        ThankgenError,
    )
    from thankgen.evals.cases import Case
    from thankgen.evals.comparison import Comparison
    from thankgen.evals.runs import Outcome, Run
    from thankgen.exchange import Message, Reply, Request, Writer
    from thankgen.facts import Facts
    from thankgen.finding import Finding, Report
    from thankgen.generate import Budget, Generation
    from thankgen.loading import facts_from_mapping
    from thankgen.note import Attempt, Draft, Edit, Note, Usage
    from thankgen.writers.offline import OfflineWriter
    from thankgen.writers.openai import OpenAIWriter

__version__ = "0.1.0"

_HOMES = {
    "thankgen.api": (
        "arecord",
        "awrite",
        "check",
        "check_all",
        "compare_prompts",
        "compare_runs",
        "default_writer",
        "evaluate",
        "evaluate_guardrails",
        "fix",
        "guardrails",
        "load_cases",
        "load_evaluation",
        "load_rulebook",
        "load_run",
        "new_prompt",
        "offline_writer",
        "prompt_version",
        "prompt_versions",
        "record",
        "report_html",
        "seal_prompt",
        "write",
    ),
    "thankgen.errors": (
        "CheckError",
        "EndpointError",
        "ExhaustedError",
        "FactsError",
        "GenerationError",
        "NoteError",
        "PromptError",
        "RecipientError",
        "RulebookError",
        "SettingsError",
        "ThankgenError",
    ),
    "thankgen.evals.cases": ("Case",),
    "thankgen.evals.comparison": ("Comparison",),
    "thankgen.evals.runs": ("Outcome", "Run"),
    "thankgen.exchange": ("Message", "Reply", "Request", "Writer"),
    "thankgen.facts": ("Facts",),
    "thankgen.loading": ("facts_from_mapping",),
    "thankgen.finding": ("Finding", "Report"),
    "thankgen.generate": ("Budget", "Generation"),
    "thankgen.note": ("Attempt", "Draft", "Edit", "Note", "Usage"),
    "thankgen.writers.offline": ("OfflineWriter",),
    "thankgen.writers.openai": ("OpenAIWriter",),
}
_HOME = {name: module for module, names in _HOMES.items() for name in names}

__all__ = [
    "Attempt",
    "Budget",
    "Case",
    "CheckError",
    "Comparison",
    "Draft",
    "Edit",
    "EndpointError",
    "ExhaustedError",
    "Facts",
    "FactsError",
    "Finding",
    "Generation",
    "GenerationError",
    "Message",
    "Note",
    "NoteError",
    "OfflineWriter",
    "OpenAIWriter",
    "Outcome",
    "PromptError",
    "RecipientError",
    "Reply",
    "Report",
    "Request",
    "RulebookError",
    "Run",
    "SettingsError",
    "ThankgenError",
    "Usage",
    "Writer",
    "__version__",
    "arecord",
    "awrite",
    "check",
    "check_all",
    "compare_prompts",
    "compare_runs",
    "default_writer",
    "evaluate",
    "evaluate_guardrails",
    "facts_from_mapping",
    "fix",
    "guardrails",
    "load_cases",
    "load_evaluation",
    "load_rulebook",
    "load_run",
    "new_prompt",
    "offline_writer",
    "prompt_version",
    "prompt_versions",
    "record",
    "report_html",
    "seal_prompt",
    "write",
]


def __getattr__(name: str) -> Any:
    if name not in _HOME:
        raise AttributeError(f"module 'thankgen' has no attribute {name!r}")
    value = getattr(importlib.import_module(_HOME[name]), name)
    globals()[name] = value
    return value


def __dir__() -> list[str]:
    return sorted(__all__)

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
        as_note,
        awrite,
        check,
        check_all,
        compare_prompts,
        default_writer,
        fix,
        guardrails,
        load_rulebook,
        new_prompt,
        offers,
        offline_writer,
        prompt_version,
        prompt_versions,
        seal_prompt,
        write,
    )
    from thankgen.deliver.addresses import whom_to_ask
    from thankgen.deliver.files import save
    from thankgen.deliver.formats import FORMATS, render
    from thankgen.deliver.mailto import mailto
    from thankgen.deliver.reminders import reminders
    from thankgen.errors import (
        CheckError,
        EndpointError,
        ExhaustedError,
        FactsError,
        GenerationError,
        NoteError,
        PromptError,
        RecipientError,
        RenderError,
        RulebookError,
        SettingsError,
        ThankgenError,
    )
    from thankgen.evals.cases import Case
    from thankgen.evals.comparison import Comparison
    from thankgen.evals.runs import Outcome, Run
    from thankgen.evals_api import (
        arecord,
        compare_runs,
        evaluate,
        evaluate_guardrails,
        load_cases,
        load_evaluation,
        load_run,
        record,
        report_html,
    )
    from thankgen.exchange import Message, Reply, Request, Writer
    from thankgen.facts import Facts
    from thankgen.facts_toml import facts_to_toml
    from thankgen.finding import Finding, Report
    from thankgen.generate import Budget, Generation
    from thankgen.loading import facts_from_mapping, facts_from_text
    from thankgen.note import Attempt, Draft, Edit, Note, Offer, Usage
    from thankgen.web import serve
    from thankgen.writers.offline import OfflineWriter
    from thankgen.writers.openai import OpenAIWriter

__version__ = "0.1.0"

_HOMES = {
    "thankgen.api": (
        "as_note",
        "awrite",
        "check",
        "check_all",
        "compare_prompts",
        "default_writer",
        "fix",
        "guardrails",
        "load_rulebook",
        "new_prompt",
        "offers",
        "offline_writer",
        "prompt_version",
        "prompt_versions",
        "seal_prompt",
        "write",
    ),
    "thankgen.deliver.addresses": ("whom_to_ask",),
    "thankgen.deliver.files": ("save",),
    "thankgen.deliver.formats": ("FORMATS", "render"),
    "thankgen.deliver.mailto": ("mailto",),
    "thankgen.deliver.reminders": ("reminders",),
    "thankgen.errors": (
        "CheckError",
        "EndpointError",
        "ExhaustedError",
        "FactsError",
        "GenerationError",
        "NoteError",
        "PromptError",
        "RecipientError",
        "RenderError",
        "RulebookError",
        "SettingsError",
        "ThankgenError",
    ),
    "thankgen.evals.cases": ("Case",),
    "thankgen.evals.comparison": ("Comparison",),
    "thankgen.evals.runs": ("Outcome", "Run"),
    "thankgen.evals_api": (
        "arecord",
        "compare_runs",
        "evaluate",
        "evaluate_guardrails",
        "load_cases",
        "load_evaluation",
        "load_run",
        "record",
        "report_html",
    ),
    "thankgen.exchange": ("Message", "Reply", "Request", "Writer"),
    "thankgen.facts": ("Facts",),
    "thankgen.facts_toml": ("facts_to_toml",),
    "thankgen.loading": ("facts_from_mapping", "facts_from_text"),
    "thankgen.finding": ("Finding", "Report"),
    "thankgen.generate": ("Budget", "Generation"),
    "thankgen.note": ("Attempt", "Draft", "Edit", "Note", "Offer", "Usage"),
    "thankgen.web": ("serve",),
    "thankgen.writers.offline": ("OfflineWriter",),
    "thankgen.writers.openai": ("OpenAIWriter",),
}
_HOME = {name: module for module, names in _HOMES.items() for name in names}

__all__ = [
    "FORMATS",
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
    "Offer",
    "OfflineWriter",
    "OpenAIWriter",
    "Outcome",
    "PromptError",
    "RecipientError",
    "RenderError",
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
    "as_note",
    "awrite",
    "check",
    "check_all",
    "compare_prompts",
    "compare_runs",
    "default_writer",
    "evaluate",
    "evaluate_guardrails",
    "facts_from_mapping",
    "facts_from_text",
    "facts_to_toml",
    "fix",
    "guardrails",
    "load_cases",
    "load_evaluation",
    "load_rulebook",
    "load_run",
    "mailto",
    "new_prompt",
    "offers",
    "offline_writer",
    "prompt_version",
    "prompt_versions",
    "record",
    "reminders",
    "render",
    "report_html",
    "save",
    "seal_prompt",
    "serve",
    "whom_to_ask",
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

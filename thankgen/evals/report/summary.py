"""A run summed up in sentences."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence

from thankgen.errors import SettingsError
from thankgen.evals.comparison import compare
from thankgen.evals.contest import not_of_a_model
from thankgen.evals.report import figures
from thankgen.evals.runs import Outcome, Run, Version

_MOST_NAMED = 4
"""Guardrails that a sentence names; the others are in the chart."""


def notice(run: Run) -> str | None:
    """What must be said before any figure: that some answers are no model's."""
    versions = [(version.name, version.origin) for version in run.header.versions]
    without = [(name, origin) for name, origin in versions if origin != "model"]
    return not_of_a_model(without) if without else None


def sentences(run: Run, version: Version) -> Iterator[str]:
    """How one version did: accepted when, violated what."""
    outcomes = run.of(version.name)
    model = f" with {version.model}" if version.model and version.origin == "model" else ""
    first = figures.rate(outcomes, figures.accepted_as_drafted)
    last = figures.rate(outcomes, figures.accepted_at_last)
    if first.share is None:
        yield f"No first draft of {version.name} is there to be judged."
    else:
        low, high = first.interval
        yield (
            f"{version.name}{model}: {first.hits} of {first.trials} notes were accepted at the first draft "
            f"({100 * first.share:.0f} %, 95 % interval {100 * low:.0f} to {100 * high:.0f} %)"
            + (f", {last.hits} of {last.trials} at last." if last.trials else ".")
        )
    violated = _violated(outcomes)
    if violated:
        named = ", ".join(f"{name} ({count})" for name, count in violated[:_MOST_NAMED])
        yield f"Its first drafts violated most often: {named}."
    unknown = sum(not outcome.complete for outcome in outcomes)
    if unknown:
        yield f"{_notes(unknown)} did not come to an end: a recording is wanting, or something crashed."


def verdicts(run: Run) -> Iterator[str]:
    """Each version after the first compared with the first, without the notice that heads the page anyway."""
    first, *others = run.header.versions or (None,)
    for other in others:
        assert first is not None
        try:
            comparison = compare(run, None, first.name, other.name)
        except SettingsError as error:
            yield str(error)
        else:
            yield from comparison.notices if comparison.of_models else comparison.notices[1:]
            yield comparison.conclusion
    if len(others) > 1:
        yield "Each of these comparisons is corrected for its own measures, not for the others."


def _violated(outcomes: Sequence[Outcome]) -> list[tuple[str, int]]:
    """Guardrails by the number of first drafts that violate them, most often first."""
    counts = Counter(
        name
        for outcome in outcomes
        if outcome.first is not None
        for name in {finding.guardrail for finding in outcome.first.found.findings}
    )
    return sorted(counts.items(), key=lambda item: (-item[1], item[0]))


def _notes(count: int) -> str:
    return f"{count} note{'s' if count != 1 else ''}"

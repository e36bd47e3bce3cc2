"""A run as a short table, and in plain words what is wanting in it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

import click

from thankgen.cli.common import say

if TYPE_CHECKING:
    from thankgen.evals.runs import Outcome, Run, Version

_HEAD = (
    "version",
    "model",
    "notes",
    "as drafted",
    "after edits",
    "in the end",
    "requests",
    "tokens",
    "cost",
    "wait",
)


def show(run: Run, recordings: str, *, with_table: bool = True) -> int:
    """Print a run's table, and on standard error what is wanting in it; the exit status."""
    for line in table(run) if with_table else ():
        click.echo(line)
    wanting = list(complaints(run, recordings))
    for line in wanting:
        say(line)
    return 1 if wanting else 0


def table(run: Run) -> Iterator[str]:
    """A line a version: how many notes pass at each stage, and what one note takes.

    Shares count the notes that came so far: a first draft without a recording is in none of them.
    """
    rows = [_HEAD, *(_row(version, run.of(version.name)) for version in run.header.versions)]
    widths = [max(len(row[column]) for row in rows) for column in range(len(_HEAD))]
    for row in rows:
        cells = (
            cell.ljust(width) if column < 2 else cell.rjust(width)
            for column, (cell, width) in enumerate(zip(row, widths, strict=True))
        )
        yield "  ".join(cells).rstrip()


def _row(version: Version, outcomes: Sequence[Outcome]) -> tuple[str, ...]:
    first = [outcome.first for outcome in outcomes if outcome.first]
    begun = len(first) + sum(bool(outcome.declined) and not outcome.attempts for outcome in outcomes)
    done = [outcome for outcome in outcomes if outcome.complete]
    costs = [outcome.cost for outcome in done if outcome.cost is not None]
    scripted = " (scripted)" if version.origin == "scripted" else ""
    return (
        version.name,
        f"{version.model or '–'}{scripted}",
        str(len(outcomes)),
        _share(sum(attempt.found.passed for attempt in first), begun),
        _share(sum(attempt.report.passed for attempt in first), begun),
        _share(sum(outcome.passed for outcome in done), len(done)),
        _mean([outcome.requests for outcome in done], ".2f"),
        _mean([outcome.tokens for outcome in done], ",.0f"),
        f"${_mean(costs, '.4f')}" if costs and len(costs) == len(done) else "–",
        f"{_mean([outcome.seconds for outcome in done], '.1f')} s" if done else "–",
    )


def _share(part: int, whole: int) -> str:
    return f"{part}/{whole}" if whole else "–"


def _mean(values: Sequence[float], form: str) -> str:
    return format(sum(values) / len(values), form) if values else "–"


def complaints(run: Run, recordings: str) -> Iterator[str]:
    """What has no recording, what is stale and how it differs, what crashed; and what to do."""
    for version in run.header.versions:
        outcomes = run.of(version.name)
        missing = [o for o in outcomes if o.gap and o.gap.reason == "missing" and o.gap.attempt == 1]
        if missing and len(missing) == len(outcomes):
            model = f" with {version.model}" if version.model else ""
            yield f"{version.name}: nothing is recorded{model} in {recordings}"
            continue
        for outcome in outcomes:
            if told := _complaint(outcome):
                yield f"{version.name} {outcome.case} (sample {outcome.sample}): {told}"
    if any(outcome.gap for outcome in run.outcomes):
        yield "`thankgen eval record` records what is missing and stale, and only that."


def _complaint(outcome: Outcome) -> str:
    if outcome.error is not None:
        return f"crashed: {outcome.error}"
    gap = outcome.gap
    if gap is None:
        return ""
    if gap.attempt == 1:
        what = "no recording" if gap.reason == "missing" else "the recording is stale"
        return f"{what}: {gap.difference}"
    what = "is not recorded" if gap.reason == "missing" else "is stale"
    return f"the first draft counts, but repair turn {gap.attempt - 1} {what}: {gap.difference}"

"""`thankgen eval record`: record a model's answers to the cases."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import click

from thankgen.cli.common import say
from thankgen.cli.eval.options import shared_options, versions_option

if TYPE_CHECKING:
    from thankgen.evals.record import Progress


@click.command(
    name="record", epilog="Example: thankgen eval record --prompts v1,v2 --model llama3.2 --samples 3"
)
@versions_option("v1")
@click.option(
    "--base-url",
    metavar="U",
    help="An OpenAI-compatible endpoint, such as http://localhost:11434/v1. OPENAI_API_KEY is sent to it "
    "where that is set.",
)
@click.option("--temperature", type=click.FloatRange(0, 2), metavar="T", help="Sent only where given.")
@click.option(
    "--samples",
    type=click.IntRange(1),
    default=1,
    show_default=True,
    metavar="N",
    help="Notes a case and version.",
)
@click.option(
    "--concurrency",
    type=click.IntRange(1),
    default=4,
    show_default=True,
    metavar="N",
    help="Requests at a time.",
)
@click.option(
    "--scripted", is_flag=True, help="The answers are a script's, not a model's; the recording says so."
)
@shared_options
def command(scripted: bool, recordings: str, **options: Any) -> int:
    """Ask a model for the notes to every case and keep its answers under DIR/<prompt>/<model>.

    What is recorded already is not asked for again: the same command goes on where it stopped. Exit status 3:
    the endpoint failed for good.
    """
    import thankgen
    from thankgen.cli.eval.summary import show

    meter = _Meter()
    run = thankgen.record(
        recordings=recordings,
        origin="scripted" if scripted else "model",
        progress=meter.tell,
        **options,
    )
    say(meter.sum)
    return show(run, recordings)


class _Meter:
    """Tells every note that was asked for, and counts what it took."""

    def __init__(self) -> None:
        self._notes = self._requests = self._tokens = 0
        self._cost: float | None = 0.0

    def tell(self, progress: Progress) -> None:
        if not progress.asked and not progress.error:
            return  # it was recorded before
        outcome = progress.outcome
        self._notes += progress.error is None
        self._requests += progress.asked
        self._tokens += progress.tokens
        self._cost = None if self._cost is None or progress.cost is None else self._cost + progress.cost
        cost = "" if progress.cost is None else f", ${progress.cost:.4f}"
        place = (
            f"[{progress.done}/{progress.total}] {outcome.version} {outcome.case} (sample {outcome.sample})"
        )
        say(f"{place}: {_end(progress)}, {progress.tokens:,} tokens{cost}")

    @property
    def sum(self) -> str:
        if not self._notes:
            return "Everything was recorded already; nothing was asked."
        cost = "of unknown cost" if self._cost is None else f"for ${self._cost:.4f}"
        return f"{self._notes} notes recorded in {self._requests} requests, {self._tokens:,} tokens {cost}."


def _end(progress: Progress) -> str:
    outcome = progress.outcome
    if progress.error is not None:
        return f"failed: {progress.error}"
    if outcome.error is not None:
        return f"crashed: {outcome.error}"
    if outcome.declined is not None:
        return "the model declined"
    drafts = f"{outcome.requests} draft{'s' if outcome.requests != 1 else ''}"
    return f"{'passed' if outcome.passed else 'did not pass'} after {drafts}"

"""`thankgen eval guardrails`: how often the guardrails are right."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from thankgen.cli.common import guardrails_option, json_option, say, write_file

if TYPE_CHECKING:
    from collections.abc import Iterator

    from thankgen.evals.labelled import Evaluation, Mistake, Score, Split


@click.command(
    name="guardrails",
    epilog="Example: thankgen eval guardrails evals/labelled --split tuning --mistakes close",
)
@click.argument("folder", default="evals/labelled", metavar="[DIR]")
@click.option("--drafts", is_flag=True, help="Judge the natural drafts instead of the notes.")
@click.option(
    "--split",
    type=click.Choice(["tuning", "test", "all"]),
    default="all",
    show_default=True,
    help="Which sets.",
)
@click.option(
    "--mistakes", metavar="ID", help="List each miss and false alarm of a guardrail, or of all of them."
)
@click.option("--baseline", metavar="FILE", help="Fail when a label that this file got right is lost.")
@click.option("--save", metavar="FILE", help="Write the result as JSON, to serve as a baseline.")
@guardrails_option
@json_option
def command(
    folder: str,
    drafts: bool,
    split: Split,
    mistakes: str | None,
    baseline: str | None,
    save: str | None,
    guardrails: str | None,
    as_json: bool,
) -> int:
    """Print precision and recall of every guardrail on the labelled notes in DIR.

    Exit status 1 where a label that the baseline got right is lost.
    """
    import thankgen

    if mistakes is not None:
        _require_known(mistakes, [policy.id for policy in thankgen.guardrails(guardrails)])
    before = thankgen.load_evaluation(baseline) if baseline else None
    result = thankgen.evaluate_guardrails(folder, drafts=drafts, split=split, guardrails=guardrails)
    if save:
        # Without the notes' texts: those of the test split are not to be read.
        saved = result.model_dump_json(indent=1, exclude={"mistakes": {"__all__": {"text"}}})
        write_file(Path(save), saved + "\n", "the result")
    if as_json:
        click.echo(result.model_dump_json(indent=2))
    else:
        for line in _table(result):
            click.echo(line)
        for mistake in result.mistakes:
            if mistakes in ("all", mistake.guardrail):
                click.echo(_mistake(mistake))
    if before is None:
        return 0
    lost = result.lost(before)
    for note, guardrail in lost:
        say(f"lost: {note} no longer violates {guardrail}")
    return 1 if lost else 0


def _require_known(guardrail: str, known: list[str]) -> None:
    if guardrail not in ("all", *known):
        raise click.BadParameter(
            f"There is no guardrail “{guardrail}”. Guardrails: all, {', '.join(known)}.",
            param_hint="--mistakes",
        )


def _table(result: Evaluation) -> Iterator[str]:
    notes = f"{result.notes} notes ({result.split})"
    yield f"{notes}, {result.good} of them good, {result.stopped} of those stopped"
    yield ""
    yield f"{'guardrail':13} {'lang':4} {'hits':>5} {'miss':>5} {'false':>5}  {'recall':22} precision"
    for score in sorted(
        result.scores, key=lambda s: (s.guardrail == "all", s.guardrail, s.language == "all")
    ):
        if score.guardrail == "all" or score.language == "all":
            yield _row(score)


def _row(score: Score) -> str:
    recall = _rate(score.recall, score.recall_interval)
    precision = _rate(score.precision, score.precision_interval)
    counts = f"{score.hits:5} {score.misses:5} {score.false_alarms:5}"
    return f"{score.guardrail:13} {score.language:4} {counts}  {recall:22} {precision}"


def _rate(rate: float | None, interval: tuple[float, float] | None) -> str:
    if rate is None or interval is None:
        return "–"
    return f"{rate:.3f} ({interval[0]:.3f}–{interval[1]:.3f})"


def _mistake(mistake: Mistake) -> str:
    told = "; ".join(
        f"{message} [{excerpt}]" if excerpt else message
        for message, excerpt in zip(mistake.messages, mistake.excerpts, strict=True)
    )
    lines = [f"{mistake.kind} {mistake.guardrail} {mistake.note}: {mistake.why}"]
    lines += [f"    {told}"] if told else []
    lines += [f"    | {line}" for line in mistake.text.splitlines() if line]
    return "\n".join(lines)

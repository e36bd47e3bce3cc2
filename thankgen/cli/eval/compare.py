"""`thankgen eval compare`: whether one prompt version does better than another."""

from __future__ import annotations

from typing import Literal

import click

from thankgen.cli.common import json_option, say


@click.command(
    name="compare",
    epilog="Example: thankgen eval compare run.jsonl --baseline v1 --candidate v2 --fail-on-regression",
)
@click.argument("run", metavar="RUN")
@click.argument("other", required=False, metavar="[RUN2]")
@click.option("--baseline", metavar="V", help="The version to measure against, in RUN.")
@click.option("--candidate", metavar="V", help="The version in question, in RUN2 where that is given.")
@click.option(
    "--format",
    "layout",
    type=click.Choice(["text", "markdown"]),
    default="text",
    show_default=True,
    help="Markdown is for a pull request.",
)
@click.option(
    "--fail-on-regression", is_flag=True, help="Exit status 1 where the candidate is significantly worse."
)
@json_option
def command(
    run: str,
    other: str | None,
    baseline: str | None,
    candidate: str | None,
    layout: Literal["text", "markdown"],
    fail_on_regression: bool,
    as_json: bool,
) -> int:
    """Compare two versions of a run, or a version of RUN with one of RUN2, paired by case.

    A run with two versions needs no names: the first is the baseline.
    """
    import thankgen
    from thankgen.cli.eval import comparison_tables

    comparison = thankgen.compare_runs(run, other, baseline=baseline, candidate=candidate)
    if as_json:
        click.echo(comparison.model_dump_json(indent=2))
    else:
        lines = comparison_tables.as_markdown if layout == "markdown" else comparison_tables.as_text
        for line in lines(comparison):
            click.echo(line)
    if fail_on_regression and comparison.worse:
        worse = ", ".join(row.measure for row in comparison.worse)
        say(f"{comparison.labels[1]} is significantly worse on: {worse}")
        return 1
    return 0

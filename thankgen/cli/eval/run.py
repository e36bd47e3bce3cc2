"""`thankgen eval run`: replay what was recorded."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import click

from thankgen.cli.common import write_file
from thankgen.cli.eval.options import shared_options, versions_option


@click.command(name="run", epilog="Example: thankgen eval run --prompts v1,v2 --cases sv --out run.jsonl")
@versions_option("v1", "; “offline” is the built-in writer")
@click.option(
    "--samples", type=click.IntRange(1), metavar="N", help="Notes a case and version. [default: as recorded]"
)
@click.option(
    "--concurrency",
    type=click.IntRange(1),
    metavar="N",
    help="Processes. [default: one a language, up to the cores]",
)
@click.option(
    "--out", metavar="FILE", help="Write the run as JSON lines; - prints them instead of the table."
)
@shared_options
def command(out: str | None, recordings: str, **options: Any) -> int:
    """Replay recorded answers to every case, judge them, and print a short table. No network is needed.

    Exit status 1 where a recording is missing or stale, or a case crashed; the run is written all the same.
    """
    import thankgen
    from thankgen.cli.eval.summary import show

    run = thankgen.evaluate(recordings=recordings, **options)
    if out == "-":
        click.echo(run.dump(), nl=False)
    elif out:
        write_file(Path(out), run.dump(), "the run")
    return show(run, recordings, with_table=out != "-")

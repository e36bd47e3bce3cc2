"""`thankgen eval report`: a run as a page to look at."""

from __future__ import annotations

from pathlib import Path

import click

from thankgen.cli.common import say, write_file


@click.command(name="report", epilog="Example: thankgen eval report run.jsonl --out report.html")
@click.argument("run", metavar="RUN")
@click.option("--out", metavar="FILE", help="Where to write the page; by default to standard output.")
def command(run: str, out: str | None) -> None:
    """Make a self-contained HTML page of a run: figures, charts, and the drafts side by side."""
    import thankgen

    page = thankgen.report_html(run)
    if out is None:
        click.echo(page)
    else:
        write_file(Path(out), page, "the report")
        say(f"wrote {out}")

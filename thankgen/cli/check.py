"""`thankgen check`: judge a note that anyone wrote."""

from __future__ import annotations

import datetime as dt

import click

from thankgen.cli.common import facts_option, guardrails_option, json_option, read_note, status, to_option


@click.command(
    name="check",
    epilog="Example: thankgen check note.txt --facts interview.toml --to 'Keith Smooth'",
)
@click.argument("note")
@facts_option
@to_option
@click.option(
    "--on",
    type=click.DateTime(["%Y-%m-%d"]),
    metavar="DATE",
    help="The day of sending; late notes are noted.",
)
@guardrails_option
@json_option
def command(
    note: str, facts_file: str, to: str | None, on: dt.datetime | None, guardrails: str | None, as_json: bool
) -> int:
    """Check NOTE, a file, or - for standard input, against the facts.

    Prints what is wrong under the text it is about. Exit status 0: passed; 1: an error-level
    guardrail is violated; 2: bad input.
    """
    import thankgen

    facts = thankgen.Facts.load(facts_file)
    text = read_note(note)
    report = thankgen.check(text, facts, to, on=on.date() if on else None, guardrails=guardrails)
    if as_json:
        click.echo(report.model_dump_json(indent=2))
    else:
        from thankgen.cli.show import report_lines

        for line in report_lines(text, report):
            click.echo(line)
    return status(report)

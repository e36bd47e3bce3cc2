"""`thankgen fix`: edit what has one right answer."""

from __future__ import annotations

import click

from thankgen.cli.common import (
    facts_option,
    guardrails_option,
    json_option,
    read_note,
    say,
    status,
    to_option,
)


@click.command(name="fix", epilog="Example: thankgen fix note.txt --facts interview.toml > better.txt")
@click.argument("note")
@facts_option
@to_option
@guardrails_option
@json_option
def command(note: str, facts_file: str, to: str | None, guardrails: str | None, as_json: bool) -> int:
    """Mend NOTE, a file, or - for standard input, where one answer is right.

    The note goes to standard output, what was changed and what is left to standard error.
    Exit status 0: the note passes now; 1: something is left; 2: bad input.
    """
    import thankgen
    from thankgen.cli.show import edit_lines, report_lines

    facts = thankgen.Facts.load(facts_file)
    text = read_note(note)
    fixed = thankgen.fix(text, facts, to, guardrails=guardrails)
    if as_json:
        click.echo(fixed.model_dump_json(indent=2))
        return status(fixed.report)
    click.echo(fixed.text, nl=not fixed.text.endswith("\n"))
    edits = fixed.attempts[-1].edits
    for line in (*edit_lines(text, fixed.text, edits), *report_lines(fixed.text, fixed.report)):
        say(line)
    return status(fixed.report)

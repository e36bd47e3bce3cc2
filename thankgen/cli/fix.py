"""`thankgen fix`: edit what has one right answer."""

from __future__ import annotations

from typing import Any

import click

from thankgen.cli.common import (
    facts_option,
    format_option,
    guardrails_option,
    json_option,
    out_option,
    read_note,
    say,
    status,
    to_option,
)


@click.command(name="fix", epilog="Example: thankgen fix note.txt --facts interview.toml > better.txt")
@click.argument("note")
@facts_option
@to_option
@out_option
@format_option
@guardrails_option
@json_option
def command(note: str, facts_file: str, to: str | None, **options: Any) -> int:
    """Mend NOTE, a file, or - for standard input, where one answer is right.

    The note goes to standard output, or into files of any format, what was changed and what is left to
    standard error: this is the way for a note of your own onto a card or into an e-mail.
    Exit status 0: the note passes now; 1: something is left; 2: bad input.
    """
    import thankgen
    from thankgen.cli.handover import Handover
    from thankgen.cli.show import edit_lines, report_lines

    facts = thankgen.Facts.load(facts_file)
    handover = Handover(facts, options["out"], options["forms"], 1, options["as_json"])
    text = read_note(note)
    fixed = thankgen.fix(text, facts, to, guardrails=options["guardrails"])
    handover.hand_over([fixed])
    if handover.as_json:
        click.echo(fixed.model_dump_json(indent=2))
        return status(fixed.report)
    edits = fixed.attempts[-1].edits
    for line in (*edit_lines(text, fixed.text, edits), *report_lines(fixed.text, fixed.report)):
        say(line)
    return status(fixed.report)

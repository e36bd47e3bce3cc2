"""`thankgen write`: write the notes."""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from thankgen.cli.common import guardrails_option, json_option, prompts_option, say, to_option

if TYPE_CHECKING:
    from collections.abc import Sequence

    from thankgen.errors import EndpointError, ExhaustedError
    from thankgen.exchange import Request, Writer
    from thankgen.facts import Facts
    from thankgen.note import Note


@click.command(name="write", epilog="Example: thankgen write interview.toml --out notes --format text,eml")
@click.argument("facts_file", metavar="FACTS")
@to_option
@click.option("--prompt", metavar="V", help="The prompt version.")
@click.option("--model", metavar="M", help="The model; by default THANKGEN_MODEL, or the endpoint's own.")
@click.option(
    "--base-url", metavar="U", help="An OpenAI-compatible endpoint, such as http://localhost:11434/v1."
)
@click.option("--offline", is_flag=True, help="Use the built-in writer: no key, no network.")
@click.option(
    "--tries", type=click.IntRange(1), default=3, show_default=True, help="Drafts a note at the most."
)
@click.option("--max-tokens", type=click.IntRange(1), metavar="N", help="Tokens a note at the most.")
@click.option(
    "--timeout", type=click.FloatRange(0, min_open=True), metavar="S", help="Seconds of waiting a note."
)
@click.option(
    "--on-exhausted",
    type=click.Choice(["raise", "best", "offline"]),
    default="raise",
    show_default=True,
    help="When no draft passes: fail, take the best draft, or let the built-in writer take over.",
)
@click.option("--out", metavar="DIR", help="Write files into this folder instead of printing.")
@click.option("--format", "forms", default="text", show_default=True, metavar="F,…", help="text, json, eml.")
@click.option("--trace", metavar="FILE", help="Write every attempt to a file, a JSON line each.")
@guardrails_option
@prompts_option
@json_option
def command(facts_file: str, **options: Any) -> int:
    """Write a note to every recipient in FACTS, or to one.

    Without OPENAI_API_KEY and OPENAI_BASE_URL the built-in writer is used. Exit status 0: all
    notes pass; 1: a note violates an error-level guardrail; 2: bad input; 3: the endpoint failed.
    """
    import thankgen

    forms = _forms(options["forms"])
    facts = thankgen.Facts.load(facts_file)
    writer = _writer(options)
    failure: ExhaustedError | EndpointError | None = None
    try:
        notes = thankgen.write(
            facts,
            options["to"],
            writer=writer,
            prompt=options["prompt"],
            tries=options["tries"],
            max_tokens=options["max_tokens"],
            timeout=options["timeout"],
            on_exhausted=options["on_exhausted"],
            guardrails=options["guardrails"],
            prompts=options["prompts"],
            progress=None if isinstance(writer, thankgen.OfflineWriter) else _announce,
        )
    except (thankgen.ExhaustedError, thankgen.EndpointError) as error:
        failure, notes = error, list(error.notes)
    if options["trace"]:
        best = [failure.best] if isinstance(failure, thankgen.ExhaustedError) else []
        _trace([*notes, *best], Path(options["trace"]))
    _deliver(notes, facts, forms, options)
    if failure:
        return _tell(failure)
    return max((_judge(note) for note in notes), default=0)


def _forms(value: str) -> list[str]:
    from thankgen.deliver.files import SUFFIXES

    forms = [form.strip() for form in value.split(",") if form.strip()]
    unknown = [form for form in forms if form not in SUFFIXES]
    if unknown or not forms:
        raise click.BadParameter(
            f"{', '.join(unknown) or 'nothing'} is no format; formats: {', '.join(SUFFIXES)}.",
            param_hint="--format",
        )
    return forms


def _writer(options: dict[str, Any]) -> Writer:
    """The writer asked for; a word on standard error where the built-in one steps in."""
    import thankgen

    writer = None if options["offline"] else thankgen.default_writer(options["model"], options["base_url"])
    if writer is None:
        if not options["offline"]:
            say("No OPENAI_API_KEY or OPENAI_BASE_URL is set; the built-in writer writes.")
        return thankgen.offline_writer(options["prompts"])
    return writer


def _announce(request: Request) -> None:
    """Progress while a model writes."""
    if request.writer == "offline":
        say(f"The built-in writer takes over the note to {request.to}.")
    else:
        again = "" if request.number == 1 else f", draft {request.number}"
        say(f"Writing to {request.to}{again} …")


def _deliver(notes: Sequence[Note], facts: Facts, forms: list[str], options: dict[str, Any]) -> None:
    """Files where a folder is given, else standard output."""
    from thankgen.deliver.files import render, save

    if options["out"]:
        paths = save(notes, facts, Path(options["out"]), forms)
        for path in paths:
            say(f"wrote {path}")
    if options["as_json"]:
        click.echo(json.dumps([note.model_dump(mode="json") for note in notes], ensure_ascii=False, indent=2))
    elif not options["out"]:
        for number, note in enumerate(notes):
            if len(notes) > 1:
                click.echo(("\n" if number else "") + click.style(f"── To {note.to} ──", dim=True) + "\n")
            for form in forms:
                click.echo(render(note, facts, form), nl=False)


def _judge(note: Note) -> int:
    """A word about the note; 1 where it violates an error-level guardrail."""
    from thankgen.cli.show import report_lines

    if note.source == "offline" and any(a.source == "model" for a in note.attempts):
        say(f"The note to {note.to} is the built-in writer's: no draft of the model passed.")
    if note.report.findings or not note.report.passed:
        say(f"The note to {note.to}:")
        for line in report_lines(note.text, note.report):
            say(line)
    return 0 if note.report.passed else 1


def _tell(failure: ExhaustedError | EndpointError) -> int:
    """What failed, and for exhaustion the best draft with its findings."""
    import thankgen
    from thankgen.cli.show import report_lines

    say(click.style("Error: ", fg="red", bold=True) + str(failure))
    if isinstance(failure, thankgen.ExhaustedError):
        say("The best draft:")
        say(failure.best.text)
        for line in report_lines(failure.best.text, failure.best.report):
            say(line)
    return failure.exit_status


def _trace(notes: Sequence[Note], path: Path) -> None:
    import thankgen

    lines = [
        json.dumps({"to": note.to, **attempt.model_dump(mode="json")}, ensure_ascii=False)
        for note in notes
        for attempt in note.attempts
    ]
    try:
        path.write_text("".join(line + "\n" for line in lines), encoding="utf-8")
    except OSError as error:
        raise thankgen.SettingsError(
            f"Cannot write the trace to {path}: {error.strerror or error}."
        ) from error

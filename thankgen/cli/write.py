"""`thankgen write`: write the notes."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import click

from thankgen.cli.common import (
    format_option,
    guardrails_option,
    json_option,
    out_option,
    prompts_option,
    say,
    to_option,
)

if TYPE_CHECKING:
    from thankgen.exchange import Request, Writer


@click.command(name="write", epilog="Example: thankgen write interview.toml --out notes --format text,eml")
@click.argument("facts_file", metavar="FACTS")
@to_option
@click.option("--prompt", metavar="V", help="The prompt version; see `thankgen prompts`.")
@click.option("--model", metavar="M", help="The model; by default THANKGEN_MODEL, or the endpoint's own.")
@click.option(
    "--base-url",
    metavar="U",
    help="An OpenAI-compatible endpoint, such as http://localhost:11434/v1. OPENAI_API_KEY is sent to it "
    "where that is set.",
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
@out_option
@format_option
@click.option("--trace", metavar="FILE", help="Write every attempt to a file, a JSON line each.")
@guardrails_option
@prompts_option
@json_option
def command(facts_file: str, **options: Any) -> int:
    """Write a note to every recipient in FACTS, or to one.

    Without OPENAI_API_KEY and OPENAI_BASE_URL the built-in writer is used. Exit status 0: all
    notes pass; 1: a note violates an error-level guardrail; 2: bad input; 3: the endpoint failed.

    --json prints a list of notes. Where a note is missing it prints an object instead: "error" says
    why, "notes" are those that were done, "failed" the best drafts of the others with their findings.
    """
    import thankgen
    from thankgen.cli.outcome import Outcome

    facts = thankgen.Facts.load(facts_file)
    outcome = Outcome(facts, options)
    writer = _writer(options)
    try:
        outcome.notes = thankgen.write(
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
            done=outcome.done.append,
        )
    except BaseException as error:
        # Whatever stops the work (a failure, Ctrl-C): the notes that are done are handed over.
        outcome.deliver_after(error)
        raise
    return outcome.deliver()


def _writer(options: dict[str, Any]) -> Writer:
    """The writer asked for; a word on standard error where the built-in one steps in."""
    import thankgen

    unused = " and ".join(o for o in ("--model", "--base-url") if options[o[2:].replace("-", "_")])
    if options["offline"]:
        if unused:
            say(f"With --offline the built-in writer writes; {unused} does nothing.")
        return thankgen.offline_writer(options["prompts"])
    writer = thankgen.default_writer(options["model"], options["base_url"])
    if writer is None:
        remark = f"; {unused} does nothing" if unused else ""
        say(
            f"Neither OPENAI_API_KEY nor OPENAI_BASE_URL is set: the built-in writer writes, offline{remark}."
        )
        return thankgen.offline_writer(options["prompts"])
    return writer


def _announce(request: Request) -> None:
    """Progress while a model writes."""
    if request.writer == "model":
        again = "" if request.number == 1 else f", draft {request.number}"
        say(f"Writing to {request.to}{again} …")
    elif request.number == 1:
        say(f"The built-in writer takes over the note to {request.to}.")

"""The command line: a command parses, makes one call of the public API, prints, exits.

Commands are imported when they are called, so that `--help` stays quick.
"""

from __future__ import annotations

import contextlib
import gc
import os
import sys
from typing import Any

import click

from thankgen.cli.on_demand import CommandsOnDemand

_RARELY = 300_000

STOPPED = 130
"""Exit status after Ctrl-C: 128 and the signal's number, as shells have it."""

READER_GONE = 141
"""Exit status when nobody reads the output any more: no verdict may pass for "all well"."""

_COMMANDS = {
    "init": "ask for the facts, or write a file to fill in",
    "write": "write the notes",
    "check": "check a note that anyone wrote",
    "fix": "mend what has one right answer",
    "web": "a page to fill in, write and mend on",
    "guardrails": "list or explain the guardrails",
    "prompts": "list or explain the prompt versions",
    "eval": "measure the guardrails and the prompts",
}


@click.command(
    cls=CommandsOnDemand,
    homes="thankgen.cli",
    summaries=_COMMANDS,
    context_settings={"help_option_names": ["-h", "--help"]},
    epilog="Start with `thankgen init --template`, or try `thankgen write FACTS --offline`.",
)
@click.version_option(package_name="thankgen", message="%(version)s")
def cli() -> None:
    """Thank-you notes after a job interview, checked until they are fit to send."""


def main(argv: list[str] | None = None) -> None:
    """Run the command line and exit with its status."""
    # Reading the word lists makes many objects that stay; looking through them for garbage takes a third of the time.
    gc.set_threshold(_RARELY)
    if sys.stdout is None and "check" not in (sys.argv[1:] if argv is None else argv)[:1]:
        # It was closed. A verdict is left in the exit status; a note would be lost without a word.
        sys.stdout = open(os.open(os.devnull, os.O_RDONLY), "w")  # noqa: SIM115  it is to fail where it is written to
    for stream in filter(None, (sys.stdout, sys.stderr)):
        # Files and pipes get UTF-8 wherever they are; a terminal shows what it can.
        encoding = None if stream.isatty() else "utf-8"
        stream.reconfigure(encoding=encoding, errors="replace")
    status = run(argv)
    try:
        if sys.stdout:
            sys.stdout.flush()
    except OSError as error:
        # Keeps the interpreter from flushing there again.
        os.dup2(os.open(os.devnull, os.O_WRONLY), 1)
        status = _output_failed(error)
    # What is there has served; to end, the interpreter would look through all of it once more.
    gc.freeze()
    sys.exit(status)


def run(argv: list[str] | None = None) -> int:
    """Run one command and return its exit status; errors go to standard error, never as a traceback.

    Where `--json` is asked for, a failure is a JSON document on standard output besides.
    """
    # pydantic would look through every installed package for plugins; the commands need none.
    os.environ.setdefault("PYDANTIC_DISABLE_PLUGINS", "__all__")
    from thankgen.errors import ThankgenError

    arguments = sys.argv[1:] if argv is None else argv
    color = False if os.environ.get("NO_COLOR") else None
    try:
        result: Any = cli.main(args=arguments, prog_name="thankgen", standalone_mode=False, color=color)
        return result if isinstance(result, int) else 0
    except click.ClickException as error:
        with contextlib.suppress(OSError):
            error.show()
        return _report(arguments, error, error.format_message(), error.exit_code)
    except ThankgenError as error:
        _tell(click.style("Error: ", fg="red", bold=True) + str(error), color)
        return _report(arguments, error, str(error), error.exit_status)
    except (click.Abort, KeyboardInterrupt) as error:
        _tell("Stopped.")
        return _report(arguments, error.__cause__ or error, "Stopped.", STOPPED)
    except SystemExit:  # so click ends when nobody reads the output
        return READER_GONE
    except OSError as error:  # all others have become a ThankgenError where they came up
        return _output_failed(error)


def _output_failed(error: OSError) -> int:
    if isinstance(error, BrokenPipeError):
        return READER_GONE
    _tell(f"Error: Cannot write to standard output: {error.strerror or error}.")
    return 2


def _tell(message: str, color: bool | None = None) -> None:
    """On standard error; where that is closed or full, the exit status is left."""
    with contextlib.suppress(OSError):
        click.echo(message, err=True, color=color)


def _report(arguments: list[str], error: BaseException, message: str, status: int) -> int:
    """The failure as JSON, where JSON is wanted and not printed yet; returns the exit status."""
    if "--json" in arguments:
        from thankgen.cli.failure import as_json

        with contextlib.suppress(BrokenPipeError):
            click.echo(as_json(error, message, status))
    return status

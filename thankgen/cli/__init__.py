"""The command line: a command parses, makes one call of the public API, prints, exits.

Commands are imported when they are called, so that `--help` stays quick.
"""

from __future__ import annotations

import importlib
import sys
from typing import Any

import click

_COMMANDS = {
    "init": "ask for the facts, or write a file to fill in",
    "write": "write the notes",
    "check": "check a note that anyone wrote",
    "fix": "mend what has one right answer",
    "guardrails": "list or explain the guardrails",
    "prompts": "list or explain the prompt versions",
    "eval": "measure the guardrails",
}


class _Commands(click.Group):
    """Knows each command's name and one line about it; the rest is imported on demand."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        return list(_COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        if cmd_name not in _COMMANDS:
            return None
        command = getattr(importlib.import_module(f"thankgen.cli.{cmd_name}"), "command")  # noqa: B009  clearer
        assert isinstance(command, click.Command)
        return command

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        with formatter.section("Commands"):
            formatter.write_dl(list(_COMMANDS.items()))

    def resolve_command(
        self, ctx: click.Context, args: list[str]
    ) -> tuple[str | None, click.Command | None, list[str]]:
        try:
            return super().resolve_command(ctx, args)
        except click.UsageError as error:
            raise click.UsageError(f"{error.message} Commands: {', '.join(_COMMANDS)}.", ctx) from error


@click.command(
    cls=_Commands,
    context_settings={"help_option_names": ["-h", "--help"]},
    epilog="Start with `thankgen init --template`, or try `thankgen write FACTS --offline`.",
)
@click.version_option(package_name="thankgen", message="%(version)s")
def cli() -> None:
    """Thank-you notes after a job interview, checked until they are fit to send."""


def main(argv: list[str] | None = None) -> None:
    """Run the command line and exit with its status."""
    sys.exit(run(argv))


def run(argv: list[str] | None = None) -> int:
    """Run one command and return its exit status; errors go to standard error, never as a traceback."""
    from thankgen.errors import ThankgenError

    try:
        result: Any = cli.main(args=argv, prog_name="thankgen", standalone_mode=False)
    except click.ClickException as error:
        error.show()
        return error.exit_code
    except (click.Abort, KeyboardInterrupt):
        click.echo("Stopped.", err=True)
        return 130
    except ThankgenError as error:
        click.echo(click.style("Error: ", fg="red", bold=True) + str(error), err=True)
        return error.exit_status
    except BrokenPipeError:
        # The reader of the output went away; that is its right.
        sys.stdout = None  # keeps the interpreter from flushing into the closed pipe
        return 0
    return result if isinstance(result, int) else 0

"""A group of commands that imports each of them only when it is called, so that `--help` stays quick."""

from __future__ import annotations

import importlib
from typing import Any

import click


class CommandsOnDemand(click.Group):
    """Knows each command's name and one line about it; the command is `command` in the module of its name."""

    def __init__(self, *args: Any, homes: str, summaries: dict[str, str], **settings: Any) -> None:
        """`homes` is the package that holds the modules, `summaries` one line a command by its name."""
        super().__init__(*args, **settings)
        self._homes = homes
        self._summaries = summaries

    def list_commands(self, ctx: click.Context) -> list[str]:
        return list(self._summaries)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        if cmd_name not in self._summaries:
            return None
        command = getattr(importlib.import_module(f"{self._homes}.{cmd_name}"), "command")  # noqa: B009  clearer
        assert isinstance(command, click.Command)
        return command

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        with formatter.section("Commands"):
            formatter.write_dl(list(self._summaries.items()))

    def resolve_command(
        self, ctx: click.Context, args: list[str]
    ) -> tuple[str | None, click.Command | None, list[str]]:
        try:
            return super().resolve_command(ctx, args)
        except click.UsageError as error:
            hint = "" if args[0] in self._summaries else f" Commands: {', '.join(self._summaries)}."
            raise click.UsageError(f"{error.message}{hint}", ctx) from error

"""The help of every command as one page: `python -m thankgen.cli.manual > docs/commands.md`."""

from __future__ import annotations

from collections.abc import Iterator

import click

from thankgen.cli import cli

WIDTH = 100

INTRODUCTION = """\
# Commands

What `--help` says of every command. This page is made from the commands themselves (`make commands`).

Results go to standard output, everything else to standard error. Exit status:

| status | means |
| --- | --- |
| 0 | all well; a passing note of the built-in writer in place of the model's, too |
| 1 | a note violates an error-level guardrail, or an evaluation got worse |
| 2 | bad input or usage |
| 3 | the model endpoint failed for good, and nothing was to take its place |
| 130 | stopped with Ctrl-C |

Settings from the environment, for which options speak first:

| variable | says |
| --- | --- |
| `OPENAI_API_KEY` | the key; it goes to whichever endpoint is named |
| `OPENAI_BASE_URL` | the endpoint, where it is not the hosted one |
| `THANKGEN_MODEL` | the model |
| `THANKGEN_PROMPT` | the prompt version |
| `NO_COLOR` | anything: no colours |
"""


def manual() -> str:
    """The page, in Markdown."""
    return "\n".join([INTRODUCTION, *_sections(cli, None)])


def _sections(command: click.Command, parent: click.Context | None) -> Iterator[str]:
    """A section for a command, then those of its own commands."""
    name = command.name if parent else "thankgen"
    context = click.Context(
        command,
        info_name=name,
        parent=parent,
        terminal_width=WIDTH,
        max_content_width=WIDTH,
        help_option_names=["-h", "--help"],
    )
    yield f"## {context.command_path}\n\n```text\n{command.get_help(context).rstrip()}\n```\n"
    if isinstance(command, click.Group):
        for inner in command.list_commands(context):
            found = command.get_command(context, inner)
            if found is not None:
                yield from _sections(found, context)


if __name__ == "__main__":
    click.echo(manual(), nl=False)

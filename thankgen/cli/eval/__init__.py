"""`thankgen eval`: how good the guardrails and the prompts are. One module a command."""

from __future__ import annotations

import click

from thankgen.cli.on_demand import CommandsOnDemand

_COMMANDS = {
    "run": "replay recorded answers to the cases",
    "record": "record a model's answers to the cases",
    "compare": "whether one prompt version does better than another",
    "report": "a run as a page to look at",
    "guardrails": "measure the guardrails on labelled notes",
}


@click.command(
    name="eval",
    cls=CommandsOnDemand,
    homes="thankgen.cli.eval",
    summaries=_COMMANDS,
    epilog="Example: thankgen eval run --prompts offline",
)
def command() -> None:
    """Measure the guardrails on labelled notes, and the prompts on cases."""

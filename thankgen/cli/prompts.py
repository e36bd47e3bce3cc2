"""`thankgen prompts`: list or explain the prompt versions; make, compare and seal them."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import click

from thankgen.cli.common import json_option, prompts_option, say

if TYPE_CHECKING:
    from collections.abc import Iterator

    from thankgen.prompts import Prompt

_SHOW = "show"


class _Group(click.Group):
    """Shows versions where its first word is no command."""

    def parse_args(self, ctx: click.Context, args: list[str]) -> list[str]:
        if not args or (args[0] not in self.commands and args[0] not in ("-h", "--help")):
            args = [_SHOW, *args]
        return super().parse_args(ctx, args)

    def collect_usage_pieces(self, ctx: click.Context) -> list[str]:
        return ["[V]", "[OPTIONS]", "|", "new|diff|seal …"]


@click.group(
    name="prompts",
    cls=_Group,
    epilog="Example: thankgen prompts v1. Every command takes --prompts DIR, a folder of your own prompt versions; "
    "the list and a version can be had with --json.",
)
def command() -> None:
    """List the prompt versions, show the one called V, or make, compare and seal them."""


@command.command(name=_SHOW, hidden=True)
@click.argument("version", metavar="[V]", required=False)
@prompts_option
@json_option
def show(version: str | None, prompts: str | None, as_json: bool) -> int:
    """List the prompt versions, or show the one called V: purpose, templates, schema."""
    import thankgen

    if version is None:
        listed = thankgen.prompt_versions(prompts)
        if not listed:
            raise thankgen.SettingsError(
                f"{prompts} holds no prompt version; a version is a folder with a prompt.toml in it."
            )
    else:
        listed = [thankgen.prompt_version(version, prompts)]
    if as_json:
        items = [_about(prompt) for prompt in listed]
        click.echo(json.dumps(items if version is None else items[0], ensure_ascii=False, indent=2))
    elif version is None:
        for prompt in listed:
            click.echo(f"{click.style(prompt.version, bold=True)}  {prompt.info.purpose}")
    else:
        for line in _explained(listed[0]):
            click.echo(line)
    return 0


@command.command(name="new", epilog="Example: thankgen prompts new v3 --from v2")
@click.argument("version", metavar="V")
@click.option("--from", "source", required=True, metavar="V", help="The version to begin from.")
@prompts_option
def new(version: str, source: str, prompts: str | None) -> int:
    """Make a new version called V as a copy of another, and print its folder."""
    import thankgen

    click.echo(str(thankgen.new_prompt(version, source, prompts)))
    say(
        f"Change its files, say in prompt.toml what they are meant to do better, then: thankgen prompts seal {version}"
    )
    return 0


@command.command(name="diff", epilog="Example: thankgen prompts diff v1 v2")
@click.argument("before", metavar="V")
@click.argument("after", metavar="W")
@prompts_option
def diff(before: str, after: str, prompts: str | None) -> int:
    """Print what differs between two versions."""
    import thankgen

    text = thankgen.compare_prompts(before, after, prompts)
    for line in text.splitlines():
        color = {"+": "green", "-": "red", "@": "cyan"}.get(line[:1])
        click.echo(click.style(line, fg=color) if color else line)
    if not text:
        say(f"{before} and {after} are the same.")
    return 0


@command.command(name="seal", epilog="Example: thankgen prompts seal v3")
@click.argument("version", metavar="V")
@prompts_option
def seal(version: str, prompts: str | None) -> int:
    """Seal the version V: it can be recorded, and is never changed again. Print the seal."""
    import thankgen

    click.echo(thankgen.seal_prompt(version, prompts))
    return 0


def _about(prompt: Prompt) -> dict[str, Any]:
    return {
        "version": prompt.version,
        **prompt.info.model_dump(mode="json"),
        "templates": prompt.templates,
        "answer_schema": prompt.answer_schema,
    }


def _explained(prompt: Prompt) -> Iterator[str]:
    info = prompt.info
    yield f"{click.style(prompt.version, bold=True)}  {info.purpose}\n"
    yield f"Meant to do better: {info.hypothesis}"
    yield f"Changes: {info.changes}"
    yield f"Inputs: {'; '.join(info.inputs)}"
    yield f"Seal: {_seal(prompt)}"
    for name, text in prompt.templates.items():
        yield f"\n{click.style(f'── {name} ──', dim=True)}\n\n{text.rstrip()}"
    schema = json.dumps(prompt.answer_schema, ensure_ascii=False, indent=2)
    yield f"\n{click.style('── schema.json ──', dim=True)}\n\n{schema}"


def _seal(prompt: Prompt) -> str:
    if not prompt.info.seal:
        return "none yet; the version is still being written"
    if prompt.info.seal != prompt.seal:
        return f"{prompt.info.seal}, broken: the files have changed since"
    return prompt.info.seal

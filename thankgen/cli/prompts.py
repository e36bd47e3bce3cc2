"""`thankgen prompts`: list or explain the prompt versions."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import click

from thankgen.cli.common import json_option, prompts_option

if TYPE_CHECKING:
    from collections.abc import Iterator

    from thankgen.prompts import Prompt


@click.command(name="prompts", epilog="Example: thankgen prompts v1")
@click.argument("version", metavar="[V]", required=False)
@prompts_option
@json_option
def command(version: str | None, prompts: str | None, as_json: bool) -> int:
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

"""`thankgen prompts`: list or explain the prompt versions."""

from __future__ import annotations

import json

import click

from thankgen.cli.common import json_option, prompts_option


@click.command(name="prompts", epilog="Example: thankgen prompts v1")
@click.argument("version", metavar="[V]", required=False)
@prompts_option
@json_option
def command(version: str | None, prompts: str | None, as_json: bool) -> int:
    """List the prompt versions, or show the one called V: purpose, templates, schema."""
    import thankgen

    listed = (
        thankgen.prompt_versions(prompts) if version is None else [thankgen.prompt_version(version, prompts)]
    )
    if as_json:
        items = [p.about() for p in listed]
        click.echo(json.dumps(items if version is None else items[0], ensure_ascii=False, indent=2))
        return 0
    for prompt in listed:
        click.echo(f"{click.style(prompt.version, bold=True)}  {prompt.purpose}")
        if version is not None:
            for name, text in prompt.templates.items():
                click.echo(f"\n── {name} ──\n\n{text.rstrip()}")
    return 0

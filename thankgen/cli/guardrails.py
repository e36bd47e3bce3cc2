"""`thankgen guardrails`: list or explain the guardrails."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import click

from thankgen.cli.common import guardrails_option, json_option

if TYPE_CHECKING:
    from collections.abc import Iterator


@click.command(name="guardrails", epilog="Example: thankgen guardrails reapology")
@click.argument("guardrail", metavar="[ID]", required=False)
@guardrails_option
@json_option
def command(guardrail: str | None, guardrails: str | None, as_json: bool) -> int:
    """List the guardrails, or explain the one called ID."""
    import thankgen

    listed = thankgen.guardrails(guardrails)
    if guardrail is not None:
        chosen = [g for g in listed if g.id == guardrail]
        if not chosen:
            raise thankgen.SettingsError(
                f"There is no guardrail “{guardrail}”. Guardrails: {', '.join(g.id for g in listed)}."
            )
        listed = chosen
    if as_json:
        items = [g.model_dump(mode="json") for g in listed]
        click.echo(json.dumps(items if guardrail is None else items[0], ensure_ascii=False, indent=2))
        return 0
    if guardrail is None:
        width = max(len(g.id) for g in listed)
        for g in listed:
            mark = "off" if g.off else g.severity
            click.echo(f"{click.style(g.id.ljust(width), bold=True)}  {mark:7}  {g.summary}")
        return 0
    only = listed[0]
    click.echo(
        click.style(only.id, bold=True) + f" ({'off' if only.off else only.severity}): {only.summary}\n"
    )
    click.echo(f"Why: {only.why}")
    mended = (
        "by program where one answer is right, else by the writer"
        if only.repair == "edit"
        else "by the writer"
    )
    click.echo(f"Repaired: {mended}")
    for limit in _limits(only.limits):
        click.echo(f"Limit: {limit}")
    return 0


def _limits(limits: dict[str, Any], prefix: str = "") -> Iterator[str]:
    """Every limit as it would be set in a file of one's own: `email.min_words = 45`."""
    for key, value in limits.items():
        if isinstance(value, dict):
            yield from _limits(value, f"{prefix}{key}.")
        else:
            yield f"{prefix}{key} = {json.dumps(value, ensure_ascii=False)}"

"""Options that running and recording share."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, TypeVar

import click

from thankgen.cli.common import guardrails_option

F = TypeVar("F", bound=Callable[..., Any])


def _words(_context: click.Context, _parameter: click.Parameter, value: str) -> list[str]:
    return [word.strip() for word in value.split(",") if word.strip()]


_SHARED = (
    click.option(
        "--cases",
        "only",
        multiple=True,
        metavar="TAG",
        help="Only cases with this tag, language, occasion … or of this name; “sv,offer” means both. Can be repeated.",
    ),
    click.option("--cases-dir", "cases", metavar="DIR", help="A folder of your own cases."),
    click.option("--model", metavar="M", help="The model; a folder of recordings is named by it."),
    click.option(
        "--tries", type=click.IntRange(1), default=3, show_default=True, help="Drafts a note at the most."
    ),
    click.option(
        "--recordings",
        default="evals/recordings",
        show_default=True,
        metavar="DIR",
        help="Where the recordings are.",
    ),
    click.option("--prompts-dir", "prompts", metavar="DIR", help="A folder of your own prompt versions."),
    click.option("--prices", metavar="FILE", help="A table of prices of your own; see evals/prices.toml."),
    guardrails_option,
)


def versions_option(default: str, more: str = "") -> Callable[[F], F]:
    """`--prompts V,…`: the versions, a list of names."""
    return click.option(
        "--prompts",
        "versions",
        default=default,
        show_default=True,
        callback=_words,
        metavar="V,…",
        help=f"The prompt versions{more}.",
    )


def shared_options(function: F) -> F:
    for option in reversed(_SHARED):
        function = option(function)
    return function

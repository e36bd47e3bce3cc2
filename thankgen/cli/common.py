"""What several commands share: options, reading a note, printing results."""

from __future__ import annotations

import sys
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

import click

from thankgen.errors import NoteError

if TYPE_CHECKING:
    from thankgen.finding import Report

F = TypeVar("F", bound=Callable[..., Any])

# A note of 50,000 characters is refused anyway; nobody waits for a gigabyte to be read.
_MOST_BYTES = 4_000_000


def facts_option(function: F) -> F:
    return click.option(
        "--facts",
        "facts_file",
        required=True,
        metavar="FACTS",
        help="The facts: a .toml, .yaml or .json file.",
    )(function)


def to_option(function: F) -> F:
    return click.option("--to", metavar="NAME", help="The recipient, as named in the facts.")(function)


def json_option(function: F) -> F:
    return click.option("--json", "as_json", is_flag=True, help="Print one JSON document and nothing else.")(
        function
    )


def guardrails_option(function: F) -> F:
    return click.option(
        "--guardrails", metavar="DIR", help="A folder of your own guardrails, laid over the shipped ones."
    )(function)


def prompts_option(function: F) -> F:
    return click.option("--prompts", metavar="DIR", help="A folder of your own prompt versions.")(function)


def say(message: str) -> None:
    """A remark; results go to standard output, everything else here."""
    click.echo(message, err=True)


def read_note(name: str) -> str:
    """A note from a file, or from standard input for `-`. Raises `NoteError`."""
    try:
        data = sys.stdin.buffer.read(_MOST_BYTES + 1) if name == "-" else _read_file(Path(name))
    except OSError as error:
        raise NoteError(f"Cannot read the note {name}: {error.strerror or error}.") from error
    if len(data) > _MOST_BYTES:
        raise NoteError(f"{name} is larger than {_MOST_BYTES // 1_000_000} MB; that is no note.")
    if data.startswith((b"\xff\xfe", b"\xfe\xff")):
        raise NoteError(f"{name} is encoded in UTF-16; save it as UTF-8.")
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise NoteError(
            f"{name} is no text in UTF-8 (byte {error.start + 1}); save it as UTF-8, or give another file."
        ) from error


def _read_file(path: Path) -> bytes:
    with path.open("rb") as file:
        return file.read(_MOST_BYTES + 1)


def status(report: Report) -> int:
    return 0 if report.passed else 1

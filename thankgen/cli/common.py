"""What several commands share: options, reading a note, remarks."""

from __future__ import annotations

import contextlib
import errno
import sys
import unicodedata
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

import click

from thankgen.errors import NoteError, SettingsError

if TYPE_CHECKING:
    from thankgen.finding import Report

F = TypeVar("F", bound=Callable[..., Any])

# A note of 50,000 characters is refused anyway; nobody waits for a gigabyte to be read.
_MOST_BYTES = 4_000_000

_SAVE_AS_UTF8 = "save it as UTF-8 (in an editor: “Save as”, encoding UTF-8)"


def facts_option(function: F) -> F:
    return click.option(
        "--facts",
        "facts_file",
        required=True,
        metavar="FACTS",
        help="The facts: a .toml, .yaml or .json file.",
    )(function)


def to_option(function: F) -> F:
    return click.option(
        "--to", metavar="NAME", callback=_as_in_facts, help="The recipient, as named in the facts."
    )(function)


def _as_in_facts(_context: click.Context, _parameter: click.Parameter, name: str | None) -> str | None:
    """A name as the facts hold it: composed letters (some terminals type "é" as two), single spaces."""
    return None if name is None else " ".join(unicodedata.normalize("NFC", name).split())


def json_option(function: F) -> F:
    return click.option("--json", "as_json", is_flag=True, help="Print one JSON document and nothing else.")(
        function
    )


def guardrails_option(function: F) -> F:
    return click.option(
        "--guardrails", metavar="DIR", help="A folder of your own guardrails, laid over the shipped ones."
    )(function)


def format_option(function: F) -> F:
    from thankgen.deliver.formats import FORMATS

    meanings = "; ".join(f"{name}: {form.meaning}" for name, form in FORMATS.items())
    return click.option(
        "--format",
        "forms",
        default="text",
        show_default=True,
        metavar="F,…",
        help=f"What the notes become, several with --out. {meanings}.",
    )(function)


def out_option(function: F) -> F:
    return click.option("--out", metavar="DIR", help="Write files into this folder instead of printing.")(
        function
    )


def prompts_option(function: F) -> F:
    return click.option("--prompts", metavar="DIR", help="A folder of your own prompt versions.")(function)


def say(message: str) -> None:
    """A remark; results go to standard output, everything else here. Where nobody can be told, nobody is."""
    with contextlib.suppress(OSError):
        click.echo(message, err=True)


def read_note(name: str) -> str:
    """A note from a file, or from standard input for `-`. Raises `NoteError`."""
    from thankgen.loading.source import is_utf16  # only where a note is read

    shown = "standard input" if name == "-" else name
    try:
        data = _read_input() if name == "-" else _read_file(Path(name))
    except (OSError, ValueError) as error:  # ValueError: a zero byte in the name
        reason = getattr(error, "strerror", None) or str(error)
        raise NoteError(
            f"Cannot read the note {shown}: {reason}. Give a text file, or - for standard input."
        ) from error
    if len(data) > _MOST_BYTES:
        raise NoteError(f"{shown} is larger than {_MOST_BYTES // 1_000_000} MB; that is no note.")
    if is_utf16(data):
        raise NoteError(f"{shown} is encoded in UTF-16; {_SAVE_AS_UTF8}.")
    if b"\0" in data:
        raise NoteError(f"{shown} is a binary file; give the note as plain text in UTF-8.")
    if not data.removeprefix(b"\xef\xbb\xbf").strip():
        raise NoteError(f"{shown} is empty; give the text of a note, greeting to signature.")
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = data.count(b"\n", 0, error.start) + 1
        raise NoteError(
            f"{shown}:{line}: this is not UTF-8 (byte 0x{data[error.start]:02X}); {_SAVE_AS_UTF8}."
        ) from error


def _read_input() -> bytes:
    if sys.stdin is None:
        raise OSError(errno.EBADF, "it is closed")
    if sys.stdin.isatty():
        say("Type or paste the note, then press Ctrl-D on a line of its own.")
    return sys.stdin.buffer.read(_MOST_BYTES + 1)


def _read_file(path: Path) -> bytes:
    with path.open("rb") as file:
        return file.read(_MOST_BYTES + 1)


def write_file(path: Path, text: str, what: str, instead: str = "Choose another place.") -> None:
    """Write a text file in UTF-8; folders on the way are made. Raises `SettingsError`."""
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8", newline="\n")
    except (OSError, ValueError) as error:  # ValueError: a zero byte in the name
        reason = getattr(error, "strerror", None) or str(error)
        raise SettingsError(f"Cannot write {what} to {path}: {reason}. {instead}") from error


def status(report: Report) -> int:
    return 0 if report.passed else 1

"""`thankgen init`: ask for the facts, or write a file to fill in."""

from __future__ import annotations

import contextlib
import sys
from pathlib import Path
from typing import TYPE_CHECKING, get_args

import click

from thankgen.cli.common import say, write_file
from thankgen.errors import FactsError, SettingsError
from thankgen.facts import LanguageCode

if TYPE_CHECKING:
    from thankgen.questionnaire import Question, Questionnaire

_SUGGESTED = "interview.toml"


@click.command(name="init", epilog="Example: thankgen init --template --language sv interview.toml")
@click.argument("file", metavar="[FILE]", required=False)
@click.option("--template", "as_template", is_flag=True, help="Ask nothing: a commented file to fill in.")
@click.option(
    "--language",
    type=click.Choice(get_args(LanguageCode)),
    default="en",
    show_default=True,
    help="The language of the questions and of the notes.",
)
def command(file: str | None, as_template: bool, language: str) -> int:
    """Ask for the facts one by one, or write a template, into FILE (a new .toml file).

    Without FILE the facts go to standard output. Empty answers skip what is optional; Ctrl-D ends the
    questions early.
    """
    if file:
        _require_new(Path(file))
    if as_template:
        from thankgen.facts_template import template

        text = template(language)
    else:
        text = _asked(language)
        file = file or _asked_file()
    if file:
        _save(text, Path(file))
        say(f"wrote {file}. {'Fill it in, then' if as_template else 'Next:'} thankgen write {file}")
        return 0
    click.echo(text, nl=False)
    if as_template and sys.stdout.isatty():
        say(f"\nTo have this in a file: thankgen init --template --language {language} {_SUGGESTED}")
    return 0


def _save(text: str, path: Path) -> None:
    try:
        write_file(path, text, "the facts", "Choose another file.")
    except SettingsError:
        click.echo(text, nl=False)  # what was typed is not to be lost
        raise


def _require_new(path: Path) -> None:
    if path.suffix.lower() != ".toml":
        raise SettingsError(f"{path}: the facts are written as TOML; give a name that ends in .toml.")
    if path.exists():
        raise SettingsError(f"{path} is there already; choose another name, or move it out of the way.")


def _asked(language: str) -> str:
    """The facts asked for, as TOML. Raises `FactsError` where the answers end before what is required."""
    from thankgen.questionnaire import Questionnaire

    asking = Questionnaire(language)
    try:
        while asking.question:
            _show(asking.question)
            if not _answer(asking):
                break
    except KeyboardInterrupt:
        with contextlib.suppress(FactsError):  # too few answers to be missed
            say(f"\n\n{asking.toml()}")
        raise
    return asking.toml()


def _show(question: Question) -> None:
    mark = click.style(" *", fg="red") if question.required else ""
    say("\n" + click.style(question.text, bold=True) + mark)
    for number, (value, meaning) in enumerate(question.choices, 1):
        chosen = " (Enter)" if value == question.default else ""
        say(f"  {number}  {meaning}{chosen}")
    if not question.choices:
        say(click.style(f"   for example: {question.example}", dim=True))


def _answer(asking: Questionnaire) -> bool:
    """Take one answer; False where there are no more."""
    line = _typed("> ")
    if line is None:
        say("")
        return False
    problem = asking.answer(line)
    if problem:
        say(click.style(problem, fg="yellow"))
    return True


def _typed(prompt: str) -> str | None:
    """A line from standard input; None at its end."""
    click.echo(prompt, nl=False, err=True)
    line = sys.stdin.readline()
    return line.rstrip("\r\n") if line else None


def _asked_file() -> str | None:
    """Where a person wants the file; None where nobody sits there to say."""
    while sys.stdin.isatty():
        name = _typed(f"\nSave as [{_SUGGESTED}]: ")
        if name is None:
            break
        try:
            _require_new(Path(name.strip() or _SUGGESTED))
        except SettingsError as error:
            say(str(error))
        else:
            return name.strip() or _SUGGESTED
    return None

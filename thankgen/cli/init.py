"""`thankgen init`: ask for the facts, or write a file to fill in."""

from __future__ import annotations

import contextlib
import datetime as dt
import shlex
import sys
from pathlib import Path
from typing import TYPE_CHECKING, get_args

import click

from thankgen.cli.common import say, write_file
from thankgen.errors import FactsError, SettingsError
from thankgen.facts import LanguageCode
from thankgen.questions import words

if TYPE_CHECKING:
    from thankgen.cli.progress import Progress
    from thankgen.questionnaire import Questionnaire

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

    Empty answers skip what is optional; days may be given in words ("last Tuesday"). Typing < goes back;
    stop or Ctrl-C keeps the answers beside FILE, and the same command goes on with them; Ctrl-D ends the
    questions early. Without FILE you are asked for one at the end, or the facts go to standard output.
    """
    if file:
        _require_new(Path(file))
    if as_template:
        return _write_template(file, language)
    return _interview(file, language)


def _write_template(file: str | None, language: str) -> int:
    from thankgen.facts_template import template

    text = template(language)
    if file:
        _save(text, Path(file))
        say(f"wrote {file}. Fill it in, then thankgen write {_quoted(file)}")
        return 0
    click.echo(text, nl=False)
    if sys.stdout.isatty():
        say(f"\nTo have this in a file: thankgen init --template --language {language} {_SUGGESTED}")
    return 0


def _interview(file: str | None, language: str) -> int:
    """Ask, then write the facts; or keep the answers for another time."""
    from thankgen.cli import STOPPED
    from thankgen.cli.interview import Interview, StoppedError
    from thankgen.cli.progress import Progress

    progress = Progress(Path(file or _SUGGESTED)) if sys.stdin.isatty() else None
    asking = _begun(progress, language)
    interview = Interview(asking, progress)
    try:
        is_done = interview.run()
        if not is_done and progress and not _is_enough(asking):
            raise StoppedError
        text = asking.toml()
        file = file or _asked_file(asking.language)
    except (StoppedError, KeyboardInterrupt) as error:
        if progress and progress.is_kept:
            _tell_kept(progress, asking.language, file)
            return STOPPED
        with contextlib.suppress(FactsError):  # too few answers to be missed
            say(f"\n\n{asking.toml()}")
        raise KeyboardInterrupt from error
    if file is None:
        click.echo(text, nl=False)
        return 0
    _save(text, Path(file))
    if progress:
        progress.drop()
    say(words(asking.language).talk.saved.format(file=file, command=f"thankgen write {_quoted(file)}"))
    return 0


def _begun(progress: Progress | None, language: str) -> Questionnaire:
    """The questions from their beginning, or from where they were left."""
    from thankgen.questionnaire import Questionnaire

    today = dt.date.today()
    asking = progress.load(today) if progress else None
    if progress and asking:
        talk = words(asking.language).talk
        say(talk.again.format(count=len(asking.answers), file=progress.path))
        return asking
    if progress:
        say(words(language).talk.intro)
        if language == "en":
            say("På svenska: --language sv · Auf Deutsch: --language de · På dansk: --language da")
    return Questionnaire(language, today=today)


def _quoted(file: str) -> str:
    """A file's name as a shell takes it; letters of any language need no quotes."""
    return file if all(c.isalnum() or c in "._-/\\:" for c in file) else shlex.quote(file)


def _is_enough(asking: Questionnaire) -> bool:
    try:
        asking.facts()
    except FactsError:
        return False
    return True


def _tell_kept(progress: Progress, language: str, file: str | None) -> None:
    command = f"thankgen init {_quoted(file)}" if file else "thankgen init"
    say("\n" + words(language).talk.kept.format(file=progress.path, command=command))


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


def _asked_file(language: str) -> str | None:
    """Where a person wants the file; None where nobody sits there to say."""
    from thankgen.cli.interview import typed

    while sys.stdin.isatty():
        name = typed("\n" + words(language).talk.save.format(file=_SUGGESTED))
        if name is None:
            break
        try:
            _require_new(Path(name.strip() or _SUGGESTED))
        except SettingsError as error:
            say(str(error))
        else:
            return name.strip() or _SUGGESTED
    return None

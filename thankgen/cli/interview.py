"""The questions of `init` at a terminal: one at a time, back and forth, read over at the end."""

from __future__ import annotations

import contextlib
import sys
from typing import TYPE_CHECKING

import click

from thankgen.cli.common import say
from thankgen.questions import words

if TYPE_CHECKING:
    from thankgen.cli.progress import Progress
    from thankgen.questionnaire import Question, Questionnaire


class StoppedError(Exception):
    """The person wants to go on another time."""


class Interview:
    """Leads through a questionnaire; `progress` keeps the answers where somebody sits there."""

    def __init__(self, asking: Questionnaire, progress: Progress | None) -> None:
        self._asking = asking
        self._progress = progress
        self._talk = words(asking.language).talk

    def run(self) -> bool:
        """Ask until all is answered and read over; False where the input ends before.

        Raises `StoppedError` and `KeyboardInterrupt`.
        """
        while True:
            while question := self._asking.question:
                self._show(question)
                line = self._typed()
                if line is None:
                    return False
                self._take(line)
            # A program that pipes answers has nobody to read them over.
            if self._progress is None or self._read_over():
                return True

    def _take(self, line: str) -> None:
        if self._is_back(line):
            self._back()
            return
        problem = self._asking.answer(line)
        if problem:
            say(click.style(problem, fg="yellow"))
            return
        self._keep()
        if self._asking.understood:
            say(click.style(f"  → {self._asking.understood}", fg="green"))

    def _back(self) -> None:
        if not self._asking.back():
            say(click.style(self._talk.first, fg="yellow"))
        self._keep()

    def _read_over(self) -> bool:
        """Show what has to be right to the letter, and mend it; False to go back to the questions."""
        while True:
            entries = self._asking.entries
            say("\n" + click.style(self._talk.proofread, bold=True))
            width = max(len(entry.label) for entry in entries)
            for at, entry in enumerate(entries, 1):
                say(f"  {at:>2}  {entry.label:<{width}}  {click.style(entry.value, bold=True)}")
            line = self._typed()
            if line is None or not line.strip():
                return True
            if self._is_back(line):
                self._back()
                return False
            if line.strip().isdecimal() and 1 <= int(line) <= len(entries):
                self._mend(entries[int(line) - 1].number, entries[int(line) - 1].label)
            else:
                say(click.style(self._talk.number, fg="yellow"))

    def _mend(self, number: int, label: str) -> None:
        say("\n" + click.style(f"{label}?", bold=True))
        line = self._typed()
        if line is None or not line.strip() or self._is_back(line):
            return
        problem = self._asking.change(number, line)
        if problem:
            say(click.style(problem, fg="yellow"))
        self._keep()

    def _keep(self) -> None:
        if self._progress:
            self._progress.keep(self._asking)

    def _show(self, question: Question) -> None:
        mark = click.style(" *", fg="red") if question.required else ""
        say("\n" + click.style(question.text, bold=True) + mark)
        for number, (value, meaning) in enumerate(question.choices, 1):
            chosen = " (Enter)" if value == question.default else ""
            say(f"  {number}  {meaning}{chosen}")
        if not question.choices:
            say(click.style(f"   {self._talk.example.format(example=question.example)}", dim=True))

    def _is_back(self, line: str) -> bool:
        return line.strip().casefold() in self._talk.back

    def _typed(self) -> str | None:
        line = typed("> ")
        if line is not None and line.strip().casefold() in self._talk.stop:
            raise StoppedError
        return line


def typed(prompt: str) -> str | None:
    """A line from standard input; None at its end. At a terminal it can be edited with the arrow keys."""
    if sys.stdin.isatty() and sys.stdout.isatty():
        with contextlib.suppress(ImportError):  # not on every system
            import readline  # noqa: F401  input() uses it once it is there
        try:
            return input(prompt)
        except EOFError:
            say("")
            return None
    click.echo(prompt, nl=False, err=True)
    line = sys.stdin.readline()
    if not line:
        say("")
    return line.rstrip("\r\n") if line else None

"""What `thankgen write` does with its notes: files, printing, verdicts, the trace."""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from thankgen.cli.common import say, write_file
from thankgen.errors import ExhaustedError, SettingsError

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from thankgen.facts import Facts
    from thankgen.note import Note


class Outcome:
    """Where the notes go. Made before the writing, so that a wrong place or format costs no draft.

    Raises `SettingsError`, `RenderError` and `click.UsageError`.
    """

    def __init__(self, facts: Facts, options: dict[str, Any]) -> None:
        from thankgen.deliver.files import prepare
        from thankgen.deliver.formats import formats, require

        self.notes: Sequence[Note] = ()
        self.done: list[Note] = []
        self._facts = facts
        self._folder = Path(options["out"]) if options["out"] else None
        self._forms = formats(options["forms"])
        self._as_json = options["as_json"] or (self._forms == ["json"] and self._folder is None)
        self._trace = Path(options["trace"]) if options["trace"] else None
        recipients = 1 if options["to"] else len(facts.recipients)
        if self._folder is None and not self._as_json:
            _require_printable(self._forms, recipients)
        require(self._forms, facts)
        if self._folder:
            prepare(self._folder)
        if self._trace:
            write_file(self._trace, "", "the trace", "Choose another place for --trace.")

    def deliver(self) -> int:
        """Hand over all notes; 1 where one violates an error-level guardrail."""
        self._write_trace(self.notes)
        self._hand_over(self.notes)
        if self._as_json:
            click.echo(
                json.dumps([n.model_dump(mode="json") for n in self.notes], ensure_ascii=False, indent=2)
            )
        return max((self._judge(note) for note in self.notes), default=0)

    def deliver_after(self, error: BaseException) -> None:
        """Hand over the notes that were done, and show the best drafts of the others.

        Under `--json` they stand in the document that the error becomes.
        """
        from thankgen.cli.failure import failures

        order = [recipient.name for recipient in self._facts.recipients]
        self.notes = sorted(self.done, key=lambda note: order.index(note.to))
        best = [e.best for e in failures(error) if isinstance(e, ExhaustedError)]
        # A failure of any kind (Ctrl-C, say) becomes a document that holds the notes.
        error.notes = tuple(self.notes)  # type: ignore[attr-defined]  # exceptions take any attribute
        self._write_trace([*self.notes, *best])
        self._hand_over(self.notes)
        for note in self.notes:
            self._judge(note)
        for failure in failures(error):
            if failure is not error:
                say(click.style("Error: ", fg="red", bold=True) + str(failure))
            if isinstance(failure, ExhaustedError):
                _show_best(failure.best)

    def _hand_over(self, notes: Sequence[Note]) -> None:
        if self._folder is None:
            if not self._as_json:
                self._print(notes, self._forms)
                self._remark(notes)
            return
        from thankgen.deliver.files import save

        try:
            paths = save(notes, self._facts, self._folder, self._forms)
        except SettingsError:
            # The notes are not to be lost with the disk that is full.
            if not self._as_json:
                self._print(notes, ["text"])
            raise
        for path in paths:
            say(f"wrote {path}")
        self._remark(notes)

    def _remark(self, notes: Sequence[Note]) -> None:
        from thankgen.deliver.formats import remarks

        for remark in remarks(notes, self._facts, self._forms):
            say(remark)

    def _print(self, notes: Sequence[Note], forms: Iterable[str]) -> None:
        from thankgen.deliver.formats import render

        for number, note in enumerate(notes):
            if len(self._facts.recipients) > 1 and len(notes) > 1:
                click.echo(("\n" if number else "") + click.style(f"── To {note.to} ──", dim=True) + "\n")
            for form in forms:
                click.echo(render(note, self._facts, form), nl=False)

    def _judge(self, note: Note) -> int:
        """A word about the note where there is one to say; 1 where it violates an error-level guardrail."""
        from thankgen.cli.show import report_lines

        if note.source == "offline" and any(a.source == "model" for a in note.attempts):
            say(f"The note to {note.to} is the built-in writer's: no draft of the model passed.")
        if note.report.findings or not note.report.passed:
            say("")
            say(f"The note to {note.to}:")
            for line in report_lines(note.text, note.report):
                say(line)
        return 0 if note.report.passed else 1

    def _write_trace(self, notes: Iterable[Note]) -> None:
        """Every attempt as a JSON line: the recipient under `to`, then the attempt."""
        if self._trace is None:
            return
        lines = [
            json.dumps({"to": note.to, **attempt.model_dump(mode="json")}, ensure_ascii=False)
            for note in notes
            for attempt in note.attempts
        ]
        write_file(self._trace, "".join(f"{line}\n" for line in lines), "the trace")


def _require_printable(forms: Sequence[str], recipients: int) -> None:
    """One thing at a time can be printed so that a program can read it."""
    from thankgen.deliver.formats import FORMATS

    if len(forms) > 1:
        raise click.UsageError("Several formats cannot be printed; give --out DIR, or one format.")
    form = FORMATS[forms[0]]
    if form.printed == "never":
        raise click.UsageError(f"{forms[0]} is no text that can be printed; give --out DIR.")
    if form.printed == "one" and form.of == "note" and recipients > 1:
        raise click.UsageError(
            f"Several notes as {forms[0]} cannot be printed as one; give --out DIR, or --to NAME."
        )


def _show_best(note: Note) -> None:
    from thankgen.cli.show import report_lines

    say(f"\nThe best draft to {note.to}, which is not fit to send:\n")
    say(note.text)
    for line in report_lines(note.text, note.report):
        say(line)

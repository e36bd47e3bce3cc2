"""What `thankgen write` does with its notes: files, printing, verdicts, the trace."""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from thankgen.cli.common import say, write_file
from thankgen.cli.handover import Handover
from thankgen.errors import ExhaustedError

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from thankgen.facts import Facts
    from thankgen.note import Note


class Outcome:
    """Where the notes go. Made before the writing, so that a wrong place or format costs no draft.

    Raises `SettingsError`, `RenderError` and `click.UsageError`.
    """

    def __init__(self, facts: Facts, options: dict[str, Any]) -> None:
        self.notes: Sequence[Note] = ()
        self.done: list[Note] = []
        self._facts = facts
        recipients = 1 if options["to"] else len(facts.recipients)
        self._handover = Handover(facts, options["out"], options["forms"], recipients, options["as_json"])
        self._trace = Path(options["trace"]) if options["trace"] else None
        if self._trace:
            write_file(self._trace, "", "the trace", "Choose another place for --trace.")

    def deliver(self) -> int:
        """Hand over all notes; 1 where one violates an error-level guardrail."""
        self._write_trace(self.notes)
        self._handover.hand_over(self.notes)
        if self._handover.as_json:
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
        self._handover.hand_over(self.notes)
        for note in self.notes:
            self._judge(note)
        for failure in failures(error):
            if failure is not error:
                say(click.style("Error: ", fg="red", bold=True) + str(failure))
            if isinstance(failure, ExhaustedError):
                _show_best(failure.best)

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


def _show_best(note: Note) -> None:
    from thankgen.cli.show import report_lines

    say(f"\nThe best draft to {note.to}, which is not fit to send:\n")
    say(note.text)
    for line in report_lines(note.text, note.report):
        say(line)

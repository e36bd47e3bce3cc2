"""Where finished notes go: files in a folder, or standard output."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from thankgen.cli.common import say
from thankgen.errors import RenderError, SettingsError

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from thankgen.facts import Facts
    from thankgen.note import Note


class Handover:
    """Checks folder and formats when it is made, so that a slip costs no draft.

    `recipients` is how many notes there will be at the most. `as_json` tells that a JSON document is
    printed instead of them: it was asked for, or it is the format. Raises `SettingsError`, `RenderError` and
    `click.UsageError`.
    """

    def __init__(self, facts: Facts, out: str | None, forms: str, recipients: int, as_json: bool) -> None:
        from thankgen.deliver.files import prepare
        from thankgen.deliver.formats import formats, require

        self._facts = facts
        self._folder = Path(out) if out else None
        self._forms = formats(forms)
        self.as_json = as_json or (self._forms == ["json"] and self._folder is None)
        if self._folder is None and not self.as_json:
            _require_printable(self._forms, recipients)
        require(self._forms, facts)
        if self._folder:
            prepare(self._folder)

    def hand_over(self, notes: Sequence[Note]) -> None:
        """Write or print the notes, and say what a person should know about them."""
        if self._folder is None:
            if not self.as_json:
                self._print(notes, self._forms)
                self._remark(notes)
            return
        from thankgen.deliver.files import save

        try:
            paths = save(notes, self._facts, self._folder, self._forms)
        except (SettingsError, RenderError):
            # The notes are not to be lost with the disk that is full, or the card that is too small.
            if not self.as_json:
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
        from thankgen.deliver.formats import FORMATS, render

        for form in forms:
            one = FORMATS[form].of == "facts"
            for number, note in enumerate(notes[:1] if one else notes):
                if len(self._facts.recipients) > 1 and len(notes) > 1 and not one:
                    head = click.style(f"── To {note.to} ──", dim=True)
                    click.echo(("\n" if number else "") + head + "\n")
                content = render(note, self._facts, form)
                click.echo(content, nl=not content.endswith(b"\n"))


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

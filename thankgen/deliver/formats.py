"""The formats of a note, in one table."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

from thankgen.errors import SettingsError

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence

    from thankgen.facts import Facts
    from thankgen.note import Note


@dataclass(frozen=True)
class Format:
    """One format: the ending of its files, what it is good for, and how a note becomes one.

    `printed`: "joined" where several notes can be printed one after the other, "one" where only one can,
    "never" where the content is no text. `of` says what has a file of its own: each note, or the facts.
    `remarks` gives what a person should know who
    gets the file. `check` raises what `render` would raise whatever the note says.
    """

    suffix: str
    meaning: str
    render: Callable[[Note, Facts], bytes]
    printed: Literal["joined", "one", "never"] = "one"
    of: Literal["note", "facts"] = "note"
    remarks: Callable[[Note, Facts], list[str]] = lambda _note, _facts: []
    check: Callable[[Facts], object] = lambda _facts: None


# Each imports what it needs when it is called: most commands deliver nothing.


def _text(note: Note, _facts: Facts) -> bytes:
    return note.text.encode()


def _json(note: Note, _facts: Facts) -> bytes:
    return (note.model_dump_json(indent=2) + "\n").encode()


def _eml(note: Note, facts: Facts) -> bytes:
    from thankgen.deliver import eml

    return eml.draft(note, facts)


def _mailto(note: Note, facts: Facts) -> bytes:
    from thankgen.deliver import mailto

    return (mailto.mailto(note, facts) + "\n").encode()


def _pdf(note: Note, facts: Facts) -> bytes:
    from thankgen.deliver import paper

    return paper.pdf(note, facts)


def _png(note: Note, facts: Facts) -> bytes:
    from thankgen.deliver import paper

    return paper.png(note, facts)


def _html(note: Note, facts: Facts) -> bytes:
    from thankgen.deliver import page

    return page.page(note, facts).encode()


def _require_paper(_facts: Facts) -> None:
    from thankgen.deliver import paper

    paper.require()


def _reminders(facts: Facts) -> bytes:
    from thankgen.deliver.reminders import reminders

    return reminders(facts)


def _ics(_note: Note, facts: Facts) -> bytes:
    return _reminders(facts)


def _without_address(note: Note, facts: Facts) -> list[str]:
    from thankgen.deliver.addresses import whom_to_ask

    advice = whom_to_ask(facts, note.to)
    return [advice] if advice else []


def _unlike_a_link(note: Note, facts: Facts) -> list[str]:
    from thankgen.deliver import mailto

    length = len(mailto.mailto(note, facts))
    remarks = _without_address(note, facts)
    if length > mailto.LONGEST:
        limit = f"some systems cut it after {mailto.LONGEST}"
        remarks.append(f"The link to {note.to} has {length} characters; {limit}. An eml has no such limit.")
    return remarks


FORMATS: dict[str, Format] = {
    "text": Format("txt", "plain text", _text, "joined"),
    "eml": Format("eml", "an e-mail draft", _eml, remarks=_without_address),
    "mailto": Format(
        "mailto.txt", "a link that opens a new e-mail", _mailto, "joined", remarks=_unlike_a_link
    ),
    "pdf": Format("pdf", "a card or letter to print", _pdf, "never", check=_require_paper),
    "png": Format("png", "a picture of the card or letter", _png, "never", check=_require_paper),
    "html": Format("html", "the card or letter as a page", _html),
    "ics": Format("ics", "reminders for a calendar, one file", _ics, of="facts", check=_reminders),
    "json": Format("json", "the note with its findings and attempts", _json),
}
"""Every format by its name."""


def formats(names: str) -> list[str]:
    """The formats in a list with commas, each once. Raises `SettingsError` for one that there is not."""
    wanted = list(dict.fromkeys(name.strip().lower() for name in names.split(",") if name.strip()))
    unknown = [name for name in wanted if name not in FORMATS]
    if unknown or not wanted:
        named = ", ".join(f"“{name}”" for name in unknown) or "nothing"
        raise SettingsError(f"There is no format {named}; formats: {', '.join(FORMATS)}.")
    return wanted


def require(forms: Iterable[str], facts: Facts) -> None:
    """Raise before anything is written what would make a format fail for these facts whatever the note says.

    That is `SettingsError` where an extra is not installed, `RenderError` where the facts lack something.
    """
    for form in forms:
        FORMATS[form].check(facts)


def render(note: Note, facts: Facts, form: str) -> bytes:
    """A note in one of the formats, as the content of a file.

    Raises `SettingsError` for a format that there is not or whose extra is not installed, `RenderError`
    where the note cannot be made into it.
    """
    [form] = formats(form)
    return FORMATS[form].render(note, facts)


def remarks(notes: Iterable[Note], facts: Facts, forms: Sequence[str]) -> list[str]:
    """What a person should know who gets these notes in these formats, each thing once: a sentence or two."""
    said = (remark for note in notes for form in forms for remark in FORMATS[form].remarks(note, facts))
    return list(dict.fromkeys(said))

"""The error tree. Every error that thankgen raises on purpose is a `ThankgenError`.

The message says what is wrong, where, what is allowed, and what to do next.
`exit_status` is what the command line returns for it.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, ClassVar

if TYPE_CHECKING:
    from thankgen.finding import Finding
    from thankgen.note import Note


class ThankgenError(Exception):
    """Root of all errors of this package."""

    exit_status: ClassVar[int] = 2


@dataclass(frozen=True)
class Fault:
    """One thing wrong in a file: where it stands and what would be right.

    `line` counts from 1 and is None where the format gives none; `key` is a dotted
    path such as `recipients[1].name`, empty for the file as a whole.
    """

    key: str
    message: str
    file: str | None = None
    line: int | None = None

    def __str__(self) -> str:
        place = self.file or ""
        if self.line is not None:
            place += f":{self.line}" if place else f"line {self.line}"
        return ": ".join(part for part in (place, self.key, self.message) if part)


class FaultyInputError(ThankgenError):
    """A file or mapping that cannot be used; `faults` lists everything wrong with it at once."""

    def __init__(self, faults: tuple[Fault, ...]) -> None:
        self.faults = faults
        super().__init__("\n".join(str(fault) for fault in faults))

    def __reduce__(self) -> tuple[type[FaultyInputError], tuple[tuple[Fault, ...]]]:
        # The message alone would not make it anew in another process.
        return type(self), (self.faults,)


class FactsError(FaultyInputError):
    """The facts are missing, unreadable or wrong."""


class RecipientError(ThankgenError):
    """`to` names nobody in the facts, or is needed and was left out."""


class NoteError(ThankgenError):
    """The note given is no text that can be judged: empty, binary, or too large."""


class RulebookError(FaultyInputError):
    """A guardrail file is wrong."""


class PromptError(FaultyInputError):
    """A prompt version is missing or wrong."""


class SettingsError(ThankgenError):
    """An argument or environment variable has a value that is not allowed."""


class GenerationError(ThankgenError):
    """A `Generation` was asked out of turn: for its note too early, or with a reply that nobody asked for."""


class CheckError(ThankgenError):
    """A check crashed on a note. There is no verdict, so there is no note."""

    exit_status = 1


class RenderError(ThankgenError):
    """A note cannot be made into a format: a letter that the typeface lacks, too much text, no date to remind of."""


class EndpointError(ThankgenError):
    """The model endpoint failed for good: unreachable, refused, or unusable answers.

    `notes` are the notes to other recipients that were done before.
    """

    exit_status = 3
    notes: tuple[Note, ...] = ()


class ExhaustedError(ThankgenError):
    """Tries, tokens or time ran out before a note passed.

    `best` is the best draft so far, with its report and every attempt. `notes` are the notes
    to other recipients that did pass.
    """

    exit_status = 1

    def __init__(self, message: str, best: Note, notes: tuple[Note, ...] = ()) -> None:
        self.best = best
        self.notes = notes
        super().__init__(message)

    @property
    def findings(self) -> tuple[Finding, ...]:
        """What the best draft still violates."""
        return self.best.report.findings

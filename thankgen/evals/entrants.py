"""What takes part in a run, and the way of one note through it: the same for replaying and recording."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from thankgen.errors import EndpointError
from thankgen.evals.recordings import Shelf, Tape
from thankgen.evals.runs import OFFLINE, Gap, Outcome, Version
from thankgen.generate import Generation

if TYPE_CHECKING:
    from thankgen.evals.cases import Case
    from thankgen.evals.cassettes import Turn
    from thankgen.evals.prices import Prices
    from thankgen.exchange import Request, Writer
    from thankgen.generate import Budget
    from thankgen.prompts import Prompt
    from thankgen.rulebook import Rulebook


@dataclass(frozen=True)
class Entrant:
    """A prompt version and its recordings; without a prompt, the offline writer."""

    prompt: Prompt | None
    shelf: Shelf | None

    @property
    def version(self) -> Version:
        if self.prompt is None or self.shelf is None:
            return Version(name=OFFLINE, origin="offline")
        recording = self.shelf.recording
        return Version(
            name=self.prompt.version,
            seal=self.prompt.seal,
            model=recording.model if recording else None,
            origin=recording.origin if recording else "model",
        )


@dataclass(frozen=True)
class Setting:
    """What all notes of a run share."""

    rulebook: Rulebook
    offline: Writer
    prices: Prices
    budget: Budget


class Take:
    """One note of a run on its way. `request` is what nobody has answered yet; None when it is over.

    Everything that is recorded is answered from the tape; `gap` says why it goes no further.
    """

    def __init__(self, entrant: Entrant, case: Case, sample: int, setting: Setting) -> None:
        self.entrant, self.case, self.sample = entrant, case, sample
        self._setting = setting
        self._declined: str | None = None
        self.gap: Gap | None = None
        self.tape = entrant.shelf.tape(case.id, sample) if entrant.shelf else Tape((), None)
        self._generation = Generation(
            case.addressed, setting.rulebook, entrant.prompt, setting.budget, on=case.facts.interview.date
        )
        self._replay()

    @property
    def request(self) -> Request | None:
        return self._generation.request

    def learn(self, turn: Turn) -> None:
        """Take the answer to `request`, and go on from there."""
        assert self.request is not None, "no answer is waited for"
        self.tape.keep(self.request.number, turn)
        self._replay()

    def _replay(self) -> None:
        self.gap = None
        while (request := self._generation.request) is not None:
            if request.writer == "offline":
                self._generation.receive(self._setting.offline.draft(request))
                continue
            try:
                reply = self.tape.answer(request)
            except EndpointError as error:  # the model would not write: that is its answer
                self._declined = str(error)
                self._generation.fail(error)
                continue
            if isinstance(reply, Gap):
                self.gap = reply
                return
            self._generation.receive(reply)

    def outcome(self) -> Outcome:
        """What has become of the note so far."""
        attempts = self._generation.attempts
        version = self.entrant.version
        return blank(version.name, self.case, self.sample).model_copy(
            update={
                "attempts": attempts,
                "text": self._generation.text,
                "passed": bool(attempts) and attempts[-1].report.passed,
                "cost": self._cost(version),
                "gap": self.gap,
                "declined": self._declined,
            }
        )

    def _cost(self, version: Version) -> float | None:
        if version.origin == "offline":
            return 0.0
        usages = [attempt.usage for attempt in self._generation.attempts]
        return self._setting.prices.cost(version.model, usages) if version.model else None


def blank(version: str, case: Case, sample: int) -> Outcome:
    """An outcome that says no more than what was to be written."""
    return Outcome(
        version=version,
        case=case.id,
        sample=sample,
        language=case.language,
        tags=tuple(label for label in case.labels if label != case.language),
        to=case.to,
    )


def crashed(version: str, case: Case, sample: int, error: Exception) -> Outcome:
    """The row of a note on which something crashed."""
    told = f"{type(error).__name__}: {error}"
    return blank(version, case, sample).model_copy(update={"error": told})


def replay(entrant: Entrant, case: Case, sample: int, setting: Setting) -> Outcome:
    """One note from its recording; a crash is an outcome, too."""
    try:
        return Take(entrant, case, sample, setting).outcome()
    except Exception as error:  # whatever it is, the other notes go on
        return crashed(entrant.version.name, case, sample, error)

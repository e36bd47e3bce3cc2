"""A whole evaluation: which versions, cases and samples, replayed or recorded."""

from __future__ import annotations

import contextlib
import datetime as dt
import os
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Literal

from thankgen.errors import EndpointError, Fault, PromptError, SettingsError
from thankgen.evals import cases as case_files
from thankgen.evals.entrants import Entrant, Setting, replay
from thankgen.evals.forks import together
from thankgen.evals.recordings import Recording, Shelf, open_shelf
from thankgen.evals.runs import Header, Outcome, Run
from thankgen.evals.spellings import answers_kept

if TYPE_CHECKING:
    from pathlib import Path

    from thankgen.evals.cases import Case
    from thankgen.evals.prices import Prices
    from thankgen.evals.record import Progress, Recorder
    from thankgen.exchange import Writer
    from thankgen.generate import Budget
    from thankgen.prompts import Prompt
    from thankgen.rulebook import Rulebook
    from thankgen.writers.openai import OpenAIWriter


@dataclass
class Evaluating:
    """What is to be evaluated. `prompts` maps a version's name to it; None is the offline writer.

    `samples` None means as many as are recorded. `entrants` are there once recordings are opened.
    """

    thankgen: str
    prompts: dict[str, Prompt | None]
    cases: tuple[Case, ...]
    samples: int | None
    rulebook: Rulebook
    offline: Writer
    prices: Prices
    budget: Budget
    entrants: list[Entrant] = field(default_factory=list)

    def open(self, recordings: Path, model: str | None) -> None:
        """Look up what is recorded. Raises `SettingsError` where that is not clear."""
        if not self.prompts:
            raise SettingsError("Name at least one prompt version, or “offline” for the built-in writer.")
        for name, prompt in self.prompts.items():
            shelf = None if prompt is None else open_shelf(recordings, name, model)
            self.entrants.append(Entrant(prompt, shelf))

    @property
    def setting(self) -> Setting:
        return Setting(self.rulebook, self.offline, self.prices, self.budget)

    @property
    def drawn(self) -> int:
        """Samples a case: those asked for, else those that are recorded, at least one."""
        recorded = (entrant.shelf.samples for entrant in self.entrants if entrant.shelf)
        return self.samples or max((1, *recorded))

    def notes(self) -> Iterator[tuple[Entrant, Case, int]]:
        """Everything that is written, in the run's order."""
        for entrant in self.entrants:
            for case in self.cases:
                for sample in range(1, self.drawn + 1):
                    yield entrant, case, sample

    def run(self, outcomes: Sequence[Outcome]) -> Run:
        header = Header(
            thankgen=self.thankgen,
            guardrails=self.rulebook.digest(),
            cases=case_files.digest(self.cases),
            samples=self.drawn,
            versions=tuple(entrant.version for entrant in self.entrants),
        )
        return Run(header=header, outcomes=tuple(outcomes))

    def recorder(
        self,
        writer: OpenAIWriter,
        origin: Literal["model", "scripted"],
        recordings: Path,
        progress: Callable[[Progress], None] | None,
    ) -> Recorder:
        """A recorder of all notes. Raises `PromptError` or `SettingsError` where they are not to be recorded so."""
        from thankgen.evals.record import Recorder  # only where it records

        assert writer.model is not None, "a recording is named by its model"
        self.open(recordings, writer.model)
        self.entrants = [_recordable(entrant, writer, origin) for entrant in self.entrants]
        return Recorder(list(self.notes()), writer, self.setting, progress)


def _recordable(entrant: Entrant, writer: OpenAIWriter, origin: Literal["model", "scripted"]) -> Entrant:
    """The version with the recording that it has or will have. What is there must have been made the same way."""
    from thankgen.testing import MODEL  # only where it records

    prompt, shelf = entrant.prompt, entrant.shelf
    if prompt is None or shelf is None:
        raise SettingsError("The offline writer needs no recording; leave it out here.")
    if prompt.info.seal != prompt.seal:
        state = "has changed since it was sealed" if prompt.info.seal else "is not sealed"
        advice = f"`thankgen prompts new NAME --from {prompt.version}` makes a version that may change"
        if not prompt.info.seal:
            advice = f"when it is done, say `thankgen prompts seal {prompt.version}`"
        message = f"the version {state}, and a recording must belong to one text for good; {advice}"
        raise PromptError((Fault("seal", message, str(prompt.folder / "prompt.toml")),))
    wanted = Recording(
        prompt=prompt.version,
        seal=prompt.seal,
        model=writer.model or "",
        origin="scripted" if writer.model == MODEL else origin,
        temperature=writer.temperature,
        recorded_on=dt.date.today(),
    )
    there = shelf.recording
    if there is None:
        return Entrant(prompt, Shelf(shelf.folder, wanted))
    for key in ("seal", "model", "origin", "temperature"):
        before, now = getattr(there, key), getattr(wanted, key)
        if before != now:
            raise SettingsError(
                f"{shelf.folder} was recorded with {key} {before}, and this would be {now}. "
                "Record into another folder (--recordings), or delete this one."
            )
    return entrant


def replayed(job: Evaluating, recordings: Path, processes: int | None) -> Run:
    """The run of what is recorded in a folder. `processes` None means one a language, as far as there are processors."""
    setting = job.setting

    def work(notes: Sequence[tuple[Entrant, Case, int]]) -> list[Outcome]:
        with contextlib.ExitStack() as stack:
            for language in {case.language for _, case, _ in notes}:
                dictionary = job.rulebook.dictionary(language)
                stack.enter_context(answers_kept(dictionary, recordings))
            return [replay(*note, setting) for note in notes]

    notes = list(job.notes())
    return job.run(together(notes, work, lambda note: note[1].language, processes or os.cpu_count() or 1))


def recorded(job: Evaluating, recorder: Recorder) -> Run:
    """The run of what was just recorded. Raises `EndpointError` where the endpoint ended the work."""
    if recorder.error is not None:
        left = len(list(job.notes())) - sum(outcome.complete for outcome in recorder.outcomes)
        notes = "1 note is" if left == 1 else f"{left} notes are"
        raise EndpointError(
            f"{recorder.error} {notes} left to record; the same command goes on where it stopped."
        ) from recorder.error
    return job.run(recorder.outcomes)

"""Recording: the answers of a model, heard on their way to the writer and kept as cassettes."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from thankgen.errors import EndpointError, Fault, FaultyInputError
from thankgen.evals.cassettes import SECONDS, Readable, Turn, readable_json
from thankgen.evals.entrants import Entrant, Setting, Take, crashed
from thankgen.evals.recordings import ABOUT, Shelf
from thankgen.evals.tapping import Ear, listening, tapping

if TYPE_CHECKING:
    from pathlib import Path

    from thankgen.evals.cases import Case
    from thankgen.evals.runs import Outcome
    from thankgen.exchange import Request, Writer
    from thankgen.note import Usage

ADDRESS = "https://model.invalid/v1/chat/completions"
"""Stands for the endpoint's address, which may tell more than a recording should."""

MOST_FAILURES = 3
"""Failures of the endpoint one after the other that end a recording: the rest would fare no better."""

_HEADERS = {"content-type": ["application/json"]}


@dataclass(frozen=True)
class Progress:
    """A note is done: what became of it, and how far the recording is.

    `asked` is how many answers came now (not those that were recorded before), `tokens` and `cost`
    what they took; `cost` is None where no price is known. `error` is why the endpoint ended it.
    """

    outcome: Outcome
    done: int
    total: int
    asked: int = 0
    tokens: int = 0
    cost: float | None = 0.0
    error: EndpointError | None = None


class _Job:
    """One note that is being recorded.

    `seconds` and `error` are what its latest request came to, `usages` what all of them took.
    """

    def __init__(self, number: int, take: Take) -> None:
        self.number, self.take = number, take
        self.usages: list[Usage] = []
        self.seconds = 0.0
        self.error: EndpointError | None = None
        self._ear = Ear()

    @property
    def request(self) -> Request:
        request = self.take.request
        assert request is not None, "a note that is done asks for nothing"
        return request

    @contextmanager
    def listening(self) -> Iterator[None]:
        """While it lasts, answers that come in are this note's."""
        self.error = None
        self.seconds = 0.0
        with listening() as self._ear:
            yield

    def learn(self) -> None:
        """Hand the answer to the note. An answer that the writer could not use is one all the same."""
        if self._ear.answered is None:
            unheard = "An answer came that vcrpy did not hear; is it the version that pyproject.toml names?"
            self.error = self.error or EndpointError(unheard)
            return
        self.error = None
        number = self.request.number
        turn = Turn(self._ear.asked, self._ear.answered, round(self.seconds, 3))
        self.usages.append(turn.usage)
        self.take.learn(turn)
        if self.take.gap is not None and self.take.gap.attempt == number:
            raise AssertionError(
                f"a request went out otherwise than it is matched: {self.take.gap.difference}"
            )


class Recorder:
    """Asks for everything that is not recorded yet and writes a note's cassette as soon as the note is done."""

    def __init__(
        self,
        notes: Sequence[tuple[Entrant, Case, int]],
        writer: Writer,
        setting: Setting,
        progress: Callable[[Progress], None] | None = None,
    ) -> None:
        self._notes = list(enumerate(notes))
        self._total = len(self._notes)
        self._writer = writer
        self._setting = setting
        self._progress = progress
        self._lock = threading.Lock()
        self._outcomes: dict[int, Outcome] = {}
        self._failures = 0
        self.error: EndpointError | None = None
        """Why the endpoint failed for good, where it did so for the first time."""

    @property
    def outcomes(self) -> tuple[Outcome, ...]:
        """What has become of the notes that were reached, in the order of the notes."""
        return tuple(outcome for _, outcome in sorted(self._outcomes.items()))

    def run(self, concurrency: int) -> None:
        """Record with so many requests at a time."""
        from concurrent.futures import ThreadPoolExecutor  # only where it runs

        with tapping(), ThreadPoolExecutor(concurrency) as pool:
            hands = [pool.submit(self._work) for _ in range(concurrency)]
            try:
                for hand in hands:
                    hand.result()
            finally:
                self._notes.clear()  # after Ctrl-C: what is under way ends, and nothing else begins

    async def arun(self, concurrency: int) -> None:
        """`run` for async callers."""
        import asyncio  # only where it runs

        with tapping():
            await asyncio.gather(*(self._awork() for _ in range(concurrency)))

    def _work(self) -> None:
        job = self._next()
        while job is not None:
            with job.listening():
                try:
                    job.seconds = self._writer.draft(job.request).seconds
                except EndpointError as error:
                    job.error = error
            job = self._go_on(job)

    async def _awork(self) -> None:
        job = self._next()
        while job is not None:
            with job.listening():
                try:
                    job.seconds = (await self._writer.adraft(job.request)).seconds
                except EndpointError as error:
                    job.error = error
            job = self._go_on(job)

    def _next(self) -> _Job | None:
        """The next note that is not recorded whole."""
        with self._lock:  # guardrails judge one note at a time
            while self._notes and self._failures < MOST_FAILURES:
                number, (entrant, case, sample) = self._notes.pop(0)
                try:
                    take = Take(entrant, case, sample, self._setting)
                except Exception as error:  # a row, and the other notes go on
                    self._tell(number, crashed(entrant.version.name, case, sample, error))
                    continue
                if take.request is not None:
                    return _Job(number, take)
                self._tell(number, take.outcome())
            return None

    def _go_on(self, job: _Job) -> _Job | None:
        """The same note where it asks for more, else the next one."""
        take = job.take
        with self._lock:
            try:
                job.learn()
            except Exception as error:  # as in _next
                self._tell(job.number, crashed(take.entrant.version.name, take.case, take.sample, error), job)
            else:
                if job.error is None and take.request is not None:
                    return job
                write_cassette(take)
                self.error = self.error or job.error
                self._failures = self._failures + 1 if job.error else 0
                self._tell(job.number, take.outcome(), job)
        return self._next()

    def _tell(self, number: int, outcome: Outcome, job: _Job | None = None) -> None:
        self._outcomes[number] = outcome
        if not self._progress:
            return
        told = Progress(outcome, len(self._outcomes), self._total)
        if job is not None:
            told = replace(
                told,
                asked=len(job.usages),
                tokens=sum((u.prompt_tokens or 0) + (u.completion_tokens or 0) for u in job.usages),
                cost=self._setting.prices.cost(job.take.entrant.version.model or "", job.usages),
                error=job.error,
            )
        self._progress(told)


def write_cassette(take: Take) -> None:
    """Write the turns of a note in vcrpy's own form, and what the folder is beside it.

    Raises `FaultyInputError` where the folder cannot be written to.
    """
    from vcr.request import Request  # an extra, and slow to import
    from vcr.serialize import serialize

    shelf = take.entrant.shelf
    assert shelf is not None, "only what a model wrote is recorded"
    turns = take.tape.turns
    if not turns:
        return  # the endpoint failed before it answered
    cassette = {
        "requests": [Request("POST", ADDRESS, readable_json(turn.asked), _HEADERS) for turn in turns],
        "responses": [
            {
                "status": {"code": 200, "message": "OK"},
                "headers": {**_HEADERS, SECONDS: [f"{turn.seconds:.3f}"]},
                "body": {"string": readable_json(turn.answered)},
            }
            for turn in turns
        ],
    }
    _write_about(shelf)
    _write(shelf.path(take.case.id, take.sample), serialize(cassette, Readable))


def _write_about(shelf: Shelf) -> None:
    about = shelf.folder / ABOUT
    if shelf.recording is not None and not about.exists():
        _write(about, shelf.recording.to_toml())


def _write(path: Path, text: str) -> None:
    """Write a file as a whole or not at all."""
    draft = path.with_name(f".{path.name}.part")
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        draft.write_text(text, encoding="utf-8", newline="\n")
        draft.replace(path)
    except OSError as error:
        raise FaultyInputError((Fault("", f"cannot be written: {error.strerror}", str(path)),)) from error

"""The loop from a request to a note, without any input or output of its own.

`Generation` hands out the next `Request` as data and takes the `Reply` as data, so sync and
async callers, batches and anybody's own transport drive the same code:

    generation = Generation(facts.to("Keith Smooth"), rulebook, prompt)
    while generation.request:
        generation.receive(writer.draft(generation.request))
    note = generation.note
"""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

from thankgen.compose import draft_of, lay_out
from thankgen.enforce import Enforced, enforce
from thankgen.errors import EndpointError, ExhaustedError, GenerationError
from thankgen.exchange import Reply, Request
from thankgen.note import Attempt, Draft, Note, Source
from thankgen.rulebook import MAX_NOTE, NO_TEXT
from thankgen.writers.replies import read_draft

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from thankgen.checks.rule import Letter
    from thankgen.exchange import Writer
    from thankgen.facts import Addressed
    from thankgen.finding import Finding
    from thankgen.prompts import Prompt
    from thankgen.rulebook import Rulebook

OnExhausted = Literal["raise", "best", "offline"]

_LONGEST_REPLY = MAX_NOTE // 2
"""Characters of a reply that are read; what a clerk lays out around them has room besides."""

OFFLINE_VARIANTS = 12
"""How many of its variants the offline writer is asked for before it gives up; they cost nothing."""


@dataclass(frozen=True)
class Budget:
    """What one note may cost. None means unlimited.

    `tries` counts drafts from the model; `max_tokens` prompt and completion tokens of all of
    them; `timeout` the seconds spent waiting for them.
    """

    tries: int = 3
    max_tokens: int | None = None
    timeout: float | None = None


class Generation:
    """One note on its way: a state machine that waits for replies.

    `request` is the next thing to ask, None when it is over; then `note` is the note, and
    reading it raises `ExhaustedError` or `EndpointError` where there is none. With
    `prompt=None` every draft comes from the offline writer.
    """

    def __init__(
        self,
        addressed: Addressed,
        rulebook: Rulebook,
        prompt: Prompt | None,
        budget: Budget = Budget(),
        on_exhausted: OnExhausted = "raise",
        on: dt.date | None = None,
        others: Callable[[], Sequence[Letter]] = tuple,
    ) -> None:
        """`others` gives the notes for the same facts that are done; this one must differ from them."""
        self._others = others
        self._addressed = addressed
        self._rulebook = rulebook
        self._lexicon = rulebook.lexicon(addressed.facts.language)
        self._prompt = prompt
        self._budget = budget
        self._on_exhausted = on_exhausted
        self._on = on
        self._attempts: list[Attempt] = []
        self._enforced: list[Enforced] = []
        self._offline_asked = 0
        self._error: EndpointError | None = None
        self._done: Note | None = None
        self.request: Request | None = self._first_request()

    @property
    def note(self) -> Note:
        """The note. Raises `ExhaustedError` or `EndpointError` where there is none.

        Raises `GenerationError` as long as a reply is waited for.
        """
        if self.request is not None:
            raise GenerationError(
                "The note is not there yet; hand the reply to `.request` to `.receive` first."
            )
        if self._done is not None:
            return self._done
        if self._error is not None and not self._attempts:
            raise self._error
        raise ExhaustedError(self._complaint(), self._best())

    @property
    def attempts(self) -> tuple[Attempt, ...]:
        """The drafts so far, whether it is over or not."""
        return tuple(self._attempts)

    @property
    def text(self) -> str:
        """The latest draft after its edits; empty where there is none."""
        return self._enforced[-1].text if self._enforced else ""

    def receive(self, reply: Reply) -> None:
        """Take the reply to `request`: the note is done, or there is another request.

        Raises `GenerationError` where no reply is waited for.
        """
        asked = self._asked()
        draft = read_draft(reply.text)
        if draft is None:
            draft = self._read(reply.text)
        elif reply.source == "model":
            draft = self._read(f"Subject: {draft.subject}\n\n" + "\n\n".join(draft.paragraphs), draft)
        text = NO_TEXT.sub("", lay_out(draft, self._addressed, self._lexicon))
        enforced = enforce(text, self._addressed, self._rulebook, self._on, self._others())
        self._enforced.append(enforced)
        self._attempts.append(
            Attempt(
                number=len(self._attempts) + 1,
                source=reply.source,
                prompt=asked.prompt,
                model=reply.model,
                draft=text,
                found=enforced.found,
                edits=enforced.edits,
                report=enforced.report,
                usage=reply.usage,
                seconds=reply.seconds,
            )
        )
        if enforced.report.passed:
            self._finish(len(self._attempts) - 1)
        else:
            self._continue()

    def fail(self, error: EndpointError) -> None:
        """The endpoint failed for good; go on as the caller chose for exhaustion.

        Raises `GenerationError` where no reply is waited for.
        """
        self._asked()
        self._error = error
        self._exhaust()

    def _asked(self) -> Request:
        if self.request is None:
            raise GenerationError("No reply is waited for: it is over, and the note is in `.note`.")
        return self.request

    def _read(self, text: str, draft: Draft | None = None) -> Draft:
        """Subject and body of a text that may hold a greeting and a signature all the same.

        An empty or endless reply is a draft like any other: the guardrails say what is wrong with it.
        """
        legible = NO_TEXT.sub("", text)[:_LONGEST_REPLY]
        if not legible.strip():
            return Draft(subject="", paragraphs=[])
        return draft_of(self._rulebook.read(legible, self._addressed), draft)

    def _first_request(self) -> Request:
        if self._prompt is None:
            return self._offline_request()
        return self._model_request(())

    def _model_request(self, findings: tuple[Finding, ...]) -> Request:
        assert self._prompt is not None
        if findings:
            messages = self._prompt.repair(self._addressed, self._enforced[-1].text, findings)
        else:
            messages = self._prompt.messages(self._addressed)
        return Request(
            facts=self._addressed.facts,
            to=self._addressed.recipient.name,
            number=len(self._attempts) + 1,
            prompt=self._prompt.version,
            messages=messages,
            answer_schema=self._prompt.answer_schema,
            max_tokens=self._left(self._budget.max_tokens, self._tokens()),
            timeout=self._left(self._budget.timeout, self._seconds()),
        )

    def _offline_request(self) -> Request:
        self._offline_asked += 1
        return Request(
            facts=self._addressed.facts,
            to=self._addressed.recipient.name,
            number=self._offline_asked,
            writer="offline",
        )

    def _continue(self) -> None:
        """Another draft, if the budget allows."""
        if self._offline_asked:
            self.request = self._offline_request() if self._offline_asked < OFFLINE_VARIANTS else None
        elif self._is_spent():
            self._exhaust()
        else:
            self.request = self._model_request(self._enforced[-1].report.errors)
        if self.request is None:
            self._give_up()

    def _is_spent(self) -> bool:
        budget = self._budget
        return (
            len(self._attempts) >= budget.tries
            or (budget.max_tokens is not None and self._tokens() >= budget.max_tokens)
            or (budget.timeout is not None and self._seconds() >= budget.timeout)
        )

    def _exhaust(self) -> None:
        if self._on_exhausted == "offline":
            self.request = self._offline_request()
        else:
            self.request = None
            self._give_up()

    def _give_up(self) -> None:
        if self._on_exhausted == "best" and self._attempts:
            self._finish(self._best_index())

    def _finish(self, index: int) -> None:
        self.request = None
        self._done = self._note(index)

    def _best(self) -> Note:
        return self._note(self._best_index())

    def _best_index(self) -> int:
        """The draft with the fewest errors left; the earliest of equals."""
        return min(range(len(self._enforced)), key=lambda i: len(self._enforced[i].report.errors))

    def _note(self, index: int) -> Note:
        enforced, attempt = self._enforced[index], self._attempts[index]
        source: Source = attempt.source
        if source == "model" and enforced.edits:
            source = "edited"
        return note_from(
            enforced.text, enforced, tuple(self._attempts), source, self._addressed, self._rulebook
        )

    def _complaint(self) -> str:
        best = self._best()
        tries = len(self._attempts)
        ids = ", ".join(sorted({f.guardrail for f in best.report.errors})) or "guardrails that could not run"
        reason = f" The endpoint also failed: {self._error}" if self._error else ""
        advice = "allow more tries, or take the best draft or the built-in writer's all the same"
        if self._offline_asked:  # it has no further variants, whatever the number of tries
            advice = "change the facts where its findings point, let a model write, or take the best draft"
        return (
            f"No note to {self._addressed.recipient.name} passed after {tries} draft{'s' if tries != 1 else ''}; "
            f"the best one still violates: {ids}. What you can do: {advice} "
            f"(on_exhausted; --on-exhausted).{reason}"
        )

    def _tokens(self) -> int:
        return sum((a.usage.prompt_tokens or 0) + (a.usage.completion_tokens or 0) for a in self._attempts)

    def _seconds(self) -> float:
        return sum(a.seconds for a in self._attempts)

    @staticmethod
    def _left(limit: float | None, used: float) -> float | None:
        return None if limit is None else max(limit - used, 0)


def note_from(
    text: str,
    enforced: Enforced,
    attempts: tuple[Attempt, ...],
    source: Source,
    addressed: Addressed,
    rulebook: Rulebook,
) -> Note:
    """A note as the caller gets it: its parts taken from the text itself."""
    reading = rulebook.read(text, addressed)
    parts = reading.parts
    return Note(
        to=addressed.recipient.name,
        subject=reading.excerpt(parts.subject) if parts.subject else "",
        body=reading.excerpt(parts.body) if parts.body else "",
        text=text,
        report=enforced.report,
        attempts=attempts,
        source=source,
    )


def drive(
    generation: Generation, writer: Writer, offline: Writer, progress: Callable[[Request], None] | None = None
) -> Note:
    """Carry requests and replies until the note is there."""
    while generation.request is not None:
        if progress:
            progress(generation.request)
        try:
            reply = (offline if generation.request.writer == "offline" else writer).draft(generation.request)
        except EndpointError as error:
            generation.fail(error)
        else:
            generation.receive(reply)
    return generation.note


async def adrive(
    generation: Generation, writer: Writer, offline: Writer, progress: Callable[[Request], None] | None = None
) -> Note:
    """`drive` for async callers."""
    while generation.request is not None:
        if progress:
            progress(generation.request)
        try:
            reply = await (offline if generation.request.writer == "offline" else writer).adraft(
                generation.request
            )
        except EndpointError as error:
            generation.fail(error)
        else:
            generation.receive(reply)
    return generation.note


def note_of(text: str, addressed: Addressed, rulebook: Rulebook, on: dt.date | None = None) -> Note:
    """A person's text as a note, judged and left as it is."""
    report = rulebook.check(text, addressed, on)
    untouched = Enforced(text, report, report, ())
    attempt = Attempt(number=1, source="given", draft=text, found=report, report=report)
    return note_from(text, untouched, (attempt,), "given", addressed, rulebook)


def mend(text: str, addressed: Addressed, rulebook: Rulebook, on: dt.date | None = None) -> Note:
    """A person's note with the edits that have one right answer, and no model."""
    enforced = enforce(text, addressed, rulebook, on)
    attempt = Attempt(
        number=1,
        source="given",
        draft=text,
        found=enforced.found,
        edits=enforced.edits,
        report=enforced.report,
    )
    source: Source = "edited" if enforced.edits else "given"
    return note_from(enforced.text, enforced, (attempt,), source, addressed, rulebook)

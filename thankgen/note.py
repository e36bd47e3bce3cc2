"""Notes, the drafts they come from, and the record of how each came about."""

from __future__ import annotations

from typing import Literal

from pydantic import BaseModel, ConfigDict, Field

from thankgen.finding import Finding, Report

Source = Literal["model", "edited", "offline", "given"]


class Draft(BaseModel):
    """What a writer writes: the subject and the body, nothing else.

    A paragraph may hold bullets, one a line, each starting with "- ". Greeting, sign-off,
    signature and contact lines are no part of it; they are laid out by program.
    """

    model_config = ConfigDict(frozen=True, extra="forbid")

    subject: str = Field(description="The subject line of the e-mail; empty for a card.")
    paragraphs: list[str] = Field(
        description="The body, one string a paragraph. No greeting, no sign-off, no name. "
        "A list is one paragraph together with its lead-in: a line each, bullets start with '- '."
    )


class Usage(BaseModel):
    """Tokens of one request, as the endpoint counted them; None where it did not say."""

    model_config = ConfigDict(frozen=True)

    prompt_tokens: int | None = None
    completion_tokens: int | None = None


class Edit(BaseModel):
    """A change made by program: the text before and after at one place, and for which guardrail."""

    model_config = ConfigDict(frozen=True)

    guardrail: str
    description: str
    before: str
    after: str


class Offer(BaseModel):
    """What a program would put right, and has not: the edit for one finding, and the whole text after it."""

    model_config = ConfigDict(frozen=True)

    finding: Finding
    edit: Edit
    text: str


class Attempt(BaseModel):
    """One draft on the way to a note: the writer's text, what was found, what was edited.

    `prompt` is the prompt version (None for the offline writer and for texts given);
    `found` is the report on the draft as it came, `report` the one after the edits;
    `seconds` is the time spent waiting for the writer.
    """

    model_config = ConfigDict(frozen=True)

    number: int
    source: Literal["model", "offline", "given"]
    prompt: str | None = None
    model: str | None = None
    draft: str
    found: Report
    edits: tuple[Edit, ...] = ()
    report: Report
    usage: Usage = Usage()
    seconds: float = 0.0


class Note(BaseModel):
    """A thank-you note to one recipient.

    `text` is the whole note as it is sent, `subject` its subject line (empty on a card) and
    `body` the paragraphs between greeting and sign-off. `source`: "model" as the model wrote
    it, "edited" with changes made by program, "offline" from the offline writer, "given" a
    person's text left as it was.
    """

    model_config = ConfigDict(frozen=True)

    to: str
    subject: str
    body: str
    text: str
    report: Report
    attempts: tuple[Attempt, ...] = ()
    source: Source

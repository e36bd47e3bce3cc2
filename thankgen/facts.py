"""The facts: what a person tells thankgen about one interview and everyone to be thanked for it.

The keys, their defaults and their meaning stand in docs/facts.md; the models here are that
page as types. Everything is frozen, and unknown keys are refused.
"""

from __future__ import annotations

import datetime as dt
from functools import cached_property
from typing import TYPE_CHECKING, Annotated, Any, Literal

from pydantic import (
    BaseModel,
    BeforeValidator,
    ConfigDict,
    Field,
    StringConstraints,
    model_validator,
)

from thankgen.errors import RecipientError

if TYPE_CHECKING:
    from os import PathLike

LanguageCode = Literal["en", "sv", "de", "da"]
Occasion = Literal["interview", "screen", "offer"]
Channel = Literal["email", "card"]
Formality = Literal["formal", "informal"]
Relation = Literal["interviewer", "hiring_manager", "recruiter", "hr", "peer", "referrer"]
MeetingFormat = Literal["phone", "video", "onsite"]

Text = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=2000)]

INSIDERS: frozenset[Relation] = frozenset({"interviewer", "hiring_manager", "peer"})
"""Relations that sit in an interview unless `with` says otherwise."""

SCREENERS: frozenset[Relation] = frozenset({"recruiter", "hr"})
"""Relations that also sit in a screening call."""


def _plain_date(value: object) -> object:
    """Refuse a date with a time: which day it means depends on the reader's time zone."""
    if isinstance(value, dt.datetime) or (isinstance(value, str) and ("T" in value or ":" in value)):
        raise ValueError("a date without a time is wanted, such as 2026-11-24")
    if isinstance(value, int | float) and not isinstance(value, bool):
        raise ValueError("a date is wanted, such as 2026-11-24")
    return value


Date = Annotated[dt.date, BeforeValidator(_plain_date)]


class Part(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class Candidate(Part):
    """The person who was interviewed and signs the note."""

    name: Text
    email: Text | None = None
    phone: Text | None = None
    links: tuple[Text, ...] = ()


class Interview(Part):
    """When and how the interview took place."""

    date: Date | None = None
    format: MeetingFormat | None = None


class Recipient(Part):
    """One person to thank; each gets a note of their own."""

    name: Text
    relation: Relation = "interviewer"
    title: Text | None = None
    address: Text | None = None
    email: Text | None = None
    discussed: tuple[Text, ...] = ()
    helped: Text | None = None


class Stumble(Part):
    """A question answered badly and the answer the candidate would give now."""

    model_config = ConfigDict(frozen=True, extra="forbid", populate_by_name=True)

    question: Text
    answer: Text
    witnesses: tuple[Text, ...] | None = Field(default=None, alias="with")


class Incident(Part):
    """Something odd that happened, and the good in it."""

    model_config = ConfigDict(frozen=True, extra="forbid", populate_by_name=True)

    what: Text
    positive: Text
    witnesses: tuple[Text, ...] | None = Field(default=None, alias="with")


class NextSteps(Part):
    """What was said about what comes next, and when the candidate will get in touch."""

    expected: Text | None = None
    decision_by: Date | None = None
    follow_up_on: Date | None = None


class Facts(Part):
    """Everything known about one interview. Load a file with `Facts.load`."""

    language: LanguageCode = "en"
    occasion: Occasion = "interview"
    channel: Channel = "email"
    formality: Formality | None = None
    company: Text
    role: Text
    candidate: Candidate
    interview: Interview = Interview()
    recipients: Annotated[tuple[Recipient, ...], Field(min_length=1)]
    discussed: tuple[Text, ...] = ()
    highlights: tuple[Text, ...] = ()
    stumble: Stumble | None = None
    incident: Incident | None = None
    next_steps: NextSteps = NextSteps()

    @model_validator(mode="before")
    @classmethod
    def _default_formality(cls, data: Any) -> Any:
        if isinstance(data, dict) and data.get("formality") is None:
            formality = "formal" if data.get("language") == "de" else "informal"
            return {**data, "formality": formality}
        return data

    @model_validator(mode="after")
    def _coherent(self) -> Facts:
        problems = []
        if self.occasion != "offer" and self.interview.date is None:
            problems.append("interview.date is required unless the occasion is offer")
        names = [r.name for r in self.recipients]
        problems += [
            f"recipients: {name!r} is listed twice"
            for name in sorted({n for n in names if names.count(n) > 1})
        ]
        for key, part in (("stumble", self.stumble), ("incident", self.incident)):
            for name in (part.witnesses if part else None) or ():
                if name not in names:
                    problems.append(f"{key}.with: {name!r} is none of the recipients ({', '.join(names)})")
        if problems:
            raise ValueError("; ".join(problems))
        return self

    @classmethod
    def load(cls, path: str | PathLike[str]) -> Facts:
        """Read facts from a `.toml`, `.yaml`, `.yml` or `.json` file.

        Raises `FactsError` with every fault at once: file, line, key, what is allowed.
        """
        from thankgen.loading import load_facts  # reading needs parsers that most uses do without

        return load_facts(path)

    def recipient(self, name: str | None) -> Recipient:
        """The recipient called `name`; None means the only one.

        Raises `RecipientError` where that is nobody, or not clear.
        """
        names = ", ".join(r.name for r in self.recipients)
        if name is None:
            if len(self.recipients) == 1:
                return self.recipients[0]
            raise RecipientError(
                f"The facts hold {len(self.recipients)} recipients; say which one is meant: {names}."
            )
        for recipient in self.recipients:
            if recipient.name == name:
                return recipient
        raise RecipientError(f"The facts hold no recipient {name!r}. Recipients: {names}.")

    def to(self, name: str | None) -> Addressed:
        """The facts as they concern one recipient."""
        return Addressed(self, self.recipient(name))


class Addressed:
    """The facts as they concern one recipient: what checks, edits and writers work from."""

    def __init__(self, facts: Facts, recipient: Recipient) -> None:
        self.facts = facts
        self.recipient = recipient

    @property
    def is_helper(self) -> bool:
        """Thanked for help from outside the hiring."""
        return self.recipient.relation == "referrer"

    @property
    def is_card(self) -> bool:
        return self.facts.channel == "card"

    @property
    def is_formal(self) -> bool:
        return self.facts.formality == "formal"

    @property
    def is_application(self) -> bool:
        """The note is part of an application: the job is still open, the reader has a say in it."""
        return self.facts.occasion != "offer" and not self.is_helper

    @cached_property
    def topics(self) -> tuple[str, ...]:
        """What was talked about with this recipient, their own topics first.

        Shared topics do not concern someone who was not there.
        """
        return self.recipient.discussed + (() if self.is_helper else self.facts.discussed)

    @property
    def stumble(self) -> Stumble | None:
        """The stumble, where this recipient sat in it."""
        stumble = self.facts.stumble
        return stumble if stumble and self._sat_in(stumble.witnesses) else None

    @property
    def incident(self) -> Incident | None:
        """The incident, where this recipient sat in it."""
        incident = self.facts.incident
        return incident if incident and self._sat_in(incident.witnesses) else None

    def _sat_in(self, witnesses: tuple[str, ...] | None) -> bool:
        if witnesses is not None:
            return self.recipient.name in witnesses
        present = INSIDERS | (SCREENERS if self.facts.occasion == "screen" else frozenset())
        return self.recipient.relation in present

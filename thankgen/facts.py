"""The facts: what a person tells thankgen about one interview and everyone to be thanked for it.

The keys, their defaults and their meaning stand in docs/facts.md; the models here are that
page as types. Everything is frozen, and unknown keys are refused.
"""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING, Annotated, Any, Literal

from pydantic import BaseModel, ConfigDict, Field, model_validator

from thankgen.errors import RecipientError
from thankgen.fields import Date, Email, Line, Name, Text

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Iterator, Mapping, Sequence
    from os import PathLike

    from pydantic.config import JsonDict

LanguageCode = Literal["en", "sv", "de", "da"]
Occasion = Literal["interview", "screen", "offer"]
Channel = Literal["email", "card"]
Formality = Literal["formal", "informal"]
Relation = Literal["interviewer", "hiring_manager", "recruiter", "hr", "peer", "referrer"]
MeetingFormat = Literal["phone", "video", "onsite"]

INSIDERS: frozenset[Relation] = frozenset({"interviewer", "hiring_manager", "peer"})
"""Relations that sit in an interview unless `with` says otherwise."""

SCREENERS: frozenset[Relation] = frozenset({"recruiter", "hr"})
"""Relations that also sit in a screening call."""


class Part(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class Candidate(Part):
    """The person who was interviewed and signs the note."""

    name: Name = Field(description="Exact spelling, as signed.", examples=["Zoë Hartnoll"])
    email: Email | None = Field(
        None, description="For the signature and the From header.", examples=["zoe@example.org"]
    )
    phone: Line | None = Field(None, description="For the signature.", examples=["07700 900184"])
    links: tuple[Line, ...] = Field((), description="For the signature: a portfolio, a profile.")


class Interview(Part):
    """When and how the interview took place."""

    date: Date | None = Field(
        None,
        description="When it took place. Required unless the occasion is offer.",
        examples=["2026-11-24"],
    )
    format: MeetingFormat | None = Field(None, description="How it took place.", examples=["video"])


class Recipient(Part):
    """One person to thank; each gets a note of their own."""

    name: Name = Field(description="Exact spelling.", examples=["Keith Abernethy"])
    relation: Relation = Field(
        "interviewer",
        description="Who they are to the candidate. peer: a would-be colleague; referrer: anyone who helped "
        "from outside the hiring.",
    )
    title: Line | None = Field(None, description="Their job title.", examples=["Head of Transport"])
    address: Line | None = Field(
        None,
        description="How to address them after the greeting word. Without it: the first name where informal, "
        "the full name where formal.",
        examples=["Keith", "Frau Dr. Müller"],
    )
    email: Email | None = Field(None, description="Where the note goes.", examples=["keith@example.org"])
    discussed: tuple[Text, ...] = Field(
        (),
        description="What this person and the candidate talked about, as noun phrases. German: nominative.",
        examples=[["the night timetable"]],
    )
    helped: Text | None = Field(
        None,
        description="What they did. English, Swedish, Danish: a predicate in the past; German: a participle "
        "phrase. The reader in it is third person.",
        examples=["put my name forward", "mich der Verlegerin empfohlen"],
    )


_WITNESSES = "Names of the recipients who were there. Without it: interviewer, hiring_manager and peer; \
after a screen also recruiter and hr."


class Stumble(Part):
    """A question answered badly and the answer the candidate would give now."""

    model_config = ConfigDict(frozen=True, extra="forbid", populate_by_name=True)

    question: Text = Field(
        description="The question or objection, direct or indirect.",
        examples=["how I would cut trolley waits"],
    )
    answer: Text = Field(
        description="The answer the candidate would give now: a clause or a sentence.",
        examples=["I would open a discharge lounge before eight each morning"],
    )
    witnesses: tuple[Name, ...] | None = Field(default=None, alias="with", description=_WITNESSES)


class Incident(Part):
    """Something odd that happened, and the good in it."""

    model_config = ConfigDict(frozen=True, extra="forbid", populate_by_name=True)

    what: Text = Field(
        description="What happened: a clause or a sentence.", examples=["the video call dropped twice"]
    )
    positive: Text = Field(
        description="The good in it: a clause or a sentence.",
        examples=["we carried on by telephone in high spirits"],
    )
    witnesses: tuple[Name, ...] | None = Field(default=None, alias="with", description=_WITNESSES)


class NextSteps(Part):
    """What was said about what comes next, and when the candidate will get in touch."""

    expected: Text | None = Field(
        None,
        description="What was said about what comes next: a clause or a sentence, in the company's or the "
        "candidate's voice.",
        examples=["we will let everyone know by the end of next week"],
    )
    decision_by: Date | None = Field(
        None, description="When they said they would decide or answer.", examples=["2026-12-04"]
    )
    follow_up_on: Date | None = Field(
        None,
        description="When the candidate will get in touch if nothing was heard.",
        examples=["2026-12-07"],
    )


_DATE_NEEDED: JsonDict = {
    "if": {"properties": {"occasion": {"const": "offer"}}, "required": ["occasion"]},
    "else": {"properties": {"interview": {"required": ["date"]}}, "required": ["interview"]},
}
"""The one rule between keys that a JSON Schema can say."""


class Facts(Part):
    """Everything known about one interview. Load a file with `Facts.load`."""

    model_config = ConfigDict(frozen=True, extra="forbid", json_schema_extra=_DATE_NEEDED)

    language: LanguageCode = Field("en", description="Language of the note.")
    occasion: Occasion = Field(
        "interview",
        description="interview: after an interview; screen: after a recruiter's first call; offer: after "
        "landing the job, to everyone who helped.",
    )
    channel: Channel = Field(
        "email", description="email, or card: a short card without a subject, handwritten or printed."
    )
    formality: Formality | None = Field(
        None,
        description="German: formal is Sie, informal is du. Elsewhere: how stiff greeting and sign-off are. "
        "Without it: formal in German, informal elsewhere.",
    )
    company: Line = Field(description="Exact spelling.", examples=["Brackwater Ferries"])
    role: Line = Field(description="The position.", examples=["Route Manager"])
    candidate: Candidate = Field(examples=[{"name": "Zoë Hartnoll"}])
    interview: Interview = Interview()
    recipients: Annotated[tuple[Recipient, ...], Field(min_length=1)] = Field(
        description="The people to thank, one note each.", examples=[[{"name": "Keith Abernethy"}]]
    )
    discussed: tuple[Text, ...] = Field(
        (),
        description="What was talked about with everyone, as noun phrases.",
        examples=[["the new harbour"]],
    )
    highlights: tuple[Text, ...] = Field(
        (),
        description="Why the candidate fits: sentences in the first person.",
        examples=[["I planned crew rotas with the crews themselves."]],
    )
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
        witnesses = {
            key: (part.witnesses if part else None) or ()
            for key, part in (("stumble", self.stumble), ("incident", self.incident))
        }
        names = [recipient.name for recipient in self.recipients]
        steps = {"decision_by": self.next_steps.decision_by, "follow_up_on": self.next_steps.follow_up_on}
        problems = list(incoherences(self.occasion, self.interview.date, names, witnesses, steps))
        if problems:
            raise ValueError(
                "; ".join(f"{'.'.join(map(str, path))}: {message}" for path, message in problems)
            )
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
    def as_json(self) -> str:
        """All facts, made once: checks ask for their words again and again."""
        return self.facts.model_dump_json()

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


# Days; a next step so long before the interview, and not much longer, has last year's number.
_HALF_A_YEAR = 182


def incoherences(
    occasion: object,
    date: dt.date | str | None,
    names: Sequence[str],
    witnesses: Mapping[str, Sequence[str]],
    steps: Mapping[str, dt.date | None],
) -> Iterator[tuple[tuple[str | int, ...], str]]:
    """What does not fit together in otherwise well-formed facts: key path and message of each.

    `witnesses` holds the names under `with` for `stumble` and `incident`, `steps` the dates of `next_steps`.
    """
    if occasion != "offer" and date is None:
        yield ("interview", "date"), "is required unless the occasion is offer, for example 2026-11-24"
    for at, name in enumerate(names):
        if name in names[:at]:
            yield ("recipients", at, "name"), f"{name!r} is listed twice; one note goes to each person"
    for key, present in witnesses.items():
        for at, name in enumerate(present):
            if name not in names:
                yield (key, "with", at), f"{name!r} is none of the recipients: {', '.join(names)}"
    if date is not None and not isinstance(date, str):
        for key, day in steps.items():
            if day is not None and _HALF_A_YEAR < (date - day).days < 3 * _HALF_A_YEAR:
                yield (
                    ("next_steps", key),
                    f"{day} is before the interview ({date}); a next step comes after it: is the year right?",
                )

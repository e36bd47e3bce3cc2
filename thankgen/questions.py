"""What is asked for the facts: the keys, and the words for them in `prompts/init`, a file a language."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from typing import Literal, get_args

import tomli
from pydantic import BaseModel, ConfigDict, field_validator

from thankgen import assets
from thankgen.errors import Fault, PromptError, SettingsError
from thankgen.facts import LanguageCode
from thankgen.language.lexicon import DateExpression
from thankgen.language.spoken_dates import READINGS, Side

Kind = Literal["choice", "line", "name", "email", "text", "date"]


@dataclass(frozen=True)
class Item:
    """One key that is asked for.

    `many`: a list, one item an answer, until an empty one. `side` tells how a date in words is taken.
    """

    key: str
    kind: Kind
    required: bool = False
    many: bool = False
    side: Side = "was"


ITEMS = {
    item.key: item
    for item in (
        Item("occasion", "choice"),
        Item("channel", "choice"),
        Item("formality", "choice"),
        Item("company", "line", required=True),
        Item("role", "line", required=True),
        Item("discussed", "text", many=True),
        Item("highlights", "text", many=True),
        Item("candidate.name", "name", required=True),
        Item("candidate.email", "email"),
        Item("candidate.phone", "line"),
        Item("interview.date", "date", required=True),
        Item("interview.format", "choice"),
        Item("recipients.name", "name", required=True),
        Item("recipients.relation", "choice"),
        Item("recipients.title", "line"),
        Item("recipients.address", "line"),
        Item("recipients.email", "email"),
        Item("recipients.discussed", "text", many=True),
        Item("recipients.helped", "text"),
        Item("stumble.question", "text", required=True),
        Item("stumble.answer", "text", required=True),
        Item("incident.what", "text", required=True),
        Item("incident.positive", "text", required=True),
        Item("next_steps.expected", "text"),
        Item("next_steps.decision_by", "date", side="by"),
        Item("next_steps.follow_up_on", "date", side="on"),
    )
}
"""Every key that is asked for, as it is ordered in the file."""


class _Table(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class Wording(_Table):
    """How one key is asked for.

    `again` asks for one more; `choices` says what each value means; `example` stands in the file, `spoken`
    in its place where one is asked; `label` names what is read over at the end.
    """

    ask: str
    again: str | None = None
    example: str
    spoken: str | None = None
    choices: dict[str, str] = {}
    label: str | None = None


class Errors(_Table):
    """What is said to a bad answer, by kind of value."""

    required: str
    choice: str
    line: str
    name: str
    twice: str
    email: str
    text: str
    date: str
    earlier: str


class Talk(_Table):
    """What is said around the questions, and the words that are no answers: `back` and `stop`."""

    intro: str
    example: str
    again: str
    first: str
    kept: str
    proofread: str
    number: str
    save: str
    saved: str
    back: tuple[str, ...]
    stop: tuple[str, ...]


class SpokenDates(_Table):
    """Ways to say a day besides those of the language, and words that may stand around a date."""

    fillers: tuple[str, ...]
    expressions: tuple[DateExpression, ...]

    @field_validator("expressions")
    @classmethod
    def _readings_exist(cls, rows: tuple[DateExpression, ...]) -> tuple[DateExpression, ...]:
        for row in rows:
            if row.means.partition(" ")[0] not in READINGS:
                raise ValueError(f"there is no reading {row.means!r}; readings: {', '.join(READINGS)}")
        return rows


class Words(_Table):
    """A file of `prompts/init`."""

    title: str
    optional: str
    filled: str
    errors: Errors
    talk: Talk
    dates: SpokenDates
    questions: dict[str, Wording]


@cache
def words(language: str) -> Words:
    """The words of one language.

    Raises `SettingsError` where there is no such language, `PromptError` where its file is bad.
    """
    if language not in get_args(LanguageCode):
        raise SettingsError(
            f"There are no questions in {language!r}; one of {', '.join(get_args(LanguageCode))}."
        )
    path = assets.find("prompts") / "init" / f"{language}.toml"
    try:
        found = Words.model_validate(tomli.loads(path.read_text(encoding="utf-8")))
    except (OSError, ValueError) as error:
        raise PromptError((Fault("", f"cannot be used: {error}", str(path)),)) from error
    if missing := ITEMS.keys() - found.questions.keys():
        raise PromptError((Fault("questions", f"has no words for {', '.join(sorted(missing))}", str(path)),))
    return found

"""What is asked for the facts: the keys, and the words for them in `prompts/init`, a file a language."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from functools import cache
from typing import Literal, get_args

from pydantic import BaseModel, ConfigDict

from thankgen import assets
from thankgen.errors import Fault, PromptError, SettingsError
from thankgen.facts import LanguageCode

Kind = Literal["choice", "line", "name", "email", "text", "date"]


@dataclass(frozen=True)
class Item:
    """One key that is asked for. `many`: a list, one item an answer, until an empty one."""

    key: str
    kind: Kind
    required: bool = False
    many: bool = False


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
        Item("next_steps.decision_by", "date"),
        Item("next_steps.follow_up_on", "date"),
    )
}
"""Every key that is asked for, as it is ordered in the file."""


class Wording(BaseModel):
    """How one key is asked for. `again` asks for one more; `choices` says what each value means."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    ask: str
    again: str | None = None
    example: str
    choices: dict[str, str] = {}


class Errors(BaseModel):
    """What is said to a bad answer, by kind of value."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    required: str
    choice: str
    line: str
    name: str
    twice: str
    email: str
    text: str
    date: str


class Words(BaseModel):
    """A file of `prompts/init`."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    title: str
    optional: str
    errors: Errors
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
        found = Words.model_validate(tomllib.loads(path.read_text(encoding="utf-8")))
    except (OSError, ValueError) as error:
        raise PromptError((Fault("", f"cannot be used: {error}", str(path)),)) from error
    if missing := ITEMS.keys() - found.questions.keys():
        raise PromptError((Fault("questions", f"has no words for {', '.join(sorted(missing))}", str(path)),))
    return found

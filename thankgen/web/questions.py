"""What the page's script can ask, as types."""

from __future__ import annotations

from typing import Any, Literal

from pydantic import BaseModel, ConfigDict

from thankgen.web.texts import languages


class Question(BaseModel):
    """What every question holds: the facts as the form has them, and the page's language."""

    model_config = ConfigDict(extra="forbid")

    facts: dict[str, Any]
    lang: str = "en"

    @property
    def language(self) -> str:
        return self.lang if self.lang in languages() else "en"


class AboutNote(Question):
    """About the note to one recipient."""

    to: str
    text: str


class AboutNotes(Question):
    """About one note among others: `notes` are the texts by recipient."""

    to: str
    notes: dict[str, str]


class Order(Question):
    """For notes; `to` None means one to everybody."""

    to: str | None = None
    by: Literal["model", "offline"] = "offline"


class ForFile(AboutNote):
    """For a note as a file in one of `thankgen.FORMATS`."""

    format: str

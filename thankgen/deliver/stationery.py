"""The words and measures of cards, letters and reminders, as `stationery/` holds them."""

from __future__ import annotations

from functools import cache
from importlib.util import find_spec
from pathlib import Path
from typing import Any, TypeVar

import tomli
from pydantic import BaseModel, ConfigDict, ValidationError

from thankgen import assets
from thankgen.errors import Fault, FaultyInputError, SettingsError


class _Table(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class CardWords(_Table):
    """`front` stands on the front of a card; `region` is the country whose customs of setting hold."""

    front: str
    region: str


class CalendarWords(_Table):
    """Titles and texts of the reminders; {company}, {role}, {people} and {date} are filled in.

    `conjunction` joins the last two of several people.
    """

    send: str
    send_why: str
    follow_up: str
    follow_up_why: str
    decision: str
    conjunction: str


class Words(_Table):
    """A file `stationery/<language>.toml`."""

    card: CardWords
    calendar: CalendarWords


class Alarms(_Table):
    """Hours after the start of the day at which a reminder rings."""

    send: tuple[int, ...]
    follow_up: tuple[int, ...]


class Calendar(_Table):
    """The file `stationery/calendar.toml`."""

    alarms: Alarms


class Paper(_Table):
    """A kind of paper: what it is called, and its measures in millimetres.

    `margin` stands on either side. `sizes` are those of type in points, largest first; `characters` that of
    a note up to which each of them is taken on screen, where nothing is measured.
    """

    name: str
    width: float
    height: float
    margin: float
    sizes: tuple[float, ...]
    characters: tuple[int, ...]

    def size_on_screen(self, length: int) -> float:
        fitting = (size for size, most in zip(self.sizes, self.characters, strict=False) if length <= most)
        return next(fitting, self.sizes[-1])


class Setting(_Table):
    """The file `stationery/paper.toml`."""

    face: str
    resolution: int
    card: Paper
    letter: Paper


T = TypeVar("T", bound=BaseModel)


@cache
def words(language: str) -> Words:
    """What is said in one language."""
    return _read(Words, f"{language}.toml")


@cache
def calendar() -> Calendar:
    return _read(Calendar, "calendar.toml")


@cache
def setting() -> Setting:
    return _read(Setting, "paper.toml")


def path(name: str) -> Path:
    """Where a file of the folder stands."""
    return assets.find("stationery") / name


def read_text(name: str) -> str:
    """What a file of the folder says."""
    return path(name).read_text(encoding="utf-8")


def require(extra: str, package: str) -> None:
    """Raise `SettingsError` where a package of an extra is not installed."""
    if find_spec(package) is None:
        raise SettingsError(
            f"The package {package} is not installed. It comes with the extra “{extra}”: "
            f"pip install 'thankgen[{extra}]'"
        )


def _read(model: type[T], name: str) -> T:
    data: dict[str, Any] = tomli.loads(read_text(name))
    try:
        return model.model_validate(data)
    except ValidationError as error:
        raise FaultyInputError((Fault("", f"cannot be used: {error}", str(path(name))),)) from error

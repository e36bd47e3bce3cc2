"""Folders of recordings: `<prompt>/<model>/recording.toml` and a cassette a case and sample beside it."""

from __future__ import annotations

import datetime as dt
import json
import re
from dataclasses import dataclass
from types import SimpleNamespace
from typing import TYPE_CHECKING, Literal

import tomli
from pydantic import BaseModel, ConfigDict, ValidationError

from thankgen.errors import Fault, FaultyInputError, SettingsError
from thankgen.evals.cassettes import Turn, read_cassette
from thankgen.evals.matching import difference, request_body
from thankgen.evals.runs import Gap
from thankgen.exchange import Reply, Request
from thankgen.writers.transport import Address, completion_reply

if TYPE_CHECKING:
    from pathlib import Path

ABOUT = "recording.toml"

_CASSETTE = re.compile(r"(?P<case>.+)\.(?P<sample>\d+)\.yaml")


class Recording(BaseModel):
    """What `recording.toml` says of the cassettes beside it.

    `origin`: "model" are a model's answers, "scripted" ones written by hand for tests. `seal` is the
    prompt version's; `temperature` is None where none was sent; `recorded_on` is the first day.
    """

    model_config = ConfigDict(frozen=True, extra="forbid")

    prompt: str
    seal: str
    model: str
    origin: Literal["model", "scripted"]
    temperature: float | None = None
    recorded_on: dt.date
    about: str = ""

    def to_toml(self) -> str:
        lines = []
        for key, value in self:
            if value is not None and value != "":
                shown = (
                    value.isoformat() if isinstance(value, dt.date) else json.dumps(value, ensure_ascii=False)
                )
                lines.append(f"{key} = {shown}\n")
        return "".join(lines)


@dataclass(frozen=True)
class Shelf:
    """The recordings of one prompt version with one model. `recording` is None where there are none yet."""

    folder: Path
    recording: Recording | None

    def path(self, case: str, sample: int) -> Path:
        return self.folder / f"{case}.{sample}.yaml"

    @property
    def samples(self) -> int:
        """The highest number of a sample that any case has; 0 where nothing is recorded."""
        found = (_CASSETTE.fullmatch(path.name) for path in self.folder.glob("*.yaml"))
        return max((int(match["sample"]) for match in found if match), default=0)

    def tape(self, case: str, sample: int) -> Tape:
        """The turns recorded of one note; none where there is no file. Raises `FaultyInputError`."""
        path = self.path(case, sample)
        turns = read_cassette(path) if self.recording and path.is_file() else ()
        return Tape(turns, self.recording)


class Tape:
    """The recorded turns of one note, in their order."""

    def __init__(self, turns: tuple[Turn, ...], recording: Recording | None) -> None:
        self.turns = list(turns)
        self._recording = recording

    def keep(self, number: int, turn: Turn) -> None:
        """Put a turn in its place; what came after it answered something else."""
        self.turns[number - 1 :] = [turn]

    def answer(self, request: Request) -> Reply | Gap:
        """The recorded reply to a request, or why there is none.

        The first draft is turn 1, repairs are those after it. Raises `EndpointError` where the
        model declined to write.
        """
        number = request.number
        if self._recording is None or number > len(self.turns):
            return Gap(reason="missing", attempt=number, difference=self._what_is_missing())
        turn = self.turns[number - 1]
        now = request_body(request, self._recording.model, self._recording.temperature, turn.asked)
        differs = difference(turn.asked, now)
        if differs:
            return Gap(reason="stale", attempt=number, difference=differs)
        return reply_of(turn, self._recording.model)

    def _what_is_missing(self) -> str:
        if not self.turns:
            return "nothing is recorded"
        drafts = f"{len(self.turns)} draft{'s' if len(self.turns) > 1 else ''}"
        return f"the recording ends after {drafts}, where the note was fit to send or the tries were used up"


def reply_of(turn: Turn, model: str) -> Reply:
    """A recorded answer as the writer would have handed it on. Raises `EndpointError` where it is a refusal."""
    choices = []
    for choice in turn.answered.get("choices") or []:
        message = choice.get("message") or {}
        told = SimpleNamespace(content=message.get("content"), refusal=message.get("refusal"))
        choices.append(SimpleNamespace(message=told, finish_reason=choice.get("finish_reason")))
    completion = SimpleNamespace(
        choices=choices,
        model=turn.answered.get("model"),
        usage=SimpleNamespace(**(turn.answered.get("usage") or {})),
    )
    return completion_reply(completion, Address("a recording", model, None), turn.seconds)


def open_shelf(root: Path, prompt: str, model: str | None) -> Shelf:
    """The recordings of a prompt version with a model, or with the only one there is.

    Raises `SettingsError` where several models are recorded and none is named, and
    `FaultyInputError` where a `recording.toml` is wrong.
    """
    shelves = [
        Shelf(path.parent, read_recording(path)) for path in sorted((root / prompt).glob(f"*/{ABOUT}"))
    ]
    if model is not None:
        folder = root / prompt / folder_name(model)
        named = [s for s in shelves if s.folder == folder or (s.recording and s.recording.model == model)]
        return named[0] if named else Shelf(folder, None)
    if len(shelves) > 1:
        models = ", ".join(s.recording.model for s in shelves if s.recording)
        raise SettingsError(f"{prompt} is recorded with several models: {models}. Say which one: --model.")
    return shelves[0] if shelves else Shelf(root / prompt, None)


def folder_name(model: str) -> str:
    """A model's name as the name of a folder: "org/model:8b" has characters that not every disk takes."""
    return re.sub(r"[^\w.-]+", "--", model).strip(".")


def read_recording(path: Path) -> Recording:
    """What a `recording.toml` says. Raises `FaultyInputError`."""
    try:
        return Recording.model_validate(tomli.loads(path.read_text(encoding="utf-8")))
    except ValidationError as error:
        faults = (Fault(".".join(map(str, e["loc"])), e["msg"], str(path)) for e in error.errors())
        raise FaultyInputError(tuple(faults)) from error
    except (OSError, ValueError) as error:
        raise FaultyInputError((Fault("", f"cannot be read as TOML: {error}", str(path)),)) from error

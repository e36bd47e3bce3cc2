"""A run: what became of every case under every prompt version, as one self-describing JSON-lines file.

The first line is the header, every other line one `Outcome`. Nothing in it depends on the clock or
the machine: a replay of the same recordings gives the same bytes.
"""

from __future__ import annotations

from pathlib import Path
from typing import Literal

from pydantic import BaseModel, ConfigDict, ValidationError

from thankgen.errors import Fault, FaultyInputError
from thankgen.evals.faulty import in_short
from thankgen.note import Attempt

OFFLINE = "offline"
"""The name of the built-in writer where a prompt version is named."""

Origin = Literal["model", "scripted", "offline"]
"""Whose answers they are: a model's, a script's (hand-written, for tests), or the built-in writer's."""


class Version(BaseModel):
    """A prompt version as it took part in a run. `seal` and `model` are None for the offline writer."""

    model_config = ConfigDict(frozen=True)

    name: str
    seal: str | None = None
    model: str | None = None
    origin: Origin


class Header(BaseModel):
    """What a run was made with. `guardrails` and `cases` are SHA-256 digests."""

    model_config = ConfigDict(frozen=True)

    kind: Literal["thankgen run"] = "thankgen run"
    thankgen: str
    guardrails: str
    cases: str
    samples: int
    versions: tuple[Version, ...]


class Gap(BaseModel):
    """A request that no recording answers: missing, or stale with what differs, in words.

    `attempt` counts from 1: 1 is the first draft, later ones are repair turns.
    """

    model_config = ConfigDict(frozen=True)

    reason: Literal["missing", "stale"]
    attempt: int
    difference: str


class Outcome(BaseModel):
    """One note of a run, from first draft to final text.

    `attempts` holds what was drafted, found and edited, in order; `text` the last text, empty where
    there is none; `passed` whether it may be sent. `cost` is in US dollars, None where no price is known.
    `gap` says which request had no recording; what stands before it counts. `error` is a crash, in words.
    `declined` is why the model would not write, in words: the note came to its end, without a text.
    """

    model_config = ConfigDict(frozen=True)

    version: str
    case: str
    sample: int
    language: str
    tags: tuple[str, ...]
    to: str
    attempts: tuple[Attempt, ...] = ()
    text: str = ""
    passed: bool = False
    cost: float | None = None
    gap: Gap | None = None
    error: str | None = None
    declined: str | None = None

    @property
    def first(self) -> Attempt | None:
        """The first draft; None where there is none."""
        return self.attempts[0] if self.attempts else None

    @property
    def complete(self) -> bool:
        """The note came to its end: nothing crashed, and no recording was wanting."""
        return self.gap is None and self.error is None

    @property
    def requests(self) -> int:
        return len(self.attempts)

    @property
    def tokens(self) -> int:
        """Prompt and completion tokens of all attempts."""
        return sum((a.usage.prompt_tokens or 0) + (a.usage.completion_tokens or 0) for a in self.attempts)

    @property
    def seconds(self) -> float:
        """Time spent waiting for the writer, as it was when the answers were recorded."""
        return sum(a.seconds for a in self.attempts)


class Run(BaseModel):
    """A run read back, or just made."""

    model_config = ConfigDict(frozen=True)

    header: Header
    outcomes: tuple[Outcome, ...]

    def of(self, version: str) -> tuple[Outcome, ...]:
        """The outcomes of one prompt version, in the run's order."""
        return tuple(o for o in self.outcomes if o.version == version)

    def dump(self) -> str:
        """The run as JSON lines."""
        return "".join(f"{row.model_dump_json()}\n" for row in (self.header, *self.outcomes))

    @classmethod
    def load(cls, path: Path) -> Run:
        """Read a run. Raises `FaultyInputError` naming file and line."""
        try:
            lines = path.read_text(encoding="utf-8").splitlines()
        except (OSError, UnicodeDecodeError) as error:
            raise FaultyInputError((Fault("", f"cannot be read: {in_short(error)}", str(path)),)) from error
        outcomes: list[Outcome] = []
        try:
            header = Header.model_validate_json(lines[0] if lines else "")
        except ValidationError as error:
            raise FaultyInputError(
                (Fault("", f"this is no run: {in_short(error)}", str(path), 1),)
            ) from error
        for number, line in enumerate(lines[1:], 2):
            try:
                outcomes.append(Outcome.model_validate_json(line))
            except ValidationError as error:
                what = f"this line is no outcome of a run: {in_short(error)}"
                raise FaultyInputError((Fault("", what, str(path), number),)) from error
        return cls(header=header, outcomes=tuple(outcomes))

"""What passes between the loop and a writer: a request as data, a reply as data.

The loop in `thankgen.generate` never talks to anybody. It hands out a `Request` and takes a
`Reply`; whoever holds the transport (a writer, a batch, a caller's own code) carries them.
"""

from __future__ import annotations

from typing import Any, Literal, Protocol, runtime_checkable

from pydantic import BaseModel, ConfigDict

from thankgen.facts import Facts
from thankgen.note import Usage


class Message(BaseModel):
    """One chat message."""

    model_config = ConfigDict(frozen=True)

    role: Literal["system", "user", "assistant"]
    content: str


class Request(BaseModel):
    """The next thing to ask of a writer.

    `writer` says who is asked: the model, or the offline writer, whose drafts `number` counts
    apart. `number` counts the drafts of this note from 1. `messages` and `answer_schema` (a JSON
    schema, the one of `thankgen.note.Draft`) are for a model; a writer without one works
    from `facts` and `to`. `max_tokens` is what is left of the caller's token budget, and
    `timeout` the seconds left; None means unlimited.
    """

    model_config = ConfigDict(frozen=True)

    facts: Facts
    to: str
    writer: Literal["model", "offline"] = "model"
    number: int = 1
    prompt: str | None = None
    messages: tuple[Message, ...] = ()
    answer_schema: dict[str, Any] | None = None
    max_tokens: int | None = None
    timeout: float | None = None


class Reply(BaseModel):
    """What came back: the answer's text as it is, and what it cost.

    `source` is "model" or "offline"; `seconds` is the time spent waiting.
    """

    model_config = ConfigDict(frozen=True)

    text: str
    source: Literal["model", "offline"] = "model"
    model: str | None = None
    usage: Usage = Usage()
    seconds: float = 0.0


@runtime_checkable
class Writer(Protocol):
    """Whoever can answer a `Request`. Both methods raise `EndpointError` when they fail for good."""

    def draft(self, request: Request) -> Reply: ...

    async def adraft(self, request: Request) -> Reply: ...

"""What a script can hold: replies, good and bad."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from thankgen.note import Draft

MODEL = "scripted-model"
"""The one model that a `ScriptedEndpoint` serves unless it is told others."""


@dataclass(frozen=True)
class Answer:
    """A completion in full: its text, why it ended, and a refusal in its place."""

    text: str | None
    finish_reason: str = "stop"
    refusal: str | None = None


@dataclass(frozen=True)
class Status:
    """An answer with this HTTP status.

    It is an error as OpenAI writes them, with `message` and `error_code`, unless `body` gives
    another text to send.
    """

    code: int
    message: str = "scripted error"
    headers: Mapping[str, str] = field(default_factory=dict)
    error_code: str | None = None
    body: str | None = None


@dataclass(frozen=True)
class Drop:
    """The connection is closed without an answer."""


@dataclass(frozen=True)
class Stall:
    """No answer, until the client gives up or the endpoint is closed."""


Scripted = str | Draft | Mapping[str, Any] | Answer | Status | Drop | Stall
"""One reply: a text as it is, a draft or mapping as JSON, or one of the above."""

Script = Sequence["Scripted | Callable[[dict[str, Any]], Scripted]"] | Callable[[dict[str, Any]], Scripted]
"""Replies in turn, or a function from request body to reply for all. An item may be one, too."""


def approximate_tokens(text: str) -> int:
    """A stand-in for a tokenizer: one token for every four bytes of UTF-8, rounded up.

    Good for comparing prompts with one another, not for predicting a bill.
    """
    return -(-len(text.encode()) // 4)

"""Listening in on a model's answers, by vcrpy.

vcrpy patches the HTTP client of the whole process, so one tap listens for all notes that are being
written at the same time, and a context variable says whose request an answer belongs to.
"""

from __future__ import annotations

import json
import os
from collections.abc import Iterator
from contextlib import AbstractContextManager, contextmanager
from contextvars import ContextVar
from dataclasses import dataclass, field
from typing import Any

from thankgen.errors import SettingsError

_CHAT = "/chat/completions"
_TOLD = ("object", "model", "choices", "usage")


@dataclass
class Ear:
    """Listens for the answer to one request."""

    asked: dict[str, Any] = field(default_factory=dict)
    answered: dict[str, Any] | None = None


_ear: ContextVar[Ear | None] = ContextVar("thankgen_ear", default=None)


@contextmanager
def listening() -> Iterator[Ear]:
    """While it lasts, answers that come in here (in this thread or task) are heard by this ear."""
    ear = Ear()
    token = _ear.set(ear)
    try:
        yield ear
    finally:
        _ear.reset(token)


def tapping() -> AbstractContextManager[Any]:
    """vcrpy in place: while it lasts, answers are heard. Raises `SettingsError` where vcrpy is missing."""
    try:
        import vcr  # an extra, and slow to import
    except ImportError as error:
        raise SettingsError(
            "Recording needs vcrpy, which is not installed: pip install 'thankgen[record]'."
        ) from error
    tap = vcr.VCR(
        record_mode="all",
        decode_compressed_response=True,
        before_record_request=_hear_request,
        before_record_response=_hear_response,
    )
    # Nothing is ever kept in this cassette: both hooks end what they hear. So nothing is saved either.
    context: AbstractContextManager[Any] = tap.use_cassette(os.devnull)
    return context


def _hear_request(request: Any) -> Any:
    """Called by vcrpy before a request goes out and when its answer is there. None: not to be recorded."""
    ear = _ear.get()
    if ear is None or not request.path.endswith(_CHAT):
        return None
    ear.asked = json.loads(request.body)
    return request


def _hear_response(response: Any) -> None:
    """Called by vcrpy with an answer. What the caller will try again or cannot read is no answer."""
    ear = _ear.get()
    if ear is None or response["status"]["code"] != 200:
        return
    try:
        answered = json.loads(response["body"]["string"])
    except ValueError:
        return
    if isinstance(answered, dict) and answered.get("choices"):
        ear.answered = {"id": "recorded", "created": 0, **{k: answered[k] for k in _TOLD if k in answered}}

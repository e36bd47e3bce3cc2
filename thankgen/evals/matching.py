"""Whether a recorded request is the one that would be made today, and if not, what differs."""

from __future__ import annotations

from itertools import zip_longest
from typing import TYPE_CHECKING, Any

from thankgen.writers.transport import Abilities

if TYPE_CHECKING:
    from thankgen.exchange import Request

_QUOTED = 60
"""Code points of a differing line that are quoted."""


def request_body(
    request: Request, model: str, temperature: float | None, recorded: dict[str, Any]
) -> dict[str, Any]:
    """What the writer would send today to the endpoint that was `recorded`.

    An endpoint without structured output was not told the schema, so the schema cannot matter to it.
    """
    form = (recorded.get("response_format") or {}).get("type", "text")
    abilities = Abilities(form if form in ("json_schema", "json_object") else "text")
    body = abilities.parameters(request.answer_schema, request.max_tokens)
    body |= {"model": model, "messages": [message.model_dump() for message in request.messages]}
    return body if temperature is None else {**body, "temperature": temperature}


def difference(recorded: dict[str, Any], now: dict[str, Any]) -> str:
    """How two request bodies differ, in words; empty where they do not.

    Everything in them counts: model, messages, schema, sampling settings.
    """
    if recorded == now:
        return ""
    told = [_messages(recorded.get("messages"), now.get("messages"))]
    if recorded.get("response_format") != now.get("response_format"):
        told.append("the answer's JSON schema has changed")
    for key in sorted((recorded.keys() | now.keys()) - {"messages", "response_format"}):
        before, after = recorded.get(key, "not set"), now.get(key, "not set")
        if before != after:
            told.append(f"{key} was {before} and is {after}")
    return "; ".join(filter(None, told))


def _messages(recorded: Any, now: Any) -> str:
    if recorded == now:
        return ""
    if not isinstance(recorded, list) or not isinstance(now, list) or len(recorded) != len(now):
        return "the number of messages has changed"
    for before, after in zip(recorded, now, strict=True):
        if before != after:
            return f"the {after.get('role')} message {_line(before.get('content'), after.get('content'))}"
    return ""


def _line(recorded: Any, now: Any) -> str:
    """The first line that differs, from a little before the place."""
    lines = zip_longest(str(recorded).splitlines(), str(now).splitlines(), fillvalue="")
    for number, (before, after) in enumerate(lines, 1):
        if before != after:
            at = next((i for i, (a, b) in enumerate(zip(before, after, strict=False)) if a != b), None)
            start = max((min(len(before), len(after)) if at is None else at) - _QUOTED // 3, 0)
            return f"differs in line {number}: recorded “{_cut(before, start)}”, now “{_cut(after, start)}”"
    return "differs in its line ends"


def _cut(line: str, start: int) -> str:
    part = line[start : start + _QUOTED]
    return ("…" if start and part else "") + part + ("…" if start + _QUOTED < len(line) else "")

"""What a repair request says, for scripts that mend a draft as they are told."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from thankgen.note import Draft
from thankgen.testing.script import Scripted


@dataclass(frozen=True)
class ReportedFault:
    """A finding as a repair request reports it; `write` is the suggestion."""

    guardrail: str
    message: str
    excerpt: str | None = None
    write: str | None = None


_DRAFT = re.compile(r"<draft>\n(.*?)\n</draft>", re.DOTALL)
_FAULTS = re.compile(r"<faults>\n(.*?)\n</faults>", re.DOTALL)
_FAULT = re.compile(
    r'- (?P<id>[\w-]+)(?: at (?P<excerpt>"(?:[^"\\]|\\.)*"))?: (?P<message>.*?)'
    r'(?: Write (?P<write>"(?:[^"\\]|\\.)*")\.| (?P<out>Leave it out)\.)?'
)


def reported(body: Mapping[str, Any]) -> tuple[Draft, list[ReportedFault]] | None:
    """The draft and the faults that a repair request reports; None where it is a first request.

    Reads what the shipped prompt versions write: `<draft>` and `<faults>` in a message.
    """
    text = "\n".join(str(message["content"]) for message in body["messages"])
    draft, faults = _DRAFT.search(text), _FAULTS.search(text)
    if draft is None or faults is None:
        return None
    found = [match for line in faults[1].splitlines() if (match := _FAULT.fullmatch(line))]
    return Draft.model_validate_json(draft[1]), [
        ReportedFault(
            match["id"],
            match["message"],
            json.loads(match["excerpt"]) if match["excerpt"] else None,
            json.loads(match["write"]) if match["write"] else "" if match["out"] else None,
        )
        for match in found
    ]


def mending(
    first: Scripted | Callable[[dict[str, Any]], Scripted],
    mend: Callable[[Draft, list[ReportedFault]], Scripted],
) -> Callable[[dict[str, Any]], Scripted]:
    """A script that answers a first request with `first` and a repair request with `mend(draft, faults)`.

    `first` may be a function of the request body, for endpoints that serve many notes.
    """

    def reply(body: dict[str, Any]) -> Scripted:
        repair = reported(body)
        if repair is not None:
            return mend(*repair)
        return first(body) if callable(first) else first

    return reply

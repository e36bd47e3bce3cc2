"""A writer from a script."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from thankgen.exchange import Reply, Request
from thankgen.note import Draft, Usage
from thankgen.testing.script import MODEL, approximate_tokens


class ScriptedWriter:
    """A writer that hands out replies in turn and keeps the requests it got in `requests`.

    A reply is a text, a `Draft`, a whole `Reply`, an exception to raise, or a function from
    `Request` to one of these. Raises `AssertionError` when there is none left.
    """

    def __init__(self, replies: Sequence[Any]) -> None:
        self._replies = list(replies)
        self.requests: list[Request] = []

    def draft(self, request: Request) -> Reply:
        self.requests.append(request)
        if len(self.requests) > len(self._replies):
            raise AssertionError(
                f"the script holds {len(self._replies)} replies, and another one was asked for"
            )
        reply = self._replies[len(self.requests) - 1]
        if callable(reply):
            reply = reply(request)
        if isinstance(reply, BaseException):
            raise reply
        if isinstance(reply, Reply):
            return reply
        text = reply.model_dump_json() if isinstance(reply, Draft) else reply
        prompt = sum(approximate_tokens(message.content) for message in request.messages)
        usage = Usage(prompt_tokens=prompt, completion_tokens=approximate_tokens(text))
        return Reply(text=text, model=MODEL, usage=usage)

    async def adraft(self, request: Request) -> Reply:
        return self.draft(request)

"""Drafts from a model behind an OpenAI-compatible endpoint, by chat completions.

The same writer talks to the hosted API and to servers of one's own (Ollama, llama.cpp, vLLM,
LM Studio, LiteLLM). What an endpoint cannot do (structured output, the newer name of the token
limit) it says once, and the writer remembers.

Transport errors are retried here and only here. They never reach the prompt, and the loop's
tries are not spent on them.
"""

from __future__ import annotations

import asyncio
import os
import threading
import time
import weakref
from collections.abc import AsyncIterator, Awaitable, Callable
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

from thankgen.errors import EndpointError
from thankgen.exchange import Reply, Request
from thankgen.writers.transport import Abilities, Trouble, completion_reply, retrying

if TYPE_CHECKING:
    from openai import AsyncOpenAI, OpenAI

DEFAULT_MODEL = "gpt-5.4-mini"
"""The model asked where nobody names one. The only place that says so."""

HOSTED_URL = "https://api.openai.com/v1"

NO_KEY = "none"
"""Sent as the key to servers of one's own that want none."""


class OpenAIWriter:
    """Asks a model for drafts. Safe to share between threads and event loops.

    `model` None means the one model that an own `base_url` serves, else `DEFAULT_MODEL`.
    `base_url` and `api_key` None mean what the openai package takes from `OPENAI_BASE_URL` and
    `OPENAI_API_KEY`; the key of the environment is never sent to a `base_url` given here.
    `temperature` is sent where it is given (some models take none but their own).
    `timeout` is in seconds a request, `transport_tries` counts requests an answer, the first
    included; `structured=False` asks for no structured output. `longest_wait` caps, in
    seconds, what a Retry-After header can ask for. `sleep` and `asleep` wait between them.

    Clients close themselves when the writer is gone or the event loop ends; `close`,
    `aclose` and `with` do it earlier.
    """

    def __init__(
        self,
        model: str | None = None,
        base_url: str | None = None,
        api_key: str | None = None,
        *,
        temperature: float | None = None,
        timeout: float = 60.0,
        transport_tries: int = 4,
        structured: bool = True,
        longest_wait: float = 60.0,
        sleep: Callable[[float], None] = time.sleep,
        asleep: Callable[[float], Awaitable[None]] = asyncio.sleep,
    ) -> None:
        own_url = base_url or os.environ.get("OPENAI_BASE_URL") or None
        self.base_url = own_url or HOSTED_URL
        self._is_hosted = urlsplit(self.base_url).hostname == urlsplit(HOSTED_URL).hostname
        self._key = api_key or (os.environ.get("OPENAI_API_KEY") if base_url is None else None) or None
        self._model = model
        self._served: str | None = None
        self._temperature = temperature
        self._timeout = timeout
        self._tries = transport_tries
        self._longest_wait = longest_wait
        self._sleep = sleep
        self._asleep = asleep
        self._abilities = Abilities(structured)
        self._lock = threading.Lock()
        self._client: OpenAI | None = None
        self._closer: weakref.finalize[Any, OpenAI] | None = None
        self._async_clients: dict[asyncio.AbstractEventLoop, _Held] = {}

    def __repr__(self) -> str:
        return f"OpenAIWriter(model={self._model!r}, base_url={_without_secrets(self.base_url)!r})"

    def draft(self, request: Request) -> Reply:
        """Ask for a draft. Raises `EndpointError` when the endpoint failed for good."""
        started = time.perf_counter()
        client = self._open()
        trouble = self._trouble()
        deadline = None if request.timeout is None else started + request.timeout
        retry = retrying(self._tries, self._longest_wait, self._sleep, deadline)
        with trouble:
            trouble.model = model = self._known_model() or self._choose(retry(_served_models, client))
        while True:
            abilities = self._abilities.now()
            with trouble.unless(lambda error, abilities=abilities: self._abilities.concede(error, abilities)):
                completion = retry(
                    lambda: client.chat.completions.create(
                        **self._parameters(request, model, abilities), timeout=self._patience(deadline)
                    )
                )
                return completion_reply(completion, model, time.perf_counter() - started, trouble)

    async def adraft(self, request: Request) -> Reply:
        """`draft` for async callers."""
        raise EndpointError("x")

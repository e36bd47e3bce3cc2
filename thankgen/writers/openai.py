"""Drafts from a model behind an OpenAI-compatible endpoint, by chat completions.

The same writer talks to the hosted API and to servers of one's own (Ollama, llama.cpp, vLLM,
LM Studio, LiteLLM). What an endpoint cannot do (structured output, the newer name of the token
limit) it is asked once a writer, not once a note.

Transport errors are retried here and only here: they never reach the prompt, and the loop's
tries are not spent on them.
"""

from __future__ import annotations

import asyncio
import os
import threading
import time
import weakref
from collections.abc import AsyncGenerator, Awaitable, Callable, Generator, MutableMapping
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit, urlunsplit

from thankgen.errors import EndpointError, SettingsError
from thankgen.exchange import Reply, Request
from thankgen.writers.transport import Abilities, Address, Call, Patience, completion_reply, explain

if TYPE_CHECKING:
    from openai import AsyncOpenAI, OpenAI

DEFAULT_MODEL = "gpt-5.4-mini"
"""The model asked where nobody names one. The only place that says so."""

HOSTED_URL = "https://api.openai.com/v1"

NO_KEY = "none"
"""Sent as the key to servers of one's own that want none."""

Clients = MutableMapping[asyncio.AbstractEventLoop, tuple["AsyncOpenAI", AsyncGenerator[None]]]


class OpenAIWriter:
    """Asks a model for drafts. Safe to share between threads and event loops.

    `model` None means the one model that an own `base_url` serves, else `DEFAULT_MODEL`.
    `base_url` and `api_key` None mean `OPENAI_BASE_URL` and `OPENAI_API_KEY`, as everywhere
    with the openai package; the key of the environment never goes to a `base_url` given here.
    `temperature` is sent only where given (some models take none but their own). `timeout` is
    in seconds a request, `transport_tries` counts requests, the first included.
    `structured=False` asks for no structured output. `longest_wait`, in seconds, caps what a
    Retry-After header can ask for; `sleep` and `asleep` do the waiting.

    Clients close by themselves when the writer is gone or the event loop ends; `close` and
    `aclose` do it earlier.
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
        self.base_url = _checked_url(base_url or os.environ.get("OPENAI_BASE_URL") or HOSTED_URL)
        self._is_hosted = urlsplit(self.base_url).hostname == urlsplit(HOSTED_URL).hostname
        environment_key = os.environ.get("OPENAI_API_KEY") if base_url is None else None
        self._key = _checked_key(api_key or environment_key or "")
        for name, value in (("timeout", timeout), ("transport_tries", transport_tries)):
            if value <= 0:
                raise SettingsError(f"{name}={value}: a number above zero is needed.")
        self._model = model or (DEFAULT_MODEL if self._is_hosted else None)
        self.temperature = temperature
        self._timeout = timeout
        self._patience = Patience(transport_tries, longest_wait)
        self._sleep, self._asleep = sleep, asleep
        self._abilities = Abilities("json_schema" if structured else "text")
        self._lock = threading.Lock()
        self._client: OpenAI | None = None
        self._closer: weakref.finalize[..., OpenAIWriter] | None = None
        self._async_clients: Clients = weakref.WeakKeyDictionary()

    def __repr__(self) -> str:
        return f"OpenAIWriter(model={self._model!r}, base_url={_without_login(self.base_url)!r})"

    @property
    def model(self) -> str | None:
        """The model that is asked; None while an endpoint of one's own has not said which it serves."""
        return self._model

    def draft(self, request: Request) -> Reply:
        """Ask for a draft. Raises `EndpointError` when the endpoint failed for good."""
        from openai import OpenAIError  # half a second and 50 MB: only when a request is made
        from tenacity import Retrying

        clock = _Clock(request.timeout)
        client = self._open()
        steps = self._steps(request, clock)
        step: Call | Reply = next(steps)
        while not isinstance(step, Reply):
            answer: Any
            retrying = Retrying(sleep=self._sleep, **self._patience.settings(clock.left()))
            try:
                answer = retrying(step, client)
            except (OpenAIError, ValueError) as error:
                answer = error
            step = _proceed(steps, answer)
        return step

    async def adraft(self, request: Request) -> Reply:
        """`draft` for async callers."""
        from openai import OpenAIError  # as in draft
        from tenacity import AsyncRetrying

        clock = _Clock(request.timeout)
        client = await self._aopen()
        steps = self._steps(request, clock)
        step: Call | Reply = next(steps)
        while not isinstance(step, Reply):
            answer: Any
            retrying = AsyncRetrying(sleep=self._asleep, **self._patience.settings(clock.left()))
            try:
                answer = await retrying(_awaited, step, client)
            except (OpenAIError, ValueError) as error:
                answer = error
            step = _proceed(steps, answer)
        return step

    def close(self) -> None:
        """Close the connections of sync calls. The writer can be used again."""
        with self._lock:
            if self._closer is not None:
                self._closer()
            self._client = self._closer = None

    async def aclose(self) -> None:
        """Close the connections of this event loop, and those of sync calls."""
        self.close()
        held = self._async_clients.pop(asyncio.get_running_loop(), None)
        if held is not None:
            await held[1].aclose()

    def _steps(self, request: Request, clock: _Clock) -> Generator[Call, Any, Reply]:
        """The calls that one draft takes, without making them: sync and async share this."""
        address = Address(_without_login(self.base_url), self._model, self._key)
        try:
            if self._model is None:
                self._model = yield from self._choose_model(address, clock)
            address = Address(address.url, self._model, self._key)
            while True:
                abilities = self._abilities
                sent = abilities.parameters(request.answer_schema, request.max_tokens)
                try:
                    completion = yield self._completion(request, sent, clock)
                except Exception as error:
                    poorer = abilities.without(getattr(error, "status_code", 0), str(error), sent)
                    if poorer is None:
                        raise
                    self._abilities = poorer
                else:
                    return completion_reply(completion, address, clock.passed())
        except EndpointError:
            raise
        except Exception as error:
            # The cause would show the endpoint's words in full, and they may repeat the key.
            raise explain(error, address, self._patience.tries, clock.limit(self._timeout)) from None

    def _completion(self, request: Request, sent: dict[str, Any], clock: _Clock) -> Call:
        parameters = dict(sent, model=self._model, messages=[m.model_dump() for m in request.messages])
        if self.temperature is not None:
            parameters["temperature"] = self.temperature
        return lambda client: client.chat.completions.create(**parameters, timeout=clock.limit(self._timeout))

    def _choose_model(self, address: Address, clock: _Clock) -> Generator[Call, Any, str]:
        """The one model that the endpoint serves; the default where it does not say, or serves that too."""
        try:
            page = yield lambda client: client.models.list(timeout=clock.limit(self._timeout))
        except Exception as error:
            if getattr(error, "status_code", 401) in (401, 403):
                raise
            return DEFAULT_MODEL
        served: list[str] = [model.id for model in getattr(page, "data", None) or []]
        if len(served) == 1:
            return served[0]
        if not served or DEFAULT_MODEL in served:
            return DEFAULT_MODEL
        some = ", ".join(served[:12]) + (", …" if len(served) > 12 else "")
        raise address.error(
            f"The model endpoint serves {len(served)} models: {some}",
            "Say which one: model=, --model or THANKGEN_MODEL.",
        )

    def _open(self) -> OpenAI:
        with self._lock:
            if self._client is None:
                from openai import OpenAI  # slow to import

                self._client = OpenAI(**self._client_settings())
                self._closer = weakref.finalize(self, self._client.close)
            return self._client

    async def _aopen(self) -> AsyncOpenAI:
        loop = asyncio.get_running_loop()
        held = self._async_clients.get(loop)
        if held is None:
            from openai import AsyncOpenAI  # slow to import

            client = AsyncOpenAI(**self._client_settings())
            held = self._async_clients[loop] = (client, _closing_with_the_loop(client, self._async_clients))
            await anext(held[1])
        return held[0]

    def _client_settings(self) -> dict[str, Any]:
        if self._is_hosted and not self._key:
            raise Address(self.base_url, self._model, None).error(
                "No API key is set for the model endpoint",
                "Set OPENAI_API_KEY, give api_key, or use a server of your own with OPENAI_BASE_URL.",
            )
        # Retries are ours: the package's own would double them.
        return {"base_url": self.base_url, "api_key": self._key or NO_KEY, "max_retries": 0}


class _Clock:
    """Seconds since a draft was asked for, and what is left of them."""

    def __init__(self, allowed: float | None) -> None:
        self._allowed = allowed
        self._started = time.perf_counter()

    def passed(self) -> float:
        return time.perf_counter() - self._started

    def left(self) -> float | None:
        return None if self._allowed is None else self._allowed - self.passed()

    def limit(self, timeout: float) -> float:
        """The timeout of one request, shortened to what is left."""
        left = self.left()
        return timeout if left is None else min(timeout, max(left, 0.001))


def _proceed(steps: Generator[Call, Any, Reply], answer: Any) -> Call | Reply:
    """The next call after an answer or error, or the reply at the end."""
    try:
        return steps.throw(answer) if isinstance(answer, Exception) else steps.send(answer)
    except StopIteration as end:
        reply: Reply = end.value
        return reply


async def _awaited(call: Call, client: AsyncOpenAI) -> Any:
    return await call(client)


async def _closing_with_the_loop(client: AsyncOpenAI, clients: Clients) -> AsyncGenerator[None]:
    """Holds a client open: an event loop closes its async generators before it ends."""
    loop = asyncio.get_running_loop()
    try:
        yield
    finally:
        if clients.get(loop, (None,))[0] is client:
            del clients[loop]
        await client.close()


def _checked_key(key: str) -> str | None:
    """The key without white space around it, None where that leaves nothing. Raises `SettingsError`."""
    bare = key.strip()
    if not (bare.isascii() and bare.isprintable()):
        raise SettingsError(
            "The API key holds a character that no key has, such as a line break; copy it anew into OPENAI_API_KEY."
        )
    return bare or None


def _checked_url(url: str) -> str:
    if urlsplit(url).scheme not in ("http", "https") or not urlsplit(url).hostname:
        raise SettingsError(
            f"base_url={_without_login(url)!r} is no web address; write it out, such as http://localhost:11434/v1."
        )
    return url


def _without_login(url: str) -> str:
    """A URL as it may be shown: without user name, password and query."""
    parts = urlsplit(url)
    return urlunsplit((parts.scheme, parts.netloc.rpartition("@")[2], parts.path, "", ""))

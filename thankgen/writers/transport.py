"""Getting an answer out of an endpoint: what is tried again, what is done without, what is told.

Nothing here imports the openai package at import time; its errors come in from outside.
"""

from __future__ import annotations

import email.utils
import re
import time
from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Literal

from thankgen.errors import EndpointError
from thankgen.exchange import Reply
from thankgen.note import Usage

if TYPE_CHECKING:
    from tenacity import RetryCallState

FIRST_WAIT, LONGEST_BACKOFF = 0.5, 8.0
"""Seconds before the second try, doubled each time, and the most it grows to without a Retry-After."""

SMALL_CEILING = 2048
"""Tokens of an answer where an endpoint finds the caller's limit larger than it can serve."""

LONGEST_QUOTE = 300
"""Code points of an endpoint's own words that an error repeats."""

_TRANSIENT_STATUS = frozenset({408, 429, 500, 502, 503, 504, 520, 522, 524, 529})
_OUT_OF_QUOTA = "insufficient_quota"

Format = Literal["json_schema", "json_object", "text"]
Cap = Literal["max_completion_tokens", "max_tokens"]
_POORER: dict[Format, Format] = {"json_schema": "json_object", "json_object": "text"}
_FORMAT_COMPLAINT = re.compile(
    r"response_?format|json_schema|json_object|json.?mode|schema|structured.?output|grammar|guided",
    re.IGNORECASE,
)
_SIZE_COMPLAINT = re.compile(
    r"too large|at most|context length|context window|context size|exceed", re.IGNORECASE
)
_PARAMETER_STATUS = frozenset({400, 404, 415, 422, 500, 501})


def is_transient(error: BaseException) -> bool:
    """Whether the same request may well succeed in a while: busy, broken or cut off, but not refused."""
    import openai  # slow to import; by now it is

    if isinstance(error, openai.APIStatusError):
        if error.code == _OUT_OF_QUOTA or error.type == _OUT_OF_QUOTA:
            return False
        return error.status_code in _TRANSIENT_STATUS
    return isinstance(error, openai.APIConnectionError)


def retry_after(headers: Any, now: float) -> float | None:
    """Seconds that a Retry-After header asks for, or None; `now` is the time as `time.time` tells it."""
    value = headers.get("retry-after")
    if not value:
        return None
    if re.fullmatch(r"\s*\d+(?:\.\d*)?\s*", value):
        return float(value)
    try:
        return max(email.utils.parsedate_to_datetime(value).timestamp() - now, 0.0)
    except (ValueError, OverflowError):
        return None


@dataclass(frozen=True)
class Patience:
    """How often and how long to try: `tries` requests, waits of at most `longest_wait` seconds."""

    tries: int
    longest_wait: float

    def settings(self, left: float | None) -> dict[str, Any]:
        """Arguments for tenacity. `left` is the seconds there are for all of it, waits included."""
        from tenacity import retry_if_exception, stop_after_attempt, stop_before_delay

        stop: Any = stop_after_attempt(self.tries)
        if left is not None:
            stop = stop | stop_before_delay(left)
        return {"stop": stop, "wait": self._wait, "retry": retry_if_exception(is_transient), "reraise": True}

    def _wait(self, state: RetryCallState) -> float:
        error = state.outcome.exception() if state.outcome else None
        response = getattr(error, "response", None)
        asked = retry_after(response.headers, time.time()) if response is not None else None
        wait = min(FIRST_WAIT * 2 ** (state.attempt_number - 1), LONGEST_BACKOFF) if asked is None else asked
        return min(wait, self.longest_wait)


@dataclass(frozen=True)
class Abilities:
    """What an endpoint can do, as far as it is known: how an answer's form and length can be bounded."""

    format: Format = "json_schema"
    cap: Cap = "max_completion_tokens"
    ceiling: int | None = None

    def parameters(self, schema: dict[str, Any] | None, max_tokens: int | None) -> dict[str, Any]:
        """The part of a request that depends on them."""
        parameters: dict[str, Any] = {}
        if schema is not None and self.format == "json_schema":
            name = schema.get("title", "answer")
            described = {"name": name, "schema": schema, "strict": True}
            parameters["response_format"] = {"type": "json_schema", "json_schema": described}
        elif schema is not None and self.format == "json_object":
            parameters["response_format"] = {"type": "json_object"}
        if max_tokens is not None:
            parameters[self.cap] = max_tokens if self.ceiling is None else min(max_tokens, self.ceiling)
        return parameters

    def without(self, status: int, complaint: str, sent: dict[str, Any]) -> Abilities | None:
        """What is left after an endpoint refused a request for one of them; None: it was something else."""
        if status not in _PARAMETER_STATUS:
            return None
        if self.cap in sent and _SIZE_COMPLAINT.search(complaint):
            return None if self.ceiling else Abilities(self.format, self.cap, SMALL_CEILING)
        if self.cap == "max_completion_tokens" and self.cap in sent and self.cap in complaint:
            return Abilities(self.format, "max_tokens", self.ceiling)
        if "response_format" in sent and _FORMAT_COMPLAINT.search(complaint):
            return Abilities(_POORER[self.format], self.cap, self.ceiling)
        return None


@dataclass(frozen=True)
class Address:
    """Whom an error is about, and the secret that it must not repeat."""

    url: str
    model: str | None
    secret: str | None

    def error(self, what: str, then: str) -> EndpointError:
        """An error that says what happened, where, and what to do."""
        model = f", model {self.model}" if self.model else ""
        text = f"{what} ({self.url}{model}). {then}"
        # A shorter one is no secret but a stand-in, and may be part of any word.
        hidden = text.replace(self.secret, "***") if self.secret and len(self.secret) >= 6 else text
        return EndpointError(hidden)


def explain(error: Exception, address: Address, tries: int, timeout: float) -> EndpointError:
    """An endpoint's failure in plain words."""
    import openai  # slow to import; by now it is

    if isinstance(error, openai.APITimeoutError):
        return address.error(
            f"The model endpoint did not answer within {timeout:g} seconds{_often(tries)}",
            "Give it a longer timeout, or a smaller model.",
        )
    if isinstance(error, openai.APIConnectionError):
        reason = error.__cause__ or error
        return address.error(
            f"Cannot connect to the model endpoint: {reason}",
            "Is the server running, and is the base URL right? The offline writer needs none.",
        )
    if isinstance(error, openai.APIStatusError):
        what, then = _status_words(error.status_code, error.code == _OUT_OF_QUOTA, tries)
        return address.error(f"{what}: {quote(error)}", then)
    return address.error(
        f"The model endpoint's answer is no chat completion: {str(error)[:LONGEST_QUOTE]}",
        "Check the base URL; it usually ends in /v1.",
    )


def _status_words(status: int, out_of_quota: bool, tries: int) -> tuple[str, str]:
    if out_of_quota:
        return (
            "The model endpoint says that the quota is used up",
            "Check the plan, or use another key.",
        )
    known = {
        401: ("The model endpoint refused the API key", "Check OPENAI_API_KEY or api_key."),
        403: ("The model endpoint forbids this request", "The key may lack rights to this model or region."),
        404: (
            "The model endpoint knows no such model or address",
            "Check the model's name and the base URL; it usually ends in /v1.",
        ),
        429: (
            f"The model endpoint is too busy{_often(tries)}",
            "Wait a while, or ask for fewer at once.",
        ),
    }
    if status in known:
        return known[status]
    if status >= 500:
        return f"The model endpoint failed with status {status}{_often(tries)}", "Try again later."
    return f"The model endpoint refused the request with status {status}", "Check model and settings."


def _often(tries: int) -> str:
    return f", though asked up to {tries} times" if tries > 1 else ""


def quote(error: Any) -> str:
    """The endpoint's own words in an error, shortened."""
    body = error.body if isinstance(error.body, dict) else {}
    message = body.get("message") or body.get("error") or body.get("detail") or error.message
    return " ".join(str(message).split())[:LONGEST_QUOTE].rstrip(".")


def completion_reply(completion: Any, address: Address, seconds: float) -> Reply:
    """A chat completion as a reply.

    A text that was cut off is returned as it is; the reader of drafts keeps its whole sentences.
    Raises `EndpointError` where the model declined, or spent all its tokens before writing.
    """
    choices = getattr(completion, "choices", None)
    if not choices:
        raise address.error(
            "The model endpoint's answer is no chat completion", "Check the base URL; it usually ends in /v1."
        )
    message, finish = choices[0].message, choices[0].finish_reason
    text = _text(message.content) if message else ""
    refusal = getattr(message, "refusal", None)
    if (refusal and not text) or finish == "content_filter":
        reason = f": {refusal[:LONGEST_QUOTE]}" if refusal else ""
        raise address.error(f"The model declined to write{reason}", "Try another model or prompt version.")
    if finish == "length" and not text:
        raise address.error(
            "The model used all its tokens before it wrote anything",
            "Allow more with max_tokens, or use another model.",
        )
    usage = getattr(completion, "usage", None)
    return Reply(
        text=text,
        model=completion.model or address.model,
        usage=Usage(
            prompt_tokens=getattr(usage, "prompt_tokens", None),
            completion_tokens=getattr(usage, "completion_tokens", None),
        ),
        seconds=seconds,
    )


def _text(content: Any) -> str:
    """The text of a message; some servers send it in parts."""
    if isinstance(content, list):
        return "".join(part.get("text") or "" for part in content if isinstance(part, dict))
    return content or ""


Call = Callable[[Any], Any]
"""A request to be made of a client: the answer from a sync one, something to await from an async one."""

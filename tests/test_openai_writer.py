from __future__ import annotations

import asyncio
import email.utils
import gc
import subprocess
import sys
import time
from pathlib import Path
from typing import Any

import pytest

from thankgen.errors import EndpointError, SettingsError
from thankgen.exchange import Message, Reply, Request, Writer
from thankgen.facts import Facts
from thankgen.note import Draft
from thankgen.testing import MODEL, Answer, Drop, Scripted, ScriptedEndpoint, Stall, Status
from thankgen.writers import openai as module
from thankgen.writers.openai import DEFAULT_MODEL, OpenAIWriter
from thankgen.writers.transport import retry_after

DRAFT = Draft(subject="Hi", paragraphs=["One."])
SCHEMA = Draft.model_json_schema()
KEY = "sk-very-secret-key"


@pytest.fixture
def request_(facts: Facts) -> Request:
    messages = (Message(role="system", content="Write."), Message(role="user", content="Grüße, café"))
    return Request(facts=facts, to="Keith Abernethy", messages=messages, answer_schema=SCHEMA)


@pytest.fixture
def waits() -> list[float]:
    return []


def ask(writer: OpenAIWriter, request: Request, way: str) -> Reply:
    return writer.draft(request) if way == "sync" else asyncio.run(writer.adraft(request))


def writer_at(endpoint: ScriptedEndpoint, waits: list[float], **settings: Any) -> OpenAIWriter:
    async def asleep(seconds: float) -> None:
        waits.append(seconds)

    return OpenAIWriter(base_url=endpoint.base_url, sleep=waits.append, asleep=asleep, **settings)


both_ways = pytest.mark.parametrize("way", ["sync", "async"])


@both_ways
def test_a_draft_comes_with_model_usage_and_time(request_: Request, waits: list[float], way: str) -> None:
    with ScriptedEndpoint([DRAFT]) as endpoint:
        writer = writer_at(endpoint, waits)
        reply = ask(writer, request_, way)
        writer.close()
    assert isinstance(writer, Writer)
    assert Draft.model_validate_json(reply.text) == DRAFT
    assert (reply.source, reply.model) == ("model", MODEL)
    assert reply.usage.prompt_tokens == 2 + 4
    assert reply.usage.completion_tokens
    assert reply.seconds > 0
    assert waits == []
    [body] = endpoint.requests
    assert body["messages"] == [m.model_dump() for m in request_.messages]
    described = body["response_format"]["json_schema"]
    assert (described["name"], described["strict"], described["schema"]) == ("Draft", True, SCHEMA)
    assert set(body) == {"messages", "model", "response_format"}
    assert endpoint.headers[0]["authorization"] == "Bearer none"


@both_ways
def test_a_busy_endpoint_is_asked_again_when_it_said(request_: Request, waits: list[float], way: str) -> None:
    with ScriptedEndpoint(
        [Status(429, headers={"Retry-After": "7"}), Status(503), Drop(), DRAFT]
    ) as endpoint:
        assert ask(writer_at(endpoint, waits), request_, way).text == DRAFT.model_dump_json()
    assert waits == [7.0, 1.0, 2.0]
    assert all(body == endpoint.requests[0] for body in endpoint.requests)


def test_a_wait_is_capped(request_: Request, waits: list[float]) -> None:
    with ScriptedEndpoint([Status(429, headers={"Retry-After": "9999"}), DRAFT]) as endpoint:
        writer_at(endpoint, waits, longest_wait=20.0).draft(request_)
    assert waits == [20.0]


@pytest.mark.parametrize(
    ("value", "seconds"),
    [
        ("3", 3.0),
        (" 1.5 ", 1.5),
        (email.utils.formatdate(1_000_060, usegmt=True), 60.0),
        ("soon", None),
        (None, None),
    ],
)
def test_retry_after_is_seconds_or_a_date(value: str | None, seconds: float | None) -> None:
    assert retry_after({"retry-after": value}, now=1_000_000.0) == seconds


def test_a_retry_after_in_the_past_means_now() -> None:
    assert retry_after({"retry-after": email.utils.formatdate(5, usegmt=True)}, now=1_000_000.0) == 0.0


@pytest.mark.parametrize("status", [400, 401, 403, 404, 409, 413])
def test_what_was_refused_is_not_asked_again(request_: Request, waits: list[float], status: int) -> None:
    with ScriptedEndpoint(lambda _: Status(status)) as endpoint, pytest.raises(EndpointError):
        writer_at(endpoint, waits).draft(request_)
    assert endpoint.count == 1
    assert waits == []


def test_a_used_up_quota_is_not_asked_again(request_: Request, waits: list[float]) -> None:
    quota = Status(429, error_code="insufficient_quota")
    with ScriptedEndpoint([quota]) as endpoint, pytest.raises(EndpointError, match="quota is used up"):
        writer_at(endpoint, waits).draft(request_)
    assert endpoint.count == 1


def test_waiting_never_goes_past_the_time_left(request_: Request, waits: list[float]) -> None:
    busy = Status(429, headers={"Retry-After": "30"})
    with ScriptedEndpoint(lambda _: busy) as endpoint, pytest.raises(EndpointError, match="too busy"):
        writer_at(endpoint, waits).draft(request_.model_copy(update={"timeout": 10.0}))
    assert endpoint.count == 1
    assert waits == []


@both_ways
@pytest.mark.parametrize(
    ("reply", "complaint"),
    [
        (
            Status(401, f"Incorrect API key {KEY}"),
            r"refused the API key: Incorrect API key \*\*\* .* OPENAI_API_KEY",
        ),
        (Status(403, "no"), "forbids"),
        (Status(404, "no such model"), "no such model or address: no such model .*base URL"),
        (Status(400, "odd"), "status 400: odd"),
        (Status(500, "broken"), "failed with status 500, though asked up to 2 times: broken"),
        (Status(429, "slow down"), "too busy, though asked up to 2 times: slow down"),
        (Stall(), "did not answer within 0.05 seconds.*longer timeout"),
        (Drop(), "Cannot connect.*Is the server running"),
        (Status(200, body="<html>Hello</html>"), "no chat completion.*/v1"),
        (Status(200, body='{"id": '), "no chat completion"),
        (Status(200, body="{}"), "no chat completion"),
        (Answer(None, refusal="I would rather not."), "declined to write: I would rather not"),
        (Answer("", finish_reason="content_filter"), "declined to write"),
        (Answer("", finish_reason="length"), "used all its tokens.*max_tokens"),
    ],
)
def test_a_failure_says_what_happened_where_and_what_to_do(
    request_: Request, waits: list[float], way: str, reply: Scripted, complaint: str
) -> None:
    with ScriptedEndpoint(lambda _: reply) as endpoint:
        writer = writer_at(endpoint, waits, api_key=KEY, model="small", timeout=0.05, transport_tries=2)
        with pytest.raises(EndpointError, match=complaint) as caught:
            ask(writer, request_, way)
        writer.close()
    assert f"({endpoint.base_url}, model small)" in str(caught.value)
    assert KEY not in str(caught.value) + repr(writer)
    assert caught.value.__cause__ is None


def test_a_server_that_is_not_there_is_named_without_its_password(
    request_: Request, waits: list[float]
) -> None:
    writer = OpenAIWriter(base_url="http://me:word@127.0.0.1:9/v1", sleep=waits.append)
    with pytest.raises(EndpointError, match=r"Cannot connect .*\(http://127.0.0.1:9/v1\)") as caught:
        writer.draft(request_)
    assert "word" not in str(caught.value) + repr(writer)
    assert len(waits) == 3


def test_a_text_that_was_cut_off_is_returned(request_: Request, waits: list[float]) -> None:
    with ScriptedEndpoint([Answer('{"subject": "Hi', finish_reason="length"), ""]) as endpoint:
        writer = writer_at(endpoint, waits)
        assert writer.draft(request_).text == '{"subject": "Hi'
        assert writer.draft(request_).text == ""


def refusing(*names: str, status: int = 400) -> Any:
    """A script for an endpoint that refuses requests in which one of the names occurs."""

    def reply(body: dict[str, Any]) -> Scripted:
        for name in names:
            if name in str(body):
                return Status(status, f"Unsupported parameter: '{name}'")
        return DRAFT

    return reply


@both_ways
@pytest.mark.parametrize("status", [400, 404, 422])
def test_structured_output_is_done_without_where_it_is_refused_and_that_is_remembered(
    request_: Request, waits: list[float], way: str, status: int
) -> None:
    with ScriptedEndpoint(refusing("json_schema", "json_object", status=status)) as endpoint:
        writer = writer_at(endpoint, waits)
        ask(writer, request_, way)
        ask(writer, request_, way)
        writer.close()
    kinds = [body.get("response_format", {}).get("type") for body in endpoint.requests]
    assert kinds == ["json_schema", "json_object", None, None]
    assert all(body["messages"] == endpoint.requests[0]["messages"] for body in endpoint.requests)
    assert waits == []


def test_structured_output_can_be_switched_off(request_: Request, waits: list[float]) -> None:
    with ScriptedEndpoint([DRAFT]) as endpoint:
        writer_at(endpoint, waits, structured=False).draft(request_)
    assert "response_format" not in endpoint.requests[0]


def test_the_token_limit_falls_back_to_its_older_name(request_: Request, waits: list[float]) -> None:
    limited = request_.model_copy(update={"max_tokens": 900})
    with ScriptedEndpoint(refusing("max_completion_tokens")) as endpoint:
        writer = writer_at(endpoint, waits, temperature=0.2)
        writer.draft(limited)
        writer.draft(limited)
    sent = [(body.get("max_completion_tokens"), body.get("max_tokens")) for body in endpoint.requests]
    assert sent == [(900, None), (None, 900), (None, 900)]
    assert endpoint.requests[0]["temperature"] == 0.2


def test_a_token_limit_beyond_the_model_is_lowered_once(request_: Request, waits: list[float]) -> None:
    def reply(body: dict[str, Any]) -> Scripted:
        if body["max_completion_tokens"] > 4096:
            return Status(400, "max_completion_tokens is too large: 99999. This model supports at most 4096.")
        return DRAFT

    with ScriptedEndpoint(reply) as endpoint:
        writer_at(endpoint, waits).draft(request_.model_copy(update={"max_tokens": 99_999}))
    assert [body["max_completion_tokens"] for body in endpoint.requests] == [99_999, 2048]


def test_a_token_limit_that_stays_too_large_is_an_error(request_: Request, waits: list[float]) -> None:
    full = Status(400, "This model's maximum context length is 9 tokens.")
    with ScriptedEndpoint(lambda _: full) as endpoint, pytest.raises(EndpointError, match="context length"):
        writer_at(endpoint, waits).draft(request_.model_copy(update={"max_tokens": 99_999}))
    assert endpoint.count == 2


@pytest.mark.parametrize(
    ("served", "asked"),
    [(["only-one"], "only-one"), ([], DEFAULT_MODEL), (["a", DEFAULT_MODEL], DEFAULT_MODEL)],
)
def test_an_own_endpoints_single_model_is_used(
    request_: Request, waits: list[float], served: list[str], asked: str
) -> None:
    with ScriptedEndpoint([DRAFT, DRAFT], models=served) as endpoint:
        writer = writer_at(endpoint, waits)
        assert writer.draft(request_).model == asked
        assert writer.draft(request_).model == asked


def test_of_several_models_one_must_be_named(request_: Request, waits: list[float]) -> None:
    with ScriptedEndpoint([DRAFT], models=["a", "b"]) as endpoint:
        with pytest.raises(EndpointError, match=r"serves 2 models: a, b .*THANKGEN_MODEL"):
            writer_at(endpoint, waits).draft(request_)
        assert writer_at(endpoint, waits, model="b").draft(request_).model == "b"


def test_settings_of_the_environment_are_taken_but_its_key_goes_to_no_other_server(
    request_: Request, waits: list[float], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("OPENAI_API_KEY", KEY)
    with ScriptedEndpoint([DRAFT, DRAFT]) as endpoint:
        OpenAIWriter(base_url=endpoint.base_url).draft(request_)
        monkeypatch.setenv("OPENAI_BASE_URL", endpoint.base_url)
        OpenAIWriter().draft(request_)
    assert [headers["authorization"] for headers in endpoint.headers] == ["Bearer none", f"Bearer {KEY}"]


def test_the_hosted_endpoint_wants_a_key(request_: Request) -> None:
    with pytest.raises(EndpointError, match=r"No API key is set.*OPENAI_API_KEY"):
        OpenAIWriter().draft(request_)


@pytest.mark.parametrize(
    "settings", [{"base_url": "localhost:11434"}, {"timeout": 0}, {"transport_tries": 0}]
)
def test_settings_that_cannot_be_are_refused(settings: dict[str, Any]) -> None:
    with pytest.raises(SettingsError):
        OpenAIWriter(**settings)


def test_many_drafts_share_one_client_of_their_event_loop(request_: Request, waits: list[float]) -> None:
    made = 0

    async def many(writer: OpenAIWriter) -> list[Reply]:
        return await asyncio.gather(*(writer.adraft(request_) for _ in range(20)))

    with ScriptedEndpoint(lambda _: DRAFT) as endpoint:
        writer = writer_at(endpoint, waits, model="m")
        settings = writer._client_settings

        def counted() -> dict[str, Any]:
            nonlocal made
            made += 1
            return settings()

        writer._client_settings = counted  # type: ignore[method-assign]  # counts the clients made
        assert len(asyncio.run(many(writer))) == 20
        assert made == 1
        asyncio.run(many(writer))
        assert made == 2
        assert len(writer._async_clients) == 0


def test_a_writer_can_be_closed_and_used_again(request_: Request, waits: list[float]) -> None:
    async def use(writer: OpenAIWriter) -> None:
        await writer.adraft(request_)
        await writer.aclose()
        await writer.adraft(request_)

    with ScriptedEndpoint(lambda _: DRAFT) as endpoint:
        writer = writer_at(endpoint, waits, model="m")
        writer.draft(request_)
        writer.close()
        writer.draft(request_)
        asyncio.run(use(writer))
        writer.close()


def test_a_writer_that_is_dropped_leaves_no_connection_open(request_: Request, waits: list[float]) -> None:
    with ScriptedEndpoint(lambda _: DRAFT) as endpoint:
        writer_at(endpoint, waits).draft(request_)
        asyncio.run(writer_at(endpoint, waits).adraft(request_))
        gc.collect()


def test_importing_the_writer_imports_no_client() -> None:
    code = (
        "import sys; import thankgen.writers.openai; "
        "print([m for m in ('openai', 'tenacity') if m in sys.modules])"
    )
    run = subprocess.run(
        [sys.executable, "-c", code],
        check=True,
        capture_output=True,
        text=True,
        cwd=Path(__file__).parent.parent,
    )
    assert run.stdout.strip() == "[]"


def test_the_default_model_is_named_in_one_place() -> None:
    root = Path(module.__file__).parent.parent
    named = [path.name for path in root.rglob("*.py") if DEFAULT_MODEL in path.read_text(encoding="utf-8")]
    assert named == ["openai.py"]


def test_real_waits_are_the_default() -> None:
    assert OpenAIWriter(base_url="http://127.0.0.1:9/v1")._sleep is time.sleep


@pytest.mark.parametrize("key", ["sk-ä", "sk-a\nb"])
def test_a_key_that_fits_in_no_header_is_refused_and_not_repeated(key: str) -> None:
    with pytest.raises(SettingsError, match="copy it anew") as caught:
        OpenAIWriter(model="m", base_url="http://127.0.0.1:9/v1", api_key=key)
    assert key not in str(caught.value)

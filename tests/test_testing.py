from __future__ import annotations

import asyncio
import json
import threading
import urllib.error
import urllib.request
from collections.abc import Mapping
from typing import Any

import pytest

from thankgen import assets
from thankgen.errors import EndpointError
from thankgen.exchange import Message, Reply, Request, Writer
from thankgen.facts import Facts
from thankgen.finding import Finding
from thankgen.note import Draft
from thankgen.prompts import Prompt
from thankgen.testing import (
    Answer,
    Drop,
    ReportedFault,
    Scripted,
    ScriptedEndpoint,
    ScriptedWriter,
    Stall,
    Status,
    approximate_tokens,
    mending,
    reported,
)

DRAFT = Draft(subject="Hi", paragraphs=["Thank you Kieth."])


def post(
    endpoint: ScriptedEndpoint, body: Mapping[str, Any], path: str = "/chat/completions"
) -> dict[str, Any]:
    request = urllib.request.Request(endpoint.base_url + path, json.dumps(body).encode(), method="POST")
    with urllib.request.urlopen(request, timeout=5) as response:
        answer: dict[str, Any] = json.load(response)
        return answer


def content(answer: Mapping[str, Any]) -> str:
    text: str = answer["choices"][0]["message"]["content"]
    return text


@pytest.fixture
def request_(facts: Facts) -> Request:
    return Request(facts=facts, to="Keith Abernethy", messages=(Message(role="user", content="åäö"),))


def test_a_scripted_writer_hands_out_replies_in_turn_and_keeps_requests(request_: Request) -> None:
    whole = Reply(text="whole", model="m")
    writer = ScriptedWriter(["text", DRAFT, whole, lambda request: request.to])
    assert isinstance(writer, Writer)
    assert writer.draft(request_).text == "text"
    assert Draft.model_validate_json(asyncio.run(writer.adraft(request_)).text) == DRAFT
    assert writer.draft(request_) is whole
    assert writer.draft(request_).text == "Keith Abernethy"
    assert writer.requests == [request_] * 4


def test_a_scripted_writer_raises_what_the_script_says_and_when_it_ends(request_: Request) -> None:
    writer = ScriptedWriter([EndpointError("down")])
    with pytest.raises(EndpointError, match="down"):
        writer.draft(request_)
    with pytest.raises(AssertionError, match="1 replies"):
        writer.draft(request_)


def test_a_scripted_writer_approximates_usage(request_: Request) -> None:
    usage = ScriptedWriter(["four"]).draft(request_).usage
    assert (usage.prompt_tokens, usage.completion_tokens) == (2, 1)


def test_four_bytes_are_about_a_token() -> None:
    assert [approximate_tokens(text) for text in ("", "a", "abcd", "abcde", "åäö")] == [0, 1, 1, 2, 2]


def test_an_endpoint_answers_from_its_script() -> None:
    script: list[Any] = [
        "text",
        DRAFT,
        {"subject": "å"},
        lambda body: body["model"],
        Answer("cut", finish_reason="length"),
    ]
    with ScriptedEndpoint(script) as endpoint:
        answers = [post(endpoint, {"model": "m", "messages": []}) for _ in script]
    assert content(answers[0]) == "text"
    assert Draft.model_validate_json(content(answers[1])) == DRAFT
    assert content(answers[2]) == '{"subject": "å"}'
    assert content(answers[3]) == "m"
    assert answers[4]["choices"][0]["finish_reason"] == "length"
    assert endpoint.count == len(endpoint.requests) == len(endpoint.headers) == 5


def test_an_endpoint_reports_approximate_usage() -> None:
    with ScriptedEndpoint(["four"]) as endpoint:
        answer = post(endpoint, {"messages": [{"content": "abcd"}, {"content": "abcde"}]})
    assert answer["usage"] == {"prompt_tokens": 3, "completion_tokens": 1, "total_tokens": 4}


def test_an_endpoint_lists_its_models() -> None:
    with (
        ScriptedEndpoint(models=["a", "b"]) as endpoint,
        urllib.request.urlopen(endpoint.base_url + "/models", timeout=5) as response,
    ):
        assert [model["id"] for model in json.load(response)["data"]] == ["a", "b"]


def fault(*_: object) -> Scripted:
    raise ValueError("my mistake")


@pytest.mark.parametrize(
    ("script", "status", "message"),
    [
        ([Status(503, "later", {"Retry-After": "3"})], 503, "later"),
        ([], 400, "The script holds 0 replies, and this is request 1."),
        (fault, 400, "the script raised ValueError: my mistake"),
    ],
)
def test_an_endpoint_fails_as_the_script_says(script: Any, status: int, message: str) -> None:
    with ScriptedEndpoint(script) as endpoint:
        with pytest.raises(urllib.error.HTTPError) as caught:
            post(endpoint, {"messages": []})
        # Read while the endpoint is there: it closes its connections when it stops.
        with caught.value as error:
            assert error.code == status
            assert json.load(error)["error"]["message"] == message
            assert error.headers.get("Retry-After") == ("3" if status == 503 else None)


def test_an_unknown_address_is_not_found() -> None:
    with ScriptedEndpoint() as endpoint:
        with pytest.raises(urllib.error.HTTPError) as caught:
            post(endpoint, {}, "/embeddings")
        caught.value.close()
        assert caught.value.code == 404
        assert endpoint.count == 0


def test_a_dropped_connection_gives_no_answer() -> None:
    with ScriptedEndpoint([Drop()]) as endpoint, pytest.raises(ConnectionError):
        post(endpoint, {"messages": []})


def test_an_endpoint_that_stalls_can_be_closed() -> None:
    failed = threading.Event()

    def wait_for_it() -> None:
        with pytest.raises(OSError):  # noqa: PT011  the connection may end in more than one way
            post(endpoint, {"messages": []})
        failed.set()

    with ScriptedEndpoint([Stall()]) as endpoint:
        thread = threading.Thread(target=wait_for_it)
        thread.start()
        while not endpoint.count:
            thread.join(0.005)
    thread.join(5)
    assert failed.is_set()


def test_a_script_can_mend_what_was_reported(facts: Facts) -> None:
    prompt = Prompt.load(assets.find("prompts"), "v1")
    addressed = facts.to("Keith Abernethy")
    finding = Finding(guardrail="names", message='It is "Keith".', excerpt="Kieth", suggestion="Keith")

    def mend(draft: Draft, faults: list[ReportedFault]) -> Draft:
        text = draft.paragraphs[0]
        for fault in faults:
            text = text.replace(fault.excerpt or "", fault.write or "")
        return Draft(subject=draft.subject, paragraphs=[text])

    script = mending(DRAFT, mend)
    first = {"messages": [m.model_dump() for m in prompt.messages(addressed)]}
    second = {"messages": [m.model_dump() for m in prompt.repair(addressed, DRAFT, [finding])]}
    assert reported(first) is None
    assert script(first) == DRAFT
    assert script(second) == Draft(subject="Hi", paragraphs=["Thank you Keith."])
    assert mending(lambda body: str(len(body)), mend)(first) == "1"

"""The loop: budgets, regeneration, exhaustion, and what is kept of every attempt."""

from __future__ import annotations

import asyncio
import json
from typing import Any

import pytest
from samples import GOOD_NOTE, make_facts

import thankgen
from thankgen.errors import EndpointError
from thankgen.exchange import Reply
from thankgen.note import Usage
from thankgen.testing import ScriptedWriter

KEITH = "Keith Abernethy"
BODY = GOOD_NOTE.split("\n\n")[2:-1]
CLEAN = json.dumps({"subject": "Thank you for Tuesday", "paragraphs": BODY})
# Nothing of this can be mended by program: it is too short.
SHORT = json.dumps({"subject": "Thank you", "paragraphs": ["Thank you."]})
MISSPELT = CLEAN.replace("Brackwater", "Brackwatter")


def _reply(text: str, tokens: int = 100, seconds: float = 1.0) -> Reply:
    return Reply(text=text, usage=Usage(prompt_tokens=tokens, completion_tokens=tokens), seconds=seconds)


def _write(writer: ScriptedWriter, **options: object) -> thankgen.Note:
    [note] = thankgen.write(make_facts(), KEITH, writer=writer, on=make_facts().interview.date, **options)  # type: ignore[arg-type]  # options of many types
    return note


def test_a_clean_draft_is_accepted_at_once() -> None:
    writer = ScriptedWriter([CLEAN])
    note = _write(writer)
    assert note.source == "model"
    assert note.report.passed
    assert note.subject == "Thank you for Tuesday"
    assert note.body == "\n\n".join(BODY)
    assert [a.number for a in note.attempts] == [1]
    assert note.attempts[0].prompt == "v1"


def test_a_mended_draft_costs_no_second_request() -> None:
    writer = ScriptedWriter([MISSPELT])
    note = _write(writer)
    assert note.source == "edited"
    assert "Brackwatter" not in note.text
    assert "Brackwatter" in note.attempts[0].draft
    assert note.attempts[0].edits[0].before == "Brackwatter"


def test_the_second_request_tells_what_was_wrong() -> None:
    writer = ScriptedWriter([SHORT, CLEAN])
    note = _write(writer)
    assert note.source == "model"
    assert len(note.attempts) == 2
    repair = writer.requests[1].messages[-1].content
    assert "length" in repair
    assert note.attempts[0].report.passed is False


def test_tokens_of_failed_tries_are_kept() -> None:
    note = _write(ScriptedWriter([_reply(SHORT, 7), _reply(CLEAN, 11)]))
    assert [a.usage.prompt_tokens for a in note.attempts] == [7, 11]


def test_when_tries_run_out_the_error_carries_the_best_draft() -> None:
    with pytest.raises(thankgen.ExhaustedError) as caught:
        _write(ScriptedWriter([SHORT, SHORT]), tries=2)
    assert caught.value.best.text
    assert "length" in {finding.guardrail for finding in caught.value.findings}
    assert len(caught.value.best.attempts) == 2


def test_the_best_draft_can_be_taken_and_says_that_it_did_not_pass() -> None:
    note = _write(ScriptedWriter([SHORT]), tries=1, on_exhausted="best")
    assert note.report.passed is False


def test_the_offline_writer_takes_over() -> None:
    note = _write(ScriptedWriter([SHORT]), tries=1, on_exhausted="offline")
    assert note.source == "offline"
    assert note.report.passed
    assert [a.source for a in note.attempts][:2] == ["model", "offline"]


def test_the_token_budget_ends_the_tries() -> None:
    writer = ScriptedWriter([_reply(SHORT, 60), _reply(SHORT, 60), CLEAN])
    with pytest.raises(thankgen.ExhaustedError):
        _write(writer, tries=9, max_tokens=200)
    assert len(writer.requests) == 2
    assert writer.requests[1].max_tokens == 80


def test_the_time_budget_ends_the_tries() -> None:
    writer = ScriptedWriter([_reply(SHORT, seconds=3), _reply(SHORT, seconds=3), CLEAN])
    with pytest.raises(thankgen.ExhaustedError):
        _write(writer, tries=9, timeout=5)
    assert [r.timeout for r in writer.requests] == [5, 2]


def test_budgets_are_counted_anew_for_every_note() -> None:
    facts = make_facts()
    writer = ScriptedWriter([_reply(SHORT, 60), _reply(SHORT, 60)])
    with pytest.raises(thankgen.ExhaustedError):
        thankgen.write(facts, writer=writer, tries=1, max_tokens=130)
    assert [r.max_tokens for r in writer.requests] == [130, 130]


def test_a_failing_endpoint_raises_or_is_replaced() -> None:
    with pytest.raises(EndpointError):
        _write(ScriptedWriter([EndpointError("gone")]))
    note = _write(ScriptedWriter([EndpointError("gone")]), on_exhausted="offline")
    assert note.source == "offline"


def test_notes_that_were_done_are_on_the_error() -> None:
    facts = make_facts()
    writer = ScriptedWriter([CLEAN, EndpointError("gone")])
    with pytest.raises(EndpointError) as caught:
        thankgen.write(facts, writer=writer)
    assert [note.to for note in caught.value.notes] == [KEITH]


@pytest.mark.parametrize("reply", ["", "   ", "\x00", "{", "null", "x" * 60_000, "Dear Keith,\n\nThanks."])
def test_a_useless_reply_is_a_draft_like_any_other(reply: str) -> None:
    note = _write(ScriptedWriter([reply, CLEAN]))
    assert len(note.attempts) == 2


def test_a_reply_in_plain_text_keeps_its_body_and_loses_its_frame() -> None:
    note = _write(
        ScriptedWriter([GOOD_NOTE.replace("Hi Keith,", "Hi Kieth,").replace("Best wishes", "Cheerio")])
    )
    assert "Hi Keith," in note.text
    assert "Cheerio" not in note.text
    assert note.source == "model"


def test_async_and_sync_write_the_same_notes() -> None:
    facts = make_facts()
    on = facts.interview.date
    sync = thankgen.write(facts, KEITH, writer=ScriptedWriter([SHORT, MISSPELT]), on=on)
    twin = asyncio.run(thankgen.awrite(facts, KEITH, writer=ScriptedWriter([SHORT, MISSPELT]), on=on))
    assert twin == sync


def test_the_loop_can_be_driven_by_hand() -> None:
    facts = make_facts()
    generation = thankgen.Generation(facts.to(KEITH), thankgen.load_rulebook(), thankgen.prompt_version("v1"))
    assert generation.request is not None
    assert "email" not in str(generation.request.messages)
    generation.receive(Reply(text=CLEAN))
    assert not generation.request
    assert generation.note.report.passed


def test_a_loop_driven_out_of_turn_says_so() -> None:
    facts = make_facts()
    generation = thankgen.Generation(facts.to(KEITH), thankgen.load_rulebook(), thankgen.prompt_version("v1"))
    with pytest.raises(thankgen.GenerationError, match="not there yet"):
        _ = generation.note
    generation.receive(Reply(text=CLEAN))
    with pytest.raises(thankgen.GenerationError, match="No reply is waited for"):
        generation.receive(Reply(text=CLEAN))


def test_when_the_built_in_writer_gives_up_no_more_tries_are_advised() -> None:
    facts = thankgen.Facts.model_validate(
        {**make_facts().model_dump(by_alias=True), "highlights": ["I am sorry that I was late."]}
    )
    with pytest.raises(thankgen.ExhaustedError, match="change the facts where its findings point"):
        thankgen.write(facts, KEITH, writer=thankgen.offline_writer(), on=facts.interview.date)


def test_contact_details_are_laid_out_but_never_sent() -> None:
    writer = ScriptedWriter([CLEAN])
    note = _write(writer)
    sent = "".join(message.content for message in writer.requests[0].messages)
    for secret in ("imogen@sorvik-hale.example", "01632 960111", "keith@brackwater.example"):
        assert secret not in sent
    assert "01632 960111" in note.text


def test_a_python_function_can_be_a_guardrail() -> None:
    def no_ferries(text: str, facts: thankgen.Facts, to: str) -> list[thankgen.Finding]:
        at = text.find("timetable")
        return (
            [thankgen.Finding(guardrail="no-ferries", message=f"{to} hates it", span=(at, at + 9))]
            if at > 0
            else []
        )

    book = thankgen.load_rulebook().also(no_ferries)
    report = thankgen.check(GOOD_NOTE, make_facts(), KEITH, guardrails=book)
    assert [f.guardrail for f in report.findings] == ["no-ferries"]
    assert "no_ferries" in report.guardrails
    assert thankgen.check(GOOD_NOTE, make_facts(), KEITH).passed


@pytest.mark.parametrize("opening", ["What a day that was!", "Thank you so much, Keith!"])
def test_a_short_first_paragraph_of_a_draft_is_no_greeting(opening: str) -> None:
    draft = json.loads(CLEAN)
    writer = ScriptedWriter([json.dumps({**draft, "paragraphs": [opening, *draft["paragraphs"]]})])
    note = _write(writer, on_exhausted="best", tries=1)
    assert f"\n\n{opening}\n\n" in note.attempts[0].draft
    assert note.attempts[0].draft.count("Hi Keith,") == 1


def test_a_greeting_in_a_draft_is_not_doubled() -> None:
    draft = json.loads(CLEAN)
    for greeting in ("Dear Keith,", "Keith", "Good people of the ferries,"):
        writer = ScriptedWriter([json.dumps({**draft, "paragraphs": [greeting, *draft["paragraphs"]]})])
        note = _write(writer)
        assert greeting not in note.attempts[0].draft.split("\n")[3:], greeting


class _Odd:
    def __call__(self, text: str, facts: thankgen.Facts, to: str) -> list[thankgen.Finding]:
        return []


def test_a_guardrail_of_ones_own_may_be_any_callable() -> None:
    report = thankgen.check(GOOD_NOTE, make_facts(), KEITH, guardrails=thankgen.load_rulebook().also(_Odd()))
    assert "_Odd" in report.guardrails


@pytest.mark.parametrize("given", [["x"], thankgen.Finding(guardrail="a", message="b")])
def test_a_guardrail_that_gives_anything_but_findings_is_told(given: Any) -> None:
    book = thankgen.load_rulebook().also(lambda text, facts, to: given)
    with pytest.raises(thankgen.CheckError, match=r"must be a `thankgen\.Finding`"):
        thankgen.check(GOOD_NOTE, make_facts(), KEITH, guardrails=book)

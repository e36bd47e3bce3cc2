"""The facts as types: defaults, what is refused, who sat in what; and the published JSON Schema."""

from __future__ import annotations

import datetime as dt
import json
import unicodedata
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from conftest import ROOT, corpus_cases
from pydantic import ValidationError
from samples import make_facts

from thankgen.errors import RecipientError
from thankgen.facts import Facts
from thankgen.schema import facts_schema

MakeFacts = Callable[..., Facts]
SCHEMA = ROOT / "schema" / "facts.schema.json"


def test_defaults_are_those_of_the_reference(facts_with: MakeFacts) -> None:
    facts = facts_with(recipients=[{"name": "Keith Abernethy"}])
    assert (facts.language, facts.occasion, facts.channel, facts.formality) == (
        "en",
        "interview",
        "email",
        "informal",
    )
    assert facts.recipients[0].relation == "interviewer"


def test_german_is_formal_unless_said_otherwise(facts_with: MakeFacts) -> None:
    assert facts_with(language="de").formality == "formal"
    assert facts_with(language="de", formality="informal").formality == "informal"


def test_facts_survive_a_dump(facts: Facts) -> None:
    assert Facts.model_validate(facts.model_dump(by_alias=True)) == facts
    assert Facts.model_validate_json(facts.model_dump_json(by_alias=True)) == facts


def test_text_is_normalised_to_nfc(facts_with: MakeFacts) -> None:
    apart = unicodedata.normalize("NFD", "Zoë Å")
    facts = facts_with(
        recipients=[{"name": apart}],
        incident={"what": apart, "positive": "b", "with": ["Zoë Å"]},
    )
    assert facts.recipients[0].name == "Zoë Å"
    assert facts.incident is not None
    assert facts.incident.what == "Zoë Å"


def test_free_text_may_be_wrapped_and_names_lose_stray_spaces(facts_with: MakeFacts) -> None:
    facts = facts_with(highlights=["  I plan\n  crew rotas. "], company=" Brackwater \u00a0 Ferries ")
    assert facts.highlights == ("I plan crew rotas.",)
    assert facts.company == "Brackwater Ferries"


@pytest.mark.parametrize("key", ["company", "role"])
@pytest.mark.parametrize("end", ["\n", "\r", "\u2028", "\x85", "\x0b"])
def test_what_may_reach_a_header_holds_no_line_break(facts_with: MakeFacts, key: str, end: str) -> None:
    with pytest.raises(ValidationError, match="line break"):
        facts_with(**{key: f"a{end}b"})


@pytest.mark.parametrize("key", ["name", "title", "address", "email"])
def test_what_is_said_of_a_recipient_holds_no_line_break(facts_with: MakeFacts, key: str) -> None:
    with pytest.raises(ValidationError, match="line break"):
        facts_with(recipients=[{"name": "A", key: "a@b.example\nBcc: c@d.example"}])


@pytest.mark.parametrize("key", ["name", "email", "phone"])
def test_what_is_said_of_the_candidate_holds_no_line_break(facts_with: MakeFacts, key: str) -> None:
    with pytest.raises(ValidationError, match="line break"):
        facts_with(candidate={"name": "A", key: "a@b.example\nBcc: c@d.example"})


@pytest.mark.parametrize("email", ["keith@x.example", "k.o'neill+jobs@sub.x.example", "jörg@müller.example"])
def test_an_email_address_is_taken(facts_with: MakeFacts, email: str) -> None:
    assert facts_with(candidate={"name": "A", "email": email}).candidate.email == email


@pytest.mark.parametrize(
    "email",
    ["keith", "@x.example", "keith@", "keith@x", "a b@x.example", "a@b@c.example", "<a@b.example>", "a@b..c"],
)
def test_no_email_address_is_refused(facts_with: MakeFacts, email: str) -> None:
    with pytest.raises(ValidationError, match="is no e-mail address"):
        facts_with(candidate={"name": "A", "email": email})


@pytest.mark.parametrize("date", ["2026-11-24", " 2026-11-24 ", dt.date(2026, 11, 24)])
def test_a_date_is_taken(facts_with: MakeFacts, date: object) -> None:
    assert facts_with(interview={"date": date}).interview.date == dt.date(2026, 11, 24)


@pytest.mark.parametrize(
    "date",
    [
        "2026-11-24T00:00",
        "2026-11-24 09:00",
        dt.datetime(2026, 11, 24),
        "24.11.2026",
        20261124,
        "1764000000",
        "",
    ],
)
def test_a_date_with_a_time_or_none_is_refused(facts_with: MakeFacts, date: object) -> None:
    with pytest.raises(ValidationError):
        facts_with(interview={"date": date})


def test_only_an_offer_needs_no_date(facts_with: MakeFacts) -> None:
    assert facts_with(interview={}, occasion="offer").interview.date is None
    with pytest.raises(ValidationError, match=r"interview\.date: is required"):
        facts_with(interview={}, occasion="screen")


def test_a_recipient_is_found_by_name_and_else_the_names_are_told(facts: Facts) -> None:
    assert facts.recipient("Keith Abernethy").relation == "hiring_manager"
    for name in ("Keith", None):
        with pytest.raises(RecipientError, match="Małgorzata Wiśniewska"):
            facts.recipient(name)


STUMBLE = {"question": "why", "answer": "because"}


@pytest.mark.parametrize(
    ("relation", "occasion", "sat_in_it"),
    [
        ("interviewer", "interview", True),
        ("hiring_manager", "interview", True),
        ("peer", "offer", True),
        ("recruiter", "interview", False),
        ("hr", "interview", False),
        ("recruiter", "screen", True),
        ("hr", "screen", True),
        ("referrer", "screen", False),
    ],
)
def test_who_sat_in_a_stumble(facts_with: MakeFacts, relation: str, occasion: str, sat_in_it: bool) -> None:
    facts = facts_with(recipients=[{"name": "A", "relation": relation}], occasion=occasion, stumble=STUMBLE)
    assert (facts.to(None).stumble is not None) is sat_in_it


def test_with_says_who_sat_in_it_and_an_empty_list_means_nobody(facts_with: MakeFacts) -> None:
    people = [{"name": "A"}, {"name": "B", "relation": "referrer"}]
    facts = facts_with(recipients=people, stumble={**STUMBLE, "with": ["B"]})
    assert facts.to("A").stumble is None
    assert facts.to("B").stumble is not None
    assert facts_with(recipients=people, stumble={**STUMBLE, "with": []}).to("A").stumble is None


def test_a_helper_from_outside_has_no_shared_topics(facts_with: MakeFacts) -> None:
    facts = facts_with(recipients=[{"name": "A", "relation": "referrer", "discussed": ["x"]}, {"name": "B"}])
    assert facts.to("A").topics == ("x",)
    assert facts.to("B").topics == ("the harbour extension",)


@pytest.mark.parametrize("language", ["en", "sv", "de", "da"])
def test_the_facts_of_the_labelled_sets_are_valid(language: str) -> None:
    cases = corpus_cases(language)
    assert cases
    for case in cases:
        Facts.model_validate(case["facts"])


def test_the_published_schema_is_up_to_date() -> None:
    """`make schema`, or `python -m thankgen.schema > schema/facts.schema.json`, writes it anew."""
    assert SCHEMA.read_text(encoding="utf-8") == facts_schema()


def _properties(schema: dict[str, Any]) -> Iterator[tuple[str, dict[str, Any]]]:
    yield from schema["properties"].items()
    for part in schema["$defs"].values():
        yield from part["properties"].items()


def test_every_key_of_the_schema_is_described() -> None:
    schema = json.loads(facts_schema())
    for key, about in _properties(schema):
        refers = "$ref" in about or any("$ref" in one for one in about.get("anyOf", []))
        assert about.get("description") or refers, key


def test_every_key_stands_in_the_reference() -> None:
    reference = (ROOT / "docs" / "facts.md").read_text(encoding="utf-8")
    for key, _ in _properties(json.loads(facts_schema())):
        assert (
            f"`{key}`" in reference
            or f".{key}`" in reference
            or f"[{key}]" in reference
            or f"`{key}." in reference
        ), key


def test_what_nobody_sees_in_a_name_is_left_out() -> None:
    facts = make_facts(candidate={"name": "Imo\u00adgen\u200b S\ufeffø\u2060rvik"})
    assert facts.candidate.name == "Imogen Sørvik"


@pytest.mark.parametrize(
    ("key", "wrong"), [("decision_by", True), ("follow_up_on", True), ("decision_by", False)]
)
def test_a_next_step_of_last_year_is_a_slip(key: str, wrong: bool) -> None:
    changes = {
        "interview": {"date": "2026-12-29"},
        "next_steps": {key: "2026-01-08" if wrong else "2027-01-08"},
    }
    if not wrong:
        assert make_facts(**changes).next_steps.decision_by
        return
    with pytest.raises(ValidationError, match=f"next_steps.{key}: 2026-01-08 is before the interview"):
        make_facts(**changes)

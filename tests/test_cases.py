"""The shipped cases: they load, cover what they are to cover, and the offline writer's notes to them pass."""

from __future__ import annotations

import itertools
from collections.abc import Iterator
from pathlib import Path

import pytest
from conftest import ROOT

import thankgen
from thankgen import assets
from thankgen.errors import FaultyInputError
from thankgen.evals.cases import Case, digest, load_case, load_cases

CASES = load_cases(assets.find("cases"))
LANGUAGES = ("en", "sv", "de", "da")
FEWEST = 25
HARD = {"diacritics", "double-name", "odd-company", "injection", "apology-bait", "thin", "rich"}
RELATIONS = {"interviewer", "hiring_manager", "recruiter", "hr", "peer", "referrer"}
DIMENSIONS = {
    "occasion": ("interview", "screen", "offer"),
    "channel": ("email", "card"),
    "format": ("phone", "video", "onsite"),
    "formality": ("formal", "informal"),
    "stumble": ("stumble", "no stumble"),
    "incident": ("incident", "no incident"),
    "next steps": ("follow-up", "answer", "no-next-step"),
}
IMPOSSIBLE = {frozenset({"offer", other}) for other in ("stumble", "incident", "follow-up")}
"""Once the job is there nothing is left to put right or to ask for."""

MINIMAL = """\
company = "Brackwater Ferries"
role = "Route Manager"
candidate.name = "Zoë Hartnoll"
interview.date = 2026-11-24
recipients = [{ name = "Keith Abernethy" }, { name = "Ruth Ode" }]
"""


def situation(case: Case) -> set[str]:
    """The value that the case has in each dimension; the format may be left open."""
    labels = set(case.labels)
    values = {value for values in DIMENSIONS.values() for value in values if value in labels}
    values |= {f"no {name}" for name in ("stumble", "incident") if name not in labels}
    return values if values & {"follow-up", "no-next-step"} else values | {"answer"}


def possible_pairs() -> Iterator[frozenset[str]]:
    for one, other in itertools.combinations(DIMENSIONS.values(), 2):
        yield from (pair for pair in map(frozenset, itertools.product(one, other)) if pair not in IMPOSSIBLE)


@pytest.mark.parametrize("language", LANGUAGES)
def test_each_language_has_cases_for_every_pair_of_circumstances(language: str) -> None:
    cases = [case for case in CASES if case.language == language]
    assert len(cases) >= FEWEST
    covered = {frozenset(p) for case in cases for p in itertools.combinations(situation(case), 2)}
    assert [sorted(pair) for pair in possible_pairs() if pair not in covered] == []


@pytest.mark.parametrize("language", LANGUAGES)
def test_each_language_has_cases_that_are_hard_on_purpose_and_every_kind_of_reader(language: str) -> None:
    cases = [case for case in CASES if case.language == language]
    assert {tag for case in cases for tag in case.tags} == HARD
    assert {case.addressed.recipient.relation for case in cases} == RELATIONS


def test_a_cases_name_begins_with_its_language_and_it_says_what_it_is_about() -> None:
    for case in CASES:
        assert case.id.startswith(f"{case.language}-")
        assert case.about


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.id)
def test_the_offline_note_to_a_case_passes(case: Case) -> None:
    [note] = thankgen.write(
        case.facts, case.to, writer=thankgen.offline_writer(), on=case.facts.interview.date
    )
    assert note.report.passed, (note.text, note.report.findings)


def test_every_set_of_labelled_facts_is_a_case() -> None:
    from conftest import corpus_cases

    companies = {case.facts.company for case in CASES}
    assert {each["facts"]["company"] for code in LANGUAGES for each in corpus_cases(code)} <= companies


def test_cases_are_chosen_by_tag_by_what_their_facts_say_and_by_name() -> None:
    folder = assets.find("cases")
    assert {c.id for c in load_cases(folder, ["injection"])} == {c.id for c in CASES if "injection" in c.tags}
    both = load_cases(folder, ["sv,offer"])
    assert both
    assert all(case.language == "sv" and case.facts.occasion == "offer" for case in both)
    assert [c.id for c in load_cases(folder, ["en-bare-facts"])] == ["en-bare-facts"]
    assert len(load_cases(folder, ["sv,offer", "en-bare-facts"])) == len(both) + 1


def test_an_unknown_label_is_told_with_those_there_are() -> None:
    with pytest.raises(FaultyInputError, match=r"no case is labelled “swedish”; labels: .*sv"):
        load_cases(assets.find("cases"), ["swedish"])


def test_a_file_without_a_case_table_is_a_case_to_its_first_recipient(tmp_path: Path) -> None:
    path = tmp_path / "plain.toml"
    path.write_text(MINIMAL, encoding="utf-8")
    case = load_case(path)
    assert (case.id, case.to, case.tags) == ("plain", "Keith Abernethy", ())


@pytest.mark.parametrize(
    ("ending", "complaint"),
    [
        ('[case]\nto = "Nobody"\n', r"case\.to: The facts hold no recipient 'Nobody'"),
        ('[case]\ntag = "hard"\n', r"case\.tag: unknown key; allowed are about, tags, to"),
        ('[case]\ntags = "hard"\n', r"case\.tags: Input should be a valid list"),
        ('wage = "high"\n', r"broken\.toml:6: wage"),
        ("company =\n", r"broken\.toml:6"),
    ],
)
def test_a_broken_case_is_named_with_file_and_key(tmp_path: Path, ending: str, complaint: str) -> None:
    path = tmp_path / "broken.toml"
    path.write_text(MINIMAL + ending, encoding="utf-8")
    with pytest.raises(FaultyInputError, match=complaint):
        load_cases(tmp_path)


def test_a_folder_without_cases_is_refused(tmp_path: Path) -> None:
    with pytest.raises(FaultyInputError, match="holds no case"):
        load_cases(tmp_path)
    with pytest.raises(FaultyInputError, match="no such folder"):
        load_cases(tmp_path / "none")


def test_the_digest_depends_on_facts_and_reader_and_on_no_remark() -> None:
    case = CASES[0]
    told = case.model_copy(update={"about": "another remark", "tags": ("another",)})
    assert digest([case]) == digest([told])
    assert digest([case]) != digest([case.model_copy(update={"to": "Another"})])
    assert (ROOT / "evals" / "cases" / f"{case.id}.toml").is_file()

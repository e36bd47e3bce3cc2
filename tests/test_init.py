"""What `init` asks and writes: the questions, the file to fill in, and the TOML writer behind them."""

from __future__ import annotations

import datetime as dt
import re
from pathlib import Path
from typing import Any

import pytest
from conftest import ROOT, corpus_cases
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from thankgen.errors import FactsError, PromptError, SettingsError
from thankgen.facts import Facts
from thankgen.facts_template import template
from thankgen.facts_toml import facts_to_toml
from thankgen.questionnaire import Questionnaire
from thankgen.questions import ITEMS, words

LANGUAGES = ("en", "sv", "de", "da")
each_language = pytest.mark.parametrize("language", LANGUAGES)

FULL = {
    "occasion": ["2"],
    "channel": ["email"],
    "company": ['Brack "water" \\ Co'],
    "role": ["Route Manager"],
    "candidate.name": ["Zoë Hartnoll"],
    "candidate.email": ["zoe@example.org"],
    "candidate.phone": [""],
    "interview.date": ["2026-11-24"],
    "interview.format": ["video"],
    "formality": ["formal"],
    "recipients.name": ["Keith Abernethy", "Priya Raman", ""],
    "recipients.relation": ["", "recruiter"],
    "recipients.title": ["", "Talent Partner"],
    "recipients.address": ["Keith", ""],
    "recipients.email": ["", "priya@example.org"],
    "recipients.discussed": ["the rotas", "the quay", "", ""],
    "recipients.helped": ["explained the stages"],
    "discussed": ["the harbour", ""],
    "highlights": ["I sail.", "I swim.", ""],
    "stumble.question": ["why"],
    "stumble.answer": ["because"],
    "incident.what": [""],
    "next_steps.expected": ["we will ring"],
    "next_steps.decision_by": [""],
    "next_steps.follow_up_on": ["2026-12-01"],
}


def fill_in(asking: Questionnaire, replies: dict[str, list[str]]) -> None:
    """Answer every question from the replies to its key; what has none is skipped."""
    left = {key: list(some) for key, some in replies.items()}
    while asking.question:
        some = left.get(asking.question.key)
        problem = asking.answer(some.pop(0) if some else "")
        assert problem is None, (asking.question, problem)
    assert not any(left.values()), left


@each_language
def test_an_interview_ends_in_a_file_that_loads(tmp_path: Path, language: str) -> None:
    asking = Questionnaire(language)
    fill_in(asking, FULL)
    path = tmp_path / "facts.toml"
    path.write_text(asking.toml(), encoding="utf-8")
    facts = Facts.load(path)
    assert facts == asking.facts()
    assert facts.language == language
    assert facts.occasion == "screen"
    assert facts.formality == "formal"
    assert facts.company == 'Brack "water" \\ Co'
    keith, priya = facts.recipients
    assert (keith.address, keith.relation, keith.discussed) == (
        "Keith",
        "interviewer",
        ("the rotas", "the quay"),
    )
    assert (priya.relation, priya.helped) == ("recruiter", "explained the stages")
    assert facts.stumble is not None
    assert facts.incident is None
    assert facts.highlights == ("I sail.", "I swim.")


def test_the_least_interview_asks_little() -> None:
    asking = Questionnaire("en")
    least = {
        "occasion": ["offer"],
        "channel": ["card"],
        "company": ["A1"],
        "role": ["B"],
        "candidate.name": ["C"],
        "recipients.name": ["D", ""],
    }
    fill_in(asking, least)
    facts = asking.facts()
    assert (facts.occasion, facts.channel, facts.interview.date) == ("offer", "card", None)


def test_the_same_answers_lead_to_the_same_question() -> None:
    asking = Questionnaire("sv")
    for text in ("", "", "Älvsunda", "upphandlare", "Åsa"):
        asking.answer(text)
    again = Questionnaire("sv", asking.answers)
    assert again.question == asking.question
    with pytest.raises(SettingsError, match="Answer 3"):
        Questionnaire("sv", ("", "", ""))


@pytest.mark.parametrize(
    ("before", "bad", "said"),
    [
        ((), "party", "choose one of: interview, screen, offer"),
        (("", ""), "  ", "This is needed."),
        (("", ""), "a\nb", "on one line"),
        (("", "", "A", "B"), "???", "as it is spelt"),
        (("", "", "A", "B", "C"), "nobody", "no e-mail address"),
        (("", "", "A", "B", "C", "", ""), "no idea", "which day that is"),
        (("", "", "A", "B", "C", "", ""), "2026-02-30", "which day that is"),
        (("", "", "A", "B", "C", "", "", "2026-11-24", "", ""), "", "This is needed."),
        (("", "", "A", "B", "C", "", "", "2026-11-24", "", "", "K", "", "", "", "", ""), "K", "already"),
    ],
)
def test_a_bad_answer_stays_at_the_question_and_says_why(
    before: tuple[str, ...], bad: str, said: str
) -> None:
    asking = Questionnaire("en", before)
    question = asking.question
    problem = asking.answer(bad)
    assert problem is not None
    assert said in problem
    assert asking.question is question
    assert asking.answers == before


@each_language
def test_a_choice_is_named_by_number_value_or_meaning(language: str) -> None:
    question = Questionnaire(language).question
    assert question is not None
    for at, (value, meaning) in enumerate(question.choices, 1):
        for text in (str(at), value.upper(), meaning):
            asking = Questionnaire(language)
            assert asking.answer(text) is None
            assert asking.answers == (text,)


def test_an_answer_can_be_taken_back_as_often_as_one_likes() -> None:
    asking = Questionnaire("en")
    for text in ("", "", "A"):
        asking.answer(text)
    assert asking.back()
    assert asking.question is not None
    assert (asking.question.key, asking.answers) == ("company", ("", ""))
    assert asking.back()
    assert asking.back()
    assert not asking.back()
    assert asking.answers == ()


def test_dates_in_words_are_kept_as_dates_and_shown_as_understood() -> None:
    asking = Questionnaire("de", ("", "2", "A", "B", "C"), dt.date(2026, 11, 27))
    assert asking.answer("letzten Dienstag") is None
    assert asking.answers[-1] == "2026-11-24"
    assert asking.understood == "Dienstag, den 24. November 2026"
    # Another day, the same answers: nothing moves.
    assert Questionnaire("de", asking.answers, dt.date(2027, 1, 1)).answers == asking.answers


def test_nothing_comes_before_the_interview() -> None:
    asking = Questionnaire("en", today=dt.date(2026, 11, 27))
    fill_in(asking, {**FULL, "next_steps.decision_by": ["next Friday"], "next_steps.follow_up_on": [""]})
    steps = [e for e in asking.entries if e.label == "Decision by"]
    assert [e.value for e in steps] == ["Friday 4 December 2026"]
    problem = asking.change(steps[0].number, "2026-11-01")
    assert problem == "That would be before the interview, which was on Tuesday 24 November."
    assert asking.facts().next_steps.decision_by == dt.date(2026, 12, 4)


def test_names_and_dates_are_there_to_be_read_over_and_each_can_be_changed() -> None:
    asking = Questionnaire("en")
    fill_in(asking, FULL)
    entries = {entry.value: entry for entry in asking.entries}
    assert {"Keith Abernethy", "Priya Raman", "Zoë Hartnoll", "Tuesday 24 November 2026"} <= entries.keys()
    number = entries["Priya Raman"].number
    assert (
        asking.change(number, "Keith Abernethy") == "You have named this person already; each gets one note."
    )
    assert asking.change(number, " ") == "This is needed."
    assert asking.change(number, "Priya Ramann") is None
    assert asking.question is None
    assert [one.name for one in asking.facts().recipients] == ["Keith Abernethy", "Priya Ramann"]
    with pytest.raises(SettingsError, match="none of the entries"):
        asking.change(0, "2")


@each_language
def test_a_finished_file_holds_questions_answers_and_what_was_left_open(language: str) -> None:
    asking = Questionnaire(language)
    fill_in(asking, {**FULL, "stumble.question": [""], "stumble.answer": []})
    text = asking.toml()
    said = words(language).questions
    assert text.startswith(f"# {words(language).filled}\n")
    for key in ("company", "candidate.name", "stumble.question", "next_steps.expected"):
        assert f"# {said[key].ask}\n" in text
    assert "\n#[stumble]\n" in text
    assert "\n#phone = " in text
    # Said once, not for every recipient.
    assert text.count(f"# {said['recipients.name'].ask}\n") == 1
    assert text.count("[[recipients]]") == 2


def test_an_unfinished_interview_has_no_facts_and_a_finished_one_no_question() -> None:
    asking = Questionnaire("en")
    with pytest.raises(FactsError, match="company: is required"):
        asking.facts()
    fill_in(asking, FULL)
    with pytest.raises(SettingsError, match="All questions are answered"):
        asking.answer("x")


def test_an_unknown_language_is_refused_with_those_there_are() -> None:
    with pytest.raises(SettingsError, match="one of en, sv, de, da"):
        Questionnaire("fr")
    with pytest.raises(SettingsError, match="one of en, sv, de, da"):
        template("../en")


@each_language
def test_every_question_has_words_and_an_example_that_would_do(language: str) -> None:
    said = words(language)
    assert said.questions.keys() == ITEMS.keys()
    english = words("en").questions
    for key, item in ITEMS.items():
        wording = said.questions[key]
        assert wording.choices.keys() == english[key].choices.keys(), key
        assert (wording.again is not None) is (item.many or key == "recipients.name"), key
        if wording.choices:
            assert wording.example in wording.choices
    assert "{choices}" in said.errors.choice
    assert "{table}" in said.optional


def test_a_file_of_words_that_lacks_some_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    source = (ROOT / "prompts" / "init" / "en.toml").read_text(encoding="utf-8")
    (tmp_path / "init").mkdir()
    (tmp_path / "init" / "en.toml").write_text(
        source.replace("[questions.role]", "[questions.rolle]"), encoding="utf-8"
    )
    monkeypatch.setattr("thankgen.assets.find", lambda kind: tmp_path)
    words.cache_clear()
    try:
        with pytest.raises(PromptError, match="has no words for role"):
            words("en")
        with pytest.raises(PromptError, match=re.escape("da.toml")):
            words("da")
    finally:
        words.cache_clear()


def filled(text: str) -> str:
    """The template with its examples taken for what is required."""
    return re.sub(r'^(\w+ = )""  # (.*)$', r"\1\2", text, flags=re.MULTILINE)


@each_language
def test_the_unfilled_template_says_what_is_missing_and_where(tmp_path: Path, language: str) -> None:
    path = tmp_path / "facts.toml"
    path.write_text(template(language), encoding="utf-8")
    with pytest.raises(FactsError) as caught:
        Facts.load(path)
    faults = caught.value.faults
    assert {f.key for f in faults} == {
        "company",
        "role",
        "candidate.name",
        "interview.date",
        "recipients[0].name",
    }
    lines = template(language).splitlines()
    for fault in faults:
        assert fault.line is not None
        assert lines[fault.line - 1].startswith(fault.key.rpartition(".")[2])


@each_language
def test_the_template_loads_once_what_is_required_is_filled_in(tmp_path: Path, language: str) -> None:
    path = tmp_path / "facts.toml"
    path.write_text(filled(template(language)), encoding="utf-8")
    facts = Facts.load(path)
    assert facts.language == language
    assert facts.stumble is None


@each_language
def test_the_template_loads_with_everything_switched_on(tmp_path: Path, language: str) -> None:
    text = re.sub(r"^#(?=[\w\[])", "", filled(template(language)), flags=re.MULTILINE)
    path = tmp_path / "facts.toml"
    path.write_text(text, encoding="utf-8")
    facts = Facts.load(path)
    assert facts.stumble is not None
    assert facts.incident is not None
    assert facts.next_steps.follow_up_on is not None
    assert facts.recipients[0].helped is not None


@each_language
def test_facts_come_back_from_the_toml_written_of_them(tmp_path: Path, language: str) -> None:
    path = tmp_path / "facts.toml"
    for case in corpus_cases(language):
        facts = Facts.model_validate(case["facts"])
        path.write_text(facts_to_toml(facts), encoding="utf-8")
        assert Facts.load(path) == facts


def _lines() -> st.SearchStrategy[str]:
    return st.text(
        st.characters(codec="utf-8", exclude_categories=("Cc", "Cs", "Zl", "Zp")), max_size=30
    ).map(lambda text: f"A{text}")


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(line=_lines(), items=st.lists(_lines(), max_size=4))
def test_any_text_comes_back_from_toml(tmp_path: Path, line: str, items: list[str]) -> None:
    data: dict[str, Any] = {
        "company": line,
        "role": 'x\'"""\\',
        "candidate": {"name": "Z", "links": items},
        "recipients": [{"name": "K", "discussed": items}, {"name": "L", "helped": line}],
        "interview": {"date": "2026-11-24"},
        "stumble": {"question": line, "answer": "x", "with": ["L"]},
    }
    try:
        facts = Facts.model_validate(data)
    except ValueError:
        return  # reordering characters are refused; that is tested elsewhere
    path = tmp_path / "facts.toml"
    path.write_bytes(facts_to_toml(facts).encode())
    assert Facts.load(path) == facts


def test_long_lists_stand_with_an_item_a_line(facts_with: Any) -> None:
    text = facts_to_toml(facts_with(highlights=["I " + "x" * 60, "I " + "y" * 60]))
    assert 'highlights = [\n    "I xxx' in text
    assert "\n\n[candidate]\n" in text
    assert text.count("[[recipients]]") == 2
    assert "date = 2026-10-06" in text

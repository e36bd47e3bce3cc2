"""The rulebook: what a guardrail file may say, the user's own folder, and what cannot be judged."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from conftest import ROOT
from samples import GOOD_NOTE

import thankgen
from thankgen import api
from thankgen.checks import CHECKS
from thankgen.checks.rule import Check, Rule
from thankgen.errors import CheckError, NoteError, RulebookError
from thankgen.facts import Addressed, Facts
from thankgen.finding import Finding, Report
from thankgen.language.reading import Reading
from thankgen.rulebook import MAX_NOTE, Rulebook

SHIPPED = ROOT / "guardrails"
KEITH = "Keith Abernethy"
Own = Callable[..., Rulebook]


@pytest.fixture
def own(tmp_path: Path) -> Own:
    """A rulebook with a folder of one's own, given as file name to text."""

    def load(files: dict[str, str]) -> Rulebook:
        for name, text in files.items():
            path = tmp_path / name
            path.parent.mkdir(exist_ok=True)
            path.write_text(text, encoding="utf-8")
        return Rulebook.load(SHIPPED, tmp_path, api.load_rulebook().dictionary)

    return load


def check(rulebook: Rulebook, facts: Facts, text: str = GOOD_NOTE) -> Report:
    return rulebook.check(text, facts.to(KEITH))


def test_every_shipped_guardrail_runs(rulebook: Rulebook, facts: Facts) -> None:
    report = check(rulebook, facts)
    assert set(report.guardrails) == {path.stem for path in SHIPPED.glob("*.toml")}
    assert report.passed
    assert report.not_run == ()
    assert report.switched_off == report.changed == ()


@pytest.mark.parametrize(
    ("name", "text", "key", "says"),
    [
        ("length.toml", "severety = 'error'", "severety", "known here: check, id, limits"),
        ("length.toml", "severity = 'fatal'", "severity", "'error' or 'warning'"),
        ("length.toml", "[limits]\nmax_bullet = 3", "limits.max_bullet", "max_bullets"),
        ("length.toml", "[limits]\nmax_bullets = 'many'", "limits.max_bullets", "integer"),
        ("length.toml", "[limits.email]\nmax_words = 1.5", "limits.email.max_words", "integer"),
        ("length.toml", "check = 'lenght'", "check", "length"),
        ("length.toml", "check = ", "", "no TOML"),
        ("brief.toml", "check = 'length'", "severity", "required"),
        ("lenght.toml", "off = true", "", "no guardrail “lenght” to change"),
        ("en/pushi.toml", "[[cue]]", "", "no guardrail “pushi”"),
        ("EN/pushy.toml", "[[cue]]", "", "no language “EN”"),
    ],
)
def test_a_wrong_file_is_refused_with_its_key(own: Own, name: str, text: str, key: str, says: str) -> None:
    with pytest.raises(RulebookError) as caught:
        own({name: text})
    faults = [fault for fault in caught.value.faults if fault.key == key]
    assert faults, caught.value.faults
    assert any(says in fault.message for fault in faults)
    assert all((fault.file or "").endswith(name) for fault in faults)


def test_all_faults_are_told_at_once(own: Own) -> None:
    with pytest.raises(RulebookError) as caught:
        own({"length.toml": "severety = 1", "names.toml": "wy = 2"})
    assert {fault.key for fault in caught.value.faults} == {"severety", "wy"}


@pytest.mark.parametrize(
    ("text", "key", "says"),
    [
        ("surprise = 1", "surprise", "known here"),
        ("[[cue]]\nname = 'x'\npatterns = ['(a']", "cue.x", "not closed"),
        ("[[cue]]\nname = 'x'\npatterns = ['<nobody>']", "cue.x", "no macro"),
        ("[[cue]]\nname = 'x'\npattern = ['a']", "cue.x.pattern", "known here"),
    ],
)
def test_a_wrong_word_file_is_refused_when_its_language_is_read(
    own: Own, text: str, key: str, says: str
) -> None:
    rulebook = own({"en/reapology.toml": text})
    with pytest.raises(RulebookError) as caught:
        rulebook.language("en")
    assert key in {fault.key for fault in caught.value.faults}
    assert says in str(caught.value)
    assert "reapology.toml" in str(caught.value)


def test_a_folder_that_is_not_there_is_refused() -> None:
    with pytest.raises(RulebookError, match="no such folder"):
        Rulebook.load(SHIPPED, Path("nowhere"))


def test_a_language_that_is_not_there_is_refused(rulebook: Rulebook) -> None:
    with pytest.raises(RulebookError, match="missing"):
        rulebook.language("xx")


def test_a_file_with_a_byte_order_mark_is_read(own: Own) -> None:
    assert own({"length.toml": "\ufeffoff = true"}).guardrails["length"].policy.off


def test_own_limits_are_laid_over_key_by_key(own: Own, facts: Facts) -> None:
    report = check(own({"length.toml": "[limits.email]\nmax_words = 50"}), facts)
    (finding,) = report.findings
    assert "room for 50" in finding.message
    assert report.changed == ("length.limits.email.max_words=50",)


def test_an_own_severity_does_not_block(own: Own, facts: Facts) -> None:
    rulebook = own({"length.toml": 'severity = "warning"\n[limits.email]\nmax_words = 50'})
    report = check(rulebook, facts)
    assert [f.severity for f in report.findings] == ["warning"]
    assert report.passed
    assert "length.severity='warning'" in report.changed


def test_a_guardrail_can_be_switched_off_and_the_report_says_so(own: Own, facts: Facts) -> None:
    report = check(own({"length.toml": "off = true"}), facts, GOOD_NOTE.replace("Hi Keith,", "Hi Kieth,"))
    assert report.switched_off == ("length",)
    assert "length" not in report.guardrails
    assert {f.guardrail for f in report.findings} == {"names"}


def test_a_guardrail_can_be_added(own: Own, facts: Facts) -> None:
    policy = (SHIPPED / "receipt.toml").read_text(encoding="utf-8")
    words = "[[cue]]\nname = 'tea'\npatterns = ['winter timetable']\nmessage = 'Not that again.'"
    report = check(own({"tea.toml": policy, "en/tea.toml": words}), facts)
    assert [(f.guardrail, f.message, f.excerpt) for f in report.findings] == [
        ("tea", "Not that again.", "winter timetable")
    ]
    assert "tea" in report.guardrails


def test_an_own_word_is_known_beside_the_shipped_ones(own: Own, facts: Facts) -> None:
    note = GOOD_NOTE.replace("came out", "camee out")
    assert not check(api.load_rulebook(), facts, note).passed
    assert check(own({"en/proofread.toml": "known = ['camee']"}), facts, note).passed


def test_own_words_add_to_the_shipped_ones_and_a_cue_takes_the_place_of_its_namesake(own: Own) -> None:
    shipped = api.load_rulebook().language("en").by_id["pushy"].words.cue
    first = shipped[0].name
    text = f"cue = [{{name = 'tea', patterns = ['tea']}}, {{name = '{first}', patterns = ['no more']}}]"
    words = own({"en/pushy.toml": text}).language("en").by_id["pushy"].words.cue
    assert [cue.name for cue in words] == [*(cue.name for cue in shipped), "tea"]
    assert words[0].patterns == ("no more",)


def test_without_a_dictionary_the_guardrails_that_need_one_are_not_run(facts: Facts) -> None:
    report = check(Rulebook.load(SHIPPED), facts)
    assert {n.guardrail for n in report.not_run} == {
        path.stem for path in SHIPPED.glob("*.toml") if _needs_dictionary(path)
    }
    assert all("pip install" in n.reason for n in report.not_run)
    assert report.findings == ()
    assert not report.passed


def _needs_dictionary(path: Path) -> bool:
    return any(
        check.needs_dictionary and f'check = "{name}"' in path.read_text(encoding="utf-8")
        for name, check in CHECKS.items()
    )


def test_a_guardrail_without_its_dictionary_may_be_switched_off(
    own: Own, tmp_path: Path, facts: Facts
) -> None:
    for path in SHIPPED.glob("*.toml"):
        if _needs_dictionary(path):
            (tmp_path / path.name).write_text("off = true", encoding="utf-8")
    assert check(Rulebook.load(SHIPPED, tmp_path), facts).passed


def test_a_check_that_crashes_gives_no_verdict(
    rulebook: Rulebook, facts: Facts, monkeypatch: pytest.MonkeyPatch
) -> None:
    def crash(note: Reading, facts: Addressed, rule: Rule) -> Iterator[Finding]:
        raise ZeroDivisionError("no reason")

    monkeypatch.setitem(CHECKS, "timing", Check(crash, CHECKS["timing"].limits))
    with pytest.raises(CheckError, match=r"timing.*ZeroDivisionError: no reason"):
        check(Rulebook.load(SHIPPED, None, rulebook.dictionary), facts)


@pytest.mark.parametrize(
    ("text", "says"),
    [("", "empty"), (" \n\t", "empty"), ("a\x00b", "binary"), ("x" * (MAX_NOTE + 1), "50,000")],
)
def test_what_is_no_note_is_refused(rulebook: Rulebook, facts: Facts, text: str, says: str) -> None:
    with pytest.raises(NoteError, match=says):
        check(rulebook, facts, text)


def test_findings_stand_in_the_order_of_the_text_and_those_without_a_place_last(
    rulebook: Rulebook, facts: Facts
) -> None:
    text = (
        GOOD_NOTE.replace("Hi Keith,\n\n", "")
        .replace("winter", "wintre")
        .replace("Brackwater", "Brackwatter")
    )
    spans = [f.span for f in check(rulebook, facts, text).findings]
    placed = [span for span in spans if span]
    assert placed == sorted(placed)
    assert spans[: len(placed)] == placed


def test_a_guardrail_that_is_off_leaves_the_verdicts_of_others(own: Own, facts: Facts) -> None:
    note = GOOD_NOTE.replace("you gave me on Tuesday", "you gave me on Monday")
    found = [f.guardrail for f in check(own({}), facts, note).findings]
    assert found == ["faithful"]
    assert [f.guardrail for f in check(own({"gratitude.toml": "off = true"}), facts, note).findings] == found


@pytest.mark.parametrize(
    ("row", "says"),
    [
        ('{ say = "soonish", means = "soonish" }', "there is no reading 'soonish'; readings: any, date"),
        ('{ say = "in (a jiffy", means = "any" }', "is no regular expression"),
        ('{ say = "some day", means = "weekday" }', "needs a slot {weekday}"),
        ('{ say = "in a jiffy", means = "in-days few" }', "a whole number or nothing"),
    ],
)
def test_a_wrong_way_to_say_a_date_is_told(own: Own, facts: Facts, row: str, says: str) -> None:
    with pytest.raises(RulebookError, match=r"dates\.expressions") as caught:
        check(own({"en/dates.toml": f"[dates]\nexpressions = [{row}]"}), facts)
    assert says in str(caught.value)


def test_a_close_of_ones_own_needs_no_sentences_to_mend_with(own: Own, facts: Facts) -> None:
    words = (SHIPPED / "en/close.toml").read_text(encoding="utf-8")
    without = re.sub(r"(?m)^\[repair\]\n(?:.+\n)+", "", words).replace('repair = "', 'unused = "')
    policy = (SHIPPED / "close.toml").read_text(encoding="utf-8")
    book = own({"close.toml": "off = true", "parting.toml": policy, "en/parting.toml": without})
    text = re.sub(r"(?m)^I look forward.*\n\n", "", GOOD_NOTE)
    assert text != GOOD_NOTE
    note = thankgen.fix(text, facts, KEITH, guardrails=book)
    assert {f.guardrail for f in note.report.findings} == {"parting"}

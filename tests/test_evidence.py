"""What the words of a sentence weigh: what is weighed, and what guardrails make of it."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from conftest import ROOT
from hypothesis import given
from hypothesis import strategies as st
from samples import GOOD_NOTE

from thankgen import api
from thankgen.errors import RulebookError
from thankgen.evals.learning import asks_for_evidence
from thankgen.facts import Facts
from thankgen.language.evidence import Evidence, Scales, features
from thankgen.language.matching import LONGEST_WORD
from thankgen.rulebook import Rulebook

SHIPPED = ROOT / "guardrails"
LANGUAGES = ("da", "de", "en", "sv")
KEITH = "Keith Abernethy"
KEEN = "I would love to do the same at Brackwater Ferries."
PRESSING = "I need your answer at once, since the market stalls are let."

Found = Callable[..., set[str]]


@pytest.fixture
def found(tmp_path: Path, facts: Facts) -> Found:
    """The guardrails that a sentence in a good note violates, where the words of one weigh as given."""

    def judge(
        sentence: str, weights: dict[str, Any], files: dict[str, str] | None = None, keen: bool = True
    ) -> set[str]:
        note = GOOD_NOTE.replace(KEEN, f"{KEEN} {sentence}" if keen else sentence)
        assert sentence in note
        shipped, to = api.load_rulebook(), facts.to(KEITH)
        if files is None:
            # Nothing but the weights is other than shipped; a folder laid over takes seconds to read.
            ((name, table),) = weights.items()
            evidence = Evidence(scales(table["base"], table["weights"]), 0)
            rule = replace(shipped.language("en").by_id[name], evidence=evidence)
            check = shipped.guardrails[name].check
            return {finding.guardrail for finding in check.run(shipped.read(note, to), to, rule)}
        for file, text in {"en/evidence.json": json.dumps(weights), **files}.items():
            path = tmp_path / file
            path.parent.mkdir(exist_ok=True)
            path.write_text(text, encoding="utf-8")
        rulebook = Rulebook.load(SHIPPED, tmp_path, shipped.dictionary)
        return {finding.guardrail for finding in rulebook.check(note, to).findings}

    return judge


def scales(base: float, weights: dict[str, float]) -> Scales:
    return Scales("en", [base], [weights])


def weighing(guardrail: str, base: float, **weights: float) -> dict[str, Any]:
    return {guardrail: {"base": base, "weights": weights}}


def test_stems_pairs_and_pieces_are_weighed() -> None:
    weighed = features("My wages fell?", "en")
    assert {
        "my",
        "wage",
        "?",
        "^ my",
        "my wage",
        "my _ fell",
        "my _ _ ?",
        "? $",
        "~<w",
        "~wag",
        "~es>",
    } <= weighed.keys()
    assert weighed["wage"] == weighed["my wage"] == weighed["my _ fell"] == 4**-0.5
    assert "~<wages>" not in weighed


def test_the_pieces_of_a_word_count_less_the_more_there_are() -> None:
    weighed = features("lönesättning pay", "sv")
    assert 0 < weighed["~<lön"] < weighed["~<pay"] < weighed["pay"]


def test_each_word_of_a_longer_sentence_counts_less() -> None:
    assert features("pay " + "and so on " * 4, "en")["pay"] < features("pay and so on", "en")["pay"]


def test_digits_spellings_and_inflections_are_alike() -> None:
    assert features("Am 12. grüße ich", "de") == features("am 34. GRÜSSE ich", "de")
    assert features("walked on", "en")["walk on"] == features("walks on", "en")["walk on"]


def test_endless_words_and_sentences_are_cut() -> None:
    assert features("a" * 1000, "en") == features("a" * LONGEST_WORD, "en")
    assert len(features("one two three four " * 1000, "en")) < 200


def test_evidence_adds_up() -> None:
    weighing = scales(-1.0, {"pay": 2.0, "market": -4.0})
    assert weighing.weigh("Nothing of it here.") == (-1.0,)
    assert weighing.weigh("The pay") == (-1.0 + 2.0 / 2,)
    assert weighing.weigh("The pay, the markets") == (-1.0 + 2.0 / 2 - 4.0 / 2,)


def test_each_reading_is_weighed_by_itself() -> None:
    both = Scales("en", [0.0, 1.0], [{"pay": 2.0}, {"pay": -2.0, "the pay": 8.0}])
    assert both.weigh("the pay") == (1.0, 4.0)
    assert Evidence(both, 1).of("the pay") == 4.0


@pytest.mark.parametrize("words", [0, 79, 81, 200, 2000])
def test_what_stands_behind_many_words_is_weighed_as_well(words: int) -> None:
    weighing = scales(-1.0, {"pay": 9.0})
    assert weighing.weigh("so " * words + "my pay")[0] > -0.5


@given(
    st.text(max_size=80),
    st.dictionaries(st.sampled_from(["a", "^ a", "~<a", "b c", "b _ c", "~b", "?"]), st.floats(-9, 9)),
)
def test_what_is_weighed_is_the_features(sentence: str, weights: dict[str, float]) -> None:
    weighed = sum(weights.get(name, 0.0) * share for name, share in features(sentence, "en").items())
    (said,) = scales(-1.0, weights).weigh(sentence)
    assert said == pytest.approx(weighed - 1.0)


def test_words_withdraw_what_a_phrase_found(found: Found) -> None:
    assert found(PRESSING, weighing("pushy", 0.0)) == {"pushy"}
    assert found(PRESSING, weighing("pushy", 0.0, market=-60.0, stalls=-60.0)) == set()
    assert found("I need your answer at once.", weighing("pushy", 0.0, market=-20.0)) == {"pushy"}


def test_an_endless_sentence_is_weighed_to_its_end(found: Found) -> None:
    idle = "and the boats went out " * 30
    assert found(f"I saw {idle} and I need your answer at once.", weighing("pushy", -9.0, answer=80.0)) >= {
        "pushy"
    }


QUAY = "The quay lay in the sun."


def test_words_say_it_without_a_phrase(found: Found) -> None:
    assert found(QUAY, weighing("pushy", -9.0, quay=30.0)) == {"pushy"}
    assert found(f'They sing "{QUAY}" there.', weighing("pushy", -9.0, quay=30.0)) == set()
    assert found(QUAY, weighing("receipt", -9.0, quay=30.0)) == set()  # its limits ask for no such evidence


def test_what_the_facts_tell_of_is_said_by_no_word(found: Found) -> None:
    told = "The crews write their own rotas for the quay."
    assert found(told, weighing("pushy", -9.0, quay=60.0)) == set()


def test_whoever_wants_no_weights_asks_none(found: Found) -> None:
    own = {"pushy.toml": "[limits]\nleast_evidence = -inf"}
    assert found(PRESSING, weighing("pushy", -99.0), own) == {"pushy"}


def test_a_cue_of_ones_own_is_certain(found: Found) -> None:
    own = {"en/pushy.toml": '[[cue]]\nname = "stalls"\npatterns = ["market stalls"]'}
    assert found(PRESSING, weighing("pushy", -99.0), own) == {"pushy"}
    own = {"en/pushy.toml": '[[cue]]\nname = "stalls"\npatterns = ["market stalls"]\ncertain = false'}
    assert found(PRESSING, weighing("pushy", -99.0), own) == set()


def test_words_say_interest_for_which_no_phrase_stands(found: Found) -> None:
    assert found(QUAY, weighing("enthusiasm", -9.0), keen=False) == {"enthusiasm"}
    assert found(QUAY, weighing("enthusiasm", -9.0, quay=30.0), keen=False) == set()


@pytest.mark.parametrize(
    ("text", "key", "says"),
    [
        ("{", "", "this is no JSON"),
        ("[]", "", "no object of guardrails"),
        (
            '{"pushi": {"base": 0, "weights": {}}}',
            "pushi",
            "no such guardrail; guardrails: boilerplate, case",
        ),
        ('{"pushy": []}', "pushy", "valid dictionary"),
        ('{"pushy": {"base": 0, "weights": {}, "bias": 1}}', "pushy.bias", "known here: base, weights"),
        ('{"pushy": {"weights": {}}}', "pushy.base", "is required"),
        ('{"pushy": {"base": 0, "weights": {"pay": "high"}}}', "pushy.weights.pay", "valid number"),
        ('{"pushy": {"base": NaN, "weights": {}}}', "pushy.base", "finite number"),
    ],
)
def test_faults_name_file_and_key(tmp_path: Path, text: str, key: str, says: str) -> None:
    (tmp_path / "en").mkdir()
    (tmp_path / "en" / "evidence.json").write_text(text, encoding="utf-8")
    with pytest.raises(RulebookError) as raised:
        Rulebook.load(SHIPPED, tmp_path).language("en")
    (fault,) = raised.value.faults
    assert fault.key == key
    assert says in fault.message
    assert fault.file == str(tmp_path / "en" / "evidence.json")


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_guardrail_that_asks_has_evidence(language: str, rulebook: Rulebook) -> None:
    rules = rulebook.language(language).by_id
    asking = {name for name, guardrail in rulebook.guardrails.items() if asks_for_evidence(guardrail)}
    assert asking == {name for name, rule in rules.items() if rule.evidence is not None}
    assert asking == {"confidential", "effusive", "enthusiasm", "pushy", "reapology", "receipt"}


def test_evidence_changes_the_digest(tmp_path: Path) -> None:
    (tmp_path / "en").mkdir()
    before = Rulebook.load(SHIPPED, tmp_path).digest()
    (tmp_path / "en" / "evidence.json").write_text("{}", encoding="utf-8")
    assert Rulebook.load(SHIPPED, tmp_path).digest() != before


def test_phrases_in_one_sentence_bear_each_other_out(found: Found) -> None:
    own = "[limits]\nleast_evidence = -2.0"
    cue = '[[cue]]\nname = "{0}"\npatterns = ["{0}"]\ncertain = false\n'
    one = {"pushy.toml": own, "en/pushy.toml": cue.format("quay")}
    two = {"pushy.toml": own, "en/pushy.toml": cue.format("quay") + cue.format("sun")}
    assert found(QUAY, weighing("pushy", -1.9), one) == {"pushy"}
    assert found(QUAY, weighing("pushy", -3.9), one) == set()
    assert found(QUAY, weighing("pushy", -3.9), two) == {"pushy"}
    assert found(QUAY, weighing("pushy", -4.1), two) == set()

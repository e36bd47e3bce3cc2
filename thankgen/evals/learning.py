"""Learning what words weigh, from labelled notes: `python -m thankgen.evals.learning` writes `guardrails/<lang>/evidence.json`.

It learns from `evals/labelled` (the tuning split, drafts as well), `evals/labelled-trades`, `evals/labelled-sentences`
and the examples that stand beside the phrases; never from the test split or `evals/labelled-unseen`. Logistic
regression by scikit-learn: the strongest of all `features` are kept, and weighed again among themselves.
"""

from __future__ import annotations

import json
import sys
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from itertools import chain
from math import isfinite
from typing import TYPE_CHECKING, Any

from thankgen import assets
from thankgen.checks.rule import said_of
from thankgen.evals.labelled_files import load
from thankgen.guardrail_files import EVIDENCE
from thankgen.language.evidence import features
from thankgen.language.reading import Reading
from thankgen.rulebook import Rulebook

if TYPE_CHECKING:
    from thankgen.evals.labelled import LabelledNote
    from thankgen.rulebook import Guardrail

SOURCES = ("labelled", "labelled-trades", "labelled-sentences")

_STRONGEST = 8000
_FEWEST_SENTENCES = 2
# The inverse of what large weights cost.
_CLOSENESS = 30.0
_A_LINE = 8

Sentences = dict[str, bool]
"""Whether a sentence says what the guardrail looks for."""


def labelled_sentences(notes: Iterable[LabelledNote], rulebook: Rulebook) -> dict[tuple[str, str], Sentences]:
    """The sentences of labelled notes by (language, guardrail), for every guardrail whose limits ask for evidence."""
    found: dict[tuple[str, str], Sentences] = defaultdict(dict)
    learning = {name: g for name, g in rulebook.guardrails.items() if asks_for_evidence(g)}
    for note in notes:
        reading = rulebook.read(note.note, note.facts.to(note.recipient))
        for name, guardrail in learning.items():
            if not note.labelled_for(frozenset({name})):
                continue
            told = _lacking if guardrail.policy.check == "lacks" else _said
            sentences = found[note.language, name]
            for text, says in told(name, note, reading):
                sentences[text] = sentences.get(text, False) or says
    for (language, name), sentences in found.items():
        lexicon = rulebook.lexicon(language)
        lacking = learning[name].policy.check == "lacks"
        examples = rulebook.language(language).by_id[name].words.examples
        for example in examples.get("fail", ()):
            text = _example(example, whole=lacking)
            sentences.update((sentence.text, not lacking) for sentence in Reading(text, lexicon).sentences)
        for example in examples.get("pass", ()):
            text = _example(example, whole=False)
            sentences.update((sentence.text, lacking) for sentence in Reading(text, lexicon).sentences)
    return found


def _example(example: str | Mapping[str, str], whole: bool) -> str:
    """The sentence of an example, or the whole note, where that tells what no sentence of it says."""
    if isinstance(example, str):
        return example
    sentence = example.get("sentence", "")
    return example.get("note", "{sentence}").replace("{sentence}", sentence) if whole else sentence


def asks_for_evidence(guardrail: Guardrail) -> bool:
    """Its limits say from what weights on words decide."""
    limits = guardrail.limits
    return any(isfinite(getattr(limits, key, float("inf"))) for key in ("least_evidence", "enough_evidence"))


def _said(name: str, note: LabelledNote, reading: Reading) -> Iterator[tuple[str, bool]]:
    """In a note that says what it must not, the sentences with a phrase for it say it; in any other, none does."""
    own = _own_sentences(note, reading)
    if name not in note.violates:
        return ((text, False) for text in own.values())
    said = said_of(reading, f"{name}.cue") | said_of(reading, f"{name}.beside")
    with_phrase = [text for index, text in own.items() if index in said]
    return ((text, True) for text in with_phrase or (own.values() if note.sentence else ()))


def _lacking(name: str, note: LabelledNote, reading: Reading) -> Iterator[tuple[str, bool]]:
    """In a note that lacks what it must say, no sentence says it; in any other, those with a phrase for it do."""
    if name in note.violates:
        return ((sentence.text, False) for sentence in reading.sentences)
    said, wished = said_of(reading, f"{name}.cue"), said_of(reading, f"{name}.wish")
    if not said:
        # Somewhere it is said without a phrase; where, is known only of what was put into a frame.
        own = _own_sentences(note, reading).values() if note.sentence else ()
        return ((text, True) for text in own if len(own) == 1)
    # Of a wish it depends on the facts what it says, and of a frame's own sentences it is not known.
    known = said if note.sentence else {s.index for s in reading.sentences} - wished | said
    return ((s.text, s.index in said) for s in reading.sentences if s.index in known)


def _own_sentences(note: LabelledNote, reading: Reading) -> Mapping[int, str]:
    """The sentences by their numbers; of a note that was made of a frame, those that stand in its slot."""
    start = note.note.index(note.sentence) if note.sentence else 0
    end = start + len(note.sentence) if note.sentence else len(note.note)
    return {s.index: s.text for s in reading.sentences if s.start < end and s.end > start}


def learn(sentences: Mapping[str, Sentences], code: str) -> dict[str, dict[str, Any]]:
    """Of each guardrail, what speaks for saying it before a word is read (`base`), and what each feature adds (`weights`)."""
    from sklearn.feature_extraction import DictVectorizer

    vectorizer = DictVectorizer()
    rows = {text: row for row, text in enumerate(dict.fromkeys(chain(*sentences.values())))}
    shares = vectorizer.fit_transform(features(text, code) for text in rows)
    names = vectorizer.get_feature_names_out()
    return {
        guardrail: _fitted(shares[[rows[text] for text in says]], list(says.values()), names)
        for guardrail, says in sentences.items()
    }


def _fitted(shares: Any, says: list[bool], names: Any) -> dict[str, Any]:
    """The table of one guardrail: `shares` is a sparse matrix with a row a sentence and a column a feature."""
    from sklearn.linear_model import LogisticRegression

    def fit(columns: Any) -> LogisticRegression:
        # Whole numbers of liblinear's width.
        columns.indices, columns.indptr = columns.indices.astype("int32"), columns.indptr.astype("int32")
        return LogisticRegression(C=_CLOSENESS, solver="liblinear", max_iter=1000).fit(columns, says)

    common = (shares > 0).sum(axis=0).A1 >= _FEWEST_SENTENCES
    shares, names = shares[:, common], names[common]
    # A weight counts by how much there is of its feature.
    strength = abs(fit(shares).coef_[0]) * shares.mean(axis=0).A1 ** 0.5
    strongest = sorted(strength.argsort()[::-1][:_STRONGEST])
    fitted = fit(shares[:, strongest])
    weights = {
        str(name): rounded
        for name, weight in zip(names[strongest], fitted.coef_[0], strict=True)
        if (rounded := round(float(weight), 1))
    }
    return {"base": round(float(fitted.intercept_[0]), 1), "weights": weights}


def as_json(learnt: Mapping[str, Mapping[str, Any]]) -> str:
    """The file of a language: several weights a line, so that it can be read and compared."""
    tables = []
    for name, table in sorted(learnt.items()):
        items = [
            f"{json.dumps(key, ensure_ascii=False)}: {value}"
            for key, value in sorted(table["weights"].items())
        ]
        lines = ",\n".join(", ".join(items[i : i + _A_LINE]) for i in range(0, len(items), _A_LINE))
        tables.append(f'"{name}": {{"base": {table["base"]}, "weights": {{\n{lines}\n}}}}')
    return "{\n" + ",\n".join(tables) + "\n}\n"


def main() -> None:
    if sys.argv[1:]:
        sys.exit(
            "This command takes no arguments: it learns from evals/ and writes guardrails/<lang>/evidence.json."
        )
    folder = assets.find("guardrails")
    evals = folder.parent / "evals"
    notes = [
        note
        for source in SOURCES
        for note in (*load(evals / source), *(load(evals / source, "drafts") if source == "labelled" else ()))
        if source != "labelled" or note.split == "tuning"
    ]
    by_language: dict[str, dict[str, Sentences]] = defaultdict(dict)
    for (language, guardrail), sentences in labelled_sentences(notes, Rulebook.load(folder)).items():
        by_language[language][guardrail] = sentences
    for language, said in by_language.items():
        (folder / language / EVIDENCE).write_text(as_json(learn(said, language)), encoding="utf-8")


if __name__ == "__main__":
    main()

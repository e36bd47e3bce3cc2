"""The texts of the facts as one, for checks that ask whether the facts hold a word at all."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from functools import lru_cache
from typing import TYPE_CHECKING

from thankgen.language.machine_text import ADDRESS_OR_LINK
from thankgen.language.matching import Vocabulary, content_words, vocabulary_of
from thankgen.language.names import fold_name

if TYPE_CHECKING:
    from thankgen.facts import Addressed
    from thankgen.language.lexicon import Lexicon
    from thankgen.language.reading import Reading, Sentence

_LETTERS = re.compile(r"[^\W\d_]+")
# Settings, not words of the candidate: "phone" as the form of the meeting is no talk of telephones.
_SETTINGS = frozenset({"language", "occasion", "channel", "formality", "format", "relation"})


# Content words of an answer, or of another text, from which on a sentence is held to give it.
_ANSWERING = 2


def given_text(facts: Addressed) -> str:
    """Every text and date that the facts hold, one a line; no keys and no settings."""
    return _texts(facts.as_json)


def free_text(facts: Addressed) -> Iterator[str]:
    """What the facts tell of, in the candidate's words: no names, no role, nothing of the next steps."""
    source = facts.facts
    for recipient in source.recipients:
        yield from recipient.discussed
        if recipient.helped:
            yield recipient.helped
    yield from source.discussed
    yield from source.highlights
    if source.stumble:
        yield from (source.stumble.question, source.stumble.answer)
    if source.incident:
        yield from (source.incident.what, source.incident.positive)


def given_vocabulary(facts: Addressed, lexicon: Lexicon, besides: frozenset[str] = frozenset()) -> Vocabulary:
    """The words of `given_text`, but for addresses ("anna@exam.example" tells of no exam) and whole lines of it."""
    text = _without_addresses(given_text(facts))
    if besides:
        text = "\n".join(line for line in text.splitlines() if line not in besides)
    return vocabulary_of(text, lexicon)


def given_words(facts: Addressed) -> frozenset[str]:
    """The words of `given_text` in small letters, names also without diacritics."""
    return _words(given_text(facts))


def stands_in_facts(said: str, facts: Addressed) -> bool:
    """Several words of the facts, as they stand there, capitals aside."""
    return " " in said and _stands_in(said.lower(), given_text(facts).lower().replace("\n", " "))


def _stands_in(words: str, text: str) -> bool:
    return re.search(rf"(?<!\w){re.escape(words)}(?!\w)", text) is not None


def renders_answer(sentence: Sentence, note: Reading, facts: Addressed, besides: str = "") -> bool:
    """The sentence gives the answer that the candidate would give now to the question that went badly.

    The words of `besides` do not tell whether it does.
    """
    if facts.facts.stumble is None:
        return False
    said, passed_over = note.vocabulary_of(sentence), vocabulary_of(besides, note.lexicon)
    words = content_words(facts.facts.stumble.answer, note.lexicon)
    words = tuple(word for word in words if not passed_over.takes_up(word))
    return bool(words) and sum(map(said.takes_up, words)) >= min(_ANSWERING, len(words))


def tells_of_facts(sentence: Sentence, note: Reading, facts: Addressed) -> bool:
    """The sentence takes up several words of one thing that the facts tell of."""
    said = note.vocabulary_of(sentence)
    return any(
        sum(map(said.takes_up, content_words(text, note.lexicon))) >= _ANSWERING for text in free_text(facts)
    )


@lru_cache(maxsize=256)
def _without_addresses(everything: str) -> str:
    return ADDRESS_OR_LINK.sub(" ", everything)


@lru_cache(maxsize=256)
def _words(everything: str) -> frozenset[str]:
    words = _LETTERS.findall(everything)
    return frozenset(w.lower() for w in words) | {fold_name(w) for w in words}


@lru_cache(maxsize=256)
def _texts(dumped: str) -> str:
    return "\n".join(_values(json.loads(dumped)))


def _values(value: object) -> Iterator[str]:
    if isinstance(value, str):
        yield value
    elif isinstance(value, list):
        for item in value:
            yield from _values(item)
    elif isinstance(value, dict):
        for key, item in value.items():
            if key not in _SETTINGS:
                yield from _values(item)

"""`distinct`: two people who compare their notes find two notes."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import TYPE_CHECKING

from thankgen.checks.rule import Letter, Rule, Table, said_of
from thankgen.language.matching import content_words

if TYPE_CHECKING:
    from thankgen.facts import Addressed
    from thankgen.finding import Finding
    from thankgen.language.reading import Reading, Sentence

_WORD = re.compile(r"\w+(?:['’-]\w+)*")


class Limits(Table):
    """`max_share` of common word trigrams; an equal sentence counts from `min_words` words."""

    max_share: float
    min_words: int


def check(note: Reading, facts: Addressed, rule: Rule) -> Iterator[Finding]:
    """One note alone is always distinct."""
    yield from ()


def compare(one: Letter, other: Letter, rule: Rule) -> Iterator[Finding]:
    """A finding where two notes share a sentence or too much wording."""
    first, second = _own_sentences(*one), _own_sentences(*other)
    names = f"The notes to {one[0].recipient.name} and {other[0].recipient.name}"
    common = next((s for s in first if len(s) >= rule.limits.min_words and s in second), None)
    if common is not None:
        yield rule.finding(f"{names} share a sentence: “{' '.join(common)}”.")
        return
    share = _share(_trigrams(first), _trigrams(second))
    if share > rule.limits.max_share:
        yield rule.finding(
            f"{names} share {share:.0%} of their word triples; at most {rule.limits.max_share:.0%}."
        )


def _own_sentences(facts: Addressed, note: Reading) -> list[tuple[str, ...]]:
    """The sentences that should differ, as rows of words: no thanks, no close, nothing the facts share."""
    shared = [*facts.facts.highlights, *facts.facts.discussed]
    if facts.facts.stumble:
        shared += [facts.facts.stumble.answer, facts.facts.stumble.question]
    if facts.facts.next_steps.expected:
        shared.append(facts.facts.next_steps.expected)
    if facts.facts.incident:
        shared += [facts.facts.incident.what, facts.facts.incident.positive]
    topics = [content_words(text, note.lexicon) for text in shared]
    thanks, ahead = said_of(note, "gratitude"), said_of(note, "close")
    dated = {m.sentence.index for m in note.dates if m.sentence}
    last = len(note.parts.paragraphs) - 1
    return [
        tuple(w.lower() for w in _WORD.findall(s.text))
        for s in note.body_sentences
        if s.index not in thanks
        and not (s.paragraph >= last - 1 and (s.index in ahead or s.index in dated))
        and not _renders(s, topics, note)
    ]


def _renders(sentence: Sentence, topics: list[tuple[str, ...]], note: Reading) -> bool:
    """The sentence renders something that all readers share: half of its content words are there."""
    vocabulary = note.vocabulary_of(sentence)
    return any(sum(vocabulary.takes_up(w) for w in words) * 2 >= len(words) for words in topics if words)


def _trigrams(sentences: list[tuple[str, ...]]) -> set[tuple[str, ...]]:
    return {words[i : i + 3] for words in sentences for i in range(len(words) - 2)}


def _share(one: set[tuple[str, ...]], other: set[tuple[str, ...]]) -> float:
    smaller = min(len(one), len(other))
    return len(one & other) / smaller if smaller >= 6 else 0.0

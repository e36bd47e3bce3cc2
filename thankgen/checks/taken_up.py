"""Whether a note takes up what the facts hold: `specific`, `case`, `recovery`.

Taken up means that a content word occurs, inflected, compounded or derived.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import TYPE_CHECKING

from thankgen.checks.given_facts import NumberReader
from thankgen.checks.rule import Rule, Table
from thankgen.language.matching import content_words, vocabulary_of

if TYPE_CHECKING:
    from thankgen.facts import Addressed, Incident, Stumble
    from thankgen.finding import Finding
    from thankgen.language.reading import Reading


class SpecificLimits(Table):
    """`words_of_help`: so many words of the help that was given, generic ones among them, take it up."""

    words_of_help: int


class CaseLimits(Table):
    """`words`: how many content words of one highlight take it up (all, where it has fewer); of `long` letters one will
    do, where nothing else in the facts shares it.
    """

    words: int
    long: int


class RecoveryLimits(Table):
    """`share`: of the answer's content words that are not in the question. `together`: so many of its words in one
    sentence answer it as well, generic ones among them.
    """

    share: float
    together: int


def _content(text: str, note: Reading, facts: Addressed, without: str = "") -> tuple[str, ...]:
    """Content words, the words of the role and of `without` left out."""
    left_out = re.findall(r"[^\W_]+", f"{facts.facts.role} {without}".lower())
    return content_words(text, note.lexicon, left_out)


def specific(note: Reading, facts: Addressed, rule: Rule) -> Iterator[Finding]:
    """Nothing of what was discussed, of the help, the stumble or the incident is taken up."""
    concerning = [*facts.topics, *_texts(facts.recipient.helped, facts.stumble, facts.incident)]
    if not concerning:
        return
    source = facts.facts
    given = [*concerning, *source.discussed, *_texts(None, source.stumble, source.incident)]
    for text in given:
        if any(note.vocabulary.takes_up(word) for word in _content(text, note, facts)):
            return
    # Of help two words will do that are too generic for a topic: "a whole Sunday".
    helped = _telling(facts.recipient.helped or "", note)
    if sum(note.vocabulary.takes_up(w, by_generic_parts=True) for w in helped) >= rule.limits.words_of_help:
        return
    wanted = facts.recipient.helped or concerning[0]
    yield rule.finding(f"This note could have gone to anyone; take up what you share, such as “{wanted}”.")


def _texts(helped: str | None, stumble: Stumble | None, incident: Incident | None) -> Iterator[str]:
    if helped:
        yield helped
    if stumble:
        yield from (stumble.question, stumble.answer)
    if incident:
        yield from (incident.what, incident.positive)


def case(note: Reading, facts: Addressed, rule: Rule) -> Iterator[Finding]:
    """No highlight is taken up."""
    highlights = facts.facts.highlights
    if not highlights or not facts.is_application:
        return
    besides = "\n".join(_besides_highlights(facts))
    topics = vocabulary_of(besides, note.lexicon)
    for highlight in highlights:
        words = _content(highlight, note, facts)
        found = [word for word in words if note.vocabulary.takes_up(word)]
        if len(found) >= min(rule.limits.words, len(words)):
            return
        long = [word for word in found if len(word) >= rule.limits.long and note.vocabulary.holds(word)]
        if not all(map(topics.takes_up, long)):
            return
        own = [word for word in found if not topics.takes_up(word)]
        if own and _in_company(own, highlight, note):
            return
    # "Seven years" of a highlight, whatever they are called.
    numbers = NumberReader(note.lexicon)
    counted = frozenset(numbers.counts(note.plain)).difference(numbers.counts(besides))
    if any(count in counted for count in numbers.counts("\n".join(highlights)) if count[0] > 1 and count[1]):
        return
    yield rule.finding(f"The note does not say why you fit; name a strength, such as “{highlights[0]}”")


def _in_company(words: list[str], highlight: str, note: Reading) -> bool:
    """A sentence holds one of the words beside another of the highlight, be it a generic one ("a ledger" "in the firm")."""
    others = _telling(highlight, note)
    for sentence in note.body_sentences:
        said = note.vocabulary_of(sentence)
        if any(said.takes_up(word) and any(map(said.takes_up, others - {word})) for word in words):
            return True
    return False


def _telling(text: str, note: Reading) -> set[str]:
    """The words of a text in small letters, but for small words."""
    return {w for w in re.findall(r"[^\W_]+", text.lower()) if w not in note.lexicon.small_words}


def _besides_highlights(facts: Addressed) -> Iterator[str]:
    """Everything else that the facts say of this talk."""
    source = facts.facts
    yield from (source.role, source.company, *source.discussed, *facts.topics)
    yield from _texts(facts.recipient.helped, source.stumble, source.incident)


def recovery(note: Reading, facts: Addressed, rule: Rule) -> Iterator[Finding]:
    """The answer that the candidate would give now is not taken up."""
    stumble = facts.stumble
    if stumble is None:
        return
    words = _content(stumble.answer, note, facts, stumble.question)
    found = [word for word in words if note.vocabulary.takes_up(word)]
    if len(found) >= rule.limits.share * len(words):
        return
    answer = _telling(stumble.answer, note) - _telling(f"{stumble.question} {facts.facts.role}", note)
    for sentence in note.body_sentences:
        said = note.vocabulary_of(sentence)
        if sum(map(said.takes_up, answer)) >= rule.limits.together:
            return
    yield rule.finding(f"The question that went badly is not answered better here: “{stumble.answer}”")

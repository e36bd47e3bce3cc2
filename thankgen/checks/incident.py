"""`incident`: something odd that happened is worth two sentences at most, and nobody's fault."""

from __future__ import annotations

import re
from collections.abc import Iterator, Set
from functools import lru_cache
from typing import TYPE_CHECKING

from thankgen.checks.given import stands_in_facts
from thankgen.checks.next_dates import dated_ahead
from thankgen.checks.rule import Cue, Rule, Table, Words, said_of
from thankgen.language.matching import Vocabulary, content_words, vocabulary_of
from thankgen.language.spans import Taken
from thankgen.language.stems import stem

if TYPE_CHECKING:
    from thankgen.facts import Addressed, Incident
    from thankgen.finding import Finding
    from thankgen.language.lexicon import Lexicon
    from thankgen.language.reading import Reading, Sentence
    from thankgen.language.structure import Span


# Words of so many letters or fewer stand in any sentence.
_SHORT = 3
_CHANGES_SUBJECT = 2


class Limits(Table):
    max_sentences: int


class IncidentWords(Words):
    """`blame`: words that lay the incident at somebody's door. `turn`: what turns to the talk at large, thanks, or
    what comes next, and so is no more of the incident.
    """

    blame: tuple[Cue, ...]
    turn: tuple[Cue, ...] = ()


def check(note: Reading, facts: Addressed, rule: Rule) -> Iterator[Finding]:
    incident = facts.facts.incident
    if incident is None:
        return
    lexicon = note.lexicon
    others = _other_subjects(facts, note)
    words = _own_words(content_words(f"{incident.what} {incident.positive}", lexicon), others, lexicon)
    happened = tuple(w for w in content_words(incident.what, lexicon) if w in words and len(w) > _SHORT)
    ahead = dated_ahead(note, facts)
    turning = ahead | {hit.sentence.index for _, hit in rule.said(note, "turn")}
    # A word that the incident shares ("road", "roadways") turns to nothing else.
    its_own = vocabulary_of(f"{incident.what} {incident.positive}", lexicon)
    others = tuple(w for w in others if note.vocabulary.takes_up(w) and not its_own.takes_up(w))
    # "A shift" and "shifts" are one subject.
    others = tuple({stem(w, lexicon.code): w for w in others}.values())
    telling = _run(note, words, happened, others, turning)
    if len(telling) > rule.limits.max_sentences:
        span = (telling[0].start, telling[-1].end)
        yield rule.finding(
            f"The incident takes {len(telling)} sentences; {rule.limits.max_sentences} are enough, its good side included.",
            note,
            span,
        )
    touching = {s.index for s in telling} | _touching(note, happened, others)
    beside = {s.index + d for s in telling for d in (-1, 1)}
    elsewhere = {
        s.index
        for s in note.body_sentences
        if sum(map(note.vocabulary_of(s).takes_up, others)) >= _CHANGES_SUBJECT
    }
    near = touching | (beside - elsewhere)
    as_given = Taken(len(note.plain), _told_as_given(note, incident))
    for _, hit in rule.said(note, "blame"):
        # What the facts say in these words blames nobody.
        by_facts = as_given.holds(hit.start) or stands_in_facts(note.plain[slice(*hit.span)], facts)
        if hit.sentence.index in near - ahead and not by_facts:
            yield rule.finding(
                "This blames somebody for the incident; tell its good side only.", note, hit.span
            )
            return


def _told_as_given(note: Reading, incident: Incident) -> Iterator[Span]:
    """Where the note tells what happened word for word."""
    for text in (incident.what, incident.positive):
        for match in re.finditer(re.escape(text.rstrip(".")), note.plain, re.IGNORECASE):
            yield match.span()


def _touching(note: Reading, words: tuple[str, ...], others: tuple[str, ...]) -> set[int]:
    """Sentences with a word of what happened and none of any other subject: too little to tell it, enough to say
    whose fault it was.
    """
    said = {s.index: note.vocabulary_of(s) for s in note.body_sentences}
    return {
        index
        for index, vocabulary in said.items()
        if any(map(vocabulary.takes_up, words)) and not any(map(vocabulary.takes_up, others))
    }


def _other_subjects(facts: Addressed, note: Reading) -> tuple[str, ...]:
    """Content words of everything else that the note may turn to."""
    source = facts.facts
    texts = [*facts.topics, *source.highlights, source.role, source.company]
    texts += [facts.recipient.helped or "", source.next_steps.expected or ""]
    if source.stumble:
        texts += [source.stumble.question, source.stumble.answer]
    words = (w for text in texts for w in content_words(text, note.lexicon))
    return tuple(w for w in words if w not in note.lexicon.small_words)


@lru_cache(maxsize=256)
def _own_words(words: tuple[str, ...], others: tuple[str, ...], lexicon: Lexicon) -> tuple[str, ...]:
    """The incident's words that no other subject shares; all of them, where too few are left to tell it by."""
    shared = Vocabulary(others, lexicon)
    own = tuple(word for word in words if not shared.takes_up(word))
    return own if len(own) > 1 else words


def _run(
    note: Reading,
    words: tuple[str, ...],
    happened: tuple[str, ...],
    others: tuple[str, ...],
    turning: Set[int],
) -> list[Sentence]:
    """The sentences about the incident, those that lead up to it, and those that go on about it before the
    paragraph turns to something else. A paragraph that names a word of what happened and turns to nothing else is
    about it as well.
    """
    telling: list[Sentence] = []
    leading: list[Sentence] = []
    inside = latest = -1
    for sentence in note.body_sentences:
        # The first paragraph opens with thanks; a later one may be the incident's from its first words on.
        opens = sentence.paragraph != latest and sentence.paragraph > 0 and not sentence.bullet
        latest = sentence.paragraph
        if leading and leading[0].paragraph != sentence.paragraph:
            # The last paragraph looks ahead, whatever words it shares.
            telling += _named(leading, happened, note)
            leading = []
        if _is_about(sentence, words, note) or _is_about(sentence, happened, note):
            telling += [*_leading_up(leading, words, note), sentence]
            leading = []
            inside = sentence.paragraph
            continue
        vocabulary = note.vocabulary_of(sentence)
        # Among sentences about the incident a word of another subject may come in by the way; two of them do not.
        enough = _CHANGES_SUBJECT if leading or sentence.paragraph == inside else 1
        turns = sentence.index in turning or sum(map(vocabulary.takes_up, others)) >= enough
        if turns:
            inside, leading = -1, []
        elif sentence.paragraph == inside and not sentence.bullet:
            telling.append(sentence)
        elif not sentence.bullet and (leading or opens or any(map(vocabulary.takes_up, words))):
            leading.append(sentence)
    return telling


def _leading_up(leading: list[Sentence], words: tuple[str, ...], note: Reading) -> list[Sentence]:
    """The sentences, if one has a word of the incident, or there are two: one may open the paragraph with anything."""
    said = Vocabulary([s.text for s in leading], note.lexicon)
    return leading if len(leading) > 1 or any(map(said.takes_up, words)) else []


def _named(leading: list[Sentence], happened: tuple[str, ...], note: Reading) -> list[Sentence]:
    """The sentences, if one of them has a word of what happened and does not just give thanks."""
    thanks = said_of(note, "gratitude.cue")
    said = Vocabulary([s.text for s in leading if s.index not in thanks], note.lexicon)
    return leading if any(map(said.takes_up, happened)) else []


def _is_about(sentence: Sentence, words: tuple[str, ...], note: Reading) -> bool:
    """Two of the incident's content words, or one where it has no more, stand in the sentence."""
    vocabulary = note.vocabulary_of(sentence)
    return bool(words) and sum(map(vocabulary.takes_up, words)) >= min(2, len(words))

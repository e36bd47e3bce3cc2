"""`close`: the end looks ahead to a next step, with the dates that were named, and the right ones."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterator, Set
from functools import cached_property
from typing import TYPE_CHECKING

from thankgen.checks.given import free_text, renders_answer
from thankgen.checks.given_facts import NumberReader
from thankgen.checks.next_dates import NextDates, holds_slot, is_narrow, overlap, sentence_of
from thankgen.checks.rule import Cue, Rule, Table, Words
from thankgen.language.matching import Vocabulary, content_words
from thankgen.language.stems import stem

if TYPE_CHECKING:
    from thankgen.facts import Addressed
    from thankgen.finding import Finding
    from thankgen.language.dates import DateMention
    from thankgen.language.reading import Reading, Sentence


_WORD = re.compile(r"[^\W_]+")
# A bare weekday may be so many days or more.
_VAGUE = 7
# Letters that a word must have more than to tell a stage to come.
_TELLING = 4


class Repair(Table):
    """Sentences that restate what the facts say, with slots for its dates."""

    decision_by: str
    expected: str
    follow_up_on: str
    both: str
    look_ahead: str
    look_ahead_to_helpers: str


class CloseWords(Words):
    """Cues: `look_ahead` to a next step, `look_ahead_to_helpers` for readers who do not decide, `outlook` whatever hopes
    for, waits for or speaks of word, a decision, a meeting or a stage to come; dates beside it are not held against it,
    `contact` the candidate's promise to be in touch, `contact_by_others` the other side's,
    `contact_on_the_day` what is one only beside the day itself,
    `meeting` what marks a date as the interview's.
    `candidate` lists the words for I and me, `of_any_step` words in which any next step is announced.
    Without `repair` nothing is mended.
    """

    candidate: frozenset[str] = frozenset()
    of_any_step: frozenset[str] = frozenset()
    look_ahead: tuple[Cue, ...]
    look_ahead_to_helpers: tuple[Cue, ...]
    outlook: tuple[Cue, ...] = ()
    contact: tuple[Cue, ...]
    contact_by_others: tuple[Cue, ...] = ()
    contact_on_the_day: tuple[Cue, ...] = ()
    meeting: tuple[Cue, ...]
    repair: Repair | None = None


def check(note: Reading, facts: Addressed, rule: Rule) -> Iterator[Finding]:
    dates = NextDates(note, facts, rule)
    close = _Close(note, facts, rule, dates)
    if not close.looks_ahead():
        ending = note.parts.paragraphs[-1].span if note.parts.paragraphs else None
        yield rule.finding("The ending holds nothing that looks ahead to a next step.", note, ending)
    if facts.is_application:
        steps = facts.facts.next_steps
        if (steps.decision_by or steps.expected) and not close.restates():
            yield rule.finding(f"The note does not restate when or what is next: {close.announced()}.")
        if steps.follow_up_on and not close.promises():
            yield rule.finding(
                f"The note does not say that you will be in touch on {close.in_words(steps.follow_up_on)}."
            )
    yield from dates.wrong()


class _Close:
    """What a note says about next steps, next to what the facts say."""

    def __init__(self, note: Reading, facts: Addressed, rule: Rule, dates: NextDates) -> None:
        self._note = note
        self._facts = facts
        self._rule = rule
        self._steps = facts.facts.next_steps
        self._dates = dates

    def in_words(self, date: dt.date) -> str:
        return self._note.lexicon.date_in_words(date)

    def announced(self) -> str:
        if self._steps.decision_by:
            return f"a decision by {self.in_words(self._steps.decision_by)}"
        return f"“{self._steps.expected}”"

    def looks_ahead(self) -> bool:
        """In the last two paragraphs, or in the sign-off right below them."""
        last = len(self._note.parts.paragraphs) - 1
        ending = [
            s
            for s in self._note.sentences
            if s.place == "signoff" or (s.place == "body" and s.paragraph >= last - 1)
        ]
        ahead = self._dates.ahead | self._dates.said("outlook")
        # What one would do at work ("I would call the customer") is no next step.
        if any(s.index in ahead and not renders_answer(s, self._note, self._facts) for s in ending):
            return True
        if any(map(self._takes_up_expected, ending)):
            return True
        indexes = {s.index for s in ending}
        return any(sentence_of(m) in indexes and self._dates.is_next_step(m) for m in self._dates.all)

    def _takes_up_expected(self, sentence: Sentence) -> bool:
        """The sentence names what comes next in a word of `expected` that no topic of the talk shares."""
        words = content_words(self._steps.expected or "", self._note.lexicon)
        own = [w for w in words if w not in self._topic_words and not w.isdecimal()]
        said = self._note.vocabulary_of(sentence)
        return any(len(w) > _TELLING and said.takes_up(w) for w in own)

    @cached_property
    def _topic_words(self) -> frozenset[str]:
        """Words of the other facts, and those that every next step is told in."""
        texts = (*free_text(self._facts), self._facts.facts.role, self._facts.facts.company)
        words = frozenset(w.lower() for text in texts for w in _WORD.findall(text))
        of_any_step: frozenset[str] = self._rule.words.of_any_step
        return words | of_any_step

    def restates(self) -> bool:
        if self._steps.decision_by and self._dates.mentioned(self._steps.decision_by):
            return True
        if not self._steps.expected:
            return False
        if self._dates.expected:
            return (
                any(
                    (self._dates.is_next_step(m) and overlap(m, self._dates.expected))
                    or self._repeats_expected(m)
                    for m in self._dates.all
                )
                or self._repeats_span()
            )
        if self._steps.decision_by and self._leaves_date_open():
            return False
        words = content_words(self._steps.expected, self._note.lexicon)
        return any(self._besides_topics(words).takes_up(word) for word in words)

    def _leaves_date_open(self) -> bool:
        """What comes next is told with a slot in place of its date."""
        ahead = self._dates.ahead | self._dates.said("outlook") | self._dates.said("contact_by_others")
        return any(s.index in ahead and holds_slot(s.text) for s in self._note.body_sentences)

    def _repeats_expected(self, mention: DateMention) -> bool:
        """The very words for when: no stretch of days that begins with the interview's own ("before the weekend") is that day."""
        said = (self._steps.expected or "").lower()
        return not mention.exact and not mention.names_weekday and mention.text.lower() in said

    def _repeats_span(self) -> bool:
        """The end says how long it takes, as a span alone: "two weeks, you said"."""
        numbers = NumberReader(self._note.lexicon)
        told = {
            count for mention in self._dates.expected for count in numbers.counts(mention.text) if count[1]
        }
        last = len(self._note.parts.paragraphs) - 1
        ending = (s.text for s in self._note.body_sentences if s.paragraph >= last - 1)
        return any(not told.isdisjoint(numbers.counts(text)) for text in ending)

    def _besides_topics(self, words: tuple[str, ...]) -> Vocabulary:
        """The note's words but for those that take up other facts, unless what is expected has no others either."""
        lexicon = self._note.lexicon
        topics = {
            stem(w.lower(), lexicon.code) for text in free_text(self._facts) for w in _WORD.findall(text)
        }
        if all(stem(word, lexicon.code) in topics for word in words):
            return self._note.vocabulary
        texts = (s.text for s in self._note.sentences if s.place in ("body", "postscript", "signoff"))
        rest = (
            w for text in texts for w in _WORD.findall(text) if stem(w.lower(), lexicon.code) not in topics
        )
        return Vocabulary(rest, lexicon)

    def promises(self) -> bool:
        """The candidate's contact and the date stand in one sentence; or the contact's sentence names
        no date, and one beside it does; or a sentence of the candidate names that very day.
        """
        date = self._steps.follow_up_on
        assert date is not None
        by_sentence: dict[int, list[DateMention]] = {}
        for mention in self._dates.all:
            if not self._dates.is_interview(mention):
                by_sentence.setdefault(sentence_of(mention), []).append(mention)
        for index in self._dates.contacts:
            beside = [m for n in (index - 1, index + 1) for m in by_sentence.get(n, ()) if is_narrow(m)]
            if any(m.may_be(date) for m in by_sentence.get(index, beside)):
                return True
        on_the_day = self._dates.said("contact_on_the_day")
        if any(m.may_be(date) and is_narrow(m) for n in on_the_day for m in by_sentence.get(n, ())):
            return True
        others = self._dates.said("contact_by_others")
        by_name = {part.lower() for part in self._facts.facts.candidate.name.split() if part[0].isupper()}
        return any(
            self._is_own_day(mentions, date, by_name if n in others else by_name | self._rule.words.candidate)
            for n, mentions in by_sentence.items()
        )

    def _is_own_day(self, mentions: list[DateMention], date: dt.date, candidate: Set[str]) -> bool:
        """Only the candidate has anything to do on the day of the follow-up: who names it as theirs, promises it.

        `candidate` are words for oneself; some speak of themselves by name.
        """
        sentence, decision = mentions[0].sentence, self._steps.decision_by
        assert sentence is not None
        names_it = any(
            m.may_be(date) and is_narrow(m) and len(m.days) < _VAGUE and not (decision and m.may_be(decision))
            for m in mentions
        )
        return names_it and not candidate.isdisjoint(_WORD.findall(sentence.text.lower()))

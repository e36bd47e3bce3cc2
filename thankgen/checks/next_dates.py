"""The dates of a note beside those of the facts: which of them are next steps, and which are wrong."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterator
from functools import cached_property
from typing import TYPE_CHECKING

from thankgen.checks.given import free_text
from thankgen.language.matching import content_words

if TYPE_CHECKING:
    from thankgen.checks.rule import Rule
    from thankgen.facts import Addressed
    from thankgen.finding import Finding
    from thankgen.language.dates import DateMention
    from thankgen.language.reading import Reading
    from thankgen.language.structure import Span

_SLOT = r"(?:_{2,}|(?<!\w)X{2,}(?!\w)|\[[^\[\]\n]+\]|\{[^{}\n]+\}|<[^<>\n]+>)"
_SLOT_BEFORE = re.compile(rf"{_SLOT}\.?\s+(?:of\s+)?\Z")
_SLOT_AFTER = re.compile(rf",?\s+(?:\w{{1,3}}\.?\s+)?{_SLOT}")
# Characters in which a slot before a date is looked for.
_NEAR = 40
_MONTHS = dt.timedelta(days=45)
_WEEK = 7
_STRETCH = dt.timedelta(days=3)


class NextDates:
    """The dates that a note names, each read as the interview's, a next step's, or another one.

    `all` are those of the body, a postscript and the sign-off; `expected` those in the facts' `expected`.
    """

    def __init__(self, note: Reading, facts: Addressed, rule: Rule) -> None:
        self._note = note
        self._facts = facts
        self._rule = rule
        self._steps = facts.facts.next_steps
        self._interview = facts.facts.interview.date
        self.all = tuple(
            m
            for m in note.dates
            if m.sentence
            and m.sentence.place in ("body", "postscript", "signoff")
            and not _is_unfilled(note.plain, m)
        )
        self.met = self.said("meeting")
        self.contacts = self.said("contact")
        self.ahead = self.said("look_ahead") | self.contacts
        if not facts.is_application:
            self.ahead |= self.said("look_ahead_to_helpers")
        self.expected = note.dates_of(self._steps.expected or "")
        self._elsewhere = tuple(m for text in free_text(facts) for m in note.dates_of(text))

    def said(self, key: str) -> frozenset[int]:
        """The sentences in which the close's cues under a key occur, by index."""
        return frozenset(hit.sentence.index for _, hit in self._rule.said(self._note, key))

    def mentioned(self, date: dt.date) -> bool:
        """The date is restated; months at a time ("during twelve weeks") tell no day."""
        return any(
            any(a <= date <= b and b - a < _MONTHS for a, b in m.days) and not self.is_interview(m)
            for m in self.all
        )

    def wrong(self) -> Iterator[Finding]:
        """Dates of next steps that the facts do not hold."""
        for mention in self.all:
            # A short line right above the sign-off is read as part of it; it may restate, and wishes a good Friday.
            place = mention.sentence.place if mention.sentence else "signoff"
            # What stands behind the name is an afterthought on anything: only a day that it names is looked at.
            if place == "signoff" or (place == "postscript" and not mention.exact):
                continue
            if self._is_wrong(mention):
                yield self._rule.finding(
                    f"“{mention.text}” is not what the facts say about the next steps.",
                    self._note,
                    mention.span,
                )

    def _is_wrong(self, mention: DateMention) -> bool:
        if self._interview is None:
            return self._is_another_day(mention)
        named = self._named_dates()
        if mention.written and not mention.days:
            # The weekday contradicts the date: whose date is it?
            return any((d.day, d.month) == mention.written for d in named) or not self._is_meeting_date(
                mention
            )
        if self.is_interview(mention):
            return False
        if any(mention.may_be(d) for d in named):
            return self._is_swapped(mention)
        promised = (
            mention.exact and sentence_of(mention) in self.contacts and not self._follows_up_in(mention)
        )
        expected = tuple(filter(is_narrow, self.expected)) if promised else self.expected
        if overlap(mention, expected) and not self._is_of_another_step(mention):
            return False
        if any(_repeats(mention, other) for other in self._elsewhere):
            return False
        if (not named and not self.expected) or self._points_back(mention):
            return False
        index = sentence_of(mention)
        if index in self.ahead:
            return True
        later = mention.exact and self._interview is not None and mention.days[0][0] > self._interview
        return later and index not in self.met

    def _is_of_another_step(self, mention: DateMention) -> bool:
        """The day falls into the stretch of time in which something else is expected than its sentence tells of."""
        sentence, stretch = mention.sentence, [m for m in self.expected if not is_narrow(m)]
        if (
            not mention.exact
            or sentence is None
            or not self._steps.decision_by
            or len(stretch) < len(self.expected)
        ):
            return False
        said = self._note.vocabulary_of(sentence)
        words = content_words(self._steps.expected or "", self._note.lexicon)
        return not any(map(said.takes_up, words))

    def _is_another_day(self, mention: DateMention) -> bool:
        """Without an interview to count from: what looks ahead names a day that is written otherwise in the facts."""
        announced = self._announced
        known = announced | {m.written for m in self._elsewhere}
        return (
            mention.exact
            and bool(announced)
            and mention.written not in known
            and sentence_of(mention) in self.ahead
        )

    @cached_property
    def _announced(self) -> frozenset[tuple[int, int] | None]:
        return announced_days(self._note, self._facts)

    def _points_back(self, mention: DateMention) -> bool:
        """It counts from a day that was just named: "this week" may be the one of that day ("From 18 May you see people.
        I keep that week free."), and "after the weekend" the week behind it, with another day of the facts in it.
        """
        day = self._interview
        before = [m for m in self.all if m.start < mention.start]
        if day is None or not before or sentence_of(before[-1]) < sentence_of(mention) - 1:
            return False
        if not self.is_next_step(before[-1]):
            return False
        if not is_narrow(mention) and any(a <= day <= b for a, b in mention.days):
            return True
        if mention.exact or mention.names_weekday:
            return False
        named = (m for m in before[-1].days[:1] if m[0] == m[1])
        again = (m for first, _ in named for m in self._note.lexicon.date_reader.read(mention.text, first))
        return any(m.may_be(d) for m in again for d in self._named_dates())

    def _follows_up_in(self, mention: DateMention) -> bool:
        """No follow-up was agreed, or the mention's sentence names its date besides."""
        date = self._steps.follow_up_on
        return date is None or any(
            m.may_be(date) for m in self.all if sentence_of(m) == sentence_of(mention) and is_narrow(m)
        )

    def _is_swapped(self, mention: DateMention) -> bool:
        """The candidate's promise and the other side's date have changed places: one clause of a sentence promises
        and names the date of the decision, an earlier one promises nothing and names the date of the promise.
        """
        decision, follow_up, sentence = self._steps.decision_by, self._steps.follow_up_on, mention.sentence
        if sentence is None or not decision or not follow_up or mention.may_be(follow_up):
            return False
        promises = self._promises.get(sentence.index, ())
        dates = self._follow_ups.get(sentence.index, ())
        for start, end in ((sentence.start + a, sentence.start + b) for a, b in sentence.clauses):
            promised = any(start < p <= end for p in promises)
            named = any(start <= m.start < end for m in dates)
            if start <= mention.start < end:
                return promised and not named and any(m.start < start for m in dates)
            if named and promised:
                return False
        return False

    @cached_property
    def _promises(self) -> dict[int, list[int]]:
        """Where the candidate's promises to be in touch end, by sentence."""
        ends: dict[int, list[int]] = {}
        for _, hit in self._rule.said(self._note, "contact"):
            ends.setdefault(hit.sentence.index, []).append(hit.end)
        return ends

    @cached_property
    def _follow_ups(self) -> dict[int, list[DateMention]]:
        """The mentions of the very day of the follow-up, by sentence."""
        date = self._steps.follow_up_on
        mentions: dict[int, list[DateMention]] = {}
        for mention in self.all:
            if date and len(mention.days) == 1 and mention.may_be(date) and is_narrow(mention):
                mentions.setdefault(sentence_of(mention), []).append(mention)
        return mentions

    def _named_dates(self) -> list[dt.date]:
        return [d for d in (self._steps.decision_by, self._steps.follow_up_on) if d]

    def _is_meeting_date(self, mention: DateMention) -> bool:
        day = self._interview
        return day is not None and mention.written == (day.day, day.month)

    def is_interview(self, mention: DateMention) -> bool:
        """The mention is of the interview's day, not of what comes after it."""
        day = self._interview
        # A span of weeks that begins on the day ("within a fortnight") is never the day itself.
        if day is None or not any(a <= day <= b and (b - a).days < _WEEK for a, b in mention.days):
            return False
        if mention.exact and day not in self._named_dates():
            return True
        sentence = mention.sentence
        assert sentence is not None
        if sentence.paragraph == 0 or sentence.index not in self.ahead:
            return True
        if sentence.index not in self.met:
            return False
        # "By the weekend you decide, you said": said at the interview, and yet ahead.
        return sentence.paragraph < len(self._note.parts.paragraphs) - 1 or self._looks_back(mention)

    def _looks_back(self, mention: DateMention) -> bool:
        """Its clause tells of the meeting and holds nothing that looks ahead."""
        sentence = mention.sentence
        assert sentence is not None
        clause = next(
            (sentence.start + a, sentence.start + b)
            for a, b in sentence.clauses
            if mention.start < sentence.start + b
        )
        keys = ("look_ahead", "contact", "look_ahead_to_helpers")
        return self._stands_in(clause, "meeting") and not any(self._stands_in(clause, key) for key in keys)

    def _stands_in(self, clause: Span, key: str) -> bool:
        return any(
            hit.start < clause[1] and clause[0] < hit.end for _, hit in self._rule.said(self._note, key)
        )

    def is_next_step(self, mention: DateMention) -> bool:
        """The mention may be of a date that the facts announce."""
        return not self.is_interview(mention) and (
            any(mention.may_be(d) for d in self._named_dates()) or overlap(mention, self.expected)
        )


def holds_slot(text: str) -> bool:
    """Something in it was never filled: "by [date]"."""
    return re.search(_SLOT, text) is not None


def _is_unfilled(text: str, mention: DateMention) -> bool:
    """A slot beside it would say which: "Monday the ___", "the ___ of January"."""
    before = text[max(0, mention.start - _NEAR) : mention.start]
    return bool(_SLOT_BEFORE.search(before) or _SLOT_AFTER.match(text, mention.end))


def announced_days(note: Reading, facts: Addressed) -> frozenset[tuple[int, int] | None]:
    """The days and months of next steps, as the facts have them."""
    steps = facts.facts.next_steps
    dates = (d for d in (steps.decision_by, steps.follow_up_on) if d)
    mentions = note.dates_of(steps.expected or "")
    return frozenset({*((d.day, d.month) for d in dates), *(m.written for m in mentions if m.written)})


def _repeats(mention: DateMention, other: DateMention) -> bool:
    """A date that the facts hold elsewhere; a bare weekday there is any week's, and a stretch of time ("within two weeks")
    holds days of anything, so the words must be the same.
    """
    if len(other.days) > 1 or not is_narrow(other):
        return mention.text.lower() == other.text.lower()
    return mention.overlaps(other)


def dated_ahead(note: Reading, facts: Addressed) -> set[int]:
    """The sentences that name a day after the interview: "until your call on Wednesday, the 28th"."""
    day = facts.facts.interview.date
    return {
        mention.sentence.index
        for mention in note.dates
        if day and mention.sentence and mention.exact and mention.days and mention.days[0][0] > day
    }


def sentence_of(mention: DateMention) -> int:
    return mention.sentence.index if mention.sentence else -1


def is_narrow(mention: DateMention) -> bool:
    """It names days, not a stretch of time."""
    return all(last - first < _STRETCH for first, last in mention.days)


def overlap(mention: DateMention, others: tuple[DateMention, ...]) -> bool:
    return any(mention.overlaps(other) for other in others)

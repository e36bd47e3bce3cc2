"""`close`: the end looks ahead to a next step, with the dates that were named, and the right ones."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterator
from functools import cached_property
from typing import TYPE_CHECKING

from thankgen.checks.rule import Cue, Rule, Words
from thankgen.language.matching import Vocabulary, content_words
from thankgen.language.stems import stem

if TYPE_CHECKING:
    from thankgen.facts import Addressed
    from thankgen.finding import Finding
    from thankgen.language.dates import DateMention
    from thankgen.language.reading import Reading, Sentence


_SLOT = r"(?:_{2,}|(?<!\w)X{2,}(?!\w)|\[[^\[\]\n]+\]|\{[^{}\n]+\}|<[^<>\n]+>)"
_SLOT_BEFORE = re.compile(rf"{_SLOT}\.?\s+(?:of\s+)?\Z")
_SLOT_AFTER = re.compile(rf",?\s+(?:\w{{1,3}}\.?\s+)?{_SLOT}")
# Characters in which a slot before a date is looked for.
_NEAR = 40
_MONTHS = dt.timedelta(days=45)
_WEEK = 7

_WORD = re.compile(r"[^\W_]+")
# A bare weekday may be so many days or more.
_VAGUE = 7
# Letters that a word must have more than to tell a stage to come.
_TELLING = 4
_STRETCH = dt.timedelta(days=3)


class CloseWords(Words):
    """Cues: `look_ahead` to a next step, `look_ahead_to_helpers` for readers who do not decide, `outlook` whatever hopes
    for, waits for or speaks of word, a decision, a meeting or a stage to come; dates beside it are not held against it,
    `contact` the candidate's promise to be in touch, `contact_by_others` the other side's,
    `contact_on_the_day` what is one only beside the day itself,
    `meeting` what marks a date as the interview's.
    `candidate` lists the words for I and me, `of_any_step` words in which any next step is announced.
    `repair` holds the sentences that restate what the facts say.
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
    repair: dict[str, str] = {}


def check(note: Reading, facts: Addressed, rule: Rule) -> Iterator[Finding]:
    close = _Close(note, facts, rule)
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
    yield from close.wrong_dates()


class _Close:
    """What a note says about next steps, next to what the facts say."""

    def __init__(self, note: Reading, facts: Addressed, rule: Rule) -> None:
        self._note = note
        self._facts = facts
        self._rule = rule
        self._steps = facts.facts.next_steps
        self._interview = facts.facts.interview.date
        self._dates = tuple(
            m
            for m in note.dates
            if m.sentence
            and m.sentence.place in ("body", "postscript", "signoff")
            and not _is_unfilled(note.plain, m)
        )
        self._met = self._said("meeting")
        self._ahead = self._said("look_ahead") | self._said("contact")
        if not facts.is_application:
            self._ahead |= self._said("look_ahead_to_helpers")
        self._contacts = self._said("contact")
        reader, base = note.lexicon.date_reader, self._interview
        self._expected = (
            tuple(reader.read_facts(self._steps.expected, base)) if base and self._steps.expected else ()
        )
        self._elsewhere = (
            tuple(m for text in _free_text(facts) for m in reader.read_facts(text, base)) if base else ()
        )

    def _said(self, key: str) -> frozenset[int]:
        return frozenset(hit.sentence.index for _, hit in self._rule.said(self._note, key))

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
        ahead = self._ahead | self._said("outlook")
        if any(s.index in ahead for s in ending):
            return True
        if any(map(self._takes_up_expected, ending)):
            return True
        indexes = {s.index for s in ending}
        return any(_index(m) in indexes and self._is_next_step(m) for m in self._dates)

    def _takes_up_expected(self, sentence: Sentence) -> bool:
        """The sentence names what comes next in a word of `expected` that no topic of the talk shares."""
        words = content_words(self._steps.expected or "", self._note.lexicon)
        own = [w for w in words if w not in self._topic_words and not w.isdecimal()]
        said = Vocabulary([sentence.text], self._note.lexicon)
        return any(len(w) > _TELLING and said.takes_up(w) for w in own)

    @cached_property
    def _topic_words(self) -> frozenset[str]:
        """Words of the other facts, and those that every next step is told in."""
        texts = (*_free_text(self._facts), self._facts.facts.role, self._facts.facts.company)
        words = frozenset(w.lower() for text in texts for w in _WORD.findall(text))
        of_any_step: frozenset[str] = self._rule.words.of_any_step
        return words | of_any_step

    def restates(self) -> bool:
        if self._steps.decision_by and self._mentioned(self._steps.decision_by):
            return True
        if not self._steps.expected:
            return False
        if self._expected:
            return any(
                (self._is_next_step(m) and _overlap(m, self._expected)) or self._repeats_expected(m)
                for m in self._dates
            )
        words = content_words(self._steps.expected, self._note.lexicon)
        return any(self._besides_topics(words).takes_up(word) for word in words)

    def _repeats_expected(self, mention: DateMention) -> bool:
        """The very words for when: no stretch of days that begins with the interview's own ("before the weekend") is that day."""
        said = (self._steps.expected or "").lower()
        return not mention.exact and not mention.names_weekday and mention.text.lower() in said

    def _besides_topics(self, words: tuple[str, ...]) -> Vocabulary:
        """The note's words but for those that take up other facts, unless what is expected has no others either."""
        lexicon = self._note.lexicon
        topics = {
            stem(w.lower(), lexicon.code) for text in _free_text(self._facts) for w in _WORD.findall(text)
        }
        if all(stem(word, lexicon.code) in topics for word in words):
            return self._note.vocabulary
        texts = (s.text for s in self._note.sentences if s.place in ("body", "postscript", "signoff"))
        rest = (
            w for text in texts for w in _WORD.findall(text) if stem(w.lower(), lexicon.code) not in topics
        )
        return Vocabulary(rest, lexicon)

    def _mentioned(self, date: dt.date) -> bool:
        """Months at a time ("during twelve weeks") tell no day."""
        return any(
            any(a <= date <= b and b - a < _MONTHS for a, b in m.days) and not self._is_interview(m)
            for m in self._dates
        )

    def promises(self) -> bool:
        """The candidate's contact and the date stand in one sentence; or the contact's sentence names
        no date, and one beside it does; or a sentence of the candidate names that very day.
        """
        date = self._steps.follow_up_on
        assert date is not None
        by_sentence: dict[int, list[DateMention]] = {}
        for mention in self._dates:
            if not self._is_interview(mention):
                by_sentence.setdefault(_index(mention), []).append(mention)
        for index in self._contacts:
            beside = [m for n in (index - 1, index + 1) for m in by_sentence.get(n, ()) if _is_narrow(m)]
            if any(m.may_be(date) for m in by_sentence.get(index, beside)):
                return True
        on_the_day = self._said("contact_on_the_day")
        if any(m.may_be(date) and _is_narrow(m) for n in on_the_day for m in by_sentence.get(n, ())):
            return True
        others = self._said("contact_by_others")
        return any(self._is_own_day(mentions, date) for n, mentions in by_sentence.items() if n not in others)

    def _is_own_day(self, mentions: list[DateMention], date: dt.date) -> bool:
        """Only the candidate has anything to do on the day of the follow-up: who names it as theirs, promises it."""
        sentence, decision = mentions[0].sentence, self._steps.decision_by
        assert sentence is not None
        names_it = any(
            m.may_be(date)
            and _is_narrow(m)
            and len(m.days) < _VAGUE
            and not (decision and m.may_be(decision))
            for m in mentions
        )
        return names_it and not self._rule.words.candidate.isdisjoint(_WORD.findall(sentence.lowered))

    def wrong_dates(self) -> Iterator[Finding]:
        for mention in self._dates:
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
        named = self._named_dates()
        if mention.written and not mention.days:
            # The weekday contradicts the date: whose date is it?
            return any((d.day, d.month) == mention.written for d in named) or not self._is_meeting_date(
                mention
            )
        if self._is_interview(mention):
            return False
        if any(mention.may_be(d) for d in named):
            return self._is_swapped(mention)
        promised = mention.exact and _index(mention) in self._contacts and not self._follows_up_in(mention)
        expected = tuple(filter(_is_narrow, self._expected)) if promised else self._expected
        if _overlap(mention, expected) or any(_repeats(mention, other) for other in self._elsewhere):
            return False
        if not named and not self._expected:
            return False
        index = _index(mention)
        if index in self._ahead:
            return True
        later = mention.exact and self._interview is not None and mention.days[0][0] > self._interview
        return later and index not in self._met

    def _follows_up_in(self, mention: DateMention) -> bool:
        """No follow-up was agreed, or the mention's sentence names its date besides."""
        date = self._steps.follow_up_on
        return date is None or any(
            m.may_be(date) for m in self._dates if _index(m) == _index(mention) and _is_narrow(m)
        )

    def _is_swapped(self, mention: DateMention) -> bool:
        """The candidate's promise and the other side's date have changed places: one clause of a sentence promises
        and names the date of the decision, an earlier one promises nothing and names the date of the promise.
        """
        decision, follow_up, sentence = self._steps.decision_by, self._steps.follow_up_on, mention.sentence
        if sentence is None or not decision or not follow_up or mention.may_be(follow_up):
            return False
        promises = [
            hit.end
            for _, hit in self._rule.said(self._note, "contact")
            if hit.sentence.index == sentence.index
        ]
        dates = [
            m
            for m in self._dates
            if m.sentence is sentence and m.may_be(follow_up) and len(m.days) == 1 and _is_narrow(m)
        ]
        for start, end in ((sentence.start + a, sentence.start + b) for a, b in sentence.clauses):
            promised = any(start < p <= end for p in promises)
            named = any(start <= m.start < end for m in dates)
            if start <= mention.start < end:
                return promised and not named and any(m.start < start for m in dates)
            if named and promised:
                return False
        return False

    def _named_dates(self) -> list[dt.date]:
        return [d for d in (self._steps.decision_by, self._steps.follow_up_on) if d]

    def _is_meeting_date(self, mention: DateMention) -> bool:
        day = self._interview
        return day is not None and mention.written == (day.day, day.month)

    def _is_interview(self, mention: DateMention) -> bool:
        """The mention is of the interview's day, not of what comes after it."""
        day = self._interview
        # A span of weeks that begins on the day ("within a fortnight") is never the day itself.
        if day is None or not any(a <= day <= b and (b - a).days < _WEEK for a, b in mention.days):
            return False
        if mention.exact and day not in self._named_dates():
            return True
        sentence = mention.sentence
        assert sentence is not None
        if sentence.paragraph == 0 or sentence.index not in self._ahead:
            return True
        # "By the weekend you decide, you said": said at the interview, and yet ahead.
        return sentence.index in self._met and sentence.paragraph < len(self._note.parts.paragraphs) - 1

    def _is_next_step(self, mention: DateMention) -> bool:
        return not self._is_interview(mention) and (
            any(mention.may_be(d) for d in self._named_dates()) or _overlap(mention, self._expected)
        )


def _is_unfilled(text: str, mention: DateMention) -> bool:
    """A slot beside it would say which: "Monday the ___", "the ___ of January"."""
    before = text[max(0, mention.start - _NEAR) : mention.start]
    return bool(_SLOT_BEFORE.search(before) or _SLOT_AFTER.match(text, mention.end))


def _repeats(mention: DateMention, other: DateMention) -> bool:
    """A date that the facts hold elsewhere; a bare weekday there is any week's, so the words must be the same."""
    if len(other.days) > 1:
        return mention.text.lower() == other.text.lower()
    return mention.overlaps(other)


def _index(mention: DateMention) -> int:
    return mention.sentence.index if mention.sentence else -1


def _is_narrow(mention: DateMention) -> bool:
    """It names days, not a stretch of time."""
    return all(last - first < _STRETCH for first, last in mention.days)


def _overlap(mention: DateMention, others: tuple[DateMention, ...]) -> bool:
    return any(mention.overlaps(other) for other in others)


def _free_text(facts: Addressed) -> Iterator[str]:
    """Texts of the facts that may hold dates of their own."""
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

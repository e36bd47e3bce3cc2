"""Edits for `close`: the missing next step composed from the facts, a wrong date put right."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from thankgen.edits.change import Alternative, insert_at_end, insert_paragraph, replace, sentence_at

if TYPE_CHECKING:
    from thankgen.checks.rule import Rule
    from thankgen.facts import Addressed
    from thankgen.finding import Finding
    from thankgen.language.reading import Reading


def edit(note: Reading, facts: Addressed, finding: Finding, rule: Rule) -> Iterator[Alternative]:
    if finding.span is not None and any(m.span == finding.span for m in note.dates):
        yield from _right_date(note, facts, finding, rule)
        return
    for sentence in _sentences(facts, rule, note):
        yield Alternative(f"the next step added: “{sentence}”", insert_at_end(note, sentence))
        yield Alternative(f"the next step added: “{sentence}”", insert_paragraph(note, sentence))
        # Where there is no room, it takes the place of a sentence that repeats the contact lines.
        for spare in _contact_sentences(note, facts):
            yield Alternative(f"the next step put in: “{sentence}”", replace(spare, sentence))


def _contact_sentences(note: Reading, facts: Addressed) -> Iterator[tuple[int, int]]:
    candidate = facts.facts.candidate
    details = [detail for detail in (candidate.email, candidate.phone) if detail]
    for sentence in note.body_sentences:
        if any(detail in sentence.text for detail in details):
            yield sentence.span


def _sentences(facts: Addressed, rule: Rule, note: Reading) -> Iterator[str]:
    """What may be missing, one step first, then both."""
    steps, words = facts.facts.next_steps, rule.words.repair
    if words is None:
        return
    in_words = note.lexicon.date_in_words
    if facts.is_application:
        if steps.follow_up_on:
            yield words.follow_up_on.format(date=in_words(steps.follow_up_on))
        if steps.decision_by:
            yield words.decision_by.format(date=in_words(steps.decision_by))
        if steps.decision_by and steps.follow_up_on:
            yield words.both.format(
                decision=in_words(steps.decision_by), follow_up=in_words(steps.follow_up_on)
            )
        if steps.expected and not steps.decision_by:
            expected = words.expected.format(expected=steps.expected.rstrip("."))
            yield expected
            if steps.follow_up_on:
                yield f"{expected} {words.follow_up_on.format(date=in_words(steps.follow_up_on))}"
        yield words.look_ahead
    else:
        yield words.look_ahead_to_helpers


def _right_date(note: Reading, facts: Addressed, finding: Finding, rule: Rule) -> Iterator[Alternative]:
    """The date that belongs there: the follow-up's in a promise, else the decision's.

    A span ("in three weeks") stands in a sentence that would have to be built anew.
    """
    steps = facts.facts.next_steps
    assert finding.span is not None
    wrong = next(m for m in note.dates if m.span == finding.span)
    if not wrong.exact:
        return
    sentence = sentence_at(note, finding.span)
    promised = any(hit.sentence is sentence for _, hit in rule.said(note, "contact"))
    dates = [steps.follow_up_on, steps.decision_by] if promised else [steps.decision_by, steps.follow_up_on]
    # A date that the note names already is not the one that went wrong.
    named = [m for m in note.dates if m.exact and m.span != finding.span]
    dates.sort(key=lambda date: date is not None and any(m.may_be(date) for m in named))
    for date in dates:
        if date is not None:
            text = note.lexicon.date_in_words(date, weekday=wrong.names_weekday)
            yield Alternative(f"“{finding.excerpt}” corrected to “{text}”", replace(finding.span, text))

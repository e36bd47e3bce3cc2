"""Edits for `layout`: what a clerk adds. A postscript moves into the body, where it may be read."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import TYPE_CHECKING

from thankgen.compose import greeting_line, sign_off_line
from thankgen.edits.change import Alternative, Change, capitalised, insert_at_end, replace

if TYPE_CHECKING:
    from thankgen.checks.rule import Rule
    from thankgen.facts import Addressed
    from thankgen.finding import Finding
    from thankgen.language.reading import Reading

_LABEL = re.compile(r"\s*p\.?\s?(?:p\.?\s?)?s\.?\s*:?\s*", re.IGNORECASE)


def edit(note: Reading, facts: Addressed, finding: Finding, rule: Rule) -> Iterator[Alternative]:
    parts = note.parts
    if not facts.is_card and (parts.subject is None or finding.span == parts.subject):
        yield from _subjects(note, facts)
    elif parts.greeting is None and parts.body:
        start = parts.body[0]
        yield Alternative(
            "a greeting added", (Change((start, start), greeting_line(facts, note.lexicon) + "\n\n"),)
        )
    elif parts.name is None or parts.signoff_line is None:
        yield from _closing(note, facts)
    elif parts.postscript:
        yield from _postscript(note)


def _subjects(note: Reading, facts: Addressed) -> Iterator[Alternative]:
    """A subject from the facts, the most telling that fits."""
    words = note.lexicon.subjects
    source = facts.facts
    date = source.interview.date
    values = {"role": source.role, "date": note.lexicon.date_in_words(date, weekday=False) if date else ""}
    templates = words.offer if source.occasion == "offer" or facts.is_helper else words.interview
    for template in templates:
        if "{date}" in template and not date:
            continue
        subject = template.format(**values)
        line = f"Subject: {subject}"
        if note.parts.subject:
            yield Alternative(f"the subject shortened to “{subject}”", replace(note.parts.subject, subject))
        elif note.parts.subject_line:
            yield Alternative("a subject added", replace(note.parts.subject_line, line))
        else:
            yield Alternative("a subject added", replace((0, 0), line + "\n\n"))


def _closing(note: Reading, facts: Addressed) -> Iterator[Alternative]:
    parts = note.parts
    name = facts.facts.candidate.name
    if parts.body is None:
        return
    if parts.name is not None:
        line = sign_off_line(facts, note.lexicon)
        yield Alternative("a sign-off added", replace((parts.name[0], parts.name[0]), line + "\n"))
    elif parts.signoff_line is not None:
        end = parts.signoff_line[1]
        yield Alternative("the name added", replace((end, end), "\n" + name))
    else:
        end = parts.body[1]
        line = sign_off_line(facts, note.lexicon)
        yield Alternative("sign-off and name added", replace((end, end), f"\n\n{line}\n{name}"))


def _postscript(note: Reading) -> Iterator[Alternative]:
    start, end = note.parts.postscript[0][0], note.parts.postscript[-1][1]
    text = _LABEL.sub("", " ".join(note.text[start:end].split()), count=1)
    before = len(note.text[:start].rstrip())
    taken = Change((before, end), "")
    if text:
        yield Alternative(
            "the postscript moved into the text", (*insert_at_end(note, capitalised(text)), taken)
        )
    yield Alternative("the postscript left out", (taken,))

"""`layout`: an e-mail has a subject, a letter a greeting, a sign-off and a name, and nothing after it."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from thankgen.checks.rule import Rule, Table

if TYPE_CHECKING:
    from thankgen.facts import Addressed
    from thankgen.finding import Finding
    from thankgen.language.reading import Reading


class Limits(Table):
    max_subject: int


def check(note: Reading, facts: Addressed, rule: Rule) -> Iterator[Finding]:
    limits: Limits = rule.limits
    parts = note.parts
    if not facts.is_card:
        if parts.subject is None:
            yield rule.finding(
                "The e-mail has no subject; the first line should be “Subject: …”.", note, parts.subject_line
            )
        else:
            length = parts.subject[1] - parts.subject[0]
            if length > limits.max_subject:
                yield rule.finding(
                    f"The subject has {length} characters; at most {limits.max_subject} show in most mail programs.",
                    note,
                    parts.subject,
                )
    if parts.greeting is None:
        yield rule.finding(
            "The note greets nobody: a line with the recipient's name is missing above the text."
        )
    if parts.signoff_line is None:
        yield rule.finding("There is no sign-off line, such as “Kind regards,”, above the name.")
    if parts.name is None:
        yield rule.finding("The note is not signed: the candidate's name is missing under it.")
    for span in parts.postscript[:1]:
        yield rule.finding(
            "Something stands after the signature; a short letter needs no postscript.",
            note,
            (span[0], parts.postscript[-1][1]),
        )

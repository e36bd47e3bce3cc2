"""A script for `ScriptedEndpoint` that writes notes to cases as a middling model would.

Of four first drafts two are good, one holds an apology, which is edited, and one says nothing but thanks,
which goes back; the second draft is always good. What is good is what the offline writer writes.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from typing import Any

import thankgen
from thankgen.evals.cases import Case
from thankgen.note import Draft
from thankgen.testing import Scripted, reported
from thankgen.writers.replies import read_draft

APOLOGIES = {
    "en": "I am sorry about that.",
    "sv": "Jag ber om ursäkt för det.",
    "de": "Das tut mir leid.",
    "da": "Det beklager jeg.",
}
THANKS = {"en": "Thank you.", "sv": "Tack.", "de": "Vielen Dank.", "da": "Tak."}

_FACTS = re.compile(r"<facts>\n(.*?)\n</facts>", re.DOTALL)


def scripted_model(cases: Sequence[Case], *versions: str) -> Callable[[dict[str, Any]], Scripted]:
    """The script for these cases, asked by these prompt versions."""
    good: dict[str, tuple[int, Case, Draft]] = {}
    for number, case in enumerate(cases):
        draft = _offline(case)
        for version in versions:
            asked = thankgen.prompt_version(version).messages(case.addressed)
            good[_key(asked[-1].content)] = (number, case, draft)

    def reply(body: dict[str, Any]) -> Scripted:
        number, case, draft = good[_key(body["messages"][-1]["content"])]
        return draft if reported(body) else _first(number, case, draft)

    return reply


def _key(text: str) -> str:
    match = _FACTS.search(text)
    assert match is not None
    return match[1]


def _offline(case: Case) -> Draft:
    request = thankgen.Request(facts=case.facts, to=case.to, writer="offline")
    draft = read_draft(thankgen.offline_writer().draft(request).text)
    assert draft is not None
    return draft


def _first(number: int, case: Case, draft: Draft) -> Draft:
    if number % 4 == 0:
        return Draft(subject=draft.subject, paragraphs=[THANKS[case.language]])
    if number % 4 == 1:
        head, *rest = draft.paragraphs
        return Draft(subject=draft.subject, paragraphs=[f"{head} {APOLOGIES[case.language]}", *rest])
    return draft

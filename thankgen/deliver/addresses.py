"""E-mail addresses of the people in the facts: as headers and links need them, and whom to ask for one."""

from __future__ import annotations

import unicodedata
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from thankgen.facts import Facts, Recipient

_WORKS_THERE = ("recruiter", "hr", "hiring_manager", "interviewer", "peer")
"""Who is asked for a colleague's address, whose work it is most first."""

_TITLES = {
    "recruiter": "the recruiter",
    "hr": "from human resources",
    "hiring_manager": "the hiring manager",
    "interviewer": "who interviewed you",
    "peer": "from the team",
}


def split(email: str) -> tuple[str, str]:
    """What stands before the @ and the domain, in ASCII as IDNA 2008 has it."""
    user, _, domain = "".join(email.split()).rpartition("@")
    return user, ".".join(map(_label, domain.split(".")))


def _label(label: str) -> str:
    if label.isascii():
        return label
    # Not the standard library's codec, which turns ß to ss.
    return "xn--" + unicodedata.normalize("NFC", label.lower()).encode("punycode").decode("ascii")


def whom_to_ask(facts: Facts, to: str) -> str | None:
    """Advice for a recipient whose address the facts lack, in plain words; None where they have it."""
    recipient = facts.recipient(to)
    if recipient.email:
        return None
    missing = f"The facts have no e-mail address for {recipient.name}, so the draft is addressed to nobody."
    return f"{missing} {_advice(facts, recipient)}"


def _advice(facts: Facts, recipient: Recipient) -> str:
    if recipient.relation == "referrer":
        return "Look through your earlier messages, or ask a friend you share."
    others = [one for one in facts.recipients if one is not recipient and one.relation in _WORKS_THERE]
    others.sort(key=lambda one: (one.email is None, _WORKS_THERE.index(one.relation)))
    # Someone from HR knows everybody's address, even where another one's stands in the facts.
    helpers = [one for one in others if one.relation in ("recruiter", "hr")] or [o for o in others if o.email]
    reception = f"the reception or the HR department of {facts.company}"
    if helpers:
        helper = helpers[0]
        reached = f", {helper.email}" if helper.email else ""
        return f"Ask {helper.name} ({_TITLES[helper.relation]}{reached}) for it, or {reception}."
    if recipient.relation in ("recruiter", "hr"):
        return f"Look at who sent you the invitation, or ask {reception} for it."
    return f"Ask whoever invited you for it: the recruiter, or {reception}."

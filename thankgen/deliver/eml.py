"""An e-mail draft of a note: opens unsent in mail programs, ready to be read over and sent.

`X-Unsent` is what Outlook and Thunderbird go by, the type identifier what Apple Mail marks its own drafts
with. It asks for no receipts, and a name or subject with line breaks cannot add headers.
"""

from __future__ import annotations

import re
from email.headerregistry import Address
from email.message import EmailMessage
from email.policy import SMTP, SMTPUTF8
from typing import TYPE_CHECKING

from thankgen.deliver import addresses
from thankgen.deliver.flowed import flowed
from thankgen.deliver.parts import text_below_subject

if TYPE_CHECKING:
    from thankgen.facts import Facts
    from thankgen.note import Note


# What has a meaning of its own among addresses (RFC 5322, 3.2.3), all but the stop of an initial.
_SPECIALS = re.compile(r'[()<>\[\]:;@\\,"]')
_LINE = 78


def _display_name(name: str, address: str) -> str:
    """The name on one line. Some versions of Python fold a quoted name without its quotes (CPython issue 121284), so
    that its punctuation would be read as addresses: what may have to be folded goes without.
    """
    name = " ".join(name.split())
    fits = len(f'From: "{name}" <{address}>') + name.count('"') + name.count("\\") <= _LINE
    return name if fits else " ".join(_SPECIALS.sub(" ", name).split())


def draft(note: Note, facts: Facts) -> bytes:
    """The note as an RFC 5322 message: plain text in UTF-8, flowed (RFC 3676), CRLF line ends.

    Headers are ASCII (RFC 2047) unless the part of an address before the @ is not: then they are
    UTF-8 (RFC 6532). Whoever has no address in the facts stands in no header.
    """
    recipient = facts.recipient(note.to)
    people = {"To": (recipient.name, recipient.email), "From": (facts.candidate.name, facts.candidate.email)}
    is_ascii = all(email.rpartition("@")[0].isascii() for _, email in people.values() if email)
    message = EmailMessage(policy=SMTP if is_ascii else SMTPUTF8)
    for header, (name, email) in people.items():
        if email:
            # Given in parts, since a whole address is refused where it is not ASCII.
            message[header] = Address(_display_name(name, email), *addresses.split(email))
    message["Subject"] = " ".join(note.subject.split())
    message["X-Unsent"] = "1"
    message["X-Uniform-Type-Identifier"] = "com.apple.mail-draft"
    # Quoted-printable keeps the space of a soft break, which servers on the way might cut off.
    message.set_content(
        flowed(text_below_subject(note)),
        charset="utf-8",
        cte="quoted-printable",
        params={"format": "flowed", "delsp": "no"},
    )
    return message.as_bytes()

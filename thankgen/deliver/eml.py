"""An e-mail draft of a note: opens unsent in mail programs that know `X-Unsent`.

It asks for no receipts, and a name or subject with line breaks cannot add headers.
"""

from __future__ import annotations

from email.headerregistry import Address
from email.message import EmailMessage
from email.policy import SMTP
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from thankgen.facts import Facts
    from thankgen.note import Note


def draft(note: Note, facts: Facts) -> bytes:
    """The note as an RFC 5322 message in UTF-8, CRLF line ends."""
    message = EmailMessage(policy=SMTP)
    recipient = facts.recipient(note.to)
    if recipient.email:
        message["To"] = _address(recipient.name, recipient.email)
    if facts.candidate.email:
        message["From"] = _address(facts.candidate.name, facts.candidate.email)
    message["Subject"] = " ".join(note.subject.split())
    message["X-Unsent"] = "1"
    message.set_content(_without_subject(note.text), charset="utf-8", cte="quoted-printable")
    return message.as_bytes()


def _address(name: str, email: str) -> Address:
    return Address(" ".join(name.split()), addr_spec=" ".join(email.split()))


def _without_subject(text: str) -> str:
    head, _, rest = text.partition("\n")
    return rest.lstrip("\n") if head.startswith("Subject:") else text

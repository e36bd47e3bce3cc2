"""An e-mail draft of a note: opens unsent in mail programs that know `X-Unsent`.

It asks for no receipts, and a name or subject with line breaks cannot add headers.
"""

from __future__ import annotations

import unicodedata
from email.headerregistry import Address
from email.message import EmailMessage
from email.policy import SMTP, SMTPUTF8
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from thankgen.facts import Facts
    from thankgen.note import Note


def draft(note: Note, facts: Facts) -> bytes:
    """The note as an RFC 5322 message in UTF-8, CRLF line ends.

    Headers are ASCII (RFC 2047) unless the part of an address before the @ is not: then they are
    UTF-8 (RFC 6532).
    """
    recipient = facts.recipient(note.to)
    people = {"To": (recipient.name, recipient.email), "From": (facts.candidate.name, facts.candidate.email)}
    is_ascii = all(email.rpartition("@")[0].isascii() for _, email in people.values() if email)
    message = EmailMessage(policy=SMTP if is_ascii else SMTPUTF8)
    for header, (name, email) in people.items():
        if email:
            message[header] = _address(name, email)
    message["Subject"] = " ".join(note.subject.split())
    message["X-Unsent"] = "1"
    message.set_content(_without_subject(note), charset="utf-8", cte="quoted-printable")
    return message.as_bytes()


def _address(name: str, email: str) -> Address:
    # Given in two parts, since a whole one is refused where it is not ASCII.
    user, _, domain = "".join(email.split()).rpartition("@")
    return Address(" ".join(name.split()), user, ".".join(map(_label, domain.split("."))))


def _label(label: str) -> str:
    """A label of a domain in ASCII, as IDNA 2008 has it (the standard library's codec turns ß to ss)."""
    if label.isascii():
        return label
    return "xn--" + unicodedata.normalize("NFC", label.lower()).encode("punycode").decode("ascii")


def _without_subject(note: Note) -> str:
    """The text below its subject line, whatever that is called in the note's language."""
    head, _, rest = note.text.partition("\n")
    label, colon, subject = head.partition(":")
    is_subject = colon and label.isalpha() and subject.strip() == note.subject.strip()
    return rest.lstrip("\n") if is_subject else note.text

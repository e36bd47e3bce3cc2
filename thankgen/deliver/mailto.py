"""A note as a mailto: link (RFC 6068), which opens a new message in whatever mail program is at hand."""

from __future__ import annotations

from typing import TYPE_CHECKING
from urllib.parse import quote

from thankgen.deliver import addresses
from thankgen.deliver.parts import text_below_subject

if TYPE_CHECKING:
    from thankgen.facts import Facts
    from thankgen.note import Note

LONGEST = 2000
"""Characters beyond which some systems cut a link off."""


def mailto(note: Note, facts: Facts) -> str:
    """The link: recipient, subject, and the text below the subject with CRLF line ends, in UTF-8.

    Without an address in the facts it names no recipient.
    """
    email = facts.recipient(note.to).email
    to = "@".join(quote(part, safe="") for part in addresses.split(email)) if email else ""
    subject = " ".join(note.subject.split())
    body = "\r\n".join(text_below_subject(note).strip().splitlines())
    fields = {"subject": subject, "body": body}
    return f"mailto:{to}?" + "&".join(
        f"{key}={quote(value, safe='')}" for key, value in fields.items() if value
    )

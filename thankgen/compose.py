"""What a clerk writes: greeting, sign-off, signature, contact lines, and the page they stand on."""

from __future__ import annotations

from typing import TYPE_CHECKING

from thankgen.note import Draft

if TYPE_CHECKING:
    from collections.abc import Sequence

    from thankgen.facts import Addressed
    from thankgen.language.lexicon import Lexicon
    from thankgen.language.reading import Reading
    from thankgen.language.structure import Paragraph


def address(addressed: Addressed, lexicon: Lexicon) -> str:
    """How the reader is called after the greeting word.

    As the facts say; else the first name where informal, the full name where formal.
    """
    recipient = addressed.recipient
    if recipient.address:
        return recipient.address
    return recipient.name if addressed.is_formal else first_name(recipient.name, lexicon)


def first_name(name: str, lexicon: Lexicon) -> str:
    """The first name in a full name; a leading Dr., Prof. or Mr. is none."""
    words = name.split()
    while len(words) > 1 and words[0].lower().rstrip(".") in lexicon.honorific_words:
        words = words[1:]
    return words[0]


def greeting_line(addressed: Addressed, lexicon: Lexicon) -> str:
    """The greeting, its honorific inflected where the language does so."""
    greeting = lexicon.greeting
    template = greeting.formal if addressed.is_formal else greeting.informal
    if addressed.is_card:
        template = (greeting.card_formal if addressed.is_formal else greeting.card) or template
    called = address(addressed, lexicon)
    for honorific, special in greeting.by_honorific.items():
        if called.lower().startswith(honorific + " "):
            template = special if addressed.is_formal else template
    if addressed.is_formal and not addressed.recipient.address:
        template = greeting.formal_name or template
    return template.format(address=called)


def sign_off_line(addressed: Addressed, lexicon: Lexicon) -> str:
    signoff = lexicon.signoff
    if addressed.is_card:
        return signoff.card_formal if addressed.is_formal else signoff.card_informal
    return signoff.formal if addressed.is_formal else signoff.informal


def contact_lines(addressed: Addressed) -> list[str]:
    """Telephone, e-mail address and links of the candidate; none on a card."""
    candidate = addressed.facts.candidate
    if addressed.is_card:
        return []
    return [line for line in (candidate.phone, candidate.email, *candidate.links) if line]


def lay_out(draft: Draft, addressed: Addressed, lexicon: Lexicon) -> str:
    """The whole note as text, as facts.md describes it: subject, greeting, body, sign-off, name."""
    head = [] if addressed.is_card or not draft.subject.strip() else [f"Subject: {draft.subject.strip()}"]
    body = [paragraph.strip() for paragraph in draft.paragraphs if paragraph.strip()]
    foot = [sign_off_line(addressed, lexicon), addressed.facts.candidate.name, *contact_lines(addressed)]
    return join_blocks([*head, greeting_line(addressed, lexicon), *body, "\n".join(foot)])


def draft_of(note: Reading, draft: Draft | None = None) -> Draft:
    """Subject and body of a text; what a writer put around them is left out.

    A sign-off goes only where a name or a comma shows that it is one. `draft` is the draft
    that the text was made of, returned as it is where it holds nothing else; a short first paragraph of it is
    a greeting only where that is plain ("What a day that was!" is none).
    """
    parts = note.parts
    first = note.excerpt(parts.greeting) if parts.greeting else ""
    is_paragraph = draft is not None and parts.greets_by_place and not first.endswith(",")
    greets = parts.greeting is not None and not is_paragraph
    bare = not greets and parts.name is None and not parts.preamble and not parts.postscript
    if draft is not None and bare:
        return draft
    subject = note.excerpt(parts.subject) if parts.subject else ""
    paragraphs = [_paragraph_text(note, paragraph) for paragraph in parts.paragraphs]
    if is_paragraph:
        paragraphs.insert(0, first)
    if parts.signoff and parts.name is None and not note.excerpt(parts.signoff).endswith(","):
        paragraphs.append(note.excerpt(parts.signoff))
    return Draft(subject=subject, paragraphs=paragraphs)


def _paragraph_text(note: Reading, paragraph: Paragraph) -> str:
    """A paragraph with wrapped lines joined and each bullet on its own line."""
    lines = []
    for block in paragraph.blocks:
        text = " ".join(note.excerpt(block.span).split())
        lines.append("- " + text.lstrip("-*•–‣ ") if block.bullet else text)
    return "\n".join(lines)


def join_blocks(blocks: Sequence[str]) -> str:
    """Blocks of lines with a blank line between them, and a line feed at the end."""
    return "\n\n".join(block for block in blocks if block) + "\n"

"""`boilerplate`: text that is no part of a note, and openers that everybody has read before."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import TYPE_CHECKING

from thankgen.checks.rule import Cue, Rule, Words
from thankgen.language.matching import content_words, vocabulary_of

if TYPE_CHECKING:
    from thankgen.facts import Addressed
    from thankgen.finding import Finding
    from thankgen.language.reading import Reading, Sentence

_MARKUP = re.compile(
    r"""
      (?P<fence>^[ \t]*(?:```|~~~)[^\n]*$)
    | (?P<heading>^[ \t]*\#{1,6}[ \t]+\S[^\n]*$)
    | (?P<bold>\*\*(?=\S)[^*\n]{1,400}?(?<=\S)\*\*|(?<!\w)__(?=[^\W_])[^_\n]{1,400}?(?<=[^\W_])__(?!\w))
    | (?P<rule>^[ \t]*(?:-{3,}|\*{3,}|={3,}|_{10,})[ \t]*$)
    | (?P<html></?(?:p|br|b|i|strong|em|div|span|html|body|h[1-6])\b[^<>\n]{0,80}>)
    | (?P<link>\[[^\[\]\n]{1,80}\]\([^()\n]{1,200}\))
    """,
    re.VERBOSE | re.MULTILINE | re.IGNORECASE,
)
# Most notes hold none of these, and need no closer look.
_MARKS = re.compile(r"[*#`~=<]|__|---|\]\(")
_KINDS = {
    "fence": "a code fence",
    "heading": "a Markdown heading",
    "bold": "Markdown bold",
    "rule": "a dividing line",
    "html": "an HTML tag",
    "link": "a Markdown link",
}

_PLACE_AND_DATE_WORDS = 8


class BoilerplateWords(Words):
    """`cue`: remarks about the text, offers of versions, an assistant's phrases. `opener`: stock openers."""

    cue: tuple[Cue, ...]
    opener: tuple[Cue, ...]


def check(note: Reading, facts: Addressed, rule: Rule) -> Iterator[Finding]:
    marked = _MARKUP.finditer(note.plain) if _MARKS.search(note.plain) else ()
    for match in marked:
        kind = match.lastgroup or ""
        yield rule.finding(f"This is {_KINDS[kind]}; a note is plain text.", note, match.span())
    for span in note.parts.preamble:
        if facts.is_card and len(note.parts.preamble) == 1 and _is_place_and_date(note, span):
            continue
        yield rule.finding("Nothing belongs above the greeting.", note, span, "")
    told = {-1}
    for _, hit in rule.said_oneself(note, "cue", ("body", "postscript", "subject", "signoff")):
        text = hit.sentence.text
        if hit.sentence.index not in told and not _is_slot(text) and not _answers(hit.sentence, note, facts):
            told.add(hit.sentence.index)
            yield rule.finding(
                "This is a remark about the text, no part of a note.", note, hit.sentence.span, ""
            )
    # In the last paragraph of several it opens nothing.
    opening = max(1, len(note.parts.paragraphs) - 1)
    for _, hit in rule.said(note, "opener", ("body",)):
        if hit.sentence.index not in told and hit.sentence.paragraph < opening:
            told.add(hit.sentence.index)
            yield rule.finding(
                "This opener stands in every second e-mail; start with the thanks.", note, hit.span
            )


def _is_slot(sentence: str) -> bool:
    """All of it stands in square brackets: what belongs there is `placeholder`'s to say."""
    return sentence.startswith("[") and sentence.rstrip(".!").endswith("]")


def _answers(sentence: Sentence, note: Reading, facts: Addressed) -> bool:
    """It, or the sentence after it, gives the answer that it announces: "Here's the short version: I would slow down"."""
    if facts.facts.stumble is None:
        return False
    given = vocabulary_of(facts.facts.stumble.answer, note.lexicon)
    _, _, announced = sentence.text.partition(":")
    following = note.sentences[sentence.index + 1 : sentence.index + 2]
    if not announced and following and following[0].paragraph == sentence.paragraph:
        announced = following[0].text
    return any(map(given.takes_up, content_words(announced, note.lexicon)))


def _is_place_and_date(note: Reading, span: tuple[int, int]) -> bool:
    """A short line that holds a date: "Lyon, 5 December"."""
    line = note.plain[slice(*span)]
    dated = any(span[0] <= m.start < span[1] for m in note.dates) or re.search(r"\d{1,2}[./]\s?\d{1,2}", line)
    return bool(dated) and note.count_words(span) <= _PLACE_AND_DATE_WORDS

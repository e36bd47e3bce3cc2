"""A note as it is read: normalised text, its parts, its sentences and words.

Everything here keeps the length of the text it is derived from, so that every position in
one view is the same position in all of them; `Reading.origin` leads back to the text as given.
"""

from __future__ import annotations

import datetime as dt
import re
import unicodedata
from dataclasses import dataclass, replace
from functools import cached_property
from itertools import pairwise
from typing import TYPE_CHECKING, Literal

from thankgen.language.matching import Vocabulary
from thankgen.language.sentences import split_sentences
from thankgen.language.structure import WORD, Block, Parts, Span, find_parts

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from thankgen.language.dates import DateMention
    from thankgen.language.lexicon import Lexicon
    from thankgen.language.phrases import Hit, Phrasebook

Place = Literal["subject", "greeting", "body", "signoff", "postscript", "preamble"]

# Where the interview's day is not known, dates are found from this one, and mean nothing.
_SOME_DAY = dt.date(2000, 1, 1)
# Below U+0300, and among dashes and quotes, a character is its own normal form unless a mark follows it.
_MAY_CHANGE = re.compile(r"\r\n?|[^\r\n]?[\u0300-\u2001\u2031-\U0010ffff]++")
_MAX_MARKS = 30
# A text of so many characters is sorted whole in no time, however many marks it has.
_SHORT_TEXT = 4000
_LOOKALIKES = str.maketrans(
    {
        "’": "'", "‘": "'", "ʼ": "'", "′": "'", "“": '"', "”": '"', "„": '"', "«": '"', "»": '"',
        "\u00a0": " ", "\u202f": " ", "\u2009": " ", "\u2007": " ", "\t": " ", "\u2011": "-", "\u2010": "-",
        # A mark of the encoding, and the line breaks of word processors.
        "\ufeff": " ", "\v": "\n", "\f": "\n", "\x1c": "\n", "\x1d": "\n", "\x1e": "\n", "\x85": "\n",
        "\u2028": "\n", "\u2029": "\n",
    }
)  # fmt: skip


@dataclass(frozen=True)
class Sentence:
    """One sentence: its span, where it stands, and its text with quotes and spaces made plain.

    `paragraph` counts body paragraphs from 0 and is -1 elsewhere.
    """

    start: int
    end: int
    place: Place
    paragraph: int
    bullet: bool
    text: str
    index: int
    boundary: re.Pattern[str]

    @property
    def span(self) -> Span:
        return (self.start, self.end)

    @cached_property
    def clauses(self) -> tuple[Span, ...]:
        """The clauses, as spans within `text`."""
        cuts = [0]
        looked = 0
        holds_words = False
        for boundary in self.boundary.finditer(self.text):
            cut = boundary.start()
            holds_words = holds_words or bool(self.text[looked:cut].strip(" ,;:"))
            looked = cut
            if holds_words:
                cuts.append(cut)
                holds_words = False
        cuts.append(len(self.text))
        return tuple((a, b) for a, b in pairwise(cuts) if a < b)


class Reading:
    """A note read in one language. `text` is the given text in NFC with line feeds only."""

    def __init__(
        self,
        given: str,
        lexicon: Lexicon,
        people: tuple[str, ...] = (),
        signed: str = "",
        base: dt.date | None = None,
        phrasebook: Phrasebook | None = None,
        sent_on: dt.date | None = None,
    ) -> None:
        """`people` are the names that a greeting may hold, `signed` the one it may be signed with,
        `base` the day from which dates in words count, `sent_on` the day on which it goes out.
        """
        self.given = given
        self.lexicon = lexicon
        self._people = people
        self._signed = signed
        self.text, self._offsets = _normalise(given)
        self.sent_on = sent_on
        self._by_sentence: dict[int, Vocabulary] = {}
        self._base = base
        self._phrasebook = phrasebook

    @cached_property
    def plain(self) -> str:
        """`text` with typographic quotes and spaces made plain; line breaks inside it stay."""
        return self.text.translate(_LOOKALIKES)

    @cached_property
    def parts(self) -> Parts:
        return find_parts(self.plain, self.lexicon, self._people, self._signed)

    @cached_property
    def sentences(self) -> tuple[Sentence, ...]:
        """Every sentence of the note in order; the greeting line counts as one."""
        parts = self.parts
        found: list[Sentence] = []

        def add(spans: list[Span], place: Place, paragraph: int = -1, bullet: bool = False) -> None:
            for start, end in spans:
                text = self.plain[start:end].replace("\n", " ")
                found.append(
                    Sentence(
                        start, end, place, paragraph, bullet, text, len(found), self.lexicon.clause_boundary
                    )
                )

        for span in parts.preamble:
            add([span], "preamble")
        if parts.subject:
            add([parts.subject], "subject")
        if parts.greeting:
            add([parts.greeting], "greeting")
        for number, paragraph in enumerate(parts.paragraphs):
            for block in paragraph.blocks:
                add(self._split(block), "body", number, block.bullet)
        if parts.signoff:
            add([parts.signoff], "signoff")
        for span in parts.postscript:
            add(self._split(Block(span, bullet=False)), "postscript")
        return tuple(found)

    def _split(self, block: Block) -> list[Span]:
        if block.bullet:
            return [block.span]
        lexicon = self.lexicon
        return split_sentences(self.plain, block.span, lexicon.abbreviation_set, lexicon.opener_set)

    @cached_property
    def body_sentences(self) -> tuple[Sentence, ...]:
        return tuple(s for s in self.sentences if s.place == "body")

    @cached_property
    def hits(self) -> Mapping[str, tuple[Hit, ...]]:
        """All phrases found, by the name of their group."""
        return self._phrasebook.find(self.sentences) if self._phrasebook else {}

    @cached_property
    def dates(self) -> tuple[DateMention, ...]:
        """All dates of the sentences, resolved from the day of the interview; any day where that is unknown."""
        return self._resolved(self.lexicon.date_reader.find(self.sentences, self._base or _SOME_DAY))

    def dates_of(self, text: str) -> tuple[DateMention, ...]:
        """All dates of another text, such as one of the facts, resolved as those of the note are."""
        return self._resolved(self.lexicon.date_reader.read(text, self._base or _SOME_DAY))

    def _resolved(self, found: tuple[DateMention, ...]) -> tuple[DateMention, ...]:
        if self._base is not None:
            return found
        return tuple(replace(mention, days=((dt.date.min, dt.date.max),)) for mention in found)

    @cached_property
    def vocabulary(self) -> Vocabulary:
        """The words of the body and of a postscript."""
        return Vocabulary((s.text for s in self.sentences if s.place in ("body", "postscript")), self.lexicon)

    def vocabulary_of(self, sentence: Sentence) -> Vocabulary:
        """The words of one sentence; checks ask for them again and again."""
        words = self._by_sentence.get(sentence.index)
        if words is None:
            words = self._by_sentence[sentence.index] = Vocabulary([sentence.text], self.lexicon)
        return words

    def is_quoted(self, span: Span) -> bool:
        """It stands between quotation marks: somebody's words, repeated."""
        parts = self.parts
        subject = (parts.subject,) if parts.subject else ()
        for start, end in (*subject, *(p.span for p in parts.paragraphs), *parts.postscript):
            if start <= span[0] < end:
                before, behind = self.plain[start : span[0]].count('"'), self.plain[span[1] : end].count('"')
                return bool(before % 2 and behind % 2)
        return False

    def count_words(self, span: Span) -> int:
        return len(WORD.findall(self.plain, *span))

    def excerpt(self, span: Span) -> str:
        return self.text[span[0] : span[1]]

    def origin(self, span: Span) -> Span:
        """The same span in the text as given."""
        if self._offsets is None:
            return span
        return (self._offsets[span[0]], self._offsets[span[1]])


def _normalise(given: str) -> tuple[str, list[int] | None]:
    """NFC with line feeds, and for each position the one in `given` (None where they are equal)."""
    if "\r" not in given and (
        given.isascii() or (len(given) <= _SHORT_TEXT and unicodedata.is_normalized("NFC", given))
    ):
        return given, None
    pieces: list[str] = []
    offsets: list[int] = []
    for start, end in _clusters(given):
        raw = given[start:end]
        normal = "\n" if raw[0] == "\r" else raw if raw.isascii() else unicodedata.normalize("NFC", raw)
        pieces.append(normal)
        if len(normal) == len(raw):
            offsets.extend(range(start, end))
        else:
            offsets.extend(min(start + i, end - 1) for i in range(len(normal)))
    text = "".join(pieces)
    if text == given:
        return given, None
    offsets.append(len(given))
    return text, offsets


def _clusters(given: str) -> Iterator[Span]:
    """Line breaks, runs that NFC leaves alone, and base characters with what may join them.

    What is normalised is normalised piece by piece, so that offsets stay exact. No piece has more
    than `_MAX_MARKS` marks: sorting them takes time that grows with their number squared.
    """
    start = 0
    for match in _MAY_CHANGE.finditer(given):
        if match.start() > start:
            yield start, match.start()
        start = match.start()
        if given[start] == "\r":
            yield match.span()
            start = match.end()
            continue
        for position in range(start + 1, match.end()):
            if not _joins(given[position]) or position - start > _MAX_MARKS:
                yield start, position
                start = position
        yield start, match.end()
        start = match.end()
    if start < len(given):
        yield start, len(given)


def _joins(character: str) -> bool:
    """The character may become one with those before it: a mark, or the later letters of a Hangul syllable."""
    return unicodedata.category(character)[0] == "M" or "\u1160" <= character <= "\u11ff"

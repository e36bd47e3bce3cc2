"""The parts of a note: subject, greeting, body paragraphs, sign-off, name, contact lines, postscript.

Found by shape first (where a line stands, how long it is, how it ends) and by the language's
words second, because greetings and sign-offs are endless and their places are not.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from thankgen.language.machine_text import TOP_LEVEL
from thankgen.language.names import fold_name, name_words

if TYPE_CHECKING:
    from thankgen.language.lexicon import Lexicon

Span = tuple[int, int]

MAX_SIGN_OFF_WORDS = 8
MAX_WISH_WORDS = 5
MAX_GREETING_WORDS = 10
MAX_WORDS_OF_A_CALL = 6
# Lines at the end among which the signature is looked for; contact lines stand below it.
_TAIL = 40

_BULLET = re.compile(r"\s*(?:[-*•–‣]|\d{1,2}[.)])\s+\S")
_LINE = re.compile(r"[^\n]*")
_ADDRESS = rf"[\w.+-]@[\w-]+\.\w|(?:https?://|www\.)\S|[\w-]\.{TOP_LEVEL}\b"
_HOLDS_ADDRESS = re.compile(_ADDRESS)
_CONTACT = re.compile(rf"{_ADDRESS}|\d[\d ()/.-]{{5,}}\d")
_POSTSCRIPT = re.compile(r"\s*p\.?\s?s\b", re.IGNORECASE)
_ENDS_SENTENCE = re.compile(r"[.!?…][\"')]*\s*\Z")
# A run of characters with a letter or digit in it; it is read from its start only, so once.
WORD = re.compile(r"(?<![^\s–—/])(?:[^\w\s–—/]|_)*+\w[^\s–—/]*+")


@dataclass(frozen=True)
class Block:
    """Lines that belong together: running text, or one bullet."""

    span: Span
    bullet: bool


@dataclass(frozen=True)
class Paragraph:
    """A body paragraph; a list and its lead-in are one."""

    blocks: tuple[Block, ...]

    @property
    def span(self) -> Span:
        return (self.blocks[0].span[0], self.blocks[-1].span[1])

    @property
    def bullets(self) -> tuple[Block, ...]:
        return tuple(b for b in self.blocks if b.bullet)


@dataclass(frozen=True)
class Parts:
    """Spans of the parts of a note; None or empty where a part is missing.

    `subject` is the text after its label; `subject_line` the whole line. `greets_by_place`: only where
    it stands makes a greeting of that line, "What a day that was!" may be one. `signoff` covers a wish
    right above the sign-off line as well; `signoff_line` is that line alone.
    """

    subject: Span | None = None
    subject_line: Span | None = None
    preamble: tuple[Span, ...] = ()
    greeting: Span | None = None
    greets_by_place: bool = False
    paragraphs: tuple[Paragraph, ...] = ()
    signoff: Span | None = None
    signoff_line: Span | None = None
    name: Span | None = None
    contacts: tuple[Span, ...] = ()
    postscript: tuple[Span, ...] = ()

    @property
    def body(self) -> Span | None:
        if not self.paragraphs:
            return None
        return (self.paragraphs[0].span[0], self.paragraphs[-1].span[1])


@dataclass
class _Line:
    start: int
    end: int
    text: str
    blank_before: bool = False
    words: int = field(init=False)

    def __post_init__(self) -> None:
        # A line of a megabyte is long, whatever its exact count.
        self.words = len(WORD.findall(self.text[:2000]))

    @property
    def span(self) -> Span:
        return (self.start, self.end)


def find_parts(text: str, lexicon: Lexicon, people: tuple[str, ...], signed: str) -> Parts:
    """Take a note apart. `people` may be greeted; `signed` is the name expected under it."""
    lines = _lines(text)
    headers = _take_mail_headers(lines, lexicon)
    subject, subject_line = _take_subject(lines, lexicon)
    greeting = _find_greeting(lines, lexicon, people)
    called = _find_greeting_by_place(lines, lexicon, people, needs_name=greeting is not None)
    by_place = called is not None and (greeting is None or called < greeting)
    if by_place:
        greeting = called
    preamble = [*headers, *(lines[:greeting] if greeting is not None else [])]
    rest = lines[greeting + 1 :] if greeting is not None else lines
    closing = _find_closing(rest, lexicon, signed)
    return Parts(
        subject=subject,
        subject_line=subject_line,
        preamble=tuple(line.span for line in preamble),
        greeting=lines[greeting].span if greeting is not None else None,
        greets_by_place=by_place,
        paragraphs=_paragraphs(rest[: closing.body_end]),
        signoff=closing.signoff,
        signoff_line=closing.signoff_line,
        name=closing.name,
        contacts=closing.contacts,
        postscript=closing.postscript,
    )


def _lines(text: str) -> list[_Line]:
    """The lines with something on them, stripped, each knowing whether a blank line stands before it."""
    lines: list[_Line] = []
    blank = True
    for match in _LINE.finditer(text):
        raw = match.group()
        stripped = raw.strip()
        if stripped:
            start = match.start() + len(raw) - len(raw.lstrip())
            lines.append(_Line(start, start + len(stripped), stripped, blank))
            blank = False
        elif match.start() == 0 or text[match.start() - 1] == "\n":
            blank = True
    return lines


def _take_subject(lines: list[_Line], lexicon: Lexicon) -> tuple[Span | None, Span | None]:
    """Find the subject line among the first lines and take it out of them; below a greeting it is no sentence."""
    labels = "|".join(map(re.escape, lexicon.subject_labels))
    label = re.compile(rf"[*_#\s]*(?:{labels})[*_]*\s*:[*_]*\s*", re.IGNORECASE)
    greeted = False
    for index, line in enumerate(lines[:6]):
        match = label.match(line.text)
        if match and not (greeted and _ENDS_SENTENCE.search(line.text)):
            del lines[index]
            start = line.start + match.end()
            return ((start, line.end) if start < line.end else None), line.span
        greeted = greeted or lexicon.greeting_opener.match(line.text) is not None
    return None, None


def _take_mail_headers(lines: list[_Line], lexicon: Lexicon) -> list[_Line]:
    """Take out the lines that stand above a mail, "From: …": one is the first of all, and no paragraph stands between."""
    labels = "|".join(map(re.escape, lexicon.mail_labels))
    is_header = re.compile(rf"(?:{labels})\s*:\s", re.IGNORECASE) if labels else None
    if is_header is None or not lines or not is_header.match(lines[0].text):
        return []
    block = next((n for n, line in enumerate(lines) if n and line.blank_before), len(lines))
    headers = [line for line in lines[:block] if is_header.match(line.text)]
    lines[:block] = [line for line in lines[:block] if not is_header.match(line.text)]
    return headers


def _find_greeting(lines: list[_Line], lexicon: Lexicon, people: tuple[str, ...]) -> int | None:
    """Index of the greeting line: by its first word, or where it is a name and no more."""
    folded = {word for person in people for word in name_words(person)}
    if lines and lines[0].words and folded.issuperset(map(fold_name, re.findall(r"\w+", lines[0].text))):
        return 0
    opener = lexicon.greeting_opener
    for index, line in enumerate(lines[:8]):
        # An opener's line stands alone; a sentence that begins alike runs on and ends in a stop.
        if (
            line.words <= MAX_GREETING_WORDS
            and opener.match(line.text)
            and not line.text.endswith((".", "?"))
        ):
            return index
    return None


def _find_greeting_by_place(
    lines: list[_Line], lexicon: Lexicon, people: tuple[str, ...], needs_name: bool
) -> int | None:
    """Index of a short line at the top that calls somebody or holds a name: "Good people of the dairy,".

    With `needs_name` it must do both: "Terve Carina!".
    """
    folded = {word for person in people for word in name_words(person)}
    for index, line in enumerate(lines[:3]):
        calls = line.text.endswith((",", "!")) and not lexicon.signoff_opener.match(line.text)
        named = any(fold_name(word) in folded for word in re.findall(r"\w+", line.text))
        ends = _ENDS_SENTENCE.search(line.text.rstrip("!"))
        fits = calls and named if needs_name else calls or named
        if fits and line.words <= MAX_WORDS_OF_A_CALL and not ends and index + 1 < len(lines):
            return index
    return None


@dataclass
class _Closing:
    body_end: int
    signoff: Span | None = None
    signoff_line: Span | None = None
    name: Span | None = None
    contacts: tuple[Span, ...] = ()
    postscript: tuple[Span, ...] = ()


def _find_closing(lines: list[_Line], lexicon: Lexicon, signed: str) -> _Closing:
    """Sign-off, name and what follows, searched from the end."""
    opener = lexicon.signoff_opener

    def is_sign_off(line: _Line) -> bool:
        if line.words > MAX_SIGN_OFF_WORDS or line.words == 0 or _BULLET.match(line.text):
            return False
        if opener.match(line.text) and (
            line.text.lower() in lexicon.abbreviation_set or not line.text.endswith(("?", ".", ":"))
        ):
            return True
        return not _ENDS_SENTENCE.search(line.text) and not line.text.endswith(":")

    name = _find_name(lines, signed, is_sign_off)
    if name is None:
        return _closing_without_name(lines, opener)
    before = lines[:name]
    line = lines[name]
    after = lines[name + 1 :]
    contacts, postscript = _sort_tail(after)
    if not before or not is_sign_off(before[-1]):
        return _Closing(name, None, None, line.span, contacts, postscript)
    end = len(before) - 1
    start = before[-1].start
    if end > 1 and _is_wish(before, end - 1):
        end -= 1
        start = before[end].start
    return _Closing(end, (start, before[-1].end), before[-1].span, line.span, contacts, postscript)


def _is_wish(before: list[_Line], index: int) -> bool:
    """A wish or a last thanks of up to five words on a line of its own right above the sign-off."""
    line = before[index]
    return (
        line.words <= MAX_WISH_WORDS and line.blank_before and not _BULLET.match(line.text) and line.words > 0
    )


def _find_name(lines: list[_Line], signed: str, is_sign_off: Callable[[_Line], bool]) -> int | None:
    """Index of the line that holds the signature."""
    wanted = name_words(signed)
    tail = range(len(lines) - 1, max(-1, len(lines) - _TAIL), -1)
    best = None
    for index in tail:
        line = lines[index]
        words = [fold_name(w) for w in re.findall(r"[^\W\d_]+", line.text[:200])]
        if (
            words
            and line.words <= 7
            and not _HOLDS_ADDRESS.search(line.text)
            and not _ENDS_SENTENCE.search(line.text)
        ):
            alike = [w for w in words if any(_close_enough(w, x) for x in wanted)]
            if len(alike) * 2 >= len(words):
                best = index
                if index > 0 and is_sign_off(lines[index - 1]):
                    return index
    if best is not None:
        return best
    # Somebody else's name: a short capitalised line under a sign-off, at the very end.
    for index in tail:
        line = lines[index]
        if index == 0 or _CONTACT.search(line.text):
            continue
        capitals = re.findall(r"(?:^|\s)[^\W\d_a-zà-öø-ÿ]", line.text)
        if (
            line.words <= 5
            and capitals
            and not _ENDS_SENTENCE.search(line.text)
            and is_sign_off(lines[index - 1])
        ):
            return index
        if line.words > MAX_SIGN_OFF_WORDS:
            return None
    return None


def _close_enough(word: str, other: str) -> bool:
    """Equal but for one slip: the name check says which; here the line only has to be found."""
    if word == other:
        return True
    if abs(len(word) - len(other)) > 1 or len(other) < 4:
        return False
    head = 0
    while head < min(len(word), len(other)) and word[head] == other[head]:
        head += 1
    tail = 0
    while tail < min(len(word), len(other)) - head and word[-1 - tail] == other[-1 - tail]:
        tail += 1
    return max(len(word), len(other)) - head - tail <= 2


def _closing_without_name(lines: list[_Line], opener: re.Pattern[str]) -> _Closing:
    """No name: a last short line that begins as sign-offs do is one all the same."""
    for index in range(len(lines) - 1, max(0, len(lines) - 4), -1):
        line = lines[index]
        if (
            line.words <= MAX_SIGN_OFF_WORDS
            and opener.match(line.text)
            and not line.text.endswith((".", "?", ":"))
        ):
            contacts, postscript = _sort_tail(lines[index + 1 :])
            return _Closing(index, line.span, line.span, None, contacts, postscript)
    end = len(lines)
    while end > 1 and lines[end - 1].words <= MAX_SIGN_OFF_WORDS and _CONTACT.search(lines[end - 1].text):
        end -= 1
    return _Closing(end, contacts=tuple(line.span for line in lines[end:]))


def _sort_tail(lines: list[_Line]) -> tuple[tuple[Span, ...], tuple[Span, ...]]:
    """Contact lines, and everything after the first line that holds a sentence."""
    for index, line in enumerate(lines):
        sentence = _ENDS_SENTENCE.search(line.text) and line.words > 3
        if (
            _POSTSCRIPT.match(line.text)
            or line.words > MAX_SIGN_OFF_WORDS
            or (sentence and not _CONTACT.search(line.text))
        ):
            return tuple(li.span for li in lines[:index]), tuple(li.span for li in lines[index:])
    return tuple(line.span for line in lines), ()


def _paragraphs(lines: list[_Line]) -> tuple[Paragraph, ...]:
    """Blocks separated by blank lines; a list joins the paragraph that leads into it."""
    groups: list[list[Block]] = []
    open_lead_in = False
    for line in lines:
        bullet = bool(_BULLET.match(line.text))
        new = line.blank_before or not groups
        if new and bullet and groups and (groups[-1][-1].bullet or open_lead_in):
            new = False
        if new:
            groups.append([Block(line.span, bullet)])
        elif bullet or (groups[-1][-1].bullet and line.blank_before):
            groups[-1].append(Block(line.span, bullet))
        else:
            # A wrapped line goes on with the block above it.
            last = groups[-1][-1]
            groups[-1][-1] = Block((last.span[0], line.end), last.bullet)
        open_lead_in = not _ENDS_SENTENCE.search(line.text)
    return tuple(Paragraph(tuple(blocks)) for blocks in groups)

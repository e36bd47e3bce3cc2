"""Reading a model's answer as a draft, however it was wrapped.

Strict JSON is tried first, then a lenient parser that takes what small models write: trailing
commas, line breaks and bare quotes inside strings, single quotes, an end that is missing.
Everything here takes time linear in the length of the answer.
"""

from __future__ import annotations

import json
import re
from typing import Any

from thankgen.note import Draft

LONGEST_ANSWER = 60_000
"""Code points of an answer that are looked at; a note has under 3,000."""

_THINKING = re.compile(r"\A\s*<think(?:ing)?>.*?(?:</think(?:ing)?>|\Z)", re.DOTALL)
_OBJECT = re.compile(r"\{\s*+[\"'“}]")
_MOST_TRIES, _MOST_LENIENT_TRIES = 12, 4
_DEEPEST = 6

_BODY_KEYS = (
    "paragraphs", "paragraph", "body", "bodyparagraphs", "text", "content", "note", "message", "letter",
    "email", "mail", "absätze", "stycken", "afsnit", "brödtext", "brødtekst", "nachricht",
    "meddelande", "besked",
)  # fmt: skip
_SUBJECT_KEYS = ("subject", "subjectline", "title", "betreff", "ämne", "ämnesrad", "emne", "emnelinje")
_SUBJECT_SET = frozenset(_SUBJECT_KEYS)
_PART_KEYS = ("text", "content", "paragraph", "value")
_NUMBERED = re.compile(r"(?:paragraph|p|absatz|stycke|afsnit)\d{1,2}")
_NOT_LETTERS = re.compile(r"[\W_]+")
_SUBJECT_LABEL = re.compile(r"\A(?:subject|betreff|ämne|emne)\s*:\s*", re.IGNORECASE)
_BLANK_LINES = re.compile(r"\n(?:[ \t]*\n)+")
_CONTROLS = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x84\x86-\x9f]")
_BULLET = re.compile(r"[-*•–]\s")
_UNFINISHED = re.compile(r".*[.!?…][\"'”’»)]*", re.DOTALL)

_CLOSERS = {'"': '"', "'": "'", "“": "”"}
_SPACE = re.compile(r"\s*+")
_SCALAR = re.compile(r"[^\s,\]}:]++")
_ESCAPE = re.compile(r'\\(?:u([0-9a-fA-F]{4})|(["\\/bfnrt\']))')
_ESCAPED = {"b": "", "f": "", "n": "\n", "r": "\r", "t": " "}

_decoder = json.JSONDecoder(strict=False)


def read_draft(text: str) -> Draft | None:
    """The draft in an answer, or None where no JSON object in it holds one.

    The object may stand bare, in a code fence or among prose. Paragraphs may come as a list
    or one string, under `paragraphs` or a near key; where the answer breaks off, the last
    paragraph is kept up to its last whole sentence; one that breaks off in its subject is an
    empty draft.
    """
    text = _THINKING.sub("", text[:LONGEST_ANSWER].lstrip("\ufeff"))
    at = lenient = 0
    for _ in range(_MOST_TRIES):
        match = _OBJECT.search(text, at)
        if match is None:
            break
        start = match.start()
        try:
            value, at = _decoder.raw_decode(text, start)
            broke_off = False
        except (ValueError, RecursionError):
            at, lenient = start + 1, lenient + 1
            if lenient > _MOST_LENIENT_TRIES:
                continue
            parser = _Lenient(text, start)
            value, broke_off = parser.value(), parser.broke_off
        draft = _draft_in(value)
        if draft is not None:
            return _without_the_unfinished(draft) if broke_off else draft
        if broke_off and isinstance(value, dict) and not _SUBJECT_SET.isdisjoint(map(str.lower, value)):
            return Draft(subject="", paragraphs=[])
    return None


def _draft_in(value: Any, depth: int = 0) -> Draft | None:
    """The draft in an object, or in one of the objects in it."""
    if not isinstance(value, dict) or depth > _DEEPEST:
        return None
    by_key = {_NOT_LETTERS.sub("", key).lower(): part for key, part in value.items()}
    subject = next((by_key[k] for k in _SUBJECT_KEYS if isinstance(by_key.get(k), str)), "")
    subject = _SUBJECT_LABEL.sub("", " ".join(_clean(subject).split()))
    for key in _BODY_KEYS:
        paragraphs = _paragraphs(by_key.get(key))
        if paragraphs or (paragraphs is not None and key == "paragraphs"):
            return Draft(subject=subject, paragraphs=paragraphs)
    numbered = [part for key, part in by_key.items() if _NUMBERED.fullmatch(key)]
    if numbered and (paragraphs := _paragraphs(numbered)):
        return Draft(subject=subject, paragraphs=paragraphs)
    inner = (_draft_in(part, depth + 1) for part in value.values())
    found = next((draft for draft in inner if draft is not None), None)
    if found is not None and subject and not found.subject:
        return Draft(subject=subject, paragraphs=found.paragraphs)
    return found


def _paragraphs(value: Any) -> list[str] | None:
    """Paragraphs from a string or a list; None where it is neither, or a list of other things."""
    if isinstance(value, str):
        text = _clean(value)
        # One string without blank lines has a paragraph a line.
        blocks = _BLANK_LINES.split(text) if _BLANK_LINES.search(text) else text.split("\n")
    elif isinstance(value, list):
        parts = [_part(part) for part in value]
        if any(part is None for part in parts):
            return None
        blocks = [block for part in parts for block in _BLANK_LINES.split(_clean(part or ""))]
    else:
        return None
    return _join_bullets([block.strip() for block in blocks if block.strip()])


def _part(value: Any) -> str | None:
    if isinstance(value, dict):
        value = next((value[key] for key in _PART_KEYS if isinstance(value.get(key), str)), value)
    return "" if value is None else value if isinstance(value, str) else None


def _join_bullets(blocks: list[str]) -> list[str]:
    """Bullets that came as paragraphs of their own go to the paragraph that leads them in."""
    paragraphs: list[list[str]] = []
    for block in blocks:
        if paragraphs and _BULLET.match(block):
            paragraphs[-1].append(block)
        else:
            paragraphs.append([block])
    return ["\n".join(lines) for lines in paragraphs]


def _clean(text: str) -> str:
    """With line feeds for line breaks, those escaped twice included, and without control characters."""
    text = text.replace("\\r\\n", "\n").replace("\\n", "\n").replace("\r\n", "\n").replace("\r", "\n")
    # A lone half of a surrogate pair is no character and could not be written anywhere.
    return _CONTROLS.sub("", text).encode("utf-16", "surrogatepass").decode("utf-16", "ignore")


def _without_the_unfinished(draft: Draft) -> Draft:
    """Without the sentence at which the answer broke off."""
    if not draft.paragraphs:
        return draft
    *whole, last = draft.paragraphs
    match = _UNFINISHED.match(last)
    return Draft(subject=draft.subject, paragraphs=[*whole, match.group()] if match else whole)


class _Lenient:
    """A parser for almost-JSON that reads forward only. What it cannot read ends the value at hand."""

    def __init__(self, text: str, at: int) -> None:
        self._text = text
        self._at = at
        self.broke_off = False

    def value(self, depth: int = 0) -> Any:
        char = self._peek()
        if depth > _DEEPEST or not char:
            return None
        if char == "{":
            return self._object(depth)
        if char == "[":
            return self._array(depth)
        if char in _CLOSERS:
            return self._string(char)
        match = _SCALAR.match(self._text, self._at)
        self._at = match.end() if match else self._at + 1
        return None if match and match.group() == "null" else 0

    def _object(self, depth: int) -> dict[str, Any]:
        self._at += 1
        members: dict[str, Any] = {}
        while self._goes_on("}"):
            if self._peek() not in _CLOSERS:
                break
            key = self._string(self._peek())
            if self._peek() != ":":
                break
            self._at += 1
            members[key] = self.value(depth + 1)
        return members

    def _array(self, depth: int) -> list[Any]:
        self._at += 1
        items = []
        while self._goes_on("]"):
            before = self._at
            items.append(self.value(depth + 1))
            if self._at == before:
                break
        return items

    def _goes_on(self, closer: str) -> bool:
        """Whether another member follows; steps over commas and the closing bracket."""
        while self._peek() == ",":
            self._at += 1
        char = self._peek()
        if char == closer:
            self._at += 1
            return False
        self.broke_off = self.broke_off or not char
        return bool(char) and char not in "]}"

    def _peek(self) -> str:
        match = _SPACE.match(self._text, self._at)
        self._at = match.end() if match else self._at
        return self._text[self._at : self._at + 1]

    def _string(self, opener: str) -> str:
        """Up to the quote that a comma, colon or bracket follows: bare quotes inside are text."""
        closer = _CLOSERS[opener]
        start = at = self._at + 1
        while True:
            at = self._text.find(closer, at)
            if at < 0:
                self.broke_off = True
                self._at = len(self._text)
                return self._unescape(self._text[start:])
            if not self._is_escaped(at, start) and self._ends_string(at + 1):
                self._at = at + 1
                return self._unescape(self._text[start:at])
            at += 1

    def _is_escaped(self, at: int, start: int) -> bool:
        before = self._text[max(start, at - 8) : at]
        return (len(before) - len(before.rstrip("\\"))) % 2 == 1

    def _ends_string(self, at: int) -> bool:
        match = _SPACE.match(self._text, at)
        after = match.end() if match else at
        char = self._text[after : after + 1]
        if char != ",":
            return not char or char in "]}:"
        match = _SPACE.match(self._text, after + 1)
        after = match.end() if match else after + 1
        return self._text[after : after + 1] in ("", "]", "}", "{", *_CLOSERS)

    def _unescape(self, text: str) -> str:
        def char(match: re.Match[str]) -> str:
            if match[1]:
                return chr(int(match[1], 16))
            return _ESCAPED.get(match[2], match[2])

        return _ESCAPE.sub(char, text)

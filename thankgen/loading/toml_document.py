"""TOML with lines: the parser gives none, so the text, known to be good, is scanned once more."""

from __future__ import annotations

import re
from collections.abc import Iterator

import tomli

from thankgen.loading.document import Document, KeyPath, unreadable

_TOKEN = re.compile(
    r"""
    (?P<string> \"{3}(?:[^\\]|\\.)*?\"{3,5} | '{3}.*?'{3,5} | "(?:[^"\\\n]|\\.)*" | '[^'\n]*' )
  | (?P<comment> \#[^\n]* )
  | (?P<newline> \n )
  | (?P<mark> \[\[ | \]\] | [\[\]{}=,.] )
  | (?P<bare> [^\s\[\]{}=,."'\#]+ )
    """,
    re.VERBOSE | re.DOTALL,
)

# A line that gives a day in another form: 24.11.2026, 11/24/2026, 2026-11-4, 24 November 2026.
_DATE = re.compile(
    r"""^\s*(?:date|decision_by|follow_up_on)\s*=\s*(?!\d{4}-\d\d-\d\d\b)(?:\d+[./]\d+[./]?\d*|\d{4}-\d{1,2}-\d{1,2}\b|\d{1,2}\.?\s+\w)"""
)
_PLACE = re.compile(
    r"(?P<what>.*?) \(at (?:line (?P<line>\d+), column (?P<column>\d+)|end of document)\)", re.DOTALL
)

_HELP = (
    ("Cannot overwrite a value", "this key is given twice in its table; keep one"),
    ("Cannot declare", "this [table] is given twice; keep one, or write [[table]] for a list of several"),
    ("Invalid date or datetime", "there is no such day; a date is written 2026-11-24, without quotes"),
    ("Expected '=' after a key", "a line is written key = value, its key in letters, digits, - and _"),
    (
        "Expected newline or end of document",
        "one key = value stands on a line; text stands in one pair of quotes",
    ),
    ("Invalid initial character for a key part", "a line is written key = value, and a table's head [table]"),
    ("Invalid statement", "a line is written key = value, and a table's head [table]"),
    ("Invalid value", "text stands in straight double quotes, a list in [ ], a date bare: 2026-11-24"),
    (
        "Illegal character '\\n'",
        "the closing quote of this text is missing; longer text stands in triple quotes",
    ),
    ("Unterminated string", "the closing quote of this text is missing"),
    ("Expected \"'''\"", "the closing triple quotes are missing"),
    ("Unescaped '\\'", "a backslash in double quotes is written twice: \\\\"),
    ("Unclosed array", "the closing ] of this list is missing, or a comma between its items"),
    ("Unclosed inline table", "the closing } is missing, or a comma between its entries"),
)


def parse_toml(text: str, file: str) -> Document:
    """A TOML text as a document. Raises `FactsError` where it is no TOML."""
    try:
        data = tomli.loads(text)
    except tomli.TOMLDecodeError as error:
        raise _syntax_error(str(error), text, file) from None
    except RecursionError:
        raise unreadable("is nested too deeply to be facts", file) from None
    except ValueError as error:
        raise unreadable(f"no TOML that facts could stand in: {error}", file) from None
    return Document(data, "TOML", file, _Locator(text).lines)


def _syntax_error(message: str, text: str, file: str) -> Exception:
    found = _PLACE.fullmatch(message)
    what = found["what"] if found else message
    at_line = int(found["line"]) if found and found["line"] else text.count("\n") + 1
    where = f"column {found['column']}: " if found and found["column"] else "the end of the file: "
    advice = next((help_ for start, help_ in _HELP if what.startswith(start)), what)
    lines = text.splitlines()
    line = lines[at_line - 1] if at_line <= len(lines) else ""
    if _DATE.search(line):
        advice = "a date is written year-month-day, without quotes: 2026-11-24"
    if re.search("[“”„‟«»]", line) and "=" in line and '"' not in line:
        advice = 'text stands in straight quotes (") here, not in typographic ones'
    return unreadable(f"{where}no valid TOML: {advice}", file, at_line)


class _Locator:
    """The line of every table, key and list item of a TOML text that is known to be good.

    `lines` is filled when the object is made.
    """

    def __init__(self, text: str) -> None:
        self.lines: dict[KeyPath, int] = {}
        self._lists: dict[KeyPath, int] = {}  # for each [[list of tables]] its last index
        self._tokens = self._tokenised(text.replace("\r\n", "\n"))
        self._kind, self._token, self._line = next(self._tokens)
        self._statements()

    @staticmethod
    def _tokenised(text: str) -> Iterator[tuple[str, str, int]]:
        line = 1
        for token in _TOKEN.finditer(text):
            kind = token.lastgroup or ""
            if kind != "comment":
                yield kind, token[0], line
            line += token[0].count("\n")
        yield "end", "", line

    def _next(self) -> None:
        self._kind, self._token, self._line = next(self._tokens)

    def _statements(self) -> None:
        table: KeyPath = ()
        while self._kind != "end":
            if self._kind == "newline":
                self._next()
            elif self._token in ("[", "[["):
                table = self._header()
            else:
                self._assignment(table)

    def _header(self) -> KeyPath:
        is_item, line = self._token == "[[", self._line
        self._next()
        path = self._resolved(self._key(), keep_last=is_item)
        if is_item:
            self._lists[path] = self._lists.get(path, -1) + 1
            self.lines.setdefault(path, line)
            path = (*path, self._lists[path])
        for length in range(1, len(path) + 1):
            self.lines.setdefault(path[:length], line)
        self._next()  # the closing bracket
        return path

    def _resolved(self, keys: list[str], keep_last: bool) -> KeyPath:
        """A header's keys with the index of the current item behind each list of tables."""
        path: KeyPath = ()
        for at, key in enumerate(keys):
            path = (*path, key)
            if path in self._lists and not (keep_last and at == len(keys) - 1):
                path = (*path, self._lists[path])
        return path

    def _key(self) -> list[str]:
        """A dotted key; ends at `=` or `]`."""
        keys: list[str] = []
        while self._kind in ("bare", "string") or self._token == ".":
            if self._kind == "string":
                keys.append(next(iter(tomli.loads(f"{self._token} = 0"))))
            elif self._kind == "bare":
                keys.append(self._token)
            self._next()
        return keys

    def _assignment(self, table: KeyPath) -> None:
        line, path = self._line, table
        for key in self._key():
            path = (*path, key)
            self.lines.setdefault(path, line)
        self._next()  # the equals sign
        self._value(path)

    def _value(self, path: KeyPath) -> None:
        if self._token in ("[", "[["):
            self._array(path)
        elif self._token == "{":
            self._next()
            while self._token != "}" and self._kind != "end":
                if self._kind == "newline" or self._token == ",":
                    self._next()
                else:
                    self._assignment(path)
            self._next()
        else:
            while self._kind in ("bare", "string") or self._token == ".":
                self._next()

    def _array(self, path: KeyPath) -> None:
        """`[[` opens two arrays at once, `]]` closes two."""
        self._split("[")
        at = 0
        while self._token not in ("]", "]]") and self._kind != "end":
            if self._kind == "newline":
                self._next()
            elif self._token == ",":
                at += 1
                self._next()
            else:
                self.lines.setdefault((*path, at), self._line)
                self._value((*path, at))
        self._split("]")

    def _split(self, bracket: str) -> None:
        """Take one bracket, and leave the second of a double one."""
        if self._token == bracket * 2:
            self._token = bracket
        else:
            self._next()

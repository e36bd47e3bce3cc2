"""JSON with lines: the parser gives none, so the text, known to be good, is scanned once more."""

from __future__ import annotations

import json
import re

from thankgen.errors import Fault
from thankgen.loading.document import Document, KeyPath, dotted, unreadable

_TOKEN = re.compile(
    r'(?P<string>"(?:[^"\\]|\\.)*+")|(?P<mark>[{}\[\],])|(?P<newline>\n)|(?P<other>[^\s{}\[\],:"]+)'
)

_HELP = {
    "Expecting property name enclosed in double quotes": "a key in double quotes is missing here; "
    "there is no comma after the last entry, and no comment in JSON",
    "Illegal trailing comma before end of object": "no comma stands after the last entry",
    "Illegal trailing comma before end of array": "no comma stands after the last item",
    "Expecting value": "a value is missing here: text in double quotes, a list in [ ], a table in { }",
    "Expecting ',' delimiter": "a comma is missing here, or a quote inside text needs a backslash",
    "Expecting ':' delimiter": "a colon is missing here, between key and value",
    "Invalid control character at": "text stands on one line; write a line break in it as \\n",
    "Unterminated string starting at": "the closing quote of this text is missing",
    "Extra data": "the file goes on after its end; it holds one { … } only",
    "Invalid \\escape": "a backslash in text is written twice: \\\\",
}


def parse_json(text: str, file: str) -> Document:
    """A JSON text as a document; keys given twice are faults. Raises `FactsError` where it is no JSON."""
    if not text.strip():
        return Document({}, "JSON", file)
    try:
        data = json.loads(text)
    except json.JSONDecodeError as error:
        advice = _HELP.get(error.msg, error.msg)
        raise unreadable(f"column {error.colno}: no valid JSON: {advice}", file, error.lineno) from None
    except RecursionError:
        raise unreadable("is nested too deeply to be facts", file) from None
    except ValueError as error:
        raise unreadable(f"no JSON that facts could stand in: {error}", file) from None
    lines, faults = _locate(text, file)
    return Document(data, "JSON", file, lines, faults=faults)


def _locate(text: str, file: str) -> tuple[dict[KeyPath, int], tuple[Fault, ...]]:
    """The line of every key and list item, and a fault for every key given twice in one object."""
    lines: dict[KeyPath, int] = {}
    faults: list[Fault] = []
    path: list[str | int] = []  # one entry for each open bracket: the key or index that is being read
    expects_key: list[bool] = []
    line = 1
    for token in _TOKEN.finditer(text):
        if token["newline"]:
            line += 1
            continue
        mark = token["mark"]
        if expects_key and isinstance(path[-1], int) and mark not in ("]", "}", ","):
            lines.setdefault(tuple(path), line)
        if token["string"]:
            if expects_key and expects_key[-1]:
                expects_key[-1] = False
                path[-1] = json.loads(token["string"])
                here = tuple(path)
                if here in lines:
                    faults.append(Fault(dotted(here), _twice(lines[here]), file, line))
                lines[here] = line
        elif mark in ("{", "["):
            path.append("" if mark == "{" else 0)
            expects_key.append(mark == "{")
        elif mark in ("}", "]"):
            path.pop()
            expects_key.pop()
        elif mark == ",":
            _go_on(path, expects_key)
    return lines, tuple(faults)


def _go_on(path: list[str | int], expects_key: list[bool]) -> None:
    """Step behind a comma: to the next item of a list, or the next key of an object."""
    last = path[-1]
    if isinstance(last, int):
        path[-1] = last + 1
    else:
        expects_key[-1] = True


def _twice(first: int) -> str:
    return f"is given twice, first on line {first}; keep one"

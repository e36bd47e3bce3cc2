"""What pydantic finds wrong with facts, in plain words: what is wrong, what is allowed, where it belongs."""

from __future__ import annotations

import contextlib
import datetime as dt
import difflib
import json
import unicodedata
from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING, Any, get_args

from thankgen.errors import Fault
from thankgen.facts import Occasion, incoherences
from thankgen.loading.keys import allowed_keys, field, homes

if TYPE_CHECKING:
    from pydantic import ValidationError
    from pydantic_core import ErrorDetails

    from thankgen.loading.document import Document, KeyPath


def faults_in(document: Document, error: ValidationError) -> Iterator[Fault]:
    """A fault for everything wrong, those between keys included, which pydantic looks at last."""
    if not isinstance(document.data, Mapping):
        found = _kind(document.data)
        yield document.fault(
            (), f"is {found}; facts are keys with values, such as {_assigned('company', document)}"
        )
        return
    told = set()
    for detail in error.errors():
        if not detail["loc"]:
            continue  # what does not fit together is told below, key by key
        if detail["type"] == "too_short" and detail["input"]:
            continue  # the list is not empty, its items are wrong, and that is told
        yield document.fault(detail["loc"], _message(detail, document))
        told.add(detail["loc"])
    for path, message in _incoherences(document.data):
        if path not in told and path[:-1] not in told:
            yield document.fault(path, message)


def _incoherences(data: Mapping[str, Any]) -> Iterator[tuple[KeyPath, str]]:
    """What does not fit together, as far as the data is well-formed enough to tell."""
    names = [_named(one) for one in _listed(data.get("recipients"))]
    parts = {key: data.get(key) for key in ("stumble", "incident")}
    witnesses = {
        key: [_clean(name) for name in _listed(part.get("with"))] if isinstance(part, Mapping) else []
        for key, part in parts.items()
    }
    if not names or not all(names):
        witnesses = {}
    occasion = data.get("occasion", "interview")
    interview = data.get("interview", {})
    date = interview.get("date") if isinstance(interview, Mapping) else ""
    next_steps = data.get("next_steps")
    steps = {
        key: _date(next_steps.get(key)) if isinstance(next_steps, Mapping) else None
        for key in ("decision_by", "follow_up_on")
    }
    # Of an occasion that is no occasion nothing follows; an offer asks for the least.
    occasion = occasion if occasion in get_args(Occasion) else "offer"
    yield from incoherences(occasion, _date(date) or date, [name for name in names if name], witnesses, steps)


def _date(value: object) -> dt.date | None:
    if isinstance(value, dt.date):
        return value.date() if isinstance(value, dt.datetime) else value
    with contextlib.suppress(TypeError, ValueError):
        return dt.date.fromisoformat(value)  # type: ignore[arg-type]  # what is no text is told elsewhere
    return None


def _listed(value: object) -> list[Any]:
    return list(value) if isinstance(value, list | tuple) else []


def _named(recipient: object) -> str:
    return _clean(recipient.get("name")) if isinstance(recipient, Mapping) else ""


def _clean(name: object) -> str:
    return " ".join(unicodedata.normalize("NFC", name).split()) if isinstance(name, str) else ""


_SAID = {
    "string_unicode": "holds half a character (a lone surrogate); delete it and type the text anew",
    "too_short": "is empty; name at least one person to thank",
}


def _message(detail: ErrorDetails, document: Document) -> str:
    path, kind, value = detail["loc"], detail["type"], detail["input"]
    context = detail.get("ctx", {})
    if path in document.written and kind in ("string_type", "literal_error", "tuple_type"):
        return _unquoted(document.written[path], value)
    if kind == "missing":
        return f"is required, for example {_assigned(path[-1], document, path)}"
    if kind == "extra_forbidden":
        return _unknown(path, value, document)
    if kind == "literal_error":
        allowed = context["expected"].replace("'", "").replace(" or ", ", ")
        return f"{_shortened(repr(value))} is not allowed; one of {allowed}"
    if kind == "value_error":
        return str(context["error"])
    if kind == "string_type":
        return (
            f"is {_kind(value)}; text in quotes is wanted, for example {_assigned(path[-1], document, path)}"
        )
    if kind == "tuple_type":
        return _no_list(path, value, document)
    if kind in ("model_type", "model_attributes_type"):
        return f"is {_kind(value)}; keys of its own are wanted: {', '.join(allowed_keys(path))}"
    if kind == "string_too_short":
        return (
            f"is empty; write something, for example {_assigned(path[-1], document, path)}"
            + _or_leave_out(path)
        )
    if kind == "string_too_long":
        return f"is {len(value):,} characters long; at most {context['max_length']:,} are allowed"
    return _SAID.get(kind, detail["msg"])


def _shortened(shown: str) -> str:
    return shown if len(shown) <= 80 else shown[:79] + "…"


def _unquoted(written: str, value: object) -> str:
    read_as = {True: "true", False: "false"}.get(value, value) if isinstance(value, bool) else value
    return f'{written} without quotes is read as {read_as} in YAML; put it in quotes: "{written}"'


def _no_list(path: KeyPath, value: object, document: Document) -> str:
    if isinstance(value, Mapping):
        head = f"[[{path[-1]}]] with double brackets" if document.format == "TOML" else "each in a list"
        return (
            f"is one table; a list of them is wanted, {head}"
            if path == ("recipients",)
            else ("is a table; a list of texts is wanted")
        )
    if value is None:
        return "has no value; give a list, or leave the key out"
    example = f'["{value}"]' if isinstance(value, str) and len(value) < 60 else '["…", "…"]'
    return f"is {_kind(value)}; a list is wanted: {path[-1]}{_equals(document)}{example}"


def _unknown(path: KeyPath, value: object, document: Document) -> str:
    """Where an unknown key belongs, or what it was meant to be."""
    key, tables = str(path[-1]), homes()
    here = allowed_keys(path[:-1])
    if key in tables:
        return f"is no key of {_table(path[:-1])}; it belongs " + _home(key, tables[key], value, document)
    folded = key.lower().replace("-", "_").replace(" ", "_")
    near = difflib.get_close_matches(folded, here, n=1)
    if near:
        return f"is no key here; did you mean {near[0]}?"
    far = [folded] if folded in tables else difflib.get_close_matches(folded, tables, n=1, cutoff=0.75)
    if far:
        belongs = _home(far[0], tables[far[0]], value, document)
        return f"is no key here; did you mean {far[0]}? It belongs {belongs}"
    return f"is no key here; allowed are {', '.join(here)}"


def _home(key: str, tables: tuple[str, ...], value: object, document: Document) -> str:
    if "" in tables:
        if document.format == "TOML" and isinstance(value, Mapping):
            return f"at the top level; write its head as [{key}]"
        if document.format == "TOML":
            is_list_of_tables = key == "recipients"
            head = "; write [[recipients]]" if is_list_of_tables else "; move it above the first [table]"
            return f"at the top level{head}"
        return "at the top level" + ("; take its indentation away" if document.format == "YAML" else "")
    heads = [_head(table, document) for table in tables]
    return f"under {' or '.join(heads)}"


def _head(table: str, document: Document) -> str:
    if document.format == "TOML":
        return f"[[{table}]]" if table == "recipients" else f"[{table}]"
    return f"each of {table}" if table == "recipients" else table


def _table(path: KeyPath) -> str:
    words = [str(part) for part in path if isinstance(part, str)]
    return ".".join(words) if words else "the top level"


def _or_leave_out(path: KeyPath) -> str:
    info = field(path)
    return "" if info is None or info.is_required() else ", or leave the key out"


def _assigned(key: str | int, document: Document, path: KeyPath = ()) -> str:
    """An example of a key with its value, as the file's format writes it."""
    info = field(path or (key,))
    example = ((info.examples if info else None) or ["…"])[0]
    if isinstance(key, int):
        return _inline(example[0] if isinstance(example, list) else example)
    if document.format == "TOML" and isinstance(example, dict | list) and key in ("candidate", "recipients"):
        inner = example[0] if isinstance(example, list) else example
        head = f"[[{key}]]" if isinstance(example, list) else f"[{key}]"
        return f"{head} with " + ", ".join(f"{k} = {_inline(v)}" for k, v in inner.items()) + " under it"
    shown = key if document.format in ("TOML", "YAML") else _inline(key)
    return f"{shown}{_equals(document)}{_inline(example)}"


def _inline(value: object) -> str:
    """A value as JSON; for text and lists of it that is TOML and YAML too."""
    return json.dumps(value, ensure_ascii=False)


def _equals(document: Document) -> str:
    return " = " if document.format == "TOML" else ": "


def _kind(value: object) -> str:
    """What a value is, in words."""
    if value is None:
        return "without a value"
    for kind, words in (
        (bool, "true or false"),
        (int | float, "a number"),
        (str, "text"),
        (dt.date, "a date"),
        (dt.time, "a time of day"),
        (list | tuple, "a list"),
        (Mapping, "a table"),
    ):
        if isinstance(value, kind):
            return words
    return f"a {type(value).__name__}"

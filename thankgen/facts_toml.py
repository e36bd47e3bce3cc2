"""Facts as a TOML file that is pleasant to read."""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from thankgen.facts import Facts

WIDTH = 100
"""A list longer than this stands with one item a line."""


def facts_to_toml(facts: Facts) -> str:
    """A TOML file that `Facts.load` reads back as equal facts; what is left at its default is left out.

    Language and occasion are always said.
    """
    data = facts.model_dump(by_alias=True, exclude_defaults=True)
    said = {"language": facts.language, "occasion": facts.occasion}
    return mapping_to_toml({**said, **data})


def mapping_to_toml(data: Mapping[str, Any]) -> str:
    """Text, dates and lists of text first, then a table for each mapping, a [[table]] for each of a list."""
    blocks = ["\n".join(_assignments(data))]
    for key, value in data.items():
        if isinstance(value, Mapping):
            blocks.append("\n".join([f"[{key}]", *_assignments(value)]))
        elif _is_list_of_tables(value):
            blocks += ["\n".join([f"[[{key}]]", *_assignments(item)]) for item in value]
    return "\n\n".join(block for block in blocks if block) + "\n"


def _is_list_of_tables(value: object) -> bool:
    return isinstance(value, list | tuple) and any(isinstance(item, Mapping) for item in value)


def _assignments(table: Mapping[str, Any]) -> Iterator[str]:
    for key, value in table.items():
        if value is not None and not isinstance(value, Mapping) and not _is_list_of_tables(value):
            yield f"{key} = {toml_value(value)}"


def toml_value(value: str | dt.date | list[str] | tuple[str, ...]) -> str:
    """A text, a date or a list of texts as TOML."""
    if isinstance(value, str):
        # JSON's escapes are TOML's; only DEL has to be escaped in TOML alone.
        return json.dumps(value, ensure_ascii=False).replace("\x7f", "\\u007f")
    if isinstance(value, dt.date):
        return value.isoformat()
    items = [toml_value(item) for item in value]
    line = f"[{', '.join(items)}]"
    return line if len(line) <= WIDTH else "[\n" + "".join(f"    {item},\n" for item in items) + "]"

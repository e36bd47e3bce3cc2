"""The commented TOML file that `init` writes, made of the questions: to fill in, or filled in."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from thankgen.facts_toml import toml_value
from thankgen.questions import ITEMS, Item, Wording, Words, words

_WHOLE_TABLES_OPTIONAL = ("stumble", "incident", "next_steps")


def template(language: str = "en") -> str:
    """A commented TOML file to fill in. What is required is there and empty, the rest is commented out."""
    said = words(language)
    lines = [f"# {line}".rstrip() for line in said.title.splitlines()]
    lines += ["", f'language = "{language}"']
    table = ""
    for key, item in ITEMS.items():
        home, _, name = key.rpartition(".")
        lines.append("")
        if home != table:
            table = home
            lines += _head(home, said)
        lines += _entry(name, item, said.questions[key], home in _WHOLE_TABLES_OPTIONAL)
    return "\n".join(lines) + "\n"


def _head(table: str, said: Words) -> list[str]:
    if table in _WHOLE_TABLES_OPTIONAL:
        return [f"# {said.optional.format(table=table)}", f"#[{table}]"]
    return [f"[[{table}]]" if table == "recipients" else f"[{table}]"]


def _comment(wording: Wording) -> list[str]:
    """The question, and what each choice means, as comments."""
    lines = [f"# {line}" for line in wording.ask.splitlines()]
    return lines + [f"#   {value}: {meaning}" for value, meaning in wording.choices.items()]


def _entry(name: str, item: Item, wording: Wording, commented: bool) -> list[str]:
    """A key with its question as a comment."""
    lines = _comment(wording)
    example = wording.example if item.kind == "date" else toml_value(wording.example)
    shown = f"[{example}]" if item.many else example
    if item.required and not commented:
        return [*lines, f'{name} = ""  # {shown}']
    return [*lines, f"#{name} = {shown}"]


def filled(data: Mapping[str, Any], language: str = "en") -> str:
    """The facts given, each under its question; what was left open is commented out, with its example.

    Tables that stand beside each other are commented once.
    """
    said = words(language)
    lines = [f"# {said.filled}", "", f'language = "{language}"']
    for table in dict.fromkeys(key.rpartition(".")[0] for key in ITEMS):
        items = {key: item for key, item in ITEMS.items() if key.rpartition(".")[0] == table}
        lines += _filled_table(table, items, data, said)
    return "\n".join(lines) + "\n"


def _filled_table(
    table: str, items: Mapping[str, Item], data: Mapping[str, Any], said: Words
) -> Iterator[str]:
    if not table:
        yield from _filled_entries(items, data, said)
    elif table == "recipients":
        for number, person in enumerate(data.get(table, [])):
            yield from ("", f"[[{table}]]")
            yield from _filled_entries(items, person, said, brief=number > 0)
    elif data.get(table) or table not in _WHOLE_TABLES_OPTIONAL:
        yield from ("", f"[{table}]")
        yield from _filled_entries(items, data.get(table, {}), said)
    else:
        yield ""
        yield from _head(table, said)
        for key, item in items.items():
            yield from _entry(key.rpartition(".")[2], item, said.questions[key], commented=True)


def _filled_entries(
    items: Mapping[str, Item], table: Mapping[str, Any], said: Words, *, brief: bool = False
) -> Iterator[str]:
    """Keys with their values, each under its question; `brief`: only those given, without questions."""
    for number, (key, item) in enumerate(items.items()):
        name, wording = key.rpartition(".")[2], said.questions[key]
        given = table.get(name)
        if brief:
            yield from [f"{name} = {toml_value(given)}"] if given else []
            continue
        if number or "." not in key:
            yield ""
        if given:
            yield from (*_comment(wording), f"{name} = {toml_value(given)}")
        else:
            yield from _entry(name, item, wording, commented=True)

"""The commented TOML file that `init --template` writes, made of the questions."""

from __future__ import annotations

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


def _entry(name: str, item: Item, wording: Wording, commented: bool) -> list[str]:
    """A key with its question as a comment."""
    lines = [f"# {line}" for line in wording.ask.splitlines()]
    lines += [f"#   {value}: {meaning}" for value, meaning in wording.choices.items()]
    example = wording.example if item.kind == "date" else toml_value(wording.example)
    shown = f"[{example}]" if item.many else example
    if item.required and not commented:
        return [*lines, f'{name} = ""  # {shown}']
    return [*lines, f"#{name} = {shown}"]

"""Reading guardrail files: folders laid over each other, and what is wrong in them told with its key."""

from __future__ import annotations

import json
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, TypeVar

import tomli
from pydantic import BaseModel, ConfigDict, FiniteFloat, ValidationError

from thankgen.errors import Fault, RulebookError

if TYPE_CHECKING:
    from pathlib import Path

T = TypeVar("T", bound=BaseModel)

EVIDENCE = "evidence.json"
"""The file of a language that says what its words weigh."""

FILES = ("*.toml", "*/*.toml", f"*/{EVIDENCE}")
"""All that a folder of guardrails holds."""


class Weights(BaseModel):
    """What the words of a language weigh for what a guardrail looks for: see `thankgen.language.evidence`."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    base: FiniteFloat
    weights: dict[str, FiniteFloat]


@dataclass(frozen=True)
class Tables:
    """A file of every folder as one: its content, the last of the files, the settings that it changes."""

    data: dict[str, Any]
    file: str
    changed: tuple[str, ...]


def read_layers(name: str, folders: tuple[Path, ...], missing: str | None = None) -> Tables:
    """One file of every folder, later folders laid over earlier ones key by key.

    `missing` is the file that wants this one, for the fault where no folder has it. Raises `RulebookError`.
    """
    data: dict[str, Any] = {}
    changed: list[str] = []
    file = ""
    for folder in folders:
        path = folder / name
        if not path.is_file():
            continue
        try:
            layer = tomli.loads(path.read_text(encoding="utf-8-sig"))
        except (tomli.TOMLDecodeError, UnicodeDecodeError) as error:
            raise RulebookError((Fault("", f"this is no TOML: {error}", str(path)),)) from error
        except OSError as error:
            raise RulebookError(
                (Fault("", f"the file cannot be read: {error.strerror}", str(path)),)
            ) from error
        if file:
            changed += _flat(layer)
        merge(data, layer, grow="/" in name)
        file = str(path)
    if not file:
        hint = f"; {missing} needs its words in this language" if missing else ""
        raise RulebookError((Fault("", f"the file is missing{hint}", str(folders[-1] / name)),))
    return Tables(data, file, tuple(changed))


def read_weights(code: str, folders: tuple[Path, ...], guardrails: Collection[str]) -> dict[str, Weights]:
    """What words weigh in a language, by guardrail; a later folder's say in place of an earlier one's.

    Raises `RulebookError`.
    """
    found: dict[str, Weights] = {}
    for path in (folder / code / EVIDENCE for folder in folders):
        if not path.is_file():
            continue
        try:
            tables = json.loads(path.read_text(encoding="utf-8-sig"))
        except (OSError, ValueError, RecursionError) as error:
            raise RulebookError((Fault("", f"this is no JSON: {error}", str(path)),)) from error
        if not isinstance(tables, dict):
            raise RulebookError((Fault("", "this is no object of guardrails with their weights", str(path)),))
        for name, table in tables.items():
            if name not in guardrails:
                known = ", ".join(guardrails)
                raise RulebookError(
                    (Fault(name, f"there is no such guardrail; guardrails: {known}", str(path)),)
                )
            found[name] = validated(Weights, table, str(path), name)
    return found


def merge(data: dict[str, Any], layer: dict[str, Any], grow: bool = False) -> None:
    """Lay `layer` over `data`. A list takes the place of another, or adds to it where they `grow`."""
    for key, value in layer.items():
        earlier = data.get(key)
        if isinstance(value, dict) and isinstance(earlier, dict):
            merge(earlier, value, grow)
        elif grow and isinstance(value, list) and isinstance(earlier, list):
            data[key] = _grown(earlier, value)
        else:
            data[key] = value


def _grown(earlier: list[Any], later: list[Any]) -> list[Any]:
    """Words of both lists; cues of both, the later in the place of an earlier one of its name, and certain.

    Lists of other things (the forms of each month) mean their order: the later one stands alone.
    """
    if all(isinstance(item, str) for item in (*earlier, *later)):
        return list(dict.fromkeys((*earlier, *later)))
    if all(isinstance(item, dict) and isinstance(item.get("name"), str) for item in (*earlier, *later)):
        later = [{"certain": True, **item} for item in later]
        return list({item["name"]: item for item in (*earlier, *later)}.values())
    return later


def _flat(table: dict[str, Any], prefix: str = "") -> list[str]:
    return [
        item
        for key, value in table.items()
        for item in (
            _flat(value, f"{prefix}{key}.") if isinstance(value, dict) else [f"{prefix}{key}={value!r}"]
        )
    ]


def strays(shipped: Path, own: Path, guardrails: Collection[str]) -> Iterator[Fault]:
    """Files of words that nothing would ever read: a slip in the name of a language or a guardrail."""
    known = {*guardrails, *(path.stem for path in shipped.glob("*/*.toml"))}
    languages = {path.parent.name for folder in (shipped, own) for path in folder.glob("*/language.toml")}
    for path in sorted(own.glob("*/*.toml")):
        if path.parent.name in languages and path.stem not in known:
            message = f"there is no guardrail “{path.stem}” to take these words; guardrails: {', '.join(guardrails)}"
            yield Fault("", message, str(path))
        elif path.parent.name not in languages and path.stem in known:
            message = f"there is no language “{path.parent.name}”; languages: {', '.join(sorted(languages))}"
            yield Fault("", message, str(path))


def validated(model: type[T], data: Mapping[str, Any], file: str, prefix: str = "") -> T:
    """The data as a model. Raises `RulebookError` with every fault, its key after `prefix`."""
    try:
        return model.model_validate(data)
    except ValidationError as error:
        raise RulebookError(tuple(_faults(error, model, data, file, prefix))) from error


def _faults(
    error: ValidationError, model: type[Any], data: Mapping[str, Any], file: str, prefix: str
) -> Iterator[Fault]:
    for problem in error.errors():
        path = ".".join(([prefix] if prefix else []) + _key(problem["loc"], data))
        message = problem["msg"]
        if problem["type"] == "missing":
            message = "is required"
        elif problem["type"] == "extra_forbidden":
            message = f"unknown key; known here: {', '.join(sorted(model.model_fields))}"
        yield Fault(path, message, file)


def _key(location: tuple[int | str, ...], data: Any) -> list[str]:
    """The parts of a dotted key; what has a name is called by it, not by its place in a list."""
    parts = []
    for part in location:
        try:
            data = data[part]
        except (KeyError, IndexError, TypeError):
            data = None
        name = data.get("name") if isinstance(part, int) and isinstance(data, dict) else None
        parts.append(str(name or part))
    return parts

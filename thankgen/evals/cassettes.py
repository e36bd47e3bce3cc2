"""Cassettes: the answers of a model to one note's requests, as vcrpy keeps them, in YAML that people can read.

A cassette is vcrpy's own file; vcrpy itself replays it. For a run the files are read directly:
that takes a tenth of a millisecond where vcrpy takes several, and needs neither vcrpy nor openai.
"""

from __future__ import annotations

import json
import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from thankgen.errors import Fault, FaultyInputError
from thankgen.note import Usage
from thankgen.writers.replies import read_draft

if TYPE_CHECKING:
    from pathlib import Path

SECONDS = "x-thankgen-seconds"
"""The response header that says how long the answer took, retries included."""

# JSON leaves these as they are; YAML takes some for line ends and refuses the others.
_UNPRINTABLE = re.compile("[\x7f-\x9f\u2028\u2029\ufeff\ufffe\uffff\ud800-\udfff]")


@dataclass(frozen=True)
class Turn:
    """One request and its answer, as JSON objects; `seconds` is how long the answer took."""

    asked: dict[str, Any]
    answered: dict[str, Any]
    seconds: float = 0.0

    @property
    def usage(self) -> Usage:
        """Tokens as the endpoint counted them."""
        told = self.answered.get("usage") or {}
        return Usage(prompt_tokens=told.get("prompt_tokens"), completion_tokens=told.get("completion_tokens"))


def read_cassette(path: Path) -> tuple[Turn, ...]:
    """The turns of a cassette in their order. Raises `FaultyInputError` where it is none."""
    try:
        interactions = Readable.deserialize(path.read_text(encoding="utf-8"))["interactions"]
        return tuple(_turn(interaction) for interaction in interactions)
    except (OSError, ValueError, KeyError, TypeError, AttributeError) as error:
        message = f"this is no cassette of chat completions ({type(error).__name__}: {error}); record it anew"
        raise FaultyInputError((Fault("", message, str(path)),)) from error


def _turn(interaction: dict[str, Any]) -> Turn:
    request, response = interaction["request"], interaction["response"]
    asked, answered = json.loads(request["body"]), json.loads(response["body"]["string"])
    if not isinstance(asked, dict) or not isinstance(answered, dict):
        raise ValueError("a body is no JSON object")
    [seconds] = response["headers"].get(SECONDS, ["0"])
    return Turn(asked, answered, float(seconds))


def readable_json(value: Any) -> str:
    """A value as JSON over several lines, letters as they are, what YAML cannot hold escaped."""
    text = json.dumps(value, ensure_ascii=False, indent=2)
    return _UNPRINTABLE.sub(lambda match: f"\\u{ord(match[0]):04x}", text)


class Readable:
    """A serializer for vcrpy: YAML with its bodies as blocks of lines, and the drafts as remarks on top."""

    @staticmethod
    def deserialize(text: str) -> Any:
        import yaml  # only where cassettes are read

        # The loader in C is twenty times as fast; wheels have it.
        loader: Any = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
        try:
            return yaml.load(text, Loader=loader)
        except yaml.YAMLError as error:
            raise ValueError(str(error)) from error

    @staticmethod
    def serialize(cassette: Any) -> str:
        import yaml  # only where cassettes are written

        class Dumper(yaml.SafeDumper):
            """Text of several lines as a block, nothing by reference."""

            def ignore_aliases(self, data: Any) -> bool:
                return True

        def represent(dumper: Any, text: str) -> Any:
            style = "|" if "\n" in text else None
            return dumper.represent_scalar("tag:yaml.org,2002:str", text, style=style)

        Dumper.add_representer(str, represent)
        remarks = "".join(_remark(n, each) for n, each in enumerate(cassette["interactions"], 1))
        return remarks + yaml.dump(
            cassette, Dumper=Dumper, allow_unicode=True, sort_keys=False, width=1_000_000
        )


def _remark(number: int, interaction: dict[str, Any]) -> str:
    """An answer as plain text for those who read the file; nothing reads it back."""
    try:
        content = answer_text(json.loads(interaction["response"]["body"]["string"]))
    except (ValueError, KeyError, TypeError, IndexError):
        return ""
    draft = read_draft(content)
    text = "\n\n".join([draft.subject, *draft.paragraphs]) if draft else content
    lines = [f"Draft {number}:", "", *text.splitlines(), ""]
    shown = (_UNPRINTABLE.sub("?", line.replace("\t", " ")) for line in lines)
    return "".join(f"# {line}".rstrip() + "\n" for line in shown)


def answer_text(answered: dict[str, Any]) -> str:
    """The text of a chat completion. Raises `KeyError`, `IndexError` or `TypeError` where there is none."""
    content = answered["choices"][0]["message"]["content"]
    if not isinstance(content, str):
        raise TypeError("the answer has no text")
    return content

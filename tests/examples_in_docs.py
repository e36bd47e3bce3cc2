"""The examples of the documentation: what stands in a page, and how it is run.

Fenced blocks say what they are. In indented ones, lines that begin with a command are commands and the
rest is output. A block whose first line names a file (`# mine/length.toml`) is that file.
"""

from __future__ import annotations

import re
import shlex
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).parent.parent
PAGES = (ROOT / "README.md", *sorted((ROOT / "docs").glob("*.md")))

LANGUAGES = {"sh", "python", "toml", "text", "jinja"}
"""What a fenced block can be; `text` is output, or a file."""

OTHERS = ("pip", "make", "ollama", "llama-server", "vllm", "lms")
"""Programs whose commands are shown and not run."""

LASTING = ("thankgen web", "thankgen init interview.toml")
"""Commands that go on until somebody stops or answers them: only their options are looked at here."""

_FENCED = re.compile(r"^```(\w*)\n(.*?)^```$", re.MULTILINE | re.DOTALL)
_INDENTED = re.compile(r"(?<=\n\n)(?: {4}\S.*\n(?:\n(?= {4}))?)+")
_COMMAND = re.compile(r"(thankgen|export|cat|make|python|pip) ")
_FILE = re.compile(r"# ([\w./-]+\.\w+)\n")


@dataclass(frozen=True)
class Example:
    page: str
    line: int
    language: str
    content: str

    def __str__(self) -> str:
        return f"{self.page}:{self.line}"

    @property
    def file(self) -> str | None:
        """The name of the file that this block is."""
        named = _FILE.match(self.content)
        return named.group(1) if named and self.language != "sh" else None

    @property
    def commands(self) -> list[str]:
        """The commands of a shell block, without remarks; what a line ends with a backslash goes on."""
        lines = re.sub(r"\\\n\s*", "", self.content).splitlines()
        return [line.strip() for line in lines if line.strip() and not line.startswith("#")]


def examples(page: Path) -> list[Example]:
    text = page.read_text(encoding="utf-8")
    found = [
        *_fenced(page, text),
        *_indented(page, _FENCED.sub(lambda m: "\n" * m.group().count("\n"), text)),
    ]
    return sorted(found, key=lambda example: example.line)


def _fenced(page: Path, text: str) -> Iterator[Example]:
    for match in _FENCED.finditer(text):
        yield Example(page.name, text.count("\n", 0, match.start()) + 1, match.group(1), match.group(2))


def _indented(page: Path, text: str) -> Iterator[Example]:
    for match in _INDENTED.finditer(text):
        lines = [line.strip() for line in match.group().splitlines()]
        commands = [line for line in lines if _COMMAND.match(line)]
        if commands:
            line = text.count("\n", 0, match.start()) + 1
            yield Example(page.name, line, "sh", "\n".join(commands) + "\n")


def is_simple(command: str) -> bool:
    """A command that needs no shell: no pipe, no redirection, no variable."""
    bare = re.sub(r"\s#\s.*", "", command)
    return not re.search(r"[|<>;&$`]", bare)


def words(command: str) -> list[str]:
    return shlex.split(command, comments=True)

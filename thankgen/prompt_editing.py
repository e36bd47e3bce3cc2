"""Making, comparing and sealing prompt versions."""

from __future__ import annotations

import difflib
import json
import re
import shutil
from collections.abc import Iterator
from typing import TYPE_CHECKING

from thankgen.errors import Fault, PromptError
from thankgen.prompts import Prompt, list_versions

if TYPE_CHECKING:
    from pathlib import Path

RESERVED = frozenset({"diff", "init", "new", "offline", "seal", "show"})
"""Names that mean something else where a version is named."""

HYPOTHESIS = "Say what this version is meant to do better than {source}, and why it should."

_NAME = re.compile(r"[A-Za-z0-9][\w.-]*")
_SEAL = re.compile(r"^seal\s*=.*$", re.MULTILINE)


def copy_version(source: Prompt, name: str, root: Path) -> Path:
    """A new version in the folder `root` that begins as a copy of another; its own folder.

    It is not sealed, and its hypothesis is still to be written. Raises `PromptError` where the
    name is taken or none, or the folder cannot be written to.
    """
    folder = root / name
    if not _NAME.fullmatch(name) or name in RESERVED:
        raise _fault(folder, "", f"{name!r} is no name for a version; letters, digits, - and _, such as v3")
    if folder.exists():
        raise _fault(folder, "", f"there is a {name} already; versions: {', '.join(list_versions(root))}")
    try:
        folder.mkdir(parents=True)
        for path in (*sorted(source.folder.glob("*.jinja")), source.folder / "schema.json"):
            shutil.copyfile(path, folder / path.name)
        (folder / "prompt.toml").write_text(_about(source), encoding="utf-8", newline="\n")
    except OSError as error:
        raise _fault(folder, "", f"cannot be written: {error.strerror}; give a folder of your own") from error
    return folder


def _about(source: Prompt) -> str:
    said = {
        "purpose": source.info.purpose,
        "hypothesis": HYPOTHESIS.format(source=source.version),
        "inputs": source.info.inputs,
        "changes": f"From {source.version}: nothing yet.",
        "seal": "",
    }
    return "".join(f"{key} = {json.dumps(value, ensure_ascii=False)}\n" for key, value in said.items())


def compare_versions(before: Prompt, after: Prompt) -> str:
    """What differs between two versions as a unified diff, file by file; empty where nothing does."""
    return "".join(_differences(before, after))


def _differences(before: Prompt, after: Prompt) -> Iterator[str]:
    old, new = _texts(before), _texts(after)
    for name in sorted(old.keys() | new.keys()):
        yield from difflib.unified_diff(
            old.get(name, "").splitlines(keepends=True),
            new.get(name, "").splitlines(keepends=True),
            f"{before.version}/{name}",
            f"{after.version}/{name}",
        )


def _texts(prompt: Prompt) -> dict[str, str]:
    schema = json.dumps(prompt.answer_schema, ensure_ascii=False, indent=2)
    return {**prompt.templates, "schema.json": schema + "\n"}


def seal_version(prompt: Prompt) -> str:
    """Write a version's seal into its `prompt.toml` and return it: from now on its files stay as they are.

    Raises `PromptError` where it is sealed otherwise, or does not say yet what it is meant to do better.
    """
    path = prompt.folder / "prompt.toml"
    if prompt.info.seal == prompt.seal:
        return prompt.seal
    if prompt.info.seal:
        advice = f"`thankgen prompts new NAME --from {prompt.version}` makes one that may change"
        raise _fault(path, "seal", f"the version was sealed and has changed since; undo that, or {advice}")
    if not prompt.info.hypothesis.strip() or prompt.info.hypothesis.startswith(HYPOTHESIS.split("{")[0]):
        raise _fault(path, "hypothesis", "say first what the version is meant to do better")
    line = f'seal = "{prompt.seal}"'
    try:
        text = path.read_text(encoding="utf-8")
        sealed = _SEAL.sub(line, text, count=1) if _SEAL.search(text) else f"{text.rstrip()}\n{line}\n"
        path.write_text(sealed, encoding="utf-8", newline="\n")
    except OSError as error:
        raise _fault(path, "", f"cannot be written: {error.strerror}") from error
    return prompt.seal


def _fault(path: Path, key: str, message: str) -> PromptError:
    return PromptError((Fault(key, message, str(path)),))

"""Prompt versions: folders of templates that turn facts into messages for a model.

A version is a folder `<version>/` with `prompt.toml`, the templates `system.jinja`,
`user.jinja` and `repair.jinja` (and any others that they include) and `schema.json`, the
JSON schema of the answer. `template_variables` says what a template can use.
"""

from __future__ import annotations

import hashlib
import json
import re
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any

import tomli
from pydantic import BaseModel, ConfigDict, Field, ValidationError

from thankgen.errors import Fault, PromptError
from thankgen.exchange import Message
from thankgen.masking import Withholder
from thankgen.note import Draft
from thankgen.prompt_data import as_data, as_text, bare_draft, faults, template_variables

if TYPE_CHECKING:
    from collections.abc import Sequence

    from jinja2 import Environment

    from thankgen.facts import Addressed
    from thankgen.finding import Finding

TEMPLATES = ("system.jinja", "user.jinja", "repair.jinja")
"""The templates that every version has."""


class PromptInfo(BaseModel):
    """What `prompt.toml` says: the version's purpose and what it is meant to do better.

    `inputs` lists the facts that go in, `changes` what differs from the version before,
    `seal` the SHA-256 over templates and schema; empty while the version is being written.
    """

    model_config = ConfigDict(frozen=True, extra="forbid", strict=True)

    purpose: str
    hypothesis: str
    inputs: list[str]
    changes: str
    seal: str = Field(default="", pattern=r"^([0-9a-f]{64})?$")


class Prompt:
    """One prompt version. Load it with `Prompt.load`; rendering is the same for the same facts."""

    def __init__(
        self, version: str, folder: Path, info: PromptInfo, sources: dict[str, str], schema: dict[str, Any]
    ) -> None:
        self.version = version
        self.folder = folder
        self.info = info
        self.answer_schema = schema
        self._sources = sources

    @classmethod
    def load(cls, root: Path, version: str) -> Prompt:
        """The version `version` among those in the folder `root`. Raises `PromptError`."""
        versions = list_versions(root)
        if version not in versions:
            known = ", ".join(versions) or "none"
            raise _fault(root, "", f"there is no prompt version {version!r} here; versions: {known}")
        folder = root / version
        info = _read_info(folder / "prompt.toml")
        sources = {path.name: _read(path) for path in sorted(folder.glob("*.jinja"))}
        missing = [name for name in TEMPLATES if name not in sources]
        if missing:
            raise PromptError(
                tuple(
                    Fault("", "this template is missing; every version has one", str(folder / name))
                    for name in missing
                )
            )
        return cls(version, folder, info, sources, _read_schema(folder / "schema.json"))

    @property
    def templates(self) -> dict[str, str]:
        """The templates' sources by file name."""
        return dict(self._sources)

    @property
    def seal(self) -> str:
        """SHA-256 over templates and schema as they were loaded; `info.seal` is the one written down."""
        return _seal(self._sources, self.answer_schema)

    def messages(self, addressed: Addressed) -> tuple[Message, ...]:
        """The first request for a note to one recipient. Raises `PromptError` where a template is wrong."""
        variables = template_variables(addressed)
        return self._turn("user.jinja", {**variables, "repairing": False})

    def repair(
        self, addressed: Addressed, draft: Draft | str, findings: Sequence[Finding]
    ) -> tuple[Message, ...]:
        """The request to mend a draft that violates guardrails.

        It stands alone: facts, the draft and its faults, without the first turn's plan and
        without earlier tries, which cost tokens and would be read as models to follow. A draft
        without any paragraph is asked for afresh. `draft` may be the text of a whole note as
        `thankgen.compose.lay_out` lays it out; what stands around the body stays here.
        """
        if isinstance(draft, str):
            draft = bare_draft(draft, addressed.facts.candidate.name)
        if not draft.paragraphs or not findings:
            return self.messages(addressed)
        hide = Withholder(addressed.facts)
        told = {"draft": hide(draft.model_dump()), "faults": faults(findings, hide)}
        variables = {**template_variables(addressed, hide), **told, "repairing": True}
        return self._turn("repair.jinja", variables)

    def _turn(self, template: str, variables: dict[str, Any]) -> tuple[Message, ...]:
        return (
            Message(role="system", content=self._render("system.jinja", variables)),
            Message(role="user", content=self._render(template, variables)),
        )

    def _render(self, template: str, variables: dict[str, Any]) -> str:
        from jinja2 import TemplateError  # slow to import, and only needed here

        try:
            text = self._environment.get_template(template).render(variables)
        except TemplateError as error:
            name = getattr(error, "filename", None) or getattr(error, "name", None) or template
            line = getattr(error, "lineno", None)
            raise PromptError((Fault("", str(error), str(self.folder / Path(name).name), line),)) from error
        return re.sub(r"\n{3,}", "\n\n", text).strip()

    @cached_property
    def _environment(self) -> Environment:
        from jinja2 import DictLoader, StrictUndefined  # slow to import, and only needed here
        from jinja2.sandbox import ImmutableSandboxedEnvironment

        environment = ImmutableSandboxedEnvironment(
            loader=DictLoader(self._sources), undefined=StrictUndefined, trim_blocks=True, lstrip_blocks=True
        )
        environment.filters.update(data=as_data, text=as_text)
        return environment


def list_versions(root: Path) -> list[str]:
    """Names of the prompt versions in a folder, v2 before v10. Other folders are none."""
    names = [path.parent.name for path in root.glob("*/prompt.toml")]
    return sorted(names, key=lambda name: [int(p) if p.isdigit() else p for p in re.split(r"(\d+)", name)])


def _seal(sources: dict[str, str], schema: dict[str, Any]) -> str:
    parts = [
        *sorted(sources.items()),
        ("schema.json", json.dumps(schema, sort_keys=True, ensure_ascii=False)),
    ]
    return hashlib.sha256(json.dumps(parts, ensure_ascii=False).encode()).hexdigest()


def _read_info(path: Path) -> PromptInfo:
    text = _read(path)
    try:
        return PromptInfo.model_validate(tomli.loads(text))
    except tomli.TOMLDecodeError as error:
        raise _fault(path, "", f"is no TOML: {error}") from error
    except ValidationError as error:
        raise PromptError(tuple(_info_fault(path, text, fault) for fault in error.errors())) from error


def _info_fault(path: Path, text: str, error: Any) -> Fault:
    key = ".".join(str(part) for part in error["loc"])
    match = re.search(rf"^\s*\[*\s*{re.escape(str(error['loc'][0]))}\b", text, re.MULTILINE)
    line = text.count("\n", 0, match.end()) + 1 if match else None
    message = {
        "extra_forbidden": f"unknown key; allowed are {', '.join(PromptInfo.model_fields)}",
        "missing": "is missing; write it in one or two sentences",
        "string_pattern_mismatch": "is no SHA-256 in hexadecimal; leave it empty until the version is done",
    }.get(error["type"], error["msg"])
    return Fault(key, message, str(path), line)


def _read_schema(path: Path) -> dict[str, Any]:
    """The answer's JSON schema, refused where strict structured output would refuse it."""
    try:
        schema: dict[str, Any] = json.loads(_read(path))
    except ValueError as error:
        raise _fault(path, "", f"is no JSON: {error}") from error
    properties = schema.get("properties") if isinstance(schema, dict) else None
    if not isinstance(properties, dict) or not set(Draft.model_fields) <= set(properties):
        raise _fault(path, "properties", "an object with the keys of a draft is wanted: subject, paragraphs")
    if schema.get("additionalProperties") is not False:
        raise _fault(path, "additionalProperties", "must be false, or strict endpoints refuse the schema")
    if sorted(schema.get("required") or []) != sorted(properties):
        raise _fault(path, "required", "must list every property, or strict endpoints refuse the schema")
    return schema


def _read(path: Path) -> str:
    try:
        return path.read_text(encoding="utf-8").replace("\r\n", "\n")
    except FileNotFoundError as error:
        raise _fault(path, "", "the file is missing; every version has one") from error
    except (OSError, UnicodeDecodeError) as error:
        raise _fault(path, "", f"cannot be read as UTF-8 text: {error}") from error


def _fault(path: Path, key: str, message: str) -> PromptError:
    return PromptError((Fault(key, message, str(path)),))

"""Cases: facts to be written from in an evaluation, one TOML file a note.

A file holds the facts as docs/facts.md has them, and a table of its own:

    [case]
    about = "A first call that the switchboard cut off."
    tags = ["apology-bait"]
    to = "Philippa Nkemelu"     # by default the first recipient
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Sequence
from functools import cached_property
from pathlib import Path
from typing import Any

import tomli
from pydantic import BaseModel, ConfigDict, ValidationError

from thankgen.errors import Fault, FaultyInputError, RecipientError
from thankgen.facts import Addressed, Facts
from thankgen.loading import facts_beside


class _Table(BaseModel):
    """The table `[case]`."""

    model_config = ConfigDict(frozen=True, extra="forbid", strict=True)

    about: str = ""
    tags: list[str] = []
    to: str | None = None


class Case(BaseModel):
    """One note to be written. `id` is the name of its file; `tags` are those that the file gives."""

    model_config = ConfigDict(frozen=True)

    id: str
    facts: Facts
    to: str
    tags: tuple[str, ...] = ()
    about: str = ""

    @property
    def language(self) -> str:
        return self.facts.language

    @property
    def addressed(self) -> Addressed:
        """The facts as they concern the reader."""
        return self.facts.to(self.to)

    @cached_property
    def labels(self) -> tuple[str, ...]:
        """What the case can be chosen by: its tags, and what its facts say of themselves, in order."""
        facts, addressed = self.facts, self.addressed
        own: set[str] = {facts.language, facts.occasion, facts.channel, addressed.recipient.relation}
        own |= {facts.formality or "", facts.interview.format or ""}
        own |= {name for name in ("stumble", "incident") if getattr(addressed, name)}
        steps = facts.next_steps
        if steps.follow_up_on:
            own.add("follow-up")
        if not (steps.expected or steps.decision_by or steps.follow_up_on):
            own.add("no-next-step")
        return tuple(sorted({*self.tags, *own} - {""}))


def load_cases(folder: Path, wanted: Sequence[str] = ()) -> tuple[Case, ...]:
    """The cases of a folder by id, all of them or those `wanted`.

    A word wants the cases that it labels or names; "sv,offer" those that both label; several words
    add up. Raises `FaultyInputError` where the folder, a file or what is wanted is wrong.
    """
    if not folder.is_dir():
        raise _fault("there is no such folder of cases", folder)
    named = sorted({folder / f"{word}.toml" for word in wanted})
    # Where every word names a case, the others need not be read.
    paths = named if named and all(path.is_file() for path in named) else sorted(folder.glob("*.toml"))
    cases = tuple(map(load_case, paths))
    if not cases:
        raise _fault("the folder holds no case; a case is a .toml file of facts with a table [case]", folder)
    return _chosen(cases, wanted, folder) if wanted else cases


def load_case(path: Path) -> Case:
    """One case. Raises `FaultyInputError` with every fault: file, line, key."""
    try:
        with path.open("rb") as file:
            data: Any = tomli.load(file)
        table = data.pop("case", {})
        facts = Facts.model_validate(data)
    except (OSError, ValueError):
        # The way that tells file, line and key is slower.
        facts, table = facts_beside(path, "case")
    try:
        said = _Table.model_validate(table)
        to = facts.recipient(said.to).name if said.to else facts.recipients[0].name
    except ValidationError as error:
        raise FaultyInputError(tuple(_table_fault(path, each) for each in error.errors())) from error
    except RecipientError as error:
        raise FaultyInputError((Fault("case.to", str(error), str(path)),)) from error
    return Case(id=path.stem, facts=facts, to=to, tags=tuple(said.tags), about=said.about)


def digest(cases: Iterable[Case]) -> str:
    """SHA-256 over ids, facts and readers: whether two runs wrote from the same cases."""
    summed = hashlib.sha256()
    for case in cases:
        summed.update(case.model_dump_json(include={"id", "facts", "to"}).encode())
    return summed.hexdigest()


def _chosen(cases: tuple[Case, ...], wanted: Sequence[str], folder: Path) -> tuple[Case, ...]:
    ids: set[str] = set()
    for words in wanted:
        needed = {word.strip() for word in words.split(",") if word.strip()}
        found = {case.id for case in cases if needed <= {case.id, *case.labels}}
        if not found:
            labels = sorted({label for case in cases for label in case.labels})
            message = (
                f"no case is labelled “{words}”; labels: {', '.join(labels)}; a case's name will do, too"
            )
            raise _fault(message, folder)
        ids |= found
    return tuple(case for case in cases if case.id in ids)


def _table_fault(path: Path, error: Any) -> Fault:
    key = ".".join(str(part) for part in ("case", *error["loc"]))
    message = error["msg"]
    if error["type"] == "extra_forbidden":
        message = f"unknown key; allowed are {', '.join(_Table.model_fields)}"
    return Fault(key, message, str(path))


def _fault(message: str, folder: Path) -> FaultyInputError:
    return FaultyInputError((Fault("", message, str(folder)),))

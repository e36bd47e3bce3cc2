"""Reading facts from files and mappings, with every fault told at once and in plain words."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from pydantic import ValidationError

from thankgen.errors import FactsError, Fault
from thankgen.facts import Facts
from thankgen.loading.document import Document
from thankgen.loading.faults import faults_in
from thankgen.loading.source import read_content, read_source

if TYPE_CHECKING:
    from os import PathLike

    from thankgen.loading.source import Parser


def load_facts(path: str | PathLike[str]) -> Facts:
    """The facts in a `.toml`, `.yaml`, `.yml` or `.json` file of at most 1 MB of UTF-8.

    Raises `FactsError` with every fault at once: file, line, key, what is wrong, what is allowed.
    """
    file = Path(path)
    return _validated(_parsed(*read_source(file), str(file)))


def facts_beside(path: str | PathLike[str], table: str) -> tuple[Facts, object]:
    """The facts in a file that holds a table of another kind besides, and that table; {} where it has none.

    Raises `FactsError` as `load_facts` does.
    """
    file = Path(path)
    document = _parsed(*read_source(file), str(file))
    beside: object = {}
    if isinstance(document.data, dict):
        beside = document.data.pop(table, beside)
    return _validated(document), beside


def facts_from_text(content: str | bytes, name: str = "facts.toml") -> Facts:
    """The facts in the content of a facts file; `name` tells its format by its ending, and stands in the faults.

    Raises `FactsError` as `load_facts` does.
    """
    raw = content.encode("utf-8", "surrogatepass") if isinstance(content, str) else content
    return _validated(_parsed(*read_content(raw, Path(name)), name))


def _parsed(parse: Parser, text: str, file: str) -> Document:
    document = parse(text, file)
    if not document.data and not document.faults:
        raise FactsError((Fault("", "is empty; `thankgen init --template` writes a file to fill in", file),))
    return document


def facts_from_mapping(data: object, *, file: str | None = None, line: int | None = None) -> Facts:
    """The facts in a mapping with the keys of a facts file, such as one line of a JSON Lines file.

    `file` and `line` are where it came from, if anywhere; they stand in the faults. Raises `FactsError`
    with every fault at once.
    """
    return _validated(Document(data, "mapping", file, default_line=line))


def _validated(document: Document) -> Facts:
    facts: Facts | None = None
    error: ValidationError | None = None
    try:
        facts = Facts.model_validate(document.data)
    except ValidationError as found:
        error = found
    faults = (*document.faults, *(faults_in(document, error) if error else ()))
    if facts is None or faults:
        raise FactsError(tuple(sorted(faults, key=lambda fault: fault.line or 0)))
    return facts

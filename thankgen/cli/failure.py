"""What a failed command prints under `--json`: one document, so that a caller always has something to parse.

    {"error": {"type": "FactsError", "message": "…", "exit_status": 2,
               "faults": [{"key": "…", "message": "…", "file": "…", "line": 3}]},
     "notes": [], "failed": []}

`notes` are those that were done; a list in place of the object means that nothing failed. `failed` has
an entry for each recipient without a note: `type`, `message` and `best`, the best draft with its report,
or null where no draft came.
"""

from __future__ import annotations

import dataclasses
import json
from typing import TYPE_CHECKING, Any

from thankgen.errors import EndpointError, ExhaustedError, FaultyInputError

if TYPE_CHECKING:
    from collections.abc import Iterator


def as_json(error: BaseException, message: str, status: int) -> str:
    """The document for an error that ended a command with `status`."""
    described: dict[str, Any] = {"type": _name(error), "message": message, "exit_status": status}
    if isinstance(error, FaultyInputError):
        described["faults"] = [dataclasses.asdict(fault) for fault in error.faults]
    document = {
        "error": described,
        "notes": [note.model_dump(mode="json") for note in getattr(error, "notes", ())],
        "failed": [_failed(each) for each in failures(error)],
    }
    return json.dumps(document, ensure_ascii=False, indent=2)


def failures(error: BaseException) -> Iterator[BaseException]:
    """Every recipient's failure: the error itself and those that `write` hung on it as its cause."""
    if not isinstance(error, ExhaustedError | EndpointError):
        return
    yield error
    if isinstance(error.__cause__, BaseExceptionGroup):
        yield from error.__cause__.exceptions


def _failed(error: BaseException) -> dict[str, Any]:
    best = error.best.model_dump(mode="json") if isinstance(error, ExhaustedError) else None
    return {"type": _name(error), "message": str(error), "best": best}


def _name(error: BaseException) -> str:
    return type(error).__name__

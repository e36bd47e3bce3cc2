"""Why a file that a program has written cannot be read, in a line."""

from __future__ import annotations

from pydantic import ValidationError


def in_short(error: Exception) -> str:
    """The first thing that is wrong: of data the key and what is wanted there, of a file what the system says."""
    if isinstance(error, ValidationError):
        first, *others = error.errors(include_url=False)
        place = ".".join(map(str, first["loc"]))
        more = f" (and {len(others)} more)" if others else ""
        return ": ".join(filter(None, (place, first["msg"]))) + more
    return getattr(error, "strerror", None) or str(error)

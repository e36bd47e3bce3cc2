"""What was made of files, kept beside them until one of them changes: as Python keeps its modules compiled.

It stands in `__pycache__` and follows the same switches (`PYTHONDONTWRITEBYTECODE`, `PYTHONPYCACHEPREFIX`). Where
nothing can be written there, everything is made anew each time.
"""

from __future__ import annotations

import contextlib
import importlib.util
import os
import pickle
import sys
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import TypeVar

T = TypeVar("T")

_CODE = Path(__file__).parent
# The code that makes such things: what an older version kept is of no use.
_MODULES = (_CODE, _CODE / "language", _CODE / "checks")

Stamp = list[tuple[str, int, int]]


def kept(name: str, folder: Path, sources: Iterable[Path], make: Callable[[], T]) -> T:
    """What `make()` gives, or gave when the folder's `sources` and the code were last as they are now."""
    path = place(name, folder)
    current = stamp(sources)
    # Whatever is wrong with a file that only saves time, it is made again.
    with contextlib.suppress(Exception), path.open("rb") as file:
        if pickle.load(file) == current:
            made: T = pickle.load(file)
            return made
    made = make()
    keep(path, pickle.dumps(current, pickle.HIGHEST_PROTOCOL) + pickle.dumps(made, pickle.HIGHEST_PROTOCOL))
    return made


def place(name: str, folder: Path) -> Path:
    """Where something of a folder's is kept."""
    return Path(importlib.util.cache_from_source(str(folder / f"{name}.py"))).with_suffix(".kept")


def stamp(sources: Iterable[Path]) -> Stamp:
    """The sources and the modules that read them, with their sizes and when they were last written."""
    modules = (module for part in _MODULES for module in part.glob("*.py"))
    return sorted(
        (str(path), state.st_mtime_ns, state.st_size)
        for path in (*sources, *modules)
        for state in [path.stat()]
    )


def keep(path: Path, content: bytes) -> None:
    """Write a file so that others see all of it or nothing, where Python would write its own."""
    if sys.dont_write_bytecode:
        return
    part = path.with_name(f"{path.name}.{os.getpid()}")
    with contextlib.suppress(OSError):
        path.parent.mkdir(parents=True, exist_ok=True)
        part.write_bytes(content)
        part.replace(path)

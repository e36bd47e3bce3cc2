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
    path = Path(importlib.util.cache_from_source(str(folder / f"{name}.py"))).with_suffix(".kept")
    stamp = _stamp([*sources, *(module for part in _MODULES for module in part.glob("*.py"))])
    # Whatever is wrong with a file that only saves time, it is made again.
    with contextlib.suppress(Exception), path.open("rb") as file:
        if pickle.load(file) == stamp:
            made: T = pickle.load(file)
            return made
    made = make()
    if not sys.dont_write_bytecode:
        _keep(
            path, pickle.dumps(stamp, pickle.HIGHEST_PROTOCOL) + pickle.dumps(made, pickle.HIGHEST_PROTOCOL)
        )
    return made


def _stamp(sources: Iterable[Path]) -> Stamp:
    """The files with their sizes and when they were last written."""
    return sorted(
        (str(path), state.st_mtime_ns, state.st_size) for path in sources for state in [path.stat()]
    )


def _keep(path: Path, content: bytes) -> None:
    """Write a file so that others see all of it or nothing."""
    part = path.with_name(f"{path.name}.{os.getpid()}")
    with contextlib.suppress(OSError):
        path.parent.mkdir(parents=True, exist_ok=True)
        part.write_bytes(content)
        part.replace(path)

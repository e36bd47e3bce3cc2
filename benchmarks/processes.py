"""Whole processes, timed beside a bare interpreter."""

from __future__ import annotations

import os
import subprocess
import sys
import time
from collections.abc import Sequence
from statistics import median


def timed_in_pairs(command: Sequence[str], runs: int) -> tuple[float, float]:
    """Seconds that a command takes, and their ratio to `python -c pass`: medians of so many pairs.

    It runs once before, untimed, so that its modules are compiled, as those of an installed package are.
    """
    _seconds(command)
    pairs = [(_seconds(command), _seconds([sys.executable, "-c", "pass"])) for _ in range(runs)]
    return median(whole for whole, _ in pairs), median(whole / bare for whole, bare in pairs)


def _seconds(command: Sequence[str]) -> float:
    environment = {name: value for name, value in os.environ.items() if name != "PYTHONDONTWRITEBYTECODE"}
    start = time.perf_counter()
    subprocess.run(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, check=True, env=environment)
    return time.perf_counter() - start

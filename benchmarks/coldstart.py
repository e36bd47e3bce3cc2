"""Whole-process time of commands as a ratio to `python -c pass`, in pairs, medians."""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from statistics import median

ROOT = Path(__file__).parent.parent
RUNS = 9


def _seconds(command: list[str]) -> float:
    start = time.perf_counter()
    subprocess.run(
        command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, check=False, env={**os.environ}
    )
    return time.perf_counter() - start


def main() -> None:
    from samples import GOOD_NOTE  # the one note in English that everything passes

    bare = [sys.executable, "-c", "pass"]
    thankgen = [str(Path(sys.executable).with_name("thankgen"))]
    with tempfile.TemporaryDirectory() as folder:
        note = Path(folder, "note.txt")
        note.write_text(GOOD_NOTE, encoding="utf-8")
        facts = Path(folder, "facts.json")
        facts.write_text(_facts(), encoding="utf-8")
        commands = {
            "thankgen --help": [*thankgen, "--help"],
            "thankgen check": [
                *thankgen,
                "check",
                str(note),
                "--facts",
                str(facts),
                "--to",
                "Keith Abernethy",
            ],
            "thankgen write --offline": [*thankgen, "write", str(facts), "--offline"],
        }
        for name, command in commands.items():
            _seconds(command)
            pairs = [(_seconds(command), _seconds(bare)) for _ in range(RUNS)]
            ratio = median(a / b for a, b in pairs)
            print(f"{name:26} {ratio:6.1f} × python -c pass (median of {RUNS} pairs)")


def _facts() -> str:
    from samples import make_facts

    return make_facts().model_dump_json(by_alias=True, exclude_none=True)

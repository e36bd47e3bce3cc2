"""Whole-process time of commands as a ratio to `python -c pass`, in pairs, medians."""

from __future__ import annotations

import sys
import tempfile
from pathlib import Path

from benchmarks.processes import timed_in_pairs

ROOT = Path(__file__).parent.parent
RUNS = 9


def main() -> None:
    from samples import GOOD_NOTE  # the one note in English that everything passes

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
            _, ratio = timed_in_pairs(command, RUNS)
            print(f"{name:26} {ratio:6.1f} × python -c pass (median of {RUNS} pairs)")


def _facts() -> str:
    from samples import make_facts

    return make_facts().model_dump_json(by_alias=True, exclude_none=True)

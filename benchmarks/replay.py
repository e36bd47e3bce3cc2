"""Replaying a run, whole process: `thankgen eval run`, as a ratio to `python -c pass` and in notes a second.

The recordings are made on the spot, from a script: half of the first drafts are good, a quarter is edited, a quarter sent back.
"""

from __future__ import annotations

import sys
import tempfile
from collections.abc import Sequence

from scripted_model import scripted_model

import thankgen
from benchmarks.processes import timed_in_pairs
from thankgen.evals.cases import Case
from thankgen.testing import MODEL, ScriptedEndpoint

RUNS = 7
VERSIONS = ("v1", "v2")
A_LANGUAGE = 10


def main() -> None:
    four = [
        case for code in ("en", "sv", "de", "da") for case in thankgen.load_cases(only=[code])[:A_LANGUAGE]
    ]
    _measure("40 cases in four languages", four)
    _measure("20 cases in English", thankgen.load_cases(only=["en"])[:20])


def _measure(name: str, cases: Sequence[Case]) -> None:
    with tempfile.TemporaryDirectory() as folder:
        with ScriptedEndpoint(scripted_model(cases, *VERSIONS)) as endpoint:
            thankgen.record(VERSIONS, model=MODEL, base_url=endpoint.base_url, cases=cases, recordings=folder)
        command = [sys.executable, "-c", "from thankgen.cli import main; main()", "eval", "run"]
        command += ["--prompts", ",".join(VERSIONS), "--recordings", folder]
        command += [word for case in cases for word in ("--cases", case.id)]
        took, ratio = timed_in_pairs(command, RUNS)
    notes = len(cases) * len(VERSIONS)
    print(
        f"{name} × {len(VERSIONS)} versions: {took:.2f} s, {notes / took:.0f} notes a second, "
        f"{ratio:.0f} × python -c pass (median of {RUNS} pairs)"
    )

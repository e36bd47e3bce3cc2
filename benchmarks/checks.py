"""Time to judge one note, process warm, each labelled note once and none seen before."""

from __future__ import annotations

import time
from pathlib import Path
from statistics import quantiles

from thankgen import api
from thankgen.evals.labelled import load

LABELLED = Path(__file__).parent.parent / "evals" / "labelled"


def main() -> None:
    rulebook = api.load_rulebook()
    notes = load(LABELLED)
    warm = load(LABELLED, "drafts")
    for language in ("en", "sv", "de", "da"):
        # Other notes read the word lists and dictionaries in; no note that is timed is among them.
        for note in [n for n in warm if n.language == language][:8]:
            rulebook.check(note.note, note.facts.to(note.recipient))
    times: dict[str, list[float]] = {}
    for note in notes:
        addressed = note.facts.to(note.recipient)
        start = time.perf_counter()
        rulebook.check(note.note, addressed)
        times.setdefault(note.language, []).append((time.perf_counter() - start) * 1000)
    everything = [t for row in times.values() for t in row]
    for language, row in [*times.items(), ("all", everything)]:
        cuts = quantiles(row, n=100)
        print(
            f"{language:4} {len(row):4} notes   p50 {cuts[49]:6.2f} ms   p95 {cuts[94]:6.2f} ms   max {max(row):7.2f} ms"
        )

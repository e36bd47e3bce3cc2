"""Time to judge one note, process warm, each labelled note once and none seen before.

Also as a ratio to 25 regular expressions of one word each, searched in the same notes.
"""

from __future__ import annotations

import re
import time
from pathlib import Path
from statistics import median, quantiles

from thankgen import api
from thankgen.evals.labelled_files import load

LABELLED = Path(__file__).parent.parent / "evals" / "labelled"
WORDS = (
    "thank you sorry team role company week next look forward hear meet best "
    "dear I we they work time day call note please hope last"
)
TRIVIAL = [re.compile(rf"\b{word}\b", re.IGNORECASE) for word in WORDS.split()]


def main() -> None:
    rulebook = api.load_rulebook()
    notes = load(LABELLED)
    # Other notes read the word lists and dictionaries in; no note that is timed is among them.
    for note in (*load(LABELLED, "drafts"), *load(LABELLED.with_name("labelled-trades"))):
        rulebook.check(note.note, note.facts.to(note.recipient))
    times: dict[str, list[float]] = {}
    bare: list[float] = []
    for note in notes:
        addressed = note.facts.to(note.recipient)
        start = time.perf_counter()
        rulebook.check(note.note, addressed)
        times.setdefault(note.language, []).append((time.perf_counter() - start) * 1000)
        start = time.perf_counter()
        for pattern in TRIVIAL:
            pattern.findall(note.note)
        bare.append((time.perf_counter() - start) * 1000)
    everything = [t for row in times.values() for t in row]
    for language, row in [*times.items(), ("all", everything)]:
        cuts = quantiles(row, n=100)
        print(
            f"{language:4} {len(row):4} notes   p50 {cuts[49]:6.2f} ms   p95 {cuts[94]:6.2f} ms   max {max(row):7.2f} ms"
        )
    print(f"{median(everything) / median(bare):.1f} × 25 regular expressions of one word (medians)")


if __name__ == "__main__":
    main()

"""Time to judge texts made to be slow, at three sizes, and how it grows: 2 is linear, 4 is quadratic.

    python -m benchmarks hostile

Prints the worst kinds first, by language. A text stands alone and as the filling of a good note; the slower counts.
"""

from __future__ import annotations

import itertools
import re
import time
from typing import TYPE_CHECKING

from hostile_texts import in_a_note, kinds
from samples import GOOD_NOTE, make_facts

from thankgen import api, assets
from thankgen.errors import NoteError, RulebookError
from thankgen.facts import Addressed
from thankgen.rulebook import MAX_NOTE, Rulebook

if TYPE_CHECKING:
    from collections.abc import Callable

SIZES = (MAX_NOTE // 4, MAX_NOTE // 2, MAX_NOTE)
SHOWN = 20


def main() -> None:
    rulebook = api.load_rulebook()
    for language in rulebook.languages:
        try:
            rulebook.language(language)
        except RulebookError as error:
            print(f"{language}: left out, {error}")
            continue
        _run(rulebook, make_facts(language=language).to("Keith Abernethy"), language)


def _run(rulebook: Rulebook, facts: Addressed, language: str) -> None:
    judge(rulebook, facts, GOOD_NOTE)
    rows = []
    builders = {**kinds(), "every word of every pattern": _pattern_words(language)}
    for kind, build in builders.items():
        times = []
        for size in SIZES:
            filling = build(size)
            alone = judge(rulebook, facts, filling)
            times.append(max(alone, judge(rulebook, facts, in_a_note(filling, GOOD_NOTE, size=size))))
        rows.append((times[-1], kind, times))
    rows.sort(reverse=True)
    print(f"{language}: {len(rows)} kinds; the slowest of {MAX_NOTE:,} characters")
    print(f"{'kind':36}" + "".join(f"{size:>10,}" for size in SIZES) + "   growth")
    for _, kind, times in rows[:SHOWN]:
        print(f"{kind:36}" + "".join(f"{t * 1000:8.0f}ms" for t in times) + f"   {_growth(times)}")


def _pattern_words(language: str) -> Callable[[int], str]:
    """One sentence of the words that phrase patterns are filed under: every pattern is tried."""
    texts = [
        path.read_text(encoding="utf-8")
        for path in sorted((assets.find("guardrails") / language).glob("*.toml"))
    ]
    words = " ".join(dict.fromkeys(re.findall(r"[^\W\d_]{2,}", " ".join(texts))))
    return lambda size: (f"{words} " * (size // len(words) + 1))[:size]


def _growth(times: list[float]) -> str:
    return " ".join(f"×{later / max(earlier, 1e-6):.1f}" for earlier, later in itertools.pairwise(times))


def judge(rulebook: Rulebook, facts: Addressed, text: str) -> float:
    """Seconds to judge a text; one that is refused as no note at all takes none."""
    start = time.perf_counter()
    try:
        rulebook.check(text, facts)
    except NoteError:
        return 0.0
    return time.perf_counter() - start

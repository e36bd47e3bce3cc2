"""A comparison summed up in a sentence."""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from thankgen.evals.comparison import Row


def conclusion(rows: Sequence[Row], labels: tuple[str, str], cases: int, pairs: tuple[int, int]) -> str:
    """Who is better at what, what could have been seen, and what is missing.

    `rows` may hold rows by language, which say nothing here; `pairs` are those compared and those
    there would be.
    """
    tested = [row for row in rows if row.language == "all"]
    parts = [_differences(tested, labels), _could_have_seen(tested, cases)]
    if pairs[0] < pairs[1]:
        left_out = pairs[1] - pairs[0]
        parts.append(f"{left_out} of {pairs[1]} pairs {'are' if left_out > 1 else 'is'} left out")
    return "; ".join(parts) + "."


def _differences(rows: Sequence[Row], labels: tuple[str, str]) -> str:
    shown = [
        f"{outcome} on " + ", ".join(_difference(row) for row in rows if row.outcome == outcome)
        for outcome in ("better", "worse")
        if any(row.outcome == outcome for row in rows)
    ]
    if not shown:
        return f"No difference between {labels[0]} and {labels[1]} is shown"
    rest = "; no difference shown elsewhere" if any(row.outcome == "not shown" for row in rows) else ""
    return f"{labels[1]} is " + " and ".join(shown) + rest


def _difference(row: Row) -> str:
    before, after = figure(row.baseline, row.unit), figure(row.candidate, row.unit)
    what = f"{before} → {after}"
    if row.kind == "guardrail":
        what = f"violated by {before} → {after} of first drafts"
    return f"{row.measure} ({what}, {p_value(row.adjusted)})"


def _could_have_seen(rows: Sequence[Row], cases: int) -> str:
    shares = [row.smallest for row in rows if row.unit == "share" and row.outcome == "not shown"]
    seen = sorted(points(share) for share in shares if share is not None)
    these = f"{cases} case{'s' if cases != 1 else ''}"
    if not shares:
        return f"seen on {these}"
    if not seen:
        too_few = f"{these} {'are' if cases != 1 else 'is'} too few"
        return f"{too_few} to show any difference after correction for {len(rows)} comparisons"
    if seen[0] == seen[-1]:
        return f"{these} could have shown differences of {seen[0]} points and more"
    return f"{these} could have shown differences from {seen[0]} to {seen[-1]} points on, by measure"


def figure(value: float, unit: str) -> str:
    """A mean as people read it: a share in per cent, requests with two decimals, tokens as a whole number."""
    if unit == "share":
        return f"{100 * value:.0f} %"
    return f"{value:.2f}" if unit == "requests" else f"{value:,.0f}"


def points(share: float) -> int:
    """A difference of shares in percentage points, rounded up: no less than that could be seen."""
    return math.ceil(100 * share)


def p_value(p: float | None) -> str:
    if p is None:
        return ""
    return "p < 0.001" if p < 0.001 else f"p = {p:.3f}"

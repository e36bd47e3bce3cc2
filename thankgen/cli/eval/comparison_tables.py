"""A comparison as plain text for a terminal, and as Markdown for a pull request."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from typing import TYPE_CHECKING

from thankgen.evals.verdict import figure, p_value, points

if TYPE_CHECKING:
    from thankgen.evals.comparison import Comparison, Row

_MOST_LEFT_OUT = 10
"""Pairs left out that are listed one by one; the JSON holds all of them."""

_MARKDOWN = re.compile(r"([\\`*_{}\[\]()#+!|<>~@&$])")


def as_text(comparison: Comparison) -> Iterator[str]:
    """Lines for a terminal."""
    yield comparison.verdict
    yield from _told_left_out(comparison)
    yield ""
    yield from _columns(_tested(comparison))
    yield from _unviolated(comparison)
    yield ""
    yield "By language (described, not tested):"
    yield from _columns(_described(comparison))


def as_markdown(comparison: Comparison) -> Iterator[str]:
    """Lines of a comment on a pull request; every word of the run is escaped."""
    one, two = (_escaped(label) for label in comparison.labels)
    yield f"### {one} → {two}"
    yield ""
    yield "\n\n".join(_escaped(line) for line in comparison.verdict.splitlines())
    left_out = list(_told_left_out(comparison))
    if left_out:
        yield ""
        yield f"**{_escaped(left_out[0])}**"
        yield from (f"- {_escaped(line.strip())}" for line in left_out[1:])
    yield ""
    yield from _table(_tested(comparison))
    yield from (f"\n{_escaped(line)}" for line in _unviolated(comparison))
    yield ""
    yield "<details><summary>By language (described, not tested)</summary>"
    yield ""
    yield from _table(_described(comparison))
    yield ""
    yield "</details>"


def _told_left_out(comparison: Comparison) -> Iterator[str]:
    whole = [(w.case, w.sample) for w in comparison.left_out if w.first_draft]
    later = [w for w in comparison.left_out if not w.first_draft]
    if not comparison.left_out:
        return
    told = []
    if whole:
        told.append(f"{len(set(whole))} of {comparison.pairs_planned} pairs without a first draft")
    if later:
        told.append(f"{len({(w.case, w.sample) for w in later})} pairs from requests and tokens alone")
    yield f"LEFT OUT: {', '.join(told)}."
    labels = dict(zip(("baseline", "candidate"), comparison.labels, strict=True))
    for wanting in comparison.left_out[:_MOST_LEFT_OUT]:
        yield f"  {wanting.case} (sample {wanting.sample}), {labels[wanting.version]}: {wanting.reason}"
    more = len(comparison.left_out) - _MOST_LEFT_OUT
    if more > 0:
        yield f"  and {more} more"


def _tested(comparison: Comparison) -> list[Sequence[str]]:
    head = ("measure", *comparison.labels, "difference", "95 % interval", "p", "corrected", "could see", "")
    return [head, *(_tested_row(row) for row in comparison.family if _is_worth_a_row(row))]


def _tested_row(row: Row) -> Sequence[str]:
    smallest = "–" if row.smallest is None else _amount(row.smallest, row.unit, rounded_up=True)
    tested = (p_value(p).removeprefix("p ").removeprefix("= ") for p in (row.p, row.adjusted))
    return (*_figures(row), *tested, smallest, row.outcome or "")


def _described(comparison: Comparison) -> list[Sequence[str]]:
    head = ("language", "measure", *comparison.labels, "difference", "95 % interval", "cases")
    rows = [row for row in comparison.rows if row.language != "all" and _is_worth_a_row(row)]
    return [head, *((row.language, *_figures(row), str(row.cases)) for row in rows)]


def _is_worth_a_row(row: Row) -> bool:
    return row.kind == "total" or row.baseline > 0 or row.candidate > 0


def _unviolated(comparison: Comparison) -> Iterator[str]:
    names = [row.measure for row in comparison.family if not _is_worth_a_row(row)]
    if names:
        yield f"Violated by no first draft of either: {', '.join(names)}."


def _figures(row: Row) -> Sequence[str]:
    """Measure, both figures, difference, interval."""
    interval = "–"
    if row.interval is not None:
        interval = " to ".join(f"{_amount(end, row.unit, signed=True)}" for end in row.interval)
    before, after = figure(row.baseline, row.unit), figure(row.candidate, row.unit)
    name = row.measure if row.kind == "total" else f"{row.measure} violated"
    return (name, before, after, _amount(row.difference, row.unit, signed=True), interval)


def _amount(value: float, unit: str, *, signed: bool = False, rounded_up: bool = False) -> str:
    """A difference in the unit's own steps: percentage points, requests, tokens."""
    sign = "+" if signed else ""
    if unit == "share":
        whole = points(value) if rounded_up else round(100 * value)
        return f"{whole:{sign}d}" if whole else "0"
    shown = f"{value:{sign}.2f}" if unit == "requests" else f"{value:{sign},.0f}"
    return shown if shown.strip("+-0.") else "0"


def _columns(rows: Sequence[Sequence[str]]) -> Iterator[str]:
    widths = [max(len(row[i]) for row in rows) for i in range(len(rows[0]))]
    numeric = {i for i, cell in enumerate(rows[-1]) if cell[:1] in "+-–<" or cell[:1].isdigit()}
    for row in rows:
        cells = (
            cell.rjust(width) if i in numeric else cell.ljust(width)
            for i, (cell, width) in enumerate(zip(row, widths, strict=True))
        )
        yield "  ".join(cells).rstrip()


def _table(rows: Sequence[Sequence[str]]) -> Iterator[str]:
    head, *body = rows
    yield _line(head)
    yield "|" + " --- |" * len(head)
    yield from (_line(row) for row in body)


def _line(cells: Iterable[str]) -> str:
    return "| " + " | ".join(_escaped(cell) for cell in cells) + " |"


def _escaped(text: str) -> str:
    """Text that stays text in Markdown and takes one line."""
    return _MARKDOWN.sub(r"\\\1", " ".join(text.split()))

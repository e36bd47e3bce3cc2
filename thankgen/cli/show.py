"""How notes, findings and edits look on a terminal. Colour is dropped where none is wanted."""

from __future__ import annotations

import difflib
import re
import unicodedata
from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

import click

if TYPE_CHECKING:
    from thankgen.finding import Finding, Report
    from thankgen.note import Edit

_COLOURS = {"error": "red", "warning": "yellow"}
_WIDTH = 100

_TOKEN = re.compile(r"\w+(?:['’-]\w+)*|\s+|[^\w\s]")
_AROUND = 8
"""Words and spaces shown on either side of a change."""


def report_lines(text: str, report: Report) -> Iterator[str]:
    """The findings, each under the line it is about, then a line that sums up."""
    lines = _numbered(text)
    for finding in report.findings:
        yield from _finding_lines(finding, lines)
    for gap in report.not_run:
        yield click.style("not run ", fg="red", bold=True) + f"{gap.guardrail}: {gap.reason}"
    if report.switched_off:
        yield click.style(f"switched off: {', '.join(report.switched_off)}", dim=True)
    if report.changed:
        yield click.style(f"changed: {', '.join(report.changed)}", dim=True)
    yield summary(report)


def summary(report: Report) -> str:
    errors = len(report.errors)
    warnings = len(report.findings) - errors
    ran = len(report.guardrails)
    if report.passed:
        tail = f", {_count(warnings, 'warning')}" if warnings else ""
        return click.style(f"✓ passed {ran} guardrails{tail}", fg="green")
    parts = [_count(n, kind) for n, kind in ((errors, "error"), (warnings, "warning")) if n]
    parts += [f"{len(report.not_run)} not run"] if report.not_run else []
    return click.style("✗ " + ", ".join(parts), fg="red", bold=True) + f" ({ran} guardrails ran)"


def _numbered(text: str) -> list[tuple[int, str]]:
    """Each line with the position at which it starts."""
    lines, position = [], 0
    for line in text.splitlines(keepends=True):
        lines.append((position, _visible(line.rstrip("\r\n"))))
        position += len(line)
    return lines


def _finding_lines(finding: Finding, lines: Sequence[tuple[int, str]]) -> Iterator[str]:
    colour = _COLOURS[finding.severity]
    label = click.style(f"{finding.severity} {finding.guardrail}", fg=colour, bold=True)
    message = _visible(finding.message)
    if finding.span is None:
        yield f"{label}: {message}"
        yield ""
        return
    start, end = finding.span
    number = max(n for n, (position, _) in enumerate(lines) if position <= start)
    position, line = lines[number]
    first = start - position
    last = min(max(end - position, first + 1), len(line))
    shown, first, last = _window(line, first, last)
    gutter = f"{number + 1:>4} │ "
    yield click.style(gutter, dim=True) + shown
    before, under = _columns(shown[:first]), _columns(shown[first:last])
    yield " " * (len(gutter) + before) + click.style("^" * max(under, 1), fg=colour)
    yield f"{' ' * 6} {label}: {message}"
    if finding.suggestion is not None:
        advice = f"write “{_visible(finding.suggestion)}”" if finding.suggestion else "leave it out"
        yield f"{' ' * 6} {click.style('→ ' + advice, fg='cyan')}"
    yield ""


def _visible(text: str) -> str:
    """The text with a picture in place of each character that would move or colour the terminal."""
    return "".join(_PICTURES.get(c, "�") if unicodedata.category(c) in ("Cc", "Cf") else c for c in text)


_PICTURES = {"\t": " ", "\n": " ", "\u200d": "\u200d", "\u00ad": "-", "\x1b": "␛"}
"""A soft hyphen shows as one; joiners hold emoji together."""


def _columns(text: str) -> int:
    """Columns of a terminal that the text takes: none for marks and joiners, two for wide letters."""
    return sum(
        0
        if unicodedata.category(c) in ("Mn", "Me", "Cf")
        else 2
        if unicodedata.east_asian_width(c) in ("W", "F")
        else 1
        for c in text
    )


def _window(line: str, first: int, last: int) -> tuple[str, int, int]:
    """A stretch of a long line around a span that fits the screen."""
    if len(line) <= _WIDTH:
        return line, first, last
    start = max(0, min(first - _WIDTH // 4, len(line) - _WIDTH))
    end = min(len(line), start + _WIDTH)
    head = "…" if start else ""
    tail = "…" if end < len(line) else ""
    return head + line[start:end] + tail, first - start + len(head), min(last, end) - start + len(head)


def edit_lines(before: str, after: str, edits: Sequence[Edit]) -> Iterator[str]:
    """What was changed and why, then the words that went and came."""
    for edit in edits:
        yield click.style(f"changed ({edit.guardrail}) ", fg="cyan") + edit.description
    if edits:
        yield ""
        yield from difference(before, after)


def difference(before: str, after: str) -> Iterator[str]:
    """The changed words with some words around, marked as by git: [-gone-] and {+come+}."""
    # Which line ends a note has is nothing that was changed in it.
    old, new = (_TOKEN.findall("\n".join(text.splitlines())) for text in (before, after))
    matcher = difflib.SequenceMatcher(None, old, new, autojunk=False)
    for group in matcher.get_grouped_opcodes(_AROUND):
        parts = []
        for tag, i, j, k, m in group:
            if tag == "equal":
                parts.append("".join(old[i:j]))
                continue
            parts.append(_marked("".join(old[i:j]), "[-", "-]", "red"))
            parts.append(_marked("".join(new[k:m]), "{+", "+}", "green"))
        head = "…" if group[0][1] else ""
        tail = "…" if group[-1][2] < len(old) else ""
        for line in f"{head}{''.join(parts).strip()}{tail}".splitlines():
            if line.strip():
                yield f"    {line}"
        yield ""


def _marked(text: str, left: str, right: str, colour: str) -> str:
    """A stretch of text between marks, line by line, so that each line reads by itself."""
    return "".join(
        click.style(f"{left}{piece}{right}", fg=colour) if piece.strip("\n") else piece
        for piece in re.split(r"(\n+)", text)
    )


def _count(number: int, noun: str) -> str:
    return f"{number} {noun}" if number == 1 else f"{number} {noun}s"

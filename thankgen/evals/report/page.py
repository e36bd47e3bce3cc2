"""A run as one self-contained HTML page: figures, charts, and every case with its drafts side by side."""

from __future__ import annotations

import base64
import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

from thankgen.evals.report import figures, summary
from thankgen.evals.report.marking import segments, visible, word_differences
from thankgen.evals.runs import Outcome, Run, Version

if TYPE_CHECKING:
    from jinja2 import Environment

_FOLDER = Path(__file__).parent

ALL = "all guardrails"


@dataclass(frozen=True)
class Line:
    """A row of a chart: a name and one rate a version."""

    name: str
    rates: tuple[figures.Rate, ...]


@dataclass(frozen=True)
class CaseView:
    """A case and its outcomes, a list a version."""

    case: str
    language: str
    to: str
    tags: tuple[str, ...]
    sides: tuple[tuple[Outcome, ...], ...]


def report_html(run: Run) -> str:
    """The page. It loads nothing from anywhere; all text of the run is escaped."""
    versions = run.header.versions
    by_version = [run.of(version.name) for version in versions]
    names = guardrails_of(run.outcomes)
    violated = [n for n in names if any(_violations(outcomes, n) for outcomes in by_version)]
    languages = sorted({outcome.language for outcome in run.outcomes})
    turns = figures.most_turns(run.outcomes)
    ends = {figures.stage_of(outcome)[0] for outcome in run.outcomes}
    style, script = _asset("style.css"), _asset("script.js")
    return (
        _environment()
        .get_template("page.html.jinja")
        .render(
            run=run,
            versions=versions,
            style=style,
            script=script,
            style_hash=_digest(style),
            script_hash=_digest(script),
            notice=summary.notice(run),
            sentences=[list(summary.sentences(run, version)) for version in versions],
            verdicts=list(summary.verdicts(run)),
            by_guardrail=_by_guardrail(by_version, violated),
            unviolated=[name for name in names if name not in violated],
            by_language=_by_language(by_version, languages),
            crossed=_crossed(by_version, violated, languages),
            waterfalls=[figures.waterfall(outcomes, turns, ends) for outcomes in by_version],
            spendings=[figures.spending(outcomes) for outcomes in by_version],
            cases=case_views(run, versions),
            guardrails=_found(run.outcomes),
            languages=languages,
            stages=_stages(run.outcomes),
            stage_of=figures.stage_of,
            ends_in_words=figures.ends_in_words,
        )
    )


def guardrails_of(outcomes: Sequence[Outcome]) -> list[str]:
    """The guardrails that judged any first draft, by name."""
    reports = [outcome.first.found for outcome in outcomes if outcome.first is not None]
    ran = {name for report in reports for name in report.guardrails}
    return sorted(ran | {finding.guardrail for report in reports for finding in report.findings})


def _found(outcomes: Sequence[Outcome]) -> list[str]:
    """The guardrails that any draft violates, later ones included."""
    reports = (attempt.found for outcome in outcomes for attempt in outcome.attempts)
    return sorted({finding.guardrail for report in reports for finding in report.findings})


def _violations(outcomes: Sequence[Outcome], guardrail: str) -> int:
    rate = figures.rate(outcomes, figures.passes(guardrail))
    return rate.trials - rate.hits


def _by_guardrail(by_version: Sequence[Sequence[Outcome]], violated: Sequence[str]) -> list[Line]:
    """All guardrails together first, then each that was violated, the lowest rate of any version first."""
    whole = Line(ALL, tuple(figures.rate(o, figures.accepted_as_drafted) for o in by_version))
    lines = [Line(n, tuple(figures.rate(o, figures.passes(n)) for o in by_version)) for n in violated]
    return [whole, *sorted(lines, key=lambda line: min(r.share for r in line.rates if r.share is not None))]


def _by_language(by_version: Sequence[Sequence[Outcome]], languages: Sequence[str]) -> list[Line]:
    return [
        Line(
            language,
            tuple(
                figures.rate([o for o in outcomes if o.language == language], figures.accepted_as_drafted)
                for outcomes in by_version
            ),
        )
        for language in languages
    ]


def _crossed(
    by_version: Sequence[Sequence[Outcome]], violated: Sequence[str], languages: Sequence[str]
) -> list[tuple[str, list[list[figures.Rate]]]]:
    """For every guardrail, and all together first: a list a version of one rate a language."""
    return [
        (
            name,
            [
                [
                    figures.rate(
                        [o for o in outcomes if o.language == language],
                        figures.accepted_as_drafted if name == ALL else figures.passes(name),
                    )
                    for language in languages
                ]
                for outcomes in by_version
            ],
        )
        for name in (ALL, *violated)
    ]


def _stages(outcomes: Sequence[Outcome]) -> list[tuple[str, str]]:
    """The ends that notes came to, as keys and words, in the waterfall's order."""
    order = ("drafted", "edited", "regenerated", "failed", "declined", "unknown")
    return sorted({figures.stage_of(o) for o in outcomes}, key=lambda s: (order.index(s[0].split("-")[0]), s))


def case_views(run: Run, versions: Sequence[Version]) -> list[CaseView]:
    """The cases in the run's order."""
    grouped: dict[str, list[Outcome]] = {}
    for outcome in run.outcomes:
        grouped.setdefault(outcome.case, []).append(outcome)
    return [
        CaseView(
            case,
            outcomes[0].language,
            outcomes[0].to,
            outcomes[0].tags,
            tuple(tuple(o for o in outcomes if o.version == version.name) for version in versions),
        )
        for case, outcomes in grouped.items()
    ]


def _asset(name: str) -> str:
    return (_FOLDER / name).read_text(encoding="utf-8")


def _digest(text: str) -> str:
    """A source expression of a content security policy."""
    return "sha256-" + base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()


@cache
def _environment() -> Environment:
    from jinja2 import Environment, FileSystemLoader, StrictUndefined  # only needed for a page

    environment = Environment(
        loader=FileSystemLoader(_FOLDER),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    environment.filters["visible"] = visible
    environment.globals.update(segments=segments, word_differences=word_differences)
    return environment

"""Findings and reports: what the guardrails say about a note."""

from __future__ import annotations

from typing import Literal

from pydantic import BaseModel, ConfigDict, computed_field

Severity = Literal["error", "warning"]


class Finding(BaseModel):
    """One violation of one guardrail.

    `span` is (start, end) in code points of the text as given; None where something is
    missing. `excerpt` is the text at `span`. `suggestion` is what to write there instead,
    given only where one answer is right; an empty string means: leave it out.
    """

    model_config = ConfigDict(frozen=True)

    guardrail: str
    severity: Severity = "error"
    message: str
    excerpt: str | None = None
    span: tuple[int, int] | None = None
    suggestion: str | None = None


class NotRun(BaseModel):
    """A guardrail that could not run, and why."""

    model_config = ConfigDict(frozen=True)

    guardrail: str
    reason: str


class Report(BaseModel):
    """The verdict on one note (or, from `check_all`, on several).

    `guardrails` lists the ids that ran, `not_run` those that could not, `switched_off`
    those that the rulebook turned off, `changed` the settings that differ from the shipped ones.
    """

    model_config = ConfigDict(frozen=True)

    findings: tuple[Finding, ...] = ()
    guardrails: tuple[str, ...] = ()
    not_run: tuple[NotRun, ...] = ()
    switched_off: tuple[str, ...] = ()
    changed: tuple[str, ...] = ()

    @computed_field  # type: ignore[prop-decorator]  # mypy has no view of decorators over property
    @property
    def passed(self) -> bool:
        """True where no finding is an error and every guardrail that is on could run."""
        return not self.not_run and not self.errors

    @property
    def errors(self) -> tuple[Finding, ...]:
        return tuple(f for f in self.findings if f.severity == "error")

    def count(self, guardrail: str) -> int:
        """Error findings of one guardrail."""
        return sum(f.guardrail == guardrail for f in self.errors)

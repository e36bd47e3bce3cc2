"""A pytest plugin: guardrails and cases in tests of one's own. pytest loads it by itself.

`thankgen_check(text, facts, to=None)` judges a note and fails the test with the findings where it
violates an error-level guardrail; else it returns the report. A test that asks for `thankgen_case`
runs once for every case in the folder that the ini setting `thankgen_cases` names (the shipped cases,
where it names none); `thankgen_only` chooses among them, a line a choice:

    [tool.pytest.ini_options]
    thankgen_cases = "my-cases"
    thankgen_only = ["sv", "en,card"]
"""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING, Protocol

import pytest

if TYPE_CHECKING:
    from thankgen.evals.cases import Case
    from thankgen.facts import Facts
    from thankgen.finding import Report

CASE = "thankgen_case"


class CheckNote(Protocol):
    """What the fixture `thankgen_check` is."""

    def __call__(
        self, text: str, facts: Facts, to: str | None = None, *, on: dt.date | None = None
    ) -> Report: ...


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addini("thankgen_cases", "Folder of cases for the fixture thankgen_case.", "string", "")
    parser.addini("thankgen_only", "Tags or names of the cases that are wanted.", "linelist", [])


def pytest_generate_tests(metafunc: pytest.Metafunc) -> None:
    if CASE not in metafunc.fixturenames:
        return
    import thankgen  # only in test runs that ask for it

    config = metafunc.config
    folder = config.getini("thankgen_cases")
    cases = thankgen.load_cases(config.rootpath / folder if folder else None, config.getini("thankgen_only"))
    metafunc.parametrize(CASE, cases, ids=[case.id for case in cases])


@pytest.fixture
def thankgen_case(request: pytest.FixtureRequest) -> Case:
    """One case after the other."""
    case: Case = request.param
    return case


@pytest.fixture(scope="session")
def thankgen_check() -> CheckNote:
    """Judge a note; fail with its findings where it may not be sent."""
    import thankgen  # only in test runs that ask for it

    def check(text: str, facts: Facts, to: str | None = None, *, on: dt.date | None = None) -> Report:
        __tracebackhide__ = True
        report = thankgen.check(text, facts, to, on=on or facts.interview.date)
        if not report.passed:
            told = [
                f"{f.guardrail}: {f.message}" + (f" [{f.excerpt}]" if f.excerpt else "")
                for f in report.errors
            ]
            told += [f"{n.guardrail} could not run: {n.reason}" for n in report.not_run]
            pytest.fail("\n".join(["the note may not be sent:", *told, "", text]), pytrace=False)
        return report

    return check

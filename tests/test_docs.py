"""The documentation: every example runs, every command is described as it is."""

from __future__ import annotations

import json
import os
import re
import shutil
import subprocess
import sys
import tomllib
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from examples_in_docs import LANGUAGES, LASTING, OTHERS, PAGES, ROOT, Example, examples, is_simple, words
from samples import GOOD_NOTE

import thankgen
from thankgen import assets
from thankgen.cli import run
from thankgen.cli.manual import manual
from thankgen.testing import ScriptedEndpoint

RECORDS = "measured.md"
"""Holds commands with what they printed one day; they are run when figures are taken."""

LOCAL = re.compile(r"http://localhost:\d+/v1")
FEW = ("en-night-shift-slot.toml", "sv-saltmodern.toml", "sv-fyrkort.toml")

NOTE = GOOD_NOTE.replace("Hi Keith", "Hi Kieth").replace("01632 960111\n", "")
REPLY = {"subject": "Thank you for Tuesday", "paragraphs": GOOD_NOTE.split("\n\n")[2:-1]}


@pytest.fixture(scope="module")
def few_cases(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Some of the shipped cases: an example that goes through all of them goes through these."""
    folder = tmp_path_factory.mktemp("cases")
    for path in sorted((ROOT / "evals" / "cases").glob("*.toml")):
        text = path.read_text(encoding="utf-8")
        if path.name in FEW:
            (folder / path.name).write_text(text, encoding="utf-8")
    return folder


@pytest.fixture
def place(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, few_cases: Path) -> Path:
    """A folder with what the examples take as given: facts, a note, the labelled notes."""
    monkeypatch.chdir(tmp_path)
    find = assets.find
    ours = {"cases": few_cases, "prompts": tmp_path / "prompts"}  # where `prompts new` may write
    monkeypatch.setattr(assets, "find", lambda kind: ours.get(kind) or find(kind))
    shutil.copytree(ROOT / "prompts", tmp_path / "prompts")
    monkeypatch.setenv("PYTHONPATH", str(ROOT))
    facts = next(e.content for e in examples(ROOT / "README.md") if e.language == "toml")
    (tmp_path / "interview.toml").write_text(facts, encoding="utf-8")
    (tmp_path / "mine.txt").write_text(NOTE, encoding="utf-8")
    (tmp_path / "evals").mkdir()
    for name in ("labelled", "labelled-trades", "labelled-unseen"):
        (tmp_path / "evals" / name).symlink_to(ROOT / "evals" / name)
    (tmp_path / "bin").mkdir()
    program = tmp_path / "bin" / "thankgen"
    program.write_text(f"#!{sys.executable}\nfrom thankgen.cli import main\nmain()\n", encoding="utf-8")
    program.chmod(0o755)
    monkeypatch.setenv("PATH", f"{program.parent}{os.pathsep}{os.environ['PATH']}")
    return tmp_path


@pytest.fixture
def endpoint() -> Iterator[ScriptedEndpoint]:
    with ScriptedEndpoint(lambda _: REPLY) as running:
        yield running


class Reader:
    """Does what a page says, from top to bottom."""

    def __init__(self, place: Path, endpoint: ScriptedEndpoint, monkeypatch: pytest.MonkeyPatch) -> None:
        self._place, self._endpoint, self._patch = place, endpoint, monkeypatch
        facts = thankgen.Facts.load("interview.toml")
        self._names: dict[str, Any] = {
            "thankgen": thankgen,
            "facts": facts,
            "text": GOOD_NOTE,
            "my_writer": lambda facts: "",
        }

    def follow(self, example: Example) -> None:
        assert example.language in LANGUAGES, f"{example}: a block of no known kind: {example.language!r}"
        content = LOCAL.sub(self._endpoint.base_url, example.content)
        if example.file:
            path = self._place / example.file
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(content.partition("\n")[2].lstrip("\n"), encoding="utf-8")
        if example.language == "toml":
            tomllib.loads(content)
        elif example.language == "python":
            exec(compile(content, str(example), "exec"), self._names)
        elif example.language == "sh":
            for command in Example("", 0, "sh", content).commands:
                self._run(command, example)

    def _run(self, command: str, example: Example) -> None:
        first, *rest = words(command)
        if first in OTHERS:
            return
        if first == "export":
            self._export(*rest[0].split("=", 1))
        elif first == "thankgen" and is_simple(command):
            lasting = command.split("  #")[0].strip().startswith(LASTING)
            self._serve_when_asked(rest)
            self._fill_in_before_sealing(rest)
            status = run([*rest, *(["--help"] if lasting else [])])
            assert status in (0, 1), f"{example}: {command}: exit status {status}"
        else:
            done = subprocess.run(["bash", "-c", command], capture_output=True, text=True)
            assert done.returncode in (0, 1), f"{example}: {command}: {done.stderr}"

    def _export(self, name: str, value: str) -> None:
        """A setting; with a key and no base URL, the scripted endpoint is the hosted one."""
        self._patch.setenv(name, "a-key-of-no-one" if value == "…" else value)
        if name == "OPENAI_API_KEY":
            self._patch.setenv("OPENAI_BASE_URL", self._endpoint.base_url)

    def _serve_when_asked(self, arguments: list[str]) -> None:
        """`eval record` asks the hosted endpoint where no other is named."""
        if arguments[:2] == ["eval", "record"]:
            self._patch.setenv("OPENAI_BASE_URL", self._endpoint.base_url)
        elif arguments[:1] == ["eval"]:
            self._patch.delenv("OPENAI_BASE_URL", raising=False)

    def _fill_in_before_sealing(self, arguments: list[str]) -> None:
        """What the pages tell a person to write into a new version."""
        if arguments[:2] == ["prompts", "seal"]:
            for path in self._place.glob(f"*prompts/{arguments[2]}/prompt.toml"):
                text = path.read_text(encoding="utf-8")
                text = re.sub(
                    r'^(hypothesis|changes) = ".*"', r'\1 = "It says less."', text, flags=re.MULTILINE
                )
                path.write_text(text, encoding="utf-8")


@pytest.mark.parametrize("page", [page for page in PAGES if page.name != RECORDS], ids=lambda page: page.name)
def test_every_example_of_a_page_runs(
    page: Path, place: Path, endpoint: ScriptedEndpoint, monkeypatch: pytest.MonkeyPatch
) -> None:
    reader = Reader(place, endpoint, monkeypatch)
    if page.name == "compare.md":  # begins where evals.md ends
        record = "thankgen eval record --prompts v1,v2 --model a-model\n"
        reader.follow(Example("", 0, "sh", f"{record}thankgen eval run --prompts v1,v2 --out run.jsonl\n"))
    for example in examples(page):
        reader.follow(example)


def test_the_page_of_commands_is_what_the_commands_say() -> None:
    written = (ROOT / "docs" / "commands.md").read_text(encoding="utf-8")
    assert written == manual(), "make commands writes it anew"


def test_every_command_has_its_section() -> None:
    sections = set(re.findall(r"^## (.+)$", manual(), re.MULTILINE))
    assert {
        "thankgen init",
        "thankgen write",
        "thankgen check",
        "thankgen web",
        "thankgen eval run",
    } <= sections


def test_every_page_stands_in_the_navigation_and_every_link_leads_somewhere() -> None:
    navigation = (ROOT / "mkdocs.yml").read_text(encoding="utf-8")
    for page in PAGES[1:]:
        assert f": {page.name}" in navigation
        for link in re.findall(r"\]\((?!https?:)([^)#]+)", page.read_text(encoding="utf-8")):
            assert (page.parent / link).is_file(), f"{page.name}: {link}"
    for link in re.findall(r"\]\((?!https?:)([^)#]+)", PAGES[0].read_text(encoding="utf-8")):
        assert (ROOT / link).exists(), f"README.md: {link}"


def test_every_format_and_every_guardrail_variable_is_documented() -> None:
    deliver = (ROOT / "docs" / "deliver.md").read_text(encoding="utf-8")
    assert set(re.findall(r"^\| `(\w+)` \| ", deliver, re.MULTILINE)) == set(thankgen.FORMATS)
    settings = (ROOT / "docs" / "commands.md").read_text(encoding="utf-8")
    for name in ("OPENAI_API_KEY", "OPENAI_BASE_URL", "THANKGEN_MODEL", "THANKGEN_PROMPT"):
        assert f"`{name}`" in settings


def test_what_the_page_on_privacy_calls_left_out_is_in_no_request(endpoint: ScriptedEndpoint) -> None:
    facts = thankgen.facts_from_mapping(
        {
            "company": "Brackwater Ferries",
            "role": "Route Manager",
            "candidate": {
                "name": "Imogen Sørvik-Hale",
                "email": "imogen@sorvik-hale.example",
                "phone": "01632 960111",
                "links": ["portfolio.example/imogen"],
            },
            "interview": {"date": "2026-10-06"},
            "recipients": [
                {
                    "name": "Keith Abernethy",
                    "address": "old Keith",
                    "email": "keith@brackwater.example",
                    "discussed": ["portfolio.example/imogen", "or ring me on +46 70 174 06 11"],
                },
                {"name": "Małgorzata Wiśniewska", "discussed": ["the ticket gates"]},
            ],
            "stumble": {"question": "the strike", "answer": "ask first", "with": ["Małgorzata Wiśniewska"]},
        }
    )
    writer = thankgen.OpenAIWriter(base_url=endpoint.base_url, model="scripted-model")
    thankgen.write(facts, "Keith Abernethy", writer=writer, tries=3, on_exhausted="best")
    writer.close()
    sent = json.dumps(endpoint.requests, ensure_ascii=False)
    assert "Keith Abernethy" in sent
    left_out = ["Imogen", "960111", "sorvik-hale.example", "portfolio.example", "old Keith", "174 06 11"]
    left_out += ["keith@", "Małgorzata", "ticket gates", "strike", "ask first"]
    assert [words for words in left_out if words in sent] == []

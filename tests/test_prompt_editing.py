"""Prompt versions are copied, compared and sealed; a sealed one stays as it is."""

from __future__ import annotations

from pathlib import Path

import pytest

import thankgen
from thankgen.cli import run
from thankgen.errors import PromptError


@pytest.fixture
def own(tmp_path: Path) -> Path:
    """A folder of one's own with v3, a copy of v2 that says what it is for."""
    folder = thankgen.new_prompt("v3", "v2", tmp_path)
    about = folder / "prompt.toml"
    said = about.read_text(encoding="utf-8").replace("Say what this", "Shorter than this")
    about.write_text(said, encoding="utf-8")
    return tmp_path


def test_a_new_version_is_an_unsealed_copy(own: Path) -> None:
    before, after = thankgen.prompt_version("v2"), thankgen.prompt_version("v3", own)
    assert after.templates == before.templates
    assert after.seal == before.seal
    assert after.info.seal == ""
    assert after.info.changes == "From v2: nothing yet."


def test_a_version_of_ones_own_can_be_copied(own: Path) -> None:
    (own / "v3" / "user.jinja").write_text("only here", encoding="utf-8")
    thankgen.new_prompt("v4", "v3", own)
    assert thankgen.prompt_version("v4", own).templates["user.jinja"] == "only here"


@pytest.mark.parametrize("name", ["v3", "../v4", "new", "offline", ""])
def test_a_name_that_is_taken_or_none_is_refused(own: Path, name: str) -> None:
    with pytest.raises(PromptError, match=r"is no name for a version|there is a v3 already; versions: v3"):
        thankgen.new_prompt(name, "v2", own)


def test_what_differs_is_told_file_by_file(own: Path) -> None:
    assert thankgen.compare_prompts("v1", "v1") == ""
    (own / "v3" / "extra.jinja").write_text("more\n", encoding="utf-8")
    thankgen.new_prompt("v4", "v3", own)
    (own / "v4" / "extra.jinja").unlink()
    assert thankgen.compare_prompts("v3", "v4", own) == (
        "--- v3/extra.jinja\n+++ v4/extra.jinja\n@@ -1 +0,0 @@\n-more\n"
    )


def test_sealing_writes_the_seal_and_changes_nothing_else(own: Path) -> None:
    about = own / "v3" / "prompt.toml"
    before = about.read_text(encoding="utf-8")
    seal = thankgen.seal_prompt("v3", own)
    assert about.read_text(encoding="utf-8") == before.replace('seal = ""', f'seal = "{seal}"')
    assert thankgen.seal_prompt("v3", own) == seal == thankgen.prompt_version("v3", own).info.seal


def test_a_sealed_version_that_has_changed_is_not_sealed_again(own: Path) -> None:
    thankgen.seal_prompt("v3", own)
    (own / "v3" / "user.jinja").write_text("changed", encoding="utf-8")
    with pytest.raises(PromptError, match="has changed since; undo that, or `thankgen prompts new"):
        thankgen.seal_prompt("v3", own)


def test_a_version_without_a_hypothesis_is_not_sealed(tmp_path: Path) -> None:
    thankgen.new_prompt("v3", "v2", tmp_path)
    with pytest.raises(PromptError, match="say first what the version is meant to do better"):
        thankgen.seal_prompt("v3", tmp_path)


def test_the_commands_do_the_same(own: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["prompts", "new", "v4", "--from", "v3", "--prompts", str(own)]) == 0
    assert capsys.readouterr().out == f"{own / 'v4'}\n"
    assert run(["prompts", "diff", "v3", "v4", "--prompts", str(own)]) == 0
    out, err = capsys.readouterr()
    assert (out, err) == ("", "v3 and v4 are the same.\n")
    assert run(["prompts", "diff", "v1", "v2"]) == 0
    assert "+++ v2/plan.jinja" in capsys.readouterr().out
    assert run(["prompts", "seal", "v3", "--prompts", str(own)]) == 0
    assert capsys.readouterr().out.strip() == thankgen.prompt_version("v3", own).info.seal
    assert run(["prompts", "v3", "--prompts", str(own)]) == 0
    assert "v3  Write the subject" in capsys.readouterr().out

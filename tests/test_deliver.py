"""What is made of notes: formats and files."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from samples import GOOD_NOTE, make_facts

import thankgen
from thankgen.deliver import eml, files, formats
from thankgen.finding import Report
from thankgen.note import Note

KEITH = "Keith Abernethy"


def _note(text: str = GOOD_NOTE, subject: str = "Thank you for Tuesday", to: str = KEITH) -> Note:
    return Note(to=to, subject=subject, body="", text=text, report=Report(), source="offline")


def _people(**changes: object) -> thankgen.Facts:
    data = make_facts().model_dump(by_alias=True)
    data["recipients"] = [{"name": name} for name in changes.pop("names", [KEITH])]  # type: ignore[attr-defined]  # a list of names
    return thankgen.Facts.model_validate({**data, **changes})


@pytest.mark.parametrize(
    ("name", "stem"),
    [
        ("Zoë O'Neil", "zoe-o-neil"),
        ("Małgorzata Wiśniewska", "malgorzata-wisniewska"),
        ("Jürgen Müller-Lüdenscheidt", "jurgen-muller-ludenscheidt"),
        ("Bjørn Ærø", "bjorn-aero"),
        ("../../etc/passwd", "etc-passwd"),
        ("Con", "con-"),
        ("LPT1", "lpt1-"),
        ("a/b\\c:d", "a-b-c-d"),
        ("…", "note"),
    ],
)
def test_a_name_becomes_a_file_name_for_every_system(name: str, stem: str) -> None:
    assert files.file_stem(name) == stem


def test_a_long_name_becomes_a_short_file_name() -> None:
    assert len(files.file_stem("Ann " * 60)) <= 60


def test_two_people_never_share_a_file_and_one_keeps_theirs(tmp_path: Path) -> None:
    names = ["Zoë Lund", "Zoe Lund", "Zoe-Lund"]
    facts = _people(names=names)
    paths = files.save([_note(to=name) for name in names], facts, tmp_path, ["text"])
    assert [path.name for path in paths] == ["zoe-lund.txt", "zoe-lund-2.txt", "zoe-lund-3.txt"]
    [alone] = files.save([_note(to="Zoe Lund")], facts, tmp_path, ["text"])
    assert alone.name == "zoe-lund-2.txt"


def test_each_format_has_its_content(tmp_path: Path) -> None:
    [note] = thankgen.write(make_facts(), to=KEITH)
    text, mail, dump = files.save([note], make_facts(), tmp_path / "new", ["text", "eml", "json", "text"])
    assert text.read_bytes().decode("utf-8") == note.text
    assert mail.read_bytes() == eml.draft(note, make_facts())
    assert json.loads(dump.read_text(encoding="utf-8")) == note.model_dump(mode="json")


def test_a_folder_that_takes_no_files_is_told(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    for place in (tmp_path / "file", tmp_path / "file" / "below", Path("zero\0byte")):
        with pytest.raises(thankgen.SettingsError, match="Choose another folder"):
            files.prepare(place)
        with pytest.raises(thankgen.SettingsError, match="Choose another folder"):
            files.save([_note()], make_facts(), place, ["text"])


@pytest.mark.parametrize("names", ["docx", "text,odt", "", " , "])
def test_an_unknown_format_is_told_with_those_that_there_are(names: str) -> None:
    with pytest.raises(thankgen.SettingsError, match="formats: text, eml, mailto"):
        formats.formats(names)


def test_one_note_and_a_list_with_commas_are_taken_as_well(tmp_path: Path) -> None:
    paths = thankgen.save(_note(), make_facts(), str(tmp_path), "text,eml")
    assert [path.name for path in paths] == ["keith-abernethy.txt", "keith-abernethy.eml"]
    assert thankgen.render(_note(), make_facts(), "text").decode() == GOOD_NOTE


def test_nothing_is_written_where_a_format_is_unknown(tmp_path: Path) -> None:
    with pytest.raises(thankgen.SettingsError):
        thankgen.save(_note(), make_facts(), tmp_path / "new", ["text", "odt"])
    assert not (tmp_path / "new").exists()

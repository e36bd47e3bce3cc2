"""What is made of notes: e-mail drafts and files."""

from __future__ import annotations

import email
import email.policy
import json
from email.message import EmailMessage
from pathlib import Path

import pytest
from samples import GOOD_NOTE, make_facts

import thankgen
from thankgen.deliver import eml, files
from thankgen.finding import Report
from thankgen.note import Note

KEITH = "Keith Abernethy"


def _note(text: str = GOOD_NOTE, subject: str = "Thank you for Tuesday", to: str = KEITH) -> Note:
    return Note(to=to, subject=subject, body="", text=text, report=Report(), source="offline")


def _parsed(note: Note, facts: thankgen.Facts) -> EmailMessage:
    message = email.message_from_bytes(eml.draft(note, facts), policy=email.policy.default)
    assert isinstance(message, EmailMessage)
    return message


def _people(**changes: object) -> thankgen.Facts:
    data = make_facts().model_dump(by_alias=True)
    data["recipients"] = [{"name": name} for name in changes.pop("names", [KEITH])]  # type: ignore[attr-defined]  # a list of names
    return thankgen.Facts.model_validate({**data, **changes})


def test_an_e_mail_draft_is_addressed_and_unsent() -> None:
    message = _parsed(_note(), make_facts())
    assert message["To"] == "Keith Abernethy <keith@brackwater.example>"
    assert message["From"] == "Imogen Sørvik-Hale <imogen@sorvik-hale.example>"
    assert message["Subject"] == "Thank you for Tuesday"
    assert message["X-Unsent"] == "1"
    assert not {"Disposition-Notification-To", "Return-Receipt-To", "Date"} & set(message.keys())


def test_the_body_is_the_note_below_its_subject() -> None:
    body = _parsed(_note(), make_facts()).get_content()
    assert body.splitlines() == GOOD_NOTE.partition("\n\n")[2].splitlines()


@pytest.mark.parametrize("label", ["Subject", "Ämne", "Betreff", "Emne"])
def test_the_subject_line_is_left_out_in_any_language(label: str) -> None:
    text = GOOD_NOTE.replace("Subject:", f"{label}:")
    assert _parsed(_note(text), make_facts()).get_content().startswith("Hi Keith,")


def test_a_card_keeps_its_first_line() -> None:
    text = GOOD_NOTE.partition("\n\n")[2]
    assert _parsed(_note(text, subject=""), make_facts()).get_content().splitlines() == text.splitlines()


def test_headers_are_ascii_on_the_wire_and_lines_end_in_crlf() -> None:
    raw = eml.draft(_note(subject="Tack för i går – åter, " + "mycket " * 20), make_facts())
    assert raw.isascii()
    assert raw.count(b"\n") == raw.count(b"\r\n")
    assert max(map(len, raw.split(b"\r\n"))) <= 998


def test_a_line_break_in_a_subject_adds_no_header() -> None:
    message = _parsed(_note(subject="Thanks\r\nBcc: all@example.org"), make_facts())
    assert message["Bcc"] is None
    assert message["Subject"] == "Thanks Bcc: all@example.org"


def test_a_domain_that_is_not_ascii_is_encoded() -> None:
    facts = make_facts(candidate={"name": 'Åsa "Ace" Öst, MSc', "email": "asa@Große-Öst.example"})
    sender = _parsed(_note(), facts)["From"].addresses[0]
    assert sender.display_name == 'Åsa "Ace" Öst, MSc'
    assert sender.addr_spec == "asa@xn--groe-st-2va3s.example"


def test_an_address_that_is_not_ascii_is_kept_in_utf_8() -> None:
    facts = make_facts(candidate={"name": "Åsa Öst", "email": "åsa@ost.example"})
    assert "From: Åsa Öst <åsa@ost.example>\r\n" in eml.draft(_note(), facts).decode("utf-8")


def test_without_addresses_the_draft_has_none() -> None:
    message = _parsed(_note(), _people(candidate={"name": "Imogen Sørvik-Hale"}))
    assert message["To"] is None
    assert message["From"] is None


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


@pytest.mark.parametrize("names", ["pdf", "text,html", "", " , "])
def test_an_unknown_format_is_told_with_those_that_there_are(names: str) -> None:
    with pytest.raises(thankgen.SettingsError, match="formats: text, eml, json"):
        files.formats(names)

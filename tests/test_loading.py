"""Reading facts from files: every fault at once, with its line, its key and what would be right."""

from __future__ import annotations

import contextlib
import json
import re
import sys
from pathlib import Path
from random import Random

import pytest
import yaml
from pydantic import ValidationError
from samples import make_facts

import thankgen
from thankgen.errors import FactsError, Fault
from thankgen.facts import Facts
from thankgen.loading import facts_from_mapping, facts_from_text, load_facts
from thankgen.loading.source import MOST_BYTES

GOOD = """\
company = "Brackwater Ferries"
role = "Route Manager"
[candidate]
name = "Zoë Hartnoll"
[interview]
date = 2026-11-24
[[recipients]]
name = "Keith Abernethy"
"""

GOOD_DATA = {
    "company": "Brackwater Ferries",
    "role": "Route Manager",
    "candidate": {"name": "Zoë Hartnoll"},
    "interview": {"date": "2026-11-24"},
    "recipients": [{"name": "Keith Abernethy"}],
}


def faults_of(tmp_path: Path, name: str, content: str | bytes) -> tuple[Fault, ...]:
    path = tmp_path / name
    path.write_bytes(content if isinstance(content, bytes) else content.encode())
    with pytest.raises(FactsError) as caught:
        load_facts(path)
    assert all(fault.file == str(path) for fault in caught.value.faults)
    return caught.value.faults


@pytest.mark.parametrize("ending", [".toml", ".yaml", ".yml", ".json", ".TOML", ".JSON"])
def test_all_formats_give_the_same_facts(tmp_path: Path, ending: str) -> None:
    path = tmp_path / f"facts{ending}"
    if ending.lower() == ".toml":
        path.write_text(GOOD, encoding="utf-8")
    else:
        dump = json.dumps if ending.lower() == ".json" else yaml.safe_dump
        path.write_text(dump(GOOD_DATA), encoding="utf-8")
    assert Facts.load(path) == Facts.model_validate(GOOD_DATA)


def test_a_byte_order_mark_and_windows_line_ends_are_read(tmp_path: Path) -> None:
    path = tmp_path / "facts.toml"
    path.write_bytes(b"\xef\xbb\xbf" + GOOD.replace("\n", "\r\n").encode())
    assert Facts.load(str(path)).candidate.name == "Zoë Hartnoll"


def changed(old: str, new: str) -> str:
    assert old in GOOD
    return GOOD.replace(old, new)


BAD_TOML = {
    "a misspelt key": (GOOD + 'titel = "Head"\n', 9, "recipients[0].titel", "did you mean title?"),
    "a misspelt table": (
        GOOD + '[next-steps]\nexpected = "x"\n',
        9,
        "next-steps",
        "did you mean next_steps?",
    ),
    "a hopeless key": (GOOD + "zzz = 1\n", 9, "recipients[0].zzz", "allowed are name, relation, title"),
    "a top-level key under a table": (
        changed("[interview]", 'highlights = ["I sail."]\n[interview]'),
        5,
        "candidate.highlights",
        "it belongs at the top level; move it above the first [table]",
    ),
    "a top-level key under a list of tables": (
        GOOD + 'language = "sv"\n',
        9,
        "recipients[0].language",
        "it belongs at the top level; move it above the first [table]",
    ),
    "a table under a table": (
        changed("[interview]", "[candidate.interview]"),
        5,
        "candidate.interview",
        "it belongs at the top level; write its head as [interview]",
    ),
    "a key one table off": (
        "decision_by = 2026-12-04\n" + GOOD,
        1,
        "decision_by",
        "belongs under [next_steps]",
    ),
    "a key that several tables have": (
        'email = "a@b.example"\n' + GOOD,
        1,
        "email",
        "belongs under [candidate] or [[recipients]]",
    ),
    "a misspelt key one table off": (
        GOOD + "decison_by = 2026-12-04\n",
        9,
        "recipients[0].decison_by",
        "did you mean decision_by? It belongs under [next_steps]",
    ),
    "single brackets": (changed("[[recipients]]", "[recipients]"), 7, "recipients", "[[recipients]]"),
    "a value that is not allowed": (
        'language = "es"\n' + GOOD,
        1,
        "language",
        "'es' is not allowed; one of en, sv, de, da",
    ),
    "a number for text": (
        changed('"Route Manager"', "7"),
        2,
        "role",
        "is a number; text in quotes is wanted",
    ),
    "a list for text": (
        changed('"Route Manager"', '["x"]'),
        2,
        "role",
        "is a list; text in quotes is wanted",
    ),
    "text for a list": (
        GOOD + 'discussed = "rotas"\n',
        9,
        "recipients[0].discussed",
        'a list is wanted: discussed = ["rotas"]',
    ),
    "text for a table": (
        'stumble = "x"\n' + GOOD,
        1,
        "stumble",
        "keys of its own are wanted: question, answer, with",
    ),
    "text for a recipient": (
        'recipients = [\n  "Keith",\n]\n' + GOOD.split("[[")[0],
        2,
        "recipients[0]",
        "keys of its own are wanted: name, relation",
    ),
    "a number in a list": (
        GOOD + 'discussed = [\n  "rotas",\n  7,\n]\n',
        11,
        "recipients[0].discussed[1]",
        "is a number",
    ),
    "nothing required": (
        'language = "en"\n',
        None,
        "company",
        'is required, for example company = "Brackwater',
    ),
    "a long value": (f'language = "{"x" * 5000}"\n' + GOOD, 1, "language", "xxx… is not allowed; one of"),
    "an odd key": ('"\\u001b[31m" = 1\n' + GOOD, 1, '"\\u001b[31m"', "is no key here"),
    "no recipients": ("recipients = []\n" + GOOD.split("[[")[0], 1, "recipients", "at least one person"),
    "a name left out": (changed('name = "Keith Abernethy"\n', ""), 7, "recipients[0].name", "is required"),
    "an empty name": (changed("Keith Abernethy", " "), 8, "recipients[0].name", "is empty; write something"),
    "a name without letters": (changed("Keith Abernethy", "???"), 8, "recipients[0].name", "has no letter"),
    "no date": (
        changed("date = 2026-11-24\n", ""),
        5,
        "interview.date",
        "required unless the occasion is offer",
    ),
    "no interview": (
        changed("[interview]\ndate = 2026-11-24\n", ""),
        None,
        "interview.date",
        "required unless the occasion is offer",
    ),
    "a date with a time": (changed("2026-11-24", "2026-11-24T10:00:00"), 6, "interview.date", "with a time"),
    "a quoted date with a time": (
        changed("2026-11-24", '"2026-11-24 10:00"'),
        6,
        "interview.date",
        "more than a date",
    ),
    "a time": (changed("2026-11-24", "10:00:00"), 6, "interview.date", "is no date"),
    "a number for a date": (changed("2026-11-24", "20261124"), 6, "interview.date", "is no date"),
    "seconds for a date": (changed("2026-11-24", '"1764000000"'), 6, "interview.date", "is no date"),
    "a day that is none": (
        changed("2026-11-24", '"2026-02-30"'),
        6,
        "interview.date",
        "there is no 2026-02-30",
    ),
    "an unquoted day that is none": (changed("2026-11-24", "2026-02-30"), 6, "", "there is no such day"),
    "a line break in a name": (
        changed("Keith Abernethy", "Keith\\nBcc: all@x.example"),
        8,
        "recipients[0].name",
        "has a line break in it",
    ),
    "a line separator in the company": (changed("Brackwater", "A\\u2028B"), 1, "company", "has a line break"),
    "a line break in an address": (
        GOOD + 'email = "keith@x.example\\r\\nBcc: a@b.example"\n',
        9,
        "recipients[0].email",
        "has a line break",
    ),
    "a control character": (changed("Route", "Rou\\u0007te"), 2, "role", "U+0007"),
    "reordered text": (changed("Route", "\\u202eRoute"), 2, "role", "U+202E"),
    "a control character in free text": (
        'highlights = ["I\\u0000."]\n' + GOOD,
        1,
        "highlights[0]",
        "U+0000",
    ),
    "no e-mail address": (GOOD + 'email = "keith at x"\n', 9, "recipients[0].email", "is no e-mail address"),
    "an address with a name": (
        GOOD + 'email = "Keith <k@x.example>"\n',
        9,
        "recipients[0].email",
        "write it bare",
    ),
    "too long a line": (
        changed("Route Manager", "x" * 201),
        2,
        "role",
        "is 201 characters long; at most 200",
    ),
    "too long a text": (
        f'highlights = ["{"x" * 2001}"]\n' + GOOD,
        1,
        "highlights[0]",
        "at most 2,000 are allowed",
    ),
    "a person listed twice": (
        GOOD + '[[recipients]]\nname = "Keith  Abernethy"\n',
        10,
        "recipients[1].name",
        "is listed twice",
    ),
    "a witness who is nobody": (
        GOOD + '[incident]\nwhat = "x"\npositive = "y"\nwith = [\n  "Kieth",\n]\n',
        13,
        "incident.with[0]",
        "'Kieth' is none of the recipients: Keith Abernethy",
    ),
    "half a stumble": (
        GOOD + '[stumble]\nquestion = "why"\n',
        9,
        "stumble.answer",
        "is required, for example",
    ),
    "a key given twice": (GOOD + 'name = "x"\n', 9, "", "given twice"),
    "a table given twice": (GOOD + '[candidate]\nphone = "1"\n', 9, "", "given twice"),
    "text without quotes": (changed('"Route Manager"', "Route Manager"), 2, "", "straight double quotes"),
    "typographic quotes": (changed('"Route Manager"', "“Route Manager”"), 2, "", "not in typographic ones"),
    "an open quote": (changed('"Route Manager"', '"Route Manager'), 2, "", "closing quote"),
    "no equals sign": ("company: x\n", 1, "", "key = value"),
    "deep nesting": ("a = " + "[" * 20_000, None, "", "nested too deeply"),
}


@pytest.mark.parametrize("case", BAD_TOML)
def test_a_fault_in_toml_has_line_key_and_hint(tmp_path: Path, case: str) -> None:
    content, line, key, hint = BAD_TOML[case]
    faults = faults_of(tmp_path, "facts.toml", content)
    assert any(f.line == line and f.key == key and hint in f.message for f in faults), list(map(str, faults))


YAML = """\
company: Brackwater Ferries
role: Route Manager
candidate: {name: Zoë Hartnoll}
interview: {date: 2026-11-24}
recipients:
  - name: Keith Abernethy
"""

BAD_YAML = {
    "no is false": (
        YAML.replace("Route Manager", "no"),
        2,
        "role",
        'read as false in YAML; put it in quotes: "no"',
    ),
    "12:30 is 750": (
        YAML + "discussed:\n  - 12:30\n",
        8,
        "discussed[0]",
        "12:30 without quotes is read as 750",
    ),
    "an octal number": (
        YAML + "    title: 0170\n",
        7,
        "recipients[0].title",
        "0170 without quotes is read as 120",
    ),
    "a key that is false": (YAML + "no: x\n", 7, "", "no is no key that YAML reads as text"),
    "a key given twice": (YAML + "role: x\n", 7, "role", "is given twice, first on line 2; keep one"),
    "an inner key given twice": (YAML + "    name: x\n", 7, "recipients[0].name", "first on line 6"),
    "an indented top-level key": (
        YAML + "    highlights: [I sail.]\n",
        7,
        "recipients[0].highlights",
        "belongs at the top level; take its indentation away",
    ),
    "a key one table off": (
        YAML + "follow_up_on: 2026-12-01\n",
        7,
        "follow_up_on",
        "belongs under next_steps",
    ),
    "a date with a time": (
        YAML.replace("2026-11-24", "2026-11-24 10:00:00"),
        4,
        "interview.date",
        "is a date with a time",
    ),
    "a day that is none": (
        YAML.replace("2026-11-24", "2026-02-30"),
        4,
        "interview.date",
        "there is no 2026-02-30",
    ),
    "a list without value": (YAML + "discussed:\n", 7, "discussed", "has no value; give a list"),
    "an alias": (YAML + "discussed: &a [x]\nhighlights: *a\n", 8, "", "aliases (*name) are not read"),
    "an object": (
        YAML + "x: !!python/object:os.system y\n",
        7,
        "x",
        "the tag !!python/object:os.system is not read",
    ),
    "a colon in text": ("company: a: b\n", 1, "", "put text with a colon or a # in quotes"),
    "a tab": ("company:\n\t- x\n", 2, "", "indent with spaces"),
    "two documents": (YAML + "---\na: 1\n", 7, "", "another document"),
    "a list": ("- a\n", 1, "", "is a list; facts are keys with values"),
    "a control character": ("company: \x07\n", 1, "", "U+0007"),
    "deep nesting": ("[" * 3000, None, "", "nested too deeply"),
}


@pytest.mark.parametrize("case", BAD_YAML)
def test_a_fault_in_yaml_has_line_key_and_hint(tmp_path: Path, case: str) -> None:
    content, line, key, hint = BAD_YAML[case]
    faults = faults_of(tmp_path, "facts.yaml", content)
    assert any(f.line in (line, None) and f.key == key and hint in f.message for f in faults), list(
        map(str, faults)
    )


BAD_JSON = {
    "a key given twice": ('{"role": "a",\n "role": "b"}', 2, "role", "is given twice, first on line 1"),
    "an item": (
        '{"recipients": [\n {"name": "K"},\n 3,\n {"nme": "x"}]}',
        4,
        "recipients[2].nme",
        "did you mean name?",
    ),
    "a wrong item": ('{"recipients": [\n {"name": "K"},\n 3]}', 3, "recipients[1]", "is a number"),
    "an escaped key": ('{"a\\"{": 1,\n "r\\u006fl": 2}', 2, "rol", "did you mean role?"),
    "null": ('{"company":\n null}', 1, "company", "is without a value"),
    "a lone surrogate": ('{"company": "\\ud800"}', 1, "company", "half a character"),
    "a comma too many": ('{"role": "x",\n}', 2, "", "no comma after the last entry"),
    "single quotes": ("{'role': 'x'}", 1, "", "a key in double quotes is missing"),
    "the end missing": ('{"role": "x"', 1, "", "no valid JSON"),
    "a list": ("[1]", None, "", 'is a list; facts are keys with values, such as "company"'),
    "missing keys": ('{"role": "x"}', None, "candidate", 'for example "candidate": {"name": "Zoë Hartnoll"}'),
    "deep nesting": ("[" * 100_000, None, "", "nested too deeply"),
    "a huge number": ('{"role": 1' + "0" * 5000 + "}", None, "", "no JSON that facts could stand in"),
}


@pytest.mark.parametrize("case", BAD_JSON)
def test_a_fault_in_json_has_line_key_and_hint(tmp_path: Path, case: str) -> None:
    content, line, key, hint = BAD_JSON[case]
    faults = faults_of(tmp_path, "facts.json", content)
    assert any(f.line == line and f.key == key and hint in f.message for f in faults), list(map(str, faults))


BAD_FILES: dict[str, tuple[str, bytes, str]] = {
    "empty": ("a.toml", b"", "is empty; `thankgen init --template`"),
    "blank YAML": ("a.yaml", b"# nothing\n", "is empty"),
    "blank JSON": ("a.json", b" \n", "is empty"),
    "UTF-16 with mark": ("a.toml", GOOD.encode("utf-16"), "is saved as UTF-16; save it as UTF-8"),
    "UTF-16 without mark": ("a.toml", GOOD.encode("utf-16-le"), "is saved as UTF-16"),
    "Latin-1": ("a.toml", GOOD.encode("latin-1"), "is not UTF-8: byte 0xEB"),
    "binary": ("a.toml", b"PK\x03\x04\x00data data data data", "is a binary file"),
    "too large": ("a.toml", b"#" * (MOST_BYTES + 1), "is larger than 1 MB"),
    "another ending": (
        "a.txt",
        GOOD.encode(),
        "ends in .txt; facts are read from .toml, .yaml, .yml and .json",
    ),
    "no ending": ("facts", GOOD.encode(), "has no ending"),
}


@pytest.mark.parametrize("case", BAD_FILES)
def test_a_file_that_cannot_be_used_says_why(tmp_path: Path, case: str) -> None:
    name, content, hint = BAD_FILES[case]
    (fault,) = faults_of(tmp_path, name, content)
    assert hint in fault.message


def test_latin_1_is_found_on_its_line(tmp_path: Path) -> None:
    assert faults_of(tmp_path, "a.toml", GOOD.encode("latin-1"))[0].line == 4


def test_a_missing_file_and_a_folder_say_so(tmp_path: Path) -> None:
    with pytest.raises(FactsError, match="there is no such file"):
        load_facts(tmp_path / "none.toml")
    with pytest.raises(FactsError, match="there is no such file"):
        load_facts("none/x.toml")
    with pytest.raises(FactsError, match="is a folder"):
        load_facts(tmp_path)
    with pytest.raises(FactsError, match="cannot be read"):
        load_facts("a\0b.toml")


def test_every_fault_is_told_at_once_in_the_order_of_the_file(tmp_path: Path) -> None:
    content = 'language = "es"\n' + changed('"Keith Abernethy"', '" "') + "zzz = 1\n[incident]\nwhat = 3\n"
    faults = faults_of(tmp_path, "facts.toml", content)
    assert [(fault.line, fault.key) for fault in faults] == [
        (1, "language"),
        (9, "recipients[0].name"),
        (10, "recipients[0].zzz"),
        (11, "incident.positive"),
        (12, "incident.what"),
    ]


def test_no_fault_follows_from_another(tmp_path: Path) -> None:
    content = (
        changed('"Keith Abernethy"', "7") + '[stumble]\nquestion = "a"\nanswer = "b"\nwith = ["Keith"]\n'
    )
    assert [fault.key for fault in faults_of(tmp_path, "facts.toml", content)] == ["recipients[0].name"]


def test_lines_are_right_in_winding_toml(tmp_path: Path) -> None:
    content = '''\
# a comment with "quotes [and brackets]
company = """
Brack\\"water = [x]
"""
role = 'Route # Manager'
"candidate".name = "Zoë"
interview = { date = 2026-11-24, \
format = "boat" }
highlights = [ # why
  "I = [sail].", 'and "swim"',
  3,
]
[[recipients]]
name = "A B"
[[recipients]]
name = "C D"
discussed = [["x"], []]
  [ next_steps ]
decision_by = 1
'''
    found = [(fault.line, fault.key) for fault in faults_of(tmp_path, "facts.toml", content)]
    assert found == [
        (7, "interview.format"),
        (10, "highlights[2]"),
        (16, "recipients[1].discussed[0]"),
        (16, "recipients[1].discussed[1]"),
        (18, "next_steps.decision_by"),
    ]


def test_a_mapping_is_read_as_a_file_is() -> None:
    assert facts_from_mapping(GOOD_DATA) == Facts.model_validate(GOOD_DATA)


def test_faults_of_a_mapping_carry_the_file_and_line_it_came_from() -> None:
    with pytest.raises(FactsError) as caught:
        facts_from_mapping({**GOOD_DATA, "rolle": "x"}, file="facts.jsonl", line=7)
    assert str(caught.value) == "facts.jsonl:7: rolle: is no key here; did you mean role?"


@pytest.mark.parametrize("data", [None, [], "text", 3])
def test_what_is_no_mapping_is_refused(data: object) -> None:
    with pytest.raises(FactsError, match="facts are keys with values"):
        facts_from_mapping(data)


def test_pydantic_users_keep_pydantics_errors() -> None:
    with pytest.raises(ValidationError):
        Facts.model_validate({**GOOD_DATA, "zzz": 1})


def test_errors_end_with_status_2_and_show_no_traceback_of_parsers(tmp_path: Path) -> None:
    path = tmp_path / "facts.toml"
    path.write_text("x", encoding="utf-8")
    with pytest.raises(FactsError) as caught:
        load_facts(path)
    assert caught.value.exit_status == 2
    assert caught.value.__cause__ is None
    assert caught.value.__suppress_context__


def test_facts_need_no_parser_until_they_are_loaded() -> None:
    import subprocess

    code = "import sys, thankgen.facts; sys.exit('yaml' in sys.modules or 'thankgen.loading' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0


BITS = [
    '"',
    "'",
    '"""',
    "[",
    "]",
    "[[",
    "{",
    "}",
    "=",
    ",",
    "#",
    "\n",
    "\t",
    ": ",
    "- ",
    "&a ",
    "*a",
    "\\",
    "\0",
    "%",
]


@pytest.mark.parametrize("ending", [".toml", ".yaml", ".json"])
def test_a_damaged_file_gives_facts_or_faults_and_nothing_else(tmp_path: Path, ending: str) -> None:
    whole = GOOD if ending == ".toml" else YAML if ending == ".yaml" else json.dumps(GOOD_DATA, indent=1)
    random = Random(ending)
    path = tmp_path / f"facts{ending}"
    for _ in range(150):
        at, upto = sorted(random.choices(range(len(whole)), k=2))
        damage = random.choice(BITS) if random.random() < 0.5 else whole[at : at + 30]
        path.write_text(whole[:at] + damage + whole[min(upto, at + 5) :], encoding="utf-8")
        with contextlib.suppress(FactsError):
            load_facts(path)


def test_facts_are_read_from_the_content_of_a_file() -> None:
    facts = make_facts()
    assert thankgen.facts_from_text(thankgen.facts_to_toml(facts)) == facts
    assert thankgen.facts_from_text(facts.model_dump_json(by_alias=True).encode(), "mine.json") == facts


@pytest.mark.parametrize(
    ("content", "name", "said"),
    [
        ("company = 1", "mine.toml", "mine.toml:1: company: is a number"),
        ("", "mine.toml", "is empty"),
        (b"\xff\xfea\x00", "mine.toml", "UTF-16"),
        ("company", "mine.docx", "ends in .docx"),
        (b"#" * 1_000_001, "mine.toml", "larger than 1 MB"),
    ],
)
def test_faults_in_the_content_of_a_file_are_told_as_in_a_file(
    content: str | bytes, name: str, said: str
) -> None:
    with pytest.raises(FactsError, match=re.escape(said)):
        thankgen.facts_from_text(content, name)


@pytest.mark.parametrize("date", ["06.10.2026", "10/06/2026", "2026-10-6", "6 October 2026", "6. oktober"])
def test_a_date_in_another_form_is_told_how_it_is_written(date: str) -> None:
    with pytest.raises(FactsError, match="a date is written year-month-day, without quotes: 2026-11-24"):
        facts_from_text(f"[interview]\ndate = {date}\n".encode(), "facts.toml")

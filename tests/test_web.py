"""The page's server: what it answers, what it refuses, and what it says to the browser."""

from __future__ import annotations

import json
import re
import signal
import subprocess
import sys
import tomllib
from collections.abc import Iterator
from email import message_from_bytes, policy
from pathlib import Path
from typing import Any

import pytest
from samples import GOOD_NOTE, make_facts
from serving import Served, served

import thankgen
from thankgen.testing import ScriptedEndpoint, Status
from thankgen.web.changes import changes
from thankgen.web.desk import Desk
from thankgen.web.guard import HEADERS
from thankgen.web.texts import FOLDER, languages, preferred, texts

KEITH = "Keith Abernethy"
LANGUAGES = ["en", "sv", "de", "da"]
WEB = FOLDER.parent
FACTS: dict[str, Any] = make_facts().model_dump(mode="json", by_alias=True, exclude_defaults=True)


@pytest.fixture(scope="module")
def site() -> Iterator[Served]:
    with pytest.MonkeyPatch.context() as patch:
        for name in ("OPENAI_API_KEY", "OPENAI_BASE_URL"):
            patch.delenv(name, raising=False)
        with served() as running:
            yield running


def about(text: str = GOOD_NOTE, **more: Any) -> dict[str, Any]:
    return {"facts": FACTS, "to": KEITH, "text": text, **more}


# ── The page ──


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_page_speaks_the_language_asked_for(site: Served, language: str) -> None:
    page = site.get(f"/?lang={language}")
    assert page.status == 200
    assert f'<html lang="{language}">' in page.body.decode()
    assert texts(language).page["title"] in page.body.decode()


@pytest.mark.parametrize(
    ("accepted", "language"),
    [("sv-SE,sv;q=0.9,en;q=0.8", "sv"), ("fr, DE;q=0.5", "de"), ("fr", "en"), ("", "en"), (";;,,", "en")],
)
def test_the_page_speaks_the_browsers_language_where_it_can(
    site: Served, accepted: str, language: str
) -> None:
    assert preferred(accepted) == language
    page = site.get("/?lang=xx", {"Accept-Language": accepted})
    assert f'<html lang="{language}">' in page.body.decode()


def test_every_answer_carries_the_headers_that_shut_others_out(site: Served) -> None:
    answers = [
        site.get("/"),
        site.get("/static/page.css"),
        site.get("/nowhere"),
        site.get("/", {"Host": "x"}),
    ]
    answers.append(site.post("/check", about()))
    for answer in answers:
        assert HEADERS.items() <= {n.title(): v for n, v in answer.headers.items()}.items() | HEADERS.items()
        for name, value in HEADERS.items():
            assert answer.headers[name.lower()] == value
        assert "server" not in answer.headers


def test_the_policy_allows_no_inline_script_and_no_other_host() -> None:
    directives = dict(part.split(" ", 1) for part in HEADERS["Content-Security-Policy"].split("; "))
    assert directives["default-src"] == "'none'"
    assert directives["frame-ancestors"] == "'none'"
    assert {directives[d] for d in ("script-src", "style-src", "connect-src", "img-src")} == {"'self'"}


def test_the_page_has_no_inline_script_or_style_and_no_resource_from_outside(site: Served) -> None:
    page = site.get("/").body.decode()
    scripts = re.findall(r"<script([^>]*)>", page)
    assert scripts == [' type="module" src="/static/main.js"', ' type="application/json" id="texts"']
    assert not re.search(r"<style|\sstyle=|\son\w+=", page)
    for file in [page, *(f.read_text(encoding="utf-8") for f in (WEB / "static").iterdir())]:
        outside = set(re.findall(r"https?://[^\s\"')]+", file)) - {"http://www.w3.org/2000/svg"}
        assert not outside
        assert "innerHTML" not in file


def test_every_control_of_the_page_has_a_label_and_every_id_stands_once(site: Served) -> None:
    page = site.get("/").body.decode()
    ids = re.findall(r'\sid="([^"]+)"', page)
    assert len(ids) == len(set(ids))
    assert set(re.findall(r'<label for="([^"]+)"', page)) <= set(ids)
    fields = re.findall(r'<(?:input|select|textarea) id="([^"]+)" data-path', page)
    assert len(fields) == 28
    assert set(fields) <= set(re.findall(r'<label for="([^"]+)"', page))
    for references in re.findall(r'aria-(?:describedby|labelledby)="([^"]+)"', page):
        assert set(references.split()) <= set(ids)


def test_every_key_of_the_facts_has_a_field(site: Served) -> None:
    page = site.get("/").body.decode()
    asked = set(re.findall(r'data-path="([^"]+)"', page))
    assert asked == set(texts("en").fields)
    schema = thankgen.Facts.model_json_schema()
    kept = set()
    for key, described in schema["properties"].items():
        reference = json.dumps(described)
        part = re.search(r"#/\$defs/(\w+)", reference)
        keys = schema["$defs"][part.group(1)].get("properties") if part else None
        kept |= {f"{key}.{inner}" for inner in keys if inner != "with"} if keys else {key}
    assert asked == kept


def test_all_languages_say_the_same_things_and_all_of_them_are_said(site: Served) -> None:
    def keys(table: dict[str, Any], path: str = "") -> set[str]:
        inner = [keys(v, f"{path}{k}.") if isinstance(v, dict) else {path + k} for k, v in table.items()]
        return set().union(*inner)

    files = {c: tomllib.loads((FOLDER / f"{c}.toml").read_text(encoding="utf-8")) for c in languages()}
    assert {frozenset(keys(file)) for file in files.values()} == {frozenset(keys(files["en"]))}
    used = (WEB / "page.html.jinja").read_text(encoding="utf-8")
    used += "".join(f.read_text(encoding="utf-8") for f in (WEB / "static").glob("*.js"))
    for table in ("page", "form", "says"):
        for key in files["en"][table]:
            counted = re.sub("_(one|many)$", "", key)
            whose = re.sub("_(model|offline|edited)$", "_${source}", key)
            assert any(
                re.search(rf"\b{table}\.{re.escape(k)}\b|[\"`]{re.escape(k)}[\"`]", used)
                for k in (key, counted, whose)
            ), f"{table}.{key} is said nowhere"


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_guardrail_has_words_in_every_language(language: str) -> None:
    assert set(texts(language).guardrails) == {policy.id for policy in thankgen.guardrails()}


# ── Who may ask ──


@pytest.mark.parametrize(
    "host", ["evil.example", "127.0.0.1", "localhost", "127.0.0.1:1", "evil.example:{port}"]
)
def test_another_host_is_refused(site: Served, host: str) -> None:
    named = host.format(port=site.port)
    assert site.get("/", {"Host": named}).status == 403
    assert site.get("/static/page.css", {"Host": named}).status == 403
    assert site.post("/check", about(), {"Host": named, "Origin": f"http://{named}"}).status == 403


def test_the_loopback_by_name_is_the_same_server(site: Served) -> None:
    host = f"localhost:{site.port}"
    assert site.post("/check", about(), {"Host": host, "Origin": f"http://{host}"}).status == 200


@pytest.mark.parametrize(
    "origin", ["https://evil.example", "null", "", "http://127.0.0.1:1", "http://127.0.0.1"]
)
def test_a_question_from_another_origin_is_refused(site: Served, origin: str) -> None:
    assert site.post("/check", about(), {"Origin": origin}).status == 403
    assert site.post("/facts/load?name=a.toml", b"", {"Origin": origin}).status == 403


@pytest.mark.parametrize("relation", ["cross-site", "same-site", "none"])
def test_a_question_that_the_browser_knows_to_come_from_elsewhere_is_refused(
    site: Served, relation: str
) -> None:
    assert site.post("/check", about(), {"Sec-Fetch-Site": relation}).status == 403


@pytest.mark.parametrize("cookie", ["", "thankgen-{port}=", "thankgen-{port}=guessed", "other=1", "=;=\x7f"])
def test_without_the_key_nothing_private_is_answered(site: Served, cookie: str) -> None:
    given = {"Cookie": cookie.format(port=site.port)}
    assert site.post("/check", about(), given).status == 403
    refused = site.get("/", given)
    assert (refused.status, b"thankgen web" in refused.body) == (403, True)
    assert "set-cookie" not in refused.headers


@pytest.mark.parametrize("path", ["/?key=guessed", "/?key=", "/check?key={key}"])
def test_a_wrong_key_and_a_key_in_the_wrong_place_open_nothing(site: Served, path: str) -> None:
    address = path.format(key=site.address.partition("key=")[2])
    assert site.get(address, {"Cookie": ""}).status == 403


def test_the_cookie_stays_with_this_server_and_away_from_scripts(site: Served) -> None:
    given = site.get("/?" + site.address.partition("?")[2], {"Cookie": ""}).headers["set-cookie"]
    assert {"HttpOnly", "SameSite=Strict", "Path=/"} <= {part.strip() for part in given.split(";")}
    assert str(site.port) in given.partition("=")[0]


def test_each_server_has_a_key_of_its_own(site: Served) -> None:
    with served() as other:
        assert other.address.partition("key=")[2] != site.address.partition("key=")[2]
        assert other.get("/", {"Cookie": site.cookie}).status == 403


@pytest.mark.parametrize(
    ("method", "path", "status"),
    [
        ("GET", "/nowhere", 404),
        ("GET", "/static/nowhere.js", 404),
        ("GET", "/static/../desk.py", 404),
        ("GET", "/static/%2e%2e/desk.py", 404),
        ("POST", "/nowhere", 404),
        ("GET", "/check", 405),
        ("GET", "/write", 405),
        ("POST", "/", 405),
        ("PUT", "/check", 405),
        ("DELETE", "/facts/save", 405),
    ],
)
def test_what_there_is_not_is_not_answered(site: Served, method: str, path: str, status: int) -> None:
    assert site.request(method, path, b"", {"Origin": site.origin}).status == status


def test_a_question_that_is_too_large_is_not_read(site: Served) -> None:
    assert (
        site.request("POST", "/check", b"", {"Origin": site.origin, "Content-Length": "1000001"}).status
        == 413
    )
    chunked = {
        "Origin": site.origin,
        "Transfer-Encoding": "chunked",
        "Content-Length": "",
        "Cookie": site.cookie,
    }
    assert site.request("POST", "/check", None, chunked).status == 413


@pytest.mark.parametrize(
    ("body", "kind", "status"),
    [
        (b"{}", "text/plain", 415),
        (b"{}", "application/json", 400),
        (b"not json", "application/json", 400),
        (b'{"facts": {}, "to": "x", "text": "y", "more": 1}', "application/json", 400),
        (b'{"facts": [], "to": "x", "text": "y"}', "application/json", 400),
    ],
)
def test_a_question_in_another_form_is_refused(site: Served, body: bytes, kind: str, status: int) -> None:
    assert site.post("/check", body, {"Content-Type": kind}).status == status


# ── What is answered ──


def test_a_good_note_has_no_findings(site: Served) -> None:
    answer = site.post("/check", about()).json
    assert [f["guardrail"] for f in answer["findings"] if f["severity"] == "error"] == []
    assert answer["passed"]


@pytest.mark.parametrize("language", LANGUAGES)
def test_findings_are_places_and_the_words_of_the_page(site: Served, language: str) -> None:
    text = GOOD_NOTE.replace("Hi Keith", "Hi Kieth")
    answer = site.post("/check", about(text, lang=language)).json
    [finding] = [f for f in answer["findings"] if f["guardrail"] == "names"]
    start, end = finding["span"]
    assert text[start:end] == "Kieth"
    assert (finding["title"], finding["advice"]) == (
        texts(language).guardrails["names"].title,
        texts(language).guardrails["names"].advice,
    )


def test_the_server_answers_as_the_python_api_does(site: Served) -> None:
    text = GOOD_NOTE.replace("Friday 16", "Thursday 16") + "\nP.S. I am sorry again."
    answer = site.post("/check", about(text)).json
    report = thankgen.check(text, make_facts(), KEITH)
    told = {(f["guardrail"], f["message"]) for f in answer["findings"]}
    assert {(f.guardrail, f.message) for f in report.findings} == {t for t in told if t[0] != "timing"}


def test_offers_say_which_words_go_and_come_and_hold_the_whole_note(site: Served) -> None:
    text = GOOD_NOTE.replace("Hi Keith", "Hi Kieth")
    answer = site.post("/offers", {"facts": FACTS, "to": KEITH, "notes": {KEITH: text}}).json
    [offer] = [f["offer"] for f in answer["findings"] if "offer" in f]
    assert offer == {"text": GOOD_NOTE, "changes": [{"gone": "Kieth", "come": "Keith"}]}


def test_a_note_that_is_another_ones_twin_is_told(site: Served) -> None:
    tale = " The gulls on the quay kept stealing the pens of everybody who came near the ticket office."
    own, twin = (GOOD_NOTE.replace("timetable.", f"timetable.{tale}") for _ in range(2))
    twin = twin.replace("Hi Keith", "Hi Małgorzata")
    question = {"facts": FACTS, "to": KEITH, "notes": {KEITH: own, "Małgorzata Wiśniewska": twin}}
    findings = site.post("/offers", question).json["findings"]
    assert "distinct" in {f["guardrail"] for f in findings}


def test_mend_changes_everything_that_has_one_right_answer(site: Served) -> None:
    text = GOOD_NOTE.replace("Hi Keith", "Hi Kieth").replace("Friday 16", "Thursday 16")
    assert site.post("/mend", about(text)).json == {"text": GOOD_NOTE, "changed": 2}


def test_faults_in_the_facts_have_their_field_and_the_words_of_the_page(site: Served) -> None:
    facts = {
        "company": "",
        "candidate": {"name": "Imogen", "email": "imogen"},
        "interview": {"date": "2026-13-01"},
        "recipients": [{"name": "Keith"}, {"name": " Keith "}, {}],
        "stumble": {"question": "why", "answer": "because", "with": ["Nobody"]},
    }
    answer = site.post("/check", {"facts": facts, "to": "Keith", "text": "x", "lang": "sv"})
    words = texts("sv").faults
    assert answer.status == 422
    assert {fault["key"]: fault["message"] for fault in answer.json["faults"]} == {
        "company": words.required,
        "role": words.required,
        "candidate.email": words.email,
        "interview.date": words.date,
        "recipients[1].name": words.twice,
        "recipients[2].name": words.required,
    }
    facts["recipients"] = [{"name": "Keith"}]
    again = site.post("/check", {"facts": facts, "to": "Keith", "text": "x", "lang": "sv"})
    assert {"key": "stumble.with[0]", "message": words.witness} in again.json["faults"]


@pytest.mark.parametrize(
    ("to", "text", "type_"), [("Nobody", GOOD_NOTE, "RecipientError"), (KEITH, "", "NoteError")]
)
def test_what_cannot_be_read_is_told_with_its_kind(site: Served, to: str, text: str, type_: str) -> None:
    answer = site.post("/check", {"facts": FACTS, "to": to, "text": text})
    assert (answer.status, answer.json["error"]["type"]) == (400, type_)


def test_half_a_character_is_no_fault_of_the_server(site: Served) -> None:
    assert site.post("/check", about(GOOD_NOTE + "\ud83d")).status in (200, 400)
    assert site.post("/file", about(GOOD_NOTE + "\ud83d", format="text")).status in (200, 400)


def test_a_note_is_written_to_everybody_without_a_key(site: Served) -> None:
    events = site.post("/write", {"facts": FACTS, "by": "offline"}).events
    notes = [event for event in events if event["event"] == "note"]
    assert {note["to"] for note in notes} == {KEITH, "Małgorzata Wiśniewska"}
    assert all(note["source"] == "offline" and note["passed"] for note in notes)
    assert [event["event"] for event in events].count("writing") == 2


def test_a_note_is_written_by_the_model_that_is_there() -> None:
    body = GOOD_NOTE.split("\n\n")[2:-1]
    reply = {"subject": "Thank you for Tuesday", "paragraphs": body}
    with ScriptedEndpoint(lambda _: reply) as endpoint:
        writer = thankgen.OpenAIWriter(base_url=endpoint.base_url, model="scripted-model")
        with served(Desk(writer)) as site:
            page = site.get("/").body.decode()
            events = site.post("/write", {"facts": FACTS, "by": "model", "to": KEITH}).events
            offline = site.post("/write", {"facts": FACTS, "by": "offline", "to": KEITH}).events
        assert f"scripted-model · {endpoint.base_url.split('/')[2]}" in page
        assert [e["event"] for e in events] == ["writing", "note"]
        assert (events[-1]["source"], events[-1]["model"]) == ("model", "scripted-model")
        assert offline[-1]["source"] == "offline"
        assert endpoint.count == 1
        writer.close()


def test_a_model_that_fails_says_so_and_who_goes_without() -> None:
    with ScriptedEndpoint(lambda _: Status(401, "no")) as endpoint:
        writer = thankgen.OpenAIWriter(base_url=endpoint.base_url, model="scripted-model")
        with served(Desk(writer)) as site:
            failed = site.post("/write", {"facts": FACTS, "by": "model"}).events[-1]
        assert failed["event"] == "failed"
        assert failed["type"] == "EndpointError"
        assert failed["to"] == [KEITH, "Małgorzata Wiśniewska"]
        writer.close()


def test_a_note_is_handed_out_as_a_file(site: Served) -> None:
    mail = site.post("/file", about(format="eml"))
    assert mail.headers["content-type"] == "message/rfc822"
    assert "attachment" in mail.headers["content-disposition"]
    assert message_from_bytes(mail.body, policy=policy.default)["Subject"] == "Thank you for Tuesday"
    assert site.post("/file", about(format="text")).body.decode() == GOOD_NOTE
    assert site.post("/file", about(format="pdf")).body.startswith(b"%PDF")
    assert b"BEGIN:VCALENDAR" in site.post("/file", about(format="ics")).body
    unknown = site.post("/file", about(format="exe"))
    assert (unknown.status, unknown.json["error"]["type"]) == (400, "SettingsError")


def test_a_note_opens_in_an_e_mail_program(site: Served) -> None:
    assert site.post("/link", about()).json["link"].startswith("mailto:keith@brackwater.example?")


def test_facts_are_kept_as_a_file_and_read_back(site: Served) -> None:
    kept = site.post("/facts/save", {"facts": FACTS})
    assert thankgen.facts_from_text(kept.body) == make_facts()
    read = site.post("/facts/load?name=mine.toml", kept.body, {"Content-Type": ""}).json["facts"]
    assert thankgen.facts_from_mapping(read) == make_facts()


def test_a_facts_file_that_cannot_be_read_is_told_with_its_line(site: Served) -> None:
    answer = site.post("/facts/load?name=mine.toml", b"company = 1", {"Content-Type": ""})
    assert answer.status == 400
    assert answer.json["error"]["type"] == "FactsError"
    assert "mine.toml:1" in answer.json["error"]["message"]


def test_guardrails_of_ones_own_speak_for_themselves(tmp_path: Path) -> None:
    (tmp_path / "pineapple.toml").write_text(
        'severity = "warning"\nsummary = "no ferries"\nwhy = "Taste."\ncheck = "says"\nrepair = "regenerate"\n'
        '[limits]\nmessage = "No ferries."\n',
        encoding="utf-8",
    )
    (tmp_path / "en").mkdir()
    (tmp_path / "en" / "pineapple.toml").write_text(
        '[[cue]]\nname = "ferries"\npatterns = ["ferries"]\n', encoding="utf-8"
    )
    with served(Desk(guardrails=tmp_path)) as site:
        findings = site.post("/check", about()).json["findings"]
    [own] = [f for f in findings if f["guardrail"] == "pineapple"]
    assert (own["title"], own["advice"], own["message"]) == ("pineapple", "", "No ferries.")


# ── Words that change ──


@pytest.mark.parametrize(
    ("before", "after", "places"),
    [
        ("Hi Kieth,", "Hi Keith,", [("Kieth", "Keith")]),
        ("One. Two. Three.", "One. Three.", [("Two.", "")]),
        ("One.", "One. And two.", [("", "And two.")]),
        ("on Thursday 16 October", "on Friday 17 October", [("Thursday 16", "Friday 17")]),
        ("a b c d e f", "a x c d e y", [("b", "x"), ("f", "y")]),
        ("same", "same", []),
        ("two  spaces", "two spaces", []),
    ],
)
def test_a_change_is_told_in_words(before: str, after: str, places: list[tuple[str, str]]) -> None:
    assert [(place["gone"], place["come"]) for place in changes(before, after)] == places


# ── The command ──


def web(*arguments: str, before: str = "") -> subprocess.Popen[str]:
    code = (
        f"import sys\n{before}\nfrom thankgen.cli import main\nmain(['web', '--no-browser', *sys.argv[1:]])"
    )
    pipe = subprocess.PIPE
    return subprocess.Popen([sys.executable, "-c", code, *arguments], stdout=pipe, stderr=pipe, text=True)


def test_the_command_prints_the_address_and_ends_well_with_ctrl_c() -> None:
    with web("--port", "0") as running:
        assert running.stdout
        address = running.stdout.readline().strip()
        assert Served(address).get("/").status == 200
        running.send_signal(signal.SIGINT)
        assert running.wait(timeout=30) == 0
        assert running.stderr
        assert "Traceback" not in running.stderr.read()


def test_a_port_that_is_taken_is_told(site: Served) -> None:
    with web("--port", str(site.port)) as running:
        _, said = running.communicate(timeout=30)
    assert running.returncode == 2
    assert f"Port {site.port} is taken" in said
    assert "--port" in said


@pytest.mark.parametrize("package", ["starlette", "uvicorn"])
def test_without_the_extra_the_command_names_it(package: str) -> None:
    with web(before=f"sys.modules['{package}'] = None") as running:
        _, said = running.communicate(timeout=30)
    assert running.returncode == 2
    assert "pip install 'thankgen[web]'" in said


def test_guardrails_that_are_wrong_are_told_before_the_page_opens(tmp_path: Path) -> None:
    (tmp_path / "length.toml").write_text("nonsense = 1\n", encoding="utf-8")
    with web("--guardrails", str(tmp_path), "--port", "0") as running:
        printed, said = running.communicate(timeout=30)
    assert (running.returncode, printed) == (2, "")
    assert "length.toml" in said

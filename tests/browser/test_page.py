"""The page in a real browser, through its whole path."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from email import message_from_bytes, policy
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from browser.desk import Page
from selenium.webdriver.common.action_chains import ActionChains
from selenium.webdriver.common.by import By
from selenium.webdriver.common.keys import Keys
from serving import Served, served

import thankgen
from thankgen.testing import ScriptedEndpoint, Status
from thankgen.web.desk import Desk

if TYPE_CHECKING:
    from selenium.webdriver.chrome.webdriver import WebDriver

ROOT = Path(__file__).parent.parent.parent
YESTERDAY = dt.date.today() - dt.timedelta(days=1)
LANGUAGES = ["en", "sv", "de", "da"]


@pytest.fixture
def site() -> Iterator[Served]:
    with served() as running:
        yield running


@pytest.fixture
def page(browser: WebDriver, site: Served) -> Iterator[Page]:
    browser.set_window_size(1440, 1000)
    opened = Page(browser, site.address)
    yield opened
    assert opened.complaints() == []


def fill_in(page: Page) -> None:
    """The facts of one interview, typed in."""
    page.field("company").send_keys("Brackwater Ferries")
    page.field("role").send_keys("Route Manager")
    page.field("interview.date").send_keys(f"{YESTERDAY:%m%d%Y}")
    page.field("candidate.name").send_keys("Imogen Sørvik-Hale")
    page.field("candidate.phone").send_keys("01632 960111")
    page.field("recipients.name").send_keys("Keith Abernethy")
    page.field("recipients.email").send_keys("keith@brackwater.example")
    page.field("recipients.discussed").send_keys("the winter timetable", Keys.ENTER, "crew rotas")
    page.field("highlights").send_keys("I cut turnaround times by a fifth.")
    page.field("next_steps.follow_up_on").send_keys(f"{YESTERDAY + dt.timedelta(days=14):%m%d%Y}")


def findings(page: Page) -> list[str]:
    # In one look: the list is made anew while somebody types.
    script = "return [...document.querySelectorAll('#list h3')].map((title) => title.innerText)"
    return [title.splitlines()[-1] for title in page.browser.execute_script(script)]


def test_from_facts_to_a_note_in_the_letter_box(page: Page, downloads: Path) -> None:
    fill_in(page)
    page.write()
    page.until(lambda: page.verdict == "Fit to send.")
    good = page.note

    page.replace("Hi Keith", "Hi Kieth")
    page.until(lambda: page.verdict == "1 thing to mend")
    assert findings(page) == ["A name"]
    assert [mark.get_attribute("textContent") for mark in page.all("#mirror mark")] == ["Kieth"]
    page.until(lambda: page.all("#list .offer"))
    page.button("Write “Keith” instead of “Kieth”").click()
    page.until(lambda: page.verdict == "Fit to send.")
    assert page.note == good
    page.button("Undo").click()
    page.until(lambda: page.verdict == "1 thing to mend")
    assert "Hi Kieth" in page.note
    page.until(lambda: page.all("#list .offer"))
    page.button("Write “Keith” instead of “Kieth”").click()
    page.until(lambda: page.note == good)

    grant = {"permissions": ["clipboardReadWrite", "clipboardSanitizedWrite"]}
    page.browser.execute_cdp_cmd("Browser.grantPermissions", grant)
    page.button("Copy the note").click()
    page.until(lambda: page.message == "Copied.")
    copied = page.browser.execute_script("return navigator.clipboard.readText()")
    assert copied == good.partition("\n\n")[2]

    page.button("e-mail draft").click()
    mail = message_from_bytes(page.downloaded(downloads, "eml").read_bytes(), policy=policy.default)
    assert mail["To"] == "Keith Abernethy <keith@brackwater.example>"
    assert f"Subject: {mail['Subject']}" == good.splitlines()[0]
    page.button("calendar reminders").click()
    assert b"BEGIN:VEVENT" in page.downloaded(downloads, "ics").read_bytes()
    page.button("letter to print").click()
    assert page.downloaded(downloads, "pdf").read_bytes().startswith(b"%PDF")
    page.button("text").click()
    assert page.downloaded(downloads, "txt").read_text(encoding="utf-8") == good
    assert {file.name for file in downloads.iterdir()} == {
        "keith-abernethy.eml",
        "brackwater-ferries.ics",
        "keith-abernethy.pdf",
        "keith-abernethy.txt",
    }


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_whole_path_in_each_language(
    browser: WebDriver, site: Served, downloads: Path, language: str
) -> None:
    page = Page(browser, site.address, language)
    says = page.words.says
    example = ROOT / "examples" / f"first-interview.{language}.toml"
    facts = thankgen.Facts.load(example)
    page.load(example)
    page.write()
    first = facts.recipients[0].name
    assert facts.candidate.name in page.note
    page.until(lambda: page.verdict.startswith(says["fit"]))

    family = first.split()[-1]
    given = next(word for word in (*first.split(), facts.company.split()[0]) if word in page.note)
    wrong = given[:-1] + ("x" if given[-1] != "x" else "y")
    assert family
    page.replace(given, wrong)
    page.until(lambda: page.words.guardrails["names"].title in findings(page))
    page.until(lambda: page.all("#list .offer"))
    page.all("#list .offer button")[0].click()
    page.until(lambda: page.verdict.startswith(says["fit"]))
    assert page.message == says["changed"]
    page.button(says["eml"]).click()
    assert page.downloaded(downloads, "eml").stat().st_size > 200
    assert page.complaints() == []


def test_nothing_is_lost_on_reload(page: Page) -> None:
    fill_in(page)
    page.write()
    page.replace("Hi Keith", "Dear Keith")
    text = page.note
    page.browser.refresh()
    page.until(lambda: page.all(".person"))
    assert page.note == text
    assert page.field("company").get_property("value") == "Brackwater Ferries"
    assert page.field("recipients.discussed").get_property("value") == "the winter timetable\ncrew rotas"
    assert page.field("interview.date").get_property("value") == YESTERDAY.isoformat()
    page.browser.find_element(By.LINK_TEXT, "Svenska").click()
    page.until(lambda: page.browser.execute_script("return document.documentElement.lang") == "sv")
    page.until(lambda: page.note == text)


def test_the_key_does_not_stay_in_the_address(page: Page) -> None:
    assert "key" not in page.browser.current_url


def test_faults_are_told_at_their_fields(page: Page) -> None:
    page.one("write").click()
    page.until(lambda: page.message)
    assert page.message == "5 fields need another look."
    company = page.field("company")
    assert page.browser.switch_to.active_element == company
    assert company.get_attribute("aria-invalid") == "true"
    assert page.one("company-fault").text.endswith("This is needed.")
    assert "company-fault" in (company.get_attribute("aria-describedby") or "")
    page.one("text").send_keys("Hi Keith,")
    company.send_keys("Brackwater Ferries")
    page.until(lambda: not page.one("company-fault").text)
    assert company.get_attribute("aria-invalid") is None
    email = page.field("recipients.email")
    email.send_keys("keith at brackwater")
    page.until(lambda: page.field("recipients.email").get_attribute("aria-invalid") == "true")


def test_a_note_of_ones_own_is_read_as_one_types(page: Page) -> None:
    fill_in(page)
    page.one("text").send_keys("Hi Keith,\n\nI am sorry about the noise.")
    page.until(lambda: {"An apology", "It could go to anyone"} <= set(findings(page)))
    marked = [mark.get_attribute("textContent") for mark in page.all("#mirror mark.error")]
    assert any("sorry" in (words or "") for words in marked)
    page.replace("I am sorry about the noise.", "Thank you for the winter timetable.")
    page.until(lambda: "An apology" not in findings(page))


def test_marks_stay_at_their_words_behind_signs_of_two_units(page: Page) -> None:
    fill_in(page)
    page.write()
    script = """
        const text = arguments[0]; text.value = text.value.replace("Hi Keith", "👩‍🚀👩‍🚀 Hi Kieth");
        text.dispatchEvent(new Event("input", {bubbles: true}));
    """
    page.browser.execute_script(script, page.one("text"))
    page.until(lambda: "Kieth" in [mark.get_attribute("textContent") for mark in page.all("#mirror mark")])
    page.one("list").find_element(By.XPATH, ".//button[text()='Kieth']").click()
    chosen = "const t = arguments[0]; return t.value.slice(t.selectionStart, t.selectionEnd)"
    assert page.browser.execute_script(chosen, page.one("text")) == "Kieth"


def test_everybody_gets_a_note_of_their_own(page: Page) -> None:
    fill_in(page)
    page.one("add").click()
    page.field("recipients.name", 1).send_keys("Małgorzata Wiśniewska")
    page.field("recipients.discussed", 1).send_keys("the new ticket gates")
    page.write()
    assert "Hi Keith" in page.note
    keith, other = page.all("#whose label")
    assert (keith.text, other.text) == ("Keith Abernethy", "Małgorzata Wiśniewska")
    other.click()
    page.until(lambda: "Hi Małgorzata" in page.note)
    page.all("[data-remove]")[0].click()
    page.until(lambda: not page.one("whose").is_displayed())
    assert "Hi Małgorzata" in page.note
    assert page.one("note-title").text == "Note to Małgorzata Wiśniewska"


def test_who_was_there_is_asked_where_several_were(page: Page) -> None:
    fill_in(page)
    page.field("stumble.question").send_keys("how I would cut the waiting times")
    page.field("stumble.answer").send_keys("I would open a second quay in the mornings")
    assert not page.all('.witnesses[data-part="stumble"]')[0].is_displayed()
    page.one("add").click()
    page.field("recipients.name", 1).send_keys("Małgorzata Wiśniewska")
    page.all('.witnesses[data-part="stumble"] [data-some]')[0].click()
    ticks = page.all('.witnesses[data-part="stumble"] [data-names] label')
    assert [tick.text for tick in ticks] == ["Keith Abernethy", "Małgorzata Wiśniewska"]
    ticks[1].click()
    page.write()
    assert "second quay" not in page.note
    page.all("#whose label")[1].click()
    page.until(lambda: "second quay" in page.note)


def test_what_was_written_over_can_be_put_back(page: Page) -> None:
    fill_in(page)
    page.one("text").send_keys("Hi Keith, my own words.")
    page.write()
    page.button("Put back what stood here").click()
    page.until(lambda: page.note == "Hi Keith, my own words.")


def test_facts_go_into_a_file_and_come_back(page: Page, downloads: Path) -> None:
    fill_in(page)
    page.button("Keep facts").click()
    file = page.downloaded(downloads, "toml")
    kept = thankgen.Facts.load(file)
    assert kept.company == "Brackwater Ferries"
    assert kept.recipients[0].discussed == ("the winter timetable", "crew rotas")
    page.one("afresh").click()
    page.browser.switch_to.alert.accept()
    page.until(lambda: not page.field("company").get_property("value"))
    assert page.browser.execute_script("return localStorage.length") == 0
    page.load(file)
    assert page.field("role").get_property("value") == "Route Manager"
    assert page.field("candidate.phone").get_property("value") == "01632 960111"


def test_a_file_that_holds_no_facts_is_told(page: Page, tmp_path: Path) -> None:
    (tmp_path / "bad.toml").write_text("company = 1\n", encoding="utf-8")
    page.one("load").send_keys(str(tmp_path / "bad.toml"))
    page.until(lambda: page.one("trouble").text)
    assert "This file could not be read." in page.one("trouble").text
    assert "bad.toml:1" in page.one("trouble").text


def test_the_page_says_who_writes_and_what_to_do_when_the_model_fails(browser: WebDriver) -> None:
    with ScriptedEndpoint(lambda _: Status(401, "no such key")) as endpoint:
        writer = thankgen.OpenAIWriter(base_url=endpoint.base_url, model="scripted-model")
        with served(Desk(writer)) as site:
            page = Page(browser, site.address)
            assert page.one("model").text.startswith("scripted-model")
            fill_in(page)
            page.one("write").click()
            page.until(lambda: page.one("trouble").text)
            assert "The model did not answer." in page.one("trouble").text
            page.button("Let the built-in writer write").click()
            page.until(lambda: page.message == "Written by the built-in writer.")
            assert "Hi Keith" in page.note
        writer.close()


def test_a_server_that_is_gone_is_told(browser: WebDriver) -> None:
    with served() as site:
        page = Page(browser, site.address)
        fill_in(page)
    page.one("text").send_keys("Hi Keith,")
    page.until(lambda: "no longer answers" in page.verdict)


# ── For every eye and hand ──

CONTRAST = """
const light = (c) => { const [r, g, b] = c.map((v) => (v /= 255) <= 0.03928 ? v / 12.92 : ((v + 0.055) / 1.055) ** 2.4);
  return 0.2126 * r + 0.7152 * g + 0.0722 * b; };
const parse = (c) => c.match(/[\\d.]+/g).map((v, i) => Number(v) * (c.startsWith("color(") && i < 3 ? 255 : 1));
const behind = (e) => { for (; e; e = e.parentElement) { const c = parse(getComputedStyle(e).backgroundColor);
  if (c.length < 4 || c[3] > 0) return c.slice(0, 3); } return [255, 255, 255]; };
const poor = [];
for (const e of document.querySelectorAll("body *")) {
  const own = [...e.childNodes].some((n) => n.nodeType === 3 && n.data.trim()) || e.matches("input, select, textarea");
  if (!own || !e.checkVisibility() || e.closest("#mirror, .unseen, template, script, option, .skip")) continue;
  const [a, b] = [light(parse(getComputedStyle(e).color).slice(0, 3)), light(behind(e))];
  const ratio = (Math.max(a, b) + 0.05) / (Math.min(a, b) + 0.05);
  if (ratio < 4.5) poor.push(`${e.tagName} ${e.id || e.className} ${e.textContent.slice(0, 30)} ${ratio.toFixed(2)}`);
}
return poor;
"""


def scheme(page: Page, name: str) -> None:
    features = [{"name": "prefers-color-scheme", "value": name}]
    page.browser.execute_cdp_cmd("Emulation.setEmulatedMedia", {"features": features})


def show_everything(page: Page) -> None:
    """Folds opened, faults told, findings of both kinds listed."""
    page.one("write").click()
    fill_in(page)
    page.field("candidate.email").send_keys("imogen")
    page.one("write").click()
    page.browser.execute_script("document.querySelectorAll('details').forEach((d) => (d.open = true))")
    page.until(lambda: page.one("candidate-email-fault").text)
    page.field("candidate.email").clear()
    page.one("text").send_keys("Hi Kieth,\n\nSorry about the noise.")
    page.until(lambda: page.all("#list .offer"))


@pytest.mark.parametrize("colours", ["light", "dark"])
def test_all_text_has_the_contrast_that_wcag_aa_asks_for(page: Page, colours: str) -> None:
    scheme(page, colours)
    show_everything(page)
    assert page.browser.execute_script(CONTRAST) == []
    scheme(page, "light")


def test_everything_that_can_be_used_has_a_name(page: Page) -> None:
    show_everything(page)
    unnamed = [
        control.get_attribute("outerHTML")
        for control in page.all("button, input, select, textarea, a, summary, fieldset")
        if control.is_displayed() and not control.accessible_name
    ]
    assert unnamed == []


def test_findings_and_messages_are_told_to_screen_readers(page: Page) -> None:
    roles = {id_: page.one(id_).aria_role for id_ in ("verdict", "message", "trouble")}
    assert roles == {"verdict": "status", "message": "status", "trouble": "alert"}


def test_the_page_is_used_with_the_keyboard_alone(page: Page) -> None:
    fill_in(page)
    page.browser.execute_script("document.activeElement.blur(); window.getSelection().removeAllRanges()")
    page.browser.execute_script("document.querySelector('.skip').focus()")
    order, unseen = [], []
    for _ in range(80):
        ActionChains(page.browser).send_keys(Keys.TAB).perform()
        element = page.browser.switch_to.active_element
        order.append(element.get_attribute("id"))
        look = "const s = getComputedStyle(arguments[0]); return [s.outlineStyle, s.borderBottomWidth]"
        outline, border = page.browser.execute_script(look, element)
        if outline == "none" and border != "2px" and order[-1] != "load":
            unseen.append(order[-1])
        if order[-1] == "text":
            break
    wanted = [
        "load",
        "save",
        "company",
        "role",
        "interview-date",
        "candidate-name",
        "recipients-name-1",
        "add",
    ]
    wanted += ["discussed", "highlights", "language", "write", "text"]
    assert [id_ for id_ in dict.fromkeys(order) if id_ in wanted] == wanted
    assert unseen == []
    page.one("write").send_keys(Keys.ENTER)
    page.until(lambda: page.message == "Written by the built-in writer.")
    page.replace("Hi Keith", "Hi Kieth")
    page.until(lambda: page.all("#list .offer"))
    page.all("#list .offer button")[0].send_keys(Keys.SPACE)
    page.until(lambda: page.verdict == "Fit to send.")
    assert page.browser.switch_to.active_element == page.one("findings-title")


def test_turning_to_another_person_keeps_the_keyboard_where_it_is(page: Page) -> None:
    fill_in(page)
    page.one("add").click()
    page.field("recipients.name", 1).send_keys("Małgorzata Wiśniewska")
    page.write()
    page.all("#whose label")[0].click()
    ActionChains(page.browser).send_keys(Keys.ARROW_RIGHT).perform()
    page.until(lambda: "Hi Małgorzata" in page.note)
    assert page.browser.switch_to.active_element.get_property("value") == "1"
    some = page.all('.witnesses[data-part="incident"] [data-some]')[0]
    page.field("incident.what")
    some.send_keys(Keys.SPACE)
    page.all('.witnesses[data-part="incident"] [data-names] input')[1].send_keys(Keys.SPACE)
    ticked = page.browser.switch_to.active_element
    assert (ticked.get_property("value"), ticked.is_selected()) == ("Małgorzata Wiśniewska", True)


@pytest.mark.parametrize("width", [320, 414, 768, 1024, 1440])
def test_nothing_runs_out_of_the_window(page: Page, width: int) -> None:
    metrics = {"width": width, "height": 900, "deviceScaleFactor": 1, "mobile": False}
    page.browser.execute_cdp_cmd("Emulation.setDeviceMetricsOverride", metrics)
    show_everything(page)
    wide = page.browser.execute_script("return document.documentElement.scrollWidth")
    page.browser.execute_cdp_cmd("Emulation.clearDeviceMetricsOverride", {})
    assert wide <= width


def test_the_sheet_and_its_marks_stand_on_the_same_lines(page: Page) -> None:
    fill_in(page)
    page.write()
    sizes = page.browser.execute_script(
        "return ['text', 'mirror'].map((id) => { const b = document.getElementById(id).getBoundingClientRect();"
        "return [b.left, b.top, b.width, b.height, document.getElementById(id).scrollHeight]; })"
    )
    assert sizes[0] == sizes[1]

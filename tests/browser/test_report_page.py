"""The report in a real browser: what it shows, what the filters do, that hostile text stays text."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest
from sample_runs import HOSTILE, hostile_run, labelled_run
from selenium.webdriver import Chrome, Keys
from selenium.webdriver.common.by import By
from selenium.webdriver.support.select import Select

import thankgen
from thankgen.evals.report.marking import visible
from thankgen.evals.runs import Run

CONTRASTS = """
const light = (colour) => {
  const [r, g, b] = colour.match(/[\\d.]+/g).slice(0, 3).map((c) => c / 255)
    .map((c) => (c <= 0.04045 ? c / 12.92 : ((c + 0.055) / 1.055) ** 2.4));
  return 0.2126 * r + 0.7152 * g + 0.0722 * b;
};
const ground = (element) => {
  for (let e = element; e; e = e.parentElement) {
    const colour = getComputedStyle(e).backgroundColor;
    if (!colour.startsWith("rgba(0, 0, 0, 0")) return colour;
  }
  return getComputedStyle(document.documentElement).colorScheme === "dark" ? "rgb(0,0,0)" : "rgb(255,255,255)";
};
const low = new Set();
const walk = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
while (walk.nextNode()) {
  const element = walk.currentNode.parentElement;
  if (!walk.currentNode.data.trim() || !element.checkVisibility() || element.closest("script, svg, .sr")) continue;
  const [a, b] = [light(getComputedStyle(element).color), light(ground(element))].sort((x, y) => y - x);
  const ratio = (a + 0.05) / (b + 0.05);
  if (ratio < 4.5) low.add(`${element.tagName}.${element.className}: ${ratio.toFixed(2)}`);
}
return [...low];
"""


@pytest.fixture
def chrome(browser: Chrome) -> Iterator[Chrome]:
    """The browser with a window of 1280 by 900 and light colours. A page that logs anything fails its test."""
    browser.get("about:blank")
    browser.get_log("browser")  # type: ignore[no-untyped-call]  # selenium's own
    set_look(browser)
    yield browser
    messages = [entry["message"] for entry in browser.get_log("browser")]  # type: ignore[no-untyped-call]
    browser.execute_cdp_cmd("Emulation.clearDeviceMetricsOverride", {})
    browser.execute_cdp_cmd("Emulation.setEmulatedMedia", {"features": []})
    assert messages == []


def set_look(browser: Chrome, width: int = 1280, scheme: str = "light") -> None:
    """The window's width, and the colours that the system prefers: "light" or "dark"."""
    size = {"width": width, "height": 900, "deviceScaleFactor": 1, "mobile": False}
    browser.execute_cdp_cmd("Emulation.setDeviceMetricsOverride", size)
    features = [{"name": "prefers-color-scheme", "value": scheme}]
    browser.execute_cdp_cmd("Emulation.setEmulatedMedia", {"features": features})


@pytest.fixture
def saved_page(tmp_path: Path) -> Path:
    """Where a test may write its page."""
    return tmp_path / "page.html"


def show(browser: Chrome, page: Path, run: Run | None = None) -> None:
    page.write_text(thankgen.report_html(run or labelled_run()), encoding="utf-8")
    browser.get(page.as_uri())


def shown(browser: Chrome) -> list[Any]:
    return [case for case in browser.find_elements(By.CLASS_NAME, "case") if case.is_displayed()]


def choose(browser: Chrome, name: str, text: str) -> None:
    Select(browser.find_element(By.NAME, name)).select_by_visible_text(text)


def test_the_page_says_what_the_run_is_and_counts_its_cases(chrome: Chrome, saved_page: Path) -> None:
    show(chrome, saved_page)
    assert chrome.find_element(By.TAG_NAME, "h1").text == "v1, v2 on 113 cases"
    assert chrome.find_element(By.CLASS_NAME, "notice").text.startswith("These are no model’s answers")
    assert chrome.find_element(By.ID, "count").text == "113 of 113 cases"
    assert len(shown(chrome)) == 113


def test_filters_narrow_the_cases_and_reset_brings_them_back(chrome: Chrome, saved_page: Path) -> None:
    run = labelled_run()
    show(chrome, saved_page)
    choose(chrome, "language", "de")
    german = {o.case for o in run.outcomes if o.language == "de"}
    assert len(shown(chrome)) == len(german)
    choose(chrome, "guardrail", "close")
    close = {
        o.case for o in run.outcomes if o.language == "de" and any(a.found.count("close") for a in o.attempts)
    }
    assert {case.find_element(By.TAG_NAME, "h3").text for case in shown(chrome)} == close
    choose(chrome, "stage", "not accepted")
    assert [case.find_element(By.TAG_NAME, "h3").text for case in shown(chrome)] == ["de-dev-draft-f03-r2"]
    chrome.find_element(By.NAME, "word").send_keys("nothing like it")
    assert shown(chrome) == []
    assert chrome.find_element(By.ID, "none").text == "No case fits these filters."
    chrome.find_element(By.CSS_SELECTOR, "[type=reset]").click()
    assert chrome.find_element(By.ID, "count").text == "113 of 113 cases"


def test_choosing_a_version_hides_the_other_side(chrome: Chrome, saved_page: Path) -> None:
    show(chrome, saved_page)
    choose(chrome, "version", "v2")
    first = shown(chrome)[0]
    first.find_element(By.TAG_NAME, "summary").click()
    sides = [
        s.get_attribute("aria-label") for s in first.find_elements(By.CLASS_NAME, "side") if s.is_displayed()
    ]
    assert sides == ["v2"]


def test_a_case_opens_by_keyboard_and_a_reference_leads_to_its_finding(
    chrome: Chrome, saved_page: Path
) -> None:
    show(chrome, saved_page)
    choose(chrome, "guardrail", "effusive")
    case = shown(chrome)[0]
    case.find_element(By.TAG_NAME, "summary").send_keys(Keys.ENTER)
    reference = case.find_element(By.CLASS_NAME, "ref")
    assert reference.is_displayed()
    reference.send_keys(Keys.ENTER)
    target = chrome.find_element(By.CSS_SELECTOR, "li:target")
    assert target.get_attribute("id") == (reference.get_attribute("href") or "").partition("#")[2]
    assert target.is_displayed()


def test_notes_carry_their_language(chrome: Chrome, saved_page: Path) -> None:
    show(chrome, saved_page)
    languages = {note.get_attribute("lang") for note in chrome.find_elements(By.CLASS_NAME, "note")}
    assert languages == {"da", "de", "en", "sv"}
    assert chrome.find_element(By.TAG_NAME, "html").get_attribute("lang") == "en"


def test_a_mark_stands_on_the_words_of_its_finding(chrome: Chrome, saved_page: Path) -> None:
    show(chrome, saved_page)
    found = next(
        (o, f)
        for o in labelled_run().outcomes
        for f in o.attempts[0].found.findings
        if f.guardrail == "proofread" and f.excerpt
    )
    marks = [mark.get_attribute("textContent") for mark in chrome.find_elements(By.TAG_NAME, "mark")]
    assert found[1].excerpt in marks


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("width", [1280, 390])
def test_text_has_contrast_and_nothing_runs_out_of_the_window(
    chrome: Chrome, saved_page: Path, scheme: str, width: int
) -> None:
    set_look(chrome, width, scheme)
    show(chrome, saved_page)
    chrome.find_element(By.ID, "open").click()
    assert chrome.execute_script(CONTRASTS) == []
    assert chrome.execute_script("return document.documentElement.scrollWidth <= innerWidth")


def test_the_theme_follows_the_system_until_it_is_chosen(chrome: Chrome, saved_page: Path) -> None:
    def ground() -> str:
        return str(chrome.execute_script("return getComputedStyle(document.body).backgroundColor"))

    show(chrome, saved_page)
    light = ground()
    set_look(chrome, scheme="dark")
    dark = ground()
    assert dark != light
    Select(chrome.find_element(By.ID, "theme")).select_by_visible_text("Light")
    assert ground() == light
    chrome.refresh()
    assert ground() == light
    Select(chrome.find_element(By.ID, "theme")).select_by_visible_text("System")
    assert ground() == dark


def test_hostile_text_in_every_field_stays_text(chrome: Chrome, saved_page: Path) -> None:
    show(chrome, saved_page, hostile_run())
    chrome.find_element(By.ID, "open").click()
    assert chrome.find_elements(By.TAG_NAME, "img") == []
    assert len(chrome.find_elements(By.TAG_NAME, "script")) == 1
    assert chrome.execute_script("return window.hostile") is None
    assert chrome.title.endswith("· thankgen")
    text = chrome.find_element(By.TAG_NAME, "body").text
    assert text.count("onerror") > 20
    assert visible(HOSTILE) in chrome.find_element(By.CLASS_NAME, "trouble").text


def test_headings_and_labels_are_in_order(chrome: Chrome, saved_page: Path) -> None:
    show(chrome, saved_page)
    levels = [int(h.tag_name[1]) for h in chrome.find_elements(By.CSS_SELECTOR, "h1, h2, h3, h4, h5")]
    assert levels.count(1) == 1
    assert all(after - before <= 1 for before, after in pairwise(levels))
    for field in chrome.find_elements(By.CSS_SELECTOR, "select, input"):
        assert field.accessible_name
    ids = [e.get_attribute("id") for e in chrome.find_elements(By.CSS_SELECTOR, "[id]")]
    assert len(ids) == len(set(ids))


def test_without_scripts_everything_is_there_but_the_filters(chrome: Chrome, saved_page: Path) -> None:
    chrome.execute_cdp_cmd("Emulation.setScriptExecutionDisabled", {"value": True})
    try:
        show(chrome, saved_page)
        assert len(shown(chrome)) == 113
        assert not chrome.find_element(By.ID, "filters").is_displayed()
    finally:
        chrome.execute_cdp_cmd("Emulation.setScriptExecutionDisabled", {"value": False})


def test_a_run_of_hundreds_of_notes_stays_usable(chrome: Chrome, saved_page: Path) -> None:
    show(chrome, saved_page, labelled_run(2))
    assert chrome.find_element(By.ID, "count").text == "226 of 226 cases"
    assert saved_page.stat().st_size < 4_000_000
    choose(chrome, "language", "sv")
    assert 0 < len(shown(chrome)) < 226

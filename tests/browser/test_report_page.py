"""The report in a real browser: what it shows, what the filters do, that hostile text stays text."""

from __future__ import annotations

from collections.abc import Callable
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


def show(browser: Chrome, page: Path, run: Run | None = None) -> None:
    page.write_text(thankgen.report_html(run or labelled_run()), encoding="utf-8")
    browser.get(page.as_uri())


def shown(browser: Chrome) -> list[Any]:
    return [case for case in browser.find_elements(By.CLASS_NAME, "case") if case.is_displayed()]


def choose(browser: Chrome, name: str, text: str) -> None:
    Select(browser.find_element(By.NAME, name)).select_by_visible_text(text)


def test_the_page_says_what_the_run_is_and_counts_its_cases(browser: Chrome, saved_page: Path) -> None:
    show(browser, saved_page)
    assert browser.find_element(By.TAG_NAME, "h1").text == "v1, v2 on 113 cases"
    assert browser.find_element(By.CLASS_NAME, "notice").text.startswith("These are no model’s answers")
    assert browser.find_element(By.ID, "count").text == "113 of 113 cases"
    assert len(shown(browser)) == 113


def test_filters_narrow_the_cases_and_reset_brings_them_back(browser: Chrome, saved_page: Path) -> None:
    run = labelled_run()
    show(browser, saved_page)
    choose(browser, "language", "de")
    german = {o.case for o in run.outcomes if o.language == "de"}
    assert len(shown(browser)) == len(german)
    choose(browser, "guardrail", "close")
    close = {
        o.case for o in run.outcomes if o.language == "de" and any(a.found.count("close") for a in o.attempts)
    }
    assert {case.find_element(By.TAG_NAME, "h3").text for case in shown(browser)} == close
    choose(browser, "stage", "not accepted")
    assert [case.find_element(By.TAG_NAME, "h3").text for case in shown(browser)] == ["de-dev-draft-f03-r2"]
    browser.find_element(By.NAME, "word").send_keys("nothing like it")
    assert shown(browser) == []
    assert browser.find_element(By.ID, "none").text == "No case fits these filters."
    browser.find_element(By.CSS_SELECTOR, "[type=reset]").click()
    assert browser.find_element(By.ID, "count").text == "113 of 113 cases"


def test_choosing_a_version_hides_the_other_side(browser: Chrome, saved_page: Path) -> None:
    show(browser, saved_page)
    choose(browser, "version", "v2")
    first = shown(browser)[0]
    first.find_element(By.TAG_NAME, "summary").click()
    sides = [
        s.get_attribute("aria-label") for s in first.find_elements(By.CLASS_NAME, "side") if s.is_displayed()
    ]
    assert sides == ["v2"]


def test_a_case_opens_by_keyboard_and_a_reference_leads_to_its_finding(
    browser: Chrome, saved_page: Path
) -> None:
    show(browser, saved_page)
    choose(browser, "guardrail", "effusive")
    case = shown(browser)[0]
    case.find_element(By.TAG_NAME, "summary").send_keys(Keys.ENTER)
    reference = case.find_element(By.CLASS_NAME, "ref")
    assert reference.is_displayed()
    reference.send_keys(Keys.ENTER)
    target = browser.find_element(By.CSS_SELECTOR, "li:target")
    assert target.get_attribute("id") == (reference.get_attribute("href") or "").partition("#")[2]
    assert target.is_displayed()


def test_notes_carry_their_language(browser: Chrome, saved_page: Path) -> None:
    show(browser, saved_page)
    languages = {note.get_attribute("lang") for note in browser.find_elements(By.CLASS_NAME, "note")}
    assert languages == {"da", "de", "en", "sv"}
    assert browser.find_element(By.TAG_NAME, "html").get_attribute("lang") == "en"


def test_a_mark_stands_on_the_words_of_its_finding(browser: Chrome, saved_page: Path) -> None:
    show(browser, saved_page)
    found = next(
        (o, f)
        for o in labelled_run().outcomes
        for f in o.attempts[0].found.findings
        if f.guardrail == "proofread" and f.excerpt
    )
    marks = [mark.get_attribute("textContent") for mark in browser.find_elements(By.TAG_NAME, "mark")]
    assert found[1].excerpt in marks


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("width", [1280, 390])
def test_text_has_contrast_and_nothing_runs_out_of_the_window(
    browser: Chrome, look: Callable[..., None], saved_page: Path, scheme: str, width: int
) -> None:
    look(width, 900, scheme)
    show(browser, saved_page)
    browser.find_element(By.ID, "open").click()
    assert browser.execute_script(CONTRASTS) == []
    assert browser.execute_script("return document.documentElement.scrollWidth <= innerWidth")


def test_the_theme_follows_the_system_until_it_is_chosen(
    browser: Chrome, look: Callable[..., None], saved_page: Path
) -> None:
    def ground() -> str:
        return str(browser.execute_script("return getComputedStyle(document.body).backgroundColor"))

    show(browser, saved_page)
    light = ground()
    look(scheme="dark")
    dark = ground()
    assert dark != light
    Select(browser.find_element(By.ID, "theme")).select_by_visible_text("Light")
    assert ground() == light
    browser.refresh()
    assert ground() == light
    Select(browser.find_element(By.ID, "theme")).select_by_visible_text("System")
    assert ground() == dark


def test_hostile_text_in_every_field_stays_text(browser: Chrome, saved_page: Path) -> None:
    show(browser, saved_page, hostile_run())
    browser.find_element(By.ID, "open").click()
    assert browser.find_elements(By.TAG_NAME, "img") == []
    assert len(browser.find_elements(By.TAG_NAME, "script")) == 1
    assert browser.execute_script("return window.hostile") is None
    assert browser.title.endswith("· thankgen")
    text = browser.find_element(By.TAG_NAME, "body").text
    assert text.count("onerror") > 20
    assert visible(HOSTILE) in browser.find_element(By.CLASS_NAME, "trouble").text


def test_headings_and_labels_are_in_order(browser: Chrome, saved_page: Path) -> None:
    show(browser, saved_page)
    levels = [int(h.tag_name[1]) for h in browser.find_elements(By.CSS_SELECTOR, "h1, h2, h3, h4, h5")]
    assert levels.count(1) == 1
    assert all(after - before <= 1 for before, after in pairwise(levels))
    for field in browser.find_elements(By.CSS_SELECTOR, "select, input"):
        assert field.accessible_name
    ids = [e.get_attribute("id") for e in browser.find_elements(By.CSS_SELECTOR, "[id]")]
    assert len(ids) == len(set(ids))


def test_without_scripts_everything_is_there_but_the_filters(browser: Chrome, saved_page: Path) -> None:
    browser.execute_cdp_cmd("Emulation.setScriptExecutionDisabled", {"value": True})
    try:
        show(browser, saved_page)
        assert len(shown(browser)) == 113
        assert not browser.find_element(By.ID, "filters").is_displayed()
    finally:
        browser.execute_cdp_cmd("Emulation.setScriptExecutionDisabled", {"value": False})


def test_a_run_of_hundreds_of_notes_stays_usable(browser: Chrome, saved_page: Path) -> None:
    show(browser, saved_page, labelled_run(2))
    assert browser.find_element(By.ID, "count").text == "226 of 226 cases"
    assert saved_page.stat().st_size < 4_000_000
    choose(browser, "language", "sv")
    assert 0 < len(shown(browser)) < 226

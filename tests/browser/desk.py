"""The page as a person sees it: fields by their labels' keys, buttons by what they say."""

from __future__ import annotations

import time
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Any

from selenium.common.exceptions import StaleElementReferenceException
from selenium.webdriver.common.by import By
from selenium.webdriver.support.ui import WebDriverWait

from thankgen.web.texts import Texts, texts

if TYPE_CHECKING:
    from selenium.webdriver.chrome.webdriver import WebDriver
    from selenium.webdriver.remote.webelement import WebElement


class Page:
    """The page of one server in one language."""

    def __init__(self, browser: WebDriver, address: str, language: str = "en") -> None:
        self.browser = browser
        self.words: Texts = texts(language)
        self.complaints()  # what other pages had to say
        browser.get(f"{address}&lang={language}")
        self.until(lambda: self.browser.find_elements(By.CSS_SELECTOR, ".person"))

    def until(self, condition: Callable[[], Any]) -> Any:
        # What is listed is made anew while somebody types.
        patience = WebDriverWait(self.browser, 60, 0.05, [StaleElementReferenceException])
        return patience.until(lambda _: condition())

    def one(self, id_: str) -> WebElement:
        return self.browser.find_element(By.ID, id_)

    def all(self, selector: str) -> list[WebElement]:
        return self.browser.find_elements(By.CSS_SELECTOR, selector)

    def field(self, path: str, person: int = 0) -> WebElement:
        """The field of a key of the facts, opened where it is folded away."""
        field = self.all(f'[data-path="{path}"]')[person]
        fold = "const d = arguments[0].closest('details'); if (d) d.open = true"
        self.browser.execute_script(fold, field)
        return field

    def button(self, words: str) -> WebElement:
        """The button that says exactly this."""
        return next(b for b in self.all("button") if b.text == words and b.is_displayed())

    @property
    def note(self) -> str:
        return self.one("text").get_property("value")  # type: ignore[return-value]  # a textarea's value is text

    @property
    def verdict(self) -> str:
        return self.one("verdict").text

    @property
    def message(self) -> str:
        return self.one("message").text

    def replace(self, old: str, new: str) -> None:
        """Types something in place of words in the note."""
        assert old in self.note
        script = """
            const text = arguments[0], at = text.value.indexOf(arguments[1]);
            text.focus(); text.setSelectionRange(at, at + arguments[1].length);
        """
        self.browser.execute_script(script, self.one("text"), old)
        self.one("text").send_keys(new)

    def write(self) -> None:
        self.one("write").click()
        self.until(lambda: self.note and self.message.startswith(self.words.says["written_offline"][:4]))
        self.until(lambda: self.verdict != self.words.says["nothing_yet"])

    def load(self, file: Path) -> None:
        self.one("load").send_keys(str(file))
        self.until(lambda: self.message == self.words.says["loaded"])

    def downloaded(self, folder: Path, ending: str) -> Path:
        """A file that has come in whole."""

        def whole() -> Path | None:
            files = list(folder.glob(f"*.{ending}"))
            return files[0] if files and not list(folder.glob("*.crdownload")) else None

        found: Path = self.until(whole)
        return found

    def complaints(self) -> list[str]:
        """What the browser found wrong, refused requests aside."""
        time.sleep(0.05)
        log = self.browser.get_log("browser")  # type: ignore[no-untyped-call]  # selenium leaves it untyped
        return [entry["message"] for entry in log if "Failed to load resource" not in entry["message"]]

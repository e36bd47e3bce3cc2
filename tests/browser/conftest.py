"""A real Chromium for pages. These tests stand apart: `make browser` runs them, `make test` does not."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterator
from functools import partial
from pathlib import Path

import pytest
from selenium.webdriver import Chrome, ChromeOptions
from selenium.webdriver.chrome.service import Service

_FLAGS = (
    "--headless",
    "--no-sandbox",  # it may run as root
    "--disable-dev-shm-usage",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1",  # no page reaches beyond this machine
)


@pytest.fixture(scope="session")
def _chromium(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Chrome]:
    program, driver = shutil.which("chromium"), shutil.which("chromedriver")
    if program is None or driver is None:
        pytest.fail("There is no chromium or no chromedriver: apt-get install chromium chromium-driver")
    options = ChromeOptions()
    options.binary_location = program
    for flag in (*_FLAGS, f"--user-data-dir={tmp_path_factory.mktemp('profile')}"):
        options.add_argument(flag)
    options.set_capability("goog:loggingPrefs", {"browser": "ALL"})
    chrome = Chrome(options=options, service=Service(driver))
    yield chrome
    chrome.quit()


@pytest.fixture
def browser(_chromium: Chrome) -> Iterator[Chrome]:
    """A headless Chromium, 1280 by 900, light, on an empty page. A page that logs anything fails its test."""
    _set_look(_chromium)
    yield _chromium
    messages = [entry["message"] for entry in _chromium.get_log("browser")]  # type: ignore[no-untyped-call]  # selenium's own
    _chromium.get("about:blank")
    assert messages == []


@pytest.fixture
def look(browser: Chrome) -> Callable[..., None]:
    """Sets width and height of the window and the colours that the system prefers, "light" or "dark"."""
    return partial(_set_look, browser)


def _set_look(chrome: Chrome, width: int = 1280, height: int = 900, scheme: str = "light") -> None:
    size = {"width": width, "height": height, "deviceScaleFactor": 1, "mobile": False}
    chrome.execute_cdp_cmd("Emulation.setDeviceMetricsOverride", size)
    features = [{"name": "prefers-color-scheme", "value": scheme}]
    chrome.execute_cdp_cmd("Emulation.setEmulatedMedia", {"features": features})


@pytest.fixture
def saved_page(tmp_path: Path) -> Path:
    """Where a test may write its page."""
    return tmp_path / "page.html"

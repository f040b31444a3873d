"""A headless Chromium with hands and eyes for tests, and a room in a process of its own for it to look at."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, TypeVar

import httpx2
from selenium import webdriver
from selenium.common.exceptions import (
    ElementNotInteractableException,
    NoSuchElementException,
    StaleElementReferenceException,
    TimeoutException,
)
from selenium.webdriver.common.by import By
from selenium.webdriver.remote.webelement import WebElement
from selenium.webdriver.support.ui import WebDriverWait

from quizapp.room.store import file

CHROMIUM = shutil.which("chromium") or shutil.which("google-chrome") or shutil.which("chrome")
DRIVER = shutil.which("chromedriver")
#: Seconds for which something is waited for, and between two looks.
PATIENCE, APART = 30.0, 0.05
FLAGS = ("--headless=new", "--no-sandbox", "--disable-dev-shm-usage", "--disable-gpu", "--window-size=500,740")
PASSING = (StaleElementReferenceException, NoSuchElementException, ElementNotInteractableException)
T = TypeVar("T")


@dataclass
class Hosted:
    """A room in a process of its own, with the facilitator's hands."""

    process: subprocess.Popen[str]
    url: str
    code: str
    token_file: str
    path: Path
    command: tuple[str, ...]
    _before: dict[str, int] = field(default_factory=dict)

    @property
    def room(self) -> str:
        """The room's address."""
        return f"{self.url}/r/{self.code}"

    def _asked(self, what: str, body: Mapping[str, Any]) -> dict[str, Any]:
        token = Path(self.token_file).read_text(encoding="utf-8").strip()
        response = httpx2.post(f"{self.room}/{what}", json=body, headers={"Authorization": f"Bearer {token}"})
        assert response.status_code == 200, response.text
        found: dict[str, Any] = response.json()
        return found

    def go(self, to: str, question: str | None = None) -> None:
        """Go to a phase."""
        self._asked("phase", {"to": to, **({"question": question} if question else {})})

    def do(self, what: str, **more: Any) -> None:
        """Do something else as the facilitator."""
        self._asked("control", {"do": what, **more})

    def asks(self, question: str) -> None:
        """Open the first round of a question, whatever was before; `votes` gives those that come from then on."""
        self._before[question] = len(self._all_votes(question))
        state = httpx2.get(f"{self.room}/state").json()
        if (state["phase"], (state["question"] or {}).get("id")) != ("round1", question):
            self.go("round1", question)

    def votes(self, question: str) -> list[tuple[int, str, Any, str | None]]:
        """Votes on a question since it was last asked: the round, the key, the answer, the certainty."""
        return self._all_votes(question)[self._before.get(question, 0) :]

    def _all_votes(self, question: str) -> list[tuple[int, str, Any, str | None]]:
        connection = file.opened(self.path)
        try:
            rows = [row for row in file.votes(connection) if row.question == question]
        finally:
            connection.close()
        return [(row.round, row.key, json.loads(row.answer), row.certainty) for row in rows]

    def stop(self) -> None:
        """End the process, as if the machine had been switched off."""
        self.process.kill()
        self.process.wait()
        if self.process.stdout is not None:
            self.process.stdout.close()


def host(*arguments: str, path: Path, port: int = 0) -> Hosted:
    """A room served by the command, once it says where."""
    command = (sys.executable, "-m", "quizapp", "host", *arguments, "--headless", "--port", str(port))
    folders = {f"QUIZAPP_{name}_DIR": str(path.parent / name.lower()) for name in ("DATA", "CONFIG", "CACHE")}
    process = subprocess.Popen(
        command, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True, env={**os.environ, **folders}
    )
    assert process.stdout is not None
    said = json.loads(process.stdout.readline())
    return Hosted(process, **said, path=path, command=command)


@contextmanager
def hosting(folder: Path, deck: Path, *options: str) -> Iterator[Hosted]:
    """A new room of a deck, until the end of the test."""
    path = folder / "a.room"
    hosted = host(str(deck), "--data", str(path), "--seed", "7", "--keep-days", "30", *options, path=path)
    try:
        yield hosted
    finally:
        hosted.stop()


@dataclass
class Page:
    """A browser, on a page of the room."""

    driver: webdriver.Chrome

    def open(self, url: str) -> None:
        """Go to an address."""
        self.driver.get(url)

    def until(self, condition: Callable[[], T], what: str = "") -> T:
        """Wait until something is so, and give it."""
        waiting: WebDriverWait[webdriver.Chrome] = WebDriverWait(self.driver, PATIENCE, APART, PASSING)
        try:
            found: T = waiting.until(lambda _: condition())
        except TimeoutException:
            raise AssertionError(f"never came: {what}; the page says: {self.text('body')}") from None
        return found

    def find(self, css: str) -> WebElement:
        """The first element, once there is one."""
        return self.until(lambda: self.driver.find_element(By.CSS_SELECTOR, css), css)

    def all(self, css: str) -> list[WebElement]:
        """All elements that are there now."""
        return self.driver.find_elements(By.CSS_SELECTOR, css)

    def text(self, css: str) -> str:
        """The words of an element that is there now; none if there is no such element."""
        with suppress(*PASSING):
            return str(self.driver.find_element(By.CSS_SELECTOR, css).text)
        return ""

    def got(self, css: str, attribute: str) -> str:
        """An attribute of an element, once there is one."""
        return self.until(lambda: self.driver.find_element(By.CSS_SELECTOR, css).get_attribute(attribute), css) or ""

    def says(self, css: str, words: str) -> None:
        """Wait until an element says something."""
        self.until(lambda: words in self.text(css), f"{words!r} in {css}")

    def click(self, css: str) -> None:
        """Click on an element, once it can be."""

        def clicked() -> bool:
            self.find(css).click()
            return True

        self.until(clicked, f"a click on {css}")

    def type(self, css: str, words: str) -> None:
        """Type into a field."""
        field = self.find(css)
        field.clear()
        field.send_keys(words)

    def join(self, url: str) -> None:
        """Go to a room and join it."""
        self.open(url)
        self.click("form .send")
        self.find("#room")

    def pick(self, choice: str) -> None:
        """Pick an option by its id."""
        self.click(f"#vote input[value={choice}]")

    def send(self) -> None:
        """Send the answer."""
        self.click("#vote .send")

    def cdp(self, command: str, **more: Any) -> Any:
        """Ask something of the browser itself."""
        return self.driver.execute_cdp_cmd(command, more)

    def run(self, script: str, *arguments: Any) -> Any:
        """Run a script in the page."""
        return self.driver.execute_script(script, *arguments)

    def network(self, on: bool) -> None:
        """Switch this page's network on or off."""
        speed = {"latency": 0, "downloadThroughput": -1, "uploadThroughput": -1}
        self.cdp("Network.enable")
        self.cdp("Network.emulateNetworkConditions", offline=not on, **speed)

    def look(self, dark: bool = False, still: bool = False) -> None:
        """Prefer a dark or a light look, and no motion or any."""
        wishes = {
            "prefers-color-scheme": "dark" if dark else "light",
            "prefers-reduced-motion": "reduce" if still else "no-preference",
        }
        features = [{"name": name, "value": value} for name, value in wishes.items()]
        self.cdp("Emulation.setEmulatedMedia", features=features)

    def tab(self) -> None:
        """Open another tab, and be in it."""
        self.driver.switch_to.new_window("tab")

    def tab_instead(self) -> None:
        """Close the tab, and be in another."""
        self.tab()
        *others, last = self.driver.window_handles
        for tab in others:
            self.driver.switch_to.window(tab)
            self.driver.close()
        self.driver.switch_to.window(last)

    def forget(self) -> None:
        """Be as new: one tab, no cookies, nothing stored, a network, and scripts."""
        self.network(True)
        self.cdp("Emulation.setScriptExecutionDisabled", value=False)
        self.look()
        self.run("localStorage.clear()")
        self.cdp("Network.clearBrowserCookies")
        for tab in self.driver.window_handles[1:]:
            self.driver.switch_to.window(tab)
            self.driver.close()
        self.driver.switch_to.window(self.driver.window_handles[0])

    def size(self, width: int, height: int) -> None:
        """Be as large as a screen."""
        self.cdp(
            "Emulation.setDeviceMetricsOverride", width=width, height=height, deviceScaleFactor=1, mobile=width < 700
        )


@contextmanager
def browsing() -> Iterator[Page]:
    """A browser of its own, as large as a phone."""
    options = webdriver.ChromeOptions()
    options.binary_location = CHROMIUM or ""
    for flag in FLAGS:
        options.add_argument(flag)
    options.set_capability("goog:loggingPrefs", {"browser": "ALL"})
    driver = webdriver.Chrome(options=options, service=webdriver.ChromeService(DRIVER))
    page = Page(driver)
    page.size(360, 740)
    try:
        yield page
    finally:
        driver.quit()

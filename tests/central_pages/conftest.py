"""Debian's chromium, without a screen and without a network, in front of a centre with the demo's hall."""

import shutil
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

import pytest
from selenium import webdriver
from selenium.common.exceptions import SessionNotCreatedException
from selenium.webdriver.chrome.service import Service
from selenium.webdriver.common.by import By
from selenium.webdriver.remote.webelement import WebElement
from selenium.webdriver.support.ui import WebDriverWait

from central.centre import Centre
from tests.central.halls import HALL, PASSWORD, add_person, hall_served, seeded_database
from tests.central.helpers import Clock

CHROMIUM, CHROMEDRIVER = shutil.which("chromium"), shutil.which("chromedriver")
DESK, PHONE = (1280, 900), (390, 844)
PEOPLE = {
    "5001": ["view", "operate", "cash", "admin"],
    "5002": ["cash"],
    "5003": ["view"],
    "5004": ["operate"],
    "5005": ["cash"],
}


@dataclass(frozen=True, slots=True)
class Served:
    centre: Centre
    clock: Clock
    url: str


ARGUMENTS = (
    *("--headless=new", "--no-sandbox", "--disable-dev-shm-usage", "--hide-scrollbars"),
    # No process of its own draws: on a machine short of time it is taken for hung, and the browser gives up with it.
    *("--disable-gpu", "--in-process-gpu", "--disable-gpu-watchdog"),
    "--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1",
)
STARTS = 3


def _started(options: webdriver.ChromeOptions, folder: Path) -> webdriver.Chrome:
    """A browser that ends while it starts, as it does now and then on a machine short of time, is started again: that it
    starts is no property of the pages. In the end what it said itself is the error."""
    for number in range(1, STARTS + 1):
        log = folder.with_name(f"{folder.name}-{number}.log")
        service = Service(CHROMEDRIVER, log_output=str(log), service_args=["--verbose"])
        with suppress(SessionNotCreatedException):
            return webdriver.Chrome(options=options, service=service)
    pytest.fail(f"the browser did not start: {log.read_text(errors='replace')[-4000:]}")


class Window:
    """A browser's window of a certain size, with the few things people do in one."""

    def __init__(self, folder: Path, size: tuple[int, int], url: str) -> None:
        self.width, self.height = size
        self.url = url
        options = webdriver.ChromeOptions()
        options.binary_location = CHROMIUM or ""
        for argument in (*ARGUMENTS, f"--user-data-dir={folder}", f"--window-size={self.width},{self.height}"):
            options.add_argument(argument)
        options.set_capability("goog:loggingPrefs", {"browser": "ALL"})
        if size == PHONE:
            metrics = {"width": self.width, "height": self.height, "pixelRatio": 1.0}
            options.add_experimental_option("mobileEmulation", {"deviceMetrics": metrics})
        self.driver = _started(options, folder)
        self.driver.set_page_load_timeout(30)

    def go(self, path: str) -> str:
        """Open a page of ours; gives its text."""
        self.driver.get(self.url + path)
        return self.text

    @property
    def text(self) -> str:
        return self.driver.find_element(By.TAG_NAME, "body").text

    def one(self, css: str) -> WebElement:
        return self.driver.find_element(By.CSS_SELECTOR, css)

    def log_in(self, staff_id: str, password: str = PASSWORD) -> None:
        self.driver.delete_all_cookies()
        self.go("/halls/log-in")
        self.one("#staff_id").send_keys(staff_id)
        self.one("#password").send_keys(password)
        self.press("main button")
        self.wait_for(HALL)

    def press(self, css: str) -> None:
        """Press, and wait for the page that comes of it."""
        pressed = self.one(css)
        self.driver.execute_script("document.documentElement.dataset.before = '1'")
        pressed.click()
        gone = "return document.readyState === 'complete' && !document.documentElement.dataset.before"
        WebDriverWait(self.driver, 20).until(lambda driver: driver.execute_script(gone))

    def wait_for(self, text: str, seconds: float = 20) -> None:
        WebDriverWait(self.driver, seconds).until(lambda _: text in self.text, f"waited for {text!r} in: {self.text}")

    def photograph(self, file: Path) -> None:
        """The whole page."""
        height = self.driver.execute_script("return document.documentElement.scrollHeight")
        metrics = {"width": self.width, "height": min(height, 4000), "deviceScaleFactor": 1, "mobile": self.width < 500}
        self.driver.execute_cdp_cmd("Emulation.setDeviceMetricsOverride", metrics)
        self.driver.save_screenshot(str(file))
        self.driver.execute_cdp_cmd("Emulation.clearDeviceMetricsOverride", {})

    def complaints(self) -> list[str]:
        """What the browser's console has to say: a breach of our own policy, a file that is missing, a script's error."""
        log: list[dict[str, str]] = self.driver.get_log("browser")  # type: ignore[no-untyped-call]
        return [entry["message"] for entry in log]


@pytest.fixture(scope="session")
def browser_is_there() -> None:
    missing = [name for name, path in (("chromium", CHROMIUM), ("chromedriver", CHROMEDRIVER)) if path is None]
    if missing:
        pytest.skip(f"{' and '.join(missing)} not installed (Debian: apt install chromium chromium-driver)")


@pytest.fixture(scope="module")
def served(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    folder = tmp_path_factory.mktemp("centre")
    with hall_served(folder, seeded_database()) as (centre, clock, url):
        for staff_id, roles in PEOPLE.items():
            add_person(centre, staff_id, roles, [HALL])
        yield Served(centre, clock, url)


@pytest.fixture(scope="module")
def desk(browser_is_there: None, served: Served, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Window]:
    window = Window(tmp_path_factory.mktemp("desk"), DESK, served.url)
    yield window
    window.driver.quit()


@pytest.fixture(scope="module")
def phone(browser_is_there: None, served: Served, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Window]:
    window = Window(tmp_path_factory.mktemp("phone"), PHONE, served.url)
    yield window
    window.driver.quit()

"""A centre with the demo's hall on a clock that stands still, and a browser without a screen that reads its pages."""

import atexit
import shutil
import threading
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from functools import cache
from html.parser import HTMLParser
from pathlib import Path
from tempfile import TemporaryDirectory

import requests

from central.centre import Centre
from central.demo_fleet import add_demo_fleet
from central.server import CentralServer, listen
from central.settings import Settings
from central.staff import NewSecrets
from tests.central.helpers import Clock, audited
from tests.central.on_postgresql import copy_database

AFTERNOON = "2026-11-21T14:02:00+08:00"
HALL = "示范营业厅"
PASSWORD = "a-long-Password-5"
PIN = "48159362"
# Hashes that cost nothing, and more log-ins a minute than people make.
CHEAP = Settings(argon2_kib=64, log_ins_per_address=1000)


@contextmanager
def hall_served(folder: Path, seeded: Path | None = None) -> Iterator[tuple[Centre, Clock, str]]:
    """The centre, its clock, and where it is served; with the demo's fleet if ``seeded`` is a database with it."""
    location = folder / "halls.sqlite"
    if seeded is not None:
        copy_database(seeded, location)
        shutil.copy(f"{seeded}.key", f"{location}.key")
    clock = Clock(AFTERNOON)
    centre = Centre(str(location), settings=CHEAP, now=clock, demo=True)
    server = CentralServer(centre, listen("127.0.0.1", 0))
    thread = threading.Thread(target=server.serve_here)
    thread.start()
    with audited(centre):
        try:
            yield centre, clock, server.url
        finally:
            server.stop()
            thread.join(10)
            assert not thread.is_alive()


@cache
def seeded_database() -> Path:
    """A database of a whole day, made once in each process: three seconds of work, so tests copy it."""
    folder = TemporaryDirectory(prefix="fleet-")
    atexit.register(folder.cleanup)
    location = Path(folder.name) / "fleet.sqlite"
    assert add_demo_fleet(str(location), Clock(AFTERNOON)())
    return location


def add_person(centre: Centre, staff_id: str, roles: list[str], halls: list[str]) -> None:
    """Past the first log-in."""
    centre.staff.add(staff_id, "测试员", roles, halls, "test", secrets=NewSecrets("first-Password-1", PIN))
    centre.staff.change_password(staff_id, PASSWORD)


class Page(HTMLParser):
    """A page as a reader without a style sheet has it."""

    def __init__(self, answer: requests.Response) -> None:
        super().__init__()
        self.status = answer.status_code
        self.address = answer.url
        self.source = answer.text
        self.headers = answer.headers
        self.words: list[str] = []
        self.fields: dict[str, str] = {}
        self.forms: dict[str, dict[str, str]] = {}  # by where they go, what the page put into them
        self.links: list[str] = []
        self.inline: list[str] = []  # what a strict policy forbids
        self._form: dict[str, str] = {}
        self.feed(answer.text)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        found = {name: value or "" for name, value in attrs}
        self.inline += [f"{tag} {name}" for name in found if name == "style" or name.startswith("on")]
        if tag == "style" or (tag == "script" and "src" not in found):
            self.inline.append(tag)
        if tag == "input" and found.get("type") == "hidden":
            self.fields[found["name"]] = found.get("value", "")
            self._form[found["name"]] = found.get("value", "")
        if tag in ("a", "link"):
            self.links.append(found.get("href", ""))
        if tag in ("script", "img"):
            self.links.append(found.get("src", ""))
        if tag == "form":
            self.links.append(found.get("action", ""))
            self._form = self.forms[found.get("action", "")] = {}

    def handle_data(self, data: str) -> None:
        if data.strip():
            self.words.append(data.strip())

    @property
    def text(self) -> str:
        return " ".join(self.words)


class Browser:
    """Keeps cookies and form secrets as a browser does."""

    def __init__(self, url: str) -> None:
        self.url = url
        self.http = requests.Session()
        self.http.trust_env = False
        self.form = ""

    def get(self, path: str, **headers: str) -> Page:
        return self._read(self.http.get(self.url + path, timeout=15, headers=headers))

    def post(self, path: str, fields: Mapping[str, str] | None = None, **headers: str) -> Page:
        """With the log-in's form secret, unless the fields bring another."""
        data = {"form": self.form} | dict(fields or {})
        return self._read(self.http.post(self.url + path, data=data, timeout=15, headers=headers))

    def press(self, page: Page, action: str, act: str) -> Page:
        """The button ``act`` in the form of a page that goes to ``action``."""
        return self.post(action, page.forms[action] | {"act": act})

    def log_in(self, staff_id: str, password: str = PASSWORD) -> Page:
        return self.post("/halls/log-in", {"staff_id": staff_id, "password": password, "back": "/halls/"})

    def _read(self, answer: requests.Response) -> Page:
        page = Page(answer)
        self.form = page.fields.get("form", self.form)
        return page

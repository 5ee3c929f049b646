"""The menu follows the centre (F12): by the heartbeat's etag, from a file at the next start, and never by halves."""

import json
import logging
import threading
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any, cast
from unittest.mock import MagicMock

import pytest

from app.centre_threads import Heartbeat
from app.configuration import read_configuration
from app.menu import FILE, Menu
from app.processes import ROOT
from app.terminal import KioskTerminal
from kiosk.answers import HeartbeatReply, Reply
from kiosk.catalogue import Catalogue
from kiosk.central_client import CentralClient
from kiosk.centre_session import CentreUnreachableError, TerminalRefusedError
from kiosk.clock import SystemClock
from kiosk.events import CatalogueKnown, CentreReachable, Event
from kiosk.ports import Post
from kiosk.till import Till
from kiosk.visit_types import Service
from offline_queue.backoff import Pacing
from offline_queue.terminal_keys import TerminalKeys
from tests.app.test_centre_threads import Inbox, Script
from tests.app.test_signed_both_ways import BEAT
from tests.central.conftest import Live
from tests.kiosk.test_enquiry_reading import CATALOGUE

OLD, NEW = "0123456789abcdef", "fedcba9876543210"


class Centre:
    """Answers ``GET /v1/config`` as the contract says, or as a test wants it."""

    def __init__(self) -> None:
        self.catalogue: dict[str, Any] = dict(CATALOGUE)
        self.instead: Reply | Exception | None = None
        self.asked: list[dict[str, str]] = []

    def call(self, method: str, path: str, *, headers: dict[str, str], limit_s: float) -> Reply:
        assert (method, path) == ("GET", "/v1/config/K0001")
        assert limit_s <= 15
        self.asked.append(headers)
        if isinstance(self.instead, Exception):
            raise self.instead
        if self.instead is not None:
            return self.instead
        if headers.get("If-None-Match") == f'"{self.catalogue["etag"]}"':
            return Reply(304, "application/json", b"")
        return Reply(200, "application/json", json.dumps(self.catalogue).encode())


@pytest.fixture
def centre() -> Centre:
    return Centre()


@pytest.fixture
def inbox() -> Inbox:
    return Inbox()


Start = Callable[[], Menu]


@pytest.fixture
def start(centre: Centre, inbox: Inbox, tmp_path: Path) -> Start:
    """A terminal starts, on the same disk as before."""

    def started() -> Menu:
        inbox.events.clear()
        menu = Menu(cast(CentralClient, centre), inbox.post, "K0001", tmp_path)
        menu.start()
        return menu

    return started


def versions(inbox: Inbox) -> list[int]:
    return [event.catalogue.version for event in inbox.events if isinstance(event, CatalogueKnown)]


def test_f12_the_menu_is_fetched_once_and_there_again_at_the_next_start(centre: Centre, inbox: Inbox, start: Start) -> None:
    menu = start()
    assert versions(inbox) == [], "there never was one"
    menu.follow(OLD)
    menu.follow(OLD)
    assert (versions(inbox), centre.asked) == ([3], [{}])
    again = start()
    assert versions(inbox) == [3], "without a line"
    again.follow(OLD)
    assert len(centre.asked) == 1, "it is the centre's still"


def test_f12_a_change_is_followed_with_the_etag_that_is_known(centre: Centre, inbox: Inbox, start: Start) -> None:
    start().follow(OLD)
    menu = start()
    centre.catalogue |= {"version": 4, "etag": NEW}
    menu.follow(NEW)
    assert versions(inbox) == [3, 4]
    assert centre.asked[-1] == {"If-None-Match": f'"{OLD}"'}
    start()
    assert versions(inbox) == [4]


def test_304_keeps_what_there_is(centre: Centre, inbox: Inbox, start: Start) -> None:
    menu = start()
    menu.follow(OLD)
    menu.follow(NEW)
    assert (versions(inbox), len(centre.asked)) == ([3], 2)


@pytest.mark.parametrize(
    "instead",
    [
        CentreUnreachableError("no route"),
        TerminalRefusedError("kiosk-disabled"),
        Reply(503, "application/problem+json", b"{}"),
        Reply(302, "text/html", b""),
    ],
    ids=repr,
)
def test_a_bad_hour_is_tried_again_at_the_next_beat(
    centre: Centre, inbox: Inbox, start: Start, instead: Reply | Exception
) -> None:
    menu = start()
    centre.instead = instead
    menu.follow(OLD)
    menu.follow(OLD)
    assert versions(inbox) == []
    centre.instead = None
    menu.follow(OLD)
    assert (versions(inbox), len(centre.asked)) == ([3], 3)


def test_another_centre_that_does_not_know_our_etag_is_asked_without_one(
    centre: Centre, inbox: Inbox, start: Start
) -> None:
    menu = start()
    menu.follow(OLD)
    centre.instead = Reply(422, "application/problem+json", b'{"type": "invalid-request"}')
    menu.follow(NEW)
    centre.instead = None
    centre.catalogue |= {"version": 4, "etag": NEW}
    menu.follow(NEW)
    assert centre.asked[-2:] == [{"If-None-Match": f'"{OLD}"'}, {}]
    assert versions(inbox) == [3, 4]


@pytest.mark.parametrize(
    "body", [b"{}", b"<html>", json.dumps(CATALOGUE | {"services": "none"}).encode(), b"\xff"], ids=repr
)
def test_a_menu_that_can_t_be_read_leaves_the_old_one_and_is_said_once(
    centre: Centre, inbox: Inbox, start: Start, caplog: pytest.LogCaptureFixture, body: bytes
) -> None:
    caplog.set_level(logging.WARNING)
    menu = start()
    menu.follow(OLD)
    centre.instead = Reply(200, "application/json", body)
    for _ in range(3):
        menu.follow(NEW)
    assert versions(inbox) == [3]
    assert len(centre.asked) == 2, "it will be no other by asking again"
    assert [record.getMessage().split()[0] for record in caplog.records] == ["CENTRE-MENU"]
    centre.instead = None
    centre.catalogue |= {"version": 5, "etag": "another"}
    menu.follow("another")
    assert versions(inbox) == [3, 5]


@pytest.mark.parametrize("place", [0, 30, 70, -40, -1])
def test_a_damaged_file_is_left_alone_and_the_centre_asked(
    inbox: Inbox, start: Start, tmp_path: Path, caplog: pytest.LogCaptureFixture, place: int
) -> None:
    """One bit, wherever it is."""
    start().follow(OLD)
    content = bytearray((tmp_path / FILE).read_bytes())
    content[place] ^= 1
    (tmp_path / FILE).write_bytes(content)
    menu = start()
    assert versions(inbox) == []
    assert "CENTRE-MENU the kept menu is left alone" in caplog.text
    menu.follow(OLD)
    assert versions(inbox) == [3]
    start()
    assert versions(inbox) == [3], "a sound file again"


@pytest.mark.parametrize("content", [b"", b"\n", b"{}", b"x" * 100, b"\xff\n" * 10, b"[" * 10_000])
def test_a_foreign_file_is_left_alone(inbox: Inbox, start: Start, tmp_path: Path, content: bytes) -> None:
    (tmp_path / FILE).write_bytes(content)
    start()
    assert inbox.events == []


def test_another_terminal_s_file_is_left_alone(centre: Centre, inbox: Inbox, start: Start, tmp_path: Path) -> None:
    start().follow(OLD)
    inbox.events.clear()
    Menu(cast(CentralClient, centre), inbox.post, "K0002", tmp_path).start()
    assert inbox.events == []


def test_a_disk_that_can_t_be_written_keeps_no_menu_from_the_customer(
    centre: Centre, inbox: Inbox, tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    menu = Menu(cast(CentralClient, centre), inbox.post, "K0001", tmp_path / "gone")
    menu.start()
    menu.follow(OLD)
    assert versions(inbox) == [3]
    assert "CENTRE-MENU the menu can't be kept" in caplog.text


def test_a_write_that_was_cut_leaves_the_old_file(
    centre: Centre, inbox: Inbox, start: Start, monkeypatch: pytest.MonkeyPatch
) -> None:
    menu = start()
    menu.follow(OLD)

    def full(_descriptor: int) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("app.menu.os.fsync", full)
    centre.catalogue |= {"version": 4, "etag": NEW}
    menu.follow(NEW)
    assert versions(inbox) == [3, 4]
    start()
    assert versions(inbox) == [3]


# ---- told by the heartbeat -------------------------------------------------------------------------------------------


def test_each_answered_beat_tells_what_is_new_after_the_news(inbox: Inbox) -> None:
    told: list[object] = []
    old, nothing, new = (HeartbeatReply("now", etag) for etag in (OLD, "", NEW))
    steps = Script(old, CentreUnreachableError("no route"), nothing, new)
    beat = Heartbeat(steps.client, told.append, lambda: b"{}", 30.0, on_answer=told.append).beat
    for _ in range(4):
        beat()
    up = CentreReachable(reachable=True)
    assert told == [up, old, CentreReachable(reachable=False, reason="no route"), up, nothing, up, new]


def test_a_fault_of_the_menu_ends_no_heartbeat(inbox: Inbox, caplog: pytest.LogCaptureFixture) -> None:
    def broken(_news: HeartbeatReply) -> None:
        raise ZeroDivisionError

    heartbeat = Heartbeat(
        Script(HeartbeatReply("now", OLD)).client, inbox.post, lambda: b"{}", 30.0, on_answer=broken, draw=lambda: 0.5
    )
    assert heartbeat.beat() == heartbeat.beat()
    assert inbox.events == [CentreReachable(reachable=True)] * 2
    assert "CENTRE-BUG" in caplog.text


# ---- with both sides real --------------------------------------------------------------------------------------------


@pytest.fixture
def live(tmp_path: Path) -> Iterator[Live]:
    running = Live(tmp_path)
    try:
        yield running
    finally:
        running.stop()


def test_f12_what_is_changed_at_the_centre_is_on_the_terminal_after_the_next_beat(
    live: Live, inbox: Inbox, tmp_path: Path
) -> None:
    token = tmp_path / "enrolment.token"
    token.write_text(live.token)
    client = CentralClient(live.server.url, "K0001", token, TerminalKeys(tmp_path), SystemClock())
    menu = Menu(client, inbox.post, "K0001", tmp_path)
    state = json.dumps(BEAT).encode()
    heartbeat = Heartbeat(client, inbox.post, lambda: state, 0.05, on_answer=lambda news: menu.follow(news.config_etag))
    menu.start()
    heartbeat.start()
    try:
        first = known(inbox, 1)
        entry = first.entry(Service.PAY_BILL)
        assert entry is not None
        assert entry.name.zh == "交话费"
        assert entry.needs == "none"
        assert first.category("voice").zh != "voice"
        changed = json.loads(live.centre.catalogues.current()[1].model_dump_json())
        for service in changed["services"]:
            if service["code"] == "pay_bill":
                service["name"] = {"zh": "缴费", "en": "Pay here"}
        changed["quick_lane"]["halls"]["people's road"] = ["points", "pay_bill"]
        live.centre.catalogues.put(json.dumps(changed))
        second = known(inbox, 2)
        entry = second.entry(Service.PAY_BILL)
        assert entry is not None
        assert (second.version, entry.name.zh, second.quick_lane) == (1, "缴费", ("points", "pay_bill"))
        assert second.etag != first.etag
    finally:
        heartbeat.stop()
    # What it knows, it does not fetch; what changed back in the meantime is told by a 304.
    kept = Inbox()
    restarted = Menu(client, kept.post, "K0001", tmp_path)
    restarted.start()
    restarted.follow("0" * 16)
    assert [event for event in kept.events if isinstance(event, CatalogueKnown)] == [CatalogueKnown(second)]


def known(inbox: Inbox, count: int) -> Catalogue:
    """The ``count``-th menu that came."""
    pause = threading.Event()
    for _ in range(200):
        came = [event.catalogue for event in inbox.events if isinstance(event, CatalogueKnown)]
        if len(came) >= count:
            return came[count - 1]
        pause.wait(0.05)
    raise AssertionError(f"{count} menus were awaited, {len(came)} came")


def test_f12_the_assembled_terminal_follows_the_menu(live: Live, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """First from the centre, at the next start from its own disk before any answer of the centre."""
    given = read_configuration(ROOT / "config.ini")
    home = tmp_path / "home"
    home.mkdir()
    (home / "enrolment.token").write_text(live.token)
    settings = replace(
        given,
        policy=replace(given.policy, kiosk_id="K0001"),
        centre=replace(given.centre, url=live.server.url, token_file=home / "enrolment.token", heartbeat_s=0.1),
        storage=tmp_path / "data",
        secrets=home,
    )
    for name in ("make_acceptor", "make_printer"):
        monkeypatch.setattr(f"app.terminal.{name}", MagicMock())
    for url in (live.server.url, "http://127.0.0.1:9"):
        there = replace(settings, centre=replace(settings.centre, url=url))
        till = Till(settings.policy, SystemClock())
        inbox = Inbox()
        take = till.post

        def post(event: Event, take: Post = take, inbox: Inbox = inbox) -> None:
            inbox.post(event)
            take(event)

        monkeypatch.setattr(till, "post", post)
        terminal = KioskTerminal(there, till, MagicMock(), Pacing())
        terminal.start()
        try:
            assert known(inbox, 1).version == 0
        finally:
            terminal.stop()

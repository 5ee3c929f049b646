"""S6, X21, X30 with both sides real: the terminal's own client and the reference centre behind real HTTP."""

import json
import shutil
import threading
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from kiosk.answers import SessionReply
from kiosk.central_answers import Posted
from kiosk.central_client import CentralClient
from kiosk.clock import SystemClock
from offline_queue.terminal_keys import TerminalKeys
from tests.central.conftest import Live
from tests.central.helpers import audited, payment

PATIENCE_S = 20.0


@pytest.fixture
def live(tmp_path: Path) -> Iterator[Live]:
    running = Live(tmp_path)
    with audited(running.centre):
        try:
            yield running
        finally:
            running.stop()


def home_of(folder: Path, token: str) -> Path:
    folder.mkdir(exist_ok=True)
    (folder / "enrolment.token").write_text(token)
    return folder


def client_of(live: Live, home: Path, heard: list[SessionReply] | None = None) -> CentralClient:
    on_enrolled = (lambda _: None) if heard is None else heard.append
    keys = TerminalKeys(home)
    return CentralClient(live.server.url, "K0001", home / "enrolment.token", keys, SystemClock(), on_enrolled=on_enrolled)


def post(client: CentralClient, seq: int = 1) -> object:
    """The answer to one payment; what was said of the terminal when there is none. What is unknown, because a busy centre
    left it for later, is sent again, as the sender does."""
    until, pause = time.monotonic() + PATIENCE_S, threading.Event()
    while True:
        reply = client.post_batch([(f"K0001-{seq}", json.dumps(payment(seq)).encode())])
        said = reply.answers[f"K0001-{seq}"] or reply.kiosk_refused
        if said is not None or time.monotonic() > until:
            return said
        pause.wait(0.1)


BEAT = {
    "sent_at": "2026-11-21T20:58:44+08:00",
    "highest_kiosk_seq": 9,
    "journal": {"count": 41, "head": "ab" * 32},
    "queue": {"depth": 0, "oldest_seconds": 0},
    "service_state": "full",
    "devices": [],
}


def test_s6_a_terminal_enrols_once_and_the_centre_remembers_it(live: Live, tmp_path: Path) -> None:
    home = home_of(tmp_path / "terminal", live.token)
    heard: list[SessionReply] = []
    first = client_of(live, home, heard)
    assert isinstance(post(first), Posted)
    first.heartbeat(json.dumps(BEAT).encode())
    (home / "enrolment.token").unlink()
    assert isinstance(post(client_of(live, home, heard)), Posted), "the same payment again, by another process"
    assert [(said.highest_kiosk_seq, said.journal_count, said.journal_head) for said in heard] == [
        (0, 0, ""),
        (9, 41, "ab" * 32),
    ]


def test_s6_a_copied_token_enrols_no_second_terminal(live: Live, tmp_path: Path) -> None:
    assert isinstance(post(client_of(live, home_of(tmp_path / "first", live.token))), Posted)
    assert post(client_of(live, home_of(tmp_path / "second", live.token)), 2) == "key-mismatch"


def test_s6_a_terminal_enrolled_anew_goes_on_by_itself_once_the_new_token_is_there(live: Live, tmp_path: Path) -> None:
    home = home_of(tmp_path / "terminal", live.token)
    client = client_of(live, home)
    assert isinstance(post(client), Posted)
    renewed = live.centre.enrolment.enrol("K0001", "people's road")
    said = post(client, 2)
    assert isinstance(said, str)
    assert said.startswith("not-enrolled: enrol this terminal at the centre anew")
    home_of(home, renewed)
    assert isinstance(post(client, 2), Posted)


def test_x21_the_demos_keys_are_worthless_at_another_centre(live: Live, tmp_path: Path) -> None:
    """Neither side takes the other, even with the same terminal's name on both."""
    home = home_of(tmp_path / "terminal", live.token)
    assert isinstance(post(client_of(live, home)), Posted)
    (tmp_path / "other").mkdir()
    other = Live(tmp_path / "other", demo=False)
    try:
        said = post(client_of(other, home), 2)
        assert isinstance(said, str)
        assert said.startswith("the centre's key is not the one this terminal knows")
        (home / "centre.pin").unlink()
        assert post(client_of(other, home), 2) == "enrolment-refused"
    finally:
        other.stop()


def test_x30_a_stolen_data_disk_speaks_for_nobody(live: Live, tmp_path: Path) -> None:
    """The keys are not on it: whoever has the disk and makes new ones is a stranger."""
    home = home_of(tmp_path / "terminal", live.token)
    assert isinstance(post(client_of(live, home)), Posted)
    thief = tmp_path / "thief"
    thief.mkdir()
    shutil.copy(home / "centre.pin", thief)
    said = post(client_of(live, thief), 2)
    assert isinstance(said, str)
    assert said.startswith("signature-invalid")

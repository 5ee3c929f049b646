"""The machine's part of the guided diagnosis: what it measures, and what it says when it can't (F67)."""

import socket
import threading
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import msgspec
import pytest

from app.diagnosis_desk import DiagnosisDesk, default_route, network, sync_ms
from app.staff_desk import StaffDesk
from kiosk.answers import HeartbeatReply, Reply
from kiosk.centre_session import CentreUnreachableError, TerminalRefusedError
from kiosk.diagnosis import DiagnosisItem
from kiosk.events import BundleMade, DiagnosisEnded, Event
from offline_queue.disk_room import Room

NOW = "2026-11-21T20:58:44+08:00"
PROBLEM = "application/problem+json"


@dataclass
class Clock:
    monotonic: float = 100.0

    def now(self) -> str:
        return NOW

    def monotonic_s(self) -> float:
        self.monotonic += 0.1
        return self.monotonic


@dataclass
class Client:
    """What the centre answers to the wish for a text."""

    reply: Reply | Exception = field(default_factory=lambda: Reply(202, "application/json", b'{"status": "accepted"}'))
    asked: list[tuple[Any, ...]] = field(default_factory=list)

    def call(self, *asked: Any, **_limits: Any) -> Reply:
        self.asked.append(asked)
        if isinstance(self.reply, Exception):
            raise self.reply
        return self.reply


def desk(tmp_path: Path, **changed: Any) -> DiagnosisDesk:
    given: dict[str, Any] = {
        "beat": lambda: HeartbeatReply(NOW),
        "room": lambda: Room(low=False, free_bytes=5_000_000_000),
        "play": lambda: True,
    }
    client = changed.pop("client", Client())
    return DiagnosisDesk(client, "http://127.0.0.1:9", "K0001", tmp_path, Clock(), **(given | changed))


def raises(error: Exception) -> Callable[[], Any]:
    def beat() -> Any:
        raise error

    return beat


def test_the_centres_signed_answer_passes_with_its_time(tmp_path: Path) -> None:
    assert desk(tmp_path).run(DiagnosisItem.CENTRE, "0217") == (True, "100 ms")


@pytest.mark.parametrize("item", [DiagnosisItem.CENTRE, DiagnosisItem.CLOCK])
def test_a_centre_that_is_not_there_or_refuses_is_told_apart(tmp_path: Path, item: DiagnosisItem) -> None:
    silent = desk(tmp_path, beat=raises(CentreUnreachableError("cut"))).run(item, "0217")
    refused = desk(tmp_path, beat=raises(TerminalRefusedError("kiosk-disabled"))).run(item, "0217")
    assert silent == (False, "NET-DOWN cut")
    assert refused == (False, "NET-REFUSED kiosk-disabled")


@pytest.mark.parametrize(
    ("theirs", "passed", "ahead_s"),
    [
        ("2026-11-21T20:58:44+08:00", True, 0.0),
        ("2026-11-21T12:58:04+00:00", True, 40.0),
        ("2026-11-21T20:50:00+08:00", False, 524.0),
        ("2026-11-21T21:58:44+08:00", False, -3600.0),
    ],
)
def test_the_clock_is_compared_with_the_middle_of_the_call(
    tmp_path: Path, theirs: str, passed: bool, ahead_s: float
) -> None:
    found = desk(tmp_path, beat=lambda: HeartbeatReply(theirs)).run(DiagnosisItem.CLOCK, "0217")
    assert found.passed is passed
    assert found.detail.endswith(" s")
    assert float(found.detail.removesuffix(" s")) == pytest.approx(ahead_s - 0.05, abs=0.11)


def test_a_text_names_the_person_and_never_a_number(tmp_path: Path) -> None:
    client = Client()
    assert desk(tmp_path, client=client).run(DiagnosisItem.SMS, "0217") == (True, "")
    ((method, path, body),) = client.asked
    assert (method, path, msgspec.json.decode(body)) == ("POST", "/v1/kiosks/K0001/test-sms", {"staff_id": "0217"})


@pytest.mark.parametrize("kind", ["no-number", "staff-not-found", "rate-limited"])
def test_why_no_text_went_out_is_the_centres_own_word(tmp_path: Path, kind: str) -> None:
    body = msgspec.json.encode({"type": f"https://centre.example/problems/{kind}", "title": "t", "status": 409})
    found = desk(tmp_path, client=Client(Reply(409, PROBLEM, body))).run(DiagnosisItem.SMS, "0217")
    assert found == (False, kind)
    assert desk(tmp_path, client=Client(Reply(502, "text/html", b""))).run(DiagnosisItem.SMS, "0217") == (False, "HTTP 502")


def test_sound_without_a_player_fails(tmp_path: Path) -> None:
    assert desk(tmp_path).run(DiagnosisItem.SOUND, "0217") == (True, "")
    assert desk(tmp_path, play=lambda: False).run(DiagnosisItem.SOUND, "0217") == (False, "no player")


def test_the_disk_is_measured_by_writing_and_left_as_it_was(tmp_path: Path) -> None:
    found = desk(tmp_path).run(DiagnosisItem.DISK, "0217")
    assert found.passed
    assert found.detail.startswith("5000 MB, ")
    assert list(tmp_path.iterdir()) == []
    assert not desk(tmp_path, room=lambda: Room(low=True, free_bytes=1)).run(DiagnosisItem.DISK, "0217").passed
    gone = desk(tmp_path / "no such folder").run(DiagnosisItem.DISK, "0217")
    assert gone == (False, "No such file or directory")
    assert sync_ms(tmp_path) > 0


# ---- the network ---------------------------------------------------------------------------------------------------


@pytest.fixture
def door() -> Iterator[int]:
    with socket.create_server(("127.0.0.1", 0)) as listener:
        yield listener.getsockname()[1]


def test_an_open_door_passes_with_address_and_times(door: int) -> None:
    found = network(f"http://127.0.0.1:{door}")
    assert found.passed
    assert found.detail.startswith("127.0.0.1 ")


def test_a_shut_door_and_an_unknown_name_are_told_apart(door: int) -> None:
    with socket.create_server(("127.0.0.1", 0)) as gone:
        port = gone.getsockname()[1]
    assert network(f"http://127.0.0.1:{port}") == (False, "127.0.0.1 Connection refused")
    assert network("https://no-such-name.invalid") == (False, "name no-such-name.invalid")


HEAD = "Iface\tDestination\tGateway \tFlags\tRefCnt\tUse\tMetric\tMask\t\tMTU\tWindow\tIRTT\n"
LOCAL = "eth0\t0001A8C0\t00000000\t0001\t0\t0\t0\t00FFFFFF\t0\t0\t0\n"
WAY_OUT = "eth0\t00000000\t0101A8C0\t0003\t0\t0\t100\t00000000\t0\t0\t0\n"


@pytest.mark.parametrize(
    ("content", "found"), [(HEAD + LOCAL + WAY_OUT, "eth0"), (HEAD + LOCAL, None), (HEAD, None), (None, "")]
)
def test_the_way_out_is_read_from_the_system(tmp_path: Path, content: str | None, found: str | None) -> None:
    path = tmp_path / "route"
    if content is not None:
        path.write_text(content, "ascii")
    assert default_route(path) == found


# ---- at the staff's desk -------------------------------------------------------------------------------------------


def heard(ask: Callable[[StaffDesk], None], diagnosis: Callable[..., Any], bundle: Callable[[], str]) -> Event:
    events: list[Event] = []
    told = threading.Event()

    def post(event: Event) -> None:
        events.append(event)
        told.set()

    nobody: Any = None
    made = StaffDesk(post, lambda *_: None, nobody, diagnosis, bundle=bundle, approvals=Nobody())
    try:
        ask(made)
        assert told.wait(10)
    finally:
        made.close()
    return events[0]


class Nobody:
    """No second person is asked for."""

    def ask(self, question: object) -> None:
        raise AssertionError(question)

    def stop(self, approval_id: str) -> None:
        raise AssertionError(approval_id)

    def close(self) -> None:
        """Nothing runs."""


def fails(*_: object) -> Any:
    raise OSError("the disk is full")


def test_the_desk_tells_what_was_found_or_that_it_could_not_look() -> None:
    def ask(made: StaffDesk) -> None:
        made.diagnose("t1", DiagnosisItem.DISK, "0217")

    assert heard(ask, lambda *_: (True, "7 ms"), str) == DiagnosisEnded("t1", passed=True, detail="7 ms")
    assert heard(ask, fails, str) == DiagnosisEnded("t1", passed=False, detail="STAFF-BUG")


def test_a_bundle_that_can_not_be_made_has_no_name() -> None:
    def ask(made: StaffDesk) -> None:
        made.make_bundle("t2")

    assert heard(ask, fails, lambda: "K0001.zip") == BundleMade("t2", "K0001.zip")
    assert heard(ask, fails, fails) == BundleMade("t2")

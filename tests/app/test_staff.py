"""Who may work here, followed and kept; PINs proved in a thread of their own (trust.md S3; field.md X13)."""

import json
import stat
import threading
from collections.abc import Callable
from pathlib import Path
from typing import Any, cast

import pytest

from app.staff_desk import HASHER, StaffDesk, is_right
from app.staff_list import FILE, StaffList
from kiosk.answers import Reply
from kiosk.approval import ApprovalCodes
from kiosk.central_client import CentralClient
from kiosk.centre_session import CentreUnreachableError
from kiosk.clock import SystemClock
from kiosk.events import Event, PinChecked, PinHashed, RecordsRead, StaffKnown
from kiosk.flow.staff_login import NOBODY
from kiosk.ports import StorageError
from kiosk.staff import Role
from kiosk.staff_records import DeviceSheet, FrameLine, JourneyOf, RecordsAsked, RecordsSheet, RecordsUnread, RecordsWanted

KEY = "A" * 43 + "="
PERSON = {"staff_id": "0217", "name": "王*", "roles": ["admin"], "pin_hash": NOBODY.pin_hash, "must_change": True}
LIST = {"etag": "e1", "approval_key": KEY, "people": [PERSON]}


class Centre:
    """Answers with what the test says; keeps what it was told."""

    def __init__(self) -> None:
        self.answer: Any = LIST
        self.status = 200
        self.down = False
        self.calls: list[tuple[str, str, Any]] = []

    def call(self, method: str, path: str, body: bytes | None = None, limit_s: float | None = None) -> Reply:
        del limit_s
        if self.down:
            raise CentreUnreachableError("no route")
        self.calls.append((method, path, None if body is None else json.loads(body)))
        return Reply(self.status, "application/json", json.dumps(self.answer).encode())


@pytest.fixture
def centre() -> Centre:
    return Centre()


@pytest.fixture
def told() -> list[Event]:
    return []


Start = Callable[[], StaffList]


@pytest.fixture
def start(centre: Centre, told: list[Event], tmp_path: Path) -> Start:
    def begin() -> StaffList:
        made = StaffList(cast(CentralClient, centre), told.append, "K0001", tmp_path, SystemClock())
        made.start()
        return made

    return begin


def people(event: Event) -> dict[str, tuple[str, bool]]:
    assert isinstance(event, StaffKnown)
    return {one.staff_id: (one.pin_hash, one.must_change) for one in event.people}


def test_the_list_is_fetched_when_its_etag_is_new_and_kept_for_the_next_start(
    centre: Centre, told: list[Event], start: Start, tmp_path: Path
) -> None:
    staff = start()
    assert told == []
    for etag in ("", "e1", "e1"):
        staff.follow(etag)
    assert [call[:2] for call in centre.calls] == [("GET", "/v1/kiosks/K0001/staff")]
    assert stat.S_IMODE((tmp_path / FILE).stat().st_mode) == 0o600
    start()
    assert people(told[-1]) == {"0217": (NOBODY.pin_hash, True)}
    known = told[-1]
    assert isinstance(known, StaffKnown)
    assert known.codes == ApprovalCodes(bytes(32))
    assert len(told) == 2


@pytest.mark.parametrize(
    "answer",
    [
        {},
        LIST | {"approval_key": "short"},
        LIST | {"people": [PERSON, PERSON]},
        LIST | {"people": [PERSON | {"roles": ["god"]}]},
        LIST | {"people": [PERSON | {"pin_hash": "$argon2i$x"}]},
        LIST | {"people": [PERSON | {"staff_id": "../1"}]},
    ],
)
def test_what_is_no_list_changes_nothing_and_is_not_asked_for_again(
    centre: Centre, told: list[Event], start: Start, answer: Any
) -> None:
    staff = start()
    staff.follow("e1")
    centre.answer = answer
    for _ in range(3):
        staff.follow("e2")
    assert (len(told), len(centre.calls)) == (1, 2)


def test_a_pin_that_was_changed_here_counts_at_once_and_until_the_centre_has_it(
    centre: Centre, told: list[Event], start: Start
) -> None:
    staff = start()
    staff.follow("e1")
    staff.keep_pin("0217", "$argon2id$v=19$" + "x" * 40)
    centre.down = True
    staff.send()
    again = start()
    assert people(told[-1]) == {"0217": ("$argon2id$v=19$" + "x" * 40, False)}
    centre.down, centre.status = False, 503
    again.send()
    centre.status = 200
    again.send()
    again.send()
    sent = [call for call in centre.calls if call[0] == "PUT"]
    assert [call[1] for call in sent] == ["/v1/kiosks/K0001/staff/0217/pin"] * 2
    assert sent[-1][2]["pin_hash"] == "$argon2id$v=19$" + "x" * 40
    start()
    assert people(told[-1]) == {"0217": ("$argon2id$v=19$" + "x" * 40, False)}, "ours stands until the list is fetched"


def test_nobody_who_may_not_work_here_gets_a_pin(start: Start, told: list[Event]) -> None:
    staff = start()
    staff.follow("e1")
    with pytest.raises(LookupError, match="9999"):
        staff.keep_pin("9999", NOBODY.pin_hash)
    assert len(told) == 1


def test_a_kept_list_that_is_damaged_is_said_and_asked_for(
    centre: Centre, told: list[Event], start: Start, tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    (tmp_path / FILE).write_bytes(b'{"reply": 7}')
    staff = start()
    assert (told, "STAFF-LIST" in caplog.text) == ([], True)
    staff.follow("e1")
    assert len(told) == 1


# ---- the desk --------------------------------------------------------------------------------------------------------


SHEET = DeviceSheet(frames=(FrameLine("14:02:10.118", "to_host", "02 03 06 14 67 D4"),))


class Desk:
    def __init__(self, keep: Callable[[str, str], None]) -> None:
        self.kept: list[tuple[str, str]] = []
        self._said = threading.Event()
        self._event: Event | None = None
        self.asked: list[object] = []
        self.holds: RecordsAsked | None = None  # this is read until it is released
        self.reading, self.released = threading.Event(), threading.Event()
        self.desk = StaffDesk(self._hear, keep, self.read, lambda *_: (True, ""), bundle=lambda: "bundle", approvals=self)

    def ask(self, question: object) -> None:
        self.asked.append(question)

    def stop(self, approval_id: str) -> None:
        self.asked.append(approval_id)

    def close(self) -> None:
        self.asked.append("closed")

    def read(self, what: RecordsAsked) -> RecordsSheet:
        if what is RecordsWanted.BOOKS:
            raise StorageError("no ledger is open")
        if what == self.holds:
            self.reading.set()
            assert self.released.wait(30)
        return SHEET

    def _hear(self, event: Event) -> None:
        self._event = event
        self._said.set()

    def said(self) -> Event:
        assert self._said.wait(10)
        self._said.clear()
        assert self._event is not None
        return self._event


def test_s3_a_pin_is_proved_and_a_new_one_kept_before_it_is_told() -> None:
    kept: list[tuple[str, str]] = []
    desk = Desk(lambda staff_id, pin_hash: kept.append((staff_id, pin_hash)))
    desk.desk.hash("t1", "0217", "481902")
    made = desk.said()
    assert isinstance(made, PinHashed)
    assert kept == [("0217", made.pin_hash)]
    for pin, right in (("481902", True), ("481903", False)):
        desk.desk.check("t2", made.pin_hash, pin)
        assert desk.said() == PinChecked("t2", right)
    desk.desk.close()
    desk.desk.check("t3", made.pin_hash, "481902")  # the terminal is going down: nothing comes, nothing breaks


def test_s3_a_pin_that_can_not_be_kept_is_none() -> None:
    def full(_staff_id: str, _pin_hash: str) -> None:
        raise OSError("disk full")

    desk = Desk(full)
    desk.desk.hash("t1", "0217", "481902")
    assert desk.said() == PinChecked("t1", right=False)
    desk.desk.close()


def test_records_are_read_in_the_desks_thread_and_every_question_is_answered() -> None:
    desk = Desk(lambda _staff_id, _pin_hash: None)
    desk.desk.read("t1", RecordsWanted.ACCEPTOR)
    assert desk.said() == RecordsRead("t1", desk.read(RecordsWanted.ACCEPTOR))
    desk.desk.read("t2", RecordsWanted.BOOKS)
    assert desk.said() == RecordsRead("t2", RecordsUnread())
    desk.desk.close()


@pytest.mark.parametrize("slow", [JourneyOf("K0001-1"), RecordsWanted.PRINTER])
def test_nobody_waits_for_a_search_to_log_in_nor_for_the_ledger_s_pages(slow: RecordsAsked) -> None:
    desk = Desk(lambda _staff_id, _pin_hash: None)
    desk.holds = slow
    desk.desk.read("t1", slow)
    assert desk.reading.wait(10)
    desk.desk.check("t2", NOBODY.pin_hash, "481902")
    assert desk.said() == PinChecked("t2", right=False)
    if isinstance(slow, JourneyOf):
        desk.desk.read("t3", RecordsWanted.ACCEPTOR)
        assert desk.said() == RecordsRead("t3", SHEET)
    desk.released.set()
    assert desk.said() == RecordsRead("t1", SHEET)
    desk.desk.close()


@pytest.mark.parametrize("pin_hash", ["", "$argon2id$", "plain", NOBODY.pin_hash])
def test_s3_what_is_no_hash_of_this_pin_opens_nothing(pin_hash: str) -> None:
    assert not is_right(pin_hash, "481902")


def test_s3_the_cost_of_a_guess_is_the_one_that_is_promised() -> None:
    assert (HASHER.time_cost, HASHER.memory_cost) == (3, 64 * 1024)
    assert NOBODY.pin_hash.startswith("$argon2id$v=19$m=65536,t=3,p=4$")
    assert not any(NOBODY.may(role) for role in Role)

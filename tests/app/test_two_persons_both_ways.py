"""Approvals and swaps with both sides real: the terminal's own client, and the reference centre behind signed HTTP."""

import json
import threading
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from app.approval_desk import ApprovalDesk
from app.collection_sender import CollectionSender
from central.staff_rights import StaffRefusedError
from kiosk.acts import ApprovalQuestion
from kiosk.answers import Reply
from kiosk.approval import ApprovalCodes, act_id
from kiosk.central_client import CentralClient
from kiosk.centre_session import CentreUnreachableError
from kiosk.clock import SystemClock
from kiosk.events import ApprovalTold, CollectionAnswered, Event
from kiosk.money import ZERO
from offline_queue.collection_rows import UntoldCollection
from offline_queue.ledger import SqliteLedger
from offline_queue.terminal_keys import TerminalKeys
from tests.central.conftest import Live
from tests.central.helpers import audited
from tests.central.staffed import person
from tests.offline_queue.rich import swap
from tests.offline_queue.support import Home, queue_payment

AT = "2026-11-21T20:58:44+08:00"


@pytest.fixture(scope="module")
def live(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Live]:
    running = Live(tmp_path_factory.mktemp("centre"))
    with audited(running.centre):
        try:
            yield running
        finally:
            running.stop()


@pytest.fixture(scope="module")
def client(live: Live, tmp_path_factory: pytest.TempPathFactory) -> CentralClient:
    home = tmp_path_factory.mktemp("terminal")
    (home / "enrolment.token").write_text(live.token)
    return CentralClient(live.server.url, "K0001", home / "enrolment.token", TerminalKeys(home), SystemClock())


class Inbox:
    def __init__(self) -> None:
        self.events: list[Event] = []
        self._changed = threading.Condition()

    def post(self, event: Event) -> None:
        with self._changed:
            self.events.append(event)
            self._changed.notify_all()

    def wait(self, is_so: Callable[[Any], bool], seconds: float = 10.0) -> Any:
        def found() -> Any:
            return next((one for one in self.events if is_so(one)), None)

        with self._changed:
            assert self._changed.wait_for(lambda: found() is not None, seconds), self.events
            return found()


def question(uid: str, by: str = "0217") -> ApprovalQuestion:
    return ApprovalQuestion(act_id(AT, uid), "K0001", "box_swap", "swap the sealed cash box", ZERO, by, AT)


def is_told(step: str) -> Callable[[Any], bool]:
    return lambda event: isinstance(event, ApprovalTold) and event.step == step


@pytest.fixture
def inbox() -> Inbox:
    return Inbox()


@pytest.fixture
def desk(client: CentralClient, inbox: Inbox) -> Iterator[ApprovalDesk]:
    made = ApprovalDesk(client, inbox.post, SystemClock(), pause_s=0.05)
    yield made
    made.close()


# ---- the hall page -------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(("approve", "step"), [(True, "approved"), (False, "refused")])
def test_x12_somebody_else_decides_at_the_hall_page(
    live: Live, desk: ApprovalDesk, inbox: Inbox, *, approve: bool, step: str
) -> None:
    person(live.centre, "0217", "cash")
    person(live.centre, "0218", "cash")
    asked = question(f"{step}-1")
    desk.ask(asked)
    inbox.wait(is_told("open"))
    (waiting,) = [one for one in live.centre.approvals.waiting() if one.approval_id == asked.approval_id]
    assert (waiting.act, waiting.by, waiting.what) == ("box_swap", "0217", "swap the sealed cash box")
    live.centre.approvals.decide(asked.approval_id, "0218", approve=approve)
    told = inbox.wait(is_told(step))
    assert (told.approval_id, told.by) == (asked.approval_id, "0218")


def test_x12_the_centre_lets_nobody_decide_who_asked_or_has_no_role(live: Live, desk: ApprovalDesk, inbox: Inbox) -> None:
    person(live.centre, "0217", "cash")
    person(live.centre, "0301", "view")
    asked = question("nobody")
    desk.ask(asked)
    inbox.wait(is_told("open"))
    for staff_id in ("0217", "0301"):
        with pytest.raises(StaffRefusedError):
            live.centre.approvals.decide(asked.approval_id, staff_id, approve=True)
    desk.stop(asked.approval_id)
    person(live.centre, "0218", "cash")
    live.centre.approvals.decide(asked.approval_id, "0218", approve=True)
    assert not [event for event in inbox.events if is_told("approved")(event)], "nobody waits for it any more"


def test_x12_without_a_line_the_flow_hears_so_and_what_comes_back_is_heard_too(
    live: Live, client: CentralClient, inbox: Inbox
) -> None:
    class Cut:
        down = True

        def call(self, method: str, path: str, body: bytes | None = None, *, limit_s: float | None = None) -> Reply:
            if self.down:
                raise CentreUnreachableError("no route")
            return client.call(method, path, body, limit_s=limit_s)

    line = Cut()
    desk = ApprovalDesk(line, inbox.post, SystemClock(), pause_s=0.05)
    asked = question("cut")
    desk.ask(asked)
    inbox.wait(is_told("unreachable"))
    line.down = False
    inbox.wait(is_told("open"))
    desk.close()
    assert [one.approval_id for one in live.centre.approvals.waiting()].count(asked.approval_id) == 1


@pytest.mark.parametrize(
    "answer",
    [
        Reply(200, "text/html", b"<html>portal</html>"),
        Reply(200, "application/json", b'{"approval_id": "another", "state": "approved", "by": "0218"}'),
        Reply(200, "application/json", b'{"approval_id": "ID", "state": "approved", "by": null}'),
        Reply(200, "application/json", b'{"approval_id": "ID", "state": "approved", "by": "../1"}'),
        Reply(200, "application/json", b'{"approval_id": "ID", "state": "done"}'),
        Reply(500, "application/json", b'{"approval_id": "ID", "state": "approved", "by": "0218"}'),
    ],
)
def test_s4_what_is_no_decision_opens_nothing(inbox: Inbox, answer: Reply) -> None:
    asked = question("odd")

    class Odd:
        calls = 0

        def call(self, method: str, path: str, body: bytes | None = None, *, limit_s: float | None = None) -> Reply:
            del method, path, body, limit_s
            self.calls += 1
            return Reply(answer.status, answer.content_type, answer.body.replace(b"ID", asked.approval_id.encode()))

    odd = Odd()
    desk = ApprovalDesk(odd, inbox.post, SystemClock(), pause_s=0.02)
    desk.ask(asked)
    until = time.monotonic() + 5
    pause = threading.Event()
    while odd.calls < 3 and time.monotonic() < until:
        pause.wait(0.01)
    desk.close()
    assert not [event for event in inbox.events if is_told("approved")(event)]


# ---- without a line ------------------------------------------------------------------------------------------------


def test_x12_the_centre_s_code_is_the_terminal_s_code(live: Live) -> None:
    person(live.centre, "0218", "cash")
    codes = ApprovalCodes(live.centre.approvals.key_for("K0001"))
    challenge = codes.challenge("K0001", "box_swap", by="0217", act_id=act_id(AT, "x"), fen=0)
    response = live.centre.approvals.answer_offline("K0001", challenge, "0218", "box_swap")
    assert codes.fits(response, challenge, "0218")
    assert not codes.fits(response, challenge, "0217")
    assert not ApprovalCodes(live.centre.approvals.key_for("K0002")).fits(response, challenge, "0218")


# ---- swaps ---------------------------------------------------------------------------------------------------------


@pytest.fixture
def ledger(tmp_path: Path) -> Iterator[SqliteLedger]:
    opened = Home(tmp_path).open()
    yield opened
    opened.close()


def test_f57_a_swap_is_told_once_and_counted_blind(
    live: Live, client: CentralClient, ledger: SqliteLedger, inbox: Inbox
) -> None:
    queue_payment(ledger, 1)
    swap(ledger, 1)
    sender = CollectionSender(client, inbox.post, ledger.untold_collections)
    for _ in range(2):  # the first answer was lost
        sender.send()
    assert inbox.events == [CollectionAnswered("K0001-C1"), CollectionAnswered("K0001-C1")]
    (box,) = [one for one in live.centre.collections.to_count() if one.collection_id == "K0001-C1"]
    assert (box.box, box.seal) == ("BX-1", "S-1")
    for staff_id in ("0218", "0219"):
        person(live.centre, staff_id, "cash")
    live.centre.collections.count("K0001-C1", "0218", "0219", {10000: 1}, {})
    found = live.centre.collections.comparison("K0001-C1")
    assert (found.expected_fen, found.counted_fen, found.difference_fen) == (10000, 10000, 0)


def test_the_centre_s_other_story_is_a_definite_no(live: Live, client: CentralClient, inbox: Inbox) -> None:
    first: dict[str, object] = {
        "collection_id": "K0001-C77",
        "kiosk_id": "K0001",
        "box_out": "BX-1",
        "box_in": "BX-2",
        "seal_out": "",
        "seal_in": "",
        "opened_at": AT,
        "closed_at": AT,
        "first": "0217",
        "second": "0218",
        "second_how": "present",
        "expected": [],
        "acceptor": None,
    }
    told: list[list[UntoldCollection]] = []
    bodies = [first, first | {"box_out": "BX-9"}, first | {"collection_id": "K0001-C78", "first": "0218"}]
    told.extend([UntoldCollection(str(body["collection_id"]), json.dumps(body).encode())] for body in bodies)
    sender = CollectionSender(client, inbox.post, lambda: told.pop(0))
    for _ in range(3):
        sender.send()
    assert inbox.events == [
        CollectionAnswered("K0001-C77"),
        CollectionAnswered("K0001-C77", "collection-differs"),
        CollectionAnswered("K0001-C78", "invalid-request"),
    ]
    assert live.centre.collections.box("BX-1")


@pytest.mark.parametrize("status", [429, 500, 502, 503])
def test_whatever_else_the_centre_says_it_is_told_again(inbox: Inbox, status: int) -> None:
    class Busy:
        def call(self, method: str, path: str, body: bytes | None = None) -> Reply:
            assert (method, path, body) == ("POST", "/v1/cash-collections", b"{}")
            return Reply(status, "application/json", b"{}")

    CollectionSender(Busy(), inbox.post, lambda: [UntoldCollection("K0001-C1", b"{}")]).send()
    assert inbox.events == []

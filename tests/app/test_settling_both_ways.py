"""Money that persons credit, with both sides real: the till, its ledger and outbox, and the reference centre behind signed
HTTP (trust.md M4, M5)."""

import json
from collections.abc import Iterator
from pathlib import Path

import pytest

from kiosk import events as ev
from kiosk.central_client import CentralClient
from kiosk.clock import SystemClock
from kiosk.open_money import OpenKind, Settlement
from offline_queue.dispatch import Dispatcher
from offline_queue.terminal_keys import TerminalKeys
from tests.central.conftest import Live
from tests.central.helpers import audited
from tests.kiosk.model_world import PACING
from tests.kiosk.play import FOUND
from tests.kiosk.test_flow_settling import NOTE, Hall
from tests.offline_queue.support import KIOSK

KNOWN, UNKNOWN = "13800135678", "13999999999"


@pytest.fixture
def live(tmp_path: Path) -> Iterator[Live]:
    running = Live(tmp_path)
    with audited(running.centre):
        try:
            yield running
        finally:
            running.stop()


@pytest.fixture
def hall(tmp_path: Path, live: Live) -> Iterator[Hall]:
    """Its outbox goes to the real centre."""
    made = Hall(tmp_path / "terminal")
    home = tmp_path / "keys"
    home.mkdir()
    (home / "enrolment.token").write_text(live.token)
    client = CentralClient(live.server.url, KIOSK, home / "enrolment.token", TerminalKeys(home), SystemClock())
    made.dispatcher = Dispatcher(
        client, made.late.append, made.outbox, pacing=PACING, monotonic=made.clock.monotonic_s, draw=lambda: 0.5
    )
    yield made
    made.sound()
    made.die(in_a_transaction=False)


def at_cash(hall: Hall, number: str) -> None:
    hall.begin_visit(number)
    hall.take(ev.AccountLookedUp(hall.looked_up.pop(), FOUND))
    hall.choose(150)


def booked(live: Live) -> dict[str, tuple[int, str]]:
    """What the centre has of this terminal: key → amount and status."""
    with live.centre.database.read() as connection:
        rows = connection.exec_driver_sql("SELECT kiosk_seq, amount_fen, status FROM payments ORDER BY kiosk_seq")
        return {f"{KIOSK}-{seq}": (fen, status) for seq, fen, status in rows}


def test_m5_a_note_in_doubt_that_two_persons_credit_is_posted_by_the_centre_once(hall: Hall, live: Live) -> None:
    at_cash(hall, KNOWN)
    hall.device.offer(NOTE, late=False)
    hall.device.swallow(in_box=True, reported_late=True)
    hall.leave()
    hall.hands.open_page()
    hall.hands.settle(hall.one().id, Settlement.CREDITED)
    hall.answered()
    assert booked(live) == {f"{KIOSK}-1": (NOTE, "posted")}
    assert hall.ledger.balances().posted_fen == NOTE
    hall.device.late_report()
    hall.restart()
    assert hall.state.terminal.unposted == ()
    assert booked(live) == {f"{KIOSK}-1": (NOTE, "posted")}
    assert hall.cases() == ["evidence_after_settlement"]


def test_m7_what_the_centre_refused_is_handed_over_and_never_sent_again(hall: Hall, live: Live) -> None:
    at_cash(hall, UNKNOWN)
    hall.device.offer(NOTE, late=False)
    hall.device.move()
    hall.take(ev.FinishPressed())
    hall.answered()
    hall.wait(100.0)
    money = hall.one()
    assert (money.kind, money.why) == (OpenKind.PAYMENT_OWED, "account-not-found")
    hall.hands.open_page()
    hall.hands.settle(money.id, Settlement.HANDED_OVER)
    for _ in range(3):
        hall.clock.s += 1.0
        hall.dispatch()
        hall.take_late()
    assert hall.ledger.balances().settled_fen == NOTE
    assert hall.ledger._connection.execute("SELECT COUNT(*) FROM outbox").fetchone() == (0,)


def test_m5_the_centre_hears_what_was_settled(hall: Hall) -> None:
    """As the contract words it: ``what`` settled, the row's id and fen, who and why."""
    at_cash(hall, KNOWN)
    hall.device.offer(NOTE, late=False)
    hall.device.swallow(in_box=False, reported_late=False)
    hall.leave()
    money = hall.one()
    hall.hands.open_page()
    hall.hands.settle(money.id, Settlement.NOT_THERE)
    rows = hall.ledger._connection.execute("SELECT urgent, data FROM health_events WHERE kind = 'money'").fetchall()
    told = [(urgent, json.loads(data)) for urgent, data in rows]
    assert [(urgent, one["what"], one["fen"], one["id"]) for urgent, one in told] == [
        (1, "in_doubt", NOTE, money.id),
        (1, "settled", NOTE, money.id),
    ]
    said = {name: told[1][1][name] for name in ("reason", "staff_id", "second_id", "basis")}
    assert said == {"reason": "not_there", "staff_id": "0218", "second_id": "0219", "basis": "box_counted"}

"""Facts as events for the centre, in the transaction that records them (docs/central-contract.md, Health of terminals).

Numbers count 1, 2, 3 … for ever, so that the centre sees what it has missed. Which fact is which event stands in
``EVENTS``; what a fact does not say, its rows do.
"""

import json
from collections.abc import Callable
from typing import Any, Final, NamedTuple

from kiosk import facts
from kiosk.device_status import Severity
from kiosk.facts import AnyFact
from kiosk.money_reasons import MoneyReason
from kiosk.staff import LOOK_UPS, lock_seconds
from offline_queue.print_events import print_data
from offline_queue.transaction import ContradictionError, Transaction

_KEPT: Final = "-7 days"  # of rows that the centre has
_ROOM: Final = 1_000  # more than the journal's mirror can lack (mirror.SYNC_EVERY records, an event each at most)


class Event(NamedTuple):
    kind: str
    data: dict[str, Any]
    urgent: bool = False


def record_event(tx: Transaction, fact: AnyFact) -> None:
    """The event of this fact, if it is one; after its rows are written."""
    made = EVENTS.get(type(fact))
    event = made(tx, fact) if made is not None else None
    if event is None:
        return
    number = _next(tx)
    data = json.dumps(event.data, ensure_ascii=False, separators=(",", ":"))
    tx.run(
        "INSERT INTO health_events (event_seq, at, kind, urgent, data) VALUES (?, ?, ?, ?, ?)",
        (number, tx.at, event.kind, event.urgent, data),
    )
    tx.run("UPDATE health_numbers SET next_event_seq = ?", (number + 1,))


def run_started(tx: Transaction, fact: facts.RunStarted) -> None:
    tx.run("INSERT INTO runs (started_seq, boot_id, started_at) VALUES (?, ?, ?)", (tx.seq, fact.boot_id, tx.at))


def run_stopped(tx: Transaction, _fact: facts.RunStopped) -> None:
    newest = "started_seq = (SELECT MAX(started_seq) FROM runs)"
    tx.run(f"UPDATE runs SET stopped_at = ? WHERE {newest} AND stopped_at IS NULL", (tx.at,))  # noqa: S608 - ours


def events_numbered_from(tx: Transaction, fact: facts.EventsNumberedFrom) -> None:
    """Only forward: a number is never used twice. Who asked for it looked a moment ago; if our numbers have gone beyond it
    since, there is nothing to do, and it is no reason to stop a till."""
    tx.run("UPDATE health_numbers SET next_event_seq = MAX(next_event_seq, ?)", (fact.event_seq,))


def leave_room_for_lost_events(tx: Transaction) -> None:
    """A rebuilt ledger may have lost its last records; the centre may have their events. Their numbers stay theirs."""
    tx.run("UPDATE health_numbers SET next_event_seq = next_event_seq + ?", (_ROOM,))


def events_forgotten(tx: Transaction, fact: facts.EventsForgotten) -> None:
    tx.run("DELETE FROM health_events WHERE event_seq < ? AND julianday(at) < julianday(?, ?)", (fact.below, tx.at, _KEPT))


def test_recorded(tx: Transaction, fact: facts.TestRecorded) -> None:
    row = (fact.item, fact.outcome, tx.at, fact.staff_id, fact.detail, fact.milliseconds)
    tx.run("INSERT OR REPLACE INTO diagnosed VALUES (?, ?, ?, ?, ?, ?)", row)


def in_events_only(_tx: Transaction, _fact: AnyFact) -> None:
    """The journal and the event hold all of it."""


def _next(tx: Transaction) -> int:
    found = tx.row("SELECT next_event_seq FROM health_numbers", ())
    if found is None or not isinstance(found[0], int):
        raise ContradictionError("The ledger has lost the number of its next event.")
    return found[0]


# ---- one function an event -----------------------------------------------------------------------------------------


def _device(_tx: Transaction, fact: facts.DeviceChanged) -> Event:
    data = {"device": fact.device, "state": fact.state, "severity": fact.severity, "supplies": fact.supplies}
    data |= {"code": fact.code, "raw": fact.raw, "may_hold_money": fact.may_hold_money}
    return Event("device", data, urgent=fact.severity >= Severity.SUSPEND)


def _stopped(_tx: Transaction, fact: facts.CashStopped) -> Event:
    return Event("stop", {"code": fact.code, "detail": fact.detail}, urgent=True)


def _released(_tx: Transaction, fact: facts.CashReleased) -> Event:
    data = {"code": fact.code, "detail": "", "released_by": fact.by, "reason": fact.reason}
    return Event("stop", data, urgent=True)


def _note_doubted(tx: Transaction, fact: facts.NoteDoubted) -> Event:
    fen = _one(tx, "SELECT denomination_fen FROM notes WHERE note_id = ?", fact.note_id)
    return _money("in_doubt", fen, fact.note_id, fact.reason)


def _payment_refused(tx: Transaction, fact: facts.PaymentOwed | facts.PaymentDoubted) -> Event:
    what = "owed" if isinstance(fact, facts.PaymentOwed) else "in_doubt"
    fen = _one(tx, "SELECT amount_fen FROM payments WHERE payment_id = ?", fact.payment_id)
    return _money(what, fen, fact.payment_id, fact.problem)


def _note_stacked(tx: Transaction, fact: facts.NoteStackedFact) -> Event | None:
    if fact.visit_id is None:
        return _money("unassigned", fact.denomination, fact.note_id, MoneyReason.NO_VISIT)
    doubted = tx.row("SELECT 1 FROM notes WHERE note_id = ? AND reason IS NOT NULL", (fact.note_id,)) is not None
    return _money("settled", fact.denomination, fact.note_id, MoneyReason.WHEREABOUTS_TOLD) if doubted else None


def _found(_tx: Transaction, fact: facts.NoteFound) -> Event:
    said = {"staff_id": fact.staff_id, "basis": fact.place}
    return _money("in_doubt", fact.denomination, fact.note_id, MoneyReason.FOUND, **said)


def _settled(tx: Transaction, fact: facts.NoteSettled | facts.PaymentSettled) -> Event:
    row = fact.note_id if isinstance(fact, facts.NoteSettled) else fact.payment_id
    found = tx.row("SELECT fen FROM settlements WHERE settled_seq = ?", (tx.seq,))
    fen = int(str(found[0])) if found else 0
    said = {"staff_id": fact.first, "second_id": fact.second, "basis": fact.reason, "credited_as": fact.credited_as}
    return _money("settled", fen, row, fact.outcome, **said)


_ATTEMPT: Final = """SELECT amount_fen, doubt IS NOT NULL OR undecided IS NOT NULL, payment_id FROM card_attempts
    WHERE attempt_id = ?"""


def _attempt(tx: Transaction, attempt_id: str) -> tuple[int, bool, str]:
    """In fen; whether halls were told of it as in doubt; the payment it is in, or empty."""
    found = tx.row(_ATTEMPT, (attempt_id,)) or (0, False, None)
    return int(str(found[0])), bool(found[1]), str(found[2] or "")


def _charge_doubted(tx: Transaction, fact: facts.CardDoubted | facts.CardUndecided) -> Event:
    fen = _attempt(tx, fact.attempt_id)[0]
    if isinstance(fact, facts.CardUndecided):
        return _money("in_doubt", fen, fact.attempt_id, MoneyReason.TERMINAL_CANNOT_TELL, detail=fact.detail)
    return _money("in_doubt", fen, fact.attempt_id, MoneyReason.SALE_UNCLEAR, detail=fact.reason)


def _charge_cleared(tx: Transaction, fact: facts.CardCharged | facts.CardUncharged) -> Event | None:
    """The terminal found out by itself: what halls were told of is open no more."""
    fen, was_told, _ = _attempt(tx, fact.attempt_id)
    how = MoneyReason.CHARGED if isinstance(fact, facts.CardCharged) else MoneyReason.NOT_CHARGED
    return _money("settled", fen, fact.attempt_id, how) if was_told else None


def _charge_back(tx: Transaction, fact: facts.CardReversed | facts.CardReversalFailed) -> Event:
    """Of the refused payment, which halls were told of as owed: one sum, one case."""
    fen, _, payment = _attempt(tx, fact.attempt_id)
    if isinstance(fact, facts.CardReversed):
        return _money("settled", fen, payment, MoneyReason.BACK_ON_CARD, detail=fact.code)
    return _money("owed", fen, payment, MoneyReason.NOT_TAKEN_BACK, detail=fact.code)


def _charge_settled(tx: Transaction, fact: facts.CardSettledFact) -> Event:
    """A reversal that never ends: ``charged`` leaves it owed to the payer."""
    fen, _, payment = _attempt(tx, fact.attempt_id)
    what = "owed" if payment and fact.charged else "settled"
    reason = MoneyReason.PERSONS_CHARGED if fact.charged else MoneyReason.PERSONS_NOT_CHARGED
    said = {"staff_id": fact.by, "second_id": fact.second, "basis": fact.reason}
    return _money(what, fen, payment or fact.attempt_id, reason, **said)


def _money(what: str, fen: int, row: str, reason: str, **said: str) -> Event:
    """``reason``: a fixed word (``kiosk.money_reasons``); ``said``: what goes with it, left out where it is empty."""
    data: dict[str, Any] = {"what": what, "fen": fen, "id": row, "reason": str(reason)}
    return Event("money", data | {name: text for name, text in said.items() if text}, urgent=True)


def _one(tx: Transaction, query: str, key: str) -> int:
    found = tx.row(query, (key,))
    return int(str(found[0])) if found is not None else 0


def _print(tx: Transaction, fact: facts.ReceiptEnded) -> Event:
    return Event("print", print_data(tx, fact))


def _started(_tx: Transaction, fact: facts.RunStarted) -> Event:
    return Event("run", {"what": "started", "ended": fact.ended, "last_alive_at": fact.last_alive_at})


def _ended(_tx: Transaction, _fact: facts.RunStopped) -> Event:
    return Event("run", {"what": "stopped", "ended": "clean", "last_alive_at": ""})


def _service(_tx: Transaction, fact: facts.ServiceChanged) -> Event:
    data: dict[str, Any] = {"state": fact.state, "mode": fact.mode, "code": fact.code, "cash": fact.cash}
    return Event("service", data | {"card": fact.card, "print": fact.printing, "centre": fact.centre})


def _visit(_tx: Transaction, fact: facts.VisitTold) -> Event:
    data: dict[str, Any] = {"visit_id": fact.visit_id, "task": fact.task, "outcome": fact.outcome}
    data |= {"reached_payment": fact.reached_payment, "at_page": fact.at_page}
    return Event("visit", data | {"amount_fen": fact.amount, "tender": fact.tender})


def _refused(_tx: Transaction, fact: facts.StaffRefused) -> Event:
    locked = lock_seconds(fact.failures)
    data = {"staff_id": fact.staff_id, "act": "locked" if locked else "refused", "detail": f"{fact.failures} wrong PINs"}
    return Event("staff", data, urgent=bool(locked))


def _looked_up(_tx: Transaction, fact: facts.StaffLookedUp) -> Event:
    act = "lookup_limit" if fact.outcome != "unread" and fact.look_ups >= LOOK_UPS else "looked_up"
    how = f"{fact.outcome.replace('_', ' ')}, {fact.look_ups} in an hour"
    return Event("staff", {"staff_id": fact.staff_id, "act": act, "detail": f"{fact.code}: {how}"})


def _staff(act: str, detail: str = "") -> Callable[[Transaction, Any], Event]:
    def made(_tx: Transaction, fact: Any) -> Event:
        said = str(getattr(fact, detail)) if detail else ""
        return Event("staff", {"staff_id": fact.staff_id, "act": act, "detail": said})

    return made


def _command_taken(_tx: Transaction, fact: facts.CommandTaken) -> Event:
    said = f"{fact.argument} by {fact.by}".strip()
    return Event("command", {"command_id": fact.command_id, "what": fact.what, "outcome": "taken", "detail": said})


def _command_ended(_tx: Transaction, fact: facts.CommandEnded) -> Event:
    data = {"command_id": fact.command_id, "what": fact.what, "outcome": fact.outcome, "detail": fact.detail}
    return Event("command", data)


def _self_checked(_tx: Transaction, fact: facts.SelfChecked) -> Event:
    outcome = "failed" if fact.codes else "passed"
    data: dict[str, Any] = {"item": "self_check", "outcome": outcome, "staff_id": "", "detail": " ".join(fact.codes)}
    return Event("test", data | {"seconds": 0, "opens_at": fact.opens_at}, urgent=bool(fact.codes))


def _safe_page_shown(_tx: Transaction, fact: facts.SafePageShown) -> Event:
    """A stop that is over: this terminal is up again, and somebody should know that it was not."""
    data = {"code": "APP-SAFE", "detail": fact.why, "released_by": "restart", "reason": "the terminal is up again"}
    return Event("stop", data, urgent=True)


def _test(_tx: Transaction, fact: facts.TestRecorded) -> Event:
    data: dict[str, Any] = {"item": fact.item, "outcome": fact.outcome, "staff_id": fact.staff_id}
    data |= {"detail": fact.detail, "seconds": fact.milliseconds / 1000}
    return Event("test", data | ({"dial_id": fact.dial_id} if fact.dial_id else {}))


def _approved(_tx: Transaction, fact: facts.ActApproved) -> Event:
    asked = f"asked by {fact.first}" if fact.first else "asked at the log-in page"
    detail = f"{fact.kind} {fact.act_id}, {asked}, {fact.how}, {fact.fen} fen"
    return Event("staff", {"staff_id": fact.second, "act": "approved", "detail": detail})


def _act_refused(_tx: Transaction, fact: facts.ActRefused) -> Event:
    data = {"staff_id": fact.staff_id, "act": "approval_refused", "detail": f"{fact.kind}, {fact.how}: {fact.why}"}
    return Event("staff", data)


_ENDS: Final[dict[type, str]] = {
    facts.CollectionOpened: "opened",
    facts.CollectionClosed: "closed",
    facts.CollectionGivenUp: "given_up",
    facts.CollectionDisputed: "disputed",
}


def _collection(tx: Transaction, fact: Any) -> Event:
    """One of its steps, with the two who opened it; of its end, the one who ended it."""
    step = fact.step if isinstance(fact, facts.CollectionStepped) else _ENDS[type(fact)]
    row = tx.row("SELECT first, second FROM collections WHERE collection_id = ?", (fact.collection_id,))
    first, second = row if row is not None else ("", "")
    who = getattr(fact, "staff_id", "") or first
    return Event("collection", {"collection_id": fact.collection_id, "step": step, "staff_id": who, "second_id": second})


EVENTS: Final[dict[type[AnyFact], Callable[..., Event | None]]] = {
    facts.DeviceChanged: _device,
    facts.CashStopped: _stopped,
    facts.CashReleased: _released,
    facts.NoteStackedFact: _note_stacked,
    facts.NoteDoubted: _note_doubted,
    facts.PaymentOwed: _payment_refused,
    facts.PaymentDoubted: _payment_refused,
    facts.CardDoubted: _charge_doubted,
    facts.CardUndecided: _charge_doubted,
    facts.CardCharged: _charge_cleared,
    facts.CardUncharged: _charge_cleared,
    facts.CardReversed: _charge_back,
    facts.CardReversalFailed: _charge_back,
    facts.CardSettledFact: _charge_settled,
    facts.ReceiptEnded: _print,
    facts.RunStarted: _started,
    facts.RunStopped: _ended,
    facts.ServiceChanged: _service,
    facts.VisitTold: _visit,
    facts.StaffRefused: _refused,
    facts.StaffLoggedIn: _staff("log_in"),
    facts.StaffLoggedOff: _staff("log_off", "why"),
    facts.StaffUnlocked: _staff("unlocked", "by"),
    facts.StaffLookedUp: _looked_up,
    facts.PinChanged: _staff("pin_changed"),
    facts.TestRecorded: _test,
    facts.CommandTaken: _command_taken,
    facts.CommandEnded: _command_ended,
    facts.SelfChecked: _self_checked,
    facts.SafePageShown: _safe_page_shown,
    facts.ActApproved: _approved,
    facts.ActRefused: _act_refused,
    facts.NoteFound: _found,
    facts.NoteSettled: _settled,
    facts.PaymentSettled: _settled,
    facts.CollectionOpened: _collection,
    facts.CollectionStepped: _collection,
    facts.CollectionClosed: _collection,
    facts.CollectionGivenUp: _collection,
    facts.CollectionDisputed: _collection,
}

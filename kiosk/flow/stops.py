"""Why no cash is taken until a person has looked. A stop is a fact: a restart does not lift it (field.md X23, X24, X25)."""

from dataclasses import replace
from typing import Final

from kiosk.commands import StopAccepting
from kiosk.events import (
    AcceptorIdentified,
    CentreRemembers,
    DiskRoomChanged,
    LedgerConfirmed,
    LedgerDoubted,
    LedgerVerified,
    StopReleased,
)
from kiosk.facts import AcceptorBound, AnyFact, CardTerminalBound, CaseOpened, CashReleased, CashStopped
from kiosk.flow.cash import open_slot_again
from kiosk.flow.decision import Decision, Moment, refuse, stay
from kiosk.flow.states import State, TakingCash
from kiosk.recollection import BoundAcceptor, CashStop
from kiosk.views import Message

CHEATED: Final = "BV-CHEAT"
CARD_CHANGED: Final = "CARD-CHANGED"  # another card terminal, or merchant, than the one that may charge here
CHANGED: Final = "BV-CHANGED"  # another acceptor than the one that may take cash here
BEHIND: Final = "SEQ-BEHIND"  # the centre knows payments of ours that we don't: an old disk was put back
REBUILT: Final = "LED-REBUILT"  # the ledger was made anew from the journal's mirror, whose end may be missing
DOUBTED: Final = "LED-CHANGED"  # somebody changed the ledger, or its end is missing
FOR_GOOD: Final = frozenset({BEHIND})  # our keys would collide with what the centre has: only a new enrolment helps


def stop_service(state: State, code: str, detail: str) -> tuple[State, tuple[AnyFact, ...]]:
    """The state that takes no cash (or no cards, by a CARD- code), and the fact that says so, once."""
    if state.terminal.stopped(code):
        return state, ()
    terminal = replace(state.terminal, stops=(*state.terminal.stops, CashStop(code, detail)))
    return replace(state, terminal=terminal), (CashStopped(code, detail),)


def shut_slot(state: State, code: str) -> Decision:
    """No further note from now on; a payer in front of the slot hears why."""
    if isinstance(state.visit, TakingCash):
        shut = replace(state.visit, accepting=frozenset(), message=Message("cash_trouble", (("code", code),)))
        state = stay(state, shut)
    return Decision(state, commands=(StopAccepting(),))


def _stop(state: State, code: str, detail: str) -> Decision:
    stopped, facts = stop_service(state, code, detail)
    if not facts:
        return refuse(state, f"stopped for this reason already: {code}")
    return shut_slot(stopped, code).also(facts)


def centre_remembers(state: State, event: CentreRemembers, moment: Moment) -> Decision:
    """Sequence numbers that the centre knows and we don't: this is an old disk image, its keys would collide (X23)."""
    if event.highest_kiosk_seq < moment.kiosk_seq:
        return refuse(state, "the centre has nothing from us that we don't remember")
    return _stop(state, BEHIND, f"the centre has kiosk_seq {event.highest_kiosk_seq}, our next one is {moment.kiosk_seq}")


def ledger_doubted(state: State, event: LedgerDoubted, _moment: Moment) -> Decision:
    return _stop(state, DOUBTED, event.reason)


def ledger_verified(state: State, _event: LedgerVerified, moment: Moment) -> Decision:
    """Staff read when somebody last went through it; it releases nothing."""
    return Decision(replace(state, terminal=replace(state.terminal, ledger_verified_at=moment.at)))


def ledger_confirmed(state: State, event: LedgerConfirmed, _moment: Moment) -> Decision:
    """A rebuilt ledger has lost nothing that the centre had heard of."""
    if not state.terminal.stopped(REBUILT):
        return refuse(state, "nobody doubted it")
    return release_stop(state, REBUILT, "centre", f"its head of {event.count} records is in this ledger")


def stop_released(state: State, event: StopReleased, _moment: Moment) -> Decision:
    """A person has looked. An acceptor that was exchanged is the one that may take cash from now on."""
    if not state.terminal.stopped(event.code):
        return refuse(state, f"there is no stop {event.code}")
    if event.code in FOR_GOOD:
        return refuse(state, f"{event.code} can't be released: enrol this terminal anew, under a new id")
    released = release_stop(state, event.code, event.by, event.reason)
    identity, card = state.terminal.identity, state.terminal.card_identity
    if event.code == CHANGED and identity is not None:
        terminal = replace(released.state.terminal, bound=_bound(identity))
        return replace(released, state=replace(released.state, terminal=terminal)).also((_binding(identity),))
    if event.code == CARD_CHANGED and card is not None:
        terminal = replace(released.state.terminal, card_bound=card)
        accepted = CardTerminalBound(card.terminal_id, card.merchant_id, card.model)
        return replace(released, state=replace(released.state, terminal=terminal)).also((accepted,))
    return released


def release_stop(state: State, code: str, by: str, reason: str) -> Decision:
    """Lift one that is in force."""
    stops = tuple(stop for stop in state.terminal.stops if stop.code != code)
    free = replace(state, terminal=replace(state.terminal, stops=stops))
    return open_slot_again(Decision(free, (CashReleased(code, by, reason),)))


# ---- the acceptor that may take cash here (trust.md S12) -----------------------------------------------------------


def acceptor_identified(state: State, event: AcceptorIdentified, _moment: Moment) -> Decision:
    """The first acceptor is bound; another one takes no cash until a person has accepted it."""
    terminal = state.terminal
    if event == terminal.identity:
        return refuse(state, "the same acceptor as before")
    known = replace(state, terminal=replace(terminal, identity=event))
    if terminal.bound is None:
        return Decision(replace(known, terminal=replace(known.terminal, bound=_bound(event))), (_binding(event),))
    if terminal.bound == _bound(event):
        return Decision(known)
    stopped, facts = stop_service(known, CHANGED, f"{_named(_bound(event))} is fitted, {_named(terminal.bound)} was bound")
    if facts:
        return shut_slot(stopped, CHANGED).also(facts)
    again = CaseOpened("acceptor_changed_again", f"{_named(_bound(event))} is fitted")
    return shut_slot(stopped, CHANGED).also((again,))


def _bound(event: AcceptorIdentified) -> BoundAcceptor:
    return BoundAcceptor(event.model, event.serial, event.firmware)


def _binding(event: AcceptorIdentified) -> AcceptorBound:
    return AcceptorBound(event.model, event.serial, event.firmware)


def _named(acceptor: BoundAcceptor) -> str:
    return f"{acceptor.model} {acceptor.serial} ({acceptor.firmware})"


# ---- room on the disk (trust.md A3) --------------------------------------------------------------------------------


def disk_room_changed(state: State, event: DiskRoomChanged, _moment: Moment) -> Decision:
    """What is begun can be finished: that is what the reserve is for. A further note waits for room."""
    if event.low == state.terminal.disk_low:
        return refuse(state, "as before")
    changed = replace(state, terminal=replace(state.terminal, disk_low=event.low))
    return shut_slot(changed, "DISK-LOW") if event.low else open_slot_again(Decision(changed))

"""A sale on a ZVT terminal: card, PIN, bank, and the vending handshake that decides whether the charge stands.

ZVT specification, sections 7.2, 7.3 and 13. Every change in the books comes before the message that tells of it.
"""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from enum import Enum

from devices.simulators.card_books import Entry
from devices.simulators.card_slot import PresentedCard
from devices.simulators.zvt_fields import BadFieldsError, fields, from_bcd
from devices.simulators.zvt_frames import Apdu
from devices.simulators.zvt_messages import status_information
from devices.simulators.zvt_script import LinkLostError, Pause, Script, ask, reach, reply
from devices.simulators.zvt_state import FAILED, PENDING_AR, PENDING_HOST, STORED, State
from devices.simulators.zvt_telling import (
    CANCELLED,
    INSERT_CARD,
    UNDOING,
    AbortedError,
    complete,
    end_cancelled,
    give_card_back,
    give_up,
    may_abort,
    print_receipts,
    quietly,
    show,
    undo_first,
    wait,
    wait_for_card,
)

WRONG_PIN, PIN_BLOCKED, COMMUNICATION_ERROR = 0x37, 0x4B, 0x7D
SILENT_BANK = 99
BANK_BY_AMOUNT = {5: 0x05, 51: 0x33, 55: WRONG_PIN, 91: 0x5B}
"""The bank's answer by the last two digits of the amount in fen; 55 only at the first try."""
PIN_TRIES = 3
NOT_FINISHED, PARTIAL = 0x9C, 0x9D
ENTER_PIN, ASKING_BANK, APPROVED, DECLINED = 0x01, 0x04, 0x1C, 0x1D
PIN_WRONG, PIN_TRIES_EXCEEDED, UNDOING_REMOVE_CARD = 0x15, 0x18, 0x45


@dataclass(frozen=True, slots=True)
class SaleOrder:
    """What the host says with 06 01."""

    amount: int
    hold_s: float
    repeats: int
    """How often the host may answer 84 9C."""


class Ending(Enum):
    """What the host's answer to an approval makes of it."""

    ACCEPTED = "accepted"
    REFUSED = "refused"
    EXHAUSTED = "exhausted"
    UNANSWERED = "unanswered"


def sale_order(found: Mapping[int, bytes], state: State) -> SaleOrder:
    """Raises :class:`BadFieldsError` if there is no amount."""
    if 0x04 not in found:
        raise BadFieldsError("an authorisation needs an amount")
    hold = found.get(0x01)
    return SaleOrder(
        amount=from_bcd(found[0x04]),
        hold_s=state.timings.hold if hold is None else hold[0],
        repeats=found.get(0x02, b"\5")[0],
    )


def sell(state: State, order: SaleOrder) -> Script[None]:
    """The whole sale, from 80 00 00 to 06 0F or 06 1E."""
    yield from reach("authorisation_received")
    try:
        yield from reply()
        yield from reach("authorisation_accepted")
        yield from undo_first(state)
        card = yield from _present(state)
        if card is not None:
            yield from _charge(state, order, card)
            return
        code = CANCELLED
    except AbortedError:
        code = CANCELLED
    except LinkLostError:
        _failed(state, order)
        return
    _failed(state, order)
    yield from end_cancelled(state, code)
    yield from give_card_back(state)


def _present(state: State) -> Script[PresentedCard | None]:
    with may_abort(state):
        yield from show(state, INSERT_CARD)
        card = yield from wait_for_card(state, state.timings.card)
        if card is None:
            return None
        state.slot = card if card.method == "insert" else None
        yield from wait(state, state.timings.read)
        yield from reach("card")
    return card


def _enter_pin(state: State) -> Script[None]:
    with may_abort(state):
        yield from show(state, ENTER_PIN)
        yield from wait(state, state.timings.pin)
        yield from reach("pin")


def _charge(state: State, order: SaleOrder, card: PresentedCard) -> Script[None]:
    """Ask the bank, with up to three PINs, and hold the approval or tell the refusal."""
    wants_pin = card.pin != "none"
    for attempt in range(1, PIN_TRIES + 1):
        if wants_pin:
            yield from _enter_pin(state)
        entry = yield from _ask_bank(state, order, card, attempt)
        if entry.result != f"{WRONG_PIN:02X}":
            break
        wants_pin = True
        yield from ask(status_information(state, entry), state.timings.t3)
        yield from show(state, PIN_WRONG)
    if entry.state in (PENDING_AR, STORED):
        yield from _hold(state, order, entry)
        return
    yield from quietly(_tell_refusal(state, entry))


def _tell_refusal(state: State, entry: Entry) -> Script[None]:
    code = int(entry.result, 16)
    yield from show(state, PIN_TRIES_EXCEEDED if code == PIN_BLOCKED else DECLINED)
    yield from ask(status_information(state, entry), state.timings.t3, "status_sent")
    yield from give_card_back(state)
    yield from give_up(state, code)


def _ask_bank(state: State, order: SaleOrder, card: PresentedCard, attempt: int) -> Script[Entry]:
    """From here on an abort is too late. The charge is in the bank's book before the journal knows its answer."""
    entry = state.books.journal(new_entry(state, order, PENDING_HOST, card))
    state.card_numbers[entry.trace] = card.pan
    yield from reach("host_contacted")
    yield from quietly(show(state, ASKING_BANK))
    yield Pause(state.timings.host + (state.faults.host_slow.popleft() if state.faults.host_slow else 0.0))
    code, text = _verdict(state, order, card, attempt)
    if code == COMMUNICATION_ERROR:
        yield Pause(state.timings.host_timeout)
    if code:
        details = {**entry.details, "text": text}
        return state.books.journal(replace(entry, state=FAILED, result=f"{code:02X}", details=details))
    auth = approval_code(entry)
    charge = state.books.charge(
        order.amount, entry.at, receipt=entry.receipt, trace=entry.trace, auth=auth, last4=card.last4, attempt=card.attempt
    )
    yield from reach("bank_charged")
    held = STORED if state.options.sync == "1f1f" else PENDING_AR
    entry = state.books.journal(replace(entry, state=held, result="00", auth=auth, charge=charge.id))
    yield from reach("host_approved")
    return entry


def _verdict(state: State, order: SaleOrder, card: PresentedCard, attempt: int) -> tuple[int, str]:
    """The bank's result code (0: approved) and a text of the vendor's."""
    if state.faults.declines:
        return state.faults.declines.popleft()
    if card.pin == "wrong3" or (card.pin == "wrong" and attempt == 1):
        return (WRONG_PIN if attempt < PIN_TRIES else PIN_BLOCKED), ""
    ending = order.amount % 100
    if ending == SILENT_BANK:
        return COMMUNICATION_ERROR, ""
    code = BANK_BY_AMOUNT.get(ending, 0)
    return (0 if code == WRONG_PIN and attempt > 1 else code), ""


def _hold(state: State, order: SaleOrder, entry: Entry) -> Script[None]:
    """The approval is told; the host decides, or its silence does (section 7.2)."""
    try:
        ending, entry = yield from _decide(state, order, entry)
        if ending is Ending.ACCEPTED and not (yield from print_receipts(state, entry)):
            ending = Ending.UNANSWERED
    except LinkLostError:
        if entry.state == PENDING_AR:
            state.expect_undoing()
        return
    if ending is Ending.ACCEPTED or (ending is Ending.UNANSWERED and entry.state == STORED):
        state.books.journal(replace(entry, state=STORED))
        yield from reach("printed")
        yield from _finish(state)
    else:
        yield from _take_back(state, entry, ending)


def _decide(state: State, order: SaleOrder, entry: Entry) -> Script[tuple[Ending, Entry]]:
    message = status_information(state, entry, false=state.faults.false_values("sale"))
    for _ in range(order.repeats + 1):
        answer = yield from ask(message, order.hold_s, "status_sent")
        if answer is None:
            return Ending.UNANSWERED, entry
        if answer.refusal is None or answer.refusal == PARTIAL:
            entry = _partly(state, entry, answer)
            if not state.registration.prints_lines:  # else it is definitive only when the prints are answered too
                entry = state.books.journal(replace(entry, state=STORED))
            yield from reach("status_answered")
            if state.faults.double_status:
                state.faults.double_status -= 1
                yield from ask(message, state.timings.t3)
            return Ending.ACCEPTED, entry
        yield from reach("status_answered")
        if answer.refusal != NOT_FINISHED:
            return Ending.REFUSED, entry
        yield Pause(state.timings.repeat_status)
    return Ending.EXHAUSTED, entry


def _partly(state: State, entry: Entry, answer: Apdu) -> Entry:
    """84 9D with an amount: only so much is charged."""
    if answer.refusal != PARTIAL or entry.charge is None:
        return entry
    try:
        amount = from_bcd(fields(answer.data)[0x04])
    except (BadFieldsError, KeyError):
        return entry
    if not 0 < amount <= entry.amount:
        return entry
    state.books.reduce(entry.charge, amount)
    return state.books.journal(replace(entry, amount=amount))


def _finish(state: State) -> Script[None]:
    """The charge stands, whatever happens from here on."""
    try:
        yield from show(state, APPROVED)
        yield from give_card_back(state)
        yield from complete(state)
    except LinkLostError:
        return


def _take_back(state: State, entry: Entry, ending: Ending) -> Script[None]:
    """The charge is undone: at once because the host said so, or as auto-reversal, which may take its time."""
    entry = state.books.journal(replace(entry, state=PENDING_AR))
    if ending is Ending.UNANSWERED and state.options.pending_shows == "stored":
        state.expect_undoing()
        yield from give_up(state, CANCELLED)
        return
    yield from reach("undoing")
    yield from quietly(show(state, UNDOING if state.slot is None else UNDOING_REMOVE_CARD))
    yield from give_card_back(state)
    while state.slot is not None:
        yield Pause(state.timings.remove or 0.1)
    yield Pause(state.timings.auto_reversal if ending is Ending.UNANSWERED else state.timings.host)
    state.undo(entry)
    yield from reach("undone")
    if ending is Ending.EXHAUSTED:
        yield from end_cancelled(state)
    else:
        yield from give_up(state, CANCELLED)


def _failed(state: State, order: SaleOrder) -> None:
    """Journal a sale that never reached the bank."""
    state.books.journal(replace(new_entry(state, order, FAILED, None), result=f"{CANCELLED:02X}"))


def approval_code(entry: Entry) -> str:
    """The bank's six digits."""
    return f"{(int(entry.trace) * 7919 + 104_729) % 1_000_000:06d}"


def new_entry(state: State, order: SaleOrder, condition: str, card: PresentedCard | None) -> Entry:
    """A journal entry, not yet written; it takes the next numbers. A sale without a card has no receipt number."""
    receipt = "" if card is None else f"{state.next_number('receipt', 9999):04d}"
    details: dict[str, str | int | float | bool | None] = {}
    if card is not None:
        masked = card.pan[:6] + "E" * (len(card.pan) - 10) + card.pan[-4:]
        details = {"pan": masked, "type": card.type, "name": card.name, "method": card.method, "pin": card.pin}
    trace = f"{state.next_number('trace', 999_999):06d}"
    return Entry("sale", condition, order.amount, state.stamp(), receipt=receipt, trace=trace, details=details)

"""What a ZVT terminal does with each command of the host (ZVT specification, section 5.1); the sale is in ``zvt_sale``."""

from collections.abc import Callable, Mapping
from dataclasses import replace

from devices.simulators import zvt_upkeep
from devices.simulators.card_books import Entry
from devices.simulators.zvt_fields import TLV, BadFieldsError, fields, from_bcd, tlv_objects
from devices.simulators.zvt_frames import Apdu, negative
from devices.simulators.zvt_messages import (
    ALREADY_REVERSED,
    registered,
    status_information,
    terminal_status,
)
from devices.simulators.zvt_sale import sale_order, sell
from devices.simulators.zvt_script import LinkLostError, Pause, Script, ask, reach, reply
from devices.simulators.zvt_state import FAILED, PENDING_HOST, STORED, TAKEN_BACK, UNLOCKED, Registration, State
from devices.simulators.zvt_telling import complete, give_up, print_receipts, quietly, show, undo_first

AUTHORISATION, REVERSAL, REFUND, REPEAT = 0x0601, 0x0630, 0x0631, 0x0620
REGISTRATION, LOG_OFF, STATUS_ENQUIRY, ABORT_ORDER = 0x0600, 0x0602, 0x0501, 0x06B0
OPEN_PRE_AUTHORISATION, SET_CLOCK, BAUD_CHANGE = 0x0623, 0x0691, 0x0840

EVEN_WHEN_LOCKED = (STATUS_ENQUIRY, REGISTRATION, LOG_OFF, ABORT_ORDER)
NEEDS_REGISTRATION = (AUTHORISATION, REVERSAL, REFUND, REPEAT, zvt_upkeep.END_OF_DAY, OPEN_PRE_AUTHORISATION)

NOT_POSSIBLE, NOT_REGISTERED, WRONG_CURRENCY, AMOUNT_TOO_SMALL = 0x83, 0x6B, 0x6F, 0xC8
REVERSAL_IMPOSSIBLE, NO_PRE_AUTHORISATION = 0xB5, 0xB8
ASKING_BANK = 0x04
SEND_STATUS, DO_NOT_PRINT = 0x01, 0x02
OMIT_VERSION, SEND_TLV = 0x02, 0x04
PASSWORD = 3
"""Bytes of the password before the fields of some commands; any is taken."""


def command(state: State, apdu: Apdu) -> Script[None]:
    """The script for one command of the host."""
    try:
        if apdu.code not in _SCRIPTS:
            yield from reply(negative(NOT_POSSIBLE))
        elif _locked(state, apdu.code):
            yield from _refuse(state, state.reported_status, first=state.options.locked_answers_first)
        elif apdu.code in NEEDS_REGISTRATION and not state.registration.registered:
            yield from _refuse(state, NOT_REGISTERED)
        else:
            yield from _SCRIPTS[apdu.code](state, apdu.data)
    except BadFieldsError:  # raised before anything was answered
        yield from quietly(reply(negative(NOT_POSSIBLE)))
    except LinkLostError:
        return


def _locked(state: State, code: int) -> bool:
    status = state.reported_status
    return status not in UNLOCKED and code not in EVEN_WHEN_LOCKED and zvt_upkeep.CURED_BY.get(status) != code


def _refuse(state: State, code: int, data: bytes = b"", *, first: bool = True) -> Script[None]:
    if first:
        yield from reply()
    yield from give_up(state, code, data)


def _refuse_currency(state: State) -> Script[None]:
    """Its form is not certain (section 5.1)."""
    currency = bytes.fromhex(state.options.currency)
    match state.options.currency_refusal:
        case "84":
            yield from reply(negative(WRONG_CURRENCY))
        case "841E":
            yield from reply(Apdu(0x841E, bytes([WRONG_CURRENCY]) + currency))
        case _:
            yield from _refuse(state, WRONG_CURRENCY, currency)


def _foreign(state: State, found: Mapping[int, bytes]) -> bool:
    return 0x49 in found and found[0x49].hex() != state.options.currency


# registration and status


def _register(state: State, data: bytes) -> Script[None]:
    if len(data) < PASSWORD + 1 or len(data) == PASSWORD + 2:
        raise BadFieldsError("a registration needs a password, a configuration and perhaps a currency")
    currency = data[PASSWORD + 1 : PASSWORD + 3].hex() or None
    said = _capabilities(state, fields(data[PASSWORD + 3 :]).get(TLV))
    if currency is not None and currency != state.options.currency:
        yield from _refuse_currency(state)
        return
    state.registration = replace(said, config=data[PASSWORD], registered=True, currency=currency)
    yield from reply()
    yield from complete(state, registered(state))


def _capabilities(state: State, told: bytes | None) -> Registration:
    """What the TLV container of a registration says that the host can do."""
    said = Registration()
    if told is None or not state.options.tlv:
        return said
    said = replace(said, tlv=True)
    for tag, data in tlv_objects(told):
        match tag:
            case 0x12:
                said = replace(said, columns=from_bcd(data) or said.columns)
            case 0x1A:
                said = replace(said, max_apdu=int.from_bytes(data, "big"))
            case 0x26:
                takes = b"".join(codes for inner, codes in tlv_objects(data) if inner == 0x0A)
                said = replace(said, text_blocks=state.options.text_blocks and b"\x06\xd3" in takes)
            case 0x27:
                asked = any(inner == 0x14 and codes == b"\xfe" for inner, codes in tlv_objects(data))
                said = replace(said, utf8=asked and state.options.utf8)
    return said


def _log_off(state: State, _data: bytes) -> Script[None]:
    state.registration = Registration()
    yield from reply()


def _status(state: State, data: bytes) -> Script[None]:
    service = fields(data[PASSWORD:]).get(0x03, b"\0")[0]
    yield from reply()
    details = bool(service & SEND_TLV) and state.registration.tlv
    version = None if service & OMIT_VERSION else zvt_upkeep.VERSION
    yield from complete(state, terminal_status(state.reported_status, version, details=details))
    if state.faults.busy_at_status_s:
        state.deaf_until, state.faults.busy_at_status_s = state.now + state.faults.busy_at_status_s, 0.0


def _abort_nothing(_state: State, _data: bytes) -> Script[None]:
    yield from reply()


# money


def _authorise(state: State, data: bytes) -> Script[None]:
    found = fields(data)
    order = sale_order(found, state)
    if _foreign(state, found):
        yield from _refuse_currency(state)
    elif order.amount == 0:
        yield from _refuse(state, AMOUNT_TOO_SMALL)
    else:
        _compare_mirror(state, found)
        yield from sell(state, order)


def _compare_mirror(state: State, found: Mapping[int, bytes]) -> None:
    """1F1F: a host that has missed our last receipt number takes our last charge back by it (section 5.6)."""
    mirror = next((value for tag, value in tlv_objects(found.get(TLV, b"")) if tag == 0x1F1F), b"")
    last = next((entry for entry in reversed(state.books.entries.values()) if entry.receipt), None)
    if state.options.sync != "1f1f" or last is None or last.state != STORED or last.kind != "sale" or not mirror:
        return
    if mirror.hex().isdecimal() and int(mirror.hex()) == int(last.receipt) - 1:
        state.undo(last)
        state.books.remember(receipt=int(last.receipt) - 1)


def _reverse(state: State, data: bytes) -> Script[None]:
    found = fields(data[PASSWORD:])
    if 0x87 not in found:
        raise BadFieldsError("a reversal needs a receipt number")
    if _foreign(state, found):
        yield from _refuse_currency(state)
        return
    yield from reach("reversal_received")
    yield from reply()
    yield from undo_first(state)
    sale = next(
        (e for e in reversed(state.books.entries.values()) if e.receipt == found[0x87].hex() and e.kind == "sale"), None
    )
    if sale is None or sale.charge is None or from_bcd(found.get(0x04, b"") or b"\0") not in (0, sale.amount):
        yield from give_up(state, REVERSAL_IMPOSSIBLE)
        return
    code = _reversal_refusal(state, sale)
    if code is None:
        yield from _give_back(state, sale)
    else:
        refused = replace(state.reversal_of(sale, "refused", FAILED), result=f"{code:02X}")
        if code != ALREADY_REVERSED:
            refused = state.books.journal(refused)
        yield from ask(status_information(state, refused), state.timings.t3)
        yield from give_up(state, code)


def _reversal_refusal(state: State, sale: Entry) -> int | None:
    if state.faults.refused_reversals:
        return state.faults.refused_reversals.popleft()
    if sale.state == TAKEN_BACK:
        return ALREADY_REVERSED
    return REVERSAL_IMPOSSIBLE if sale.state != STORED or sale.id <= state.day_from else None


def _give_back(state: State, sale: Entry) -> Script[None]:
    assert sale.charge is not None
    entry = state.books.journal(replace(state.reversal_of(sale, "ordered", PENDING_HOST), result=""))
    yield from reach("reversal_host_contacted")
    yield from show(state, ASKING_BANK)
    yield Pause(state.timings.host)
    state.books.reverse(sale.charge)
    yield from reach("reversal_booked")
    state.books.journal(replace(sale, state=TAKEN_BACK))
    entry = state.books.journal(replace(entry, state=STORED, result="00"))
    yield from reach("reversal_done")
    yield from ask(status_information(state, entry), state.timings.t3, "reversal_told")
    yield from print_receipts(state, entry)
    yield from complete(state)


def _repeat(state: State, data: bytes) -> Script[None]:
    service = fields(data[PASSWORD:]).get(0x03, b"\0")[0]
    if state.options.repeat == "unsupported":
        yield from reply(negative(NOT_POSSIBLE))
        return
    yield from reply()
    entry = state.last_transaction()
    if entry is None:
        yield from give_up(state, NOT_POSSIBLE)
        return
    if service & SEND_STATUS:
        message = status_information(state, entry, false=state.faults.false_values("repeat"))
        yield from ask(message, state.timings.t3, "repeat_told")
    if not service & DO_NOT_PRINT:
        yield from print_receipts(state, entry)
    yield from complete(state)


def _refund(state: State, _data: bytes) -> Script[None]:
    yield from _refuse(state, NOT_POSSIBLE)


def _open_pre_authorisation(state: State, data: bytes) -> Script[None]:
    if fields(data) != {0x87: b"\xff\xff"}:
        raise BadFieldsError("there is no pre-authorisation on this terminal; only the question for one")
    yield from _refuse(state, NO_PRE_AUTHORISATION, b"\x87\xff\xff")


_SCRIPTS: dict[int, Callable[[State, bytes], Script[None]]] = {
    REGISTRATION: _register,
    LOG_OFF: _log_off,
    STATUS_ENQUIRY: _status,
    ABORT_ORDER: _abort_nothing,
    AUTHORISATION: _authorise,
    REVERSAL: _reverse,
    REPEAT: _repeat,
    REFUND: _refund,
    OPEN_PRE_AUTHORISATION: _open_pre_authorisation,
    zvt_upkeep.END_OF_DAY: zvt_upkeep.end_of_day,
    zvt_upkeep.DIAGNOSIS: zvt_upkeep.diagnose,
    zvt_upkeep.INITIALISATION: zvt_upkeep.initialise,
    zvt_upkeep.RESET: zvt_upkeep.reset,
    SET_CLOCK: zvt_upkeep.set_clock,
    BAUD_CHANGE: zvt_upkeep.change_baud,
}

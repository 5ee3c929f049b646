"""A look at a ZVT terminal: registration and status enquiry, nothing else (specs/zvt.md 5.1).

A terminal in the middle of a sale is left alone: its question gets no answer here, so that it undoes the sale by itself
or the kiosk, when it runs, asks what became of it.
"""

import time
from datetime import datetime

import serial

from devices.card_diagnosis import CardDiagnosis
from devices.card_trace import CardTrace
from devices.transport import Transport
from devices.wire import LinkLost, LinkSettings, Waker, Wire
from devices.zvt_apdu import Apdu
from devices.zvt_codes import READY, STATUS_WORDS, Condition
from devices.zvt_commands import STATUS_INFORMATION
from devices.zvt_dialogue import answer_to_the_rest
from devices.zvt_health import LINK_CODES
from devices.zvt_lines import TransmissionError, make_line
from devices.zvt_session import SILENT, Session
from devices.zvt_timing import LineTiming, ZvtOptions, ZvtTiming
from kiosk.card import CardTotals

LOOK_AGAIN_S = 0.5
_SALE_UNDER_WAY = "a sale is under way: start the terminal, it takes care of it, then ask again"
_SENTENCES = {
    "CARD-SILENT": "nobody answers: is the device powered, are protocol, baud rate and plug right?",
    "CARD-REG": "it refuses the registration: is the password right, is it set up for a cash register?",
    "CARD-CURRENCY": "it does not take our currency: its provider must enable it",
    "CARD-VENDING": "it is not in vending mode: its provider must enable it, or charges could not be undone",
}


class _SaleUnderWay(Exception):  # noqa: N818 - a fact, not an error of the program
    pass


def diagnose_zvt(port: str, baud: int, timeout_s: float) -> CardDiagnosis:
    """Ask until it identified itself or ``timeout_s`` seconds are over."""
    waker = Waker()
    trace = CardTrace()
    try:
        wire = Wire(LinkSettings(port, baud, stop_bits=serial.STOPBITS_TWO), trace, waker)
        try:
            return _asked(wire, trace, port, timeout_s)
        finally:
            wire.close()
    except LinkLost as lost:
        return CardDiagnosis("zvt", port, code=LINK_CODES[lost.problem], error=str(lost))
    except _SaleUnderWay:
        return CardDiagnosis("zvt", port, error=_SALE_UNDER_WAY)
    finally:
        waker.close()


def _asked(wire: Transport, trace: CardTrace, port: str, timeout_s: float) -> CardDiagnosis:
    timing = ZvtTiming(line=LineTiming(ack_s=1.0), quiet_s=0.3)
    session = Session(
        make_line(wire, port, trace, timing.line),
        ZvtOptions(),
        timing,
        now=_now,
        stray=_left_alone,
        may_maintain=lambda _: False,
        day_closed=_no_day,
    )
    deadline_s = time.monotonic() + timeout_s
    condition = SILENT
    while True:
        try:
            session.drain()
            condition = session.introduce()
        except TransmissionError:
            condition = SILENT
        if condition is READY or session.registered is not None or time.monotonic() >= deadline_s:
            return _found(port, session, condition)
        wire.read(LOOK_AGAIN_S)


def _found(port: str, session: Session, condition: Condition) -> CardDiagnosis:
    said = session.registered
    status = session.status_code
    words = "" if status is None else STATUS_WORDS.get(status, "an unknown status")
    sentence = "" if condition is READY else _SENTENCES.get(condition.code, f"the terminal reports: {words or 'no status'}")
    return CardDiagnosis(
        "zvt",
        port,
        identified=said is not None and bool(said.terminal_id),
        terminal_id=said.terminal_id if said else "",
        model="ZVT",
        firmware=session.software,
        currency=said.currency if said else "",
        two_phase=said.vending if said else None,
        state=words,
        raw="" if status is None else f"{status:02X}",
        code=condition.code,
        error=sentence,
    )


def _left_alone(message: Apdu) -> Apdu:
    if message.code == STATUS_INFORMATION:
        raise _SaleUnderWay
    return answer_to_the_rest(message)


def _no_day(totals: CardTotals) -> None:
    """No day is closed here."""


def _now() -> datetime:
    return datetime.now().astimezone().replace(tzinfo=None)

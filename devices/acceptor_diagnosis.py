"""Who is on this port, and how is it? One look at an acceptor for technicians, without moving money.

Only questions are asked; a report of a note is left unacknowledged, so that the terminal hears it when it runs. The one
order is to an idle device that nobody runs: take no notes, because it names itself only then (specs/ccnet.md 4).
"""

import time
from dataclasses import asdict, dataclass

from devices import ccnet_frames as frames
from devices.ccnet_exchange import Exchange, ExchangeTiming
from devices.ccnet_frames import CcnetFormatError, PollReply
from devices.ccnet_health import LINK_CODES
from devices.ccnet_tables import FAILURES, FAULTS, NO_STATE, UNKNOWN_STATE, State, model_of, state_name
from devices.trace import Trace
from devices.transport import Transport
from devices.wire import LinkLost, LinkSettings, Waker, Wire

LOOK_AGAIN_S = 0.2
_LEFT_ALONE = frozenset({State.ESCROW, State.HOLDING, State.BILL_STACKED, State.BILL_RETURNED})
_NOTE_UNDER_WAY = "a note is on its way or waits to be reported: start the terminal, it takes care of it, then ask again"


@dataclass(frozen=True, slots=True)
class DiagnosedBill:
    type_number: int
    currency: str
    fen: int | None  # None: no whole number of fen


@dataclass(frozen=True, slots=True)
class AcceptorDiagnosis:
    """``error`` is one sentence when something is not as it should be, else empty."""

    protocol: str
    port: str
    identified: bool = False
    model: str = ""
    serial: str = ""
    part_number: str = ""  # with the firmware's version
    bill_table: tuple[DiagnosedBill, ...] = ()
    state: str = ""  # in words, e.g. "unit disabled"
    raw: str = ""  # the state's bytes, e.g. "47 50"
    code: str = ""  # of the catalogue, e.g. "BV-FAIL"; empty when there is nothing to say
    error: str = ""

    def as_dict(self) -> dict[str, object]:
        """For JSON: plain values, bills as a list of objects."""
        return asdict(self)


def diagnose_acceptor(port: str, protocol: str, baud: int, timeout_s: float) -> AcceptorDiagnosis:
    """Ask until it identified itself or ``timeout_s`` seconds are over. Raises ValueError for an unknown protocol."""
    if protocol != "ccnet":
        raise ValueError(f'there is no diagnosis for protocol "{protocol}"; known: ccnet')
    waker = Waker()
    try:
        wire = Wire(LinkSettings(port, baud), Trace(), waker)
        try:
            return _Questions(wire, port).ask(timeout_s)
        finally:
            wire.close()
    except LinkLost as lost:
        return AcceptorDiagnosis(protocol, port, code=LINK_CODES[lost.problem], error=str(lost))
    finally:
        waker.close()


class _Questions:
    def __init__(self, wire: Transport, port: str) -> None:
        self._wire = wire
        self._port = port
        self._exchange = Exchange(wire, ExchangeTiming())
        self._error = "nobody answers: is the device powered, are protocol and baud rate right?"
        self._code = "BV-SILENT"

    def ask(self, timeout_s: float) -> AcceptorDiagnosis:
        deadline_s = time.monotonic() + timeout_s
        state: PollReply | None = None
        while True:
            reply = self._poll()
            state = reply or state
            found = self._identified(state) if reply is not None and state is not None else None
            if found is not None:
                return found
            if time.monotonic() >= deadline_s:
                break
            self._wire.read(LOOK_AGAIN_S)
        raw, words = (state.raw, state_name(state.code)) if state else ("", "")
        return AcceptorDiagnosis("ccnet", self._port, state=words, raw=raw, code=self._code, error=self._error)

    def _poll(self) -> PollReply | None:
        answer = self._exchange.poll()
        if answer is None:
            if self._exchange.echoed:
                self._code, self._error = "BV-ECHO", "the port gives back what is sent: is the plug in the device?"
            return None
        try:
            reply = frames.poll_reply(answer)
        except CcnetFormatError as error:
            self._code, self._error = "BV-IDENT", str(error)
            return None
        if reply.code in NO_STATE:
            return None
        if reply.code not in _LEFT_ALONE:
            self._exchange.acknowledge()
        if reply.code == State.IDLING:
            self._exchange.ask(frames.enable(()))
        return reply

    def _identified(self, state: PollReply) -> AcceptorDiagnosis | None:
        """None while the device can't be asked, or does not say who it is."""
        if state.code in _LEFT_ALONE:
            self._code, self._error = "", _NOTE_UNDER_WAY
            return None
        answer = self._exchange.ask_data(frames.IDENTIFICATION)
        table = self._exchange.ask_data(frames.GET_BILL_TABLE)
        if answer in (None, frames.ILLEGAL) or table in (None, frames.ILLEGAL):
            self._code, self._error = "BV-IDENT", f"it is busy ({state_name(state.code)}) and does not say who it is"
            return None
        try:
            identity = frames.identity(answer or b"")
            bills = frames.bill_table(table or b"")
        except CcnetFormatError as error:
            self._code, self._error = "BV-IDENT", str(error)
            return None
        code, error_text = _judged(state)
        return AcceptorDiagnosis(
            "ccnet",
            self._port,
            identified=True,
            model=model_of(identity.part_number),
            serial=identity.serial,
            part_number=identity.part_number,
            bill_table=tuple(DiagnosedBill(bill.type_number, bill.currency, bill.amount) for bill in bills),
            state=state_name(state.code),
            raw=state.raw,
            code=code,
            error=error_text,
        )


def _judged(state: PollReply) -> tuple[str, str]:
    """The catalogue's code of a state and a sentence; both empty when all is well."""
    known = state.code in frozenset(State)
    fault = FAULTS.get(state.code) if known else UNKNOWN_STATE
    if fault is None:
        return "", ""
    detail = f", {FAILURES.get(state.detail, 'unknown failure')}" if state.detail is not None else ""
    return fault.code, f"the device reports {state_name(state.code)}{detail} ({state.raw})"

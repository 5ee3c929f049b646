"""A technician's look at a POS terminal: is it there, who is it, has it keys, does it reach its host? Moves no money.

Only 0100 and 0800 are sent. What the terminal reports of a sale is not acknowledged: the driver hears of it when it runs.
"""

import time
from dataclasses import replace

from devices import pos_conditions as conditions
from devices.card_diagnosis import CardDiagnosis
from devices.card_trace import CardTrace
from devices.pos_link import PosLink
from devices.pos_messages import Answer, request
from devices.pos_tables import HOST_SILENT, OK, Dialect, Function
from devices.pos_timing import PosTiming
from devices.wire import LinkLost, LinkSettings, Waker, Wire

_NOBODY = "nobody answers: is the terminal powered and not in a sale, are dialect and baud rate right?"
_BUSY = "a sale is being reported: start the terminal, it takes care of it, then ask again"


def diagnose_pos(
    dialect: Dialect, port: str, baud: int, timeout_s: float, timing: PosTiming | None = None
) -> CardDiagnosis:
    """Ask until it answered or ``timeout_s`` seconds are over (the host may take up to ``host_answer_s`` more)."""
    protocol = f"pos_{dialect.value}"
    trace, waker = CardTrace(), Waker()
    try:
        wire = Wire(LinkSettings(port, baud), trace, waker)
        try:
            link = PosLink(wire, trace, dialect, timing or PosTiming())
            return _asked(link, CardDiagnosis(protocol, port), dialect, timing or PosTiming(), timeout_s)
        finally:
            wire.close()
    except LinkLost as lost:
        return CardDiagnosis(protocol, port, code=conditions.LINK_CODES[lost.problem], error=str(lost))
    finally:
        waker.close()


def _asked(link: PosLink, found: CardDiagnosis, dialect: Dialect, timing: PosTiming, timeout_s: float) -> CardDiagnosis:
    until_s = time.monotonic() + timeout_s
    while not link.send(request(dialect, Function.POLL), sends=1):
        if link.waiting_message() is not None:
            return _with(found, state="in a sale", error=_BUSY)
        if time.monotonic() >= until_s:
            noise = f" ({link.dropped_bytes} bytes came that mean nothing)" if link.dropped_bytes else ""
            return _with(found, code=conditions.SILENT.code, error=_NOBODY + noise)
    if not link.send(request(dialect, Function.LOAD_KEYS), frozenset({Function.KEYS_LOADED})):
        return _with(found, state="busy", code=conditions.KEYS.code, error="it is there, and does not take the order 0800")
    message = link.next_message(time.monotonic() + timing.host_answer_s)
    if message is None:
        return _with(found, state="busy", code=conditions.KEYS.code, error="it did not answer 0800")
    if message.function is not Function.KEYS_LOADED:
        return _with(found, state="in a sale", error=_BUSY)
    link.acknowledge()
    return _judged(found, message)


def _judged(found: CardDiagnosis, message: Answer) -> CardDiagnosis:
    named = _with(
        found,
        identified=bool(message["tid"]),
        terminal_id=message["tid"],
        merchant_id=message["commerce"],
        raw=message.code,
    )
    if message.code == OK:
        return _with(named, state="ready: keys loaded, host reached")
    if message.code in HOST_SILENT:
        return _with(
            named, state="no host", code=conditions.HOST.code, error="its bank's host does not answer: is its line up?"
        )
    sentence = f"it could not load its keys (code {message.code}): call its provider"
    return _with(named, state="no keys", code=conditions.KEYS.code, error=sentence)


def _with(found: CardDiagnosis, **changes: str | bool) -> CardDiagnosis:
    return replace(found, **changes)  # type: ignore[arg-type]

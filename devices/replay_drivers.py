"""The real driver of a recorded wire, as its head describes it, and the till's orders as they were noted."""

import json
import re
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any, Final, Protocol

import msgspec
import serial

from devices.card_trace import CardTrace
from devices.ccnet import CHINA, CcnetAcceptor
from devices.escpos import EscposPrinter
from devices.escpos_job import Marker
from devices.escpos_presenter import PresenterOptions
from devices.flight import document
from devices.pos_dialogue import PosOptions
from devices.pos_tables import Dialect
from devices.pos_terminal import PosCardTerminal
from devices.printer_trace import PrinterTrace, blanked
from devices.printers import PAPERS
from devices.trace import Direction, Trace
from devices.wire import LinkSettings
from devices.zvt import ZvtCardTerminal
from devices.zvt_commands import SET_CLOCK
from devices.zvt_timing import CHINA as YUAN, ZvtOptions
from kiosk.card import CardAttempt, CardPart
from kiosk.money import Fen
from kiosk.paper import PrintJob
from kiosk.ports import Post

Heard = Callable[[bytes, bytes], None]  # what the driver sent as a trace keeps it, and as it went out


class Driver(Protocol):
    def start(self) -> None: ...

    def close(self) -> None: ...


Make = Callable[[LinkSettings, Post, Heard], Driver]


class _Ears(Trace):
    def __init__(self, heard: Heard) -> None:
        super().__init__()
        self._heard = heard

    def record(self, direction: Direction, data: bytes) -> None:
        if direction is Direction.TO_DEVICE:
            self._heard(data, data)


class _PrinterEars(PrinterTrace):
    """Heard as it is kept: blanked."""

    def __init__(self, heard: Heard) -> None:
        super().__init__()
        self._heard = heard

    def record(self, direction: Direction, data: bytes) -> None:
        if direction is Direction.TO_DEVICE:
            self._heard(blanked(data), data)


class _CardEars(CardTrace):
    def __init__(self, heard: Heard) -> None:
        super().__init__()
        self._heard = heard

    def frame(self, direction: Direction, blanked: bytes) -> None:
        if direction is Direction.TO_DEVICE:
            self._heard(blanked, blanked)


def maker(wire: dict[str, Any], cache: Path) -> Make:
    """The driver that this head names. Raises ValueError for one that is not known, and for settings it can't have.

    ``cache``: a directory of this user alone, for python-escpos.
    """
    protocol = str(wire.get("protocol", ""))
    make = _MAKERS.get(protocol)
    if make is None:
        raise ValueError(f"there is no driver for protocol {protocol!r}; known: {', '.join(sorted(_MAKERS))}")
    return make(wire, cache)


def _ccnet(wire: dict[str, Any], _cache: Path) -> Make:
    currency = tuple(str(one) for one in wire.get("currency", CHINA))
    return lambda settings, post, heard: CcnetAcceptor(settings, post, currency=currency, trace=_Ears(heard))


def _escpos(wire: dict[str, Any], cache: Path) -> Make:
    wait_s = wire.get("slip_wait_s")
    presenter = None if wait_s is None else PresenterOptions(float(wait_s))
    width = int(wire.get("paper_width_mm", 80))
    if width not in PAPERS:
        raise ValueError(f"paper of {width} mm is not known; one of: {', '.join(map(str, sorted(PAPERS)))}")
    marker = Marker(wire.get("marker", Marker.AUTO))

    def make(settings: LinkSettings, post: Post, heard: Heard) -> Driver:
        ears = _PrinterEars(heard)
        return EscposPrinter(settings, post, PAPERS[width], cache, marker=marker, presenter=presenter, trace=ears)

    return make


def _zvt(wire: dict[str, Any], _cache: Path) -> Make:
    options = ZvtOptions(
        currency=str(wire.get("currency", YUAN)),
        sync=wire.get("sync", "autoreversal"),
        receipts=wire.get("receipts", "lines"),
    )

    def make(settings: LinkSettings, post: Post, heard: Heard) -> Driver:
        two = replace(settings, stop_bits=serial.STOPBITS_TWO)
        return ZvtCardTerminal(two, post, options, trace=_CardEars(heard))

    return make


def _pos(dialect: Dialect) -> Callable[[dict[str, Any], Path], Make]:
    def maker(wire: dict[str, Any], _cache: Path) -> Make:
        options = PosOptions(dialect, voucher=wire.get("receipts", "lines") == "lines")
        return lambda settings, post, heard: PosCardTerminal(settings, post, options, trace=_CardEars(heard))

    return maker


_MAKERS: Final[dict[str, Callable[[dict[str, Any], Path], Make]]] = {
    "ccnet": _ccnet,
    "escpos": _escpos,
    "zvt": _zvt,
    "pos_integrado": _pos(Dialect.INTEGRADO),
    "pos_autoservicio": _pos(Dialect.AUTOSERVICIO),
}


# ---- the till's orders ---------------------------------------------------------------------------------------------

_VERBS: Final[dict[str, Callable[..., tuple[Any, ...]]]] = {
    "accept": lambda values: (frozenset(Fen(int(one)) for one in values),),
    "stop_accepting": lambda: (),
    "stack": lambda: (),
    "return_note": lambda: (),
    "print": lambda job_id, shapes: (PrintJob(str(job_id), document(shapes)),),
    "sell": lambda attempt: (msgspec.convert(attempt, CardAttempt),),
    "cancel": lambda attempt_id: (str(attempt_id),),
    "resolve": lambda attempt: (msgspec.convert(attempt, CardAttempt),),
    "reverse": lambda card: (msgspec.convert(card, CardPart),),
    "stop_reversing": lambda attempt_id: (str(attempt_id),),
    "end_day": lambda: (),
    "check_host": lambda ticket: (str(ticket),),
}


def give(driver: Driver, text: str) -> None:
    """The order that this note is of. Raises ValueError for one that is none, or is none of this driver's."""
    try:
        order = json.loads(text)
        verb, values = str(order["verb"]), order["with"]
        arguments = _VERBS[verb](*values)
        method = getattr(driver, verb)
    except (ValueError, KeyError, TypeError, AttributeError, msgspec.ValidationError) as error:
        raise ValueError(f"the note {text!r} is no order to this driver: {error!r}") from error
    method(*arguments)


# ---- what is not the same from one run to the next -----------------------------------------------------------------

_CLOCK_ORDERS: Final = tuple(start + SET_CLOCK.to_bytes(2, "big") for start in (b"\x10\x02", b""))
"""On a serial line, on TCP."""
_LONGEST_ORDER: Final = 11  # bytes, GS ( H
_MARKER: Final = re.compile(rb"\x1d\x28\x48\x06\x00\x30\x30(.{4})", re.DOTALL)
_MARKED: Final = re.compile(rb"\x37\x22(.{4})\x00", re.DOTALL)


def key_of(sent: bytes) -> bytes:
    """What two runs have in common of a thing that is sent: an order that sets the clock carries the time of the run."""
    return next((start for start in _CLOCK_ORDERS if sent.startswith(start)), sent)


def printed_key(sent: bytes) -> bytes:
    """Of what goes to a printer: questions and orders as they are, of a document only how much it is. What it says is not
    in the trace, and a picture of other words has other bytes."""
    if len(sent) <= _LONGEST_ORDER and sent[:1] < b"\x20":
        return sent
    return b"document %d" % len(sent)


def markers(raw: bytes) -> list[bytes]:
    """The process ids in what went to a printer: new in every run."""
    return _MARKER.findall(raw)


def with_markers(came: bytes, known: dict[bytes, bytes], fresh: list[bytes]) -> bytes:
    """A printer's answer with this run's ids for the recorded ones. ``known`` learns which is which from ``fresh``."""

    def this_run(found: "re.Match[bytes]") -> bytes:
        recorded = found.group(1)
        if recorded not in known and fresh:
            known[recorded] = fresh.pop(0)
        return b"\x37\x22" + known.get(recorded, recorded) + b"\x00"

    return _MARKED.sub(this_run, came)

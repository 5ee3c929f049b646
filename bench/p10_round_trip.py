"""P10: one question and its answer through a card driver's link layer, beside the same bytes with bare reads and writes.

The far end is a process that answers at once. In turns, so that both meet the same machine.
"""

import json
import os
import select
import time
from collections.abc import Callable
from dataclasses import dataclass
from typing import Final

from bench.hall import Hall
from bench.measure import Bench, BenchError, percentile
from bench.table import Row, verdict
from devices import pos_frames
from devices.card_trace import CardTrace
from devices.pos_dialogue import PosDialogue, PosOptions
from devices.pos_messages import request
from devices.pos_strays import Strays
from devices.pos_tables import Dialect, Function
from devices.pos_timing import PosTiming
from devices.trace import Trace
from devices.wire import LinkSettings, Waker, Wire
from devices.zvt_apdu import Apdu
from devices.zvt_commands import status_enquiry
from devices.zvt_dialogue import Dialogue, EndKind, Listener
from devices.zvt_lines import SerialLine
from devices.zvt_link import encode_block
from devices.zvt_timing import ZvtTiming

RATIO, OF_WIRE, SPREAD = 1.3, 0.02, 5.0
BYTE_S: Final = 10 / 9600
WARM: Final = 20
ACK: Final = b"\x06"

Turns = list[tuple[bytes, bytes]]  # what the host says, what the device answers


@dataclass(frozen=True)
class Case:
    """``ask`` makes one round trip through the driver's link layer; false if it went wrong."""

    name: str
    turns: Turns
    make: Callable[[Wire], Callable[[], bool]]

    @property
    def wire_s(self) -> float:
        return sum(len(said) + len(answer) for said, answer in self.turns) * BYTE_S


def _zvt(wire: Wire) -> Callable[[], bool]:
    timing = ZvtTiming()
    dialogue = Dialogue(SerialLine(wire, CardTrace(), timing.line), timing)
    return lambda: dialogue.run(status_enquiry("000000"), Listener()).kind is EndKind.COMPLETED


def _pos(wire: Wire) -> Callable[[], bool]:
    dialogue = PosDialogue(wire, CardTrace(), PosOptions(Dialect.INTEGRADO), PosTiming(), Strays(lambda _event: None))
    return lambda: dialogue.last_sale() is not None


_COMPLETION = Apdu(0x060F, b"\x00")
_POSITIVE = encode_block(Apdu(0x8000).encode())
_LAST_SALE = request(Dialect.INTEGRADO, Function.LAST_SALE, voucher=0)
_NO_SALE = b"0260|11|597029414300|75001234|"
CASES: Final = (
    Case(
        "ZVT status enquiry",
        [
            (encode_block(status_enquiry("000000").encode()), ACK + _POSITIVE),
            (ACK, encode_block(_COMPLETION.encode())),
            (ACK + _POSITIVE, ACK),
        ],
        _zvt,
    ),
    Case(
        "POS last sale",
        [
            (
                pos_frames.encode(request(Dialect.INTEGRADO, Function.LAST_SALE, voucher=0)),
                ACK + pos_frames.encode(_NO_SALE),
            ),
            (ACK, b""),
        ],
        _pos,
    ),
)


def rows(hall: Hall, *, quick: bool) -> list[Row]:
    del hall
    return [row for case in CASES for row in _measured(case, 200 if quick else 2000)]


def _measured(case: Case, count: int) -> list[Row]:
    script = json.dumps([(len(said), answer.hex()) for said, answer in case.turns])
    with Bench("bench.round_trip_peer", script) as peer:
        port = str(peer.hear()["port"])
        waker = Waker()
        wire = Wire(LinkSettings(port), Trace(), waker)
        try:
            ask, fd = case.make(wire), wire._fd
            ours, raw = [], []
            for _ in range(WARM + count):
                ours.append(_timed(lambda: _must(ask, case.name)))
                raw.append(_timed(lambda: _raw(fd, case.turns)))
        finally:
            wire.close()
            waker.close()
    return _rows(case, ours[WARM:], raw[WARM:])


def _timed(act: Callable[[], None]) -> float:
    begun = time.perf_counter()
    act()
    return time.perf_counter() - begun


def _must(ask: Callable[[], bool], name: str) -> None:
    if not ask():
        raise BenchError(f"{name}: the round trip went wrong")


def _raw(fd: int, turns: Turns) -> None:
    for said, answer in turns:
        os.write(fd, said)
        left = len(answer)
        while left > 0:
            select.select([fd], [], [])
            left -= len(os.read(fd, 4096))


def _rows(case: Case, ours: list[float], raw: list[float]) -> list[Row]:
    p50, p99, plain = percentile(ours, 0.5), percentile(ours, 0.99), percentile(raw, 0.5)
    share, spread = (p50 - plain) / case.wire_s, percentile(raw, 0.99) / plain
    figures = (
        (f"{case.name}, p50 of {len(ours)}", f"<= {RATIO} x raw", p50 / plain, f"os.read {plain * 1e6:.0f} us", RATIO),
        (
            f"{case.name}, ours of its wire time",
            f"<= {OF_WIRE}",
            share,
            f"{case.wire_s * 1e3:.1f} ms at 9600 baud",
            OF_WIRE,
        ),
        (f"{case.name}, p99", f"<= {SPREAD:g} x p50", p99 / p50, f"raw {spread:.1f} x", SPREAD),
    )
    return [
        Row("P10", what, aim, f"{figure:.3g}", peer, verdict(figure, limit)) for what, aim, figure, peer, limit in figures
    ]

"""P6: a backlog sent to a centre 50 ms away, pacing off: how near to one full batch in each round trip."""

import http.client
import time
from itertools import pairwise
from pathlib import Path
from statistics import median
from typing import Final

from bench.hall import Hall
from bench.headless import PACING, Terminal
from bench.measure import Bench
from bench.records import KIOSK, money_in, paid
from bench.slow_centre import JSON
from bench.storage import Storage, milliseconds
from bench.table import Row, verdict
from kiosk.central_client import CentralClient
from kiosk.clock import SystemClock
from offline_queue.terminal_keys import TerminalKeys

SHARE: Final = 0.90
DELAY_MS: Final = 50
SETUP: Final = 100  # payments a commit, before what is measured
BATCH_BYTES: Final = 40_000  # of a full request


def rows(hall: Hall, *, quick: bool) -> list[Row]:
    batches = 12 if quick else 100
    folder = hall.folder / "drain"
    storage, token = Storage(folder / "terminal"), folder / "token"
    _fill(storage, 1 + batches * PACING.batch)  # the first goes alone, as a probe of the line
    token.write_text("a-token-of-the-benchmark\n", "ascii")
    with Bench("bench.slow_centre", token, DELAY_MS) as centre:
        port = int(centre.hear()["port"])
        before = _round_trips(port)
        taken_s, answers_s = _drained(storage, port, token)
        round_trip_s = median([*before, *_round_trips(port)]) / 1000
    between = median(later - sooner for sooner, later in pairwise(answers_s)) * 1000
    rate, limit = batches * PACING.batch / taken_s, PACING.batch / round_trip_s
    return [
        Row(
            "P6",
            f"drain of {batches} batches of {PACING.batch}: read, signed, posted, proved, settled",
            f">= {SHARE:.2f} x batch / RTT",
            f"{rate / limit:.2f} x ({rate:.0f} payments/s; {between:.1f} ms between answers, p50)",
            f"bare round trip {round_trip_s * 1000:.1f} ms: {limit:.0f} payments/s",
            verdict(rate / limit, SHARE, at_most=False),
        )
    ]


def _fill(storage: Storage, count: int) -> None:
    ledger = storage.ledger()
    for first in range(1, count + 1, SETUP):
        chunk = range(first, min(first + SETUP, count + 1))
        ledger.commit([fact for seq in chunk for fact in (*money_in(seq), *paid(seq))])
    ledger.close()


def _drained(storage: Storage, port: int, token: Path) -> tuple[float, list[float]]:
    """Seconds from the answer to the probe until the last payment is settled on the disk; and when answers came."""
    keys = TerminalKeys(storage.secrets)
    centre = CentralClient(f"http://127.0.0.1:{port}", KIOSK, token, keys, SystemClock())
    terminal = Terminal(storage, storage.ledger, centre)
    terminal.all_posted()
    taken_s = time.monotonic() - terminal.answered_s[0]
    terminal.end()
    return taken_s, terminal.answered_s


def _round_trips(port: int) -> list[float]:
    """Milliseconds of bare requests of a batch's size on one kept connection."""
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=10)
    connection.connect()

    def ask() -> None:
        connection.request("POST", "/bare", b"x" * BATCH_BYTES, {"Content-Type": JSON})
        connection.getresponse().read()

    times = [milliseconds(ask) for _ in range(10)]
    connection.close()
    return times

"""P4: what the sender takes next, with three, five or six digits of payments in the ledger."""

from functools import partial
from typing import Final

from bench.filled_ledger import filled
from bench.hall import Hall
from bench.measure import percentile
from bench.peers import PersistQueue, fill_persist_queue
from bench.records import KIOSK, payment
from bench.storage import Storage, milliseconds
from bench.table import Row, verdict
from kiosk.posting import request_body
from offline_queue.outbox import Outbox

LONGER: Final = 1.5
FEW: Final = 1000
WAITING: Final = 100


def rows(hall: Hall, *, quick: bool) -> list[Row]:
    many, takes = (100_000, 200) if quick else (1_000_000, 2000)
    few = filled(hall.folder / "few", settled=0, pending=FEW)
    crowds = {
        f"{many:,} pending": filled(hall.folder / "pending", settled=0, pending=many),
        f"{many:,} settled + {WAITING} pending": filled(hall.folder / "settled", settled=many, pending=WAITING),
    }
    peer = _peers_take(hall, many)
    return [_row(few, what, storage, takes, peer) for what, storage in crowds.items()]


def _row(few: Storage, what: str, many: Storage, takes: int, peer: str) -> Row:
    small, large = few.outbox(), many.outbox()
    short, long = [], []
    for _ in range(takes):
        short.append(milliseconds(partial(_take, small)))
        long.append(milliseconds(partial(_take, large)))
    small.close()
    large.close()
    ratio = percentile(long, 0.5) / percentile(short, 0.5)
    return Row(
        "P4",
        f"take-next at {what}, p50 of {takes}",
        f"<= {LONGER} x that at {FEW:,}",
        f"{ratio:.2f} x ({percentile(long, 0.5) * 1000:.0f} µs, decrypted; at {FEW:,} {percentile(short, 0.5) * 1000:.0f})",
        peer,
        verdict(ratio, LONGER),
    )


def _take(outbox: Outbox) -> None:
    assert len(outbox.due(1, ())) == 1


def _peers_take(hall: Hall, many: int) -> str:
    """The first get of persist-queue after as many acknowledged ones; without its commit it would be the same scan."""
    folder = hall.folder / "persist-queue-settled"
    fill_persist_queue(folder, [request_body(payment(seq), KIOSK) for seq in range(1, WAITING + 1)], many)
    queue = PersistQueue(folder)
    times = [milliseconds(queue.take) for _ in range(5)]
    queue.close()
    return f"persist-queue after {many:,} settled: {percentile(times, 0.5):.1f} ms"

"""P5: from the start after a kill to the first payment that can be sent, with few payments in the ledger and with many."""

from pathlib import Path
from statistics import median
from time import perf_counter
from typing import Final

from bench.filled_ledger import filled
from bench.hall import Hall
from bench.measure import Bench
from bench.peers import PersistQueue, fill_persist_queue
from bench.records import KIOSK, payment
from bench.storage import Storage
from bench.table import Row, verdict
from kiosk.posting import request_body

LONGER: Final = 5.0
OF_PEER: Final = 0.01
FEW: Final = 1000
WAITING: Final = 100
CRASHES: Final = 20  # payments of the process that is killed


def rows(hall: Hall, *, quick: bool) -> list[Row]:
    many, turns = (100_000, 3) if quick else (1_000_000, 7)
    few = _Terminal(filled(hall.folder / "few-settled", settled=FEW, pending=WAITING), FEW + WAITING)
    settled = _Terminal(filled(hall.folder / "settled", settled=many, pending=WAITING), many + WAITING)
    pending = _Terminal(filled(hall.folder / "pending", settled=0, pending=many), many)
    peers = hall.folder / "persist-queue-pending"
    fill_persist_queue(peers, [request_body(payment(1), KIOSK)] * many, 0)
    first, whole, crowded, theirs = [], [], [], []
    for _ in range(turns):
        first.append(few.killed(recall=True))
        whole.append(settled.killed(recall=True))
        crowded.append(pending.killed(recall=False))
        theirs.append(_peers_first(peers))
    return [
        _row(f"{many:,} settled + {WAITING} pending", median(whole), median(first)),
        _against_peer(f"{many:,} pending", median(crowded), median(theirs)),
    ]


class _Terminal:
    def __init__(self, storage: Storage, last: int) -> None:
        self._storage = storage
        self._last = last

    def killed(self, *, recall: bool) -> float:
        """Milliseconds from the opening of the ledger of a process that was killed, to the first payment taken from it;
        with ``recall``, what the till remembers of the time before is read and compared with the journal as well."""
        with Bench("bench.crash_child", self._storage.root, self._last + 1, CRASHES) as child:
            child.hear()
        self._last += CRASHES
        begun = perf_counter()
        ledger = self._storage.ledger()
        if recall:
            ledger.recall()
        outbox = self._storage.outbox()
        [_] = outbox.due(1, ())
        taken = (perf_counter() - begun) * 1000
        outbox.close()
        ledger.close()
        return taken


def _peers_first(folder: Path) -> float:
    begun = perf_counter()
    queue = PersistQueue(folder)
    queue.take()
    taken = (perf_counter() - begun) * 1000
    queue.close()
    return taken


def _row(what: str, many: float, few: float) -> Row:
    return Row(
        "P5",
        f"killed, opened, remembered and compared, first payment taken; {what}",
        f"<= {LONGER:.0f} x that at {FEW:,}",
        f"{many / few:.2f} x ({many:.0f} ms)",
        f"at {FEW:,} settled + {WAITING} pending {few:.0f} ms",
        verdict(many / few, LONGER),
    )


def _against_peer(what: str, ours: float, theirs: float) -> Row:
    return Row(
        "P5",
        f"killed, opened, first payment taken; {what}",
        f"<= {OF_PEER} x persist-queue",
        f"{ours / theirs:.3f} x ({ours:.0f} ms)",
        f"persist-queue {theirs:.0f} ms",
        verdict(ours / theirs, OF_PEER),
    )

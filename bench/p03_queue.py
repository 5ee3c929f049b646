"""P3: enqueue, take and settle, against queues that others use at the same durability, in turns on the same disk."""

from collections.abc import Callable
from pathlib import Path
from statistics import median
from typing import Final

from bench.hall import Hall
from bench.outbox_alone import OutboxAlone
from bench.peers import Huey, PersistQueue
from bench.records import KIOSK, money_in, paid, payment, settled
from bench.storage import Storage, milliseconds
from bench.table import Row, verdict
from kiosk.posting import request_body

BATCH: Final = 100  # the sender's
AIMS: Final = {"persist-queue": 4.0, "huey": 2.0}
OURS: Final = {"whole payments": "books, chain and encryption included", "the outbox by itself": "encryption included"}

Way = Callable[[range], None]


def rows(hall: Hall, *, quick: bool) -> list[Row]:
    rounds, each = (4, 100) if quick else (10, 300)
    times = _times(hall.folder / "queue", rounds, each)
    return [
        _row(f"enqueue + take + settle, {ours} ({what})", name, each, times[ours], times[name])
        for name in AIMS
        for ours, what in OURS.items()
    ]


def _times(folder: Path, rounds: int, each: int) -> dict[str, list[float]]:
    """Milliseconds of each round of ``each`` records, by the way they went."""
    whole, alone = WholePayments(folder / "whole", rounds * each), OutboxAlone(Storage(folder / "alone"), rounds * each)
    peers = (PersistQueue(folder / "persist-queue"), Huey(folder / "huey"))
    ways: dict[str, Way] = {"whole payments": whole.round, "the outbox by itself": lambda seqs: _by_itself(alone, seqs)}
    for peer in peers:
        ways[peer.name] = _way_of(peer)
    times: dict[str, list[float]] = {name: [] for name in ways}
    for turn in range(rounds):
        seqs = range(turn * each + 1, (turn + 1) * each + 1)
        for name, way in ways.items():
            times[name].append(_taken(way, seqs))
    for queue in (whole, alone, *peers):
        queue.close()
    return times


def _taken(way: Way, seqs: range) -> float:
    return milliseconds(lambda: way(seqs))


class WholePayments:
    """The real ledger and the sender's real view of it; the money of ``count`` visits is in already."""

    def __init__(self, root: Path, count: int) -> None:
        storage = Storage(root)
        self._ledger = storage.ledger()
        self._ledger.commit([fact for seq in range(1, count + 1) for fact in money_in(seq)])
        self._outbox = storage.outbox()

    def round(self, seqs: range) -> None:
        for seq in seqs:
            self._ledger.commit(paid(seq))
        while taken := self._outbox.due(BATCH, ()):
            self._ledger.commit([fact for row in taken for fact in settled(row.payment_id)])

    def close(self) -> None:
        self._outbox.close()
        self._ledger.close()


def _by_itself(outbox: OutboxAlone, seqs: range) -> None:
    for seq in seqs:
        outbox.put(seq)
    while taken := outbox.take(BATCH):
        outbox.settle(taken)


def _way_of(peer: PersistQueue | Huey) -> Way:
    def through(seqs: range) -> None:
        for seq in seqs:
            peer.put(request_body(payment(seq), KIOSK))
        for _ in seqs:
            peer.settle(peer.take())

    return through


def _row(what: str, name: str, each: int, ours: list[float], theirs: list[float]) -> Row:
    ratio = median(peer / own for peer, own in zip(theirs, ours, strict=True))
    return Row(
        "P3",
        what,
        f">= {AIMS[name]:.0f} x {name}",
        f"{ratio:.2f} x ({median(ours) / each:.2f} ms each)",
        f"{name} {median(theirs) / each:.2f} ms each",
        verdict(ratio, AIMS[name], at_most=False),
    )

"""P3: enqueue, take and settle, against queues that others use at the same durability.

Record by record in turns on the same disk, so that whoever else uses it disturbs all alike; the p50 of each step, summed.
"""

from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import partial
from typing import Final, Protocol

from bench.hall import Hall
from bench.measure import percentile
from bench.outbox_alone import OutboxAlone
from bench.peers import Huey, PersistQueue
from bench.records import KIOSK, money_in, paid, payment, settled
from bench.storage import Storage, milliseconds
from bench.table import Row, verdict
from kiosk.posting import request_body
from offline_queue.outbox import DuePayment

BATCH: Final = 100  # the sender's
AIMS: Final = {"persist-queue": 4.0, "huey": 2.0}


class OurQueue(Protocol):
    def put(self, seq: int) -> None: ...

    def take(self, most: int) -> list[DuePayment]: ...

    def settle(self, taken: list[DuePayment]) -> None: ...


@dataclass
class Times:
    """Milliseconds a record."""

    puts: list[float] = field(default_factory=list)
    takes: list[float] = field(default_factory=list)
    settlings: list[float] = field(default_factory=list)

    @property
    def each(self) -> float:
        return sum(percentile(step, 0.5) for step in (self.puts, self.takes, self.settlings))


def rows(hall: Hall, *, quick: bool) -> list[Row]:
    batches, folder = 5 if quick else 30, hall.folder / "queue"
    count = batches * BATCH
    whole, alone = WholePayments(Storage(folder / "whole"), count), OutboxAlone(Storage(folder / "alone"), count)
    peers = (PersistQueue(folder / "persist-queue"), Huey(folder / "huey"))
    ours: dict[str, OurQueue] = {
        "whole payments (books, chain, encryption)": whole,
        "the outbox by itself (encryption)": alone,
    }
    times = {name: Times() for name in (*ours, *AIMS)}
    for first in range(1, count + 1, BATCH):
        _round(range(first, first + BATCH), ours, peers, times)
    for queue in (whole, alone, *peers):
        queue.close()
    return [_row(what, name, times[what].each, times[name].each) for name in AIMS for what in ours]


def _round(seqs: range, ours: dict[str, OurQueue], peers: tuple[PersistQueue | Huey, ...], times: dict[str, Times]) -> None:
    """A batch in, and the same batch out: ours in one go, the others' one by one, in turns."""
    for seq in seqs:
        puts = [(times[what], partial(queue.put, seq)) for what, queue in ours.items()]
        puts += [(times[peer.name], partial(_put, peer, seq)) for peer in peers]
        first = seq % len(puts)  # none is always the one that waits for what others have left to write
        for taken, put in puts[first:] + puts[:first]:
            taken.puts.append(milliseconds(put))
    outs = [*(_batch_out(queue, times[what]) for what, queue in ours.items())]
    outs += [_one_by_one(peer, len(seqs), times[peer.name]) for peer in peers]
    while outs:
        outs = [out for out in outs if next(out, None) is not None]


def _put(peer: PersistQueue | Huey, seq: int) -> None:
    peer.put(request_body(payment(seq), KIOSK))


def _batch_out(queue: OurQueue, times: Times) -> Iterator[bool]:
    taken: list[DuePayment] = []
    taking = milliseconds(lambda: taken.extend(queue.take(BATCH)))
    settling = milliseconds(lambda: queue.settle(taken))
    times.takes.append(taking / len(taken))
    times.settlings.append(settling / len(taken))
    yield True


def _one_by_one(peer: PersistQueue | Huey, count: int, times: Times) -> Iterator[bool]:
    for _ in range(count):
        taken: list[object] = []
        times.takes.append(milliseconds(lambda taken=taken: taken.append(peer.take())))  # type: ignore[misc]
        times.settlings.append(milliseconds(partial(peer.settle, taken[0])))
        yield True


class WholePayments:
    """The real ledger and the sender's real view of it; the money of ``count`` visits is in already."""

    def __init__(self, storage: Storage, count: int) -> None:
        self._ledger = storage.ledger()
        self._ledger.commit([fact for seq in range(1, count + 1) for fact in money_in(seq)])
        self._outbox = storage.outbox()

    def put(self, seq: int) -> None:
        self._ledger.commit(paid(seq))

    def take(self, most: int) -> list[DuePayment]:
        return self._outbox.due(most, ())

    def settle(self, taken: list[DuePayment]) -> None:
        self._ledger.commit([fact for row in taken for fact in settled(row.payment_id)])

    def close(self) -> None:
        self._outbox.close()
        self._ledger.close()


def _row(what: str, name: str, ours: float, theirs: float) -> Row:
    return Row(
        "P3",
        f"enqueue + take + settle, {what}",
        f">= {AIMS[name]:.0f} x {name}",
        f"{theirs / ours:.2f} x ({ours:.2f} ms each)",
        f"{name} {theirs:.2f} ms each",
        verdict(theirs / ours, AIMS[name], at_most=False),
    )

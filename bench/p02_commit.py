"""P2: what a payment's commit costs of our own, beside one raw fdatasync of as many bytes; and the outbox row alone."""

import shutil
import tempfile
from functools import partial
from pathlib import Path
from typing import Final

from bench.hall import Hall
from bench.measure import percentile
from bench.outbox_alone import OutboxAlone
from bench.peers import PersistQueue
from bench.records import KIOSK, money_in, paid, payment
from bench.storage import RAM_DISK, RawFile, Storage, milliseconds
from bench.table import Row, verdict
from kiosk.posting import request_body

OWN_MS: Final = 0.5
STRETCH_MS: Final = 0.2
WARM: Final = 10  # commits before the first that counts: the log is there, statements are prepared


def rows(hall: Hall, *, quick: bool) -> list[Row]:
    count = 60 if quick else 400
    folder = hall.folder / "commit"
    return [*_payment(folder, count), _outbox_alone(folder, count)]


# ---- the whole payment -----------------------------------------------------------------------------------------------


def _payment(folder: Path, count: int) -> list[Row]:
    commits, raws, size = pairs(folder / "disk", count)
    own = percentile([commit - raw for commit, raw in zip(commits, raws, strict=True)], 0.5)
    row = Row(
        "P2",
        f"a payment's commit over one fdatasync of the same {size // 1024} KiB, p50 of {count}",
        f"<= {OWN_MS} ms (stretch {STRETCH_MS})",
        f"{own:.2f} ms (whole commit {percentile(commits, 0.5):.2f})",
        f"raw append + fdatasync {percentile(raws, 0.5):.2f} ms",
        verdict(own, OWN_MS) + (", stretch too" if own <= STRETCH_MS else ""),
    )
    return [row, *_on_ram_disk(count)]


def _on_ram_disk(count: int) -> list[Row]:
    """A sync is free there, and no other program's writes are in the way: what is left is our own, writes included."""
    if not RAM_DISK.is_dir():
        return []
    folder = Path(tempfile.mkdtemp(prefix="kiosk-bench-", dir=RAM_DISK))
    try:
        commits, raws, _ = pairs(folder, count)
    finally:
        shutil.rmtree(folder, ignore_errors=True)
    own = percentile(commits, 0.5)
    return [
        Row(
            "P2",
            f"the same commit where a sync costs nothing (RAM disk), p50 of {count}",
            f"<= {OWN_MS} ms (stretch {STRETCH_MS})",
            f"{own:.2f} ms (p95 {percentile(commits, 0.95):.2f})",
            f"writing the bytes {percentile(raws, 0.5):.2f} ms",
            verdict(own, OWN_MS) + (", stretch too" if own <= STRETCH_MS else ""),
        )
    ]


def pairs(folder: Path, count: int) -> tuple[list[float], list[float], int]:
    """Milliseconds of ``count`` payment commits, each followed by a raw append and fdatasync of as many bytes; and those
    bytes, of the median commit."""
    storage, raw = Storage(folder / "terminal"), RawFile(folder / "raw")
    ledger = storage.ledger()
    ledger.commit([fact for seq in range(1, count + WARM + 1) for fact in money_in(seq)])
    for seq in range(1, WARM + 1):
        ledger.commit(paid(seq))
    commits, raws, sizes = [], [], []
    for seq in range(WARM + 1, count + WARM + 1):
        facts = paid(seq)
        before = storage.log_bytes
        commits.append(milliseconds(partial(ledger.commit, facts)))
        sizes.append(storage.log_bytes - before)
        raws.append(milliseconds(partial(raw.append, sizes[-1])))
    ledger.close()
    raw.close()
    return commits, raws, round(percentile(sizes, 0.5))


# ---- the outbox alone ------------------------------------------------------------------------------------------------


def _put(peer: PersistQueue, seq: int) -> None:
    peer.put(request_body(payment(seq), KIOSK))


def _outbox_alone(folder: Path, count: int) -> Row:
    ours, peer = OutboxAlone(Storage(folder / "outbox"), count), PersistQueue(folder / "persist-queue")
    own, others = [], []
    for seq in range(1, count + 1):
        own.append(milliseconds(partial(ours.put, seq)))
        others.append(milliseconds(partial(_put, peer, seq)))
    ours.close()
    peer.close()
    ratio = percentile(others, 0.5) / percentile(own, 0.5)
    return Row(
        "P2",
        f"the outbox row alone, encrypted, one commit each, p50 of {count}",
        ">= 1 x persist-queue",
        f"{ratio:.2f} x ({percentile(own, 0.5):.2f} ms)",
        f"persist-queue put {percentile(others, 0.5):.2f} ms",
        verdict(ratio, 1.0, at_most=False),
    )

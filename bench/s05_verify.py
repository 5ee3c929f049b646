"""S5: how fast the chain of the journal is walked, from database and mirror; a bare HMAC of the same bytes beside it."""

import hmac
from time import perf_counter
from typing import Final

from bench.hall import Hall
from bench.measure import BenchError
from bench.records import KIOSK, money_in, paid
from bench.storage import Storage
from bench.table import Row, verdict
from offline_queue.inspection import Report, inspect_database, inspect_mirror

LEAST: Final = 50_000  # records a second
RECORD_BYTES: Final = 200
BATCH: Final = 100  # payments a commit, to fill it quickly


def rows(hall: Hall, *, quick: bool) -> list[Row]:
    payments = 2_000 if quick else 20_000
    storage = Storage(hall.folder / "verify")
    ledger = storage.ledger()
    for first in range(1, payments + 1, BATCH):
        ledger.commit([fact for seq in range(first, first + BATCH) for fact in (*money_in(seq), *paid(seq))])
    ledger.close()
    found = {
        "database": inspect_database(storage.data, storage.secrets, KIOSK, None),
        "mirror": inspect_mirror(storage.data, storage.secrets, KIOSK, None),
    }
    bare = _bare_hmac(found["database"].records)
    return [_row(name, report, bare) for name, report in found.items()]


def _bare_hmac(records: int) -> float:
    """Records a second, if nothing but the MACs were computed."""
    record, mac = b"x" * RECORD_BYTES, bytes(32)
    began = perf_counter()
    for _ in range(records):
        mac = hmac.digest(b"key", mac + record, "sha256")
    return records / (perf_counter() - began)


def _row(name: str, report: Report, bare: float) -> Row:
    if not report.sound:
        raise BenchError(f"the {name} is not sound: {report.problems}")
    speed = report.records_per_second
    return Row(
        "S5",
        f"chain of {report.records:,} records verified, {name}",
        f">= {LEAST:,} records/s",
        f"{speed:,} records/s",
        f"bare HMAC: {bare:,.0f} records/s",
        verdict(speed, LEAST, at_most=False),
    )

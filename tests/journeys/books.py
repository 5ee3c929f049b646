"""Three witnesses of the money, each read on its own: the acceptor's books, the terminal's ledger, the centre's rows."""

import sqlite3
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path

import msgspec

from offline_queue import balances, database

_CENTRE_ROWS = "SELECT status, COUNT(*), SUM(amount_fen) FROM payments WHERE kiosk_id = ? GROUP BY status"
_BILLING_ROWS = """SELECT b.reference, COUNT(*), SUM(b.amount_fen), p.amount_fen FROM billing_postings b
    JOIN payments p ON p.payment_id = b.reference WHERE p.kiosk_id = ? GROUP BY b.reference"""


@dataclass(frozen=True)
class Books:
    """Whole fen. ``ledger`` holds the buckets that are not 0, without ``_fen``; ``box`` is the acceptor's own sum."""

    box: int
    ledger: dict[str, int]
    centre: dict[str, int]
    billing: int

    def since(self, before: "Books") -> "Books":
        ledger, centre = _less(self.ledger, before.ledger), _less(self.centre, before.centre)
        return Books(self.box, ledger, centre, self.billing - before.billing)


def _less(now: dict[str, int], before: dict[str, int]) -> dict[str, int]:
    """What was added, without what is 0."""
    added = {name: now.get(name, 0) - before.get(name, 0) for name in {*now, *before}}
    return {name: fen for name, fen in added.items() if fen}


NOTHING = Books(0, {}, {}, 0)


def ledger_sums(storage: Path) -> dict[str, int]:
    """The buckets that are not 0, from a connection of our own; fails if a fen is unexplained."""
    with closing(database.connect(storage, read_only=True)) as connection:
        found = balances.read_total(connection)
        assert balances.explain(connection) == ()
    assert found.difference_fen == 0
    plain: dict[str, int] = msgspec.to_builtins(found)
    return {name.removesuffix("_fen"): fen for name, fen in plain.items() if fen}


def open_rows(storage: Path) -> tuple[int, int]:
    """Visits without an end, notes without evidence."""
    with closing(database.connect(storage, read_only=True)) as connection:
        visits = connection.execute("SELECT COUNT(*) FROM visits WHERE ended IS NULL").fetchone()[0]
        notes = connection.execute("SELECT COUNT(*) FROM notes WHERE state = 'intended'").fetchone()[0]
    return int(visits), int(notes)


def centre_sums(file: Path, kiosk_id: str) -> tuple[dict[str, int], int]:
    """Payments of this terminal by status, and what billing credited for them; fails if billing posted one twice."""
    with closing(sqlite3.connect(f"{file.as_uri()}?mode=ro", uri=True)) as connection:
        statuses = {status: fen for status, _, fen in connection.execute(_CENTRE_ROWS, (kiosk_id,))}
        credited = 0
        for reference, times, fen, amount in connection.execute(_BILLING_ROWS, (kiosk_id,)):
            assert times == 1, f"billing posted {reference} {times} times"
            assert fen == amount, f"billing posted {fen} fen for {reference}, a payment of {amount} fen"
            credited += fen
    return statuses, credited

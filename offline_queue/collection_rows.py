"""Swaps of the cash box read back: the open one, what the centre must hear, what is in the box now."""

import json
import sqlite3
from typing import Any, Final

import msgspec

from kiosk.collection import OpenCollection

_OPEN: Final = """SELECT collection_id, first, second, how, opened_at, box_out_at IS NOT NULL, box_back_at IS NOT NULL,
    serial_out, seal_out, serial_in, seal_in FROM collections INDEXED BY collections_open WHERE state = 'open'"""
_HIGHEST: Final = "SELECT IFNULL(MAX(number), 0) FROM collections"
_UNTOLD: Final = """SELECT collection_id, serial_out, serial_in, seal_out, seal_in, opened_at, ended_at, first, second, how,
    expected FROM collections INDEXED BY collections_untold WHERE state = 'closed' ORDER BY number LIMIT 100"""
_LAST: Final = "SELECT serial_in, last_note FROM collections WHERE last_note IS NOT NULL ORDER BY number DESC LIMIT 1"
_BOX: Final = """SELECT COUNT(*), IFNULL(SUM(denomination_fen), 0) FROM notes
    WHERE rowid > ? AND (state = 'stacked' OR (state = 'settled' AND stacked_seq IS NOT NULL))"""
_ALL: Final = """SELECT collection_id, state, first, second, how, opened_at, ended_at, serial_out, seal_out, serial_in,
    seal_in, problem FROM collections ORDER BY number DESC LIMIT 20"""


class CashBox(msgspec.Struct, frozen=True):
    """What is in the acceptor's box by the ledger; ``fen`` and ``notes`` are for the centre and never for who counts."""

    serial: str  # empty before the first swap
    notes: int
    fen: int


class UntoldCollection(msgspec.Struct, frozen=True):
    """``body``: what ``POST /v1/cash-collections`` says, always the same bytes."""

    collection_id: str
    body: bytes


def open_collection(connection: sqlite3.Connection) -> OpenCollection | None:
    """There is at most one, by its index."""
    row = connection.execute(_OPEN).fetchone()
    if row is None:
        return None
    collection, first, second, how, opened_at, was_out, came_back, *texts = row
    serial_out, seal_out, serial_in, seal_in = texts
    return OpenCollection(
        collection_id=collection,
        first=first,
        second=second,
        how=how,
        opened_at=opened_at,
        box_was_out=bool(was_out),
        box_came_back=bool(came_back),
        serial_out=serial_out,
        seal_out=seal_out,
        serial_in=serial_in,
        seal_in=seal_in,
    )


def highest_collection(connection: sqlite3.Connection) -> int:
    return int(connection.execute(_HIGHEST).fetchone()[0])


def untold_collections(connection: sqlite3.Connection, kiosk_id: str) -> list[UntoldCollection]:
    """Closed, and the centre has not answered; the oldest first, at most 100."""
    return [UntoldCollection(row[0], _body(kiosk_id, row)) for row in connection.execute(_UNTOLD).fetchall()]


def box_serial(connection: sqlite3.Connection) -> str:
    """Of the box that is in; empty where nobody has told."""
    found = connection.execute(_LAST).fetchone()
    return "" if found is None else found[0] or ""


def cash_box(connection: sqlite3.Connection) -> CashBox:
    """Reads the notes since the last swap."""
    serial, line = connection.execute(_LAST).fetchone() or ("", 0)
    notes, fen = connection.execute(_BOX, (line,)).fetchone()
    return CashBox(serial or "", notes, fen)


def recent_collections(connection: sqlite3.Connection) -> list[dict[str, Any]]:
    """The newest twenty, for people: what is in the boxes is not in it."""
    found = connection.execute(_ALL)
    names = [column[0] for column in found.description]
    return [dict(zip(names, row, strict=True)) for row in found.fetchall()]


def _body(kiosk_id: str, row: tuple[Any, ...]) -> bytes:
    """docs/central-contract.md, cash-collections."""
    collection_id, box_out, box_in, seal_out, seal_in, opened_at, closed_at, first, second, how, expected = row
    counts = [{"denomination_fen": fen, "count": count} for fen, count in json.loads(expected)]
    return msgspec.json.encode(
        {
            "collection_id": collection_id,
            "kiosk_id": kiosk_id,
            "box_out": box_out,
            "box_in": box_in,
            "seal_out": seal_out,
            "seal_in": seal_in,
            "opened_at": opened_at,
            "closed_at": closed_at,
            "first": first,
            "second": second,
            "second_how": how,
            "expected": counts,
            "acceptor": None,  # no driver reads the device's own counters: their layout is not published (specs/ccnet.md)
        }
    )

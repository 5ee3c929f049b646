"""Swapped cash boxes and their count (field.md X11, X19; features.md F57; trust.md S4).

The swap is told by the terminal; the count happens later, elsewhere, by two people who have not seen what is expected.
Only then is there a difference, and it gets a reason.
"""

import logging
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final, Literal

from sqlalchemy import Connection, Row, select, update

from central.audit import record
from central.base import Base
from central.database import insert_once
from central.health_tables import cash_collections, cash_counts
from central.problems import ProblemError
from central.staff_rights import StaffRefusedError, require, require_two
from central.tables import kiosks
from central.terminal_state import Standing, standings
from central.times import Milliseconds, parse

_log = logging.getLogger(__name__)

Reason = Literal["miscount", "counterfeit", "note_in_path", "theft", "unknown"]
REASONS: Final[tuple[Reason, ...]] = ("miscount", "counterfeit", "note_in_path", "theft", "unknown")
Notes = Mapping[int, int]  # denomination in fen → how many
_MOST_NOTES: Final = 100_000


@dataclass(frozen=True, slots=True)
class SealedBox:
    """All that a counter may see before the count: which box it is, never what is expected in it."""

    collection_id: str
    kiosk_id: str
    hall: str
    box: str
    seal: str
    opened_at: Milliseconds
    closed_at: Milliseconds


@dataclass(frozen=True, slots=True)
class Denomination:
    """How many of one note. ``acceptor`` null: the device's counters could not be read."""

    denomination_fen: int
    expected: int
    acceptor: int | None
    counted: int  # genuine ones
    counterfeit: int


@dataclass(frozen=True, slots=True)
class Comparison:
    """``difference_fen``: genuine notes counted less expected; negative: something is missing."""

    box: SealedBox
    counted_at: Milliseconds
    first: str
    second: str
    lines: tuple[Denomination, ...]
    expected_fen: int
    acceptor_fen: int | None
    counted_fen: int
    counterfeit_fen: int
    difference_fen: int
    reason: str | None
    remark: str | None


@dataclass(frozen=True, slots=True)
class CashOnHand:
    """What one terminal holds by its last word at ``heard_at``; None: it has told nothing. ``money``: its own sums, fen."""

    kiosk_id: str
    hall: str
    heard_at: Milliseconds | None
    box: str
    notes: int | None
    capacity: int | None
    fen: int | None
    money: Mapping[str, int]


class Collections:
    def __init__(self, base: Base) -> None:
        self._base = base

    def keep(self, kiosk_id: str, body: dict[str, Any]) -> bool:
        """A terminal tells of a swap (the contract's body); true: it is new. 409 ``collection-differs``."""
        now, collection_id = self._base.now(), body["collection_id"]
        row = {"collection_id": collection_id, "kiosk_id": kiosk_id, "box_out": body["box_out"], "received_at": now}
        row |= {"closed_at": parse(body["closed_at"]), "body": body}
        with self._base.database.write() as connection:
            is_new = insert_once(connection, cash_collections, row)
            kept = connection.execute(_one(collection_id)).one()
            if kept.body != body:
                _log.error("CEN-711 collection %s was told twice, and not the same", collection_id)
                raise ProblemError("collection-differs", f"{collection_id} was told otherwise before; the first stays")
            if is_new:
                detail = f"box {body['box_out']} out, {body['box_in']} in; second {body['second']} ({body['second_how']})"
                record(connection, now, body["first"], "box_swap", hall=kept.hall, subject=collection_id, detail=detail)
        return is_new

    def to_count(self) -> list[SealedBox]:
        """Boxes that nobody has counted yet, the oldest first. Nothing in it says what is expected."""
        with self._base.database.read() as connection:
            rows = connection.execute(_all().where(cash_counts.c.counted_at.is_(None))).all()
        return [_box(row) for row in rows]

    def box(self, serial: str) -> list[SealedBox]:
        """Collections of the box with this serial, the oldest first: a box comes round again."""
        with self._base.database.read() as connection:
            return [_box(row) for row in connection.execute(_all().where(cash_collections.c.box_out == serial))]

    def count(self, collection_id: str, first: str, second: str, notes: Notes, counterfeit: Notes) -> None:
        """What two people found, once: ``notes`` the genuine ones, ``counterfeit`` the false ones beside them (X19).

        The same count again is taken as told. Raises StaffRefusedError: ``not-there``, ``over`` (counted before),
        ``differs`` (no such numbers of notes), and those of ``staff_rights.require_two``.
        """
        now = self._base.now()
        told = {"first": first, "second": second, "notes": _listed(notes), "counterfeit": _listed(counterfeit)}
        with self._base.database.write() as connection:
            collection = _required(connection, collection_id)
            # Who is admin sees what is expected, so only the role itself counts: blind.
            require_two(connection, (first, second), "cash", collection.hall, itself=True)
            if not insert_once(connection, cash_counts, told | {"collection_id": collection_id, "counted_at": now}):
                if all(collection._mapping[name] == value for name, value in told.items()):
                    return
                raise StaffRefusedError("over", f"{collection_id} is counted; a count is never changed")
            fen = f"{_fen(notes)} fen, counterfeit {_fen(counterfeit)} fen"
            for staff_id, other in ((first, second), (second, first)):
                detail = f"{fen}; with {other}"
                record(connection, now, staff_id, "cash_count", hall=collection.hall, subject=collection_id, detail=detail)

    def comparison(self, collection_id: str) -> Comparison:
        """After the count. Raises StaffRefusedError ``not-there``: no such collection, or not counted yet."""
        with self._base.database.read() as connection:
            row = _required(connection, collection_id)
        if row.counted_at is None:
            raise StaffRefusedError("not-there", f"{collection_id} is not counted yet; the count comes first")
        return compare(row)

    def counted(self) -> list[Comparison]:
        """Every counted collection, the newest first."""
        query = _all().where(cash_counts.c.counted_at.is_not(None)).order_by(None)
        with self._base.database.read() as connection:
            rows = connection.execute(query.order_by(cash_counts.c.counted_at.desc())).all()
        return [compare(row) for row in rows]

    def cash_on_hand(self) -> list[CashOnHand]:
        """Every enrolled terminal, in the order of hall and id."""
        with self._base.database.read() as connection:
            found = standings(connection, self._base.now(), self._base.settings)
        return [_on_hand(standing) for standing in found]

    def explain(self, collection_id: str, reason: str, remark: str, by: str) -> Comparison:
        """Why there is a difference, by somebody with the role cash. May be said again as one learns more; the audit keeps
        all of it. Raises StaffRefusedError: ``not-there``, ``differs`` (nothing to explain, or no such reason)."""
        if reason not in REASONS:
            raise StaffRefusedError("differs", f"the reason is one of {', '.join(REASONS)}")
        now = self._base.now()
        with self._base.database.write() as connection:
            row = _required(connection, collection_id)
            require(connection, by, "cash", row.hall)
            if row.counted_at is None:
                raise StaffRefusedError("not-there", f"{collection_id} is not counted yet; the count comes first")
            found = compare(row)
            if not found.difference_fen and not found.counterfeit_fen:
                raise StaffRefusedError("differs", f"{collection_id} has no difference to explain")
            here = update(cash_counts).where(cash_counts.c.collection_id == collection_id)
            connection.execute(here.values(reason=reason, remark=remark[:400]))
            detail = f"{found.difference_fen} fen: {reason}; {remark}"
            record(connection, now, by, "explain_difference", hall=row.hall, subject=collection_id, detail=detail)
            return compare(_required(connection, collection_id))


def unexplained_fen(connection: Connection) -> dict[str, int]:
    """By terminal: what counted boxes lack or have too much and nobody has given a reason for. Only those that differ."""
    counted = _all().where(cash_counts.c.counted_at.is_not(None), cash_counts.c.reason.is_(None))
    found: dict[str, int] = {}
    for row in connection.execute(counted):
        found[row.kiosk_id] = found.get(row.kiosk_id, 0) + abs(compare(row).difference_fen)
    return {kiosk_id: fen for kiosk_id, fen in found.items() if fen}


def _on_hand(standing: Standing) -> CashOnHand:
    box = standing.cash_box
    return CashOnHand(
        kiosk_id=standing.kiosk_id,
        hall=standing.hall,
        heard_at=standing.heard_at,
        box="" if box is None else box.serial,
        notes=None if box is None else box.notes,
        capacity=None if box is None else box.capacity,
        fen=None if box is None else box.fen,
        money=standing.money,
    )


def compare(row: Row[Any]) -> Comparison:
    """Pure: a collection with its count."""
    expected, acceptor = _counts(row.body["expected"]), row.body["acceptor"]
    device = None if acceptor is None else _counts(acceptor)
    counted, false = _counts(row.notes), _counts(row.counterfeit)
    lines = tuple(
        Denomination(
            denomination_fen=fen,
            expected=expected.get(fen, 0),
            acceptor=None if device is None else device.get(fen, 0),
            counted=counted.get(fen, 0),
            counterfeit=false.get(fen, 0),
        )
        for fen in sorted({*expected, *(device or {}), *counted, *false})
    )
    return Comparison(
        box=_box(row),
        counted_at=row.counted_at,
        first=row.first,
        second=row.second,
        lines=lines,
        expected_fen=_fen(expected),
        acceptor_fen=None if device is None else _fen(device),
        counted_fen=_fen(counted),
        counterfeit_fen=_fen(false),
        difference_fen=_fen(counted) - _fen(expected),
        reason=row.reason,
        remark=row.remark,
    )


def _all() -> Any:
    """Collections with their counts, if any, the oldest first."""
    counted = cash_counts.c.collection_id == cash_collections.c.collection_id
    columns = [column for column in cash_counts.c if column.name != "collection_id"]
    query = select(cash_collections, kiosks.c.hall, *columns)
    query = query.join_from(cash_collections, kiosks, cash_collections.c.kiosk_id == kiosks.c.kiosk_id)
    order = (cash_collections.c.closed_at, cash_collections.c.collection_id)
    return query.outerjoin(cash_counts, counted).order_by(*order)


def _one(collection_id: str) -> Any:
    return _all().where(cash_collections.c.collection_id == collection_id)


def _required(connection: Connection, collection_id: str) -> Row[Any]:
    row = connection.execute(_one(collection_id)).first()
    if row is None:
        raise StaffRefusedError("not-there", f"there is no collection {collection_id}")
    return row


def _box(row: Row[Any]) -> SealedBox:
    return SealedBox(
        collection_id=row.collection_id,
        kiosk_id=row.kiosk_id,
        hall=row.hall,
        box=row.box_out,
        seal=row.body["seal_out"],
        opened_at=parse(row.body["opened_at"]),
        closed_at=row.closed_at,
    )


def _counts(listed: Sequence[Mapping[str, int]]) -> dict[int, int]:
    return {one["denomination_fen"]: one["count"] for one in listed}


def _listed(notes: Notes) -> list[dict[str, int]]:
    if any(fen <= 0 or not 0 <= number <= _MOST_NOTES for fen, number in notes.items()):
        raise StaffRefusedError("differs", f"a denomination is more than 0 fen, a number of notes 0 to {_MOST_NOTES}")
    return [{"denomination_fen": fen, "count": number} for fen, number in sorted(notes.items()) if number]


def _fen(notes: Notes) -> int:
    return sum(fen * number for fen, number in notes.items())

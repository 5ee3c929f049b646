"""The day of the card terminal: what was charged since it was last closed; and its last closed day, beside its own figures
(specs/zvt.md 9.2, features.md F58)."""

import sqlite3
from collections.abc import Iterable
from typing import Final

import msgspec

from kiosk.money import ZERO, Fen, total, yuan_text


class DayCharge(msgspec.Struct, frozen=True):
    """One charge of the day; or one that was taken back in it, though it is of a day before."""

    attempt_id: str
    terminal_id: str
    amount_fen: Fen
    receipt: str
    trace: str
    at: str  # the terminal's clock; empty if it did not say
    state: str
    counts_fen: Fen = ZERO  # what the terminal's sum has of it: 0 if it was taken back the same day, negative if later


class ClosedDay(msgspec.Struct, frozen=True):
    """The last day that the terminal closed. None: it did not say."""

    terminal_id: str
    closed_at: str  # RFC 3339, our clock
    terminal_count: int | None
    terminal_amount_fen: Fen | None
    count: int
    amount_fen: Fen
    charges: tuple[DayCharge, ...]
    differences: tuple[str, ...]  # one sentence each; empty when the terminal says what the ledger says


class CardDay(msgspec.Struct, frozen=True):
    """``count`` and ``amount_fen`` are of what stands: not of charges taken back since."""

    count: int
    amount_fen: Fen
    charges: tuple[DayCharge, ...]  # since the last close of their terminal
    last: ClosedDay | None  # None: no day was closed yet
    refused: str  # the terminal's code if it has not closed its day since; else empty


class _Row(msgspec.Struct, frozen=True):
    charge: DayCharge
    charged_seq: int  # the journal's record of the charge
    returned_seq: int | None  # of the word that it went back

    def within(self, after: int, until: int | None) -> DayCharge | None:
        """As it is in a day of the terminal that began after one record and ended with another; None if it is not in it."""
        charged, returned = _is_in(self.charged_seq, after, until), _is_in(self.returned_seq, after, until)
        if not charged and not returned:
            return None
        return msgspec.structs.replace(self.charge, counts_fen=Fen(self.charge.amount_fen * (charged - returned)))


def _is_in(seq: int | None, after: int, until: int | None) -> bool:
    return seq is not None and after < seq and (until is None or seq < until)


_CHARGES: Final = """SELECT attempt_id, terminal_id, amount_fen, receipt, trace, approved_at, state, approved_seq,
    CASE state WHEN 'reversed' THEN changed_seq END
    FROM card_attempts WHERE state IN ('charged', 'reversing', 'reversed', 'owed_back') ORDER BY approved_seq"""
_CLOSES: Final = "SELECT closed_seq, terminal_id, count, amount_fen, closed_at FROM card_days WHERE code = '' ORDER BY 1"
_REFUSED: Final = """SELECT code FROM card_days WHERE closed_seq = (SELECT MAX(closed_seq) FROM card_days)"""


def read_card_day(connection: sqlite3.Connection) -> CardDay:
    """Raises ``sqlite3.Error``."""
    rows = [_Row(DayCharge(*row[:7]), row[7], row[8]) for row in connection.execute(_CHARGES)]
    closes: dict[str, list[tuple[int, int | None, Fen | None, str]]] = {}
    for seq, terminal_id, count, amount, at in connection.execute(_CLOSES):
        closes.setdefault(terminal_id, []).append((seq, count, amount, at))
    since = {terminal_id: days[-1][0] for terminal_id, days in closes.items()}
    charges = _of_day((row, since.get(row.charge.terminal_id, 0), None) for row in rows)
    refused = connection.execute(_REFUSED).fetchone()
    return CardDay(
        count=_count(charges),
        amount_fen=_sum(charges),
        charges=charges,
        last=_last_closed(rows, closes),
        refused="" if refused is None else str(refused[0]),
    )


def _last_closed(rows: list[_Row], closes: dict[str, list[tuple[int, int | None, Fen | None, str]]]) -> ClosedDay | None:
    if not closes:
        return None
    terminal_id = max(closes, key=lambda found: closes[found][-1][0])
    *before, (until, count, amount, at) = closes[terminal_id]
    after = before[-1][0] if before else 0
    charges = _of_day((row, after, until) for row in rows if row.charge.terminal_id == terminal_id)
    ours = (_count(charges), _sum(charges))
    return ClosedDay(terminal_id, at, count, amount, *ours, charges, _differences(count, amount, *ours))


def _of_day(rows: Iterable[tuple[_Row, int, int | None]]) -> tuple[DayCharge, ...]:
    found = (row.within(after, until) for row, after, until in rows)
    return tuple(charge for charge in found if charge is not None)


def _count(charges: tuple[DayCharge, ...]) -> int:
    return sum(charge.counts_fen > 0 for charge in charges)


def _sum(charges: tuple[DayCharge, ...]) -> Fen:
    return total([charge.counts_fen for charge in charges])


def _differences(count: int | None, amount: Fen | None, our_count: int, our_amount: Fen) -> tuple[str, ...]:
    found = []
    if count is not None and count != our_count:
        found.append(f"the terminal closed its day with {count} charges, the ledger has {our_count}")
    if amount is not None and amount != our_amount:
        found.append(f"the terminal closed its day with {yuan_text(amount)}, the ledger has {yuan_text(our_amount)}")
    return tuple(found)

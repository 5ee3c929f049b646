"""Money that waits for persons, read from its rows: for the staff's page and for command words (kiosk.open_money).

Open rows are found by partial index. Numbers are opened with keys that are there; a forgotten one stays masked, and its
money can be handed over, never credited.
"""

import sqlite3
from collections.abc import Iterator
from typing import Any, Final

from kiosk.accounts import AccountRef
from kiosk.money import Fen
from kiosk.open_money import ChargeBack, OpenKind, OpenMoney, OpenSheet, Suggestion, charge_back
from kiosk.ports import StorageError
from kiosk.visit_types import Language
from offline_queue.privacy import Vault, unseal_account
from offline_queue.settlement_writers import PAYMENT_KINDS, note_kind

NEWEST: Final = 5_000  # note rows, among which a visit is suggested for a note that was found
SUGGESTED: Final = 4  # for each denomination

_NOTES: Final = """WITH waiting (note_id) AS (
    SELECT note_id FROM notes INDEXED BY notes_for_a_person WHERE state = 'in_doubt'
    UNION SELECT note_id FROM notes INDEXED BY notes_uncovered WHERE state = 'stacked' AND payment_id IS NULL)
    SELECT n.note_id, n.visit_id, n.denomination_fen, n.state, n.payment_id IS NOT NULL, IFNULL(n.reason, ''), n.changed_at,
    EXISTS (SELECT 1 FROM found_notes f WHERE f.note_id = n.note_id), v.visit_id IS NOT NULL AND v.ended IS NULL,
    v.account_kind, v.account_cipher, IFNULL(v.account_masked, ''), IFNULL(v.language, 'zh_CN'), IFNULL(v.offline, 0)
    FROM waiting JOIN notes n USING (note_id) LEFT JOIN visits v ON v.visit_id = n.visit_id ORDER BY n.rowid"""
_PAYMENTS: Final = """SELECT p.payment_id, p.visit_id, p.amount_fen, p.card_fen, p.state, IFNULL(p.problem, ''),
    p.changed_at, a.state, v.ended IS NULL, v.account_kind, v.account_cipher, v.account_masked, p.language, p.offline
    FROM payments p INDEXED BY payments_for_a_person JOIN visits v ON v.visit_id = p.visit_id
    LEFT JOIN card_attempts a INDEXED BY card_attempts_of_payment ON a.payment_id = p.payment_id
    WHERE p.state IN ('in_doubt', 'owed') ORDER BY p.kiosk_seq"""
_NOTES_OF_PAYMENT: Final = "SELECT denomination_fen FROM notes WHERE payment_id = ? ORDER BY rowid"
_SUGGESTIONS: Final = """SELECT n.denomination_fen, n.visit_id, n.note_id, v.account_masked, n.changed_at,
    n.state = 'in_doubt'
    FROM notes n JOIN visits v ON v.visit_id = n.visit_id
    WHERE n.rowid > (SELECT IFNULL(MAX(rowid), 0) FROM notes) - ? AND n.payment_id IS NULL AND v.ended IS NOT NULL
    AND n.state IN ('in_doubt', 'returned')
    AND NOT EXISTS (SELECT 1 FROM found_notes f WHERE f.note_id = n.note_id)
    ORDER BY n.reason IS 'turned back', n.rowid DESC"""  # what nobody told to stack is the least likely in a jam


def read_open_money(connection: sqlite3.Connection, vault: Vault) -> OpenSheet:
    """``vault`` makes no keys. Raises ``sqlite3.Error``."""
    money = [*_open_notes(connection, vault), *_open_payments(connection, vault)]
    return OpenSheet(tuple(sorted(money, key=lambda one: one.since)), _suggestions(connection))


def _open_notes(connection: sqlite3.Connection, vault: Vault) -> Iterator[OpenMoney]:
    for row in connection.execute(_NOTES).fetchall():
        note_id, visit_id, fen, state, covered, why, at, found, is_open, kind, cipher, masked, language, offline = row
        of_kind = note_kind(state, is_covered=bool(covered), is_found=bool(found))
        if of_kind is None or (of_kind is OpenKind.NOTE_UNASSIGNED and is_open):  # what an open visit holds
            continue
        yield OpenMoney(
            kind=of_kind,
            id=note_id,
            fen=Fen(fen),
            since=at,
            why=why,
            visit_id=visit_id,
            visit_open=bool(is_open),
            account=_account(vault, visit_id, kind, cipher),
            masked_number=masked,
            notes=(Fen(fen),),
            language=Language(language),
            offline=bool(offline),
        )


def _open_payments(connection: sqlite3.Connection, vault: Vault) -> Iterator[OpenMoney]:
    for row in connection.execute(_PAYMENTS).fetchall():
        payment_id, visit_id, amount, card_fen, state, why, at, attempt, is_open, *of_visit = row
        kind, cipher, masked, language, offline = of_visit
        card = charge_back(attempt)
        fen = amount - card_fen if card is ChargeBack.RETURNED else amount
        if not fen:  # all of it was the card's, and went back
            continue
        yield OpenMoney(
            kind=PAYMENT_KINDS[state],
            id=payment_id,
            fen=Fen(fen),
            since=at,
            why=why,
            visit_id=visit_id,
            visit_open=bool(is_open),
            account=_account(vault, visit_id, kind, cipher),
            masked_number=masked,
            notes=tuple(Fen(note) for (note,) in connection.execute(_NOTES_OF_PAYMENT, (payment_id,))),
            card=card,
            language=Language(language),
            offline=bool(offline),
        )


def _account(vault: Vault, visit_id: str | None, kind: Any, cipher: Any) -> AccountRef | None:
    if visit_id is None:
        return None
    try:
        return unseal_account(vault, visit_id, kind, cipher)
    except StorageError:  # its month's key is gone: the number is forgotten
        return None


def _suggestions(connection: sqlite3.Connection) -> tuple[tuple[Fen, tuple[Suggestion, ...]], ...]:
    """Open doubts first, then notes that the device said went back; the newest first."""
    found: dict[Fen, list[Suggestion]] = {}
    for fen, visit_id, note_id, masked, at, in_doubt in connection.execute(_SUGGESTIONS, (NEWEST,)):
        found.setdefault(Fen(fen), []).append(Suggestion(visit_id, note_id, masked, at, bool(in_doubt)))
    ordered = {fen: sorted(some, key=lambda one: not one.in_doubt)[:SUGGESTED] for fen, some in found.items()}
    return tuple((fen, tuple(some)) for fen, some in sorted(ordered.items()))

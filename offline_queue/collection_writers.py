"""Swaps of the cash box as rows (field.md X11; trust.md S4).

What is in the box that went out is counted here, from the notes since the last swap; nobody types it. Notes are rows that
only grow in number, so a swap draws its line at a row: every note up to ``last_note`` is in that box or an earlier one.
"""

import json
from typing import Final

from kiosk import facts
from kiosk.collection import TYPED, BoxStep, collection_id, text_problem
from offline_queue.transaction import ContradictionError, Transaction

_COLUMNS: Final = {
    BoxStep.SERIAL_OUT: "serial_out",
    BoxStep.SEAL_OUT: "seal_out",
    BoxStep.SERIAL_IN: "serial_in",
    BoxStep.SEAL_IN: "seal_in",
}
_INTENDED: Final = "SELECT 1 FROM notes INDEXED BY notes_intended WHERE state = 'intended' LIMIT 1"
# A settled note without evidence was in doubt; what persons decided of it says nothing about the box.
_CERTAIN: Final = "state = 'stacked' OR (state = 'settled' AND stacked_seq IS NOT NULL)"
_UNSURE: Final = """(state = 'in_doubt' OR (state = 'settled' AND stacked_seq IS NULL))
    AND note_id NOT IN (SELECT note_id FROM found_notes)"""  # a note in somebody's hand is in no box
_LINE_BEFORE: Final = "SELECT IFNULL(MAX(last_note), 0) FROM collections WHERE number < ?"

Counts = list[list[int]]  # [denomination in fen, how many], the smallest note first


def collection_opened(tx: Transaction, fact: facts.CollectionOpened) -> None:
    number = _next_number(tx)
    if fact.collection_id != collection_id(tx.kiosk_id, number):
        raise ContradictionError(
            f"The next swap of the box is {collection_id(tx.kiosk_id, number)}, not {fact.collection_id}."
        )
    if tx.row("SELECT 1 FROM collections INDEXED BY collections_open WHERE state = 'open'", ()) is not None:
        raise ContradictionError(f"Swap {fact.collection_id} can't be opened: another one is not over.")
    if tx.row(_INTENDED, ()) is not None:
        raise ContradictionError(f"Swap {fact.collection_id} can't be opened: a note is on its way to the box.")
    if not fact.first or fact.first == fact.second:
        raise ContradictionError(
            f"Swap {fact.collection_id} needs two different persons, not {fact.first} and {fact.second}."
        )
    tx.run(
        "INSERT INTO collections (number, collection_id, state, first, second, how, opened_seq, opened_at)"
        " VALUES (?, ?, 'open', ?, ?, ?, ?, ?)",
        (number, fact.collection_id, fact.first, fact.second, fact.how, tx.seq, tx.at),
    )


def collection_stepped(tx: Transaction, fact: facts.CollectionStepped) -> None:
    """The device's word counts when it comes first; a typed text may be typed again until the swap is closed."""
    was_out = _open(tx, fact.collection_id)
    if fact.step is BoxStep.BOX_OUT:
        line = "UPDATE collections SET box_out_at = ?, last_note = (SELECT IFNULL(MAX(rowid), 0) FROM notes)"
        tx.run(f"{line} WHERE collection_id = ? AND box_out_at IS NULL", (tx.at, fact.collection_id))
        return
    if not was_out:
        raise ContradictionError(f"Swap {fact.collection_id}: {fact.step} before the box was out.")
    if fact.step is BoxStep.BOX_BACK:
        back = "UPDATE collections SET box_back_at = ? WHERE collection_id = ? AND box_back_at IS NULL"
        tx.run(back, (tx.at, fact.collection_id))
        return
    if problem := text_problem(fact.step, fact.text):
        raise ContradictionError(f"Swap {fact.collection_id}: {fact.step} can't be {fact.text!r} ({problem}).")
    column = _COLUMNS[fact.step]
    tx.run(f"UPDATE collections SET {column} = ? WHERE collection_id = ?", (fact.text, fact.collection_id))  # noqa: S608


def collection_closed(tx: Transaction, fact: facts.CollectionClosed) -> None:
    if not _open(tx, fact.collection_id):
        raise ContradictionError(f"Swap {fact.collection_id} can't be closed: the box was not out.")
    whole = " AND ".join(f"{_COLUMNS[step]} IS NOT NULL" for step in TYPED)
    complete = f"SELECT 1 FROM collections WHERE collection_id = ? AND box_back_at IS NOT NULL AND {whole}"  # noqa: S608
    if tx.row(complete, (fact.collection_id,)) is None:
        raise ContradictionError(f"Swap {fact.collection_id} can't be closed: not all of it is known.")
    tx.run(
        "UPDATE collections SET state = 'closed', ended_by = ?, ended_at = ?, expected = ?, in_doubt = ?"
        " WHERE collection_id = ?",
        (
            *(fact.staff_id, tx.at),
            *(_counted(tx, fact.collection_id, _CERTAIN), _counted(tx, fact.collection_id, _UNSURE)),
            fact.collection_id,
        ),
    )


def collection_given_up(tx: Transaction, fact: facts.CollectionGivenUp) -> None:
    if _open(tx, fact.collection_id):
        raise ContradictionError(f"Swap {fact.collection_id} can't be given up: the box was out.")
    tx.run(
        "UPDATE collections SET state = 'given_up', ended_by = ?, ended_at = ? WHERE collection_id = ?",
        (fact.staff_id, tx.at, fact.collection_id),
    )


def collection_told(tx: Transaction, fact: facts.CollectionTold) -> None:
    _answered(tx, fact.collection_id, "told", None)


def collection_disputed(tx: Transaction, fact: facts.CollectionDisputed) -> None:
    _answered(tx, fact.collection_id, "disputed", fact.problem)


def _answered(tx: Transaction, collection: str, state: str, problem: str | None) -> None:
    """The first definite answer stays; the same again changes nothing."""
    moved = "UPDATE collections SET state = ?, problem = ? WHERE collection_id = ? AND state = 'closed'"
    if tx.run(moved, (state, problem, collection)):
        return
    found = tx.row("SELECT state FROM collections WHERE collection_id = ?", (collection,))
    if found not in (("told",), ("disputed",)):
        raise ContradictionError(f"Swap {collection} can't be {state}: it is {found and found[0]}.")


def _open(tx: Transaction, collection: str) -> bool:
    """Was the box out already? Raises if this swap is not the open one."""
    query = "SELECT box_out_at IS NOT NULL FROM collections INDEXED BY collections_open"
    found = tx.row(f"{query} WHERE state = 'open' AND collection_id = ?", (collection,))
    if found is None:
        raise ContradictionError(f"Swap {collection} is not open.")
    return bool(found[0])


def _next_number(tx: Transaction) -> int:
    found = tx.row("SELECT IFNULL(MAX(number), 0) + 1 FROM collections", ())
    assert found is not None
    return int(str(found[0]))


def _counted(tx: Transaction, collection: str, which: str) -> str:
    """By denomination: the notes between the line before and this one's, as JSON."""
    row = tx.row("SELECT number, last_note FROM collections WHERE collection_id = ?", (collection,))
    assert row is not None
    before = tx.row(_LINE_BEFORE, (row[0],))
    assert before is not None
    query = "SELECT denomination_fen, COUNT(*) FROM notes WHERE rowid > ? AND rowid <= ?"
    by_value = f"{query} AND ({which}) GROUP BY denomination_fen ORDER BY denomination_fen"
    found: Counts = [list(line) for line in tx.connection.execute(by_value, (before[0], row[1]))]
    return json.dumps(found, separators=(",", ":"))

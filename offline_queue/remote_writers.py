"""The centre's commands as rows: taken once, ended once, told. Statuses only move forward (design.md 4.6)."""

from kiosk import facts
from offline_queue.transaction import ContradictionError, Transaction


def command_taken(tx: Transaction, fact: facts.CommandTaken) -> None:
    if tx.row("SELECT 1 FROM remote_commands WHERE command_id = ?", (fact.command_id,)) is not None:
        raise ContradictionError(f"Command {fact.command_id} was taken before: it is done once.")
    tx.run(
        "INSERT INTO remote_commands (taken_seq, command_id, what, argument, given_by, taken_at) VALUES (?, ?, ?, ?, ?, ?)",
        (tx.seq, fact.command_id, fact.what, fact.argument, fact.by, tx.at),
    )


def command_ended(tx: Transaction, fact: facts.CommandEnded) -> None:
    _changed(
        tx,
        "UPDATE remote_commands SET outcome = ?, detail = ?, ended_at = ? WHERE command_id = ? AND outcome IS NULL",
        (fact.outcome, fact.detail, tx.at, fact.command_id),
    )


def command_told(tx: Transaction, fact: facts.CommandTold) -> None:
    told = "UPDATE remote_commands SET told = 1 WHERE command_id = ? AND told = 0 AND outcome IS NOT NULL"
    _changed(tx, told, (fact.command_id,))


def _changed(tx: Transaction, statement: str, values: tuple[str, ...]) -> None:
    if not tx.run(statement, values):
        raise ContradictionError(f"Command {values[-1]} is not there, or went further before.")

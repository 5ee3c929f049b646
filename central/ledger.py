"""Double-entry lines of a payment. Every entry sums to zero, so the whole ledger always does.

accepted:  debit the cash in the terminal, credit money in transit     the terminal holds it, nobody has it yet
posted:    debit money in transit, credit the customer's account       the billing system has confirmed it
rejected:  debit money in transit, credit what is owed back            a person decides; nothing is unexplained
"""

from typing import Any, Final

from sqlalchemy import Connection, Row, insert

from central.tables import ledger_lines

IN_TRANSIT: Final = "payments_in_transit"


def cash_of(kiosk_id: str) -> str:
    return f"cash:{kiosk_id}"


def customer(kind: str, number: str) -> str:
    return f"customer:{kind}:{number}"


def owed_from(kiosk_id: str) -> str:
    return f"owed:{kiosk_id}"


def book_accepted(connection: Connection, payment_id: str, kiosk_id: str, amount_fen: int) -> None:
    _book(connection, (payment_id, "accepted"), cash_of(kiosk_id), IN_TRANSIT, amount_fen)


def book_posted(connection: Connection, payment: Row[Any]) -> None:
    account = customer(payment.account_kind, payment.account_number)
    _book(connection, (payment.payment_id, "posted"), IN_TRANSIT, account, payment.amount_fen)


def book_rejected(connection: Connection, payment_id: str, kiosk_id: str, amount_fen: int) -> None:
    _book(connection, (payment_id, "rejected"), IN_TRANSIT, owed_from(kiosk_id), amount_fen)


def _book(connection: Connection, entry: tuple[str, str], debit: str, credit: str, amount_fen: int) -> None:
    """Two lines in the caller's transaction. The same entry again for a payment breaks a unique key."""
    line = {"payment_id": entry[0], "entry": entry[1]}
    connection.execute(
        insert(ledger_lines),
        [line | {"account": debit, "amount_fen": amount_fen}, line | {"account": credit, "amount_fen": -amount_fen}],
    )

"""Double-entry lines of a payment. Every entry sums to zero, so the whole ledger always does.

accepted:  debit the cash in the terminal and the card terminal's      the one holds it, the acquirer owes the other;
           account, credit money in transit                            no customer has it yet
posted:    debit money in transit, credit the customer's account       the billing system has confirmed it
rejected:  debit money in transit, credit what is owed back            a person decides; nothing is unexplained
"""

from collections.abc import Mapping
from typing import Any, Final

from sqlalchemy import Connection, Row, insert

from central.tables import ledger_lines

IN_TRANSIT: Final = "payments_in_transit"


def cash_of(kiosk_id: str) -> str:
    return f"cash:{kiosk_id}"


def card_of(terminal_id: str) -> str:
    return f"card:{terminal_id}"


def customer(kind: str, number: str) -> str:
    return f"customer:{kind}:{number}"


def owed_from(kiosk_id: str) -> str:
    return f"owed:{kiosk_id}"


def book_accepted(connection: Connection, payment_id: str, sources: Mapping[str, int]) -> None:
    """``sources``: fen by account, ``cash_of`` and ``card_of``; those of 0 fen are left out."""
    _book(connection, (payment_id, "accepted"), sources, IN_TRANSIT)


def book_posted(connection: Connection, payment: Row[Any]) -> None:
    account = customer(payment.account_kind, payment.account_number)
    _book(connection, (payment.payment_id, "posted"), {IN_TRANSIT: payment.amount_fen}, account)


def book_rejected(connection: Connection, payment_id: str, kiosk_id: str, amount_fen: int) -> None:
    _book(connection, (payment_id, "rejected"), {IN_TRANSIT: amount_fen}, owed_from(kiosk_id))


def _book(connection: Connection, entry: tuple[str, str], debits: Mapping[str, int], credit: str) -> None:
    """One entry in the caller's transaction; none for 0 fen. The same one again for a payment breaks a unique key."""
    sums = {account: fen for account, fen in debits.items() if fen}
    if not sums:
        return
    line = {"payment_id": entry[0], "entry": entry[1]}
    debited = [line | {"account": account, "amount_fen": fen} for account, fen in sums.items()]
    connection.execute(insert(ledger_lines), [*debited, line | {"account": credit, "amount_fen": -sum(sums.values())}])

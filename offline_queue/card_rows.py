"""Rows of card attempts, read back as the core's own types."""

import sqlite3
from typing import Any, Final, NamedTuple

from kiosk.card import CardApproval, CardAttempt, CardPart, CardReference, ticket
from kiosk.money import Fen

_READ: Final = """SELECT a.attempt_id, a.card_seq, a.visit_id, a.amount_fen, a.terminal_id, a.begun_seq, a.begun_at,
    a.before_receipt, a.before_trace, a.before_amount_fen, a.before_at, a.state, a.approved_seq, a.receipt, a.trace,
    a.auth_code, a.last4, a.card_name, a.merchant_id, a.entry, a.application_id, a.approved_at, a.payment_id, a.undecided,
    a.changed_seq FROM {source}"""


class AttemptRow(NamedTuple):
    """As far as somebody acts on it; in the order that ``query`` reads."""

    attempt_id: str
    card_seq: int
    visit_id: str
    amount_fen: Fen
    terminal_id: str
    begun_seq: int
    begun_at: str
    before_receipt: str | None
    before_trace: str | None
    before_amount_fen: Fen | None
    before_at: str | None
    state: str
    approved_seq: int | None
    receipt: str | None
    trace: str | None
    auth_code: str | None
    last4: str | None
    card_name: str | None
    merchant_id: str | None
    entry: str | None
    application_id: str | None
    approved_at: str | None
    payment_id: str | None
    undecided: str | None
    changed_seq: int

    @property
    def before(self) -> CardReference | None:
        known = (self.before_receipt, self.before_trace, self.before_amount_fen, self.before_at)
        return None if known == (None,) * 4 else CardReference(*_all(known))

    @property
    def approval(self) -> CardApproval | None:
        if self.approved_seq is None:
            return None
        texts: tuple[Any, ...] = self[self._fields.index("receipt") : self._fields.index("payment_id")]
        receipt, trace, auth_code, last4, card_name, merchant_id, entry, application_id, at = _all(texts)
        return CardApproval(
            amount=self.amount_fen,
            terminal_id=self.terminal_id,
            receipt=receipt,
            trace=trace,
            auth_code=auth_code,
            last4=last4,
            card_name=card_name,
            merchant_id=merchant_id,
            entry=entry,
            application_id=application_id,
            at=at,
        )

    @property
    def attempt(self) -> CardAttempt:
        return CardAttempt(
            attempt_id=self.attempt_id,
            ticket=ticket(self.card_seq),
            amount=self.amount_fen,
            terminal_id=self.terminal_id,
            before=self.before,
            begun_at=self.begun_at,
            approval=self.approval,
        )

    @property
    def part(self) -> CardPart:
        """Of an attempt that became a charge."""
        approval = self.approval
        if approval is None:
            raise ValueError(f"card attempt {self.attempt_id} is {self.state} without an approval")
        return CardPart(self.attempt_id, approval)


def _all(values: tuple[Any, ...]) -> tuple[Any, ...]:
    """Written together or not at all."""
    if None in values:
        raise ValueError("a row of a card attempt has lost a value")
    return values


def query(source: str) -> str:
    """The statement that reads attempts; ``source`` is what follows FROM, and calls the table ``a``."""
    return _READ.format(source=source)


def rows(connection: sqlite3.Connection, statement: str, parameters: tuple[object, ...] = ()) -> list[AttemptRow]:
    """Of a statement made by ``query``. Raises ``sqlite3.Error``."""
    return [AttemptRow(*row) for row in connection.execute(statement, parameters)]

"""The part of the books that is about cards, folded from the journal alone (see ``audit``)."""

from collections.abc import Callable
from typing import Any, Final

from kiosk import facts
from kiosk.card import CardApproval
from offline_queue.audit_rows import CardAttemptRow, CardDayRow, CardTerminalRow
from offline_queue.journal_facts import Entry, PaymentAcceptedSealed

_OPEN: Final = frozenset({"begun", "held", "in_doubt", "undecided"})


class CardBooks:
    """Attempts, bound terminals and days by key, growing with each record."""

    def __init__(self) -> None:
        super().__init__()
        self.card_attempts: dict[str, CardAttemptRow] = {}
        self.card_terminals: dict[int, CardTerminalRow] = {}
        self.card_days: dict[int, CardDayRow] = {}

    def card_attempted(self, entry: Entry, fact: facts.CardAttempted) -> None:
        before = fact.before
        self.card_attempts[fact.attempt_id] = CardAttemptRow(
            card_seq=fact.card_seq,
            visit_id=fact.visit_id,
            amount_fen=fact.amount,
            terminal_id=fact.terminal_id,
            begun_seq=entry.seq,
            begun_at=entry.at,
            changed_seq=entry.seq,
            changed_at=entry.at,
            before_receipt=None if before is None else before.receipt,
            before_trace=None if before is None else before.trace,
            before_amount_fen=None if before is None else before.amount,
            before_at=None if before is None else before.at,
        )

    def card_held(self, entry: Entry, fact: facts.CardHeld) -> None:
        attempt = self.card_attempts[fact.attempt_id]
        if attempt.approved_seq is None:
            _approve(attempt, entry, fact.approval)
        if attempt.state == "begun":
            _become(attempt, entry, "held")

    def card_charged(self, entry: Entry, fact: facts.CardCharged) -> None:
        attempt = self.card_attempts[fact.attempt_id]
        if attempt.state in _OPEN:
            _approve(attempt, entry, fact.approval)
            _become(attempt, entry, "charged")

    def card_uncharged(self, entry: Entry, fact: facts.CardUncharged) -> None:
        attempt = self.card_attempts[fact.attempt_id]
        if attempt.state in _OPEN:
            attempt.problem, attempt.code = fact.problem, fact.code
            _become(attempt, entry, "not_charged")

    def card_doubted(self, entry: Entry, fact: facts.CardDoubted) -> None:
        """The first doubt stays, and so does the terminal's later word that it can't tell."""
        attempt = self.card_attempts[fact.attempt_id]
        if attempt.state in ("begun", "held"):
            attempt.doubt = fact.reason
            _become(attempt, entry, "in_doubt")

    def card_undecided(self, entry: Entry, fact: facts.CardUndecided) -> None:
        attempt = self.card_attempts[fact.attempt_id]
        if attempt.state != "undecided":
            attempt.undecided = fact.detail
            _become(attempt, entry, "undecided")

    def card_settled(self, entry: Entry, fact: facts.CardSettledFact) -> None:
        attempt = self.card_attempts[fact.attempt_id]
        attempt.settled_by, attempt.settled_second, attempt.settled_reason = fact.by, fact.second, fact.reason
        if attempt.state == "reversing":
            _become(attempt, entry, "owed_back" if fact.charged else "reversed")
        else:
            _become(attempt, entry, attempt.state if fact.charged else "not_charged")

    def card_reversal_intended(self, entry: Entry, fact: facts.CardReversalIntended) -> None:
        attempt = self.card_attempts[fact.attempt_id]
        if attempt.state == "charged":
            _become(attempt, entry, "reversing")

    def card_reversed(self, entry: Entry, fact: facts.CardReversed) -> None:
        """Also after two persons had given it up: the terminal's word came late."""
        attempt = self.card_attempts[fact.attempt_id]
        if attempt.state != "reversed":
            attempt.code = fact.code
            _become(attempt, entry, "reversed")

    def card_reversal_failed(self, entry: Entry, fact: facts.CardReversalFailed) -> None:
        attempt = self.card_attempts[fact.attempt_id]
        if attempt.state == "reversing":
            attempt.code = fact.code
            _become(attempt, entry, "owed_back")

    def card_terminal_bound(self, entry: Entry, fact: facts.CardTerminalBound) -> None:
        self.card_terminals[entry.seq] = CardTerminalRow(fact.terminal_id, fact.merchant_id, fact.model, entry.at)

    def card_day_closed(self, entry: Entry, fact: facts.CardDayClosed) -> None:
        self.card_days[entry.seq] = CardDayRow(fact.terminal_id, fact.count, fact.amount, fact.code, entry.at)

    def cover_charge(self, fact: PaymentAcceptedSealed) -> int:
        """The charge in a payment is covered by it; its amount in fen, by the attempt."""
        if fact.card is None:
            return 0
        attempt = self.card_attempts[fact.card.attempt_id]
        attempt.payment_id = fact.payment_id
        return attempt.amount_fen if attempt.state == "charged" else 0


def _approve(attempt: CardAttemptRow, entry: Entry, approval: CardApproval) -> None:
    attempt.approved_seq = entry.seq
    attempt.receipt, attempt.trace, attempt.auth_code = approval.receipt, approval.trace, approval.auth_code
    attempt.last4, attempt.card_name, attempt.merchant_id = approval.last4, approval.card_name, approval.merchant_id
    attempt.entry, attempt.application_id, attempt.approved_at = approval.entry, approval.application_id, approval.at


def _become(attempt: CardAttemptRow, entry: Entry, state: str) -> None:
    attempt.state, attempt.changed_seq, attempt.changed_at = state, entry.seq, entry.at


FOLDS: Final[dict[type, Callable[[Any, Entry, Any], None]]] = {
    facts.CardAttempted: CardBooks.card_attempted,
    facts.CardHeld: CardBooks.card_held,
    facts.CardCharged: CardBooks.card_charged,
    facts.CardUncharged: CardBooks.card_uncharged,
    facts.CardDoubted: CardBooks.card_doubted,
    facts.CardUndecided: CardBooks.card_undecided,
    facts.CardSettledFact: CardBooks.card_settled,
    facts.CardReversalIntended: CardBooks.card_reversal_intended,
    facts.CardReversed: CardBooks.card_reversed,
    facts.CardReversalFailed: CardBooks.card_reversal_failed,
    facts.CardTerminalBound: CardBooks.card_terminal_bound,
    facts.CardDayClosed: CardBooks.card_day_closed,
}

"""Named instants on the way of the money, at which tests cut the power (trust.md M8).

``reach`` does nothing unless a test process has asked to ``watch``: no setting and no environment variable of a real
terminal can arm it.
"""

from collections.abc import Callable
from enum import StrEnum


class Failpoint(StrEnum):
    """Each value is told with a detail: the facts, the command or the state it is about."""

    TILL_TOOK_EVENT = "till.took-event"
    TILL_DECIDED = "till.decided"
    TILL_COMMITTED = "till.committed"
    TILL_KEPT_PROMISE = "till.kept-promise"
    TILL_BEFORE_COMMAND = "till.before-command"
    TILL_AFTER_COMMAND = "till.after-command"
    LEDGER_BEGUN = "ledger.begun"
    LEDGER_WRITTEN = "ledger.written"  # all rows and records, not committed
    LEDGER_COMMITTED = "ledger.committed"  # on the disk, not in the mirror
    LEDGER_MIRRORED = "ledger.mirrored"
    SENDER_CHOSE = "sender.chose"
    SENDER_HEARD = "sender.heard"  # the answer is here, the till does not know it
    CENTRE_BEFORE_REQUEST = "centre.before-request"
    CENTRE_ANSWERING = "centre.answering"  # the first bytes of the answer are here
    CENTRE_ANSWERED = "centre.answered"
    ACCEPTOR_BEFORE_COMMAND = "acceptor.before-command"
    ACCEPTOR_AFTER_COMMAND = "acceptor.after-command"
    ACCEPTOR_REPORTED = "acceptor.reported"  # read from the wire, the till does not know it
    ACCEPTOR_BEFORE_ACKNOWLEDGE = "acceptor.before-acknowledge"
    ACCEPTOR_AFTER_ACKNOWLEDGE = "acceptor.after-acknowledge"
    CARD_BEFORE_ORDER = "card.before-order"  # the first byte of a sale, question or reversal
    CARD_AFTER_ORDER = "card.after-order"  # written, not acknowledged
    CARD_ORDER_ACKNOWLEDGED = "card.order-acknowledged"
    CARD_PROGRESSED = "card.progressed"
    CARD_REPORTED = "card.reported"  # an approval or its end was read, the till does not know it
    CARD_BEFORE_ANSWER = "card.before-answer"  # recorded, the terminal does not know it
    CARD_AFTER_ANSWER = "card.after-answer"
    CARD_BEFORE_PRINT_ANSWER = "card.before-print-answer"
    CARD_FINISHED = "card.finished"  # the end was answered, the till does not know it
    PRINTER_BEFORE_BYTES = "printer.before-bytes"
    PRINTER_BETWEEN_BYTES = "printer.between-bytes"
    PRINTER_SENT = "printer.sent"  # all bytes are out, no evidence yet
    PRINTER_PROVED = "printer.proved"  # the evidence is here, the till does not know it


Watcher = Callable[[Failpoint, str], None]


def _nobody(_point: Failpoint, _detail: str) -> None:
    """Production."""


_watcher: Watcher = _nobody


def reach(point: Failpoint, detail: str = "") -> None:
    """Pass this instant; whoever watches may end the process here."""
    _watcher(point, detail)


def watch(watcher: Watcher) -> None:
    """For tests only: call ``watcher`` at every instant from now on, in the thread that passes it."""
    global _watcher  # noqa: PLW0603 - one process, one watcher; an object passed everywhere would be in every signature
    _watcher = watcher

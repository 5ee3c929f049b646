"""After a sale: what became of it (resolve), and taking it back (reverse). Both go on until the terminal has answered
(specs/zvt.md 7.3, 9.1 rule 10, 9.4).
"""

import logging
import time

from devices.zvt_codes import ALREADY_REVERSED, CARD_IN_SLOT, OK, REVERSAL_IMPOSSIBLE
from devices.zvt_dialogue import Ending, EndKind
from devices.zvt_orders import Order, Orders, Verb
from devices.zvt_session import Session
from devices.zvt_status import StatusInformation
from devices.zvt_timing import ZvtOptions, ZvtTiming
from devices.zvt_verdict import finding, must_ask_again
from kiosk.card import CardApproval, CardStep, CardVerdict, ReversalOutcome
from kiosk.events import CardProgressed, CardResolved, CardReversalDelayed, CardReversalEnded
from kiosk.ports import Post

_log = logging.getLogger(__name__)
_OTHER_TRANSACTION = "TRACE"  # as code: the terminal reversed something else


class Afterwards:
    """Belongs to the link's thread, but for ``overdue``."""

    def __init__(self, post: Post, options: ZvtOptions, timing: ZvtTiming) -> None:
        self._post = post
        self._options = options
        self._timing = timing

    # ---- resolve -----------------------------------------------------------------------------------------------------

    def checking(self, order: Order) -> None:
        if not order.tries:
            self._post(CardProgressed(order.of.attempt_id, CardStep.CHECKING))
        order.tries += 1

    def judge(self, session: Session, order: Order, orders: Orders) -> None:
        """The terminal is at rest and has said its last transaction: a verdict, or when to ask again."""
        if session.terminal_id != order.of.terminal_id:
            order.reason = f"terminal {session.terminal_id} is connected, the attempt was at {order.of.terminal_id}"
            order.due_s = time.monotonic() + self._timing.retry_s
            return
        if self._may_still_undo(session):
            order.reason = "a card is still in the terminal: it may undo the sale once it is taken out"
            order.due_s = time.monotonic() + self._timing.ask_again_s
            return
        order.answers.append(session.last)
        found = finding(order.of, order.answers, self._options.currency, self._timing.clock_skew_s)
        order.reason = found.detail
        if must_ask_again(found, len(order.answers), self._options.sync):
            order.due_s = time.monotonic() + self._timing.ask_again_s
        elif orders.claim(order):
            self._post(CardResolved(order.of.attempt_id, found.verdict, found.approval, found.detail))

    def _may_still_undo(self, session: Session) -> bool:
        """Its own undoing may wait until the card is taken (section 7.2): until then no answer is a verdict."""
        return self._options.sync == "autoreversal" and session.status_code in CARD_IN_SLOT

    def overdue(self, order: Order, orders: Orders) -> None:
        """Called in a thread of the order's watch."""
        if order.verb is Verb.REVERSE:
            if not order.trying and time.monotonic() - order.heard_s >= self._timing.reversal_longest_s:
                self._delayed(order)
            orders.watch(order, self._timing.reversal_longest_s)
            return
        now_s = time.monotonic()
        left_s = min(
            order.heard_s + self._timing.word_limit_s - now_s, order.begun_s + self._timing.longest_resolve_s - now_s
        )
        if left_s > 0:
            orders.watch(order, left_s)
        elif orders.claim(order):
            detail = f"the terminal could not be asked in time: {order.reason}"
            self._post(CardResolved(order.of.attempt_id, CardVerdict.UNDECIDED, None, detail))

    # ---- reverse -----------------------------------------------------------------------------------------------------

    def reverse(self, session: Session, order: Order, orders: Orders) -> None:
        """One try; a next one is due after the back-off if this had no answer that ends it. A line that is lost amid it
        is such a try too."""
        order.reason = "the line to the terminal was lost during the reversal"
        order.trying = True
        outcome = None
        try:
            outcome = self._tried(session, order)
        finally:
            order.trying = False
            if outcome is None and not (order.dropped and orders.claim(order)):
                self._delayed(order)
        if outcome is not None:
            self._reversed(order, orders, *outcome)

    def _tried(self, session: Session, order: Order) -> tuple[ReversalOutcome, str] | None:
        approval = order.charge.approval
        if session.terminal_id != approval.terminal_id:
            order.reason = f"terminal {session.terminal_id} is connected, the charge was at {approval.terminal_id}"
            return None
        if not _can_be_named(approval):
            return ReversalOutcome.IMPOSSIBLE, "RECEIPT"
        ending, entry = session.reverse(approval.receipt, approval.amount)
        result = "" if entry is None or entry.result is None else f", result {entry.result:02X}"
        order.reason = f"{ending.words}{result}"
        return reversal_outcome(approval, ending, entry)

    def _reversed(self, order: Order, orders: Orders, outcome: ReversalOutcome, code: str) -> None:
        if code == _OTHER_TRANSACTION:
            receipt = order.charge.approval.receipt
            _log.error("the card terminal reversed another transaction than that of receipt %s", receipt)
        if orders.claim(order):
            self._post(CardReversalEnded(order.charge.attempt_id, outcome, code))

    def _delayed(self, order: Order) -> None:
        now_s = time.monotonic()
        back_off_s = min(self._timing.reversal_first_s * 2.0 ** min(order.tries, 16), self._timing.reversal_longest_s)
        order.tries += 1
        order.heard_s = now_s
        order.due_s = now_s + back_off_s
        self._post(CardReversalDelayed(order.charge.attempt_id, order.tries, order.reason))


def reversal_outcome(
    approval: CardApproval, ending: Ending, entry: StatusInformation | None
) -> tuple[ReversalOutcome, str] | None:
    """What the answer to 06 30 means, with its code; None: nothing, so it is sent again (B4 answers a repeat)."""
    codes = {code for code in (entry.result if entry else None, ending.code) if code is not None}
    if ALREADY_REVERSED in codes:
        return ReversalOutcome.REVERSED, f"{ALREADY_REVERSED:02X}"
    if REVERSAL_IMPOSSIBLE in codes:
        return ReversalOutcome.IMPOSSIBLE, f"{REVERSAL_IMPOSSIBLE:02X}"
    if entry is None or entry.result != OK or ending.kind is not EndKind.COMPLETED:
        return None
    if entry.original_trace not in ("", approval.trace):
        return ReversalOutcome.IMPOSSIBLE, _OTHER_TRANSACTION
    return ReversalOutcome.REVERSED, f"{OK:02X}"


def _can_be_named(approval: CardApproval) -> bool:
    """06 30 names the transaction by four digits of receipt."""
    return approval.receipt.isascii() and approval.receipt.isdigit() and len(approval.receipt) <= 4

"""What became of a sale, taking one back, and the end of the day (specs/pos-integrado.md 5, 7, 8.1, 8.2)."""

import time

from devices.pos_dialogue import PosDialogue
from devices.pos_messages import Answer, is_ticket, request, void_request
from devices.pos_orders import ResolveOrder
from devices.pos_tables import OK, REQUESTS, VOID_ENDS, Dialect, Function
from devices.pos_timing import PosTiming
from devices.pos_verdict import VoidTarget, verdict, void_target
from kiosk.card import CardPart, CardTotals, CardVerdict, ReversalOutcome
from kiosk.events import CardResolved, CardReversalEnded
from kiosk.failpoints import Failpoint, reach
from kiosk.money import Fen

_NO_OPERATION = "no operation"  # of a charge that only the acquirer's statement names
_NOT_OURS_ANY_MORE = "not last"  # code of a reversal that the wire can't carry any more


def resolution(dialogue: PosDialogue, order: ResolveOrder, timing: PosTiming, rest_from_s: float) -> CardResolved | None:
    """Section 8.2, for a terminal that has just answered a poll. None: ask again at ``order.due_s``, which is moved on.

    ``rest_from_s`` (monotonic): until then a sale may still be running in the terminal, and "nothing was taken" is no
    answer yet.
    """
    attempt = order.attempt
    order.due_s = time.monotonic() + timing.ask_again_s
    dialogue.drain()
    if not dialogue.poll():
        return None
    asked_at_s = time.monotonic()
    found = dialogue.last_sale()
    if found is None:
        order.detail = "the terminal answers, but does not tell its last sale"
        return None
    finding = verdict(attempt, found)
    order.detail = finding.detail
    if finding.verdict is CardVerdict.NOT_CHARGED and asked_at_s < rest_from_s:
        order.due_s = rest_from_s
        return None
    if finding.verdict is None:
        return None
    reach(Failpoint.CARD_FINISHED, Function.LAST_SALE.name)
    return CardResolved(attempt.attempt_id, finding.verdict, finding.approval, finding.detail)


def reversal(dialogue: PosDialogue, card: CardPart, terminal_id: str, timing: PosTiming) -> CardReversalEnded | str:
    """One try; why it did not end, if it did not. A void of another sale is never sent. ``terminal_id``: who is here."""
    approval = card.approval
    if terminal_id != approval.terminal_id:
        return f"terminal {terminal_id} is here, not the one that charged"
    if not is_ticket(approval.receipt):  # two persons' word: its numbers are ours, and would void somebody else's sale
        return CardReversalEnded(card.attempt_id, ReversalOutcome.IMPOSSIBLE, _NO_OPERATION)
    if dialogue.options.dialect is Dialect.AUTOSERVICIO:
        found = dialogue.last_sale()
        target = VoidTarget.UNKNOWN if found is None else void_target(approval, found)
        if target is VoidTarget.NEWER:
            return CardReversalEnded(card.attempt_id, ReversalOutcome.IMPOSSIBLE, _NOT_OURS_ANY_MORE)
        if target is VoidTarget.UNKNOWN:
            return "the terminal's last sale is not this one: whether it was voided it does not tell"
    try:
        data = void_request(dialogue.options.dialect, approval.trace)
    except ValueError as error:
        return str(error)
    return _void_ended(card, dialogue.ask(data, Function.VOIDED, timing.answer_s))


def _void_ended(card: CardPart, voided: Answer | None) -> CardReversalEnded | str:
    if voided is None:
        return "the void was not answered"
    if voided["tid"] not in ("", card.approval.terminal_id) or voided["opno"] not in ("", card.approval.trace):
        return "the terminal tells of another void"
    outcome = VOID_ENDS.get(voided.code)
    if outcome is None:
        return f"the terminal answered the void with code {voided.code}"
    reach(Failpoint.CARD_FINISHED, Function.VOID.name)
    return CardReversalEnded(card.attempt_id, outcome, voided.code)


def end_day(dialogue: PosDialogue, terminal_id: str, timing: PosTiming) -> CardTotals:
    """Totals first: closing clears them. Not repeated: a close without an answer is told as not done."""
    dialect = dialogue.options.dialect
    totals = None
    if Function.TOTALS in REQUESTS[dialect]:
        totals = dialogue.ask(request(dialect, Function.TOTALS), Function.TOTALS_ARE, timing.answer_s)
    closed = dialogue.ask(request(dialect, Function.CLOSE, voucher=0), Function.CLOSED, timing.answer_s)
    known = totals is not None and totals.code == OK
    return CardTotals(
        count=int(totals["count"]) if totals is not None and known else None,
        amount=Fen(int(totals["total"])) if totals is not None and known else None,
        terminal_id=terminal_id,
        code="no answer" if closed is None else "" if closed.code == OK else closed.code,
    )

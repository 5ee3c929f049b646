"""The one place where a charge becomes money. True in every state of a visit: whoever is at the screen, the terminal's word
is recorded first and explained second (design.md 4.2b).

attempt committed ─▶ sale ─▶ approval committed ─▶ terminal answered ─▶ **charged**: payment, in the same commit
                       └─ definite no ─▶ closed    └─ anything unclear ─▶ in doubt ─▶ the terminal is asked ─▶ verdict
"""

from dataclasses import replace
from typing import Final

from kiosk.card import CardApproval, CardPart, CardProblem, CardReference, CardStep, CardVerdict
from kiosk.commands import SendPayments, StopReversing
from kiosk.events import (
    CardApproved,
    CardConfirmed,
    CardNotCharged,
    CardOrphanFound,
    CardResolved,
    CardSettled,
    CardUnclear,
)
from kiosk.facts import (
    AnyFact,
    CardCharged,
    CardDoubted,
    CardHeld,
    CardSettledFact,
    CardUncharged,
    CardUndecided,
    CaseOpened,
)
from kiosk.flow.card import doubt, show_refused
from kiosk.flow.decision import Decision, Moment, go, refuse, stay
from kiosk.flow.lingering import credit_left, end_left, lingering_visit
from kiosk.flow.paying import may_print, pay
from kiosk.flow.reversals import without_reversal
from kiosk.flow.states import ShowResult, State, TakingCard, cash_of
from kiosk.recollection import OpenAttempt
from kiosk.views import StepState
from kiosk.visit_types import VisitEnd

STATEMENT: Final = "statement"  # in place of the receipt number of a charge that persons found in the acquirer's books
NOT_CHARGED: Final = "card-not-charged"


def _open(state: State, attempt_id: str) -> OpenAttempt | None:
    """The open attempt, if it is this one and the terminal still has a say in it."""
    attempt = state.terminal.attempt
    return attempt if attempt is not None and attempt.attempt.attempt_id == attempt_id else None


def _fits(attempt: OpenAttempt, approval: CardApproval) -> bool:
    """Is it of what was ordered: amount and terminal, a transaction after the one before, and the one that we hold?"""
    ordered = attempt.attempt
    if (approval.amount, approval.terminal_id) != (ordered.amount, ordered.terminal_id):
        return False
    if ordered.before is not None and _named(approval.reference) == _named(ordered.before):
        return False
    return ordered.approval is None or _named(approval.reference)[:2] == _named(ordered.approval.reference)[:2]


def _named(reference: CardReference) -> tuple[str, str, str]:
    return reference.receipt, reference.trace, reference.at


# ---- the terminal's word during the sale -----------------------------------------------------------------------------


def card_approved(state: State, event: CardApproved, moment: Moment) -> Decision:
    """Recorded before the terminal hears so. Refused (and then undone by the terminal) if it is not what was ordered."""
    attempt = _open(state, event.attempt_id)
    if attempt is None or attempt.undecided or not _fits(attempt, event.approval):
        return refuse(state, "an approval that no attempt waits for")
    if attempt.attempt.approval is not None:
        same = attempt.attempt.approval == event.approval
        return Decision(state) if same else refuse(state, "another approval of the same attempt")
    held = replace(attempt, attempt=replace(attempt.attempt, approval=event.approval))
    known = replace(state, terminal=replace(state.terminal, attempt=held))
    visit = known.visit
    if isinstance(visit, TakingCard) and visit.attempt.attempt_id == event.attempt_id:
        shown = replace(visit, attempt=held.attempt, step=CardStep.APPROVED, problem=None)
        known = stay(known, shown) if visit.in_doubt else go(known, shown, moment)
    return Decision(known, (CardHeld(event.attempt_id, event.approval),))


def card_confirmed(state: State, event: CardConfirmed, moment: Moment) -> Decision:
    attempt = _open(state, event.attempt_id)
    if attempt is None:
        return refuse(state, "the end of a sale that is closed")
    approval = attempt.attempt.approval
    if approval is None:  # an end without an approval that we recorded is no evidence of anything
        return doubt(state, CardDoubted(event.attempt_id, "the sale ended without an approval on our disk"), moment)
    return _charged(state, attempt, approval, event.slip, moment)


def card_not_charged(state: State, event: CardNotCharged, moment: Moment) -> Decision:
    attempt = _open(state, event.attempt_id)
    if attempt is None:
        return refuse(state, "the end of a sale that is closed")
    if attempt.attempt.approval is not None:  # the terminal contradicts itself: ask what its own journal says
        return doubt(state, CardDoubted(event.attempt_id, f"refused ({event.code}) after it was approved"), moment)
    return _uncharged(state, attempt, event.problem, event.code, moment)


def card_unclear(state: State, event: CardUnclear, moment: Moment) -> Decision:
    if _open(state, event.attempt_id) is None:
        return refuse(state, "a doubt about a sale that is closed")
    return doubt(state, CardDoubted(event.attempt_id, event.reason), moment)


# ---- its word afterwards ---------------------------------------------------------------------------------------------


def card_resolved(state: State, event: CardResolved, moment: Moment) -> Decision:
    attempt = _open(state, event.attempt_id)
    if event.verdict is CardVerdict.CHARGED and event.attempt_id == state.terminal.uncharged:
        detail = f"attempt {event.attempt_id} was closed as not charged, and the terminal has its charge: {event.detail}"
        return Decision(state, (CaseOpened("card_charged_after_all", detail),))
    if attempt is None or attempt.undecided:
        return refuse(state, "a verdict on an attempt that is closed, or that persons decide now")
    if event.verdict is CardVerdict.NOT_CHARGED:
        return _uncharged(state, attempt, CardProblem.NOT_CHARGED, "", moment)
    if event.verdict is CardVerdict.REVERSED:
        return _uncharged(state, attempt, CardProblem.TAKEN_BACK, "", moment)
    said = event.approval or attempt.attempt.approval
    if event.verdict is CardVerdict.CHARGED and said is not None and _fits(attempt, said):
        return _charged(state, attempt, attempt.attempt.approval or said, (), moment)
    return _undecided(state, attempt, event.detail or f"{event.verdict.value}, but not what was ordered", moment)


def _undecided(state: State, attempt: OpenAttempt, detail: str, moment: Moment) -> Decision:
    """Two persons decide now; the payer who is here gets the slip with the code."""
    undecided = CardUndecided(attempt.attempt.attempt_id, detail)
    state = replace(state, terminal=replace(state.terminal, attempt=replace(attempt, undecided=detail)))
    visit = state.visit
    if isinstance(visit, TakingCard) and visit.attempt.attempt_id == attempt.attempt.attempt_id:
        left = pay(state, visit.cash, visit.cash.finishing or VisitEnd.PAID, moment)
        return replace(left, facts=(undecided, *left.facts))
    if isinstance(visit, ShowResult) and visit.card_case is not None:
        state = stay(state, replace(visit, card_case=replace(visit.card_case, undecided=True)))
    return Decision(state, (undecided,))


def card_settled(state: State, event: CardSettled, moment: Moment) -> Decision:
    """Two persons have read the acquirer's statement (field.md X18). Charged: it is credited, as if the terminal had said
    so. A reversal that never ends is over, one way or the other."""
    by, second = event.by.strip(), event.second.strip()
    if not by or not second or by.casefold() == second.casefold() or not event.reason.strip():
        return refuse(state, "two different persons and the statement they have read are needed")
    visit = state.visit
    if isinstance(visit, TakingCard) and visit.attempt.attempt_id == event.attempt_id and not visit.in_doubt:
        return refuse(state, "the terminal is charging just now, no statement can tell how that ends")
    settled = CardSettledFact(event.attempt_id, event.charged, by, second, event.reason)
    attempt = _open(state, event.attempt_id)
    if attempt is not None and event.charged:
        charged = _charged(state, attempt, attempt.attempt.approval or _by_statement(attempt), (), moment)
        return replace(charged, facts=(settled, *charged.facts))
    if attempt is not None:
        return _closed(state, attempt, settled, moment, problem=CardProblem.NOT_CHARGED)
    if any(reversal.card.attempt_id == event.attempt_id for reversal in state.terminal.reversals):
        done = StepState.FAILED if event.charged else StepState.DONE
        decided = without_reversal(state, event.attempt_id, done)
        return Decision(decided, (settled,), (StopReversing(event.attempt_id),))
    return refuse(state, "no open card attempt or reversal of this id")


def _by_statement(attempt: OpenAttempt) -> CardApproval:
    ordered = attempt.attempt
    return CardApproval(
        amount=ordered.amount,
        terminal_id=ordered.terminal_id,
        receipt=STATEMENT,
        trace=ordered.ticket,
        auth_code="",
        last4="",
        card_name="",
        at=ordered.begun_at,
    )


# ---- money, or none --------------------------------------------------------------------------------------------------


def _charged(
    state: State,
    attempt: OpenAttempt,
    approval: CardApproval,
    slip: tuple[str, ...],
    moment: Moment,
) -> Decision:
    """The charge stands: it becomes a payment in the same commit."""
    part = CardPart(attempt.attempt.attempt_id, approval)
    facts: tuple[AnyFact, ...] = (CardCharged(part.attempt_id, approval),)
    state = replace(state, terminal=replace(state.terminal, attempt=None))
    cash = cash_of(state.visit)
    if cash is not None and cash.visit_id == attempt.visit_id:
        cash = replace(cash, card=part, card_slip=slip)
        paid = pay(state, cash, cash.finishing or VisitEnd.PAID, moment)
        return replace(paid, facts=(*facts, *paid.facts))
    left = lingering_visit(state.terminal, attempt.visit_id)
    if left is None:
        case = CaseOpened("visit_unknown", f"charge {part.attempt_id}: visit {attempt.visit_id} is not open")
        return Decision(state, (*facts, case))
    credited = credit_left(state, replace(left, notes=(), doubted=(), card=part), facts, moment)
    return _show_late_charge(credited, part, moment)


def _show_late_charge(credited: Decision, part: CardPart, moment: Moment) -> Decision:
    """The payer still reads that it was in doubt: now it is paid."""
    state = credited.state
    result, payment = state.visit, state.terminal.unposted[-1]
    if not isinstance(result, ShowResult) or result.card_case is None or result.card_case.attempt_id != part.attempt_id:
        return credited
    if result.payment_id:  # the notes are a payment of their own, and this page is of it; the SMS tells of the other
        return replace(credited, state=stay(state, replace(result, card_case=None)))
    online = state.terminal.reachable
    wait_s = state.terminal.policy.waits.answer if online else 0.0
    shown = replace(
        result,
        payment_id=payment.payment_id,
        amount=payment.amount,
        card=part,
        card_case=None,
        problem="",
        posting=StepState.WAITING if online else StepState.LATER,
        receipt=StepState.WAITING if may_print(state.terminal) else StepState.FAILED,
        slip_at_s=moment.monotonic_s + wait_s if may_print(state.terminal) else None,
        slip_waits=False,
    )
    first = (SendPayments(first=payment.payment_id),)
    return replace(credited, state=go(state, shown, moment), commands=first)


def _uncharged(state: State, attempt: OpenAttempt, problem: CardProblem, code: str, moment: Moment) -> Decision:
    closed = CardUncharged(attempt.attempt.attempt_id, problem.value, code)
    return _closed(state, attempt, closed, moment, problem=problem, code=code)


def _closed(
    state: State,
    attempt: OpenAttempt,
    fact: AnyFact,
    moment: Moment,
    *,
    problem: CardProblem,
    code: str = "",
) -> Decision:
    """No money came of it: the visit goes on, or, if its payer is gone, ends."""
    state = replace(state, terminal=replace(state.terminal, attempt=None, uncharged=attempt.attempt.attempt_id))
    visit = state.visit
    if isinstance(visit, TakingCard) and visit.attempt.attempt_id == attempt.attempt.attempt_id:
        shown = show_refused(state, visit, problem, code, moment)
        return replace(shown, facts=(fact, *shown.facts))
    case = visit.card_case if isinstance(visit, ShowResult) else None
    if isinstance(visit, ShowResult) and case is not None and case.attempt_id == attempt.attempt.attempt_id:
        shown_result = replace(visit, card_case=None)
        if not visit.payment_id and not visit.open_amount:
            shown_result = replace(shown_result, posting=StepState.FAILED, problem=NOT_CHARGED)
        state = go(state, shown_result, moment)
    return end_left(state, attempt.visit_id, (fact,))


def card_orphan_found(state: State, event: CardOrphanFound, _moment: Moment) -> Decision:
    """Somebody's money that no attempt of ours asked for: a person finds out whose. What the attempt in doubt may have been
    is no orphan: the terminal's verdict on it will say."""
    approval = event.approval
    attempt = state.terminal.attempt
    if attempt is not None and _fits(attempt, approval):
        return refuse(state, "told again of the attempt that is in doubt")
    told = "it was told to undo it" if event.refused else "it can't be told to undo it"
    detail = (
        f"terminal {approval.terminal_id} approved {approval.amount} fen (receipt {approval.receipt}, "
        f"trace {approval.trace}) for no attempt of ours; {told}"
    )
    return Decision(state, (CaseOpened("card_orphan", detail),))

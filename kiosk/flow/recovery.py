"""The start, and the end: what an interrupted visit held is credited, and after a storage error nothing is taken."""

from dataclasses import replace

from kiosk.commands import ReturnNote, SendPayments, StopAccepting
from kiosk.events import Started, StorageFailed
from kiosk.facts import AnyFact, ReceiptEnded, VisitClosed
from kiosk.flow.decision import Decision, Moment, go
from kiosk.flow.paying import credit_visit
from kiosk.flow.states import ConfirmPayer, Home, OutOfService, State, TakingCash
from kiosk.money import ZERO
from kiosk.paper import PrintOutcome
from kiosk.recollection import OpenVisit
from kiosk.visit_types import VisitEnd


def started(state: State, event: Started, moment: Moment) -> Decision:
    """Cash rolls forward: what was stacked before the interruption is paid to the number the payer confirmed. A note with
    no evidence keeps its visit open until the acceptor has told where it is."""
    memory = event.recollection
    intent = memory.open_intents[0] if memory.open_intents else None
    terminal = replace(
        state.terminal, intent=intent, last_stacked=memory.last_stacked, unposted=memory.unposted, lingering=()
    )
    facts: list[AnyFact] = []
    lingering: list[OpenVisit] = []
    payments = 0
    for visit in memory.open_visits:
        if visit.held > ZERO:
            credited = credit_visit(visit, terminal, payments, moment)
            terminal = credited.terminal
            facts.append(credited.payment)
            payments += 1
        if intent is not None and intent.visit_id == visit.visit_id:
            lingering.append(replace(visit, held=ZERO, notes=()))
        else:
            facts.append(VisitClosed(visit.visit_id, VisitEnd.RECOVERED))
    facts += [ReceiptEnded(job, PrintOutcome.UNKNOWN.value, "PRN-RESTART") for job in memory.open_print_jobs]
    terminal = replace(terminal, lingering=tuple(lingering))
    commands = (SendPayments(),) if terminal.unposted else ()
    return Decision(go(replace(state, terminal=terminal), Home(), moment), tuple(facts), commands)


def storage_failed(state: State, event: StorageFailed, moment: Moment) -> Decision:
    """No fact can be recorded any more, so none may come to be: the slot closes, a note in escrow goes back (M10)."""
    terminal = replace(state.terminal, storage_failed=event.reason)
    visit = state.visit.cash if isinstance(state.visit, ConfirmPayer) else state.visit
    out = OutOfService("STO-FAIL")
    if isinstance(visit, TakingCash):
        out = OutOfService("STO-FAIL", visit.inserted, visit.customer.account.masked())
    back = (ReturnNote(),) if terminal.intent is None else ()
    return Decision(go(replace(state, terminal=terminal), out, moment), commands=(StopAccepting(), *back))

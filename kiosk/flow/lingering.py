"""Visits whose payer has left while something of theirs was unexplained: a note on its way, a charge in doubt. What comes
to light afterwards is credited to the number they confirmed; when nothing is awaited any more, the visit ends."""

from collections.abc import Sequence
from dataclasses import replace

from kiosk.commands import SendPayments
from kiosk.facts import AnyFact, VisitClosed
from kiosk.flow.decision import Decision, Moment
from kiosk.flow.paying import awaits_word, credit_visit
from kiosk.flow.states import State, Terminal
from kiosk.recollection import OpenVisit
from kiosk.visit_types import VisitEnd


def lingering_visit(terminal: Terminal, visit_id: str) -> OpenVisit | None:
    return next((visit for visit in terminal.lingering if visit.visit_id == visit_id), None)


def credit_left(state: State, visit: OpenVisit, facts: Sequence[AnyFact], moment: Moment) -> Decision:
    """``visit`` holds what came to light, and nothing else: a payment of its own."""
    credited = credit_visit(visit, state.terminal, moment)
    paid = replace(state, terminal=credited.terminal)
    return end_left(paid, visit.visit_id, (*facts, credited.payment)).also(commands=(SendPayments(first=None),))


def end_left(state: State, visit_id: str, facts: Sequence[AnyFact]) -> Decision:
    """The visit ends unless something of it is still unexplained."""
    visit = lingering_visit(state.terminal, visit_id)
    if visit is None or awaits_word(state.terminal, visit_id):
        return Decision(state, tuple(facts))
    lingering = tuple(other for other in state.terminal.lingering if other.visit_id != visit_id)
    ended = replace(state, terminal=replace(state.terminal, lingering=lingering))
    return Decision(ended, (*facts, VisitClosed(visit_id, VisitEnd.RECOVERED)))

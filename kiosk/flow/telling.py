"""What halls are to hear of the terminal itself, found by comparing the state before a step with the one after it.

No transition knows of it, no customer waits for it: these facts go to the disk after the screen has changed.
"""

from dataclasses import replace

from kiosk.facts import AnyFact, PaymentAccepted
from kiosk.flow.decision import Decision, Moment
from kiosk.flow.enquiry_states import Menu
from kiosk.flow.help_call import WHERE
from kiosk.flow.serving import service_of
from kiosk.flow.states import Closed, Home, OutOfService, Session, Starting, State, TakingCard, TakingCash
from kiosk.flow.task_times import is_done, task_of
from kiosk.health_facts import VisitTold
from kiosk.money import Fen


def told(before: State, decision: Decision, moment: Moment) -> Decision:
    """``decision``, with what changed for customers, and the customer who has gone."""
    state = decision.state
    if state is before or isinstance(state.visit, OutOfService | Starting):
        return decision
    session, gone = _session(state, decision.facts, moment)
    now = service_of(state)
    news: list[AnyFact] = [] if gone is None else [gone]
    if now != state.terminal.service:
        state = replace(state, terminal=replace(state.terminal, service=now))
        news.append(now)
    if session != state.session:
        state = replace(state, session=session)
    return decision if state is decision.state else replace(decision, state=state, later=(*decision.later, *news))


def _session(state: State, facts: tuple[AnyFact, ...], moment: Moment) -> tuple[Session | None, VisitTold | None]:
    """Who is here, as far as halls may know; and who has just gone."""
    visit, session = state.visit, state.session
    if isinstance(visit, Home | Closed):
        return None, None if session is None else _summed(session)
    task = task_of(visit)
    if task is None and not isinstance(visit, Menu):
        return session, None
    session = session or Session(moment.uid)
    paid = [fact for fact in facts if isinstance(fact, PaymentAccepted)]
    return (
        replace(
            session,
            task=task or session.task,
            at_page=WHERE[type(visit)],
            reached_payment=session.reached_payment or isinstance(visit, TakingCash | TakingCard),
            paid=Fen(session.paid + sum(fact.amount for fact in paid)),
            tender=paid[-1].tender if paid else session.tender,
            is_done=session.is_done or is_done(visit),
        ),
        None,
    )


def _summed(session: Session) -> VisitTold:
    return VisitTold(
        visit_id=session.visit_id,
        task=session.task.value if session.task is not None else "",
        outcome="paid" if session.paid else "asked" if session.is_done else "given_up",
        at_page=session.at_page,
        reached_payment=session.reached_payment,
        amount=session.paid,
        tender=session.tender,
    )

"""The card terminal itself: is it the one that may charge here (trust.md S12), and the closing of its day."""

from dataclasses import replace
from typing import Final

from kiosk.card import CardIdentity
from kiosk.commands import EndCardDay
from kiosk.events import CardDayDue, CardDayEnded, CardTerminalReady
from kiosk.facts import CardDayClosed, CardTerminalBound
from kiosk.flow.decision import Decision, Moment, refuse
from kiosk.flow.health import why_no_card
from kiosk.flow.states import Closed, Home, State
from kiosk.flow.stops import CARD_CHANGED, stop_service


def card_terminal_ready(state: State, event: CardTerminalReady, _moment: Moment) -> Decision:
    """The first one is bound; another one books for another merchant, and charges nobody until a person has accepted it."""
    terminal = replace(state.terminal, card_identity=event.identity, card_last=event.last)
    known = replace(state, terminal=terminal)
    if terminal.card_bound is None:
        return Decision(replace(known, terminal=replace(terminal, card_bound=event.identity)), (binding(event.identity),))
    if is_same(terminal.card_bound, event.identity):
        return Decision(known)
    detail = f"terminal {_named(event.identity)} is fitted, {_named(terminal.card_bound)} was bound"
    stopped, facts = stop_service(known, CARD_CHANGED, detail)
    return Decision(stopped, facts)


def is_same(one: CardIdentity, other: CardIdentity) -> bool:
    """Where a terminal does not name its merchant, its id alone tells."""
    merchants = {one.merchant_id, other.merchant_id} - {""}
    return one.terminal_id == other.terminal_id and len(merchants) <= 1


def binding(identity: CardIdentity) -> CardTerminalBound:
    return CardTerminalBound(identity.terminal_id, identity.merchant_id, identity.model)


def _named(identity: CardIdentity) -> str:
    return f"{identity.terminal_id} of merchant {identity.merchant_id or 'unnamed'}"


# ---- the end of its day ----------------------------------------------------------------------------------------------

_MAY_CLOSE: Final = frozenset({"", "CARD-MUST-CLOSE"})  # it may want to be closed before it sells again


def card_day_due(state: State, _event: CardDayDue, _moment: Moment) -> Decision:
    """Only when nobody is paying and nothing is in doubt: closing may clear the terminal's last transaction."""
    terminal = state.terminal
    if not isinstance(state.visit, Home | Closed) or why_no_card(terminal) not in _MAY_CLOSE:
        return refuse(state, "the card terminal's day is not closed now; it is asked again")
    if terminal.attempt is not None or terminal.reversals:
        return refuse(state, "a charge is open: the day is closed after it")
    return Decision(replace(state, terminal=replace(terminal, card_identity=None)), commands=(EndCardDay(),))


def card_day_ended(state: State, event: CardDayEnded, _moment: Moment) -> Decision:
    totals = event.totals
    ended = replace(state.terminal, card_days_ended=state.terminal.card_days_ended + 1, card_day_refused=totals.code)
    closed = CardDayClosed(totals.terminal_id, totals.count, totals.amount, totals.code)
    return Decision(replace(state, terminal=ended), (closed,))

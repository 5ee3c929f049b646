"""What two persons agreed on is done: one row an act (trust.md S3, S4; field.md X18, X31).

The same rows serve the console's page of the second person and the command words.
"""

from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import Any, Final

from kiosk import acts
from kiosk.acts import Act
from kiosk.approval import ActKind, Approval
from kiosk.events import CardSettled, StopReleased
from kiosk.flow import boxes, charges, settling, stops
from kiosk.flow.decision import Decision, Moment, refuse
from kiosk.flow.locks import kept_out, member_of, without
from kiosk.flow.staff_states import StaffLogin
from kiosk.flow.states import State, Terminal
from kiosk.money import ZERO, Fen, yuan_text
from kiosk.staff_facts import ActApproved, StaffUnlocked


@dataclass(frozen=True, slots=True)
class ActRow:
    """``why_not`` says in one plain sentence why it can't be done now; empty when it can. ``do`` does it: its decision is
    refused if it could not. ``what`` is for the person at the hall page and names no customer. ``first_has_role``: the
    first person too has proved who they are, and needs the act's role; not so where somebody asks at the log-in page."""

    kind: ActKind
    why_not: Callable[[State, Any], str]
    do: Callable[[State, Any, Approval, Moment], Decision]
    what: Callable[[State, Any], str]
    fen: Callable[[State, Any], Fen] = lambda _state, _act: ZERO
    first_has_role: bool = True


def carry_out(state: State, act: Act, name: str, approval: Approval, moment: Moment) -> Decision:
    """``name``: the act's own id. Who agreed is recorded in the same commit as what they did."""
    row = ACTS[type(act)]
    why_not = row.why_not(state, act)
    if why_not:
        return refuse(state, why_not)
    fact = ActApproved(name, row.kind, approval.first, approval.second, approval.how, row.fen(state, act))
    proved_here = (approval.first,) if approval.how == "hall_page" else (approval.first, approval.second)
    for staff_id in filter(None, proved_here):
        state = replace(state, terminal=without(state.terminal, staff_id))
    done = row.do(state, act, approval, moment)
    return done if done.refused else replace(done, facts=(fact, *done.facts))


# ---- stops ---------------------------------------------------------------------------------------------------------


def _why_no_release(state: State, act: acts.ReleaseStop) -> str:
    if not act.reason.strip():
        return "say what was found and done: it stays in the journal"
    stopped = state.terminal.stops
    if all(stop.code != act.code for stop in stopped):
        known = ", ".join(f"{stop.code} ({stop.detail})" for stop in stopped) or "none"
        return f"there is no stop {act.code}; in force: {known}"
    if act.code in stops.FOR_GOOD:
        return f"{act.code} can't be released, its numbers are used: enrol this terminal under a new id"
    if act.code == stops.CHANGED and state.terminal.identity is None:
        return f"{act.code} is released while the terminal runs and sees the acceptor that is to be accepted"
    return ""


def _release(state: State, act: acts.ReleaseStop, approval: Approval, moment: Moment) -> Decision:
    return stops.stop_released(state, StopReleased(act.code, approval.first, act.reason), moment)


# ---- charges -------------------------------------------------------------------------------------------------------


def _open_charge(terminal: Terminal, attempt_id: str) -> Fen | None:
    """What is at stake; None: no such charge is open."""
    open_attempt = terminal.attempt
    if open_attempt is not None and open_attempt.attempt.attempt_id == attempt_id:
        return open_attempt.attempt.amount
    amounts = (one.card.approval.amount for one in terminal.reversals if one.card.attempt_id == attempt_id)
    return next(amounts, None)


def _why_no_settlement(state: State, act: acts.SettleCharge) -> str:
    if not act.reason.strip():
        return "say which line of which statement: it stays in the journal"
    if _open_charge(state.terminal, act.attempt_id) is None:
        return f"no open charge {act.attempt_id}"
    return ""


def _settle_charge(state: State, act: acts.SettleCharge, approval: Approval, moment: Moment) -> Decision:
    event = CardSettled(act.attempt_id, act.charged, approval.first, approval.second, act.reason)
    return charges.card_settled(state, event, moment)


# ---- locks ---------------------------------------------------------------------------------------------------------


def _why_no_unlock(state: State, act: acts.Unlock) -> str:
    if member_of(state.terminal, act.staff_id) is None:
        return "nobody with this id works here"
    return "" if kept_out(state.terminal, act.staff_id) else f"{act.staff_id} is not locked out"


def _unlock(state: State, act: acts.Unlock, approval: Approval, _moment: Moment) -> Decision:
    page = state.visit
    said = replace(page, unlocked=True) if isinstance(page, StaffLogin) else page
    free = replace(state, visit=said, terminal=without(state.terminal, act.staff_id))
    return Decision(free, (StaffUnlocked(act.staff_id, approval.second),))


ACTS: Final[dict[type[Act], ActRow]] = {
    acts.OpenCollection: ActRow(
        "box_swap", boxes.why_not_open, boxes.opened, lambda _state, _act: "swap the sealed cash box"
    ),
    acts.CloseCollection: ActRow(
        "box_swap", boxes.why_not_close, boxes.closed_by_word, lambda _state, _act: "close the swap of the cash box"
    ),
    acts.GiveUpCollection: ActRow(
        "box_swap", boxes.why_not_give_up, boxes.given_up_by_word, lambda _state, _act: "give the swap of the box up"
    ),
    acts.ReleaseStop: ActRow(
        "release", _why_no_release, _release, lambda _state, act: f"take money again after stop {act.code}"
    ),
    acts.SettleCharge: ActRow(
        "settle",
        _why_no_settlement,
        _settle_charge,
        lambda state, act: (
            f"charge of {yuan_text(_open_charge(state.terminal, act.attempt_id) or ZERO)} yuan: "
            + ("credit it" if act.charged else "it was not made")
        ),
        lambda state, act: _open_charge(state.terminal, act.attempt_id) or ZERO,
    ),
    acts.SettleMoney: ActRow(
        "settle", settling.why_not_settle, settling.settle, settling.what_is_settled, lambda _state, act: act.money.fen
    ),
    acts.FindNote: ActRow(
        "settle",
        settling.why_not_found,
        settling.find_by_word,
        settling.what_is_found,
        lambda _state, act: act.denomination,
    ),
    acts.Unlock: ActRow(
        "unlock",
        _why_no_unlock,
        _unlock,
        lambda _state, _act: "lift the lock after wrong PINs of the person who asks",
        first_has_role=False,
    ),
}

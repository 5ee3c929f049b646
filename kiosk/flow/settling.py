"""Money that persons decide about becomes what they say: the act itself, by the page and by a command word (trust.md M5;
field.md X9; ADR 15). What was decided is checked against what is known now; the slip is printed if the printer works.
"""

from dataclasses import replace
from typing import Final

from kiosk import acts
from kiosk.approval import Approval
from kiosk.commands import Command, PrintPaper, SendPayments
from kiosk.facts import (
    AnyFact,
    CardReversalFailed,
    CardReversalIntended,
    CardReversed,
    CardSettledFact,
    NoteDoubted,
    NoteFound,
    NoteSettled,
    NoteStackedFact,
    PaymentSettled,
    ReceiptStarted,
)
from kiosk.flow.box_states import Collecting, SecondPerson
from kiosk.flow.decision import Decision, Moment
from kiosk.flow.paying import credit_visit, note_code
from kiosk.flow.settling_states import Settled, Settling
from kiosk.flow.staff_states import Console
from kiosk.flow.states import Closed, Home, State, Terminal
from kiosk.money import ZERO, yuan_text
from kiosk.open_money import OpenMoney, Settlement
from kiosk.paper import PrintJob
from kiosk.papers.settlement_slip import Decided, settlement_slip
from kiosk.posting import payment_id
from kiosk.recollection import OpenVisit, StackedNote
from kiosk.views import StepState

# What moves an open note or payment under the eyes of who decides about it.
_MOVES: Final = (
    NoteStackedFact,
    NoteDoubted,
    NoteSettled,
    PaymentSettled,
    CardSettledFact,
    CardReversalIntended,
    CardReversed,
    CardReversalFailed,
)
MOVED: Final = "something moved meanwhile: look again, and decide then"
BUSY: Final = "a customer is at the screen: nothing of the staff's is done now"


def counted(decision: Decision) -> Decision:
    """``decision``; its terminal knows that open money has moved, so that nobody decides on an older reading."""
    if not any(isinstance(fact, _MOVES) for fact in decision.facts):
        return decision
    terminal = decision.state.terminal
    moved = replace(terminal, money_moves=terminal.money_moves + 1)
    return replace(decision, state=replace(decision.state, terminal=moved))


# ---- a decision about a note or payment ------------------------------------------------------------------------------


def why_not_settle(state: State, act: acts.SettleMoney) -> str:
    money = act.money
    if not is_quiet(state):
        return BUSY
    if act.as_of != state.terminal.money_moves:
        return MOVED
    if not act.reason.strip():
        return "say why: it stays in the journal"
    if act.outcome not in money.may_become():
        can = ", ".join(one.value for one in money.may_become()) or "nothing yet"
        return f"{code_of(money)} ({money.kind.value}) can't be settled as {act.outcome.value}; it can be: {can}"
    return ""


def is_quiet(state: State) -> bool:
    return isinstance(state.visit, Home | Closed | Console | Collecting | Settling | SecondPerson)


def code_of(money: OpenMoney) -> str:
    """By which people name it: on slips, in lists, on the telephone."""
    return note_code(money.id) if money.is_note else money.id


def settle(state: State, act: acts.SettleMoney, approval: Approval, moment: Moment) -> Decision:
    money, terminal = act.money, state.terminal
    credited_as = ""
    facts: list[AnyFact] = []
    commands: list[Command] = []
    if act.outcome is Settlement.CREDITED:
        credited_as = payment_id(terminal.policy.kiosk_id, moment.kiosk_seq)
        credited = credit_visit(_payer(money), terminal, moment)
        terminal = credited.terminal
        facts.append(credited.payment)
        commands.append(SendPayments())
    said = (act.outcome, credited_as, approval.first, approval.second, approval.how, act.reason)
    word = NoteSettled(money.id, *said) if money.is_note else PaymentSettled(money.id, *said)
    terminal = _doubt_decided(terminal, money)
    decided = Decided(money, code_of(money), act.outcome, credited_as, approval, act.reason, moment.at)
    slip = settlement_slip(terminal.policy, terminal.seal_slip, decided, state.look.language)
    settled = Settled(money, act.outcome, credited_as, approval.second, slip, moment.uid, StepState.FAILED)
    if terminal.printer.usable:
        settled = replace(settled, printing=StepState.WAITING)
        facts.append(ReceiptStarted(moment.uid, code_of(money)))
        commands.append(PrintPaper(PrintJob(moment.uid, slip)))
    visit = state.visit
    if isinstance(visit, Settling):
        visit = Settling(visit.member, done=settled)
    return Decision(replace(state, terminal=terminal, visit=visit), (word, *facts), tuple(commands))


def _payer(money: OpenMoney) -> OpenVisit:
    """Who confirmed the number, as a visit that holds these notes."""
    assert money.account is not None
    assert money.visit_id is not None
    return OpenVisit(
        visit_id=money.visit_id,
        account=money.account,
        masked_name="",
        amount_to_pay=ZERO,
        language=money.language,
        offline=money.offline,
        receipt_expected=False,
        notes=tuple(StackedNote(money.id, value) for value in money.notes),
    )


def _doubt_decided(terminal: Terminal, money: OpenMoney) -> Terminal:
    """What the device still says of this note is no credit any more."""
    doubted = terminal.doubted
    if doubted is None or doubted.note_id != money.id:
        return terminal
    return replace(terminal, doubted=replace(doubted, settled=True))


def what_is_settled(_state: State, act: acts.SettleMoney) -> str:
    """For the person at the hall page; names no customer."""
    money = act.money
    return f"{code_of(money)}, {yuan_text(money.fen)} yuan ({money.kind.value}): {act.outcome.value}, {act.reason}"


# ---- a note in somebody's hand ---------------------------------------------------------------------------------------


def why_not_found(state: State, act: acts.FindNote) -> str:
    if not is_quiet(state):
        return BUSY
    if act.denomination not in state.terminal.policy.denominations:
        return f"no note of {yuan_text(act.denomination)} yuan is taken here"
    return "" if act.place.strip() else "say where it was found: it stays in the journal"


def find_by_word(state: State, act: acts.FindNote, approval: Approval, moment: Moment) -> Decision:
    return found(state, act, approval.first, moment)


def found(state: State, act: acts.FindNote, staff_id: str, moment: Moment) -> Decision:
    """In doubt from now on, on the list; two persons decide about it like about any other note."""
    return Decision(state, (NoteFound(moment.uid, act.denomination, act.visit_id, staff_id, act.place),))


def what_is_found(_state: State, act: acts.FindNote) -> str:
    return f"a note of {yuan_text(act.denomination)} yuan was found: {act.place}"

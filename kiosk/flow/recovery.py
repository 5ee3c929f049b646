"""The start, and the end: an interrupted visit is finished, and after a storage error nothing is taken."""

from collections.abc import Sequence
from dataclasses import replace

from kiosk.card import CardStep
from kiosk.commands import CancelCard, Command, ResolveCard, ReturnNote, ReverseCard, SendPayments, StopAccepting
from kiosk.events import Started, StorageFailed
from kiosk.facts import AnyFact, NoteDoubted, ReceiptEnded, VisitClosed
from kiosk.flow import look_ups
from kiosk.flow.cash import settle_if_finishing
from kiosk.flow.decision import Decision, Moment, go
from kiosk.flow.inside import inside, visit_id_of
from kiosk.flow.paying import awaits_word, credit_visit
from kiosk.flow.remote import left_over
from kiosk.flow.staff_login import recalled
from kiosk.flow.states import (
    Customer,
    HeldNote,
    Home,
    MovingNote,
    OutOfService,
    State,
    TakingCard,
    TakingCash,
    Terminal,
)
from kiosk.money_reasons import MoneyReason
from kiosk.paper import PrintOutcome
from kiosk.recollection import OpenVisit, Recollection, StackedNote
from kiosk.views import NoteStep
from kiosk.visit_types import VisitEnd


def started(state: State, event: Started, moment: Moment) -> Decision:
    """Cash rolls forward: what was stacked before the interruption is paid to the number the payer confirmed.

    The visit goes on as one whose payer has pressed finish: a note with no evidence yet is waited for, until the acceptor
    has told where it is; then all is paid, shown and printed as ever. At most one visit was open, because none opens while
    a note is on its way; were there more, the older ones would be paid unseen.
    """
    memory = event.recollection
    terminal = replace(
        state.terminal,
        seal_slip=event.seal_slip,
        stops=memory.stops,
        bound=memory.acceptor,
        intent=memory.open_intents[-1] if memory.open_intents else None,
        doubted=memory.doubted,
        last_stacked=memory.last_stacked,
        unposted=memory.unposted,
        next_card_seq=memory.next_card_seq,
        attempt=memory.attempt,
        reversals=memory.reversals,
        card_bound=memory.card_terminal,
        staff_locks=recalled(memory.staff_marks, moment),
        look_up_hours=look_ups.recalled(memory.look_up_marks, moment),
        paper_roll=memory.paper_roll,
        diagnosed=memory.diagnosed,
        collection=memory.collection,
        next_collection=memory.next_collection,
        box_serial=memory.box_serial,
    )
    orders, ended = left_over(memory, moment)
    terminal = replace(terminal, remote=orders)
    *older, newest = _in_order(memory) or (None,)
    facts, terminal, seq = _paid_unseen(terminal, [visit for visit in older if visit is not None], moment)
    commands = (*((SendPayments(),) if terminal.unposted else ()), *_card_orders(memory))
    waiting = tuple(visit for visit in memory.open_visits if _waits_for_persons(visit, memory))
    terminal = replace(terminal, lingering=(*terminal.lingering, *waiting))
    told = () if event.run is None else (event.run,)
    home = go(replace(state, terminal=terminal), Home(), moment)
    begun = Decision(home, (*_left_open(memory), *facts, *ended), commands, later=told)
    if newest is None:
        return begun
    finished = _finish(begun.state, newest, replace(moment, kiosk_seq=seq))
    return Decision(finished.state, (*begun.facts, *finished.facts), (*commands, *finished.commands), later=told)


def _in_order(memory: Recollection) -> list[OpenVisit]:
    """The visit whose note is on its way, or whose charge is in doubt, comes last: it is the one to be seen. A visit that
    only waits for two persons' word is not: its payer had the slip long ago."""
    awaited = {intent.visit_id for intent in memory.open_intents[-1:]}
    attempt = memory.attempt
    if attempt is not None and not attempt.undecided:
        awaited.add(attempt.visit_id)
    seen = [visit for visit in memory.open_visits if not _waits_for_persons(visit, memory)]
    return sorted(seen, key=lambda visit: visit.visit_id in awaited)


def _waits_for_persons(visit: OpenVisit, memory: Recollection) -> bool:
    attempt = memory.attempt
    of_attempt = attempt is not None and bool(attempt.undecided) and attempt.visit_id == visit.visit_id
    return of_attempt and not visit.notes and not visit.doubted


def _card_orders(memory: Recollection) -> tuple[Command, ...]:
    """What the card terminal must be asked, or told, again."""
    attempt = memory.attempt
    asked = (ResolveCard(attempt.attempt),) if attempt is not None and not attempt.undecided else ()
    return (*asked, *(ReverseCard(reversal.card) for reversal in memory.reversals))


def _left_open(memory: Recollection) -> tuple[AnyFact, ...]:
    """Of what nothing more can be heard: jobs of a printer that was cut off, notes told to stack before the last one."""
    jobs = [ReceiptEnded(job, PrintOutcome.UNKNOWN.value, "PRN-RESTART") for job in memory.open_print_jobs]
    notes = [NoteDoubted(intent.note_id, MoneyReason.OVERTAKEN.value) for intent in memory.open_intents[:-1]]
    return (*jobs, *notes)


def _paid_unseen(terminal: Terminal, visits: Sequence[OpenVisit], moment: Moment) -> tuple[list[AnyFact], Terminal, int]:
    """Their facts, the terminal that knows of their payments, and the next free ``kiosk_seq``."""
    facts: list[AnyFact] = []
    seq = moment.kiosk_seq
    for visit in visits:
        if visit.notes:
            credited = credit_visit(visit, terminal, replace(moment, kiosk_seq=seq))
            terminal = credited.terminal
            facts.append(credited.payment)
            seq += 1
        if awaits_word(terminal, visit.visit_id):
            terminal = replace(terminal, lingering=(*terminal.lingering, replace(visit, notes=())))
        else:
            facts.append(VisitClosed(visit.visit_id, VisitEnd.RECOVERED))
    return facts, terminal, seq


def _finish(state: State, visit: OpenVisit, moment: Moment) -> Decision:
    intent = state.terminal.intent
    awaited = intent is not None and intent.visit_id == visit.visit_id
    cash = TakingCash(
        visit_id=visit.visit_id,
        customer=Customer(visit.account, None, visit.masked_name),
        amount=visit.amount_to_pay,
        offline=visit.offline,
        receipt_promised=visit.receipt_expected,
        notes=_held(visit.notes, moment),
        open_notes=_held(visit.doubted, moment),
        moving=MovingNote(NoteStep.STACKING, intent.denomination) if intent is not None and awaited else None,
        finishing=VisitEnd.RECOVERED,
    )
    look = replace(state.look, language=visit.language)
    attempt = state.terminal.attempt
    if attempt is not None and attempt.visit_id == visit.visit_id and not attempt.undecided:
        asking = TakingCard(cash, attempt.attempt, CardStep.CHECKING, in_doubt=True)
        return Decision(go(replace(state, look=look), asking, moment))
    return settle_if_finishing(Decision(go(replace(state, look=look), cash, moment)), moment)


def _held(notes: Sequence[StackedNote], moment: Moment) -> tuple[HeldNote, ...]:
    return tuple(HeldNote(note.note_id, note.denomination, moment.at) for note in notes)


def storage_failed(state: State, event: StorageFailed, moment: Moment) -> Decision:
    """No fact can be recorded any more, so none may come to be: the slot closes, a note in escrow goes back (M10)."""
    terminal = replace(state.terminal, storage_failed=event.reason)
    held, whose = inside(state)
    out = OutOfService("STO-FAIL", held, whose, visit_id_of(state.visit))
    back = (ReturnNote(),) if terminal.intent is None else ()
    attempt = terminal.attempt
    stop = (CancelCard(attempt.attempt.attempt_id),) if attempt is not None else ()
    return Decision(go(replace(state, terminal=terminal), out, moment), commands=(StopAccepting(), *back, *stop))

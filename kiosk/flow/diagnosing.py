"""The guided diagnosis, step by step (features.md F67; issue 6). The note is in ``diagnosing_note``.

Each item ends in one ``TestRecorded``, whatever happens: done, failed, skipped, left, too late. Nothing here credits
anybody, and no customer is kept waiting: the way in is the console, and the way to the console is the home page.
"""

import math
from collections.abc import Callable
from dataclasses import replace
from typing import Final

from kiosk.commands import AcceptNotes, CheckCardHost, Command, MakeBundle, PrintPaper, RunDiagnosis, StopAccepting
from kiosk.device_status import NOT_FITTED
from kiosk.diagnosis import CELLS, OF_THE_MACHINE, QUESTIONS, DiagnosisItem, DiagnosisResult, Outcome
from kiosk.events import (
    BackPressed,
    BundleMade,
    BundlePressed,
    CardHostChecked,
    CellTouched,
    ConsolePageChosen,
    DiagnosisAnswered,
    DiagnosisChosen,
    DiagnosisEnded,
    DiagnosisSkipped,
    LogOffPressed,
    PrintJobEnded,
    TimePassed,
    Touched,
)
from kiosk.facts import ReceiptStarted, TestRecorded
from kiosk.flow import console, here, payments
from kiosk.flow.console import may_open
from kiosk.flow.decision import Decision, Moment, go, proceed, refuse, stay
from kiosk.flow.diagnosis_states import Diagnosing, DiagnosisStep, Leaving
from kiosk.flow.health import EXCHANGE
from kiosk.flow.logging_off import hands_inside, log_off
from kiosk.flow.staff_states import Console
from kiosk.flow.states import State, Terminal
from kiosk.paper import PrintJob, is_to_be_taken
from kiosk.papers.trial_page import page_for_a_test
from kiosk.staff_views import ConsolePage

STAFF_PAPER: Final = "staff"
"""In place of a payment's id, of what is printed for staff."""

MAKING: Final = "…"
FAILED_BUNDLE: Final = "!"


def items_of(terminal: Terminal) -> tuple[DiagnosisItem, ...]:
    """What can be tried here: a card terminal that is not fitted can't."""
    return tuple(item for item in DiagnosisItem if item is not DiagnosisItem.CARD or terminal.card.code != NOT_FITTED)


def page_chosen(state: State, event: ConsolePageChosen, moment: Moment) -> Decision:
    """Diagnosis is a page of its own kind; the console has all others."""
    page = here.page(state, Console)
    if event.page is not ConsolePage.DIAGNOSIS or not may_open(page, event.page):
        return console.page_chosen(state, event, moment)
    return proceed(state, Diagnosing(page.member, moment.at), moment)


# ---- choosing ------------------------------------------------------------------------------------------------------


def item_chosen(state: State, event: DiagnosisChosen, moment: Moment) -> Decision:
    """One item, or without a name all of them."""
    page = _page(state)
    known = items_of(state.terminal)
    if page.step not in (DiagnosisStep.CHOOSING, DiagnosisStep.DONE):
        return refuse(state, "a test is under way")
    if not event.item:
        return begin(state, known[0], known[1:], moment)
    if event.item not in known:
        return refuse(state, f"{event.item} can't be tried here")
    return begin(state, DiagnosisItem(event.item), (), moment)


def begin(state: State, item: DiagnosisItem, rest: tuple[DiagnosisItem, ...], moment: Moment) -> Decision:
    page = Diagnosing(
        _page(state).member,
        moment.at,
        DiagnosisStep.WORKING,
        item,
        ticket=moment.uid,
        began_s=moment.monotonic_s,
        rest=rest,
        bundle=_page(state).bundle,
    )
    began = replace(state, visit=page)
    if item in OF_THE_MACHINE:
        return proceed(state, page, moment).also(commands=(RunDiagnosis(moment.uid, item, page.member.staff_id),))
    return _BEGINS[item](began, page, moment)


def _begin_printer(state: State, page: Diagnosing, moment: Moment) -> Decision:
    printer = state.terminal.printer
    if not printer.usable:
        return ended(state, Outcome.FAILED, printer.code or "PRN-" + printer.state.upper(), moment)
    document = page_for_a_test(state.terminal.policy, state.look.language, moment.at, page.member.staff_id)
    order = PrintPaper(PrintJob(page.ticket, document))
    return proceed(state, page, moment).also((ReceiptStarted(page.ticket, STAFF_PAPER),), (order,))


def _begin_card(state: State, page: Diagnosing, moment: Moment) -> Decision:
    """Its status is known all the time; its line to the bank is asked about now."""
    terminal = state.terminal
    if terminal.attempt is not None or terminal.reversals:
        return ended(state, Outcome.SKIPPED, "CARD-DOUBT", moment)  # nothing may come between it and its last sale
    if not terminal.card.usable or terminal.card_identity is None:
        return ended(state, Outcome.FAILED, terminal.card.code or "CARD-" + terminal.card.state.upper(), moment)
    return proceed(state, page, moment).also(commands=(CheckCardHost(page.ticket),))


def _begin_touch(state: State, page: Diagnosing, moment: Moment) -> Decision:
    return proceed(state, replace(page, step=DiagnosisStep.TOUCHING), moment)


def _begin_acceptor(state: State, page: Diagnosing, moment: Moment) -> Decision:
    identity, why_not = state.terminal.identity, why_no_note(state.terminal)
    if why_not or identity is None:
        return ended(state, Outcome.FAILED, why_not, moment)
    opened = replace(page, step=DiagnosisStep.INSERTING)
    return proceed(state, opened, moment).also(commands=(AcceptNotes(identity.denominations),))


def why_no_note(terminal: Terminal) -> str:
    """A code; empty when a note may be put in. A stop that waits for a person is no reason: they try, then release."""
    if terminal.collection is not None:
        return EXCHANGE  # cash-in and the swap of the box exclude each other (trust.md M3, S4)
    if not terminal.acceptor.usable:
        return terminal.acceptor.code or "BV-" + terminal.acceptor.state.upper()
    if terminal.intent is not None:
        return "BV-NOTE-OPEN"  # somebody's note is on its way, and nothing may come after it
    if terminal.identity is None or not terminal.whereabouts_known:
        return "BV-STARTING"
    return "" if terminal.identity.denominations else "BV-NOTES"


_BEGINS: Final[dict[DiagnosisItem, Callable[[State, Diagnosing, Moment], Decision]]] = {
    DiagnosisItem.ACCEPTOR: _begin_acceptor,
    DiagnosisItem.PRINTER: _begin_printer,
    DiagnosisItem.CARD: _begin_card,
    DiagnosisItem.TOUCH: _begin_touch,
}


# ---- the machine's word --------------------------------------------------------------------------------------------


def diagnosis_ended(state: State, event: DiagnosisEnded, moment: Moment) -> Decision:
    page = _page(state)
    if page.step is not DiagnosisStep.WORKING or page.ticket != event.ticket:
        return refuse(state, "nobody waits for this test any more")
    return _machine_said(state, page, event.passed, event.detail, moment)


def card_host_checked(state: State, event: CardHostChecked, moment: Moment) -> Decision:
    page = _page(state)
    if page.step is not DiagnosisStep.WORKING or page.ticket != event.ticket:
        return refuse(state, "nobody waits for this test any more")
    return _machine_said(state, page, event.reached, event.code, moment)


def print_job_ended(state: State, event: PrintJobEnded, moment: Moment) -> Decision:
    recorded = payments.print_job_ended(state, event, moment)
    page = _page(recorded.state)
    if page.step is not DiagnosisStep.WORKING or page.ticket != event.job_id:
        return recorded
    well = is_to_be_taken(event.outcome, event.cause)
    after = _machine_said(recorded.state, page, well, event.cause or ("" if well else event.outcome), moment)
    return replace(after, facts=(*recorded.facts, *after.facts), commands=(*recorded.commands, *after.commands))


def _machine_said(state: State, page: Diagnosing, well: bool, detail: str, moment: Moment) -> Decision:  # noqa: FBT001
    if not well:
        return ended(state, Outcome.FAILED, detail, moment)
    assert page.item is not None
    if page.item not in QUESTIONS:
        return ended(state, Outcome.PASSED, detail, moment)
    return proceed(state, replace(page, step=DiagnosisStep.ASKING, ticket="", said=detail), moment)


# ---- the person's ----------------------------------------------------------------------------------------------------


def answered(state: State, event: DiagnosisAnswered, moment: Moment) -> Decision:
    page = _page(state)
    if page.step is not DiagnosisStep.ASKING or page.item is None:
        return refuse(state, "nothing was asked")
    question = QUESTIONS[page.item][page.asked]
    if not event.yes:
        return ended(state, Outcome.FAILED, f"not {question}", moment)
    if page.asked + 1 < len(QUESTIONS[page.item]):
        return proceed(state, replace(page, asked=page.asked + 1), moment)
    return ended(state, Outcome.PASSED, page.said, moment)


def cell_touched(state: State, event: CellTouched, moment: Moment) -> Decision:
    page = _page(state)
    if page.step is not DiagnosisStep.TOUCHING or event.cell not in range(CELLS) or event.cell in page.touched:
        return refuse(state, "this place was touched already, or nothing is to be touched")
    page = replace(page, touched=page.touched | {event.cell})
    if len(page.touched) == CELLS:
        return ended(replace(state, visit=page), Outcome.PASSED, f"{CELLS}/{CELLS}", moment)
    return proceed(state, page, moment)


def touched(state: State, _event: Touched, moment: Moment) -> Decision:
    """Reading takes time. The machine's own steps have theirs, whoever touches the glass."""
    if _page(state).step not in (DiagnosisStep.CHOOSING, DiagnosisStep.ASKING, DiagnosisStep.DONE):
        return refuse(state, "this step has its own time")
    return Decision(go(state, state.visit, moment))


# ---- leaving -------------------------------------------------------------------------------------------------------


def skipped(state: State, _event: DiagnosisSkipped, moment: Moment) -> Decision:
    if not is_under_way(_page(state)):
        return refuse(state, "no test is under way")
    return leave(state, Leaving.SKIPPED, moment)


def back_pressed(state: State, _event: BackPressed, moment: Moment) -> Decision:
    """From a test, or its result, to the list; from the list to the console."""
    page = _page(state)
    if page.step is DiagnosisStep.CHOOSING:
        return proceed(state, Console(page.member), moment)
    return leave(state, Leaving.LIST, moment)


def log_off_pressed(state: State, _event: LogOffPressed, moment: Moment) -> Decision:
    return leave(state, Leaving.LOGGED_OFF, moment)


def time_passed(state: State, _event: TimePassed, moment: Moment) -> Decision:
    """Every step has its end; of those at the slot ``diagnosing_note`` tells. What the device owed is a failure, what the
    person owed is not."""
    page = _page(state)
    match page.step:
        case DiagnosisStep.WORKING:
            return ended(state, Outcome.FAILED, "no answer", moment)
        case DiagnosisStep.TOUCHING:
            return ended(state, Outcome.FAILED, f"{len(page.touched)}/{CELLS}", moment)
        case DiagnosisStep.ASKING:
            return ended(state, Outcome.SKIPPED, "nobody answered", moment)
        case _ if hands_inside(state.terminal):
            return Decision(go(state, page, moment))
    return leave(state, Leaving.IDLE, moment)


def leave(state: State, where: Leaving, moment: Moment) -> Decision:
    """A note that is on its way goes back first; its own word, or its own time, then goes on from here."""
    page = _page(state)
    if page.step is DiagnosisStep.RETURNING:
        return Decision(stay(state, replace(page, leaving=where)))
    shut = (StopAccepting(),) if page.step is DiagnosisStep.INSERTING else ()
    if page.drawn:
        waiting = replace(page, step=DiagnosisStep.RETURNING, leaving=where)
        return proceed(state, waiting, moment).also(commands=shut)
    if not is_under_way(page):
        return _left(state, where, moment)
    return ended(replace(state, visit=replace(page, leaving=where)), Outcome.SKIPPED, "", moment).also(commands=shut)


def _left(state: State, where: Leaving, moment: Moment) -> Decision:
    page = _page(state)
    if where is Leaving.LOGGED_OFF:
        return log_off(state, page.member, "pressed", moment)
    if where is Leaving.IDLE:
        return log_off(state, page.member, "idle", moment)
    return proceed(state, Diagnosing(page.member, moment.at, bundle=page.bundle), moment)


# ---- the end of an item --------------------------------------------------------------------------------------------


def ended(state: State, outcome: Outcome, detail: str, moment: Moment) -> Decision:
    """Recorded, remembered for the readiness report, and on to what was to come after it."""
    page = _page(state)
    assert page.item is not None
    took_ms = max(math.floor((moment.monotonic_s - page.began_s) * 1000), 0)
    result = DiagnosisResult(page.item, outcome, moment.at, page.member.staff_id, detail, took_ms)
    fact = TestRecorded(result.item, outcome.value, result.staff_id, detail, took_ms)
    known = replace(state, terminal=_with_result(state.terminal, result))
    after = _after(known, page, result, moment)
    return replace(after, facts=(fact, *after.facts))


def _after(state: State, page: Diagnosing, result: DiagnosisResult, moment: Moment) -> Decision:
    if page.leaving in (Leaving.LIST, Leaving.LOGGED_OFF, Leaving.IDLE):
        return _left(state, page.leaving, moment)
    if page.rest and result.outcome != Outcome.FAILED:
        return begin(state, page.rest[0], page.rest[1:], moment)
    done = DiagnosisStep.DONE
    shown = Diagnosing(page.member, moment.at, done, page.item, rest=page.rest, result=result, bundle=page.bundle)
    return proceed(state, shown, moment)


def go_on(state: State, _event: object, moment: Moment) -> Decision:
    """From a result to what was to come after it; without more to the list."""
    page = _page(state)
    if page.step is not DiagnosisStep.DONE:
        return refuse(state, "a test is under way, or none was chosen")
    if page.rest:
        return begin(state, page.rest[0], page.rest[1:], moment)
    return _left(state, Leaving.LIST, moment)


def _with_result(terminal: Terminal, result: DiagnosisResult) -> Terminal:
    others = tuple(one for one in terminal.diagnosed if one.item != result.item)
    return replace(terminal, diagnosed=(*others, result))


# ---- the fault bundle ----------------------------------------------------------------------------------------------


def bundle_pressed(state: State, _event: BundlePressed, moment: Moment) -> Decision:
    page = _page(state)
    if page.step is not DiagnosisStep.CHOOSING or page.bundle == MAKING:
        return refuse(state, "a test is under way, or a bundle is being made")
    order: tuple[Command, ...] = (MakeBundle(moment.uid),)
    return proceed(state, replace(page, ticket=moment.uid, bundle=MAKING), moment).also(commands=order)


def bundle_made(state: State, event: BundleMade, _moment: Moment) -> Decision:
    page = _page(state)
    if page.bundle != MAKING:
        return refuse(state, "nobody waits for this bundle any more")
    return Decision(stay(state, replace(page, bundle=event.name or FAILED_BUNDLE)))


# ---- what the functions share --------------------------------------------------------------------------------------


def is_under_way(page: Diagnosing) -> bool:
    return page.item is not None and page.step is not DiagnosisStep.DONE


def _page(state: State) -> Diagnosing:
    return here.page(state, Diagnosing)

"""Commands from afar (features.md F62): each is done once by its id, when nobody is here, and its outcome is told until the
centre has it. What has an end of its own in another thread ends in ``CommandDone``; the rest is done in one step.
"""

from dataclasses import replace

from kiosk.commands import PrintPaper, RunRemote
from kiosk.events import CommandCame, CommandDone, CommandResultKept, SafePageSeen, StepTested, TrialPrintWanted
from kiosk.facts import (
    AnyFact,
    CommandEnded,
    CommandTaken,
    CommandTold,
    ReceiptEnded,
    ReceiptStarted,
    SafePageShown,
    TestRecorded,
)
from kiosk.flow.decision import Decision, Moment, refuse
from kiosk.flow.presence import why_busy
from kiosk.flow.states import State, Terminal, TrialPrint
from kiosk.flow.stops import release_stop, shut_slot, stop_service
from kiosk.paper import PrintJob
from kiosk.papers.trial_page import page_for_a_test
from kiosk.recollection import Recollection
from kiosk.remote import REMOTE_OUT, Outcome, RemoteOrder, RemoteWhat

MOST_REMEMBERED = 1000
_OF_NOBODY = ""  # staff id of what no person of the hall has tested


def command_came(state: State, event: CommandCame, moment: Moment) -> Decision:
    if any(order.command_id == event.command_id for order in state.terminal.remote):
        return refuse(state, f"command {event.command_id} was taken before")
    if event.refusal:
        return _at_once(Decision(state), event, event.outcome, event.refusal, moment)
    if busy := why_busy(state):
        return refuse(state, f"{event.what} waits: {busy}")
    if event.what == RemoteWhat.OUT_OF_SERVICE:
        stopped, facts = stop_service(state, REMOTE_OUT, f"by {event.by}")
        return _at_once(shut_slot(stopped, REMOTE_OUT).also(facts), event, "done", "" if facts else "it was", moment)
    if event.what == RemoteWhat.IN_SERVICE:
        if not state.terminal.stopped(REMOTE_OUT):
            return _at_once(Decision(state), event, "done", "it was", moment)
        return _at_once(release_stop(state, REMOTE_OUT, event.by, "from afar"), event, "done", "", moment)
    order = RemoteOrder(event.command_id, event.what, event.argument, event.by)
    return Decision(_with(state, order), (_taken(event),), (RunRemote(order),))


def command_done(state: State, event: CommandDone, moment: Moment) -> Decision:
    order = _order(state.terminal, event.command_id)
    if order is None or not order.is_open:
        return refuse(state, f"command {event.command_id} is not being done")
    ended = replace(order, outcome=event.outcome, detail=event.detail, ended_at=moment.at)
    return Decision(_with(state, ended), (_ended(ended, event.outcome, event.detail),))


def command_result_kept(state: State, event: CommandResultKept, _moment: Moment) -> Decision:
    order = _order(state.terminal, event.command_id)
    if order is None or order.is_open or order.told:
        return refuse(state, f"the outcome of command {event.command_id} was told before")
    return Decision(_with(state, replace(order, told=True)), (CommandTold(event.command_id),))


def left_over(memory: Recollection, moment: Moment) -> tuple[tuple[RemoteOrder, ...], tuple[AnyFact, ...]]:
    """What the process before had taken and not ended: a restart is done by now, and nothing else is done twice."""
    orders: list[RemoteOrder] = []
    facts: list[AnyFact] = []
    for order in memory.remote:
        if order.is_open:
            done = order.what == RemoteWhat.RESTART
            outcome: Outcome = "done" if done else "failed"
            detail = "" if done else "interrupted by a restart; not done again"
            facts.append(_ended(order, outcome, detail))
            order = replace(order, outcome=outcome, detail=detail, ended_at=moment.at)  # noqa: PLW2901
        orders.append(order)
    return tuple(orders), tuple(facts)


# ---- a page to see whether the printer prints, and what dial tests found -------------------------------------------------


def trial_print_wanted(state: State, event: TrialPrintWanted, moment: Moment) -> Decision:
    printer = state.terminal.printer
    if busy := why_busy(state):
        return Decision(_trying(state, TrialPrint(event.job_id, "busy", busy)))
    if not printer.usable:
        cause = printer.code or "PRN-" + printer.state.upper()
        return Decision(_trying(state, TrialPrint(event.job_id, "not_printed", cause)))
    page = page_for_a_test(state.terminal.policy, state.look.language, moment.at, event.by)
    begun = _trying(state, TrialPrint(event.job_id))
    return Decision(begun, (ReceiptStarted(event.job_id, "TEST"),), (PrintPaper(PrintJob(event.job_id, page)),))


def printed(decision: Decision) -> Decision:
    """Whatever page is shown meanwhile, the printer's word on the trial is heard."""
    trial = decision.state.terminal.trial
    if trial is None or trial.outcome:
        return decision
    for fact in decision.facts:
        if isinstance(fact, ReceiptEnded) and fact.job_id == trial.job_id:
            ended = replace(trial, outcome=fact.outcome, cause=fact.cause)
            return replace(decision, state=_trying(decision.state, ended))
    return decision


def step_tested(state: State, event: StepTested, _moment: Moment) -> Decision:
    outcome = "passed" if event.passed else "failed"
    told = (event.item, outcome, _OF_NOBODY, event.detail, event.milliseconds, event.dial_id)
    found = TestRecorded(*told)  # type: ignore[arg-type]
    return Decision(state, later=(found,))


def safe_page_seen(state: State, event: SafePageSeen, _moment: Moment) -> Decision:
    return Decision(state, later=(SafePageShown(event.why),))


# ---- small parts -----------------------------------------------------------------------------------------------------


def _at_once(done: Decision, event: CommandCame, outcome: Outcome, detail: str, moment: Moment) -> Decision:
    """Taken, done and ended in one transaction."""
    order = RemoteOrder(event.command_id, event.what, event.argument, event.by, outcome, detail, moment.at)
    facts = (_taken(event), *done.facts, _ended(order, outcome, detail))
    return replace(done, state=_with(done.state, order), facts=facts)


def _taken(event: CommandCame) -> CommandTaken:
    return CommandTaken(event.command_id, event.what, event.argument, event.by)


def _ended(order: RemoteOrder, outcome: Outcome, detail: str) -> CommandEnded:
    return CommandEnded(order.command_id, order.what, outcome, detail)


def _order(terminal: Terminal, command_id: str) -> RemoteOrder | None:
    return next((order for order in terminal.remote if order.command_id == command_id), None)


def _with(state: State, order: RemoteOrder) -> State:
    """In its place, or behind the others."""
    known = state.terminal.remote
    if any(one.command_id == order.command_id for one in known):
        orders = tuple(order if one.command_id == order.command_id else one for one in known)
    else:
        orders = (*known, order)[-MOST_REMEMBERED:]
    return replace(state, terminal=replace(state.terminal, remote=orders))


def _trying(state: State, trial: TrialPrint) -> State:
    return replace(state, terminal=replace(state.terminal, trial=trial))

"""News of devices and of the line: what is recorded of it, and what a payer in front of the slot hears."""

from dataclasses import replace

from kiosk.commands import SendPayments, StopAccepting
from kiosk.device_status import Device, DeviceState, DeviceStatus
from kiosk.events import AcceptorIdentified, CentreReachable, CentreRemembers, DeviceStatusChanged, KioskRefused
from kiosk.facts import AcceptorBound, CaseOpened, DeviceChanged
from kiosk.flow.cash import open_slot_again
from kiosk.flow.decision import Decision, Moment, refuse, stay
from kiosk.flow.states import ShowResult, State, TakingCash
from kiosk.views import Message, StepState

# Nobody hears the acceptor in these states; it tells where the note is when it is back.
_NO_LINK = (DeviceState.OFFLINE, DeviceState.NO_DEVICE, DeviceState.POWER_OFF, DeviceState.STARTING)


def device_status_changed(state: State, event: DeviceStatusChanged, _moment: Moment) -> Decision:
    status = event.status
    terminal = state.terminal
    before = terminal.status_of(status.device)
    if status == before:
        return refuse(state, "nothing new")
    terminal = terminal.with_status(status)
    if status.device is Device.ACCEPTOR and status.state in _NO_LINK:
        terminal = replace(terminal, whereabouts_known=False)
    changed = DeviceChanged(
        status.device.value, status.state.value, int(status.severity), status.supplies.value, status.code, status.raw
    )
    decision = Decision(replace(state, terminal=terminal), (changed,))
    if status.device is Device.ACCEPTOR and isinstance(state.visit, TakingCash):
        return _tell_payer(decision, state.visit, status)
    return decision


def _tell_payer(decision: Decision, cash: TakingCash, status: DeviceStatus) -> Decision:
    """A payer in front of the slot hears at once that the acceptor stopped, or that it works again."""
    if not status.usable:
        message = Message("cash_jam" if "JAM" in status.code else "cash_trouble", (("code", status.code),))
        return replace(decision, state=stay(decision.state, replace(cash, message=message)))
    return open_slot_again(decision)


def acceptor_identified(state: State, event: AcceptorIdentified, _moment: Moment) -> Decision:
    if event == state.terminal.identity:
        return refuse(state, "the same acceptor as before")
    terminal = replace(state.terminal, identity=event)
    bound = AcceptorBound(event.model, event.serial, event.firmware)
    return Decision(replace(state, terminal=terminal), (bound,))


def centre_reachable(state: State, event: CentreReachable, _moment: Moment) -> Decision:
    """When the line is back, the present customer's payment goes at once; pacing is for the backlog (X1)."""
    terminal = replace(state.terminal, reachable=event.reachable, line_reason=event.reason)
    if event.reachable:
        terminal = replace(terminal, kiosk_refused="")
    if terminal == state.terminal:
        return refuse(state, "the line is as it was")
    visit = state.visit
    waiting = isinstance(visit, ShowResult) and visit.posting in (StepState.WAITING, StepState.LATER)
    send = (SendPayments(first=visit.payment_id),) if event.reachable and isinstance(visit, ShowResult) and waiting else ()
    return open_slot_again(Decision(replace(state, terminal=terminal), commands=send))


def centre_remembers(state: State, event: CentreRemembers, moment: Moment) -> Decision:
    """Sequence numbers that the centre knows and we don't: this is an old disk image, its keys would collide (X23)."""
    if event.highest_kiosk_seq < moment.kiosk_seq:
        return refuse(state, "the centre has nothing from us that we don't remember")
    detail = f"the centre has kiosk_seq {event.highest_kiosk_seq}, our next one is {moment.kiosk_seq}: enrol again"
    terminal = replace(state.terminal, cash_stopped="SEQ-BEHIND")
    return _shut_slot(replace(state, terminal=terminal), "SEQ-BEHIND").also((CaseOpened("sequence_behind", detail),))


def kiosk_refused(state: State, event: KioskRefused, _moment: Moment) -> Decision:
    """The centre refuses the terminal itself: no further note; what is queued stays queued and is tried again."""
    if event.problem == state.terminal.kiosk_refused:
        return refuse(state, "refused as before")
    return _shut_slot(replace(state, terminal=replace(state.terminal, kiosk_refused=event.problem)), "NET-REFUSED")


def _shut_slot(state: State, code: str) -> Decision:
    if isinstance(state.visit, TakingCash):
        shut = replace(state.visit, accepting=frozenset(), message=Message("cash_trouble", (("code", code),)))
        state = stay(state, shut)
    return Decision(state, commands=(StopAccepting(),))

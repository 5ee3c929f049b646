"""News of devices and of the line: what is recorded of it, and what a payer in front of the slot hears."""

from dataclasses import replace

from kiosk.commands import SendPayments
from kiosk.device_status import Device, DeviceState, DeviceStatus
from kiosk.events import CentreReachable, DeviceStatusChanged, KioskRefused
from kiosk.facts import DeviceChanged
from kiosk.flow.boxes import watched
from kiosk.flow.cash import open_slot_again
from kiosk.flow.decision import Decision, Moment, refuse, stay
from kiosk.flow.history import CENTRE, DeviceNews, remembered
from kiosk.flow.paper_roll import roll_watched
from kiosk.flow.payments import printer_changed
from kiosk.flow.states import ShowResult, State, TakingCash
from kiosk.flow.stops import shut_slot
from kiosk.views import Message, StepState

# Nobody hears the acceptor in these states; it tells where the note is when it is back.
_NO_LINK = (DeviceState.OFFLINE, DeviceState.NO_DEVICE, DeviceState.POWER_OFF, DeviceState.STARTING)


def device_status_changed(state: State, event: DeviceStatusChanged, moment: Moment) -> Decision:
    status = event.status
    terminal = state.terminal
    before = terminal.status_of(status.device)
    if status == before:
        return refuse(state, "nothing new")
    news = DeviceNews(status.device, moment.at, status.state, status.code, status.raw)
    terminal = remembered(terminal.with_status(status), news)
    if status.device is Device.ACCEPTOR and status.state in _NO_LINK:
        terminal = replace(terminal, whereabouts_known=False)
    if status.device is Device.CARD and not status.usable:
        terminal = replace(terminal, card_identity=None)  # it says again when it is at rest, and what its last sale is
    changed = DeviceChanged(
        device=status.device.value,
        state=status.state.value,
        severity=int(status.severity),
        supplies=status.supplies.value,
        code=status.code,
        raw=status.raw,
        may_hold_money=status.may_hold_money,
    )
    decision = watched(Decision(replace(state, terminal=terminal), (changed,)))
    if status.device is Device.PRINTER:
        return printer_changed(roll_watched(decision, before), moment)
    if status.device is Device.ACCEPTOR and isinstance(state.visit, TakingCash):
        return _tell_payer(decision, state.visit, status)
    return decision


def _tell_payer(decision: Decision, cash: TakingCash, status: DeviceStatus) -> Decision:
    """A payer in front of the slot hears at once that the acceptor stopped, or that it works again."""
    if not status.usable:
        message = Message("cash_jam" if "JAM" in status.code else "cash_trouble", (("code", status.code),))
        return replace(decision, state=stay(decision.state, replace(cash, message=message)))
    return open_slot_again(decision)


def centre_reachable(state: State, event: CentreReachable, moment: Moment) -> Decision:
    """When the line is back, the present customer's payment goes at once; pacing is for the backlog (X1)."""
    terminal = replace(state.terminal, reachable=event.reachable, line_reason=event.reason)
    if event.reachable:
        terminal = replace(terminal, kiosk_refused="")
    if terminal == state.terminal:
        return refuse(state, "the line is as it was")
    line = DeviceState.ONLINE if event.reachable else DeviceState.OFFLINE
    code = "" if event.reachable else "NET-DOWN"
    terminal = remembered(terminal, DeviceNews(CENTRE, moment.at, line, code, event.reason))
    visit = state.visit
    waiting = isinstance(visit, ShowResult) and visit.posting in (StepState.WAITING, StepState.LATER)
    send = (SendPayments(first=visit.payment_id),) if event.reachable and isinstance(visit, ShowResult) and waiting else ()
    return open_slot_again(Decision(replace(state, terminal=terminal), commands=send))


def kiosk_refused(state: State, event: KioskRefused, moment: Moment) -> Decision:
    """The centre refuses the terminal itself: no further note; what is queued stays queued and is tried again."""
    if event.problem == state.terminal.kiosk_refused:
        return refuse(state, "refused as before")
    terminal = replace(state.terminal, kiosk_refused=event.problem)
    terminal = remembered(terminal, DeviceNews(CENTRE, moment.at, DeviceState.ONLINE, "NET-REFUSED", event.problem))
    return shut_slot(replace(state, terminal=terminal), "NET-REFUSED")

"""The pages of the staff's side: from the state to what the screen shows. Pure."""

from kiosk.card import CardIdentity
from kiosk.device_status import NOT_FITTED, DeviceStatus, Severity, Supplies
from kiosk.flow.console import NEEDS, hands_inside
from kiosk.flow.serving import service_of
from kiosk.flow.staff_login import can_confirm
from kiosk.flow.staff_states import Console, StaffLogin
from kiosk.flow.states import State, Terminal
from kiosk.staff_views import ConsolePage, ConsoleView, DeviceCard, LoginStep, StaffLoginView, WhoView


def login(_state: State, page: StaffLogin) -> StaffLoginView:
    is_id = page.step is LoginStep.STAFF_ID
    return StaffLoginView(
        step=page.step,
        typed=len(page.digits),
        digits=page.digits if is_id else "",
        busy=bool(page.ticket),
        can_confirm=can_confirm(page),
        problem=page.problem,
    )


def console(state: State, page: Console) -> ConsoleView:
    now, member = service_of(state), page.member
    return ConsoleView(
        who=WhoView(member.staff_id, member.name, member.roles),
        page=page.page,
        state=now.state,
        code=now.code,
        devices=cards(state.terminal),
        pages=tuple(one for one in ConsolePage if member.may(NEEDS[one])),
        waiting=len(state.terminal.unposted),
        hands_inside=hands_inside(state.terminal),
    )


def cards(terminal: Terminal) -> tuple[DeviceCard, ...]:
    acceptor = terminal.identity
    lines = {
        terminal.acceptor.device: f"{acceptor.model} {acceptor.serial} {acceptor.firmware}" if acceptor else "",
        terminal.card.device: _line(terminal.card_identity or terminal.card_bound),
    }
    fitted = [one for one in (terminal.acceptor, terminal.printer, terminal.card) if one.code != NOT_FITTED]
    centre = DeviceCard(
        "centre", terminal.reachable, False, "" if terminal.reachable else "NET-DOWN", "", terminal.line_reason
    )
    return (*(_card(one, lines.get(one.device, "")) for one in fitted), centre)


def _card(status: DeviceStatus, line: str) -> DeviceCard:
    low = status.supplies in (Supplies.LOW, Supplies.OVERFILL) or status.severity is Severity.WARNING
    return DeviceCard(
        device=status.device,
        works=status.usable,
        is_warning=status.usable and low,
        code=status.code if status.code or status.usable else status.state.upper(),
        line=line.strip(),
        raw=status.raw,
        may_hold_money=status.may_hold_money,
    )


def _line(identity: CardIdentity | None) -> str:
    return "" if identity is None else f"{identity.model} {identity.terminal_id} {identity.merchant_id}"

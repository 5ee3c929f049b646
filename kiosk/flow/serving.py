"""What customers can do here now: full, degraded or out, and why (central-api.md 6). Pure; halls read it as intervals."""

from typing import Final

import msgspec

from kiosk.device_status import NOT_FITTED
from kiosk.flow.health import CARD_DOUBT, why_no_card, why_no_cash
from kiosk.flow.staff_states import Collecting, Console, Diagnosing, PaperChange, SecondPerson, Settling, Tracing
from kiosk.flow.states import Closed, Starting, State, Terminal
from kiosk.health_facts import Mode, ServiceChanged
from kiosk.remote import REMOTE_OUT

# A note or a sale under way: the next customer will find it over.
_PASSING_CASH: Final = frozenset({"BV-NOTE-OPEN"})
_SHUT: Final = frozenset({"staff", "closed", "disabled"})
_PASSING_CARD: Final = frozenset({CARD_DOUBT, "CARD-STARTING"})


def service_of(state: State) -> ServiceChanged:
    """As the fact that would record it. Staff in front of it, a closed hall and a command from afar are out of service,
    whatever the devices could do."""
    mode = _mode(state)
    could = possible(state.terminal, mode)
    return msgspec.structs.replace(could, state="out") if mode in _SHUT else could


def possible(terminal: Terminal, mode: Mode = "serving") -> ServiceChanged:
    """What the devices and the line could do for a customer. A note on its way to the box, and a sale that runs, interrupt
    no service."""
    cash_code, card_code = why_no_cash(terminal), why_no_card(terminal)
    cash = cash_code in _PASSING_CASH or not cash_code
    fitted = terminal.card.code != NOT_FITTED
    passing = card_code in _PASSING_CARD and terminal.attempt is not None
    card = fitted and (passing or not card_code) and terminal.reachable
    whole = cash and (card or not fitted) and terminal.printer.usable and terminal.reachable
    pays = cash or (card and terminal.printer.usable)
    return ServiceChanged(
        state="full" if whole else "degraded" if pays else "out",
        mode=mode,
        code="" if whole else _code(terminal, "" if cash else cash_code, "" if card or not fitted else card_code),
        cash=cash,
        card=card,
        printing=terminal.printer.usable,
        centre=terminal.reachable,
    )


def _mode(state: State) -> Mode:
    if isinstance(state.visit, Starting):
        return "starting"
    if isinstance(state.visit, Closed):
        return "disabled" if state.terminal.stopped(REMOTE_OUT) else "closed"
    staff = Console | Diagnosing | PaperChange | Collecting | SecondPerson | Settling | Tracing
    visit = state.visit.back if isinstance(state.visit, SecondPerson) else state.visit  # whoever is locked out is not in
    return "staff" if isinstance(visit, staff) else "serving"


def _code(terminal: Terminal, cash: str, card: str) -> str:
    """The gravest reason first: what customers miss most is a way to pay, then paper, then the line."""
    paper = "" if terminal.printer.usable else terminal.printer.code or "PRN-" + terminal.printer.state.upper()
    line = "" if terminal.reachable else "NET-DOWN"
    return cash or paper or line or card

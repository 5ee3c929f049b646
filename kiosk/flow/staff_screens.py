"""The pages of the staff's side: from the state to what the screen shows. Pure."""

from kiosk.advice import PREFIXES, advice_for
from kiosk.card import CardIdentity
from kiosk.device_status import NOT_FITTED, Device, DeviceState, DeviceStatus, Severity, Supplies
from kiosk.flow.console import devices_of, may_open
from kiosk.flow.health import CARD_DOUBT, CARD_REVERSAL, CARD_UNDECIDED, NO_NOTES, why_no_cash
from kiosk.flow.history import CENTRE, DeviceNews, history_of, since
from kiosk.flow.logging_off import hands_inside
from kiosk.flow.paper_roll import left_mm, printer_told
from kiosk.flow.serving import possible
from kiosk.flow.staff_login import can_confirm
from kiosk.flow.staff_states import (
    Collecting,
    Console,
    Diagnosing,
    PaperChange,
    SecondPerson,
    Settling,
    StaffLogin,
    Tracing,
)
from kiosk.flow.states import State, Terminal, Visit
from kiosk.flow.stops import DOUBTED
from kiosk.flow.unlocking import can_unlock
from kiosk.messages import Message
from kiosk.staff import Role
from kiosk.staff_records import BooksSheet, DeviceSheet, RecordsUnread
from kiosk.staff_views import (
    ConsolePage,
    ConsoleView,
    DeviceCard,
    DeviceDetailsView,
    HistoryLine,
    LoginStep,
    PaperChangeView,
    PaperStepNow,
    RecordsView,
    StaffBody,
    StaffLoginView,
    WhoView,
)
from kiosk.visit_types import Language

TERMINAL = "terminal"


def login(state: State, page: StaffLogin) -> StaffLoginView:
    is_id = page.step is LoginStep.STAFF_ID
    nobody = None if state.terminal.staff else Message("staff_nobody")
    return StaffLoginView(
        step=page.step,
        typed=len(page.digits),
        digits=page.digits if is_id else "",
        busy=bool(page.ticket),
        can_confirm=can_confirm(page),
        problem=page.problem or nobody,
        can_change_paper=is_id,
        can_unlock=can_unlock(state, page),
        unlocked=page.unlocked,
    )


def console(state: State, page: Console) -> StaffBody:
    match page.page:
        case ConsolePage.DEVICE:
            return _device(state, page)
        case ConsolePage.RECORDS:
            return _records(state, page)
        case ConsolePage.PAPER:
            return _paper(state, _who(page))
    return _overview(state, page)


def paper_change(state: State, _page: PaperChange) -> PaperChangeView:
    return _paper(state, None)


def has_way_back(visit: Visit) -> bool:
    """From a page of the console to its overview."""
    return isinstance(visit, Diagnosing | Collecting | SecondPerson | Settling | Tracing) or (
        isinstance(visit, Console) and visit.page is not ConsolePage.OVERVIEW
    )


def is_held(state: State) -> bool:
    """This page ends not by itself now: somebody's hands are inside (X13)."""
    return isinstance(state.visit, Console | Diagnosing | PaperChange | Collecting | Settling | Tracing) and (
        hands_inside(state.terminal)
    )


# ---- one function a page -------------------------------------------------------------------------------------------


def _overview(state: State, page: Console) -> ConsoleView:
    now, terminal, language = possible(state.terminal), state.terminal, state.look.language
    return ConsoleView(
        who=_who(page),
        page=page.page,
        state=now.state,
        code=now.code,
        why=advice_for(now.code).what.of(language) if now.code else "",
        devices=cards(terminal, language),
        pages=tuple(one for one in ConsolePage if may_open(page, one)),
        waiting=len(terminal.unposted),
        hands_inside=hands_inside(terminal),
        cash=now.cash,
        card=None if terminal.card.code == NOT_FITTED else now.card,
        printing=now.printing,
        centre=now.centre,
        paper_left_mm=left_mm(terminal),
    )


def _device(state: State, page: Console) -> DeviceDetailsView:
    terminal, language = state.terminal, state.look.language
    records = page.sheet.records if page.sheet is not None else None
    return DeviceDetailsView(
        who=_who(page),
        card=next(one for one in _device_cards(terminal, language) if one.device == page.device),
        history=tuple(_told(one, language) for one in history_of(terminal, page.device)),
        sheet=records if isinstance(records, DeviceSheet) else None,
        busy=page.sheet is not None and bool(page.sheet.ticket),
        unread=isinstance(records, RecordsUnread),
        is_blind=page.member.may(Role.CASH),
        paper_left_mm=left_mm(terminal) if page.device == Device.PRINTER else None,
    )


def _records(state: State, page: Console) -> RecordsView:
    terminal = state.terminal
    records = page.sheet.records if page.sheet is not None else None
    return RecordsView(
        who=_who(page),
        books=records if isinstance(records, BooksSheet) else None,
        busy=page.sheet is not None and bool(page.sheet.ticket),
        unread=isinstance(records, RecordsUnread),
        is_blind=page.member.may(Role.CASH),
        verified_at=terminal.ledger_verified_at,
        doubted=next((stop.detail for stop in terminal.stops if stop.code == DOUBTED), ""),
    )


def _paper(state: State, who: WhoView | None) -> PaperChangeView:
    terminal = state.terminal
    card = next(one for one in _device_cards(terminal, state.look.language) if one.device == Device.PRINTER)
    return PaperChangeView(_paper_step(printer_told(terminal)), left_mm(terminal), card, who)


def _paper_step(printer: DeviceStatus) -> PaperStepNow:
    """By what the printer itself says; nothing is to be pressed with a roll in one's hands."""
    has_paper = printer.supplies is Supplies.GOOD
    if printer.code == "PRN-COVER":
        return PaperStepNow.CLOSE if has_paper else PaperStepNow.ROLL
    return PaperStepNow.DONE if printer.usable and has_paper else PaperStepNow.OPEN


def _who(page: Console) -> WhoView:
    return WhoView(page.member.staff_id, page.member.name, page.member.roles)


# ---- cards ---------------------------------------------------------------------------------------------------------


def cards(terminal: Terminal, language: Language) -> tuple[DeviceCard, ...]:
    """Devices and line, and what stands against the terminal itself; the gravest first, equals in their usual order."""
    every = (*_troubles(terminal, language), *_device_cards(terminal, language))
    return tuple(sorted(every, key=lambda card: -advice_for(card.code).severity if card.code else 0))


def _device_cards(terminal: Terminal, language: Language) -> tuple[DeviceCard, ...]:
    acceptor = terminal.identity
    lines = {
        Device.ACCEPTOR: " · ".join((acceptor.model, acceptor.serial, acceptor.firmware)) if acceptor else "",
        Device.PRINTER: f"{terminal.policy.paper_width_mm} mm",
        Device.CARD: _line(terminal.card_identity or terminal.card_bound),
    }
    fitted = devices_of(terminal)
    statuses = (terminal.acceptor, printer_told(terminal), terminal.card)
    made = (_card(terminal, one, lines[one.device], language) for one in statuses if one.device in fitted)
    return (*made, _centre(terminal, language))


def _card(terminal: Terminal, status: DeviceStatus, line: str, language: Language) -> DeviceCard:
    low = status.supplies in (Supplies.LOW, Supplies.OVERFILL) or status.severity is Severity.WARNING
    code = status.code if status.code or status.usable else f"{PREFIXES[status.device]}-{status.state.upper()}"
    advice = advice_for(code) if code else None
    return DeviceCard(
        device=status.device,
        works=status.usable,
        is_warning=status.usable and low,
        code=code,
        line=line,
        raw=status.raw,
        may_hold_money=status.may_hold_money,
        state=status.state,
        since=since(terminal, status.device),
        what=advice.what.of(language) if advice else "",
        steps=tuple(step.of(language) for step in advice.steps) if advice else (),
        blocks=advice.blocks if advice else (),
    )


def _centre(terminal: Terminal, language: Language) -> DeviceCard:
    code = "NET-REFUSED" if terminal.kiosk_refused else "" if terminal.reachable else "NET-DOWN"
    raw = terminal.kiosk_refused or ("" if terminal.reachable else terminal.line_reason)
    line = DeviceState.ONLINE if terminal.reachable else DeviceState.OFFLINE
    return _coded(CENTRE, code, raw, language, state=line, since=since(terminal, CENTRE))


def _troubles(terminal: Terminal, language: Language) -> list[DeviceCard]:
    """What no device can tell of itself: stops until a person has looked, money of which nobody is sure, no room."""
    told = {terminal.acceptor.code, terminal.card.code}
    found = {stop.code: stop.detail for stop in terminal.stops if stop.code not in told}
    if terminal.disk_low:
        found["DISK-LOW"] = ""
    if terminal.intent is not None:
        found["BV-NOTE-OPEN"] = ""
    if terminal.attempt is not None:
        found[CARD_UNDECIDED if terminal.attempt.undecided else CARD_DOUBT] = ""
    if terminal.reversals:
        found[CARD_REVERSAL] = ""
    if why_no_cash(terminal) == NO_NOTES:
        found[NO_NOTES] = ""
    return [_coded(TERMINAL, code, raw, language) for code, raw in found.items()]


def _coded(device: str, code: str, raw: str, language: Language, *, state: str = "", since: str = "") -> DeviceCard:
    advice = advice_for(code) if code else None
    return DeviceCard(
        device=device,
        works=not code,
        is_warning=False,
        code=code,
        line="",
        raw=raw,
        state=state,
        since=since,
        what=advice.what.of(language) if advice else "",
        steps=tuple(step.of(language) for step in advice.steps) if advice else (),
        blocks=advice.blocks if advice else (),
    )


def _told(news: DeviceNews, language: Language) -> HistoryLine:
    what = advice_for(news.code).what.of(language) if news.code else ""
    return HistoryLine(news.at, news.state, news.code, what, news.raw)


def _line(identity: CardIdentity | None) -> str:
    parts = (identity.model, identity.terminal_id, identity.merchant_id) if identity is not None else ()
    return " · ".join(part for part in parts if part)

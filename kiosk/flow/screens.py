"""From the state to what the screen shows. Pure, total over the states, and the only place that makes views."""

from collections.abc import Callable

from kiosk.accounts import grouped, mobile_problem
from kiosk.catalogue import PAY_A_BILL
from kiosk.device_status import NOT_FITTED, DeviceState, Supplies
from kiosk.enquiry_views import PaperStep, ServiceKey
from kiosk.flow import (
    box_screens,
    card_screens,
    diagnosis_screens,
    enquiry_screens,
    enquiry_states as es,
    help_call,
    reprint_screens,
    settling_screens,
    staff_screens,
    staff_states as sf,
    states as st,
    tracing_screens,
)
from kiosk.flow.amount import choices, is_offline, payable, typed_amount, why_not_cash
from kiosk.flow.card import why_no_rest_by_card, why_not_card
from kiosk.flow.cash import may_continue, notes_with_room
from kiosk.flow.decision import wait_of
from kiosk.flow.health import notes_taken, takes_cards, why_no_card, why_no_cash, why_no_payment
from kiosk.flow.paper_roll import printer_told
from kiosk.flow.paying import note_code
from kiosk.flow.result_screen import show_result
from kiosk.flow.states import State, Terminal, Visit, cash_of, is_stacking, money_inside
from kiosk.money import ZERO, Fen, price_text
from kiosk.remote import REMOTE_OUT
from kiosk.views import (
    AmountView,
    Body,
    CashView,
    ClosedView,
    ConfirmPayerView,
    Countdown,
    DeviceLamp,
    Frame,
    HomeView,
    Message,
    MethodView,
    NoteLine,
    NoteStep,
    NumberView,
    OutOfServiceView,
    StartingView,
    View,
)
from kiosk.visit_types import Service, ServiceState, VisitEnd

STEPS: dict[type[Visit], int] = {
    st.EnterNumber: 1,
    st.LookingUp: 1,
    st.ChooseAmount: 2,
    st.ChooseMethod: 3,
    st.TakingCash: 4,
    st.ConfirmPayer: 4,
    st.TakingCard: 4,
    st.CardRefused: 4,
    st.ShowResult: 5,
}


# A card terminal that has only just started, or been asked something, is no news.
_NO_CARD_NEWS = ("", "CARD-STARTING")


def view(state: State, monotonic_s: float) -> View:
    """What the screen shows of ``state``; ``monotonic_s`` only turns the deadline into seconds left."""
    return View(frame(state, monotonic_s), body(state))


def frame(state: State, monotonic_s: float) -> Frame:
    policy, visit = state.terminal.policy, state.visit
    way_back = _may_leave(visit)
    paying_by_card = isinstance(visit, st.TakingCard | st.CardRefused)
    staff = isinstance(visit, sf.StaffVisit)
    free = isinstance(visit, st.Home | st.ShowResult) or (way_back and not paying_by_card and not staff)
    return Frame(
        hall=policy.hall,
        terminal=policy.terminal,
        service_phone=policy.service_phone,
        demo=policy.demo,
        language=state.look.language,
        large_type=state.look.large_type,
        quick_lane=quick_lane(state) if free else (),
        step=0 if _is_asking(visit) else STEPS.get(type(visit), 0),
        steps=5,
        can_go_back=way_back or staff_screens.has_way_back(visit),
        can_go_home=way_back,
        countdown=_countdown(state, monotonic_s),
        help=help_call.said(state),
        can_call_help=help_call.may_call(state),
    )


def quick_lane(state: State) -> tuple[ServiceKey, ...]:
    """What this number comes for most, once it is proved whose it is; paying; what the hall's customers come for most
    (F14). Of all these what can be had here and now."""
    terminal, enquirer = state.terminal, state.enquirer
    own = enquirer.lane or () if enquirer is not None else ()
    hall = terminal.catalogue.quick_lane if terminal.catalogue is not None else ()
    paying = () if why_no_payment(terminal) else (ServiceKey(Service.PAY_BILL, pay_name(state)),)
    offered = {key.service.value: key for key in (*paying, *enquiry_screens.service_keys(terminal, state.look.language))}
    wanted = dict.fromkeys((*own, Service.PAY_BILL.value, *hall))
    return tuple(offered[code] for code in wanted if code in offered)


def pay_name(state: State) -> str:
    """As the catalogue calls it, if there is one."""
    catalogue = state.terminal.catalogue
    entry = catalogue.entry(Service.PAY_BILL) if catalogue is not None else None
    return (entry.name if entry is not None else PAY_A_BILL).of(state.look.language)


def _may_leave(visit: Visit) -> bool:
    """Back and home are there as long as no money is in. A card sale has a key of its own to cancel it."""
    if isinstance(visit, es.Previewing):
        return visit.step is not PaperStep.PRINTING
    if _is_asking(visit) or isinstance(visit, sf.StaffLogin | sf.PaperChange):
        return True
    if type(visit) not in STEPS or isinstance(visit, st.ShowResult | st.TakingCard):
        return False
    cash = cash_of(visit)
    return cash is None or not (cash.notes or cash.open_notes or cash.moving is not None)


def _is_asking(visit: Visit) -> bool:
    if isinstance(visit, st.EnterNumber | st.LookingUp):
        return visit.service is not Service.PAY_BILL
    return isinstance(visit, es.EnquiryVisit)


def _is_quiet(visit: Visit) -> bool:
    """Here the clock runs unseen: it ends in no end of a visit."""
    if isinstance(visit, es.Proving | es.Enquiring | es.EndingSubscription | es.EnterReceiptNumber | es.FetchingCopy):
        return bool(visit.ticket)
    return isinstance(visit, st.Home | st.Closed | st.LookingUp | st.TakingCash | st.TakingCard)


def _countdown(state: State, monotonic_s: float) -> Countdown | None:
    if state.deadline_s is None or _is_quiet(state.visit) or staff_screens.is_held(state):
        return None
    waits = state.terminal.policy.waits
    whole = wait_of(state.visit, waits) or 0.0
    left = max(state.deadline_s - monotonic_s, 0.0)
    pays = isinstance(state.visit, st.ConfirmPayer | st.CardRefused) and money_inside(state.visit)
    return Countdown(seconds_left=min(left, whole), warn_seconds=min(waits.warning, whole), pays=pays)


def body(state: State) -> Body:
    return _BODIES[type(state.visit)](state, state.visit)


# ---- one function a page -------------------------------------------------------------------------------------------


def _starting(_state: State, visit: st.Starting) -> Body:
    return StartingView(Message(visit.message))


def _home(state: State, _visit: st.Home) -> Body:
    terminal = state.terminal
    no_cash = why_no_cash(terminal)
    notices: list[Message] = []
    if no_cash and no_cash != "BV-STARTING":
        out = "notice_cash_out" if takes_cards(terminal) else "notice_nothing_works"
        notices.append(Message(out, (("code", no_cash),)))
    if terminal.card.code != NOT_FITTED and why_no_card(terminal) not in _NO_CARD_NEWS:
        notices.append(Message("notice_card_out", (("code", why_no_card(terminal)),)))
    if not terminal.printer.usable and terminal.printer.state is not DeviceState.STARTING:
        notices.append(Message("notice_printer_out"))
    if not terminal.reachable:
        notices.append(Message("notice_offline"))
    notes = tuple(sorted(notes_taken(terminal)))
    keys = enquiry_screens.service_keys(terminal, state.look.language)
    return HomeView(
        can_pay=not why_no_payment(terminal),
        lamps=lamps(terminal),
        notices=tuple(notices),
        denominations=notes,
        keys=keys[: enquiry_screens.HOME_KEYS],
        has_menu=len(keys) > enquiry_screens.HOME_KEYS,
    )


def lamps(terminal: Terminal) -> tuple[DeviceLamp, ...]:
    """Which devices work, said honestly; a device that is not fitted has no lamp."""
    cash = not why_no_cash(terminal)
    low = terminal.printer.usable and printer_told(terminal).supplies is Supplies.LOW
    printer = "lamp_printer_low" if low else _lamp("printer", works=terminal.printer.usable)
    found = [
        DeviceLamp("acceptor", cash, Message(_lamp("cash", works=cash))),
        DeviceLamp("printer", terminal.printer.usable, Message(printer)),
        DeviceLamp("centre", terminal.reachable, Message(_lamp("centre", works=terminal.reachable))),
    ]
    if terminal.card.code != NOT_FITTED:
        works = not why_no_card(terminal)
        found.insert(1, DeviceLamp("card", works, Message(_lamp("card", works=works))))
    return tuple(found)


def _lamp(what: str, *, works: bool) -> str:
    return f"lamp_{what}_{'ok' if works else 'out'}"


def _enter_number(_state: State, visit: st.EnterNumber) -> Body:
    problem = Message(visit.problem) if visit.problem else None
    complete = mobile_problem(visit.digits) is None
    return NumberView(digits=visit.digits, complete=complete, repeat=bool(visit.first), problem=problem)


def _looking_up(_state: State, visit: st.LookingUp) -> Body:
    return NumberView(digits=visit.account.number, complete=True, busy=True)


def _choose_amount(state: State, visit: st.ChooseAmount) -> Body:
    policy, found = state.terminal.policy, visit.customer.found
    return AmountView(
        number=visit.customer.account.number,
        masked_name=visit.customer.masked_name,
        offline=is_offline(visit.customer, state.terminal),
        arrears=found.arrears if found else ZERO,
        balance=found.balance if found else ZERO,
        service_state=found.service_state if found else ServiceState.UNKNOWN,
        choices=choices(visit.customer, state.terminal),
        typing=visit.typing,
        digits=visit.digits,
        typed_amount=typed_amount(visit.digits),
        minimum=policy.minimum_payment,
        maximum=payable(visit.customer, state.terminal),
        problem=visit.problem or _too_much(state, visit),
    )


def _too_much(state: State, visit: st.ChooseAmount) -> Message | None:
    """Less can be paid than is owed, or than the hall offers: said before the payer looks for the sum in vain."""
    most = payable(visit.customer, state.terminal)
    wanted = visit.customer.found.arrears if visit.customer.found else state.terminal.policy.maximum_payment
    return Message("amount_too_large", (("maximum", price_text(most)),)) if wanted > most else None


def _choose_method(state: State, visit: st.ChooseMethod) -> Body:
    return MethodView(
        number=visit.customer.account.number,
        masked_name=visit.customer.masked_name,
        amount=visit.amount,
        denominations=tuple(sorted(notes_taken(state.terminal))),
        conditions=conditions(state, visit),
        cash=why_not_cash(visit, state.terminal),
        card=why_not_card(visit.customer, state.terminal),
    )


def conditions(state: State, visit: st.ChooseMethod) -> tuple[Message, ...]:
    """Everything the payer agrees to by choosing cash, before the first note (F4, M16, M17, X2, X6)."""
    customer, terminal = visit.customer, state.terminal
    whose = (("number", grouped(customer.account.masked())), ("name", customer.masked_name))
    said = [Message("condition_no_change", whose)]
    if is_offline(customer, terminal):
        said += [Message("condition_offline"), Message("condition_offline_suspended")]
    if customer.found and not customer.found.sms_reachable:
        said.append(Message("condition_sms_undeliverable"))
    if not terminal.printer.usable:
        said.append(Message("condition_no_receipt"))
    return tuple(said)


def _taking_cash(state: State, visit: st.TakingCash) -> Body:
    if visit.finishing is VisitEnd.RECOVERED:
        return _recovering(visit)
    found = visit.customer.found
    lines = [NoteLine(note.denomination, NoteStep.STACKED, note.at) for note in visit.notes]
    if visit.moving is not None:
        lines.append(NoteLine(visit.moving.denomination, visit.moving.step))
    return CashView(
        masked_number=visit.customer.account.masked(),
        masked_name=visit.customer.masked_name,
        inserted=visit.inserted,
        amount=visit.amount,
        left=visit.left,
        surplus=max(Fen(visit.inserted - visit.amount), ZERO),
        denominations=tuple(sorted(notes_with_room(visit, state.terminal))),
        notes=tuple(lines),
        accepting=bool(visit.accepting) and not is_stacking(visit) and not why_no_cash(state.terminal),
        can_finish=money_inside(visit) and visit.finishing is None,
        finishing=visit.finishing is not None,
        message=visit.message or _of_open_note(visit),
        service_state=found.service_state if found else ServiceState.UNKNOWN,
        can_pay_rest_by_card=why_no_rest_by_card(visit, state.terminal) is None,
    )


def _recovering(visit: st.TakingCash) -> Body:
    """The terminal stopped with money inside: its payer reads at once that it is safe, and what is being done."""
    coming = visit.moving.denomination if visit.moving is not None else ZERO
    whose = (("number", grouped(visit.customer.account.masked())),)
    sums = (("amount", price_text(visit.inserted)), ("note", price_text(coming)))
    return StartingView(Message("recovering_visit" if visit.notes else "recovering_note", (*whose, *sums)))


def _of_open_note(visit: st.TakingCash) -> Message | None:
    """The code of a note in doubt stays on the page; a newer word only stands before it for a while."""
    if not visit.open_notes:
        return None
    note = visit.open_notes[-1]
    return Message("cash_note_in_doubt", (("amount", price_text(note.denomination)), ("code", note_code(note.note_id))))


def _confirm_payer(state: State, visit: st.ConfirmPayer) -> Body:
    cash = visit.cash
    return ConfirmPayerView(
        masked_number=cash.customer.account.masked(),
        masked_name=cash.customer.masked_name,
        inserted=cash.inserted,
        amount=cash.amount,
        may_continue=may_continue(cash, state.terminal),
    )


def _closed(state: State, _visit: st.Closed) -> Body:
    """Staff's word goes before the clock's: a hall that opens does not open this terminal."""
    terminal = state.terminal
    closed = terminal.hall_closed if not terminal.stopped(REMOTE_OUT) else None
    return ClosedView(closed is not None, closed.opens_at if closed is not None else "", terminal.policy.other_way)


def _out_of_service(_state: State, visit: st.OutOfService) -> Body:
    return OutOfServiceView(Message("out_storage"), visit.code, visit.held, visit.masked_number)


_BODIES: dict[type[Visit], Callable[..., Body]] = {
    st.Starting: _starting,
    st.Home: _home,
    st.Closed: _closed,
    st.EnterNumber: _enter_number,
    st.LookingUp: _looking_up,
    st.ChooseAmount: _choose_amount,
    st.ChooseMethod: _choose_method,
    st.TakingCash: _taking_cash,
    st.ConfirmPayer: _confirm_payer,
    st.TakingCard: card_screens.taking_card,
    st.CardRefused: card_screens.card_refused,
    st.ShowResult: show_result,
    st.OutOfService: _out_of_service,
    es.Menu: enquiry_screens.menu,
    es.ChooseProof: enquiry_screens.choose_proof,
    es.Proving: enquiry_screens.proving,
    es.Enquiring: enquiry_screens.enquiring,
    es.EndingSubscription: enquiry_screens.ending_subscription,
    es.EnterReceiptNumber: reprint_screens.enter_receipt_number,
    es.FetchingCopy: reprint_screens.fetching_copy,
    es.Previewing: enquiry_screens.previewing,
    sf.StaffLogin: staff_screens.login,
    sf.Console: diagnosis_screens.console,
    sf.Diagnosing: diagnosis_screens.diagnosing,
    sf.PaperChange: staff_screens.paper_change,
    sf.Collecting: box_screens.collection,
    sf.Settling: settling_screens.settling,
    sf.Tracing: tracing_screens.tracing,
    sf.SecondPerson: box_screens.second,
}

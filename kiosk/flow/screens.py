"""From the state to what the screen shows. Pure, total over the states, and the only place that makes views."""

from collections.abc import Callable

from kiosk.accounts import grouped, mobile_problem
from kiosk.device_status import DeviceState, Supplies
from kiosk.flow import states as st
from kiosk.flow.amount import choices, is_offline, payable, typed_amount, why_not_cash
from kiosk.flow.cash import may_continue, notes_with_room
from kiosk.flow.decision import wait_of
from kiosk.flow.health import notes_taken, why_no_cash
from kiosk.flow.paying import note_code
from kiosk.flow.states import State, Terminal, Visit, is_stacking, money_inside
from kiosk.money import ZERO, Fen, price_text
from kiosk.views import (
    AmountView,
    Body,
    CashView,
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
    ResultView,
    StartingView,
    StepState,
    View,
)
from kiosk.visit_types import Reopening, Service, ServiceState, SmsState, VisitEnd

STEPS: dict[type[Visit], int] = {
    st.EnterNumber: 1,
    st.LookingUp: 1,
    st.ChooseAmount: 2,
    st.ChooseMethod: 3,
    st.TakingCash: 4,
    st.ConfirmPayer: 4,
    st.ShowResult: 5,
}


# Here the clock runs unseen: it ends in another page of the visit, not in the end of the visit.
_QUIET = (st.LookingUp, st.TakingCash)


def view(state: State, monotonic_s: float) -> View:
    """What the screen shows of ``state``; ``monotonic_s`` only turns the deadline into seconds left."""
    return View(frame(state, monotonic_s), body(state))


def frame(state: State, monotonic_s: float) -> Frame:
    policy, visit = state.terminal.policy, state.visit
    in_visit = type(visit) in STEPS
    way_back = in_visit and not isinstance(visit, st.ShowResult) and not _note_is_in(visit)
    free = way_back or isinstance(visit, (st.Home, st.ShowResult))
    return Frame(
        hall=policy.hall,
        terminal=policy.terminal,
        service_phone=policy.service_phone,
        demo=policy.demo,
        language=state.look.language,
        large_type=state.look.large_type,
        quick_lane=(Service.PAY_BILL,) if free and not why_no_cash(state.terminal) else (),
        step=STEPS.get(type(visit), 0),
        steps=5,
        can_go_back=way_back,
        can_go_home=way_back,
        countdown=_countdown(state, monotonic_s),
    )


def _note_is_in(visit: Visit) -> bool:
    cash = visit.cash if isinstance(visit, st.ConfirmPayer) else visit
    return isinstance(cash, st.TakingCash) and (bool(cash.notes or cash.open_notes) or cash.moving is not None)


def _countdown(state: State, monotonic_s: float) -> Countdown | None:
    if state.deadline_s is None or isinstance(state.visit, _QUIET):
        return None
    waits = state.terminal.policy.waits
    whole = wait_of(state.visit, waits) or 0.0
    left = max(state.deadline_s - monotonic_s, 0.0)
    pays = isinstance(state.visit, st.ConfirmPayer) and money_inside(state.visit)
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
        notices.append(Message("notice_nothing_works", (("code", no_cash),)))
    if not terminal.printer.usable and terminal.printer.state is not DeviceState.STARTING:
        notices.append(Message("notice_printer_out"))
    if not terminal.reachable:
        notices.append(Message("notice_offline"))
    notes = tuple(sorted(notes_taken(terminal)))
    return HomeView(can_pay=not no_cash, lamps=lamps(terminal), notices=tuple(notices), denominations=notes)


def lamps(terminal: Terminal) -> tuple[DeviceLamp, ...]:
    """Which devices work, said honestly; a device that is not fitted has no lamp."""
    cash = not why_no_cash(terminal)
    low = terminal.printer.usable and terminal.printer.supplies is Supplies.LOW
    printer = "lamp_printer_low" if low else _lamp("printer", works=terminal.printer.usable)
    found = [
        DeviceLamp("acceptor", cash, Message(_lamp("cash", works=cash))),
        DeviceLamp("printer", terminal.printer.usable, Message(printer)),
        DeviceLamp("centre", terminal.reachable, Message(_lamp("centre", works=terminal.reachable))),
    ]
    if terminal.card.state is not DeviceState.NO_DEVICE:
        found.insert(1, DeviceLamp("card", terminal.card.usable, Message(_lamp("card", works=terminal.card.usable))))
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
        card=Message("method_card_not_fitted"),
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
        left=max(Fen(visit.amount - visit.inserted), ZERO),
        surplus=max(Fen(visit.inserted - visit.amount), ZERO),
        denominations=tuple(sorted(notes_with_room(visit, state.terminal))),
        notes=tuple(lines),
        accepting=bool(visit.accepting) and not is_stacking(visit) and not why_no_cash(state.terminal),
        can_finish=money_inside(visit) and visit.finishing is None,
        finishing=visit.finishing is not None,
        message=visit.message or _of_open_note(visit),
        service_state=found.service_state if found else ServiceState.UNKNOWN,
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


def _show_result(state: State, visit: st.ShowResult) -> Body:
    return ResultView(
        masked_number=visit.account_masked,
        masked_name=visit.masked_name,
        amount=visit.amount,
        payment_id=visit.payment_id or visit.note_code,
        posting=_posting(state, visit),
        sms=_sms(visit),
        sms_state=visit.sms,
        reopening=_reopening(visit),
        reopening_state=visit.reopening,
        receipt=visit.receipt,
        receipt_number=visit.receipt_number,
        balance_after=visit.balance_after,
        message=_result_message(state, visit),
        code=visit.problem,
    )


def _posting(state: State, visit: st.ShowResult) -> StepState:
    late = visit.posting is StepState.WAITING and not state.terminal.reachable
    return StepState.LATER if late else visit.posting


def _sms(visit: st.ShowResult) -> StepState:
    if visit.posting is not StepState.DONE:
        return StepState.LATER if visit.posting is not StepState.FAILED else StepState.SKIPPED
    states = {
        SmsState.WAITING: StepState.WAITING,
        SmsState.SENT: StepState.WAITING,
        SmsState.DELIVERED: StepState.DONE,
        SmsState.FAILED: StepState.FAILED,
        SmsState.UNDELIVERABLE: StepState.LATER,
    }
    return states[visit.sms]


def _reopening(visit: st.ShowResult) -> StepState:
    if visit.posting is not StepState.DONE:
        return StepState.LATER if visit.was_suspended and visit.posting is not StepState.FAILED else StepState.SKIPPED
    states = {
        Reopening.NOT_NEEDED: StepState.SKIPPED,
        Reopening.PENDING: StepState.WAITING,
        Reopening.REOPENED: StepState.DONE,
        Reopening.LATE: StepState.LATER,
    }
    return states[visit.reopening]


def _result_message(state: State, visit: st.ShowResult) -> Message:
    if visit.open_amount:
        open_note = (("amount", price_text(visit.open_amount)), ("code", visit.note_code))
        return Message("result_note_open" if visit.payment_id else "result_only_note_open", open_note)
    if visit.posting is StepState.DONE:
        return Message("result_posted")
    if visit.end is VisitEnd.RECOVERED and visit.posting is not StepState.FAILED:
        return Message("result_recovered")
    if visit.posting is StepState.FAILED:
        return Message("result_in_doubt" if visit.in_doubt else "result_owed", (("code", visit.payment_id),))
    return Message("result_queued" if _posting(state, visit) is StepState.LATER else "result_posting")


def _out_of_service(_state: State, visit: st.OutOfService) -> Body:
    return OutOfServiceView(Message("out_storage"), visit.code, visit.held, visit.masked_number)


_BODIES: dict[type[Visit], Callable[..., Body]] = {
    st.Starting: _starting,
    st.Home: _home,
    st.EnterNumber: _enter_number,
    st.LookingUp: _looking_up,
    st.ChooseAmount: _choose_amount,
    st.ChooseMethod: _choose_method,
    st.TakingCash: _taking_cash,
    st.ConfirmPayer: _confirm_payer,
    st.ShowResult: _show_result,
    st.OutOfService: _out_of_service,
}

"""Views as the core would make them, for the preview and the tests: every page in the states that matter."""

from dataclasses import replace
from typing import Final

from kiosk.device_status import Device
from kiosk.enquiry_views import EnquiryBody, ServiceKey
from kiosk.money import ZERO, Fen
from kiosk.views import (
    AmountChoice,
    AmountLabel,
    AmountView,
    Body,
    CardRefusedView,
    CardView,
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
    StepState,
    View,
)
from kiosk.visit_types import Language, Reopening, Service, ServiceState, SmsState
from ui.help_messages import HELP_SOURCES
from ui.sample_payer import FULL, MASKED, NAME, OWED, RESULT
from ui.samples_of_cards import CARD_BODIES
from ui.samples_of_enquiries import ENQUIRY_BODIES, MOST_WANTED, services
from ui.samples_of_sheets import SHEET_BODIES
from ui.samples_of_staff import STAFF_SAMPLES, staff_view

NOTES: Final = tuple(Fen(yuan * 100) for yuan in (5, 10, 20, 50, 100))
CHOICES: Final = (
    AmountChoice(OWED, AmountLabel.ARREARS),
    *(AmountChoice(Fen(yuan * 100), AmountLabel.ROUND) for yuan in (30, 50, 100, 200, 300, 500)),
)

PAY: Final = ServiceKey(Service.PAY_BILL, "交话费")
QUICK_LANE: Final = (PAY, *services(*MOST_WANTED[:3]))
_LAMPS: Final = (
    DeviceLamp("centre", works=True, message=Message("lamp_centre_ok")),
    DeviceLamp(Device.ACCEPTOR, works=True, message=Message("lamp_cash_ok")),
    DeviceLamp(Device.PRINTER, works=True, message=Message("lamp_printer_ok")),
    DeviceLamp(Device.CARD, works=False, message=Message("lamp_card_not_fitted")),
)
_CARD_LAMPS: Final = (*_LAMPS[:3], DeviceLamp(Device.CARD, works=True, message=Message("lamp_card_ok")))
_BAD_LAMPS: Final = (
    DeviceLamp("centre", works=False, message=Message("lamp_centre_out")),
    DeviceLamp(Device.ACCEPTOR, works=True, message=Message("lamp_cash_ok")),
    DeviceLamp(Device.PRINTER, works=False, message=Message("lamp_printer_out")),
    DeviceLamp(Device.CARD, works=False, message=Message("lamp_card_not_fitted")),
)
_NO_CHANGE: Final = Message("condition_no_change", (("number", FULL), ("name", NAME)))
_STACKED: Final = (
    NoteLine(Fen(10000), NoteStep.STACKED, "2026-11-21T20:58:31+08:00"),
    NoteLine(Fen(5000), NoteStep.STACKED, "2026-11-21T20:58:44+08:00"),
)
_AMOUNT: Final = AmountView(
    number=FULL,
    masked_name=NAME,
    offline=False,
    arrears=OWED,
    balance=ZERO,
    service_state=ServiceState.SUSPENDED_ONE_WAY,
    choices=CHOICES,
    minimum=Fen(100),
    maximum=Fen(100_000),
)
_CASH: Final = CashView(
    masked_number=MASKED,
    masked_name=NAME,
    inserted=ZERO,
    amount=OWED,
    left=OWED,
    surplus=ZERO,
    denominations=NOTES,
    notes=(),
    accepting=True,
    can_finish=False,
    service_state=ServiceState.SUSPENDED_ONE_WAY,
)
_CASH_150: Final = replace(_CASH, inserted=Fen(15000), left=Fen(3240), notes=_STACKED, can_finish=True, accepting=True)
_POSTED: Final = replace(
    RESULT,
    posting=StepState.DONE,
    sms=StepState.DONE,
    sms_state=SmsState.DELIVERED,
    reopening=StepState.DONE,
    reopening_state=Reopening.REOPENED,
    receipt=StepState.DONE,
    receipt_number="2026112100012345",
    balance_after=Fen(1760),
    message=Message("result_posted"),
    may_rate=True,
)
BODIES: Final[dict[str, Body]] = {
    "starting": StartingView(Message("starting")),
    "recovering_visit": StartingView(
        Message("recovering_visit", (("number", "138 **** 5678"), ("amount", "¥150"), ("note", "¥20")))
    ),
    "recovering_note": StartingView(
        Message("recovering_note", (("number", "138 **** 5678"), ("amount", "¥0"), ("note", "¥20")))
    ),
    "recovering_card": StartingView(Message("recovering_card", (("number", MASKED), ("amount", "¥82.40")))),
    "home": HomeView(can_pay=True, lamps=_LAMPS, denominations=NOTES),
    "home_card": HomeView(can_pay=True, lamps=_CARD_LAMPS, denominations=NOTES),
    "home_only_card": HomeView(
        can_pay=True,
        lamps=(replace(_LAMPS[1], works=False, message=Message("lamp_cash_out")), *_CARD_LAMPS[::2], _CARD_LAMPS[3]),
        notices=(Message("notice_cash_out", (("code", "BV-JAM"),)),),
    ),
    "home_no_card": HomeView(
        can_pay=True,
        lamps=(*_LAMPS[:3], DeviceLamp(Device.CARD, works=False, message=Message("lamp_card_out"))),
        notices=(Message("notice_card_out", (("code", "CT-OFF"),)),),
        denominations=NOTES,
    ),
    "home_asking": HomeView(
        can_pay=True, lamps=_CARD_LAMPS, denominations=NOTES, keys=services(*MOST_WANTED), has_menu=True
    ),
    "home_asking_few": HomeView(
        can_pay=True, lamps=_CARD_LAMPS, denominations=NOTES, keys=services(*MOST_WANTED[:2]), has_menu=True
    ),
    "home_asking_no_printer": HomeView(
        can_pay=True,
        lamps=(
            *_CARD_LAMPS[:2],
            DeviceLamp(Device.PRINTER, works=False, message=Message("lamp_printer_out")),
            _CARD_LAMPS[3],
        ),
        notices=(Message("notice_printer_out"),),
        denominations=NOTES,
        keys=services(*MOST_WANTED),
        has_menu=True,
    ),
    "home_asking_offline": HomeView(
        can_pay=True,
        lamps=(*_BAD_LAMPS[:3], _CARD_LAMPS[3]),
        notices=(Message("notice_offline"), Message("notice_printer_out")),
        denominations=NOTES,
        keys=services(*MOST_WANTED[:4]),
        has_menu=True,
    ),
    "home_degraded": HomeView(
        can_pay=True,
        lamps=_BAD_LAMPS,
        notices=(Message("notice_offline"), Message("notice_printer_out")),
        denominations=NOTES,
    ),
    "home_nothing": HomeView(
        can_pay=False, lamps=_BAD_LAMPS, notices=(Message("notice_nothing_works", (("code", "BV-OFF"),)),)
    ),
    "number_empty": NumberView(digits="", complete=False),
    "number_typing": NumberView(digits="1381234", complete=False),
    "number_busy": NumberView(digits=FULL, complete=True, busy=True),
    "number_problem": NumberView(digits=FULL, complete=True, problem=Message("account_closed")),
    "number_repeat": NumberView(digits="138", complete=False, repeat=True),
    "amount_arrears": _AMOUNT,
    "amount_credit": replace(
        _AMOUNT, arrears=ZERO, balance=Fen(3250), service_state=ServiceState.ACTIVE, choices=CHOICES[1:]
    ),
    "amount_offline": replace(
        _AMOUNT, masked_name="", offline=True, arrears=ZERO, service_state=ServiceState.UNKNOWN, choices=CHOICES[1:]
    ),
    "amount_typing": replace(_AMOUNT, typing=True, digits="120", typed_amount=Fen(12000)),
    "amount_typing_problem": replace(
        _AMOUNT,
        typing=True,
        digits="1200",
        typed_amount=Fen(120_000),
        problem=Message("amount_too_large", (("maximum", "¥1000"),)),
    ),
    "method": MethodView(
        number=FULL,
        masked_name=NAME,
        amount=OWED,
        denominations=NOTES,
        conditions=(_NO_CHANGE, Message("condition_denominations")),
        card=Message("method_card_not_fitted"),
    ),
    "method_offline": MethodView(
        number=FULL,
        masked_name="",
        amount=Fen(10000),
        denominations=NOTES,
        conditions=(
            Message("condition_no_change", (("number", FULL), ("name", ""))),
            Message("condition_offline"),
            Message("condition_offline_suspended"),
            Message("condition_no_receipt"),
        ),
        card=Message("method_card_not_fitted"),
    ),
    "method_no_cash": MethodView(
        number=FULL,
        masked_name=NAME,
        amount=OWED,
        denominations=(),
        conditions=(),
        cash=Message("method_cash_unavailable", (("code", "BV-OFF"),)),
        card=Message("method_card_not_fitted"),
    ),
    "method_both": MethodView(
        number=FULL,
        masked_name=NAME,
        amount=OWED,
        denominations=NOTES,
        conditions=(_NO_CHANGE, Message("condition_denominations")),
    ),
    "method_card_out": MethodView(
        number=FULL,
        masked_name=NAME,
        amount=OWED,
        denominations=NOTES,
        conditions=(_NO_CHANGE, Message("condition_sms_undeliverable")),
        card=Message("method_card_in_doubt"),
    ),
    "method_card_needs_line": MethodView(
        number=FULL,
        masked_name="",
        amount=Fen(10000),
        denominations=NOTES,
        conditions=(
            Message("condition_no_change", (("number", FULL), ("name", ""))),
            Message("condition_offline"),
            Message("condition_offline_suspended"),
            Message("condition_no_receipt"),
        ),
        card=Message("method_card_needs_line"),
    ),
    "method_only_card": MethodView(
        number=FULL,
        masked_name=NAME,
        amount=OWED,
        denominations=(),
        conditions=(_NO_CHANGE,),
        cash=Message("method_cash_unavailable", (("code", "BV-JAM"),)),
    ),
    "method_neither": MethodView(
        number=FULL,
        masked_name=NAME,
        amount=OWED,
        denominations=(),
        conditions=(_NO_CHANGE,),
        cash=Message("method_cash_unavailable", (("code", "BV-OFF"),)),
        card=Message("method_card_unavailable", (("code", "CT-OFF"),)),
    ),
    "cash_empty": _CASH,
    "cash_or_card": replace(_CASH, can_pay_rest_by_card=True, accepting=False, message=Message("cash_jam")),
    "cash_then_card": replace(
        _CASH_150, inserted=Fen(10000), left=Fen(8240), notes=_STACKED[:1], can_pay_rest_by_card=True
    ),
    "cash_jam_then_card": replace(_CASH_150, message=Message("cash_jam"), accepting=False, can_pay_rest_by_card=True),
    "cash_many_then_card": replace(
        _CASH_150,
        notes=tuple(NoteLine(Fen(1000), NoteStep.STACKED, f"2026-11-21T20:58:{s:02d}+08:00") for s in range(15)),
        can_pay_rest_by_card=True,
    ),
    "cash_some": replace(
        _CASH_150, notes=(*_STACKED, NoteLine(Fen(2000), NoteStep.STACKING)), accepting=False, can_finish=True
    ),
    "cash_rejected": replace(_CASH_150, message=Message("note_rejected", (("reason", "verification"),))),
    "cash_full": replace(
        _CASH_150,
        accepting=False,
        denominations=(),
        message=Message("limit_reached", (("limit", "¥150"),)),
    ),
    "cash_over": replace(
        _CASH_150,
        inserted=Fen(20000),
        left=ZERO,
        surplus=Fen(1760),
        notes=(*_STACKED, NoteLine(Fen(5000), NoteStep.STACKED, "2026-11-21T20:59:02+08:00")),
    ),
    "cash_many": replace(
        _CASH_150,
        inserted=Fen(15000),
        notes=tuple(NoteLine(Fen(1000), NoteStep.STACKED, f"2026-11-21T20:58:{s:02d}+08:00") for s in range(15)),
        message=Message("cash_jam"),
        accepting=False,
    ),
    "cash_finishing": replace(
        _CASH_150, notes=(*_STACKED, NoteLine(ZERO, NoteStep.CHECKING)), accepting=False, finishing=True
    ),
    **CARD_BODIES,
    "confirm_payer": ConfirmPayerView(MASKED, NAME, Fen(15000), OWED, may_continue=True),
    "confirm_payer_last": ConfirmPayerView(MASKED, NAME, Fen(15000), OWED, may_continue=False),
    "result_posting": RESULT,
    "result_posted": _POSTED,
    "result_rated": replace(_POSTED, score=5),
    "result_recovered": replace(RESULT, message=Message("result_recovered")),
    "result_queued": replace(
        RESULT,
        posting=StepState.LATER,
        sms=StepState.LATER,
        reopening=StepState.LATER,
        receipt=StepState.DONE,
        message=Message("result_queued"),
        may_rate=True,
    ),
    "result_owed": replace(
        RESULT,
        posting=StepState.FAILED,
        sms=StepState.SKIPPED,
        reopening=StepState.SKIPPED,
        reopening_state=Reopening.NOT_NEEDED,
        receipt=StepState.FAILED,
        message=Message("result_owed", (("code", "account-not-found"),)),
        code="account-not-found",
    ),
    "result_receipt_failed": replace(_POSTED, receipt=StepState.FAILED, can_print_again=True),
    "result_receipt_drawn_back": replace(_POSTED, receipt=StepState.FAILED, drawn_back=True, can_print_again=True),
    "result_only_note_open": replace(
        RESULT,
        amount=Fen(10000),
        payment_id="A1B2C3D4",
        posting=StepState.FAILED,
        sms=StepState.SKIPPED,
        reopening=StepState.SKIPPED,
        reopening_state=Reopening.NOT_NEEDED,
        receipt=StepState.DONE,
        message=Message("result_only_note_open", (("amount", "¥100"), ("code", "A1B2C3D4"))),
        code="note-in-doubt",
    ),
    "out_storage": OutOfServiceView(Message("out_storage"), "STO-IO", held=Fen(15000), masked_number=MASKED),
    "out_safe": OutOfServiceView(Message("out_safe"), "APP-SAFE"),
    "closed": ClosedView(is_hall=True, opens_at="2026-11-23T08:30:00+08:00", other_way="隔壁 24 小时自助厅，或掌上营业厅"),
    "closed_bare": ClosedView(is_hall=True),
    "closed_by_staff": ClosedView(is_hall=False, other_way="人工柜台 1 号"),
    "out_no_devices": OutOfServiceView(Message("out_no_devices"), "BV-OFF"),
    **ENQUIRY_BODIES,
    **SHEET_BODIES,
}

_STEPS: Final = {"number": 1, "amount": 2, "method": 3, "cash": 4, "card": 4, "refused": 4, "confirm": 4, "result": 5}


def view(name: str, language: Language = Language.CHINESE, *, large: bool = False, demo: bool = True) -> View:
    """The sample of this name in its usual frame."""
    if name in STAFF_SAMPLES:
        return staff_view(name, language, large=large, demo=demo)
    step = _STEPS.get(name.split("_", 1)[0], 0)
    money = step >= 4
    body = BODIES[name]
    asks = isinstance(body, EnquiryBody)
    idle = step == 0 and not asks
    way_back = asks or 1 <= step <= 3 or (isinstance(body, CardRefusedView) and not body.inserted)
    frame = Frame(
        hall="示范营业厅",
        terminal="K0003",
        service_phone="10086",
        demo=demo,
        language=language,
        large_type=large,
        quick_lane=()
        if money or name.startswith(("starting", "recovering", "out", "closed"))
        else QUICK_LANE
        if asks
        else (PAY,),
        step=step,
        can_go_back=way_back,
        can_go_home=way_back,
        can_call_help=not name.startswith("starting"),
        countdown=None if idle or isinstance(body, CardView) else Countdown(60.0, 20.0, pays=money and not way_back),
    )
    return View(frame, body)


def views(language: Language = Language.CHINESE, *, large: bool = False) -> dict[str, View]:
    """All samples, and two with the countdown near its end."""
    made = {name: view(name, language, large=large) for name in (*BODIES, *STAFF_SAMPLES)}
    for name in ("number_typing", "cash_some"):
        calm = made[name]
        countdown = Countdown(15.0, 20.0, pays=name.startswith("cash"))
        made[f"{name}_warning"] = replace(calm, frame=replace(calm.frame, countdown=countdown))
    return made


def help_views(language: Language = Language.CHINESE, *, large: bool = False) -> dict[str, View]:
    """A page with what may come of a call for a person; its words stand on the sheet that the help key opens."""
    page = view("cash_some", language, large=large)
    return {said: _called(page, said) for said in HELP_SOURCES}


def _called(page: View, said: str) -> View:
    message = Message(said, (("phone", page.frame.service_phone),))
    return replace(page, frame=replace(page.frame, help=message, can_call_help=said != "help_calling"))

"""The samples of the staff's pages, with the advice that stands on them."""

from collections.abc import Callable
from dataclasses import replace
from typing import Final

from kiosk.advice import advice_for
from kiosk.box_views import BoxBody
from kiosk.device_status import Device, DeviceState
from kiosk.diagnosis_views import DiagnosisBody
from kiosk.journey_views import TracingView
from kiosk.messages import Message
from kiosk.money import ZERO, Fen
from kiosk.settling_views import SettlingView
from kiosk.staff import Role
from kiosk.staff_records import (
    BooksSheet,
    Bucket,
    DeviceSheet,
    FrameLine,
    JobCount,
    NoteCount,
    PaymentRecord,
)
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
from kiosk.views import Countdown, Frame, View
from kiosk.visit_types import Language
from ui.samples_of_boxes import BOX_SAMPLES
from ui.samples_of_diagnosis import DIAGNOSIS_SAMPLES
from ui.samples_of_journeys import JOURNEY_SAMPLES
from ui.samples_of_settling import SETTLING_SAMPLES

_SINCE: Final = "2026-11-21T13:40:02+08:00"
_ADMIN: Final = WhoView("0217", "王*", frozenset({Role.ADMIN}))
_VIEWER: Final = WhoView("0301", "赵*", frozenset({Role.VIEW, Role.OPERATE}))
_TESTS: Final = (ConsolePage.DIAGNOSIS, ConsolePage.READINESS)
_PAGES: Final = (ConsolePage.OVERVIEW, ConsolePage.DEVICE, ConsolePage.RECORDS, ConsolePage.PAPER, *_TESTS)
_LINES: Final = {
    Device.ACCEPTOR: "CashCode SM · 21KC05011234 · 1.34",
    Device.PRINTER: "80 mm",
    Device.CARD: "ZVT · 52500041 · 898110154990001",
}


def _well(device: str) -> DeviceCard:
    line = _LINES.get(Device(device), "") if device in list(Device) else ""
    return DeviceCard(device, works=True, is_warning=False, code="", line=line, raw="", state="online", since=_SINCE)


def _ill(device: str, state: str, code: str, raw: str, language: Language, *, warns: bool = False) -> DeviceCard:
    advice = advice_for(code)
    return replace(
        _well(device),
        works=warns,
        is_warning=warns,
        code=code,
        raw=raw,
        state=state,
        what=advice.what.of(language),
        steps=tuple(step.of(language) for step in advice.steps),
        blocks=advice.blocks,
    )


def _console(language: Language, state: str, code: str, *cards: DeviceCard, **more: object) -> ConsoleView:
    why = advice_for(code).what.of(language) if code else ""
    body = ConsoleView(
        who=_ADMIN,
        page=ConsolePage.OVERVIEW,
        state=state,
        code=code,
        why=why,
        devices=cards,
        pages=_PAGES,
        waiting=0,
        hands_inside=False,
        card=True,
        paper_left_mm=74_000,
    )
    return replace(body, **more)  # type: ignore[arg-type]


def _all_well(language: Language) -> ConsoleView:
    return _console(language, "full", "", *(_well(device) for device in (*Device, "centre")))


def _jam(language: Language) -> ConsoleView:
    jam = _ill(Device.ACCEPTOR, DeviceState.HW_ERROR, "BV-JAM", "43", language)
    low = _ill(Device.PRINTER, DeviceState.ONLINE, "PRN-LOW", "DLE EOT 12 12 12 1E", language, warns=True)
    jam = replace(jam, may_hold_money=True)
    cards = (jam, low, _well(Device.CARD), _well("centre"))
    return _console(language, "degraded", "BV-JAM", *cards, cash=False, paper_left_mm=11_000)


def _bad_day(language: Language) -> ConsoleView:
    sentence = "/dev/serial/by-id/usb-acceptor: no such port"
    cards = (
        _ill("terminal", "", "LED-CHANGED", "record 12 was changed", language),
        _ill(Device.ACCEPTOR, DeviceState.NO_DEVICE, "BV-NO-PORT", sentence, language),
        _ill(Device.PRINTER, DeviceState.USER_ERROR, "PRN-COVER", "DLE EOT 16 16 12 12", language),
        _ill(Device.CARD, DeviceState.OFFLINE, "CARD-SILENT", "", language),
        _ill("centre", DeviceState.OFFLINE, "NET-DOWN", "connect timed out after 3 s", language),
    )
    none = {"cash": False, "card": False, "printing": False, "centre": False}
    return _console(language, "out", "LED-CHANGED", *cards, waiting=37, hands_inside=True, **none)


_NOTES: Final = tuple(
    NoteCount(Fen(fen), count) for fen, count in ((10000, 91), (5000, 34), (2000, 12), (1000, 40), (500, 8))
)
_POLL: Final = "02 03 06 33 DA 81"
_FRAMES: Final = (
    FrameLine("14:01:58.204", "note", "port opened"),
    FrameLine("14:01:58.310", "to_device", _POLL, 118),
    FrameLine("14:01:58.318", "to_host", "02 03 06 14 67 D4", 117),
    FrameLine("14:02:21.910", "to_host", "02 03 06 15 EE C5", 3),
    FrameLine("14:02:22.702", "to_host", "02 03 06 17 FC F6", 9),
    FrameLine("14:02:24.512", "to_host", "02 03 06 43 D1 A0", 88),
    FrameLine("14:02:30.001", "to_device", "02 03 18 37 " + "FE C7 " * 10 + "+4"),
)


def _device(language: Language) -> DeviceDetailsView:
    card = _jam(language).devices[0]
    history = tuple(
        HistoryLine(at, state, code, advice_for(code).what.of(language) if code else "", raw)
        for at, state, code, raw in (
            ("2026-11-21T14:02:24+08:00", "hw_error", "BV-JAM", "43"),
            ("2026-11-21T09:12:40+08:00", "online", "", ""),
            ("2026-11-21T09:11:02+08:00", "user_error", "BV-BOX-OUT", "42"),
            ("2026-11-21T08:00:11+08:00", "online", "", ""),
        )
    )
    return DeviceDetailsView(_VIEWER, card, history, DeviceSheet(notes=_NOTES, frames=_FRAMES))


def _printer(_language: Language) -> DeviceDetailsView:
    jobs = (JobCount("printed", 1204), JobCount("partial", 3), JobCount("unknown", 1))
    frames = (FrameLine("14:02:31.402", "to_device", "10 04 01", 61), FrameLine("14:02:31.409", "to_host", "12", 61))
    return DeviceDetailsView(_ADMIN, _well(Device.PRINTER), (), DeviceSheet(jobs=jobs, frames=frames), paper_left_mm=31_400)


def _payment(number: int, masked: str, fen: int, *, tender: str, state: str, sms: str, slip: str) -> PaymentRecord:
    receipt = "261121-7Q2MXP" if state == "posted" else ""
    at = f"2026-11-21T14:{number % 60:02d}:12+08:00"
    return PaymentRecord(f"K0003-{number:07d}", at, masked, Fen(fen), tender, state, sms, slip, receipt)


_PAYMENTS: Final = (
    _payment(102, "138****5678", 18240, tender="cash", state="queued", sms="", slip="printed"),
    _payment(101, "139****1234", 10000, tender="mixed", state="posted", sms="delivered", slip="printed"),
    _payment(100, "137****0011", 5000, tender="card", state="in_doubt", sms="", slip="not_printed"),
)
_CASH: Final = (
    Bucket("stacked", Fen(1_842_000)),
    Bucket("held_in_visit", ZERO),
    Bucket("queued", Fen(2_000)),
    Bucket("posted", Fen(1_830_000)),
    Bucket("in_doubt", Fen(10_000)),
    Bucket("owed", ZERO),
    Bucket("unassigned", ZERO),
    Bucket("settled", ZERO),
)
_CARDS: Final = (
    Bucket("card_charged", Fen(23_240)),
    Bucket("card_posted", Fen(18_240)),
    Bucket("card_in_doubt", Fen(5_000)),
)
_BOOKS: Final = BooksSheet(
    payments=_PAYMENTS,
    cash=_CASH,
    cash_difference=0,
    card=_CARDS,
    card_difference=0,
    journal_count=48_211,
    journal_head="9f3c" + "0" * 56 + "77a1",
    told_count=48_211,
)
_RECORDS: Final = RecordsView(_VIEWER, _BOOKS, verified_at="2026-11-21T03:10:44+08:00")
_LOGIN: Final = StaffLoginView(LoginStep.STAFF_ID, 0, can_change_paper=True)


def _paper(now: PaperStepNow, left_mm: int) -> PaperChangeView:
    return PaperChangeView(now, left_mm, _well(Device.PRINTER))


STAFF_SAMPLES: Final[dict[str, Callable[[Language], StaffBody | DiagnosisBody | BoxBody | SettlingView | TracingView]]] = {
    **DIAGNOSIS_SAMPLES,
    **BOX_SAMPLES,
    **SETTLING_SAMPLES,
    **JOURNEY_SAMPLES,
    "staff_id": lambda _: _LOGIN,
    "staff_id_typing": lambda _: replace(_LOGIN, typed=4, digits="0217", can_confirm=True),
    "staff_nobody": lambda _: replace(_LOGIN, problem=Message("staff_nobody")),
    "staff_pin": lambda _: StaffLoginView(LoginStep.PIN, 4),
    "staff_pin_long": lambda _: StaffLoginView(LoginStep.PIN, 12, can_confirm=True),
    "staff_pin_busy": lambda _: StaffLoginView(LoginStep.PIN, 0, busy=True),
    "staff_refused": lambda _: StaffLoginView(LoginStep.PIN, 0, problem=Message("staff_refused")),
    "staff_locked": lambda _: StaffLoginView(LoginStep.PIN, 0, problem=Message("staff_locked", (("minutes", "30"),))),
    "staff_may_unlock": lambda _: StaffLoginView(
        LoginStep.PIN, 0, problem=Message("staff_locked", (("minutes", "30"),)), can_unlock=True
    ),
    "staff_unlocked": lambda _: StaffLoginView(LoginStep.PIN, 0, unlocked=True),
    "staff_new_pin": lambda _: StaffLoginView(LoginStep.NEW_PIN, 6, can_confirm=True),
    "staff_too_simple": lambda _: StaffLoginView(LoginStep.NEW_PIN, 0, problem=Message("pin_too_simple")),
    "staff_repeat_pin": lambda _: StaffLoginView(LoginStep.REPEAT_PIN, 2),
    "console_well": _all_well,
    "console_jam": _jam,
    "console_bad_day": _bad_day,
    "console_device": _device,
    "console_device_reading": lambda language: replace(_device(language), sheet=None, busy=True),
    "console_device_blind": lambda language: replace(_device(language), who=_ADMIN, is_blind=True),
    "console_printer": _printer,
    "console_centre": lambda language: DeviceDetailsView(_ADMIN, _bad_day(language).devices[-1], ()),
    "console_records": lambda _: _RECORDS,
    "console_records_blind": lambda _: replace(_RECORDS, who=_ADMIN, is_blind=True),
    "console_records_reading": lambda _: RecordsView(_VIEWER, busy=True),
    "console_records_unread": lambda _: RecordsView(_VIEWER, unread=True),
    "console_records_doubted": lambda _: replace(
        _RECORDS, books=replace(_BOOKS, cash_difference=-10_000, told_count=48_020), doubted="record 12 was changed"
    ),
    "paper_open": lambda _: _paper(PaperStepNow.OPEN, 900),
    "paper_roll": lambda _: _paper(PaperStepNow.ROLL, 900),
    "paper_close": lambda _: _paper(PaperStepNow.CLOSE, 900),
    "paper_done": lambda _: _paper(PaperStepNow.DONE, 80_000),
    "paper_trouble": lambda language: PaperChangeView(
        PaperStepNow.OPEN, 900, _ill(Device.PRINTER, DeviceState.USER_ERROR, "PRN-CUTTER", "", language), _ADMIN
    ),
}


def staff_view(name: str, language: Language, *, large: bool, demo: bool) -> View:
    """The sample of this name in its usual frame."""
    body = STAFF_SAMPLES[name](language)
    leaves = isinstance(body, StaffLoginView | PaperChangeView)
    held = isinstance(body, ConsoleView) and body.hands_inside
    frame = Frame(
        hall="示范营业厅",
        terminal="K0003",
        service_phone="10086",
        demo=demo,
        language=language,
        large_type=large,
        can_go_back=leaves or not isinstance(body, ConsoleView),
        can_go_home=leaves,
        can_call_help=True,
        countdown=None if held else Countdown(60.0 if leaves else 120.0, 20.0, pays=False),
    )
    return View(frame, body)

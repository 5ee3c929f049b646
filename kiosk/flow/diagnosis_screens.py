"""The pages of diagnosis and readiness: from the state to what the screen shows. Pure."""

from kiosk.diagnosis import CELLS, QUESTIONS
from kiosk.diagnosis_views import DiagnosisView, ReadinessView
from kiosk.flow import staff_screens
from kiosk.flow.diagnosing import FAILED_BUNDLE, MAKING
from kiosk.flow.diagnosis_states import Diagnosing, DiagnosisStep
from kiosk.flow.judging import judged, lines
from kiosk.flow.staff_states import Console
from kiosk.flow.states import State
from kiosk.staff_records import BooksSheet, RecordsUnread
from kiosk.staff_views import ConsolePage, StaffBody, WhoView


def diagnosing(state: State, page: Diagnosing) -> DiagnosisView:
    result, asks = page.result, page.step is DiagnosisStep.ASKING and page.item is not None
    return DiagnosisView(
        who=WhoView(page.member.staff_id, page.member.name, page.member.roles),
        step=page.step,
        item=page.item or "",
        lines=lines(state.terminal, page.opened_at) if page.step is DiagnosisStep.CHOOSING else (),
        denomination=page.denomination,
        drawn=page.drawn,
        refused=page.refused,
        question=QUESTIONS[page.item][page.asked] if asks and page.item is not None else "",
        touched=page.touched,
        cells=CELLS,
        outcome=result.outcome if result is not None else "",
        detail=result.detail if result is not None else page.said,
        milliseconds=result.milliseconds if result is not None else 0,
        left=len(page.rest),
        leaving=bool(page.leaving),
        bundle=page.bundle if page.bundle not in (MAKING, FAILED_BUNDLE) else "",
        bundle_busy=page.bundle == MAKING,
        bundle_failed=page.bundle == FAILED_BUNDLE,
    )


def console(state: State, page: Console) -> StaffBody | ReadinessView:
    return _readiness(state, page) if page.page is ConsolePage.READINESS else staff_screens.console(state, page)


def _readiness(state: State, page: Console) -> ReadinessView:
    sheet = page.sheet
    assert sheet is not None  # this page is opened with one
    records = sheet.records
    books = records if isinstance(records, BooksSheet) else None
    besides = ("BOOKS-UNREAD",) if isinstance(records, RecordsUnread) else ()
    printing = bool(sheet.job_id) and not sheet.printed
    return ReadinessView(
        who=WhoView(page.member.staff_id, page.member.name, page.member.roles),
        found=judged(state, books, state.look.language, sheet.read_at, besides=besides),
        busy=bool(sheet.ticket),
        can_print=books is not None and state.terminal.printer.usable and not printing,
        printing=printing,
        printed=sheet.printed,
    )

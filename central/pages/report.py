"""A hall's day: score, figures, actions for tomorrow; printed as PDF by the browser, or CSV (features.md F48, F49)."""

from datetime import date, timedelta
from typing import Annotated, Final

from fastapi import APIRouter
from fastapi.responses import Response

from central.audit import record
from central.hall_facts import gather
from central.hall_report import HallReportError
from central.halls import hall_named
from central.pages.answers import SAFE, see
from central.pages.visitor import Form, PageError, Visitor, hall_address, of_query, on_page
from central.periods import Period
from central.report_body import body_of
from central.rollup import csv_text, roll_up
from central.staff_rights import has_role
from central.times import Milliseconds, hall_time

router = APIRouter()
_BANDS: Final = {"low": ("低", "low", "bad"), "medium": ("中", "medium", "warn"), "high": ("高", "high", "good")}
_PARTS: Final = {
    "availability": ("在服务", "in service"),
    "sms_within_30_s": ("短信 30 秒内", "SMS within 30 s"),
    "printing": ("可打印", "can print"),
    "payment_success": ("缴费成功", "payments succeed"),
    "reconciliation": ("账款相符", "cash agrees"),
    "ratings": ("满意度", "ratings"),
}
_ACTIONS: Final = {
    "check_terminal": ("去看终端：失联", "go and see the terminal: it is silent"),
    "settle_money": ("两人处理终端上的未了款项", "two people settle the open money at the terminal"),
    "tell_customer": ("致电顾客：款已到账", "call the customer: the money has arrived"),
    "explain_difference": ("给点钞差额写原因", "give the reason of a difference"),
    "reopen_lines": ("催办未复机线路", "see to lines that are not reopened"),
    "repair": ("报修", "call the technician"),
    "refill_paper": ("换纸", "put in paper"),
    "collect_cash": ("安排清机", "plan a collection"),
    "complete_master_data": ("补全营业厅资料", "complete the hall's data"),
    "explain_report": ("核对终端自报数", "look why the terminal's own figure differs"),
}
_NAMED: Final = frozenset({"tell_customer", "explain_difference", "repair", "complete_master_data", "explain_report"})


@router.get("/report")
def report(visitor: Annotated[Visitor, on_page("report", of_query)], day: date | None = None) -> Response:
    """A day that is over is kept and numbered, anew when what is known of it has changed; today is a look so far. Who names
    no day gets the newest that has begun: before the hall opens that is the day before."""
    now = visitor.centre.now()
    today = hall_time(now).date()
    asked = min(day or _newest_day(visitor, today, now), today)
    made, body = None, None
    if asked == today:
        with visitor.centre.database.read() as connection:
            facts = gather(connection, visitor.hall, Period.of_day(today, now), visitor.centre.settings)
        body = body_of(facts) if facts.terminals else None
    else:
        try:
            made = visitor.centre.hall_reports.make(visitor.hall, asked)
            body = made.body
        except HallReportError:
            body = None  # no terminal served then
    may_sign = has_role(visitor.person.roles, "admin")
    return visitor.show(
        "report.html",
        asked=asked,
        before=asked - timedelta(days=1),
        after=asked + timedelta(days=1) if asked < today else None,
        made=made,
        body=body,
        bands=_BANDS,
        parts=_PARTS,
        actions=_ACTIONS,
        named=_NAMED,
        may_sign=may_sign,
    )


def _newest_day(visitor: Visitor, today: date, now: Milliseconds) -> date:
    with visitor.centre.database.read() as connection:
        hall = hall_named(connection, visitor.hall)
    has_begun = not hall.hours or bool(hall.open_between(Period.of_day(today, now).begin, now + 1))
    return today if has_begun else today - timedelta(days=1)


@router.post("/report")
def sign_off(visitor: Annotated[Visitor, on_page("sign_report", of_query)], fields: Form) -> Response:
    """Somebody stands for a revision, once."""
    try:
        day, revision = date.fromisoformat(fields.get("day", "")), int(fields.get("revision", ""))
        visitor.centre.hall_reports.sign_off(visitor.hall, day, revision, visitor.person.staff_id)
        with visitor.centre.database.write() as connection:
            now, staff_id = visitor.centre.now(), visitor.person.staff_id
            record(connection, now, staff_id, "report_signed", hall=visitor.hall, subject=f"{day}/{revision}")
    except (ValueError, HallReportError) as problem:
        raise PageError(409, "over") from problem
    return see(hall_address("report", visitor.hall) + f"&day={day}&said=signed")


@router.get("/report.csv")
def report_csv(visitor: Annotated[Visitor, on_page("report_csv", of_query)], day: date) -> Response:
    """For the level above; not for who counts cash, as it tells the day's sums."""
    centre = visitor.centre
    with centre.database.read() as connection:
        rows = roll_up(connection, Period.of_day(day, centre.now()), centre.settings, visitor.hall)
    headers = SAFE | {"Content-Disposition": f'attachment; filename="hall-{day}.csv"'}
    return Response("\ufeff" + csv_text(rows, day), media_type="text/csv; charset=utf-8", headers=headers)

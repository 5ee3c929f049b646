"""The samples of the page of open money."""

from collections.abc import Callable
from dataclasses import replace
from typing import Final

from kiosk.messages import Message
from kiosk.money import Fen
from kiosk.money_reasons import MoneyReason
from kiosk.open_money import MAY_BECOME, OpenKind, Settlement, reasons
from kiosk.settling_views import MoneyLine, SettlingView, SuggestionLine
from kiosk.staff import Role
from kiosk.staff_views import WhoView
from kiosk.visit_types import Language

_WHO: Final = WhoView("0218", "李*", frozenset({Role.CASH}))
_AT: Final = "2026-11-21T20:58:44+08:00"
_SILENT: Final = MoneyReason.SILENT.value


def _line(kind: OpenKind, code: str, yuan: int, why: str = "", number: str = "138****5678", **more: bool) -> MoneyLine:
    return MoneyLine(code.lower(), code, kind.value, Fen(yuan * 100), _AT, why, number, **more)


LINES: Final = (
    _line(OpenKind.NOTE_IN_DOUBT, "A83DB75A", 100, _SILENT),
    _line(OpenKind.PAYMENT_OWED, "K0003-118", 150, "account-restricted", "139****1234"),
    _line(OpenKind.PAYMENT_IN_DOUBT, "K0003-121", 50, "idempotency-mismatch", "150****5678"),
    _line(OpenKind.NOTE_UNASSIGNED, "3F09C1AA", 20, "", ""),
    _line(OpenKind.NOTE_FOUND, "77B0E1D2", 100, "in_path"),
)
_LIST: Final = SettlingView(_WHO, "list", LINES, total=7, sum=Fen(57000), pages=2)


def _at(kind: OpenKind) -> SettlingView:
    line = next((one for one in LINES if one.kind == kind), _line(kind, "0C5A77E1", 10, "cheated"))
    outcomes = tuple(one.value for one in MAY_BECOME[kind])
    return replace(_LIST, step="line", line=line, outcomes=outcomes)


def _why(kind: OpenKind, outcome: Settlement, reason: str = "") -> SettlingView:
    offered = reasons(kind, outcome)
    reason = reason or (offered[0] if len(offered) == 1 else "")
    asked = replace(_at(kind), step="reason", outcome=outcome.value, reasons=offered, reason=reason)
    return replace(asked, can_confirm=bool(reason))


def _done(outcome: Settlement, slip: str = "done") -> SettlingView:
    credited = "K0003-130" if outcome is Settlement.CREDITED else ""
    done = SettlingView(_WHO, "settled", line=LINES[0], outcome=outcome.value, credited_as=credited, second="0219")
    return replace(done, slip=slip, can_print=slip != "waiting")


_VALUE: Final = replace(_LIST, step="value", values=tuple(Fen(yuan * 100) for yuan in (5, 10, 20, 50, 100)))
_WHOSE: Final = replace(_VALUE, step="whose", found=Fen(10000))
_DOUBT: Final = SuggestionLine("a83db75a", "138****5678", _AT, in_doubt=True)
_BACK: Final = SuggestionLine("bb", "139****1234", _AT, in_doubt=False)


def _of(body: SettlingView) -> Callable[[Language], SettlingView]:
    return lambda _language: body


SETTLING_SAMPLES: Final[dict[str, Callable[[Language], SettlingView]]] = {
    "money_list": _of(_LIST),
    "money_last_page": _of(replace(_LIST, lines=LINES[:2], page=1)),
    "money_none": _of(SettlingView(_WHO, "list")),
    "money_reading": _of(SettlingView(_WHO, "list", busy=True)),
    "money_unread": _of(SettlingView(_WHO, "list", unread=True, can_confirm=True)),
    "money_moved": _of(replace(_LIST, problem=Message("money_moved"))),
    **{f"money_line_{kind.value}": _of(_at(kind)) for kind in OpenKind},
    "money_line_waits": _of(replace(_at(OpenKind.PAYMENT_OWED), line=replace(LINES[1], waits=True), outcomes=())),
    **{
        f"money_why_{kind.value}_{outcome.value}": _of(_why(kind, outcome))
        for kind, outcomes in MAY_BECOME.items()
        for outcome in outcomes
    },
    "money_why_chosen": _of(_why(OpenKind.NOTE_IN_DOUBT, Settlement.CREDITED, "found_in_box")),
    "money_too_late": _of(
        replace(_why(OpenKind.NOTE_IN_DOUBT, Settlement.CREDITED, "found_in_box"), problem=Message("second_too_late"))
    ),
    "money_value": _of(_VALUE),
    "money_whose": _of(replace(_WHOSE, suggestions=(_DOUBT, _BACK))),
    "money_whose_four": _of(replace(_WHOSE, suggestions=(_DOUBT, _DOUBT, _BACK, _BACK))),
    "money_whose_nobody": _of(_WHOSE),
    **{f"money_done_{outcome.value}": _of(_done(outcome)) for outcome in Settlement},
    "money_done_printing": _of(_done(Settlement.HANDED_OVER, "waiting")),
    "money_done_unprinted": _of(_done(Settlement.HANDED_OVER, "failed")),
}

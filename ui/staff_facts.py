"""What the staff's pages show; part of ``presentation.py``. Advice comes in words already (kiosk/advice.py)."""

from collections.abc import Callable
from typing import TYPE_CHECKING, Any, Final

from kiosk.device_status import DeviceState
from kiosk.messages import Message
from kiosk.money import Fen, price_text
from kiosk.staff import PIN_DIGITS, Role
from kiosk.staff_records import BooksSheet, Bucket, FrameLine, PaymentRecord
from kiosk.staff_views import (
    SLIP_MM,
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

if TYPE_CHECKING:
    from ui.presentation import Facts, Say

HIDDEN: Final = "••••"
_HEAD_DIGITS: Final = 4  # of each end of the journal's head
_TITLES: Final = {
    ConsolePage.DIAGNOSIS: "console_page_diagnosis",
    ConsolePage.READINESS: "console_page_readiness",
    ConsolePage.COLLECTION: "console_page_collection",
    ConsolePage.OPEN_MONEY: "console_page_open_money",
    ConsolePage.RECORDS: "console_page_records",
    ConsolePage.PAPER: "console_page_paper",
}
_NOTES: Final = {
    ConsolePage.DIAGNOSIS: "tests_tile",
    ConsolePage.READINESS: "readiness_tile",
    ConsolePage.COLLECTION: "box_tile",
    ConsolePage.OPEN_MONEY: "money_tile",
}
_LINKS: Final = {DeviceState.NO_DEVICE: "unplugged", DeviceState.OFFLINE: "silent", DeviceState.POWER_OFF: "silent"}
_OPEN_BUCKETS: Final = frozenset({"held_in_visit", "queued", "in_doubt", "owed", "unassigned"})
"""Money that somebody must still see to: told to everybody, also to who counts the box."""


def login_facts(body: StaffLoginView, say: "Say") -> "Facts":
    is_id = body.step is LoginStep.STAFF_ID
    dots = max(body.typed, PIN_DIGITS.start)
    return {
        "title": say(Message(f"login_{body.step.value}")),
        "note": say(Message(f"login_note_{body.step.value}")),
        "isId": is_id,
        "digits": body.digits,
        "dots": [] if is_id else [number < body.typed for number in range(dots)],
        "busy": body.busy,
        "canUnlock": body.can_unlock,
        "unlocked": say(Message("staff_unlocked")) if body.unlocked else "",
        "canConfirm": body.can_confirm,
        "last": body.step is LoginStep.PIN,
        "problem": "" if body.problem is None else say(body.problem),
        "canChangePaper": body.can_change_paper,
    }


def console_facts(body: ConsoleView, say: "Say") -> "Facts":
    has = (("cash", body.cash), ("card", body.card), ("printing", body.printing), ("centre", body.centre))
    return {
        "who": _who(body.who, say),
        "kind": {"full": "good", "degraded": "warn"}.get(body.state, "bad"),
        "headline": say(Message(f"console_{body.state}")),
        "why": body.why,
        "code": body.code,
        "services": [{"text": say(Message(f"console_{name}")), "works": works} for name, works in has if works is not None],
        "cards": [_card(card, say, waiting=body.waiting) for card in body.devices],
        "tiles": [
            {"page": page.value, "text": say(Message(_TITLES[page])), "note": _tile_note(page, body, say)}
            for page in body.pages
            if page in _TITLES
        ],
        "held": body.hands_inside,
    }


def _tile_note(page: ConsolePage, body: ConsoleView, say: "Say") -> str:
    if page in _NOTES:
        return say(Message(_NOTES[page]))
    return _paper_left(body.paper_left_mm, say) if page is ConsolePage.PAPER else _waiting(body.waiting, say)


def _waiting(count: int, say: "Say") -> str:
    return say(Message("console_waiting", (("count", str(count)),))) if count else say(Message("console_nothing_waits"))


def _paper_left(millimetres: int, say: "Say") -> str:
    left = (("metres", str(millimetres // 1000)), ("slips", str(millimetres // SLIP_MM)))
    return say(Message("console_paper_left", left))


def _who(who: WhoView, say: "Say") -> str:
    roles = " / ".join(say(Message(f"role_{role.value}")) for role in Role if role in who.roles)
    return f"{who.staff_id} {who.name} · {roles}"


def _card(card: DeviceCard, say: "Say", *, waiting: int = 0) -> "Facts":
    line = _waiting(waiting, say) if card.device == "centre" else card.line
    return {
        "device": card.device,
        "name": say(Message(f"device_{card.device}")),
        "kind": "warn" if card.is_warning else "good" if card.works else "bad",
        "mark": "alert" if card.is_warning else "done" if card.works else _mark(card),
        "state": say(Message(_state_word(card))),
        "since": _since(card.since, say),
        "line": line,
        "what": card.what,
        "steps": list(card.steps),
        "blocks": [say(Message(f"blocked_{blocked.value}")) for blocked in card.blocks],
        "code": card.code,
        "raw": card.raw,
        "link": _LINKS.get(DeviceState(card.state), "")
        if card.state and not card.works and card.device != "centre"
        else "",
        "money": say(Message("device_may_hold_money")) if card.may_hold_money else "",
        "opens": card.device != "terminal",
    }


def _mark(card: DeviceCard) -> str:
    return "waiting" if card.state == DeviceState.STARTING else "failed"


def _state_word(card: DeviceCard) -> str:
    if card.is_warning:
        return "device_warning"
    return f"device_state_{card.state}" if card.state and not (card.code and card.state == "online") else "device_stopped"


def _since(at: str, say: "Say") -> str:
    return say(Message("device_since", (("at", at),))) if at else ""


def device_facts(body: DeviceDetailsView, say: "Say") -> "Facts":
    sheet = body.sheet
    notes = sheet.notes if sheet is not None else ()
    jobs = sheet.jobs if sheet is not None else ()
    return {
        "who": _who(body.who, say),
        "card": _card(body.card, say),
        "history": [_history(line, say) for line in body.history],
        "notes": [
            {"name": price_text(note.denomination), "amount": HIDDEN if body.is_blind else f"× {note.count}"}
            for note in notes
        ],
        "jobs": [{"name": say(Message(f"jobs_{job.outcome}")), "amount": str(job.count)} for job in jobs],
        "paper": "" if body.paper_left_mm is None else _paper_left(body.paper_left_mm, say),
        "frames": [_frame(line) for line in sheet.frames] if sheet is not None else [],
        "hasWire": body.card.device not in ("centre", "terminal"),
        "busy": body.busy,
        "unread": body.unread,
        "blind": body.is_blind and bool(notes),
    }


def _history(line: HistoryLine, say: "Say") -> "Facts":
    from ui.sheet_texts import moment_text  # not before the first frame

    return {
        "at": moment_text(line.at, say),
        "text": line.what or say(Message(f"device_state_{line.state}")),
        "more": "  ".join(part for part in (line.code, line.raw) if part),
        "mark": "failed" if line.code else "done",
    }


_ARROWS: Final = {"to_device": "→", "to_host": "←", "note": "*"}


def _frame(line: FrameLine) -> "Facts":
    times = f"  ×{line.repeats}" if line.repeats > 1 else ""
    return {"at": line.at, "text": f"{_ARROWS.get(line.direction, '*')} {line.text}{times}"}


def records_facts(body: RecordsView, say: "Say") -> "Facts":
    books = body.books
    return {
        "who": _who(body.who, say),
        "busy": body.busy,
        "unread": body.unread,
        "read": books is not None,
        "equations": _equations(books, say, is_blind=body.is_blind) if books is not None else [],
        "blind": body.is_blind and books is not None,
        "ledger": _ledger(body, say),
        "ledgerKind": "bad" if body.doubted else "good" if body.verified_at else "info",
        "journal": _journal(books, say) if books is not None else "",
        "payments": [_payment(one, say, is_blind=body.is_blind) for one in books.payments] if books is not None else [],
    }


def _equations(books: BooksSheet, say: "Say", *, is_blind: bool) -> "list[Facts]":
    made = [_equation(books.cash, books.cash_difference, say, is_blind=is_blind)]
    if any(bucket.amount for bucket in books.card):
        made.append(_equation(books.card, books.card_difference, say, is_blind=False))  # no card is in a box
    return made


def _equation(buckets: tuple[Bucket, ...], difference: int, say: "Say", *, is_blind: bool) -> "Facts":
    """The sum, and what it is made of: an empty bucket is left out, except the one where all of it belongs."""
    whole, *parts = buckets
    shown = [part for part in parts if part.amount or part.name.endswith("posted")]
    return {
        "name": say(Message(f"bucket_{whole.name}")),
        "whole": HIDDEN if is_blind else price_text(whole.amount),
        "parts": [
            {"name": say(Message(f"bucket_{_bucket(part.name)}")), "amount": _amount(part, is_blind=is_blind)}
            for part in shown
        ],
        "holds": difference == 0,
        "difference": price_text(Fen(abs(difference))),
    }


def _bucket(name: str) -> str:
    """The same words for the same bucket of cash and of cards."""
    return name if name in ("card_charged", "card_returned", "card_unclear") else name.removeprefix("card_")


def _amount(part: Bucket, *, is_blind: bool) -> str:
    return HIDDEN if is_blind and part.name not in _OPEN_BUCKETS else price_text(part.amount)


def _ledger(body: RecordsView, say: "Say") -> str:
    if body.doubted:
        return say(Message("ledger_doubted", (("why", body.doubted),)))
    if body.verified_at:
        return say(Message("ledger_verified", (("at", body.verified_at),)))
    return say(Message("ledger_not_yet"))


def _journal(books: BooksSheet, say: "Say") -> str:
    head = books.journal_head
    short = f"{head[:_HEAD_DIGITS]}…{head[-_HEAD_DIGITS:]}" if head else "—"
    told = books.told_count
    name = "head_untold" if told is None else "head_known" if told >= books.journal_count else "head_behind"
    parts = (("count", str(books.journal_count)), ("head", short), ("told", str(told)))
    return say(Message(name, parts))


_PAYMENT_MARKS: Final = {"posted": "done", "queued": "later", "settled": "skipped"}


def _payment(payment: PaymentRecord, say: "Say", *, is_blind: bool) -> "Facts":
    from ui.sheet_texts import moment_text  # not before the first frame

    more = [say(Message(f"tender_{payment.tender}"))]
    if payment.sms:
        more.append(say(Message("record_sms", (("state", say(Message(f"sms_word_{payment.sms}"))),))))
    if payment.receipt:
        more.append(say(Message(f"record_slip_{payment.receipt}")))
    return {
        "at": moment_text(payment.at, say),
        "number": payment.masked_number,
        "amount": HIDDEN if is_blind else price_text(payment.amount),  # twenty of them may be the whole box
        "state": say(Message(f"state_{payment.state}")),
        "mark": _PAYMENT_MARKS.get(payment.state, "failed"),
        "more": " · ".join(more),
        "receipt": "" if is_blind else payment.receipt_number,  # by it the hall page tells the amount
    }


def paper_facts(body: PaperChangeView, say: "Say") -> "Facts":
    order = list(PaperStepNow)
    return {
        "who": "" if body.who is None else _who(body.who, say),
        "now": order.index(body.now),
        "done": body.now is PaperStepNow.DONE,
        "left": _paper_left(body.left_mm, say),
        "trouble": body.card.what if body.card.code not in ("", "PRN-OUT", "PRN-COVER", "PRN-LOW", "PRN-LOW-COUNT") else "",
        "code": body.card.code,
    }


STAFF_FACTS: Final[dict[type[Any], Callable[[Any, "Say"], "Facts"]]] = {
    StaffLoginView: login_facts,
    ConsoleView: console_facts,
    DeviceDetailsView: device_facts,
    RecordsView: records_facts,
    PaperChangeView: paper_facts,
}
_NOBODY: Final = WhoView("", "", frozenset())
_NOTHING: Final = DeviceCard("terminal", works=True, is_warning=False, code="", line="", raw="")
BLANK_STAFF: "Final[tuple[StaffBody, ...]]" = (
    StaffLoginView(LoginStep.STAFF_ID, 0),
    ConsoleView(_NOBODY, ConsolePage.OVERVIEW, "full", "", (), (), 0, hands_inside=False),
    DeviceDetailsView(_NOBODY, _NOTHING, ()),
    RecordsView(_NOBODY),
    PaperChangeView(PaperStepNow.OPEN, 0, _NOTHING),
)

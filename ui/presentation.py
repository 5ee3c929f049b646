"""A view of the core as plain texts and flags for QML. Pure: the same view and words give the same page.

Amounts leave here as formatted text, so that no number of fen meets QML's 32-bit ``int`` (examples.md section 4).
"""

from collections.abc import Callable
from dataclasses import dataclass, field
from functools import singledispatch
from typing import Any, Final

from kiosk.card import CardProblem, CardStep
from kiosk.device_status import Device
from kiosk.money import FEN_PER_YUAN, Fen, price_text
from kiosk.views import (
    AmountLabel,
    AmountView,
    Body,
    CardRefusedView,
    CardView,
    CashView,
    ClosedView,
    ConfirmPayerView,
    DeviceLamp,
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
from kiosk.visit_types import Reopening, ServiceState, SmsState
from ui.box_facts import BLANK_BOXES, BOX_FACTS
from ui.card_facts import card_facts, refused_facts
from ui.diagnosis_facts import BLANK_DIAGNOSIS, DIAGNOSIS_FACTS
from ui.enquiry_facts import BLANK_ENQUIRIES, ENQUIRY_FACTS, service_keys
from ui.frame_facts import countdown_facts, frame_facts, site_facts
from ui.journey_facts import BLANK_JOURNEYS, JOURNEY_FACTS
from ui.settling_facts import BLANK_SETTLING, SETTLING_FACTS
from ui.sheet_facts import BLANK_SHEETS, SHEET_FACTS
from ui.staff_facts import BLANK_STAFF, STAFF_FACTS

Say = Callable[[Message], str]
Facts = dict[str, Any]
"""What one page shows: texts, flags, and lists of such. The keys of a page never vary."""


@dataclass(frozen=True, slots=True)
class Page:
    """One view, ready for QML. ``name`` is the file in ``qml/screens``; ``site`` is what hardly ever changes: whose
    terminal it is and how it speaks."""

    name: str
    body: Facts = field(repr=False)
    site: Facts
    frame: Facts
    countdown: Facts


def present(view: View, say: Say) -> Page:
    """Everything the screen shows of ``view``; ``say`` turns messages into words of the language in use."""
    frame = view.frame
    return Page(
        page_name(view.body),
        body_facts(view.body, say),
        site_facts(frame),
        frame_facts(frame, say),
        countdown_facts(frame.countdown),
    )


def page_name(body: Body) -> str:
    """``AmountView`` → ``"Amount"``. ``Card.qml`` is the sheet that belongings lie on, so that page has another name."""
    return "PayByCard" if isinstance(body, CardView) else type(body).__name__.removesuffix("View")


def blank_pages(say: Say) -> dict[str, Facts]:
    """Every page with nobody's data: what a page holds while it is not on the screen (F9)."""
    zero = Fen(0)
    unknown = ServiceState.UNKNOWN
    waiting = StepState.WAITING
    no_result = ("", "", zero, "", waiting, waiting, SmsState.WAITING, waiting, Reopening.NOT_NEEDED, waiting)
    bodies: tuple[Body, ...] = (
        StartingView(Message("starting")),
        HomeView(can_pay=False, lamps=()),
        NumberView(digits="", complete=False),
        AmountView("", "", False, zero, zero, unknown, ()),
        MethodView("", "", zero, (), ()),
        CashView("", "", zero, zero, zero, zero, (), (), accepting=False, can_finish=False),
        CardView("", "", zero, zero, zero, CardStep.STARTING),
        CardRefusedView("", "", zero, zero, zero, CardProblem.CANCELLED, "", False, False, False),
        ConfirmPayerView("", "", zero, zero, may_continue=False),
        ResultView(*no_result),
        OutOfServiceView(Message("out_no_devices"), ""),
        ClosedView(is_hall=True),
        *BLANK_ENQUIRIES,
        *BLANK_SHEETS,
        *BLANK_STAFF,
        *BLANK_DIAGNOSIS,
        *BLANK_BOXES,
        *BLANK_SETTLING,
        *BLANK_JOURNEYS,
    )
    return {page_name(body): body_facts(body, say) for body in bodies}


def _grouped(number: str) -> str:
    from kiosk.accounts import grouped  # not before the first frame

    return grouped(number)


def _optional(message: Message | None, say: Say) -> str:
    return "" if message is None else say(message)


def _notes(denominations: tuple[Fen, ...]) -> list[Facts]:
    return [{"yuan": str(fen // FEN_PER_YUAN), "text": price_text(fen)} for fen in sorted(denominations, reverse=True)]


def _service(state: ServiceState, say: Say) -> Facts:
    return {
        "text": say(Message(f"service_{state.value}")),
        "stopped": state in (ServiceState.SUSPENDED_ONE_WAY, ServiceState.SUSPENDED_TWO_WAY),
        "known": state is not ServiceState.UNKNOWN,
    }


@singledispatch
def body_facts(body: object, say: Say) -> Facts:
    """The facts of one page; every kind of body has its own function below."""
    raise TypeError(f"no page shows {type(body).__name__}: add it to ui/presentation.py and ui/qml/screens, for {say!r}")


@body_facts.register
def _(body: StartingView, say: Say) -> Facts:
    return {"message": say(body.message)}


@body_facts.register
def _(body: HomeView, say: Say) -> Facts:
    lamps = [{"device": str(lamp.device), "mark": _mark(lamp), "text": say(lamp.message)} for lamp in body.lamps]
    return {
        "canPay": body.can_pay,
        "cash": _works(body, Device.ACCEPTOR),
        "card": _works(body, Device.CARD),
        "lamps": lamps,
        "notices": [say(notice) for notice in body.notices],
        "notes": _notes(body.denominations),
        "keys": service_keys(body.keys),
        "hasMenu": body.has_menu,
    }


def _works(body: HomeView, device: Device) -> bool:
    return any(lamp.works for lamp in body.lamps if lamp.device == device)


def _mark(lamp: DeviceLamp) -> str:
    """A device that was never fitted is no fault."""
    if lamp.works:
        return "done"
    return "skipped" if lamp.message.id.endswith("_not_fitted") else "alert"


@body_facts.register
def _(body: NumberView, say: Say) -> Facts:
    from kiosk.accounts import MOBILE_DIGITS

    missing = "_" * (MOBILE_DIGITS - len(body.digits))
    return {
        "number": _grouped(body.digits + missing),
        "complete": body.complete,
        "busy": body.busy,
        "repeat": body.repeat,
        "problem": _optional(body.problem, say),
    }


@body_facts.register
def _(body: AmountView, say: Say) -> Facts:
    choices = [
        {"fen": str(choice.amount), "text": price_text(choice.amount), "arrears": choice.label is AmountLabel.ARREARS}
        for choice in body.choices
    ]
    return {
        "number": _grouped(body.number),
        "name": body.masked_name,
        "offline": body.offline,
        "owes": body.arrears > 0,
        "arrears": price_text(body.arrears),
        "balance": price_text(body.balance),
        "service": _service(body.service_state, say),
        "choices": choices,
        "typing": body.typing,
        "typed": price_text(body.typed_amount) if body.digits else "",
        "minimum": price_text(body.minimum),
        "maximum": price_text(body.maximum),
        "problem": _optional(body.problem, say),
    }


@body_facts.register
def _(body: MethodView, say: Say) -> Facts:
    return {
        "number": _grouped(body.number),
        "name": body.masked_name,
        "amount": price_text(body.amount),
        "notes": _notes(body.denominations),
        "conditions": [say(condition) for condition in body.conditions],
        "cashWorks": body.cash is None,
        "cashProblem": _optional(body.cash, say),
        "cardWorks": body.card is None,
        "cardFitted": body.card is None or body.card.id != "method_card_not_fitted",
        "cardProblem": _optional(body.card, say),
    }


@body_facts.register
def _(body: CashView, say: Say) -> Facts:
    moving = body.notes[-1].step if body.notes and body.notes[-1].step is not NoteStep.STACKED else None
    return {
        "number": _grouped(body.masked_number),
        "name": body.masked_name,
        "inserted": price_text(body.inserted),
        "amount": price_text(body.amount),
        "left": price_text(body.left),
        "surplus": price_text(body.surplus),
        "any": body.inserted > 0,
        "full": not body.denominations,
        "enough": body.left <= 0,
        "over": body.surplus > 0,
        "share": min(body.inserted / body.amount, 1.0) if body.amount else 0.0,
        "denominations": _notes(body.denominations),
        "newest": _note_line(body.notes[-1], say) if body.notes else _NO_NOTE,
        "older": [_note_line(note, say) for note in reversed(body.notes[:-1])],
        "count": sum(note.step is NoteStep.STACKED for note in body.notes),
        "moving": "" if moving is None else moving.value,
        "accepting": body.accepting,
        "canFinish": body.can_finish,
        "finishing": body.finishing,
        "canPayRest": body.can_pay_rest_by_card,
        "message": _optional(body.message, say),
        "stopped": _service(body.service_state, say)["stopped"],
    }


_NO_NOTE: Final[Facts] = {"text": "", "yuan": "", "step": "", "mark": "", "stacked": False, "returning": False, "time": ""}
_NOTE_MARKS: Final = {NoteStep.STACKED: "done", NoteStep.RETURNING: "later"}


def _note_line(note: NoteLine, say: Say) -> Facts:
    return {
        "text": price_text(note.denomination) if note.denomination else "",
        "yuan": str(note.denomination // FEN_PER_YUAN) if note.denomination else "",
        "step": say(Message(f"step_{note.step.value}")),
        "mark": _NOTE_MARKS.get(note.step, "waiting"),
        "stacked": note.step is NoteStep.STACKED,
        "returning": note.step is NoteStep.RETURNING,
        "time": note.at[11:19],  # RFC 3339 with the hall's own offset: the time of day stands here
    }


body_facts.register(CardView)(card_facts)
body_facts.register(CardRefusedView)(refused_facts)
_OF_STAFF: Final = {**STAFF_FACTS, **DIAGNOSIS_FACTS, **BOX_FACTS, **SETTLING_FACTS, **JOURNEY_FACTS}
for _kind, _facts in {**ENQUIRY_FACTS, **SHEET_FACTS, **_OF_STAFF}.items():
    body_facts.register(_kind)(_facts)


@body_facts.register
def _(body: ConfirmPayerView, say: Say) -> Facts:  # noqa: ARG001
    return {
        "number": _grouped(body.masked_number),
        "name": body.masked_name,
        "inserted": price_text(body.inserted),
        "amount": price_text(body.amount),
        "mayContinue": body.may_continue,
    }


@body_facts.register
def _(body: ResultView, say: Say) -> Facts:
    return {
        "number": _grouped(body.masked_number),
        "name": body.masked_name,
        "amount": price_text(body.amount),
        "payment": body.payment_id,
        "steps": _result_steps(body, say),
        "posted": body.posting is StepState.DONE,
        "failed": body.posting is StepState.FAILED,
        "later": body.posting is StepState.LATER,
        "printing": body.receipt is StepState.WAITING,
        "printed": body.receipt is StepState.DONE,
        "canPrintAgain": body.can_print_again,
        "receiptNumber": body.receipt_number,
        "balance": "" if body.balance_after is None else price_text(Fen(abs(body.balance_after))),
        "owes": body.balance_after is not None and body.balance_after < 0,
        "message": _optional(body.message, say),
        "code": body.code,
        "cardEnd": _card_end(body),
        "cardOpen": body.message is not None and body.message.id in ("result_card_in_doubt", "result_card_undecided"),
        "card": body.card,
        "mayRate": body.may_rate,
        "rated": body.score > 0,
        "charged": price_text(body.charged) if body.charged else "",
        "inserted": price_text(Fen(body.amount - body.charged)) if 0 < body.charged < body.amount else "",
    }


_CARD_ENDS: Final = {"result_card_not_charged": "none", "result_card_taken_back": "back"}
CARD_OPEN: Final = "card-in-doubt"
"""The flow's code of a visit whose only payment is a charge that nobody is sure of."""


def _card_end(body: ResultView) -> str:
    """How a visit ended in which nothing but a card was to pay, and did not simply pay: "open", "none", "back"."""
    if body.code == CARD_OPEN:
        return "open"
    return _CARD_ENDS.get(body.message.id, "") if body.message is not None else ""


def _result_steps(body: ResultView, say: Say) -> list[Facts]:
    """What happens after the money is in, in the order it happens; a step that is not needed at all is left out."""
    end = _card_end(body)
    posting = f"posting_card_{end}" if end else f"posting_{body.posting.value}"
    texts = [
        ("posting", StepState.LATER if end == "open" else body.posting, posting),
        ("sms", body.sms, _sms_text(body)),
        ("reopening", body.reopening, _reopening_text(body)),
        ("receipt", body.receipt, "receipt_drawn_back" if body.drawn_back else f"receipt_{body.receipt.value}"),
    ]
    needed = [row for row in texts if row[0] != "reopening" or body.reopening is not StepState.SKIPPED]
    return [{"what": what, "state": state.value, "text": say(Message(text))} for what, state, text in needed]


def _sms_text(body: ResultView) -> str:
    if body.sms is StepState.LATER and (body.posting is StepState.WAITING or _card_end(body)):
        return "sms_after_posting"
    if body.sms in (StepState.LATER, StepState.SKIPPED) and body.sms_state is SmsState.WAITING:
        return f"sms_{body.sms.value}"
    return f"result_sms_{body.sms_state.value}"


def _reopening_text(body: ResultView) -> str:
    if body.reopening in (StepState.LATER, StepState.FAILED) and body.reopening_state in (
        Reopening.PENDING,
        Reopening.NOT_NEEDED,
    ):
        return f"reopening_{body.reopening.value}"
    return f"reopening_{body.reopening_state.value}"


@body_facts.register
def _(body: ClosedView, say: Say) -> Facts:
    opens = say(Message("closed_opens", (("at", body.opens_at),))) if body.opens_at else ""
    return {
        "title": say(Message("closed_hall" if body.is_hall else "closed_by_staff")),
        "message": say(Message("closed_nothing_lost")),
        "opens": opens,
        "otherWay": body.other_way,
    }


@body_facts.register
def _(body: OutOfServiceView, say: Say) -> Facts:
    return {
        "message": say(body.message),
        "code": body.code,
        "holds": body.held > 0,
        "held": price_text(body.held),
        "number": _grouped(body.masked_number),
    }

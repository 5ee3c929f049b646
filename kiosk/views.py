"""What the screen shows: one frozen value a step, made from the state alone. Screens render it and add nothing.

Words are not here: a ``Message`` carries an id and parameters, the screen translates it. Amounts are whole fen and are
formatted by the screen through ``kiosk.money``. Times are RFC 3339 texts.
"""

from dataclasses import dataclass, field
from enum import StrEnum

from kiosk.box_views import BoxBody
from kiosk.card import CardProblem, CardStep
from kiosk.device_status import Device
from kiosk.diagnosis_views import DiagnosisBody
from kiosk.enquiry_views import EnquiryBody, ServiceKey
from kiosk.journey_views import TracingView
from kiosk.messages import Message as Message  # noqa: PLC0414 - given on from here
from kiosk.money import ZERO, Fen
from kiosk.settling_views import SettlingView
from kiosk.staff_views import StaffBody
from kiosk.visit_types import Language, Reopening, ServiceState, SmsState


@dataclass(frozen=True, slots=True)
class Countdown:
    """When nothing happens for ``seconds_left`` (at the moment of this view), the terminal acts by itself.

    The screen counts down by its own clock and warns, by picture and sound, in the last ``warn_seconds``.
    """

    seconds_left: float
    warn_seconds: float
    pays: bool  # True: it will pay what is in; False: it will go home


@dataclass(frozen=True, slots=True)
class Frame:
    """The same on every screen."""

    hall: str
    terminal: str
    service_phone: str
    demo: bool
    language: Language = Language.CHINESE
    large_type: bool = False
    quick_lane: tuple[ServiceKey, ...] = ()  # empty once money is inside
    step: int = 0  # progress bar of the visit: 1..steps; 0 hides it
    steps: int = 5
    can_go_back: bool = False
    can_go_home: bool = False
    countdown: Countdown | None = None
    help: Message | None = None  # what came of the call for a person
    can_call_help: bool = False  # a person may be called now


@dataclass(frozen=True, slots=True)
class StartingView:
    """From the first frame until the ledger and the devices have spoken; also while an interrupted visit is settled."""

    message: Message


@dataclass(frozen=True, slots=True)
class DeviceLamp:
    device: Device | str  # a Device, or "centre"
    works: bool
    message: Message  # e.g. "lamp_cash_ok", "lamp_cash_paused"


@dataclass(frozen=True, slots=True)
class HomeView:
    can_pay: bool
    lamps: tuple[DeviceLamp, ...]
    notices: tuple[Message, ...] = ()  # what is out, and what still works
    denominations: tuple[Fen, ...] = ()  # which notes are taken, told before anybody queues; empty hides the row
    keys: tuple[ServiceKey, ...] = ()  # what can be asked, beside paying: the most wanted
    has_menu: bool = False  # there is more than ``keys``


@dataclass(frozen=True, slots=True)
class NumberView:
    """Screen 1. ``repeat`` asks for the number a second time, because we are offline and can't show a name (X2)."""

    digits: str  # as typed so far, ungrouped
    complete: bool  # may be confirmed
    busy: bool = False  # the look-up is under way
    repeat: bool = False
    problem: Message | None = None


class AmountLabel(StrEnum):
    ARREARS = "amount_arrears"
    ROUND = "amount_round"


@dataclass(frozen=True, slots=True)
class AmountChoice:
    amount: Fen
    label: AmountLabel


@dataclass(frozen=True, slots=True)
class AmountView:
    """Screen 2: whose account, what is owed, what to pay. While ``typing`` the keypad is open and ``digits`` are yuan."""

    number: str  # full and ungrouped: its owner checks it here
    masked_name: str  # empty when offline
    offline: bool
    arrears: Fen
    balance: Fen
    service_state: ServiceState
    choices: tuple[AmountChoice, ...]
    typing: bool = False
    digits: str = ""
    typed_amount: Fen = ZERO
    minimum: Fen = ZERO
    maximum: Fen = ZERO
    problem: Message | None = None


@dataclass(frozen=True, slots=True)
class MethodView:
    """Screen 3: choosing cash is the consent to everything in ``conditions`` (no change, no receipt, posted later …)."""

    number: str
    masked_name: str
    amount: Fen
    denominations: tuple[Fen, ...]
    conditions: tuple[Message, ...]
    cash: Message | None = None  # why cash can't be used; None: it can
    card: Message | None = None  # why cards can't be used; None: they can


class NoteStep(StrEnum):
    """How far one note on the screen is."""

    CHECKING = "checking"  # drawn in, being looked at
    STACKING = "stacking"  # accepted, on its way to the box
    STACKED = "stacked"  # in the box and on the disk
    RETURNING = "returning"


@dataclass(frozen=True, slots=True)
class NoteLine:
    denomination: Fen  # 0 while it is not known yet
    step: NoteStep
    at: str = ""  # RFC 3339, of a stacked note


@dataclass(frozen=True, slots=True)
class CashView:
    """Screen 4: what is in, what was to be paid, what is left, one line a note, newest last."""

    masked_number: str  # "138****5678"
    masked_name: str
    inserted: Fen
    amount: Fen
    left: Fen
    surplus: Fen
    denominations: tuple[Fen, ...]
    notes: tuple[NoteLine, ...]
    accepting: bool  # a further note may be put in now
    can_finish: bool
    finishing: bool = False  # finish was pressed while a note is still moving
    message: Message | None = None  # last rejection or return, limit reached, acceptor trouble
    service_state: ServiceState = ServiceState.UNKNOWN
    can_pay_rest_by_card: bool = False  # ``left`` may be charged to a card now


@dataclass(frozen=True, slots=True)
class CardView:
    """Screen 4, by card: what the terminal wants now. The payer looks here and acts there."""

    masked_number: str
    masked_name: str
    amount: Fen  # of the whole visit
    inserted: Fen  # in notes, before the card
    charge: Fen  # what the card is asked for
    step: CardStep
    problem: CardProblem | None = None  # why the payer is asked again
    can_cancel: bool = False
    cancelling: bool = False


@dataclass(frozen=True, slots=True)
class CardRefusedView:
    """The card was not charged: why, and the ways on."""

    masked_number: str
    masked_name: str
    amount: Fen
    inserted: Fen
    charge: Fen
    problem: CardProblem
    code: str  # the terminal's own, small, for staff
    can_retry: bool
    can_pay_cash: bool  # notes may be put in for what is left
    can_finish: bool  # money is inside: pay what is in


@dataclass(frozen=True, slots=True)
class ConfirmPayerView:
    """Nobody put in a note for a while: the acceptor is off until the payer confirms number and name again (X3)."""

    masked_number: str
    masked_name: str
    inserted: Fen
    amount: Fen
    may_continue: bool  # False after too many confirmations without a note: only finish is left


class StepState(StrEnum):
    WAITING = "waiting"
    DONE = "done"
    LATER = "later"  # will be done when the line is back
    FAILED = "failed"
    SKIPPED = "skipped"  # not needed, or not possible and consented to


@dataclass(frozen=True, slots=True)
class ResultView:
    """Screen 5: the live state of posting, SMS, reconnection and receipt."""

    masked_number: str
    masked_name: str
    amount: Fen
    payment_id: str  # the claim code of the slip
    posting: StepState
    sms: StepState
    sms_state: SmsState
    reopening: StepState
    reopening_state: Reopening
    receipt: StepState
    receipt_number: str = ""
    balance_after: Fen | None = None
    message: Message | None = None  # what happened, where the money is, what to do
    code: str = ""
    charged: Fen = ZERO  # of ``amount``, by card
    card: str = ""  # e.g. "UnionPay ****1234"; empty without a charge
    may_rate: bool = False
    drawn_back: bool = False  # the receipt was printed, not taken, and is inside the printer again
    can_print_again: bool = False
    score: int = 0  # 1..5 as rated; 0: not yet


@dataclass(frozen=True, slots=True)
class OutOfServiceView:
    """No money can be taken at all. ``held`` tells a customer with money inside that it is safe and how it is credited."""

    message: Message
    code: str
    held: Fen = ZERO
    masked_number: str = ""


@dataclass(frozen=True, slots=True)
class ClosedView:
    """Nobody is served, and nothing is broken: the hall is closed (``is_hall``), or staff took the terminal out of service.
    ``opens_at``: RFC 3339, empty: nobody knows. ``other_way``: the hall's own words for the nearest one; may be empty."""

    is_hall: bool
    opens_at: str = ""
    other_way: str = ""


Body = (
    StartingView
    | HomeView
    | NumberView
    | AmountView
    | MethodView
    | CashView
    | CardView
    | CardRefusedView
    | ConfirmPayerView
    | ResultView
    | OutOfServiceView
    | ClosedView
    | EnquiryBody
    | StaffBody
    | DiagnosisBody
    | BoxBody
    | SettlingView
    | TracingView
)


@dataclass(frozen=True, slots=True)
class View:
    frame: Frame
    body: Body = field(default_factory=lambda: StartingView(Message("starting")))

"""The rules a hall may set (config.ini), as one frozen value that the flow reads. No rule is compiled in elsewhere."""

from dataclasses import dataclass, field

from kiosk.money import Fen


@dataclass(frozen=True, slots=True)
class Waits:
    """How long the terminal waits before it acts by itself; all seconds (trust.md U4, field.md X3 and X4)."""

    idle: float = 60.0  # a page with no money inside, then home
    warning: float = 20.0  # the countdown warns this long before it acts
    look_up: float = 10.0  # for the centre's answer, then we are offline
    next_note: float = 20.0  # without a note, then the acceptor is off until the payer confirms
    confirm_payer: float = 40.0  # then what is in is paid
    moving_note: float = 20.0  # for the device's word on a note that is still moving when the customer finishes
    recovery: float = 30.0  # after a restart, for the device's word on a note of the interrupted visit
    card: float = 240.0  # for the card terminal's word on a sale; it has time-outs of its own, then the sale is in doubt
    card_doubt: float = 60.0  # for its word on a sale in doubt, before the payer gets a slip and may go
    answer: float = 8.0  # for the centre's answer before the slip says "will be posted"
    printing: float = 90.0  # for the printer's word on a slip of answers; it has time-outs of its own
    result: float = 45.0  # the result stays on the screen
    diagnosis: float = 60.0  # a step of the guided diagnosis: a note put in, the machine's word
    touch_grid: float = 15.0  # for the next place of the touch grid
    staff: float = 120.0  # a console that nobody touches logs off (trust.md S3)


@dataclass(frozen=True, slots=True)
class Policy:
    kiosk_id: str
    hall: str
    terminal: str
    service_phone: str
    demo: bool
    denominations: frozenset[Fen]  # notes taken
    round_sums: tuple[Fen, ...]  # offered beside the arrears
    minimum_payment: Fen
    maximum_payment: Fen  # may be chosen or typed
    visit_limit: Fen  # most cash one visit may put in
    visit_notes: int
    offline_number_limit: Fen  # most that may wait unposted for one number (F56)
    offline_terminal_limit: Fen  # most that may wait unposted in this terminal
    waits: Waits = field(default_factory=Waits)
    extra_touches: int = 3  # touches without progress that extend a visit with no money inside
    confirmations: int = 3  # "still me" without a note in between
    paper_width_mm: int = 80  # 58 or 80
    other_way: str = ""  # the nearest other way to pay, said when this terminal is closed
    roll_mm: int = 80_000  # of paper on a new roll, as it is fitted here

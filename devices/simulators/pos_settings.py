"""How a simulated POS is set up and what shall go wrong with it: result codes, times, options and faults."""

from collections import deque
from dataclasses import dataclass, field, fields, replace
from typing import Literal, get_args, get_type_hints

from devices.simulators.card_books import Value
from devices.simulators.device import ControlError
from devices.simulators.pos_dialect import Name

APPROVED, REJECTED, HOST_SILENT, NO_CONNECTION = "00", "01", "02", "03"
ALREADY_VOID, NOTHING_TO_VOID, DEBIT_NOT_VOIDED, NO_LAST_SALE = "04", "05", "08", "11"
CANCELLED, TOO_SMALL, TIMED_OUT, NO_PAPER, LOAD_KEYS = "07", "10", "22", "24", "26"
PIN_TRIES, NO_AMOUNT, DECLINED = "65", "72", "93"
MUST_CLOSE = ("13", "67", "74", "76", "77")

STAGES = {
    **dict.fromkeys(("10", "12", "24", "26", "62", "70", "72", *MUST_CLOSE), "start"),
    **dict.fromkeys(("07", "22"), "wait"),
    **dict.fromkeys(("06", "09", "20"), "card"),
}
"""When a POS finds out (section 6.2): before it asks for a card, while it waits for one, when it reads it. All others
come from the bank."""

BANK_SCRIPT = {5: REJECTED, 51: DECLINED, 91: NO_CONNECTION, 99: HOST_SILENT}
"""What the bank says to an amount by its last two digits (as specs/zvt.md section 13 has it)."""
WRONG_PIN_ONCE = 55
"""Last two digits of an amount for which the first PIN is always wrong."""

BRANDS = {
    "unionpay": "UP",
    "visa": "VI",
    "mastercard": "MC",
    "amex": "AX",
    "diners": "DC",
    "jcb": "JC",
    "maestro": "MA",
    "girocard": "GI",
    "vpay": "VP",
    "alipay": "AL",
}
"""The two letters of the field marca. VI is in the specification's example; the others are ours."""


@dataclass(slots=True)
class Timing:
    """Seconds."""

    gap: float = 0.15
    """Least time between an ACK and the frame behind it; 0 sends them back to back."""
    resend: float = 10.0
    """An answer without ACK is sent again."""
    progress_ack: float = 2.0
    """The sale goes on without the ACK of an 0900 after so long."""
    customer: float = 60.0
    """How long the POS waits for a card before rc 22."""
    patience: float = 3.0
    """How long a customer holds a card out before the POS asks for it."""
    card: float = 0.8
    pin: float = 3.0
    bank: float = 1.5
    bank_limit: float = 30.0
    """How long the POS waits for the bank before rc 02."""
    finish: float = 0.8
    close: float = 1.5
    initialise: float = 3.0
    boot: float = 1.0
    undo: float = 5.0
    """A charge whose answer the POS did not hear is undone at the bank after so long."""


@dataclass(frozen=True, slots=True)
class PosOptions:
    """What kind of POS it is where the specification is silent. Kept in the books, so that it survives the simulator."""

    commerce: str = "597029414300"
    tid: str = "75001234"
    minimum: int = 1
    """Fen; less is rc 10."""
    bank_script: bool = True
    """The bank answers by the amount's last two digits."""
    unfinished: Literal["undo", "complete"] = "undo"
    """What happens after a power cut to a sale that the bank had charged and the POS had not yet written down."""
    while_busy: Literal["silent", "nak", "answers"] = "silent"
    """To another request during a sale; ``answers`` means poll and last sale, by the journal as it is."""
    last_after_void: Literal["same", "previous", "none"] = "same"
    """Which sale is the last one when the last one was voided."""
    last_may_be_failed: bool = False
    """Is a sale that failed a last sale, with its result code?"""
    close_clears_last: bool = True
    """Is there no last sale (rc 11) after the day was closed?"""
    short_declines: bool = False
    """Does a refusal hold the result code, commerce and TID alone?"""
    debit_void: bool = True
    """May a debit sale be voided? Otherwise rc 08. (Autoservicio: false at first.)"""


_LENGTHS = {"commerce": 12, "tid": 8}


def options_of(dialect: Name) -> PosOptions:
    """A POS of that dialect as delivered."""
    return PosOptions(debit_void=dialect == "pos_integrado")


def changed(options: PosOptions, changes: dict[str, object]) -> PosOptions:
    """The options with ``changes`` made. Raises :class:`ControlError` naming what is wrong."""
    hints = get_type_hints(PosOptions)
    for name, value in changes.items():
        if name not in hints:
            raise ControlError(f'unknown option "{name}"; known: {", ".join(sorted(hints))}')
        wanted = _wrong(name, value, hints[name])
        if wanted:
            raise ControlError(f'option "{name}" must be {wanted}, not {value!r}')
    return replace(options, **changes)  # type: ignore[arg-type]  # checked one by one above


def _wrong(name: str, value: object, hint: object) -> str | None:
    allowed = get_args(hint)
    if allowed:
        return None if value in allowed else "one of " + ", ".join(allowed)
    if hint is bool:
        return None if isinstance(value, bool) else "true or false"
    if hint is int:
        fits = isinstance(value, int) and not isinstance(value, bool) and 0 < value < 10**9
        return None if fits else "a whole number of fen above 0"
    fits = isinstance(value, str) and value.isascii() and value.isalnum() and len(value) <= _LENGTHS[name]
    return None if fits else f"at most {_LENGTHS[name]} letters and digits"


def kept(options: PosOptions) -> dict[str, Value]:
    """The options as values of the terminal's memory."""
    return {"option." + item.name: getattr(options, item.name) for item in fields(options)}


def recalled(options: PosOptions, memory: dict[str, Value]) -> PosOptions:
    """The options with what the terminal's memory says of them."""
    start = "option."
    return changed(options, {name.removeprefix(start): value for name, value in memory.items() if name.startswith(start)})


@dataclass(frozen=True, slots=True)
class Death:
    """The POS loses power at ``moment`` of the request ``function``, and has it again after ``restart_after`` seconds."""

    moment: str
    function: str
    restart_after: float | None


@dataclass(frozen=True, slots=True)
class Falsehood:
    """What the next answer says that is not so; None where it tells the truth."""

    answer: str
    """"0210" or "0260"."""
    ticket: str | None = None
    amount: int | None = None
    tid: str | None = None


@dataclass(slots=True)
class PosFaults:
    """What shall go wrong; everything is forgotten when the simulator ends."""

    declines: deque[str] = field(default_factory=deque)
    answers: dict[str, deque[str]] = field(default_factory=dict)
    """Result codes for the next requests, by function."""
    slow_bank_s: deque[float] = field(default_factory=deque)
    lost_bank_answers: int = 0
    """The bank charges so many times, and the POS does not hear it."""
    lost_acks: int = 0
    """Of ours: the host does not hear them."""
    swallowed_acks: int = 0
    """Of the host's: we do not hear them."""
    duplicates: int = 0
    """0210 sent once more although acknowledged."""
    late_answer_s: deque[float] = field(default_factory=deque)
    falsehoods: deque[Falsehood] = field(default_factory=deque)
    forced_lrc: deque[tuple[str, int]] = field(default_factory=deque)
    progress: tuple[str, ...] = ()
    """0900 codes sent besides the usual ones while the POS waits for a card."""
    death: Death | None = None
    leaked_pan: str | None = None
    """A misconfigured POS: the whole number in the account field and on the voucher."""

    def answer_code(self, function: str) -> str | None:
        """The code that was ordered for this request, if any."""
        waiting = self.answers.get(function)
        return waiting.popleft() if waiting else None

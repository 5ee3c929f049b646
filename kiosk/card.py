"""A charge on a bank card, as all card terminals have it in common. No card number is in here, only its last four digits:
the drivers truncate before anything leaves them (trust.md S1)."""

from dataclasses import dataclass
from enum import StrEnum

import msgspec

from kiosk.money import Fen


class CardStep(StrEnum):
    """What a sale waits for now, as the payer is told."""

    STARTING = "starting"  # the order is on its way to the terminal
    PRESENT = "present"  # insert, swipe or hold the card
    CHOOSE = "choose"  # something is to be chosen or confirmed on the terminal
    PIN = "pin"
    BANK = "bank"  # the bank is being asked: too late to cancel
    WAIT = "wait"
    APPROVED = "approved"  # on our disk, the terminal is finishing
    REMOVE = "remove"  # take the card back
    UNDOING = "undoing"  # the terminal takes a charge back by itself
    CHECKING = "checking"  # the terminal is asked what became of the sale


class CardProblem(StrEnum):
    """Why a card was definitely not charged, as far as it tells a payer what to do next."""

    CANCELLED = "cancelled"
    TIMED_OUT = "timed_out"  # no card, or no answer of the payer
    UNREADABLE = "unreadable"
    NOT_SUPPORTED = "not_supported"  # this card is not taken here
    EXPIRED = "expired"
    WRONG_PIN = "wrong_pin"
    PIN_BLOCKED = "pin_blocked"  # too many wrong ones
    FUNDS = "funds"
    LIMIT = "limit"
    DECLINED = "declined"  # by the bank, without a better word
    BANK_SILENT = "bank_silent"
    TERMINAL = "terminal"  # the terminal itself can't: maintenance, printer, keys
    NOT_CHARGED = "not_charged"  # found out afterwards: it was interrupted, and nothing was taken
    TAKEN_BACK = "taken_back"  # found out afterwards: it was charged, and the terminal has undone it


class CardVerdict(StrEnum):
    """What the terminal says afterwards of an attempt whose end we did not see (specs/zvt.md 9.4, pos-integrado.md 8.2)."""

    CHARGED = "charged"
    NOT_CHARGED = "not_charged"
    REVERSED = "reversed"  # it was charged and taken back
    UNDECIDED = "undecided"  # the terminal can't tell: a person decides, by the acquirer's statement


class ReversalOutcome(StrEnum):
    REVERSED = "reversed"  # by the terminal's word, also if it had done so before
    IMPOSSIBLE = "impossible"  # it definitely can't any more: a person gives the money back


class CardReference(msgspec.Struct, frozen=True):
    """Which transaction of the terminal: what tells its last one from the one before."""

    receipt: str  # ZVT: receipt number; POS Integrado: our ticket
    trace: str  # ZVT: trace number; POS Integrado: operation number
    amount: Fen
    at: str  # the terminal's clock, RFC 3339 without offset; empty if it does not say


class CardApproval(msgspec.Struct, frozen=True):
    """The terminal's word that a card is charged."""

    amount: Fen
    terminal_id: str
    receipt: str
    trace: str
    auth_code: str
    last4: str  # of the card's number; empty if the terminal does not say
    card_name: str  # e.g. "UnionPay"
    merchant_id: str = ""
    entry: str = ""  # "chip", "contactless", "magstripe" or empty
    application_id: str = ""  # EMV AID
    at: str = ""  # the terminal's clock, RFC 3339 without offset

    @property
    def reference(self) -> CardReference:
        return CardReference(self.receipt, self.trace, self.amount, self.at)


class CardPart(msgspec.Struct, frozen=True):
    """The charge in a payment."""

    attempt_id: str
    approval: CardApproval

    @property
    def amount(self) -> Fen:
        return self.approval.amount


@dataclass(frozen=True, slots=True)
class CardIdentity:
    """Whose account the money goes to: the terminal and the merchant that it books for."""

    terminal_id: str
    merchant_id: str = ""  # empty where the terminal names it only in an approval
    model: str = ""
    firmware: str = ""


@dataclass(frozen=True, slots=True)
class CardAttempt:
    """One try to charge a card: the order to the terminal, and all that is needed to find out later what became of it."""

    attempt_id: str
    ticket: str  # our own reference, six digits, for terminals that carry one
    amount: Fen
    terminal_id: str
    before: CardReference | None  # the terminal's last transaction when the attempt was committed; None: it had none
    begun_at: str  # RFC 3339, our clock
    approval: CardApproval | None = None  # on our disk, if we got so far


@dataclass(frozen=True, slots=True)
class CardTotals:
    """What a terminal says of its day when it closes it. None: it does not say."""

    count: int | None
    amount: Fen | None
    terminal_id: str
    code: str = ""  # the terminal's result code; empty when the day is closed


def ticket(card_seq: int) -> str:
    """Our reference of an attempt: six digits, unique over a million attempts (specs/pos-integrado.md 8.1)."""
    return f"{card_seq % 1_000_000:06d}"

"""Cards that a hand presents to a simulated terminal: what ``present_card`` says, and a card that waits for its sale."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from devices.simulators.device import Command, ControlError, choice, flag, text

METHODS = ("insert", "tap", "swipe")
PINS = ("right", "wrong", "wrong3", "none")
TYPES = {
    "unionpay": "UnionPay",
    "girocard": "girocard",
    "mastercard": "Mastercard",
    "amex": "Amex",
    "visa": "Visa",
    "diners": "Diners",
    "vpay": "V PAY",
    "jcb": "JCB",
    "maestro": "Maestro",
    "alipay": "Alipay",
}
"""The types of card, and the name that stands on each."""
TEST_BIN = "621483"
"""First six digits of a card whose number is not given."""


@dataclass(frozen=True, slots=True)
class PresentedCard:
    """One card held to the terminal."""

    method: str = "insert"
    pan: str = TEST_BIN + "0000000010"
    type: str = "unionpay"
    name: str = TYPES["unionpay"]
    pin: str = "right"
    stays: bool = False
    """Nobody takes it out of the slot until ``remove_card``."""
    attempt: str = ""
    """A checker's word for the bank's book."""

    @property
    def last4(self) -> str:
        return self.pan[-4:]


def presented(command: Command) -> PresentedCard:
    """The card of a ``present_card`` command. Raises :class:`ControlError`."""
    says = command.get("card", {})
    if not isinstance(says, Mapping):
        raise ControlError('"card" must be an object such as {"last4": "0010", "type": "unionpay"}')
    unknown = sorted(set(says) - {"last4", "name", "type", "pan"})
    if unknown:
        raise ControlError(f'"card" knows no {", ".join(unknown)}; it knows last4, name, type and pan')
    card: Command = {"command": "present_card", **says}
    kind = choice(card, "type", tuple(TYPES), "unionpay")
    method = choice(command, "method", METHODS, "insert")
    return PresentedCard(
        method=method,
        pan=_pan(card),
        type=kind,
        name=text(card, "name", TYPES[kind]),
        pin=choice(command, "pin", PINS, "none" if method == "tap" else "right"),
        stays=flag(command, "stays", default=False),
        attempt=text(command, "attempt", ""),
    )


def _pan(card: Command) -> str:
    last4 = text(card, "last4", "0010")
    pan = text(card, "pan", TEST_BIN + "000000" + last4)
    if not (pan.isascii() and pan.isdecimal() and 12 <= len(pan) <= 19):
        raise ControlError('"pan" must be 12 to 19 digits, or "last4" four')
    return pan


@dataclass(slots=True)
class Hand:
    """The customer's hand: a card that is held out for a while until a sale wants it."""

    patience_s: float = 3.0
    _card: PresentedCard | None = field(default=None)
    _until: float = 0.0

    def hold_out(self, card: PresentedCard, now: float) -> None:
        self._card, self._until = card, now + self.patience_s

    def take(self, now: float) -> PresentedCard | None:
        """The card that is held out now, if any; it is no longer in the hand."""
        card, self._card = self._card, None
        return card if now <= self._until else None

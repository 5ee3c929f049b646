"""The names that QML gives to its keys, and the touches the core knows them by."""

from collections.abc import Callable
from typing import Final

from kiosk.events import (
    AmountChosen,
    BackPressed,
    BackspacePressed,
    CardChosen,
    CashChosen,
    ClearPressed,
    ConfirmPressed,
    DigitPressed,
    FinishPressed,
    HomePressed,
    LanguageChosen,
    LargeTypeToggled,
    OtherAmountChosen,
    ServiceChosen,
    Touch,
)
from kiosk.money import Fen
from kiosk.visit_types import Language, Service

TYPING: Final[dict[str, Callable[[str], Touch]]] = {
    "digit": DigitPressed,
    "backspace": lambda _: BackspacePressed(),
    "clear": lambda _: ClearPressed(),
}
"""Keys that may follow each other as fast as fingers can."""

TURNING: Final[dict[str, Callable[[str], Touch]]] = {
    "service": lambda value: ServiceChosen(Service(value)),
    "confirm": lambda _: ConfirmPressed(),
    "amount": lambda value: AmountChosen(Fen(int(value))),
    "amount_other": lambda _: OtherAmountChosen(),
    "cash": lambda _: CashChosen(),
    "card": lambda _: CardChosen(),
    "finish": lambda _: FinishPressed(),
    "back": lambda _: BackPressed(),
    "home": lambda _: HomePressed(),
    "language": lambda value: LanguageChosen(Language(value)),
    "large_type": lambda _: LargeTypeToggled(),
}
"""Keys that turn the page: one at a time."""

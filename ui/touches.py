"""The names that QML gives to its keys, and the touches the core knows them by."""

from collections.abc import Callable
from typing import Final

from kiosk.approval import How
from kiosk.enquiry import ProofMethod
from kiosk.enquiry_answers import Category
from kiosk.events import (
    AmountChosen,
    BackPressed,
    BackspacePressed,
    BundlePressed,
    CardChosen,
    CashChosen,
    CategoryChosen,
    CellTouched,
    ClearPressed,
    ConfirmPressed,
    ConsolePageChosen,
    DayChosen,
    DiagnosisAnswered,
    DiagnosisChosen,
    DiagnosisNext,
    DiagnosisSkipped,
    DigitPressed,
    FinishPressed,
    FoundPressed,
    GiveUpPressed,
    HelpPressed,
    HomePressed,
    LanguageChosen,
    LargeTypeToggled,
    LogOffPressed,
    MenuPressed,
    MoneyChosen,
    MonthChosen,
    NextPagePressed,
    OtherAmountChosen,
    PayPressed,
    PreviousPagePressed,
    PrintPressed,
    ProofChosen,
    RatingGiven,
    ReasonChosen,
    ReceiptChosen,
    ServiceChosen,
    SettlementChosen,
    StaffPressed,
    SubscriptionChosen,
    SuggestionChosen,
    Touch,
    UnlockPressed,
    WayChosen,
)
from kiosk.money import Fen
from kiosk.open_money import Settlement
from kiosk.staff_views import ConsolePage
from kiosk.visit_types import Language, Service


def _console(page: str, _colon: str, device: str) -> ConsolePageChosen:
    """``records``, or ``device:printer``."""
    return ConsolePageChosen(ConsolePage(page), device)


_WAYS: Final[dict[str, How]] = {"present": "present", "hall_page": "hall_page", "offline_code": "offline_code"}

TYPING: Final[dict[str, Callable[[str], Touch]]] = {
    "digit": DigitPressed,
    "backspace": lambda _: BackspacePressed(),
    "clear": lambda _: ClearPressed(),
    "cell": lambda value: CellTouched(int(value)),
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
    "menu": lambda _: MenuPressed(),
    "proof": lambda value: ProofChosen(ProofMethod(value)),
    "month": MonthChosen,
    "category": lambda value: CategoryChosen(Category(value) if value else None),
    "day": DayChosen,
    "next_page": lambda _: NextPagePressed(),
    "previous_page": lambda _: PreviousPagePressed(),
    "subscription": SubscriptionChosen,
    "receipt": ReceiptChosen,
    "print": lambda _: PrintPressed(),
    "pay": lambda _: PayPressed(),
    "rate": lambda value: RatingGiven(int(value)),
    "help": lambda _: HelpPressed(),
    "staff": lambda _: StaffPressed(),
    "console": lambda value: _console(*value.partition(":")),
    "log_off": lambda _: LogOffPressed(),
    "unlock": lambda _: UnlockPressed(),
    "test": DiagnosisChosen,
    "answer": lambda value: DiagnosisAnswered(value == "yes"),
    "skip_test": lambda _: DiagnosisSkipped(),
    "next_test": lambda _: DiagnosisNext(),
    "bundle": lambda _: BundlePressed(),
    "way": lambda value: WayChosen(_WAYS[value]),
    "give_up": lambda _: GiveUpPressed(),
    "money": MoneyChosen,
    "outcome": lambda value: SettlementChosen(Settlement(value)),
    "reason": ReasonChosen,
    "found": lambda _: FoundPressed(),
    "whose": SuggestionChosen,
}
"""Keys that turn the page: one at a time."""

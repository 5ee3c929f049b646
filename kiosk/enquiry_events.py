"""What happens while a customer asks: keys of those pages, and the centre's answers. ``kiosk.events`` gives them on."""

from dataclasses import dataclass

from kiosk.catalogue import Catalogue
from kiosk.enquiry import ProofMethod
from kiosk.enquiry_answers import Category
from kiosk.questions import Answer


@dataclass(frozen=True, slots=True)
class MenuPressed:
    """Show every service there is."""


@dataclass(frozen=True, slots=True)
class ProofChosen:
    """Prove whose number it is by this method; also: send another code."""

    method: ProofMethod


@dataclass(frozen=True, slots=True)
class MonthChosen:
    month: str  # 2026-10


@dataclass(frozen=True, slots=True)
class CategoryChosen:
    """Records of this kind only; None: of every kind."""

    category: Category | None


@dataclass(frozen=True, slots=True)
class DayChosen:
    """Records of this day only (2026-10-15); empty: of every day."""

    day: str


@dataclass(frozen=True, slots=True)
class NextPagePressed:
    """Further records."""


@dataclass(frozen=True, slots=True)
class PreviousPagePressed:
    """The records before these."""


@dataclass(frozen=True, slots=True)
class SubscriptionChosen:
    """End this one: a page asks whether that is meant."""

    code: str


@dataclass(frozen=True, slots=True)
class ReceiptChosen:
    """A copy of the receipt of this payment, which the history shows."""

    payment_id: str


@dataclass(frozen=True, slots=True)
class PrintPressed:
    """Show what would be printed of this page; on that page: print it."""


@dataclass(frozen=True, slots=True)
class PayPressed:
    """Pay the bill of the number that was asked about."""


@dataclass(frozen=True, slots=True)
class CentreAnswered:
    """What came of a question; ``ticket`` tells an answer that is late from one that is awaited."""

    ticket: str
    answer: Answer


@dataclass(frozen=True, slots=True)
class CatalogueKnown:
    """The menu as the centre has it now."""

    catalogue: Catalogue


@dataclass(frozen=True, slots=True)
class HelpPressed:
    """Call a person to this terminal."""


@dataclass(frozen=True, slots=True)
class RatingGiven:
    """What the payer thinks of it."""

    score: int  # 1 (bad) to 5 (very good)


EnquiryTouch = (
    MenuPressed
    | ProofChosen
    | MonthChosen
    | CategoryChosen
    | DayChosen
    | NextPagePressed
    | PreviousPagePressed
    | SubscriptionChosen
    | ReceiptChosen
    | PrintPressed
    | PayPressed
    | HelpPressed
    | RatingGiven
)

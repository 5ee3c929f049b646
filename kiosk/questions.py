"""What can be asked of the centre for a customer. Each is one frozen value; the answer comes back with its ticket."""

from dataclasses import dataclass, field

from kiosk.accounts import AccountRef
from kiosk.catalogue import QuickLane
from kiosk.enquiry import Asker, Challenge, EnquiryRefused, ProofMethod, VisitEnded, VisitToken
from kiosk.enquiry_answers import Category, Sheet, SubscriptionEnd
from kiosk.help_answers import HelpOrder, Rated
from kiosk.money import Fen
from kiosk.reprint_answers import ReceiptCopy
from kiosk.visit_types import Language


@dataclass(frozen=True, slots=True)
class OpenChallenge:
    """Answered by ``Challenge``. ``subscription``: the code confirms its end, and opens nothing else."""

    visit_id: str
    account: AccountRef
    method: ProofMethod
    language: Language
    subscription: str = ""


@dataclass(frozen=True, slots=True)
class Prove:
    """Answered by ``VisitToken``. ``token``: of the first proof, when this is the second."""

    visit_id: str
    challenge_id: str
    secret: str = field(repr=False)
    token: str = field(default="", repr=False)


@dataclass(frozen=True, slots=True)
class EndVisit:
    """The customer left: their rights and open challenges end. Answered by ``VisitEnded``; else time ends them."""

    visit_id: str


@dataclass(frozen=True, slots=True)
class AskBalance:
    """Answered by ``BalanceSheet``."""

    asker: Asker


@dataclass(frozen=True, slots=True)
class AskBill:
    """Answered by ``BillSheet``. ``month``: ``2026-10``, or empty for the running one."""

    asker: Asker
    month: str = ""


@dataclass(frozen=True, slots=True)
class AskDetails:
    """Answered by ``DetailPage``: at most ``limit`` (1..200) records from ``cursor`` on; empty fields do not narrow."""

    asker: Asker
    month: str = ""
    category: Category | None = None
    day: str = ""  # 2026-10-15
    cursor: str = ""
    limit: int = 100


@dataclass(frozen=True, slots=True)
class AskPoints:
    asker: Asker


@dataclass(frozen=True, slots=True)
class AskPayments:
    asker: Asker


@dataclass(frozen=True, slots=True)
class AskSubscriptions:
    asker: Asker


@dataclass(frozen=True, slots=True)
class AskRestrictions:
    asker: Asker


@dataclass(frozen=True, slots=True)
class AskQuickLane:
    """Answered by ``QuickLane``. No page waits for it."""

    asker: Asker


@dataclass(frozen=True, slots=True)
class EndSubscription:
    """Answered by ``SubscriptionEnd``; the same question again gets the same answer."""

    asker: Asker
    code: str
    challenge_id: str
    secret: str = field(repr=False)


@dataclass(frozen=True, slots=True)
class CopyByNumber:
    """Answered by ``ReceiptCopy``: who has the number of a receipt may have a copy of it (field.md X32). The same visit
    gets the same copy number."""

    visit_id: str
    receipt_number: str = field(repr=False)


@dataclass(frozen=True, slots=True)
class CopyByPayment:
    """The same, of a payment in the asker's payment history; needs a proof by SMS code."""

    asker: Asker
    payment_id: str


@dataclass(frozen=True, slots=True)
class CallHelp:
    """Answered by ``HelpOrder``, the same one each time in a visit. Needs no proof; the number is masked already."""

    visit_id: str
    state: str  # in the contract's words: "paying", "result", …
    money_inside: Fen
    masked_number: str = ""
    payment_keys: tuple[str, ...] = ()
    device_codes: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Rate:
    """Answered by ``Rated``; the last one of a visit counts. Needs no proof."""

    visit_id: str
    score: int  # 1..5
    rated_at: str  # RFC 3339


SheetQuestion = AskBalance | AskBill | AskDetails | AskPoints | AskPayments | AskSubscriptions | AskRestrictions
CopyQuestion = CopyByNumber | CopyByPayment
Question = (
    OpenChallenge | Prove | EndVisit | SheetQuestion | AskQuickLane | EndSubscription | CopyQuestion | CallHelp | Rate
)
Answer = (
    Challenge
    | VisitToken
    | VisitEnded
    | Sheet
    | QuickLane
    | SubscriptionEnd
    | ReceiptCopy
    | HelpOrder
    | Rated
    | EnquiryRefused
)

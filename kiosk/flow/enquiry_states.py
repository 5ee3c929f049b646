"""What a visit can be while a customer asks, each state with its exits beside it.

EnterNumber ──▶ LookingUp ──▶ ChooseProof ──▶ Proving ──▶ Enquiring ◀──▶ Previewing
                                   ▲             │            │ ◀──▶ EndingSubscription
                     one proof is missing, refused, locked    └─pay──▶ LookingUp (paying)
Menu ──▶ EnterReceiptNumber ──▶ Previewing a copy ◀── FetchingCopy ◀── Enquiring (history; first ChooseProof)
   back from an answer: Menu, where the next question needs no new proof; home or time-out: everything is forgotten
"""

from dataclasses import dataclass, field, replace

from kiosk.accounts import AccountRef
from kiosk.catalogue import Scope
from kiosk.enquiry import Asker, Challenge, ProofMethod, VisitToken
from kiosk.enquiry_answers import Sheet, Subscription
from kiosk.enquiry_views import PaperStep
from kiosk.flow.customer import Customer
from kiosk.messages import Message
from kiosk.paper import Document
from kiosk.papers.slip import Part
from kiosk.questions import SheetQuestion
from kiosk.reprint_answers import ReceiptCopy
from kiosk.visit_types import Service

Papers = tuple[tuple[SheetQuestion | None, Part], ...]
"""What is wanted on paper, and the question that each part answers; the oldest first."""


@dataclass(frozen=True, slots=True)
class SlipOut:
    """The visit's last whole slip: what it holds is wanted again, should the presenter draw it back."""

    job_id: str
    papers: Papers
    copies: int


@dataclass(frozen=True, slots=True)
class Enquirer:
    """Who asks in this visit, and what they have proved. Beside the page, because it outlives many; home forgets it."""

    visit_id: str
    customer: Customer
    token: str = field(default="", repr=False)
    scopes: frozenset[Scope] = frozenset()
    methods: frozenset[ProofMethod] = frozenset()
    papers: Papers = ()  # wanted on paper, not printed yet
    copies: int = 0  # of these papers that may be half out already: the next one is marked as a copy
    slip: SlipOut | None = None
    copied: tuple[str, ...] = ()  # payments whose receipt was printed again, or half, in this visit; each time one entry
    lane: tuple[str, ...] | None = None  # codes of what this number comes for most; None: not known
    lane_ticket: str = ""  # of the question for it; empty when it was answered
    proved_at: str = ""  # RFC 3339, by the centre's clock where ours is wrong

    @property
    def account(self) -> AccountRef:
        return self.customer.account

    @property
    def asker(self) -> Asker:
        return Asker(self.visit_id, self.account, self.token)

    def with_proof(self, proof: VisitToken, at: str) -> "Enquirer":
        return replace(self, token=proof.token, scopes=proof.scopes, methods=proof.methods, proved_at=at)

    def without_papers(self, job_id: str) -> "Enquirer":
        """They are out, on the slip of this job."""
        return replace(self, papers=(), copies=0, slip=SlipOut(job_id, self.papers, self.copies))

    def with_papers_back(self) -> "Enquirer":
        """The last slip was drawn back: its papers are wanted beside the newer ones, and are copies."""
        assert self.slip is not None
        newer = {question for question, _ in self.papers}
        back = tuple(one for one in self.slip.papers if one[0] not in newer)
        return replace(self, papers=(*back, *self.papers), copies=self.slip.copies + 1, slip=None)

    def without_proof(self) -> "Enquirer":
        """Nor anything that only a proof opens; what is wanted on paper was shown, and stays."""
        unknown = replace(self, token="", scopes=frozenset(), methods=frozenset())
        return replace(unknown, lane=None, lane_ticket="", proved_at="")


@dataclass(frozen=True, slots=True)
class Menu:
    """Every service there is. Exits: EnterNumber; with a proof: Enquiring or ChooseProof; EnterReceiptNumber, Home."""


@dataclass(frozen=True, slots=True)
class ChooseProof:
    """Exits: Proving (a method is chosen), EnterNumber or Menu (back), Home; with ``wanted`` back to its page."""

    service: Service
    problem: Message | None = None
    wanted: "FetchingCopy | None" = None  # what is proved for, where only a code by SMS will do


@dataclass(frozen=True, slots=True)
class Proving:
    """A code or password is typed. Exits: Enquiring or FetchingCopy (proved), ChooseProof (one more proof, refused,
    back), Home."""

    service: Service
    method: ProofMethod
    ticket: str  # of what the centre was asked last; empty when it has answered
    challenge: Challenge | None = None
    digits: str = field(default="", repr=False)
    problem: Message | None = None
    wanted: "FetchingCopy | None" = None


@dataclass(frozen=True, slots=True)
class Enquiring:
    """A page of answers. Exits: itself (another month, page, kind), Previewing, EndingSubscription, LookingUp (pay),
    FetchingCopy, ChooseProof (the right to ask has ended), Menu (back), Home."""

    service: Service
    question: SheetQuestion  # asked last
    ticket: str  # of ``question``; empty when it was answered
    shown: SheetQuestion | None = None  # what ``sheet`` answers
    sheet: Sheet | None = None
    earlier: tuple[str, ...] = ()  # cursors of the pages of records before the one that ``question`` asks for
    before: tuple[str, ...] = ()  # and before the one that is shown
    problem: Message | None = None
    ended: Message | None = None  # the result of an unsubscription
    none_ended: bool = False  # there was no such subscription


@dataclass(frozen=True, slots=True)
class EndingSubscription:
    """Exits: Enquiring (ended, or back), Home. Nothing ends without a code that came by SMS (F16)."""

    page: Enquiring
    subscription: Subscription
    ticket: str = ""
    challenge: Challenge | None = None
    digits: str = field(default="", repr=False)
    problem: Message | None = None


@dataclass(frozen=True, slots=True)
class EnterReceiptNumber:
    """Exits: Previewing (there is such a receipt), Menu (back), Home."""

    visit_id: str  # one copy is counted for it
    typed: str = field(default="", repr=False)
    ticket: str = ""
    problem: Message | None = None


@dataclass(frozen=True, slots=True)
class FetchingCopy:
    """A copy of a receipt in the payment history. Exits: Previewing, ChooseProof (no code was given, or not for long
    enough), Enquiring (back), Home."""

    page: Enquiring
    payment_id: str
    ticket: str = ""
    problem: Message | None = None


@dataclass(frozen=True, slots=True)
class Previewing:
    """The paper before it is printed, and while it is. Exits: ``page`` (back), Home."""

    page: Enquiring | EnterReceiptNumber
    document: Document = field(repr=False)
    left_out: int = 0
    step: PaperStep = PaperStep.SHOWN
    job_id: str = ""
    problem: Message | None = None
    copy: ReceiptCopy | None = None  # of a receipt that was printed before: a slip of its own
    again: int = 0  # how often this copy was printed already, or half


EnquiryVisit = (
    Menu | ChooseProof | Proving | Enquiring | EndingSubscription | EnterReceiptNumber | FetchingCopy | Previewing
)

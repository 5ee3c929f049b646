"""What comes of calls to the centre; ``kiosk.events`` gives it on."""

from dataclasses import dataclass

from kiosk.accounts import AccountRef
from kiosk.central_answers import AccountAnswer, PaymentProgress, PostingAnswer


@dataclass(frozen=True, slots=True)
class AccountLookedUp:
    """The answer to a look-up; ``account`` tells an answer that is late from one that is awaited."""

    account: AccountRef
    answer: AccountAnswer


@dataclass(frozen=True, slots=True)
class PaymentAnswered:
    """What the centre said to one payment."""

    payment_id: str
    answer: PostingAnswer


@dataclass(frozen=True, slots=True)
class PaymentsAnswered:
    """The sender's news of one request, in the order sent: a single commit records it all (performance.md P1). Unknown
    outcomes are not in it: the sender retries those."""

    answers: tuple[PaymentAnswered, ...]


@dataclass(frozen=True, slots=True)
class PaymentProgressed:
    """The long poll's news of a posted payment: SMS and reopening."""

    payment_id: str
    progress: PaymentProgress


@dataclass(frozen=True, slots=True)
class CentreReachable:
    """The line to the centre came or went, as the last real calls saw it. ``reason`` is for the technician."""

    reachable: bool
    reason: str = ""


@dataclass(frozen=True, slots=True)
class CentreRemembers:
    """The highest ``kiosk_seq`` the centre has from this terminal; one above ours means an old disk was put back (X23)."""

    highest_kiosk_seq: int


@dataclass(frozen=True, slots=True)
class LedgerConfirmed:
    """The centre's last head of our journal is in our journal, at its place: nothing it ever heard is missing here."""

    count: int  # records the centre had heard of


@dataclass(frozen=True, slots=True)
class LedgerDoubted:
    """Somebody changed the ledger behind our back, or its end is missing: no money until a person has looked."""

    reason: str


@dataclass(frozen=True, slots=True)
class KioskRefused:
    """The centre refuses this terminal itself (401, disabled, clock skew): the queue pauses, money stays safe."""

    problem: str

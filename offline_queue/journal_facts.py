"""A journal record read back: typed, with the account still sealed. For everybody who reads the journal, not the tables."""

from typing import Final, Literal

import msgspec

from kiosk import facts
from kiosk.card import CardPart
from kiosk.money import Fen
from kiosk.visit_types import Language


class SealedAccountRef(msgspec.Struct, frozen=True):
    """What a record says of an account. ``cipher`` opens with the month's key and the purpose of the visit."""

    kind: str
    masked: str
    cipher: str


class VisitOpenedSealed(msgspec.Struct, frozen=True, tag="VisitOpened", tag_field="fact"):
    """``facts.VisitOpened`` as the journal holds it."""

    visit_id: str
    account: SealedAccountRef
    masked_name: str
    amount_to_pay: Fen
    language: Language
    offline: bool
    receipt_expected: bool


class PaymentAcceptedSealed(msgspec.Struct, frozen=True, tag="PaymentAccepted", tag_field="fact"):
    """``facts.PaymentAccepted`` as the journal holds it."""

    payment_id: str
    kiosk_seq: int
    visit_id: str
    account: SealedAccountRef
    amount: Fen
    tender: Literal["cash", "card", "mixed"]
    notes: tuple[Fen, ...]
    accepted_at: str
    language: Language
    offline: bool
    card: CardPart | None = None  # not in records of before there were cards


SealedFact = (
    VisitOpenedSealed
    | PaymentAcceptedSealed
    | facts.VisitClosed
    | facts.NoteIntended
    | facts.NoteStackedFact
    | facts.NoteReturnedFact
    | facts.NoteTurnedBack
    | facts.NoteGivenBack
    | facts.NoteDoubted
    | facts.StackedReportRepeated
    | facts.CaseOpened
    | facts.PaymentPosted
    | facts.PaymentOwed
    | facts.PaymentDoubted
    | facts.ConfirmationProgressed
    | facts.ReceiptStarted
    | facts.ReceiptEnded
    | facts.PaperRanOut
    | facts.PaperRollFitted
    | facts.DeviceChanged
    | facts.AcceptorBound
    | facts.CashStopped
    | facts.CashReleased
    | facts.LedgerRebuilt
    | facts.CardAttempted
    | facts.CardHeld
    | facts.CardCharged
    | facts.CardUncharged
    | facts.CardDoubted
    | facts.CardUndecided
    | facts.CardSettledFact
    | facts.CardReversalIntended
    | facts.CardReversed
    | facts.CardReversalFailed
    | facts.CardTerminalBound
    | facts.CardDayClosed
    | facts.RunStarted
    | facts.RunStopped
    | facts.ServiceChanged
    | facts.VisitTold
    | facts.EventsNumberedFrom
    | facts.EventsForgotten
    | facts.StaffRefused
    | facts.StaffLoggedIn
    | facts.StaffLoggedOff
    | facts.StaffUnlocked
    | facts.StaffLookedUp
    | facts.PinChanged
    | facts.TestRecorded
    | facts.CommandTaken
    | facts.CommandEnded
    | facts.CommandTold
    | facts.SelfChecked
    | facts.SafePageShown
    | facts.ActApproved
    | facts.ActRefused
    | facts.NoteFound
    | facts.NoteSettled
    | facts.PaymentSettled
    | facts.CollectionOpened
    | facts.CollectionStepped
    | facts.CollectionClosed
    | facts.CollectionGivenUp
    | facts.CollectionTold
    | facts.CollectionDisputed
)


class Entry(msgspec.Struct, frozen=True, gc=False):
    """One record."""

    seq: int
    at: str  # RFC 3339
    fact: SealedFact


_DECODER: Final = msgspec.json.Decoder(Entry)


def decode_record(record: bytes) -> Entry:
    """Raises ``msgspec.DecodeError`` for a record that no version up to this one has written."""
    return _DECODER.decode(record)

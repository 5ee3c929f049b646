"""Money that persons must decide about, and what they may decide: data (design.md 4.3; field.md X9; trust.md M5, M7). Pure.

A note or payment is open while nobody can say by itself whose its fen are. Two persons' word closes it, once. The ledger
and the pages read the same table, so that no page offers what the ledger would refuse.
"""

from dataclasses import dataclass
from enum import StrEnum
from typing import Final

from kiosk.accounts import AccountRef
from kiosk.money import ZERO, Fen
from kiosk.visit_types import Language


class Settlement(StrEnum):
    """What became of the money."""

    CREDITED = "credited"  # to the number that its payer confirmed: a payment of its own, posted like any other
    HANDED_OVER = "handed_over"  # given to the customer by the hall, against a slip with signatures
    NOT_THERE = "not_there"  # the box was counted, the path was searched: there is no such note
    COUNTERFEIT = "counterfeit"  # found, and no money (field.md X19)
    ALREADY_CREDITED = "already_credited"  # the centre's books have it under its own key


class OpenKind(StrEnum):
    """Why somebody must decide."""

    NOTE_IN_DOUBT = "note_in_doubt"  # told to stack and never seen again, or fished out before it was paid in
    NOTE_PAID_IN_DOUBT = "note_paid_in_doubt"  # missing from the box after its payment: no customer waits for it
    NOTE_UNASSIGNED = "note_unassigned"  # in the box, and no visit could be credited
    NOTE_FOUND = "note_found"  # in a person's hand (X9)
    PAYMENT_OWED = "payment_owed"  # the centre definitely refused
    PAYMENT_IN_DOUBT = "payment_in_doubt"  # the centre contradicts us


NOTES: Final = frozenset(
    {OpenKind.NOTE_IN_DOUBT, OpenKind.NOTE_PAID_IN_DOUBT, OpenKind.NOTE_UNASSIGNED, OpenKind.NOTE_FOUND}
)

# What may become of each. Of a payment in doubt nobody makes a second one: the centre may have the first.
MAY_BECOME: Final[dict[OpenKind, tuple[Settlement, ...]]] = {
    OpenKind.NOTE_IN_DOUBT: (
        *(Settlement.CREDITED, Settlement.HANDED_OVER),
        *(Settlement.NOT_THERE, Settlement.COUNTERFEIT),
    ),
    OpenKind.NOTE_PAID_IN_DOUBT: (Settlement.NOT_THERE, Settlement.COUNTERFEIT),
    OpenKind.NOTE_UNASSIGNED: (Settlement.CREDITED, Settlement.HANDED_OVER, Settlement.COUNTERFEIT),
    OpenKind.NOTE_FOUND: (Settlement.CREDITED, Settlement.HANDED_OVER, Settlement.COUNTERFEIT),
    OpenKind.PAYMENT_OWED: (Settlement.CREDITED, Settlement.HANDED_OVER),
    OpenKind.PAYMENT_IN_DOUBT: (Settlement.ALREADY_CREDITED, Settlement.HANDED_OVER),
}

# Why, as the console offers it (message ids); a command word takes any text.
_REASONS: Final[dict[Settlement, tuple[str, ...]]] = {
    Settlement.CREDITED: ("found_in_box", "found_in_path"),
    Settlement.HANDED_OVER: ("customer_has_slip", "customer_known_to_hall"),
    Settlement.NOT_THERE: ("box_counted", "path_searched"),
    Settlement.COUNTERFEIT: ("bank_says_so", "looks_false"),
    Settlement.ALREADY_CREDITED: ("hall_page_shows_it",),
}
_OF_PAYMENTS: Final[dict[Settlement, tuple[str, ...]]] = {Settlement.CREDITED: ("number_works_again",)}


def reasons(kind: OpenKind, outcome: Settlement) -> tuple[str, ...]:
    """What the console offers as the reason of this decision."""
    return (kind not in NOTES and _OF_PAYMENTS.get(outcome)) or _REASONS[outcome]


class ChargeBack(StrEnum):
    """Where the card part of a payment stands."""

    NONE = "none"  # there is no card in it
    STANDS = "stands"  # charged; of a payment in doubt
    UNDER_WAY = "under_way"  # it is to go back to the card: wait, or settle that first (card settle)
    RETURNED = "returned"  # it went back: only the notes are open
    OWED = "owed"  # it can't go back any more


@dataclass(frozen=True, slots=True)
class OpenMoney:
    """One note or payment that waits for persons."""

    kind: OpenKind
    id: str  # of the note's row, or of the payment
    fen: Fen  # that is to be decided about
    since: str  # RFC 3339
    why: str  # as it was recorded
    visit_id: str | None = None
    visit_open: bool = False  # its visit has not ended: something of it may still come to light by itself
    account: AccountRef | None = None  # None: no number was confirmed, or it is forgotten
    masked_number: str = ""
    notes: tuple[Fen, ...] = ()  # that a new payment would cover
    card: ChargeBack = ChargeBack.NONE
    language: Language = Language.CHINESE
    offline: bool = False

    @property
    def is_note(self) -> bool:
        return self.kind in NOTES

    def may_become(self) -> tuple[Settlement, ...]:
        """What two persons may decide now; empty while they must wait."""
        if self.visit_open or not is_decidable(self.kind, self.card, self.fen):
            return ()
        return tuple(one for one in MAY_BECOME[self.kind] if one is not Settlement.CREDITED or self.can_be_credited)

    @property
    def can_be_credited(self) -> bool:
        return self.account is not None and bool(self.notes) and only_notes(self.card)


def is_decidable(kind: OpenKind, card: ChargeBack, fen: Fen) -> bool:
    """Is anything open, and is the card's part at rest? A refused charge that still stands is about to go back."""
    moves = card is ChargeBack.UNDER_WAY or (card is ChargeBack.STANDS and kind is OpenKind.PAYMENT_OWED)
    return fen > ZERO and not moves


def only_notes(card: ChargeBack) -> bool:
    """A charge is never credited a second time: only cash makes a payment of its own."""
    return card in (ChargeBack.NONE, ChargeBack.RETURNED)


def charge_back(attempt_state: str | None) -> ChargeBack:
    """From the state of the attempt in a payment's row; None: there is no card in it."""
    return _CHARGES[attempt_state]


_CHARGES: Final[dict[str | None, ChargeBack]] = {
    None: ChargeBack.NONE,
    "charged": ChargeBack.STANDS,
    "reversing": ChargeBack.UNDER_WAY,
    "reversed": ChargeBack.RETURNED,
    "owed_back": ChargeBack.OWED,
}


@dataclass(frozen=True, slots=True)
class Suggestion:
    """A visit that a found note may belong to: one of the same value, in doubt or given back, the newest first."""

    visit_id: str
    note_id: str
    masked_number: str
    at: str  # RFC 3339, when that note was last heard of
    in_doubt: bool  # its note is open: decide that one, and no other


@dataclass(frozen=True, slots=True)
class OpenSheet:
    """All of it, as read in one moment; the oldest first."""

    money: tuple[OpenMoney, ...] = ()
    suggestions: tuple[tuple[Fen, tuple[Suggestion, ...]], ...] = ()  # by denomination
    as_of: int = 0  # how often open money had moved in this process when it was read

    def suggested(self, denomination: Fen) -> tuple[Suggestion, ...]:
        return dict(self.suggestions).get(denomination, ())

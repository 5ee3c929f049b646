"""Acts that two persons must agree on, as data: what is to be done, never who agreed. Pure.

Whoever adds one gives it a row in ``kiosk.flow.approved``: which kind it is, why it can't be done now, and what it does.
"""

from dataclasses import dataclass

from kiosk.collection import BoxStep
from kiosk.money import Fen
from kiosk.open_money import OpenMoney, Settlement


@dataclass(frozen=True, slots=True)
class OpenCollection:
    """Begin a swap of the cash box."""


@dataclass(frozen=True, slots=True)
class CloseCollection:
    """End the swap, by command word; at the console the person who is logged in closes what two have opened. ``texts``:
    serials and seals that were not typed there."""

    texts: tuple[tuple[BoxStep, str], ...] = ()


@dataclass(frozen=True, slots=True)
class GiveUpCollection:
    """The box stays: by command word, as above."""


@dataclass(frozen=True, slots=True)
class ReleaseStop:
    """Somebody has looked at why money is not taken."""

    code: str
    reason: str


@dataclass(frozen=True, slots=True)
class SettleCharge:
    """By the acquirer's statement (field.md X18)."""

    attempt_id: str
    charged: bool
    reason: str


@dataclass(frozen=True, slots=True)
class SettleMoney:
    """What became of a note or payment, as it was read when the terminal's open money had moved ``as_of`` times."""

    money: OpenMoney
    outcome: Settlement
    reason: str
    as_of: int


@dataclass(frozen=True, slots=True)
class FindNote:
    """Somebody holds a note that the ledger has nowhere (field.md X9), by command word; on its page one person tells it."""

    denomination: Fen
    visit_id: str | None
    place: str


@dataclass(frozen=True, slots=True)
class Unlock:
    """Forget the wrong PINs of this person, who asks for it at the log-in page."""

    staff_id: str


Act = OpenCollection | CloseCollection | GiveUpCollection | ReleaseStop | SettleCharge | SettleMoney | FindNote | Unlock


@dataclass(frozen=True, slots=True)
class ApprovalQuestion:
    """What ``POST /v1/approvals`` asks (docs/central-contract.md, Staff)."""

    approval_id: str
    kiosk_id: str
    act: str
    what: str
    fen: Fen
    by: str
    asked_at: str

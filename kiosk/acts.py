"""Acts that two persons must agree on, as data: what is to be done, never who agreed. Pure.

Whoever adds one gives it a row in ``kiosk.flow.approved``: which kind it is, why it can't be done now, and what it does.
"""

from dataclasses import dataclass

from kiosk.collection import BoxStep
from kiosk.money import Fen


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


Act = OpenCollection | CloseCollection | GiveUpCollection | ReleaseStop | SettleCharge


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

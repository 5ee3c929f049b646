"""The life of an SMS as pure rules (central-api.md 4.1 and 4.2): receipts, back-off, quiet hours, lanes."""

from datetime import datetime, time, timedelta
from enum import StrEnum
from typing import Final


class Sms(StrEnum):
    READY = "ready"
    HELD = "held"  # a reminder inside quiet hours
    SUBMITTING = "submitting"
    UNKNOWN = "unknown"  # the gateway's answer was lost
    SUBMITTED = "submitted"
    DELIVERED = "delivered"
    FAILED = "failed"
    REFUSED = "refused"
    UNDELIVERABLE = "undeliverable_until_reopened"


FINAL: Final = frozenset({Sms.DELIVERED, Sms.FAILED, Sms.REFUSED})
NOT_ACCEPTED_YET: Final = frozenset({Sms.READY, Sms.SUBMITTING, Sms.UNKNOWN})

# Receipt types are bits; 34 and 66 are "failed" with a reason. Test bits, never equality.
RECEIPT_DELIVERED: Final = 1
RECEIPT_FAILED: Final = 2
RECEIPT_ACCEPTED: Final = 8
RECEIPT_REFUSED: Final = 16

LANES: Final[dict[str, int]] = {"code": 0, "duty": 0, "confirmation": 1, "reopening": 2, "ticket": 3, "reminder": 3}
_NIGHT: Final = (time(22), time(7))
QUIET_HOURS: Final[dict[str, tuple[time, time]]] = {"reminder": _NIGHT, "ticket": _NIGHT}  # classes not named have none

_BACK_OFF_SECONDS: Final = (1, 2, 4, 8, 15, 30, 60, 120, 240, 600)
_LATER_SECONDS: Final = 300


def after_receipt(state: Sms, receipt_type: int, *, of_this_attempt: bool) -> Sms:
    """The state after a delivery receipt, in whatever order receipts arrive.

    Final beats acknowledgement; *delivered* beats everything, it is a fact; a bad end counts only for the attempt
    that is under way, or a late receipt of the first would end the second.
    """
    if receipt_type & RECEIPT_DELIVERED:
        return Sms.DELIVERED
    if state in FINAL or not of_this_attempt:
        return state
    if receipt_type & RECEIPT_REFUSED:
        return Sms.REFUSED
    if receipt_type & RECEIPT_FAILED:
        return Sms.FAILED
    if receipt_type & RECEIPT_ACCEPTED and state in NOT_ACCEPTED_YET:
        return Sms.SUBMITTED
    return state


def back_off_seconds(attempts: int) -> int:
    """Pause after the n-th attempt (from 1) that did not reach the gateway: 1, 2, 4 … 600 s, then every 300 s."""
    return _BACK_OFF_SECONDS[attempts - 1] if attempts <= len(_BACK_OFF_SECONDS) else _LATER_SECONDS


def quiet_until(message_class: str, local: datetime) -> datetime | None:
    """When this class may be sent again, or None if it may be sent now. ``local``: the hall's own time."""
    hours = QUIET_HOURS.get(message_class)
    if hours is None:
        return None
    begin, end = hours
    clock = local.time()
    quiet = begin <= clock or clock < end if begin > end else begin <= clock < end
    if not quiet:
        return None
    release = local.replace(hour=end.hour, minute=end.minute, second=0, microsecond=0)
    return release if release > local else release + timedelta(days=1)

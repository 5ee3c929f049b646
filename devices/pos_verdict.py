"""Is this sale ours, and what became of an attempt? The rules of specs/pos-integrado.md 8.1 and 8.2, pure.

Clocks of two devices are never compared more finely than a day. Which of two sales is the older one, only the terminal's
own clock says.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import Enum, auto
from typing import Final

from devices.pos_messages import Answer
from devices.pos_tables import NO_LAST_SALE, NOT_SUPPORTED, OK, PROBLEMS
from kiosk.card import CardApproval, CardAttempt, CardReference, CardVerdict

PLAUSIBLE: Final = timedelta(days=1)
"""How far the terminal's date may be from ours (rule 5): far more than clocks differ, far less than a ticket takes to come
round again."""


@dataclass(frozen=True, slots=True)
class Finding:
    """``verdict`` None: this was no answer to the question; it is to be asked again. ``detail`` is for the person who
    decides."""

    verdict: CardVerdict | None
    detail: str
    approval: CardApproval | None = None


def mismatch(attempt: CardAttempt, found: Answer) -> str:
    """Why an answer with response code 00 is not this attempt's sale; empty if it is (rule 5)."""
    if found.approval.reference == attempt.before:
        return "the sale before"  # also with our ticket: an old disk that was put back counts them again
    if found["ticket"] != attempt.ticket:
        return "another ticket"
    if found.amount != attempt.amount:
        return "another amount"
    if found["tid"] != attempt.terminal_id:
        return "another terminal"
    if not plausible(attempt.begun_at, found.at):
        return "an implausible date"
    return ""


def plausible(begun_at: str, at: str) -> bool:
    """``begun_at``: RFC 3339 of our clock; ``at``: the terminal's, without offset, in the same zone."""
    try:
        ours = datetime.fromisoformat(begun_at).replace(tzinfo=None)
        theirs = datetime.fromisoformat(at)
    except ValueError:
        return False
    return abs(theirs - ours) <= PLAUSIBLE


def verdict(attempt: CardAttempt, found: Answer) -> Finding:
    """What 0260 says of an attempt: the table of section 8.2. What is in no row is for a person."""
    code, before = found.code, attempt.before
    if code != NO_LAST_SALE and not names_a_sale(found):
        undecided = CardVerdict.UNDECIDED if code == NOT_SUPPORTED else None
        return Finding(undecided, f"the terminal does not tell its last sale (code {code})")
    if found["tid"] != attempt.terminal_id:
        return Finding(CardVerdict.UNDECIDED, f"terminal {found['tid'] or 'without a name'} answers, not the one that sold")
    if code == NO_LAST_SALE:
        if before is None:
            return Finding(CardVerdict.NOT_CHARGED, "the terminal has no last sale, as before")
        return Finding(CardVerdict.UNDECIDED, "the terminal has no last sale although it had one: its journal is lost")
    last = found.approval.reference
    shown = f"last sale of the terminal: {told(last)}"
    if code != OK and last.receipt == attempt.ticket:
        return Finding(CardVerdict.NOT_CHARGED, f"{shown}: ours, and not paid (code {code})")
    why_not = mismatch(attempt, found) if code == OK else "another one, not paid"
    if not why_not:
        return Finding(CardVerdict.CHARGED, shown, found.approval)
    if last == before:
        return Finding(CardVerdict.NOT_CHARGED, f"{shown}, as before")
    if last.receipt != attempt.ticket and before is not None and _older(last, before):
        return Finding(CardVerdict.NOT_CHARGED, f"{shown}, older than the one before")
    return Finding(CardVerdict.UNDECIDED, f"{shown}: {why_not}, and not the one before")


def names_a_sale(found: Answer) -> bool:
    """Is this 0260 about a sale? Some terminals tell one that failed too, with its own code (any but 00 = not paid,
    section 4); a code alone is the end of the question itself."""
    return found.code == OK or (found.code in PROBLEMS and bool(found["ticket"]) and bool(found.at))


def told(reference: CardReference) -> str:
    return (
        f"ticket {reference.receipt or '-'}, operation {reference.trace or '-'}, {reference.amount} fen, "
        f"{reference.at or 'no date'}"
    )


def _older(one: CardReference, other: CardReference) -> bool:
    """By the clock and by the counter of the terminal itself: one of them alone may have been set back."""
    if not (one.at and other.at and one.trace.isdecimal() and other.trace.isdecimal()):
        return False
    return one.at < other.at and int(one.trace) < int(other.trace)


class VoidTarget(Enum):
    """What a void without a reference (Autoservicio) would hit now (rule 13)."""

    OURS = auto()
    NEWER = auto()  # another sale was made since: ours can't be voided over the wire any more
    UNKNOWN = auto()


def void_target(approval: CardApproval, found: Answer) -> VoidTarget:
    """What 0260 says of the sale that is to be voided. A sale that is gone may have been voided by an earlier try whose
    answer was lost: unknown."""
    if found.code != OK or found["tid"] != approval.terminal_id:
        return VoidTarget.UNKNOWN
    last = found.approval.reference
    if last == approval.reference:
        return VoidTarget.OURS
    return VoidTarget.NEWER if _older(approval.reference, last) else VoidTarget.UNKNOWN

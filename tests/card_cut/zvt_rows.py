"""The crash matrix of specs/zvt.md 9.5, row by row, for both ways in which a terminal keeps in step (section 5.6)."""

from typing import Final, NamedTuple

from kiosk.failpoints import Failpoint as At
from tests.card_cut.cuts import CHARGED, EITHER, NONE, NOT, RETURNED, Cut, Outcomes, Victim
from tests.card_cut.rig import Mode

SYNCS: Final = ("autoreversal", "1f1f")
Both = tuple[Outcomes, Outcomes]  # by SYNCS
_N, _E, _C, _R = (NOT, NOT), (EITHER, EITHER), (CHARGED, CHARGED), (RETURNED, RETURNED)
_N_E, _N_C, _E_C = (NOT, EITHER), (NOT, CHARGED), (EITHER, CHARGED)


class Point(NamedTuple):
    """None: this victim is not hit here. ``rested``: as ``kiosk``, but the terminal is left alone until it is at rest."""

    row: str
    at: At
    detail: str
    kiosk: Both | None
    terminal: Both | None = None
    line: Both | None = None
    rested: Both | None = None
    nth: int = 1


# A new kiosk that comes while the terminal still waits for a word on its approval refuses it (9.1 rule 8): with 1f1f too
# the charge then goes back. Left alone, a 1f1f terminal keeps it.
SALE: Final = (
    Point("K1", At.LEDGER_WRITTEN, "CardAttempted", (NONE, NONE)),
    Point("K1", At.TILL_COMMITTED, "CardAttempted", _N),
    Point("K1", At.TILL_BEFORE_COMMAND, "SellByCard", _N),
    Point("K1", At.CARD_BEFORE_ORDER, "SALE", _N, _N, _N, _N),
    Point("K2", At.CARD_AFTER_ORDER, "SALE", _N_E, _N_E, _N_E, _N_E),
    Point("K3", At.CARD_ORDER_ACKNOWLEDGED, "SALE", _N_E, _N_E, _N_E, _N_E),
    Point("K3", At.CARD_PROGRESSED, "0A", _N_E, _N_E, _N_E),  # insert the card
    Point("K3", At.CARD_PROGRESSED, "01", _N_E, _N_E, _N_E),  # PIN
    Point("K3", At.CARD_PROGRESSED, "04", _N_E, _N_E, _N_E, _N_C),  # the bank is being asked
    Point("K4", At.CARD_REPORTED, "APPROVAL", _N_E, _N_C, _N_E, _N_C),
    Point("K4", At.TILL_TOOK_EVENT, "CardApproved", _N_E, _N_C, _N_E),
    Point("K4", At.LEDGER_WRITTEN, "CardHeld", _N_E, _N_C, _N_E),
    Point("K5", At.LEDGER_COMMITTED, "CardHeld", _N_E),
    Point("K5", At.TILL_COMMITTED, "CardHeld", _N_E, _N_C, _N_E, _N_C),
    Point("K5", At.TILL_KEPT_PROMISE, "CardApproved", _E),  # the driver answers, or not, before the process is gone
    Point("K5", At.CARD_BEFORE_ANSWER, "APPROVAL", _N_E, _N_C, _N_E, _N_C),
    Point("K7", At.CARD_AFTER_ANSWER, "SALE", _E_C, _E_C, _E_C),
    Point("K7", At.CARD_BEFORE_PRINT_ANSWER, "SALE", _E_C, _E_C, _E_C, _E_C),
    Point("K7", At.CARD_BEFORE_PRINT_ANSWER, "SALE", _E_C, _E_C, _E_C, nth=2),
    Point("K8", At.CARD_PROGRESSED, "1C", _C, _C, _C),
    Point("K8", At.CARD_REPORTED, "SALE END", _C, _C, _C, _C),
    Point("K9", At.CARD_FINISHED, "SALE", _C, _C, _C),
    Point("K9", At.TILL_TOOK_EVENT, "CardConfirmed", _C),
    Point("K9", At.LEDGER_WRITTEN, "CardCharged", _C),
)
COMPOSED: Final = (  # without prints our answer to the approval is the last word (section 7.2)
    Point("K5", At.CARD_BEFORE_ANSWER, "APPROVAL", _N_E, _N_C, _N_E),
    Point("K7", At.CARD_AFTER_ANSWER, "SALE", _C, _C, _C),
    Point("K8", At.CARD_REPORTED, "SALE END", _C, _C, _C),
    Point("K9", At.CARD_FINISHED, "SALE", _C, _C, _C),
)
QUEUED: Final = (
    Point("K10", At.LEDGER_COMMITTED, "PaymentAccepted", _C),
    Point("K10", At.TILL_COMMITTED, "CardCharged", _C, _C, _C),
    Point("K10", At.TILL_BEFORE_COMMAND, "SendPayments", _C),
    Point("K10", At.CENTRE_BEFORE_REQUEST, "/payment-batches", _C),
)
REVERSAL: Final = (
    Point("K11", At.LEDGER_COMMITTED, "CardReversalIntended", _R),
    Point("K11", At.TILL_COMMITTED, "CardReversalIntended", _R, _R, _R),
    Point("K11", At.CARD_BEFORE_ORDER, "REVERSAL", _R, _R, _R),
    Point("K11", At.CARD_AFTER_ORDER, "REVERSAL", _R, _R, _R, _R),
    Point("K11", At.CARD_ORDER_ACKNOWLEDGED, "REVERSAL", _R, _R, _R),
    Point("K11", At.CARD_AFTER_ANSWER, "REVERSAL", _R, _R, _R),
    Point("K11", At.CARD_REPORTED, "REVERSAL END", _R, _R, _R),
    Point("K11", At.CARD_FINISHED, "REVERSAL", _R, _R, _R),
    Point("K11", At.TILL_TOOK_EVENT, "CardReversalEnded", _R),
    Point("K11", At.LEDGER_WRITTEN, "CardReversed", _R),
)
# Where the terminal dies by itself: row, its own step, and what comes of it.
STEPS: Final[tuple[tuple[str, str, Both], ...]] = (
    ("K2", "authorisation_received", _N),
    ("K3", "authorisation_accepted", _N),
    ("K3", "card", _N),
    ("K3", "pin", _N),
    ("K3", "host_contacted", _N),
    ("K3", "bank_charged", _N),
    ("K3", "host_approved", _N_C),
    ("K4", "status_sent", _N_C),
    ("K6", "status_answered", _N_C),
    ("K7", "print", _N_C),
    ("K8", "printed", _C),
    ("K8", "completion_sent", _C),
    ("K9", "completion_answered", _C),
)
REVERSAL_STEPS: Final = (
    "reversal_received",
    "reversal_host_contacted",
    "reversal_booked",
    "reversal_done",
    "reversal_told",
)


class Case(NamedTuple):
    mode: Mode
    cut: Cut

    def __str__(self) -> str:
        composed = "" if self.mode.receipts == "lines" else "-compose"
        return f"zvt-{self.mode.sync}{composed}-{self.cut}"


def cases(points: tuple[Point, ...], receipts: str = "lines") -> list[Case]:
    """Every victim of every point, both ways."""
    return [
        Case(Mode(sync, receipts), Cut(point.row, victim, expected[number], point.at, point.detail, point.nth))
        for number, sync in enumerate(SYNCS)
        for point in points
        for victim, expected in (
            (Victim.KIOSK, point.kiosk),
            (Victim.RESTED, point.rested),
            (Victim.TERMINAL, point.terminal),
            (Victim.LINE, point.line),
        )
        if expected is not None
    ]


def deaths(steps: tuple[tuple[str, str, Both], ...] = STEPS) -> list[Case]:
    return [
        Case(Mode(sync), Cut(row, victim, expected[number], step=step))
        for number, sync in enumerate(SYNCS)
        for row, step, expected in steps
        for victim in (Victim.BROWN_OUT, Victim.STEP)
    ]

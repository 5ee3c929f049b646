"""The crash matrix of specs/pos-integrado.md 8.3, row by row. Nothing is undone by itself here: what the bank has charged
stands, whoever died, and is found by our ticket."""

from typing import Final, NamedTuple

from kiosk.failpoints import Failpoint as At
from tests.card_cut.cuts import CHARGED, EITHER, NONE, NOT, RETURNED, Cut, Outcomes, Victim

DIALECTS: Final = ("pos_integrado", "pos_autoservicio")


class Point(NamedTuple):
    """None: this victim is not hit here."""

    row: str
    at: At
    detail: str
    kiosk: Outcomes | None
    terminal: Outcomes | None = None
    line: Outcomes | None = None


SALE: Final = (
    Point("P1", At.LEDGER_WRITTEN, "CardAttempted", NONE),
    Point("P1", At.TILL_COMMITTED, "CardAttempted", NOT),
    Point("P1", At.CARD_BEFORE_ORDER, "=SALE", NOT, NOT, NOT),
    # The order is out: the payer holds a card to the terminal, and it goes on without us.
    Point("P2", At.CARD_AFTER_ORDER, "=SALE", CHARGED, EITHER, EITHER),
    Point("P3", At.CARD_ORDER_ACKNOWLEDGED, "=SALE", CHARGED, EITHER, CHARGED),
    Point("P3", At.CARD_PROGRESSED, "84", CHARGED, EITHER, CHARGED),  # use the card
    Point("P3", At.CARD_PROGRESSED, "81", CHARGED, EITHER, CHARGED),  # PIN
    Point("P3", At.CARD_PROGRESSED, "82", CHARGED, EITHER, CHARGED),  # the bank is being asked
    Point("P4", At.CARD_REPORTED, "APPROVAL", CHARGED, CHARGED, CHARGED),
    Point("P4", At.TILL_TOOK_EVENT, "CardApproved", CHARGED, CHARGED, CHARGED),
    Point("P4", At.LEDGER_WRITTEN, "CardHeld", CHARGED, CHARGED, CHARGED),
    Point("P5", At.LEDGER_COMMITTED, "CardHeld", CHARGED),
    Point("P5", At.TILL_COMMITTED, "CardHeld", CHARGED, CHARGED, CHARGED),
    Point("P5", At.TILL_KEPT_PROMISE, "CardApproved", CHARGED),
    Point("P5", At.CARD_BEFORE_ANSWER, "APPROVAL", CHARGED, CHARGED, CHARGED),
    Point("P6", At.CARD_AFTER_ANSWER, "APPROVAL", CHARGED, CHARGED, CHARGED),
    Point("P6", At.CARD_FINISHED, "APPROVAL", CHARGED, CHARGED, CHARGED),
    Point("P6", At.TILL_TOOK_EVENT, "CardConfirmed", CHARGED),
    Point("P6", At.LEDGER_WRITTEN, "CardCharged", CHARGED),
)
QUEUED: Final = (
    Point("P7", At.LEDGER_COMMITTED, "PaymentAccepted", CHARGED),
    Point("P7", At.TILL_COMMITTED, "CardCharged", CHARGED, CHARGED, CHARGED),
    Point("P7", At.CENTRE_BEFORE_REQUEST, "/payment-batches", CHARGED),
)
VOID: Final = (
    Point("P8", At.LEDGER_COMMITTED, "CardReversalIntended", RETURNED),
    Point("P8", At.TILL_COMMITTED, "CardReversalIntended", RETURNED, RETURNED, RETURNED),
    Point("P8", At.CARD_BEFORE_ORDER, "VOID", RETURNED, RETURNED, RETURNED),
    Point("P8", At.CARD_AFTER_ORDER, "VOID", RETURNED, RETURNED, RETURNED),
    Point("P8", At.CARD_ORDER_ACKNOWLEDGED, "VOID", RETURNED, RETURNED, RETURNED),
    Point("P8", At.CARD_FINISHED, "VOID", RETURNED, RETURNED, RETURNED),
    Point("P8", At.TILL_TOOK_EVENT, "CardReversalEnded", RETURNED),
    Point("P8", At.LEDGER_WRITTEN, "CardReversed", RETURNED),
)


class Case(NamedTuple):
    """``unfinished``: what the terminal does after a power cut with a sale that the bank had charged and it had not
    written down."""

    dialect: str
    cut: Cut
    unfinished: str = "undo"

    def __str__(self) -> str:
        return f"{self.dialect}-{self.cut}" + ("" if self.unfinished == "undo" else f"-{self.unfinished}")


STEPS: Final[tuple[tuple[str, Outcomes, str], ...]] = (
    ("received", EITHER, "undo"),  # a repeat of 0200 by the link may be the first that the terminal hears
    ("acknowledged", NOT, "undo"),
    ("waiting_for_card", NOT, "undo"),
    ("card", NOT, "undo"),
    ("pin", NOT, "undo"),
    ("told_82", NOT, "undo"),
    ("bank_asked", NOT, "undo"),
    ("bank_charged", NOT, "undo"),
    ("bank_charged", CHARGED, "complete"),
    ("stored", CHARGED, "undo"),
    ("answered", CHARGED, "undo"),
    ("finished", CHARGED, "undo"),
)
VOID_STEPS: Final = ("received", "acknowledged", "bank_asked", "bank_reversed", "stored", "answered", "finished")


def cases(points: tuple[Point, ...]) -> list[Case]:
    """Every victim of every point, in both dialects."""
    return [
        Case(dialect, Cut(point.row, victim, expected, point.at, point.detail))
        for dialect in DIALECTS
        for point in points
        for victim, expected in (
            (Victim.KIOSK, point.kiosk),
            (Victim.TERMINAL, point.terminal),
            (Victim.LINE, point.line),
        )
        if expected is not None
    ]


def deaths() -> list[Case]:
    """The terminal's own steps, in a sale (P9) and in a void (P8)."""
    sale = [
        Case(dialect, Cut("P9", Victim.BROWN_OUT, expected, step=step, of="0200"), unfinished)
        for dialect in DIALECTS
        for step, expected, unfinished in STEPS
    ]
    void = [
        Case(dialect, Cut("P8", Victim.BROWN_OUT, RETURNED, step=step, of="1200"))
        for dialect in DIALECTS
        for step in VOID_STEPS
    ]
    return [*sale, *void]

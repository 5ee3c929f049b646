"""Notes first, then the card for what is left: each part has its own truth, and both are found again."""

from typing import Final

import pytest

from kiosk.events import FinishPressed
from kiosk.failpoints import Failpoint as At
from kiosk.views import CardRefusedView, ResultView
from tests.card_cut.conftest import Open
from tests.card_cut.cuts import CHARGED, NOT, Cut, Victim, suffer
from tests.card_cut.rig import PLAIN, CardHall, CardKiosk, agreed
from tests.card_cut.visits import NOTE_YUAN, dies, is_over, to_card_after_cash
from tests.conftest import Tally
from tests.journeys.front import NUMBER
from tests.power_cut.moments import Ending, Moment

CASH_FEN: Final = NOTE_YUAN * 100
KILLS: Final = (
    ("zvt", Cut("K1", Victim.KIOSK, NOT, At.TILL_COMMITTED, "CardAttempted")),
    ("zvt", Cut("K3", Victim.KIOSK, NOT, At.CARD_PROGRESSED, "04")),
    ("zvt", Cut("K5", Victim.KIOSK, NOT, At.TILL_COMMITTED, "CardHeld")),
    ("zvt", Cut("K8", Victim.KIOSK, CHARGED, At.CARD_REPORTED, "SALE END")),
    ("zvt", Cut("K9", Victim.KIOSK, CHARGED, At.LEDGER_WRITTEN, "CardCharged")),
    ("zvt", Cut("K10", Victim.KIOSK, CHARGED, At.LEDGER_COMMITTED, "PaymentAccepted")),
    ("pos_integrado", Cut("P1", Victim.KIOSK, NOT, At.CARD_BEFORE_ORDER, "=SALE")),
    ("pos_integrado", Cut("P4", Victim.KIOSK, CHARGED, At.CARD_REPORTED, "APPROVAL")),
    ("pos_autoservicio", Cut("P5", Victim.KIOSK, CHARGED, At.TILL_COMMITTED, "CardHeld")),
    ("pos_autoservicio", Cut("P6", Victim.KIOSK, CHARGED, At.CARD_FINISHED, "APPROVAL")),
)
QUICK: Final = ("K8",)


def rows() -> list[object]:
    """``KILLS`` with their names."""
    return [
        pytest.param(kind, cut, id=f"{kind}-{cut}", marks=() if cut.row in QUICK else pytest.mark.long)
        for kind, cut in KILLS
    ]


@pytest.mark.parametrize(("kind", "cut"), rows())
def test_m6_m8_cash_then_card_and_the_kiosk_dies(open_hall: Open, kind: str, cut: Cut, tally: Tally) -> None:
    """The note is paid in any case, the charge if it stands."""
    suffer(open_hall(kind, PLAIN), cut, tally, to_card_after_cash, cash=CASH_FEN)


@pytest.mark.long
@pytest.mark.parametrize("kind", ["zvt", "pos_integrado"])
def test_m6_cash_then_card_and_the_line_is_cut_before_the_order(open_hall: Open, kind: str, tally: Tally) -> None:
    """The card is not charged; the payer finishes with the note alone."""
    hall = open_hall(kind, PLAIN)
    kiosk = hall.kiosk(Moment(At.CARD_BEFORE_ORDER, "=SALE", ending=Ending.GATE))
    to_card_after_cash(hall, kiosk)
    kiosk.wait_gate()
    hall.box.do("unplug")
    kiosk.go_on()
    hall.box.do("replug")
    kiosk.see(CardRefusedView)
    kiosk.touch(FinishPressed())
    kiosk.see(ResultView, lambda result: result.posting == "done")
    is_over(hall, kiosk)
    tally("line cuts", 1)
    assert agreed(hall, tally, cash=CASH_FEN).outcome == "not_charged"


def to_refused_rest(hall: CardHall, kiosk: CardKiosk) -> None:
    """The account is closed while the terminal asks for the card: both parts are refused."""
    hall.box.present_to_none()
    to_card_after_cash(hall, kiosk)
    hall.world.account(NUMBER, "closed")
    hall.box.present()


@pytest.mark.long
@pytest.mark.parametrize("kind", ["zvt", "pos_integrado", "pos_autoservicio"])
def test_m7_a_refused_mixed_payment_and_the_kiosk_dies_taking_it_back(open_hall: Open, kind: str, tally: Tally) -> None:
    """The charge goes back to the card, the note stays owed to its payer."""
    hall = open_hall(kind, PLAIN)
    order = "REVERSAL" if kind == "zvt" else "VOID"
    dies(hall, hall.kiosk(Moment(At.CARD_AFTER_ORDER, order)), to_refused_rest)
    is_over(hall, hall.kiosk())
    tally("card kills", 1)
    assert agreed(hall, tally, owed=CASH_FEN).outcome == "returned"

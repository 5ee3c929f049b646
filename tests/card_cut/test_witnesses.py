"""The three witnesses are able to disagree: a charge that nobody credited is found by every proof of this folder."""

import pytest

from tests.card_cut.bank import FOREIGN_FEN
from tests.card_cut.conftest import Open
from tests.card_cut.rig import agreed
from tests.card_cut.visits import CHARGE_YUAN, is_over, to_card
from tests.conftest import Tally


def test_m6_a_charge_without_credit_is_seen(open_hall: Open, tally: Tally) -> None:
    """First all agree on a whole visit without a cut; then the bank charges once more in its name."""
    hall = open_hall("pos_integrado")
    kiosk = hall.kiosk()
    to_card(hall, kiosk)
    is_over(hall, kiosk)
    found = agreed(hall, tally)
    assert (found.outcome, found.stands) == ("charged", CHARGE_YUAN * 100)
    hall.box.charge_in_secret(FOREIGN_FEN)
    counted: dict[str, int] = {}
    with pytest.raises(AssertionError):
        agreed(hall, counted.__setitem__)
    assert counted == {"lost fen": FOREIGN_FEN, "doubled fen": 0}

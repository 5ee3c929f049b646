"""The whole hall loses power: the acceptor's goes at the very instant at which the terminal dies, and comes back later.

A report that only the device knew goes with its power: that note is in doubt, never an automatic credit (specs/ccnet.md 8).
"""

import pytest
from msgspec.structs import replace

from tests.conftest import Tally
from tests.power_cut.moments import Ending
from tests.power_cut.named_moments import BEFORE_THE_NOTE, NOTE_REPORTED, THE_NOTE, THE_PAYMENT, Row
from tests.power_cut.rig import Hall
from tests.power_cut.visits import NOTE_YUAN, settle_and_explain, until_death

FEN = NOTE_YUAN * 100
ROWS = [
    pytest.param(row, id=str(row), marks=() if row.quick and row in NOTE_REPORTED else pytest.mark.long)
    for row in (*BEFORE_THE_NOTE[-1:], *THE_NOTE, *THE_PAYMENT[:8])
]


@pytest.mark.parametrize("row", ROWS)
def test_m8_the_hall_loses_power(hall: Hall, row: Row, tally: Tally) -> None:
    hall.world.acceptor("timings", stacking=0.1)
    moment = replace(row.moment, ending=Ending.HALL)
    assert until_death(hall, hall.kiosk(moment)), f"{row} was never reached"
    tally("failpoints hit", 1)
    hall.world.acceptor("power_on")
    buckets = settle_and_explain(hall, tally)
    known = {"in_doubt": FEN} if row in NOTE_REPORTED else {"posted": FEN}
    assert buckets in ({None: ({}, known), True: (known,), False: ({},)}[row.in_box]), buckets

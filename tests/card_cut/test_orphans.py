"""An approval that the kiosk at the wire knows nothing of: its disk was exchanged while the terminal sold."""

import pytest

from kiosk.failpoints import Failpoint as At
from kiosk.views import HomeView
from tests.card_cut.conftest import Open
from tests.card_cut.pos_rows import DIALECTS
from tests.card_cut.rig import PLAIN, Mode, agreed
from tests.card_cut.visits import CHARGE_YUAN, dies, is_over
from tests.card_cut.zvt_rows import SYNCS
from tests.conftest import Tally
from tests.journeys.rig import wait_until
from tests.power_cut.moments import Moment

REPEATS_S = 4.0  # the terminal repeats its approval so slowly that a new kiosk hears it


@pytest.mark.parametrize("sync", ["autoreversal", pytest.param("1f1f", marks=pytest.mark.long)])
def test_m6_zvt_an_orphan_approval_is_refused(open_hall: Open, sync: str, tally: Tally) -> None:
    """Rule 8: never confirm money that nobody recorded. The terminal undoes it, and the old disk finds that out."""
    assert sync in SYNCS
    old = open_hall("zvt", Mode(sync))
    old.box.do("timing", t2=REPEATS_S)
    dies(old, old.kiosk(Moment(At.CARD_PROGRESSED, "04")))
    new = open_hall("zvt", Mode(sync), fresh=False)
    other = new.kiosk()
    other.see(HomeView)
    wait_until(lambda: new.cases() == ["card_orphan"], "the orphan is a case for persons", instead=new.story)
    wait_until(lambda: bool(old.box.charges("reversed")), "the terminal undoes it", instead=new.story)
    is_over(new, other)
    assert not new.attempts()
    other.kill()
    is_over(old, old.kiosk())
    tally("card kills", 1)
    assert agreed(old, tally).outcome == "not_charged"


@pytest.mark.long
@pytest.mark.parametrize("dialect", DIALECTS)
def test_m6_pos_an_orphan_approval_is_nobodys_credit(open_hall: Open, dialect: str, tally: Tally) -> None:
    """Rule 11: it stands whatever we say, so persons hear of it; the old disk credits it, once."""
    old = open_hall(dialect, PLAIN)
    old.box.do("timing", resend=REPEATS_S)
    dies(old, old.kiosk(Moment(At.CARD_REPORTED, "APPROVAL")))
    new = open_hall(dialect, PLAIN, fresh=False)
    other = new.kiosk()
    other.see(HomeView)
    wait_until(lambda: new.cases() == ["card_orphan"], "the orphan is a case for persons", instead=new.story)
    assert not new.attempts()
    other.kill()
    is_over(old, old.kiosk())
    tally("card kills", 1)
    found = agreed(old, tally)
    assert (found.outcome, found.stands) == ("charged", CHARGE_YUAN * 100)

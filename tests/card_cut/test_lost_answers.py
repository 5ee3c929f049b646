"""The one answer that decides: lost on its way, or come twice (K6, K9; P5, P6)."""

import pytest

from kiosk.failpoints import Failpoint as At
from tests.card_cut.conftest import Open
from tests.card_cut.pos_rows import DIALECTS
from tests.card_cut.rig import PLAIN, CardHall, CardKiosk, Mode, agreed
from tests.card_cut.visits import is_over, to_card
from tests.card_cut.zvt_rows import SYNCS
from tests.conftest import Tally
from tests.journeys.rig import wait_until
from tests.power_cut.moments import Ending, Moment

BEFORE_ANSWER = Moment(At.CARD_BEFORE_ANSWER, "APPROVAL", ending=Ending.GATE)
BEFORE_END = Moment(At.CARD_REPORTED, "SALE END", ending=Ending.GATE)
SENDS = 3


def at_gate(hall: CardHall, moment: Moment) -> CardKiosk:
    kiosk = hall.kiosk(moment)
    to_card(hall, kiosk)
    kiosk.wait_gate()
    return kiosk


@pytest.mark.long
@pytest.mark.parametrize("receipts", ["lines", "compose"])
@pytest.mark.parametrize("victim", ["kill-kiosk", "kill-terminal", "cut-line"])
@pytest.mark.parametrize("sync", SYNCS)
def test_m6_zvt_k6_the_answer_is_there_and_its_ack_is_not(
    open_hall: Open, sync: str, victim: str, receipts: str, tally: Tally
) -> None:
    """Either, and the question afterwards decides; where nothing is printed the answer was the last word: charged."""
    hall = open_hall("zvt", Mode(sync, receipts))
    kiosk = at_gate(hall, BEFORE_ANSWER)
    hall.box.do("lose_ack", count=SENDS)
    kiosk.go_on()
    wait_until(lambda: hall.box.has_reached("status_answered"), "the terminal has our answer", instead=hall.story)
    if victim == "kill-kiosk":
        kiosk.kill()
        kiosk = hall.kiosk()
    elif victim == "kill-terminal":
        hall.box.kill()
        hall.box.start()
    else:
        hall.box.do("unplug")
        hall.box.do("replug")
    is_over(hall, kiosk)
    tally({"kill-kiosk": "card kills", "kill-terminal": "terminal deaths", "cut-line": "line cuts"}[victim], 1)
    stays = receipts == "compose" or sync == "1f1f"
    assert agreed(hall, tally).outcome in ({"charged"} if stays else {"charged", "not_charged"})


@pytest.mark.long
@pytest.mark.parametrize("lost", [1, SENDS])
@pytest.mark.parametrize("sync", SYNCS)
def test_m6_zvt_k6_acks_are_lost_and_nobody_dies(open_hall: Open, sync: str, lost: int, tally: Tally) -> None:
    hall = open_hall("zvt", Mode(sync))
    kiosk = at_gate(hall, BEFORE_ANSWER)
    hall.box.do("lose_ack", count=lost)
    kiosk.go_on()
    is_over(hall, kiosk)
    outcome = agreed(hall, tally).outcome
    assert outcome == "charged" if lost < SENDS or sync == "1f1f" else outcome in ("charged", "not_charged")


@pytest.mark.long
@pytest.mark.parametrize("sync", SYNCS)
def test_m6_zvt_k9_our_answer_to_the_end_is_lost(open_hall: Open, sync: str, tally: Tally) -> None:
    """The terminal says 06 0F again, and the charge stays what it is."""
    hall = open_hall("zvt", Mode(sync))
    kiosk = at_gate(hall, BEFORE_END)
    hall.box.do("swallow_answer")
    kiosk.go_on()
    wait_until(lambda: hall.box.has_reached("completion_answered"), "06 0F is said again", instead=hall.story)
    is_over(hall, kiosk)
    assert agreed(hall, tally).outcome == "charged"
    assert not hall.cases()


@pytest.mark.long
@pytest.mark.parametrize("dialect", DIALECTS)
@pytest.mark.parametrize("fault", ["swallow_ack", "duplicate_0210"])
def test_m6_pos_p5_p6_the_answer_comes_again(open_hall: Open, dialect: str, fault: str, tally: Tally) -> None:
    """No second order, and no orphan."""
    hall = open_hall(dialect, PLAIN)
    kiosk = at_gate(hall, BEFORE_ANSWER)
    hall.box.do(fault)
    kiosk.go_on()
    wait_until(lambda: _told_0210(hall) > 1, "0210 is said again", instead=hall.story)
    is_over(hall, kiosk)
    assert agreed(hall, tally).outcome == "charged"
    assert not hall.cases()


@pytest.mark.long
@pytest.mark.parametrize("dialect", DIALECTS)
def test_m6_pos_p6_our_ack_is_lost_and_the_kiosk_with_it(open_hall: Open, dialect: str, tally: Tally) -> None:
    hall = open_hall(dialect, PLAIN)
    kiosk = at_gate(hall, BEFORE_ANSWER)
    hall.box.do("swallow_ack")
    kiosk.go_on()
    wait_until(lambda: _told_0210(hall) > 1, "0210 is said again", instead=hall.story)
    kiosk.kill()
    is_over(hall, hall.kiosk())
    tally("card kills", 1)
    assert agreed(hall, tally).outcome == "charged"
    assert not hall.cases()


def _told_0210(hall: CardHall) -> int:
    """How often this hall's sale was answered; the sale of somebody else before it was never told."""
    tape = hall.box.do("tape")["tape"]
    asked = max(number for number, (_, who, text) in enumerate(tape) if who == "from_host" and text.startswith("0200"))
    return sum(who == "to_host" and text.startswith("0210") for _, who, text in tape[asked:])

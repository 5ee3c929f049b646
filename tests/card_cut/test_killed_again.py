"""The power goes again while the kiosk finds out what became of a charge, and again: the row's verdict still holds."""

import random
from typing import Final

import pytest

from kiosk.failpoints import Failpoint as At
from tests.card_cut import pos_rows, zvt_rows
from tests.card_cut.conftest import Open
from tests.card_cut.cuts import Outcomes
from tests.card_cut.rig import PLAIN, CardHall, Mode, agreed
from tests.card_cut.visits import dies, is_over, to_card, to_card_of_a_closed_account
from tests.conftest import Tally
from tests.power_cut.moments import Moment
from tests.power_cut.named_moments import COMMIT

SEEDS: Final = range(4101, 4117)
AGAIN: Final = 3  # deaths after the first one
RECOVERED_S: Final = 2.5  # a kiosk that has not met its moment by then has recovered without it
FACTS: Final = ("CardCharged", "CardUncharged", "PaymentAccepted", "PaymentPosted", "CardReversed", "CardReversalIntended")
ORDERED: Final = (At.CARD_BEFORE_ORDER, At.CARD_AFTER_ORDER, At.CARD_ORDER_ACKNOWLEDGED)
ZVT_ASKS: Final = (
    *(Moment(point, "QUESTION", nth) for nth in (1, 2) for point in (*ORDERED, At.CARD_AFTER_ANSWER)),
    Moment(At.CARD_REPORTED, "QUESTION END"),
    Moment(At.CARD_FINISHED, "QUESTION"),
)
POS_ASKS: Final = (
    *(Moment(point, "LAST_SALE", nth) for nth in (1, 2) for point in ORDERED),
    Moment(At.CARD_FINISHED, "LAST_SALE"),
)
TILL: Final = (
    Moment(At.TILL_TOOK_EVENT, "Started"),
    Moment(At.TILL_AFTER_COMMAND, "ResolveCard"),
    Moment(At.TILL_TOOK_EVENT, "CardResolved"),
    Moment(At.TILL_TOOK_EVENT, "CardTerminalReady"),
    Moment(At.CENTRE_ANSWERING, "/payment-batches"),
    *(Moment(point, fact) for point in COMMIT for fact in FACTS),
)
BACK: Final = {"zvt": "REVERSAL", "pos_integrado": "VOID", "pos_autoservicio": "VOID"}


def kill_again(hall: CardHall, draw: random.Random, moments: tuple[Moment, ...], tally: Tally) -> list[str]:
    """Up to ``AGAIN`` starts that are cut short; the moments that were met."""
    met = []
    for moment in (draw.choice(moments) for _ in range(AGAIN)):
        kiosk = hall.kiosk(moment)
        if kiosk.wait_death(RECOVERED_S):
            met.append(str(moment))
        kiosk.kill()
        tally("card kills", 1)
    return met


def chain(open_hall: Open, kind: str, seed: int, tally: Tally) -> None:
    """One charge cut short, its recovery cut short, and the last word."""
    draw = random.Random(seed)
    mode = Mode(draw.choice(zvt_rows.SYNCS)) if kind == "zvt" else PLAIN
    first, expected = draw.choice(_firsts(kind, mode))
    begin = to_card if first.row not in ("K11", "P8") else to_card_of_a_closed_account
    hall = open_hall(kind, mode)
    moments = (*TILL, *(ZVT_ASKS if kind == "zvt" else POS_ASKS), *_back(kind))
    dies(hall, hall.kiosk(Moment(first.at, first.detail)), begin)
    met = kill_again(hall, draw, moments, tally)
    print(f"seed {seed} {mode}: {first.row} {first.at} {first.detail}, then {', '.join(met) or 'nothing'}")
    is_over(hall, hall.kiosk())
    tally("card kills", 1)
    found = agreed(hall, tally)
    assert found.outcome in expected, f"{found.outcome}: {hall.story()}"


def _firsts(kind: str, mode: Mode) -> list[tuple[zvt_rows.Point | pos_rows.Point, Outcomes]]:
    if kind != "zvt":
        return [(row, row.kiosk) for row in (*pos_rows.SALE, *pos_rows.VOID) if row.kiosk is not None]
    number = zvt_rows.SYNCS.index(mode.sync)
    return [(row, row.kiosk[number]) for row in (*zvt_rows.SALE, *zvt_rows.REVERSAL) if row.kiosk and row.nth == 1]


def _back(kind: str) -> tuple[Moment, ...]:
    return tuple(Moment(point, BACK[kind]) for point in (*ORDERED, At.CARD_FINISHED))


@pytest.mark.parametrize("kind", list(BACK))
@pytest.mark.parametrize("seed", [pytest.param(seed, marks=pytest.mark.long) for seed in SEEDS])
def test_m6_killed_again_while_asking(open_hall: Open, kind: str, seed: int, tally: Tally) -> None:
    chain(open_hall, kind, seed, tally)


def test_m6_killed_again_with_the_charge_unanswered(open_hall: Open, tally: Tally) -> None:
    """The shortest of these chains: approval on the disk, then the question cut off once."""
    hall = open_hall("zvt", PLAIN)
    dies(hall, hall.kiosk(Moment(At.TILL_COMMITTED, "CardHeld")))
    again = hall.kiosk(Moment(At.CARD_AFTER_ANSWER, "QUESTION"))
    assert again.wait_death(), hall.story()
    is_over(hall, hall.kiosk())
    tally("card kills", 2)
    assert agreed(hall, tally).outcome == "not_charged"

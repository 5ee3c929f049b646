"""The power goes again while the terminal recovers, and again: the last ``settle`` explains every fen all the same."""

import random
from typing import Final

import pytest
from msgspec.structs import replace

from kiosk.failpoints import Failpoint as At
from tests.conftest import Tally
from tests.journeys.rig import World
from tests.power_cut.moments import Ending, Moment
from tests.power_cut.named_moments import COMMIT, NOTE_RECORDED, NOTE_REPORTED, THE_NOTE, THE_PAYMENT, Row
from tests.power_cut.rig import Hall, settle_quickly
from tests.power_cut.visits import ENDED_BY_KILL, settle_and_explain, until_death

SEEDS: Final = range(3101, 3108)
HITS_A_SEED: Final = 10
AGAIN: Final = 3  # deaths after the first one, at most
RECOVERED_S: Final = 2.0  # a terminal that has not met its moment by then has recovered without it
HALL_TOO: Final = 0.3  # of the first deaths
# With something left to recover: most recoveries pass most of the instants below.
FIRST: Final[tuple[Row, ...]] = (*THE_NOTE[-len((*NOTE_REPORTED, *NOTE_RECORDED)) - 2 :], *THE_PAYMENT[:16])
FACTS: Final = ("NoteStackedFact", "PaymentAccepted", "VisitClosed", "PaymentPosted", "DeviceChanged")
RECOVERY: Final[tuple[Moment, ...]] = (
    Moment(At.TILL_TOOK_EVENT, "Started"),
    Moment(At.TILL_TOOK_EVENT, "CentreRemembers"),
    Moment(At.TILL_TOOK_EVENT, "NotesWhereaboutsKnown"),
    Moment(At.TILL_TOOK_EVENT, "NoteStacked"),
    Moment(At.TILL_TOOK_EVENT, "PaymentsAnswered"),
    *(Moment(point, fact) for point in COMMIT for fact in FACTS),
    Moment(At.TILL_KEPT_PROMISE, "NoteStacked"),
    Moment(At.TILL_AFTER_COMMAND, "SendPayments"),
    Moment(At.ACCEPTOR_REPORTED),
    Moment(At.ACCEPTOR_REPORTED, nth=2),
    Moment(At.ACCEPTOR_REPORTED, "81"),
    Moment(At.ACCEPTOR_BEFORE_ACKNOWLEDGE, "81"),
    Moment(At.ACCEPTOR_AFTER_ACKNOWLEDGE, "81"),
    Moment(At.SENDER_CHOSE),
    Moment(At.CENTRE_BEFORE_REQUEST, "/payment-batches"),
    Moment(At.CENTRE_ANSWERING, "/payment-batches"),
    Moment(At.CENTRE_ANSWERED, "/payment-batches"),
    Moment(At.SENDER_HEARD),
    Moment(At.PRINTER_BEFORE_BYTES),
    Moment(At.PRINTER_BETWEEN_BYTES, nth=5),
)


def dies_recovering(hall: Hall, moment: Moment, *, by_word: bool) -> bool:
    """One more start, as the command word or as the terminal; was ``moment`` its end? If not, the power goes anyway."""
    if by_word:
        return settle_quickly(hall.config, moment).returncode == ENDED_BY_KILL
    kiosk = hall.kiosk(moment)
    died = kiosk.wait_death(RECOVERED_S)
    kiosk.kill()
    return died


def chain(hall: Hall, draw: random.Random, tally: Tally) -> int:
    """One visit cut short, up to ``AGAIN`` recoveries cut short, and the last word. The deaths in recovery."""
    hall.world.acceptor("timings", stacking=0.1)
    row, hall_too = draw.choice(FIRST), draw.random() < HALL_TOO
    first = replace(row.moment, ending=Ending.HALL) if hall_too else row.moment
    assert until_death(hall, hall.kiosk(first)), f"{row} was never reached"
    if hall_too:
        hall.world.acceptor("power_on")
    again = [(draw.choice(RECOVERY), draw.random() < 0.5) for _ in range(AGAIN)]
    hits = [moment for moment, by_word in again if dies_recovering(hall, moment, by_word=by_word)]
    print(f"{first}, then {', '.join(str(moment) for moment in hits) or 'nothing'}")
    tally("failpoints hit", 1 + len(hits))
    tally("kills in recovery", len(hits))
    buckets = settle_and_explain(hall, tally)
    assert hall_too or "in_doubt" not in buckets, "the device never lost its report, and nobody knows where the note is"
    return len(hits)


def chains(world: World, seed: int, wanted: int, tally: Tally) -> None:
    draw, hits = random.Random(seed), 0
    print(f"seed {seed}")
    while hits < wanted:
        world.mend()
        hall = Hall(world)
        try:
            hits += chain(hall, draw, tally)
        finally:
            hall.close()


def test_m8_killed_again_while_recovering(shared_world: World, tally: Tally) -> None:
    chains(shared_world, SEEDS[0], 3, tally)


@pytest.mark.long
@pytest.mark.parametrize("seed", SEEDS[1:])
def test_m8_killed_again_and_again(shared_world: World, seed: int, tally: Tally) -> None:
    chains(shared_world, seed, HITS_A_SEED, tally)

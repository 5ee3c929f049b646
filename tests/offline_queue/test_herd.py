"""A7: hundreds of terminals come back at once, in virtual time: never more than 10 requests a second per 100 terminals.

The opening of sessions, heartbeats with their retries, look-ups and long polls count too: the centre feels them all.
"""

import pytest

from offline_queue.backoff import POWER_UP_S, beat_delay, power_up_delays
from tests.conftest import Tally
from tests.offline_queue.herd import Fleet

HOUR_S = 3600.0
DRAINED_S = 360.0
SIZES = [
    pytest.param(300, 1, id="300"),
    *[pytest.param(300, seed, id=f"300-seed{seed}", marks=pytest.mark.long) for seed in range(2, 10)],
    pytest.param(2000, 1, id="2000", marks=pytest.mark.long),
]


def per_hundred(fleet: Fleet, requests: int) -> float:
    return requests * 100 / len(fleet.terminals)


def report(fleet: Fleet, what: str, up_at: float) -> float:
    """Print what was felt; the peak in requests a second per 100 terminals, over every second there is."""
    peak = per_hundred(fleet, fleet.centre.peak())
    slowest = fleet.slowest_drain_s(up_at)
    print(f"{what}: {len(fleet.terminals)} terminals, peak {peak:.1f}/s per 100, drained in {slowest:.0f} s,", end=" ")
    print(", ".join(f"{count} x {kind}" for kind, count in fleet.centre.kinds().most_common()))
    return peak


@pytest.mark.parametrize(("size", "seed"), SIZES)
def test_a7_after_an_outage_of_an_hour(size: int, seed: int, tally: Tally) -> None:
    """They started in the same second and lost the centre; one in twelve was started again meanwhile."""
    fleet = Fleet(size, seed, outage_s=HOUR_S, customers_every_s=1800.0)
    fleet.open_sessions(11 / 12)
    fleet.run(HOUR_S + 600.0)
    assert report(fleet, f"outage, seed {seed}", HOUR_S) <= 10.0
    assert fleet.slowest_drain_s(HOUR_S) <= DRAINED_S
    for terminal in fleet.terminals:
        assert set(terminal.rows.sent_times.values()) == {1}, "each payment was answered, once"
        assert all(wait <= 1.0 for wait in terminal.present_waits), "a present customer's payment goes at once"
    assert sum(len(terminal.present_waits) for terminal in fleet.terminals) > size / 10
    tally("herd terminals", size)


def test_a7_the_first_request_after_an_outage_is_one_payment_then_batches() -> None:
    fleet = Fleet(300, 3, outage_s=HOUR_S)
    fleet.open_sessions(1.0)
    fleet.run(HOUR_S + DRAINED_S)
    assert {tuple(size for _, size in terminal.requests) for terminal in fleet.terminals} == {(1, 19)}
    gaps = [terminal.requests[1][0] - terminal.requests[0][0] for terminal in fleet.terminals]
    assert min(gaps) >= 1.0 - 1e-6, "then one request a second"


@pytest.mark.parametrize(("size", "seed"), SIZES)
def test_a7_terminals_that_are_switched_on_at_once(size: int, seed: int, tally: Tally) -> None:
    fleet = Fleet(size, seed, since_boot_s=20.0)
    fleet.run(900.0)
    assert report(fleet, f"power-up, seed {seed}", 0.0) <= 10.0
    assert fleet.slowest_drain_s(0.0) <= DRAINED_S
    tally("herd terminals", size)


@pytest.mark.parametrize(("size", "seed"), SIZES)
def test_a7_terminals_that_were_all_started_during_the_outage(size: int, seed: int, tally: Tally) -> None:
    """Nobody has a session when the centre comes back: each terminal's first call is two."""
    fleet = Fleet(size, seed, outage_s=HOUR_S)
    fleet.run(HOUR_S + 600.0)
    assert report(fleet, f"no sessions, seed {seed}", HOUR_S) <= 10.5
    assert fleet.slowest_drain_s(HOUR_S) <= DRAINED_S
    tally("herd terminals", size)


@pytest.mark.parametrize("retry_after_s", [5.0, 30.0])
def test_a7_a_centre_that_asks_for_patience_is_given_it(retry_after_s: float) -> None:
    """Regression: each 503 with Retry-After was taken for a line that works, and whole batches knocked every few seconds:
    23 requests a second per 100 terminals for as long as the centre was busy."""
    fleet = Fleet(300, 4, outage_s=600.0)
    fleet.open_sessions(1.0)
    fleet.centre.busy_until, fleet.centre.busy_retry_after_s = 1500.0, retry_after_s
    fleet.run(1500.0 + DRAINED_S)
    assert report(fleet, f"busy, Retry-After {retry_after_s:g} s", 1500.0) <= 10.0
    assert fleet.centre.disobeyed == 0
    assert {size for terminal in fleet.terminals for at, size in terminal.requests if at < 1500.0} == {1}, "only probes"
    assert fleet.slowest_drain_s(1500.0) <= DRAINED_S


def test_a7_what_was_felt_before_heartbeats_backed_off() -> None:
    """The rule is not one that nothing could break: heartbeats tried again every 5 s give 25 a second per 100."""
    fleet = Fleet(300, 5, outage_s=600.0, beat_delay=lambda interval_s, failures, _: 5.0 if failures else interval_s)
    fleet.open_sessions(1.0)
    fleet.run(600.0 + DRAINED_S)
    assert per_hundred(fleet, fleet.centre.peak()) > 20.0


# ---- the pure parts --------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("failures", "least", "most"),
    [(0, 27.0, 33.0), (1, 2.5, 5.0), (2, 5.0, 10.0), (3, 10.0, 20.0), (6, 75.0, 150.0), (10**9, 75.0, 150.0)],
)
def test_a7_the_pace_of_heartbeats(failures: int, least: float, most: float) -> None:
    assert beat_delay(30.0, failures, 0.0) == pytest.approx(least)
    assert beat_delay(30.0, failures, 1.0) == pytest.approx(most)


def test_a_quick_heartbeat_is_not_slowed_down_to_its_first_retry() -> None:
    assert beat_delay(1.0, 1, 1.0) == 1.0
    assert beat_delay(1.0, 99, 1.0) == 5.0


@pytest.mark.parametrize("since_boot_s", [0.0, POWER_UP_S - 1])
def test_a_machine_that_was_just_switched_on_waits_first_for_its_turn_then_for_its_backlogs(since_boot_s: float) -> None:
    assert power_up_delays(since_boot_s, 0.0) == (0.0, 120.0)
    assert power_up_delays(since_boot_s, 1.0) == (120.0, 270.0)


@pytest.mark.parametrize("since_boot_s", [POWER_UP_S, float("inf"), -1.0])
def test_a_process_that_is_started_again_waits_for_nothing(since_boot_s: float) -> None:
    assert power_up_delays(since_boot_s, 1.0) == (0.0, 0.0)

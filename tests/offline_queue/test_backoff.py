"""A7, M5: delays are jittered, bounded, and never end."""

from typing import Any

import pytest
from hypothesis import given, strategies as st

from offline_queue.backoff import Pacing, asked_delay, outage_delay, present_delay, refused_delay

PACING = Pacing()
DRAWS = st.floats(0, 1, exclude_max=True)
ATTEMPTS = st.integers(1, 10**9)


@given(ATTEMPTS, DRAWS)
def test_M5_no_delay_is_longer_than_five_minutes(attempt: int, draw: float) -> None:
    assert 0 <= outage_delay(PACING, attempt, draw) <= 300
    assert 0.5 <= present_delay(PACING, attempt, draw) <= 10
    assert 30 <= refused_delay(PACING, attempt, draw) <= 300


@pytest.mark.parametrize(("attempt", "span"), [(1, 60), (2, 120), (3, 240), (4, 300), (5, 300), (1000, 300)])
def test_A7_full_jitter_over_a_doubling_span(attempt: int, span: float) -> None:
    assert outage_delay(PACING, attempt, 0.0) == 0.0
    assert outage_delay(PACING, attempt, 0.5) == span / 2


@pytest.mark.parametrize(
    "wrong", [{"batch": 0}, {"batch": 101}, {"first_probe_s": 0.0}, {"interval_s": -1.0}, {"lease_poll_s": 0.0}]
)
def test_a_pace_that_never_rests_is_refused(wrong: dict[str, Any]) -> None:
    with pytest.raises(ValueError, match="must be"):
        Pacing(**wrong)


@given(st.floats(0, 270), DRAWS)
def test_retry_after_is_honoured_and_spread(asked: float, draw: float) -> None:
    assert asked <= asked_delay(PACING, asked, draw) <= asked * 1.1


@pytest.mark.parametrize(("asked", "delay"), [(-5.0, 0.0), (86400.0, 300.0), (float("inf"), 300.0)])
def test_a_senseless_retry_after_is_bounded(asked: float, delay: float) -> None:
    assert asked_delay(PACING, asked, 0.5) == delay

"""Errors a terminal logs lately: counted between heartbeats, over restarts and silences (features.md F52)."""

from typing import Any

import pytest
from hypothesis import given, strategies as st
from sqlalchemy import func, select

from central.centre import Centre
from central.error_rate import WINDOW, Sample, errors_in, lately, logged_since
from central.health_tables import error_samples
from tests.central.helpers import Clock


@pytest.mark.parametrize(
    ("before", "told", "new"),
    [(None, 300, 0), (0, 0, 0), (3, 7, 4), (300, 2, 2), (300, 0, 0), (7, None, 0), (None, None, 0)],
)
def test_what_came_between_two_heartbeats(before: int | None, told: int | None, new: int) -> None:
    assert logged_since(before, told) == new


@given(st.lists(st.tuples(st.integers(0, 10**6), st.integers(0, 10**6), st.integers(0, 1000)), max_size=8), st.data())
def test_windows_that_touch_share_every_error_once(spans: list[tuple[int, int, int]], data: st.DataObject) -> None:
    samples = [Sample(min(one, other), max(one, other) + 1, errors) for one, other, errors in spans]
    cut = data.draw(st.integers(0, 10**6))
    whole = errors_in(samples, 0, 10**6 + 1)
    assert whole == pytest.approx(sum(sample.errors for sample in samples))
    assert errors_in(samples, 0, cut) + errors_in(samples, cut, 10**6 + 1) == pytest.approx(whole)


def _beat(centre: Centre, clock: Clock, **told: Any) -> None:
    body: dict[str, Any] = {"sent_at": clock.text(), "highest_kiosk_seq": 1, "journal": None, "service_state": "full"}
    centre.heartbeats.store("K0001", body | {"queue": {"depth": 0, "oldest_seconds": 0}, "devices": []} | told)


def _lately(centre: Centre, clock: Clock) -> float:
    with centre.database.read() as connection:
        return lately(connection, clock()).get("K0001", 0.0)


def _raised(centre: Centre) -> list[str]:
    centre.alarms.run_due()
    return [alarm.text for alarm in centre.alarms.standing() if alarm.rule == "error_rate"]


def test_an_alarm_rises_and_ends_with_hysteresis_and_a_restart_is_no_fall(centre: Centre, clock: Clock) -> None:
    told = 400  # it runs for weeks already
    for errors in (0, 0, 10, 11):
        told += errors
        _beat(centre, clock, errors_logged=told)
        assert _raised(centre) == []
        clock.advance(30)
    assert _lately(centre, clock) == 21
    told = 0  # the process was started anew, and goes on as before
    for _ in range(3):
        told += 4
        _beat(centre, clock, errors_logged=told)
        _raised(centre)
        clock.advance(30)
    assert _lately(centre, clock) == 33
    assert _raised(centre) == ["K0001 15分钟内记录33个错误"]
    for _ in range(24):  # twelve minutes without one: still above the lower threshold
        _beat(centre, clock, errors_logged=told)
        assert _raised(centre) != []
        clock.advance(30)
    for _ in range(12):
        _beat(centre, clock, errors_logged=told)
        _raised(centre)
        clock.advance(30)
    assert _raised(centre) == []
    with centre.database.read() as connection:
        assert connection.scalar(select(func.count()).select_from(error_samples)) == 0, "old ones are not kept"


def test_a_terminal_that_does_not_tell_raises_nothing(centre: Centre, clock: Clock) -> None:
    for _ in range(60):
        _beat(centre, clock)
        clock.advance(30)
    assert _lately(centre, clock) == 0.0
    assert _raised(centre) == []
    _beat(centre, clock, errors_logged=5_000)
    assert _lately(centre, clock) == 0.0, "the first that it tells: since when is not known"
    _beat(centre, clock)
    clock.advance(30)
    _beat(centre, clock, errors_logged=5_100)
    assert _lately(centre, clock) == 0.0, "an earlier release ran between them"


def test_the_errors_of_a_long_silence_lie_in_it_and_not_at_its_end(centre: Centre, clock: Clock) -> None:
    _beat(centre, clock, errors_logged=0)
    clock.advance(5 * 3600)
    _beat(centre, clock, errors_logged=200)
    assert _lately(centre, clock) == pytest.approx(200 * WINDOW / (5 * 3_600_000))
    assert _raised(centre) == []

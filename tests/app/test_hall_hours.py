"""F60, X14: the hall's hours at the terminal: closed, the next opening, and the look a quarter of an hour before it."""

from datetime import datetime

import pytest
from msgspec.structs import replace

from app.hall_hours import HallHours, hall_now, next_opening
from kiosk.catalogue import OpenHours
from kiosk.events import Event, HallOpen, SelfCheckDue
from kiosk.flow.states import State, Terminal
from tests.kiosk.papers_of_a_visit import CATALOGUE
from tests.kiosk.play import POLICY

WORKDAYS = OpenHours((1, 2, 3, 4, 5), "08:30", "18:30")
HALL = replace(CATALOGUE, hours=(WORKDAYS, OpenHours((6,), "09:00", "12:00")), closed_days=("2026-11-26",))
ZONE = "+08:00"


@pytest.mark.parametrize(
    ("at", "is_open", "opens"),
    [
        ("2026-11-23T08:29:59", False, "2026-11-23T08:30:00"),  # a Monday
        ("2026-11-23T08:30:00", True, ""),
        ("2026-11-23T18:29:59", True, ""),
        ("2026-11-23T18:30:00", False, "2026-11-24T08:30:00"),
        ("2026-11-25T20:00:00", False, "2026-11-27T08:30:00"),  # over the closed day
        ("2026-11-26T10:00:00", False, "2026-11-27T08:30:00"),
        ("2026-11-28T11:00:00", True, ""),
        ("2026-11-28T12:00:00", False, "2026-11-30T08:30:00"),  # over Sunday
        ("2026-12-31T23:59:59", False, "2027-01-01T08:30:00"),
    ],
)
def test_f60_hours_and_closed_days_are_data(at: str, is_open: bool, opens: str) -> None:
    assert hall_now(HALL, at + ZONE) == HallOpen(is_open, opens + ZONE if opens else "")


def test_without_hours_or_without_a_menu_the_hall_is_always_open() -> None:
    assert hall_now(None, "2026-11-23T03:00:00+08:00") == HallOpen(is_open=True)
    assert hall_now(CATALOGUE, "2026-11-23T03:00:00+08:00") == HallOpen(is_open=True)


def test_over_midnight_are_two_entries() -> None:
    night = replace(CATALOGUE, hours=(OpenHours((5,), "20:00", "24:00"), OpenHours((6,), "00:00", "02:00")))
    assert hall_now(night, "2026-11-27T23:59:59+08:00").is_open
    assert hall_now(night, "2026-11-28T00:00:00+08:00").is_open
    assert hall_now(night, "2026-11-28T02:00:00+08:00") == HallOpen(is_open=False, opens_at="2026-12-04T20:00:00+08:00")


def test_a_hall_that_never_opens_says_so() -> None:
    never = replace(CATALOGUE, hours=(OpenHours((2,), "08:00", "08:30"),), closed_days=())
    assert next_opening(never, datetime.fromisoformat("2026-11-23T08:00:00+08:00")) is not None
    days = tuple(
        f"{year}-{month:02}-{day:02}" for year in (2026, 2027, 2028) for month in range(1, 13) for day in range(1, 32)
    )
    shut = replace(never, closed_days=days)
    assert hall_now(shut, "2026-11-24T08:10:00+08:00") == HallOpen(is_open=False, opens_at="")


# ---- told to the till ----------------------------------------------------------------------------------------------------


class Clock:
    at = "2026-11-23T18:29:00+08:00"

    def now(self) -> str:
        return self.at

    def monotonic_s(self) -> float:
        return 0.0


def test_x14_each_change_is_told_once_and_the_look_is_due_a_quarter_of_an_hour_before() -> None:
    told: list[Event] = []
    clock = Clock()
    hours = HallHours(lambda: State(Terminal(POLICY, catalogue=HALL)), told.append, clock)
    opens = "2026-11-24T08:30:00+08:00"
    for at, news in [
        ("2026-11-23T18:29:00+08:00", []),
        ("2026-11-23T18:30:00+08:00", [HallOpen(is_open=False, opens_at=opens)]),
        ("2026-11-23T18:35:00+08:00", []),
        ("2026-11-24T08:14:59+08:00", []),
        ("2026-11-24T08:15:00+08:00", [SelfCheckDue(opens)]),
        ("2026-11-24T08:20:00+08:00", []),
        ("2026-11-24T08:30:00+08:00", [HallOpen(is_open=True)]),
    ]:
        told.clear()
        clock.at = at
        hours.look()
        assert told == news, at


def test_hours_that_the_centre_changes_count_at_once() -> None:
    told: list[Event] = []
    catalogue = [CATALOGUE]
    hours = HallHours(lambda: State(Terminal(POLICY, catalogue=catalogue[0])), told.append, Clock())
    hours.look()
    catalogue[0] = replace(HALL, closed_days=("2026-11-23",))
    hours.look()
    hours.look()
    assert told == [HallOpen(is_open=False, opens_at="2026-11-24T08:30:00+08:00")]


def test_a_terminal_that_is_switched_on_just_before_opening_looks_at_itself_too() -> None:
    told: list[Event] = []
    clock = Clock()
    clock.at = "2026-11-24T08:29:00+08:00"
    HallHours(lambda: State(Terminal(POLICY, catalogue=HALL)), told.append, clock).look()
    assert [type(event) for event in told] == [HallOpen, SelfCheckDue]


def test_its_thread_ends() -> None:
    hours = HallHours(lambda: State(Terminal(POLICY)), lambda _: None, Clock())
    hours.start()
    hours.stop()
    assert not hours._thread.is_alive()

"""When the card terminal's day is to be closed."""

from dataclasses import replace
from datetime import datetime

import pytest

from app.card_day import CardDay
from kiosk.device_status import Device, DeviceState, DeviceStatus, Severity
from kiosk.events import CardDayDue, Event
from kiosk.flow import State, Terminal
from tests.kiosk.play import POLICY


class Desk:
    def __init__(self, at: str, now: str) -> None:
        self.state = State(Terminal(POLICY))
        self.posted: list[Event] = []
        self.now = datetime.fromisoformat(now)
        self.day = CardDay(at, lambda: self.state, self.posted.append, lambda: self.now)

    def look(self, at: str) -> int:
        self.now = datetime.fromisoformat(at)
        self.day.look()
        return len(self.posted)

    def ended(self, code: str = "") -> None:
        terminal = self.state.terminal
        ended = replace(terminal, card_days_ended=terminal.card_days_ended + 1, card_day_refused=code)
        self.state = replace(self.state, terminal=ended)


def test_it_is_asked_again_until_the_terminal_has_answered_and_then_not_before_tomorrow() -> None:
    desk = Desk("23:30", "2026-11-22T08:00:00")
    assert desk.look("2026-11-22T23:29:59") == 0
    assert desk.look("2026-11-22T23:30:10") == 1
    assert desk.look("2026-11-22T23:30:30") == 2
    desk.ended()
    assert desk.look("2026-11-22T23:31:00") == 2
    assert desk.look("2026-11-23T23:29:00") == 2
    assert desk.look("2026-11-23T23:30:00") == 3
    assert desk.posted[0] == CardDayDue()


def test_a_day_that_the_terminal_did_not_close_is_asked_for_again_after_a_while() -> None:
    desk = Desk("23:30", "2026-11-22T08:00:00")
    assert desk.look("2026-11-22T23:30:10") == 1
    desk.ended("A1")
    assert desk.look("2026-11-22T23:30:30") == 1
    assert desk.look("2026-11-22T23:40:00") == 1
    assert desk.look("2026-11-22T23:45:30") == 2


def test_a_terminal_started_after_the_hour_waits_for_the_next_one() -> None:
    desk = Desk("06:00", "2026-11-22T08:00:00")
    assert desk.look("2026-11-22T09:00:00") == 0
    assert desk.look("2026-11-23T06:00:00") == 1


@pytest.mark.parametrize("at", ["", "23:30"])
def test_a_terminal_that_must_be_closed_is_closed_at_any_hour(at: str) -> None:
    desk = Desk(at, "2026-11-22T08:00:00")
    assert desk.look("2026-11-22T08:00:01") == 0
    status = DeviceStatus(Device.CARD, DeviceState.USER_ERROR, Severity.SUSPEND, code="CARD-MUST-CLOSE")
    desk.state = replace(desk.state, terminal=desk.state.terminal.with_status(status))
    assert desk.look("2026-11-22T08:00:21") == 1

"""Locked out at a terminal without a line: the code by telephone, from the real hall page (issue 6.1; field.md X12)."""

import re
from functools import partial

from app.network import Network
from kiosk.box_views import SecondPersonView
from kiosk.events import BackPressed, DigitPressed, LogOffPressed, StaffPressed, UnlockPressed
from kiosk.staff_views import ConsoleView, LoginStep, StaffLoginView
from kiosk.views import HomeView
from tests.central.halls import Browser
from tests.journeys.rig import Terminal, World, wait_until
from tests.journeys.test_boxes import ADMIN, keys, log_in

VIEWER = ("0301", "59284037")  # of the demo centre (central/demo_staff.py)
TRIES = 5


def wrong_pin(terminal: Terminal) -> None:
    keys(terminal, "10293847")
    terminal.see(StaffLoginView, lambda page: not page.busy and page.problem is not None)


def told_on_the_telephone(world: World, kiosk_id: str, challenge: str) -> str:
    """The administrator types the eight digits into the hall page, and reads out what it answers."""
    hall = Browser(world.demo.centre_url)
    hall.get("/halls/log-in")
    hall.log_in(ADMIN[0], f"demo-hall-{ADMIN[0]}")
    hall.get("/halls/challenge")
    page = hall.post("/halls/challenge", {"kiosk_id": kiosk_id, "act": "unlock", "challenge": challenge})
    found = re.search(r"\b([0-9]{4}) ([0-9]{4})\b", page.text)
    assert found, page.text
    return "".join(found.groups())


def test_x12_a_lock_is_lifted_over_the_telephone_and_stays_lifted_after_a_restart(own_world: World) -> None:
    world = own_world
    terminal = Terminal(world)
    try:
        kiosk_id = terminal.opened.settings.policy.kiosk_id
        wait_until(lambda: terminal.till.state.terminal.approval_codes is not None, "the centre's list and key", 20.0)
        world.network(Network.CUT)
        terminal.touch(StaffPressed())
        keys(terminal, VIEWER[0])
        for number in range(1, TRIES + 1):
            wrong_pin(terminal)
            wait_until(partial(_has_failures, terminal, number), "the wrong PIN is counted")
        terminal.see(StaffLoginView, lambda page: page.can_unlock)
        terminal.stop()  # the power goes: a lock is not ended by that
        terminal.start()
        terminal.see(HomeView)
        terminal.touch(StaffPressed())
        keys(terminal, VIEWER[0])
        page = terminal.see(StaffLoginView, lambda page: page.problem is not None)
        assert page.problem.id == "staff_locked"
        terminal.touch(UnlockPressed())
        challenge = terminal.see(SecondPersonView, lambda page: page.way == "offline_code").challenge
        code = told_on_the_telephone(world, kiosk_id, challenge)
        keys(terminal, ADMIN[0])
        for digit in code:
            terminal.touch(DigitPressed(digit))
        terminal.see(SecondPersonView, lambda page: page.digits == code and page.can_confirm)
        keys(terminal, "")
        terminal.see(StaffLoginView, lambda page: page.unlocked and page.step is LoginStep.PIN)
        terminal.stop()
        terminal.start()
        terminal.see(HomeView)
        log_in(terminal, VIEWER)
        terminal.see(ConsoleView)
        terminal.touch(LogOffPressed())
        terminal.see(HomeView)
        terminal.touch(StaffPressed())
        keys(terminal, VIEWER[0])
        assert not terminal.see(StaffLoginView, lambda page: page.step is LoginStep.PIN).can_unlock
        terminal.touch(BackPressed())
    finally:
        world.network(Network.UP)
        terminal.stop()


def _has_failures(terminal: Terminal, number: int) -> bool:
    return sum(lock.failures for lock in terminal.till.state.terminal.staff_locks) == number

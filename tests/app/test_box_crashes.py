"""A swap of the cash box whose process dies after every commit in turn, on a real ledger: the next process, and whoever
logs in, goes on at the same step; the box is counted once, and the books hold (trust.md S4, M8; issue 6.4)."""

import json
import uuid
from collections.abc import Iterator
from pathlib import Path

import pytest

from kiosk import events as ev
from kiosk.collection import TYPED
from kiosk.commands import CheckPin
from kiosk.flow import Moment, State, Terminal, step
from kiosk.flow.box_states import Collecting, SecondPerson
from kiosk.flow.health import why_no_cash
from kiosk.flow.staff_states import Console, StaffLogin
from kiosk.flow.states import Home
from kiosk.staff_views import ConsolePage
from offline_queue.inspection import inspect_database
from tests.kiosk.play import POLICY, Play
from tests.kiosk.play_boxes import BACK, CASHIER, CODES, OUT, PEOPLE, SECOND, TEXTS
from tests.kiosk.play_staff import PIN
from tests.offline_queue.support import Home as Folders, check_conservation, queue_payment

_TEXT_OF = dict(zip(TYPED, TEXTS, strict=True))


class KilledError(Exception):
    """The process is gone: nothing after the commit happened."""


class Machine:
    """The till's loop on a real ledger, and a person who does what the page says. The box is where hands have put it."""

    def __init__(self, home: Folders, die_after: int | None) -> None:
        self.home = home
        self.left = die_after
        self.box_is_out = False
        self.box_was_swapped = False
        self.who = CASHIER.staff_id
        self.ledger = home.open()
        self.clock = 1000.0
        self.state = State(Terminal(POLICY))

    def begin(self) -> None:
        self.state = State(Terminal(POLICY))
        self.take(ev.Started(self.ledger.recall()))
        for event in Play.devices_up():
            self.take(event)
        if self.box_is_out:
            self.take(OUT)
        self.take(ev.StaffKnown(PEOPLE, CODES))

    def take(self, event: ev.Event) -> None:
        moment = Moment("2026-11-21T20:58:44+08:00", self.clock, uuid.uuid4().hex, self.ledger.recall().next_kiosk_seq)
        decision = step(self.state, event, moment)
        if decision.facts:
            self.ledger.commit(decision.facts)
            if self.left is not None:
                self.left -= 1
                if self.left < 0:
                    raise KilledError
        self.state = decision.state
        for command in decision.commands:
            if isinstance(command, CheckPin):
                self.take(ev.PinChecked(command.ticket, right=True))

    def keys(self, text: str) -> None:
        for one in text:
            self.take(ev.DigitPressed(one))
        self.take(ev.ConfirmPressed())

    def restart(self) -> None:
        """Another person comes to a machine that has just started."""
        self.left = None
        self.ledger.close()
        self.ledger = self.home.open()
        self.who = SECOND.staff_id
        self.begin()

    def act(self) -> bool:
        """One thing that the page asks for; False: there is nothing more to do."""
        visit = self.state.visit
        match visit:
            case Home():
                self.take(ev.StaffPressed())
            case StaffLogin():
                self.keys(PIN if visit.staff_id else self.who)
            case Console():
                self.take(ev.ConsolePageChosen(ConsolePage.COLLECTION))
            case SecondPerson():
                other = SECOND.staff_id if self.who == CASHIER.staff_id else CASHIER.staff_id
                self.keys(PIN if visit.staff_id else other)
            case Collecting():
                return self._swap(visit)
            case _:
                raise AssertionError(type(visit))
        return True

    def _swap(self, visit: Collecting) -> bool:
        swap = self.state.terminal.collection
        if visit.closed is not None or (swap is None and self.box_was_swapped):
            return False
        if visit.field is not None:
            self.keys(_TEXT_OF[visit.field])
        elif swap is not None and not swap.box_was_out:
            self.box_is_out = True
            self.take(OUT)
        elif swap is not None and self.box_is_out:
            self.box_is_out, self.box_was_swapped = False, True
            self.take(BACK)
        else:
            self.take(ev.ConfirmPressed())
        return True

    def to_the_end(self) -> None:
        for _ in range(60):
            if not self.act():
                return
        raise AssertionError("it comes to no end")


@pytest.fixture
def home(tmp_path: Path) -> Iterator[Folders]:
    made = Folders(tmp_path)
    ledger = made.open()
    for seq in (1, 2):
        queue_payment(ledger, seq)
    ledger.close()
    yield made


def commits_of_a_swap(home: Folders) -> int:
    machine = Machine(home, die_after=1 << 20)
    machine.begin()
    machine.to_the_end()
    assert machine.left is not None
    machine.ledger.close()
    return (1 << 20) - machine.left


def test_a_swap_without_a_crash_has_the_commits_that_are_counted_below(home: Folders) -> None:
    assert commits_of_a_swap(home) == COMMITS


COMMITS = 12  # devices, log-in, opened, out, four texts, back (with the device's state each), closed with its slip


@pytest.mark.parametrize("dies_after", range(COMMITS))
def test_s4_killed_after_any_commit_it_goes_on_at_that_step(home: Folders, dies_after: int) -> None:
    machine = Machine(home, dies_after)
    with pytest.raises(KilledError):
        machine.begin()
        machine.to_the_end()
    was_open = machine.ledger.recall().collection is not None
    machine.restart()
    assert (why_no_cash(machine.state.terminal) == "BV-EXCHANGE") == was_open
    if not machine.ledger.recall().box_serial or machine.ledger.recall().collection is not None:
        machine.to_the_end()
    assert why_no_cash(machine.state.terminal) == ""
    (told,) = [json.loads(one.body) for one in machine.ledger.untold_collections()]
    assert told["expected"] == [{"denomination_fen": 10000, "count": 2}]
    assert (told["box_out"], told["seal_out"], told["box_in"], told["seal_in"]) == TEXTS
    assert told["first"] != told["second"]
    check_conservation(machine.ledger)
    machine.ledger.close()
    assert inspect_database(home.data, home.secrets, "K0001", None).problems == ()

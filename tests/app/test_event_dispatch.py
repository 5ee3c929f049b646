"""The event lane's mind: which events go next, and what each answer means (F51; contract, Health of terminals)."""

import random
from collections.abc import Callable
from dataclasses import dataclass, field

import pytest
from hypothesis import given, settings, strategies as some

from app.event_dispatch import BEYOND, DAY_S, MOST_AT_ONCE, EventDispatch
from kiosk.answers import Reply
from kiosk.centre_session import CentreUnreachableError, TerminalRefusedError
from kiosk.events import Event, EventsAhead, EventsKept
from tests.app.event_centre import AT, EventCentre, Kept, problem
from tests.conftest import Tally


@dataclass
class Bench:
    centre: EventCentre = field(default_factory=EventCentre)
    lane: Kept = field(default_factory=Kept)
    told: list[Event] = field(default_factory=list)
    clock: list[float] = field(default_factory=lambda: [1000.0])
    draw: Callable[[], float] = lambda: 0.5

    def __post_init__(self) -> None:
        self.restart()

    def restart(self, start_s: float = 0.0) -> None:
        self.dispatch = EventDispatch(
            self.centre,
            "K0001",
            self.lane,
            self.told.append,
            now=lambda: AT,
            monotonic=lambda: self.clock[0],
            draw=self.draw,
            start_s=start_s,
        )

    def run(self, seconds: float) -> None:
        """As the thread does it, on a clock that stands still while something is under way."""
        end = self.clock[0] + seconds
        for _ in range(10_000):
            wait = self.dispatch.step()
            if self.clock[0] + max(wait, 0.001) > end:
                break
            self.clock[0] += max(wait, 0.001)
        else:
            pytest.fail("the lane spins")
        self.clock[0] = end


def test_it_asks_where_to_go_on_and_sends_the_rest_in_order() -> None:
    bench = Bench()
    bench.lane.add(250)
    bench.run(30)
    assert [len(items) for items in bench.centre.seqs()] == [0, 100, 100, 50]
    assert sorted(bench.centre.kept) == list(range(1, 251))
    assert bench.dispatch.is_done
    assert not any(item["historical"] for item in bench.centre.kept.values())
    bench.restart()
    bench.lane.add(1)
    bench.run(30)
    assert bench.centre.seqs()[4:] == [[], [251]], "a restart sends nothing twice"


def test_f51_an_urgent_event_comes_before_ten_thousand_older_ones_which_follow_as_historical() -> None:
    bench = Bench()
    bench.lane.add(10_000)
    bench.run(5)
    urgent = bench.lane.add(urgent=True)
    before = len(bench.centre.calls)
    bench.run(1)
    assert bench.centre.seqs()[before] == [urgent], "the very next request, in a lane of its own"
    assert bench.centre.kept[urgent]["historical"] is False
    bench.run(600)
    assert sorted(bench.centre.kept) == list(range(1, 10_002))
    late = [seq for seq, item in bench.centre.kept.items() if item["historical"]]
    assert late == list(range(min(late), urgent))
    assert all(len(items) <= MOST_AT_ONCE for items in bench.centre.calls)
    assert sum(urgent in items for items in bench.centre.seqs()) == 1


def test_batches_are_paced() -> None:
    bench = Bench()
    bench.lane.add(10_000)
    bench.run(20)
    assert 8 <= len(bench.centre.calls) <= 12


def test_an_outage_ends_with_everything_there_once_and_urgent_ones_first() -> None:
    bench = Bench()
    bench.lane.add(3)
    bench.run(5)
    bench.centre.down = True
    bench.lane.add(300)
    urgent = bench.lane.add(urgent=True)
    bench.lane.add(50)
    bench.run(3600)
    tries = len(bench.centre.calls)
    assert tries < 120, "nobody is hammered"
    bench.centre.down = False
    bench.dispatch.line_is_up()
    bench.run(0.1)
    assert bench.centre.seqs()[tries] == [urgent]
    bench.run(400)
    assert sorted(bench.centre.kept) == list(range(1, 355))


def test_an_answer_that_was_lost_is_told_again_and_kept_once() -> None:
    bench = Bench()
    bench.lane.add(120)
    bench.centre.faults.extend(
        [Reply(200, "application/json", b'{"new": 0, "next_expected_seq": 1, "missing": []}'), "lost"]
    )
    bench.run(200)
    assert bench.centre.seqs()[1] == bench.centre.seqs()[2]
    assert sorted(bench.centre.kept) == list(range(1, 121))


HOSTILE: list[Reply | Exception] = [
    Reply(200, "text/html", b"<html>please log in</html>"),
    Reply(200, "application/json", b'{"new": 1, "next_exp'),
    Reply(200, "application/json", b"[]"),
    Reply(200, "application/json", b'{"new": 0, "next_expected_seq": 0, "missing": []}'),
    Reply(200, "application/json", b'{"new": 0, "next_expected_seq": 9007199254740993, "missing": []}'),
    Reply(200, "application/json", b'{"new": 0, "next_expected_seq": 1, "missing": [[3, 99999999999999999999]]}'),
    Reply(204, "", b""),
    Reply(302, "text/html", b""),
    problem(404, "not-found"),
    problem(500, "internal-error"),
    problem(429, "rate-limited", 30.0),
    CentreUnreachableError("cut off"),
    TerminalRefusedError("kiosk-disabled"),
]


@pytest.mark.parametrize("fault", HOSTILE, ids=str)
def test_no_answer_ends_it_or_loses_an_event_or_makes_it_spin(fault: Reply | Exception) -> None:
    bench = Bench()
    bench.lane.add(5)
    bench.lane.add(urgent=True)
    bench.centre.faults.extend([fault] * 4)
    bench.run(40)
    assert len(bench.centre.calls) <= 8
    bench.run(3600)
    assert sorted(bench.centre.kept) == list(range(1, 7))
    assert {type(event) for event in bench.told} <= {EventsKept}


def test_a_centre_that_asks_for_what_it_was_given_is_asked_less_and_less() -> None:
    bench = Bench()
    bench.lane.add(5)
    always = Reply(200, "application/json", b'{"new": 0, "next_expected_seq": 1, "missing": []}')
    bench.centre.faults.extend([always] * 1000)
    bench.run(3600)
    assert len(bench.centre.calls) < 40


def test_retry_after_holds_for_both_lanes() -> None:
    bench = Bench()
    bench.lane.add(5)
    bench.run(5)
    bench.lane.add(urgent=True)
    bench.centre.faults.append(problem(503, "bss-unavailable", 40.0))
    before = len(bench.centre.calls)
    bench.run(39)
    assert len(bench.centre.calls) == before + 1
    bench.run(10)
    assert 6 in bench.centre.kept


def test_an_event_that_the_centre_refuses_keeps_nothing_back() -> None:
    bench = Bench()
    bench.lane.add(40)
    bench.lane.add(urgent=True)
    bench.lane.add(160)
    bench.centre.refuses = {17, 41}
    bench.run(120)
    assert sorted(bench.centre.kept) == list(range(1, 202))
    assert {seq for seq, item in bench.centre.kept.items() if item["kind"] == "refused"} == {17, 41}


def test_numbers_that_the_ledger_lost_are_told_as_lost() -> None:
    """A rebuilt ledger: its end is gone, its numbers went on beyond it, and the centre has some of what is lost."""
    bench = Bench()
    bench.lane.add(30)
    bench.run(20)
    bench.lane.add(4, urgent=True)  # 31 to 34, of which only 33 and 34 came through
    bench.centre.kept |= {seq: {"kind": "device", "historical": False} for seq in (33, 34)}
    for seq in range(28, 35):
        del bench.lane.events[seq]
    bench.lane.next += BEYOND
    last = bench.lane.add(3)
    bench.restart()
    bench.run(120)
    assert sorted(bench.centre.kept) == list(range(1, last + 1))
    assert bench.centre.kept[33]["kind"] == bench.centre.kept[30]["kind"] == "device"
    assert {bench.centre.kept[seq]["kind"] for seq in (31, 32, 35, 35 + BEYOND - 1)} == {"lost"}
    assert bench.dispatch.is_done


@pytest.mark.parametrize("known", [range(1, 41), [*range(1, 21), 60]])
def test_numbers_that_the_centre_knows_otherwise_are_not_used_again(known: list[int]) -> None:
    """An old disk image: ours would be the numbers of other events."""
    bench = Bench()
    bench.centre.kept = {seq: {"kind": "device", "historical": False} for seq in known}
    bench.lane.add(20)
    bench.run(1)
    assert EventsAhead(max(known) + BEYOND) in bench.told
    bench.lane.next = max(known) + BEYOND  # what the till makes of it
    last = bench.lane.add()
    bench.run(200)
    assert bench.centre.kept[last]["kind"] == "device"


def test_the_till_hears_once_a_day_what_may_be_forgotten() -> None:
    bench = Bench()
    bench.lane.add(10)
    bench.run(60)
    bench.lane.add(10)
    bench.run(60)
    assert bench.told == [EventsKept(11)]
    bench.run(DAY_S)
    bench.lane.add(1)
    bench.run(60)
    assert bench.told == [EventsKept(11), EventsKept(22)]


def test_a_centre_that_was_restored_from_a_backup_is_told_again() -> None:
    bench = Bench()
    bench.lane.add(50)
    bench.lane.add(2, urgent=True)
    bench.run(30)
    for seq in range(40, 53):
        del bench.centre.kept[seq]
    bench.lane.add(1)
    bench.run(120)
    assert sorted(bench.centre.kept) == list(range(1, 54))


def test_machines_that_were_switched_on_together_wait_first() -> None:
    bench = Bench()
    bench.lane.add(5, urgent=True)
    bench.restart(start_s=90.0)
    bench.run(80)
    assert bench.centre.calls == []
    bench.run(20)
    assert sorted(bench.centre.kept) == [1, 2, 3, 4, 5]


STEPS = some.lists(
    some.one_of(
        some.tuples(some.just("calm"), some.integers(1, 150)),
        some.tuples(some.just("urgent"), some.integers(1, 120)),
        some.tuples(some.just("fault"), some.integers(0, len(HOSTILE))),
        some.tuples(some.just("restart"), some.just(0)),
        some.tuples(some.just("down"), some.integers(1, 900)),
        some.tuples(some.just("run"), some.integers(1, 60)),
    ),
    max_size=14,
)


@settings(max_examples=80, deadline=None)
@given(STEPS, some.integers(0, 2**32))
def test_whatever_happens_the_centre_has_every_event_once_in_the_end(steps: list[tuple[str, int]], seed: int) -> None:
    bench = Bench(draw=random.Random(seed).random)
    for what, size in steps:
        match what:
            case "calm" | "urgent":
                bench.lane.add(size, urgent=what == "urgent")
            case "fault":
                bench.centre.faults.append(HOSTILE[size] if size < len(HOSTILE) else "lost")
            case "restart":
                bench.restart()
            case "down":
                bench.centre.down = True
                bench.run(size)
                bench.centre.down = False
            case _:
                bench.run(size)
    bench.run(7200)
    assert sorted(bench.centre.kept) == list(range(1, bench.lane.next))
    assert all(item["data"] == bench.lane.events[seq].data for seq, item in bench.centre.kept.items())


def test_f51_the_time_from_an_urgent_event_to_its_request_behind_every_backlog(tally: Tally) -> None:
    for backlog in (0, 100, 1000, 10_000):
        bench = Bench()
        bench.lane.add(backlog)
        bench.run(7)
        urgent = bench.lane.add(urgent=True)
        began = bench.clock[0]
        while urgent not in bench.centre.kept:
            bench.run(0.1)
            tally("tenths of a second", 1)
            assert bench.clock[0] - began <= 1.0

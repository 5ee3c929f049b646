"""The crash matrix from the terminal's side (specs/zvt.md 9.5): power cut at every moment, wire cut at every byte.

What the bank's book must say afterwards is derived from which answers of the host arrived whole, nothing else.
"""

from pathlib import Path

import pytest

from tests.conftest import Tally
from tests.devices.simulators.zvt_bench import (
    COMPLETED,
    READY,
    REGISTER,
    REGISTER_3E,
    REPEAT,
    STATUS,
    Bench,
    authorisation,
    on_status,
    reversal,
    statuses,
)

MOMENTS = [
    "authorisation_received",
    "authorisation_accepted",
    "card",
    "pin",
    "host_contacted",
    "bank_charged",
    "host_approved",
    "status_sent",
    "status_answered",
    "print",
    "printed",
    "completion_sent",
    "completion_answered",
]
CHARGED = {
    "autoreversal": {
        "BE": ["printed", "completion_sent", "completion_answered"],
        "3E": ["status_answered", "printed", "completion_sent", "completion_answered"],
    },
    "1f1f": {"BE": MOMENTS[6:], "3E": MOMENTS[6:]},
}
"""After which moments a charge stands; by the mode and by who prints."""
REGISTERS = {"BE": REGISTER, "3E": REGISTER_3E}


def expected(moment: str, sync: str, config: str) -> list[tuple[object, object]]:
    if MOMENTS.index(moment) < MOMENTS.index("bank_charged"):
        return []
    return [(1600, "charged" if moment in CHARGED[sync][config] else "reversed")]


@pytest.mark.parametrize("config", ["BE", "3E"])
@pytest.mark.parametrize("sync", ["autoreversal", "1f1f"])
@pytest.mark.parametrize("moment", MOMENTS)
def test_m6_power_cut_of_the_terminal_at_every_moment(tmp_path: Path, moment: str, sync: str, config: str) -> None:
    if config == "3E" and moment == "print":
        return  # nothing is printed
    for process_ends in (False, True):
        path = tmp_path / str(process_ends)
        bench = Bench(path, boot=3.0).ready(REGISTERS[config], sync=sync)
        bench.do("die_at", step=moment, **({} if process_ends else {"restart_after": 5.0}))
        bench.order(authorisation(1600))
        bench.until(lambda bench=bench: not bench.device.powered)  # type: ignore[misc]
        if process_ends:
            bench.device.close()
            bench = Bench(path)
        else:
            bench.until(lambda bench=bench: bench.device.powered)  # type: ignore[misc]
            assert bench.say(STATUS) == []  # it is starting
        bench.wait(10)
        assert bench.books() == expected(moment, sync, config)
        assert bench.say(STATUS)[-1] == READY
        bench.device.close()


@pytest.mark.parametrize(
    ("moment", "state"),
    [
        ("reversal_received", "charged"),
        ("reversal_host_contacted", "charged"),
        ("reversal_booked", "reversed"),
        ("reversal_done", "reversed"),
        ("reversal_told", "reversed"),
    ],
)
def test_m6_power_cut_during_a_reversal(moment: str, state: str) -> None:
    bench = Bench().ready()
    bench.sell(1600)
    bench.do("die_at", step=moment, restart_after=1.0)
    bench.order(reversal("0001", 1600))
    bench.until(lambda: not bench.device.powered)
    bench.wait(20)
    assert bench.books() == [(1600, state)]
    bench.say(REGISTER)
    heard = bench.say(reversal("0001", 1600))
    assert heard[-1] == (COMPLETED if state == "charged" else "06 1E 01 B4")
    assert bench.books() == [(1600, "reversed")]
    assert "37 00 00 01" in statuses(bench.say(REPEAT))[0]


def test_power_cut_at_the_end_of_day_closes_it_once() -> None:
    bench = Bench().ready()
    bench.sell()
    bench.do("die_at", step="day_closed", restart_after=1.0)
    bench.order("06 50 03 00 00 00")
    bench.wait(10)
    bench.say(REGISTER)
    assert " 27 00 04 00 00 00 00 00 00" in statuses(bench.say("06 50 03 00 00 00"))[0]


def undisturbed(config: str, sync: str, *, tcp: bool) -> Bench:
    bench = Bench(tcp=tcp).ready(REGISTERS[config], sync=sync)
    bench.carried.update(to_host=0, to_device=0)
    assert bench.sell()[-1] == COMPLETED
    return bench


def cut(config: str, sync: str, direction: str, after: int, *, tcp: bool) -> Bench:
    bench = Bench(tcp=tcp, t2=1.0).ready(REGISTERS[config], sync=sync)
    bench.cut_after(direction, after)
    bench.order(authorisation(1600))
    bench.wait(200)
    assert not bench.device.dialogue.running
    return bench


def offsets(total: int, step: int) -> range:
    """All bytes of the conversation, or some of them."""
    return range(0, total + 1, step)


def check_cuts(config: str, sync: str, direction: str, step: int, *, tcp: bool) -> int:
    """Cut a sale at offsets and compare the bank's book with what had arrived; how many were tried."""
    whole = undisturbed(config, sync, tcp=tcp)
    decides = "06 D3" if config == "BE" else "04 0F"
    to_host, to_device = whole.marks[decides]
    enough = to_device if direction == "to_device" else to_host + 1  # a byte more: the wire was whole when it was answered
    tried = 0
    for after in offsets(whole.carried[direction], step):
        books = cut(config, sync, direction, after, tcp=tcp).books()
        tried += 1
        if sync == "1f1f":
            assert books in ([], [(1600, "charged")]), after
        elif after >= enough:
            assert books == [(1600, "charged")], after
        else:
            assert books in ([], [(1600, "reversed")]), after
    return tried


CASES = [
    (config, sync, direction, tcp)
    for config in ("BE", "3E")
    for sync in ("autoreversal", "1f1f")
    for direction in ("to_host", "to_device")
    for tcp in (False, True)
]


@pytest.mark.parametrize(("config", "sync", "direction", "tcp"), CASES)
def test_m6_wire_cut_at_some_bytes(*, config: str, sync: str, direction: str, tcp: bool, tally: Tally) -> None:
    step = 61 if config == "BE" and direction == "to_host" else 7
    tried = check_cuts(config, sync, direction, step, tcp=tcp)
    tally("ZVT wire cuts", tried)
    assert tried > 5


@pytest.mark.long
@pytest.mark.parametrize(("config", "sync", "direction", "tcp"), CASES)
def test_m6_wire_cut_at_every_byte(*, config: str, sync: str, direction: str, tcp: bool, tally: Tally) -> None:
    tried = check_cuts(config, sync, direction, 1, tcp=tcp)
    tally("ZVT wire cuts", tried)
    assert tried > 40


def test_a_cut_wire_and_a_host_that_comes_back() -> None:
    bench = Bench(t2=1.0).ready()
    bench.reflex = on_status(None)
    bench.order(authorisation(1600))
    bench.until(lambda: bool(statuses(bench.heard)))
    bench.cut_after("to_host", 0)
    bench.wait(200)
    bench.revive()
    assert bench.say(STATUS)[-1] == READY
    assert bench.books() == [(1600, "reversed")]
    assert bench.say(REGISTER)[0] == "80 00 00"
    assert bench.sell(900)[-1] == COMPLETED

"""The fault rows of specs/ccnet.md section 10, with a clock of our own."""

from pathlib import Path

import pytest

from devices.simulators.device import ControlError
from devices.simulators.note_path import Timings
from tests.devices.simulators.ccnet_bench import BILL_TABLE, ENABLE_ALL, IDENTIFICATION, POLL, RESET, RETURN, STACK, Bench


def test_busy() -> None:
    bench = Bench().start()
    bench.do("busy", tenths=5)
    assert bench.frames(POLL) == ["02 03 07 1B 05 D4 99"]
    bench.wait(0.5)
    assert bench.poll() == "14"


def test_cassette_out_and_back() -> None:
    bench = Bench().start()
    bench.do("remove_box")
    assert bench.poll() == "42"
    bench.do("return_box")
    assert bench.poll() == "13"
    bench.wait(2)
    assert bench.poll() == "19"
    assert bench.do("state")["box"] == {"number": 2, "notes": 0, "removed": False}


def test_cassette_pulled_with_a_note_in_escrow_gives_it_back() -> None:
    bench = Bench().start().escrow()
    bench.do("remove_box")
    bench.wait(0.5)
    assert bench.poll_ack() == "82 05"
    assert bench.poll_ack() == "42"
    assert bench.where() == ["returned"]


def test_cassette_pulled_while_stacking_jams_and_the_note_is_told_after_clearing() -> None:
    bench = Bench().start().escrow()
    bench.say(STACK)
    bench.do("remove_box")
    assert bench.poll() == "44"
    bench.do("return_box", emptied=False)
    bench.wait(2)
    assert bench.poll() == "44"
    bench.do("clear")
    bench.wait(2)
    assert bench.poll_ack() == "81 05"
    assert bench.where() == ["stacked"]


def test_full_after_so_many_notes() -> None:
    bench = Bench().start()
    bench.do("box_capacity", notes=2)
    for _ in range(2):
        bench.escrow().say(STACK)
        bench.wait(0.5)
        assert bench.poll_ack() == "81 05"
    assert bench.poll() == "41"
    assert bench.do("insert", denomination=500)["outcome"] == "waiting"
    bench.wait(3)
    assert bench.where() == ["stacked", "stacked", "returned"]
    bench.do("return_box")
    bench.wait(2)
    assert bench.poll() == "19"


def test_box_full_at_once() -> None:
    bench = Bench().start()
    bench.do("box_full")
    assert bench.poll() == "41"


@pytest.mark.parametrize(
    ("at", "state", "way", "after", "where"),
    [
        ("entry", "43", ["insert"], "19", "returned"),
        ("escrow", "43", ["insert"], "19", "returned"),
        ("stacker", "44", ["insert", STACK], "81 05", "stacked"),
        ("entry", "43", ["insert", RETURN], "19", "returned"),
    ],
)
def test_jam_on_the_next_note(at: str, state: str, way: list[str], after: str, where: str) -> None:
    bench = Bench().start()
    if len(way) == 1:
        bench.do("jam", at=at, next_note=True)
        bench.do("insert", denomination=10_000)
        bench.wait(0.3)
    else:
        bench.escrow()
        bench.do("jam", at=at)
        assert bench.poll() == "80 05"
        assert bench.say(way[1]) == "00"
        assert bench.poll() in ("17", "18")
        bench.wait(0.5)
    assert bench.poll() == state
    bench.wait(60)
    assert bench.poll() == state
    assert bench.say(RESET) == "00"  # does not help as long as the note is stuck
    bench.wait(2)
    assert bench.poll() == state
    bench.do("clear")
    assert bench.poll() == "13"
    bench.wait(2)
    assert bench.poll_ack() == after
    assert bench.where() == [where]


def test_jam_with_the_note_already_there() -> None:
    bench = Bench().start().escrow()
    bench.do("jam", at="escrow")
    assert bench.poll() == "43"
    assert bench.say(STACK) == "30"
    bench.wait(20)
    assert bench.where() == ["escrow"]


def test_jam_of_an_empty_device() -> None:
    bench = Bench().start()
    bench.do("jam", at="stacker")
    assert bench.poll() == "44"
    bench.do("clear")
    bench.wait(2)
    assert bench.poll() == "19"


@pytest.mark.parametrize("fate", ["returned", "stacked", "lost"])
def test_a_hand_that_clears_the_jam_tells_nobody(fate: str) -> None:
    bench = Bench().start().escrow()
    bench.do("jam", at="stacker")
    bench.say(STACK)
    bench.wait(0.5)
    assert bench.poll() == "44"
    bench.do("clear", note=fate)
    bench.wait(2)
    assert bench.poll() == "19"
    assert bench.where() == [fate]


def test_pause_and_reset_breaks_it() -> None:
    bench = Bench().start()
    bench.do("pause")
    assert bench.poll() == "46"
    bench.do("pause", on=False)
    assert bench.poll() == "14"
    bench.do("pause")
    bench.say(RESET)
    bench.wait(2)
    assert bench.poll() == "19"


def test_cheated_is_an_event() -> None:
    bench = Bench().start()
    assert bench.do("cheat") == {"fished": None}
    assert bench.poll() == "45"
    assert bench.poll_ack() == "45"
    assert bench.poll() == "14"


def test_a_fished_note_is_lost() -> None:
    bench = Bench().start().escrow()
    bench.say(STACK)
    bench.wait(0.5)
    assert bench.poll_ack() == "81 05"
    assert bench.do("cheat", fish=True) == {"fished": 1}
    assert bench.poll_ack() == "45"
    assert bench.where() == ["lost"]
    assert bench.do("state")["box"] == {"number": 1, "notes": 0, "removed": False}
    assert bench.do("cheat", fish=True) == {"fished": None}


@pytest.mark.parametrize(("code", "told"), [("50", "50"), ("5F", "5F"), (0xFE, "FE")])
def test_failure_codes(code: object, told: str) -> None:
    bench = Bench().start()
    bench.do("failure", code=code)
    assert bench.poll_ack() == f"47 {told}"
    assert bench.poll_ack() == f"47 {told}"
    bench.do("clear")
    bench.wait(2)
    assert bench.poll() == "19"


@pytest.mark.parametrize("reason", ["60", "61", "62", "63", "64", "65", "66", "67", "69", "6A", "6C", "6D", "92", "95"])
def test_reject_reasons(reason: str) -> None:
    bench = Bench().start()
    bench.do("reject_next", reason=reason)
    bench.do("insert", denomination=500)
    bench.wait(0.3)
    assert bench.poll_ack() == f"1C {reason}"
    bench.wait(0.5)
    assert bench.where() == ["returned"]
    bench.escrow()


POSITIONS: dict[str, tuple[list[str], float, str, str | None, str]] = {
    # what the host and the customer did, seconds since; power-up code, event after RESET, where the note ends
    "at rest": ([], 0.0, "10", None, ""),
    "accepting": (["insert"], 0.1, "11", None, "returned"),
    "in escrow": (["insert"], 1.0, "11", None, "returned"),
    "returning": (["insert", RETURN], 0.1, "11", None, "returned"),
    "stacking": (["insert", STACK], 0.1, "12", "81 05", "stacked"),
    "stacked, not acknowledged": (["insert", STACK], 1.0, "10", None, "stacked"),
    "returned, not acknowledged": (["insert", RETURN], 1.0, "10", None, "returned"),
}


def _bring(bench: Bench, steps: list[str], seconds: float) -> None:
    for step in steps:
        if step == "insert":
            bench.do("insert", denomination=10_000)
            bench.wait(0.5 if len(steps) > 1 else 0.0)
        else:
            assert bench.say(step) == "00"
    bench.wait(seconds)


def _after_power_up(bench: Bench, code: str, event: str | None, where: str) -> None:
    assert [bench.poll_ack() for _ in range(2)] == [code] * 2
    assert bench.say(ENABLE_ALL) == "30"
    assert bench.say(RESET) == "00"
    assert bench.poll_ack() == "13"
    bench.wait(2)
    if event is not None:
        assert bench.poll_ack() == event
    assert bench.poll_ack() == "19"
    assert bench.where() == ([where] if where else [])


@pytest.mark.parametrize("position", POSITIONS)
def test_power_cut(position: str) -> None:
    steps, seconds, code, event, where = POSITIONS[position]
    bench = Bench().start()
    _bring(bench, steps, seconds)
    bench.do("power_off")
    assert bench.discarded == 1
    assert bench.poll() is None
    assert bench.do("state")["powered"] is False
    bench.wait(60)
    bench.do("power_on")
    bench.do("power_on")
    _after_power_up(bench, code, event, where)


@pytest.mark.parametrize("position", POSITIONS)
def test_the_simulators_death_is_a_power_cut(position: str, tmp_path: Path) -> None:
    steps, seconds, code, event, where = POSITIONS[position]
    first = Bench(tmp_path / "books").start()
    _bring(first, steps, seconds)
    first.device.close()
    _after_power_up(Bench(tmp_path / "books"), code, event, where)


def test_power_cut_while_rejecting_leaves_the_note_with_the_customer() -> None:
    bench = Bench().start()
    bench.do("reject_next")
    bench.do("insert", denomination=500)
    bench.wait(0.4)
    bench.do("power_off")
    assert bench.where() == ["returned"]
    bench.do("power_on")
    assert bench.poll() == "10"


def test_power_cut_while_initialising_starts_again() -> None:
    bench = Bench().start().escrow()
    bench.say(STACK)
    bench.do("power_off")
    bench.do("power_on")
    bench.say(RESET)
    bench.wait(1)
    bench.do("power_off")
    bench.do("power_on")
    _after_power_up(bench, "12", "81 05", "stacked")


def test_a_jam_outlives_a_power_cut_and_the_simulators_death(tmp_path: Path) -> None:
    bench = Bench(tmp_path / "books").start().escrow()
    bench.do("jam", at="escrow")
    bench.device.close()
    bench = Bench(tmp_path / "books")
    assert bench.poll() == "11"
    bench.say(RESET)
    bench.wait(2)
    assert bench.poll() == "43"
    assert bench.where() == ["escrow"]


def test_12h_without_the_later_81h() -> None:
    bench = Bench().start().escrow()
    bench.do("no_credit_after_power_up")
    bench.say(STACK)
    bench.do("power_off")
    bench.do("power_on")
    _after_power_up(bench, "12", None, "stacked")


def test_stack_acknowledged_but_no_81h_and_then_10h() -> None:
    bench = Bench().start().escrow()
    bench.do("lose_stacked_report")
    assert bench.say(STACK) == "00"
    assert bench.poll() == "17"
    bench.wait(0.5)
    assert bench.poll() == "10"
    assert bench.where() == ["stacked"]
    bench.start().escrow().say(STACK)
    bench.wait(0.5)
    assert bench.poll_ack() == "81 05"


@pytest.mark.parametrize(("drops", "after"), [(True, "19"), (False, "81 05")])
def test_reset_with_an_event_not_yet_acknowledged(*, drops: bool, after: str) -> None:
    bench = Bench().start().escrow()
    bench.do("reset_drops_events", on=drops)
    bench.say(STACK)
    bench.wait(0.5)
    assert bench.poll() == "81 05"
    bench.say(RESET)
    bench.wait(2)
    assert bench.poll_ack() == after
    assert bench.where() == ["stacked"]


@pytest.mark.parametrize(("decide", "event", "where"), [(None, "19", "returned"), (STACK, "81 05", "stacked")])
def test_reset_with_a_note_inside(decide: str | None, event: str, where: str) -> None:
    bench = Bench().start().escrow()
    if decide is not None:
        bench.say(decide)
    bench.say(RESET)
    assert bench.poll() == "13"
    bench.wait(2)
    assert bench.poll_ack() == event
    assert bench.where() == [where]


def test_dropped_host_acknowledgements_repeat_the_event() -> None:
    bench = Bench().start().escrow()
    bench.say(STACK)
    bench.wait(0.5)
    bench.do("drop_next_ack", count=2)
    assert [bench.poll_ack() for _ in range(4)] == ["81 05", "81 05", "81 05", "14"]


def test_silent_first_polls_after_reset() -> None:
    bench = Bench()
    bench.do("silent_after_reset", polls=2)
    assert bench.say(RESET) == "00"
    assert [bench.poll() for _ in range(3)] == [None, None, "13"]


def test_another_identity_and_bill_table() -> None:
    bench = Bench().start(None)
    bench.do("identity", serial="OTHER0000001")
    assert bytes.fromhex(bench.say(IDENTIFICATION) or "")[15:27] == b"OTHER0000001"
    assert bench.do("bill_table", variant="missing_20") == {"denominations": [100, 500, 1_000, 5_000, 10_000]}
    assert bytes.fromhex(bench.say(BILL_TABLE) or "")[15:20] == b"\x05CHN\x01"
    bench.say(ENABLE_ALL)
    bench.do("insert", denomination=2_000)
    bench.wait(0.3)
    assert bench.poll() == "1C 66"


@pytest.mark.parametrize(
    "command",
    [
        {"command": "explode"},
        {"command": None},
        {},
        {"command": "insert"},
        {"command": "insert", "denomination": 0},
        {"command": "insert", "denomination": "100"},
        {"command": "insert", "denomination": True},
        {"command": "insert", "denomination": 1.0},
        {"command": "jam"},
        {"command": "jam", "at": "roof"},
        {"command": "jam", "at": "entry", "next_note": 1},
        {"command": "clear", "note": "eaten"},
        {"command": "reject_next", "reason": "xyz"},
        {"command": "reject_next", "reason": 256},
        {"command": "reject_next", "reason": ""},
        {"command": "failure"},
        {"command": "busy", "tenths": 0},
        {"command": "bill_table"},
        {"command": "identity", "serial": "1234567890123"},
        {"command": "identity", "part_number": "验钞机"},
        {"command": "timings", "acepting": 1},
        {"command": "timings", "accepting": -1},
        {"command": "timings", "accepting": float("inf")},
        {"command": "timings", "accepting": float("nan")},
        {"command": "state", "since": -1},
        {"command": "drop_next_ack", "count": 0},
        {"command": "pause", "on": "yes"},
    ],
)
def test_a_bad_control_command_is_refused_and_changes_nothing(command: dict[str, object]) -> None:
    bench = Bench().start()
    before = bench.do("state")
    with pytest.raises(ControlError):
        bench.device.control(command, bench.now)
    assert bench.do("state") == before


def test_the_default_timings_are_those_of_the_specification() -> None:
    assert Timings().escrow_limit == 10.0

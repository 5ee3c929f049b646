"""A CCNET device that hangs in a state which should pass is told as a jam, and is well again as soon as it moves on."""

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from devices.ccnet_notes import NoteTiming
from devices.ccnet_stay import Stay
from devices.ccnet_tables import State
from devices.ccnet_timing import LONGEST_STAY_S
from kiosk.device_status import DeviceState, Severity
from kiosk.events import DeviceStatusChanged
from tests.devices.ccnet_peer import Peer, peer_at
from tests.devices.ccnet_till import QUICK, Till, ready

IMPATIENT = replace(QUICK, longest_stay_s=dict.fromkeys(LONGEST_STAY_S, 0.1))


@pytest.fixture
def till() -> Till:
    return Till()


@pytest.fixture
def peer(tmp_path: Path) -> Iterator[Peer]:
    with peer_at(tmp_path / "port") as scripted:
        yield scripted


@pytest.mark.parametrize(
    ("shown", "code"),
    [
        (b"\x15", "BV-JAM"),
        (b"\x80\x05", "BV-JAM"),
        (b"\x1a", "BV-JAM"),
        (b"\x17", "BV-BOX-JAM"),
        (b"\x18", "BV-JAM"),
        (b"\x1c\x62", "BV-JAM"),
    ],
    ids=["accepting", "escrow", "holding", "stacking", "returning", "rejecting"],
)
def test_stuck_with_a_note_is_a_jam_that_may_hold_money(peer: Peer, till: Till, shown: bytes, code: str) -> None:
    with ready(peer.path, till, IMPATIENT):
        peer.wait_until(lambda: peer.state == b"\x14", "IDLING")
        peer.show(shown)
        stuck = till.status(code)
        peer.show(b"\x14")
        well = till.usable()
    assert (stuck.state, stuck.severity, stuck.usable) == (DeviceState.HW_ERROR, Severity.SUSPEND, False)
    assert (stuck.may_hold_money, stuck.raw) == (True, f"{shown[0]:02X}")
    assert (well.state, well.code, well.may_hold_money) == (DeviceState.ONLINE, "", False)


def test_busy_for_ever_is_a_jam_and_holds_nothing_if_there_was_no_note(peer: Peer, till: Till) -> None:
    with ready(peer.path, till, IMPATIENT):
        peer.wait_until(lambda: peer.state == b"\x14", "IDLING")
        peer.show(b"\x1b\x00")
        stuck = till.status("BV-JAM")
        peer.show(b"\x14")
        till.usable()
    assert (stuck.state, stuck.severity, stuck.may_hold_money) == (DeviceState.HW_ERROR, Severity.SUSPEND, False)


def test_busy_for_ever_in_the_middle_of_stacking_may_hold_money(peer: Peer, till: Till) -> None:
    with ready(peer.path, till, replace(IMPATIENT, longest_stay_s={State.DEVICE_BUSY: 0.1})):
        peer.wait_until(lambda: peer.state == b"\x14", "IDLING")
        peer.show(b"\x17", b"\x1b\x00")
        assert till.status("BV-JAM").may_hold_money


def test_stuck_is_told_once_whatever_details_vary(peer: Peer, till: Till) -> None:
    with ready(peer.path, till, IMPATIENT):
        peer.wait_until(lambda: peer.state == b"\x14", "IDLING")
        peer.show(b"\x1c\x62")
        till.status("BV-JAM")
        peer.show(b"\x1c\x60", b"\x1c\x62", b"\x1c\x60")
        peer.wait_polls(6)
    assert [changed.status.code for changed in till.all(DeviceStatusChanged)].count("BV-JAM") == 1


# ---- how long is too long ----------------------------------------------------------------------------------------------


class Clock:
    now_s = 1000.0

    def __call__(self) -> float:
        return self.now_s


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def stay(clock: Clock) -> Stay:
    return Stay({State.STACKING: 30.0, State.ACCEPTING: 30.0, State.DEVICE_BUSY: 60.0}, clock)


def test_a_state_may_last_as_long_as_its_limit(stay: Stay, clock: Clock) -> None:
    assert stay.overstayed(State.STACKING) is None
    clock.now_s += 30.0
    assert stay.overstayed(State.STACKING) is None
    clock.now_s += 0.1
    assert stay.overstayed(State.STACKING) == State.STACKING


def test_another_state_begins_anew(stay: Stay, clock: Clock) -> None:
    for code in (State.STACKING, State.ACCEPTING, State.STACKING):
        assert stay.overstayed(code) is None
        clock.now_s += 20.0
    assert stay.overstayed(State.STACKING) is None


def test_a_state_without_a_limit_lasts_for_ever(stay: Stay, clock: Clock) -> None:
    for _ in range(3):
        assert stay.overstayed(State.IDLING) is None
        clock.now_s += 1e6


def test_busy_answers_in_between_do_not_begin_a_state_anew(stay: Stay, clock: Clock) -> None:
    for code in (State.STACKING, State.DEVICE_BUSY, State.STACKING, State.DEVICE_BUSY):
        assert stay.overstayed(code) is None
        clock.now_s += 10.0
    assert stay.overstayed(State.DEVICE_BUSY) == State.STACKING


def test_busy_has_a_limit_of_its_own(stay: Stay, clock: Clock) -> None:
    assert stay.overstayed(State.IDLING) is None
    assert stay.overstayed(State.DEVICE_BUSY) is None
    clock.now_s += 61.0
    assert stay.overstayed(State.DEVICE_BUSY) == State.DEVICE_BUSY
    assert stay.overstayed(State.IDLING) is None
    assert stay.overstayed(State.DEVICE_BUSY) is None


def test_time_out_of_sight_does_not_count(stay: Stay, clock: Clock) -> None:
    assert stay.overstayed(State.STACKING) is None
    clock.now_s += 100.0
    stay.forget()
    assert stay.overstayed(State.STACKING) is None


def test_each_moving_state_has_a_limit_beyond_what_is_ordinary() -> None:
    moving = {State.ACCEPTING, State.ESCROW, State.HOLDING, State.STACKING, State.RETURNING, State.REJECTING}
    assert set(LONGEST_STAY_S) == moving | {State.DEVICE_BUSY}
    ours = NoteTiming()
    decided_s = ours.decide_within_s + 3 * ours.repeat_obeyed_s
    assert min(LONGEST_STAY_S[State.ESCROW], LONGEST_STAY_S[State.HOLDING]) > decided_s
    assert LONGEST_STAY_S[State.DEVICE_BUSY] > 0xFF * 0.1

"""Faults at one exact byte, in either direction, over a real pty: what comes, and when the line hangs up."""

import os
from collections.abc import Iterator
from pathlib import Path

import pytest

from devices.simulators.wire_faults import Piece
from devices.simulators.wire_offsets import ByteFaults
from tests.devices.simulators.test_station import Rig


@pytest.fixture
def rig(tmp_path: Path) -> Iterator[Rig]:
    made = Rig(tmp_path)
    yield made
    made.close()


def heard(rig: Rig) -> bytes:
    return b"".join(data for _, data in rig.made[0].heard)


def test_offsets_count_over_the_ends_of_messages() -> None:
    faults = ByteFaults()
    assert faults.take(b"before") == ([Piece(b"before")], False)
    faults.drop(0)
    faults.corrupt(3)
    faults.delay(5, 2.0)
    faults.cut(7)
    assert faults.take(b"abc") == ([Piece(b"bc")], False)
    assert faults.take(b"defghij") == ([Piece(b"te"), Piece(b"fg", 2.0)], True)
    faults.forget()
    assert faults.take(b"after") == ([Piece(b"after")], False)


@pytest.mark.parametrize("count", range(1, 8))
def test_the_wire_is_cut_after_exactly_so_many_bytes_to_the_host(rig: Rig, count: int) -> None:
    assert rig.do("cut_after", direction="to_host", bytes=count) == {"ok": True}
    rig.write(b"hello")
    rig.run(1.0, step_s=0.005)
    assert rig.do("state")["wire"]["bytes_to_host"] == count  # type: ignore[index]
    assert heard(rig) == b"hello"
    assert not rig.link.is_symlink()


@pytest.mark.parametrize("count", range(1, 21))
def test_the_wire_is_cut_after_exactly_so_many_bytes_to_the_device(rig: Rig, count: int) -> None:
    rig.do("cut_after", direction="to_device", bytes=count)
    rig.write(bytes(range(20)))
    rig.run(1.0, step_s=0.005)
    assert heard(rig) == bytes(range(count))
    with pytest.raises(OSError, match="Input/output error"):
        os.write(rig.fd, b"more")


def test_a_cut_of_no_bytes_is_a_cut_now_and_a_new_wire_has_no_faults(rig: Rig) -> None:
    rig.do("cut_after", direction="to_host", bytes=9)
    rig.do("cut_after", direction="to_device", bytes=0)
    assert not rig.link.is_symlink()
    rig.do("replug")
    os.close(rig.fd)
    rig.fd = os.open(rig.link, os.O_RDWR | os.O_NOCTTY)
    assert rig.say(b"twelve bytes") == b"<twelve bytes>"


def test_one_byte_is_lost_damaged_or_late_in_either_direction(rig: Rig) -> None:
    rig.do("drop_byte", direction="to_host", byte=2)
    assert rig.say(b"hello") == b"<hllo>"
    rig.do("corrupt_byte", direction="to_host", byte=1)
    assert rig.say(b"hello") == b"<xello>"
    rig.do("drop_byte", direction="to_device", byte=6)
    rig.do("corrupt_byte", direction="to_device", byte=0)
    assert rig.say(b"hello") == b"<xello>"
    assert rig.say(b"hello") == b"<hllo>"
    rig.do("delay_byte", direction="to_host", byte=3, seconds=2.0)
    assert rig.say(b"hello", 1.0) == b"<he"
    rig.run(2.0, step_s=0.01)
    assert rig.read() == b"llo>"


def test_what_the_host_writes_behind_a_late_byte_stays_in_order(rig: Rig) -> None:
    rig.do("delay_byte", direction="to_device", byte=3, seconds=2.0)
    assert rig.say(b"hello", 1.0) == b"<hel>"
    rig.write(b"again")
    rig.run(2.0, step_s=0.01)
    assert heard(rig) == b"helloagain"


@pytest.mark.parametrize(
    ("command", "parameters"),
    [
        ("cut_after", {"direction": "sideways", "bytes": 1}),
        ("cut_after", {"direction": "to_host"}),
        ("drop_byte", {"byte": -1}),
        ("delay_byte", {"byte": 1}),
    ],
)
def test_a_bad_order_is_refused(rig: Rig, command: str, parameters: dict[str, object]) -> None:
    answer = rig.do(command, **parameters)
    assert answer["ok"] is False
    assert answer["error"]

"""Damage on the wire, without a wire."""

import pytest
from hypothesis import given, strategies as st

from devices.simulators.device import ControlError
from devices.simulators.wire_faults import DEFAULT_NOISE, Piece, WireFaults, flip

MESSAGE = b"\x02\x03\x06\x33\xda\x81"
NOISE = bytes.fromhex(DEFAULT_NOISE)


def sent(faults: WireFaults, times: int = 1) -> list[bytes]:
    return [b"".join(piece.data for piece in faults.outgoing(MESSAGE)) for _ in range(times)]


@pytest.mark.parametrize(
    ("command", "first"),
    [
        ({"command": "corrupt_next"}, MESSAGE[:5] + b"\x91"),
        ({"command": "corrupt_next", "direction": "to_host", "byte": 0}, b"\x12" + MESSAGE[1:]),
        ({"command": "corrupt_next", "byte": 99}, MESSAGE[:5] + b"\x91"),
        ({"command": "drop_next"}, b""),
        ({"command": "cut_next", "keep": 2}, MESSAGE[:2]),
        ({"command": "repeat_next"}, MESSAGE * 2),
        ({"command": "delay_next", "seconds": 3}, MESSAGE),
        ({"command": "garbage_next"}, NOISE + MESSAGE),
        ({"command": "garbage_next", "where": "inside", "bytes": "AA"}, MESSAGE[:3] + b"\xaa" + MESSAGE[3:]),
    ],
)
def test_one_shot_faults_towards_the_host(command: dict[str, object], first: bytes) -> None:
    faults = WireFaults()
    faults.control(command)
    assert sent(faults, 2) == [first, MESSAGE]
    faults.control({**command, "count": 2})
    assert sent(faults, 3) == [first, first, MESSAGE]


def test_a_delayed_message() -> None:
    faults = WireFaults()
    faults.control({"command": "delay_next", "seconds": 3})
    assert faults.outgoing(MESSAGE) == [Piece(MESSAGE, 3)]


@pytest.mark.parametrize(
    ("name", "first"), [("corrupt_next", MESSAGE[:5] + b"\x91"), ("drop_next", b"")], ids=["corrupt", "drop"]
)
def test_one_shot_faults_towards_the_device(name: str, first: bytes) -> None:
    faults = WireFaults()
    faults.control({"command": name, "direction": "to_device"})
    assert sent(faults) == [MESSAGE]
    assert [faults.incoming(MESSAGE) for _ in range(2)] == [first, MESSAGE]


def test_silence_is_deaf_and_dumb() -> None:
    faults = WireFaults()
    faults.control({"command": "silence"})
    assert sent(faults) == [b""]
    assert faults.incoming(MESSAGE) == b""
    faults.control({"command": "resume"})
    assert sent(faults) == [MESSAGE]
    assert faults.incoming(MESSAGE) == MESSAGE


def test_an_echoing_port_has_no_device_unless_asked() -> None:
    faults = WireFaults()
    faults.control({"command": "echo"})
    assert faults.echo
    assert sent(faults) == [b""]
    assert faults.incoming(MESSAGE) == b""
    faults.control({"command": "echo", "with_device": True})
    assert sent(faults) == [MESSAGE]
    assert faults.incoming(MESSAGE) == MESSAGE
    faults.control({"command": "echo", "on": False})
    assert not faults.echo


def test_split_writes() -> None:
    faults = WireFaults()
    faults.control({"command": "split_writes", "size": 4, "gap_s": 0.05})
    assert faults.outgoing(MESSAGE) == [Piece(MESSAGE[:4]), Piece(MESSAGE[4:], 0.05)]
    faults.control({"command": "split_writes", "size": 0})
    assert faults.outgoing(MESSAGE) == [Piece(MESSAGE)]


@given(st.binary(max_size=40), st.integers(-100, 100))
def test_flip_damages_exactly_one_byte(data: bytes, index: int) -> None:
    damaged = flip(data, index)
    assert len(damaged) == len(data)
    assert sum(a != b for a, b in zip(data, damaged, strict=True)) == min(1, len(data))


@pytest.mark.parametrize(
    "command",
    [
        {"command": "melt"},
        {"command": ["silence"]},
        {"command": "corrupt_next", "direction": "sideways"},
        {"command": "corrupt_next", "byte": "first"},
        {"command": "drop_next", "count": 0},
        {"command": "cut_next"},
        {"command": "delay_next"},
        {"command": "garbage_next", "bytes": "zz"},
        {"command": "split_writes", "size": -1},
        {"command": "echo", "on": 1},
    ],
)
def test_a_bad_command_is_refused(command: dict[str, object]) -> None:
    faults = WireFaults()
    before = faults.state()
    with pytest.raises(ControlError):
        faults.control(command)
    assert faults.state() == before

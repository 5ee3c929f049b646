"""Reply bytes told apart, and what they say of the printer."""

import pytest
from hypothesis import given, strategies as st

from devices.escpos_facts import NOTHING_KNOWN, device_status, facts_of_automatic, facts_of_real_time, job_fault
from devices.escpos_status import (
    BLOCK_STARTS,
    AutomaticStatus,
    Block,
    Flow,
    Garbage,
    RealTimeStatus,
    ReplyParser,
    Transmitted,
    is_automatic_start,
    is_plain,
    is_real_time,
)
from kiosk.device_status import DeviceState, Severity, Supplies


def test_all_256_bytes_are_in_one_class_at_most() -> None:
    classes = {
        "flow": {0x11, 0x13},
        "block": set(BLOCK_STARTS),
        "real time": {b for b in range(256) if is_real_time(b)},
        "automatic": {b for b in range(256) if is_automatic_start(b)},
        "plain": {b for b in range(256) if is_plain(b)},
    }
    assert {name: len(members) for name, members in classes.items()} == {
        "flow": 2,
        "block": 5,
        "real time": 16,
        "automatic": 16,
        "plain": 64,
    }
    assert sum(map(len, classes.values())) == len(set().union(*classes.values())) == 103


@pytest.mark.parametrize("byte", range(256))
def test_each_single_byte(byte: int) -> None:
    replies = ReplyParser().feed(bytes((byte,)), 0.0)
    expected: list[object] = [Garbage(bytes((byte,)))]
    if byte in (0x11, 0x13):
        expected = [Flow(byte == 0x13)]
    elif byte in BLOCK_STARTS or byte & 0x93 == 0x10:
        expected = []
    elif byte & 0x93 == 0x12:
        expected = [RealTimeStatus(byte)]
    elif byte & 0x90 == 0:
        expected = [Transmitted(byte)]
    assert replies == expected


def test_flow_cuts_into_everything() -> None:
    parser = ReplyParser()
    assert parser.feed(bytes.fromhex("14 13 00 11 00 0F"), 0.0) == [
        Flow(True),
        Flow(False),
        AutomaticStatus(bytes.fromhex("14 00 00 0F")),
    ]
    assert parser.feed(b"\x37\x22A0\x1301\x00", 0.0) == [Flow(True), Block(0x37, b"\x22A001")]


def test_a_group_cut_short_gives_its_breaker_back() -> None:
    assert ReplyParser().feed(bytes.fromhex("1C 00 12"), 0.0) == [Garbage(b"\x1c\x00"), RealTimeStatus(0x12)]
    assert ReplyParser().feed(b"\x5fEPS\x12", 0.0) == [Garbage(b"\x5fEPS"), RealTimeStatus(0x12)]


def test_a_group_that_is_never_completed_is_dropped() -> None:
    parser = ReplyParser(gap_s=0.2)
    assert parser.feed(b"\x14\x00", 10.0) == []
    assert parser.feed(b"\x12", 10.3) == [Garbage(b"\x14\x00"), RealTimeStatus(0x12)]


def test_an_endless_block_is_dropped() -> None:
    replies = ReplyParser().feed(b"\x5f" + b"A" * 1000, 0.0)
    assert replies and isinstance(replies[0], Garbage) and len(replies[0].data) == 128


@given(st.lists(st.binary(max_size=30), max_size=10))
def test_noise_never_breaks_the_parser_and_no_byte_is_lost(noise: list[bytes]) -> None:
    parser = ReplyParser()
    replies = [reply for part in noise for reply in parser.feed(part, 0.0)]
    size = {Flow: 1, RealTimeStatus: 1, Transmitted: 1, AutomaticStatus: 4}
    counted = 0
    for reply in replies:
        if isinstance(reply, Block):
            counted += len(reply.data) + 2
        else:
            counted += len(reply.data) if isinstance(reply, Garbage) else size[type(reply)]
    left = parser.feed(b"", 99.0)
    counted += sum(len(reply.data) for reply in left if isinstance(reply, Garbage))
    assert counted == sum(map(len, noise))


@given(st.binary(max_size=20))
def test_the_parser_finds_back_within_two_replies(noise: bytes) -> None:
    parser = ReplyParser(gap_s=0.2)
    parser.feed(noise, 0.0)
    assert parser.feed(b"\x12", 1.0)[-1] == RealTimeStatus(0x12)


OK = {1: 0x12, 2: 0x12, 3: 0x12, 4: 0x12}


@pytest.mark.parametrize(
    ("changes", "code", "state", "supplies"),
    [
        ({}, "", DeviceState.ONLINE, Supplies.GOOD),
        ({1: 0x16}, "", DeviceState.ONLINE, Supplies.GOOD),
        ({4: 0x1E}, "PRN-LOW", DeviceState.ONLINE, Supplies.LOW),
        ({1: 0x1A, 2: 0x32, 4: 0x7E}, "PRN-OUT", DeviceState.USER_ERROR, Supplies.OUT),
        ({1: 0x1A, 2: 0x32}, "PRN-OUT", DeviceState.USER_ERROR, Supplies.OUT),
        ({1: 0x1A, 2: 0x16}, "PRN-COVER", DeviceState.USER_ERROR, Supplies.GOOD),
        ({1: 0x1A, 2: 0x52, 3: 0x1A}, "PRN-CUTTER", DeviceState.USER_ERROR, Supplies.GOOD),
        ({1: 0x1A, 2: 0x52, 3: 0x16}, "PRN-JAM", DeviceState.USER_ERROR, Supplies.GOOD),
        ({1: 0x1A, 2: 0x52, 3: 0x52}, "PRN-HOT", DeviceState.HW_ERROR, Supplies.GOOD),
        ({1: 0x1A, 2: 0x52, 3: 0x32}, "PRN-FAIL", DeviceState.HW_ERROR, Supplies.GOOD),
        ({1: 0x1A}, "PRN-OFFLINE", DeviceState.OFFLINE, Supplies.GOOD),
    ],
)
def test_real_time_answers(changes: dict[int, int], code: str, state: DeviceState, supplies: Supplies) -> None:
    status = device_status(facts_of_real_time(OK | changes))
    assert (status.code, status.state, status.supplies) == (code, state, supplies)
    assert status.usable == (code in ("", "PRN-LOW"))


@pytest.mark.parametrize("missing", [1, 2, 3, 4])
def test_a_missing_answer_is_never_ok(missing: int) -> None:
    status = device_status(facts_of_real_time({n: v for n, v in OK.items() if n != missing}))
    assert not status.usable and status.code == "PRN-SILENT"


def test_a_silent_printer_is_never_ok() -> None:
    for facts in (NOTHING_KNOWN, facts_of_real_time({})):
        status = device_status(facts)
        assert status.state is DeviceState.OFFLINE and status.severity is Severity.SUSPEND and not status.usable


@pytest.mark.parametrize(
    ("group", "code", "fault"),
    [
        ("14 00 00 0F", "", ""),
        ("14 00 03 0F", "PRN-LOW", ""),
        ("1C 00 0C 0F", "PRN-OUT", "PRN-OUT"),
        ("3C 00 00 00", "PRN-COVER", "PRN-COVER"),
        ("1C 08 00 00", "PRN-CUTTER", "PRN-CUTTER"),
        ("1C 04 00 00", "PRN-JAM", "PRN-JAM"),
        ("1C 20 00 00", "PRN-FAIL", "PRN-FAIL"),
        ("1C 40 00 00", "PRN-HOT", ""),
    ],
)
def test_automatic_groups(group: str, code: str, fault: str) -> None:
    facts = facts_of_automatic(bytes.fromhex(group))
    assert device_status(facts).code == code
    assert job_fault(facts) == fault
    assert device_status(facts).raw == f"ASB {group}"

"""A slice of the fuzzing in every run, with a fixed seed; and the loop itself finds what it must find."""

import random

import pytest

from tests.conftest import Tally
from tests.fuzz.ccnet_targets import HostileWire, Judge, drive, parse
from tests.fuzz.engine import STALL_S, Target, fuzz
from tests.fuzz.frames import frame, good_payloads
from tests.fuzz.mutation import LONGEST, mutated
from tests.fuzz.targets import TARGETS

SEED = 20261122
SLICE_S = 0.3


@pytest.mark.parametrize("name", TARGETS)
def test_s10_a_slice_of(name: str, tally: Tally) -> None:
    report = fuzz(TARGETS[name], SLICE_S, SEED)
    assert not report.findings, [(finding.what, finding.data.hex()[:2000]) for finding in report.findings]
    assert report.runs > len(TARGETS[name].samples)
    tally("fuzzed inputs", report.runs)


# ---- the loop finds --------------------------------------------------------------------------------------------------


def test_an_error_is_a_finding_with_its_input() -> None:
    def run(data: bytes) -> str:
        assert b"\x81" not in data
        return ""

    report = fuzz(Target("seeded", (b"\x80",), run), 5.0, SEED)
    assert report.findings
    assert all(b"\x81" in finding.data for finding in report.findings)


def test_a_stall_is_a_finding() -> None:
    def run(_data: bytes) -> str:
        return str(sum(range(10_000_000)))

    found = fuzz(Target("slow", (b"x",), run), 0.0, SEED).findings
    assert found
    assert float(found[0].what.split()[2]) >= STALL_S * 1000


def test_memory_is_a_finding() -> None:
    kept: list[bytes] = []

    def run(_data: bytes) -> str:
        kept.append(b"x" * (40 << 20))
        return ""

    assert "memory grew" in fuzz(Target("greedy", (b"x",), run), 0.0, SEED).findings[-1].what


def test_mutations_stay_bounded_and_repeat_with_their_seed() -> None:
    first, second = ([mutated(random.Random(seed), (b"abc", b"[1]" * 9000)) for seed in range(200)] for _ in range(2))
    assert first == second
    assert max(map(len, first)) <= LONGEST
    assert len(set(first)) > 150


# ---- the judges judge ------------------------------------------------------------------------------------------------


def test_a_parser_that_believes_a_bad_crc_is_caught(monkeypatch: pytest.MonkeyPatch) -> None:
    damaged = bytearray(frame(b"\x82\x05"))
    damaged[-1] ^= 1
    assert parse(bytes(damaged)) == "3 frames"
    monkeypatch.setattr("devices.ccnet_frames.crc16", lambda _: 0)
    with pytest.raises(AssertionError, match="no good frame"):
        parse(bytes(damaged))


def test_a_driver_that_believes_a_bad_crc_is_caught(monkeypatch: pytest.MonkeyPatch) -> None:
    assert not fuzz(TARGETS["ccnet-driver"], 0.1, SEED).findings
    monkeypatch.setattr("devices.ccnet_frames.crc16", lambda _: 0)
    monkeypatch.setattr("devices.ccnet_frames.encode", frame)
    assert fuzz(TARGETS["ccnet-driver"], 10.0, SEED).findings


def test_a_driver_that_acknowledges_without_a_promise_is_caught(monkeypatch: pytest.MonkeyPatch) -> None:
    script = bytes((0,)) + TARGETS["ccnet-driver"].samples[0][1:]
    drive(script)
    monkeypatch.setattr("kiosk.promise.Promise.wait", lambda _self, _timeout: True)
    with pytest.raises(AssertionError, match="without a promise"):
        drive(script)


@pytest.mark.parametrize("said", range(24))
def test_a_report_in_place_of_a_long_answer_is_not_acknowledged(said: int) -> None:
    """Found with seed 20261122: asked for its bill table the device said 81h, and the driver acknowledged it as it would
    have the table. Here that is the answer to each question of a start in turn; nobody keeps a promise."""
    report = frame(b"\x81\x01")
    drive(bytes((0,)) + bytes((0, 0)) * said + bytes((250, len(report))) + report + bytes((0, 0)) * 30)


def test_the_samples_of_the_driver_go_all_the_way_to_credits() -> None:
    """A fuzz of a driver that never comes to a note would prove nothing."""
    assert drive(TARGETS["ccnet-driver"].samples[0]).endswith("4 stacked")


def test_the_hostile_wire_tells_what_was_heard() -> None:
    wire = HostileWire(bytes((0, 3 + 5 * 32)))
    judge = Judge(wire, 1)
    wire.write(frame(b"\x33"))
    assert list(good_payloads(wire.read(1.0))) == [b"\x81\x05"]
    assert list(good_payloads(wire.heard)) == [b"\x81\x05"]
    with pytest.raises(AssertionError):
        Judge(wire, 0).check_acknowledged([b"\x81\x05"])
    judge.check_acknowledged([b"\x81\x05"])

"""The link against real ptys and sockets: opening, waking, losing, finding again, closing."""

import gc
import os
import pty
import queue
import socket
import threading
import time
import tty
from collections.abc import Iterator
from pathlib import Path

import pytest

from devices.serial_link import LinkDown, LinkLost, LinkProblem, LinkSettings, SerialLink, Trace, Wire
from devices.trace import Direction, TraceEntry, read_json_lines
from devices.transport import Transport
from devices.wire import Waker

PATIENCE_S = 20.0


class FarEnd:
    """A pty linked at a path, like a device plugged in there."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self.master, self.slave = pty.openpty()
        tty.setraw(self.slave)
        path.unlink(missing_ok=True)
        path.symlink_to(os.ttyname(self.slave))
        self.gone = False

    def unplug(self) -> None:
        if not self.gone:
            self.gone = True
            os.close(self.master)
            os.close(self.slave)


@pytest.fixture
def far_end(tmp_path: Path) -> Iterator[FarEnd]:
    end = FarEnd(tmp_path / "port")
    yield end
    end.unplug()


class Recorder:
    """A conversation that hands over its wires and all it reads, and answers nothing."""

    def __init__(self) -> None:
        self.seen: queue.Queue[object] = queue.Queue()
        self.wait_s = 30.0

    def talk(self, wire: Transport) -> None:
        self.seen.put(wire)
        while True:
            self.seen.put(wire.read(self.wait_s, until_woken=True))

    def link_down(self, down: LinkDown) -> None:
        self.seen.put(down)

    def next(self) -> object:
        return self.seen.get(timeout=PATIENCE_S)

    def next_down(self) -> LinkDown:
        while True:
            seen = self.next()
            if isinstance(seen, LinkDown):
                return seen


def link_to(port: str | Path, recorder: Recorder) -> SerialLink:
    return SerialLink(LinkSettings(str(port), first_retry_s=0.01, longest_retry_s=0.05), recorder)


def wire_to(end: FarEnd, **settings: float) -> tuple[Wire, Trace]:
    trace = Trace()
    return Wire(LinkSettings(str(end.path), **settings), trace, Waker()), trace  # type: ignore[arg-type]


def test_bytes_are_there_as_soon_as_they_came(far_end: FarEnd) -> None:
    recorder = Recorder()
    link = link_to(far_end.path, recorder)
    link.start()
    wire = recorder.next()
    assert isinstance(wire, Wire)
    os.write(far_end.master, b"\x02\x03")
    assert recorder.next() == b"\x02\x03"
    link.close()


def test_a_wake_up_ends_the_wait_at_once_and_only_once(far_end: FarEnd) -> None:
    recorder = Recorder()
    link = link_to(far_end.path, recorder)
    link.start()
    recorder.next()
    started_s = time.monotonic()
    link.wake()
    assert recorder.next() == b""
    assert time.monotonic() - started_s < 1.0
    os.write(far_end.master, b"after")
    assert recorder.next() == b"after"  # no second empty read from the same wake-up
    link.close()


def test_close_joins_within_two_seconds_from_a_long_wait_and_may_be_called_twice(far_end: FarEnd) -> None:
    recorder = Recorder()
    link = link_to(far_end.path, recorder)
    link.start()
    recorder.next()
    started_s = time.monotonic()
    link.close()
    link.close()
    assert time.monotonic() - started_s < 2.0
    assert not any(thread.name == f"link {far_end.path}" for thread in threading.enumerate())


def test_close_before_start_is_harmless(tmp_path: Path) -> None:
    link_to(tmp_path / "nothing", Recorder()).close()


def test_a_missing_port_is_told_once_and_found_when_it_appears(tmp_path: Path) -> None:
    recorder = Recorder()
    link = link_to(tmp_path / "port", recorder)
    link.start()
    down = recorder.next()
    assert isinstance(down, LinkDown)
    assert down.problem is LinkProblem.PORT_MISSING
    assert "plugged in" in down.sentence
    end = FarEnd(tmp_path / "port")
    assert isinstance(recorder.next(), Wire)  # and no second LinkDown before it
    link.close()
    end.unplug()


def test_an_unplugged_port_is_lost_and_the_replaced_one_is_opened(far_end: FarEnd) -> None:
    recorder = Recorder()
    link = link_to(far_end.path, recorder)
    link.start()
    recorder.next()
    started_s = time.monotonic()
    far_end.unplug()
    assert recorder.next_down().problem is LinkProblem.PORT_MISSING
    assert time.monotonic() - started_s < 2.0
    again = FarEnd(far_end.path)
    assert isinstance(recorder.next(), Wire)
    os.write(again.master, b"back")
    assert recorder.next() == b"back"
    link.close()
    again.unplug()


def test_a_quiet_port_whose_path_leads_elsewhere_is_lost(far_end: FarEnd, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("devices.wire.PATH_CHECK_EVERY_S", 0.0)
    recorder = Recorder()
    recorder.wait_s = 0.01
    link = link_to(far_end.path, recorder)
    link.start()
    recorder.next()
    newer = FarEnd(far_end.path)
    assert "leads to another port" in recorder.next_down().sentence
    link.close()
    newer.unplug()


def test_two_programs_never_share_a_port(far_end: FarEnd) -> None:
    first, _ = wire_to(far_end)
    with pytest.raises(LinkLost, match="another program uses it") as refused:
        wire_to(far_end)
    assert refused.value.problem is LinkProblem.PORT_BUSY
    first.close()


def test_a_file_is_no_port(tmp_path: Path) -> None:
    (tmp_path / "notes.txt").write_text("hello")
    with pytest.raises(LinkLost) as refused:
        Wire(LinkSettings(str(tmp_path / "notes.txt")), Trace(), Waker())
    assert refused.value.problem is LinkProblem.PORT_UNUSABLE
    assert (tmp_path / "notes.txt").read_text() == "hello"


def test_a_character_device_that_is_no_serial_port() -> None:
    with pytest.raises(LinkLost) as refused:
        Wire(LinkSettings("/dev/null"), Trace(), Waker())
    assert refused.value.problem is LinkProblem.PORT_UNUSABLE


@pytest.mark.parametrize("url", ["nonsense://x", "socket://nohost"])
def test_an_address_nobody_understands(url: str) -> None:
    with pytest.raises(LinkLost, match="can't be opened"):
        Wire(LinkSettings(url), Trace(), Waker())


def test_a_socket_is_a_port_too_and_its_end_is_a_loss() -> None:
    recorder = Recorder()
    with socket.create_server(("127.0.0.1", 0)) as server:
        link = link_to(f"socket://127.0.0.1:{server.getsockname()[1]}", recorder)
        link.start()
        far, _ = server.accept()
        wire = recorder.next()
        assert isinstance(wire, Wire)
        far.sendall(b"\x12")
        assert recorder.next() == b"\x12"
        far.close()
        assert recorder.next_down().problem is LinkProblem.PORT_MISSING
    link.close()


def test_nobody_listening_on_a_socket_is_a_missing_port() -> None:
    with socket.create_server(("127.0.0.1", 0)) as server:
        url = f"socket://127.0.0.1:{server.getsockname()[1]}"
    with pytest.raises(LinkLost) as refused:
        Wire(LinkSettings(url), Trace(), Waker())
    assert refused.value.problem is LinkProblem.PORT_MISSING


def test_a_port_that_takes_no_more_bytes_does_not_block_for_ever(far_end: FarEnd) -> None:
    wire, _ = wire_to(far_end, write_limit_s=0.05)
    taken = wire.write_some(bytes(1_000_000), 0.05)
    assert 0 < taken < 1_000_000
    with pytest.raises(LinkLost, match="took 0 of 3 bytes"):
        wire.write(b"abc")
    wire.close()


def test_late_bytes_are_dropped_but_traced(far_end: FarEnd) -> None:
    wire, trace = wire_to(far_end)
    os.write(far_end.master, b"late")
    wire.discard_input()
    assert wire.read(0.01) == b""
    assert [entry.data for entry in trace.entries()] == [b"late"]
    wire.close()


def test_a_defect_of_the_driver_is_told_and_the_conversation_begins_again(far_end: FarEnd) -> None:
    class Stumbler(Recorder):
        stumbled = False

        def talk(self, wire: Transport) -> None:
            if not self.stumbled:
                self.stumbled = True
                raise RuntimeError("a defect")
            super().talk(wire)

    recorder = Stumbler()
    link = link_to(far_end.path, recorder)
    link.start()
    down = recorder.next()
    assert isinstance(down, LinkDown)
    assert down.problem is LinkProblem.DRIVER_FAILED
    assert isinstance(recorder.next(), Wire)
    link.close()


def test_500_plug_cycles_leak_no_descriptor(tmp_path: Path) -> None:
    """trust.md A2, at the level of the wire; a first cycle warms up what is loaded once."""

    def cycle() -> None:
        end = FarEnd(tmp_path / "port")
        waker = Waker()
        wire = Wire(LinkSettings(str(end.path)), Trace(), waker)
        end.unplug()
        with pytest.raises(LinkLost):
            wire.read(1.0)
        wire.close()
        waker.close()

    cycle()
    gc.collect()  # earlier tests' leftovers
    before = len(list(Path("/proc/self/fd").iterdir()))
    for _ in range(500):
        cycle()
    assert len(list(Path("/proc/self/fd").iterdir())) == before


def test_the_recorder_keeps_both_directions_in_order_and_can_be_read_back(far_end: FarEnd) -> None:
    wire, trace = wire_to(far_end)
    wire.write(b"\x02\x03\x06")
    os.write(far_end.master, b"\x02\xff")
    assert wire.read(PATIENCE_S) == b"\x02\xff"
    wire.close()
    trace.note("端口")
    assert [(entry.direction, entry.data) for entry in trace.entries()[:2]] == [
        (Direction.TO_DEVICE, b"\x02\x03\x06"),
        (Direction.TO_HOST, b"\x02\xff"),
    ]
    assert read_json_lines(trace.json_lines()) == trace.entries()


def test_the_recorder_is_bounded() -> None:
    clock = iter(range(10))
    trace = Trace(capacity=3, wall_s=lambda: float(next(clock)))
    for number in range(5):
        trace.record(Direction.TO_HOST, bytes([number]))
    assert trace.entries() == [TraceEntry(float(n), Direction.TO_HOST, bytes([n])) for n in (2, 3, 4)]


@pytest.mark.parametrize(
    "line",
    [
        "{",
        "[]",
        '{"unix_s": 1}',
        '{"unix_s": 1, "direction": "to_host", "hex": "0g"}',
        '{"unix_s": 1e99, "direction": "note"}',  # times that no calendar has: found by fuzzing
        '{"unix_s": NaN, "direction": "note"}',
        "[" * 100_000,
    ],
)
def test_a_broken_recording_names_its_line(line: str) -> None:
    with pytest.raises(ValueError, match="line 2 is not an entry"):
        read_json_lines(["", line])

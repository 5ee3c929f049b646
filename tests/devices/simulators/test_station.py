"""The frame of every simulator over a real pty, in this process and with a clock of our own: pace, faults, sockets."""

import contextlib
import json
import os
import select
import socket
import termios
import time
import tty
from collections.abc import Iterator
from pathlib import Path

import pytest

from devices.simulators.device import Answer, Command, DeviceOptions, Line
from devices.simulators.station import Station, StationOptions

BYTE_S = 10 / 9600


class Parrot:
    """Answers every piece it hears with the same bytes in brackets."""

    def __init__(self, line: Line, options: DeviceOptions, now: float) -> None:
        assert options == DeviceOptions()
        self.line = line
        self.made_at = now
        self.heard: list[tuple[float, bytes]] = []
        self.wake_at: float | None = None
        self.closed = False

    def received(self, data: bytes, now: float) -> None:
        self.heard.append((now, data))
        self.line.send(b"<" + data + b">")

    def tick(self, now: float) -> float | None:
        if self.wake_at is not None and self.wake_at <= now:
            self.wake_at = None
            self.line.send(b"!")
        return self.wake_at

    def control(self, command: Command, now: float) -> Answer:
        if command.get("command") == "deaf":
            self.line.listen(on=False)
        return {"heard": len(self.heard), "age_s": now - self.made_at}

    def close(self) -> None:
        self.closed = True


class Rig:
    """A station that is stepped by the test; its clock moves only by :meth:`run`."""

    def __init__(self, folder: Path, tcp_port: int | None = None) -> None:
        self.now = 100.0
        self.link = folder / "port"
        self.control = folder / "ctl"
        self.made: list[Parrot] = []
        options = StationOptions(link=self.link, baud=9600, tcp_port=tcp_port, control=self.control)
        self.station = Station(self._make, options, DeviceOptions(), clock=lambda: self.now)
        self.fd = os.open(self.link, os.O_RDWR | os.O_NOCTTY)
        tty.setraw(self.fd, termios.TCSANOW)

    def _make(self, line: Line, options: DeviceOptions, now: float) -> Parrot:
        self.made.append(Parrot(line, options, now))
        return self.made[-1]

    def run(self, seconds: float = 0.0, step_s: float = 0.001) -> None:
        """Let ``seconds`` of the station's clock pass, in small steps."""
        self.station.step(0.0)
        end = self.now + seconds
        while self.now < end:
            self.now = min(end, self.now + step_s)
            self.station.step(0.0)

    def write(self, data: bytes) -> None:
        """Write; back when the kernel has carried the first byte to the other end, which it does in its own time."""
        os.write(self.fd, data)
        select.select([self.station.selector.fileno()], [], [], 0.2)

    def say(self, data: bytes, seconds: float = 1.0) -> bytes:
        """Write, let time pass, and read what has come."""
        self.write(data)
        self.run(seconds, step_s=0.005)
        return self.read()

    def read(self) -> bytes:
        """All that has come; the kernel is given 20 ms to carry it."""
        data = b""
        while select.select([self.fd], [], [], 0.02)[0]:
            data += os.read(self.fd, 4096)
        return data

    def do(self, command: str, **parameters: object) -> Answer:
        """A control command over the socket."""
        with socket.socket(socket.AF_UNIX) as client:
            client.connect(str(self.control))
            client.settimeout(0.0)
            client.sendall(json.dumps({"command": command, **parameters}).encode() + b"\n")
            answer = self._answer(client)
        self.station.step(0.2)  # the client's going
        return answer

    def _answer(self, client: socket.socket) -> Answer:
        end = time.monotonic() + 10
        while time.monotonic() < end:
            self.run()
            try:
                answer: Answer = json.loads(client.recv(1 << 20))
            except BlockingIOError:
                continue
            return answer
        raise AssertionError("no answer")

    def close(self) -> None:
        os.close(self.fd)
        self.station.close()


@pytest.fixture
def rig(tmp_path: Path) -> Iterator[Rig]:
    made = Rig(tmp_path)
    yield made
    made.close()


def test_bytes_pass_at_the_baud_rate(rig: Rig) -> None:
    rig.write(b"hello")
    rig.run(4.5 * BYTE_S, step_s=BYTE_S / 4)
    assert rig.made[0].heard == []
    rig.run(BYTE_S, step_s=BYTE_S / 4)
    assert [data for _, data in rig.made[0].heard] == [b"hello"]
    rig.run(6 * BYTE_S, step_s=BYTE_S / 4)
    assert rig.read() == b""
    rig.run(2 * BYTE_S, step_s=BYTE_S / 4)
    assert rig.read() == b"<hello>"


def test_a_host_that_writes_faster_than_the_line_is_held_up(rig: Rig) -> None:
    rig.write(bytes(2000))
    started, end = rig.now, time.monotonic() + 10
    while sum(len(data) for _, data in rig.made[0].heard) < 2000:
        assert time.monotonic() < end
        rig.run(0.1, step_s=0.004)
    times = [at for at, _ in rig.made[0].heard]
    assert times[-1] - started >= 2000 * BYTE_S
    assert all(len(data) <= 16 for _, data in rig.made[0].heard)


def test_long_messages_come_in_the_pieces_of_a_uart(rig: Rig) -> None:
    rig.made[0].line.send(bytes(range(40)))
    rig.run(16.5 * BYTE_S, step_s=BYTE_S / 4)
    assert rig.read() == bytes(range(16))
    rig.run(24 * BYTE_S, step_s=BYTE_S / 4)
    assert rig.read() == bytes(range(16, 40))


def test_the_device_is_woken_when_it_asked(rig: Rig) -> None:
    rig.made[0].wake_at = rig.now + 5
    rig.run(4.9, step_s=0.1)
    assert rig.read() == b""
    rig.run(0.2)
    assert rig.read() == b"!"


def test_a_deaf_device_leaves_the_bytes_on_the_wire(rig: Rig) -> None:
    rig.do("deaf")
    assert rig.say(b"hello") == b""
    rig.made[0].line.listen(on=True)
    rig.run(0.1)
    assert rig.read() == b"<hello>"


@pytest.mark.parametrize(
    ("command", "answers"),
    [
        ({"command": "silence"}, [b"", b""]),
        ({"command": "echo"}, [b"abc", b"abc"]),
        ({"command": "echo", "with_device": True}, [b"abc<abc>", b"abc<abc>"]),
        ({"command": "drop_next"}, [b"", b"<abc>"]),
        ({"command": "drop_next", "direction": "to_device"}, [b"", b"<abc>"]),
        ({"command": "corrupt_next", "byte": 1}, [b"<qbc>", b"<abc>"]),
        ({"command": "corrupt_next", "direction": "to_device"}, [b"<abs>", b"<abc>"]),
        ({"command": "repeat_next"}, [b"<abc><abc>", b"<abc>"]),
        ({"command": "cut_next", "keep": 4}, [b"<abc", b"<abc>"]),
        ({"command": "garbage_next", "bytes": "3f 3f"}, [b"??<abc>", b"<abc>"]),
        ({"command": "delay_next", "seconds": 1.5}, [b"", b"<abc><abc>"]),
        ({"command": "split_writes", "size": 2, "gap_s": 0.8}, [b"<abc", b"><a"]),
    ],
    ids=lambda value: " ".join(map(str, value.values())) if isinstance(value, dict) else "",
)
def test_faults_over_the_wire(rig: Rig, command: dict[str, object], answers: list[bytes]) -> None:
    name = str(command["command"])
    assert rig.do(name, **{key: value for key, value in command.items() if key != "command"}) == {"ok": True}
    assert [rig.say(b"abc"), rig.say(b"abc")] == answers


def test_resume_ends_the_silence(rig: Rig) -> None:
    rig.do("silence")
    assert rig.say(b"abc") == b""
    rig.do("resume")
    assert rig.say(b"abc") == b"<abc>"


def test_power_loss_takes_the_rest_of_a_message(rig: Rig) -> None:
    rig.made[0].line.send(bytes(40))
    rig.run(17 * BYTE_S)
    rig.made[0].line.discard()
    rig.run(1.0, step_s=0.01)
    assert len(rig.read()) == 16


def test_nothing_waits_for_a_host_that_was_not_plugged_in(rig: Rig) -> None:
    rig.do("unplug")
    rig.made[0].line.send(b"lost")
    rig.run(1.0, step_s=0.01)
    rig.do("replug")
    fd = os.open(rig.link, os.O_RDWR | os.O_NOCTTY)
    rig.run(0.1)
    assert not select.select([fd], [], [], 0)[0]
    os.close(fd)


def test_bytes_under_way_are_lost_when_the_plug_is_pulled(rig: Rig) -> None:
    rig.made[0].line.send(bytes(40))
    rig.write(b"under way")
    rig.run(0.001)
    rig.do("unplug")
    rig.do("replug")
    fd = os.open(rig.link, os.O_RDWR | os.O_NOCTTY)
    rig.run(1.0, step_s=0.01)
    assert not select.select([fd], [], [], 0.05)[0]
    assert rig.made[0].heard == []
    os.close(fd)


def test_state_shows_device_and_wire(rig: Rig) -> None:
    rig.say(b"abc")
    state = rig.do("state")
    assert state["heard"] == 1
    assert state["wire"] == {
        "plugged": True,
        "bytes_to_host": 5,
        "silent": False,
        "echo": False,
        "split_size": 0,
        "waiting_to_host": 0,
        "waiting_to_device": 0,
    }


def test_answers_leave_where_the_host_was_heard_last(tmp_path: Path) -> None:
    rig = Rig(tmp_path, tcp_port=0)
    port = rig.station.tcp_port
    assert port
    with socket.create_connection(("127.0.0.1", port), 10) as client:
        client.sendall(b"net")
        end = time.monotonic() + 10
        while not select.select([client], [], [], 0)[0]:
            assert time.monotonic() < end
            rig.run()
        assert client.recv(64) == b"<net>"
        assert rig.say(b"pty") == b"<pty>"
        rig.do("unplug")
        assert client.recv(64) == b""
    rig.do("replug")
    assert rig.station.tcp_port == port
    rig.close()


def test_a_client_that_never_ends_its_line_is_dropped(rig: Rig) -> None:
    with socket.socket(socket.AF_UNIX) as client:
        client.connect(str(rig.control))
        client.setblocking(False)
        end = time.monotonic() + 10
        with pytest.raises((BrokenPipeError, ConnectionResetError)):
            while time.monotonic() < end:
                with contextlib.suppress(BlockingIOError):
                    client.send(b"x" * 10_000)
                rig.run()
    assert rig.do("state")["ok"] is True


def test_the_end_takes_everything_away(tmp_path: Path) -> None:
    rig = Rig(tmp_path)
    rig.close()
    assert rig.made[0].closed
    assert list(tmp_path.iterdir()) == []

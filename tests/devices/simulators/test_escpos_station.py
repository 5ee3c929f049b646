"""The simulator as a process: a real pty, a real TCP port, the control socket, and any ESC/POS client on it."""

import json
import os
import select
import signal
import socket
import subprocess
import sys
import termios
import time
import tty
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from PIL import Image

from tests.devices.simulators.escpos_host import CUT, INIT, XOFF, XON, eot, gbk, marker, printed

DEADLINE_S = 20.0
ROOT = Path(__file__).parents[3]


class Simulator:
    """``python -m devices.simulators printer`` with everything switched on."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.link = folder / "printer"
        self.out = folder / "paper"
        self.process = self._start()

    def _start(self) -> "subprocess.Popen[str]":
        paths = ["--link", self.link, "--control", self.folder / "c", "--state", self.folder / "books", "--out", self.out]
        process = subprocess.Popen(
            [sys.executable, "-m", "devices.simulators", "printer", "--protocol", "escpos", "--tcp", "0", *map(str, paths)],
            stdout=subprocess.PIPE,
            text=True,
            cwd=ROOT,
        )
        assert process.stdout is not None
        self.ready = json.loads(process.stdout.readline())
        assert self.ready["ready"] is True
        return process

    def control(self, command: str, **parameters: object) -> dict[str, Any]:
        with socket.socket(socket.AF_UNIX) as client:
            client.settimeout(DEADLINE_S)
            client.connect(str(self.folder / "c"))
            client.sendall(json.dumps({"command": command, **parameters}).encode() + b"\n")
            with client.makefile("rb") as answers:
                answer: dict[str, Any] = json.loads(answers.readline())
        return answer

    def wait_for(self, condition: Callable[[dict[str, Any]], bool]) -> dict[str, Any]:
        """The first state that fulfils the condition."""
        deadline = time.monotonic() + DEADLINE_S
        while time.monotonic() < deadline:
            state = self.control("state")
            if condition(state):
                return state
            select.select([], [], [], 0.02)
        raise AssertionError(f"never came true; last state: {state}")

    def kill(self) -> None:
        self.process.send_signal(signal.SIGKILL)
        self.process.wait(DEADLINE_S)

    def restart(self) -> None:
        self.close()
        self.process = self._start()

    def close(self) -> None:
        self.process.terminate()
        self.process.wait(DEADLINE_S)
        if self.process.stdout is not None:
            self.process.stdout.close()


class SerialPort:
    """The host's end of the pty, without any library."""

    def __init__(self, link: Path) -> None:
        self._fd = os.open(link, os.O_RDWR | os.O_NOCTTY)
        tty.setraw(self._fd, termios.TCSANOW)

    def write(self, *parts: bytes) -> None:
        data = b"".join(parts)
        while data:
            data = data[os.write(self._fd, data) :]

    def read(self, count: int) -> bytes:
        """Exactly ``count`` bytes, or what came until the deadline."""
        got, deadline = b"", time.monotonic() + DEADLINE_S
        while len(got) < count and time.monotonic() < deadline:
            if select.select([self._fd], [], [], 0.1)[0]:
                got += os.read(self._fd, count - len(got))
        return got

    def close(self) -> None:
        os.close(self._fd)


@pytest.fixture
def simulator(tmp_path: Path) -> Iterator[Simulator]:
    station = Simulator(tmp_path)
    yield station
    station.close()


@pytest.fixture
def port(simulator: Simulator) -> Iterator[SerialPort]:
    opened = SerialPort(simulator.link)
    yield opened
    opened.close()


def test_a_receipt_over_the_serial_wire_with_paper_out_and_in(simulator: Simulator, port: SerialPort) -> None:
    port.write(eot(1), eot(4))
    assert port.read(2) == b"\x12\x12"
    port.write(INIT, gbk("缴费凭条\n金额 ￥100.00\n"), CUT, marker("K001"))
    assert port.read(7) == printed("K001")
    state = simulator.control("state")
    assert state["ok"] is True
    assert state["jobs"] == 1
    (piece,) = state["pieces"]
    assert piece["text"] == "缴费凭条\n金额 ￥100.00"
    with Image.open(piece["png"]) as picture:
        assert picture.size[0] == 696
    assert (simulator.out / "receipt-001.txt").read_text(encoding="utf-8") == piece["text"] + "\n"

    assert simulator.control("paper_out", at={"rows": 45}) == {"ok": True, "scheduled": True}
    port.write(INIT, gbk("第二张\n第二行\n"), CUT, marker("K002"))
    assert port.read(1) == XOFF
    port.write(eot(2), eot(4))
    assert port.read(2) == b"\x32\x7e"
    simulator.control("paper_in")
    assert port.read(8) == XON + printed("K002")
    assert [piece["text"] for piece in simulator.control("state")["pieces"][1:]] == ["第二张", "第二行"]
    assert simulator.control("state")["jobs"] == 2


def test_the_books_outlive_a_kill(simulator: Simulator, port: SerialPort) -> None:
    port.write(INIT, b"first\n", CUT, INIT, b"hanging\n", marker("K001"))
    assert port.read(7) == printed("K001")
    simulator.kill()
    simulator.restart()
    state = simulator.control("state")
    assert state["jobs"] == 1
    assert [(piece["text"], piece["end"]) for piece in state["pieces"]] == [("first", "cut"), ("hanging", "torn")]


def test_any_client_over_tcp(simulator: Simulator, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """python-escpos as a plain network client: text, QR code, pictures and cut, more than the buffer holds."""
    cache = tmp_path / "capabilities"
    cache.mkdir(mode=0o700)
    monkeypatch.setenv("ESCPOS_CAPABILITIES_PICKLE_DIR", str(cache))
    from escpos.printer import Network

    simulator.control("options", speed_mm_s=2000, cut_s=0.01)
    client = Network("127.0.0.1", port=simulator.ready["tcp"], timeout=10, profile="TM-T20II")
    client.open()
    client.text("Hello, printer\n")
    client.set(align="center", bold=True)
    client.text("中国移动\n")
    client.qr("https://example.cn/r/1", native=True, size=5)
    client.image(Image.new("1", (400, 200), 0), impl="bitImageRaster")
    client.image(Image.new("1", (400, 200), 0), impl="graphics")
    client.image(Image.new("1", (400, 48), 0), impl="bitImageColumn")
    client.set(align="left", bold=False)
    client.text("Goodbye\n")
    client.cut()
    client.close()
    state = simulator.wait_for(lambda state: state["jobs"] == 1)
    lines = [line.strip() for line in state["pieces"][0]["text"].splitlines()]
    assert [line for line in lines if line] == [
        "Hello, printer",
        "中国移动",
        "[QR https://example.cn/r/1]",
        "[picture 400x200]",
        "[picture 400x200]",
        "Goodbye",
    ]
    assert (state["dropped_bytes"], state["unknown_commands"], state["unsupported_commands"]) == (0, [], [])
    with Image.open(state["pieces"][0]["png"]) as picture:
        levels = picture.convert("L").tobytes()
    assert sum(level < 100 for level in levels) > 400 * 448


def test_a_port_pulled_out_and_put_back(simulator: Simulator, port: SerialPort) -> None:
    port.write(eot(1))
    assert port.read(1) == b"\x12"
    assert simulator.control("unplug") == {"ok": True}
    assert not simulator.link.exists()
    assert simulator.control("replug") == {"ok": True}
    again = SerialPort(simulator.link)
    again.write(eot(1))
    assert again.read(1) == b"\x12"
    again.close()


def test_faults_of_every_wire_work_here_too(simulator: Simulator, port: SerialPort) -> None:
    simulator.control("corrupt_next", direction="to_host")
    port.write(eot(1))
    assert port.read(1) == b"\x02"
    simulator.control("garbage_next", bytes="13")
    port.write(eot(1))
    assert port.read(2) == b"\x13\x12"
    simulator.control("cut_next", keep=2)
    port.write(b"\x1da\x0e")
    assert port.read(2) == b"\x10\x00"
    simulator.control("garbage_next", bytes="13", where="inside")
    simulator.control("paper_near_end")
    assert port.read(5) == b"\x10\x00\x13\x03\x00"
    answer = simulator.control("dance")
    assert answer["ok"] is False
    assert "unknown command" in answer["error"]

"""A simulator as a process of its own, a host's end of its pty, and its control socket. Everything has a deadline."""

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
from collections.abc import Callable
from pathlib import Path
from typing import Any

ROOT = Path(__file__).parents[3]
DEADLINE_S = 20.0


def command_line(*arguments: str) -> list[str]:
    return [sys.executable, "-m", "devices.simulators", *arguments]


class Simulator:
    """``python -m devices.simulators DEVICE --protocol PROTOCOL`` in ``folder``; kill it or stop it."""

    def __init__(self, folder: Path, *arguments: str, device: str = "acceptor", protocol: str = "ccnet") -> None:
        self.link = folder / "port"
        self.control_path = folder / "ctl"
        self.process = subprocess.Popen(
            command_line(
                device, "--protocol", protocol, "--link", str(self.link), "--control", str(self.control_path), *arguments
            ),
            cwd=ROOT,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
        )
        assert self.process.stdout is not None
        assert select.select([self.process.stdout], [], [], DEADLINE_S)[0], "no ready line"
        self.ready: dict[str, Any] = json.loads(self.process.stdout.readline())
        self._control = socket.socket(socket.AF_UNIX)
        self._control.settimeout(DEADLINE_S)
        self._control.connect(str(self.control_path))
        self._lines = self._control.makefile("rb")

    def do(self, command: str, **parameters: object) -> dict[str, Any]:
        """A control command and its answer."""
        self._control.sendall(json.dumps({"command": command, **parameters}).encode() + b"\n")
        answer: dict[str, Any] = json.loads(self._lines.readline())
        return answer

    def ok(self, command: str, **parameters: object) -> dict[str, Any]:
        """A control command that must be done."""
        answer = self.do(command, **parameters)
        assert answer["ok"] is True, answer
        return answer

    def end(self, number: signal.Signals = signal.SIGTERM) -> int:
        """Send a signal and wait; the exit code."""
        self._lines.close()
        self._control.close()
        if self.process.poll() is None:
            self.process.send_signal(number)
        code = self.process.wait(DEADLINE_S)
        assert self.process.stdout is not None
        assert self.process.stderr is not None
        self.process.stdout.close()
        self.process.stderr.close()
        return code


class Host:
    """The other end of the pty: raw bytes."""

    def __init__(self, link: Path) -> None:
        self._fd = os.open(link, os.O_RDWR | os.O_NOCTTY)
        tty.setraw(self._fd, termios.TCSANOW)

    def write(self, hexadecimal: str) -> None:
        os.write(self._fd, bytes.fromhex(hexadecimal))

    def read(self, length: int, within_s: float = DEADLINE_S) -> str:
        """Up to ``length`` bytes in hexadecimal; fewer if no more come in time or the line hangs up."""
        data, end = b"", time.monotonic() + within_s
        while len(data) < length and select.select([self._fd], [], [], max(0.0, end - time.monotonic()))[0]:
            try:
                piece = os.read(self._fd, length - len(data))
            except OSError:  # Linux tells a hang-up of a pty as EIO
                break
            if not piece:
                break
            data += piece
        return data.hex(" ").upper()

    def hung_up(self) -> bool:
        """Whether the other end has gone."""
        poller = select.poll()
        poller.register(self._fd, 0)
        return bool(poller.poll(DEADLINE_S * 1000))

    def close(self) -> None:
        os.close(self._fd)


def until(condition: Callable[[], bool]) -> None:
    """Wait for a condition, with a deadline."""
    end = time.monotonic() + DEADLINE_S
    while not condition():
        assert time.monotonic() < end, "it did not happen in time"
        select.select([], [], [], 0.01)

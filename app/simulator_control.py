"""A client of a simulator's control socket: one JSON object a line, one answer each (design.md 8)."""

import json
import socket
from pathlib import Path
from typing import Any


class SimulatorControl:
    """Opens a connection a command; any thread."""

    def __init__(self, path: Path, timeout_s: float = 5.0) -> None:
        self._path = path
        self._timeout_s = timeout_s

    def send(self, command: str, **arguments: Any) -> dict[str, Any]:
        """The simulator's answer. Raises OSError when nobody listens, ValueError when it says no."""
        with socket.socket(socket.AF_UNIX) as line:
            line.settimeout(self._timeout_s)
            line.connect(str(self._path))
            line.sendall(json.dumps({"command": command, **arguments}).encode() + b"\n")
            with line.makefile("rb") as answers:
                answer: dict[str, Any] = json.loads(answers.readline())
        if not answer.get("ok"):
            raise ValueError(answer.get("error", "the simulator said no"))
        return answer

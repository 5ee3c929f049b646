"""Percentiles, memory of a process, and child processes that answer each line with a line of JSON."""

import json
import os
import select
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Sequence
from pathlib import Path
from types import TracebackType
from typing import Any, Final

ROOT: Final = Path(__file__).resolve().parent.parent
OFFSCREEN: Final = {"QT_QPA_PLATFORM": "offscreen", "QT_QUICK_BACKEND": "software"}
PATIENCE_S: Final = 60.0


class BenchError(Exception):
    """A measurement could not be made; says what and the child's last words."""


def percentile(values: Sequence[float], share: float) -> float:
    """The smallest value that ``share`` (0 to 1) of the values do not exceed. ValueError if there are none."""
    if not values:
        raise ValueError("no values, no percentile")
    ordered = sorted(values)
    return ordered[max(0, min(len(ordered) - 1, -(-int(share * 1000) * len(ordered) // 1000) - 1))]


def resident_kib(pid: int) -> int:
    """Resident memory of a process in KiB, as the kernel counts it now."""
    for line in Path(f"/proc/{pid}/status").read_text("ascii").splitlines():
        if line.startswith("VmRSS:"):
            return int(line.split()[1])
    raise BenchError(f"process {pid} has no resident memory: it has ended")


class Bench:
    """A child ``python -m MODULE ARGUMENTS``; a context manager that ends it. ``started_s`` is monotonic time."""

    def __init__(self, module: str, *arguments: object) -> None:
        self._name = module
        self._words = tempfile.TemporaryFile()  # noqa: SIM115 - closed with the child
        self._heard = b""
        self.started_s = time.monotonic()
        self._process = subprocess.Popen(
            [sys.executable, "-m", module, *map(str, arguments)],
            cwd=ROOT,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=self._words,
            env={**os.environ, **OFFSCREEN},
        )

    @property
    def pid(self) -> int:
        return self._process.pid

    def __enter__(self) -> "Bench":
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None) -> None:
        for pipe in (self._process.stdin, self._process.stdout):
            if pipe is not None:
                pipe.close()
        try:
            self._process.wait(10.0)  # the end of its stdin is its sign to end
        except subprocess.TimeoutExpired:
            self._process.kill()
            self._process.wait()
        self._words.close()

    def ask(self, line: str) -> dict[str, Any]:
        """Say one line, wait for the answer. Raises ``BenchError``."""
        self.tell(line)
        return self.hear()

    def tell(self, line: str) -> None:
        assert self._process.stdin is not None
        try:
            self._process.stdin.write(f"{line}\n".encode())
            self._process.stdin.flush()
        except BrokenPipeError:
            raise self._ended() from None

    def hear(self, timeout_s: float = PATIENCE_S) -> dict[str, Any]:
        """Its next line. Raises ``BenchError`` when it ends or says nothing for so long."""
        assert self._process.stdout is not None
        line = self._process.stdout.fileno()
        until = time.monotonic() + timeout_s
        while b"\n" not in self._heard:
            if not select.select([line], [], [], max(until - time.monotonic(), 0.0))[0]:
                raise BenchError(f"{self._name} said nothing for {timeout_s:.0f} s: {self._last_words()}")
            data = os.read(line, 65536)
            if not data:
                raise self._ended()
            self._heard += data
        said, self._heard = self._heard.split(b"\n", 1)
        answer: dict[str, Any] = json.loads(said)
        return answer

    def _ended(self) -> BenchError:
        self._process.wait(10.0)
        return BenchError(f"{self._name} ended with {self._process.returncode}: {self._last_words()}")

    def _last_words(self) -> str:
        self._words.seek(0)
        return self._words.read().decode("utf-8", "replace")[-2000:].strip() or "no words"


def emit(**facts: object) -> None:
    """In a child: one line of JSON to whoever measures."""
    sys.stdout.write(json.dumps(facts) + "\n")
    sys.stdout.flush()


def serve(answer: Callable[[str], dict[str, Any]]) -> None:
    """In a child: answer each line of stdin until it ends."""
    while line := sys.stdin.readline():
        emit(**answer(line.strip()))

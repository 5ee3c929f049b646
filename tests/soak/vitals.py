"""What a process must not lose over time: memory, descriptors, threads; and what must never be said in its log (A10)."""

import logging
import os
import sys
import threading
from dataclasses import dataclass
from pathlib import Path

_MIB = 1 << 20
_SELF = Path("/proc/self")


@dataclass(frozen=True)
class Sample:
    hours: float
    payments: int
    rss_mib: float
    descriptors: int
    threads: int


class Vitals:
    """Samples of this process. The first are of a terminal that still grows into its buffers and are left out."""

    def __init__(self) -> None:
        self.samples: list[Sample] = []

    def take(self, hours: float, payments: int) -> None:
        pages = int((_SELF / "statm").read_text().split()[1])
        descriptors, threads = (len(list((_SELF / name).iterdir())) for name in ("fd", "task"))
        self.samples.append(Sample(hours, payments, pages * os.sysconf("SC_PAGE_SIZE") / _MIB, descriptors, threads))

    @property
    def steady(self) -> list[Sample]:
        return self.samples[len(self.samples) // 4 :]

    def growth(self, name: str, over: str) -> float:
        """Least squares: ``name`` a unit of ``over`` ("hours", "payments"), after the warm-up; 0 with too few samples."""
        points = [(float(getattr(sample, over)), float(getattr(sample, name))) for sample in self.steady]
        if len(points) < 3:
            return 0.0
        middle = sum(x for x, _ in points) / len(points)
        spread = sum((x - middle) ** 2 for x, _ in points)
        return sum((x - middle) * y for x, y in points) / spread if spread else 0.0


class Alarms(logging.Handler):
    """Counts what nobody handled: threads that died, tracebacks in the log, critical lines, bugs by their id."""

    def __init__(self) -> None:
        super().__init__(logging.WARNING)
        self.said: list[str] = []
        logging.getLogger().addHandler(self)
        self._hook, threading.excepthook = threading.excepthook, self._thread_died
        self._unraisable, sys.unraisablehook = sys.unraisablehook, self._not_raised

    def emit(self, record: logging.LogRecord) -> None:
        text = record.getMessage()
        unhandled = record.levelno >= logging.ERROR and record.exc_info
        if record.levelno >= logging.CRITICAL or unhandled or "-BUG" in text:
            shown = logging.Formatter("%(levelname)s %(name)s %(message)s").format(record)
            self.said.append(shown)

    def close(self) -> None:
        logging.getLogger().removeHandler(self)
        threading.excepthook, sys.unraisablehook = self._hook, self._unraisable
        super().close()

    def _thread_died(self, died: threading.ExceptHookArgs, /) -> None:
        self.said.append(f"thread {died.thread and died.thread.name} died: {died.exc_type.__name__} {died.exc_value}")
        self._hook(died)

    def _not_raised(self, found: "sys.UnraisableHookArgs", /) -> None:
        self.said.append(f"not raised: {found.exc_value!r} in {found.object!r}")
        self._unraisable(found)


def bad_lines(log: Path) -> list[str]:
    """Of another process's stderr: tracebacks with the line before them and the error they end in, bugs, critical lines."""
    if not log.exists():
        return []
    lines = ["", *log.read_text("utf-8", "replace").splitlines()]
    found = []
    for number, line in enumerate(lines):
        if "Traceback" in line:
            ends = next((later for later in lines[number + 1 :] if later and not later.startswith(" ")), "")
            found.append(f"{log.name}: {lines[number - 1]} {line} {ends}")
        elif "-BUG" in line or "CRITICAL" in line:
            found.append(f"{log.name}: {line}")
    return found

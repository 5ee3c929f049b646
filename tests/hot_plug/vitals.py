"""What this process holds while all is at rest: descriptors by kind, threads by name, Qt's objects, memory."""

import os
import re
import threading
from collections import Counter
from collections.abc import Collection
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from PySide6.QtCore import QObject, QTimer

from ui.application import TouchScreen

# A pool keeps one more connection to the centre when two requests meet; SQLite keeps the descriptor of a connection that
# was closed while others of this process had the file open (POSIX locks), for the next one: as many as ever met, not more.
MORE: Final = 2
_KEPT: Final = re.compile(r"^socket:|/ledger\.db$")
_PTY: Final = "/dev/pts/N"
_SELF: Final = Path("/proc/self")
_MIB: Final = 1 << 20
_PASSING: Final = ("Thread-N", "look-up_N", "follow ")  # of a request that runs; up to four look-ups have a thread


@dataclass(frozen=True)
class Held:
    """At one moment. ``threads`` are Python's by name; ``tasks`` all of them, also Qt's."""

    descriptors: Counter[str]
    threads: Counter[str]
    tasks: int
    objects: int
    timers: int

    @property
    def ports(self) -> int:
        return self.descriptors[_PTY]

    @property
    def lasting(self) -> Counter[str]:
        """Threads that live as long as the terminal."""
        return Counter({name: count for name, count in self.threads.items() if not name.startswith(_PASSING)})

    def __str__(self) -> str:
        counts = f"{self.descriptors.total()} descriptors, {self.tasks} threads, {self.objects} Qt objects"
        return f"{counts}, {self.timers} timers"


def held(glass: TouchScreen) -> Held:
    names = Counter(re.sub(r"\d+", "N", thread.name) for thread in threading.enumerate())
    objects = glass.window.findChildren(QObject)
    timers = sum(child.isActive() for child in glass.window.findChildren(QTimer))
    return Held(open_descriptors(), names, len(list((_SELF / "task").iterdir())), len(objects), timers)


def fewest(seen: Collection[Held]) -> Held:
    """Of each kind, at any of these moments: what comes and goes with a request or a picture is not counted."""
    kinds = {kind for one in seen for kind in one.descriptors}
    return Held(
        Counter({kind: min(one.descriptors[kind] for one in seen) for kind in kinds}),
        Counter({name: min(one.threads[name] for one in seen) for name in {name for one in seen for name in one.threads}}),
        min(one.tasks for one in seen),
        min(one.objects for one in seen),
        min(one.timers for one in seen),
    )


def grown(first: Held, last: Held) -> list[str]:
    """What there is more of than before."""
    more = [
        f"{kind}: {first.descriptors[kind]} to {count}"
        for kind, count in last.descriptors.items()
        if count > first.descriptors[kind] + (MORE if _KEPT.search(kind) else 0)
    ]
    more += [f"thread {name}" for name in (last.lasting - first.lasting).elements()]
    counts = {
        "threads": (first.tasks, last.tasks),
        "Qt objects": (first.objects, last.objects),
        "Qt timers": (first.timers, last.timers),
    }
    return more + [f"{name}: {before} to {after}" for name, (before, after) in counts.items() if after > before]


def rss_mib() -> float:
    pages = int((_SELF / "statm").read_text().split()[1])
    return pages * os.sysconf("SC_PAGE_SIZE") / _MIB


def open_descriptors() -> Counter[str]:
    """By what they lead to; a number says nothing."""
    kinds: Counter[str] = Counter()
    for entry in (_SELF / "fd").iterdir():
        with suppress(OSError):  # the one that reads this folder
            kinds[re.sub(r"\d+", "N", str(entry.readlink()))] += 1
    return kinds

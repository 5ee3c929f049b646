"""Plays a recorded wire against the real driver: the device side of a pty answers what the trace says, checks what the
driver sends, and compares what it says to the till.

The driver keeps its own time, so it may ask more or fewer idle questions than were recorded: a question that repeats is
answered as it was last, and repeated ones that it leaves out are passed over. Anything else is a difference, and is named.
"""

import contextlib
import os
import queue
import select
import tempfile
import threading
import time
import tty
from collections.abc import Sequence
from pathlib import Path
from typing import Final, NamedTuple

from devices.flight import said
from devices.replay_drivers import Driver, Make, give, key_of, markers, printed_key, with_markers
from devices.replay_steps import Kind, Recording, Step, compressed
from devices.wire import LinkSettings
from kiosk.events import CardApproved, Event, NoteReturned, NoteStacked, NotesWhereaboutsKnown

PATIENCE_S: Final = 3.0  # beyond the recorded time, for what the driver is to do next
MOST_DIFFERENCES: Final = 10
AHEAD: Final = 400  # steps that are looked at for what the driver did sooner
_LONGEST_GAP_S: Final = 3.0  # between bytes that came in pieces
_ANSWER_S: Final = 0.004  # a device takes a moment


class Line(NamedTuple):
    """One word of the driver's: when it was recorded, when it came now; None: it did not."""

    text: str
    recorded_s: float | None
    played_s: float | None


class Replayed(NamedTuple):
    lines: tuple[Line, ...]
    differences: tuple[str, ...]
    seconds: float
    gaps: int = 0

    @property
    def same(self) -> bool:
        return not self.differences


class _Output(NamedTuple):
    kind: Kind
    data: bytes = b""
    raw: bytes = b""
    text: str = ""


def play(recorded: Recording, make: Make, patience_s: float = PATIENCE_S) -> Replayed:
    """Blocks until the trace is at its end, or has differed too often. ValueError: an order in it is none."""
    with tempfile.TemporaryDirectory(prefix="replay-") as folder:
        return _Player(recorded, make, Path(folder) / "wire", patience_s).run()


class _Port:
    """The device side of a pty behind a path that comes and goes."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self._master = self._slave = -1
        self._lock = threading.Lock()

    def plug(self) -> None:
        self.unplug()
        with self._lock:
            self._master, self._slave = os.openpty()
            tty.setraw(self._slave)
            self._path.symlink_to(os.ttyname(self._slave))
            threading.Thread(target=self._drain, args=(self._master,), daemon=True).start()

    def unplug(self) -> None:
        with self._lock:
            self._path.unlink(missing_ok=True)
            for descriptor in (self._master, self._slave):
                if descriptor >= 0:
                    os.close(descriptor)
            self._master = self._slave = -1

    def write(self, data: bytes) -> None:
        with self._lock, contextlib.suppress(OSError):
            if self._master >= 0:
                os.write(self._master, data)

    def _drain(self, master: int) -> None:
        """What the driver sends is heard in its trace; here it is only taken away."""
        while True:
            with self._lock:
                if master != self._master:
                    return
                with contextlib.suppress(OSError):
                    while select.select([master], [], [], 0)[0]:
                        if not os.read(master, 4096):
                            return
            select.select([], [], [], 0.005)


class _Player:
    def __init__(self, recorded: Recording, make: Make, path: Path, patience_s: float) -> None:
        self._patience_s = patience_s
        self._steps = compressed(recorded.steps)
        self._port = _Port(path)
        self._outputs: queue.SimpleQueue[_Output] = queue.SimpleQueue()
        baud = int(recorded.wire.get("baud", 9600))
        settings = LinkSettings(str(path), baud, first_retry_s=0.02, longest_retry_s=0.1)
        self._driver: Driver = make(settings, self._post, self._heard)
        self._key = printed_key if recorded.wire.get("device") == "printer" else key_of
        self._place = 0
        self._done: set[int] = set()  # steps ahead that have happened already
        self._answers: dict[bytes, list[bytes]] = {}
        self._asked = b""
        self._ids: dict[bytes, bytes] = {}
        self._fresh: list[bytes] = []
        self._lines: list[Line] = []
        self._differences: list[str] = []
        self._began_s = 0.0

    # ---- from the driver's thread ------------------------------------------------------------------------------------

    def _heard(self, kept: bytes, raw: bytes) -> None:
        self._outputs.put(_Output(Kind.SENT, kept, raw))

    def _post(self, event: Event) -> None:
        if isinstance(event, NoteStacked | NoteReturned | NotesWhereaboutsKnown | CardApproved):
            event.promise.keep()
        self._outputs.put(_Output(Kind.SAID, text=said(event)))

    # ---- the trace, step by step -------------------------------------------------------------------------------------

    def run(self) -> Replayed:
        self._began_s = time.monotonic()
        if not any(step.kind is Kind.OPENED for step in self._steps):
            self._port.plug()
        if self._steps[0].kind is Kind.OPENED:  # it was there before the driver was
            self._step(self._steps[0])
        try:
            self._driver.start()
            while self._place < len(self._steps) and len(self._differences) < MOST_DIFFERENCES:
                self._step(self._steps[self._place])
        finally:
            self._driver.close()
            self._port.unplug()
        gaps = sum(step.kind is Kind.GAP for step in self._steps)
        return Replayed(tuple(self._lines), tuple(self._differences), self._now_s(), gaps)

    def _step(self, step: Step) -> None:
        if self._place in self._done:
            self._place += 1
            return
        match step.kind:
            case Kind.SENT | Kind.SAID:
                self._await(step)
                return
            case Kind.CAME:
                self._answer(step)
            case Kind.TOLD:
                give(self._driver, step.text)
            case Kind.OPENED:
                self._port.plug()
            case Kind.CLOSED:
                self._port.unplug()
        self._place += 1

    def _answer(self, step: Step) -> None:
        before = self._steps[self._place - 1] if self._place else step
        gap_s = step.at_s - before.at_s if before.kind is Kind.CAME else _ANSWER_S
        self._pause(min(max(gap_s, 0.0), _LONGEST_GAP_S))
        data = with_markers(step.data, self._ids, self._fresh)
        self._answers.setdefault(self._asked, []).append(data)
        self._port.write(data)

    @staticmethod
    def _pause(seconds: float) -> None:
        select.select([], [], [], seconds)

    def _await(self, step: Step) -> None:
        """Until the driver has done this, or it is too late for it."""
        before_s = self._steps[self._place - 1].at_s if self._place else step.at_s
        until_s = time.monotonic() + 1.5 * max(step.at_s - before_s, 0.0) + self._patience_s
        while True:
            try:
                output = self._outputs.get(timeout=max(until_s - time.monotonic(), 0.0))
            except queue.Empty:
                self._missing(step)
                return
            if self._matches(output, step):
                self._take(output, step)
                self._place += 1
                return
            if self._other(output):
                return

    def _take(self, output: _Output, step: Step) -> None:
        if output.kind is Kind.SAID:
            self._lines.append(Line(step.text, step.at_s, self._now_s()))
            return
        self._fresh += markers(output.raw)
        self._asked = self._key(output.data)
        self._answers[self._asked] = []

    def _missing(self, step: Step) -> None:
        self._place += 1
        if step.kind is Kind.SAID:
            self._lines.append(Line(step.text, step.at_s, None))
            self._differences.append(f"at {step.at_s:.3f} s the recorded driver said {step.text}, this one did not")
        else:
            self._differences.append(f"at {step.at_s:.3f} s the recorded driver sent {_hex(step.data)}, this one did not")

    # ---- what was not next -------------------------------------------------------------------------------------------

    def _other(self, output: _Output) -> bool:
        """True: the place has moved on."""
        if output.kind is Kind.SAID:
            self._said_early(output)
            return False
        ahead, skipped_only = self._ahead(output)
        if ahead is not None and skipped_only:
            self._place = ahead
            self._take(output, self._steps[ahead])
            self._place += 1
            return True
        answers = self._answers.get(self._key(output.data))
        if answers:  # a question that was asked before: the device is as it was
            self._fresh += markers(output.raw)
            self._pause(_ANSWER_S)
            self._port.write(b"".join(answers))
        elif ahead is not None:
            self._done.add(ahead)
            self._take(output, self._steps[ahead])
            self._answer_now(ahead + 1)
        elif answers is None:
            here = self._steps[self._place]
            wanted = _hex(here.data) if here.kind is Kind.SENT else f"the word {here.text}"
            self._differences.append(f"at {here.at_s:.3f} s the driver sent {_hex(output.data)}, recorded is {wanted}")
        return False

    def _answer_now(self, place: int) -> None:
        """The answers to something that the driver asked sooner than it did then."""
        while place < len(self._steps) and self._steps[place].kind is Kind.CAME:
            data = with_markers(self._steps[place].data, self._ids, self._fresh)
            self._answers[self._asked].append(data)
            self._port.write(data)
            self._done.add(place)
            place += 1

    def _said_early(self, output: _Output) -> None:
        for place in range(self._place, min(self._place + AHEAD, len(self._steps))):
            step = self._steps[place]
            if step.kind is Kind.SAID and place not in self._done:
                if step.text == output.text:
                    self._done.add(place)
                    self._lines.append(Line(step.text, step.at_s, self._now_s()))
                    return
                break
        self._lines.append(Line(output.text, None, self._now_s()))
        self._differences.append(f"the driver said {output.text}, which is not recorded here")

    def _ahead(self, output: _Output) -> tuple[int | None, bool]:
        """Where this is recorded next, and whether all before it only repeats what was answered before."""
        repeats, asked = True, self._asked
        heard: list[bytes] = []
        for place in range(self._place, min(self._place + AHEAD, len(self._steps))):
            step = self._steps[place]
            if place in self._done:
                continue
            if step.kind is Kind.SENT:
                repeats = repeats and (place == self._place or heard == self._answers.get(asked, []))
                if self._matches(output, step):
                    return place, repeats and self._all_known(self._steps[self._place : place])
                asked, heard = self._key(step.data), []
            elif step.kind is Kind.CAME:
                heard.append(step.data)
            else:
                break
        return None, False

    def _all_known(self, steps: Sequence[Step]) -> bool:
        """Is every question among these one that was answered already?"""
        return all(self._key(step.data) in self._answers for step in steps if step.kind is Kind.SENT)

    def _matches(self, output: _Output, step: Step) -> bool:
        if output.kind is not step.kind:
            return False
        if output.kind is Kind.SAID:
            return output.text == step.text
        return self._key(output.data) == self._key(step.data)

    def _now_s(self) -> float:
        return time.monotonic() - self._began_s


def _hex(data: bytes) -> str:
    return data.hex(" ").upper() if len(data) <= 40 else f"{data[:40].hex(' ').upper()} +{len(data) - 40}"

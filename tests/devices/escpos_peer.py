"""The far end of a printer's wire for driver tests: a pty that answers as the test scripts it. Not the simulator."""

import os
import pty
import select
import threading
import time
import tty
from collections.abc import Callable
from pathlib import Path

ONLINE = bytes.fromhex("14 00 00 0F")
OUT_OF_PAPER = bytes.fromhex("1C 00 0C 0F")
COVER_OPEN = bytes.fromhex("3C 00 00 0F")
REAL_TIME_OUT_OF_PAPER = {1: 0x1A, 2: 0x32, 3: 0x12, 4: 0x7E}
REAL_TIME_COVER_OPEN = {1: 0x1A, 2: 0x16, 3: 0x12, 4: 0x12}
REAL_TIME_GOOD = {1: 0x12, 2: 0x12, 3: 0x12, 4: 0x12}
JOB_START = bytes.fromhex("1B 40 1C 26 1C 53 00 00")
CLEAR = bytes.fromhex("10 14 08 01 03 14 01 06 02 08")
QUEUED = (b"\x1d\x61", b"\x1d\x49", b"\x1d\x72", b"\x1d\x28\x48")


class Peer(threading.Thread):
    """Attributes are the script; change them from the test at any time before the bytes come."""

    def __init__(self, path: Path) -> None:
        super().__init__(daemon=True)
        self._path = path
        self.master, self._slave = pty.openpty()
        tty.setraw(self._slave)
        path.unlink(missing_ok=True)
        path.symlink_to(os.ttyname(self._slave))
        self.real_time = dict(REAL_TIME_GOOD)
        self.automatic = ONLINE  # the answer to GS a; b"" for a printer that has no ASB
        self.mute = False
        self.knows_process_id = True
        self.knows_clear = True
        self.withhold = False  # offline: queued questions wait
        self.marker_delay_s: float | None = 0.0  # None: it never comes
        self.marker_prefix = b""  # sent just before a marker
        self.wrong_marker = False
        self.reply_prefix = b""  # sent before each real-time answer
        self.at_byte: dict[int, Callable[[], None]] = {}  # by number of bytes of the job that came
        self.unanswered: list[bytes] = []  # real-time commands that came while it was mute
        self.commands: list[bytes] = []  # real-time and queued questions in order, and cuts
        self.received = bytearray()  # everything but real-time commands
        self.arrivals: list[float] = []  # monotonic seconds of each read
        self._later: list[tuple[float, bytes]] = []
        self._pending = b""
        self._job_from: int | None = None
        self._over = threading.Event()

    def say(self, data: bytes) -> None:
        os.write(self.master, data)

    def become(self, real_time: dict[int, int], automatic: bytes, *, tell: bool = True) -> None:
        """A new state; ``tell`` sends the ASB group, as a printer does where that is on."""
        self.real_time, self.automatic = dict(real_time), automatic
        self.withhold = bool(real_time[1] & 0x08)
        if tell:
            self.say(automatic)

    def jobs(self) -> int:
        return self.received.count(JOB_START)

    def unplug(self) -> None:
        self._over.set()

    def run(self) -> None:
        while not self._over.is_set():
            now_s = time.monotonic()
            for due in [item for item in self._later if item[0] <= now_s]:
                self._later.remove(due)
                self.say(due[1])
            if select.select([self.master], [], [], 0.01)[0]:
                self.arrivals.append(time.monotonic())
                self._take(os.read(self.master, 4096))
        os.close(self.master)
        os.close(self._slave)

    def _take(self, data: bytes) -> None:
        self._pending += data
        while self._pending and not self._over.is_set():
            length = self._command_length()
            if length == 0:
                return  # more to come
            part, self._pending = self._pending[:length], self._pending[length:]
            if part[:1] == b"\x10":
                self._answer_at_once(part)
            else:
                self._answer_in_turn(part)

    def _command_length(self) -> int:
        """Of the command or single byte at the front; 0 if it is not whole yet."""
        head = self._pending
        for start, length in (
            (b"\x10\x04", 3),
            (b"\x10\x05", 3),
            (CLEAR, 10),
            (b"\x1d\x61", 3),
            (b"\x1d\x49", 3),
            (b"\x1d\x72", 3),
            (b"\x1d\x28\x48", 11),
            (b"\x1d\x56", 4),
            (JOB_START, 8),
        ):
            if head.startswith(start):
                return length if len(head) >= length else 0
            if start.startswith(head):
                return 0
        return 1

    def _answer_at_once(self, command: bytes) -> None:
        self.commands.append(command)
        if self.mute:
            self.unanswered.append(command)
            return
        if command[:2] == b"\x10\x04":
            self.say(self.reply_prefix + bytes((self.real_time[command[2]],)))
        elif command == CLEAR and self.knows_clear:
            self.say(b"\x37\x25\x00")

    def _answer_in_turn(self, part: bytes) -> None:
        for byte in part:
            self.received.append(byte)
        if part == JOB_START:
            self._job_from = len(self.received) - len(part)
        if self._job_from is not None:
            count = len(self.received) - self._job_from
            for position in [p for p in self.at_byte if p <= count]:
                self.at_byte.pop(position)()
        if len(part) > 1 and part != JOB_START:
            self.commands.append(part)
            if not self.mute and not self.withhold:
                self._answer_question(part)

    def _answer_question(self, question: bytes) -> None:
        if question[:2] == b"\x1d\x61":
            self.say(self.automatic)
        elif question[:2] == b"\x1d\x49":
            self.say(
                b"\x5f" + {65: b"1.0", 66: b"PEER", 67: b"P-80", 68: b"S1", 69: b"CHINA GB18030"}[question[2]] + b"\x00"
            )
        elif question[:3] == b"\x1d\x28\x48" and self.knows_process_id:
            self._mark(b"\x37\x22" + (b"OLD1" if self.wrong_marker else question[7:]) + b"\x00")
        elif question[:2] == b"\x1d\x72":
            self._mark(b"\x00")

    def _mark(self, answer: bytes) -> None:
        in_job = self._job_from is not None
        self._job_from = None
        if not in_job:
            self.say(answer)
        elif self.marker_delay_s is not None:
            self._later.append((time.monotonic() + self.marker_delay_s, self.marker_prefix + answer))

"""An open port: bytes in, bytes out, each wait interruptible. Opened through pyserial, read by poll(2) and ``os.read``.

pyserial knows how to set up ports of every kind (also ``socket://host:port``); its own reads and writes are not used,
because a wait must end at once when a command or the end of the program comes (performance.md P10: no sleep polling).
"""

import contextlib
import errno
import math
import os
import select
import socket
import stat
import termios
import threading
import time
import weakref
from collections.abc import Callable
from dataclasses import dataclass
from enum import StrEnum

import serial

from devices.trace import Direction, Trace

READ_AT_MOST_BYTES = 4096
LONGEST_SLEEP_S = 1.0  # of a thread that waits: it must show that it is alive (trust.md A1)
PATH_CHECK_EVERY_S = 1.0  # link loss must show within 2 s (trust.md A2)


class LinkProblem(StrEnum):
    """Why there is no conversation: the port's side of it. A silent device behind a good port is the driver's to tell."""

    PORT_MISSING = "port_missing"  # no such path, or nothing behind it
    PORT_BUSY = "port_busy"  # another process owns it
    PORT_FORBIDDEN = "port_forbidden"
    PORT_UNUSABLE = "port_unusable"  # it is there, but it is not a serial port, or it gives errors
    DRIVER_FAILED = "driver_failed"  # a defect of ours; the conversation is begun again


class LinkLost(Exception):  # noqa: N818 - a fact of life of a link, not an error of the program
    """The port is gone or can't be opened. ``problem`` is for programs, the text for technicians."""

    def __init__(self, problem: LinkProblem, sentence: str) -> None:
        super().__init__(sentence)
        self.problem = problem


class LinkClosed(Exception):  # noqa: N818
    """The program is ending: leave the conversation now."""


def _nothing(_port: str) -> str | None:
    return None


@dataclass(frozen=True, slots=True)
class LinkSettings:
    """How to open a port. ``port`` is a device path or ``socket://host:port``; what is said of the line means nothing to a
    socket."""

    port: str
    baud: int = 9600
    parity: str = serial.PARITY_NONE
    stop_bits: int = serial.STOPBITS_ONE
    rts: bool = False  # CCNET and ID-003: off on real COM ports, on for CashCode GX over USB
    write_limit_s: float = 1.0  # a port that takes nothing for so long is broken
    first_retry_s: float = 0.1
    longest_retry_s: float = 1.0  # the link is to be back within 5 s (trust.md A2)
    refuses: Callable[[str], str | None] = _nothing  # why this port must not be opened; asked before each opening


class Waker:
    """Ends the waits of one link's thread from any other thread: an eventfd that every wait listens to."""

    def __init__(self) -> None:
        self._fd = os.eventfd(0, os.EFD_NONBLOCK | os.EFD_CLOEXEC)
        self._closing = weakref.finalize(self, os.close, self._fd)
        self._lock = threading.Lock()  # a closed descriptor's number may be somebody else's: never write to it
        self._woken = False
        self.ending = False
        self.ticked_s = time.monotonic()  # when the link's thread last came by; inf: it has ended, as it was told to

    def fileno(self) -> int:
        return self._fd

    def wake(self) -> None:
        with self._lock:
            if self._closing.alive:
                os.eventfd_write(self._fd, 1)

    def end(self) -> None:
        self.ending = True
        self.wake()

    def listen(self) -> None:
        """Take what came to the eventfd; raises LinkClosed when the end came."""
        with contextlib.suppress(BlockingIOError):
            os.eventfd_read(self._fd)
            self._woken = True
        self.check()

    def check(self) -> None:
        """Raises LinkClosed when the program is ending. Every wait of the link's thread comes by here, once a second."""
        self.ticked_s = time.monotonic()
        if self.ending:
            raise LinkClosed

    def take(self) -> bool:
        """Was there a wake-up since the last call?"""
        woken, self._woken = self._woken, False
        return woken

    def wait(self, timeout_s: float) -> None:
        """Sleep without a port, between attempts to open it; raises LinkClosed when the end comes."""
        self.check()
        if select.select([self._fd], [], [], timeout_s)[0]:
            self.listen()

    def close(self) -> None:
        with self._lock:
            self._closing()


class Wire:
    """One open port; belongs to one thread. Every method raises LinkLost when the port fails, LinkClosed at the end."""

    def __init__(self, settings: LinkSettings, trace: Trace, waker: Waker) -> None:
        self._settings = settings
        self._trace = trace
        self._waker = waker
        self._port = _opened(settings)
        self._fd = self._port.fileno()
        self._readable = select.poll()
        self._readable.register(self._fd, select.POLLIN)
        self._readable.register(waker.fileno(), select.POLLIN)
        self._writable = select.poll()
        self._writable.register(self._fd, select.POLLOUT)
        self._writable.register(waker.fileno(), select.POLLIN)
        self._path_checked_at_s = time.monotonic()

    def read(self, timeout_s: float, *, until_woken: bool = False) -> bytes:
        """What is there, as soon as anything is; ``b""`` after ``timeout_s`` seconds.

        With ``until_woken`` it is also ``b""`` as soon as ``SerialLink.wake`` was called (once for each wake-up).
        """
        deadline_s = time.monotonic() + timeout_s
        while True:
            self._waker.check()
            if until_woken and self._waker.take():
                return b""
            left_s = deadline_s - time.monotonic()
            ready = self._readable.poll(_sleep_ms(left_s))
            for fd, _ in ready:
                if fd == self._fd:
                    return self._taken()
            if ready:
                self._waker.listen()
            elif time.monotonic() >= deadline_s:
                self._check_path()
                return b""

    def write(self, data: bytes) -> None:
        """All of it; LinkLost if the port does not take it within ``write_limit_s``."""
        written = self.write_some(data, self._settings.write_limit_s)
        if written < len(data):
            raise LinkLost(
                LinkProblem.PORT_UNUSABLE,
                f"{self._settings.port} took {written} of {len(data)} bytes within {self._settings.write_limit_s} s",
            )

    def write_some(self, data: bytes, timeout_s: float) -> int:
        """As much as the port takes within ``timeout_s`` seconds (flow control may stop it); how many bytes it took."""
        deadline_s = time.monotonic() + timeout_s
        written = 0
        while written < len(data):
            self._waker.check()
            try:
                count = os.write(self._fd, data[written:])
            except BlockingIOError:
                left_s = deadline_s - time.monotonic()
                if left_s <= 0:
                    break
                if any(fd == self._waker.fileno() for fd, _ in self._writable.poll(_sleep_ms(left_s))):
                    self._waker.listen()
                continue
            except OSError as error:
                raise self._lost(error) from error
            self._trace.record(Direction.TO_DEVICE, data[written : written + count])
            written += count
        return written

    def discard_input(self) -> None:
        """Drop (and trace) what came unasked, so that a late answer is not taken for the next one."""
        while any(fd == self._fd for fd, _ in self._readable.poll(0)):
            self._taken()

    def close(self) -> None:
        sock: socket.socket | None = getattr(self._port, "_socket", None)
        with contextlib.suppress(OSError, serial.SerialException, termios.error):
            self._port.close()
        if sock is not None:
            sock.close()  # pyserial 3.5 leaves it open when the far end went first

    def _taken(self) -> bytes:
        try:
            data = os.read(self._fd, READ_AT_MOST_BYTES)
        except BlockingIOError:
            return b""
        except OSError as error:
            raise self._lost(error) from error
        if not data:
            raise LinkLost(LinkProblem.PORT_MISSING, f"{self._settings.port} hung up")
        self._trace.record(Direction.TO_HOST, data)
        return data

    def _lost(self, error: OSError) -> LinkLost:
        return LinkLost(LinkProblem.PORT_MISSING, f"{self._settings.port} was lost: {error.strerror}")

    def _check_path(self) -> None:
        """A quiet port may be one whose path leads elsewhere by now: unplugged, or its far end was started anew."""
        now_s = time.monotonic()
        if "://" in self._settings.port or now_s - self._path_checked_at_s < PATH_CHECK_EVERY_S:
            return
        self._path_checked_at_s = now_s
        try:
            at_path = os.stat(self._settings.port).st_rdev  # noqa: PTH116 - a port is no Path, it may be a URL
        except OSError as error:
            raise self._lost(error) from error
        if at_path != os.fstat(self._fd).st_rdev:
            raise LinkLost(LinkProblem.PORT_MISSING, f"{self._settings.port} leads to another port now")


def _sleep_ms(left_s: float) -> int:
    return max(math.ceil(min(left_s, LONGEST_SLEEP_S) * 1000), 0)


_PROBLEM_BY_ERRNO: dict[int | None, LinkProblem] = {
    errno.EBUSY: LinkProblem.PORT_BUSY,
    errno.EAGAIN: LinkProblem.PORT_BUSY,  # flock: somebody else has it
    errno.EACCES: LinkProblem.PORT_FORBIDDEN,
    errno.EPERM: LinkProblem.PORT_FORBIDDEN,
    errno.ENOENT: LinkProblem.PORT_MISSING,
    errno.ENODEV: LinkProblem.PORT_MISSING,
    errno.ENXIO: LinkProblem.PORT_MISSING,
    errno.EIO: LinkProblem.PORT_MISSING,  # a pty without its far end
    errno.ECONNREFUSED: LinkProblem.PORT_MISSING,
    errno.EHOSTUNREACH: LinkProblem.PORT_MISSING,
    errno.ENETUNREACH: LinkProblem.PORT_MISSING,
    errno.ETIMEDOUT: LinkProblem.PORT_MISSING,
}
_ADVICE = {
    LinkProblem.PORT_MISSING: "is the device plugged in, and is the path right?",
    LinkProblem.PORT_BUSY: "another program uses it: end that one first",
    LinkProblem.PORT_FORBIDDEN: "this user may not open it: add it to the group of serial ports (often dialout)",
    LinkProblem.PORT_UNUSABLE: "this is not a serial port that works",
}


def _opened(settings: LinkSettings) -> serial.Serial:
    refusal = settings.refuses(settings.port)
    if refusal is not None:
        raise LinkLost(LinkProblem.PORT_FORBIDDEN, refusal)
    try:
        _check_is_port(settings.port)
        port = serial.serial_for_url(
            settings.port,
            baudrate=settings.baud,
            parity=settings.parity,
            stopbits=settings.stop_bits,
            exclusive=True,
            timeout=0,
            do_not_open=True,
        )
        port.rts = settings.rts
        port.open()
    except (OSError, termios.error, ValueError) as error:  # SerialException is an OSError; termios.error is not
        problem = _PROBLEM_BY_ERRNO.get(_errno_of(error), LinkProblem.PORT_UNUSABLE)
        raise LinkLost(problem, f"{settings.port} can't be opened ({error}): {_ADVICE[problem]}") from error
    return port


def _errno_of(error: BaseException | None) -> int | None:
    """The number of the error, or of the one that pyserial turned into its own; None if there is none."""
    if error is None:
        return None
    number = error.args[0] if isinstance(error, termios.error) else getattr(error, "errno", None)
    return number if isinstance(number, int) else _errno_of(error.__context__)


def _check_is_port(port: str) -> None:
    if "://" not in port and not stat.S_ISCHR(os.stat(port).st_mode):  # noqa: PTH116 - a port is no Path
        raise ValueError("it is a file or folder")

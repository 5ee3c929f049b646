"""A till on the other end of a simulated POS's pty: raw bytes, an ACK for every good frame, at most three sends."""

import os
import select
import termios
import time
import tty
from pathlib import Path

from tests.devices.simulators.pos_bench import ACK, framed, unframed
from tests.devices.simulators.process import DEADLINE_S

HUNG_UP, SILENCE = "hung up", "silence"


class PosHost:
    """Opens the simulator's link as a serial port."""

    def __init__(self, link: Path) -> None:
        self._fd = os.open(link, os.O_RDWR | os.O_NOCTTY)
        tty.setraw(self._fd, termios.TCSANOW)
        self._data = b""
        self._gone = False

    def write(self, data: bytes) -> None:
        """Nothing happens if the wire is cut."""
        try:
            os.write(self._fd, data)
        except OSError:
            self._gone = True

    def next(self, within_s: float = DEADLINE_S) -> str:
        """The next ACK, NAK or DATA, without acknowledging it; or what there is instead."""
        end = time.monotonic() + within_s
        while (size := self._whole()) == 0:
            if self._gone:
                return HUNG_UP
            if not select.select([self._fd], [], [], max(0.0, end - time.monotonic()))[0]:
                return SILENCE
            self._read()
        taken, self._data = self._data[:size], self._data[size:]
        return {b"\x06": "ACK", b"\x15": "NAK"}.get(taken) or unframed(taken)

    def first_byte_of_0210(self) -> None:
        """Back as soon as the first byte of an answer is there; acknowledges every 0900."""
        while (sign := self.next_or_begun()) != "0210":
            assert sign not in (HUNG_UP, SILENCE)

    def next_or_begun(self) -> str:
        """Like :meth:`talk`'s steps, but "0210" once so much of the frame is there that it can be told."""
        end = time.monotonic() + DEADLINE_S
        while self._whole() == 0 and self._data[:5] != b"\x020210" and not self._gone and time.monotonic() < end:
            if select.select([self._fd], [], [], 0.1)[0]:
                self._read()
        if self._data[:5] == b"\x020210":
            return "0210"
        sign = self.next(0.0)
        if sign.startswith("0900"):
            self.write(ACK)
        return sign

    def talk(self, text: str, answer: str = "", within_s: float = DEADLINE_S) -> str:
        """Send a request (again on NAK), acknowledge every frame; the answer (by default the ACK), or how it ended."""
        for _ in range(3):
            self.write(framed(text))
            sign = self.next(within_s)
            if sign != "NAK":
                break
        while sign not in (HUNG_UP, SILENCE, "NAK"):
            if sign != "ACK":
                self.write(ACK)
            if sign.startswith(answer or "ACK"):
                return sign
            sign = self.next(within_s)
        return sign

    def drain(self) -> None:
        """Acknowledge frames until 0.1 s are quiet."""
        while (sign := self.next(0.1)) not in (HUNG_UP, SILENCE):
            if sign not in ("ACK", "NAK"):
                self.write(ACK)

    def close(self) -> None:
        os.close(self._fd)

    def _read(self) -> None:
        try:
            piece = os.read(self._fd, 4096)
        except OSError:  # Linux tells a hang-up of a pty as EIO
            piece = b""
        self._data += piece
        self._gone = self._gone or not piece

    def _whole(self) -> int:
        """How many bytes the first sign has, 0 if it is not whole."""
        if self._data[:1] in (b"\x06", b"\x15"):
            return 1
        end = self._data.find(b"\x03") + 2
        return end if 1 < end <= len(self._data) else 0

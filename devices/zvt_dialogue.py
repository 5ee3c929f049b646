"""One command and all that it brings about, until the terminal has finished it (specs/zvt.md 4.2, 7).

After ``80 00 00`` the terminal leads: each of its messages gets exactly one answer here, which a ``Part`` may decide.
"""

import logging
import time
from dataclasses import dataclass
from enum import Enum, auto
from typing import Protocol

from devices import zvt_commands as zvt
from devices.zvt_apdu import NEGATIVE_CLASS, POSITIVE, UNSUPPORTED, Apdu
from devices.zvt_codes import NOT_REGISTERED
from devices.zvt_lines import TransmissionError, ZvtLine
from devices.zvt_text import PRINT_BLOCK, PRINT_LINE
from devices.zvt_timing import ZvtTiming
from kiosk.failpoints import Failpoint, reach

_log = logging.getLogger(__name__)


class EndKind(Enum):
    COMPLETED = auto()  # 06 0F
    ABORTED = auto()  # 06 1E
    REFUSED = auto()  # 84 xx: it was not begun
    LOST = auto()  # nobody knows


@dataclass(frozen=True, slots=True)
class Ending:
    """How a command ended. ``code``: of an abort or a refusal. ``data``: of the Completion or the refusal."""

    kind: EndKind
    code: int | None = None
    data: bytes = b""
    reason: str = ""
    sends: int = 1  # how often its block went out: a refusal may be of the second one, while the first is being obeyed
    heard: bool = True  # the other side acknowledged it

    @property
    def words(self) -> str:
        code = "" if self.code is None else f" {self.code:02X}"
        return f"{self.kind.name.lower()}{code}{': ' if self.reason else ''}{self.reason}"


class Part(Protocol):
    """Who listens to the terminal while it obeys one command."""

    def status(self, data: bytes) -> Apdu:
        """A 04 0F: the answer to it."""

    def progress(self, code: int, more: bytes) -> None:
        """A 04 FF: its code, and what follows."""

    def printed(self, apdu: Apdu) -> None: ...

    def wants_abort(self) -> bool:
        """Asked before each wait; one abort is sent at most."""

    def too_late(self) -> None:
        """The terminal refused the abort."""


class Listener:
    """A ``Part`` that agrees to everything and remembers the 04 0F messages."""

    def __init__(self) -> None:
        self.statuses: list[bytes] = []

    def status(self, data: bytes) -> Apdu:
        self.statuses.append(data)
        return POSITIVE

    def progress(self, code: int, more: bytes) -> None:
        """Nobody watches."""

    def printed(self, apdu: Apdu) -> None:
        """Nobody reads it."""

    def wants_abort(self) -> bool:
        return False

    def too_late(self) -> None:
        """Cannot be: no abort is sent."""


class Dialogue:
    """Belongs to the link's thread. LinkLost and LinkClosed pass through; a transmission error is an ``Ending``."""

    def __init__(self, line: ZvtLine, timing: ZvtTiming) -> None:
        self.line = line
        self._timing = timing
        self.unregistered = False  # it said that it does not know us: it lost its power since we registered

    def run(
        self,
        order: Apdu,
        part: Part,
        name: str = "",
        *,
        busy_s: float | None = None,
        ack_s: float | None = None,
        sends: int | None = None,
    ) -> Ending:
        """Send it once, and answer the terminal until it has finished. ``busy_s``, ``ack_s``, ``sends``: instead of T4,
        T2 and 3. ``name``: of failpoints."""
        if name:
            reach(Failpoint.CARD_BEFORE_ORDER, name)
        try:
            times = self.line.send(order, name, ack_s=ack_s, sends=sends)
        except TransmissionError as error:
            return Ending(EndKind.LOST, reason=str(error), heard=False)
        if name:
            reach(Failpoint.CARD_ORDER_ACKNOWLEDGED, name)
        first = self.line.receive(self._timing.answer_s)
        if first is None:
            return Ending(EndKind.LOST, reason=f"{order.code:04X} was not answered", sends=times)
        if first.is_answer and not first.is_positive:
            refusal = _refusal(first)
            self.unregistered |= refusal == NOT_REGISTERED
            return Ending(EndKind.REFUSED, code=refusal, data=first.data, sends=times)
        try:
            return self._led(None if first.is_answer else first, part, name, busy_s or self._timing.busy_s)
        except TransmissionError as error:
            return Ending(EndKind.LOST, reason=str(error))

    def ask(self, order: Apdu) -> Ending:
        """A command that is over with its answer (set clock)."""
        try:
            times = self.line.send(order)
        except TransmissionError as error:
            return Ending(EndKind.LOST, reason=str(error), heard=False)
        answer = self.line.receive(self._timing.answer_s)
        if answer is None or not answer.is_answer:
            return Ending(EndKind.LOST, reason=f"{order.code:04X} was not answered", sends=times)
        kind = EndKind.COMPLETED if answer.is_positive else EndKind.REFUSED
        return Ending(kind, _refusal(answer), answer.data, sends=times)

    def abort_quietly(self) -> None:
        """After a command without an end: the terminal should not go on with it (section 7.4). What it says to this is no
        verdict, and comes to whoever listens next."""
        try:
            self.line.send(zvt.ABORT_APDU, sends=1, ack_s=self._timing.line.poll_ack_s)
        except TransmissionError as error:
            _log.info("the card terminal did not hear the abort: %s", error)

    def _led(self, message: Apdu | None, part: Part, name: str, busy_s: float) -> Ending:
        began_s = time.monotonic()
        limit_s = busy_s
        deadline_s = began_s + limit_s
        aborted = False
        while True:
            if message is not None:
                ending = self._take(message, part, name)
                if ending is not None:
                    return ending
                limit_s = self._new_limit_s(message, limit_s)
                if message.code in (zvt.INTERMEDIATE_STATUS, zvt.STATUS_INFORMATION):
                    deadline_s = min(time.monotonic() + limit_s, began_s + self._timing.longest_sale_s)
            if not aborted and part.wants_abort():
                aborted = True
                self.line.send(zvt.ABORT_APDU)
            message = self.line.receive(max(deadline_s - time.monotonic(), 0.0), until_woken=True)
            if message is None and time.monotonic() >= deadline_s:
                return Ending(EndKind.LOST, reason=f"the terminal said nothing more for {limit_s:.0f} s")

    def _take(self, message: Apdu, part: Part, name: str) -> Ending | None:
        """Answer one message; how the command ended, if this was its end."""
        if message.is_answer:  # to our abort
            if not message.is_positive:
                part.too_late()
            return None
        match message.code:
            case zvt.COMPLETION | zvt.TERMINAL_ABORT:
                return self._ended(message, name)
            case zvt.STATUS_INFORMATION:
                self.line.send(part.status(message.data))
                if name:
                    reach(Failpoint.CARD_AFTER_ANSWER, name)
            case zvt.INTERMEDIATE_STATUS:
                self.line.send(POSITIVE)
                if message.data:
                    part.progress(message.data[0], message.data[1:])
            case code if code in (PRINT_LINE, PRINT_BLOCK):
                part.printed(message)
                if name:
                    reach(Failpoint.CARD_BEFORE_PRINT_ANSWER, name)
                self.line.send(POSITIVE)
            case _:
                self.line.send(answer_to_the_rest(message))
        return None

    def _ended(self, message: Apdu, name: str) -> Ending:
        if name:
            reach(Failpoint.CARD_REPORTED, f"{name} END")
        try:
            self.line.send(POSITIVE)
        except TransmissionError as error:  # errors around the end undo nothing (section 7.2)
            _log.info("the end of a command was heard, our answer to it perhaps not: %s", error)
        if name:
            reach(Failpoint.CARD_FINISHED, name)
        if message.code == zvt.COMPLETION:
            return Ending(EndKind.COMPLETED, data=message.data)
        code = message.data[0] if message.data else None
        self.unregistered |= code == NOT_REGISTERED
        return Ending(EndKind.ABORTED, code=code)

    def _new_limit_s(self, message: Apdu, limit_s: float) -> float:
        """04 FF may carry new minutes for T4, as one byte of two digits (section 6.1)."""
        minutes = message.data[1:2] if message.code == zvt.INTERMEDIATE_STATUS else b""
        if len(message.data) > 2 and minutes == b"\x06":  # the texts' container begins here
            return limit_s
        if not minutes or not minutes.hex().isdigit() or not int(minutes.hex()):
            return limit_s
        return min(int(minutes.hex()) * 60.0, self._timing.longest_busy_s)


def _refusal(answer: Apdu) -> int | None:
    """The code of ``84 xx``; there is none in any other answer."""
    return answer.error if answer.code >> 8 == NEGATIVE_CLASS and answer.error else None


def answer_to_the_rest(message: Apdu) -> Apdu:
    """To what no command of ours brought about: a clock is not obeyed but agreed to, an unknown command refused."""
    if message.code == zvt.SET_OUR_CLOCK:
        _log.info("the card terminal would set our clock; it is not obeyed")
        return POSITIVE
    known = (zvt.INTERMEDIATE_STATUS, zvt.COMPLETION, zvt.TERMINAL_ABORT, PRINT_LINE, PRINT_BLOCK)
    return POSITIVE if message.code in known else UNSUPPORTED

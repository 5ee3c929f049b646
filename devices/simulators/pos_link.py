"""The POS's side of the link: ACK and NAK, at most three sends, the gap behind an ACK (specs/pos-integrado.md section 4).

Messages leave one after the other, each when the one before it was acknowledged or given up. An answer without ACK is sent
again after ``Timing.resend``; an 0900 is not, it is given up after ``Timing.progress_ack``.
"""

from collections import deque
from collections.abc import Callable
from dataclasses import dataclass, field

from devices.simulators.device import Line
from devices.simulators.pos_codec import ACK, NAK, Sign, frame
from devices.simulators.pos_settings import PosFaults, Timing

MAX_SENDS = 3
TAPE_ENTRIES = 2000


@dataclass(eq=False, slots=True)
class Message:
    """One frame on its way to the host."""

    text: str
    progress: bool = False
    sends: int = 0
    heard: bool = False
    """The host has acknowledged it."""


@dataclass(frozen=True, slots=True)
class LinkEvents:
    """Whom the link tells."""

    sent: Callable[[Message, float], None]
    """The first send of a message has left."""
    settled: Callable[[Message, float], None]
    """The host has acknowledged a message, or it was given up."""


@dataclass(slots=True)
class Counters:
    """What became of messages since the simulator began."""

    resent: int = 0
    given_up: int = 0
    """Answers that were never acknowledged."""
    progress_unheard: int = 0
    """0900 that were never acknowledged."""
    refused: int = 0
    """Frames of the host answered with NAK."""


@dataclass(slots=True)
class PosLink:
    """See the module's page."""

    line: Line
    timing: Timing
    faults: PosFaults
    events: LinkEvents
    counters: Counters = field(default_factory=Counters)
    tape: deque[tuple[float, str, str]] = field(default_factory=lambda: deque(maxlen=TAPE_ENTRIES))
    _queue: deque[Message] = field(default_factory=deque)
    _awaiting: bool = False
    """The first of the queue was sent and waits for its ACK."""
    due: float | None = None
    """When :meth:`tick` has something to do, or None."""
    _free_at: float = 0.0
    """No frame before this time: the gap behind an ACK of ours."""

    @property
    def busy(self) -> bool:
        """Is something on its way to the host?"""
        return bool(self._queue)

    def reset(self) -> None:
        """Power is gone: nothing is on its way any more."""
        self._queue.clear()
        self._awaiting, self.due = False, None

    def acknowledge(self, now: float) -> None:
        """Tell the host that its frame was good."""
        self._free_at = now + self.timing.gap
        if self.faults.lost_acks:
            self.faults.lost_acks -= 1
            self.tape.append((now, "lost", "ACK"))
        else:
            self._sign(ACK, "ACK", now)

    def refuse(self, now: float) -> None:
        """Tell the host that its frame was bad."""
        self.counters.refused += 1
        self._sign(NAK, "NAK", now)

    def send(self, message: Message, now: float) -> None:
        """Send as soon as what was sent before is settled."""
        self._queue.append(message)
        if len(self._queue) == 1:
            self.due = max(now, self._free_at)

    def heard(self, sign: Sign, now: float) -> None:
        """ACK or NAK of the host; dropped if none is awaited."""
        self.tape.append((now, "from_host", sign.value))
        if not self._awaiting:
            return
        if sign is Sign.NAK:
            self._again(now)
        elif self.faults.swallowed_acks:
            self.faults.swallowed_acks -= 1
            self.tape.append((now, "swallowed", "ACK"))
        else:
            self._settle(now, heard=True)

    def tick(self, now: float) -> None:
        """Send, send again or give up what is due."""
        while self.due is not None and self.due <= now:
            if not self._awaiting:
                self._transmit(now)
            elif self._queue[0].progress:
                self._settle(now, heard=False)
            else:
                self._again(now)

    def _again(self, now: float) -> None:
        if self._queue[0].sends >= MAX_SENDS:
            self._settle(now, heard=False)
        else:
            self.counters.resent += 1
            self._transmit(now)

    def _transmit(self, now: float) -> None:
        message = self._queue[0]
        message.sends += 1
        self._awaiting = True
        self.due = now + (self.timing.progress_ack if message.progress else self.timing.resend)
        self.tape.append((now, "to_host", message.text))
        self.line.send(frame(message.text))
        if message.sends == 1:
            self.events.sent(message, now)

    def _settle(self, now: float, *, heard: bool) -> None:
        message = self._queue.popleft()
        message.heard = heard
        if not heard and message.progress:
            self.counters.progress_unheard += 1
        elif not heard:
            self.counters.given_up += 1
        self._awaiting = False
        self.due = max(now, self._free_at) if self._queue else None
        self.events.settled(message, now)

    def _sign(self, byte: int, name: str, now: float) -> None:
        self.tape.append((now, "to_host", name))
        self.line.send(bytes((byte,)))

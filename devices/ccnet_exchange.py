"""One question, one answer: CCNET's half duplex, with its repeats and its pauses (specs/ccnet.md 4, 6)."""

import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass

from devices import ccnet_frames as frames
from devices.transport import Transport
from kiosk.failpoints import Failpoint, reach


@dataclass(frozen=True, slots=True)
class ExchangeTiming:
    """Seconds."""

    poll_reply_s: float = 0.22  # production hosts; the manual's 10 ms does not survive USB adapters
    data_reply_s: float = 1.5  # IDENTIFICATION and BILL TABLE: production hosts
    byte_gap_s: float = 0.08  # the manual's 5 ms, stretched for pty and USB buffering
    before_command_s: float = 0.02  # after our last byte, the recommended pause before the next command
    tries: int = 3  # of a garbled or refused answer, as a production host does


class Exchange:
    """Belongs to the link's thread. LinkLost and LinkClosed of the wire pass through."""

    def __init__(self, wire: Transport, timing: ExchangeTiming, monotonic_s: Callable[[], float] = time.monotonic) -> None:
        self._wire = wire
        self._now_s = monotonic_s
        self._timing = timing
        self._parser = frames.FrameParser()
        self._quiet_until_s = 0.0
        self._unanswered = True  # may an answer still be on its way? At first: to a question of the process before us
        self.echoed = False  # did the last request come back as it was sent?

    def ask(self, payload: bytes, reply_s: float | None = None) -> bytes | None:
        """The payload that answers this command, not acknowledged yet; None if there was no good answer in time.

        A garbled answer is asked for again by NAK, which makes the device repeat its words without acting twice; the
        device's own NAK makes us repeat the command.
        """
        answer = self._ask(payload, self._timing.poll_reply_s if reply_s is None else reply_s)
        self._unanswered = answer is None
        return answer

    def poll(self) -> bytes | None:
        """The state, surely of now. After an unanswered question the first answer may be a late one, and our ACK to it
        would acknowledge a report that we never saw: it is dropped, with all that follows it, and asked again."""
        late_possible = self._unanswered
        answer = self.ask(frames.POLL)
        if answer is None or not late_possible:
            return answer
        while self._wire.read(self._timing.byte_gap_s):
            pass
        return self.ask(frames.POLL)

    def ask_data(self, command: bytes) -> bytes | None:
        """As ``ask``, for the long answers; they are acknowledged here, because nothing hangs on them. What is as short as
        a state may be a report instead: it is heard at the next POLL, and acknowledged when it is safe with the till."""
        answer = self.ask(command, self._timing.data_reply_s)
        if answer is not None and len(answer) > frames.STATE_BYTES:
            self.acknowledge()
        return answer

    def acknowledge(self) -> None:
        """Tell the device that its report is safe with us: from now on it may forget it."""
        reach(Failpoint.ACCEPTOR_BEFORE_ACKNOWLEDGE)
        self._wire.write(frames.encode(frames.ACK))
        self._sent()
        reach(Failpoint.ACCEPTOR_AFTER_ACKNOWLEDGE)

    def _ask(self, payload: bytes, limit_s: float) -> bytes | None:
        words = payload
        self.echoed = False
        for _ in range(self._timing.tries):
            self._send(words)
            answer = self._answer(payload, limit_s)
            if answer is not None and answer != frames.NAK:
                return answer
            if answer is None and not self._parser.noise:
                return None  # silence: whether the command arrived is for the next POLL to tell
            words = payload if answer == frames.NAK else frames.NAK
        return None

    def _send(self, payload: bytes) -> None:
        while (left_s := self._quiet_until_s - self._now_s()) > 0:
            self._wire.read(left_s)
        self._wire.discard_input()
        self._parser.restart()
        self._wire.write(frames.encode(payload))
        self._sent()

    def _sent(self) -> None:
        self._quiet_until_s = self._now_s() + self._timing.before_command_s

    def _answer(self, request: bytes, limit_s: float) -> bytes | None:
        """The first good frame that is not our own request come back (section 11: echoing ports)."""
        for payload in self._frames(limit_s):
            if payload != request or self.echoed:
                return payload
            if request == frames.RESET:
                return payload  # ILLEGAL COMMAND has the same bytes as RESET: a refusal, or an echo; both mean no
            self.echoed = True
        return None

    def _frames(self, limit_s: float) -> Iterator[bytes]:
        """Good frames until the deadline; after a gap inside a frame what is left of it counts as noise and ends it."""
        deadline_s = self._now_s() + limit_s
        while (left_s := deadline_s - self._now_s()) > 0:
            data = self._wire.read(min(left_s, self._timing.byte_gap_s) if self._parser.noise else left_s)
            if data:
                yield from self._parser.feed(data)
            elif self._parser.noise:
                break
        yield from self._parser.give_up_partial()

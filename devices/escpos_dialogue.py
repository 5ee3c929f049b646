"""Questions and answers over an open wire: one question outstanding at a time, flow control in user space, faults noticed.

A reply that nobody waits for still counts: ASB groups change the facts, process ids are remembered, XON and XOFF hold the
writer. So input is never thrown away unread (specs/escpos.md 4.5 rule 4, 7.2).
"""

import logging
import time
from collections.abc import Callable
from dataclasses import dataclass, replace

from devices import escpos_commands as commands
from devices.escpos_facts import NOTHING_KNOWN, PrinterFacts, facts_of_automatic, facts_of_real_time, job_fault
from devices.escpos_status import (
    CLEARED,
    PROCESS_ID,
    XOFF,
    XON,
    AutomaticStatus,
    Block,
    Flow,
    Garbage,
    RealTimeStatus,
    Reply,
    ReplyParser,
    Transmitted,
)
from devices.transport import Transport

CHUNK = 64  # bytes; after XOFF a printer has room for 128 only, and what the kernel holds still goes out (7.2)
MOST_OWED = 10  # answers; a printer that was mute for longer has forgotten the rest, or they are seen as surplus
QUESTION_LONGEST = 4  # times ``reply_s``: so long one question takes, however many late answers keep coming
QUESTION_WRITE_S = 0.2  # a port that does not take three bytes for so long is as good as silent
_FULL_STATUS_START, _FULL_STATUS_LENGTH = b"\x10\x0f", 4
_log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Timings:
    """Seconds, but for ``speed_mm_s``. The printer's own speed is not verified for any model: 100 is on the slow side."""

    poll_s: float = 1.0  # DLE EOT when idle; with two missed answers a silent printer shows within 2 s
    reply_s: float = 0.4
    clear_s: float = 1.0
    identify_s: float = 0.5
    marker_probe_s: float = 1.0
    watch_s: float = 0.25  # DLE EOT during a job: shorter than any self-test, so that a restart does not go unseen
    patience_s: float = 1.0  # an answer during a job that is later than this is lost
    stall_s: float = 4.0  # no byte taken, or XOFF without XON
    margin_s: float = 3.0
    recover_s: float = 5.0  # between attempts to leave a mechanical error; each one moves the cutter
    speed_mm_s: float = 100.0
    slowest: float = 3.0  # a printer that is well and slow is waited for so many times as long as its paper should take


class Dialogue:
    """Lives as long as the port is open; belongs to the link's thread."""

    def __init__(
        self, wire: Transport, timings: Timings, byte_s: float, monotonic_s: Callable[[], float] = time.monotonic
    ) -> None:
        """``byte_s``: seconds that the line takes for one byte, 0 if there is none (a socket)."""
        self._now_s = monotonic_s
        self.wire = wire
        self.timings = timings
        self.byte_s = byte_s
        self.facts: PrinterFacts = NOTHING_KNOWN
        self.stopped = False  # XOFF
        self.watched = False  # reports of changes were asked for since the printer last was silent
        self.fault = ""  # the first one seen since ``forget``
        self.lapsed = False  # a question stayed unanswered since ``forget``: was it switched off, was a byte lost?
        self.proofs: set[bytes] = set()  # process ids that came since ``forget``, before any fault
        self.transmitted: list[int] = []  # answers to GS r since ``forget_answers``, before any fault
        self.garbage_bytes = 0
        self._asked: list[int] = []  # DLE EOT of this check, by number
        self._answers: list[int] = []  # all answers to DLE EOT since this check began, in the order in which they came
        self._owed = 0  # answers that may still come, also to questions of an earlier check
        self._given_up = 0  # of this check: taken for lost, because a later question was answered and they were not
        self._groups = 0  # ASB groups that ever came
        self._parser = ReplyParser()
        self._stopped_s = 0.0

    def forget(self) -> None:
        """A new job begins: what came before is no evidence for it, but the present state is."""
        self.forget_answers()
        self.fault = job_fault(self.facts)
        self.lapsed = False
        self.proofs.clear()

    def forget_answers(self) -> None:
        """What was answered to GS r until now was asked by somebody earlier: an answer has no name on it (4.5 rule 1)."""
        self.drain()
        self.transmitted.clear()

    def listen(self, timeout_s: float, *, until_woken: bool = False) -> list[Reply]:
        """What came within ``timeout_s``, already noticed; returns as soon as anything came."""
        return self._noticed(self.wire.read(max(timeout_s, 0.0), until_woken=until_woken))

    def drain(self) -> None:
        """Take what is there already, so that it is not taken for the answer to the next question."""
        while data := self.wire.read(0.0):
            self._noticed(data)

    def listen_until(self, moment_s: float) -> None:
        """Notice all that comes until then (monotonic seconds)."""
        while (left_s := moment_s - self._now_s()) > 0:
            self.listen(left_s)

    def check(self, patience_s: float = 0.0) -> PrinterFacts:
        """Ask DLE EOT 1 to 4. A printer that misses the first one is asked it once more; silence leaves nothing known.

        An answer that is later than ``patience_s`` after its time is lost, which a job must know (``lapsed``); if all only
        came late, they are asked for again. So they are if it is not sure which answer is whose: a bad reading that
        asking again does not explain, or no sure one at all, is a lapse too.
        """
        doubtful = self._ask_all(patience_s)
        if doubtful or (patience_s and not self.lapsed and not self.facts.complete):
            unsure = bool(self._ask_all(patience_s))
            self.fault = self.fault or job_fault(self.facts)
            unexplained = not self.fault and any(job_fault(facts) or facts.online is False for facts in doubtful)
            self.lapsed = self.lapsed or unsure or unexplained
        return self.facts

    def _ask_all(self, patience_s: float) -> tuple[PrinterFacts, ...]:
        """No answer has a name on it, but all come in order. Once each question has its answer, the last are those of this
        check; until then only the time tells, and a late answer may stand for that of the next question.

        A surplus answer, which a picture can provoke (specs/escpos.md 2), shifts the order, and one that stands for a lost
        one does so unseen, but the time tells otherwise. Both readings are then returned, and the facts are incomplete.
        """
        self.drain()
        self._asked, self._answers, self._given_up = [], [], 0
        due = self._owed
        found: dict[int, int] = {}
        for number in (1, 1, 2, 3, 4):
            if len(found) == number - 1:  # the first is asked once more if need be; after a missing one no more are
                answer = self._ask_real_time(number)
                found |= {} if answer is None else {number: answer}
        longest_s = max(patience_s, self.timings.reply_s if self._given_up else 0.0)
        all_came = self._came(lambda: not self._owed and not self._given_up, longest_s)
        ordered = dict(zip(self._asked, self._answers[-len(self._asked) :], strict=True)) if all_came else found
        self.lapsed = self.lapsed or not all_came
        self.facts = facts_of_real_time(ordered)
        self.watched = self.watched and not self.facts.silent
        if len(self._answers) <= due + len(self._asked) and found.items() <= ordered.items():
            self.fault = self.fault or job_fault(self.facts)
            return ()
        by_order, by_time = self.facts, facts_of_real_time(found)
        self.facts = replace(by_time, online=None)
        return by_time, by_order

    def ask_text(self, number: int) -> str | None:
        """GS I 65..69; None if the printer does not know the question. The wait is part of the protocol (4.3)."""
        block = self._ask_block(commands.identify(number), 0x5F, b"", self.timings.identify_s)
        return None if block is None else block.decode("ascii", "replace").strip()

    def marks(self, marker: bytes) -> bool:
        """Does the printer know process ids? Asks for one; only while nothing is being printed."""
        question = commands.process_id(marker)
        wanted = bytes((PROCESS_ID,)) + marker
        return self._ask_block(question, 0x37, wanted, self.timings.marker_probe_s) is not None

    def transmits(self) -> bool:
        """Does the printer know GS r? Asks for its paper; only while nothing is being printed."""
        self.forget_answers()
        return self.send(commands.ASK_PAPER) and self._came(lambda: bool(self.transmitted), self.timings.marker_probe_s)

    def reports(self) -> bool:
        """Does the printer know GS a (ASB)? Enabling it is answered by a first group; it stays on."""
        self.drain()
        before = self._groups
        return self.send(commands.WATCH) and self._came(lambda: self._groups > before, self.timings.identify_s)

    def clear(self) -> bool:
        """DLE DC4 8: True if the printer says that both its buffers are empty."""
        cleared = self._ask_block(commands.CLEAR, 0x37, bytes((CLEARED,)), self.timings.clear_s) is not None
        self.stopped = self.stopped and not cleared
        return cleared

    def trust_silence_of_flow(self) -> None:
        """An idle printer that answers *online* and still says nothing since an old XOFF: its XON was lost."""
        if self.stopped and self.facts.online and self._now_s() - self._stopped_s > self.timings.stall_s:
            _log.warning("XOFF without XON for %s s, and the printer is online: going on", self.timings.stall_s)
            self.stopped = False

    def send(self, data: bytes) -> bool:
        """Commands outside a job, at the pace of the line; False if the port did not take them."""
        for start in range(0, len(data), CHUNK):
            part = data[start : start + CHUNK]
            if self.wire.write_some(part, QUESTION_WRITE_S) < len(part):
                return False
            if len(data) > CHUNK:
                self.listen_until(self._now_s() + len(part) * self.byte_s)
        return True

    def ask_full_status(self, question: bytes) -> bytes | None:
        """The four bytes after ``10 0F``, which only this question makes readable (4.5 rule 6); None without an answer."""
        self.drain()
        if not self.send(question):
            return None
        deadline_s = self._now_s() + self.timings.reply_s
        data = b""
        while (left_s := deadline_s - self._now_s()) > 0:
            data += bytes(byte for byte in self.wire.read(left_s) if not self._noticed_flow(byte))
            before, start, answer = data.partition(_FULL_STATUS_START)
            if start and len(answer) >= _FULL_STATUS_LENGTH:
                self._noticed(before + answer[_FULL_STATUS_LENGTH:])
                return answer[:_FULL_STATUS_LENGTH]
        self._noticed(data)
        return None

    def _noticed_flow(self, byte: int) -> bool:
        if byte in {XON, XOFF}:
            self._notice(Flow(byte == XOFF))
        return byte in {XON, XOFF}

    def _ask_real_time(self, number: int) -> int | None:
        """The newest answer, once it is ours: none is owed any more, or none came for ``reply_s`` after it or the question
        took too long, and what was owed is given up. None if nothing came at all."""
        self.drain()
        self._asked.append(number)
        self._owed = min(self._owed + 1, MOST_OWED)
        if not self.send(commands.real_time_status(number)):
            return None
        before = len(self._answers)
        deadline_s = self._now_s() + self.timings.reply_s
        latest_s = self._now_s() + QUESTION_LONGEST * self.timings.reply_s
        while self._owed:
            count = len(self._answers)
            over = self._now_s() >= deadline_s  # looked at before the last read: what is there counts, even if we slept
            self.listen(deadline_s - self._now_s())
            if len(self._answers) > count:
                deadline_s = min(self._now_s() + self.timings.reply_s, latest_s)
            elif over:
                break
        if len(self._answers) == before:
            return None
        self._given_up, self._owed = self._given_up + self._owed, 0
        return self._answers[-1]

    def _answered(self, value: int) -> None:
        self._answers.append(value)
        if self._owed:
            self._owed -= 1
        elif self._given_up:
            self._given_up -= 1

    def _came(self, condition: Callable[[], bool], limit_s: float) -> bool:
        deadline_s = self._now_s() + limit_s
        while not condition() and (left_s := deadline_s - self._now_s()) > 0:
            self.listen(left_s)
        return condition()

    def _ask_block(self, question: bytes, header: int, start: bytes, limit_s: float) -> bytes | None:
        self.drain()
        if not self.send(question):
            return None
        deadline_s = self._now_s() + limit_s
        while (left_s := deadline_s - self._now_s()) > 0:
            for reply in self.listen(left_s):
                if isinstance(reply, Block) and reply.header == header and reply.data.startswith(start):
                    return reply.data
        return None

    def _noticed(self, data: bytes) -> list[Reply]:
        replies = self._parser.feed(data, self._now_s())
        for reply in replies:
            self._notice(reply)
        return replies

    def _notice(self, reply: Reply) -> None:
        match reply:
            case Flow(stopped):
                self.stopped = stopped
                self._stopped_s = self._now_s()
            case RealTimeStatus(value):
                self._answered(value)
            case AutomaticStatus(group):
                self._groups += 1
                self.facts = facts_of_automatic(group)
                self.fault = self.fault or job_fault(self.facts)
            case Block(0x37, data) if data[:1] == bytes((PROCESS_ID,)) and not self.fault:
                self.proofs.add(data[1:])
            case Transmitted(value) if not self.fault:
                self.transmitted.append(value)
            case Garbage(data):
                self.garbage_bytes += len(data)
                _log.info("the printer sent %s, which is no reply", data.hex(" "))
            case _:
                pass

"""A job proved by status: an answer to GS r has no name on it, so only one that comes after the question counts."""

import queue
import threading
from dataclasses import replace

import pytest

from devices.escpos_commands import ASK_PAPER, real_time_status
from devices.escpos_dialogue import Dialogue, Timings
from devices.escpos_document import CompiledDocument
from devices.escpos_job import Marker, Sending, Verdict
from devices.transport import Transport
from kiosk.paper import PrintOutcome

TIMINGS = Timings(poll_s=0.05, reply_s=0.05, patience_s=0.05, stall_s=2.0, margin_s=0.1, speed_mm_s=1000.0)
LINE, LAST_LINE = b"a line\n", b"the last line\n"
GOOD, PAPER_END = b"\x00", b"\x0c"
PRINTED, UNPROVED = Verdict(PrintOutcome.PRINTED), Verdict(PrintOutcome.UNKNOWN, "PRN-NO-MARKER")


class ScriptedWire:
    """No port behind it: when the last that was written is a key of ``answers``, its value can be read."""

    def __init__(self, answers: dict[bytes, bytes]) -> None:
        self.answers = {real_time_status(number): b"\x12" for number in (1, 2, 3, 4)} | answers
        self.writes: list[bytes] = []
        self.incoming: queue.SimpleQueue[bytes] = queue.SimpleQueue()

    def read(self, timeout_s: float, *, until_woken: bool = False) -> bytes:
        assert not until_woken, "a job is not woken"
        try:
            return self.incoming.get(block=timeout_s > 0.0, timeout=timeout_s)
        except queue.Empty:
            return b""

    def write_some(self, data: bytes, timeout_s: float) -> int:
        assert timeout_s > 0.0
        self.writes.append(data)
        for end, answer in self.answers.items():
            if data.endswith(end):
                self.incoming.put(answer)
        return len(data)

    def write(self, data: bytes) -> None:
        self.write_some(data, 1.0)

    def discard_input(self) -> None:
        while self.read(0.0):
            pass


def verdict(wire: Transport) -> Verdict:
    document = CompiledDocument((b"\x1b\x40", LINE * 9, LAST_LINE), feeds=(0.0, 0.5, 0.5))
    return Sending(Dialogue(wire, TIMINGS, byte_s=0.0), document, Marker.STATUS).run()


@pytest.mark.parametrize("moment", [LINE, LAST_LINE], ids=["in the middle", "just before the question"])
@pytest.mark.parametrize(
    ("late", "own", "expected"),
    [
        (GOOD, b"", UNPROVED),
        (PAPER_END, b"", UNPROVED),
        (GOOD, GOOD, PRINTED),
        (PAPER_END, GOOD, PRINTED),
        (GOOD, PAPER_END, Verdict(PrintOutcome.PARTIAL, "PRN-OUT")),
        (b"", GOOD, PRINTED),
    ],
)
def test_a_late_answer_to_an_earlier_job_is_no_mark_of_this_one(
    moment: bytes, late: bytes, own: bytes, expected: Verdict
) -> None:
    assert verdict(ScriptedWire({moment: late, ASK_PAPER: own})) == expected


def test_a_late_answer_while_the_printer_holds_us_up_is_no_mark_either() -> None:
    wire = ScriptedWire({LINE: b"\x13"})
    printer = threading.Timer(0.03, lambda: wire.incoming.put(GOOD + b"\x11"))
    printer.start()
    assert verdict(wire) == UNPROVED
    printer.join()


def test_the_question_is_written_alone_and_last() -> None:
    wire = ScriptedWire({ASK_PAPER: GOOD})
    assert verdict(wire) == PRINTED
    assert [data for data in wire.writes if ASK_PAPER in data] == [ASK_PAPER]
    assert wire.writes[wire.writes.index(ASK_PAPER) - 1].endswith(LAST_LINE)


class Blinking(ScriptedWire):
    """A printer that is off for a moment: the first question of a check is lost, all later ones are answered."""

    def write_some(self, data: bytes, timeout_s: float) -> int:
        if data == real_time_status(1) and data not in self.writes:
            self.writes.append(data)
            return len(data)
        return super().write_some(data, timeout_s)


@pytest.mark.parametrize("means", [Marker.PROCESS_ID, Marker.STATUS, Marker.REALTIME])
def test_a_question_lost_in_the_middle_makes_a_job_unknown_whatever_is_proved_later(means: Marker) -> None:
    process_id = b"0001" if means is Marker.PROCESS_ID else None
    timings = replace(TIMINGS, watch_s=0.0)
    wire = Blinking({ASK_PAPER: GOOD, b"0001": b"\x37\x220001\x00"})
    document = CompiledDocument((b"\x1b\x40", *[LINE * 9] * 4, LAST_LINE), feeds=(0.0, *[0.2] * 5))
    sending = Sending(Dialogue(wire, timings, byte_s=0.001), document, means, process_id)
    assert sending.run() == Verdict(PrintOutcome.NOT_PRINTED, "PRN-SILENT")  # seen before the first byte
    wire = Blinking(wire.answers)
    sending = Sending(Dialogue(wire, replace(TIMINGS, watch_s=0.1), byte_s=0.001), document, means, process_id)
    assert sending.run() == Verdict(PrintOutcome.UNKNOWN, "PRN-SILENT")
    assert LAST_LINE not in b"".join(wire.writes)


@pytest.mark.parametrize(("means", "process_id"), [(Marker.AUTO, None), (Marker.PROCESS_ID, None), (Marker.STATUS, b"1")])
def test_a_job_needs_to_know_how_it_is_proved(means: Marker, process_id: bytes | None) -> None:
    with pytest.raises(ValueError, match="proved by"):
        Sending(Dialogue(ScriptedWire({}), TIMINGS, 0.0), CompiledDocument((LINE,), (1.0,)), means, process_id)

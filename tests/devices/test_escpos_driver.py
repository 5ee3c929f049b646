"""The driver over a pty, with a scripted printer: every outcome by its evidence, one end for each job."""

import subprocess
import sys
import time
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from devices.escpos import EscposPrinter
from devices.escpos_commands import BOLD
from devices.escpos_dialogue import Timings
from devices.escpos_document import PAPER_80_MM, compile_document
from devices.escpos_job import Marker
from devices.printer_diagnosis import diagnose_printer
from devices.printers import make_printer
from devices.wire import LinkSettings
from kiosk.device_status import DeviceState, Severity
from kiosk.events import DeviceStatusChanged, Event
from kiosk.paper import Document, PrintJob, PrintOutcome, QrCode, Text
from tests.devices.escpos_desk import BILL, PATIENCE_S, Desk
from tests.devices.escpos_peer import (
    CLEAR,
    COVER_OPEN,
    JOB_START,
    ONLINE,
    OUT_OF_PAPER,
    REAL_TIME_COVER_OPEN,
    REAL_TIME_GOOD,
    REAL_TIME_OUT_OF_PAPER,
    Peer,
)

QUICK = Timings(
    poll_s=0.15,
    reply_s=0.3,
    clear_s=0.3,
    identify_s=0.3,
    marker_probe_s=0.3,
    patience_s=0.3,
    stall_s=0.6,
    margin_s=0.6,
    speed_mm_s=1000.0,
    recover_s=0.2,
)
ROOT = Path(__file__).parents[2]
CUT = bytes.fromhex("1D 56 42 00")


class Bench(Desk):
    """A driver and its scripted printer."""

    def __init__(self, path: Path, cache: Path) -> None:
        super().__init__(path, cache)
        self.timings = QUICK
        self.marker = Marker.PROCESS_ID
        self.peer = Peer(path)

    def start(self, *, until: str | None = "", interrupted: bool = False) -> EscposPrinter:
        """Plug in and start; waits for the status with code ``until`` and for a printer in order."""
        self.peer.start()
        printer = self.start_driver(interrupted=interrupted)
        if until is not None:
            self.status(until)
        if until == "":
            self.wait(lambda: b"\x1d\x61\x0e" in self.peer.commands)
        return printer

    def close(self) -> None:
        super().close()
        if self.peer.is_alive():
            self.peer.unplug()
            self.peer.join(PATIENCE_S)


@pytest.fixture(scope="module")
def cache(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("escpos") / "cache"


@pytest.fixture
def bench(tmp_path: Path, cache: Path) -> Iterator[Bench]:
    made = Bench(tmp_path / "port", cache)
    yield made
    made.close()


# ---- printed -------------------------------------------------------------------------------------------------------


def test_printed_with_exactly_the_bytes_of_the_document(bench: Bench) -> None:
    bench.start()
    before = len(bench.peer.received)
    bench.print()
    assert bench.result() == (PrintOutcome.PRINTED, "")
    sent = bytes(bench.peer.received[before:])
    document = b"".join(compile_document(BILL, PAPER_80_MM, bench.cache).pieces)
    assert sent[: 3 + len(document)] == b"\x1d\x61\x0e" + document
    assert sent[3 + len(document) :][:7] == bytes.fromhex("1D 28 48 06 00 30 30")
    assert len(sent) == 3 + len(document) + 11


def test_each_job_has_its_own_process_id(bench: Bench) -> None:
    bench.start()
    for job_id in ("a", "b", "c"):
        bench.print(job_id)
    assert [bench.result(job_id) for job_id in ("a", "b", "c")] == [(PrintOutcome.PRINTED, "")] * 3
    assert [end.job_id for end in bench.ends] == ["a", "b", "c"]
    ids = [command[7:] for command in bench.peer.commands if command.startswith(b"\x1d\x28\x48")]
    assert len(set(ids)) == 3
    assert bench.peer.jobs() == 3


@pytest.mark.parametrize("knows", [True, False])
def test_the_means_of_proof_is_found_out(bench: Bench, knows: bool) -> None:
    bench.marker = Marker.AUTO
    bench.peer.knows_process_id = knows
    bench.start()
    bench.print()
    assert bench.result() == (PrintOutcome.PRINTED, "")
    assert (b"\x1d\x72\x01" in bench.peer.commands) != knows


def test_near_end_is_still_printed(bench: Bench) -> None:
    bench.start()
    bench.peer.at_byte[200] = lambda: bench.peer.become({**REAL_TIME_GOOD, 4: 0x1E}, bytes.fromhex("14 00 03 0F"))
    bench.print()
    assert bench.result() == (PrintOutcome.PRINTED, "")
    assert bench.status("PRN-LOW").usable


def test_p12_first_byte_within_50_ms(bench: Bench) -> None:
    bench.start()
    starts: list[float] = []
    calls: list[float] = []
    for number in range(5):
        bench.peer.at_byte[1] = lambda: starts.append(time.monotonic())
        calls.append(time.monotonic())
        bench.print(f"j{number}")
        bench.result(f"j{number}")
    assert min(start - call for start, call in zip(starts, calls, strict=True)) <= 0.05


def test_a_fault_after_the_proof_changes_nothing(bench: Bench) -> None:
    bench.start()
    bench.peer.marker_delay_s = 0.1
    say = bench.peer.say
    bench.peer.say = lambda data: say(data + OUT_OF_PAPER if data[:2] == b"\x37\x22" else data)  # type: ignore[method-assign]
    bench.print()
    assert bench.result() == (PrintOutcome.PRINTED, "")


# ---- not printed ---------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("real_time", "code"),
    [
        (REAL_TIME_OUT_OF_PAPER, "PRN-OUT"),
        (REAL_TIME_COVER_OPEN, "PRN-COVER"),
        ({1: 0x1A, 2: 0x52, 3: 0x1A, 4: 0x12}, "PRN-CUTTER"),
        ({1: 0x1A, 2: 0x52, 3: 0x32, 4: 0x12}, "PRN-FAIL"),
    ],
)
def test_not_usable_before(bench: Bench, real_time: dict[int, int], code: str) -> None:
    bench.peer.become(real_time, ONLINE, tell=False)
    bench.start(until=code)
    bench.print()
    assert bench.result() == (PrintOutcome.NOT_PRINTED, code)
    assert bench.peer.jobs() == 0


def test_mute_before(bench: Bench) -> None:
    bench.peer.mute = True
    bench.start(until="PRN-SILENT")
    bench.print()
    assert bench.result() == (PrintOutcome.NOT_PRINTED, "PRN-SILENT")
    assert bench.peer.jobs() == 0 and not bench.statuses[-1].usable


def test_paper_runs_out_just_before(bench: Bench) -> None:
    bench.timings = replace(QUICK, poll_s=5.0)
    bench.peer.automatic = b""
    bench.start()
    bench.peer.become(REAL_TIME_OUT_OF_PAPER, b"", tell=False)
    bench.print()
    assert bench.result() == (PrintOutcome.NOT_PRINTED, "PRN-OUT")


def test_no_port(bench: Bench) -> None:
    bench.path.unlink()
    bench.start(until="PRN-GONE")
    assert bench.statuses[-1].state is DeviceState.NO_DEVICE
    bench.print()
    assert bench.result() == (PrintOutcome.NOT_PRINTED, "PRN-GONE")


def test_a_document_that_can_not_be(bench: Bench) -> None:
    bench.start()
    bench.print("bad", Document((QrCode("中"),)))
    bench.print("good")
    assert bench.result("bad") == (PrintOutcome.NOT_PRINTED, "PRN-DOCUMENT")
    assert bench.result("good") == (PrintOutcome.PRINTED, "")


# ---- partial -------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("tell", [True, False], ids=["by ASB", "asked"])
@pytest.mark.parametrize(
    ("real_time", "automatic", "code"),
    [(REAL_TIME_OUT_OF_PAPER, OUT_OF_PAPER, "PRN-OUT"), (REAL_TIME_COVER_OPEN, COVER_OPEN, "PRN-COVER")],
)
def test_fault_in_the_middle(bench: Bench, real_time: dict[int, int], automatic: bytes, code: str, tell: bool) -> None:
    bench.start()
    bench.peer.at_byte[300] = lambda: bench.peer.become(real_time, automatic, tell=tell)
    bench.print()
    assert bench.result() == (PrintOutcome.PARTIAL, code)
    assert bench.status(code).severity is Severity.SUSPEND
    bench.wait(lambda: bench.peer.commands.count(CLEAR) == 2)  # at the start, and at once after the fault
    assert bench.peer.jobs() == 1


def test_after_a_refill_the_rest_is_cleared_cut_off_and_never_resent(bench: Bench) -> None:
    bench.start()
    bench.peer.at_byte[300] = lambda: bench.peer.become(REAL_TIME_OUT_OF_PAPER, OUT_OF_PAPER)
    bench.print("j1")
    bench.result("j1")
    bench.status("PRN-OUT")
    bench.peer.become(REAL_TIME_GOOD, ONLINE)
    bench.status("")
    bench.wait(lambda: bench.peer.received.endswith(b"\x1b\x40" + CUT))
    assert bench.peer.jobs() == 1
    bench.print("j2", Document((Text("二"),)))
    assert bench.result("j2") == (PrintOutcome.PRINTED, "")
    assert bytes(bench.peer.received).endswith(JOB_START + "二\n\n\n".encode("gbk") + CUT + bench.peer.received[-11:])


def test_a_fault_that_is_gone_again_is_not_forgotten(bench: Bench) -> None:
    bench.start()

    def open_and_close() -> None:
        bench.peer.say(COVER_OPEN + ONLINE)

    bench.peer.at_byte[300] = open_and_close
    bench.print()
    assert bench.result() == (PrintOutcome.PARTIAL, "PRN-COVER")


def test_a_marker_after_a_fault_is_no_proof(bench: Bench) -> None:
    bench.start()
    bench.peer.marker_prefix = COVER_OPEN + ONLINE  # in one breath: opened, closed, "printed"
    bench.print()
    assert bench.result() == (PrintOutcome.PARTIAL, "PRN-COVER")


def test_xoff_without_xon(bench: Bench) -> None:
    bench.start()
    bench.peer.at_byte[200] = lambda: bench.peer.say(b"\x13")
    bench.print()
    assert bench.result() == (PrintOutcome.PARTIAL, "PRN-FLOW")
    job = bench.peer.received[bench.peer.received.index(JOB_START) :]
    assert len(job) < 200 + 3 * 64
    bench.print("j2")  # cleared, so it is free again
    assert bench.result("j2") == (PrintOutcome.PRINTED, "")


def test_xoff_and_xon(bench: Bench) -> None:
    bench.start()

    def pause() -> None:
        bench.peer.say(b"\x13")
        bench.peer._later.append((time.monotonic() + 0.3, b"\x11"))

    bench.peer.at_byte[200] = pause
    bench.print()
    assert bench.result() == (PrintOutcome.PRINTED, "")


def test_a_printer_without_clear_gets_the_missing_bytes(bench: Bench) -> None:
    bench.peer.knows_clear = False
    bench.start()
    start = len(bench.peer.received)
    long_command = Document((QrCode("x" * 200),))  # GS ( k with 208 bytes
    bench.peer.at_byte[120] = lambda: bench.peer.say(b"\x13")
    bench.print("j1", long_command)
    assert bench.result("j1") == (PrintOutcome.PARTIAL, "PRN-FLOW")
    bench.peer.say(b"\x11")
    bench.wait(lambda: bench.peer.received.endswith(b"\x00\x1b\x40" + CUT))
    sent = bytes(bench.peer.received[start:])
    store = sent[sent.index(bytes.fromhex("1D 28 6B CB 00 31 50 30")) :]
    assert store[208:] == b"\x1b\x40" + CUT  # with NULs the command is as long as it said


# ---- unknown -------------------------------------------------------------------------------------------------------


def test_mute_in_the_middle(bench: Bench) -> None:
    bench.start()
    bench.peer.at_byte[300] = lambda: setattr(bench.peer, "mute", True)
    bench.print()
    assert bench.result() == (PrintOutcome.UNKNOWN, "PRN-SILENT")
    assert bench.status("PRN-SILENT").state is DeviceState.OFFLINE


def test_slow_marker_is_waited_for(bench: Bench) -> None:
    bench.start()
    bench.peer.marker_delay_s = 0.4
    bench.print()
    assert bench.result() == (PrintOutcome.PRINTED, "")


@pytest.mark.parametrize("marker", [Marker.PROCESS_ID, Marker.STATUS])
def test_the_marker_never_comes(bench: Bench, marker: Marker) -> None:
    bench.marker = marker
    bench.start()
    bench.peer.marker_delay_s = None
    bench.print()
    assert bench.result() == (PrintOutcome.UNKNOWN, "PRN-NO-MARKER")
    assert bench.peer.jobs() == 1


def test_the_marker_of_another_job_proves_nothing(bench: Bench) -> None:
    bench.start()
    bench.peer.wrong_marker = True
    bench.print()
    assert bench.result() == (PrintOutcome.UNKNOWN, "PRN-NO-MARKER")


def test_a_late_answer_to_an_unknown_job_proves_nothing_of_the_next(bench: Bench) -> None:
    bench.marker = Marker.STATUS
    bench.start()
    bench.peer.marker_delay_s = None
    bench.print("j1")
    assert bench.result("j1") == (PrintOutcome.UNKNOWN, "PRN-NO-MARKER")
    bench.peer.at_byte[300] = lambda: bench.peer.say(b"\x00")
    bench.print("j2")
    assert bench.result("j2") == (PrintOutcome.UNKNOWN, "PRN-NO-MARKER")


def test_the_link_is_lost_in_the_middle(bench: Bench) -> None:
    bench.start()
    bench.peer.at_byte[300] = bench.peer.unplug
    bench.print("j1")
    bench.print("j2")
    assert bench.result("j1") == (PrintOutcome.UNKNOWN, "PRN-GONE")
    assert bench.result("j2") == (PrintOutcome.NOT_PRINTED, "PRN-GONE")
    bench.status("PRN-GONE")
    bench.peer.join(PATIENCE_S)
    bench.peer = Peer(bench.path)
    bench.peer.start()
    bench.status("")
    bench.wait(lambda: bench.peer.received.endswith(b"\x1b\x40" + CUT + b"\x1d\x61\x0e"))
    assert CLEAR in bench.peer.commands
    bench.print("j3")
    assert bench.result("j3") == (PrintOutcome.PRINTED, "")


def test_the_program_ends_in_the_middle(bench: Bench) -> None:
    printer = bench.start()
    bench.peer.marker_delay_s = None
    bench.print("j1")
    bench.wait(lambda: bench.peer.jobs() == 1)
    printer.close()
    assert bench.result("j1") == (PrintOutcome.UNKNOWN, "PRN-GONE")
    printer.print(PrintJob("j2", BILL))
    assert bench.result("j2") == (PrintOutcome.NOT_PRINTED, "PRN-GONE")


# ---- noise ---------------------------------------------------------------------------------------------------------


def test_garbage_does_not_disturb(bench: Bench) -> None:
    bench.peer.reply_prefix = b"\xff\x91"
    bench.peer.marker_prefix = b"\x80\xff\x14\x00"  # an ASB group cut short by the marker
    bench.start()
    bench.peer.at_byte[100] = lambda: bench.peer.say(b"\xfe\x12\x16\x00")  # unasked replies too
    bench.print()
    assert bench.result() == (PrintOutcome.PRINTED, "")


def test_a_marker_that_is_damaged_proves_nothing(bench: Bench) -> None:
    bench.start()
    bench.peer.marker_prefix = b"\x37\x22XX"  # cut short; the real one runs into it
    bench.print()
    assert bench.result() == (PrintOutcome.UNKNOWN, "PRN-NO-MARKER")


def test_stale_input_is_not_taken_for_an_answer(bench: Bench) -> None:
    bench.peer.say(b"\x11\x3c\x00\x00\x00\x12\x12")
    bench.peer.become(REAL_TIME_OUT_OF_PAPER, OUT_OF_PAPER, tell=False)
    bench.start(until="PRN-OUT")
    bench.print()
    assert bench.result() == (PrintOutcome.NOT_PRINTED, "PRN-OUT")
    assert all(status.code in ("PRN-OUT", "PRN-COVER") for status in bench.statuses)


def test_stale_automatic_status_does_not_refuse_a_good_printer(bench: Bench) -> None:
    bench.timings = replace(QUICK, poll_s=30.0)
    bench.start()
    bench.peer.say(COVER_OPEN)
    bench.status("PRN-COVER")
    bench.print()
    assert bench.result() == (PrintOutcome.PRINTED, "")


# ---- live status ---------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("tell", [True, False], ids=["by ASB", "polled"])
def test_a2_changes_show_by_themselves(bench: Bench, tell: bool) -> None:
    sold = Timings()
    asked: list[int] = []  # in vain, by the time each silence was told: how often it was begun to ask how it is

    def told(event: Event) -> None:
        if isinstance(event, DeviceStatusChanged) and event.status.code == "PRN-SILENT":
            asked.append(bench.peer.unanswered.count(b"\x10\x04\x01"))

    bench.at_post = told
    bench.timings = replace(sold, marker_probe_s=0.2, identify_s=0.2)
    bench.start()
    bench.peer.become(REAL_TIME_COVER_OPEN, COVER_OPEN, tell=tell)
    bench.status("PRN-COVER")
    bench.peer.mute = True
    bench.status("PRN-SILENT")
    assert max(asked) <= 2
    assert sold.poll_s + 2 * sold.reply_s < 2.0, "the pause, and two answers that are missed"


def test_a_cutter_error_is_left_by_command_once_its_cause_is_gone(bench: Bench) -> None:
    bench.peer.become({1: 0x1A, 2: 0x52, 3: 0x1A, 4: 0x12}, ONLINE, tell=False)
    bench.start(until="PRN-CUTTER")
    bench.wait(lambda: bench.peer.commands.count(b"\x10\x05\x02") >= 2)
    bench.peer.become(REAL_TIME_GOOD, ONLINE)
    bench.status("")
    bench.print()
    assert bench.result() == (PrintOutcome.PRINTED, "")


def test_the_same_state_in_other_words_is_no_news(bench: Bench) -> None:
    bench.start()
    polls = bench.peer.commands.count(b"\x10\x04\x04")
    bench.wait(lambda: bench.peer.commands.count(b"\x10\x04\x04") >= polls + 4)
    assert [status.code for status in bench.statuses] == [""]


def test_what_an_earlier_process_left_is_cleared_before_the_first_job(bench: Bench) -> None:
    bench.start(interrupted=True)
    assert CLEAR in bench.peer.commands
    assert bytes(bench.peer.received).startswith(b"\x1b\x40" + CUT)


# ---- factory and diagnosis -----------------------------------------------------------------------------------------


def test_the_factory_knows_its_protocols_and_papers(tmp_path: Path) -> None:
    settings = LinkSettings(str(tmp_path / "none"))
    assert isinstance(make_printer("escpos", settings, lambda _e: None, 58, tmp_path / "cache"), EscposPrinter)
    with pytest.raises(ValueError, match="one of: escpos"):
        make_printer("zpl", settings, lambda _e: None, 80, tmp_path / "cache")
    with pytest.raises(ValueError, match="one of: 58, 80"):
        make_printer("escpos", settings, lambda _e: None, 70, tmp_path / "cache")


def test_nothing_slow_is_imported_before_the_driver_talks() -> None:
    slow = "{'escpos', 'PIL', 'qrcode', 'yaml'}"
    program = f"import sys, devices.printers, devices.printer_diagnosis; sys.exit(bool({slow} & set(sys.modules)))"
    assert subprocess.run([sys.executable, "-c", program], check=False, cwd=ROOT).returncode == 0


def test_diagnosis(bench: Bench) -> None:
    bench.peer.start()
    found = diagnose_printer(str(bench.path), "escpos", 115200)
    assert found.identified and found.process_id
    assert found.status.raw == "DLE EOT 12 12 12 12"
    assert found.identity == {
        "firmware": "1.0",
        "maker": "PEER",
        "model": "P-80",
        "serial": "S1",
        "font": "CHINA GB18030",
    }
    bench.peer.mute = True
    silent = diagnose_printer(str(bench.path), "escpos", 115200)
    assert not silent.identified and silent.process_id is None and not silent.status.usable


def test_diagnosis_of_nothing(tmp_path: Path) -> None:
    nothing = diagnose_printer(str(tmp_path / "none"), "escpos")
    assert (nothing.identified, nothing.status.code) == (False, "PRN-PORT")
    assert str(tmp_path / "none") in nothing.error
    with pytest.raises(ValueError, match="escpos"):
        diagnose_printer(str(tmp_path / "none"), "zpl")


def test_the_bytes_of_bold_are_those_of_the_library() -> None:
    from escpos.constants import TXT_STYLE

    assert BOLD[True] == TXT_STYLE["bold"][True]

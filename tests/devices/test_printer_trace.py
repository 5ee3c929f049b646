"""The printer's flight recorder outlives the visit, so it keeps nothing that was printed."""

from pathlib import Path

from devices import escpos_commands as commands
from devices.escpos import EscposPrinter
from devices.escpos_document import PAPER_80_MM
from devices.printer_trace import PrinterTrace
from devices.serial_link import LinkSettings
from devices.trace import Direction

NUMBER, NAME = "13900001234", "张三丰"


def kept(*writes: bytes, direction: Direction = Direction.TO_DEVICE) -> list[bytes]:
    trace = PrinterTrace()
    for data in writes:
        trace.record(direction, data)
    return [entry.data for entry in trace.entries()]


def test_s7_nothing_that_was_printed_is_kept_however_the_port_cut_it() -> None:
    line = commands.INITIALISE + f"{NAME} {NUMBER}\n".encode("gbk")
    for at in range(len(line)):
        found = b"".join(kept(line[:at], line[at:]))
        assert len(found) == len(line), "how much went out is told"
        assert NAME[1].encode("gbk") not in found
        assert NUMBER[4:].encode() not in found
        assert found.count(b"\n") == 1


def test_questions_and_answers_are_kept_whole() -> None:
    questions = (*map(commands.real_time_status, range(1, 5)), commands.WATCH, commands.ASK_PAPER, commands.identify(66))
    assert kept(*questions) == list(questions)
    answer = b"\x5fTM-T88\x00\x37\x22 123\x00"
    assert kept(answer, direction=Direction.TO_HOST) == [answer]


def test_the_driver_records_with_it(tmp_path: Path) -> None:
    driver = EscposPrinter(LinkSettings(str(tmp_path / "none")), lambda _event: None, PAPER_80_MM, tmp_path / "cache")
    assert isinstance(driver.link.trace, PrinterTrace)

"""The simulated printer as a device: speed, buffers, flow control, real time, proof of printing, paper end, power."""

from pathlib import Path

import pytest
from hypothesis import given, settings, strategies as st

from tests.devices.simulators.escpos_host import (
    ASB_ON,
    CLEAR,
    CLEARED,
    CUT,
    INIT,
    XOFF,
    XON,
    Host,
    eot,
    gbk,
    marker,
    printed,
)

LINES = [f"line {number:02d}" for number in range(20)]
BODY = "".join(line + "\n" for line in LINES).encode()


def test_paper_lags_behind_the_bytes_and_the_marker_comes_last() -> None:
    host = Host(flow="none", speed_mm_s=50.0)
    begin = host.now
    host.send(INIT, BODY, CUT, marker("A001"))
    assert host.now - begin < 0.03
    assert host.read() == b""
    rows = 20 * 30 + 96
    host.wait(rows / 400)
    assert host.read() == b"", "the blade takes its time"
    host.wait(0.25)
    assert host.read() == printed("A001")
    assert host.state()["jobs"] == 1


def test_bytes_wait_in_the_buffer_while_paper_moves() -> None:
    host = Host(flow="none", speed_mm_s=10.0)
    host.send(BODY)
    assert host.state()["buffered_bytes"] == len(BODY) - len("line 00\n")
    assert host.state()["printing"] is True
    host.settle()
    assert host.state()["buffered_bytes"] == 0


def test_xoff_at_128_left_and_xon_at_256() -> None:
    host = Host(speed_mm_s=10.0)
    host.send(b"\n", b"\x00" * (4096 - 129))
    assert host.read() == b""
    host.send(b"\x00")
    assert host.read() == XOFF
    assert host.state()["busy"] is True
    host.settle()
    assert host.read() == XON


def test_the_small_buffer_of_45_bytes() -> None:
    host = Host(speed_mm_s=1.0, buffer_bytes=45, xoff_left=16, xon_left=26)
    host.send(b"\n", b"A" * 28)
    assert host.read() == b""
    host.send(b"A")
    assert host.read() == XOFF


def test_overflow_is_silent_and_visible_only_in_the_books() -> None:
    host = Host(flow="none", speed_mm_s=1.0)
    host.send(b"\n", b"A" * 5000)
    assert host.state()["buffered_bytes"] == 4096
    assert host.state()["dropped_bytes"] == 5000 - 4096
    assert host.read() == b""
    assert host.ask(eot(1)) == b"\x12", "real-time commands work with a full buffer"


def test_offline_and_online_send_xoff_and_xon_unless_the_switch_says_otherwise() -> None:
    host = Host()
    host.control("cover_open")
    assert host.read() == XOFF
    assert host.ask(eot(2)) == b"\x16", "and real-time status is still answered"
    host.control("cover_close")
    assert host.read() == XON
    other = Host(busy_when_offline=False)
    other.control("cover_open")
    assert other.read() == b""


def test_hardware_flow_control_holds_the_line() -> None:
    host = Host(flow="line")
    host.control("cover_open")
    assert host.line.listening is False
    host.control("cover_close")
    assert host.line.listening is True
    assert host.read() == b""


def test_real_time_inside_data_is_acted_on_and_stays_data() -> None:
    picture = b"\x1dv0\x00\x01\x00\x03\x00" + eot(4)
    host = Host(flow="none")
    assert host.ask(picture) == b"\x12"
    assert host.state()["inside_command"] is False, "the three bytes were the picture"
    assert host.state()["unknown_commands"] == []


@pytest.mark.parametrize(("mode", "answer", "missing"), [("act", b"\x12", 3), ("ignore", b"", 0)])
def test_other_printers_take_it_out_or_ignore_it(mode: str, answer: bytes, missing: int) -> None:
    host = Host(flow="none", real_time_in_data=mode)
    assert host.ask(b"\x1dv0\x00\x01\x00\x03\x00" + eot(4)) == answer
    assert host.state()["missing_bytes"] == missing


def test_real_time_in_the_middle_of_a_command_is_taken_as_its_parameter() -> None:
    """Section 2: after 1B 33 the 10 of DLE EOT becomes the line spacing."""
    host = Host(flow="none")
    assert host.ask(b"\x1b3" + eot(1)) == b"\x12"
    assert host.state()["unknown_commands"] == ["04", "01"]


def test_real_time_on_a_boundary_leaves_nothing_in_the_buffer() -> None:
    host = Host(flow="none")
    host.control("cover_open")
    for _ in range(2000):
        host.send(eot(1))
    assert host.state()["buffered_bytes"] == 0
    assert host.read() == b"\x1a" * 2000


@settings(max_examples=40, deadline=None)
@given(st.binary(max_size=300))
def test_noise_never_breaks_the_printer(data: bytes) -> None:
    host = Host(flow="none")
    host.send(data)
    host.settle()
    host.send(CLEAR)
    assert host.read().endswith(CLEARED)
    host.control("paper_in")
    host.send(INIT, b"still here\n", CUT, marker("Z999"))
    host.settle()
    assert host.read().endswith(printed("Z999"))
    assert host.texts()[-1].endswith("still here")


@settings(max_examples=25, deadline=None)
@given(st.lists(st.integers(1, 60), min_size=1, max_size=12))
def test_how_the_bytes_are_split_changes_nothing(sizes: list[int]) -> None:
    job = INIT + gbk("中国移动 A\n") + b"\x1dv0\x00\x02\x00\x08\x00" + bytes(range(16)) + b"B\n" + CUT + marker("S001")
    host = Host(flow="none")
    at = 0
    for size in [*sizes, len(job)]:
        host.printer.received(job[at : at + size], host.now)
        host.wait(0.001)
        at += size
    host.settle()
    assert host.read() == printed("S001")
    assert host.texts() == ["中国移动 A\n[picture 16x8]\nB"]


def test_only_the_latest_marker_is_told_and_each_comes_after_its_lines() -> None:
    host = Host(flow="none")
    host.control("marker", mode="late", seconds=2)
    host.send(b"A\n", marker("M001"), b"B\n", marker("M002"))
    host.wait(1.9)
    assert host.read() == b""
    host.wait(0.3)
    assert host.read() == printed("M002")


def test_a_printer_without_process_id_says_nothing_but_answers_gs_r() -> None:
    host = Host(flow="none", process_id=False)
    host.send(BODY, CUT, marker("A001"), b"\x1dr\x01")
    host.settle()
    assert host.read() == b"\x00"


def test_paper_end_at_a_row_keeps_the_rest_and_prints_it_after_refill() -> None:
    host = Host(flow="none")
    host.send(ASB_ON)
    host.control("paper_out", at={"rows": 5 * 30 + 10})
    host.send(INIT, BODY, CUT, marker("P001"))
    host.settle()
    assert host.read() == bytes.fromhex("10 00 00 00 18 00 0F 00"), "no marker while offline"
    state = host.state()
    assert (state["paper"], state["online"], state["jobs"]) == ("out", False, 0)
    assert state["hanging_text"] == "\n".join(LINES[:5])
    assert host.ask(eot(2)) == b"\x32"
    host.control("paper_in")
    host.settle()
    assert host.read() == bytes.fromhex("10 00 00 00") + printed("P001")
    assert host.texts() == ["\n".join(LINES[:5]), "\n".join(LINES[5:])]
    assert [piece.end for piece in host.printer.tray.pieces.values()] == ["torn", "cut"]
    assert host.state()["jobs"] == 1


@pytest.mark.parametrize("command", [CLEAR, b"\x1b@" + CLEAR])
def test_paper_end_then_clear_drops_the_rest_and_the_marker(command: bytes) -> None:
    host = Host(flow="none")
    host.control("paper_out", at={"rows": 160})
    host.send(INIT, BODY, CUT, marker("P001"))
    host.settle()
    assert host.ask(command) == CLEARED
    host.control("paper_in")
    host.settle()
    assert host.read() == b""
    assert host.state()["buffered_bytes"] == 0
    assert host.print_and_cut(b"new\n") == "new"
    assert host.texts() == ["\n".join(LINES[:5]), "new"]


def test_initialise_does_not_cancel_what_is_queued() -> None:
    host = Host(flow="none")
    host.control("cover_open")
    host.send(BODY, b"\x1b@")
    host.control("cover_close")
    host.settle()
    assert host.state()["hanging_text"] == "\n".join(LINES)


def test_near_end_and_end_come_by_themselves() -> None:
    host = Host(flow="none", near_end_mm=50.0)
    host.control("paper_in", mm=100)
    host.send(ASB_ON)
    host.send(b"\x1bd\x10" * 4)
    host.settle()
    assert host.read() == bytes.fromhex("10 00 00 00 10 00 03 00 18 00 0F 00")
    assert host.state()["paper_mm_left"] == 0


def test_power_loss_loses_buffer_modes_and_automatic_status() -> None:
    host = Host(boot_s=1.0)
    host.send(ASB_ON, b"\x1ba\x02\x1d!\x11")
    host.control("cover_open")
    host.send(BODY)
    host.read()
    host.control("power_off")
    assert host.ask(eot(1)) == b""
    host.control("cover_close")
    host.control("power_on")
    assert host.ask(eot(1)) == b"", "the self-test takes its time"
    assert host.state()["power"] == "starting"
    host.wait(1.1)
    assert host.read() == XON
    assert host.state()["power"] == "on"
    host.control("paper_near_end")
    assert host.read() == b"", "automatic status is off"
    assert host.print_and_cut(b"plain\n") == "plain"


def test_power_loss_in_the_middle_leaves_half_a_receipt_hanging() -> None:
    host = Host(flow="none")
    host.control("power_off", at={"rows": 90})
    host.send(INIT, BODY, CUT, marker("A001"))
    host.settle()
    host.control("power_on")
    host.wait(1)
    assert host.read() == b""
    assert host.state()["hanging_text"] == "\n".join(LINES[:3])
    assert host.print_and_cut(b"next\n") == "\n".join([*LINES[:3], "next"])


def test_the_books_survive(tmp_path: Path) -> None:
    books = tmp_path / "printer.state"
    host = Host(state=books)
    host.print_and_cut(gbk("第一张\n"))
    host.control("take_paper")
    host.send(gbk("没切下\n"))
    host.settle()
    left = host.state()["paper_mm_left"]
    host.printer.tray.close()
    again = Host(state=books)
    state = again.state()
    assert (state["jobs"], state["paper_mm_left"]) == (1, left)
    assert again.texts() == ["第一张", "没切下"]
    assert [(piece.where, piece.end) for piece in again.printer.tray.pieces.values()] == [
        ("taken", "cut"),
        ("removed", "torn"),
    ]
    again.print_and_cut(b"third\n")
    again.printer.tray.close()
    assert Host(state=books).texts() == ["第一张", "没切下", "third"]


def test_58_mm_paper(tmp_path: Path) -> None:
    host = Host(out=tmp_path, width=58)
    assert host.print_and_cut(b"A" * 33 + b"\n") == "A" * 32 + "\nA"
    assert host.state()["overwide_lines"] == ["A" * 32]


def test_clear_drops_a_begun_line_and_a_half_command() -> None:
    host = Host(flow="none")
    host.send(b"no line end yet", CLEAR, b"new\n", CUT)
    host.settle()
    assert host.texts() == ["new"]
    host.send(b"\x1dv0\x00\x48\x00\x18\x00", bytes(100), CLEAR)
    assert host.state()["missing_bytes"] == 0
    assert host.print_and_cut(b"newer\n") == "newer"


def test_a_fault_at_a_row_hits_that_row_even_when_the_simulator_was_not_called_for_long() -> None:
    host = Host(flow="none", speed_mm_s=10.0)
    host.control("cover_open", at={"rows": 100})
    host.send(BODY)
    host.now += 60.0
    host.printer.tick(host.now)
    assert host.state()["hanging_text"] == "\n".join(LINES[:3])


def test_standing_idle_earns_no_head_start() -> None:
    host = Host(flow="none", speed_mm_s=10.0)
    host.now += 60.0
    host.printer.received(b"A\n" + marker("A001"), host.now)
    assert host.read() == b""
    host.wait(30 / 80 + 0.01)
    assert host.read() == printed("A001")


def test_the_feed_before_the_cut_is_the_one_asked_for() -> None:
    host = Host(flow="none")
    host.send(INIT, b"A\n", bytes.fromhex("1D 56 42 28"))
    host.send(INIT, b"A\n", CUT)
    host.settle()
    first, second = host.printer.tray.pieces.values()
    assert first.mm == pytest.approx((96 + 30 + 40) / 8, abs=0.06), "12 mm between print line and blade, a line, 28h dots"
    assert second.mm == pytest.approx((96 + 30) / 8, abs=0.06)


def test_a_tcp_host_is_held_up_instead_of_overrun() -> None:
    host = Host(speed_mm_s=1.0)
    host.line.over_tcp = True
    host.printer.received(b"\n" + b"\x00" * 40_000, host.now)
    assert host.line.listening is False
    assert host.read() == b"", "no XOFF on a network"
    host.settle()
    assert host.line.listening is True
    assert host.state()["dropped_bytes"] == 0

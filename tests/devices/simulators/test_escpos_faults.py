"""The list of faults of section 14, one by one, at a chosen time, byte or dot row."""

import pytest

from devices.simulators.device import ControlError
from tests.devices.simulators.escpos_host import ASB_ON, CLEAR, CLEARED, CUT, INIT, XOFF, XON, Host, eot, marker, printed

BODY = b"".join(b"line %02d\n" % number for number in range(10))
RESUME, DROP = b"\x10\x05\x01", b"\x10\x05\x02"


def test_near_end_is_status_only_and_printing_goes_on() -> None:
    host = Host(flow="none")
    host.send(ASB_ON)
    host.control("paper_near_end", at={"rows": 40})
    host.send(BODY, CUT, marker("A001"))
    host.settle()
    assert host.read() == bytes.fromhex("10 00 00 00 10 00 03 00") + printed("A001")


def test_cover_opened_while_printing_stops_it_and_closing_goes_on() -> None:
    host = Host(flow="none")
    host.control("cover_open", at={"rows": 100})
    host.send(BODY, CUT, marker("A001"))
    host.settle()
    assert host.read() == b""
    assert host.state()["hanging_text"] == "line 00\nline 01\nline 02"
    host.control("cover_close")
    host.settle()
    assert host.read() == printed("A001")
    assert host.texts() == [BODY.decode().strip()]


def test_a_cutter_jam_needs_its_cause_removed_and_an_enquiry() -> None:
    host = Host(flow="none")
    host.control("cutter_jam")
    host.send(BODY, CUT, marker("A001"))
    host.settle()
    assert host.ask(eot(3)) == b"\x1a"
    host.send(RESUME)
    assert host.ask(eot(3)) == b"\x1a", "the blade still sticks"
    host.control("clear")
    assert host.ask(eot(3)) == b"\x1a", "and freeing it is not enough"
    assert host.state()["jobs"] == 0
    host.send(RESUME)
    host.settle()
    assert host.read().endswith(printed("A001"))
    assert host.state()["jobs"] == 1


def test_a_recoverable_error_cleared_by_enquiry_2_drops_the_rest_without_a_word() -> None:
    host = Host(flow="none")
    host.control("error", at={"rows": 100})
    host.send(BODY, CUT, marker("A001"))
    host.settle()
    host.control("clear")
    assert host.ask(DROP) == b""
    host.settle()
    assert host.state()["buffered_bytes"] == 0
    assert host.ask(eot(3)) == b"\x12"
    assert host.state()["hanging_text"] == "line 00\nline 01\nline 02"
    assert host.print_and_cut(b"next\n").endswith("line 02\nnext")


def test_enquiry_2_does_nothing_without_a_recoverable_error() -> None:
    host = Host(flow="none")
    host.control("cover_open")
    host.send(BODY, DROP)
    assert host.state()["buffered_bytes"] == len(BODY)


def test_a_hot_head_cools_by_itself() -> None:
    host = Host(flow="none")
    host.send(ASB_ON)
    host.control("head_hot", seconds=3, at={"rows": 50})
    host.send(BODY, CUT, marker("A001"))
    host.wait(2.9)
    assert host.read() == bytes.fromhex("10 00 00 00 18 40 00 00")
    host.settle()
    assert host.read() == bytes.fromhex("10 00 00 00") + printed("A001")


def test_an_unrecoverable_error_stays_until_power_goes() -> None:
    host = Host(flow="none")
    host.control("error", kind="unrecoverable")
    host.control("clear")
    host.send(RESUME, DROP, CLEAR)
    assert host.ask(eot(3)) == b"\x32"
    host.control("power_off")
    host.control("power_on")
    host.wait(1)
    assert host.ask(eot(3)) == b"\x12"


def test_power_fails_at_a_byte() -> None:
    host = Host(flow="none")
    host.control("power_off", at={"bytes": 20})
    host.send(INIT, BODY)
    assert host.state()["power"] == "off"
    host.settle()
    assert host.state()["hanging_text"] == ""


def test_a_mute_printer_prints_on() -> None:
    host = Host()
    host.control("mute")
    assert host.ask(eot(1)) == b""
    assert host.print_and_cut(BODY, marker("A001")) == BODY.decode().strip()
    assert host.read() == b""
    host.control("mute", on=False)
    assert host.ask(eot(1)) == b"\x12"


@pytest.mark.parametrize(("xoff", "answer"), [(False, b""), (True, XOFF)])
def test_it_stops_reading(xoff: bool, answer: bytes) -> None:
    host = Host()
    host.control("stop_reading", xoff=xoff)
    assert host.read() == answer
    assert host.line.listening is False
    host.control("start_reading")
    assert host.line.listening is True


def test_lost_flow_bytes() -> None:
    host = Host()
    host.control("lose_flow", byte="xoff")
    host.control("lose_flow", byte="xon")
    host.control("cover_open")
    host.control("cover_close")
    assert host.read() == b""
    host.control("cover_open")
    host.control("cover_close")
    assert host.read() == XOFF + XON


@pytest.mark.parametrize("noise", ["11", "13", "3C 00 00 00", "ff 80"])
def test_stale_input_and_lone_flow_bytes(noise: str) -> None:
    host = Host()
    host.control("garbage", bytes=noise)
    host.send(eot(1))
    assert host.read() == bytes.fromhex(noise) + b"\x12"


@pytest.mark.parametrize(("mode", "text"), [("lost", "A"), ("question", "A?")])
def test_line_errors(mode: str, text: str) -> None:
    host = Host()
    host.send(INIT, b"A")
    host.control("line_error", mode=mode)
    host.send(b"B", b"\n", CUT)
    host.settle()
    assert host.texts() == [text]


def test_wrong_speed_is_garbage_both_ways() -> None:
    host = Host(flow="none")
    host.control("wrong_speed")
    assert host.ask(eot(1)) == b""
    host.control("garbage", bytes="12")
    assert host.read() not in (b"", b"\x12")
    host.control("wrong_speed", on=False)
    host.send(CLEAR)
    assert host.read() == CLEARED


def test_marker_never_and_marker_of_an_older_job() -> None:
    host = Host(flow="none")
    host.control("marker", mode="never")
    host.send(BODY, CUT, marker("A001"))
    host.settle()
    assert host.read() == b""
    host.control("marker", mode="previous")
    host.send(marker("A002"))
    assert host.read() == printed("A001")
    host.control("marker", mode="normal")
    host.send(marker("A003"))
    assert host.read() == printed("A003")


def test_a_late_marker_comes_late_and_is_dropped_by_a_clear() -> None:
    host = Host(flow="none")
    host.control("marker", mode="late", seconds=4)
    host.send(marker("A001"))
    host.wait(3.9)
    assert host.read() == b""
    host.wait(0.2)
    assert host.read() == printed("A001")
    host.send(marker("A002"), CLEAR)
    host.wait(10)
    assert host.read() == CLEARED


def test_functions_a_model_lacks() -> None:
    host = Host(flow="none", asb=False, clear=False, enquiry=False, cutter_fitted=False)
    assert host.ask(ASB_ON + CLEAR) == b""
    host.control("error")
    host.control("clear")
    host.send(RESUME)
    assert host.ask(eot(3)) == b"\x16"
    other = Host(cutter_fitted=False)
    other.send(BODY, CUT)
    other.settle()
    assert other.texts() == []


def test_half_a_raster_then_reconnect_swallows_the_next_commands() -> None:
    host = Host(flow="none")
    host.send(INIT, b"\x1dv0\x00\x48\x00\x18\x00", bytes(100))
    assert host.state()["missing_bytes"] == 72 * 24 - 100
    host.send(INIT, b"swallowed\n", marker("A001"))
    assert host.read() == b""
    assert host.ask(eot(1)) == b"\x12", "real-time commands go through"
    host.send(bytes(72 * 24), b"\x1b@", marker("A002"))
    host.settle()
    assert host.read() == printed("A002")


def test_a_presenter_shows_and_takes_back() -> None:
    host = Host(flow="none", presenter="custom")
    assert host.ask(b"\x1de\x06") == b"\x00"
    host.print_and_cut(BODY)
    assert host.control("take_paper") == {"taken": 0}
    host.send(b"\x1de\x03\x01")
    assert host.ask(b"\x1de\x06") == b"\x08"
    assert host.ask(b"\x10\x04\x14") == bytes.fromhex("10 0F 20 00 00 00")
    host.control("retract_fails")
    host.send(b"\x1de\x02")
    assert host.ask(b"\x1de\x06") == b"\x48"
    host.control("retract_fails", on=False)
    host.send(b"\x1de\x02")
    assert host.ask(b"\x1de\x06") == b"\x00"
    assert host.printer.tray.pieces[1].where == "retracted"
    host.print_and_cut(b"second\n")
    host.control("presenter_jam")
    host.send(b"\x1de\x03\x01")
    assert host.ask(b"\x1de\x06") == b"\xc0"
    host.control("presenter_jam", on=False)
    host.send(b"\x1de\x03\x01")
    assert host.control("take_paper") == {"taken": 1}
    assert host.ask(b"\x10\x04\x14") == bytes.fromhex("10 0F 00 00 00 00")


def test_faults_wait_for_their_time() -> None:
    host = Host(flow="none")
    assert host.control("cover_open", at={"seconds": 2}) == {"scheduled": True}
    host.wait(1.9)
    assert host.ask(eot(1)) == b"\x12"
    host.wait(0.2)
    assert host.ask(eot(1)) == b"\x1a"


@pytest.mark.parametrize(
    ("command", "parameters", "message"),
    [
        ("dance", {}, "unknown command"),
        ("paper_near_end", {"mm": "far"}, '"mm" as a number'),
        ("error", {"kind": "odd"}, "recoverable, unrecoverable"),
        ("paper_out", {"at": {"lines": 3}}, '"at" must be'),
        ("paper_out", {"at": {"rows": 0}}, "whole number from 1"),
        ("garbage", {"bytes": "xyz"}, "hexadecimal"),
        ("options", {"colour": "red"}, 'unknown option "colour"'),
        ("options", {"width": 70}, "one of 80, 58"),
        ("options", {"process_id": 1}, "true or false"),
        ("options", {"speed_mm_s": 0}, "number above 0"),
        ("options", {"model": "中"}, "ASCII"),
        ("marker", {"mode": "lost"}, "normal, never"),
    ],
)
def test_bad_commands_are_refused_in_plain_words(command: str, parameters: dict[str, object], message: str) -> None:
    host = Host()
    with pytest.raises(ControlError, match=message):
        host.control(command, **parameters)


def test_a_bad_parameter_is_refused_at_once_even_when_put_off() -> None:
    """A fault that can only fail later would stop the simulator in the middle of a test."""
    host = Host()
    with pytest.raises(ControlError, match="recoverable"):
        host.control("error", kind="odd", at={"rows": 10})


def test_near_end_without_paper_is_refused() -> None:
    host = Host()
    host.control("paper_out")
    with pytest.raises(ControlError, match="paper_in first"):
        host.control("paper_near_end")


def test_a_fault_during_the_stroke_of_the_blade_comes_after_all_is_printed_and_before_the_cut() -> None:
    host = Host(flow="none")
    host.control("cover_open", at={"cuts": 2})
    assert host.print_and_cut(b"first\n") == "first"
    host.send(INIT, b"second\n", CUT)
    host.settle()
    assert host.state()["hanging_text"] == "second" and host.texts() == ["first"]
    host.control("cover_close")
    host.settle()
    assert host.texts() == ["first", "second"]


def test_a_slow_printer_takes_its_time_until_the_cause_is_gone() -> None:
    host = Host(flow="none")
    host.control("slow", mm_s=10)
    host.send(BODY)
    host.wait(1.0)
    assert str(host.state()["hanging_text"]).count("line") < 4  # 10 mm
    host.control("clear")
    host.wait(0.5)
    assert str(host.state()["hanging_text"]).count("line") == 10


@pytest.mark.parametrize(
    ("option", "question", "answer"),
    [
        ("transmit_status", b"\x1dr\x01", b"\x00"),
        ("identity", b"\x1dIB", b"\x5fSIMULATOR\x00"),
        ("asb", ASB_ON, b"\x10\x00\x00\x00"),
    ],
)
def test_a_plain_clone_does_not_answer(option: str, question: bytes, answer: bytes) -> None:
    host = Host(flow="none")
    assert host.ask(question) == answer
    host.control("options", **{option: False})
    assert host.ask(question) == b""

"""Status bytes: the tables of the specification, sections 4.1 to 4.3, against the simulated printer."""

import pytest

from devices.simulators.escpos_conditions import Conditions
from tests.devices.simulators.escpos_host import ASB_ON, Host, eot


@pytest.mark.parametrize(
    ("situation", "expected"),
    [
        (Conditions(), "12 12 12 12"),
        (Conditions(drawer_high=True), "16 12 12 12"),
        (Conditions(near_end=True), "12 12 12 1E"),
        (Conditions(near_end=True, paper_end=True), "1A 32 12 7E"),
        (Conditions(near_end=True, paper_end=True, drawer_high=True), "1E 32 12 7E"),
        (Conditions(cover_open=True), "1A 16 12 12"),
        (Conditions(feed_button=True), "5A 1A 12 12"),
        (Conditions(cutter_error=True), "1A 52 1A 12"),
        (Conditions(recoverable=True), "1A 52 16 12"),
        (Conditions(unrecoverable=True), "1A 52 32 12"),
        (Conditions(head_hot=True), "1A 52 52 12"),
        (Conditions(paper_end=True), "1A 32 12 72"),
        (Conditions(not_torn_off=True), "92 12 12 12"),
    ],
)
def test_real_time_status_by_the_table(situation: Conditions, expected: str) -> None:
    answers = [situation.dle_eot(n) for n in (1, 2, 3, 4)]
    assert " ".join(f"{answer:02X}" for answer in answers if answer is not None) == expected
    if not situation.not_torn_off:
        assert all(answer is not None and answer & 0x93 == 0x12 for answer in answers)
    assert situation.dle_eot(5) is None


@pytest.mark.parametrize(
    ("situation", "expected"),
    [
        (Conditions(), "10 00 00 00"),
        (Conditions(drawer_high=True, cover_open=True), "3C 00 00 00"),
        (Conditions(near_end=True), "10 00 03 00"),
        (Conditions(near_end=True, paper_end=True), "18 00 0F 00"),
        (Conditions(feed_button=True), "58 02 00 00"),
        (Conditions(cutter_error=True), "18 08 00 00"),
        (Conditions(recoverable=True), "18 04 00 00"),
        (Conditions(unrecoverable=True), "18 20 00 00"),
        (Conditions(head_hot=True), "18 40 00 00"),
    ],
)
def test_automatic_status_by_the_table(situation: Conditions, expected: str) -> None:
    group = situation.asb()
    assert group.hex(" ").upper() == expected
    assert group[0] & 0x93 == 0x10
    assert all(byte & 0x90 == 0 for byte in group[1:])


@pytest.mark.parametrize(
    ("commands", "status"),
    [
        ([], "12 12 12 12"),
        (["paper_near_end"], "12 12 12 1E"),
        (["paper_out"], "1A 32 12 7E"),
        (["paper_out", "paper_in"], "12 12 12 12"),
        (["cover_open"], "1A 16 12 12"),
        (["cover_open", "cover_close"], "12 12 12 12"),
        (["head_hot"], "1A 52 52 12"),
        (["error"], "1A 52 16 12"),
        (["error", "clear"], "1A 52 16 12"),
        (["feed_press"], "5A 1A 12 12"),
        (["feed_press", "feed_release"], "12 12 12 12"),
    ],
)
def test_the_printer_tells_what_was_done_to_it(commands: list[str], status: str) -> None:
    host = Host(flow="none")
    for command in commands:
        host.control(command)
    assert b"".join(host.ask(eot(n)) for n in (1, 2, 3, 4)).hex(" ").upper() == status
    assert host.state()["status"] == dict(zip("1234", status.split(), strict=True))


def test_automatic_status_comes_on_enabling_and_on_each_change_of_an_enabled_item() -> None:
    host = Host(flow="none")
    assert host.ask(ASB_ON) == bytes.fromhex("10 00 00 00")
    host.control("paper_near_end")
    assert host.read() == bytes.fromhex("10 00 03 00")
    host.control("cover_open")
    assert host.read() == bytes.fromhex("38 00 03 00")
    host.control("cover_close")
    host.control("drawer", high=True)
    assert host.read() == bytes.fromhex("10 00 03 00"), "the drawer was not enabled"
    assert host.ask(bytes.fromhex("1D 61 00")) == b""
    host.control("cover_open")
    assert host.read() == b""


def test_enabling_while_out_of_paper_brings_no_answer_until_there_is_paper() -> None:
    host = Host(flow="none")
    host.control("paper_out")
    assert host.ask(ASB_ON) == b""
    assert host.ask(b"\x1dr\x01") == b"", "GS r is queued too"
    host.control("paper_in")
    assert host.read() == bytes.fromhex("10 00 00 00") + b"\x00"


def test_queued_questions() -> None:
    host = Host(flow="none", model="SIM-80", font="CHINA GB2312")
    assert host.ask(b"\x1dr\x01") == b"\x00"
    host.control("paper_near_end")
    assert host.ask(b"\x1dr1") == b"\x03"
    host.control("drawer", high=True)
    assert host.ask(b"\x1dr\x02") == b"\x01"
    assert host.ask(b"\x1dI\x02") == b"\x03"
    assert host.ask(b"\x1dI\x43") == b"_SIM-80\x00"
    assert host.ask(b"\x1dI\x45") == b"_CHINA GB2312\x00"


@pytest.mark.parametrize(("mode", "expected"), [(b"0", ""), (b"1", "37 23 00"), (b"\x02", "37 23 44 00")])
def test_offline_response(mode: bytes, expected: str) -> None:
    host = Host(flow="none")
    host.send(b"\x1d(H\x03\x0010", mode)
    host.control("cover_open")
    assert host.read().hex(" ") == expected


def test_sensors_that_are_not_fitted_say_nothing() -> None:
    host = Host(flow="none", near_end_fitted=False)
    host.control("paper_near_end")
    assert host.ask(eot(4)) == b"\x12"
    host.control("paper_out")
    assert host.ask(eot(4)) == b"\x72"


def test_the_tear_off_dialect_breaks_the_validity_pattern_until_the_paper_is_taken() -> None:
    host = Host(flow="none", tear_off_bit=True)
    host.print_and_cut(b"A\n")
    assert host.ask(eot(1)) == b"\x92"
    assert host.control("take_paper") == {"taken": 1}
    assert host.ask(eot(1)) == b"\x12"

"""The behaviour rows of specs/ccnet.md section 10, with a clock of our own and the frames of section 3."""

import pytest

from devices.simulators.ccnet_codec import frame
from tests.devices.simulators.ccnet_bench import (
    ACK,
    BARCODE_PARAMETERS,
    BILL_TABLE,
    ENABLE_0_TO_2,
    ENABLE_ALL,
    ENABLE_NONE,
    EXTRACT_BARCODE,
    GET_STATUS,
    HOLD,
    IDENTIFICATION,
    NAK,
    POLL,
    RESET,
    RETURN,
    SET_SECURITY_NONE,
    STACK,
    Bench,
)


def test_start_up_as_section_7_tells_it() -> None:
    bench = Bench()
    assert bench.poll_ack() == "10"
    assert bench.say(RESET) == "00"
    assert bench.poll_ack() == "13"
    bench.wait(1.9)
    assert bench.poll_ack() == "13"
    bench.wait(0.1)
    assert bench.poll_ack() == "19"
    assert bench.say(GET_STATUS) == "00 00 00 00 00 00"
    assert bench.say(SET_SECURITY_NONE) == "00"
    assert bytes.fromhex(bench.say(IDENTIFICATION) or "").startswith(b"SM-CN1006-SIM01SIM000000001")
    assert len(bytes.fromhex(bench.say(BILL_TABLE) or "")) == 120
    assert bench.say(BARCODE_PARAMETERS) == "00"
    assert bench.say(ENABLE_ALL) == "00"
    assert bench.poll_ack() == "14"


def test_the_whole_way_of_a_note() -> None:
    bench = Bench().start()
    assert bench.do("insert", denomination=500) == {"id": 1, "where": "entry", "outcome": "accepting"}
    assert bench.poll_ack() == "15"
    bench.wait(0.3)
    assert bench.frames(POLL) == ["02 03 07 80 01 05 22"]  # captured
    assert bench.where() == ["escrow"]
    assert bench.say(STACK) == "00"
    assert bench.poll_ack() == "17"
    assert bench.where() == ["escrow"]
    bench.wait(0.5)
    assert bench.where() == ["stacked"]
    assert bench.frames(POLL) == ["02 03 07 81 01 DD 3B"]  # captured
    assert bench.say(ACK) is None
    assert bench.poll_ack() == "14"


def test_a_note_given_back() -> None:
    bench = Bench().start().escrow(1_000)
    assert bench.say(RETURN) == "00"
    assert bench.poll_ack() == "18"
    assert bench.where() == ["escrow"]
    bench.wait(0.5)
    assert bench.frames(POLL) == ["02 03 07 82 02 2E 23"]
    assert bench.where() == ["returned"]
    assert bench.say(ACK) is None
    assert bench.poll_ack() == "14"


@pytest.mark.parametrize(("decide", "event"), [(STACK, "81 05"), (RETURN, "82 05")])
def test_an_event_repeats_until_it_is_acknowledged(decide: str, event: str) -> None:
    bench = Bench().start().escrow()
    bench.say(decide)
    bench.wait(5)
    assert [bench.poll() for _ in range(3)] == [event] * 3
    assert bench.poll_ack() == event
    assert bench.poll_ack() == "14"


def test_only_the_acknowledgement_of_the_event_itself_counts() -> None:
    bench = Bench().start().escrow()
    bench.say(STACK)
    bench.wait(1)
    assert bench.say(ACK) is None  # nothing was reported yet
    assert bench.poll() == "81 05"
    assert bench.say(GET_STATUS) is not None
    assert bench.say(ACK) is None  # acknowledges the status
    assert bench.poll() == "81 05"
    bench.wait(1.1)
    assert bench.say(ACK) is None  # far too late
    assert bench.poll_ack() == "81 05"
    assert bench.poll_ack() == "14"


def test_an_acknowledged_busy_does_not_take_the_event_away() -> None:
    bench = Bench().start().escrow()
    bench.say(STACK)
    bench.wait(1)
    bench.do("busy", tenths=5)
    assert bench.poll_ack() == "1B 05"
    bench.wait(0.5)
    assert bench.poll_ack() == "81 05"


def test_nak_repeats_the_last_message() -> None:
    bench = Bench().start()
    status = bench.say(GET_STATUS)
    assert bench.say(NAK) == status
    assert bench.say(NAK) == status
    bench.escrow().say(STACK)
    bench.wait(1)
    assert bench.poll() == "81 05"
    assert bench.say(NAK) == "81 05"
    assert bench.say(ACK) is None
    assert bench.poll() == "14"


def test_bad_crc_is_answered_with_nak_and_noise_with_silence() -> None:
    bench = Bench().start()
    assert bench.say("02 03 06 33 DA 80") == "FF"
    assert bench.say("02 01 06 33 DA 81") is None
    assert bench.say("02 03 06 33") is None
    bench.wait(0.2)
    assert bench.poll() == "14"
    assert bench.say("FF 00 02 " + POLL) == "14"


@pytest.mark.parametrize("command", [STACK, RETURN, HOLD])
def test_stack_return_hold_need_a_note_in_escrow(command: str) -> None:
    bench = Bench()
    assert bench.say(command) == "30"
    bench.start()
    assert bench.say(command) == "30"
    bench.escrow().say(STACK)
    assert bench.say(command) == "30"
    bench.wait(1)
    assert bench.say(command) == "30"


@pytest.mark.parametrize("command", [IDENTIFICATION, BILL_TABLE, BARCODE_PARAMETERS])
def test_identification_and_table_need_a_state_of_service(command: str) -> None:
    bench = Bench()
    assert bench.say(command) != "30"
    bench.say(RESET)
    assert bench.poll() == "13"
    assert bench.say(command) != "30"
    bench.wait(2)
    assert bench.say(command) != "30"
    bench.say(ENABLE_ALL)
    assert bench.say(command) == "30"
    bench.escrow()
    assert bench.say(command) == "30"
    bench.say(STACK)
    bench.wait(1)
    assert bench.poll() == "81 05"
    assert bench.say(command) == "30"
    bench.do("failure", code="50")
    assert bench.poll_ack() == "81 05"
    assert bench.poll() == "47 50"
    assert bench.say(command) != "30"


@pytest.mark.parametrize(
    "body", ["3A", "50 00", "51", "54", "60", "99", "35 00", "34 FF FF FF", "33 01"], ids=lambda body: f"body {body}"
)
def test_unknown_commands_and_wrong_lengths_are_illegal(body: str) -> None:
    assert Bench().start().say(frame(bytes.fromhex(body)).hex()) == "30"


def test_barcode_data_is_illegal_without_a_barcode() -> None:
    assert Bench().start().say(EXTRACT_BARCODE) == "30"


def test_enable_is_illegal_before_the_reset() -> None:
    bench = Bench()
    assert bench.say(ENABLE_ALL) == "30"
    assert bench.poll() == "10"


def test_enabled_types_are_told_back() -> None:
    bench = Bench().start(ENABLE_0_TO_2)
    assert bench.say(GET_STATUS) == "00 00 07 00 00 00"
    assert bench.do("state")["enabled_fen"] == [100, 500, 1_000]
    bench.say(ENABLE_ALL)
    assert bench.say(GET_STATUS) == "80 00 3F 00 00 00"  # the notes of the table and the coupon, as a real FLS says it


def test_a_type_not_enabled_is_rejected() -> None:
    bench = Bench().start(ENABLE_0_TO_2)
    bench.do("insert", denomination=10_000)
    assert bench.poll_ack() == "15"
    bench.wait(0.3)
    assert bench.frames(POLL) == ["02 03 07 1C 68 3F 6C"]
    bench.wait(0.5)
    assert bench.where() == ["returned"]
    assert bench.poll_ack() == "1C 68"  # kept until acknowledged
    assert bench.poll_ack() == "14"


def test_a_note_pushed_into_a_disabled_device_comes_back() -> None:
    bench = Bench().start(ENABLE_NONE)
    assert bench.do("insert", denomination=500) == {"id": 1, "where": "entry", "outcome": "rejected", "reason": 0x68}
    assert bench.poll_ack() == "1C 68"
    bench.wait(0.5)
    assert bench.where() == ["returned"]
    assert bench.poll_ack() == "19"


def test_an_unknown_note_is_rejected() -> None:
    bench = Bench().start()
    bench.do("insert", denomination=777)
    bench.wait(0.3)
    assert bench.poll_ack() == "1C 66"


def test_a_type_without_its_escrow_bit_is_stacked_at_once() -> None:
    bench = Bench().start(frame(bytes.fromhex("34 00 00 3F 00 00 07")).hex())
    bench.do("insert", denomination=10_000)
    bench.wait(0.3)
    assert bench.poll_ack() == "17"
    bench.wait(0.5)
    assert bench.poll_ack() == "81 05"
    bench.escrow(500)


def test_escrow_lasts_ten_seconds() -> None:
    bench = Bench().start().escrow()
    bench.wait(9.9)
    assert bench.poll() == "80 05"
    bench.wait(0.1)
    assert bench.poll() == "18"
    assert bench.say(STACK) == "30"
    bench.wait(0.5)
    assert bench.poll_ack() == "82 05"
    assert bench.where() == ["returned"]


def test_hold_suspends_the_limit() -> None:
    bench = Bench().start().escrow()
    assert bench.say(HOLD) == "00"
    bench.wait(60)
    assert bench.poll() == "1A"
    assert bench.say(STACK) == "00"
    bench.wait(0.5)
    assert bench.poll_ack() == "81 05"


def test_disabling_with_a_note_in_escrow_lets_it_finish() -> None:
    bench = Bench().start().escrow()
    assert bench.say(ENABLE_NONE) == "00"
    assert bench.poll() == "80 05"
    assert bench.say(STACK) == "00"
    bench.wait(0.5)
    assert bench.poll_ack() == "81 05"
    assert bench.poll() == "19"


def test_disabling_while_scanning_rejects_the_note() -> None:
    bench = Bench().start()
    bench.do("insert", denomination=500)
    bench.say(ENABLE_NONE)
    bench.wait(0.3)
    assert bench.poll_ack() == "1C 68"


def test_a_second_note_waits_for_the_first() -> None:
    bench = Bench().start().escrow()
    assert bench.do("insert", denomination=500)["outcome"] == "waiting"
    bench.say(STACK)
    bench.wait(0.5)
    assert bench.where() == ["stacked", "entry"]
    assert bench.poll_ack() == "81 05"
    bench.wait(0.3)
    assert bench.poll() == "80 01"


def test_a_customer_does_not_wait_for_ever() -> None:
    bench = Bench().start().escrow()
    bench.do("insert", denomination=500)
    bench.wait(3)
    assert bench.where() == ["escrow", "returned"]


def test_timings_are_settable() -> None:
    bench = Bench()
    bench.do("timings", initialise=0.1, accepting=0.01, stacking=0.02, returning=0.03, escrow_limit=0.5)
    bench.say(RESET)
    bench.wait(0.1)
    bench.say(ENABLE_ALL)
    bench.do("insert", denomination=500)
    assert bench.poll() == "80 01"
    bench.wait(0.48)
    assert bench.poll() == "18"
    bench.wait(0.03)
    assert bench.poll_ack() == "82 01"
    bench.do("timings", rejecting=300)  # a customer who holds a rejected note for minutes
    bench.do("reject_next", reason="62")
    bench.do("insert", denomination=500)
    bench.wait(299)
    assert bench.poll_ack() == "1C 62"
    assert bench.poll_ack() == "1C 62"
    assert bench.where() == ["returned", "entry"]

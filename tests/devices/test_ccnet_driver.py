"""The CCNET driver's ordinary days and its device's faults, over a real pty against a scripted device."""

import time
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from devices.ccnet_tables import FAULTS, REJECT_REASONS
from kiosk.device_status import DeviceState, Severity, Supplies
from kiosk.events import (
    AcceptorIdentified,
    DeviceStatusChanged,
    NoteAccepting,
    NoteCheated,
    NoteEscrowed,
    NoteRejected,
    NoteReturned,
    NoteStacked,
    NotesWhereaboutsKnown,
    StackRefused,
)
from kiosk.money import Fen
from tests.devices.ccnet_peer import ENABLE, HOLD, IDENT, RESET, RETURN, STACK, TABLE, Peer, chinese_table, peer_at
from tests.devices.ccnet_till import ALL_NOTES, QUICK, Till, ready, running

HUNDRED = b"\x80\x05"


@pytest.fixture
def till() -> Till:
    return Till()


@pytest.fixture
def peer(tmp_path: Path) -> Iterator[Peer]:
    with peer_at(tmp_path / "port") as scripted:
        yield scripted


def taking_notes(peer: Peer) -> None:
    peer.wait_until(lambda: peer.state == b"\x14", "IDLING")


# ---- who are you? ----------------------------------------------------------------------------------------------------


def test_cold_start_in_the_order_of_section_7(peer: Peer, till: Till) -> None:
    peer.show(b"\x10")
    peer.reactions[RESET] = (b"\x13", b"\x13", b"\x19")
    with running(peer.path, till):
        identified = till.next(AcceptorIdentified)
        till.usable()
    assert identified == AcceptorIdentified("CashCode SM", "21KC30012345", "SM-CN30-2471 XX", ALL_NOTES)
    assert [heard[0] for heard in peer.heard][:4] == [RESET, IDENT, TABLE, ENABLE]
    assert b"\x10" in peer.acknowledged
    states = [changed.status.state for changed in till.all(DeviceStatusChanged)]
    assert states[-1] is DeviceState.ONLINE
    assert set(states[:-1]) == {DeviceState.STARTING}


def test_a_device_that_does_not_hear_the_first_reset_is_reset_again(peer: Peer, till: Till) -> None:
    peer.show(b"\x10")
    with running(peer.path, till):
        peer.wait_heard(RESET)
        peer.reactions[RESET] = (b"\x13", b"\x19")
        till.next(NotesWhereaboutsKnown)
    assert peer.count(RESET) == 2


def test_silence_right_after_a_reset_is_forgiven(peer: Peer, till: Till) -> None:
    peer.show(b"\x10")
    peer.reactions[RESET] = (None, None, None, b"\x13", b"\x19")
    with running(peer.path, till):
        till.next(NotesWhereaboutsKnown)
    assert "BV-SILENT" not in {changed.status.code for changed in till.all(DeviceStatusChanged)}


def test_an_enabled_device_of_a_dead_process_is_disabled_before_it_is_asked(peer: Peer, till: Till) -> None:
    peer.show(b"\x14")
    with running(peer.path, till):
        till.next(NotesWhereaboutsKnown)
    assert [heard[0] for heard in peer.heard][:3] == [ENABLE, IDENT, TABLE]
    assert peer.heard[0] == bytes([ENABLE]) + bytes(6)
    assert RESET not in [heard[0] for heard in peer.heard]


@pytest.mark.parametrize("text", [b"CHN", b"CNY"])
def test_china_may_be_a_country_or_a_currency(peer: Peer, till: Till, text: bytes) -> None:
    peer.table = chinese_table(text)
    with running(peer.path, till):
        assert till.next(AcceptorIdentified).denominations == ALL_NOTES


def test_notes_of_another_currency_are_never_enabled(peer: Peer, till: Till) -> None:
    peer.table = chinese_table(b"EUR")
    with running(peer.path, till) as driver:
        assert till.next(AcceptorIdentified).denominations == frozenset()
        assert till.status("BV-CURRENCY").usable is False
        driver.accept(ALL_NOTES)
        peer.wait_polls(5)
    assert {heard for heard in peer.heard if heard[0] == ENABLE} == {bytes([ENABLE]) + bytes(6)}


def test_a_note_that_the_device_does_not_know_is_not_enabled(peer: Peer, till: Till) -> None:
    with running(peer.path, till) as driver:
        till.next(NotesWhereaboutsKnown)
        driver.accept(frozenset({Fen(2_000), Fen(20_000)}))
        taking_notes(peer)
    assert bytes([ENABLE]) + b"\x00\x00\x08\x00\x00\x08" in peer.heard


@pytest.mark.parametrize(
    ("command", "answer"), [(IDENT, b"\x37\x37"), (TABLE, b"\x00" * 119)], ids=["identification", "bill table"]
)
def test_what_answers_like_no_validator_is_told_and_asked_again(
    peer: Peer, till: Till, command: int, answer: bytes
) -> None:
    peer.answers[command] = answer
    with running(peer.path, till):
        status = till.status("BV-IDENT")
        assert status.state is DeviceState.HW_ERROR
        del peer.answers[command]
        till.usable()


def test_the_end_of_the_program_shuts_the_device(peer: Peer, till: Till) -> None:
    with ready(peer.path, till):
        taking_notes(peer)
    assert peer.state == b"\x19"


# ---- a note ----------------------------------------------------------------------------------------------------------


def test_a_note_from_the_mouth_to_the_box(peer: Peer, till: Till) -> None:
    peer.reactions[STACK] = (b"\x17", b"\x17", b"\x81\x05")
    peer.after_ack[b"\x81\x05"] = b"\x14"
    with ready(peer.path, till) as driver:
        taking_notes(peer)
        peer.show(b"\x15", HUNDRED)
        till.next(NoteAccepting)
        assert till.next(NoteEscrowed) == NoteEscrowed(Fen(10_000))
        peer.wait_polls(3)
        driver.stack()
        stacked = till.next(NoteStacked)
        peer.wait_until(lambda: peer.state == b"\x14", "IDLING")
    assert (stacked.denomination, stacked.latched) == (10_000, False)
    assert len(till.all(NoteEscrowed)) == len(till.all(NoteStacked)) == 1
    assert peer.count(STACK) == 1
    assert peer.acknowledged.count(b"\x81\x05") == 1


def test_a_returned_note(peer: Peer, till: Till) -> None:
    peer.reactions[RETURN] = (b"\x18", b"\x82\x05")
    peer.after_ack[b"\x82\x05"] = b"\x14"
    with ready(peer.path, till) as driver:
        taking_notes(peer)
        peer.show(HUNDRED)
        till.next(NoteEscrowed)
        driver.return_note()
        assert till.next(NoteReturned).denomination == 10_000
        peer.wait_until(lambda: peer.state == b"\x14", "IDLING")
    assert not till.all(NoteStacked)
    assert peer.count(STACK) == 0


def test_nobody_decides_hold_then_return(peer: Peer, till: Till) -> None:
    peer.reactions = {HOLD: (b"\x1a",), RETURN: (b"\x18", b"\x82\x05")}
    peer.after_ack[b"\x82\x05"] = b"\x14"
    with ready(peer.path, till) as driver:
        taking_notes(peer)
        peer.show(HUNDRED)
        till.next(NoteReturned)
        driver.stack()
        till.next(StackRefused)
    assert [heard[0] for heard in peer.heard if heard[0] in (STACK, RETURN, HOLD)] == [HOLD, RETURN]
    assert len(till.all(NoteEscrowed)) == 1


def test_a_decision_after_hold_is_obeyed_at_once(peer: Peer, till: Till) -> None:
    peer.reactions = {HOLD: (b"\x1a",), STACK: (b"\x81\x05",)}
    peer.after_ack[b"\x81\x05"] = b"\x14"
    with ready(peer.path, till) as driver:
        taking_notes(peer)
        peer.show(HUNDRED)
        peer.wait_heard(HOLD)
        driver.stack()
        assert till.next(NoteStacked).denomination == 10_000


def test_a_refused_stack_is_told(peer: Peer, till: Till) -> None:
    peer.answers[STACK] = b"\x30"
    with ready(peer.path, till) as driver:
        taking_notes(peer)
        peer.show(HUNDRED)
        till.next(NoteEscrowed)
        driver.stack()
        till.next(StackRefused)
        peer.show(b"\x18", b"\x82\x05")
        till.next(NoteReturned)
    assert peer.count(STACK) == 1


def test_a_stack_without_a_note_in_escrow_never_reaches_the_device(peer: Peer, till: Till) -> None:
    with ready(peer.path, till) as driver:
        taking_notes(peer)
        driver.stack()
        till.next(StackRefused)
    assert peer.count(STACK) == 0


def test_a_stack_that_got_lost_is_sent_again(peer: Peer, till: Till) -> None:
    peer.answers[STACK] = None
    with ready(peer.path, till) as driver:
        taking_notes(peer)
        peer.show(HUNDRED)
        till.next(NoteEscrowed)
        driver.stack()
        peer.wait_heard(STACK)
        peer.reactions[STACK] = (b"\x81\x05",)
        del peer.answers[STACK]
        till.next(NoteStacked)
    assert peer.count(STACK) == 2


def test_a_note_of_no_known_value_goes_back_without_a_question(peer: Peer, till: Till) -> None:
    peer.reactions[RETURN] = (b"\x82\x17",)
    peer.after_ack[b"\x82\x17"] = b"\x14"
    with ready(peer.path, till):
        taking_notes(peer)
        peer.show(b"\x80\x17")
        assert till.next(NoteReturned).denomination is None
    assert not till.all(NoteEscrowed)


def test_a_deferred_disable_still_hears_the_note_that_is_on_its_way(peer: Peer, till: Till) -> None:
    peer.reactions[STACK] = (b"\x17", b"\x81\x05")
    peer.after_ack[b"\x81\x05"] = b"\x14"
    with ready(peer.path, till) as driver:
        taking_notes(peer)
        enabled = peer.count(ENABLE)
        peer.show(b"\x15", HUNDRED)
        till.next(NoteEscrowed)
        driver.stop_accepting()
        driver.stack()
        till.next(NoteStacked)
        peer.wait_until(lambda: peer.state == b"\x19", "UNIT DISABLED")
    assert peer.count(ENABLE) == enabled + 1


@pytest.mark.parametrize("reason", [*REJECT_REASONS, 0x7E])
def test_a_rejected_note_is_told_once_with_its_reason(peer: Peer, till: Till, reason: int) -> None:
    with ready(peer.path, till):
        taking_notes(peer)
        peer.show(b"\x15", bytes([0x1C, reason]))
        rejected = till.next(NoteRejected)
        peer.wait_polls(4)
        peer.show(b"\x14")
        peer.wait_polls(2)
    assert rejected == NoteRejected(REJECT_REASONS.get(reason, "unknown_7E"), f"1C {reason:02X}")
    assert len(till.all(NoteRejected)) == 1


# ---- faults ----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("state", sorted(FAULTS))
def test_each_fault_has_its_code_and_goes_away(peer: Peer, till: Till, state: int) -> None:
    shown = bytes([state]) + (b"\x50" if state == 0x47 else b"")
    with ready(peer.path, till):
        taking_notes(peer)
        peer.show(shown)
        status = till.status(FAULTS[state].code)
        assert status.raw == shown.hex(" ").upper()
        assert status.state is FAULTS[state].state
        assert status.may_hold_money is (state in (0x43, 0x44, 0x46))
        peer.show(b"\x13", b"\x19")
        till.next(NotesWhereaboutsKnown)
        last = till.usable()
        taking_notes(peer)  # accept() is still in force
    assert (last.state, last.code, last.may_hold_money) == (DeviceState.ONLINE, "", False)


def test_a_full_box_is_overfull_and_a_pause_does_not_stop_the_sale(peer: Peer, till: Till) -> None:
    with ready(peer.path, till):
        peer.show(b"\x41")
        full = till.status("BV-FULL")
        peer.show(b"\x46")
        paused = till.status("BV-PAUSE")
    assert (full.supplies, full.usable) == (Supplies.OVERFILL, False)
    assert (paused.severity, paused.usable) == (Severity.WARNING, True)


def test_a_jam_while_a_note_is_inside_may_hold_money_until_it_is_known(peer: Peer, till: Till) -> None:
    peer.reactions[STACK] = (b"\x17", b"\x44")
    peer.reactions[RESET] = (b"\x13", b"\x19")
    with ready(peer.path, till) as driver:
        taking_notes(peer)
        peer.show(HUNDRED)
        till.next(NoteEscrowed)
        driver.stack()
        assert till.status("BV-BOX-JAM").may_hold_money
        till.next(NotesWhereaboutsKnown)
    assert peer.count(RESET) == 1
    assert not till.all(NoteStacked)


def test_a_jam_is_reset_a_few_times_and_then_left_to_a_person(peer: Peer, till: Till) -> None:
    with ready(peer.path, till):
        peer.show(b"\x43")
        peer.wait_heard(RESET, QUICK.recovery_tries)
        peer.wait_polls(3 * QUICK.recovery_polls)
    assert peer.count(RESET) == QUICK.recovery_tries
    assert len(till.all(NotesWhereaboutsKnown)) == 1


def test_rejecting_for_minutes_is_a_jam(peer: Peer, till: Till) -> None:
    with ready(peer.path, till):
        taking_notes(peer)
        peer.show(b"\x15", b"\x1c\x62")
        assert till.status("BV-JAM").may_hold_money


def test_cheating_is_an_event_and_a_status(peer: Peer, till: Till) -> None:
    with ready(peer.path, till):
        taking_notes(peer)
        peer.show(b"\x45")
        till.next(NoteCheated)
        assert till.status("BV-CHEAT").state is DeviceState.FRAUD
        peer.wait_polls(3)
    assert till.all(NoteCheated) == [NoteCheated("45")]


def test_unknown_states_are_kept_as_numbers(peer: Peer, till: Till) -> None:
    with ready(peer.path, till):
        taking_notes(peer)
        for shown in (b"\x2f", b"\x7c\x09"):
            peer.show(shown)
            status = till.status("BV-UNKNOWN")
            assert (status.raw, status.usable) == (shown.hex(" ").upper(), False)
        peer.show(b"\x14")
        till.usable()
    assert not till.all(NoteStacked)


def test_a_busy_device_is_left_alone_for_as_long_as_it_asked(peer: Peer, till: Till) -> None:
    with ready(peer.path, till):
        taking_notes(peer)
        polls = peer.polls
        peer.show(b"\x1b\x02", b"\x14")
        peer.wait_until(lambda: peer.polls > polls and peer.state == b"\x14", "the busy answer")
        asked_s = time.monotonic()
        peer.wait_polls(1)
        assert time.monotonic() - asked_s > 0.15  # of the 0.2 s; an idle poll comes after 0.005 s


def test_initialize_without_end_is_a_fault(peer: Peer, till: Till) -> None:
    peer.show(b"\x10")
    peer.reactions[RESET] = (b"\x13",)
    with running(peer.path, till):
        assert till.status("BV-INIT").state is DeviceState.HW_ERROR
        peer.show(b"\x19")
        till.next(NotesWhereaboutsKnown)


def test_a_device_that_will_not_be_enabled_is_told(peer: Peer, till: Till) -> None:
    with running(peer.path, till) as driver:
        till.next(NotesWhereaboutsKnown)
        peer.answers[ENABLE] = b"\x30"
        driver.accept(ALL_NOTES)
        assert till.status("BV-ENABLE").usable is False
        del peer.answers[ENABLE]
        taking_notes(peer)


# ---- the wire --------------------------------------------------------------------------------------------------------


def test_a_silent_device_is_offline_and_started_anew_when_it_answers(peer: Peer, till: Till) -> None:
    with ready(peer.path, till):
        taking_notes(peer)
        peer.show(None)
        assert till.status("BV-SILENT").state is DeviceState.OFFLINE
        peer.show(b"\x14")
        till.next(NotesWhereaboutsKnown)
        taking_notes(peer)
    assert len(till.all(AcceptorIdentified)) == 2


def test_three_bad_answers_in_a_row_are_no_loss(peer: Peer, till: Till) -> None:
    with ready(peer.path, till):
        taking_notes(peer)
        peer.show(None, None, None, b"\x14")
        peer.wait_polls(6)
    assert "BV-SILENT" not in {changed.status.code for changed in till.all(DeviceStatusChanged)}


def test_an_echoing_port_is_never_a_device(peer: Peer, till: Till) -> None:
    peer.echo = True
    peer.show(None)
    with running(peer.path, till):
        assert till.status("BV-ECHO").state is DeviceState.OFFLINE
    assert not till.all(AcceptorIdentified)
    assert peer.heard == []


def test_a_device_behind_an_echo_is_understood(peer: Peer, till: Till) -> None:
    """The echo of an acknowledgement comes within the pause before the next command (20 ms as sold): this peer, which may
    have to wait for the machine, has ten times that."""
    peer.echo = True
    peer.reactions[STACK] = (b"\x81\x05",)
    peer.after_ack[b"\x81\x05"] = b"\x14"
    exchange = replace(QUICK.exchange, before_command_s=0.2, poll_reply_s=2.0, data_reply_s=2.0, byte_gap_s=0.2)
    with ready(peer.path, till, replace(QUICK, exchange=exchange)) as driver:
        taking_notes(peer)
        peer.show(HUNDRED)
        till.next(NoteEscrowed)
        driver.stack()
        assert till.next(NoteStacked).denomination == 10_000
        peer.wait_until(lambda: peer.state == b"\x14", "IDLING")


@pytest.mark.parametrize(
    "noise", [b"\x00", b"\x02", b"\x02\x03\xfa", bytes(range(64))], ids=["byte", "start", "announced frame", "many"]
)
def test_noise_before_answers_is_stepped_over(peer: Peer, till: Till, noise: bytes) -> None:
    peer.mangle = lambda sent: noise + sent
    with ready(peer.path, till):
        taking_notes(peer)


def test_a_wrong_crc_is_asked_again_and_never_a_credit(peer: Peer, till: Till) -> None:
    with ready(peer.path, till):
        taking_notes(peer)
        peer.mangle = lambda sent: sent[:-1] + bytes([sent[-1] ^ 1])
        peer.show(b"\x81\x05")
        till.status("BV-SILENT")
        assert not till.all(NoteStacked)
        assert b"\x81\x05" not in peer.acknowledged
        peer.after_ack[b"\x81\x05"] = b"\x14"
        peer.mangle = lambda sent: sent
        assert till.next(NoteStacked).denomination == 10_000


def test_an_unplugged_port_is_no_device_and_the_next_one_is_started(peer: Peer, till: Till, tmp_path: Path) -> None:
    with ready(peer.path, till):
        taking_notes(peer)
        peer.end()
        assert till.status("BV-NO-PORT").state is DeviceState.NO_DEVICE
        with peer_at(tmp_path / "port") as again:
            till.next(NotesWhereaboutsKnown)
            taking_notes(again)
            peer.show(b"\x19")


def test_a_port_that_is_not_there_is_told_once(tmp_path: Path, till: Till) -> None:
    with running(tmp_path / "nothing", till) as driver:
        status = till.status("BV-NO-PORT")
        driver.accept(ALL_NOTES)
        driver.stop_accepting()
    assert (status.state, status.usable, status.may_hold_money) == (DeviceState.NO_DEVICE, False, False)
    assert "plugged in" in status.raw
    assert len(till.events) == 1

"""Exactly once: each row of specs/ccnet.md section 8, over a real pty against a scripted device."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from kiosk.device_status import DeviceState
from kiosk.events import (
    AcceptorIdentified,
    NoteAccepting,
    NoteEscrowed,
    NoteReturned,
    NoteStacked,
    NotesWhereaboutsKnown,
    StackRefused,
)
from tests.devices.ccnet_peer import (
    ENABLE,
    IDENT,
    IDENTIFICATION,
    RESET,
    RETURN,
    STACK,
    TABLE,
    Peer,
    chinese_table,
    frame,
    peer_at,
)
from tests.devices.ccnet_till import Till, ready, running

ESCROW, STACKED, RETURNED = b"\x80\x05", b"\x81\x05", b"\x82\x05"
IDLING, DISABLED = b"\x14", b"\x19"


@pytest.fixture
def till() -> Till:
    return Till()


@pytest.fixture
def peer(tmp_path: Path) -> Iterator[Peer]:
    with peer_at(tmp_path / "port") as scripted:
        scripted.after_ack = {STACKED: IDLING, RETURNED: IDLING}
        yield scripted


def order_of(till: Till) -> list[str]:
    names = [type(event).__name__ for event in till.events]
    return [name for name in names if name in ("NoteStacked", "NoteReturned", "NotesWhereaboutsKnown")]


def taking_notes(peer: Peer) -> None:
    peer.wait_until(lambda: peer.state == IDLING, "IDLING")


# ---- the promise -----------------------------------------------------------------------------------------------------


def test_no_acknowledgement_before_the_promise_is_kept(peer: Peer, till: Till) -> None:
    with ready(peer.path, till):
        taking_notes(peer)
        till.keeps = False
        peer.show(STACKED)
        stacked = till.next(NoteStacked)
        peer.wait_polls(10)
        assert STACKED not in peer.acknowledged
        stacked.promise.keep()
        peer.wait_until(lambda: STACKED in peer.acknowledged, "the acknowledgement")
    assert till.all(NoteStacked) == [stacked]


def test_a_return_is_acknowledged_as_late(peer: Peer, till: Till) -> None:
    with ready(peer.path, till):
        taking_notes(peer)
        till.keeps = False
        peer.show(RETURNED)
        returned = till.next(NoteReturned)
        peer.wait_polls(10)
        assert RETURNED not in peer.acknowledged
        returned.promise.keep()
        peer.wait_until(lambda: RETURNED in peer.acknowledged, "the acknowledgement")
    assert till.all(NoteReturned) == [returned]


def test_a_kept_promise_is_acknowledged_in_the_same_breath(peer: Peer, till: Till) -> None:
    with ready(peer.path, till):
        taking_notes(peer)
        polls = peer.polls
        peer.show(STACKED)
        peer.wait_until(lambda: STACKED in peer.acknowledged, "the acknowledgement")
        assert peer.polls <= polls + 3


def test_a_till_that_never_keeps_its_promise_gets_no_further_note(peer: Peer, till: Till) -> None:
    """After a storage error nothing is acknowledged, reset or taken (trust.md M10)."""
    peer.reactions[RETURN] = (b"\x18", IDLING)
    with ready(peer.path, till):
        taking_notes(peer)
        till.keeps = False
        peer.show(STACKED)
        till.next(NoteStacked)
        peer.show(ESCROW)
        peer.wait_heard(RETURN)
        peer.show(b"\x12")
        peer.wait_polls(30)
    assert not till.all(NoteEscrowed)
    assert peer.count(RESET) == 0
    assert STACKED not in peer.acknowledged


# ---- repeats ---------------------------------------------------------------------------------------------------------


def test_a_lost_acknowledgement_makes_a_repeat_and_not_a_second_note(peer: Peer, till: Till) -> None:
    peer.after_ack.clear()
    with ready(peer.path, till):
        taking_notes(peer)
        peer.show(STACKED)
        peer.wait_until(lambda: peer.acknowledged.count(STACKED) >= 3, "three acknowledgements")
    assert len(till.all(NoteStacked)) == 1


def test_a_repeat_behind_a_busy_answer_or_noise_is_still_a_repeat(peer: Peer, till: Till) -> None:
    peer.after_ack.clear()
    with ready(peer.path, till):
        taking_notes(peer)
        peer.show(STACKED, b"\x1b\x00", STACKED, None, STACKED)
        peer.wait_until(lambda: peer.acknowledged.count(STACKED) >= 3, "three acknowledgements")
    assert len(till.all(NoteStacked)) == 1


def test_two_notes_of_one_type_are_two_notes(peer: Peer, till: Till) -> None:
    peer.reactions[STACK] = (STACKED,)
    with ready(peer.path, till) as driver:
        for _ in range(2):
            taking_notes(peer)
            peer.show(ESCROW)
            till.next(NoteEscrowed)
            driver.stack()
            assert till.next(NoteStacked).latched is False
    assert peer.count(STACK) == 2


def test_two_types_without_a_state_between_are_two_notes(peer: Peer, till: Till) -> None:
    peer.after_ack = {STACKED: b"\x81\x03", b"\x81\x03": IDLING}
    with ready(peer.path, till):
        taking_notes(peer)
        peer.show(STACKED)
        assert [till.next(NoteStacked).denomination, till.next(NoteStacked).denomination] == [10_000, 2_000]


def test_a_stacked_note_that_nobody_ordered_is_told_as_it_is(peer: Peer, till: Till) -> None:
    with ready(peer.path, till):
        taking_notes(peer)
        peer.show(STACKED)
        stacked = till.next(NoteStacked)
    assert (stacked.denomination, stacked.latched) == (10_000, False)


def test_a_stacked_report_without_its_type_has_no_value(peer: Peer, till: Till) -> None:
    with ready(peer.path, till):
        taking_notes(peer)
        peer.show(b"\x81", b"\x14")
        assert till.next(NoteStacked).denomination is None


# ---- the terminal was restarted, the device kept its power -----------------------------------------------------------


def test_a_report_that_waits_is_heard_before_anything_is_asked_or_reset(peer: Peer, till: Till) -> None:
    till.keeps = False
    peer.show(STACKED)
    with running(peer.path, till):
        stacked = till.next(NoteStacked)
        peer.wait_polls(10)
        assert (stacked.latched, stacked.denomination) == (True, None)  # its table may not be asked for in this state
        assert peer.heard == []
        stacked.promise.keep()
        till.next(NotesWhereaboutsKnown)
    assert order_of(till) == ["NoteStacked", "NotesWhereaboutsKnown"]
    assert till.all(AcceptorIdentified)


def test_a_note_that_stacks_while_the_terminal_starts_is_heard_first(peer: Peer, till: Till) -> None:
    peer.show(b"\x17", b"\x17", STACKED)
    with running(peer.path, till):
        till.next(NotesWhereaboutsKnown)
    assert order_of(till) == ["NoteStacked", "NotesWhereaboutsKnown"]
    assert RESET not in [heard[0] for heard in peer.heard]


@pytest.mark.parametrize("waiting", [ESCROW, b"\x1a"], ids=["escrow", "holding"])
def test_a_note_in_escrow_at_the_start_goes_back(peer: Peer, till: Till, waiting: bytes) -> None:
    peer.show(waiting)
    peer.reactions[RETURN] = (b"\x18", RETURNED)
    with running(peer.path, till):
        till.next(NotesWhereaboutsKnown)
    assert order_of(till) == ["NoteReturned", "NotesWhereaboutsKnown"]
    assert till.all(NoteReturned)[0].latched is (waiting != ESCROW), "a note was seen in escrow: its return is no repeat"
    assert not till.all(NoteEscrowed)
    assert (peer.count(STACK), peer.count(RESET)) == (0, 0)


@pytest.mark.parametrize("rest", [IDLING, DISABLED])
def test_stack_sent_and_never_a_report_leaves_it_to_the_till(peer: Peer, till: Till, rest: bytes) -> None:
    """The "uncertain note": the till has the open intent and hears that there is nothing more to come."""
    peer.show(rest)
    with running(peer.path, till):
        till.next(NotesWhereaboutsKnown)
    assert order_of(till) == ["NotesWhereaboutsKnown"]


@pytest.mark.parametrize("rest", [IDLING, DISABLED])
def test_a_stack_obeyed_and_then_rest_without_a_word_is_left_to_the_till(peer: Peer, till: Till, rest: bytes) -> None:
    """The device keeps its power, says that it stacks, and forgets the note: once, the till hears that this was all."""
    peer.reactions[STACK] = (b"\x17", rest)
    with ready(peer.path, till) as driver:
        taking_notes(peer)
        peer.show(ESCROW)
        till.next(NoteEscrowed)
        known = len(till.all(NotesWhereaboutsKnown))
        driver.stack()
        peer.wait_until(lambda: len(till.all(NotesWhereaboutsKnown)) > known, "the end of the wait")
        peer.wait_polls(30)
    assert len(till.all(NotesWhereaboutsKnown)) == known + 1


def enabled(peer: Peer) -> list[bool]:
    """Of each ENABLE BILL TYPES: did it let any note in?"""
    return [any(heard[1:]) for heard in peer.heard if heard[0] == ENABLE]


@pytest.mark.parametrize("rest", [IDLING, DISABLED])
def test_no_note_is_let_in_before_the_till_has_the_doubt_on_its_disk(peer: Peer, till: Till, rest: bytes) -> None:
    """Else a next process could take word of that note for word of the one in doubt."""
    peer.reactions[STACK] = (b"\x17", rest)
    with ready(peer.path, till) as driver:
        taking_notes(peer)
        peer.show(ESCROW)
        till.next(NoteEscrowed)
        till.keeps = False
        let_in = enabled(peer).count(True)
        driver.stack()
        known = till.next(NotesWhereaboutsKnown)
        peer.wait_polls(10)
        assert (enabled(peer).count(True), enabled(peer)[-1], peer.state) == (let_in, False, DISABLED)
        known.promise.keep()
        peer.wait_until(lambda: peer.state == IDLING, "IDLING")


def test_nothing_is_enabled_after_a_power_cut_before_the_till_knows(peer: Peer, till: Till) -> None:
    peer.reactions[RESET] = (b"\x13", DISABLED)
    with ready(peer.path, till):
        taking_notes(peer)
        till.keeps = False
        let_in = enabled(peer).count(True)
        peer.show(b"\x10")
        known = till.next(NotesWhereaboutsKnown)
        peer.wait_polls(10)
        assert (enabled(peer).count(True), peer.state) == (let_in, DISABLED)
        known.promise.keep()
        peer.wait_until(lambda: peer.state == IDLING, "IDLING")


def test_a_reported_note_is_followed_by_nothing(peer: Peer, till: Till) -> None:
    peer.reactions[STACK] = (b"\x17", STACKED)
    with ready(peer.path, till) as driver:
        taking_notes(peer)
        peer.show(ESCROW)
        till.next(NoteEscrowed)
        known = len(till.all(NotesWhereaboutsKnown))
        driver.stack()
        till.next(NoteStacked)
        peer.wait_polls(30)
    assert len(till.all(NotesWhereaboutsKnown)) == known


@pytest.mark.parametrize("between", [b"\x46", b"\x42", b"\x47\x50", b"\x45"])
@pytest.mark.parametrize("commits", ["before", "after"])
def test_one_note_in_escrow_twice_is_one_note(peer: Peer, till: Till, between: bytes, commits: str) -> None:
    """A second note pushed in too early makes a pause, and then the first one is in escrow again. It goes back: whether the
    till's yes came before or after, it was for a note that has moved since."""
    peer.reactions[RETURN] = (b"\x18", RETURNED)
    with ready(peer.path, till) as driver:
        taking_notes(peer)
        peer.show(ESCROW)
        till.next(NoteEscrowed)
        polls = peer.polls
        peer.show(between)
        peer.wait_until(lambda: peer.polls > polls + 2, "the interruption is seen")
        if commits == "before":
            driver.stack()
        peer.show(ESCROW)
        if commits == "after":
            peer.wait_heard(RETURN)
            driver.stack()
        till.next(NoteReturned)
        peer.wait_polls(5)
    assert (len(till.all(NoteEscrowed)), len(till.all(NoteReturned)), peer.count(STACK)) == (1, 1, 0)
    assert till.all(StackRefused)


# ---- the device lost power -------------------------------------------------------------------------------------------


def cut_after_stack(peer: Peer, till: Till, power_up: bytes, *after_reset: bytes) -> None:
    """A note is told to stack, then the device starts anew with ``power_up``."""
    peer.reactions = {STACK: (b"\x17", power_up), RESET: after_reset}
    peer.after_ack = {STACKED: DISABLED, RETURNED: DISABLED}
    with ready(peer.path, till) as driver:
        taking_notes(peer)
        peer.show(ESCROW)
        till.next(NoteEscrowed)
        driver.stack()
        status = till.status("BV-POWER")
        assert (status.state, status.raw, status.may_hold_money) == (DeviceState.STARTING, power_up.hex(), True)
        till.next(NotesWhereaboutsKnown)
        taking_notes(peer)  # accept() stays in force


def test_plain_power_up_is_left_to_the_till(peer: Peer, till: Till) -> None:
    cut_after_stack(peer, till, b"\x10", b"\x13", DISABLED)
    assert order_of(till)[1:] == ["NotesWhereaboutsKnown"]


def test_bill_in_validator_is_returned_even_without_a_report(peer: Peer, till: Till) -> None:
    cut_after_stack(peer, till, b"\x11", b"\x13", b"\x13", DISABLED)
    assert order_of(till)[1:] == ["NoteReturned", "NotesWhereaboutsKnown"]
    assert (till.all(NoteReturned)[0].denomination, till.all(NoteReturned)[0].latched) == (None, False)


def test_bill_in_validator_with_a_report_is_returned_once(peer: Peer, till: Till) -> None:
    cut_after_stack(peer, till, b"\x11", b"\x13", b"\x18", RETURNED)
    assert order_of(till)[1:] == ["NoteReturned", "NotesWhereaboutsKnown"]
    assert till.all(NoteReturned)[0].denomination == 10_000


def test_the_return_without_a_report_is_safe_with_the_till_before_all_is_said(peer: Peer, till: Till) -> None:
    till.keeps = False
    peer.show(b"\x11")
    peer.reactions[RESET] = (b"\x13", DISABLED)
    with running(peer.path, till):
        returned = till.next(NoteReturned)
        peer.wait_polls(5)
        assert order_of(till) == ["NoteReturned"]
        returned.promise.keep()
        till.next(NotesWhereaboutsKnown)
    assert len(till.all(NoteReturned)) == 1


def test_bill_in_stacker_is_ours_by_the_report_after_initialize(peer: Peer, till: Till) -> None:
    cut_after_stack(peer, till, b"\x12", b"\x13", b"\x13", STACKED)
    assert order_of(till)[1:] == ["NoteStacked", "NotesWhereaboutsKnown"]
    stacked = till.all(NoteStacked)[0]
    assert (stacked.denomination, stacked.latched) == (10_000, False)  # no report before it: it can't be a repeat


def test_bill_in_stacker_and_a_report_one_poll_after_initialize(peer: Peer, till: Till) -> None:
    peer.answers = {IDENT: IDENTIFICATION, TABLE: chinese_table()}
    cut_after_stack(peer, till, b"\x12", b"\x13", DISABLED, STACKED)
    assert order_of(till)[1:] == ["NoteStacked", "NotesWhereaboutsKnown"]


def test_bill_in_stacker_and_never_a_report_is_left_to_the_till(peer: Peer, till: Till) -> None:
    cut_after_stack(peer, till, b"\x12", b"\x13", b"\x13", DISABLED)
    assert order_of(till)[1:] == ["NotesWhereaboutsKnown"]


def test_bill_in_stacker_of_a_time_before_this_process_may_be_a_repeat(peer: Peer, till: Till) -> None:
    peer.show(b"\x12")
    peer.reactions[RESET] = (b"\x13", STACKED)
    peer.after_ack = {STACKED: DISABLED}
    with running(peer.path, till):
        assert till.next(NoteStacked).latched is True
        till.next(NotesWhereaboutsKnown)


def test_power_cut_before_our_acknowledgement_arrived_makes_a_possible_repeat(peer: Peer, till: Till) -> None:
    peer.reactions = {STACK: (STACKED,), RESET: (b"\x13", STACKED)}
    peer.after_ack = {}
    with ready(peer.path, till) as driver:
        taking_notes(peer)
        peer.show(ESCROW)
        till.next(NoteEscrowed)
        till.keeps = False
        driver.stack()
        first = till.next(NoteStacked)
        peer.show(b"\x12")
        peer.wait_polls(3)
        assert peer.count(RESET) == 0  # not while the report is not on the disk
        first.promise.keep()
        till.keeps = True
        again = till.next(NoteStacked)
        peer.show(DISABLED)
        till.next(NotesWhereaboutsKnown)
    assert (first.latched, again.latched) == (False, True)


# ---- answers that come too late --------------------------------------------------------------------------------------


def test_a_late_answer_is_never_acknowledged_in_place_of_a_report(peer: Peer, till: Till) -> None:
    """IDLING comes so late that it arrives just before BILL STACKED: the host's ACK would make the device forget it."""
    late: list[bytes] = []

    def hold_back_idling(sent: bytes) -> bytes | None:
        if peer.state == STACKED and late:
            return late.pop() + sent
        late.append(sent)
        peer.show(STACKED)
        return None

    with ready(peer.path, till):
        taking_notes(peer)
        peer.wait_polls(2)
        peer.mangle = hold_back_idling
        peer.wait_until(lambda: peer.state == STACKED, "the late answer")
        peer.wait_until(lambda: not late, "its arrival")
        peer.mangle = lambda sent: sent
        assert till.next(NoteStacked).denomination == 10_000
        peer.wait_until(lambda: STACKED in peer.acknowledged, "the acknowledgement")
    assert len(till.all(NoteStacked)) == 1


def test_an_answer_to_the_process_before_us_is_never_acknowledged_in_place_of_a_report(peer: Peer, till: Till) -> None:
    """STACKING, asked for by a process that died, arrives just before the BILL STACKED that we asked for."""
    old = [frame(b"\x17")]
    peer.show(STACKED)
    peer.mangle = lambda sent: old.pop() + sent if old else sent
    with running(peer.path, till):
        till.next(NotesWhereaboutsKnown)
    assert order_of(till) == ["NoteStacked", "NotesWhereaboutsKnown"]


# ---- decisions that come too late ------------------------------------------------------------------------------------


def test_a_yes_for_a_note_that_went_back_never_stacks_the_next_one(peer: Peer, till: Till) -> None:
    """The till says *stack* for the first note while the device is returning it; another note follows at once."""
    peer.after_ack[RETURNED] = b"\x80\x03"
    peer.reactions[RETURN] = (b"\x18", IDLING)
    with ready(peer.path, till) as driver:
        taking_notes(peer)
        peer.show(ESCROW)
        assert till.next(NoteEscrowed).denomination == 10_000
        till.keeps = False
        peer.show(RETURNED)
        returned = till.next(NoteReturned)
        driver.stack()
        till.next(StackRefused)
        returned.promise.keep()
        assert till.next(NoteEscrowed).denomination == 2_000
        driver.return_note()
        peer.wait_heard(RETURN)
    assert peer.count(STACK) == 0


def test_link_loss_with_a_note_in_escrow_sends_it_back_afterwards(peer: Peer, till: Till) -> None:
    peer.reactions[RETURN] = (b"\x18", RETURNED)
    with ready(peer.path, till) as driver:
        taking_notes(peer)
        peer.show(ESCROW)
        till.next(NoteEscrowed)
        peer.show(None)
        assert till.status("BV-SILENT").may_hold_money
        driver.stack()
        till.next(StackRefused)
        peer.show(ESCROW)
        till.next(NoteReturned)
        till.next(NotesWhereaboutsKnown)
    assert peer.count(STACK) == 0


def test_link_loss_while_stacking_hears_the_report_first(peer: Peer, till: Till) -> None:
    peer.reactions[STACK] = (b"\x17", None)
    with ready(peer.path, till) as driver:
        taking_notes(peer)
        peer.show(ESCROW)
        till.next(NoteEscrowed)
        driver.stack()
        assert till.status("BV-SILENT").may_hold_money
        peer.show(STACKED)
        stacked = till.next(NoteStacked)
        till.next(NotesWhereaboutsKnown)
    assert (stacked.denomination, stacked.latched) == (10_000, False)
    assert order_of(till)[1:] == ["NoteStacked", "NotesWhereaboutsKnown"]


def test_a_report_lost_with_the_link_may_be_a_repeat_afterwards(peer: Peer, till: Till) -> None:
    peer.reactions[STACK] = (STACKED,)
    peer.after_ack = {}
    with ready(peer.path, till) as driver:
        taking_notes(peer)
        peer.show(ESCROW)
        till.next(NoteEscrowed)
        driver.stack()
        till.next(NoteStacked)
        peer.show(None)
        till.status("BV-SILENT")
        peer.after_ack = {STACKED: IDLING}
        peer.show(STACKED)
        assert till.next(NoteStacked).latched is True


def test_a_return_told_before_the_link_was_lost_may_be_a_repeat_until_something_else_comes(peer: Peer, till: Till) -> None:
    peer.after_ack = {}
    with ready(peer.path, till):
        taking_notes(peer)
        for after_rest in (False, True):
            peer.show(b"\x15")
            till.next(NoteAccepting)
            peer.show(RETURNED)
            assert till.next(NoteReturned).latched is False
            peer.wait_until(lambda: RETURNED in peer.acknowledged, "the acknowledgement")
            if after_rest:
                peer.show(IDLING)
                peer.wait_polls(3)
            peer.show(None)
            till.status("BV-SILENT")
            peer.after_ack = {RETURNED: DISABLED}
            peer.show(RETURNED)
            assert till.next(NoteReturned).latched is not after_rest
            till.next(NotesWhereaboutsKnown)
            taking_notes(peer)
            peer.after_ack = {}

"""What became of a sale, and taking one back: asked until the terminal has answered, whatever it takes (section 9.4)."""

from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from devices.zvt_timing import ZvtOptions
from kiosk.card import CardApproval, CardAttempt, CardPart, CardReference, CardStep, CardVerdict, ReversalOutcome
from kiosk.events import (
    CardConfirmed,
    CardNotCharged,
    CardOrphanFound,
    CardProgressed,
    CardResolved,
    CardReversalDelayed,
    CardReversalEnded,
    CardTerminalReady,
    CardUnclear,
)
from kiosk.money import Fen
from tests.devices.zvt_peer import (
    APPROVED,
    BEFORE,
    COMPLETED,
    QUICK,
    REGISTERED,
    Peer,
    Till,
    attempt,
    peer_at,
    ready,
    running,
    said,
)

LAST = CardReference("0018", "000264", Fen(500), "2026-11-20T10:00:00")
OPEN = replace(attempt(), before=LAST)
APPROVAL = CardApproval(Fen(1600), "29001006", "0019", "000265", "891500", "0010", "UnionPay", at="2026-11-21T12:00:30")
CHARGE = CardPart("a1", APPROVAL)
REVERSED_OURS = said("04 0F", "27 00 04 00 00 00 00 16 00 49 01 56 87 00 20 0B 00 02 66 29 29 00 10 06 37 00 02 65")
SALE, REVERSAL = 0x0601, 0x0630
REVERSAL_DONE = said("04 0F", "27 00 04 00 00 00 00 16 00 87 00 20 0B 00 02 66 29 29 00 10 06 37 00 02 65")


@pytest.fixture
def peer(tmp_path: Path) -> Iterator[Peer]:
    with peer_at(tmp_path / "port") as made:
        made.last = BEFORE
        yield made


def asked(peer: Peer, open_attempt: CardAttempt = OPEN, options: ZvtOptions | None = None) -> tuple[CardResolved, Till]:
    till = Till()
    with ready(peer, till, options) as driver:
        driver.resolve(open_attempt)
        resolved = till.next(CardResolved)
        till.next(CardTerminalReady)
    assert till.all(CardResolved) == [resolved]
    return resolved, till


def questions(peer: Peer) -> int:
    return peer.count("06 20")


def test_m6_nothing_new_is_not_charged(peer: Peer) -> None:
    resolved, till = asked(peer)
    assert (resolved.verdict, resolved.approval) == (CardVerdict.NOT_CHARGED, None)
    assert CardProgressed("a1", CardStep.CHECKING) in till.all(CardProgressed)
    assert questions(peer) == 2  # at the start, and for the attempt


def test_m6_a_charge_is_asked_for_twice_and_carries_its_approval(peer: Peer) -> None:
    peer.last = APPROVED
    resolved, _ = asked(peer)
    assert resolved.verdict is CardVerdict.CHARGED
    assert resolved.approval is not None
    assert (resolved.approval.trace, resolved.approval.auth_code, resolved.approval.amount) == ("000265", "891500", 1600)
    assert questions(peer) == 3


@pytest.mark.parametrize("status", ["06 0F 01 E1", "06 0F 01 DC"], ids=["not removed", "inserted"])
def test_m6_a_charge_is_no_verdict_while_the_card_is_in_the_slot(peer: Peer, status: str) -> None:
    """The terminal's own undoing may wait until it is taken out (section 7.2)."""
    till = Till()
    peer.last, peer.status = APPROVED, status
    with running(peer, till) as driver:
        driver.resolve(OPEN)
        peer.wait_until(lambda: questions(peer) >= 4)
        assert not till.all(CardResolved)
        peer.last, peer.status = BEFORE, "06 0F 01 00"
        assert till.next(CardResolved).verdict is not CardVerdict.CHARGED


def test_m6_with_1f1f_a_charge_stays_and_is_asked_for_once(peer: Peer) -> None:
    peer.last = APPROVED
    resolved, _ = asked(peer, options=ZvtOptions(sync="1f1f"))
    assert resolved.verdict is CardVerdict.CHARGED
    assert questions(peer) == 2


def test_m6_a_charge_that_the_terminal_undoes_between_the_questions_is_reversed(peer: Peer) -> None:
    def tell(peer: Peer, _data: bytes) -> None:
        peer.tell_last()
        if questions(peer) == 2:
            peer.last = BEFORE

    peer.last = APPROVED
    peer.handlers[0x0620] = tell
    assert asked(peer)[0].verdict is CardVerdict.REVERSED


def test_m6_a_reversal_of_ours_is_reversed(peer: Peer) -> None:
    peer.last = REVERSED_OURS
    assert asked(peer, replace(OPEN, approval=APPROVAL))[0].verdict is CardVerdict.REVERSED


@pytest.mark.parametrize("last", ["84 83 00", "06 1E 01 83", said("04 0F", "27 6C 29 29 00 10 06"), "04 0F 03 27 00 B0"])
def test_m6_what_tells_nothing_is_undecided_after_a_second_question(peer: Peer, last: str) -> None:
    peer.last = last
    resolved, _ = asked(peer)
    assert resolved.verdict is CardVerdict.UNDECIDED
    assert resolved.detail
    assert questions(peer) >= 3


def test_m6_no_verdict_while_the_terminal_is_busy_or_undoes(peer: Peer) -> None:
    def status(peer: Peer, _data: bytes) -> None:
        peer.finish("06 0F 01 9C" if peer.count("05 01") < 8 else "06 0F 01 00")

    till = Till()
    with ready(peer, till) as driver:
        peer.heard.clear()
        peer.handlers[0x0501] = status
        driver.resolve(OPEN)
        assert till.next(CardResolved).verdict is CardVerdict.NOT_CHARGED
    assert questions(peer) == 1


def test_m6_an_approval_that_comes_while_it_is_asked_is_refused(peer: Peer) -> None:
    def register(peer: Peer, _data: bytes) -> None:
        peer.finish(*([APPROVED] if peer.count("06 00") == 2 else []), REGISTERED)

    peer.handlers[0x0600] = register
    resolved, till = asked(peer)
    assert resolved.verdict is CardVerdict.NOT_CHARGED
    assert [orphan.refused for orphan in till.all(CardOrphanFound)] == [True]
    assert "84 66 00" in peer.answers


def test_m6_no_sale_while_in_doubt(peer: Peer) -> None:
    till = Till()
    peer.handlers[0x0601] = lambda peer, _: peer.finish("06 1E 01 C7")
    with ready(peer, till) as driver:
        driver.sell(OPEN)
        till.next(CardUnclear)
        driver.sell(replace(OPEN, attempt_id="a2"))
        refused = till.next(CardNotCharged)
        assert (refused.attempt_id, peer.count("06 01")) == ("a2", 1)
        driver.resolve(OPEN)
        assert till.next(CardResolved).verdict is CardVerdict.NOT_CHARGED
        till.next(CardTerminalReady)
        driver.sell(replace(OPEN, attempt_id="a3"))
        till.next(CardUnclear)
    assert peer.count("06 01") == 2


def test_m6_the_order_is_kept_until_the_terminal_is_there(peer: Peer) -> None:
    peer.deaf = True
    till = Till()
    with running(peer, till) as driver:
        driver.resolve(OPEN)
        till.status("CARD-SILENT")
        peer.deaf = False
        assert till.next(CardResolved).verdict is CardVerdict.NOT_CHARGED


def test_m6_without_a_word_of_the_terminal_it_ends_undecided(peer: Peer) -> None:
    peer.deaf = True
    till = Till()
    with running(peer, till) as driver:
        driver.resolve(OPEN)
        resolved = till.next(CardResolved)
    assert resolved.verdict is CardVerdict.UNDECIDED
    assert "could not be asked" in resolved.detail


def test_m6_after_a_question_that_nobody_answered_in_time_the_terminal_works_again(peer: Peer) -> None:
    """It was unplugged; persons have decided. Back again, it performs the reversal that waited, and the next sale."""

    def unplugged(peer: Peer, _data: bytes) -> None:
        peer.say("80 00 00")
        target = peer.path.readlink()
        peer.path.unlink()
        replug.append(lambda: peer.path.symlink_to(target))

    replug: list[Callable[[], None]] = []
    till = Till()
    peer.handlers[SALE] = unplugged
    with ready(peer, till) as driver:
        driver.sell(OPEN)
        till.next(CardUnclear)
        till.status("CARD-PORT")
        driver.resolve(OPEN)
        driver.reverse(CardPart("a0", APPROVAL))
        assert till.next(CardResolved).verdict is CardVerdict.UNDECIDED
        peer.handlers[REVERSAL] = lambda peer, _: peer.finish(REVERSAL_DONE, COMPLETED)
        peer.handlers[SALE] = lambda peer, _: peer.finish(APPROVED, COMPLETED)
        replug[0]()
        assert till.next(CardReversalEnded).outcome is ReversalOutcome.REVERSED
        till.next(CardTerminalReady)
        driver.sell(replace(OPEN, attempt_id="a2"))
        till.next(CardConfirmed)


def test_m6_without_a_port_it_ends_undecided_too(peer: Peer) -> None:
    peer.path.unlink()
    till = Till()
    with running(peer, till) as driver:
        driver.resolve(OPEN)
        assert till.next(CardResolved).verdict is CardVerdict.UNDECIDED
        driver.reverse(CHARGE)
        assert till.next(CardReversalDelayed).tries == 1
        assert till.next(CardReversalDelayed).tries == 2


def test_m6_the_day_is_not_closed_while_a_sale_is_in_doubt(peer: Peer) -> None:
    """An end of the day may clear the journal: then our charge would look like nothing at all."""

    def closed(peer: Peer, _data: bytes) -> None:
        peer.finish(said("04 0F", "27 00 04 00 00 00 00 16 00"), COMPLETED)
        peer.handlers[0x0620] = lambda peer, _: peer.finish(COMPLETED)
        peer.status = "06 0F 01 00"

    till = Till()
    peer.last, peer.status = APPROVED, "06 0F 01 F0"
    peer.handlers[0x0650] = closed
    with running(peer, till, timing=replace(QUICK, longest_resolve_s=1.0)) as driver:
        driver.resolve(replace(OPEN, before=None))
        assert till.next(CardResolved).verdict is CardVerdict.UNDECIDED
        till.next(CardTerminalReady)  # it is closed then
    assert peer.count("06 50") == 1


def test_m6_another_terminal_cannot_tell(peer: Peer) -> None:
    peer.handlers[0x0600] = lambda peer, _: peer.finish(REGISTERED.replace("29 29 00 10 06", "29 29 00 10 07"))
    till = Till()
    with ready(peer, till, timing=replace(QUICK, longest_resolve_s=1.0)) as driver:
        driver.resolve(OPEN)
        resolved = till.next(CardResolved)
    assert resolved.verdict is CardVerdict.UNDECIDED
    assert "29001007 is connected" in resolved.detail


# ---- reversal ----------------------------------------------------------------------------------------------------------


def reversal(peer: Peer, *messages: str) -> tuple[CardReversalEnded, Till]:
    peer.handlers[REVERSAL] = lambda peer, _: peer.finish(*messages)
    till = Till()
    with ready(peer, till) as driver:
        driver.reverse(CHARGE)
        ended = till.next(CardReversalEnded)
        till.next(CardTerminalReady)
    return ended, till


@pytest.mark.parametrize(
    ("messages", "outcome", "code"),
    [
        ((REVERSAL_DONE, COMPLETED), ReversalOutcome.REVERSED, "00"),
        (("06 1E 01 B4",), ReversalOutcome.REVERSED, "B4"),
        ((said("04 0F", "27 B4"), "06 1E 01 B4"), ReversalOutcome.REVERSED, "B4"),
        (("06 1E 01 B5",), ReversalOutcome.IMPOSSIBLE, "B5"),
        ((REVERSAL_DONE.replace("37 00 02 65", "37 00 02 64"), COMPLETED), ReversalOutcome.IMPOSSIBLE, "TRACE"),
    ],
)
def test_m6_the_ends_of_a_reversal(peer: Peer, messages: tuple[str, ...], outcome: ReversalOutcome, code: str) -> None:
    ended, till = reversal(peer, *messages)
    assert ended == CardReversalEnded("a1", outcome, code)
    assert not till.all(CardReversalDelayed)
    assert not till.all(CardOrphanFound), "the status of a reversal is no approval of nobody's"
    assert "06 30 10 00 00 00 87 00 19 04 00 00 00 00 16 00 49 01 56" in peer.heard


def test_m6_a_reversal_is_repeated_until_it_is_answered(peer: Peer) -> None:
    def answer(peer: Peer, _data: bytes) -> None:
        tries = peer.count("06 30")
        if tries == 1:
            peer.say("84 9C 00")
        elif tries == 2:
            peer.finish("06 1E 01 7D")
        elif tries == 3:
            peer.finish(REVERSAL_DONE, "06 1E 01 C7")  # done, and then not: asked again
        elif tries == 4:
            peer.finish(REVERSAL_DONE)  # lost before its end
        else:
            peer.finish("06 1E 01 B4")

    peer.handlers[REVERSAL] = answer
    till = Till()
    with ready(peer, till) as driver:
        driver.reverse(CHARGE)
        assert till.next(CardReversalEnded) == CardReversalEnded("a1", ReversalOutcome.REVERSED, "B4")
    told = till.all(CardReversalDelayed)
    assert [delayed.tries for delayed in told] == [1, 2, 3, 4]
    assert "7D" in told[1].reason


def test_m7_a_terminal_that_lost_its_registration_is_registered_again_and_then_reverses(peer: Peer) -> None:
    """Found by the crash matrix: after a brown-out it answers the enquiry as ever, and each reversal with 6B."""

    def answer(peer: Peer, _data: bytes) -> None:
        if peer.count("06 00") == registered:
            peer.finish("06 1E 01 6B")
        else:
            peer.finish(REVERSAL_DONE, COMPLETED)

    peer.handlers[REVERSAL] = answer
    till = Till()
    with ready(peer, till) as driver:
        registered = peer.count("06 00")
        driver.reverse(CHARGE)
        assert till.next(CardReversalEnded).outcome is ReversalOutcome.REVERSED


def test_x18_a_reversal_that_persons_have_decided_is_tried_no_more(peer: Peer) -> None:
    peer.handlers[REVERSAL] = lambda peer, _: peer.finish("06 1E 01 7D")
    till = Till()
    with ready(peer, till) as driver:
        driver.reverse(CHARGE)
        till.next(CardReversalDelayed)
        driver.stop_reversing(CHARGE.attempt_id)
        tries, polls = peer.count("06 30"), peer.count("05 01")
        peer.wait_until(lambda: peer.count("05 01") >= polls + 3)
        assert peer.count("06 30") <= tries + 1, "one may have been on the wire"
    assert not till.all(CardReversalEnded)


def test_m6_a_reversal_is_not_sent_to_another_terminal(peer: Peer) -> None:
    peer.handlers[0x0600] = lambda peer, _: peer.finish(REGISTERED.replace("29 29 00 10 06", "29 29 00 10 07"))
    till = Till()
    with ready(peer, till) as driver:
        driver.reverse(CHARGE)
        assert "29001007 is connected" in till.next(CardReversalDelayed).reason
    assert peer.count("06 30") == 0

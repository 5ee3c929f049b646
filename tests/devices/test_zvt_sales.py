"""Sales over a pty against a scripted terminal: each way that one may end; nothing unclear is ever anything else."""

import select
import threading
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from devices.zvt_timing import ZvtOptions
from kiosk.card import CardProblem, CardReference, CardStep
from kiosk.events import (
    CardApproved,
    CardConfirmed,
    CardNotCharged,
    CardOrphanFound,
    CardProgressed,
    CardTerminalReady,
    CardUnclear,
    DeviceStatusChanged,
)
from kiosk.money import Fen
from tests.devices.zvt_peer import (
    ABORTED,
    APPROVED,
    BEFORE,
    BEFORE_DATA,
    COMPLETED,
    OK,
    QUICK,
    Peer,
    Till,
    attempt,
    peer_at,
    ready,
    running,
    said,
)

SALE = 0x0601
SELDOM_POLLED = replace(QUICK, poll_s=30.0)
REFUSED = "84 66 00"
DECLINED = said("04 0F", "27 05 04 00 00 00 00 16 00")
INSERT, PIN, BANK = "04 FF 01 0A", "04 FF 01 01", "04 FF 01 04"
CANCELLED = said("04 0F", "27 6C 29 29 00 10 06")


@pytest.fixture
def peer(tmp_path: Path) -> Iterator[Peer]:
    with peer_at(tmp_path / "port") as made:
        yield made


def ended(till: Till) -> CardConfirmed | CardNotCharged | CardUnclear:
    """The one event that a sale ends in."""
    event: CardConfirmed | CardNotCharged | CardUnclear = till.next(CardConfirmed | CardNotCharged | CardUnclear)  # type: ignore[arg-type]
    return event


def sold(peer: Peer, *messages: str, till: Till | None = None) -> CardConfirmed | CardNotCharged | CardUnclear:
    till = till or Till()
    peer.handlers[SALE] = lambda peer, _: peer.finish(*messages)
    with ready(peer, till) as driver:
        driver.sell(attempt())
        event = ended(till)
    ends = [*till.all(CardConfirmed), *till.all(CardNotCharged), *till.all(CardUnclear)]
    assert ends == [event], "a sale has one end"
    assert peer.count("06 01") == 1, "a sale is sent once"
    return event


def test_start_registers_and_says_the_last_transaction(peer: Peer) -> None:
    till = Till()
    peer.last = BEFORE
    with running(peer, till):
        told = till.next(CardTerminalReady)
        assert till.all(DeviceStatusChanged)[-1].status.usable
    assert told.identity.terminal_id == "29001006"
    assert told.last == CardReference("0018", "000264", Fen(500), told.last.at if told.last else "")
    assert told.last is not None
    assert told.last.at.endswith("-11-20T10:00:00")
    assert "06 00 18 00 00 00 BE 01 56 03 01 06 0E 12 01 42 26 04 0A 02 06 D3 27 03 14 01 FE" in peer.heard
    assert peer.count("06 91") == 1


def test_an_approved_sale_with_its_steps_and_slip(peer: Peer) -> None:
    till = Till()
    lines = ["06 D1 05 00 54 45 53 54", "06 D1 11 00 36 32 31 34 38 33 31 32 33 34 35 36 30 30 31 30"]
    event = sold(peer, INSERT, PIN, BANK, APPROVED, *lines, COMPLETED, till=till)
    assert event == CardConfirmed("a1", ("TEST", "************0010"))
    approval = till.all(CardApproved)[0].approval
    assert (approval.amount, approval.terminal_id) == (1600, "29001006")
    assert (approval.receipt, approval.trace, approval.auth_code) == ("0019", "000265", "891500")
    assert (approval.last4, approval.card_name, approval.entry) == ("0010", "UnionPay", "chip")
    assert approval.application_id == "A000000333010102"
    assert approval.at[4:] == "-11-21T12:00:30"
    assert [told.step for told in till.all(CardProgressed)] == [CardStep.PRESENT, CardStep.PIN, CardStep.BANK]
    assert "06 01 10 04 00 00 00 00 16 00 49 01 56 19 40 01 1E 02 05" in peer.heard


def test_m6_the_terminal_hears_recorded_only_after_the_promise(peer: Peer) -> None:
    till = Till()
    till.keeps = False
    peer.handlers[SALE] = lambda peer, _: peer.finish(APPROVED, APPROVED, COMPLETED)
    with ready(peer, till) as driver:
        driver.sell(attempt())
        approved = till.next(CardApproved)
        peer.wait_until(lambda: "84 9C 00" in peer.answers, "84 9C")
        assert peer.answers[-1] == "84 9C 00"
        approved.promise.keep()
        assert isinstance(ended(till), CardConfirmed)
    assert len(till.all(CardApproved)) == 1


def test_m6_an_approval_that_is_never_recorded_is_refused_and_unclear(peer: Peer) -> None:
    till = Till()
    till.keeps = False
    event = sold(peer, *[APPROVED] * 5, ABORTED, till=till)
    assert isinstance(event, CardUnclear)
    assert [answer for answer in peer.answers if answer.startswith("84")] == ["84 9C 00"] * 4 + [REFUSED]


def test_the_same_approval_again_gets_the_same_answer_and_no_second_event(peer: Peer) -> None:
    till = Till()
    assert isinstance(sold(peer, APPROVED, APPROVED, COMPLETED, till=till), CardConfirmed)
    assert len(till.all(CardApproved)) == 1
    assert not till.all(CardOrphanFound)


@pytest.mark.parametrize(
    ("messages", "problem", "code"),
    [
        ((DECLINED, "06 1E 01 05"), CardProblem.DECLINED, "05"),
        ((DECLINED.replace("27 05", "27 33"), "06 1E 01 33"), CardProblem.FUNDS, "33"),
        ((CANCELLED, ABORTED), CardProblem.CANCELLED, "6C"),
        ((CANCELLED, COMPLETED), CardProblem.CANCELLED, "6C"),
        ((ABORTED,), CardProblem.CANCELLED, "6C"),
        (("06 1E 01 64",), CardProblem.UNREADABLE, "64"),
        ((DECLINED.replace("27 05", "27 37"), PIN, CANCELLED, ABORTED), CardProblem.CANCELLED, "6C"),
    ],
)
def test_listed_codes_are_definite(peer: Peer, messages: tuple[str, ...], problem: CardProblem, code: str) -> None:
    assert sold(peer, *messages) == CardNotCharged("a1", problem, code)


def test_a_wrong_pin_is_told_and_may_go_on_to_an_approval(peer: Peer) -> None:
    till = Till()
    wrong = DECLINED.replace("27 05", "27 37")
    assert isinstance(sold(peer, PIN, wrong, PIN, APPROVED, COMPLETED, till=till), CardConfirmed)
    assert CardProgressed("a1", CardStep.PIN, CardProblem.WRONG_PIN) in till.all(CardProgressed)


OTHER_AMOUNT = APPROVED.replace("16 00 49", "17 00 49")
OTHER_CURRENCY = APPROVED.replace("49 01 56", "49 09 78")
OTHER_TERMINAL = APPROVED.replace("29 29 00 10 06", "29 29 00 10 07")


@pytest.mark.parametrize("wrong", [OTHER_AMOUNT, OTHER_CURRENCY, OTHER_TERMINAL])
def test_m6_an_approval_that_is_not_this_sale_is_refused_and_an_orphan(peer: Peer, wrong: str) -> None:
    till = Till()
    assert isinstance(sold(peer, wrong, ABORTED, till=till), CardUnclear)
    assert REFUSED in peer.answers
    assert [orphan.refused for orphan in till.all(CardOrphanFound)] == [True]
    assert not till.all(CardApproved)


@pytest.mark.parametrize(
    ("messages", "answer"),
    [
        ((COMPLETED,), OK),  # no result at all
        (("06 1E 01 C7",), OK),  # a code of no table
        ((DECLINED.replace("27 05", "27 C7"), ABORTED), OK),
        ((DECLINED, "06 1E 01 C7"), OK),
        (("06 1E 01 00",), OK),
        (("06 1E 00",), OK),
        ((APPROVED, ABORTED), OK),  # approved, recorded, and then aborted
        ((APPROVED, CANCELLED, ABORTED), OK),
        ((APPROVED, CANCELLED, COMPLETED), OK),
        (("04 FF 01 05", ABORTED), OK),  # it undoes something by itself
        (("04 0F 05 27 00 B0 01 02", ABORTED), "84 83 00"),  # an unknown bitmap
        (("04 0F 01 27", ABORTED), REFUSED),  # cut short
        (("04 0F 05 29 29 00 10 06", COMPLETED), REFUSED),  # a status without a result
        (("04 0F 04 27 00 27 05", COMPLETED), REFUSED),  # two results
        ((DECLINED.replace("27 05", "27 B4"), ABORTED), OK),
    ],
)
def test_m6_whatever_is_unlisted_or_contradictory_is_unclear(peer: Peer, messages: tuple[str, ...], answer: str) -> None:
    event = sold(peer, *messages)
    assert isinstance(event, CardUnclear), event
    assert answer in peer.answers


def test_a_refused_order_is_definite_if_the_code_is_listed(peer: Peer) -> None:
    peer.handlers[SALE] = lambda peer, _: peer.say("84 9C 00")
    till = Till()
    with ready(peer, till) as driver:
        driver.sell(attempt())
        assert ended(till) == CardNotCharged("a1", CardProblem.TERMINAL, "9C")


@pytest.mark.parametrize("answer", ["84 C7 00", "80 01 00"])
def test_a_refusal_by_an_unlisted_code_is_unclear(peer: Peer, answer: str) -> None:
    peer.handlers[SALE] = lambda peer, _: peer.say(answer)
    till = Till()
    with ready(peer, till) as driver:
        driver.sell(attempt())
        assert isinstance(ended(till), CardUnclear)


def test_m6_a_refusal_of_the_repeat_may_hide_a_sale_that_runs(peer: Peer) -> None:
    """Our block went out twice because its ACK was lost; the terminal obeys the first and is busy for the second."""
    till = Till()
    peer.handlers[SALE] = lambda peer, _: peer.say("84 9C 00")
    with ready(peer, till, timing=SELDOM_POLLED) as driver:
        peer.lost_acks = 1
        driver.sell(attempt())
        assert isinstance(ended(till), CardUnclear)


def test_m6_silence_after_the_order_is_unclear_and_aborted(peer: Peer) -> None:
    till = Till()
    peer.handlers[SALE] = lambda _peer, _data: None
    with ready(peer, till) as driver:
        driver.sell(attempt())
        assert isinstance(ended(till), CardUnclear)
        peer.wait_until(lambda: peer.count("06 B0") == 1, "the abort")
    assert peer.count("06 01") == 1


def test_m6_silence_in_the_middle_is_unclear_and_aborted(peer: Peer) -> None:
    assert isinstance(sold(peer, INSERT), CardUnclear)
    peer.wait_until(lambda: peer.count("06 B0") == 1, "the abort")


def test_minutes_of_the_terminal_extend_the_wait(peer: Peer) -> None:
    def slow(peer: Peer, _data: bytes) -> None:
        peer.finish("04 FF 02 17 01")
        select.select([], [], [], 1.0)  # longer than T4 of these tests, shorter than a minute
        for message in (APPROVED, COMPLETED):
            peer.ask(message)

    till = Till()
    peer.handlers[SALE] = slow
    with ready(peer, till) as driver:
        driver.sell(attempt())
        assert isinstance(ended(till), CardConfirmed)


def test_the_payer_cancels_in_time(peer: Peer) -> None:
    def sale(peer: Peer, _data: bytes) -> None:
        peer.finish(INSERT)
        driver.cancel("a1")
        assert peer.next_apdu().hex() == "06b000"
        peer.say(OK)
        peer.ask(CANCELLED)
        peer.ask(ABORTED)

    till = Till()
    peer.handlers[SALE] = sale
    with ready(peer, till) as driver:
        driver.sell(attempt())
        assert ended(till) == CardNotCharged("a1", CardProblem.CANCELLED, "6C")


def test_after_a_sale_that_was_cancelled_before_it_began_the_terminal_is_at_rest(peer: Peer) -> None:
    """Told again, because the till took the order for the end of its rest."""
    polled, go_on = threading.Event(), threading.Event()

    def slow(peer: Peer, _data: bytes) -> None:
        polled.set()
        assert go_on.wait(5)
        peer.finish(peer.status)

    till = Till()
    with ready(peer, till, timing=replace(QUICK, answer_s=5.0)) as driver:
        peer.handlers[0x0501] = slow
        assert polled.wait(5)
        driver.sell(attempt())
        driver.cancel("a1")
        assert ended(till) == CardNotCharged("a1", CardProblem.CANCELLED)
        go_on.set()
        till.next(CardTerminalReady)
    assert peer.count("06 01") == 0


def test_the_payer_cancels_too_late(peer: Peer) -> None:
    def sale(peer: Peer, _data: bytes) -> None:
        peer.finish(BANK)
        driver.cancel("a1")
        assert peer.next_apdu().hex() == "06b000"
        peer.say("84 83 00")
        peer.ask(APPROVED)
        peer.ask(COMPLETED)

    till = Till()
    peer.handlers[SALE] = sale
    with ready(peer, till) as driver:
        driver.sell(attempt())
        assert isinstance(ended(till), CardConfirmed)


def test_a_sale_that_cannot_begin_is_not_begun(peer: Peer) -> None:
    till = Till()
    with ready(peer, till) as driver:
        peer.deaf = True
        till.status("CARD-SILENT")
        driver.sell(attempt())
        assert ended(till) == CardNotCharged("a1", CardProblem.TERMINAL, "CARD-SILENT")
        driver.sell(attempt())
        driver.cancel("a1")
        assert ended(till) == CardNotCharged("a1", CardProblem.CANCELLED, "")
    assert peer.count("06 01") == 0


def test_m6_no_sale_from_another_terminal_or_another_last_transaction(peer: Peer) -> None:
    till = Till()
    with ready(peer, till) as driver:
        driver.sell(attempt(before=CardReference("0018", "000264", Fen(500), "")))
        assert ended(till) == CardNotCharged("a1", CardProblem.TERMINAL, "CARD-NEWER")
        driver.sell(replace(attempt(), terminal_id="29001007"))
        assert ended(till) == CardNotCharged("a1", CardProblem.TERMINAL, "CARD-OTHER")
    assert peer.count("06 01") == 0


def test_m6_a_lost_port_is_unclear(peer: Peer, tmp_path: Path) -> None:
    def sale(peer: Peer, _data: bytes) -> None:
        peer.finish(INSERT)
        peer.path.unlink()

    till = Till()
    peer.handlers[SALE] = sale
    with ready(peer, till, timing=SELDOM_POLLED) as driver:
        driver.sell(attempt())
        assert isinstance(ended(till), CardUnclear)
        assert till.status("CARD-PORT").usable is False


def test_m6_an_approval_nobody_waits_for_is_refused(peer: Peer) -> None:
    till = Till()
    with ready(peer, till):
        peer.handlers[0x0501] = lambda peer, _: peer.finish(APPROVED, peer.status)
        orphan = till.next(CardOrphanFound)
        peer.wait_until(lambda: REFUSED in peer.answers, "the refusal")
    assert orphan.refused
    assert orphan.approval.amount == 1600
    assert len(till.all(CardOrphanFound)) == 1


def test_a_confirmed_sale_that_is_told_again_still_stands(peer: Peer) -> None:
    till = Till()
    peer.handlers[SALE] = lambda peer, _: peer.finish(APPROVED, COMPLETED)
    with ready(peer, till) as driver:
        driver.sell(attempt())
        assert isinstance(ended(till), CardConfirmed)
        peer.handlers[0x0501] = lambda peer, _: peer.finish(APPROVED, peer.status)
        polled = peer.count("05 01")
        peer.wait_until(lambda: peer.count("05 01") > polled + 1, "polls")
    assert not till.all(CardOrphanFound)
    assert REFUSED not in peer.answers


@pytest.mark.parametrize("amount", [500, 1600], ids=["of the same amount", "of another amount"])
def test_m6_the_transaction_before_that_is_told_again_in_the_next_sale_still_stands(peer: Peer, amount: int) -> None:
    """A terminal may tell final data once more (section 7.2): refusing them would undo a charge that is credited."""
    till = Till()
    peer.last = BEFORE
    ours = APPROVED.replace("00 00 00 00 16 00", f"00 00 00 00 {amount // 100:02d} 00")
    peer.handlers[SALE] = lambda peer, _: peer.finish(INSERT, BEFORE, BANK, ours, COMPLETED)
    with ready(peer, till) as driver:
        last = till.all(CardTerminalReady)[-1].last
        driver.sell(attempt(amount, before=last))
        assert isinstance(ended(till), CardConfirmed)
    assert not till.all(CardOrphanFound)
    assert [told.approval.receipt for told in till.all(CardApproved)] == ["0019"]
    assert REFUSED not in peer.answers


REVERSAL_TOLD = said("04 0F", "27 00 04 00 00 00 00 16 00 49 01 56 87 00 18 0B 00 02 64 29 29 00 10 06 37 00 02 63")


@pytest.mark.parametrize(
    ("messages", "end", "receipts"),
    [
        ((INSERT, REVERSAL_TOLD, COMPLETED), CardUnclear, []),
        ((INSERT, REVERSAL_TOLD, APPROVED, COMPLETED), CardConfirmed, ["0019"]),
        ((APPROVED, REVERSAL_TOLD, COMPLETED), CardUnclear, ["0019"]),
    ],
    ids=["alone", "before the approval", "after the approval"],
)
def test_m6_a_reversal_that_is_told_again_approves_nothing(
    peer: Peer, messages: tuple[str, ...], end: type, receipts: list[str]
) -> None:
    """Of our amount, and with result 00: what tells it from a sale is the trace of the one that it undid."""
    till = Till()
    assert isinstance(sold(peer, *messages, till=till), end)
    assert [told.approval.receipt for told in till.all(CardApproved)] == receipts
    assert not till.all(CardOrphanFound)


def test_in_1f1f_mode_the_terminals_own_number_is_mirrored(peer: Peer) -> None:
    till = Till()
    peer.handlers[SALE] = lambda peer, _: peer.finish(ABORTED)
    with ready(peer, till, ZvtOptions(sync="1f1f")) as driver:
        driver.sell(attempt())
        ended(till)
        assert till.next(CardTerminalReady).last is None
    peer.last = said("04 0F", BEFORE_DATA + " 06 05 1F 1F 02 00 18")
    with ready(peer, till, ZvtOptions(sync="1f1f")) as driver:
        driver.sell(attempt(before=till.all(CardTerminalReady)[-1].last))
        ended(till)
    first, second = [heard for heard in peer.heard if heard.startswith("06 01")]
    assert first.endswith("02 05 06 03 1F 1F 00")
    assert second.endswith("02 05 06 05 1F 1F 02 00 18")


def test_over_tcp_the_same_dialogue_runs_without_blocks(tmp_path: Path) -> None:
    till = Till()
    with peer_at(tmp_path / "none", tcp=True) as peer:
        peer.handlers[SALE] = lambda peer, _: peer.finish(INSERT, APPROVED, COMPLETED)
        with ready(peer, till) as driver:
            driver.sell(attempt())
            assert isinstance(ended(till), CardConfirmed)

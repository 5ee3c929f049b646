"""Whatever is lost between us and a POS terminal: a doubt, then a verdict; and reversals that are tried until they end.

The link rules of specs/pos-integrado.md 4 and the recovery rules of 8, over a real pty against a scripted terminal.
"""

import math
import time
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import msgspec
import pytest

from devices.pos_messages import answer
from devices.pos_tables import Dialect
from devices.pos_terminal import PosCardTerminal
from kiosk.card import CardPart, CardReference, CardStep, CardVerdict, ReversalOutcome
from kiosk.events import (
    CardApproved,
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
from tests.devices.pos_peer import (
    BEFORE,
    COMMERCE,
    QUICK,
    TID,
    Peer,
    Till,
    attempt,
    frame,
    peer_at,
    running,
    sale_fields,
    sale_message,
)

OURS = sale_fields("000123", 1500, "000042")
LATER = sale_fields("000777", 300, "000043", "22112026|120500")
ENDS = (CardConfirmed, CardNotCharged, CardUnclear)


@pytest.fixture
def till() -> Till:
    return Till()


@pytest.fixture(params=list(Dialect), ids=["I", "A"])
def peer(tmp_path: Path, request: pytest.FixtureRequest) -> Iterator[Peer]:
    with peer_at(tmp_path / "port", request.param) as scripted:
        yield scripted


@pytest.fixture
def integrado(tmp_path: Path) -> Iterator[Peer]:
    with peer_at(tmp_path / "port") as scripted:
        yield scripted


@pytest.fixture
def autoservicio(tmp_path: Path) -> Iterator[Peer]:
    with peer_at(tmp_path / "port", Dialect.AUTOSERVICIO) as scripted:
        yield scripted


def ends(till: Till) -> list[object]:
    return [event for event in till.events if isinstance(event, ENDS)]


def charge(dialect: Dialect = Dialect.INTEGRADO) -> CardPart:
    return CardPart("attempt-000123", answer(dialect, sale_message(dialect, "0260", "00", OURS).encode()).approval)


def sells(driver: PosCardTerminal, till: Till) -> None:
    till.next(CardTerminalReady)
    driver.sell(attempt())


# ---- the link --------------------------------------------------------------------------------------------------------


def test_m6_a_sale_that_nobody_acknowledges_is_sent_three_times_and_a_doubt(integrado: Peer, till: Till) -> None:
    integrado.answers["0200"] = None
    with running(integrado, till) as driver:
        sells(driver, till)
        assert "acknowledge" in till.next(CardUnclear).reason
    assert integrado.count("0200") == 3
    assert len(ends(till)) == 1


@pytest.mark.parametrize("lost", [1, 2])
def test_m6_a_lost_acknowledgement_of_the_sale_is_no_second_sale(integrado: Peer, till: Till, lost: int) -> None:
    """The terminal's first message says as much as its ACK: nothing is sent again."""
    integrado.approves(OURS, progress=("84",))
    integrado.swallow_acks = 0
    with running(integrado, till) as driver:
        till.next(CardTerminalReady)
        integrado.swallow_acks = lost
        driver.sell(attempt())
        till.next(CardConfirmed)
    assert integrado.count("0200") == 1


def test_m6_no_end_in_time_is_a_doubt(integrado: Peer, till: Till) -> None:
    integrado.sale = ("0900|84|", "0900|82|")
    with running(integrado, till) as driver:
        sells(driver, till)
        assert "end of the sale" in till.next(CardUnclear).reason
    assert len(ends(till)) == 1


@pytest.mark.parametrize("place", ["first", "middle", "etx", "lrc"])
def test_m6_a_damaged_approval_is_refused_and_sent_again(integrado: Peer, till: Till, place: str) -> None:
    integrado.approves(OURS)
    hurt: list[bytes] = []

    def mangle(sent: bytes) -> bytes:
        if not sent.startswith(b"\x020210") or hurt:
            return sent
        hurt.append(sent)
        at = {"first": 1, "middle": 40, "etx": len(sent) - 2, "lrc": len(sent) - 1}[place]
        return sent[:at] + bytes((sent[at] ^ 0x55,)) + sent[at + 1 :] + (b"\x03\x00" if place == "etx" else b"")

    integrado.mangle = mangle
    with running(integrado, till) as driver:
        sells(driver, till)
        till.next(CardConfirmed)
    assert integrado.refused == 1


def test_m6_an_approval_that_is_never_whole_is_a_doubt(integrado: Peer, till: Till) -> None:
    integrado.approves(OURS)
    sent_so_far = 0

    def mangle(sent: bytes) -> bytes:
        nonlocal sent_so_far
        if sent.startswith(b"\x020210"):
            sent_so_far += 1
            return sent[:-1] + bytes((sent[-1] ^ 1,)) if sent_so_far <= 3 else b""
        return sent

    integrado.mangle = mangle
    with running(integrado, till, replace(QUICK, answer_s=60)) as driver:
        sells(driver, till)
        till.next(CardUnclear)
    assert not till.all(CardApproved)
    assert len(ends(till)) == 1


def test_m6_an_approval_cut_in_the_middle_is_a_doubt_and_the_line_recovers(integrado: Peer, till: Till) -> None:
    integrado.approves(OURS)
    integrado.mangle = lambda sent: sent[:30] if sent.startswith(b"\x020210") else sent
    with running(integrado, till) as driver:
        sells(driver, till)
        till.next(CardUnclear)
        integrado.mangle = lambda sent: sent
        driver.resolve(attempt())
        assert till.next(CardResolved).verdict is CardVerdict.CHARGED


@pytest.mark.parametrize(
    ("change", "why"),
    [
        ({"ticket": "000999"}, "another ticket"),
        ({"amount": "150"}, "another amount"),
        ({"tid": "75009999"}, "another terminal"),
        ({"moment": "01112026|120030"}, "an implausible date"),
        ({"moment": "|"}, "an implausible date"),
    ],
)
def test_m6_an_approval_of_something_else_is_a_doubt(peer: Peer, till: Till, change: dict[str, str], why: str) -> None:
    peer.approves(OURS | change)
    with running(peer, till) as driver:
        sells(driver, till)
        assert why in till.next(CardUnclear).reason
        peer.wait_until(lambda: peer.acknowledged[-1].startswith("0210"))
    assert not till.all(CardApproved)
    assert len(ends(till)) == 1


def test_m6_the_answer_to_an_earlier_sale_is_not_the_answer_to_this_one(integrado: Peer, till: Till) -> None:
    earlier = sale_fields("000122", 900, "000041", "22112026|110000")
    late = sale_message(integrado.dialect, "0210", "00", earlier)
    refusal = sale_message(integrado.dialect, "0210", "01", sale_fields("000121", 5, "000040"))
    integrado.sale = (late, refusal, sale_message(integrado.dialect, "0210", "00", OURS))
    with running(integrado, till) as driver:
        sells(driver, till)
        till.next(CardConfirmed)
    assert [event.approval.receipt for event in till.all(CardApproved)] == ["000123"]
    assert not till.all(CardOrphanFound)


@pytest.mark.parametrize("change", [{"tid": "75009999"}, {"amount": "77"}])
def test_m6_a_refusal_of_something_else_is_a_doubt(integrado: Peer, till: Till, change: dict[str, str]) -> None:
    integrado.refuses("01", OURS | change)
    with running(integrado, till) as driver:
        sells(driver, till)
        assert "not asked for" in till.next(CardUnclear).reason


# ---- the port --------------------------------------------------------------------------------------------------------


def test_m6_a_port_lost_during_a_sale_is_a_doubt_and_the_journal_settles_it(peer: Peer, till: Till) -> None:
    peer.sale = ("0900|82|",)
    with running(peer, till, replace(QUICK, answer_s=60)) as driver:
        sells(driver, till)
        peer.wait_until(lambda: "0900|82|" in peer.acknowledged)
        peer.unplug()
        assert "line was lost" in till.next(CardUnclear).reason
        peer.last = OURS
        driver.resolve(attempt())
        peer.replug()
        resolved = till.next(CardResolved)
        assert till.next(CardTerminalReady).last == resolved.approval.reference  # type: ignore[union-attr]
    assert resolved.verdict is CardVerdict.CHARGED
    assert resolved.approval is not None
    assert resolved.approval.trace == "000042"
    assert peer.count("0200") == 1
    assert len(ends(till)) == 1


def test_m6_an_approval_stands_though_the_port_is_lost_before_the_acknowledgement(peer: Peer, till: Till) -> None:
    till.keeps = False
    peer.approves(OURS)
    with running(peer, till, replace(QUICK, promise_s=60)) as driver:
        sells(driver, till)
        approved = till.next(CardApproved)
        peer.unplug()
        approved.promise.keep()
        till.next(CardConfirmed)
        peer.last = OURS
        peer.replug()
        till.next(CardTerminalReady)
        peer.say(sale_message(peer.dialect, "0210", "00", OURS))
        peer.wait_until(lambda: peer.acknowledged[-1].startswith("0210"))
    assert len(ends(till)) == 1
    assert not till.all(CardOrphanFound)


def test_m6_no_sale_while_in_doubt(integrado: Peer, till: Till) -> None:
    integrado.answers["0200"] = None
    with running(integrado, till) as driver:
        sells(driver, till)
        till.next(CardUnclear)
        driver.sell(attempt("000124"))
        assert till.next(CardNotCharged).attempt_id == "attempt-000124"
    assert not any("000124" in heard for heard in integrado.heard)
    assert len(till.all(CardTerminalReady)) == 1, "not at rest, by anything that we know"


def test_close_during_a_sale_ends_at_once(integrado: Peer, till: Till) -> None:
    integrado.sale = ("0900|84|",)
    with running(integrado, till, replace(QUICK, answer_s=60)) as driver:
        sells(driver, till)
        integrado.wait_until(lambda: "0900|84|" in integrado.acknowledged)
    integrado.wait_until(lambda: driver.link.ticked_s == math.inf, "the end of the link's thread")
    assert not ends(till)


# ---- what became of it? ----------------------------------------------------------------------------------------------


def test_m6_resolve_after_a_restart_finds_the_charge(peer: Peer, till: Till) -> None:
    """P4: the terminal told its approval to a process that is gone, and says so again."""
    peer.last = OURS
    with running(peer, till) as driver:
        peer.say(sale_message(peer.dialect, "0210", "00", OURS))
        driver.resolve(attempt())
        resolved = till.next(CardResolved)
        till.next(CardTerminalReady)
    assert resolved.verdict is CardVerdict.CHARGED
    assert resolved.approval is not None
    assert resolved.approval.receipt == "000123"
    assert not till.all(CardOrphanFound)
    assert [event.step for event in till.all(CardProgressed)] == [CardStep.CHECKING]


def test_m6_the_answer_that_comes_after_the_doubt_is_no_orphan(integrado: Peer, till: Till) -> None:
    integrado.sale = ("0900|82|",)
    with running(integrado, till) as driver:
        sells(driver, till)
        till.next(CardUnclear)
        integrado.last = OURS
        integrado.say(sale_message(integrado.dialect, "0210", "00", OURS))
        integrado.wait_until(lambda: integrado.acknowledged[-1].startswith("0210"))
        driver.resolve(attempt())
        assert till.next(CardResolved).verdict is CardVerdict.CHARGED
        till.next(CardTerminalReady)
    assert not till.all(CardOrphanFound)
    assert not till.all(CardApproved)


def test_m6_a_wrong_ticket_on_the_wire_is_cleared_up_by_the_journal(integrado: Peer, till: Till) -> None:
    integrado.sale = (sale_message(integrado.dialect, "0210", "00", OURS | {"ticket": "999999"}),)
    integrado.on_request = lambda request: setattr(integrado, "last", OURS) if request.startswith("0200") else None
    with running(integrado, till) as driver:
        sells(driver, till)
        till.next(CardUnclear)
        driver.resolve(attempt())
        assert till.next(CardResolved).verdict is CardVerdict.CHARGED
        till.next(CardTerminalReady)
    assert not till.all(CardOrphanFound)


@pytest.mark.parametrize("restarted", [True, False])
def test_m6_nothing_was_taken_is_not_said_while_the_sale_may_run(peer: Peer, till: Till, *, restarted: bool) -> None:
    """The terminal charges late: a verdict given too early would have lost the payer's money."""
    peer.answers["0200"] = None
    timing = replace(QUICK, answer_s=0.6, contact_s=10)
    with running(peer, till, timing) as driver:
        begun_s = time.monotonic()
        if not restarted:
            sells(driver, till)
            till.next(CardUnclear)
            begun_s = time.monotonic()
        driver.resolve(attempt())
        peer.wait_until(lambda: peer.count("0250") >= (1 if restarted else 2))
        asked = peer.count("0250")
        resolved = till.next(CardResolved)
    assert resolved.verdict is CardVerdict.NOT_CHARGED
    assert time.monotonic() - begun_s >= 0.5
    assert peer.count("0250") > asked, "it is asked once more after the time in which a sale may run"


def test_m6_a_sale_that_still_tells_of_its_progress_is_not_over(integrado: Peer, till: Till) -> None:
    integrado.answers["0200"] = None
    with running(integrado, till, replace(QUICK, answer_s=0.6, contact_s=10)) as driver:
        sells(driver, till)
        till.next(CardUnclear)
        driver.resolve(attempt())
        integrado.wait_until(lambda: integrado.count("0250") >= 2)
        integrado.say("0900|82|")
        integrado.wait_until(lambda: "0900|82|" in integrado.acknowledged)
        told_s = time.monotonic()
        assert till.next(CardResolved).verdict is CardVerdict.NOT_CHARGED
        assert time.monotonic() - told_s >= 0.5


def test_m6_a_charge_that_comes_late_is_found(integrado: Peer, till: Till) -> None:
    integrado.answers["0200"] = None
    with running(integrado, till, replace(QUICK, answer_s=0.6, contact_s=10)) as driver:
        sells(driver, till)
        till.next(CardUnclear)
        driver.resolve(attempt())
        integrado.wait_until(lambda: integrado.count("0250") >= 2)
        integrado.last = OURS
        assert till.next(CardResolved).verdict is CardVerdict.CHARGED


def test_m6_a_terminal_that_is_gone_for_too_long_leaves_it_to_a_person(integrado: Peer, till: Till) -> None:
    integrado.silent = True
    with running(integrado, till) as driver:
        driver.resolve(attempt())
        resolved = till.next(CardResolved)
        assert resolved.verdict is CardVerdict.UNDECIDED
        assert resolved.detail
        integrado.silent = False
        till.next(CardTerminalReady)


def test_m6_a_port_that_is_gone_for_too_long_leaves_it_to_a_person(integrado: Peer, till: Till) -> None:
    integrado.unplug()
    with running(integrado, till) as driver:
        driver.resolve(attempt())
        assert till.next(CardResolved).verdict is CardVerdict.UNDECIDED
    assert len(till.all(CardResolved)) == 1


def test_m6_a_terminal_that_remembers_failed_sales_tells_as_much(peer: Peer, till: Till) -> None:
    """One before ours is what was there before; one of ours says that nothing was taken."""
    failed = sale_fields("000122", 900, "000041", "22112026|110000")
    peer.answers["0250"] = (sale_message(peer.dialect, "0260", "93", failed),)
    peer.answers["0200"] = None
    with running(peer, till) as driver:
        assert till.next(CardTerminalReady).last == BEFORE
        driver.sell(attempt())
        till.next(CardUnclear)
        driver.resolve(attempt())
        assert till.next(CardResolved).verdict is CardVerdict.NOT_CHARGED
        driver.sell(attempt("000124"))
        till.next(CardUnclear)
        peer.answers["0250"] = (sale_message(peer.dialect, "0260", "22", OURS | {"ticket": "000124"}),)
        driver.resolve(attempt("000124"))
        assert till.next(CardResolved).verdict is CardVerdict.NOT_CHARGED


def test_m6_a_question_that_fails_is_asked_again(integrado: Peer, till: Till) -> None:
    integrado.answers["0250"] = (f"0260|02|{COMMERCE}|{TID}|",)
    integrado.last = OURS
    with running(integrado, till) as driver:
        driver.resolve(attempt())
        integrado.wait_until(lambda: integrado.count("0250") >= 3)
        del integrado.answers["0250"]
        assert till.next(CardResolved).verdict is CardVerdict.CHARGED


@pytest.mark.parametrize("last", [None, LATER], ids=["none, though there was one", "newer, not ours"])
def test_m6_what_the_terminal_can_not_tell_is_a_persons(integrado: Peer, till: Till, last: dict[str, str] | None) -> None:
    integrado.last = last
    with running(integrado, till) as driver:
        driver.resolve(attempt())
        assert till.next(CardResolved).verdict is CardVerdict.UNDECIDED
        till.next(CardTerminalReady)


def test_m6_an_approval_on_our_disk_needs_nobodys_word(integrado: Peer, till: Till) -> None:
    integrado.unplug()
    held = replace(attempt(), approval=charge().approval)
    with running(integrado, till) as driver:
        driver.resolve(held)
        resolved = till.next(CardResolved)
        assert (resolved.verdict, resolved.approval) == (CardVerdict.CHARGED, held.approval)
        integrado.last = OURS
        integrado.replug()
        integrado.say(sale_message(integrado.dialect, "0210", "00", OURS))
        till.next(CardTerminalReady)
        integrado.wait_polls(3)
    assert not till.all(CardOrphanFound)


# ---- approvals of nobody ---------------------------------------------------------------------------------------------


def test_m6_an_approval_that_nobody_waits_for_is_acknowledged_and_told_once(peer: Peer, till: Till) -> None:
    with running(peer, till):
        till.next(CardTerminalReady)
        for _ in range(2):
            peer.say(sale_message(peer.dialect, "0210", "00", LATER))
        orphan = till.next(CardOrphanFound)
        peer.wait_until(lambda: sum(1 for one in peer.acknowledged if one.startswith("0210")) == 2)
        peer.wait_polls(3)
    assert orphan.refused is False
    assert (orphan.approval.receipt, orphan.approval.amount) == ("000777", 300)
    assert len(till.all(CardOrphanFound)) == 1


def test_a_refusal_that_nobody_waits_for_is_acknowledged_and_no_news(integrado: Peer, till: Till) -> None:
    with running(integrado, till):
        till.next(CardTerminalReady)
        integrado.say(sale_message(integrado.dialect, "0210", "22", LATER), "0900|84|")
        integrado.wait_until(lambda: integrado.acknowledged[-1].startswith("0900"))
        integrado.wait_polls(2)
    assert not till.all(CardOrphanFound)
    assert not ends(till)


# ---- taking it back --------------------------------------------------------------------------------------------------


def test_m7_a_reversal_of_both_dialects(peer: Peer, till: Till) -> None:
    peer.last = OURS
    with running(peer, till) as driver:
        till.next(CardTerminalReady)
        driver.reverse(charge(peer.dialect))
        assert till.next(CardReversalEnded) == CardReversalEnded("attempt-000123", ReversalOutcome.REVERSED, "00")
        till.next(CardTerminalReady)
    integrado = peer.dialect is Dialect.INTEGRADO
    assert [heard for heard in peer.heard if heard.startswith("12")] == ["1200|000042|" if integrado else "1200"]
    assert peer.heard[-1][:4] == "0250", "what the last sale is after a void is not specified: it is asked"


@pytest.mark.parametrize(
    ("code", "outcome"),
    [
        ("04", ReversalOutcome.REVERSED),
        ("08", ReversalOutcome.IMPOSSIBLE),
        ("21", ReversalOutcome.IMPOSSIBLE),
    ],
)
def test_m7_what_ends_a_reversal(integrado: Peer, till: Till, code: str, outcome: ReversalOutcome) -> None:
    integrado.answers["1200"] = (f"1210|{code}|{COMMERCE}|{TID}|654321|000042",)
    with running(integrado, till) as driver:
        driver.reverse(charge())
        assert till.next(CardReversalEnded) == CardReversalEnded("attempt-000123", outcome, code)


@pytest.mark.parametrize(
    "answers",
    [
        None,
        (),
        (f"1210|02|{COMMERCE}|{TID}|654321|000042",),
        (f"1210|05|{COMMERCE}|{TID}|654321|000042",),
        (f"1210|99|{COMMERCE}|{TID}|654321|000042",),
        (f"1210|00|{COMMERCE}|{TID}|654321|000099",),
        (f"1210|00|{COMMERCE}|75009999|654321|000042",),
    ],
    ids=["no ACK", "no answer", "host silent", "none", "unlisted", "another operation", "another terminal"],
)
def test_m7_a_reversal_is_tried_until_it_ends(integrado: Peer, till: Till, answers: tuple[str, ...] | None) -> None:
    integrado.answers["1200"] = answers
    with running(integrado, till, replace(QUICK, answer_s=0.1)) as driver:
        driver.reverse(charge())
        assert [till.next(CardReversalDelayed).tries for _ in range(3)] == [1, 2, 3]
        del integrado.answers["1200"]
        assert till.next(CardReversalEnded).outcome is ReversalOutcome.REVERSED
    assert len(till.all(CardReversalEnded)) == 1


def test_x18_a_reversal_that_persons_have_decided_is_tried_no_more(integrado: Peer, till: Till) -> None:
    integrado.answers["1200"] = None
    with running(integrado, till, replace(QUICK, answer_s=0.1)) as driver:
        driver.reverse(charge())
        till.next(CardReversalDelayed)
        driver.stop_reversing(charge().attempt_id)
        polls = integrado.polls
        integrado.wait_until(lambda: integrado.polls >= polls + 3)
        tries = integrado.count("1200")
        integrado.wait_until(lambda: integrado.polls >= polls + 30)
        assert integrado.count("1200") == tries
    assert not till.all(CardReversalEnded)


def test_m7_a_reversal_outlives_the_loss_of_the_port(integrado: Peer, till: Till) -> None:
    integrado.answers["1200"] = ()
    with running(integrado, till, replace(QUICK, answer_s=60, order_waits_s=0.05)) as driver:
        driver.reverse(charge())
        integrado.wait_until(lambda: integrado.count("1200") == 1)
        integrado.unplug()
        assert "cut off" in till.next(CardReversalDelayed).reason
        assert "port" in till.next(CardReversalDelayed).reason
        integrado.answers["1200"] = (f"1210|04|{COMMERCE}|{TID}|654321|000042",)
        integrado.replug()
        assert till.next(CardReversalEnded).outcome is ReversalOutcome.REVERSED


def test_m7_a_void_without_reference_never_hits_another_sale(autoservicio: Peer, till: Till) -> None:
    autoservicio.last = LATER
    with running(autoservicio, till) as driver:
        driver.reverse(charge(autoservicio.dialect))
        ended = till.next(CardReversalEnded)
    assert ended.outcome is ReversalOutcome.IMPOSSIBLE
    assert autoservicio.count("1200") == 0


@pytest.mark.parametrize("last", [None, sale_fields("000122", 900, "000041", "22112026|110000")], ids=["none", "older"])
def test_m7_a_sale_that_is_gone_may_have_been_voided_and_is_a_persons(
    autoservicio: Peer, till: Till, last: dict[str, str] | None
) -> None:
    autoservicio.last = last
    with running(autoservicio, till) as driver:
        driver.reverse(charge(autoservicio.dialect))
        assert [till.next(CardReversalDelayed).tries for _ in range(2)] == [1, 2]
    assert autoservicio.count("1200") == 0
    assert not till.all(CardReversalEnded)


def test_m7_a_charge_that_only_the_statement_names_voids_nobody_s_sale(peer: Peer, till: Till) -> None:
    """Two persons found it in the acquirer's books: it has our ticket, and no operation number of the terminal."""
    named = msgspec.structs.replace(charge().approval, receipt="statement", trace="000042", auth_code="", last4="")
    with running(peer, till) as driver:
        till.next(CardTerminalReady)
        driver.reverse(CardPart("attempt-000123", named))
        assert till.next(CardReversalEnded).outcome is ReversalOutcome.IMPOSSIBLE
    assert not [heard for heard in peer.heard if heard.startswith("1200")]


def test_m7_a_reversal_at_another_terminal_is_not_sent(integrado: Peer, till: Till) -> None:
    integrado.answers["0800"] = (f"0810|00|{COMMERCE}|75009999|",)
    with running(integrado, till) as driver:
        driver.reverse(charge())
        assert "75009999" in till.next(CardReversalDelayed).reason
    assert integrado.count("1200") == 0


def test_m7_sales_go_on_between_two_tries(integrado: Peer, till: Till) -> None:
    """By two persons' release: the driver does not forbid what the flow has allowed."""
    integrado.answers["1200"] = (f"1210|02|{COMMERCE}|{TID}|654321|000042",)
    integrado.refuses("07", sale_fields("", "", ""))
    with running(integrado, till, replace(QUICK, first_back_off_s=30, longest_back_off_s=30)) as driver:
        driver.reverse(charge())
        till.next(CardReversalDelayed)
        driver.sell(attempt("000124"))
        assert till.next(CardNotCharged).code == "07"


# ---- bad bytes --------------------------------------------------------------------------------------------------------


def test_noise_between_frames_changes_nothing(integrado: Peer, till: Till) -> None:
    integrado.approves(OURS, progress=("84",))
    integrado.mangle = lambda sent: b"\xff\x00" + sent
    with running(integrado, till) as driver:
        sells(driver, till)
        till.next(CardConfirmed)
    assert len(ends(till)) == 1


def test_a_port_that_gives_back_what_is_sent_is_silent(integrado: Peer, till: Till) -> None:
    integrado.answers["0100"] = None
    with running(integrado, till):
        assert till.status("CARD-SILENT").usable is False
    assert frame("0100") == b"\x020100\x03\x02"
    assert not till.all(CardTerminalReady)


def test_references_are_whole(integrado: Peer, till: Till) -> None:
    with running(integrado, till):
        assert till.next(CardTerminalReady).last == CardReference(
            BEFORE.receipt, BEFORE.trace, Fen(900), "2026-11-22T11:00:00"
        )

"""The POS driver's ordinary days, in both dialects, over a real pty against a scripted terminal."""

import select
import time
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from devices.pos_orders import SellOrder
from devices.pos_tables import PROBLEMS, Dialect
from devices.pos_terminal import PosCardTerminal
from devices.pos_timing import PosTiming
from devices.trace import Direction
from kiosk.card import CardIdentity, CardProblem, CardReference, CardStep, CardTotals
from kiosk.device_status import DeviceState, Severity
from kiosk.events import (
    CardApproved,
    CardConfirmed,
    CardDayEnded,
    CardNotCharged,
    CardOrphanFound,
    CardProgressed,
    CardTerminalReady,
    CardUnclear,
    DeviceStatusChanged,
)
from kiosk.failpoints import Failpoint, watch
from kiosk.money import Fen
from tests.devices.pos_peer import (
    BEFORE,
    COMMERCE,
    QUICK,
    TID,
    Peer,
    Till,
    attempt,
    peer_at,
    running,
    sale_fields,
    sale_message,
)

OURS = sale_fields("000123", 1500, "000042")
OUR_REFERENCE = CardReference("000123", "000042", Fen(1500), "2026-11-22T12:00:30")
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


def ends(till: Till) -> list[object]:
    return [event for event in till.events if isinstance(event, ENDS)]


# ---- who are you? ----------------------------------------------------------------------------------------------------


def test_start_in_the_order_of_section_7(peer: Peer, till: Till) -> None:
    with running(peer, till):
        ready = till.next(CardTerminalReady)
    assert ready == CardTerminalReady(CardIdentity(TID, COMMERCE), BEFORE)
    integrado = ["0800", "0250|"]
    assert peer.heard == (integrado if peer.dialect is Dialect.INTEGRADO else ["0800", "0070", "0080", "0250|0"])
    assert peer.polls >= 2
    states = [changed.status.state for changed in till.all(DeviceStatusChanged)]
    assert states == [DeviceState.STARTING, DeviceState.ONLINE]


def test_a_terminal_that_never_sold_has_no_last_sale(peer: Peer, till: Till) -> None:
    peer.last = None
    with running(peer, till):
        assert till.next(CardTerminalReady).last is None


def test_an_initialisation_that_takes_its_time_is_asked_again(tmp_path: Path, till: Till) -> None:
    with peer_at(tmp_path / "port", Dialect.AUTOSERVICIO) as peer:
        peer.answers["0080"] = ("1080|92|22112026|120000",)
        with running(peer, till, replace(QUICK, init_s=60)):
            peer.wait_until(lambda: peer.count("0080") >= 3)
            assert not till.all(CardTerminalReady)
            del peer.answers["0080"]
            till.next(CardTerminalReady)
        assert peer.count("0070") == 1


@pytest.mark.parametrize(
    ("function", "answer", "told"),
    [
        ("0800", (f"0810|26|{COMMERCE}|{TID}|",), ("CARD-KEYS", DeviceState.HW_ERROR)),
        ("0800", (), ("CARD-KEYS", DeviceState.HW_ERROR)),
        ("0800", (f"0810|02|{COMMERCE}|{TID}|",), ("CARD-HOST", DeviceState.OFFLINE)),
        ("0800", (f"0810|00|{COMMERCE}||",), ("CARD-KEYS", DeviceState.HW_ERROR)),
        ("0250", (f"0260|12|{COMMERCE}|{TID}|",), ("CARD-NO-LAST", DeviceState.HW_ERROR)),
        ("0250", None, ("CARD-NO-LAST", DeviceState.HW_ERROR)),
    ],
)
def test_what_the_start_lacks_is_told_and_asked_again(
    integrado: Peer, till: Till, function: str, answer: tuple[str, ...] | None, told: tuple[str, DeviceState]
) -> None:
    code, state = told
    integrado.answers[function] = answer
    with running(integrado, till):
        status = till.status(code)
        assert (status.state, status.usable) == (state, False)
        assert not till.all(CardTerminalReady)
        del integrado.answers[function]
        till.next(CardTerminalReady)
        assert till.all(DeviceStatusChanged)[-1].status.usable


def test_an_initialisation_that_fails_is_told(tmp_path: Path, till: Till) -> None:
    with peer_at(tmp_path / "port", Dialect.AUTOSERVICIO) as peer:
        peer.answers["0080"] = ("1080|91|22112026|120000",)
        with running(peer, till):
            assert till.status("CARD-INIT").raw == "91"
            del peer.answers["0080"]
            till.next(CardTerminalReady)
        assert peer.count("0070") >= 2


def test_silence_and_loss_show_and_end(integrado: Peer, till: Till) -> None:
    with running(integrado, till):
        till.next(CardTerminalReady)
        integrado.silent = True
        assert till.status("CARD-SILENT").state is DeviceState.OFFLINE
        integrado.silent = False
        till.next(CardTerminalReady)
        integrado.unplug()
        lost = till.status("CARD-PORT")
        assert (lost.state, lost.severity) == (DeviceState.NO_DEVICE, Severity.FATAL)
        integrado.replug()
        till.next(CardTerminalReady)


# As sold the wait for an ACK is the longest; and here nothing but an early word says that the terminal is silent.
LONG_WAIT = replace(QUICK, ack_s=2.0, unheard_s=1.0, silent_polls=1000, prompt_polls=3)


def is_prompt(driver: PosCardTerminal, timing: PosTiming) -> Callable[[], bool]:
    return lambda: driver._prompt_polls >= timing.prompt_polls


def silences(till: Till) -> int:
    return sum(changed.status.code == "CARD-SILENT" for changed in till.all(DeviceStatusChanged))


def late(polls: Callable[[int], bool], late_s: float) -> Callable[[int], bytes]:
    """These polls are acknowledged so much later."""

    def acknowledgement(number: int) -> bytes:
        select.select([], [], [], late_s if polls(number) else 0.0)
        return b"\x06"

    return acknowledgement


def test_a2_at_rest_silence_is_told_while_the_ack_is_still_waited_for(integrado: Peer, till: Till) -> None:
    """What it said before holds when it answers again: nobody asks the bank for keys, or for the last sale."""
    with running(integrado, till, LONG_WAIT) as driver:
        till.next(CardTerminalReady)
        integrado.wait_until(is_prompt(driver, LONG_WAIT), "a terminal that answers at once")
        integrado.silent = True
        silent = till.status("CARD-SILENT")
        integrado.silent = False
        assert till.status("").usable
        assert till.next(CardTerminalReady).last == BEFORE
        assert (integrado.count("0800"), integrado.count("0250")) == (1, 1)
        integrado.approves(OURS)
        driver.sell(attempt())
        till.next(CardConfirmed)
    assert (silent.state, silent.severity) == (DeviceState.OFFLINE, Severity.FATAL)


def test_a_terminal_that_is_slow_to_acknowledge_is_no_silent_one(integrado: Peer, till: Till) -> None:
    integrado.to_poll = late(lambda number: number % 3 == 0, 0.15)
    with running(integrado, till, replace(LONG_WAIT, unheard_s=0.1)):
        till.next(CardTerminalReady)
        integrado.wait_polls(9)
    assert not silences(till)


def test_a_terminal_that_becomes_slow_to_acknowledge_is_called_silent_once(integrado: Peer, till: Till) -> None:
    quick = replace(LONG_WAIT, unheard_s=0.1)
    with running(integrado, till, quick) as driver:
        till.next(CardTerminalReady)
        integrado.wait_until(is_prompt(driver, quick), "a terminal that answers at once")
        integrado.to_poll = late(lambda number: number % 3 == 0, 0.3)
        till.status("CARD-SILENT")
        integrado.wait_polls(9)
    assert silences(till) == 1


def test_a_terminal_that_refuses_a_damaged_poll_is_no_silent_one(integrado: Peer, till: Till) -> None:
    refused: list[int] = []

    def refuses_one(number: int) -> bytes:
        refused.append(number)
        return b"\x06" if refused[1:] else b"\x15"

    with running(integrado, till, LONG_WAIT) as driver:
        till.next(CardTerminalReady)
        integrado.wait_until(is_prompt(driver, LONG_WAIT), "a terminal that answers at once")
        integrado.to_poll = refuses_one
        integrado.wait_until(lambda: len(refused) > 1, "the poll after it")
    assert not silences(till)


def test_a2_as_sold_silence_at_rest_shows_within_two_seconds() -> None:
    """The pause before the poll that is not acknowledged, and what is waited for it; the rest is for a busy machine."""
    sold = PosTiming()
    assert sold.idle_poll_s + sold.unheard_s <= 1.6
    assert (sold.ack_s, sold.sends) == (2.0, 3), "section 2 and 4: the link's own rules are as they were"


# ---- a sale ----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("gapless", [True, False])
def test_m6_a_sale_from_order_to_confirmation(peer: Peer, till: Till, *, gapless: bool) -> None:
    peer.gapless = gapless
    voucher = "COMPROBANTE".ljust(40) + "TARJETA 4929123456789012"
    peer.approves(OURS, voucher=voucher, progress=("84", "78", "81", "82"))
    with running(peer, till) as driver:
        till.next(CardTerminalReady)
        driver.sell(attempt())
        approved = till.next(CardApproved)
        confirmed = till.next(CardConfirmed)
        ready = till.next(CardTerminalReady)
        peer.wait_until(lambda: peer.acknowledged[-1].startswith("0210"))
    assert approved.approval.reference == OUR_REFERENCE
    assert (approved.approval.last4, approved.approval.auth_code, approved.approval.merchant_id) == (
        "1234",
        "654321",
        COMMERCE,
    )
    steps = [progressed.step for progressed in till.all(CardProgressed)]
    assert steps == [CardStep.STARTING, CardStep.PRESENT, CardStep.PIN, CardStep.BANK]
    assert ready.last == OUR_REFERENCE
    assert ends(till) == [confirmed]
    if peer.dialect is Dialect.INTEGRADO:
        assert peer.heard[-1] == "0200|1500|000123|||1|"
        assert confirmed.slip == ()
    else:
        assert peer.heard[-1] == "0200|000001500|000123|1|1"
        assert confirmed.slip == ("COMPROBANTE", "TARJETA ************9012")
    assert peer.count("0250") == 1, "the sale itself told what the last one is"


def test_m6_the_terminal_is_told_only_after_the_promise_is_kept(peer: Peer, till: Till) -> None:
    till.keeps = False
    peer.approves(OURS)
    with running(peer, till, replace(QUICK, promise_s=60)) as driver:
        till.next(CardTerminalReady)
        driver.sell(attempt())
        approved = till.next(CardApproved)
        peer.wait_until(lambda: peer.sends >= 2, "the terminal's repeat, for want of an ACK")
        assert not any(one.startswith("0210") for one in peer.acknowledged)
        assert not ends(till)
        approved.promise.keep()
        till.next(CardConfirmed)
        peer.wait_until(lambda: peer.acknowledged[-1].startswith("0210"))


def test_m6_a_promise_that_is_not_kept_leaves_a_doubt_and_still_an_acknowledgement(peer: Peer, till: Till) -> None:
    till.keeps = False
    peer.approves(OURS)
    with running(peer, till) as driver:
        till.next(CardTerminalReady)
        driver.sell(attempt())
        till.next(CardApproved)
        assert "not recorded" in till.next(CardUnclear).reason
        peer.wait_until(lambda: peer.acknowledged[-1].startswith("0210"))
    assert len(ends(till)) == 1


@pytest.mark.parametrize("code", sorted(PROBLEMS))
def test_every_listed_code_is_a_definite_no(integrado: Peer, till: Till, code: str) -> None:
    integrado.refuses(code)
    with running(integrado, till) as driver:
        till.next(CardTerminalReady)
        driver.sell(attempt())
        assert till.next(CardNotCharged) == CardNotCharged("attempt-000123", PROBLEMS[code], code)
        if code not in ("13", "67", "74", "76", "77"):
            assert till.next(CardTerminalReady).last == BEFORE
    assert len(ends(till)) == 1
    assert integrado.count("0250") == (2 if code in ("02", "03", "22") else 1)
    assert not till.all(CardApproved)


@pytest.mark.parametrize("code", ["04", "05", "08", "11", "21", "19", "55", "99"])
def test_m6_an_unlisted_code_is_no_answer(peer: Peer, till: Till, code: str) -> None:
    peer.refuses(code)
    with running(peer, till) as driver:
        till.next(CardTerminalReady)
        driver.sell(attempt())
        assert code in till.next(CardUnclear).reason
    assert len(ends(till)) == 1


@pytest.mark.parametrize("code", ["02", "03", "22"])
def test_m6_a_time_out_that_the_journal_contradicts_is_a_doubt(integrado: Peer, till: Till, code: str) -> None:
    integrado.refuses(code)
    integrado.on_request = lambda request: setattr(integrado, "last", OURS) if request.startswith("0200") else None
    with running(integrado, till) as driver:
        till.next(CardTerminalReady)
        driver.sell(attempt())
        assert "last sale" in till.next(CardUnclear).reason
    assert len(ends(till)) == 1


def test_a_refusal_with_nothing_but_its_code_is_one(peer: Peer, till: Till) -> None:
    peer.sale = ("0210|07|",)
    with running(peer, till) as driver:
        till.next(CardTerminalReady)
        driver.sell(attempt())
        assert till.next(CardNotCharged).problem is CardProblem.CANCELLED


def test_keys_are_loaded_after_the_terminal_asked_for_them(integrado: Peer, till: Till) -> None:
    integrado.refuses("26")
    with running(integrado, till) as driver:
        till.next(CardTerminalReady)
        driver.sell(attempt())
        till.next(CardNotCharged)
        assert till.next(CardTerminalReady).last == BEFORE
    assert [heard[:4] for heard in integrado.heard] == ["0800", "0250", "0200", "0800"]


def test_a_terminal_that_must_close_first_sells_after_it(integrado: Peer, till: Till) -> None:
    integrado.refuses("67")
    with running(integrado, till) as driver:
        till.next(CardTerminalReady)
        driver.sell(attempt())
        till.next(CardNotCharged)
        assert till.status("CARD-MUST-CLOSE").usable is False
        integrado.last = None
        driver.end_day()
        assert till.next(CardDayEnded).totals.code == ""
        assert till.next(CardTerminalReady).last is None
        assert till.all(DeviceStatusChanged)[-1].status.usable


def test_a_terminal_that_must_close_before_it_loads_keys_can_be_closed(integrado: Peer, till: Till) -> None:
    integrado.answers["0800"] = (f"0810|13|{COMMERCE}|{TID}|",)
    with running(integrado, till) as driver:
        assert till.status("CARD-MUST-CLOSE").raw == "13"
        del integrado.answers["0800"]
        driver.end_day()
        till.next(CardDayEnded)
        assert till.status("").usable
        till.next(CardTerminalReady)


def test_no_paper_is_a_warning_until_the_next_sale(integrado: Peer, till: Till) -> None:
    integrado.refuses("24")
    with running(integrado, till) as driver:
        till.next(CardTerminalReady)
        driver.sell(attempt())
        assert till.next(CardNotCharged).problem is CardProblem.TERMINAL
        assert till.status("CARD-PAPER").usable
        integrado.refuses("01")
        driver.sell(attempt())
        assert till.status("").usable


def test_the_same_step_is_told_once_and_an_unknown_one_means_wait(integrado: Peer, till: Till) -> None:
    integrado.approves(OURS, progress=("84", "84", "78", "99", "82"))
    with running(integrado, till) as driver:
        till.next(CardTerminalReady)
        driver.sell(attempt())
        till.next(CardConfirmed)
    steps = [progressed.step for progressed in till.all(CardProgressed)]
    assert steps == [CardStep.STARTING, CardStep.PRESENT, CardStep.WAIT, CardStep.BANK]
    assert [one for one in integrado.acknowledged if one.startswith("0900")] == [
        f"0900|{code}|" for code in ("84", "84", "78", "99", "82")
    ]


def test_sales_go_one_after_the_other(integrado: Peer, till: Till) -> None:
    integrado.refuses("07", sale_fields("", "", ""))
    with running(integrado, till) as driver:
        till.next(CardTerminalReady)
        for ticket in ("000123", "000124", "000125"):
            driver.sell(attempt(ticket))
        assert [till.next(CardNotCharged).attempt_id[-6:] for _ in range(3)] == ["000123", "000124", "000125"]
    assert integrado.count("0200") == 3


# ---- what is never sent ----------------------------------------------------------------------------------------------


def test_a_sale_on_another_terminal_is_not_sent(integrado: Peer, till: Till) -> None:
    with running(integrado, till) as driver:
        till.next(CardTerminalReady)
        driver.sell(replace(attempt(), terminal_id="75009999"))
        assert till.next(CardNotCharged) == CardNotCharged("attempt-000123", CardProblem.TERMINAL, "not sent")
    assert integrado.count("0200") == 0


def test_m6_a_sale_that_does_not_know_the_last_one_is_not_sent(integrado: Peer, till: Till) -> None:
    """If its end were lost, the last sale before it would look like a new one."""
    with running(integrado, till) as driver:
        till.next(CardTerminalReady)
        driver.sell(replace(attempt(), before=None))
        assert till.next(CardNotCharged) == CardNotCharged("attempt-000123", CardProblem.TERMINAL, "not sent")
        assert till.next(CardTerminalReady).last == BEFORE
    assert integrado.count("0200") == 0


def test_a_sale_that_does_not_fit_the_wire_is_not_sent(integrado: Peer, till: Till) -> None:
    with running(integrado, till) as driver:
        till.next(CardTerminalReady)
        driver.sell(attempt(ticket="12345678"))
        assert till.next(CardNotCharged).code == "not sent"
    assert integrado.count("0200") == 0


@pytest.mark.parametrize("gone", ["silent", "port"])
def test_orders_do_not_wait_for_a_terminal_that_is_not_there(integrado: Peer, till: Till, gone: str) -> None:
    with running(integrado, till) as driver:
        till.next(CardTerminalReady)
        if gone == "silent":
            integrado.silent = True
            till.status("CARD-SILENT")
        else:
            integrado.unplug()
            till.status("CARD-PORT")
        driver.sell(attempt())
        driver.end_day()
        assert till.next(CardNotCharged) == CardNotCharged("attempt-000123", CardProblem.TERMINAL, "not sent")
        assert till.next(CardDayEnded).totals.code == "no answer"
    assert integrado.count("0200") == 0


def test_a_sale_that_waits_can_be_cancelled(integrado: Peer, till: Till) -> None:
    integrado.silent = True
    with running(integrado, till, replace(QUICK, order_waits_s=60)) as driver:
        till.status("CARD-SILENT")
        driver.sell(attempt())
        driver.cancel("attempt-000123")
        assert till.next(CardNotCharged) == CardNotCharged("attempt-000123", CardProblem.CANCELLED, "not sent")


def test_after_a_sale_that_was_cancelled_before_it_began_the_terminal_is_at_rest(integrado: Peer, till: Till) -> None:
    """Told again, because the till took the order for the end of its rest."""
    with running(integrado, till) as driver:
        till.next(CardTerminalReady)
        driver._wishes.put(SellOrder(attempt(), time.monotonic() + 60))  # both before the loop looks
        driver.cancel("attempt-000123")
        assert till.next(CardNotCharged).problem is CardProblem.CANCELLED
        till.next(CardTerminalReady)
    assert integrado.count("0200") == 0


def test_a_sale_that_runs_is_the_payers_to_cancel(integrado: Peer, till: Till) -> None:
    integrado.sale = ("0900|84|",)
    with running(integrado, till, replace(QUICK, answer_s=60)) as driver:
        till.next(CardTerminalReady)
        driver.sell(attempt())
        integrado.wait_until(lambda: "0900|84|" in integrado.acknowledged)
        driver.cancel("attempt-000123")
        integrado.say(sale_message(integrado.dialect, "0210", "07", OURS))
        assert till.next(CardNotCharged).code == "07"
        till.next(CardTerminalReady)
    assert len(ends(till)) == 1


# ---- the end of the day ----------------------------------------------------------------------------------------------


def test_the_day_is_closed_after_its_totals_were_asked(peer: Peer, till: Till) -> None:
    with running(peer, till) as driver:
        till.next(CardTerminalReady)
        peer.last = None
        driver.end_day()
        totals = till.next(CardDayEnded).totals
        assert till.next(CardTerminalReady).last is None
    if peer.dialect is Dialect.INTEGRADO:
        assert totals == CardTotals(3, Fen(4500), TID)
        assert [heard for heard in peer.heard if heard[:2] in ("05", "07")] == ["0700||", "0500||"]
    else:
        assert totals == CardTotals(None, None, TID)
        assert "0500|0" in peer.heard


@pytest.mark.parametrize(("answer", "code"), [((f"0510|02|{COMMERCE}|{TID}|",), "02"), ((), "no answer")])
def test_a_day_that_could_not_be_closed_says_so(integrado: Peer, till: Till, answer: tuple[str, ...], code: str) -> None:
    integrado.answers["0500"] = answer
    with running(integrado, till) as driver:
        till.next(CardTerminalReady)
        driver.end_day()
        assert till.next(CardDayEnded).totals.code == code
        till.next(CardTerminalReady)
    assert integrado.count("0500") == 1


# ---- what the flight recorder and the failpoints see -------------------------------------------------------------------


def test_s1_no_card_number_reaches_trace_event_or_slip(tmp_path: Path, till: Till) -> None:
    card = "4929123456789012"
    with peer_at(tmp_path / "port", Dialect.AUTOSERVICIO) as peer:
        peer.approves(OURS | {"last4": card}, voucher=f"TARJETA {card}")
        with running(peer, till) as driver:
            till.next(CardTerminalReady)
            driver.sell(attempt())
            till.next(CardConfirmed)
            assert till.status("CARD-PAN-UNMASKED").usable
            entries = driver.trace.entries()
    recorded = b"".join(entry.data for entry in entries)
    assert b"0210|00|" in recorded
    assert b"0200|000001500|000123|1|1" in recorded
    assert card.encode() not in recorded
    assert card not in repr(till.events)
    assert till.all(CardApproved)[0].approval.last4 == "9012"
    assert {entry.direction for entry in entries} == set(Direction)


def test_the_instants_of_a_sale_have_failpoints(integrado: Peer, till: Till) -> None:
    seen: list[tuple[Failpoint, str]] = []
    integrado.approves(OURS, progress=("82",))
    with running(integrado, till) as driver:
        till.next(CardTerminalReady)
        watch(lambda point, detail: seen.append((point, detail)))
        try:
            driver.sell(attempt())
            till.next(CardConfirmed)
        finally:
            watch(lambda _point, _detail: None)
    assert seen == [
        (Failpoint.CARD_BEFORE_ORDER, "SALE"),
        (Failpoint.CARD_AFTER_ORDER, "SALE"),
        (Failpoint.CARD_ORDER_ACKNOWLEDGED, "SALE"),
        (Failpoint.CARD_PROGRESSED, "82"),
        (Failpoint.CARD_REPORTED, "APPROVAL"),
        (Failpoint.CARD_BEFORE_ANSWER, "APPROVAL"),
        (Failpoint.CARD_AFTER_ANSWER, "APPROVAL"),
        (Failpoint.CARD_FINISHED, "APPROVAL"),
    ]


def test_no_orphan_on_an_ordinary_day(integrado: Peer, till: Till) -> None:
    integrado.approves(OURS)
    with running(integrado, till) as driver:
        till.next(CardTerminalReady)
        driver.sell(attempt())
        till.next(CardConfirmed)
        integrado.say(sale_message(integrado.dialect, "0210", "00", OURS))  # our ACK was lost: it says so again
        integrado.wait_until(lambda: sum(1 for one in integrado.acknowledged if one.startswith("0210")) == 2)
        integrado.wait_polls(3)
    assert not till.all(CardOrphanFound)
    assert len(ends(till)) == 1

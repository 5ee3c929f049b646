"""How a terminal comes up, what is said of it, how its loss is noticed; its day; the table of drivers; diagnosis."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from devices.card_diagnosis import diagnose_card
from devices.card_terminals import CardOptions, NoCardTerminal, make_card_terminal
from devices.serial_link import LinkSettings
from devices.trace import Direction
from devices.zvt_timing import ZvtOptions, ZvtTiming
from kiosk.card import CardTotals
from kiosk.device_status import DeviceState, Severity
from kiosk.events import CardConfirmed, CardDayEnded, CardTerminalReady, DeviceStatusChanged
from tests.devices.zvt_peer import (
    APPROVED,
    BEFORE,
    COMPLETED,
    OK,
    REGISTERED,
    Peer,
    Till,
    attempt,
    block,
    peer_at,
    ready,
    running,
    said,
)

REGISTRATION, STATUS, DAY = 0x0600, 0x0501, 0x0650
TOTALS = said(
    "04 0F", "27 00 04 00 00 00 00 32 00 60 F0 F5 F3 00 01 00 09" + " 00 00 00 00 00 00 00" * 6 + " 02 00 00 00 00 32 00"
)


@pytest.fixture
def peer(tmp_path: Path) -> Iterator[Peer]:
    with peer_at(tmp_path / "port") as made:
        yield made


@pytest.mark.parametrize(
    ("answers", "code", "state"),
    [
        (("06 1E 01 6F",), "CARD-CURRENCY", DeviceState.USER_ERROR),
        (("06 1E 03 6F 01 56",), "CARD-CURRENCY", DeviceState.USER_ERROR),
        ((REGISTERED.replace("49 01 56", "49 09 78"),), "CARD-CURRENCY", DeviceState.USER_ERROR),
        ((said("06 0F", "19 10 29 29 00 10 06"),), "CARD-CURRENCY", DeviceState.USER_ERROR),
        ((REGISTERED.replace("19 10", "19 00"),), "CARD-VENDING", DeviceState.USER_ERROR),
        ((said("06 0F", "19 10 49 01 56"),), "CARD-REG", DeviceState.HW_ERROR),
        (("06 0F 02 B0 00",), "CARD-REG", DeviceState.HW_ERROR),
        (("06 1E 01 83",), "CARD-REG", DeviceState.HW_ERROR),
        ((), "CARD-BUSY", DeviceState.BUSY),
    ],
)
def test_a_registration_that_does_not_do(peer: Peer, answers: tuple[str, ...], code: str, state: DeviceState) -> None:
    peer.handlers[REGISTRATION] = lambda peer, _: peer.finish(*answers)
    till = Till()
    with running(peer, till):
        status = till.status(code)
    assert (status.state, status.usable) == (state, False)
    assert not till.all(CardTerminalReady)


@pytest.mark.parametrize("refusal", ["84 6F 00", "84 1E 01 6F", "84 1E 6F", "84 1E 6F 01 56"])
def test_the_forms_of_a_refused_currency(peer: Peer, refusal: str) -> None:
    peer.handlers[REGISTRATION] = lambda peer, _: peer.say(refusal)
    till = Till()
    with running(peer, till):
        till.status("CARD-CURRENCY")


@pytest.mark.parametrize(
    ("status", "code"),
    [("9C", "CARD-BUSY"), ("E2", "CARD-READER"), ("DF", "CARD-FAIL"), ("CC", "CARD-PRINTER"), ("99", "CARD-UNKNOWN")],
)
def test_terminal_statuses(peer: Peer, status: str, code: str) -> None:
    till = Till()
    with ready(peer, till):
        peer.status = said("06 0F", status)
        shown = till.status(code)
        assert (shown.usable, shown.raw) == (False, status)
        peer.status = "06 0F 01 DC"
        till.next(CardTerminalReady)
        assert till.all(DeviceStatusChanged)[-1].status.usable


@pytest.mark.parametrize(("status", "command"), [("C2", "06 70"), ("51", "06 93"), ("F0", "06 50"), ("B1", "06 50")])
def test_maintenance_brings_it_back(peer: Peer, status: str, command: str) -> None:
    def cure(peer: Peer, _data: bytes) -> None:
        peer.status = "06 0F 01 00"
        peer.finish(*([TOTALS] if command == "06 50" else []), COMPLETED)

    peer.status = said("06 0F", status)
    peer.handlers[int(command.replace(" ", ""), 16)] = cure
    till = Till()
    with running(peer, till):
        till.next(CardTerminalReady)
    assert peer.count(command) == 1
    if command == "06 50":
        assert till.all(CardDayEnded) == [CardDayEnded(CardTotals(2, 3200, "29001006"))]  # type: ignore[arg-type]


def test_maintenance_that_does_not_help_is_tried_again_after_a_while(peer: Peer) -> None:
    peer.status = "06 0F 01 51"
    peer.handlers[0x0693] = lambda peer, _: peer.finish("06 1E 01 83")
    till = Till()
    with running(peer, till):
        assert not till.status("CARD-INIT").usable
        peer.wait_until(lambda: peer.count("06 93") >= 2, "the second initialisation")
    assert peer.count("06 93") < peer.count("05 01")


def test_the_registration_may_ask_for_maintenance(peer: Peer) -> None:
    peer.handlers[REGISTRATION] = lambda peer, _: peer.finish(REGISTERED.replace("19 10", "19 13"))
    peer.handlers[0x0670] = peer.handlers[0x0693] = lambda peer, _: peer.finish(COMPLETED)
    till = Till()
    with ready(peer, till):
        assert (peer.count("06 70"), peer.count("06 93")) == (1, 1)


def test_a_terminal_that_falls_silent_is_noticed_and_found_again(peer: Peer) -> None:
    till = Till()
    with ready(peer, till):
        peer.deaf = True
        assert till.status("CARD-SILENT").severity is Severity.WARNING
        assert till.status("CARD-SILENT").severity is Severity.SUSPEND
        peer.deaf = False
        till.next(CardTerminalReady)


def test_a2_as_sold_silence_at_rest_shows_within_two_seconds() -> None:
    """The pause before the enquiry that is not acknowledged, and the wait for it; the rest is for a busy machine."""
    sold = ZvtTiming()
    assert sold.poll_s + sold.line.poll_ack_s <= 1.6


def test_a_lost_ack_makes_no_second_registration(peer: Peer) -> None:
    till = Till()
    peer.lost_acks = 1
    with ready(peer, till):
        assert peer.count("06 00") == 1


def test_damaged_blocks_are_refused_and_come_again(peer: Peer) -> None:
    def damaged(peer: Peer, _data: bytes) -> None:
        peer.say(OK)
        whole = block(bytes.fromhex(peer.status))
        peer.write(whole[:-1] + bytes((whole[-1] ^ 1,)))
        while True:
            peer._read()
            if b"\x15" in peer._buffer:
                break
        peer._buffer = b""
        peer.write(whole[:4])  # and one that stops in its middle
        while b"\x15" not in peer._buffer:
            peer._read()
        peer._buffer = b""
        peer.ask(peer.status)

    peer.handlers[STATUS] = damaged
    till = Till()
    with ready(peer, till):
        assert peer.count("05 01") >= 1


def test_block_that_comes_twice_is_one(peer: Peer) -> None:
    def twice(peer: Peer, _data: bytes) -> None:
        peer.say(OK)
        peer.write(block(bytes.fromhex(OK)))  # its ACK was lost, it thinks
        peer._acknowledged()
        peer.ask(peer.status)

    peer.handlers[STATUS] = twice
    till = Till()
    with ready(peer, till):
        assert "CARD" not in till.all(DeviceStatusChanged)[-1].status.code


def test_end_of_day(peer: Peer) -> None:
    peer.handlers[DAY] = lambda peer, _: peer.finish("04 FF 01 0F", TOTALS, COMPLETED)
    till = Till()
    with ready(peer, till) as driver:
        driver.end_day()
        assert till.next(CardDayEnded).totals == CardTotals(2, 3200, "29001006")  # type: ignore[arg-type]
        till.next(CardTerminalReady)
        peer.handlers[DAY] = lambda peer, _: peer.finish("06 1E 01 77")
        driver.end_day()
        assert till.next(CardDayEnded).totals == CardTotals(None, None, "29001006", "aborted 77")
        peer.deaf = True
        till.status("CARD-SILENT")
        driver.end_day()
        assert till.next(CardDayEnded).totals.code == "CARD-SILENT"


def test_s1_a_number_in_clear_is_cut_told_and_not_recorded(peer: Peer) -> None:
    till = Till()
    clear = APPROVED.replace("62 14 83 EE EE EE 00 10", "62 14 83 12 34 56 00 10")
    peer.handlers[0x0601] = lambda peer, _: peer.finish(clear, COMPLETED)
    with ready(peer, till) as driver:
        driver.sell(attempt())
        status = till.status("CARD-PAN-UNMASKED")
        till.next(CardConfirmed)
        assert (status.usable, status.severity) == (True, Severity.WARNING)
        kept = b"".join(entry.data for entry in driver.trace.entries() if entry.direction is not Direction.NOTE)
    assert bytes.fromhex("62 14 83 12 34 56 00 10") not in kept
    assert bytes.fromhex("00 00 00 00 16 00 49 01 56") in kept
    assert "6214831234560010" not in repr(till.events)


def test_a_terminal_that_cannot_tell_its_last_transaction_is_told_of(peer: Peer) -> None:
    peer.last = "84 83 00"
    till = Till()
    with ready(peer, till):
        assert till.all(DeviceStatusChanged)[-1].status.code == "CARD-NO-LAST"
        assert till.all(DeviceStatusChanged)[-1].status.usable


def test_no_port_is_told_at_once(tmp_path: Path) -> None:
    till = Till()
    driver = make_card_terminal("zvt", LinkSettings(str(tmp_path / "none")), till.post, CardOptions())
    driver.start()
    try:
        assert till.status("CARD-PORT").state is DeviceState.NO_DEVICE
    finally:
        driver.close()


# ---- the table of drivers, and no terminal -------------------------------------------------------------------------------


def test_the_table_of_drivers() -> None:
    with pytest.raises(ValueError, match="zvt"):
        make_card_terminal("emv", LinkSettings("none"), Till().post, CardOptions())
    with pytest.raises(ValueError, match="password"):
        make_card_terminal("zvt", LinkSettings("none"), Till().post, CardOptions(password="12"))
    for wrong in ({"currency": "CNY"}, {"sync": "never"}, {"receipts": "none"}, {"hold_s": 1}):
        with pytest.raises(ValueError, match="card terminal"):
            ZvtOptions(**wrong)


def test_no_terminal_keeps_its_orders_and_says_nothing(caplog: pytest.LogCaptureFixture) -> None:
    till = Till()
    driver = make_card_terminal("none", LinkSettings("none"), till.post, CardOptions())
    assert isinstance(driver, NoCardTerminal)
    driver.start()
    driver.sell(attempt())
    driver.cancel("a1")
    driver.resolve(attempt())
    driver.end_day()
    assert "resolve a1 stays open" in caplog.text
    driver.close()
    assert not till.events
    assert not driver.trace.entries()


# ---- diagnosis ---------------------------------------------------------------------------------------------------------


def test_diagnosis_of_a_terminal_at_rest(peer: Peer) -> None:
    peer.status = said("06 0F", "F0 F0 F7 32 2E 31 34 2E 31 35 00")
    found = diagnose_card(str(peer.path), "zvt", 9600, 5.0)
    assert (found.identified, found.terminal_id, found.currency, found.two_phase) == (True, "29001006", "0156", True)
    assert (found.firmware, found.state, found.raw, found.error) == ("2.14.15", "ready", "00", "")
    assert {heard[:5] for heard in peer.heard} == {"05 01", "06 00"}, "nothing that could move money"
    assert found.as_dict()["protocol"] == "zvt"


def test_diagnosis_of_terminals_that_are_not_well(peer: Peer, tmp_path: Path) -> None:
    peer.status = "06 0F 01 E2"
    found = diagnose_card(str(peer.path), "zvt", 9600, 0.0)
    assert (found.identified, found.code, found.raw) == (True, "CARD-READER", "E2")
    assert "card reader defective" in found.error
    peer.handlers[STATUS] = lambda peer, _: peer.finish(BEFORE, peer.status)
    assert "a sale is under way" in diagnose_card(str(peer.path), "zvt", 9600, 0.0).error
    assert "84" not in {answer[:2] for answer in peer.answers}
    peer.deaf = True
    assert diagnose_card(str(peer.path), "zvt", 9600, 0.0).code == "CARD-SILENT"
    assert diagnose_card(str(tmp_path / "none"), "zvt", 9600, 0.0).code == "CARD-PORT"
    with pytest.raises(ValueError, match="zvt"):
        diagnose_card("x", "emv", 9600, 0.0)

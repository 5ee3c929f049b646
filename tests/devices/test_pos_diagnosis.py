"""A technician's look at a POS terminal, and the names under which the drivers are configured."""

from dataclasses import replace
from pathlib import Path

import pytest

from devices.card_diagnosis import diagnose_card
from devices.card_terminals import CardOptions, make_card_terminal
from devices.pos_diagnosis import diagnose_pos
from devices.pos_tables import Dialect
from devices.serial_link import LinkSettings
from kiosk.card import CardIdentity
from kiosk.events import CardTerminalReady
from tests.devices.pos_peer import COMMERCE, QUICK, TID, Peer, Till, peer_at, sale_fields, sale_message

PROTOCOLS = {"pos_integrado": Dialect.INTEGRADO, "pos_autoservicio": Dialect.AUTOSERVICIO}


@pytest.mark.parametrize("protocol", PROTOCOLS)
def test_a_terminal_names_itself_and_nothing_else_is_asked(tmp_path: Path, protocol: str) -> None:
    with peer_at(tmp_path / "port", PROTOCOLS[protocol]) as peer:
        found = diagnose_card(str(peer.path), protocol, 19_200, 2.0)
        assert peer.heard == ["0800"]
    assert (found.protocol, found.identified, found.terminal_id, found.merchant_id) == (protocol, True, TID, COMMERCE)
    assert (found.code, found.error, found.raw) == ("", "", "00")


def looked(peer: Peer) -> dict[str, object]:
    return diagnose_pos(peer.dialect, str(peer.path), 115_200, 0.1, QUICK).as_dict()


@pytest.mark.parametrize(
    ("answer", "code", "identified"),
    [
        ((f"0810|26|{COMMERCE}|{TID}|",), "CARD-KEYS", True),
        ((f"0810|02|{COMMERCE}|{TID}|",), "CARD-HOST", True),
        ((), "CARD-KEYS", False),
        (None, "CARD-KEYS", False),
    ],
)
def test_what_is_wrong_is_said(tmp_path: Path, answer: tuple[str, ...] | None, code: str, *, identified: bool) -> None:
    with peer_at(tmp_path / "port") as peer:
        peer.answers["0800"] = answer
        found = looked(peer)
    assert (found["code"], found["identified"]) == (code, identified)
    assert found["error"]


def test_silence_and_a_missing_port(tmp_path: Path) -> None:
    with peer_at(tmp_path / "port") as peer:
        peer.silent = True
        assert looked(peer)["code"] == "CARD-SILENT"
        peer.unplug()
        assert looked(peer)["code"] == "CARD-PORT"


def test_m6_a_report_of_a_sale_is_left_to_the_driver(tmp_path: Path) -> None:
    approval = sale_message(Dialect.INTEGRADO, "0210", "00", sale_fields("000123", 1500, "000042"))
    with peer_at(tmp_path / "port") as peer:
        peer.answers["0800"] = (approval,)
        found = looked(peer)
        assert "sale" in str(found["error"])
        assert peer.acknowledged == []


@pytest.mark.parametrize("protocol", PROTOCOLS)
def test_the_configured_name_gives_the_driver(tmp_path: Path, protocol: str) -> None:
    till = Till()
    with peer_at(tmp_path / "port", PROTOCOLS[protocol]) as peer:
        settings = replace(LinkSettings(str(peer.path)), baud=19_200)
        driver = make_card_terminal(protocol, settings, till.post, CardOptions())
        driver.start()
        try:
            assert till.next(CardTerminalReady).identity == CardIdentity(TID, COMMERCE)
        finally:
            driver.close()

"""``diagnose`` on a scripted device: who it is and how it is, and not one step of a note."""

import json
from collections.abc import Iterator
from pathlib import Path

import pytest

from devices.acceptor_diagnosis import AcceptorDiagnosis, DiagnosedBill, diagnose_acceptor
from devices.acceptors import make_acceptor
from devices.ccnet import CHINA, CcnetAcceptor
from devices.serial_link import LinkSettings, Trace, Wire
from devices.wire import Waker
from tests.devices.ccnet_peer import ENABLE, IDENT, RESET, RETURN, STACK, TABLE, Peer, peer_at
from tests.devices.ccnet_till import Till


@pytest.fixture
def peer(tmp_path: Path) -> Iterator[Peer]:
    with peer_at(tmp_path / "port") as scripted:
        yield scripted


def diagnosed(peer: Peer, timeout_s: float = 0.0) -> AcceptorDiagnosis:
    found = diagnose_acceptor(str(peer.path), "ccnet", 9600, timeout_s)
    assert not {heard[0] for heard in peer.heard} & {RESET, STACK, RETURN}
    return found


def test_a_healthy_device(peer: Peer) -> None:
    found = diagnosed(peer)
    assert (found.identified, found.model, found.serial) == (True, "CashCode SM", "21KC30012345")
    assert (found.part_number, found.state, found.code, found.error) == ("SM-CN30-2471 XX", "unit disabled", "", "")
    assert found.bill_table[-1] == DiagnosedBill(5, "CHN", 10_000)
    assert json.loads(json.dumps(found.as_dict()))["bill_table"][0] == {"type_number": 0, "currency": "CHN", "fen": 100}


def test_an_idle_device_that_nobody_runs_is_disabled_and_asked(peer: Peer) -> None:
    peer.show(b"\x14")
    assert diagnosed(peer).identified
    assert [heard[0] for heard in peer.heard] == [ENABLE, IDENT, TABLE]


@pytest.mark.parametrize("state", [b"\x10", b"\x11", b"\x12"])
def test_a_device_that_was_just_powered_is_not_reset(peer: Peer, state: bytes) -> None:
    peer.show(state)
    assert diagnosed(peer).identified


@pytest.mark.parametrize(
    ("state", "code", "words"),
    [
        (b"\x41", "BV-FULL", "drop cassette full"),
        (b"\x43", "BV-JAM", "validator jammed"),
        (b"\x47\x50", "BV-FAIL", "stack motor"),
        (b"\x47\x99", "BV-FAIL", "unknown failure"),
    ],
)
def test_a_device_in_trouble(peer: Peer, state: bytes, code: str, words: str) -> None:
    peer.show(state)
    found = diagnosed(peer)
    assert (found.identified, found.code, found.raw) == (True, code, state.hex(" ").upper())
    assert words in found.error


@pytest.mark.parametrize("state", [b"\x80\x05", b"\x81\x05", b"\x82\x05", b"\x1a"])
def test_a_note_that_waits_to_be_reported_is_left_for_the_terminal(peer: Peer, state: bytes) -> None:
    peer.show(state)
    found = diagnosed(peer, 0.5)
    assert (found.identified, found.raw) == (False, state.hex(" ").upper())
    assert "start the terminal" in found.error
    assert peer.heard == []
    assert peer.acknowledged == []


def test_a_device_that_is_busy_with_a_note(peer: Peer) -> None:
    peer.show(b"\x17")
    found = diagnosed(peer)
    assert (found.identified, found.code) == (False, "BV-IDENT")
    assert "stacking" in found.error


def test_nobody_answers(peer: Peer) -> None:
    peer.show(None)
    found = diagnosed(peer)
    assert (found.identified, found.code) == (False, "BV-SILENT")
    assert "nobody answers" in found.error


def test_the_port_echoes(peer: Peer) -> None:
    peer.echo = True
    peer.show(None)
    assert diagnosed(peer).code == "BV-ECHO"


def test_there_is_no_port(tmp_path: Path) -> None:
    found = diagnose_acceptor(str(tmp_path / "none"), "ccnet", 9600, 0.0)
    assert (found.identified, found.code) == (False, "BV-NO-PORT")
    assert "plugged in" in found.error


def test_the_terminal_runs_and_owns_the_port(peer: Peer) -> None:
    waker = Waker()
    wire = Wire(LinkSettings(str(peer.path)), Trace(), waker)
    found = diagnosed(peer)
    wire.close()
    waker.close()
    assert found.code == "BV-PORT-BUSY"
    assert "another program uses it" in found.error


def test_protocols_that_nobody_speaks() -> None:
    with pytest.raises(ValueError, match='"mdb"; known: ccnet'):
        diagnose_acceptor("/dev/null", "mdb", 9600, 0.0)
    with pytest.raises(ValueError, match='"mdb"; known: ccnet'):
        make_acceptor("mdb", LinkSettings("/dev/null"), Till().post, CHINA)


def test_the_factory_makes_the_driver() -> None:
    assert isinstance(make_acceptor("ccnet", LinkSettings("/dev/null"), Till().post, CHINA), CcnetAcceptor)

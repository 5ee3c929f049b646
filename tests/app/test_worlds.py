"""Demo and live never mix (field.md X21, X22): a table of both worlds, and real device nodes."""

import os
from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import pytest

from app.configuration import read_configuration
from app.settings import DemoSettings, Settings
from app.worlds import is_simulated, world_problems, wrong_world

SHIPPED = Path(__file__).resolve().parents[2] / "config.ini"
NOTHING = "/dev/serial/by-id/usb-nothing-there"


@dataclass(frozen=True)
class Terminal:
    """What of a configuration belongs to a world; the defaults are those of each world."""

    port: str = ""
    control: str = ""
    url: str = ""
    start: str | None = None
    panel: bool = False
    card: str = "zvt"
    card_port: str = ""
    card_control: str = ""
    currency: str = "0156"


def settings_of(terminal: Terminal, *, demo: bool) -> Settings:
    shipped = read_configuration(SHIPPED)
    port = terminal.port or ("auto" if demo else NOTHING)
    start = terminal.start if terminal.start is not None else ("acceptor printer card centre" if demo else "")
    url = terminal.url or ("auto" if demo else "https://centre.example")
    return replace(
        shipped,
        demo_mode=demo,
        centre=replace(shipped.centre, url=url),
        acceptor=replace(shipped.acceptor, port=port, control=terminal.control),
        printer=replace(shipped.printer, port="auto" if demo else NOTHING, control=""),
        card=replace(
            shipped.card,
            protocol=terminal.card,
            port=terminal.card_port or ("auto" if demo else NOTHING),
            control=terminal.card_control,
            currency=terminal.currency,
        ),
        demo=DemoSettings(frozenset(start.split()), terminal.panel),
    )


@pytest.fixture
def pty() -> Iterator[str]:
    master, slave = os.openpty()
    yield os.ttyname(slave)
    os.close(master)
    os.close(slave)


@pytest.mark.parametrize("demo", [True, False])
def test_each_world_by_itself_is_right(*, demo: bool) -> None:
    assert world_problems(settings_of(Terminal(), demo=demo)) == []


IN_DEMO: list[tuple[dict[str, Any], str]] = [
    ({"port": "/dev/ttyS0"}, "[acceptor] port"),
    ({"port": "/dev/ttyUSB7"}, "[acceptor] port"),
    ({"port": "/dev/ttyACM0"}, "[acceptor] port"),
    ({"port": "/dev/ttyAMA0"}, "[acceptor] port"),
    ({"port": NOTHING}, "[acceptor] port"),
    ({"port": "/dev/null"}, "[acceptor] port"),
    ({"port": "socket://192.168.1.9:4000"}, "[acceptor] port"),
    ({"port": "spy:///dev/ttyS0"}, "[acceptor] port"),
    ({"port": "rfc2217://127.0.0.1:4000"}, "[acceptor] port"),
    ({"url": "https://centre.example"}, "[centre] url"),
    ({"url": "http://192.168.1.9"}, "[centre] url"),
    ({"url": "http://127.0.0.1.evil.example"}, "[centre] url"),
    ({"start": "acceptor printer card"}, "[centre] url = auto"),
    ({"start": "centre printer card"}, "[acceptor] port = auto"),
    ({"start": "centre printer acceptor"}, "[card] port = auto"),
    ({"card_port": "/dev/ttyUSB0"}, "[card] port"),
    ({"card_port": "socket://192.168.1.9:22000"}, "[card] port"),
]


@pytest.mark.parametrize(("change", "place"), IN_DEMO)
def test_x22_demo_refuses_what_is_real(change: dict[str, Any], place: str) -> None:
    found = world_problems(settings_of(Terminal(**change), demo=True))
    assert len(found) == 1
    assert found[0].startswith(place)


@pytest.mark.parametrize(
    "change",
    [
        {"port": "socket://127.0.0.1:4000"},
        {"port": "socket://localhost:4000"},
        {"port": "/tmp/kiosk-x/acceptor"},
        {"control": "/tmp/kiosk-x/acceptor.sock"},
        {"control": "auto"},
        {"panel": True},
        {"url": "http://127.0.0.1:8080", "start": "acceptor printer card"},
        {"card_port": "socket://127.0.0.1:22000", "start": "acceptor printer centre"},
        {"card": "none", "card_port": "none", "start": "acceptor printer centre"},
        {"currency": "0978"},
    ],
)
def test_demo_takes_what_is_of_this_machine(change: dict[str, Any]) -> None:
    assert world_problems(settings_of(Terminal(**change), demo=True)) == []


IN_LIVE: list[tuple[dict[str, Any], str]] = [
    ({"port": "auto"}, "[acceptor] port = auto"),
    ({"port": "socket://127.0.0.1:4000"}, "[acceptor] port"),
    ({"port": "socket://127.0.0.2:4000"}, "[acceptor] port"),
    ({"port": "socket://127.1:4000"}, "[acceptor] port"),
    ({"port": "socket://2130706433:4000"}, "[acceptor] port"),
    ({"port": "socket://0x7f.0.0.1:4000"}, "[acceptor] port"),
    ({"port": "socket://0.0.0.0:4000"}, "[acceptor] port"),
    ({"port": "socket://[::1]:4000"}, "[acceptor] port"),
    ({"port": "socket://[::ffff:127.0.0.1]:4000"}, "[acceptor] port"),
    ({"port": "socket://LOCALHOST:4000"}, "[acceptor] port"),
    ({"port": "socket://a.localhost:4000"}, "[acceptor] port"),
    ({"port": "socket://:4000"}, "[acceptor] port"),
    ({"port": "loop://"}, "[acceptor] port"),
    ({"port": "alt:///dev/pts/0?class=PosixPollSerial"}, "[acceptor] port"),
    ({"port": "SOCKET://127.0.0.1:4000"}, "[acceptor] port"),
    ({"control": "auto"}, "[acceptor] control"),
    ({"control": "/run/acceptor.sock"}, "[acceptor] control"),
    ({"url": "auto"}, "[centre] url"),
    ({"url": "http://centre.example"}, "[centre] url"),
    ({"url": "http://127.0.0.1:8080"}, "[centre] url"),
    ({"start": "printer"}, "[demo] start"),
    ({"panel": True}, "[demo] control_panel"),
    ({"card_port": "auto"}, "[card] port = auto"),
    ({"card_port": "socket://127.0.0.1:22000"}, "[card] port"),
    ({"card_control": "auto"}, "[card] control"),
    ({"currency": "0978"}, "[card] currency = 0978: bills are in yuan"),
]


@pytest.mark.parametrize(("change", "place"), IN_LIVE)
def test_x21_live_refuses_what_is_simulated(change: dict[str, Any], place: str) -> None:
    found = world_problems(settings_of(Terminal(**change), demo=False))
    assert len(found) == 1
    assert found[0].startswith(place)


@pytest.mark.parametrize("port", ["socket://192.168.1.9:4000", "socket://[2001:db8::1]:4000", NOTHING])
def test_live_takes_a_device_of_another_machine_or_one_that_is_not_there_yet(port: str) -> None:
    assert world_problems(settings_of(Terminal(port=port), demo=False)) == []


def test_live_says_nothing_of_a_card_terminal_that_is_not_fitted() -> None:
    unfitted = Terminal(card="none", card_port="none", card_control="auto", currency="0978")
    assert world_problems(settings_of(unfitted, demo=False)) == []


def test_all_of_the_other_world_is_told_at_once() -> None:
    wrong = Terminal(port="auto", control="auto", url="auto", start="acceptor", panel=True)
    assert len(world_problems(settings_of(wrong, demo=False))) == 5


# ---- real device nodes ---------------------------------------------------------------------------------------------


def links_to(pty: str, folder: Path) -> list[str]:
    near, far, harmless = folder / "near", folder / "far", folder / "ttyS0"
    near.symlink_to(pty)
    far.symlink_to(near)
    harmless.symlink_to(far)
    return [pty, str(near), str(far), str(harmless)]


def test_x21_a_pty_is_one_under_whatever_name(pty: str, tmp_path: Path) -> None:
    for name in links_to(pty, tmp_path):
        assert is_simulated(name), name
        assert "pseudo-terminal" in (wrong_world(name, demo_mode=False) or "")
        assert wrong_world(name, demo_mode=True) is None


def test_x21_live_configuration_refuses_a_link_to_a_pty(pty: str, tmp_path: Path) -> None:
    for name in links_to(pty, tmp_path):
        found = world_problems(settings_of(Terminal(port=name), demo=False))
        assert found == [f"[acceptor] port: {name} is a pseudo-terminal; live mode would take play money for real money"]


def test_x22_a_link_that_is_pointed_at_a_real_node_meanwhile_is_refused_when_it_is_opened(pty: str, tmp_path: Path) -> None:
    link = tmp_path / "acceptor"
    link.symlink_to(pty)
    assert wrong_world(str(link), demo_mode=True) is None
    link.unlink()
    link.symlink_to("/dev/null")  # a character device that is no pty, as a serial port is
    assert "real port" in (wrong_world(str(link), demo_mode=True) or "")
    assert wrong_world(str(link), demo_mode=False) is None


def test_what_is_not_there_yet_is_judged_when_it_is(tmp_path: Path) -> None:
    missing = str(tmp_path / "not-yet")
    assert wrong_world(missing, demo_mode=True) is None
    assert wrong_world(missing, demo_mode=False) is None
    assert not is_simulated(missing)

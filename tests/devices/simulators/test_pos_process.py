"""``simulate card --protocol pos_integrado`` and ``pos_autoservicio`` from outside: raw bytes over a pty, sudden death of
the process, and the wire cut after every byte. The simulator's own books must agree with themselves whatever happens."""

import random
import select
import signal
from collections.abc import Callable, Iterable, Iterator
from itertools import count
from pathlib import Path
from typing import Any

import pytest

from devices.simulators.pos_controls import TIMINGS
from tests.conftest import Tally
from tests.devices.simulators.pos_bench import ACK, framed
from tests.devices.simulators.pos_host import HUNG_UP, SILENCE, PosHost
from tests.devices.simulators.process import Simulator, until

SALE = {"pos_integrado": "0200|{fen}|{ticket:06}|||1|", "pos_autoservicio": "0200|{fen:09}|{ticket:06}|0|1"}
LAST = {"pos_integrado": "0250|", "pos_autoservicio": "0250|0"}
AT_ONCE = {
    **dict.fromkeys(TIMINGS, 0),
    "customer": 60,
    "patience": 60,
    "bank_limit": 60,
    "resend": 0.05,
    "progress_ack": 0.05,
}
DIALECTS = pytest.mark.parametrize("protocol", list(SALE))


class Hall:
    """One simulator after the other on the same books, and a till."""

    def __init__(self, folder: Path, protocol: str) -> None:
        self.folder, self.protocol = folder, protocol
        self.ticket = 0
        self.timing: dict[str, float] = dict(AT_ONCE)
        self.simulator = self._start()
        self.host = PosHost(self.simulator.link)

    def _start(self) -> Simulator:
        started = Simulator(
            self.folder,
            *("--state", str(self.folder / "books")),
            *("--baud", "1000000"),
            device="card",
            protocol=self.protocol,
        )
        started.ok("timing", **self.timing)
        started.ok("auto_present")
        return started

    def restart(self, number: signal.Signals = signal.SIGKILL) -> None:
        """Death and a new start."""
        self.simulator.end(number)
        self.host.close()
        self.simulator = self._start()
        self.host = PosHost(self.simulator.link)

    def replug(self) -> None:
        self.host.close()
        self.simulator.ok("replug")
        self.host = PosHost(self.simulator.link)

    def sale_text(self) -> str:
        self.ticket += 1
        return SALE[self.protocol].format(fen=1000, ticket=self.ticket)

    def state(self) -> dict[str, Any]:
        return self.simulator.ok("state")

    def at_rest(self) -> None:
        until(lambda: self.state()["request"] is None and not self.state()["starting"])

    def last_ticket(self) -> str:
        """What 0250 says, at rest."""
        self.at_rest()
        self.host.drain()
        assert self.host.talk("0100") == "ACK"
        fields = self.host.talk(LAST[self.protocol], "0260").split("|")
        return fields[4] if fields[1] == "00" else fields[1]

    def close(self) -> None:
        self.simulator.end(signal.SIGKILL)
        self.host.close()


@pytest.fixture
def hall(tmp_path: Path) -> Iterator[Callable[[str], Hall]]:
    opened: list[Hall] = []

    def _open(protocol: str) -> Hall:
        opened.append(Hall(tmp_path, protocol))
        return opened[-1]

    yield _open
    for one in opened:
        one.close()


Open = Callable[[str], Hall]


def agreed(state: dict[str, Any]) -> list[str]:
    """The tickets of all charges that stand, after checking that the journal has the same."""
    charged = [one["ticket"] for one in state["charges"] if one["state"] == "charged"]
    assert charged == [one["ticket"] for one in state["journal"] if (one["kind"], one["state"]) == ("sale", "STORED")]
    assert len(set(charged)) == len(charged)
    assert state["charged_fen"] == 1000 * len(charged)
    return charged


@DIALECTS
def test_a_day_over_a_real_pty(protocol: str, hall: Open) -> None:
    here = hall(protocol)
    assert here.simulator.ready["protocol"] == protocol
    assert here.host.talk("0100") == "ACK"
    assert here.host.talk(LAST[protocol], "0260") == "0260|11|597029414300|75001234|"
    assert here.host.talk(here.sale_text(), "0210").split("|")[:5] == ["0210", "00", "597029414300", "75001234", "000001"]
    assert here.host.talk(here.sale_text(), "0210").split("|")[4] == "000002"
    assert agreed(here.state()) == ["000001", "000002"]
    assert here.host.talk("1200|2|" if protocol == "pos_integrado" else "1200", "1210").split("|")[1] == "00"
    assert agreed(here.state()) == ["000001"]
    assert here.host.talk("0500||" if protocol == "pos_integrado" else "0500|0", "0510").split("|")[1] == "00"
    here.restart(signal.SIGTERM)
    assert here.last_ticket() == "11"
    assert agreed(here.state()) == ["000001"]


@DIALECTS
def test_with_humane_times_a_sale_takes_its_time_and_keeps_the_gap(protocol: str, hall: Open) -> None:
    here = hall(protocol)
    here.simulator.ok("timing", gap=0.15)
    here.host.write(framed(LAST[protocol]))
    assert here.host.next() == "ACK"
    assert here.host.next(0.1) == SILENCE
    assert here.host.next().startswith("0260|11")
    here.host.write(ACK)


@DIALECTS
def test_m6_killed_at_the_first_byte_of_an_approval_the_charge_stands(protocol: str, hall: Open) -> None:
    here = hall(protocol)
    here.host.write(framed(here.sale_text()))
    here.host.first_byte_of_0210()
    here.restart()
    assert agreed(here.state()) == ["000001"]
    assert here.last_ticket() == "000001"


def kill_at_random(here: Hall, kills: int, seed: int, tally: Tally) -> None:
    """A sale, and death somewhere in it or around it."""
    print(f"seed {seed}")
    chance = random.Random(seed)
    here.timing.update(card=0.02, bank=0.02, finish=0.02)
    here.restart()
    for _ in range(kills):
        text = here.sale_text()
        ticket = f"{here.ticket:06}"
        sign = here.host.talk(text, "0210", within_s=chance.uniform(0.0, 0.15))
        select.select([], [], [], chance.uniform(0.0, 0.01))
        here.restart()
        charged = agreed(here.state())
        if sign.startswith("0210|00"):
            assert charged[-1] == ticket
        assert here.last_ticket() == (charged[-1] if charged else "11")
        tally("POS kills", 1)
        tally("POS kills with a charge", int(charged[-1:] == [ticket]))


@DIALECTS
def test_m8_books_survive_a_kill_at_any_moment(protocol: str, hall: Open, tally: Tally) -> None:
    kill_at_random(hall(protocol), 6, random.randrange(10**6), tally)


@pytest.mark.long
@pytest.mark.timeout(1200)
@DIALECTS
def test_m8_books_survive_many_kills(protocol: str, hall: Open, tally: Tally) -> None:
    kill_at_random(hall(protocol), 150, random.randrange(10**6), tally)


def cut_everywhere(here: Hall, direction: str, offsets: Iterable[int], tally: Tally) -> None:
    """Cut the wire after each number of bytes of a sale, until the whole answer comes through."""
    for passed in offsets:
        here.at_rest()  # our last ACK has passed: it must not count
        here.simulator.ok("cut_after", direction=direction, bytes=passed)
        text = here.sale_text()
        ticket = f"{here.ticket:06}"
        sign = here.host.talk(text, "0210")
        here.at_rest()
        if sign != HUNG_UP:
            here.simulator.ok("unplug")
        here.replug()
        charged = agreed(here.state())
        began = direction == "to_host" or passed >= len(framed(text))
        assert (ticket in charged) == began, passed
        assert here.last_ticket() == (charged[-1] if charged else "11")
        tally("POS wire cuts", 1)
        if sign.startswith("0210"):
            return


@DIALECTS
@pytest.mark.parametrize("direction", ["to_host", "to_device"])
def test_m6_the_wire_cut_at_some_bytes_of_a_sale(protocol: str, direction: str, hall: Open, tally: Tally) -> None:
    cut_everywhere(hall(protocol), direction, range(1, 40, 6), tally)


@pytest.mark.long
@pytest.mark.timeout(1200)
@DIALECTS
@pytest.mark.parametrize("direction", ["to_host", "to_device"])
def test_m6_the_wire_cut_at_every_byte_of_a_sale(protocol: str, direction: str, hall: Open, tally: Tally) -> None:
    here = hall(protocol)
    cut_everywhere(here, direction, count(1), tally)
    frame = len(framed(SALE[protocol].format(fen=1000, ticket=1)))
    assert here.ticket > (frame if direction == "to_device" else 100)

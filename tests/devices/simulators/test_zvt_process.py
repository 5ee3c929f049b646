"""``simulate card --protocol zvt`` from outside: a host of raw bytes over a pty and over TCP, cut wires, sudden death."""

import os
import random
import select
import signal
import socket
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from tests.conftest import Tally
from tests.devices.simulators.process import DEADLINE_S, Host, Simulator, until
from tests.devices.simulators.zvt_bench import (
    ABORTED_6C,
    COMPLETED,
    POSITIVE,
    READY,
    REGISTER,
    REGISTER_3E,
    REGISTERED,
    REPEAT,
    STATUS,
    authorisation,
    hexed,
    on_status,
    raw,
    statuses,
    unwrap,
    wrapped,
)

FAST = {
    **dict.fromkeys(("read", "pin", "host", "remove", "present", "maintenance", "print", "boot"), 0.02),
    "auto_reversal": 0.2,
    "t2": 0.5,
    "t3": 0.5,
}
BAUD = ("--baud", "115200")

Start = Callable[..., Simulator]


@pytest.fixture
def start(tmp_path: Path) -> Iterator[Start]:
    """Starts terminals and ends what is left of them."""
    running: list[Simulator] = []

    def _start(*arguments: str) -> Simulator:
        running.append(Simulator(tmp_path, *arguments, device="card", protocol="zvt"))
        running[-1].ok("timing", **FAST)
        running[-1].ok("auto_present")
        return running[-1]

    yield _start
    for simulator in running:
        simulator.end(signal.SIGKILL)


class Talker:
    """A host with reflexes on either wire; ``lost`` once the other end has gone."""

    def __init__(self, simulator: Simulator, *, tcp: bool = False) -> None:
        self._tcp = tcp
        self._socket = socket.create_connection(("127.0.0.1", simulator.ready["tcp"]), DEADLINE_S) if tcp else None
        self._host = None if tcp else Host(simulator.link)
        self.fd = self._socket.fileno() if self._socket is not None else os.open(simulator.link, os.O_RDWR | os.O_NOCTTY)
        self.lost = False
        self.reflex: Callable[[str], str | None] = lambda _apdu: POSITIVE
        self.heard: list[str] = []
        self._rest = b""
        self._ordered = b""

    def close(self) -> None:
        if self._socket is not None:
            self._socket.close()
        else:
            os.close(self.fd)
        if self._host is not None:
            self._host.close()

    def order(self, hexadecimal: str) -> None:
        self._ordered = self._framed(hexadecimal)
        self._write(self._ordered)

    def say(self, hexadecimal: str, last: tuple[str, ...] = ("06 0F", "06 1E", "84")) -> list[str]:
        """Send a command and talk until its end, or until the wire is gone."""
        self.heard.clear()
        self.order(hexadecimal)
        self.talk(lambda: bool(self.heard) and self.heard[-1].startswith(last))
        return list(self.heard)

    def talk(self, done: Callable[[], bool], limit_s: float = DEADLINE_S) -> None:
        end = time.monotonic() + limit_s
        while not done() and not self.lost:
            assert time.monotonic() < end, f"it did not happen; heard {self.heard[-4:]}"
            self._listen()

    def _listen(self) -> None:
        if not select.select([self.fd], [], [], 0.05)[0]:
            return
        try:
            data = os.read(self.fd, 4096)
        except OSError:
            data = b""
        if not data:
            self.lost = True
            return
        self._rest += data
        for apdu in self._complete():
            self.heard.append(apdu)
            answer = None if apdu.startswith(("80", "84")) else self.reflex(apdu)
            self._write((b"" if self._tcp else b"\x06") + (b"" if answer is None else self._framed(answer)))

    def _complete(self) -> list[str]:
        if not self._tcp:
            found, self._rest = unwrap(self._rest)
            if "15" in found:
                self._write(self._ordered)
            return [item for item in found if item not in ("06", "15")]
        whole = []
        while len(self._rest) > 4 or (len(self._rest) > 2 and self._rest[2] != 0xFF):
            extended = self._rest[2] == 0xFF
            size = 5 + int.from_bytes(self._rest[3:5], "little") if extended else 3 + self._rest[2]
            if len(self._rest) < size:
                break
            whole.append(hexed(self._rest[:size]))
            self._rest = self._rest[size:]
        return whole

    def _framed(self, answer: str) -> bytes:
        return raw(answer) if self._tcp else wrapped(answer)

    def _write(self, data: bytes) -> None:
        try:
            if data:
                os.write(self.fd, data)
        except OSError:
            self.lost = True


@pytest.fixture
def talkers() -> Iterator[Callable[..., Talker]]:
    opened: list[Talker] = []

    def _open(simulator: Simulator, *, tcp: bool = False) -> Talker:
        opened.append(Talker(simulator, tcp=tcp))
        return opened[-1]

    yield _open
    for talker in opened:
        talker.close()


Open = Callable[..., Talker]


def charges(simulator: Simulator) -> list[tuple[Any, Any]]:
    return [(charge["amount"], charge["state"]) for charge in simulator.ok("state")["charges"]]


@pytest.mark.parametrize("tcp", [False, True])
def test_a_day_at_the_counter(start: Start, talkers: Open, tcp: bool) -> None:
    simulator = start(*BAUD, "--tcp", "0")
    host = talkers(simulator, tcp=tcp)
    assert host.say(REGISTER) == [POSITIVE, REGISTERED]
    assert host.say(STATUS) == [POSITIVE, READY]
    heard = host.say(authorisation(1600))
    assert heard[-1] == COMPLETED
    assert len([apdu for apdu in heard if apdu.startswith("06 D3 FF")]) == 2
    assert host.say(REPEAT)[1] == statuses(heard)[0]
    host.reflex = on_status("84 66 00")
    assert host.say(authorisation(900))[-1] == ABORTED_6C
    assert charges(simulator) == [(1600, "charged"), (900, "reversed")]


def test_the_default_speed_is_9600(start: Start, talkers: Open) -> None:
    host = talkers(start())
    before = time.monotonic()
    host.say(REGISTER)
    # Our own last answer is on its way when ``say`` returns; the next speed, 19200, would take half of the rest.
    bits = 10 * (len(wrapped(REGISTER)) + len(wrapped(REGISTERED)) + len(wrapped(POSITIVE)))
    assert time.monotonic() - before >= bits / 9600


def test_a_new_speed_is_the_lines_pace(start: Start, talkers: Open) -> None:
    simulator = start("--baud", "1200")
    simulator.ok("timing", baud=0.01)
    host = talkers(simulator)
    host.say("08 40 01 07", last=("80",))
    until(lambda: not simulator.ok("state")["busy"])
    took_s = []
    for _ in range(10):
        before = time.monotonic()
        host.say(REGISTER)
        took_s.append(time.monotonic() - before)
    assert min(took_s) < 10 * len(wrapped(REGISTER)) / 1200, "once at least, whatever else the machine does"


@pytest.mark.parametrize("moment", ["host_contacted", "bank_charged", "host_approved", "status_sent", "completion_sent"])
@pytest.mark.parametrize("sync", ["autoreversal", "1f1f"])
def test_m6_killed_at_a_moment_and_started_again(
    start: Start, talkers: Open, tmp_path: Path, moment: str, sync: str
) -> None:
    books = ("--state", str(tmp_path / "books"))
    simulator = start(*BAUD, *books)
    simulator.ok("options", sync=sync)
    simulator.ok("die_at", step=moment, kill=True)
    host = talkers(simulator)
    host.say(REGISTER_3E)
    host.say(authorisation(1600))
    host.talk(lambda: host.lost)
    assert simulator.end() == -signal.SIGKILL
    again = start(*BAUD, *books)
    until(lambda: not again.ok("state")["undoing"])
    stands = moment == "completion_sent" or (sync == "1f1f" and moment in ("host_approved", "status_sent"))
    expected = [] if moment == "host_contacted" else [(1600, "charged" if stands else "reversed")]
    assert charges(again) == expected
    assert talkers(again).say(STATUS)[-1] == READY


def kill_at_random(start: Start, talkers: Open, path: Path, kills: int, seed: int) -> tuple[int, int]:
    """Kill the terminal during sales; no charge may be left that the host did not accept. Accepted and undone charges."""
    print(f"seed {seed}")
    dice = random.Random(seed)
    accepted = 0
    for _ in range(kills):
        simulator = start(*BAUD, "--state", str(path))
        host = talkers(simulator)
        host.say(REGISTER_3E)
        before = charges(simulator)
        host.order(authorisation(1600))
        host.heard.clear()
        at = time.monotonic() + dice.uniform(0.0, 0.25)
        host.talk(lambda host=host, at=at: time.monotonic() >= at or COMPLETED in host.heard)  # type: ignore[misc]
        simulator.end(signal.SIGKILL)
        again = start(*BAUD, "--state", str(path))
        until(lambda again=again: not again.ok("state")["undoing"])  # type: ignore[misc]
        after = charges(again)
        assert after[: len(before)] == before
        new = after[len(before) :]
        assert len(new) <= 1
        if new == [(1600, "charged")]:
            assert statuses(host.heard), "a charge of which the host was never told"
            accepted += 1
        if COMPLETED in host.heard:
            assert new == [(1600, "charged")]
        again.end(signal.SIGKILL)
    return accepted, sum(state == "reversed" for _, state in after)


def test_m6_killed_at_any_moment(start: Start, talkers: Open, tmp_path: Path, tally: Tally) -> None:
    kill_at_random(start, talkers, tmp_path / "books", 5, random.randrange(10**6))
    tally("ZVT terminal kills", 5)


@pytest.mark.long
def test_m6_killed_at_any_moment_many_times(start: Start, talkers: Open, tmp_path: Path, tally: Tally) -> None:
    accepted, undone = kill_at_random(start, talkers, tmp_path / "books", 60, random.randrange(10**6))
    tally("ZVT terminal kills", 60)
    assert accepted
    assert undone


@pytest.mark.parametrize("direction", ["to_host", "to_device"])
@pytest.mark.parametrize("after", [5, 40, 60])
def test_m6_the_wire_is_cut_and_mended(start: Start, talkers: Open, direction: str, after: int) -> None:
    simulator = start(*BAUD)
    simulator.ok("timing", t2=0.1, t3=0.1, gap=0.05)
    host = talkers(simulator)
    host.say(REGISTER_3E)
    until(lambda: not simulator.ok("state")["busy"])
    simulator.ok("cut_after", direction=direction, bytes=after)
    host.say(authorisation(1600).replace("01 1E", "01 01"))
    assert host.lost
    until(lambda: not (state := simulator.ok("state"))["busy"] and not state["undoing"])
    assert charges(simulator) in ([], [(1600, "reversed")])
    simulator.ok("replug")
    again = talkers(simulator)
    assert again.say(STATUS)[-1] == READY
    again.say(REGISTER)
    assert again.say(authorisation(500))[-1] == COMPLETED


def test_a_lost_connection_is_no_answer(start: Start, talkers: Open) -> None:
    simulator = start("--tcp", "0")
    simulator.ok("timing", t2=0.05, t3=0.05)
    host = Talker(simulator, tcp=True)
    host.say(REGISTER)
    host.reflex = on_status(None)
    host.order(authorisation(1600).replace("01 1E", "01 01"))
    host.talk(lambda: bool(statuses(host.heard)))
    host.close()
    until(lambda: not (state := simulator.ok("state"))["busy"] and not state["undoing"])
    again = talkers(simulator, tcp=True)
    again.say(REGISTER)
    assert charges(simulator) == [(1600, "reversed")]

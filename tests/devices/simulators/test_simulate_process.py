"""``simulate acceptor --protocol ccnet`` from outside: raw bytes over a pty, commands over the socket, sudden death."""

import json
import os
import signal
import socket
import stat
import subprocess
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from devices.simulators.__main__ import main
from tests.devices.simulators.ccnet_bench import (
    ACK,
    BILL_TABLE,
    ENABLE_ALL,
    GET_STATUS,
    IDENTIFICATION,
    NAK,
    POLL,
    RESET,
    RETURN,
    STACK,
)
from tests.devices.simulators.process import DEADLINE_S, ROOT, Host, Simulator, command_line, until

DISABLED = "02 03 06 19 82 0F"
ESCROW_1 = "02 03 07 80 01 05 22"
STACKED_1 = "02 03 07 81 01 DD 3B"
FAST = {"initialise": 0.05, "accepting": 0.02, "stacking": 0.02, "returning": 0.02, "rejecting": 0.02}

Start = Callable[..., Simulator]


@pytest.fixture
def start(tmp_path: Path) -> Iterator[Start]:
    """Starts simulators and ends what is left of them."""
    running: list[Simulator] = []

    def _start(*arguments: str) -> Simulator:
        running.append(Simulator(tmp_path, *arguments))
        running[-1].ok("timings", **FAST)
        return running[-1]

    yield _start
    for simulator in running:
        simulator.end(signal.SIGKILL)


@pytest.fixture
def hosts() -> Iterator[Callable[[Path], Host]]:
    opened: list[Host] = []

    def _open(link: Path) -> Host:
        opened.append(Host(link))
        return opened[-1]

    yield _open
    for host in opened:
        host.close()


Open = Callable[[Path], Host]


def say(host: Host, frame: str, length: int) -> str:
    host.write(frame)
    return host.read(length)


def poll_until(host: Host, expected: str) -> None:
    """POLL and ACK until the expected answer; it is left without ACK."""
    end = time.monotonic() + DEADLINE_S
    while (answer := _poll(host)) != expected:
        assert time.monotonic() < end, f"the last answer was {answer}"
        host.write(ACK)


def _poll(host: Host) -> str:
    head = say(host, POLL, 3)
    return head if not head else f"{head} {host.read(bytes.fromhex(head)[2] - 3)}"


def begin(host: Host) -> None:
    """RESET, wait for 19h, enable everything."""
    assert say(host, RESET, 6) == ACK
    poll_until(host, DISABLED)
    host.write(ACK)
    assert say(host, ENABLE_ALL, 6) == ACK


def test_a_note_over_a_real_pty(start: Start, hosts: Open) -> None:
    simulator = start()
    host = hosts(simulator.link)
    assert say(host, POLL, 6) == "02 03 06 10 43 92"
    host.write(ACK)
    assert say(host, RESET, 6) == ACK
    poll_until(host, DISABLED)
    host.write(ACK)
    assert say(host, GET_STATUS, 11) == "02 03 0B 00 00 00 00 00 00 A8 67"
    host.write(ACK)
    assert bytes.fromhex(say(host, IDENTIFICATION, 39))[3:18] == b"SM-CN1006-SIM01"
    host.write(ACK)
    table = say(host, BILL_TABLE, 125)
    assert table.startswith("02 03 7D 01 43 48 4E 00")
    assert table.endswith("F2 EE")
    host.write(ACK)
    assert say(host, ENABLE_ALL, 6) == ACK
    assert say(host, POLL, 6) == "02 03 06 14 67 D4"
    host.write(ACK)
    assert simulator.ok("insert", denomination=500)["id"] == 1
    poll_until(host, ESCROW_1)
    assert simulator.ok("state")["notes"] == [
        {"id": 1, "denomination": 500, "where": "escrow", "place": "escrow", "box": 0}
    ]
    assert say(host, STACK, 6) == ACK
    poll_until(host, STACKED_1)
    assert say(host, NAK, 7) == STACKED_1
    assert _poll(host) == STACKED_1
    host.write(ACK)
    poll_until(host, "02 03 06 14 67 D4")
    assert simulator.ok("state")["sums_fen"]["stacked"] == 500


@pytest.mark.parametrize(
    ("decide", "power_up", "event", "where"),
    [
        (None, "02 03 06 11 CA 83", None, "returned"),
        (RETURN, "02 03 06 11 CA 83", None, "returned"),
        (STACK, "02 03 06 12 51 B1", STACKED_1, "stacked"),
    ],
)
def test_killed_with_a_note_inside_and_started_again(
    *, start: Start, hosts: Open, tmp_path: Path, decide: str | None, power_up: str, event: str | None, where: str
) -> None:
    books = str(tmp_path / "books")
    simulator = start("--state", books)
    host = hosts(simulator.link)
    begin(host)
    simulator.ok("timings", stacking=60, returning=60)
    simulator.ok("insert", denomination=500)
    poll_until(host, ESCROW_1)
    if decide is not None:
        assert say(host, decide, 6) == ACK
    assert simulator.end(signal.SIGKILL) == -signal.SIGKILL
    assert simulator.link.is_symlink()  # left over, and replaced by the next
    assert host.hung_up()
    again = start("--state", books)
    host = hosts(again.link)
    assert say(host, POLL, 6) == power_up
    host.write(ACK)
    assert say(host, RESET, 6) == ACK
    if event is not None:
        poll_until(host, event)
        host.write(ACK)
    poll_until(host, DISABLED)
    assert [note["where"] for note in again.ok("state")["notes"]] == [where]


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT])
def test_a_clean_stop(start: Start, number: signal.Signals) -> None:
    simulator = start()
    assert simulator.ready == {
        "ready": True,
        "device": "acceptor",
        "protocol": "ccnet",
        "link": str(simulator.link),
        "control": str(simulator.control_path),
        "tcp": None,
        "pid": simulator.process.pid,
    }
    assert stat.S_IMODE(simulator.control_path.stat().st_mode) == 0o600
    assert simulator.end(number) == 0
    assert not os.path.lexists(simulator.link)
    assert not os.path.lexists(simulator.control_path)


def test_unplug_and_replug(start: Start, hosts: Open) -> None:
    simulator = start()
    host = hosts(simulator.link)
    assert say(host, POLL, 6) == "02 03 06 10 43 92"
    simulator.ok("unplug")
    assert host.hung_up()
    assert not os.path.lexists(simulator.link)
    assert simulator.ok("state")["wire"]["plugged"] is False
    simulator.ok("replug")
    assert say(hosts(simulator.link), POLL, 6) == "02 03 06 10 43 92"


@pytest.mark.parametrize("after", range(1, 7))
def test_unplug_at_any_byte(start: Start, hosts: Open, after: int) -> None:
    simulator = start()
    host = hosts(simulator.link)
    simulator.ok("unplug", after_bytes=after)
    host.write(POLL)
    until(lambda: not os.path.lexists(simulator.link))
    assert simulator.ok("state")["wire"]["bytes_to_host"] == after


def test_the_host_may_close_and_open_the_port(start: Start) -> None:
    simulator = start()
    for _ in range(3):
        host = Host(simulator.link)
        assert say(host, POLL, 6) == "02 03 06 10 43 92"
        host.close()


def test_tcp_on_the_loopback(start: Start) -> None:
    simulator = start("--tcp", "0")
    for _ in range(2):
        with socket.create_connection(("127.0.0.1", simulator.ready["tcp"]), DEADLINE_S) as client:
            client.sendall(bytes.fromhex(POLL))
            assert client.recv(64) == bytes.fromhex("02 03 06 10 43 92")


@pytest.mark.parametrize(("baud", "least_s"), [(9600, (6 + 125) * 10 / 9600), (1200, (6 + 125) * 10 / 1200)])
def test_bytes_take_their_time(start: Start, hosts: Open, baud: int, least_s: float) -> None:
    simulator = start("--baud", str(baud))
    host = hosts(simulator.link)
    before = time.monotonic()
    assert len(bytes.fromhex(say(host, BILL_TABLE, 125))) == 125
    assert time.monotonic() - before >= least_s


def test_a_second_simulator_takes_nothing_away(start: Start, hosts: Open, tmp_path: Path) -> None:
    books = str(tmp_path / "books")
    simulator = start("--state", books)
    link = str(simulator.link)
    for arguments, cause in [(("--state", books), "books"), (("--control", str(simulator.control_path)), "control")]:
        second = subprocess.run(
            command_line("acceptor", "--protocol", "ccnet", "--link", link, *arguments),
            cwd=ROOT,
            capture_output=True,
            text=True,
            timeout=DEADLINE_S,
            check=False,
        )
        assert second.returncode == 2
        assert cause in second.stderr
        assert second.stderr.count("\n") == 1
    assert say(hosts(simulator.link), POLL, 6) == "02 03 06 10 43 92"


@pytest.mark.parametrize(
    ("arguments", "cause"),
    [
        ([], "--protocol"),
        (["acceptor", "--protocol", "ccnet"], "--link"),
        (["toaster", "--protocol", "ccnet", "--link", "x"], "toaster"),
        (["acceptor", "--protocol", "klingon", "--link", "x"], "klingon"),
        (["acceptor", "--protocol", "ccnet", "--link", "x", "--baud", "0"], "above 0"),
        (["acceptor", "--protocol", "ccnet", "--link", "x", "--tcp", "65536"], "65535"),
        (["acceptor", "--protocol", "ccnet", "--link", "/nowhere/at/all"], "/nowhere/at/all"),
        (["acceptor", "--protocol", "ccnet", "--link", "x", "--state", "/nowhere/at/all"], "/nowhere/at/all"),
        (["acceptor", "--protocol", "ccnet", "--link", "x", "--control", "/" + "x" * 120], "longer"),
    ],
)
def test_a_wrong_call_is_told_in_one_sentence(
    arguments: list[str], cause: str, capsys: pytest.CaptureFixture[str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    assert main(arguments) == 2
    captured = capsys.readouterr()
    assert captured.out == ""
    assert cause in captured.err
    assert captured.err.count("\n") == 1
    assert list(tmp_path.iterdir()) == []


def test_files_that_are_not_ours_are_left_alone(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    precious = tmp_path / "precious"
    precious.write_text("do not lose me")
    for option in ("--link", "--control", "--state"):
        paths = {"--link": str(tmp_path / "port"), option: str(precious)}
        call = [part for pair in paths.items() for part in pair]
        assert main(["acceptor", "--protocol", "ccnet", *call]) == 2
    assert precious.read_text() == "do not lose me"
    assert len(capsys.readouterr().err.splitlines()) == 3


def test_the_wrong_answers_of_the_socket(start: Start) -> None:
    simulator = start()
    with socket.socket(socket.AF_UNIX) as raw:
        raw.settimeout(DEADLINE_S)
        raw.connect(str(simulator.control_path))
        raw.sendall(
            b"nonsense\n\n[1]\n\xff\xfe\n" + b"[" * 60_000 + b'\n{"command": "dance"}\n{"command": "st' + b'ate"}\n'
        )
        with raw.makefile("rb") as lines:
            answers = [json.loads(lines.readline()) for _ in range(6)]
    assert [answer["ok"] for answer in answers] == [False] * 5 + [True]
    assert "dance" in answers[4]["error"]

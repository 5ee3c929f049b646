"""The link below the simulated ZVT terminal: repeats, lost acknowledgements, repeated blocks, silence, and TCP."""

import pytest

from tests.devices.simulators.zvt_bench import (
    COMPLETED,
    POSITIVE,
    READY,
    REGISTER,
    STATUS,
    Bench,
    authorisation,
    raw,
    statuses,
    wrapped,
)


class MuteBench(Bench):
    """A host without reflexes: the test itself acknowledges and answers."""

    def _react(self) -> None:
        if self._sent:
            data, self._sent = self._sent, b""
            for item in self._items(data):
                (self.signals if item in ("06", "15") else self.heard).append(item)


def test_every_block_is_acknowledged_and_the_answer_follows() -> None:
    bench = MuteBench()
    bench.put(wrapped(STATUS))
    assert (bench.signals, bench.heard) == (["06"], [POSITIVE])
    bench.put(b"\x06")
    bench.wait(0.0)
    assert bench.heard == [POSITIVE, READY]


def test_an_acknowledgement_and_the_next_command_in_one_read_are_two() -> None:
    """A quick host: its ACK ends the command before, so the terminal is not busy with that any more."""
    bench = MuteBench()
    clock = wrapped("06 91 08 AA 26 11 22 0C 12 00 00")
    bench.put(clock)
    assert bench.heard == [POSITIVE]
    bench.put(b"\x06" + wrapped(STATUS))
    bench.put(b"\x06")
    bench.wait(0.0)
    assert bench.heard == [POSITIVE, POSITIVE, READY]


@pytest.mark.parametrize("how", ["nak", "silence"])
def test_three_sends_and_no_more(how: str) -> None:
    bench = MuteBench(t2=2.0)
    bench.put(wrapped(STATUS))
    for sends in (1, 2, 3, 3):
        assert bench.heard == [POSITIVE] * sends
        if how == "nak":
            bench.put(b"\x15")
            bench.wait(0.0)
        else:
            bench.wait(2.0)
    assert not bench.device.dialogue.running
    bench.heard.clear()
    bench.put(wrapped(STATUS))
    bench.put(b"\x06")
    bench.wait(0.0)
    assert bench.heard == [POSITIVE, READY]


@pytest.mark.parametrize(
    "damaged", [wrapped(STATUS)[:-1] + b"\0", wrapped(STATUS)[:4] + b"\x10\x07", wrapped("05 01 01"), wrapped(STATUS)[:6]]
)
def test_damage_is_answered_with_nak(damaged: bytes) -> None:
    bench = MuteBench()
    bench.put(damaged)
    bench.wait(0.6)  # longer than the pause that ends a block
    assert (bench.signals, bench.heard) == (["15"], [])
    bench.put(wrapped(STATUS))
    assert (bench.signals, bench.heard) == (["15", "06"], [POSITIVE])


def test_garbage_and_stray_signals_are_dropped() -> None:
    bench = MuteBench()
    bench.put(b"\x00\xff\x06\x15\x03\x10\x10\x06")
    assert (bench.signals, bench.heard) == ([], [])
    bench.put(wrapped(STATUS))
    assert bench.heard == [POSITIVE]


def test_a_command_repeated_because_our_ack_was_lost_is_done_once() -> None:
    bench = MuteBench()
    bench.do("auto_present")
    bench.put(wrapped(REGISTER))
    for _ in range(2):
        bench.put(b"\x06")
        bench.wait(0.0)
    bench.put(wrapped(POSITIVE))
    bench.wait(0.0)
    bench.heard.clear()
    bench.do("lose_ack")
    order = wrapped(authorisation(1600))
    bench.signals.clear()
    bench.put(order)
    assert (bench.signals, bench.heard) == ([], [POSITIVE])
    bench.put(order)
    assert (bench.signals, bench.heard) == (["06"], [POSITIVE] * 2)
    bench.put(b"\x06")
    bench.wait(0.0)
    assert bench.heard[2:] == ["04 FF 01 0A"]
    tape = bench.do("tape")["tape"]
    assert isinstance(tape, list)
    assert [kind for _, kind, apdu in tape if apdu.startswith("06 01")] == ["from_host", "from_host_again"]


def test_an_ack_of_the_host_that_is_not_heard_brings_the_same_block_again() -> None:
    bench = Bench(t2=1.0).ready()
    bench.order(authorisation(1600))
    bench.until(lambda: "04 FF 01 04" in bench.heard)
    bench.do("lose_ack", direction="to_device", count=2)
    bench.until(lambda: COMPLETED in bench.heard)
    assert len(statuses(bench.heard)) == 3
    assert len(set(statuses(bench.heard))) == 1
    assert bench.books() == [(1600, "charged")]


def test_every_block_twice() -> None:
    bench = Bench().ready()
    bench.do("duplicate_block", count=100)
    heard = bench.sell()
    assert len(statuses(heard)) == 2
    assert COMPLETED in heard
    assert bench.books() == [(1600, "charged")]


def test_an_answer_that_is_swallowed_was_acknowledged_all_the_same() -> None:
    bench = Bench(t3=1.0).ready()
    bench.do("options", sync="1f1f")
    bench.do("swallow_answer", count=4)
    heard = bench.sell()
    assert heard.count("04 FF 01 0A") == 1
    assert bench.books() == [(1600, "charged")]


@pytest.mark.parametrize("when", ["now", "status_enquiry"])
def test_silent_housekeeping(when: str) -> None:
    bench = Bench().ready()
    bench.do("busy", seconds=300, when=when)
    if when == "status_enquiry":
        assert bench.say(STATUS)[-1] == READY
    bench.signals.clear()
    assert bench.say(STATUS) == []
    assert bench.signals == []
    bench.wait(300)
    assert bench.say(STATUS)[-1] == READY


def test_tcp_takes_apdus_in_any_pieces() -> None:
    bench = Bench(tcp=True)
    for command in (REGISTER, STATUS):
        bench.heard.clear()
        for byte in raw(command):
            bench.put(bytes([byte]))
        bench.wait(1.0)
        assert bench.heard[0] == POSITIVE
        assert bench.heard[1].startswith("06 0F")
    assert bench.signals == []


def test_a_new_connection_starts_with_a_new_message() -> None:
    bench = Bench(tcp=True)
    bench.put(raw(REGISTER)[:9])
    bench.over_tcp = False  # as the wire says when the connection ends
    bench.wait(0.1)
    bench.over_tcp = True
    assert bench.say(STATUS)[-1].endswith("00")


def test_a_connection_that_ends_leaves_the_approval_unanswered() -> None:
    bench = Bench(tcp=True, t2=1.0).ready()
    bench.dies_at = "04 0F"
    bench.order(authorisation(1600))
    bench.until(lambda: bench.dead)
    bench.wait(100)
    assert bench.books() == [(1600, "reversed")]

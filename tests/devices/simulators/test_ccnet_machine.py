"""Random hosts, customers, technicians and power cuts against one acceptor: no note appears, doubles or vanishes."""

import tempfile
from collections import Counter
from pathlib import Path

from hypothesis import settings, strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, rule

from tests.devices.simulators.ccnet_bench import (
    ENABLE_ALL,
    ENABLE_NONE,
    HOLD,
    IDENTIFICATION,
    RESET,
    RETURN,
    STACK,
    Bench,
)

FEN_OF_TYPE = [100, 500, 1_000, 2_000, 5_000, 10_000]
STATES = {*range(0x10, 0x1D), *range(0x41, 0x48), 0x80, 0x81, 0x82}


class Acceptor(RuleBasedStateMachine):
    """``credited`` is what an honest host would have in its ledger; faults that lose reports are left out here."""

    def __init__(self) -> None:
        super().__init__()
        self._folder = tempfile.TemporaryDirectory()
        self._books = Path(self._folder.name) / "books"
        self.bench = Bench(self._books)
        self.bench.do("reset_drops_events", on=False)
        self.inserted: list[int] = []
        self.credited: list[int] = []
        self.unreported = 0
        """Notes whose report a power cut may have taken away."""

    def teardown(self) -> None:
        self.bench.device.close()
        self._folder.cleanup()

    @rule(fen=st.sampled_from([*FEN_OF_TYPE, 777]))
    def insert(self, fen: int) -> None:
        self.bench.do("insert", denomination=fen)
        self.inserted.append(fen)

    @rule(acknowledge=st.booleans())
    def poll(self, *, acknowledge: bool) -> None:
        body = self.bench.poll_ack() if acknowledge else self.bench.poll()
        if body is None:
            return
        state = bytes.fromhex(body)
        assert state[0] in STATES
        if acknowledge and state[0] == 0x81:
            self.credited.append(FEN_OF_TYPE[state[1]])

    @rule(frame=st.sampled_from([RESET, ENABLE_ALL, ENABLE_ALL, ENABLE_NONE, STACK, STACK, RETURN, HOLD, IDENTIFICATION]))
    def command(self, frame: str) -> None:
        self.bench.say(frame)

    @rule(noise=st.binary(max_size=30))
    def noise(self, noise: bytes) -> None:
        self.bench.frames(noise.hex())
        self.bench.wait(0.2)

    @rule(seconds=st.sampled_from([0.1, 0.5, 2.0, 15.0]))
    def wait(self, seconds: float) -> None:
        self.bench.wait(seconds)

    @rule(at=st.sampled_from(["entry", "escrow", "stacker"]))
    def jam(self, at: str) -> None:
        self.bench.do("jam", at=at)

    @rule(name=st.sampled_from(["clear", "remove_box", "return_box", "pause", "busy", "reject_next", "box_full"]))
    def person(self, name: str) -> None:
        self.bench.do(name)

    @rule()
    def power_cut(self) -> None:
        self._lose_reports()
        self.bench.do("power_off")
        self.bench.wait(0.5)
        self.bench.do("power_on")

    @rule()
    def sudden_death(self) -> None:
        self._lose_reports()
        self.bench.device.close()
        self.bench = Bench(self._books)
        self.bench.do("reset_drops_events", on=False)

    def _lose_reports(self) -> None:
        waiting = self.bench.do("state")["unacknowledged"]
        assert isinstance(waiting, list)
        self.unreported += sum(event.startswith("81") for event in waiting)

    @invariant()
    def every_note_is_somewhere(self) -> None:
        state = self.bench.do("state")
        notes, sums, waiting = state["notes"], state["sums_fen"], state["unacknowledged"]
        assert isinstance(notes, list)
        assert isinstance(sums, dict)
        assert isinstance(waiting, list)
        assert [note["denomination"] for note in notes] == self.inserted
        assert sum(sums.values()) == sum(self.inserted)
        inside = [note for note in notes if note["place"] in ("head", "escrow", "chassis")]
        assert len(inside) <= 1
        stacked = [note["denomination"] for note in notes if note["where"] == "stacked"]
        reported = len(self.credited) + sum(event.startswith("81") for event in waiting)
        assert len(stacked) == reported + self.unreported
        assert not Counter(self.credited) - Counter(stacked)


Acceptor.TestCase.settings = settings(max_examples=60, stateful_step_count=40, deadline=None)
TestAcceptor = Acceptor.TestCase

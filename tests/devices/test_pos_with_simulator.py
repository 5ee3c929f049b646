"""The driver against the POS simulator, a process with a bank of its own: whatever happens, what the till believes is
charged is what the bank has charged. Driver and simulator were written from specs/pos-integrado.md apart from each other.
"""

import random
import select
import time
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from datetime import datetime
from pathlib import Path
from typing import Any

import pytest

from devices.pos_dialogue import PosOptions
from devices.pos_tables import MUST_CLOSE, PROBLEMS, Dialect
from devices.pos_terminal import PosCardTerminal
from devices.pos_timing import PosTiming
from devices.serial_link import LinkSettings
from devices.simulators.pos_controls import TIMINGS
from kiosk.card import CardApproval, CardAttempt, CardPart, CardReference, CardVerdict, ReversalOutcome, ticket
from kiosk.events import (
    CardApproved,
    CardConfirmed,
    CardDayEnded,
    CardNotCharged,
    CardOrphanFound,
    CardProgressed,
    CardResolved,
    CardReversalDelayed,
    CardReversalEnded,
    CardTerminalReady,
    CardUnclear,
    Event,
)
from kiosk.money import Fen
from tests.conftest import Tally
from tests.devices.pos_peer import Till
from tests.devices.simulators.process import Simulator, until

AT_ONCE = {
    **dict.fromkeys(TIMINGS, 0.01),
    "gap": 0,
    "customer": 0.6,
    "patience": 60,
    "bank_limit": 0.4,
    "resend": 0.15,
    "progress_ack": 0.1,
    "boot": 0.05,
    "undo": 0.05,
}
TIMING = PosTiming(
    ack_s=0.15,
    answer_s=1.2,
    promise_s=1.0,
    promise_step_s=0.01,
    quiet_s=0.05,
    drain_s=1.0,
    rest_of_frame_s=0.1,
    idle_poll_s=0.02,
    host_answer_s=0.5,
    last_sale_s=0.5,
    init_s=2.0,
    init_again_s=0.05,
    start_again_s=0.05,
    order_waits_s=5.0,
    contact_s=15.0,
    ask_again_s=0.05,
    first_back_off_s=0.05,
    longest_back_off_s=0.2,
)
PROTOCOLS = {Dialect.INTEGRADO: "pos_integrado", Dialect.AUTOSERVICIO: "pos_autoservicio"}


@dataclass
class Books(Till):
    """The smallest till that keeps the order of design.md 4.2b: one attempt at a time, a doubt is resolved at once."""

    def __init__(self) -> None:
        super().__init__()
        self.driver: PosCardTerminal | None = None
        self.open: CardAttempt | None = None
        self.last: CardReference | None = None
        self.charged: dict[str, CardApproval] = {}  # by attempt
        self.ended: dict[str, str] = {}  # by attempt: charged, not charged, undecided
        self.is_ready = False

    def post(self, event: Event) -> None:
        match event:
            case CardApproved(attempt_id, approval):
                assert self.open is not None
                assert self.open.attempt_id == attempt_id
                self.open = replace(self.open, approval=approval)
            case CardConfirmed(attempt_id):
                assert self.open is not None
                assert self.open.approval is not None
                self._end(attempt_id, "charged", self.open.approval)
            case CardNotCharged(attempt_id):
                self._end(attempt_id, "not charged")
            case CardUnclear():
                assert self.open is not None
                assert self.driver is not None
                self.driver.resolve(replace(self.open, approval=None))
            case CardResolved(attempt_id, verdict, approval):
                verdicts = {CardVerdict.CHARGED: "charged", CardVerdict.NOT_CHARGED: "not charged"}
                self._end(attempt_id, verdicts.get(verdict, "undecided"), approval)
            case CardTerminalReady(_, last):
                self.last = last
                self.is_ready = True
        super().post(event)

    def _end(self, attempt_id: str, how: str, approval: CardApproval | None = None) -> None:
        assert attempt_id not in self.ended, "an attempt ends once"
        assert self.open is not None
        assert self.open.attempt_id == attempt_id
        self.ended[attempt_id] = how
        self.open = None
        self.is_ready = False
        if how == "charged":
            assert approval is not None
            self.charged[attempt_id] = approval


@dataclass
class Bench:
    folder: Path
    dialect: Dialect
    till: Books = field(default_factory=Books)
    seq: int = 0

    def __post_init__(self) -> None:
        self.simulator = Simulator(
            self.folder,
            *("--state", str(self.folder / "books")),
            *("--baud", "1000000"),
            device="card",
            protocol=PROTOCOLS[self.dialect],
        )
        self.simulator.ok("timing", **AT_ONCE)
        self.simulator.ok("options", bank_script=False)
        self.start_driver()

    def start_driver(self) -> None:
        settings = LinkSettings(str(self.simulator.link), first_retry_s=0.02, longest_retry_s=0.05)
        self.driver = PosCardTerminal(settings, self.till.post, PosOptions(self.dialect), timing=TIMING)
        self.till.driver = self.driver
        self.driver.start()

    def attempt(self, amount: int = 1500) -> CardAttempt:
        self.seq += 1
        now = datetime.now().astimezone().isoformat()
        tid = self.state()["options"]["tid"]
        return CardAttempt(f"a-{self.seq}", ticket(self.seq), Fen(amount), tid, self.till.last, now)

    def sell(self, amount: int = 1500) -> str:
        """Order a sale; the attempt's id."""
        attempt = self.attempt(amount)
        self.till.open = attempt
        self.till.is_ready = False
        self.driver.sell(attempt)
        return attempt.attempt_id

    def ended(self, attempt_id: str) -> str:
        """How an attempt ended, once the terminal is ready for the next one."""
        until(lambda: attempt_id in self.till.ended and self.till.is_ready)
        return self.till.ended[attempt_id]

    def state(self) -> dict[str, Any]:
        return self.simulator.ok("state")

    def stands(self) -> dict[str, int]:
        """The bank's own book: fen by ticket, of charges that stand."""
        return {one["ticket"]: one["amount"] for one in self.state()["charges"] if one["state"] == "charged"}

    def credited(self) -> dict[str, int]:
        return {approval.receipt: approval.amount for approval in self.till.charged.values()}

    def end(self) -> None:
        self.driver.close()
        self.simulator.end()


@pytest.fixture(params=list(PROTOCOLS), ids=["I", "A"])
def bench(tmp_path: Path, request: pytest.FixtureRequest) -> Iterator[Bench]:
    made = Bench(tmp_path, request.param)
    try:
        until(lambda: made.till.is_ready)
        yield made
    finally:
        made.end()


def test_m6_a_sale_a_refusal_a_time_out_and_the_end_of_the_day(bench: Bench) -> None:
    bench.simulator.ok("auto_present")
    assert bench.ended(bench.sell()) == "charged"
    bench.simulator.ok("decline_next", code="93")
    assert bench.ended(bench.sell()) == "not charged"
    bench.simulator.ok("auto_present", on=False)
    assert bench.ended(bench.sell()) == "not charged"
    bench.simulator.ok("auto_present")
    assert bench.ended(bench.sell(250)) == "charged"
    codes = [event.code for event in bench.till.all(CardNotCharged)]
    assert codes == ["93", "22"]
    assert bench.credited() == bench.stands() == {"000001": 1500, "000004": 250}
    bench.driver.end_day()
    totals = bench.till.next(CardDayEnded).totals
    assert totals.code == ""
    if bench.dialect is Dialect.INTEGRADO:
        assert (totals.count, totals.amount) == (2, 1750)
    assert bench.till.next(CardTerminalReady).last is None
    assert not bench.till.all(CardUnclear)
    assert not bench.till.all(CardOrphanFound)
    assert bench.till.all(CardProgressed)


@pytest.mark.parametrize("short", [True, False])
def test_m6_every_refusal_is_what_the_bank_says(bench: Bench, *, short: bool) -> None:
    bench.simulator.ok("options", short_declines=short)
    bench.simulator.ok("auto_present")
    for code in sorted(set(PROBLEMS) - MUST_CLOSE):
        bench.simulator.ok("decline_next", code=code)
        assert bench.ended(bench.sell()) == "not charged"
        assert bench.till.all(CardNotCharged)[-1].code == code
    assert bench.stands() == {}
    assert not bench.till.all(CardUnclear)


def test_m7_a_charge_is_taken_back(bench: Bench) -> None:
    bench.simulator.ok("options", debit_void=True)
    bench.simulator.ok("auto_present")
    bench.ended(attempt_id := bench.sell())
    bench.driver.reverse(CardPart(attempt_id, bench.till.charged[attempt_id]))
    assert bench.till.next(CardReversalEnded).outcome is ReversalOutcome.REVERSED
    assert bench.stands() == {}
    bench.driver.reverse(CardPart(attempt_id, bench.till.charged[attempt_id]))
    assert bench.till.next(CardReversalEnded).code == "04"


def test_m7_a_debit_charge_can_not_be_taken_back(bench: Bench) -> None:
    bench.simulator.ok("options", debit_void=False)
    bench.simulator.ok("auto_present", debit=True)
    bench.ended(attempt_id := bench.sell())
    bench.driver.reverse(CardPart(attempt_id, bench.till.charged[attempt_id]))
    assert bench.till.next(CardReversalEnded).outcome is ReversalOutcome.IMPOSSIBLE
    assert bench.stands() == bench.credited()


def test_m7_a_void_whose_answer_is_lost_is_not_done_twice(bench: Bench) -> None:
    bench.simulator.ok("options", debit_void=True)
    bench.simulator.ok("auto_present")
    bench.ended(attempt_id := bench.sell())
    bench.simulator.ok("die_at", step="bank_reversed", of="1200", restart_after=0.1)
    bench.driver.reverse(CardPart(attempt_id, bench.till.charged[attempt_id]))
    assert bench.till.next(CardReversalDelayed).tries == 1
    assert bench.till.next(CardReversalEnded).outcome is ReversalOutcome.REVERSED
    assert bench.stands() == {}


MOMENTS = [
    "received",
    "acknowledged",
    "waiting_for_card",
    "card",
    "pin",
    "bank_asked",
    "bank_charged",
    "stored",
    "answered",
    "finished",
    "told_82",
]


def dies_everywhere(bench: Bench, while_busy: str, tally: Tally) -> None:
    """P9, at every moment of a sale: what the till believes is what the bank has."""
    bench.simulator.ok("options", while_busy=while_busy)
    bench.simulator.ok("auto_present")
    for step in MOMENTS:
        bench.simulator.ok("die_at", step=step, restart_after=0.05)
        assert bench.ended(bench.sell()) in ("charged", "not charged"), step
        until(lambda: not bench.state()["starting"])
        assert bench.credited() == bench.stands(), step
        tally("pos terminals that died in a sale", 1)
    assert bench.ended(bench.sell(800)) == "charged"
    assert bench.credited() == bench.stands()
    assert not bench.till.all(CardOrphanFound)


def test_m6_crash_matrix_the_terminal_dies(bench: Bench, tally: Tally) -> None:
    dies_everywhere(bench, "answers", tally)


@pytest.mark.long
@pytest.mark.parametrize("while_busy", ["silent", "nak"])
def test_m6_crash_matrix_the_terminal_dies_whatever_it_says_while_busy(bench: Bench, while_busy: str, tally: Tally) -> None:
    dies_everywhere(bench, while_busy, tally)


FAULTS: list[tuple[str, dict[str, Any]]] = [
    ("lose_ack", {"count": 1}),
    ("lose_ack", {"count": 2}),
    ("swallow_ack", {"count": 1}),
    ("swallow_ack", {"count": 3}),
    ("duplicate_0210", {}),
    ("late_answer", {"seconds": 2.0}),
    *(("force_lrc", {"in": "0210", "value": value}) for value in (2, 3, 6, 21, 0)),
    *(("falsify_next", {"in": "0210", **what}) for what in ({"ticket": "999999"}, {"amount": 1}, {"tid": "75009999"})),
    ("lose_bank_answer", {}),
    ("corrupt_next", {"direction": "to_host"}),
    ("corrupt_next", {"direction": "to_device"}),
    ("timing", {"gap": 0.15}),
]


def test_m6_one_fault_of_the_wire_or_the_terminal_after_the_other(bench: Bench) -> None:
    bench.simulator.ok("auto_present")
    for fault, parameters in FAULTS:
        bench.simulator.ok(fault, **parameters)
        assert bench.ended(bench.sell()) in ("charged", "not charged"), (fault, parameters)
        until(lambda: bench.credited() == bench.stands())
    assert bench.ended(bench.sell(800)) == "charged"
    assert bench.credited() == bench.stands()
    assert not bench.till.all(CardOrphanFound)


def test_m6_an_answer_that_falsifies_twice_is_a_persons(bench: Bench) -> None:
    bench.simulator.ok("auto_present")
    bench.simulator.ok("falsify_next", **{"in": "0210", "amount": 1})
    bench.simulator.ok("falsify_next", **{"in": "0260", "amount": 1})
    assert bench.ended(bench.sell()) == "undecided"
    assert bench.credited() == {}


def test_m6_a_journal_that_is_lost_is_a_persons(bench: Bench) -> None:
    bench.simulator.ok("auto_present")
    assert bench.ended(bench.sell(700)) == "charged"
    bench.simulator.ok("die_at", step="stored")
    bench.sell()
    until(lambda: not bench.state()["powered"])
    bench.simulator.ok("lose_journal")
    bench.simulator.ok("power_on")
    assert bench.ended("a-2") == "undecided"


def test_m6_the_kiosk_dies_during_a_sale_and_asks_afterwards(bench: Bench) -> None:
    """P3, P4: another process of ours takes over; the sale goes on in the terminal meanwhile."""
    bench.simulator.ok("timing", bank=0.3)
    bench.simulator.ok("auto_present")
    bench.sell()
    until(lambda: bench.state()["phase"] == "bank")
    bench.driver.close()
    open_attempt = bench.till.open
    assert open_attempt is not None
    bench.start_driver()
    bench.driver.resolve(open_attempt)
    assert bench.ended(open_attempt.attempt_id) == "charged"
    assert bench.credited() == bench.stands() == {"000001": 1500}
    assert not bench.till.all(CardOrphanFound)


def test_m6_a_sale_that_others_made_afterwards_is_a_persons(bench: Bench) -> None:
    bench.simulator.ok("auto_present")
    bench.simulator.ok("die_at", step="stored")
    bench.sell()
    until(lambda: not bench.state()["powered"])
    bench.driver.close()
    bench.simulator.ok("power_on")
    until(lambda: not bench.state()["starting"])
    bench.simulator.ok("foreign_sale", amount=42)
    open_attempt = bench.till.open
    assert open_attempt is not None
    bench.start_driver()
    bench.driver.resolve(open_attempt)
    assert bench.ended(open_attempt.attempt_id) == "undecided"


def random_faults(bench: Bench, seconds: float, tally: Tally) -> None:
    """Whatever happens to wire and terminal: the till agrees with the bank to the fen, and no case is left to a person."""
    seed = random.randrange(1_000_000)
    print(f"seed {seed}")
    dice = random.Random(seed)
    kinds = ["none", "lose_ack", "swallow_ack", "corrupt_next", "die_at", "decline_next", "replug"]
    bench.simulator.ok("auto_present")
    until_s = time.monotonic() + seconds
    while time.monotonic() < until_s:
        kind = dice.choice(kinds)
        if kind == "corrupt_next":
            bench.simulator.ok(kind, direction=dice.choice(["to_host", "to_device"]))
        elif kind == "die_at":
            bench.simulator.ok(kind, step=dice.choice(MOMENTS), restart_after=0.05)
        elif kind in ("lose_ack", "swallow_ack", "decline_next"):
            bench.simulator.ok(kind)
        attempt_id = bench.sell(dice.randrange(1, 99_999))
        if kind == "replug":
            select.select([], [], [], dice.random() * 0.1)
            bench.simulator.ok("unplug")
            bench.simulator.ok("replug")
        assert bench.ended(attempt_id) != "undecided", (seed, bench.till.all(CardResolved)[-1])
        tally("pos sales under faults", 1)
    until(lambda: not bench.state()["starting"])
    assert bench.credited() == bench.stands(), f"seed {seed}"
    assert not bench.till.all(CardOrphanFound), f"seed {seed}"


def test_m6_sales_under_random_faults_agree_with_the_bank(bench: Bench, tally: Tally) -> None:
    random_faults(bench, 4.0, tally)


@pytest.mark.long
def test_m6_many_sales_under_random_faults_agree_with_the_bank(bench: Bench, tally: Tally) -> None:
    random_faults(bench, 90.0, tally)


CANARY = "4929123456789012"


def test_s1_a_terminal_that_leaks_card_numbers_is_told_and_nothing_of_them_leaves_the_driver(bench: Bench) -> None:
    bench.simulator.ok("leak_pan", pan=CANARY)
    bench.simulator.ok("auto_present")
    assert bench.ended(bench.sell()) == "charged"
    assert bench.till.status("CARD-PAN-UNMASKED").usable
    entries = bench.driver.trace.entries()
    everything = repr(bench.till.events).encode() + b"".join(entry.data + entry.text.encode() for entry in entries)
    assert b"0210|00|" in everything
    for form in (CANARY, CANARY[:12], CANARY[:6], CANARY[4:12]):
        assert form.encode() not in everything
    assert bytes.fromhex(CANARY) not in everything

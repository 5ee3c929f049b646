"""The driver against the ZVT simulator, a process with a bank of its own: whatever dies or is lost on the way, what the
till credits is what stands at the bank, and what it can't know is undecided.

The till here is the smallest that keeps the order of trust.md M6: attempt, approval recorded, confirmed or asked for.
"""

import random
import select
import signal
from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import datetime
from pathlib import Path
from typing import Any

import pytest

from devices.serial_link import LinkSettings
from devices.zvt import ZvtCardTerminal
from devices.zvt_timing import LineTiming, Receipts, Sync, ZvtOptions, ZvtTiming
from kiosk.card import (
    CardApproval,
    CardAttempt,
    CardPart,
    CardProblem,
    CardVerdict,
    ReversalOutcome,
)
from kiosk.events import (
    CardApproved,
    CardConfirmed,
    CardDayEnded,
    CardNotCharged,
    CardProgressed,
    CardResolved,
    CardReversalEnded,
    CardTerminalReady,
    CardUnclear,
    DeviceStatusChanged,
    Event,
)
from kiosk.money import Fen
from tests.conftest import Tally
from tests.devices.simulators.process import Simulator, until

BRISK = {
    **dict.fromkeys(("read", "pin", "host", "remove", "present", "maintenance", "print", "boot"), 0.02),
    "auto_reversal": 0.2,
    "repeat_status": 0.05,
    "t2": 0.4,
    "t3": 0.6,
}
TIMING = ZvtTiming(
    line=LineTiming(ack_s=0.4, after_nak_s=0.05, poll_ack_s=0.4),
    answer_s=0.8,
    busy_s=2.5,
    promise_s=0.5,
    quiet_s=0.15,
    poll_s=0.2,
    retry_s=0.1,
    doubt_s=0.5,
    ask_again_s=1.2,
    sell_start_s=3.0,
    word_limit_s=10.0,
    reversal_first_s=0.1,
    reversal_longest_s=0.5,
)
SALE_MOMENTS = (
    "authorisation_received",
    "authorisation_accepted",
    "card",
    "host_contacted",
    "bank_charged",
    "host_approved",
    "status_sent",
    "status_answered",
    "print",
    "printed",
    "completion_sent",
    "completion_answered",
)
MODES = ("autoreversal", "1f1f")


class CardTill:
    """Records each approval at once, asks after each doubt, and keeps books: what was credited, what nobody knows (fen)."""

    def __init__(self) -> None:
        self.driver: ZvtCardTerminal | None = None
        self.events: list[Event] = []
        self.ready: CardTerminalReady | None = None
        self.open: CardAttempt | None = None
        self.credited = self.undecided = 0
        self.sales = 0
        self.seen = 0
        self.dying = False  # it takes no approval any more
        self.last_approval: CardApproval | None = None

    def post(self, event: Event) -> None:
        self.events.append(event)
        match event:
            case CardTerminalReady():
                self.ready = event
                self.seen += 1
            case CardApproved(_, approval, promise) if not self.dying:
                assert self.open is not None
                self.open = replace(self.open, approval=approval)
                promise.keep()
            case CardConfirmed():
                assert self.open is not None
                assert self.open.approval is not None
                self._credit(self.open.approval)
            case CardNotCharged():
                self.open = None
            case CardUnclear():
                self.ask()
            case CardResolved():
                self._resolved(event)

    def ask(self) -> None:
        assert self.open is not None
        assert self.driver is not None
        self.driver.resolve(self.open)

    def sell(self, amount: int) -> CardAttempt:
        assert self.ready is not None
        assert self.driver is not None
        assert self.open is None, "a second attempt while one is open"
        self.sales += 1
        now = datetime.now().astimezone().isoformat(timespec="seconds")
        identity, last = self.ready.identity, self.ready.last
        self.open = CardAttempt(f"a{self.sales}", f"{self.sales:06d}", Fen(amount), identity.terminal_id, last, now)
        self.driver.sell(self.open)
        return self.open

    def all(self, kind: type[Event]) -> list[Any]:
        return [event for event in self.events if isinstance(event, kind)]

    def _credit(self, approval: CardApproval) -> None:
        assert self.open is not None
        assert approval.amount == self.open.amount
        self.credited += approval.amount
        self.last_approval = approval
        self.open = None

    def _resolved(self, event: CardResolved) -> None:
        assert self.open is not None
        if event.verdict is CardVerdict.CHARGED:
            assert event.approval is not None
            self._credit(event.approval)
            return
        self.undecided += self.open.amount if event.verdict is CardVerdict.UNDECIDED else 0
        self.open = None


class Bench:
    def __init__(
        self,
        folder: Path,
        *,
        tcp: bool = False,
        sync: Sync = "autoreversal",
        receipts: Receipts = "lines",
        hold_s: int = 30,
    ) -> None:
        arguments = ("--tcp", "0") if tcp else ("--baud", "115200")
        self.simulator = Simulator(folder, "--state", str(folder / "books"), *arguments, device="card", protocol="zvt")
        self.simulator.ok("timing", **BRISK)
        self.simulator.ok("options", sync=sync)
        port = f"socket://127.0.0.1:{self.simulator.ready['tcp']}" if tcp else str(self.simulator.link)
        self._settings = LinkSettings(port, 115_200, first_retry_s=0.02, longest_retry_s=0.1)
        self._options = ZvtOptions(sync=sync, receipts=receipts, hold_s=hold_s)
        self.till = CardTill()

    def start_terminal(self) -> None:
        """As after a restart: an attempt that is open is asked about at once."""
        self.till.driver = ZvtCardTerminal(self._settings, self.till.post, self._options, timing=TIMING)
        seen = self.till.seen
        self.till.driver.start()
        if self.till.open is not None:
            self.till.ask()
        until(lambda: self.till.seen > seen)

    def stop_terminal(self) -> None:
        if self.till.driver is not None:
            self.till.driver.close()
            self.till.driver = None

    def state(self) -> dict[str, Any]:
        return self.simulator.ok("state")

    def sell(self, amount: int, **card: object) -> None:
        """From order to end, whatever end that is."""
        if card.pop("card", True):
            self.simulator.ok("auto_present", **card)
        seen = self.till.seen
        self.till.sell(amount)
        until(lambda: self.till.open is None and self.till.seen > seen)

    def settled(self) -> None:
        """The bank has no more than what is credited, and no less, but for what nobody knows."""
        until(lambda: not self.state()["undoing"])
        charged = self.state()["charged_fen"]
        till = self.till
        assert till.credited <= charged <= till.credited + till.undecided, (charged, till.credited, till.events)

    def close(self) -> None:
        self.stop_terminal()
        self.simulator.end(signal.SIGKILL)


@pytest.fixture
def make(tmp_path: Path) -> Iterator[Callable[..., Bench]]:
    made: list[Bench] = []

    def start(**how: Any) -> Bench:
        folder = tmp_path / str(len(made))
        folder.mkdir()
        made.append(Bench(folder, **how))
        made[-1].start_terminal()
        return made[-1]

    yield start
    for bench in made:
        bench.close()


def last_of(bench: Bench, kind: type[Event]) -> Any:
    return bench.till.all(kind)[-1]


@pytest.mark.parametrize(("receipts", "tcp"), [("lines", False), ("compose", True)], ids=["serial", "tcp"])
def test_sales_of_every_kind(make: Callable[..., Bench], receipts: str, tcp: bool) -> None:
    bench = make(tcp=tcp, receipts=receipts)
    for method in ("tap", "insert", "swipe"):
        bench.sell(1600, method=method)
    slip = last_of(bench, CardConfirmed).slip
    assert any("16.00" in line for line in slip), slip
    for amount, problem in ((1605, CardProblem.DECLINED), (1651, CardProblem.FUNDS), (1691, CardProblem.BANK_SILENT)):
        bench.sell(amount)
        assert last_of(bench, CardNotCharged).problem is problem
    bench.sell(1655)  # a wrong PIN, then the right one
    assert any(told.problem is CardProblem.WRONG_PIN for told in bench.till.all(CardProgressed))
    assert (bench.till.credited, bench.till.undecided) == (3 * 1600 + 1655, 0)
    assert not bench.till.all(CardUnclear)
    bench.settled()


def test_the_payer_cancels(make: Callable[..., Bench]) -> None:
    bench = make()
    seen = bench.till.seen
    attempt = bench.till.sell(1600)
    until(lambda: bool(bench.till.all(CardProgressed)))
    assert bench.till.driver is not None
    bench.till.driver.cancel(attempt.attempt_id)
    until(lambda: bench.till.open is None and bench.till.seen > seen)
    assert last_of(bench, CardNotCharged).problem is CardProblem.CANCELLED
    bench.settled()


def test_m6_reversal_then_again_then_after_the_day(make: Callable[..., Bench]) -> None:
    bench = make()
    bench.sell(1600)
    approval, driver = bench.till.last_approval, bench.till.driver
    assert approval is not None
    assert driver is not None
    driver.reverse(CardPart("a1", approval))
    until(lambda: len(bench.till.all(CardReversalEnded)) == 1)
    assert last_of(bench, CardReversalEnded).outcome is ReversalOutcome.REVERSED
    assert bench.state()["charged_fen"] == 0
    driver.reverse(CardPart("a1", approval))
    until(lambda: len(bench.till.all(CardReversalEnded)) == 2)
    assert last_of(bench, CardReversalEnded) == CardReversalEnded("a1", ReversalOutcome.REVERSED, "B4")
    until(lambda: bench.till.ready is not None and bench.till.ready.last is not None)
    bench.sell(500)
    driver.end_day()
    until(lambda: len(bench.till.all(CardDayEnded)) == 1)
    totals = last_of(bench, CardDayEnded).totals
    assert (totals.count, totals.amount, totals.code) == (1, 500, "")
    assert bench.till.last_approval is not None
    driver.reverse(CardPart("a2", bench.till.last_approval))
    until(lambda: len(bench.till.all(CardReversalEnded)) == 3)
    assert last_of(bench, CardReversalEnded).outcome is ReversalOutcome.IMPOSSIBLE


def test_s1_a_misconfigured_terminal(make: Callable[..., Bench]) -> None:
    bench = make()
    bench.simulator.ok("pan_unmasked")
    bench.sell(1600, card={"pan": "6214831234560010"})
    assert bench.till.last_approval is not None
    assert bench.till.last_approval.last4 == "0010"
    until(lambda: any(told.status.code == "CARD-PAN-UNMASKED" for told in bench.till.all(DeviceStatusChanged)))
    assert bench.till.driver is not None
    kept = b"".join(entry.data for entry in bench.till.driver.trace.entries())
    for form in (b"6214831234560010", bytes.fromhex("6214831234560010")):
        assert form not in kept
    assert "6214831234560010" not in repr(bench.till.events)
    bench.settled()


def cut_and_settled(bench: Bench, moment: str) -> None:
    """A good sale before, a sale whose terminal dies at this moment, a good sale after."""
    bench.sell(700)
    bench.simulator.ok("die_at", step=moment, restart_after=0.3)
    bench.sell(1600)
    bench.settled()
    undecided = bench.till.undecided
    bench.sell(900)
    bench.settled()
    assert bench.till.undecided == undecided == 0, bench.till.all(CardResolved)


@pytest.mark.parametrize(("mode", "moment"), [("autoreversal", "status_sent"), ("1f1f", "bank_charged")])
def test_m6_crash_matrix_the_terminal_dies_slice(make: Callable[..., Bench], mode: str, moment: str, tally: Tally) -> None:
    cut_and_settled(make(sync=mode), moment)
    tally("card terminals killed", 1)


@pytest.mark.long
@pytest.mark.parametrize("mode", MODES)
@pytest.mark.parametrize("moment", SALE_MOMENTS)
@pytest.mark.parametrize("shows", ["busy", "stored"])
@pytest.mark.parametrize("after", ["reversal", "flagged", "dropped"])
def test_m6_crash_matrix_the_terminal_dies(
    make: Callable[..., Bench], tally: Tally, *, mode: str, moment: str, shows: str, after: str
) -> None:
    bench = make(sync=mode)
    bench.simulator.ok("options", pending_shows=shows, after_auto_reversal=after)
    cut_and_settled(bench, moment)
    tally("card terminals killed", 1)


@pytest.mark.parametrize("mode", ["autoreversal", pytest.param("1f1f", marks=pytest.mark.long)])
def test_m6_the_kiosk_dies_in_the_hold(make: Callable[..., Bench], mode: str) -> None:
    """K4, K5: the approval is here, and the process ends before it has answered."""
    bench = make(sync=mode, hold_s=5)
    bench.simulator.ok("auto_present")
    bench.till.dying = True
    bench.till.sell(1600)
    until(lambda: bool(bench.till.all(CardApproved)))
    bench.stop_terminal()
    bench.till.dying = False
    bench.start_terminal()
    until(lambda: bench.till.open is None)
    bench.settled()
    assert bench.till.undecided == 0


WIRE_FAULTS: tuple[tuple[str, dict[str, object]], ...] = (
    ("lose_ack", {"direction": "to_host"}),
    ("lose_ack", {"direction": "to_device"}),
    ("duplicate_block", {}),
    ("swallow_answer", {}),
    ("double_status", {}),
    ("unknown_tlv", {}),
    ("unknown_bmp", {}),
    ("corrupt_next", {"direction": "to_host"}),
    ("corrupt_next", {"direction": "to_device"}),
    ("falsify_next", {"in": "sale", "amount": 1700}),
)


def stumble(bench: Bench, chance: random.Random) -> None:
    """One sale with a fault of the wire or of the terminal at some time of it."""
    fault, parameters = chance.choice(WIRE_FAULTS)
    print(bench.till.sales + 1, fault, parameters)
    seen = bench.till.seen
    bench.simulator.ok("auto_present")
    bench.till.sell(chance.choice((500, 1600, 1605, 1655)))
    select.select([], [], [], chance.random() * 0.25)
    bench.simulator.do(fault, **parameters)
    until(lambda: bench.till.open is None and bench.till.seen > seen)


def test_m6_faults_of_the_wire_slice(make: Callable[..., Bench], tally: Tally) -> None:
    _faults(make, 8, tally)


@pytest.mark.long
def test_m6_faults_of_the_wire(make: Callable[..., Bench], tally: Tally) -> None:
    _faults(make, 150, tally)


def _faults(make: Callable[..., Bench], sales: int, tally: Tally) -> None:
    seed = random.randrange(1 << 32)
    print(f"seed {seed}")
    chance = random.Random(seed)
    bench = make(sync=chance.choice(MODES), hold_s=5)  # as long as the terminal waits for an answer that was swallowed
    for _ in range(sales):
        stumble(bench, chance)
        bench.settled()
        tally("card sales disturbed", 1)


def test_m6_the_port_goes_and_comes(make: Callable[..., Bench]) -> None:
    bench = make()
    bench.sell(700)
    bench.simulator.ok("timing", host=1.5)  # the cable goes while the host is asked
    bench.simulator.ok("auto_present")
    seen, told = bench.till.seen, len(bench.till.all(CardProgressed))
    bench.till.sell(1600)
    until(lambda: len(bench.till.all(CardProgressed)) > told)
    bench.simulator.ok("unplug")
    until(lambda: bool(bench.till.all(CardUnclear)))
    bench.simulator.ok("replug")
    until(lambda: bench.till.open is None and bench.till.seen > seen)
    bench.settled()
    assert bench.till.undecided == 0

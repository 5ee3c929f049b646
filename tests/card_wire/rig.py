"""One terminal in front of which people pay by card, one after the other: the real till in its thread, its ledger on the
disk, a real driver, and a simulated card terminal as a process with a bank of its own.

Nothing but the bank's book and the ledger's rows is believed; ``lost`` and ``doubled`` count the fen in which they differ.
"""

import os
import select
import time
from collections.abc import Callable
from contextlib import closing
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from devices.serial_link import LinkSettings
from devices.trace import Direction
from kiosk.central_answers import Refused
from kiosk.clock import SystemClock
from kiosk.device_status import Device, DeviceState, DeviceStatus
from kiosk.events import (
    AccountLookedUp,
    CardChosen,
    CardSettled,
    ConfirmPressed,
    DeviceStatusChanged,
    DigitPressed,
    Event,
    FinishPressed,
    HomePressed,
    OtherAmountChosen,
    PrintJobEnded,
    ServiceChosen,
)
from kiosk.flow.health import why_no_card
from kiosk.flow.states import ChooseAmount, ChooseMethod, Home, State, TakingCard
from kiosk.money import Fen
from kiosk.paper import PrintJob, PrintOutcome
from kiosk.performing import Ports
from kiosk.till import Till
from kiosk.views import View
from kiosk.visit_types import Service
from offline_queue import balances, database
from tests.card_wire.kinds import Kind
from tests.devices.simulators.process import Simulator
from tests.kiosk.no_staff import NoStaff
from tests.kiosk.play import FOUND, NUMBER, POLICY, answered, posted
from tests.offline_queue.support import KIOSK, Home as Directories

PATIENCE_S = 60.0
LOOK_S = 0.003
NEVER = 2**30  # bytes until a cut
ENOUGH = Fen(10**9)  # of money that may wait: these payers are many
_ATTEMPT = """SELECT a.attempt_id, a.state, a.amount_fen, IFNULL(a.trace, ''), p.state, p.card_fen
    FROM card_attempts a LEFT JOIN payments p USING (payment_id) ORDER BY a.card_seq DESC LIMIT 1"""
_CREDITED = "SELECT IFNULL(SUM(card_fen), 0) FROM payments WHERE state = 'posted'"


@dataclass(frozen=True)
class Outcome:
    """How one visit ended. ``words``: of the case, for messages."""

    attempt_id: str
    state: str  # of the attempt's row
    standing_fen: int  # at the bank
    credited_fen: int  # in the ledger
    with_persons: bool
    words: str

    @property
    def lost_fen(self) -> int:
        return max(self.standing_fen - self.credited_fen, 0)

    @property
    def doubled_fen(self) -> int:
        return max(self.credited_fen - self.standing_fen, 0)


class Rig:
    """``pay`` as often as you like; ``close`` checks the whole ledger against the whole bank."""

    def __init__(self, folder: Path, kind: Kind) -> None:
        self.kind = kind
        self.folder = folder
        self.directories = Directories(folder)
        self.simulator = Simulator(
            folder, "--state", str(folder / "books"), "--baud", "1000000", device="card", protocol=kind.protocol
        )
        self.simulator.ok("timing", **kind.timing)
        self.simulator.ok("options", **kind.options)
        self.simulator.ok("auto_present")
        self.views: list[View] = []
        self.events: list[Event] = []
        self.twist: Callable[[Event], Event] = lambda event: event
        self.centre_refuses = False
        self.seen_charge = 0
        self.begin()

    def begin(self) -> None:
        """A process of the kiosk begins: also after an earlier one has ended."""
        waits = replace(POLICY.waits, card=PATIENCE_S, card_doubt=PATIENCE_S)
        policy = replace(POLICY, kiosk_id=KIOSK, waits=waits, offline_number_limit=ENOUGH, offline_terminal_limit=ENOUGH)
        self.till = Till(policy, SystemClock())
        settings = LinkSettings(str(self.simulator.link), first_retry_s=0.01, longest_retry_s=0.03)
        self.driver = self.kind.make(settings, self.heard)
        self.tape: dict[Direction, bytearray] = {Direction.TO_HOST: bytearray(), Direction.TO_DEVICE: bytearray()}
        self.driver.trace.__dict__["record"] = lambda direction, data: self.tape[direction].extend(data)
        self.till.start(self.ports(), self.directories.open)
        self.till.post(DeviceStatusChanged(DeviceStatus(Device.PRINTER, DeviceState.ONLINE)))
        self.driver.start()
        self.wait(self.at_rest, "the terminal is ready")

    def ports(self) -> Ports:
        return Ports(
            acceptor=_NoAcceptor(),
            card=self.driver,
            printer=self,
            sender=self,
            look_up=lambda account: self.till.post(AccountLookedUp(account, FOUND)),
            ask=lambda *_: None,
            follow=lambda *_: None,
            stop_following=lambda: None,
            screen=self,
            staff=NoStaff(),
        )

    # ---- what the till orders and tells --------------------------------------------------------------------------------

    def heard(self, event: Event) -> None:
        """What the driver says; ``twist`` puts a false word into its mouth."""
        event = self.twist(event)
        self.events.append(event)
        self.till.post(event)

    def wake(self, first: str | None) -> None:
        """The centre answers at once: it posts, or refuses."""
        if first is not None:
            answer = Refused("account-not-found") if self.centre_refuses else posted(first)
            self.till.post(answered(first, answer))

    def print(self, job: PrintJob) -> None:
        self.till.post(PrintJobEnded(job.job_id, PrintOutcome.PRINTED))

    def show(self, view: View) -> None:
        self.views.append(view)
        del self.views[:-400]

    # ---- a payer -------------------------------------------------------------------------------------------------------

    def pay(self, yuan: int, arm: Callable[[], object] = lambda: None, words: str = "") -> Outcome:
        """A whole visit by card; ``arm`` sets the fault before the first byte of the sale."""
        for direction in Direction.TO_HOST, Direction.TO_DEVICE:  # a cut whose place did not come must not come now
            self.simulator.ok("cut_after", direction=direction.value, bytes=NEVER)
        self.settle()
        self.type(ServiceChosen(Service.PAY_BILL), NUMBER)
        self.wait(lambda: isinstance(self.state.visit, ChooseAmount), "the account is known")
        self.type(OtherAmountChosen(), str(yuan))
        self.wait(lambda: isinstance(self.state.visit, ChooseMethod), "the amount is taken")
        self.events.clear()
        before = self.state.terminal.next_card_seq
        arm()
        self.till.post(CardChosen())
        self.wait(lambda: self.state.terminal.next_card_seq != before, f"the sale is ordered ({words})")
        persons = self.settle(words)
        return self.compared(words, with_persons=persons)

    def listened(self, yuan: int) -> tuple[Outcome, dict[str, bytes]]:
        """A visit without a fault, and the bytes of its sale in each direction, up to the terminal's rest."""

        def begin() -> None:
            for passed in self.tape.values():
                passed.clear()

        outcome = self.pay(yuan, begin, "no fault")
        return outcome, {direction.value: bytes(passed) for direction, passed in self.tape.items()}

    def type(self, first: Event, digits: str) -> None:
        for event in (first, *(DigitPressed(digit) for digit in digits), ConfirmPressed()):
            self.till.post(event)

    def settle(self, words: str = "") -> bool:
        """Everybody does what is to be done until the terminal is at home and could sell again: the technician plugs the
        line in, the payer goes, two persons read the bank's statement. Were they needed?"""
        persons = False
        until_s = time.monotonic() + PATIENCE_S
        while self.is_cut or not self.at_rest():
            assert time.monotonic() < until_s, f"{words}: never at rest: {self.state.visit}, {self.described()}"
            if self.is_cut:
                self.wait(lambda: bool(why_no_card(self.state.terminal)), "the cut is noticed")
                self.simulator.ok("replug")
            terminal, visit = self.state.terminal, self.state.visit
            assert not terminal.storage_failed, (words, terminal.storage_failed)
            if terminal.attempt is not None and terminal.attempt.undecided and self.bank_is_quiet():
                attempt_id, persons = terminal.attempt.attempt.attempt_id, True
                charged = bool(self.standing())
                self.till.post(CardSettled(attempt_id, charged, "Li", "Wang", "the bank's book"))
            if not isinstance(visit, TakingCard | Home):
                self.till.post(FinishPressed())
                self.till.post(HomePressed())
            select.select([], [], [], LOOK_S)
        return persons

    def at_rest(self) -> bool:
        terminal = self.state.terminal
        return isinstance(self.state.visit, Home) and not why_no_card(terminal) and not terminal.unposted

    # ---- the bank and the ledger ---------------------------------------------------------------------------------------

    def bank_is_quiet(self) -> bool:
        """Nothing of the terminal's own undoing is under way."""
        state = self.simulator.ok("state", since=2**31)
        return not state.get("undoing") and not state.get("busy") and state.get("phase", "idle") == "idle"

    def standing(self) -> list[dict[str, Any]]:
        """The bank's charges since the last visit that nobody took back."""
        charges: list[dict[str, Any]] = self.simulator.ok("state", since=self.seen_charge + 1)["charges"]
        return [charge for charge in charges if charge["state"] == "charged"]

    def compared(self, words: str, *, with_persons: bool) -> Outcome:
        """The last attempt's row beside the bank's book."""
        self.wait(self.bank_is_quiet, f"the bank is quiet ({words})")
        standing = self.standing()
        self.seen_charge += len(self.simulator.ok("state", since=self.seen_charge + 1)["charges"])
        with closing(database.connect(self.directories.data, read_only=True)) as connection:
            attempt_id, state, fen, trace, payment, credited = connection.execute(_ATTEMPT).fetchone()
        credited_fen = (credited or 0) if payment in ("posted", "queued") else 0
        assert (state == "charged") == (credited_fen > 0), f"{words}: attempt is {state}, payment {payment}"
        assert state in ("charged", "not_charged", "reversed"), f"{words}: {state}"
        if credited_fen and not with_persons:
            assert [(charge["amount"], charge["trace"]) for charge in standing] == [(fen, trace)], (words, standing)
        standing_fen = sum(charge["amount"] for charge in standing)
        return Outcome(attempt_id, state, standing_fen, credited_fen, with_persons, words)

    def check_all(self) -> None:
        """Everything since the beginning: the bank's book, the payments, the equation, the journal."""
        charged_fen = self.simulator.ok("state")["charged_fen"]
        with closing(database.connect(self.directories.data, read_only=True)) as connection:
            assert connection.execute(_CREDITED).fetchone() == (charged_fen,)
            assert balances.explain(connection) == ()

    # ---- little things -------------------------------------------------------------------------------------------------

    @property
    def is_cut(self) -> bool:
        return not os.path.lexists(self.simulator.link)

    @property
    def state(self) -> State:
        return self.till.state

    def described(self) -> str:
        terminal = self.state.terminal
        newest = [str(event) for event in self.events[-6:]]
        return f"{why_no_card(terminal)}, attempt {terminal.attempt}, unposted {len(terminal.unposted)}, {newest}"

    def wait(self, is_so: Callable[[], bool], what: str) -> None:
        until_s = time.monotonic() + PATIENCE_S
        while not is_so():
            assert time.monotonic() < until_s, f"not in time: {what}: {self.state.visit}, {self.described()}"
            select.select([], [], [], LOOK_S)

    def end(self) -> None:
        """The kiosk's process ends; the terminal's does not."""
        self.driver.close()
        self.till.stop()

    def close(self) -> None:
        self.end()
        self.simulator.end()


class _NoAcceptor:
    def accept(self, denominations: frozenset[Fen]) -> None:
        del denominations

    def stop_accepting(self) -> None: ...

    def stack(self) -> None: ...

    def return_note(self) -> None: ...

"""Any history of card and mixed payments, with the real ledger, queue and till: what the bank has taken is credited, or
lies with persons, fen by fen (specs/zvt.md 9.3, specs/pos-integrado.md 8.4)."""

import shutil
import tempfile
from pathlib import Path
from random import Random

import pytest

from kiosk import events as ev
from kiosk.flow.states import OutOfService
from kiosk.money import Fen
from tests.conftest import Tally
from tests.kiosk.model_core import FEN_VALUES, PRINTER_FINE
from tests.kiosk.model_world import World
from tests.kiosk.play import FOUND, NUMBER

ATTEMPTS = "SELECT attempt_id, state, amount_fen, payment_id, settled_by FROM card_attempts"
PAYMENTS = "SELECT payment_id, state, amount_fen, card_fen FROM payments"
NOT_CREDITED = ("begun", "held", "in_doubt", "undecided", "not_charged")
TMPFS = Path("/dev/shm")


class History:
    """Visits of one terminal, one after the other, on one disk."""

    def __init__(self, root: Path, seed: int, *, undoes: bool) -> None:
        self.draw = Random(seed)
        self.world = World(root, undoes=undoes)
        self.world.draw = self.draw
        self.by_persons: set[str] = set()
        self.charges = self.credits = self.taken_back = self.deaths = 0
        self.come_up()

    def come_up(self) -> None:
        self.world.device.connect()
        self.world.take(PRINTER_FINE)
        self.world.card.connect()

    # ---- one run -----------------------------------------------------------------------------------------------------

    def run(self) -> None:
        world, draw = self.world, self.draw
        world.begin_visit(NUMBER)
        while world.looked_up:
            world.take(ev.AccountLookedUp(world.looked_up.pop(), FOUND))
        method: ev.Event = ev.CardChosen() if draw.random() < 0.7 else ev.CashChosen()
        world.choose(draw.randint(10, 300), method)
        for _ in range(draw.randint(1, 14)):
            self._something_happens()
        self._settle()
        self.check()

    def _something_happens(self) -> None:
        world, draw, how = self.world, self.draw, self.draw.random()
        if how < 0.55:
            world.card.move(draw)
        elif how < 0.65:
            world.device.offer(Fen(draw.choice(FEN_VALUES)), late=False)
            world.device.move()
        elif how < 0.8:
            touches = (ev.CardChosen(), ev.CashChosen(), ev.BackPressed(), ev.FinishPressed(), ev.ConfirmPressed())
            world.take(draw.choice(touches))
        elif how < 0.88:
            self._send()
        elif how < 0.93:
            world.wait(draw.choice((1.0, 30.0, 100.0, 300.0)))
        elif how < 0.97:
            self._die()
        else:
            world.ledger.breaks = draw.choice(("before", "after"))
        if isinstance(world.till.state.visit, OutOfService):
            self._die()

    def _send(self) -> None:
        self.world.centre.way = self.draw.choice(("answers", "answers", "loses the answer", "never gets it"))
        self.world.centre.next_verdict = self.draw.choice(("posted", "posted", "posted", "refused"))
        self.world.clock.s += 1.0
        self.world.dispatch()
        self.world.take_late()

    def _die(self) -> None:
        self.deaths += 1
        self.world.die(in_a_transaction=self.draw.random() < 0.3)
        self.world.begin()
        self.come_up()

    def _settle(self) -> None:
        """Nothing is broken any more: all that can end does."""
        world = self.world
        world.ledger.breaks = ""
        world.centre.way = "answers"
        for _ in range(300):
            if isinstance(world.till.state.visit, OutOfService):
                self._die()
            world.card.move(self.draw)
            world.wait(30.0)
            world.clock.s += 1.0
            world.dispatch()
            world.take_late()
            world.take(ev.FinishPressed())
            self._persons_decide()
            terminal = world.till.state.terminal
            if not (terminal.attempt or terminal.reversals or terminal.unposted or terminal.lingering):
                break
        for _ in range(9):  # a few pages back
            world.take(ev.HomePressed())
            world.wait(100.0)

    def _persons_decide(self) -> None:
        """They read the bank's own books."""
        attempt = self.world.till.state.terminal.attempt
        if attempt is not None and attempt.undecided:
            charge = self.world.card.charges.get(attempt.attempt.attempt_id)
            stands = charge is not None and not charge.is_back
            self.by_persons.add(attempt.attempt.attempt_id)
            self.world.take(ev.CardSettled(attempt.attempt.attempt_id, stands, "Li", "Wang", "statement"))

    # ---- what is always true -----------------------------------------------------------------------------------------

    def check(self) -> None:
        world = self.world
        terminal = world.till.state.terminal
        assert (terminal.attempt, terminal.reversals, terminal.unposted, terminal.lingering) == (None, (), (), ())
        assert world.ledger.explain() == ()
        bank = world.card.charges
        rows = world.ledger._connection.execute(ATTEMPTS).fetchall()
        payments = {row[0]: row[1:] for row in world.ledger._connection.execute(PAYMENTS)}
        assert world.card.sold <= {row[0] for row in rows}
        credited = back = 0
        for attempt_id, state, amount, payment_id, _ in rows:
            stands = attempt_id in bank and not bank[attempt_id].is_back
            assert state not in ("begun", "held", "in_doubt", "undecided", "reversing"), (attempt_id, state)
            if state == "not_charged":
                assert not stands, f"charged and never credited: {attempt_id}"
                continue
            assert payment_id in payments, "a credit is a payment"
            assert attempt_id in bank, f"credited and never charged: {attempt_id}"
            assert (payments[payment_id][0] == "posted") == (state == "charged"), (state, payments[payment_id])
            assert stands == (state in ("charged", "owed_back")), (
                f"{attempt_id} is {state}, the bank's charge {bank[attempt_id]}"
            )
            credited += amount if stands else 0
            back += 0 if stands else amount
        assert credited == world.card.standing_fen, "the sum of charges that stand is the sum of credits and cases"
        assert len({row[3] for row in rows if row[3]}) == len([row for row in rows if row[3]]), "one credit an attempt"
        balances = world.ledger.balances()
        assert balances.card_charged_fen == credited + back
        assert balances.card_unclear_fen == 0
        self.charges, self.credits, self.taken_back = len(bank), credited, back


def _play(runs: int, seed: int, tally: Tally) -> list[History]:
    histories = []
    for undoes in (True, False):
        root = Path(tempfile.mkdtemp(prefix="card-model-", dir=TMPFS if TMPFS.is_dir() else None))
        history = History(root, seed, undoes=undoes)
        try:
            for number in range(runs):
                try:
                    history.run()
                except AssertionError as wrong:
                    raise AssertionError(f"seed {seed}, run {number}, undoes {undoes}: {wrong}") from wrong
        finally:
            history.world.die(in_a_transaction=False)
            shutil.rmtree(root)
        histories.append(history)
        tally("card runs", runs)
        tally("card charges", history.charges)
        tally("card deaths", history.deaths)
    tally("lost fen", 0)
    return histories


@pytest.mark.parametrize("seed", range(3))
def test_m6_what_the_bank_has_taken_is_credited_or_lies_with_persons(seed: int, tally: Tally) -> None:
    assert all(history.credits for history in _play(40, seed, tally))


@pytest.mark.long
@pytest.mark.timeout(3600)
@pytest.mark.parametrize("seed", range(100, 110))
def test_m6_ten_thousand_runs(seed: int, tally: Tally) -> None:
    for history in _play(510, seed, tally):
        assert history.credits
        assert history.taken_back
        assert history.by_persons

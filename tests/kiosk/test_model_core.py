"""M18: the whole core as a state machine of random histories: touches, notes, lost evidence, lost answers, storage faults
and deaths at any moment. After each step every fen is where the acceptor, the centre and the rows say, and the state that
the till goes on with is the one that a new process would recall."""

import shutil
import tempfile
from collections import Counter
from pathlib import Path

import pytest
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, precondition, rule, run_state_machine_as_test

from kiosk import events as ev
from kiosk.central_answers import AccountAnswer, AccountProblem, AccountRefused, CentreSilent, PaymentProgress
from kiosk.device_status import Device, DeviceState, DeviceStatus, Severity
from kiosk.flow.states import ConfirmPayer, EnterNumber, State, TakingCash
from kiosk.flow.stops import CHANGED, CHEATED, DOUBTED, REBUILT
from kiosk.money import Fen
from kiosk.paper import PrintOutcome
from kiosk.recollection import OpenVisit, Recollection
from kiosk.visit_types import Language, Reopening, Service, SmsState
from tests.conftest import Tally
from tests.kiosk.model_device import IDENTITY
from tests.kiosk.model_world import VERDICTS, WAYS, World
from tests.kiosk.play import FOUND, NOTES

NUMBERS = ("13800135678", "13900001234", "15012345678")
FEN = st.sampled_from(sorted(NOTES))
SOMETIMES = st.sampled_from((False, False, False, True))
TOUCHES: tuple[ev.Touch, ...] = (
    ev.BackPressed(), ev.HomePressed(), ev.FinishPressed(), ev.ConfirmPressed(), ev.ClearPressed(), ev.BackspacePressed(),
    ev.OtherAmountChosen(), ev.CashChosen(), ev.Touched(), ev.ServiceChosen(Service.PAY_BILL), ev.DigitPressed("1"),
    ev.LanguageChosen(Language.ENGLISH), ev.LargeTypeToggled(), ev.AmountChosen(Fen(5000)), ev.FinishPressed(),
)  # fmt: skip
TMPFS = Path("/dev/shm")
NOTE_ROWS = "SELECT state, denomination_fen, COUNT(*) FROM notes GROUP BY 1, 2"
PAYMENT_ROWS = "SELECT payment_id, state, amount_fen FROM payments"


class CoreModel(RuleBasedStateMachine):
    """Rules are what the outside may do at any time; none of them asks whether it is a good time."""

    def __init__(self) -> None:
        super().__init__()
        self.root = Path(tempfile.mkdtemp(prefix="core-model-", dir=TMPFS if TMPFS.is_dir() else None))
        self.world = World(self.root)
        self.failed = False

    @initialize()
    def devices_come_up(self) -> None:
        self.world.device.connect()
        self.printer_changes(fine=True)

    # ---- people ----------------------------------------------------------------------------------------------------

    @rule(
        number=st.sampled_from(NUMBERS),
        yuan=st.integers(10, 500),
        answer=st.sampled_from(("found", "found", "silent", "no")),
    )
    def come_to_pay(self, number: str, yuan: int, answer: str) -> None:
        world = self.world
        world.begin_visit(number)
        if world.looked_up:
            account = world.looked_up.pop()
            answers: dict[str, AccountAnswer] = {
                "found": FOUND,
                "silent": CentreSilent("cut"),
                "no": AccountRefused(AccountProblem.NOT_FOUND),
            }
            world.take(ev.AccountLookedUp(account, answers[answer]))
        if isinstance(world.till.state.visit, EnterNumber) and world.till.state.visit.first:
            world.type(number)
        world.choose(yuan)

    @rule(touch=st.sampled_from(TOUCHES))
    def touch(self, touch: ev.Touch) -> None:
        self.world.take(touch)

    @rule()
    def finish(self) -> None:
        self.world.take(ev.FinishPressed())

    @rule(seconds=st.sampled_from((0.5, 5.0, 21.0, 41.0, 100.0)))
    def wait(self, seconds: float) -> None:
        self.world.wait(seconds)

    # ---- notes -----------------------------------------------------------------------------------------------------

    @rule(fen=FEN, late=SOMETIMES)
    def offer(self, fen: Fen, late: bool) -> None:
        self.world.device.offer(fen, late=late)

    @rule(fens=st.lists(FEN, min_size=1, max_size=4))
    def put_in(self, fens: list[Fen]) -> None:
        """The way it goes on most days."""
        for fen in fens:
            self.world.device.offer(fen, late=False)
            self.world.device.move()

    @rule()
    def note_arrives(self) -> None:
        self.world.device.move()

    @rule(in_box=st.booleans(), reported_late=st.booleans())
    def nobody_says_where_the_note_is(self, in_box: bool, reported_late: bool) -> None:
        self.world.device.swallow(in_box=in_box, reported_late=reported_late)

    @rule()
    def late_report(self) -> None:
        self.world.device.late_report()

    @rule()
    def acknowledgements_are_not_heard(self) -> None:
        self.world.device.deaf = True

    @rule(power=st.booleans(), forgets=st.booleans(), meanwhile=st.sampled_from((0.0, 0.0, 30.0)))
    def line_breaks(self, power: bool, forgets: bool, meanwhile: float) -> None:
        self.world.device.break_line()
        self.world.wait(meanwhile)
        if power:
            self.world.device.power_cycle(forgets=forgets)
        self.world.device.connect()

    @rule(code=st.sampled_from(("BV-JAM", "BV-FULL", "")))
    def acceptor_changes(self, code: str) -> None:
        state, severity = (DeviceState.HW_ERROR, Severity.SUSPEND) if code else (DeviceState.ONLINE, Severity.NONE)
        self.world.take(ev.DeviceStatusChanged(DeviceStatus(Device.ACCEPTOR, state, severity, code=code)))

    # ---- stops and releases ----------------------------------------------------------------------------------------

    @rule()
    def cheated(self) -> None:
        self.world.take(ev.NoteCheated("45"))

    @rule(code=st.sampled_from((CHEATED, DOUBTED, CHANGED, REBUILT)))
    def a_person_releases(self, code: str) -> None:
        self.world.take(ev.StopReleased(code, "T-17", "looked"))

    @rule()
    def all_stops_are_released(self) -> None:
        for stop in self.world.till.state.terminal.stops:
            self.world.take(ev.StopReleased(stop.code, "T-17", "looked"))

    @rule(other=st.booleans())
    def acceptor_is_identified(self, other: bool) -> None:
        self.world.take(ev.AcceptorIdentified("SM", "S2", "1.0", NOTES) if other else IDENTITY)

    @rule(event=st.sampled_from((ev.LedgerDoubted("a changed row"), ev.LedgerConfirmed(3), ev.KioskRefused("disabled"))))
    def somebody_says(self, event: ev.Event) -> None:
        self.world.take(event)

    @rule(low=st.booleans())
    def disk_room(self, low: bool) -> None:
        self.world.take(ev.DiskRoomChanged(low, 1 << 20))

    @rule(reachable=st.booleans())
    def line_to_the_centre(self, reachable: bool) -> None:
        self.world.take(ev.CentreReachable(reachable, "cut"))

    @rule()
    def centre_remembers(self) -> None:
        """What it truly has: never more than we remember."""
        self.world.take(
            ev.CentreRemembers(max((int(key.rsplit("-", 1)[1]) for key in self.world.centre.bodies), default=0))
        )

    # ---- the centre and the printer --------------------------------------------------------------------------------

    @rule(
        way=st.sampled_from(WAYS),
        verdict=st.sampled_from(VERDICTS),
        pause=st.sampled_from((0.0, 0.3, 2.0)),
        later=SOMETIMES,
    )
    def send(self, way: str, verdict: str, pause: float, later: bool) -> None:
        """One turn of the sender; ``later``: the till takes its news at some other time."""
        self.world.clock.s += pause
        self.world.centre.way, self.world.centre.next_verdict = way, verdict
        self.world.dispatch()
        if not later:
            self.world.take_late()

    @rule()
    def the_till_hears_the_sender(self) -> None:
        self.world.take_late()

    @rule(version=st.integers(1, 5), sms=st.sampled_from(SmsState), reopening=st.sampled_from(Reopening))
    def news_of_a_payment(self, version: int, sms: SmsState, reopening: Reopening) -> None:
        for payment_id in self.world.followed:
            self.world.take(ev.PaymentProgressed(payment_id, PaymentProgress(version, sms, reopening)))

    @rule(outcome=st.sampled_from(PrintOutcome))
    def a_job_ends(self, outcome: PrintOutcome) -> None:
        if self.world.jobs:
            self.world.take(ev.PrintJobEnded(self.world.jobs.pop(0), outcome))

    @rule(fine=st.booleans())
    def printer_changes(self, fine: bool) -> None:
        status = DeviceStatus(Device.PRINTER, DeviceState.ONLINE)
        gone = DeviceStatus(Device.PRINTER, DeviceState.OFFLINE, Severity.SUSPEND, code="PRN-SILENT")
        self.world.take(ev.DeviceStatusChanged(status if fine else gone))

    # ---- storage and death -----------------------------------------------------------------------------------------

    @rule(when=st.sampled_from(("before", "after")))
    def storage_will_fail(self, when: str) -> None:
        self.world.ledger.breaks = when

    @rule(in_a_transaction=st.booleans(), connects=st.booleans())
    def die_and_begin_again(self, in_a_transaction: bool, connects: bool) -> None:
        self.world.die(in_a_transaction=in_a_transaction)
        self.world.begin()
        if connects:
            self.devices_come_up()

    @precondition(lambda self: self.world.out)
    @rule()
    def a_new_process_after_the_storage_failed(self) -> None:
        self.die_and_begin_again(in_a_transaction=False, connects=True)

    # ---- what is always true ---------------------------------------------------------------------------------------

    @invariant()
    def m2_every_fen_is_in_one_bucket(self) -> None:
        self.failed = True
        assert self.world.ledger.balances().difference_fen == 0
        assert self.world.ledger.explain() == ()
        self.failed = False

    @invariant()
    def m18_the_box_and_the_rows_agree(self) -> None:
        """Each note with evidence is in the box; each in the box has evidence, or is awaited, or is in doubt."""
        self.failed = True
        rows: dict[str, Counter[int]] = {state: Counter() for state in ("stacked", "in_doubt", "intended", "returned")}
        for state, fen, count in self.world.ledger._connection.execute(NOTE_ROWS):
            rows[state][fen] += count
        box = self.world.device.box
        assert not rows["stacked"] - box, f"credited, and not in the box: {rows['stacked'] - box}"
        assert not box - rows["stacked"] - rows["in_doubt"] - rows["intended"], f"in the box and unknown: {box}, {rows}"
        self.failed = False

    @invariant()
    def m4_the_centre_and_the_rows_agree(self) -> None:
        self.failed = True
        states = {}
        for payment_id, state, _ in self.world.ledger._connection.execute(PAYMENT_ROWS):
            states[payment_id] = state
        posted = {payment_id for payment_id, state in states.items() if state == "posted"}
        assert posted <= self.world.centre.posted
        assert set(self.world.centre.bodies) <= set(states), "sent, and not remembered"
        assert all(states[payment_id] in ("posted", "queued") for payment_id in self.world.centre.posted)
        self.failed = False

    @invariant()
    def m18_the_state_is_what_would_be_recalled(self) -> None:
        if not self.world.out:
            self.failed = True
            agree(self.world.till.state, self.world.ledger.recall(), self.world.till.next_kiosk_seq, self.world.jobs)
            self.world.check_screen()
            self.failed = False

    def teardown(self) -> None:
        try:
            if not self.failed:
                self._settle()
        finally:
            self.world.die(in_a_transaction=False)
            shutil.rmtree(self.root)

    def _settle(self) -> None:
        """At the end of every history: a new process, a device that answers, a centre that answers; nothing stays open."""
        self.die_and_begin_again(in_a_transaction=False, connects=True)
        world = self.world
        world.wait(200.0)
        world.centre.way, world.centre.next_verdict = "answers", "posted"
        for _ in range(400):
            if not world.ledger.unposted_count():
                break
            world.clock.s += 1.0
            world.dispatch()
            world.take_late()
        self.m2_every_fen_is_in_one_bucket()
        self.m18_the_box_and_the_rows_agree()
        self.m4_the_centre_and_the_rows_agree()
        memory, balances = world.ledger.recall(), world.ledger.balances()
        assert (balances.queued_fen, balances.held_in_visit_fen) == (0, 0)
        assert (memory.open_visits, memory.open_intents, memory.unposted) == ((), (), ())
        assert world.ledger.verify_journal(world.ledger.journal_head()).sound


def agree(state: State, memory: Recollection, next_seq: int, jobs: list[str]) -> None:
    """A process that died now would begin with what this one goes on with."""
    terminal = state.terminal
    assert memory.next_kiosk_seq == next_seq
    assert memory.unposted == terminal.unposted
    assert memory.open_intents == (() if terminal.intent is None else (terminal.intent,))
    assert memory.last_stacked == terminal.last_stacked
    assert memory.doubted == terminal.doubted
    assert memory.stops == terminal.stops
    assert memory.acceptor == terminal.bound
    assert list(memory.open_print_jobs) == jobs
    assert {visit.visit_id: _notes_of(visit) for visit in memory.open_visits} == _open_visits(state)


def _notes_of(visit: OpenVisit) -> tuple[list[tuple[str, int]], list[tuple[str, int]]]:
    held, doubted = ([(note.note_id, int(note.denomination)) for note in notes] for notes in (visit.notes, visit.doubted))
    return held, sorted(doubted)


def _open_visits(state: State) -> dict[str, tuple[list[tuple[str, int]], list[tuple[str, int]]]]:
    found = {visit.visit_id: _notes_of(visit) for visit in state.terminal.lingering}
    cash = state.visit.cash if isinstance(state.visit, ConfirmPayer) else state.visit
    if isinstance(cash, TakingCash):
        held, doubted = (
            [(note.note_id, int(note.denomination)) for note in notes] for notes in (cash.notes, cash.open_notes)
        )
        found[cash.visit_id] = held, sorted(doubted)
    return found


def _play(histories: int, steps: int) -> None:
    chosen = settings(
        max_examples=histories,
        stateful_step_count=steps,
        deadline=None,
        suppress_health_check=list(HealthCheck),
        database=None,
        derandomize=histories < 100,
    )
    run_state_machine_as_test(CoreModel, settings=chosen)


def test_m18_a_slice_of_the_model(tally: Tally) -> None:
    _play(25, 30)
    tally("model histories", 25)


@pytest.mark.long
@pytest.mark.timeout(1200)
def test_m18_the_whole_core_200_by_60(tally: Tally) -> None:
    _play(200, 60)
    tally("model histories", 200)

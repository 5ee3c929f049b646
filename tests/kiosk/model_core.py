"""M18: the whole core as a state machine of random histories: touches, notes, lost evidence, lost answers, storage faults
and deaths at any moment. After each step every fen is where the acceptor, the centre and the rows say, and the state that
the till goes on with is the one that a new process would recall."""

import shutil
import tempfile
from collections import Counter
from pathlib import Path
from random import Random

from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, precondition, rule

from kiosk import events as ev
from kiosk.central_answers import AccountAnswer, AccountProblem, AccountRefused, CentreSilent, PaymentProgress
from kiosk.device_status import Device, DeviceState, DeviceStatus, Severity
from kiosk.flow.health import why_no_cash
from kiosk.flow.states import EnterNumber, Home, TakingCash
from kiosk.flow.stops import CHANGED, CHEATED, DOUBTED, REBUILT
from kiosk.money import Fen
from kiosk.paper import PrintOutcome
from kiosk.visit_types import Language, Reopening, Service, SmsState
from tests.kiosk.hands import Hands
from tests.kiosk.model_agreement import agree
from tests.kiosk.model_device import IDENTITY
from tests.kiosk.model_world import VERDICTS, WAYS, World
from tests.kiosk.play import FOUND, NOTES

NUMBERS = ("13800135678", "13900001234", "15012345678")
FEN_VALUES = tuple(sorted(NOTES))
FEN = st.sampled_from(FEN_VALUES)
ANSWERS = ("found", "found", "silent", "no")
MOSTLY = st.sampled_from((True, True, True, False))
SOMETIMES = st.sampled_from((False, False, False, True))
TOUCHES: tuple[ev.Touch, ...] = (
    ev.BackPressed(), ev.HomePressed(), ev.FinishPressed(), ev.ConfirmPressed(), ev.ClearPressed(), ev.BackspacePressed(),
    ev.OtherAmountChosen(), ev.CashChosen(), ev.CardChosen(), ev.Touched(), ev.ServiceChosen(Service.PAY_BILL),
    ev.DigitPressed("1"), ev.LanguageChosen(Language.ENGLISH), ev.LargeTypeToggled(), ev.AmountChosen(Fen(5000)),
    ev.FinishPressed(),
)  # fmt: skip


def _acceptor(code: str) -> ev.Event:
    state, severity = (DeviceState.HW_ERROR, Severity.SUSPEND) if code else (DeviceState.ONLINE, Severity.NONE)
    return ev.DeviceStatusChanged(DeviceStatus(Device.ACCEPTOR, state, severity, code=code))


PRINTER_FINE = ev.DeviceStatusChanged(DeviceStatus(Device.PRINTER, DeviceState.ONLINE))
PRINTER_GONE = ev.DeviceStatusChanged(
    DeviceStatus(Device.PRINTER, DeviceState.OFFLINE, Severity.SUSPEND, code="PRN-SILENT")
)
NEWS = st.sampled_from(
    (
        ev.NoteCheated("45"), ev.LedgerDoubted("a changed row"), ev.KioskRefused("disabled"), ev.LedgerConfirmed(3),
        ev.DiskRoomChanged(low=True, free_bytes=1 << 20), ev.DiskRoomChanged(low=False, free_bytes=1 << 30),
        ev.AcceptorIdentified("SM", "S2", "1.0", NOTES), IDENTITY, _acceptor("BV-JAM"), _acceptor("BV-FULL"), _acceptor(""),
        ev.CentreReachable(reachable=True), ev.CentreReachable(reachable=False, reason="cut"), PRINTER_FINE, PRINTER_GONE,
        *(ev.StopReleased(code, "T-17", "looked") for code in (CHEATED, DOUBTED, CHANGED, REBUILT)),
    )
)  # fmt: skip
TMPFS = Path("/dev/shm")
DOUBTS = """SELECT COUNT(*) FROM notes WHERE state = 'in_doubt' AND reason <> 'cheated'
    AND note_id NOT IN (SELECT note_id FROM found_notes)"""
# What persons settled is in the box by the device's evidence, or nobody knows; a note in somebody's hand is not in the box.
NOTE_ROWS = """SELECT CASE WHEN state <> 'settled' THEN state WHEN stacked_seq IS NULL OR reason = 'cheated' THEN 'in_doubt'
    ELSE 'stacked' END, denomination_fen, COUNT(*)
    FROM notes WHERE note_id NOT IN (SELECT note_id FROM found_notes) GROUP BY 1, 2"""
PAYMENT_ROWS = "SELECT payment_id, state, amount_fen FROM payments"


class CoreModel(RuleBasedStateMachine):
    """Rules are what the outside may do at any time; none of them asks whether it is a good time."""

    def __init__(self) -> None:
        super().__init__()
        self.root = Path(tempfile.mkdtemp(prefix="core-model-", dir=TMPFS if TMPFS.is_dir() else None))
        self.world = World(self.root)
        self.failed = False
        self.settled = 0

    @initialize()
    def devices_come_up(self) -> None:
        self.world.device.connect()
        self.world.take(PRINTER_FINE)
        self.world.card.connect()

    # ---- people ----------------------------------------------------------------------------------------------------

    @rule(number=st.sampled_from(NUMBERS), yuan=st.integers(10, 500), answer=st.sampled_from(ANSWERS), mended=MOSTLY)
    def come_to_pay(self, number: str, yuan: int, answer: str, mended: bool) -> None:
        """``mended``: somebody has put right before what kept the terminal from taking money."""
        if mended:
            self._mend()
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

    def _mend(self) -> None:
        world = self.world
        if world.out:
            self.die_and_begin_again(in_a_transaction=False, connects=True)
        world.ledger.breaks = ""
        world.take(IDENTITY)
        self.all_stops_are_released()
        for event in (ev.DiskRoomChanged(low=False, free_bytes=1 << 30), ev.CentreReachable(reachable=True)):
            world.take(event)
        if why_no_cash(world.till.state.terminal):
            world.device.move()
            world.device.connect()
        world.take(ev.FinishPressed())
        world.take(ev.HomePressed())

    @rule(touch=st.sampled_from(TOUCHES))
    def touch(self, touch: ev.Touch) -> None:
        self.world.take(touch)

    @rule(seconds=st.sampled_from((0.5, 5.0, 21.0, 41.0, 100.0)))
    def wait(self, seconds: float) -> None:
        self.world.wait(seconds)

    @rule(number=st.sampled_from(NUMBERS), fens=st.lists(FEN, min_size=1, max_size=4), leaves=st.booleans())
    def a_whole_visit(self, number: str, fens: list[Fen], leaves: bool) -> None:
        self.come_to_pay(number=number, yuan=100, answer="found", mended=True)
        self.put_in(fens=fens, pays=True)
        if leaves:
            self.world.take(ev.FinishPressed())

    # ---- notes -----------------------------------------------------------------------------------------------------

    @rule(fen=FEN, late=SOMETIMES)
    def offer(self, fen: Fen, late: bool) -> None:
        self.world.device.offer(fen, late=late)

    @rule(fens=st.lists(FEN, min_size=1, max_size=4), pays=st.booleans())
    def put_in(self, fens: list[Fen], pays: bool) -> None:
        """The way it goes on most days."""
        for fen in fens:
            self.world.device.offer(fen, late=False)
            self.world.device.move()
        if pays:
            self.world.take(ev.FinishPressed())

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

    @rule()
    def the_next_return_is_not_obeyed(self) -> None:
        self.world.device.disobeys = True

    @rule(power=st.booleans(), forgets=st.booleans(), meanwhile=st.sampled_from((0.0, 0.0, 30.0)))
    def line_breaks(self, power: bool, forgets: bool, meanwhile: float) -> None:
        self.world.device.break_line()
        self.world.wait(meanwhile)
        if power:
            self.world.device.power_cycle(forgets=forgets)
        self.world.device.connect()

    # ---- cards -----------------------------------------------------------------------------------------------------

    @rule(seed=st.integers(0, 1000), moves=st.integers(1, 4))
    def the_card_terminal_goes_on(self, seed: int, moves: int) -> None:
        draw = Random(seed)
        for _ in range(moves):
            self.world.card.move(draw)

    @rule(
        number=st.sampled_from(NUMBERS), seed=st.integers(0, 1000), moves=st.integers(0, 3), fens=st.lists(FEN, max_size=2)
    )
    def come_to_pay_by_card(self, number: str, seed: int, moves: int, fens: list[Fen]) -> None:
        self.come_to_pay(number=number, yuan=100, answer="found", mended=True)
        if fens:
            self.put_in(fens=fens, pays=False)
        else:
            self.world.take(ev.BackPressed())
        self.world.take(ev.CardChosen())
        self.the_card_terminal_goes_on(seed=seed, moves=moves)

    @rule()
    def two_persons_decide(self) -> None:
        """They read the bank's own books."""
        attempt = self.world.till.state.terminal.attempt
        if attempt is not None and attempt.undecided:
            charge = self.world.card.charges.get(attempt.attempt.attempt_id)
            stands = charge is not None and not charge.is_back
            self.world.take(ev.CardSettled(attempt.attempt.attempt_id, stands, "Li", "Wang", "statement"))

    @rule(
        what=st.sampled_from(("a lost note", "a refused payment", "anything", "a found note")),
        fen=FEN,
        which=st.integers(0, 10),
        yes=st.booleans(),
        late=st.booleans(),
    )
    def persons_decide_about_money(self, what: str, fen: Fen, which: int, yes: bool, late: bool) -> None:
        """One rule for all of it: it must not crowd out what customers and devices do."""
        if what == "a lost note":
            self.a_lost_note_is_decided(fen, in_box=yes, late=late, which=which)
        elif what == "a refused payment":
            self.a_refused_payment_is_decided(fen, "refused" if yes else "contradicted", which)
        elif what == "a found note":
            self.somebody_finds_a_note(fen, which)
        else:
            self.two_persons_settle(which, which)

    def two_persons_settle(self, pick: int, which: int) -> None:
        """Any of the open money as anything it may become, whether or not that is the truth."""
        world = self.world
        world.take(ev.FinishPressed())
        world.take(ev.HomePressed())
        open_money = [one for one in world.open_money().money if one.may_become()] if not world.ledger.broken else []
        if not isinstance(world.state.visit, Home) or world.ledger.breaks or not open_money:
            return
        money = open_money[pick % len(open_money)]
        outcomes = money.may_become()
        hands = Hands(world, world.open_money)
        hands.open_page()
        hands.settle(money.id, outcomes[which % len(outcomes)])
        self.settled += 1
        assert money.id not in {one.id for one in world.open_money().money}
        hands.log_off()

    def a_lost_note_is_decided(self, fen: Fen, *, in_box: bool, late: bool, which: int) -> None:
        """In one stride; and then the device may speak of it."""
        world = self.world
        self.come_to_pay(number=NUMBERS[1], yuan=200, answer="found", mended=True)
        if not isinstance(world.state.visit, TakingCash):
            return
        world.device.offer(fen, late=False)
        world.device.swallow(in_box=in_box, reported_late=late)
        world.take(ev.FinishPressed())
        world.wait(150.0)
        self.two_persons_settle(which, which)
        world.device.late_report()

    def a_refused_payment_is_decided(self, fen: Fen, verdict: str, which: int) -> None:
        world = self.world
        self.come_to_pay(number=NUMBERS[2], yuan=200, answer="found", mended=True)
        if not isinstance(world.state.visit, TakingCash):
            return
        world.device.offer(fen, late=False)
        world.device.move()
        world.centre.way, world.centre.next_verdict = "answers", verdict
        world.take(ev.FinishPressed())
        for _ in range(5):
            world.clock.s += 1.0
            world.dispatch()
            world.take_late()
        world.wait(150.0)
        self.two_persons_settle(which, which)

    def somebody_finds_a_note(self, fen: Fen, pick: int) -> None:
        world = self.world
        if not isinstance(world.state.visit, Home) or world.ledger.breaks or world.ledger.broken:
            return
        hands = Hands(world, world.open_money)
        hands.open_page()
        whose = ["", *(one.note_id for one in world.open_money().suggested(fen))]
        hands.find(fen, whose[pick % len(whose)])
        hands.log_off()

    # ---- news of all kinds -----------------------------------------------------------------------------------------

    @rule(news=NEWS)
    def news_comes(self, news: ev.Event) -> None:
        """Stops, releases, faults and what the centre says, at any time."""
        self.world.take(news)

    @rule()
    def all_stops_are_released(self) -> None:
        for stop in self.world.till.state.terminal.stops:
            self.world.take(ev.StopReleased(stop.code, "T-17", "looked"))

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

    # ---- storage and death -----------------------------------------------------------------------------------------

    @rule(
        when=st.sampled_from(("before", "after")), commit=st.sampled_from(("next", "stacked", "paid", "answered")), fen=FEN
    )
    def storage_fails(self, when: str, commit: str, fen: Fen) -> None:
        """At the next commit, whatever it is; or at one that moves money."""
        world = self.world
        if commit in ("stacked", "paid") and not isinstance(world.till.state.visit, TakingCash):
            self.come_to_pay(number=NUMBERS[0], yuan=100, answer="found", mended=True)
        if commit == "stacked":
            world.device.offer(fen, late=False)
        world.ledger.breaks = when
        if commit == "stacked":
            world.device.move()
        elif commit == "paid":
            world.take(ev.FinishPressed())
        elif commit == "answered":
            world.clock.s += 2.0
            world.dispatch()
            world.take_late()

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
        box = self.world.device.box - self.world.device.never_told - self.world.device.waiting
        assert not rows["stacked"] - box, f"credited, and not in the box: {rows['stacked'] - box}"
        doubts = self.world.ledger._connection.execute(DOUBTS).fetchone()[0]
        assert doubts <= self.world.device.untold, "in doubt, although the acceptor told it"
        assert not box - rows["stacked"] - rows["in_doubt"] - rows["intended"], f"in the box and unknown: {box}, {rows}"
        notes = rows["stacked"] + rows["in_doubt"] + rows["intended"]
        assert not notes - self.world.device.offered, "one note is two rows"
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
    def m6_the_bank_and_the_rows_agree(self) -> None:
        """What is credited is charged; what is charged and stands is credited, or its end is still open."""
        self.failed = True
        bank = self.world.card.charges
        for attempt_id, state in self.world.ledger._connection.execute("SELECT attempt_id, state FROM card_attempts"):
            stands = attempt_id in bank and not bank[attempt_id].is_back
            assert state in ("begun", "held", "in_doubt", "undecided", "reversing") or stands == (
                state in ("charged", "owed_back")
            ), (attempt_id, state, bank.get(attempt_id))
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
        for number in range(400):
            terminal = world.till.state.terminal
            if not (terminal.unposted or terminal.attempt or terminal.reversals):
                break
            world.card.move(Random(number))
            self.two_persons_decide()
            world.clock.s += 1.0
            world.dispatch()
            world.take_late()
        self.m2_every_fen_is_in_one_bucket()
        self.m18_the_box_and_the_rows_agree()
        self.m4_the_centre_and_the_rows_agree()
        self.m6_the_bank_and_the_rows_agree()
        memory, balances = world.ledger.recall(), world.ledger.balances()
        assert (balances.queued_fen, balances.held_in_visit_fen) == (0, 0)
        assert (memory.open_visits, memory.open_intents, memory.unposted) == ((), (), ())
        assert world.ledger.verify_journal(world.ledger.journal_head()).sound


class SettlingModel(CoreModel):
    """The same world, in which persons have more to decide."""

    @rule(fen=FEN, in_box=st.booleans(), late=st.booleans(), which=st.integers(0, 10))
    def lose_and_decide(self, fen: Fen, in_box: bool, late: bool, which: int) -> None:
        self.a_lost_note_is_decided(fen, in_box=in_box, late=late, which=which)

    @rule(fen=FEN, verdict=st.sampled_from(("refused", "contradicted")), which=st.integers(0, 10))
    def refuse_and_decide(self, fen: Fen, verdict: str, which: int) -> None:
        self.a_refused_payment_is_decided(fen, verdict, which)

    @rule(pick=st.integers(0, 1000), which=st.integers(0, 10))
    def decide(self, pick: int, which: int) -> None:
        self.two_persons_settle(pick, which)

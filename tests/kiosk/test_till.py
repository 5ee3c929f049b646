"""The real loop in its real thread, with a fake disk and fake ports: what happens in which order, and what never does."""

import threading
import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from typing import get_args

import pytest

from kiosk import events as ev
from kiosk.accounts import AccountRef
from kiosk.card import CardApproval, CardAttempt, CardPart
from kiosk.commands import Command
from kiosk.device_status import Device
from kiosk.facts import AnyFact, PaymentAccepted
from kiosk.flow import Decision, Moment, State, step
from kiosk.money import Fen
from kiosk.paper import PrintJob
from kiosk.performing import VERBS, Ports
from kiosk.ports import Ledger, StorageError
from kiosk.promise import Promise
from kiosk.questions import Question
from kiosk.recollection import EMPTY, OpenAttempt, OpenVisit, Recollection, StackedNote
from kiosk.slip_check import SlipSeal
from kiosk.till import Till
from kiosk.views import OutOfServiceView, View
from kiosk.visit_types import Language, Service
from tests.kiosk.no_staff import NoStaff
from tests.kiosk.play import ACCOUNT, FOUND, NOTES, NUMBER, POLICY, Books, Play, answered, ok, posted

DEADLINE_S = 20.0


def interrupted(visit_id: str) -> OpenVisit:
    """With 50 yuan in it."""
    notes = (StackedNote(f"note of {visit_id}", Fen(5000)),)
    return OpenVisit(
        visit_id, ACCOUNT, "张*", Fen(5000), Language.CHINESE, offline=False, receipt_expected=True, notes=notes
    )


@dataclass
class HandClock:
    """Moved by hand."""

    now_s: float = 1000.0

    def now(self) -> str:
        return "2026-11-21T20:58:44+08:00"

    def monotonic_s(self) -> float:
        return self.now_s


@dataclass
class FakeLedger:
    """Remembers what it was given in ``diary``, with every promise's state at that moment; fails on demand."""

    diary: list[str]
    memory: Recollection = EMPTY
    committed: list[AnyFact] = field(default_factory=list)
    fails: Exception | None = None
    watched: list[Promise] = field(default_factory=list)
    threads: set[str] = field(default_factory=set)
    closed: bool = False

    def recall(self) -> Recollection:
        self.threads.add(threading.current_thread().name)
        return self.memory

    def slip_seal(self) -> SlipSeal:
        return lambda text: text[-5:]

    def close(self) -> None:
        self.closed = True

    def commit(self, facts: Sequence[AnyFact]) -> None:
        self.threads.add(threading.current_thread().name)
        assert not any(promise.kept for promise in self.watched), "a promise was kept before its fact was on the disk"
        if self.fails is not None:
            raise self.fails
        self.committed += facts
        self.diary += [f"fact {type(fact).__name__.removesuffix('Fact')}" for fact in facts]


@dataclass
class FakePorts:
    """Every port in one; writes each command into ``diary`` and raises where it is told to."""

    diary: list[str]
    raises: set[str] = field(default_factory=set)
    views: list[View] = field(default_factory=list)

    def _do(self, what: str, *rest: object) -> None:
        self.diary.append(" ".join([what, *map(str, rest)]))
        if what in self.raises:
            raise RuntimeError(f"{what} is broken")

    def accept(self, denominations: frozenset[Fen]) -> None:
        self._do("accept", len(denominations))

    def stop_accepting(self) -> None:
        self._do("stop_accepting")

    def stack(self) -> None:
        self._do("stack")

    def return_note(self) -> None:
        self._do("return_note")

    def sell(self, attempt: CardAttempt) -> None:
        self._do("sell", attempt.amount)

    def cancel(self, attempt_id: str) -> None:
        del attempt_id
        self._do("cancel")

    def resolve(self, attempt: CardAttempt) -> None:
        self._do("resolve", attempt.amount)

    def reverse(self, card: CardPart) -> None:
        self._do("reverse", card.amount)

    def stop_reversing(self, attempt_id: str) -> None:
        del attempt_id
        self._do("stop_reversing")

    def end_day(self) -> None:
        self._do("end_day")

    def check_host(self, ticket: str) -> None:
        self._do("check_host", ticket)

    def print(self, job: PrintJob) -> None:
        del job
        self._do("print")

    def wake(self, first: str | None) -> None:
        self._do("wake", first)

    def look_up(self, account: AccountRef) -> None:
        self._do("look_up", account.masked())

    def ask(self, ticket: str, _question: Question) -> None:
        self._do("ask", ticket)

    def follow(self, payment_id: str, central_id: str) -> None:
        self._do("follow", payment_id, central_id)

    def stop_following(self) -> None:
        self._do("stop_following")

    def show(self, view: View) -> None:
        self.views.append(view)
        if "show" in self.raises:
            raise RuntimeError("the screen is broken")


class Desk:
    """A till with its fakes; ``done`` waits until everything posted so far has been taken."""

    def __init__(self) -> None:
        self.diary: list[str] = []
        self.clock = HandClock()
        self.ledger = FakeLedger(self.diary)
        self.ports = FakePorts(self.diary)
        self.till = Till(POLICY, self.clock)

    def start(self, open_ledger: Callable[[], Ledger] | None = None) -> "Desk":
        ports = Ports(
            self.ports,
            self.ports,
            self.ports,
            self.ports,
            self.ports.look_up,
            self.ports.ask,
            self.ports.follow,
            self.ports.stop_following,
            self.ports,
            NoStaff(),
        )
        self.till.start(ports, open_ledger or (lambda: self.ledger))
        return self.done()

    def done(self) -> "Desk":
        """A question is answered after the events before it; its answer does not matter here."""
        self.till.ask(lambda _: None, FakeLedger).exception(DEADLINE_S)
        return self

    def take(self, *events: ev.Event) -> "Desk":
        for event in events:
            self.till.post(event)
        return self.done()

    def at_cash(self) -> "Desk":
        self.take(*Play.devices_up(), ev.ServiceChosen(Service.PAY_BILL))
        self.take(*(ev.DigitPressed(digit) for digit in NUMBER), ev.ConfirmPressed(), ev.AccountLookedUp(ACCOUNT, FOUND))
        self.take(ev.AmountChosen(Fen(18240)), ev.CashChosen())
        self.diary.clear()
        return self

    def until(self, condition: Callable[[], bool]) -> None:
        """Wait for something that no event announces."""
        give_up = time.monotonic() + DEADLINE_S
        while not condition():
            assert time.monotonic() < give_up
            self.done()

    @property
    def page(self) -> str:
        return type(self.till.state.visit).__name__

    @property
    def state(self) -> State:
        return self.till.state

    def check_books(self) -> None:
        """The equation over all that is on the disk (design.md 4.3)."""
        books = Books()
        if self.ledger.memory.attempt is not None:
            books.remember(self.ledger.memory)
        for fact in self.ledger.committed:
            books.take(fact)
        books.check()


@pytest.fixture
def desk() -> Iterator[Desk]:
    made = Desk()
    yield made
    made.till.stop()
    assert made.till._thread is None or not made.till._thread.is_alive()
    made.check_books()


# ---- the order -----------------------------------------------------------------------------------------------------


def test_facts_then_promise_then_commands_for_a_whole_payment(desk: Desk) -> None:
    desk.start().at_cash()
    stacked = ev.NoteStacked(Fen(5000))
    desk.ledger.watched.append(stacked.promise)
    desk.take(ev.NoteEscrowed(Fen(5000)))
    assert desk.diary[:2] == ["fact NoteIntended", "stack"], "the intent is on the disk before the order"
    desk.till.post(stacked)
    assert stacked.promise.wait(DEADLINE_S)
    assert desk.diary[2] == "fact NoteStacked"
    desk.ledger.watched.clear()
    desk.take(ev.FinishPressed())
    assert [line for line in desk.diary if line in ("fact PaymentAccepted", "wake K0001-1")] == [
        "fact PaymentAccepted",
        "wake K0001-1",
    ]
    desk.take(answered("K0001-1", posted("K0001-1")))
    assert desk.diary.index("fact ReceiptStarted") < desk.diary.index("print")
    assert desk.diary.index("fact PaymentPosted") < desk.diary.index("follow K0001-1 C-K0001-1")


def test_the_ledger_is_used_in_the_tills_thread_alone(desk: Desk) -> None:
    desk.start().at_cash().take(ev.NoteEscrowed(Fen(5000)), ev.NoteStacked(Fen(5000)))
    assert desk.ledger.threads == {"till"}


def test_a_returned_note_is_acknowledged_once_it_is_on_the_disk(desk: Desk) -> None:
    desk.start().at_cash().take(ev.NoteEscrowed(Fen(5000)))
    returned = ev.NoteReturned(Fen(5000))
    desk.ledger.watched.append(returned.promise)
    desk.take(returned)
    assert returned.promise.kept
    assert "fact NoteReturned" in desk.diary


def test_what_was_posted_before_the_start_is_taken_after_it(desk: Desk) -> None:
    desk.till.post(ok(Device.ACCEPTOR))
    desk.till.post(ev.AcceptorIdentified("SM", "S1", "1.0", NOTES))
    desk.start()
    assert desk.state.terminal.acceptor.usable
    assert desk.page == "Home"


# ---- when the disk fails -------------------------------------------------------------------------------------------


def test_m10_when_the_credit_cannot_be_written_nothing_is_acknowledged_and_the_slot_closes(desk: Desk) -> None:
    desk.start().at_cash().take(ev.NoteEscrowed(Fen(5000)))
    desk.diary.clear()
    desk.ledger.fails = StorageError("the disk is full")
    stacked = ev.NoteStacked(Fen(5000))
    desk.take(stacked)
    assert not stacked.promise.kept
    assert desk.page == "OutOfService"
    assert desk.diary == ["stop_accepting"], "the note is stacking: it is not told to come back"
    assert desk.state.terminal.storage_failed == "the disk is full"
    assert not any(type(fact).__name__ == "NoteStackedFact" for fact in desk.ledger.committed)


def test_m10_when_the_intent_cannot_be_written_the_note_goes_back(desk: Desk) -> None:
    desk.start().at_cash()
    desk.ledger.fails = StorageError("EIO")
    desk.take(ev.NoteEscrowed(Fen(5000)))
    assert desk.diary == ["stop_accepting", "return_note"]
    assert desk.state.terminal.intent is None, "the state of the step that failed is discarded"


def test_m10_after_a_storage_error_nothing_is_kept_although_the_disk_seems_well_again(desk: Desk) -> None:
    desk.start().at_cash().take(ev.NoteEscrowed(Fen(5000)))
    desk.ledger.fails = StorageError("EIO")
    desk.take(ev.NoteStacked(Fen(5000)))
    desk.ledger.fails = None
    committed = list(desk.ledger.committed)
    again, back = ev.NoteStacked(Fen(5000)), ev.NoteReturned(Fen(5000))
    desk.take(again, back, ev.NoteEscrowed(Fen(1000)), ev.FinishPressed(), ev.HomePressed(), ev.CashChosen())
    assert not again.promise.kept
    assert not back.promise.kept
    assert desk.page == "OutOfService"
    assert desk.diary.count("stack") == 1, "only the one from before"
    assert not [fact for fact in desk.ledger.committed[len(committed) :] if isinstance(fact, PaymentAccepted)]


def test_a_ledger_that_cannot_be_opened_is_out_of_service_with_its_reason(desk: Desk) -> None:
    def fail() -> Ledger:
        raise StorageError("it belongs to another terminal")

    desk.start(fail)
    assert desk.page == "OutOfService"
    stacked = ev.NoteStacked(Fen(5000))
    desk.take(*Play.devices_up(), ev.ServiceChosen(Service.PAY_BILL), stacked)
    assert desk.page == "OutOfService"
    assert not stacked.promise.kept
    with pytest.raises(StorageError, match="it belongs to another terminal"):
        desk.till.ask(lambda _: 1, FakeLedger).result(DEADLINE_S)


def test_a_bug_while_the_ledger_is_opened_does_not_end_the_loop(desk: Desk) -> None:
    def fail() -> Ledger:
        raise RuntimeError("a bug")

    desk.start(fail)
    assert desk.page == "OutOfService"
    desk.take(ev.Touched())


def test_the_first_commit_may_fail_too(desk: Desk) -> None:
    desk.ledger.memory = Recollection(5, open_visits=(interrupted("v1"),))
    desk.ledger.fails = StorageError("read-only")
    desk.start()
    assert desk.page == "OutOfService"
    assert desk.till.next_kiosk_seq == 5
    assert not any(line.startswith("wake") for line in desk.diary)


# ---- bugs ----------------------------------------------------------------------------------------------------------


def test_a_bug_in_a_step_closes_the_slot_and_acknowledges_nothing(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    desk.start().at_cash().take(ev.NoteEscrowed(Fen(5000)))
    desk.diary.clear()

    def wrong(state: State, event: ev.Event, moment: Moment) -> Decision:
        if isinstance(event, ev.NoteStacked):
            raise KeyError("a bug")
        return step(state, event, moment)

    monkeypatch.setattr("kiosk.till.step", wrong)
    stacked = ev.NoteStacked(Fen(5000))
    desk.take(stacked)
    assert not stacked.promise.kept
    assert desk.diary == ["stop_accepting"]
    assert desk.page == "OutOfService"


@pytest.mark.parametrize("broken", ["stack", "show", "stop_accepting"])
def test_a_port_that_raises_takes_the_terminal_out_of_service_but_not_the_loop_with_it(desk: Desk, broken: str) -> None:
    desk.start().at_cash()
    desk.ports.raises = {broken, "show"}
    desk.take(ev.NoteEscrowed(Fen(5000)))
    assert desk.page == "OutOfService"
    assert "stop_accepting" in desk.diary
    stacked = ev.NoteStacked(Fen(5000))
    desk.take(stacked)
    assert not stacked.promise.kept


# ---- questions -----------------------------------------------------------------------------------------------------


def test_a_question_is_answered_in_the_tills_thread(desk: Desk) -> None:
    desk.start()
    asked = desk.till.ask(lambda ledger: (threading.current_thread().name, ledger is desk.ledger), FakeLedger)
    assert asked.result(DEADLINE_S) == ("till", True)


@pytest.mark.parametrize("problem", [ValueError("odd"), ZeroDivisionError()])
def test_a_question_that_raises_is_its_askers_problem(desk: Desk, problem: Exception) -> None:
    desk.start()

    def ask(_ledger: FakeLedger) -> None:
        raise problem

    with pytest.raises(type(problem)):
        desk.till.ask(ask, FakeLedger).result(DEADLINE_S)
    assert desk.page == "Home"
    desk.take(ev.Touched())


def test_m10_a_ledger_that_a_question_cannot_read_takes_the_terminal_out_of_service(desk: Desk) -> None:
    """Regression: settle's or the heartbeat's question found the disk broken, and the slot stayed open."""
    desk.start().at_cash().take(ev.NoteEscrowed(Fen(5000)), ev.NoteStacked(Fen(5000)))
    desk.diary.clear()

    def ask(_ledger: FakeLedger) -> None:
        raise StorageError("EIO")

    for _ in range(2):
        with pytest.raises(StorageError, match="EIO"):
            desk.till.ask(ask, FakeLedger).result(DEADLINE_S)
    assert desk.page == "OutOfService"
    assert desk.state.terminal.storage_failed == "EIO"
    assert desk.diary == ["stop_accepting", "return_note"], "once"
    [shown] = [view.body for view in desk.ports.views if isinstance(view.body, OutOfServiceView)]
    assert shown.held == 5000, "the customer is told what is inside"


def test_a_question_whose_asker_gave_up_is_not_asked_and_does_not_end_the_loop(desk: Desk) -> None:
    """Regression: the answer to a cancelled future raised in the till's thread and ended it."""
    given_up = desk.till.ask(lambda ledger: ledger.diary.append("asked"), FakeLedger)
    assert given_up.cancel()
    desk.start().take(ev.Touched())
    assert "asked" not in desk.diary
    assert desk.page == "Home"


def test_a_question_given_up_before_a_ledger_was_found_unusable_does_not_end_the_loop(desk: Desk) -> None:
    def fail() -> Ledger:
        raise StorageError("gone")

    assert desk.till.ask(lambda _: None, FakeLedger).cancel()
    desk.start(fail).take(ev.Touched())
    assert desk.page == "OutOfService"


# ---- time and numbers ----------------------------------------------------------------------------------------------


def test_time_passes_by_the_given_clock(desk: Desk) -> None:
    desk.start().take(*Play.devices_up(), ev.ServiceChosen(Service.PAY_BILL))
    desk.clock.now_s += POLICY.waits.idle - 0.5
    desk.done()
    assert desk.page == "EnterNumber"
    desk.clock.now_s += 1.0
    desk.until(lambda: desk.page == "Home")


def test_a_time_out_with_money_inside_pays_what_is_in(desk: Desk) -> None:
    desk.start().at_cash().take(ev.NoteEscrowed(Fen(5000)), ev.NoteStacked(Fen(5000)))
    desk.clock.now_s += POLICY.waits.next_note + 0.5
    desk.until(lambda: desk.page == "ConfirmPayer")
    desk.clock.now_s += POLICY.waits.confirm_payer + 0.5
    desk.until(lambda: desk.page == "ShowResult")
    payments = [fact for fact in desk.ledger.committed if isinstance(fact, PaymentAccepted)]
    assert [payment.amount for payment in payments] == [5000]


def test_the_number_of_a_payment_grows_by_payments_alone(desk: Desk) -> None:
    desk.ledger.memory = Recollection(next_kiosk_seq=41)
    desk.start()
    for expected in (41, 42):
        assert desk.till.next_kiosk_seq == expected
        desk.at_cash().take(ev.NoteEscrowed(Fen(5000)), ev.NoteStacked(Fen(5000)), ev.NoteEscrowed(Fen(1000)))
        desk.take(ev.NoteReturned(Fen(1000)))
        assert desk.till.next_kiosk_seq == expected
        desk.take(ev.FinishPressed(), answered(f"K0001-{expected}", posted(f"K0001-{expected}")))
        desk.take(ev.FinishPressed())
    payments = [fact for fact in desk.ledger.committed if isinstance(fact, PaymentAccepted)]
    assert [(payment.kiosk_seq, payment.payment_id) for payment in payments] == [(41, "K0001-41"), (42, "K0001-42")]


def test_interrupted_visits_become_one_payment_each_with_numbers_of_their_own(desk: Desk) -> None:
    desk.start(lambda: desk.ledger)
    visits = (interrupted("v1"), interrupted("v2"))
    other = Desk()
    other.ledger.memory = Recollection(next_kiosk_seq=7, open_visits=visits)
    other.start()
    payments = [fact for fact in other.ledger.committed if isinstance(fact, PaymentAccepted)]
    assert [payment.kiosk_seq for payment in payments] == [7, 8]
    assert other.till.next_kiosk_seq == 9
    other.till.stop()


# ---- the end -------------------------------------------------------------------------------------------------------


def test_stop_takes_what_was_posted_before_it_and_may_be_called_twice() -> None:
    desk = Desk().start().at_cash().take(ev.NoteEscrowed(Fen(5000)))
    stacked = ev.NoteStacked(Fen(5000))
    desk.till.post(stacked)
    desk.till.stop()
    desk.till.stop()
    assert stacked.promise.kept
    assert desk.ledger.closed, "the next process may open the storage"
    desk.check_books()


def test_stop_before_the_start_is_harmless() -> None:
    Desk().till.stop()


# ---- cards ---------------------------------------------------------------------------------------------------------

APPROVAL = CardApproval(Fen(5000), "29001006", "0019", "000265", "891500", "1234", "UnionPay")


def in_a_sale(desk: Desk) -> ev.CardApproved:
    """A terminal that was cut off in a sale; and the approval that comes now, watched by the ledger."""
    attempt = CardAttempt("a-card", "000001", Fen(5000), "29001006", None, "2026-11-22T04:00:00+08:00")
    visit = replace(interrupted("v1"), notes=())
    desk.ledger.memory = replace(EMPTY, open_visits=(visit,), attempt=OpenAttempt(attempt, "v1"), next_card_seq=2)
    desk.start()
    event = ev.CardApproved("a-card", APPROVAL)
    desk.ledger.watched.append(event.promise)
    return event


def test_m6_an_approval_of_no_attempt_keeps_no_promise(desk: Desk) -> None:
    desk.start()
    event = ev.CardApproved("nobody", APPROVAL)
    desk.take(event)
    assert not event.promise.kept


def test_m6_the_promise_of_an_approval_is_kept_once_it_is_on_the_disk(desk: Desk) -> None:
    event = in_a_sale(desk)
    desk.take(event)
    assert event.promise.kept
    assert desk.diary[-1] == "fact CardHeld"


def test_m10_no_promise_of_an_approval_is_kept_when_the_disk_fails(desk: Desk) -> None:
    event = in_a_sale(desk)
    desk.ledger.fails = StorageError("EIO")
    desk.take(event)
    assert not event.promise.kept
    assert "cancel" in desk.diary


@pytest.mark.parametrize("command", VERBS)
def test_every_command_has_a_verb(command: type) -> None:
    assert command in get_args(Command)
    assert len(VERBS) == len(get_args(Command))

"""A visit played without threads, screens or disks: events in, facts, commands and pages out, the equation checked."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from typing import Any, cast

from kiosk.accounts import AccountKind, AccountRef
from kiosk.card import CardApproval, CardIdentity, CardProblem, CardReference
from kiosk.central_answers import AccountFound, PaymentProgress, Posted, PostingAnswer
from kiosk.commands import Command
from kiosk.device_status import Device, DeviceState, DeviceStatus
from kiosk.events import (
    AcceptorIdentified,
    AccountLookedUp,
    AmountChosen,
    CardApproved,
    CardChosen,
    CardNotCharged,
    CardResolved,
    CardTerminalReady,
    CashChosen,
    ConfirmPressed,
    DeviceStatusChanged,
    DigitPressed,
    Event,
    NoteEscrowed,
    NoteStacked,
    NotesWhereaboutsKnown,
    PaymentAnswered,
    PaymentsAnswered,
    ServiceChosen,
    Started,
    TimePassed,
)
from kiosk.facts import (
    AnyFact,
    CardAttempted,
    CardCharged,
    CardHeld,
    CardReversalFailed,
    CardReversalIntended,
    CardReversed,
    CardSettledFact,
    CardUncharged,
    CardUndecided,
    NoteDoubted,
    NoteFound,
    NoteIntended,
    NoteReturnedFact,
    NoteSettled,
    NoteStackedFact,
    PaymentAccepted,
    PaymentDoubted,
    PaymentOwed,
    PaymentPosted,
    PaymentSettled,
    VisitClosed,
    VisitOpened,
)
from kiosk.flow import Decision, Moment, State, Terminal, next_deadline, step
from kiosk.flow.screens import view
from kiosk.money import Fen
from kiosk.policy import Policy
from kiosk.recollection import EMPTY, Recollection
from kiosk.views import View
from kiosk.visit_types import Reopening, Service, ServiceState, SmsState

NUMBER = "13800135678"
ACCOUNT = AccountRef(AccountKind.MOBILE, NUMBER)
NOTES = frozenset(Fen(value) for value in (500, 1000, 2000, 5000, 10000))
ARREARS = Fen(18240)
FOUND = AccountFound("张*", ARREARS, Fen(0), ServiceState.SUSPENDED_ONE_WAY, sms_reachable=True)
POLICY = Policy(
    kiosk_id="K0001",
    hall="示范营业厅",
    terminal="3 号终端",
    service_phone="10086",
    demo=True,
    denominations=NOTES,
    round_sums=(Fen(3000), Fen(5000), Fen(10000)),
    minimum_payment=Fen(1000),
    maximum_payment=Fen(50000),
    visit_limit=Fen(60000),
    visit_notes=20,
    offline_number_limit=Fen(30000),
    offline_terminal_limit=Fen(100000),
)


def ok(device: Device) -> DeviceStatusChanged:
    return DeviceStatusChanged(DeviceStatus(device, DeviceState.ONLINE))


def answered(payment_id: str, answer: PostingAnswer) -> PaymentsAnswered:
    return PaymentsAnswered((PaymentAnswered(payment_id, answer),))


def posted(payment_id: str) -> Posted:
    progress = PaymentProgress(1, SmsState.WAITING, Reopening.PENDING)
    return Posted(f"C-{payment_id}", "R-1", "2026-11-21T20:59:00+08:00", Fen(0), progress)


@dataclass
class Books:
    """The conservation equation, kept by hand from the facts alone (design.md 4.3)."""

    notes: dict[str, str] = field(default_factory=dict)  # note_id → intended | stacked | returned | in_doubt
    value: dict[str, int] = field(default_factory=dict)
    visit: dict[str, str | None] = field(default_factory=dict)
    payments: dict[str, tuple[str, int]] = field(default_factory=dict)  # payment_id → (status, amount)
    paid: set[str] = field(default_factory=set)  # notes covered by a payment
    open_visits: set[str] = field(default_factory=set)
    attempts: dict[str, str] = field(default_factory=dict)  # attempt_id → open | undecided | charged | closed | back…
    charge: dict[str, int] = field(default_factory=dict)  # attempt_id → ordered, fen
    charge_visit: dict[str, str] = field(default_factory=dict)
    charge_paid: dict[str, str] = field(default_factory=dict)  # attempt_id → payment_id
    covers: dict[str, list[str]] = field(default_factory=dict)  # payment_id → its notes
    credits: dict[str, list[str]] = field(default_factory=dict)  # payment_id that is to come → notes that persons credited
    late: set[str] = field(default_factory=set)  # notes whose evidence came after their visit had ended: for a person

    def remember(self, memory: Recollection) -> None:
        """What an earlier process has left open."""
        for visit in memory.open_visits:
            self.open_visits.add(visit.visit_id)
            for note in visit.notes:
                self.notes[note.note_id], self.value[note.note_id] = "stacked", note.denomination
                self.visit[note.note_id] = visit.visit_id
        if memory.attempt is not None:
            one = memory.attempt.attempt
            self.attempts[one.attempt_id] = "undecided" if memory.attempt.undecided else "open"
            self.charge[one.attempt_id], self.charge_visit[one.attempt_id] = one.amount, memory.attempt.visit_id
        for reversal in memory.reversals:
            self.attempts[reversal.card.attempt_id] = "reversing"

    def take(self, fact: AnyFact) -> None:
        match fact:
            case VisitOpened():
                self.open_visits.add(fact.visit_id)
            case VisitClosed():
                self.open_visits.remove(fact.visit_id)
                waiting = [one for one, state in self.attempts.items() if state in ("open", "undecided", "charged")]
                unpaid = [one for one in waiting if one not in self.charge_paid]
                assert all(self.charge_visit[one] != fact.visit_id for one in unpaid), "a visit with an open charge ends"
            case NoteIntended():
                assert fact.note_id not in self.notes
                assert fact.visit_id in self.open_visits
                self.notes[fact.note_id] = "intended"
                self.value[fact.note_id], self.visit[fact.note_id] = fact.denomination, fact.visit_id
            case NoteStackedFact():
                if self.notes.get(fact.note_id) == "settled":
                    return  # persons were faster: it credits nobody
                assert self.notes.get(fact.note_id, "intended") in ("intended", "in_doubt"), "a note is credited once"
                if fact.visit_id is not None and fact.visit_id not in self.open_visits:
                    assert self.notes[fact.note_id] == "in_doubt", "only late evidence of a doubt outlives a visit"
                    self.late.add(fact.note_id)
                self.notes[fact.note_id] = "stacked"
                self.value[fact.note_id], self.visit[fact.note_id] = fact.denomination, fact.visit_id
            case NoteReturnedFact():
                assert self.notes[fact.note_id] == "intended"
                self.notes[fact.note_id] = "returned"
            case NoteDoubted():
                self.notes[fact.note_id] = "in_doubt"
            case PaymentAccepted():
                credited = self.credits.pop(fact.payment_id, None)
                covered = self.held_notes(fact.visit_id) if credited is None else credited
                notes = sum(self.value[note] for note in covered)
                assert notes == sum(fact.notes)
                charged = self._charge_of(fact)
                assert fact.amount == notes + charged
                assert fact.tender == ("cash" if not charged else "mixed" if notes else "card")
                assert fact.payment_id not in self.payments
                self.paid.update(covered)
                self.covers[fact.payment_id] = covered
                self.payments[fact.payment_id] = ("queued", notes)
            case PaymentPosted() | PaymentOwed() | PaymentDoubted():
                status, amount = self.payments[fact.payment_id]
                assert status == "queued", "statuses only move forward"
                names = {PaymentPosted: "posted", PaymentOwed: "owed", PaymentDoubted: "in_doubt"}
                self.payments[fact.payment_id] = (names[type(fact)], amount)
            case NoteFound() | NoteSettled() | PaymentSettled():
                self._take_of_persons(fact)
            case _:
                self._take_of_card(fact)

    def _take_of_persons(self, fact: NoteFound | NoteSettled | PaymentSettled) -> None:
        if isinstance(fact, NoteFound):
            assert fact.note_id not in self.notes
            self.notes[fact.note_id], self.value[fact.note_id] = "in_doubt", fact.denomination
            self.visit[fact.note_id] = fact.visit_id
            return
        assert fact.first != fact.second, "it takes two"
        covered: list[str] = []
        if isinstance(fact, NoteSettled):
            assert self.notes[fact.note_id] in ("in_doubt", "stacked"), "settled once"
            assert self.visit[fact.note_id] not in self.open_visits
            assert fact.note_id not in self.paid
            self.notes[fact.note_id], covered = "settled", [fact.note_id]
        else:
            status, amount = self.payments[fact.payment_id]
            assert status in ("owed", "in_doubt"), "settled once"
            self.payments[fact.payment_id] = ("settled", 0 if fact.credited_as else amount)
            covered = self.covers[fact.payment_id]
        if fact.credited_as:
            self.credits[fact.credited_as] = covered

    def _charge_of(self, fact: PaymentAccepted) -> int:
        if fact.card is None:
            return 0
        attempt = fact.card.attempt_id
        assert self.attempts[attempt] == "charged"
        assert attempt not in self.charge_paid, "a charge is credited once"
        assert self.charge_visit[attempt] == fact.visit_id
        assert self.charge[attempt] == fact.card.amount
        self.charge_paid[attempt] = fact.payment_id
        return self.charge[attempt]

    def _take_of_card(self, fact: AnyFact) -> None:
        match fact:
            case CardAttempted():
                assert not [one for one, state in self.attempts.items() if state in ("open", "undecided", "reversing")]
                assert fact.attempt_id not in self.attempts
                assert fact.visit_id in self.open_visits
                assert fact.amount > 0
                self.attempts[fact.attempt_id], self.charge[fact.attempt_id] = "open", fact.amount
                self.charge_visit[fact.attempt_id] = fact.visit_id
            case CardHeld():
                assert self.attempts[fact.attempt_id] == "open"
                assert fact.approval.amount == self.charge[fact.attempt_id]
            case CardCharged():
                assert self.attempts[fact.attempt_id] in ("open", "undecided")
                assert fact.approval.amount == self.charge[fact.attempt_id]
                self.attempts[fact.attempt_id] = "charged"
            case CardUncharged() | CardUndecided():
                assert self.attempts[fact.attempt_id] == "open"
                self.attempts[fact.attempt_id] = "closed" if isinstance(fact, CardUncharged) else "undecided"
            case CardSettledFact():
                assert self.attempts[fact.attempt_id] in ("open", "undecided", "reversing")
                if self.attempts[fact.attempt_id] == "reversing" or not fact.charged:
                    self.attempts[fact.attempt_id] = "settled"
            case CardReversalIntended():
                assert self.attempts[fact.attempt_id] == "charged"
                assert self.payments[self.charge_paid[fact.attempt_id]][0] == "owed"
                self.attempts[fact.attempt_id] = "reversing"
            case CardReversed() | CardReversalFailed():
                assert self.attempts[fact.attempt_id] == "reversing"
                self.attempts[fact.attempt_id] = "back" if isinstance(fact, CardReversed) else "owed"
            case _:
                pass

    def held_notes(self, visit_id: str) -> list[str]:
        return [
            note
            for note, state in self.notes.items()
            if state == "stacked" and self.visit[note] == visit_id and note not in self.paid
        ]

    def totals(self) -> dict[str, int]:
        sums: Counter[str] = Counter()
        for note, state in self.notes.items():
            if state in ("in_doubt", "settled") and note not in self.paid:
                sums[state] += self.value[note]
            elif state == "stacked" and note not in self.paid and self.visit[note] not in self.open_visits:
                sums["unassigned"] += self.value[note]
            elif state == "stacked" and note not in self.paid:
                sums["held_in_visit"] += self.value[note]
        for status, amount in self.payments.values():
            sums[status] += amount
        return dict(sums)

    def stacked(self) -> int:
        return sum(self.value[note] for note, state in self.notes.items() if state in ("stacked", "in_doubt", "settled"))

    def check(self) -> None:
        uncredited = [one for one, state in self.attempts.items() if state == "charged" and one not in self.charge_paid]
        assert not uncredited, "a charge without credit"
        assert not self.credits, "a credit without its payment"
        assert self.stacked() == sum(self.totals().values()), (self.stacked(), self.totals())


class Play:
    """Plays events against the flow. ``facts`` and ``commands`` are those of the last call of ``take``."""

    def __init__(self, policy: Policy = POLICY) -> None:
        self.state = State(Terminal(policy))
        self.books = Books()
        self.now = 1000.0
        self.seq = 1
        self.ids = 0
        self.facts: list[AnyFact] = []
        self.commands: list[Command] = []
        self.refused: list[str] = []
        self.history: list[AnyFact] = []
        self.news: list[AnyFact] = []  # for halls, of all steps

    def take(self, *events: Event) -> "Play":
        self.facts, self.commands, self.refused = [], [], []
        for event in events:
            self._take(event)
        return self

    def _take(self, event: Event) -> Decision:
        self.ids += 1
        moment = Moment("2026-11-21T20:58:44+08:00", self.now, f"id{self.ids}", self.seq)
        decision = step(self.state, event, moment)
        for fact in decision.facts:
            self.books.take(fact)
            self.seq += isinstance(fact, PaymentAccepted)
        self.books.check()
        self.state = decision.state
        self.facts += decision.facts
        self.history += decision.facts
        self.news += decision.later
        self.commands += decision.commands
        if decision.refused:
            self.refused.append(decision.refused)
        return decision

    def wait(self, seconds: float) -> "Play":
        """Let time pass: every deadline on the way fires at its own moment."""
        until = self.now + seconds
        self.facts, self.commands, self.refused = [], [], []
        while (deadline := next_deadline(self.state)) is not None and deadline <= until:
            self.now = deadline
            self._take(TimePassed())
        self.now = until
        return self

    # ---- shortcuts to a place in a visit ---------------------------------------------------------------------------

    def at_home(self, memory: Recollection = EMPTY) -> "Play":
        self.seq = memory.next_kiosk_seq
        self.take(Started(memory), *self.devices_up())
        return self

    @staticmethod
    def devices_up() -> Iterable[Event]:
        yield ok(Device.ACCEPTOR)
        yield AcceptorIdentified("SM", "S1", "1.0", NOTES)
        yield NotesWhereaboutsKnown()
        yield ok(Device.PRINTER)

    def typed(self, number: str = NUMBER) -> "Play":
        return self.take(*(DigitPressed(digit) for digit in number))

    def at_number(self) -> "Play":
        return self.at_home().take(ServiceChosen(Service.PAY_BILL))

    def at_amount(self, found: AccountFound = FOUND) -> "Play":
        self.at_number().typed().take(ConfirmPressed())
        return self.take(AccountLookedUp(ACCOUNT, found))

    def at_method(self, amount: Fen = ARREARS) -> "Play":
        return self.at_amount().take(AmountChosen(amount))

    def at_cash(self) -> "Play":
        return self.at_method().take(CashChosen())

    def note(self, denomination: int) -> "Play":
        """One note all the way into the box."""
        return self.take(NoteEscrowed(Fen(denomination)), NoteStacked(Fen(denomination)))

    # ---- by card -----------------------------------------------------------------------------------------------------

    def with_card_terminal(self) -> "Play":
        return self.take(*self.card_up())

    @staticmethod
    def card_up(last: CardReference | None = None) -> Iterable[Event]:
        yield ok(Device.CARD)
        yield CardTerminalReady(CardIdentity("29001006", "", "PT", "1"), last)

    def at_card(self) -> "Play":
        """The sale is ordered."""
        return self.at_method().with_card_terminal().take(CardChosen())

    @property
    def attempt_id(self) -> str:
        assert self.state.terminal.attempt is not None
        return self.state.terminal.attempt.attempt.attempt_id

    def approval(self) -> CardApproval:
        """What an honest terminal would say of the open attempt."""
        assert self.state.terminal.attempt is not None
        attempt = self.state.terminal.attempt.attempt
        number = self.state.terminal.next_card_seq
        return CardApproval(
            attempt.amount, attempt.terminal_id, f"{number:04d}", f"{number:06d}", "891500", "1234", "UnionPay"
        )

    def aimed(self, event: Event) -> Event:
        """A card event for attempt "x" is one for whatever is open: the attempt, or else the first reversal."""
        if getattr(event, "attempt_id", "") != "x":
            return event
        aimed: Any = event
        if self.state.terminal.attempt is not None:
            aimed = replace(aimed, attempt_id=self.attempt_id)
            if aimed.__class__ in (CardApproved, CardResolved):
                aimed = replace(aimed, approval=self.approval())
        for reversal in self.state.terminal.reversals[:1]:
            aimed = replace(aimed, attempt_id=reversal.card.attempt_id)
        return cast(Event, aimed)

    def refused_card(self, problem: CardProblem = CardProblem.FUNDS) -> "Play":
        return self.take(CardNotCharged(self.attempt_id, problem, "33"))

    def approved(self) -> "Play":
        return self.take(CardApproved(self.attempt_id, self.approval()))

    def with_notes(self, *denominations: int) -> "Play":
        self.at_cash()
        for denomination in denominations:
            self.note(denomination)
        return self

    # ---- what to look at -------------------------------------------------------------------------------------------

    @property
    def page(self) -> str:
        return type(self.state.visit).__name__

    @property
    def view(self) -> View:
        return view(self.state, self.now)

    def names(self) -> list[str]:
        """The names of the facts of the last call, in order."""
        return [type(fact).__name__.removesuffix("Fact") for fact in self.facts]

    def orders(self) -> list[str]:
        """The names of the commands of the last call, in order."""
        return [type(command).__name__ for command in self.commands]

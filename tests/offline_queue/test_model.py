"""M18: random histories of facts, restarts and kills. A plain model says what the ledger must hold."""

import shutil
import tempfile
from pathlib import Path

from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import Bundle, RuleBasedStateMachine, consumes, invariant, rule

from kiosk import facts
from kiosk.facts import AnyFact
from kiosk.money import Fen
from offline_queue.balances import Balances
from tests.offline_queue.support import (
    KIOSK,
    Home,
    accepted,
    check_conservation,
    closed,
    intended,
    mobile,
    opened,
    posted,
    stacked,
)

DENOMINATIONS = st.sampled_from([100, 500, 1000, 2000, 5000, 10000])


class LedgerModel(RuleBasedStateMachine):
    """Buckets are kept by hand here, moved by each rule as design.md 4.3 words it; the ledger computes them from rows."""

    visits = Bundle("visits")
    intents = Bundle("intents")
    notes = Bundle("notes")
    queued = Bundle("queued")

    def __init__(self) -> None:
        super().__init__()
        self.root = Path(tempfile.mkdtemp(prefix="ledger-model-"))
        self.home = Home(self.root)
        self.ledger = self.home.open()
        self.ids = 0
        self.seq = 0
        self.held: dict[str, dict[str, int]] = {}  # open visit → its uncovered notes
        self.buckets = dict.fromkeys(Balances.__struct_fields__, 0)

    def fresh(self) -> str:
        self.ids += 1
        return f"id-{self.ids}"

    def add(self, **changes: int) -> None:
        for name, amount in changes.items():
            self.buckets[f"{name}_fen"] += amount

    @rule(target=visits)
    def open_visit(self) -> str:
        visit = self.fresh()
        self.ledger.commit([opened(visit, mobile(self.ids))])
        self.held[visit] = {}
        return visit

    @rule(target=intents, visit=visits, denomination=DENOMINATIONS)
    def intend(self, visit: str, denomination: int) -> tuple[str, str, int]:
        note = self.fresh()
        if visit in self.held:
            self.ledger.commit([intended(note, visit, denomination)])
            return note, visit, denomination
        return "", visit, denomination

    @rule(target=notes, intent=consumes(intents), seen=st.none() | DENOMINATIONS)
    def stack(self, intent: tuple[str, str, int], seen: int | None) -> str:
        note, visit, denomination = intent
        if not note:
            return ""
        value = seen or denomination
        self.ledger.commit([stacked(note, visit, value)])
        if visit in self.held:
            self.held[visit][note] = value
            self.add(stacked=value, held_in_visit=value)
        else:
            self.add(stacked=value, unassigned=value)
        return note

    @rule(intent=consumes(intents))
    def give_back(self, intent: tuple[str, str, int]) -> None:
        if intent[0]:
            self.ledger.commit([facts.NoteReturnedFact(intent[0]), facts.NoteReturnedFact(intent[0])])

    @rule(intent=consumes(intents))
    def lose(self, intent: tuple[str, str, int]) -> None:
        note, _, denomination = intent
        if note:
            self.ledger.commit([facts.NoteDoubted(note, "nobody knows")])
            self.add(stacked=denomination, in_doubt=denomination)

    @rule(denomination=DENOMINATIONS)
    def stack_for_nobody(self, denomination: int) -> None:
        self.ledger.commit([stacked(self.fresh(), None, denomination)])
        self.add(stacked=denomination, unassigned=denomination)

    @rule(note=notes)
    def repeat_report(self, note: str) -> None:
        if note:
            self.ledger.commit([facts.StackedReportRepeated(note)])

    @rule(note=consumes(notes))
    def fish_out(self, note: str) -> None:
        visit = next((visit for visit, held in self.held.items() if note in held), None)
        if visit is not None:
            value = self.held[visit].pop(note)
            self.ledger.commit([facts.NoteDoubted(note, "cheated")])
            self.add(held_in_visit=-value, in_doubt=value)

    @rule(target=queued, visit=visits, end=st.booleans())
    def pay(self, visit: str, end: bool) -> tuple[int, int]:
        held = self.held.get(visit)
        if not held:
            return 0, 0
        self.seq += 1
        account = next(found.account for found in self.ledger.recall().open_visits if found.visit_id == visit)
        payment = accepted(self.seq, visit, *held.values(), account=account)
        self.ledger.commit([payment, closed(visit)] if end else [payment])
        amount = sum(held.values())
        self.add(held_in_visit=-amount, queued=amount)
        self.held[visit] = {}
        if end:
            del self.held[visit]
        return self.seq, amount

    @rule(visit=visits)
    def leave(self, visit: str) -> None:
        if self.held.get(visit) == {}:
            self.ledger.commit([closed(visit)])
            del self.held[visit]

    @rule(payment=consumes(queued), answer=st.sampled_from(["posted", "owed", "in_doubt"]), again=st.booleans())
    def answer(self, payment: tuple[int, int], answer: str, again: bool) -> None:
        seq, amount = payment
        if not seq:
            return
        payment_id = f"{KIOSK}-{seq}"
        answers: dict[str, AnyFact] = {
            "posted": posted(seq),
            "owed": facts.PaymentOwed(payment_id, "account-not-found"),
            "in_doubt": facts.PaymentDoubted(payment_id, "idempotency-mismatch"),
        }
        self.ledger.commit([answers[answer]] * (2 if again else 1))
        self.add(queued=-amount, **{answer: amount})

    @rule(kill=st.booleans())
    def start_again(self, kill: bool) -> None:
        """With ``kill`` a transaction is under way when the connection goes."""
        if kill:
            self.ledger._connection.execute("BEGIN IMMEDIATE")
            self.ledger._connection.execute("UPDATE notes SET denomination_fen = 1")
        self.ledger.close()
        self.ledger = self.home.open()

    @invariant()
    def every_fen_is_where_the_model_says(self) -> None:
        assert self.ledger.balances() == Balances(**{name: Fen(amount) for name, amount in self.buckets.items()})
        check_conservation(self.ledger)

    @invariant()
    def recollection_agrees(self) -> None:
        memory = self.ledger.recall()
        assert memory.next_kiosk_seq == self.seq + 1
        found = {visit.visit_id: {note.note_id: note.denomination for note in visit.notes} for visit in memory.open_visits}
        assert found == self.held
        assert sum(payment.amount for payment in memory.unposted) == self.buckets["queued_fen"]

    def teardown(self) -> None:
        self.ledger.close()
        shutil.rmtree(self.root)


TestLedgerModel = LedgerModel.TestCase
TestLedgerModel.settings = settings(
    max_examples=60, stateful_step_count=40, deadline=None, suppress_health_check=[HealthCheck.too_slow]
)

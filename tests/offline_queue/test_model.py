"""M18: random histories of facts, restarts and kills. A plain model says what the ledger must hold.

Rules are drawn among those that can happen now, so that a history of fifty steps gets somewhere.
"""

import shutil
import tempfile
from collections import Counter
from pathlib import Path
from unittest import TestCase

import pytest
from hypothesis import HealthCheck, seed, settings, strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, precondition, rule, run_state_machine_as_test

from kiosk import facts
from kiosk.approval import How
from kiosk.facts import AnyFact
from kiosk.money import Fen
from kiosk.open_money import MAY_BECOME, OpenKind, Settlement
from offline_queue.balances import Balances
from tests.conftest import Tally
from tests.offline_queue.support import (
    KIOSK,
    Home,
    accepted,
    attempted,
    charged,
    check_conservation,
    closed,
    held,
    intended,
    mobile,
    opened,
    part,
    posted,
    stacked,
)

DENOMINATIONS = st.sampled_from([100, 500, 1000, 2000, 5000, 10000])
PICK = st.integers(0, 1000)  # which of those that there are
MOST_VISITS = 3
WORD: tuple[str, str, How, str] = ("0217", "0218", "present", "counted")


class LedgerModel(RuleBasedStateMachine):
    """Buckets are kept by hand here, moved by each rule as design.md 4.3 words it; the ledger computes them from rows."""

    def __init__(self) -> None:
        super().__init__()
        self.root = Path(tempfile.mkdtemp(prefix="ledger-model-"))
        self.home = Home(self.root)
        self.ledger = self.home.open()
        self.ids = 0
        self.seq = 0
        self.accounts: dict[str, int] = {}
        self.held: dict[str, dict[str, int]] = {}  # open visit → its uncovered notes
        self.intents: list[tuple[str, str, int]] = []  # note, visit, fen
        self.stacked: list[str] = []
        self.queued: list[tuple[int, int, int, int]] = []  # payment, cash fen, attempt (0: none), card fen
        self.charges: dict[str, tuple[int, int]] = {}  # open visit → attempt and fen of its uncovered charge
        self.attempt: tuple[int, str, int] | None = None  # the open one: number, visit, fen
        self.undecided = False
        self.attempts = 0
        self.owed_charges: list[tuple[int, int]] = []
        self.reversing: list[tuple[int, int]] = []
        self.buckets = dict.fromkeys(Balances.__struct_fields__, 0)
        self.doubts: list[tuple[str, str | None, int]] = []  # notes in doubt: note, visit, fen
        self.unassigned: list[tuple[str, str | None, int]] = []
        self.open_payments: dict[int, tuple[str, int, int, int]] = {}  # answered no: answer, cash fen, attempt, card fen
        self.back: dict[int, str] = {}  # attempt of an owed payment → under_way, returned, owed; missing: it stands
        self.payers: dict[int, str] = {}  # payment → visit
        self.payment_notes: dict[int, list[int]] = {}
        self.settled: list[tuple[str, str | None, int]] = []  # in doubt before
        self.found: set[str] = set()  # by hand
        self.fished: set[str] = set()  # with evidence, and out again

    def fresh(self) -> str:
        self.ids += 1
        return f"id-{self.ids}"

    def commit(self, *new: AnyFact) -> None:
        self.ledger.commit(new)

    def add(self, **changes: int) -> None:
        for name, amount in changes.items():
            self.buckets[f"{name}_fen"] += amount

    def is_charging(self, visit: str) -> bool:
        return self.attempt is not None and self.attempt[1] == visit

    # ---- visits and notes ----------------------------------------------------------------------------------------------

    @precondition(lambda self: len(self.held) < MOST_VISITS)
    @rule()
    def open_visit(self) -> None:
        visit = self.fresh()
        self.accounts[visit] = self.ids
        self.commit(opened(visit, mobile(self.ids)))
        self.held[visit] = {}

    @precondition(lambda self: self.held)
    @rule(pick=PICK, denomination=DENOMINATIONS)
    def intend(self, pick: int, denomination: int) -> None:
        note, visit = self.fresh(), sorted(self.held)[pick % len(self.held)]
        self.commit(intended(note, visit, denomination))
        self.intents.append((note, visit, denomination))

    @precondition(lambda self: self.intents)
    @rule(pick=PICK, seen=st.none() | DENOMINATIONS)
    def stack(self, pick: int, seen: int | None) -> None:
        note, visit, denomination = self.intents.pop(pick % len(self.intents))
        value = seen or denomination
        self.commit(stacked(note, visit, value))
        self.stacked.append(note)
        if visit in self.held:
            self.held[visit][note] = value
            self.add(stacked=value, held_in_visit=value)
        else:
            self.unassigned.append((note, visit, value))
            self.add(stacked=value, unassigned=value)

    @precondition(lambda self: self.intents)
    @rule(pick=PICK, lost=st.booleans())
    def give_back_or_lose(self, pick: int, lost: bool) -> None:
        note, visit, denomination = self.intents.pop(pick % len(self.intents))
        if lost:
            self.commit(facts.NoteDoubted(note, "nobody knows"))
            self.doubts.append((note, visit, denomination))
            self.add(stacked=denomination, in_doubt=denomination)
        else:
            self.commit(facts.NoteReturnedFact(note), facts.NoteReturnedFact(note))

    @rule(denomination=DENOMINATIONS, wanted=st.booleans())
    def stack_for_nobody(self, denomination: int, wanted: bool) -> None:
        note = self.fresh()
        if not wanted:  # and the device obeys
            self.commit(facts.NoteTurnedBack(note, None, Fen(denomination)))
            return
        self.commit(stacked(note, None, denomination))
        self.unassigned.append((note, None, denomination))
        self.add(stacked=denomination, unassigned=denomination)

    @precondition(lambda self: self.stacked)
    @rule(pick=PICK)
    def repeat_report(self, pick: int) -> None:
        self.commit(facts.StackedReportRepeated(self.stacked[pick % len(self.stacked)]))

    @precondition(lambda self: any(self.held.values()))
    @rule(pick=PICK)
    def fish_out(self, pick: int) -> None:
        inside = [(visit, note) for visit, notes in sorted(self.held.items()) for note in notes]
        visit, note = inside[pick % len(inside)]
        value = self.held[visit].pop(note)
        self.commit(facts.NoteDoubted(note, "cheated"))
        self.fished.add(note)
        self.doubts.append((note, visit, value))
        self.add(held_in_visit=-value, in_doubt=value)

    # ---- payments ------------------------------------------------------------------------------------------------------

    @precondition(lambda self: any(self.held.values()) or self.charges)
    @rule(pick=PICK, end=st.booleans())
    def pay(self, pick: int, end: bool) -> None:
        """All that a visit holds: notes, a charge, or both."""
        payers = sorted({visit for visit, notes in self.held.items() if notes} | self.charges.keys())
        visit = payers[pick % len(payers)]
        self.seq += 1
        notes, charge = list(self.held[visit].values()), self.charges.pop(visit, None)
        account = mobile(self.accounts[visit])
        payment = accepted(self.seq, visit, *notes, account=account, card=None if charge is None else part(*charge))
        end = end and not self.is_charging(visit)
        self.commit(payment, *([closed(visit)] if end else []))
        number, fen = charge or (0, 0)
        self.payers[self.seq], self.payment_notes[self.seq] = visit, notes
        self.queued.append((self.seq, sum(notes), number, fen))
        self.add(held_in_visit=-sum(notes), queued=sum(notes), card_held_in_visit=-fen, card_queued=fen)
        self.held[visit] = {}
        if end:
            del self.held[visit]

    @precondition(lambda self: any(self.may_leave(visit) for visit in self.held))
    @rule()
    def leave(self) -> None:
        visit = next(visit for visit in self.held if self.may_leave(visit))
        self.commit(closed(visit))
        del self.held[visit]

    def may_leave(self, visit: str) -> bool:
        return not self.held[visit] and visit not in self.charges and not self.is_charging(visit)

    @precondition(lambda self: self.queued)
    @rule(pick=PICK, answer=st.sampled_from(["posted", "owed", "owed", "in_doubt"]), again=st.booleans())
    def answer(self, pick: int, answer: str, again: bool) -> None:
        seq, cash, number, fen = self.queued.pop(pick % len(self.queued))
        payment_id = f"{KIOSK}-{seq}"
        answers: dict[str, AnyFact] = {
            "posted": posted(seq),
            "owed": facts.PaymentOwed(payment_id, "account-not-found"),
            "in_doubt": facts.PaymentDoubted(payment_id, "idempotency-mismatch"),
        }
        self.commit(*[answers[answer]] * (2 if again else 1))
        self.add(queued=-cash, **{answer: cash})
        self.add(card_queued=-fen, **{f"card_{answer}": fen})
        if answer != "posted":
            self.open_payments[seq] = (answer, cash, number, fen)
        if answer == "owed" and number:
            self.owed_charges.append((number, fen))

    # ---- cards -------------------------------------------------------------------------------------------------------

    @precondition(lambda self: self.attempt is None and self.held.keys() - self.charges.keys())
    @rule(pick=PICK, amount=st.integers(1, 20000))
    def begin_charge(self, pick: int, amount: int) -> None:
        free = sorted(self.held.keys() - self.charges.keys())
        self.attempts += 1
        self.attempt = (self.attempts, free[pick % len(free)], amount)
        self.undecided = False
        self.commit(attempted(*self.attempt))
        self.add(card_unclear=amount)

    @precondition(lambda self: self.attempt is not None)
    @rule(words=st.sets(st.sampled_from(["held", "doubted", "undecided"]), min_size=1), late=st.booleans())
    def hear_of_charge(self, words: set[str], late: bool) -> None:
        """None of it moves money. An approval may come in the middle of a doubt, but not when nobody is asked any more."""
        assert self.attempt is not None
        number, _, amount = self.attempt
        said: dict[str, AnyFact] = {
            "held": held(number, amount),
            "doubted": facts.CardDoubted(f"a{number}", "cut"),
            "undecided": facts.CardUndecided(f"a{number}", "no journal"),
        }
        order = ["doubted", "held", "undecided"] if late else ["held", "doubted", "undecided"]
        self.commit(*(said[word] for word in order if word in words and not (word == "held" and self.undecided)))
        self.undecided = self.undecided or "undecided" in words

    @precondition(lambda self: self.attempt is not None)
    @rule(by_persons=st.booleans())
    def charge(self, by_persons: bool) -> None:
        assert self.attempt is not None
        number, visit, amount = self.attempt
        word = [facts.CardSettledFact(f"a{number}", True, "wang", "li", "statement")] if by_persons else []
        self.commit(*word, charged(number, amount), charged(number, amount))
        self.charges[visit], self.attempt = (number, amount), None
        self.add(card_unclear=-amount, card_charged=amount, card_held_in_visit=amount)

    @precondition(lambda self: self.attempt is not None)
    @rule(by_persons=st.booleans())
    def do_not_charge(self, by_persons: bool) -> None:
        assert self.attempt is not None
        number, _, amount = self.attempt
        no = facts.CardUncharged(f"a{number}", "not_charged", "")
        word = facts.CardSettledFact(f"a{number}", False, "wang", "li", "statement")
        self.commit(*([word] if by_persons else [no, no]))
        self.attempt = None
        self.add(card_unclear=-amount)

    @precondition(lambda self: self.owed_charges)
    @rule()
    def take_back(self) -> None:
        charge = self.owed_charges.pop()
        self.commit(facts.CardReversalIntended(f"a{charge[0]}"), facts.CardReversalIntended(f"a{charge[0]}"))
        self.reversing.append(charge)
        self.back[charge[0]] = "under_way"

    @precondition(lambda self: self.reversing)
    @rule(end=st.sampled_from(["reversed", "failed", "went back", "stays owed", "late"]))
    def end_reversal(self, end: str) -> None:
        number, amount = self.reversing.pop()
        attempt = f"a{number}"
        gave_up = facts.CardSettledFact(attempt, True, "wang", "li", "statement")
        said: dict[str, list[AnyFact]] = {
            "reversed": [facts.CardReversed(attempt, "00")],
            "failed": [facts.CardReversalFailed(attempt, "B5")],
            "went back": [facts.CardSettledFact(attempt, False, "wang", "li", "statement")],
            "stays owed": [gave_up],
            "late": [gave_up, facts.CardReversed(attempt, "00")],
        }
        self.commit(*said[end])
        self.back[number] = "returned" if end in ("reversed", "went back", "late") else "owed"
        if end in ("reversed", "went back", "late"):
            self.add(card_owed=-amount, card_returned=amount)

    # ---- what persons decide -----------------------------------------------------------------------------------------

    def ended(self, open_notes: list[tuple[str, str | None, int]]) -> list[int]:
        return [place for place, (_, visit, _) in enumerate(open_notes) if visit not in self.held]

    @rule(
        what=st.sampled_from(["note", "payment", "found", "late"]),
        pick=PICK,
        outcome=st.sampled_from(list(MAY_BECOME[OpenKind.NOTE_IN_DOUBT])),
        denomination=DENOMINATIONS,
    )
    def persons_decide(self, what: str, pick: int, outcome: Settlement, denomination: int) -> None:
        """One rule for all of it: it must not crowd out the others."""
        if what == "found":
            self.find_note(denomination, pick)
        elif what == "late" and any(one[0] not in self.fished for one in self.settled):
            self.evidence_after_a_settlement(pick)
        elif what == "payment" and (self.decidable() or len(self.held) < MOST_VISITS):
            if not self.decidable():
                self.refuse_a_note(denomination)
            self.settle_payment(pick, pick % 2 == 0)
        elif self.ended(self.doubts) or self.ended(self.unassigned):
            self.settle_note(pick, outcome)

    def refuse_a_note(self, denomination: int) -> None:
        """A whole visit of one note, whose payment the centre refuses."""
        self.open_visit()
        visit = f"id-{self.ids}"
        self.intend(sorted(self.held).index(visit), denomination)
        self.stack(len(self.intents) - 1, None)
        payers = sorted({payer for payer, notes in self.held.items() if notes} | self.charges.keys())
        self.pay(payers.index(visit), True)
        self.answer(len(self.queued) - 1, "owed", False)

    def settle_note(self, pick: int, outcome: Settlement) -> None:
        bucket = "in_doubt" if self.ended(self.doubts) and (pick % 2 or not self.ended(self.unassigned)) else "unassigned"
        there = self.doubts if bucket == "in_doubt" else self.unassigned
        places = self.ended(there)
        note, visit, fen = there.pop(places[pick % len(places)])
        if visit is None and outcome is Settlement.CREDITED:
            outcome = Settlement.HANDED_OVER
        if outcome is Settlement.NOT_THERE and (bucket == "unassigned" or note in self.found):
            outcome = Settlement.COUNTERFEIT
        if bucket == "in_doubt" and note not in self.found:
            self.settled.append((note, visit, fen))
        if outcome is Settlement.CREDITED:
            assert visit is not None
            self.credit(facts.NoteSettled(note, outcome, f"{KIOSK}-{self.seq + 1}", *WORD), visit, [fen])
            self.add(**{bucket: -fen, "queued": fen})
        else:
            self.commit(facts.NoteSettled(note, outcome, "", *WORD))
            self.add(**{bucket: -fen, "settled": fen})

    def credit(self, word: facts.NoteSettled | facts.PaymentSettled, visit: str, notes: list[int]) -> None:
        self.seq += 1
        self.commit(word, accepted(self.seq, visit, *notes, account=mobile(self.accounts[visit])))
        self.payers[self.seq], self.payment_notes[self.seq] = visit, notes
        self.queued.append((self.seq, sum(notes), 0, 0))

    def decidable(self) -> list[int]:
        found = []
        for seq, (answer, cash, number, card) in sorted(self.open_payments.items()):
            back = self.back.get(number, "stands") if number else "none"
            is_moving = back == "under_way" or (back == "stands" and answer == "owed")
            if self.payers[seq] not in self.held and not is_moving and cash + (0 if back == "returned" else card):
                found.append(seq)
        return found

    def settle_payment(self, pick: int, credited: bool) -> None:
        seq = self.decidable()[pick % len(self.decidable())]
        answer, cash, number, card = self.open_payments.pop(seq)
        back = self.back.get(number, "stands") if number else "none"
        payment_id = f"{KIOSK}-{seq}"
        if credited and answer == "owed" and back in ("none", "returned"):
            word = facts.PaymentSettled(payment_id, Settlement.CREDITED, f"{KIOSK}-{self.seq + 1}", *WORD)
            self.credit(word, self.payers[seq], self.payment_notes[seq])
            self.add(owed=-cash, queued=cash)
            return
        outcome = Settlement.ALREADY_CREDITED if credited and answer == "in_doubt" else Settlement.HANDED_OVER
        self.commit(facts.PaymentSettled(payment_id, outcome, "", *WORD))
        self.add(**{answer: -cash, "settled": cash})
        if back != "returned":
            self.add(**{f"card_{answer}": -card, "card_settled": card})

    def find_note(self, denomination: int, pick: int) -> None:
        left = [visit for visit in sorted(self.accounts) if visit not in self.held]
        note, visit = self.fresh(), left[pick % len(left)] if left and pick % 3 else None
        self.commit(facts.NoteFound(note, Fen(denomination), visit, "0217", "in the path"))
        self.found.add(note)
        self.doubts.append((note, visit, denomination))
        self.add(stacked=denomination, in_doubt=denomination)

    def evidence_after_a_settlement(self, pick: int) -> None:
        """It is kept, and moves no fen."""
        late = [one for one in self.settled if one[0] not in self.fished]
        chosen = late[pick % len(late)]
        self.settled.remove(chosen)
        self.commit(stacked(*chosen), facts.CaseOpened("evidence_after_settlement", chosen[0]))
        self.stacked.append(chosen[0])

    # ---- the same in long strides, so that histories get far -----------------------------------------------------------

    @precondition(lambda self: self.attempt is None and len(self.held) < MOST_VISITS)
    @rule(amount=st.integers(1, 20000), note=st.none() | DENOMINATIONS, by_persons=st.booleans())
    def visit_with_a_card(self, amount: int, note: int | None, by_persons: bool) -> None:
        self.open_visit()
        visit = f"id-{self.ids}"
        if note is not None:
            self.intend(sorted(self.held).index(visit), note)
            self.stack(len(self.intents) - 1, None)
        self.begin_charge(sorted(self.held.keys() - self.charges.keys()).index(visit), amount)
        self.charge(by_persons)
        payers = sorted({payer for payer, notes in self.held.items() if notes} | self.charges.keys())
        self.pay(payers.index(visit), True)

    @precondition(lambda self: any(number for _, _, number, _ in self.queued))
    @rule(end=st.sampled_from(["", "reversed", "failed"]))
    def refuse_a_charge(self, end: str) -> None:
        self.answer(next(place for place, (_, _, number, _) in enumerate(self.queued) if number), "owed", False)
        self.take_back()
        if end:
            self.end_reversal(end)

    # ---- the process, and what must be true after each step --------------------------------------------------------------

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
        assert (memory.next_kiosk_seq, memory.next_card_seq) == (self.seq + 1, self.attempts + 1)
        found = {visit.visit_id: {note.note_id: note.denomination for note in visit.notes} for visit in memory.open_visits}
        assert found == self.held
        charges = {visit.visit_id: visit.card for visit in memory.open_visits if visit.card is not None}
        assert charges == {visit: part(*charge) for visit, charge in self.charges.items()}
        unposted = [(payment.payment_id, payment.amount, payment.card) for payment in memory.unposted]
        assert unposted == [
            (f"{KIOSK}-{seq}", cash + fen, part(number, fen) if number else None)
            for seq, cash, number, fen in sorted(self.queued)
        ]
        attempt = memory.attempt and (int(memory.attempt.attempt.ticket), memory.attempt.visit_id)
        assert attempt == (self.attempt and self.attempt[:2])
        assert memory.attempt is None or bool(memory.attempt.undecided) == self.undecided
        assert [reversal.card for reversal in memory.reversals] == [part(*charge) for charge in self.reversing]

    def teardown(self) -> None:
        self.ledger.close()
        shutil.rmtree(self.root)


class WholeLedgerModel(LedgerModel):
    """The same with more histories, for ``make proof``."""


def histories(model: type[LedgerModel], count: int) -> type[TestCase]:
    model.TestCase.settings = settings(
        max_examples=count, stateful_step_count=40, deadline=None, suppress_health_check=[HealthCheck.too_slow]
    )
    made: type[TestCase] = model.TestCase
    return made


TestLedgerModel = histories(LedgerModel, 15)
TestWholeLedgerModel = pytest.mark.long(pytest.mark.timeout(900)(histories(WholeLedgerModel, 60)))


def test_the_model_gets_somewhere(tally: Tally) -> None:
    """A model that reaches nothing proves nothing: each kind of payment, and each end of a charge, was in its histories."""
    reached: Counter[str] = Counter()

    class Counted(LedgerModel):
        def commit(self, *new: AnyFact) -> None:
            super().commit(*new)
            reached.update(getattr(fact, "tender", None) or type(fact).__name__ for fact in new)

    wanted = {kind.__name__ for kind in AnyFact.__args__ if kind.__name__.startswith("Card")}
    wanted |= {"NoteFound", "NoteSettled", "PaymentSettled", "cash", "card", "mixed"}
    wanted -= {"CardTerminalBound", "CardDayClosed"}
    for number in range(20):  # mostly one or two; which ones also depends on the modules that are loaded
        rounds = settings(max_examples=20, stateful_step_count=40, deadline=None, database=None)
        run_state_machine_as_test(seed(number)(Counted), settings=rounds)
        if wanted <= reached.keys():
            break
    assert wanted - reached.keys() == set()
    tally("facts of random histories", sum(reached.values()))

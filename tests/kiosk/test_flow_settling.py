"""Open money at the console, on a whole till with a real ledger: two persons decide, once; what comes late is a case; a new
process goes on between any two commits (issue 6.4; trust.md M2, M4, M5, M7, S4; field.md X9, X29)."""

from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from kiosk import acts, events as ev
from kiosk.accounts import mask
from kiosk.flow.box_states import SecondPerson
from kiosk.flow.settling import BUSY, MOVED
from kiosk.flow.states import Home, TakingCash
from kiosk.flow.word_state import WordStep
from kiosk.messages import Message
from kiosk.money import Fen
from kiosk.open_money import MAY_BECOME, OpenKind, OpenMoney, Settlement
from kiosk.paper import Pair, PrintOutcome, Text
from kiosk.settling_views import SettlingView
from kiosk.slip_check import check_code, sealed_text
from kiosk.staff_records import RecordsUnread
from kiosk.staff_views import ConsolePage
from kiosk.views import View
from offline_queue.inspection import inspect_database
from tests.kiosk.hands import FIRST, PEOPLE, PIN, SECOND, Hands
from tests.kiosk.model_core import PRINTER_FINE, PRINTER_GONE
from tests.kiosk.model_world import World
from tests.kiosk.play import FOUND, NUMBER
from tests.offline_queue.support import KIOSK, check_conservation

NOTE = Fen(10000)


class Hall(World):
    """A terminal whose devices work, and the customers of one morning."""

    def __init__(self, root: Path) -> None:
        super().__init__(root)
        self.hands = Hands(self, self.open_money)
        self.up()

    def up(self) -> None:
        self.device.connect()
        self.take(PRINTER_FINE)

    def restart(self) -> None:
        self.die(in_a_transaction=False)
        self.begin()
        self.up()

    def at_cash(self) -> None:
        self.begin_visit(NUMBER)
        self.take(ev.AccountLookedUp(self.looked_up.pop(), FOUND))
        self.choose(150)
        assert isinstance(self.state.visit, TakingCash)

    def leave(self) -> None:
        self.take(ev.FinishPressed())
        self.take(ev.FinishPressed())
        self.wait(100.0)
        assert isinstance(self.state.visit, Home)

    def doubt(self, *, in_box: bool = False, late: bool = False) -> None:
        """A note that nobody saw the end of, and its payer has left."""
        self.at_cash()
        self.device.offer(NOTE, late=False)
        self.device.swallow(in_box=in_box, reported_late=late)
        self.leave()

    def unassigned(self) -> None:
        self.doubt(in_box=True, late=True)
        self.device.late_report()

    def paid(self, verdict: str) -> None:
        self.at_cash()
        self.device.offer(NOTE, late=False)
        self.device.move()
        self.centre.next_verdict = verdict
        self.take(ev.FinishPressed())
        self.answered()
        self.centre.next_verdict = "posted"
        self.wait(100.0)

    def answered(self) -> None:
        """The outbox is sent until nothing waits."""
        for _ in range(50):
            if not self.state.terminal.unposted:
                return
            self.clock.s += 1.0
            self.dispatch()
            self.take_late()
        raise AssertionError("the outbox does not run empty")

    def found(self) -> None:
        """A note that the device said went back lay in the path."""
        self.at_cash()
        self.device.offer(NOTE, late=False)
        self.take(ev.NoteReturned(NOTE))
        self.device.stacking = None
        self.leave()
        self.hands.open_page()
        (suggested,) = self.open_money().suggested(NOTE)
        self.hands.find(NOTE, suggested.note_id)
        self.hands.list_read()
        self.hands.log_off()

    def one(self) -> OpenMoney:
        (money,) = self.open_money().money
        return money

    def view(self) -> SettlingView:
        assert isinstance(self.shown, View)
        assert isinstance(self.shown.body, SettlingView)
        return self.shown.body

    def cases(self) -> list[str]:
        return [str(reason) for (reason,) in self.ledger._connection.execute("SELECT reason FROM cases")]

    def sound(self) -> None:
        check_conservation(self.ledger)
        assert inspect_database(self.home.data, self.home.secrets, KIOSK, None).problems == ()


MAKE: dict[OpenKind, Callable[[Hall], None]] = {
    OpenKind.NOTE_IN_DOUBT: Hall.doubt,
    OpenKind.NOTE_UNASSIGNED: Hall.unassigned,
    OpenKind.NOTE_FOUND: Hall.found,
    OpenKind.PAYMENT_OWED: lambda hall: hall.paid("refused"),
    OpenKind.PAYMENT_IN_DOUBT: lambda hall: hall.paid("contradicted"),
}
EACH = [(kind, outcome) for kind in MAKE for outcome in MAY_BECOME[kind]]
IDS = [f"{kind.value}-{outcome.value}" for kind, outcome in EACH]


@pytest.fixture
def hall(tmp_path: Path) -> Iterator[Hall]:
    opened = Hall(tmp_path)
    yield opened
    opened.sound()
    opened.die(in_a_transaction=False)


# ---- the whole way ---------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(("kind", "outcome"), EACH, ids=IDS)
def test_m5_from_the_list_to_the_slip(hall: Hall, kind: OpenKind, outcome: Settlement) -> None:
    MAKE[kind](hall)
    money = hall.one()
    assert (money.kind, money.fen, money.masked_number) == (kind, NOTE, mask(NUMBER))
    before = hall.ledger.balances()
    hall.hands.open_page()
    assert [line.code for line in hall.view().lines] == [hall.view().lines[0].code]
    hall.hands.settle(money.id, outcome)
    shown = hall.view()
    assert (shown.step, shown.outcome, shown.second, shown.slip) == ("settled", outcome, SECOND.staff_id, "waiting")
    after = hall.ledger.balances()
    assert after.stacked_fen == before.stacked_fen == NOTE
    if outcome is Settlement.CREDITED:
        assert (after.queued_fen, after.settled_fen) == (NOTE, 0)
        assert shown.credited_as == hall.state.terminal.unposted[-1].payment_id
        hall.answered()
        assert hall.ledger.balances().posted_fen == NOTE
        assert shown.credited_as in hall.centre.posted
    else:
        assert (after.queued_fen, after.settled_fen, shown.credited_as) == (0, NOTE, "")
    assert hall.open_money().money == ()
    hall.restart()
    assert hall.open_money().money == ()


@pytest.mark.parametrize(("kind", "outcome"), EACH, ids=IDS)
def test_x29_the_slip_says_what_was_decided_and_its_code_is_genuine(
    hall: Hall, kind: OpenKind, outcome: Settlement
) -> None:
    MAKE[kind](hall)
    hall.hands.open_page()
    hall.hands.settle(hall.one().id, outcome)
    lines = hall.printed[-1].document.lines
    pairs = {line.label: line.value for line in lines if isinstance(line, Pair)}
    code, second = pairs["单号"], pairs["复核人"]
    assert (pairs["金额"], pairs["经办人"]) == ("¥100", FIRST.staff_id)
    assert second.startswith(SECOND.staff_id)
    seal = hall.state.terminal.seal_slip
    assert seal is not None
    covered = sealed_text(code, mask(NUMBER), NOTE, pairs["处理时间"])
    assert pairs["校验码"] == check_code(seal(covered))
    words = "\n".join(line.text for line in lines if isinstance(line, Text))
    assert ("客户签字" in words) == (outcome is Settlement.HANDED_OVER)
    assert NUMBER not in f"{words}{pairs}"


def test_m4_a_refused_payment_that_is_credited_anew_goes_under_a_key_of_its_own(hall: Hall) -> None:
    hall.paid("refused")
    hall.hands.open_page()
    hall.hands.settle(f"{KIOSK}-1", Settlement.CREDITED)
    hall.answered()
    assert sorted(hall.centre.bodies) == [f"{KIOSK}-1", f"{KIOSK}-2"]
    assert hall.centre.sent.count(f"{KIOSK}-1") == 1
    assert hall.centre.posted == {f"{KIOSK}-2"}


# ---- what is not offered is refused ----------------------------------------------------------------------------------


@pytest.mark.parametrize("kind", MAKE)
def test_m7_what_cannot_become_of_it_is_not_offered_and_not_taken(hall: Hall, kind: OpenKind) -> None:
    MAKE[kind](hall)
    money = hall.one()
    hall.hands.open_page()
    hall.take(ev.MoneyChosen(money.id))
    assert hall.view().outcomes == MAY_BECOME[kind]
    for outcome in set(Settlement) - set(MAY_BECOME[kind]):
        hall.take(ev.SettlementChosen(outcome))
        assert hall.view().step == "line"
        hall.take(ev.ConfirmPressed())
        assert not isinstance(hall.state.visit, SecondPerson)


def test_m7_without_a_number_nothing_is_credited(hall: Hall) -> None:
    hall.take(ev.NoteStacked(NOTE))
    money = hall.one()
    assert (money.kind, money.account, money.masked_number) == (OpenKind.NOTE_UNASSIGNED, None, "")
    assert Settlement.CREDITED not in money.may_become()
    hall.hands.open_page()
    hall.hands.settle(money.id, Settlement.HANDED_OVER)
    assert hall.ledger.balances().settled_fen == NOTE


def test_m7_a_forgotten_number_is_not_credited(hall: Hall) -> None:
    hall.doubt()
    for key in hall.home.secrets.glob("*month*"):
        key.unlink()
    for key in hall.home.secrets.glob("*2026-11*"):
        key.unlink()
    money = hall.one()
    assert (money.account, money.masked_number) == (None, mask(NUMBER))
    assert Settlement.CREDITED not in money.may_become()


def test_s4_the_first_person_is_never_the_second(hall: Hall) -> None:
    hall.doubt()
    hall.hands.open_page()
    hall.hands.choose(hall.one().id, Settlement.NOT_THERE)
    hall.hands.keys(FIRST.staff_id)
    assert isinstance(hall.state.visit, SecondPerson)
    assert hall.state.visit.problem is not None
    assert hall.state.visit.problem.id == "second_same"
    hall.take(ev.BackPressed())
    assert hall.view().step == "reason"
    assert hall.ledger.balances().in_doubt_fen == NOTE


def test_s4_too_late_settles_nothing(hall: Hall) -> None:
    hall.doubt()
    hall.hands.open_page()
    hall.hands.choose(hall.one().id, Settlement.NOT_THERE)
    hall.wait(61.0)
    problem = hall.view().problem
    assert problem is not None
    assert problem.id == "second_too_late"
    assert hall.ledger.balances().in_doubt_fen == NOTE


def test_m7_the_staff_do_nothing_while_a_customer_is_there(hall: Hall) -> None:
    hall.doubt()
    act = acts.SettleMoney(hall.one(), Settlement.NOT_THERE, "counted", hall.open_money().as_of)
    hall.take(ev.StaffKnown(PEOPLE))
    hall.at_cash()
    assert _by_word(hall, act) == (WordStep.REFUSED, BUSY)
    assert hall.ledger.balances().in_doubt_fen == NOTE


# ---- late words ------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("restarts", [False, True], ids=["same process", "new process"])
@pytest.mark.parametrize("outcome", MAY_BECOME[OpenKind.NOTE_IN_DOUBT])
def test_m4_late_evidence_after_a_settlement_is_a_case_and_never_a_second_credit(
    hall: Hall, outcome: Settlement, restarts: bool
) -> None:
    hall.doubt(in_box=True, late=True)
    hall.hands.open_page()
    hall.hands.settle(hall.one().id, outcome)
    hall.hands.log_off()
    if restarts:
        hall.restart()
    before = hall.ledger.balances()
    payments = len(hall.state.terminal.unposted)
    hall.device.late_report()
    assert hall.cases() == ["evidence_after_settlement"]
    assert hall.ledger.balances() == before
    assert len(hall.state.terminal.unposted) == payments
    assert hall.open_money().money == ()
    hall.restart()
    assert hall.cases() == ["evidence_after_settlement"]


def test_m4_a_note_that_went_back_after_it_was_settled_is_a_case(hall: Hall) -> None:
    hall.doubt()
    hall.hands.open_page()
    hall.hands.settle(hall.one().id, Settlement.HANDED_OVER)
    hall.take(ev.NoteReturned(NOTE))
    assert hall.cases() == ["evidence_after_settlement"]
    assert hall.ledger.balances().settled_fen == NOTE


def test_m4_what_moved_since_the_list_was_read_is_read_again_first(hall: Hall) -> None:
    """The device's evidence comes while the person reads: the note is in the box, and no longer in doubt."""
    hall.doubt(in_box=True, late=True)
    money = hall.one()
    page = hall.hands.open_page()
    hall.device.late_report()
    hall.hands.choose(money.id, Settlement.NOT_THERE)
    shown = hall.view()
    assert (shown.step, shown.busy) == ("list", True)
    assert page.problem is None
    problem = shown.problem
    assert problem is not None
    assert problem.id == "money_moved"
    hall.hands.list_read()
    assert hall.view().line is not None
    assert Settlement.NOT_THERE not in hall.view().outcomes
    assert hall.ledger.balances().unassigned_fen == NOTE


def test_m4_what_moved_while_the_second_person_typed_is_not_decided(hall: Hall) -> None:
    hall.doubt(in_box=True, late=True)
    hall.hands.open_page()
    hall.hands.choose(hall.one().id, Settlement.HANDED_OVER)
    hall.device.late_report()
    hall.hands.second()
    problem = hall.view().problem
    assert problem is not None
    assert problem == Message("second_act_impossible")
    assert (hall.ledger.balances().unassigned_fen, hall.ledger.balances().settled_fen) == (NOTE, 0)


def test_m4_a_list_that_comes_late_is_not_shown(hall: Hall) -> None:
    hall.doubt()
    page = hall.hands.open_page()
    assert page.sheet is not None
    hall.take(ev.RecordsRead("another", page.sheet))
    hall.take(ev.BackPressed())
    hall.take(ev.RecordsRead("", page.sheet))
    assert hall.state.visit.__class__.__name__ == "Console"


# ---- crash between every two commits ---------------------------------------------------------------------------------


@pytest.mark.parametrize("when", ["before", "after"])
@pytest.mark.parametrize(("kind", "outcome"), EACH, ids=IDS)
def test_m8_killed_at_the_commit_it_is_decided_once_or_not_at_all(
    hall: Hall, kind: OpenKind, outcome: Settlement, when: str
) -> None:
    MAKE[kind](hall)
    money = hall.one()
    hall.hands.open_page()
    hall.hands.choose(money.id, outcome)
    hall.hands.keys(SECOND.staff_id)
    hall.hands.keys(PIN)
    hall.ledger.breaks = when
    hall.hands.answer_pin(right=True)
    assert hall.out
    assert hall.printed == [] or "settled" not in str(hall.shown)
    hall.restart()
    check_conservation(hall.ledger)
    left = hall.open_money().money
    assert [one.id for one in left] == ([money.id] if when == "before" else [])
    if left:
        hall.hands.open_page()
        hall.hands.settle(money.id, outcome)
    hall.answered()
    found = hall.ledger.balances()
    credited = outcome is Settlement.CREDITED
    assert (found.posted_fen, found.settled_fen) == ((NOTE, 0) if credited else (0, NOTE))
    assert len(hall.centre.posted) == (1 if credited else 0)


@pytest.mark.parametrize("when", ["before", "after"])
def test_m8_a_found_note_is_recorded_once_or_not_at_all(hall: Hall, when: str) -> None:
    hall.hands.open_page()
    hall.take(ev.FoundPressed())
    hall.take(ev.AmountChosen(NOTE))
    hall.ledger.breaks = when
    hall.take(ev.SuggestionChosen(""))
    hall.restart()
    assert hall.ledger.balances().in_doubt_fen == (NOTE if when == "after" else 0)


# ---- a note that was found -------------------------------------------------------------------------------------------


def test_x9_a_note_in_doubt_that_is_found_is_that_note(hall: Hall) -> None:
    hall.doubt()
    money = hall.one()
    hall.hands.open_page()
    hall.hands.find(NOTE, money.id)
    shown = hall.view()
    assert shown.line is not None
    assert (shown.step, shown.line.id) == ("line", money.id)
    assert hall.ledger.balances().in_doubt_fen == NOTE  # and not twice


def test_x9_a_note_of_nobody_is_recorded_and_shown(hall: Hall) -> None:
    hall.hands.open_page()
    hall.hands.find(NOTE)
    hall.hands.list_read()
    shown = hall.view()
    assert shown.line is not None
    assert (shown.step, shown.line.kind, shown.line.masked_number) == ("line", OpenKind.NOTE_FOUND, "")
    assert Settlement.CREDITED not in shown.outcomes
    assert hall.ledger.balances().in_doubt_fen == NOTE


def test_x9_only_notes_that_are_taken_here_can_be_found(hall: Hall) -> None:
    hall.hands.open_page()
    hall.take(ev.FoundPressed())
    hall.take(ev.AmountChosen(Fen(700)))
    assert hall.view().step == "value"
    hall.take(ev.AmountChosen(NOTE))
    hall.take(ev.SuggestionChosen("nobody's"))
    assert hall.view().step == "whose"
    assert hall.ledger.balances().in_doubt_fen == 0


# ---- the slip --------------------------------------------------------------------------------------------------------


def test_m17_a_printer_that_is_out_keeps_nothing_back(hall: Hall) -> None:
    hall.doubt()
    hall.take(PRINTER_GONE)
    hall.hands.open_page()
    hall.hands.settle(hall.one().id, Settlement.HANDED_OVER)
    assert (hall.view().slip, hall.view().can_print) == ("failed", False)
    assert hall.ledger.balances().settled_fen == NOTE
    hall.take(PRINTER_FINE)
    printed = len(hall.printed)
    hall.take(ev.PrintPressed())
    assert (len(hall.printed), hall.view().slip) == (printed + 1, "waiting")
    hall.take(ev.PrintJobEnded(hall.jobs.pop(), PrintOutcome.UNKNOWN, "PRN-CUT"))
    assert (hall.view().slip, hall.view().can_print) == ("failed", True)
    hall.take(ev.PrintPressed())
    assert "副本" in str(hall.printed[-1].document)


def test_pages_of_a_long_list(hall: Hall) -> None:
    for _ in range(7):
        hall.take(ev.NoteStacked(NOTE))
    hall.hands.open_page()
    first = hall.view()
    assert (len(first.lines), first.pages, first.total, first.sum) == (5, 2, 7, 7 * NOTE)
    hall.take(ev.PreviousPagePressed())
    hall.take(ev.NextPagePressed())
    hall.take(ev.NextPagePressed())
    assert (len(hall.view().lines), hall.view().page) == (2, 1)


def test_an_unread_list_says_so_and_is_read_again(hall: Hall) -> None:
    hall.hands.open_page()
    hall.take(ev.BackPressed())
    hall.take(ev.ConsolePageChosen(ConsolePage.OPEN_MONEY))
    hall.take(ev.RecordsRead(hall.hands.page.ticket, RecordsUnread()))
    assert (hall.view().unread, hall.view().can_confirm) == (True, True)
    hall.take(ev.ConfirmPressed())
    assert hall.view().busy
    hall.hands.list_read()
    assert not hall.view().unread


# ---- by command word -------------------------------------------------------------------------------------------------


def _by_word(hall: Hall, act: acts.Act) -> tuple[WordStep, str]:
    hall.take(ev.StaffKnown(PEOPLE))
    hall.take(ev.WordGiven("w", act, ev.Proof(FIRST.staff_id, PIN), ev.Proof(SECOND.staff_id, PIN)))
    for one in (FIRST, SECOND):
        hall.take(ev.PinChecked(f"w-{one.staff_id}", right=True))
    word = hall.state.terminal.word
    assert word is not None
    return word.step, word.problem


@pytest.mark.parametrize(("kind", "outcome"), EACH, ids=IDS)
def test_x31_by_word_with_the_same_two_proofs(hall: Hall, kind: OpenKind, outcome: Settlement) -> None:
    MAKE[kind](hall)
    sheet = hall.open_money()
    act = acts.SettleMoney(sheet.money[0], outcome, "as counted on 22 November", sheet.as_of)
    assert _by_word(hall, act) == (WordStep.DONE, "")
    hall.answered()
    credited = outcome is Settlement.CREDITED
    found = hall.ledger.balances()
    assert (found.posted_fen, found.settled_fen) == ((NOTE, 0) if credited else (0, NOTE))
    assert _by_word(hall, act) == (WordStep.REFUSED, MOVED)


def test_x31_a_word_without_a_reason_or_of_another_outcome_does_nothing(hall: Hall) -> None:
    hall.doubt()
    sheet = hall.open_money()
    wrong = acts.SettleMoney(sheet.money[0], Settlement.ALREADY_CREDITED, "why", sheet.as_of)
    for act in (replace(wrong, outcome=Settlement.NOT_THERE, reason=" "), wrong):
        assert _by_word(hall, act)[0] is WordStep.REFUSED
    assert hall.ledger.balances().in_doubt_fen == NOTE


def test_x9_a_note_is_told_by_word(hall: Hall) -> None:
    assert _by_word(hall, acts.FindNote(NOTE, None, "under the escrow"))[0] is WordStep.DONE
    assert (hall.one().kind, hall.one().why) == (OpenKind.NOTE_FOUND, "under the escrow")
    assert _by_word(hall, acts.FindNote(Fen(700), None, "under the escrow"))[0] is WordStep.REFUSED
    assert _by_word(hall, acts.FindNote(NOTE, None, " "))[0] is WordStep.REFUSED

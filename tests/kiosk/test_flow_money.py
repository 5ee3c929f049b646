"""Where a note becomes money: orders that never change, repeats, late reports, doubts, recovery, storage failure."""

from dataclasses import replace

import pytest

from kiosk import events as ev
from kiosk.accounts import AccountKind, AccountRef
from kiosk.commands import AcceptNotes, PrintPaper
from kiosk.device_status import Device, DeviceState, DeviceStatus, Severity
from kiosk.facts import (
    CaseOpened,
    NoteDoubted,
    NoteGivenBack,
    NoteIntended,
    NoteReturnedFact,
    NoteStackedFact,
    NoteTurnedBack,
    PaymentAccepted,
    StackedReportRepeated,
    VisitClosed,
)
from kiosk.flow.cash import cash_limit
from kiosk.flow.states import TakingCash
from kiosk.money import Fen
from kiosk.recollection import OpenIntent, OpenVisit, Recollection, StackedNote, UnpostedPayment
from kiosk.views import (
    CashView,
    ConfirmPayerView,
    HomeView,
    NoteStep,
    OutOfServiceView,
    ResultView,
    StepState,
)
from kiosk.visit_types import Language, Service, VisitEnd
from tests.kiosk.play import ACCOUNT, POLICY, Play, answered, ok, posted


def cash_view(play: Play) -> CashView:
    assert isinstance(play.view.body, CashView), play.view.body
    return play.view.body


def test_m1_the_intent_is_a_fact_of_the_step_that_orders_the_stack() -> None:
    play = Play().at_cash().take(ev.NoteEscrowed(Fen(5000)))
    assert play.names() == ["NoteIntended"]
    assert play.orders() == ["StackNote"]
    assert cash_view(play).inserted == 0, "nothing is credited in escrow"


def test_m1_credit_is_shown_by_the_step_that_records_the_evidence() -> None:
    play = Play().at_cash().take(ev.NoteEscrowed(Fen(5000)), ev.NoteStacked(Fen(5000)))
    intended = next(fact for fact in play.facts if isinstance(fact, NoteIntended))
    stacked = next(fact for fact in play.facts if isinstance(fact, NoteStackedFact))
    assert stacked.note_id == intended.note_id, "a note's identity is its intent's id"
    assert cash_view(play).inserted == 5000


def test_a_stacked_report_without_a_value_takes_the_intents_value() -> None:
    """ID-003: the report says only that it is stacked."""
    play = Play().at_cash().take(ev.NoteEscrowed(Fen(2000)), ev.NoteStacked(None))
    assert play.books.totals() == {"held_in_visit": 2000}


def test_a_report_of_another_value_than_in_escrow_is_credited_as_reported_and_becomes_a_case() -> None:
    play = Play().at_cash().take(ev.NoteEscrowed(Fen(2000)), ev.NoteStacked(Fen(1000)))
    assert play.books.totals() == {"held_in_visit": 1000}
    assert "CaseOpened" in play.names()


def test_a_latched_report_of_the_last_note_is_its_repeat() -> None:
    play = Play().with_notes(5000).take(ev.NoteStacked(Fen(5000), latched=True))
    assert [type(fact) for fact in play.facts] == [StackedReportRepeated]
    assert play.books.totals() == {"held_in_visit": 5000}


@pytest.mark.parametrize("report", [ev.NoteStacked(Fen(5000)), ev.NoteStacked(Fen(2000), latched=True)])
def test_any_other_report_without_an_intent_is_unassigned_never_credited(report: ev.NoteStacked) -> None:
    play = Play().with_notes(5000).take(report)
    assert report.denomination is not None
    assert play.books.totals() == {"held_in_visit": 5000, "unassigned": report.denomination}
    assert cash_view(play).inserted == 5000


def test_a_note_with_nobody_at_the_terminal_goes_back() -> None:
    play = Play().at_home().take(ev.NoteEscrowed(Fen(5000)))
    assert play.orders() == ["ReturnNote"]
    assert play.facts == [NoteTurnedBack("id6", None, Fen(5000))]


def test_a_second_note_in_escrow_while_one_is_stacking_goes_back_and_the_first_is_in_doubt() -> None:
    """The device reports in order: no word of the first one can come any more, and what comes is not of it."""
    play = Play().at_cash().take(ev.NoteEscrowed(Fen(5000))).take(ev.NoteEscrowed(Fen(5000)))
    assert play.orders() == ["ReturnNote"]
    assert [type(fact) for fact in play.facts] == [NoteDoubted, NoteTurnedBack]
    assert play.take(ev.NoteReturned(Fen(5000))).books.totals() == {"in_doubt": 5000}


# ---- given back by the driver itself: it was on its way while the device, the line or this terminal was gone ----------


@pytest.mark.parametrize("latched", [False, True])
@pytest.mark.parametrize("denomination", [None, Fen(5000)])
def test_a_note_that_the_driver_gave_back_is_written_down(denomination: Fen | None, *, latched: bool) -> None:
    play = Play().at_home().take(ev.NoteReturned(denomination, latched=latched))
    assert play.facts == [NoteGivenBack(None, denomination)]
    assert (play.orders(), play.books.totals()) == ([], {})


def test_one_of_a_payer_who_is_there_is_written_down_with_their_visit_and_moves_no_fen() -> None:
    play = Play().with_notes(5000).take(ev.NoteAccepting(), ev.NoteReturned(None))
    (visit_id,) = play.books.open_visits
    assert play.facts == [NoteGivenBack(visit_id, None)]
    assert play.books.totals() == {"held_in_visit": 5000}
    assert isinstance(play.state.visit, TakingCash)
    assert play.state.visit.moving is None, "nothing is on its way any more"


def test_after_a_restart_it_belongs_to_the_visit_that_is_finished() -> None:
    play = restarted(Recollection(8, open_visits=(VISIT,))).take(ev.NoteReturned(Fen(5000), latched=True))
    assert play.facts == [NoteGivenBack(VISIT.visit_id, Fen(5000))]
    assert play.books.totals() == {"queued": 15000}


def test_the_end_of_an_intent_or_of_a_note_turned_back_and_its_repeat_are_written_once() -> None:
    back, repeat = ev.NoteReturned(Fen(5000)), ev.NoteReturned(Fen(5000), latched=True)
    play = Play().at_cash().take(ev.NoteEscrowed(Fen(5000)), back, repeat, ev.NotesWhereaboutsKnown(), repeat)
    assert [type(fact) for fact in play.facts] == [NoteIntended, NoteReturnedFact]
    play = Play().at_home().take(ev.NoteEscrowed(Fen(5000)), back, repeat, ev.NotesWhereaboutsKnown(), repeat)
    assert [type(fact) for fact in play.facts] == [NoteTurnedBack]
    play.take(back, repeat)
    assert play.facts == [NoteGivenBack(None, Fen(5000))], "no repeat: another note; and its own repeat is none"


@pytest.mark.parametrize("between", [ev.NotesWhereaboutsKnown(), ev.NoteStacked(Fen(5000))], ids=["nowhere", "in the box"])
def test_a_note_turned_back_explains_no_later_return(between: ev.Event) -> None:
    """The device has told all it knew of that one."""
    play = Play().at_home().take(ev.NoteEscrowed(Fen(5000)), between).take(ev.NoteReturned(Fen(5000), latched=True))
    assert play.facts == [NoteGivenBack(None, Fen(5000))]


@pytest.mark.parametrize(
    "before",
    [
        (ev.NoteReturned(Fen(5000), latched=True),),
        (ev.NoteEscrowed(Fen(5000)), ev.NoteReturned(Fen(5000))),
        (ev.NoteEscrowed(Fen(5000)), ev.NoteRejected("returned", "1C"), ev.NoteAccepting()),
    ],
    ids=["the last one that went", "the one turned back", "turned back, and another drawn in"],
)
def test_a_note_of_another_value_that_went_back_is_no_repeat(before: tuple[ev.Event, ...]) -> None:
    play = Play().at_home()
    play.take(*before)
    play.take(ev.NoteReturned(Fen(10_000), latched=True))
    assert play.facts == [NoteGivenBack(None, Fen(10_000))]


def test_a_return_that_is_said_again_and_again_after_a_settlement_is_one_case() -> None:
    play = restarted(Recollection(8, doubted=OpenIntent("n1", "v1", Fen(5000), settled=True)))
    counts = []
    for _ in range(3):
        play.take(ev.NoteReturned(Fen(5000), latched=True))
        counts.append([type(fact) for fact in play.facts])
    assert counts == [[CaseOpened], [], []]


@pytest.mark.parametrize("latched", [False, True])
@pytest.mark.parametrize("last", ["stacked", "in doubt"])
def test_a_note_that_was_to_go_back_and_went_in_is_nobody_elses(last: str, latched: bool) -> None:
    play = Play().at_cash().take(ev.NoteEscrowed(Fen(5000)))
    play.take(ev.NoteStacked(Fen(5000)) if last == "stacked" else ev.NotesWhereaboutsKnown())
    play.take(ev.FinishPressed()).take(ev.NoteEscrowed(Fen(5000))).take(ev.NoteStacked(Fen(5000), latched=latched))
    assert play.books.totals()["unassigned"] == 5000
    assert sum(play.books.totals().values()) == 10000


@pytest.mark.parametrize(("inserted", "left"), [([10000] * 5 + [5000], {500, 1000, 2000, 5000}), ([10000] * 6, set())])
def test_m15_notes_over_the_limit_are_inhibited_before_they_are_fed(inserted: list[int], left: set[int]) -> None:
    play = Play().with_notes(*inserted)
    assert cash_view(play).denominations == tuple(sorted(left))
    assert (AcceptNotes(frozenset(Fen(note) for note in left)) in play.commands) is bool(left)


def test_m15_a_note_over_the_limit_that_is_fed_all_the_same_goes_back() -> None:
    play = Play().with_notes(*[10000] * 5, 5000).take(ev.NoteEscrowed(Fen(10000)))
    assert play.orders() == ["ReturnNote"]
    message = cash_view(play).message
    assert message is not None
    assert message.id == "note_returned_limit"


def test_m15_offline_the_limit_of_a_number_holds_note_by_note() -> None:
    play = Play().at_method().take(ev.CentreReachable(reachable=False), ev.CashChosen())
    for _ in range(3):
        play.note(10000)
    assert cash_view(play).denominations == ()
    assert play.take(ev.NoteEscrowed(Fen(500))).orders() == ["ReturnNote"]


# ---- the note that moves while the customer finishes ----------------------------------------------------------------


def test_finish_waits_for_the_moving_note_and_pays_it_too() -> None:
    play = Play().with_notes(5000).take(ev.NoteEscrowed(Fen(2000)), ev.FinishPressed())
    assert play.page == "TakingCash"
    assert cash_view(play).finishing
    play.take(ev.NoteStacked(Fen(2000)))
    payment = next(fact for fact in play.facts if isinstance(fact, PaymentAccepted))
    assert payment.amount == 7000
    assert play.page == "ShowResult"


def test_finish_with_a_moving_note_that_comes_back_pays_the_rest() -> None:
    play = Play().with_notes(5000).take(ev.NoteEscrowed(Fen(2000)), ev.FinishPressed(), ev.NoteReturned(Fen(2000)))
    assert play.page == "ShowResult"
    assert play.books.totals() == {"queued": 5000}


def test_a_first_note_that_comes_back_after_finish_ends_without_a_payment() -> None:
    play = Play().at_cash().take(ev.NoteEscrowed(Fen(2000)), ev.FinishPressed(), ev.NoteReturned(Fen(2000)))
    assert play.page == "Home"
    assert play.names()[-2:] == ["NoteReturned", "VisitClosed"]


def test_a_note_that_never_reports_keeps_its_visit_open_and_is_credited_when_it_does() -> None:
    play = Play().with_notes(5000).take(ev.NoteEscrowed(Fen(2000)), ev.FinishPressed())
    play.wait(POLICY.waits.moving_note)
    assert play.page == "ShowResult"
    assert "VisitClosed" not in play.names()
    assert play.books.totals() == {"queued": 5000}
    play.take(ev.FinishPressed(), ev.NoteStacked(Fen(2000)))
    late = next(fact for fact in play.facts if isinstance(fact, PaymentAccepted))
    assert (late.account, late.amount, late.payment_id) == (ACCOUNT, 2000, "K0001-2")
    assert play.books.totals() == {"queued": 7000}
    assert not play.books.open_visits


def test_while_a_note_is_unexplained_nobody_else_puts_one_in() -> None:
    play = Play().with_notes(5000).take(ev.NoteEscrowed(Fen(2000)), ev.FinishPressed())
    play.wait(POLICY.waits.moving_note).take(ev.FinishPressed())
    play.take(ev.ServiceChosen(Service.PAY_BILL))
    assert play.page == "Home"


def test_an_intent_the_acceptor_knows_nothing_of_is_in_doubt_not_credited() -> None:
    play = Play().with_notes(5000).take(ev.NoteEscrowed(Fen(2000)), ev.NotesWhereaboutsKnown())
    assert play.books.totals() == {"held_in_visit": 5000, "in_doubt": 2000}
    message = cash_view(play).message
    assert message is not None
    assert message.id == "cash_note_in_doubt"
    play.take(ev.FinishPressed())
    assert play.books.totals() == {"queued": 5000, "in_doubt": 2000}


def test_after_a_lost_link_no_note_is_taken_until_the_acceptor_told_where_notes_are() -> None:
    lost = DeviceStatus(Device.ACCEPTOR, DeviceState.OFFLINE, Severity.SUSPEND, code="BV-SILENT")
    play = Play().with_notes(5000).take(ev.DeviceStatusChanged(lost), ok(Device.ACCEPTOR))
    assert play.take(ev.NoteEscrowed(Fen(2000))).orders() == ["ReturnNote"]
    play.take(ev.NotesWhereaboutsKnown())
    assert play.take(ev.NoteEscrowed(Fen(2000))).orders() == ["StackNote"]


def test_a_note_credited_while_the_acceptor_comes_back_does_not_leave_the_slot_shut() -> None:
    lost = DeviceStatus(Device.ACCEPTOR, DeviceState.OFFLINE, Severity.SUSPEND, code="BV-SILENT")
    play = Play().with_notes(5000).take(ev.NoteEscrowed(Fen(2000)), ev.DeviceStatusChanged(lost), ok(Device.ACCEPTOR))
    play.take(ev.NoteStacked(Fen(2000), latched=True))
    said = cash_view(play).message
    assert said is not None
    assert said.id == "cash_trouble", "no limit was reached"
    assert play.take(ev.NotesWhereaboutsKnown()).orders() == ["AcceptNotes"]
    assert cash_view(play).accepting
    assert cash_view(play).message is None, "the trouble is over"


def test_the_code_of_a_note_in_doubt_stays_on_the_screen_when_the_acceptor_works_again() -> None:
    lost = DeviceStatus(Device.ACCEPTOR, DeviceState.POWER_OFF, Severity.SUSPEND, code="BV-POWER")
    play = Play().with_notes(5000).take(ev.NoteEscrowed(Fen(2000)), ev.DeviceStatusChanged(lost))
    play.take(ev.NotesWhereaboutsKnown(), ok(Device.ACCEPTOR))
    message = cash_view(play).message
    assert message is not None
    assert message.id == "cash_note_in_doubt"


def test_a_refusal_of_the_terminal_shuts_the_slot_and_its_end_opens_it_again() -> None:
    play = Play().with_notes(5000)
    assert play.take(ev.KioskRefused("kiosk-disabled")).orders() == ["StopAccepting"]
    assert play.take(ev.NoteEscrowed(Fen(2000))).orders() == ["ReturnNote"]
    assert play.take(ev.NoteReturned(Fen(2000)), ev.CentreReachable(reachable=True)).orders() == ["AcceptNotes"]


def test_x24_a_fished_note_is_in_doubt_and_cash_stops() -> None:
    play = Play().with_notes(5000, 2000).take(ev.NoteCheated("45"))
    assert play.books.totals() == {"held_in_visit": 5000, "in_doubt": 2000}
    assert not cash_view(play).accepting
    play.take(ev.FinishPressed())
    assert play.books.totals() == {"queued": 5000, "in_doubt": 2000}
    play.take(ev.FinishPressed(), ev.ServiceChosen(Service.PAY_BILL))
    assert play.page == "Home"


# ---- nobody there --------------------------------------------------------------------------------------------------


def test_m16_x3_after_twenty_seconds_without_a_note_the_slot_closes_until_the_payer_confirms() -> None:
    play = Play().with_notes(5000).wait(POLICY.waits.next_note)
    assert play.orders() == ["StopAccepting"]
    assert isinstance(play.view.body, ConfirmPayerView)
    assert (play.view.body.masked_number, play.view.body.masked_name) == ("138****5678", "张*")
    assert play.take(ev.NoteEscrowed(Fen(2000))).orders() == ["ReturnNote"]
    assert play.take(ev.ConfirmPressed()).orders() == ["AcceptNotes"]
    assert play.page == "TakingCash"


def test_m16_f3_nobody_confirms_what_is_in_is_paid_to_the_confirmed_number() -> None:
    play = Play().with_notes(5000).wait(POLICY.waits.next_note + POLICY.waits.confirm_payer)
    assert play.page == "ShowResult"
    assert play.books.totals() == {"queued": 5000}
    ends = [fact.end for fact in play.history if isinstance(fact, VisitClosed)]
    assert ends == [VisitEnd.TIMED_OUT]


def test_nobody_confirms_and_nothing_is_in_goes_home() -> None:
    play = Play().at_cash().wait(POLICY.waits.next_note + POLICY.waits.confirm_payer)
    assert play.page == "Home"
    assert play.names()[-1] == "VisitClosed"


def test_the_payer_may_confirm_a_few_times_only() -> None:
    play = Play().with_notes(5000)
    for _ in range(POLICY.confirmations):
        play.wait(POLICY.waits.next_note).take(ev.ConfirmPressed())
    play.wait(POLICY.waits.next_note).take(ev.ConfirmPressed())
    assert play.page == "ConfirmPayer"


def test_m15_at_the_limit_only_finish_is_left() -> None:
    play = Play().with_notes(*[10000] * 6).wait(POLICY.waits.next_note)
    assert isinstance(play.view.body, ConfirmPayerView)
    assert not play.view.body.may_continue
    assert play.take(ev.ConfirmPressed()).page == "ConfirmPayer"


@pytest.mark.parametrize("event", [ev.BackPressed(), ev.HomePressed(), ev.Touched()])
def test_m16_with_money_inside_there_is_no_way_back_and_touching_buys_no_time(event: ev.Event) -> None:
    play = Play().with_notes(5000)
    before = play.state
    assert play.take(event).refused
    assert play.state == before


def test_with_a_note_being_checked_there_is_no_way_back_either() -> None:
    play = Play().at_cash().take(ev.NoteAccepting(), ev.BackPressed())
    assert play.page == "TakingCash"


def test_a_note_escrowed_after_finish_goes_back() -> None:
    play = Play().with_notes(5000).take(ev.NoteAccepting(), ev.FinishPressed(), ev.NoteEscrowed(Fen(5000)))
    assert play.orders()[-1] == "ReturnNote"
    assert play.books.totals() == {"queued": 5000}


# ---- storage and restart -------------------------------------------------------------------------------------------


def test_m10_after_a_storage_error_nothing_is_taken_and_the_note_in_escrow_goes_back() -> None:
    play = Play().with_notes(5000).take(ev.StorageFailed("disk full"))
    assert play.orders() == ["StopAccepting", "ReturnNote"]
    assert isinstance(play.view.body, OutOfServiceView)
    assert play.view.body.held == 5000
    play.take(ev.NoteEscrowed(Fen(500)))
    assert (play.facts, play.orders()) == ([], ["ReturnNote"]), "it was on its way in; nobody else can give it back"
    for event in (
        ev.NoteStacked(Fen(5000)),
        ev.ServiceChosen(Service.PAY_BILL),
        ev.FinishPressed(),
    ):
        assert (play.take(event).facts, play.commands) == ([], [])


def test_a_note_already_on_its_way_in_is_not_called_back_by_a_storage_error() -> None:
    play = Play().with_notes(1000).take(ev.NoteEscrowed(Fen(5000))).take(ev.StorageFailed("EIO"))
    assert play.orders() == ["StopAccepting"]
    assert isinstance(play.view.body, OutOfServiceView)
    assert play.view.body.held == 6000, "what is told to stack counts as inside, until its evidence says otherwise"


def test_m10_a_payer_whose_payment_waits_is_told_that_it_is_safe() -> None:
    waiting = Play().with_notes(5000).take(ev.FinishPressed())
    posted_already = Play().with_notes(5000).take(ev.FinishPressed(), answered("K0001-1", posted("K0001-1")))
    for play, held in ((waiting, 5000), (posted_already, 0)):
        play.take(ev.StorageFailed("EIO"))
        assert isinstance(play.view.body, OutOfServiceView)
        assert play.view.body.held == held


VISIT = OpenVisit(
    visit_id="v1",
    account=ACCOUNT,
    masked_name="张*",
    amount_to_pay=Fen(18240),
    language=Language.ENGLISH,
    offline=False,
    receipt_expected=True,
    notes=(StackedNote("n0", Fen(10000)), StackedNote("n1", Fen(5000))),
)


def restarted(memory: Recollection) -> Play:
    """A new process that remembers; the books are told what the old one wrote."""
    play = Play()
    for visit in memory.open_visits:
        play.books.open_visits.add(visit.visit_id)
        for note in visit.notes:
            play.books.notes[note.note_id] = "stacked"
            play.books.value[note.note_id], play.books.visit[note.note_id] = note.denomination, visit.visit_id
    for intent in memory.open_intents:
        play.books.notes[intent.note_id] = "intended"
        play.books.value[intent.note_id], play.books.visit[intent.note_id] = intent.denomination, intent.visit_id
    play.seq = memory.next_kiosk_seq
    return play.take(ev.Started(memory))


def test_after_a_restart_what_was_in_is_paid_to_the_confirmed_number() -> None:
    play = restarted(Recollection(next_kiosk_seq=8, open_visits=(VISIT,)))
    payment = play.facts[0]
    assert isinstance(payment, PaymentAccepted)
    assert (payment.payment_id, payment.account, payment.amount) == ("K0001-8", ACCOUNT, 15000)
    assert play.orders() == ["StopAccepting", "SendPayments"]
    assert play.books.totals() == {"queued": 15000}
    assert not play.books.open_visits


INTENT = OpenIntent("n9", "v1", Fen(2000))


@pytest.mark.parametrize(
    ("told", "totals"),
    [
        (ev.NoteStacked(Fen(2000), latched=True), {"queued": 17000}),
        (ev.NoteReturned(Fen(2000)), {"queued": 15000}),
        (ev.NotesWhereaboutsKnown(), {"queued": 15000, "in_doubt": 2000}),
    ],
)
def test_after_a_restart_the_acceptor_is_asked_where_the_last_note_is(told: ev.Event, totals: dict[str, int]) -> None:
    play = restarted(Recollection(next_kiosk_seq=8, open_visits=(VISIT,), open_intents=(INTENT,)))
    play.take(told, ev.NotesWhereaboutsKnown())
    assert play.books.totals() == totals
    assert not play.books.open_visits
    assert play.state.terminal.lingering == ()


def test_after_a_restart_the_report_of_a_note_that_is_on_the_disk_is_a_repeat() -> None:
    play = restarted(Recollection(next_kiosk_seq=8, last_stacked=StackedNote("n1", Fen(5000))))
    play.take(ev.NoteStacked(Fen(5000), latched=True))
    assert play.facts == [StackedReportRepeated("n1")]


def test_after_a_restart_the_queue_goes_on() -> None:
    play = restarted(Recollection(next_kiosk_seq=8, unposted=(UnpostedPayment("K0001-7", ACCOUNT, Fen(100)),)))
    assert play.orders() == ["SendPayments"]


def test_x23_an_old_disk_takes_no_money() -> None:
    play = Play().at_home().take(ev.CentreRemembers(1), ev.CentreReachable(reachable=True))
    assert not play.view.body.can_pay  # type: ignore[union-attr]


def test_the_cash_page_names_every_note_and_what_moves() -> None:
    play = Play().with_notes(5000).take(ev.NoteAccepting())
    assert [(line.denomination, line.step) for line in cash_view(play).notes] == [
        (5000, NoteStep.STACKED),
        (0, NoteStep.CHECKING),
    ]


def test_doubted_notes_carry_a_reason() -> None:
    play = Play().at_cash().take(ev.NoteEscrowed(Fen(2000)), ev.NotesWhereaboutsKnown())
    doubted = next(fact for fact in play.facts if isinstance(fact, NoteDoubted))
    assert doubted.reason


def test_a_rule_is_data_a_stricter_hall_only_changes_its_policy() -> None:
    strict = replace(POLICY, visit_limit=Fen(5000))
    play = Play(strict).at_cash()
    assert cash_view(play).denominations == (500, 1000, 2000, 5000)


# ---- a note nobody can credit yet ----------------------------------------------------------------------------------


def result_view(play: Play) -> ResultView:
    assert isinstance(play.view.body, ResultView), play.view.body
    return play.view.body


def told(play: Play) -> str:
    message = result_view(play).message
    assert message is not None
    return message.id


def test_a_payer_whose_only_note_is_unexplained_leaves_with_its_code_and_a_slip() -> None:
    play = Play().at_cash().take(ev.NoteEscrowed(Fen(10000)), ev.FinishPressed()).wait(POLICY.waits.moving_note)
    assert told(play) == "result_only_note_open"
    shown = result_view(play)
    assert (shown.amount, shown.posting) == (10000, StepState.FAILED)
    assert shown.payment_id, "a code to ask for it"
    assert "PrintPaper" in play.orders()
    assert play.books.totals() == {}, "nobody knows yet: an intent is on neither side"


def test_a_note_in_doubt_while_finishing_is_told_on_the_result_page() -> None:
    play = Play().at_cash().take(ev.NoteEscrowed(Fen(10000)), ev.FinishPressed(), ev.NotesWhereaboutsKnown())
    assert told(play) == "result_only_note_open"
    assert play.books.totals() == {"in_doubt": 10000}
    assert not play.books.open_visits


def test_a_payment_with_another_note_open_tells_both() -> None:
    play = Play().with_notes(5000).take(ev.NoteEscrowed(Fen(10000)), ev.FinishPressed())
    play.wait(POLICY.waits.moving_note)
    assert told(play) == "result_note_open"
    assert result_view(play).amount == 5000
    paper = next(command for command in play.wait(POLICY.waits.answer).commands if isinstance(command, PrintPaper))
    assert any("100.00" in getattr(line, "text", "") for line in paper.job.document.lines)


def test_the_code_of_a_note_in_doubt_is_there_until_the_visit_ends() -> None:
    play = Play().at_cash().take(ev.NoteEscrowed(Fen(10000)), ev.NotesWhereaboutsKnown())
    play.take(ev.NoteAccepting(), ev.NoteReturned(None))
    message = cash_view(play).message
    assert message is not None
    assert message.id == "cash_note_in_doubt"
    assert play.take(ev.HomePressed()).refused, "with money in doubt the way out is finish"
    play.wait(POLICY.waits.next_note + POLICY.waits.confirm_payer)
    assert told(play) == "result_only_note_open"


def test_a_fished_note_is_told_on_the_result_page() -> None:
    play = Play().with_notes(5000).take(ev.NoteCheated("45"), ev.FinishPressed())
    assert told(play) == "result_only_note_open"


def test_late_evidence_of_a_note_in_doubt_is_that_note_not_another_one() -> None:
    play = Play().with_notes(10000).take(ev.NoteEscrowed(Fen(10000)), ev.NotesWhereaboutsKnown())
    assert play.books.totals() == {"held_in_visit": 10000, "in_doubt": 10000}
    play.take(ev.NoteStacked(Fen(10000), latched=True))
    assert play.books.totals() == {"held_in_visit": 20000}
    assert cash_view(play).inserted == 20000
    assert cash_view(play).message is None


def test_late_evidence_after_the_visit_is_unassigned_and_a_case() -> None:
    play = Play().with_notes(5000).take(ev.NoteEscrowed(Fen(10000)), ev.NotesWhereaboutsKnown(), ev.FinishPressed())
    play.take(ev.NoteStacked(Fen(10000)))
    assert play.names() == ["NoteStacked", "CaseOpened"]
    assert play.books.totals() == {"queued": 5000, "unassigned": 10000}


def test_home_says_that_a_note_is_open_and_takes_no_other() -> None:
    play = Play().with_notes(5000).take(ev.NoteEscrowed(Fen(10000)), ev.FinishPressed())
    play.wait(POLICY.waits.moving_note).take(ev.FinishPressed())
    assert isinstance(play.view.body, HomeView)
    assert not play.view.body.can_pay
    assert [dict(notice.params)["code"] for notice in play.view.body.notices] == ["BV-NOTE-OPEN"]


# ---- what may wait to be posted (F56) --------------------------------------------------------------------------------


def with_backlog(play: Play, account: AccountRef, amount: int) -> Play:
    waiting = UnpostedPayment("K0001-0", account, Fen(amount))
    play.state = replace(play.state, terminal=replace(play.state.terminal, unposted=(waiting,)))
    return play


OTHER = AccountRef(AccountKind.MOBILE, "13900001234")


@pytest.mark.parametrize(
    ("account", "waiting", "online", "room"),
    [
        (OTHER, 0, True, 60000),  # online and nothing waits: the visit's own limit
        (OTHER, 20000, True, 60000),  # somebody else's payment is under way: no reason to stop
        (OTHER, 95000, True, 5000),  # the centre answers but posts nothing: the terminal is nearly full
        (ACCOUNT, 20000, True, 10000),  # this number has a payment waiting already
        (OTHER, 0, False, 30000),  # the line went in the middle of the visit
    ],
)
def test_m15_f56_what_waits_limits_every_visit(account: AccountRef, waiting: int, online: bool, room: int) -> None:
    play = Play().at_cash().take(ev.CentreReachable(reachable=online))
    if waiting:
        with_backlog(play, account, waiting)
    visit = play.state.visit
    assert isinstance(visit, TakingCash)
    assert cash_limit(visit, play.state.terminal) == room


def test_late_evidence_while_the_payer_is_asked_to_confirm_is_paid_with_the_rest() -> None:
    """The visit is open, so the ledger holds the note for it: a payment without it would contradict the disk."""
    play = Play().with_notes(5000).take(ev.NoteEscrowed(Fen(10000)), ev.NotesWhereaboutsKnown())
    play.wait(POLICY.waits.next_note)
    assert play.page == "ConfirmPayer"
    play.take(ev.NoteStacked(Fen(10000)))
    assert isinstance(play.view.body, ConfirmPayerView)
    assert play.view.body.inserted == 15000
    play.take(ev.FinishPressed())
    assert play.books.totals() == {"queued": 15000}

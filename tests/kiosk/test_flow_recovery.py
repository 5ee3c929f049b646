"""After a restart: the interrupted visit is finished before the eyes of whoever stands there, and stops stay in force."""

from dataclasses import replace

import pytest

from kiosk import events as ev
from kiosk.accounts import AccountKind, AccountRef
from kiosk.device_status import Device, DeviceState, DeviceStatus, Severity
from kiosk.facts import AcceptorBound, CashReleased, CashStopped, NoteDoubted, PaymentAccepted
from kiosk.flow.health import why_no_cash
from kiosk.flow.stops import BEHIND, CHANGED, CHEATED, DOUBTED, REBUILT
from kiosk.money import Fen
from kiosk.paper import Pair
from kiosk.recollection import BoundAcceptor, CashStop, OpenIntent, OpenVisit, Recollection, StackedNote
from kiosk.slip_check import check_code, sealed_text
from kiosk.views import HomeView, ResultView, StartingView
from kiosk.visit_types import Language, VisitEnd
from tests.kiosk.play import ACCOUNT, ARREARS, FOUND, NOTES, Play, answered, ok, posted
from tests.kiosk.test_flow_money import INTENT, VISIT, restarted

STARTING = DeviceStatus(Device.PRINTER, DeviceState.STARTING)
SILENT = DeviceStatus(Device.PRINTER, DeviceState.OFFLINE, Severity.SUSPEND, code="PRN-SILENT")
INTERRUPTED = Recollection(next_kiosk_seq=8, open_visits=(VISIT,), open_intents=(INTENT,))


def texts(play: Play) -> tuple[str, dict[str, str]]:
    body = play.view.body
    assert isinstance(body, StartingView), body
    return body.message.id, dict(body.message.params)


def result_of(play: Play) -> tuple[Fen, str, dict[str, str]]:
    """Amount, message id and its parameters of the result page."""
    body = play.view.body
    assert isinstance(body, ResultView), body
    assert body.message is not None
    return body.amount, body.message.id, dict(body.message.params)


# ---- the interrupted visit -----------------------------------------------------------------------------------------


def test_while_the_acceptor_is_asked_the_payer_reads_that_the_money_is_safe() -> None:
    play = restarted(INTERRUPTED)
    message, params = texts(play)
    assert message == "recovering_visit"
    assert params == {"number": "138 **** 5678", "amount": "¥150", "note": "¥20"}
    assert play.view.frame.language is Language.ENGLISH, "as the payer had chosen"


def test_only_the_note_on_its_way_was_in() -> None:
    play = restarted(replace(INTERRUPTED, open_visits=(replace(VISIT, notes=()),)))
    assert texts(play)[0] == "recovering_note"
    play.take(ev.NoteReturned(Fen(2000)), ev.NotesWhereaboutsKnown())
    assert isinstance(play.view.body, HomeView), "nothing was in: nothing is to be paid"
    assert not play.books.open_visits


def test_note_and_held_notes_become_one_payment_and_the_result_is_shown() -> None:
    play = restarted(INTERRUPTED).take(ev.NoteStacked(Fen(2000), latched=True))
    payments = [fact for fact in play.facts if isinstance(fact, PaymentAccepted)]
    assert [(payment.payment_id, payment.amount) for payment in payments] == [("K0001-8", 17000)]
    assert result_of(play)[:2] == (17000, "result_recovered")
    play.take(answered("K0001-8", posted("K0001-8")))
    assert result_of(play)[1] == "result_posted"


def test_an_acceptor_that_says_nothing_keeps_nobody_waiting() -> None:
    """What is surely in is paid; the note is told with its code, and credited when its evidence comes."""
    play = restarted(INTERRUPTED).wait(30.0)
    assert play.books.totals() == {"queued": 15000}
    assert result_of(play)[1] == "result_note_open"
    play.take(*Play.devices_up(), ev.NoteStacked(Fen(2000), latched=True))
    assert play.books.totals()["queued"] == 15000
    again = restarted(INTERRUPTED).wait(30.0).take(ev.NoteStacked(Fen(2000), latched=True))
    assert again.books.totals() == {"queued": 17000}


def test_a_note_that_was_in_doubt_is_told_with_its_code() -> None:
    doubted = replace(VISIT, doubted=(StackedNote("d1234567890", Fen(1000)),))
    play = restarted(Recollection(8, open_visits=(doubted,)))
    _, message, params = result_of(play)
    assert (message, params["code"]) == ("result_note_open", "D1234567")


def test_an_older_intent_can_have_no_evidence_any_more() -> None:
    older = OpenIntent("n8", "v1", Fen(500))
    play = restarted(replace(INTERRUPTED, open_intents=(older, INTENT)))
    assert NoteDoubted("n8", "overtaken") in play.facts


def test_late_evidence_counts_after_a_restart_only_of_the_newest_note() -> None:
    memory = Recollection(8, doubted=INTENT, last_stacked=StackedNote("n1", Fen(2000)))
    play = Play()
    play.books.notes["n9"], play.books.value["n9"], play.books.visit["n9"] = "in_doubt", 2000, "v1"
    play.take(ev.Started(memory)).take(ev.NoteStacked(Fen(2000), latched=True))
    assert play.names() == ["NoteStacked", "CaseOpened"]
    play = Play().at_cash().take(ev.NoteEscrowed(Fen(5000)), ev.NotesWhereaboutsKnown())
    assert play.books.totals() == {"in_doubt": 5000}
    play.note(5000)
    play.take(ev.NoteStacked(Fen(5000), latched=True))
    assert play.names() == ["StackedReportRepeated"], "the device reports in order: it can't be the earlier note"


def test_a_note_of_nobody_after_a_note_in_doubt_ends_its_late_evidence_as_a_restart_does() -> None:
    play = Play().at_cash().take(ev.NoteEscrowed(Fen(5000)), ev.NotesWhereaboutsKnown())
    play.take(ev.NoteStacked(Fen(500)), ev.NoteStacked(Fen(5000)))
    assert play.names() == ["NoteStacked", "NoteStacked"]
    assert play.books.totals() == {"in_doubt": 5000, "unassigned": 5500}
    assert play.state.terminal.doubted is None


def test_a_visit_left_with_a_note_on_its_way_remembers_the_one_in_doubt() -> None:
    play = Play().at_cash().take(ev.NoteEscrowed(Fen(5000)), ev.NotesWhereaboutsKnown())
    doubted = play.state.terminal.doubted
    assert doubted is not None
    play.take(ev.NoteEscrowed(Fen(1000)), ev.FinishPressed()).wait(20.0)
    (left,) = play.state.terminal.lingering
    assert left.doubted == (StackedNote(doubted.note_id, Fen(5000)),)
    play.take(ev.NoteStacked(Fen(1000)))
    assert play.books.totals() == {"in_doubt": 5000, "queued": 1000}


# ---- its slip ------------------------------------------------------------------------------------------------------


def test_the_slip_waits_for_the_printer_and_carries_a_check_code() -> None:
    play = Play()
    play.books.open_visits.add(VISIT.visit_id)
    for note in VISIT.notes:
        play.books.notes[note.note_id] = "stacked"
        play.books.value[note.note_id], play.books.visit[note.note_id] = note.denomination, VISIT.visit_id
    play.seq = 8
    play.take(ev.DeviceStatusChanged(STARTING), ev.Started(Recollection(8, open_visits=(VISIT,)), lambda text: text[-5:]))
    play.take(answered("K0001-8", posted("K0001-8")))
    assert "PrintPaper" not in play.orders()
    play.take(ok(Device.PRINTER))
    assert play.orders() == ["PrintPaper"]
    assert play.names() == ["DeviceChanged", "ReceiptStarted"]
    job = play.commands[0].job  # type: ignore[union-attr]
    covered = sealed_text("K0001-8", "138****5678", Fen(15000), "2026-11-21 20:58:44")
    assert Pair("Check code", check_code(covered[-5:])) in job.document.lines


def test_a_printer_that_comes_after_the_page_is_left_prints_the_slip_all_the_same() -> None:
    play = restarted(Recollection(8, open_visits=(VISIT,)))
    play.take(ev.DeviceStatusChanged(SILENT)).wait(60.0)
    assert isinstance(play.view.body, HomeView)
    play.take(ok(Device.PRINTER))
    assert play.orders() == ["PrintPaper"]
    play.take(ev.DeviceStatusChanged(SILENT)).take(ok(Device.PRINTER))
    assert play.orders() == [], "once"


def test_a_printer_that_is_silent_when_the_interrupted_visit_is_paid_prints_its_slip_later() -> None:
    """The acceptor may take its time to tell of the note; by then the printer is known to be silent."""
    play = restarted(INTERRUPTED).take(ev.DeviceStatusChanged(SILENT), ev.NoteStacked(Fen(2000), latched=True))
    play.wait(10.0)
    assert "PrintPaper" not in play.orders(), "no job is thrown at a printer that is not there"
    play.take(ok(Device.PRINTER))
    assert play.orders() == ["PrintPaper"]
    play.take(ev.DeviceStatusChanged(SILENT)).take(ok(Device.PRINTER))
    assert play.orders() == [], "once"


def test_a_payer_who_agreed_to_no_receipt_is_owed_none_after_an_interruption() -> None:
    play = restarted(replace(INTERRUPTED, open_visits=(replace(VISIT, receipt_expected=False),)))
    play.take(ev.DeviceStatusChanged(SILENT), ev.NoteStacked(Fen(2000), latched=True)).take(ok(Device.PRINTER))
    assert play.orders() == []


# ---- stops ---------------------------------------------------------------------------------------------------------


def test_x24_a_stop_outlives_the_process_until_a_person_releases_it() -> None:
    play = Play().with_notes(5000).take(ev.NoteCheated("47"))
    stopped = next(fact for fact in play.facts if isinstance(fact, CashStopped))
    assert stopped.code == CHEATED
    again = Play().at_home(Recollection(2, stops=(CashStop(stopped.code, stopped.detail),)))
    assert why_no_cash(again.state.terminal) == CHEATED
    again.take(ev.StopReleased(CHEATED, "technician 7", "the box was opened and counted"))
    assert again.facts == [CashReleased(CHEATED, "technician 7", "the box was opened and counted")]
    assert not why_no_cash(again.state.terminal)


def test_x23_an_old_disk_is_never_released() -> None:
    play = Play().at_home().take(ev.CentreRemembers(1))
    assert [type(fact) for fact in play.facts] == [CashStopped]
    assert play.take(ev.CentreRemembers(1)).refused, "once is enough"
    play.take(ev.StopReleased(BEHIND, "technician 7", "please"))
    assert play.facts == []
    assert why_no_cash(play.state.terminal) == BEHIND


def test_x23_no_note_before_the_centre_was_asked() -> None:
    """The look-up before the first note opens the session, whose answer tells the centre's highest number first."""
    play = Play().at_number().typed().take(ev.ConfirmPressed(), ev.CentreRemembers(1))
    play.take(ev.AccountLookedUp(ACCOUNT, FOUND), ev.AmountChosen(ARREARS), ev.CashChosen())
    assert play.page == "ChooseMethod"
    assert play.refused


def test_s12_another_acceptor_takes_no_cash_until_a_person_accepts_it() -> None:
    bound = BoundAcceptor("SM", "S1", "1.0")
    play = Play().at_home(Recollection(1, acceptor=bound))
    assert not why_no_cash(play.state.terminal)
    play.take(ev.AcceptorIdentified("SM", "S2", "1.0", NOTES))
    assert [type(fact) for fact in play.facts] == [CashStopped]
    assert why_no_cash(play.state.terminal) == CHANGED
    play.take(ev.StopReleased(CHANGED, "technician 7", "exchanged after a defect"))
    assert play.facts[-1] == AcceptorBound("SM", "S2", "1.0")
    assert not why_no_cash(play.state.terminal)
    play.take(ev.AcceptorIdentified("SM", "S1", "1.0", NOTES))
    assert why_no_cash(play.state.terminal) == CHANGED


def test_the_same_acceptor_with_a_new_bill_table_is_the_same_acceptor() -> None:
    play = Play().at_home().take(ev.AcceptorIdentified("SM", "S1", "1.0", frozenset({Fen(500)})))
    assert play.facts == []
    assert not why_no_cash(play.state.terminal)


def test_s5_a_changed_ledger_takes_no_money_and_says_why() -> None:
    play = Play().with_notes(5000).take(ev.LedgerDoubted("record 3 does not fit the chain"))
    assert play.facts == [CashStopped(DOUBTED, "record 3 does not fit the chain")]
    assert play.orders() == ["StopAccepting"]
    play.take(ev.FinishPressed())
    assert play.books.totals() == {"queued": 5000}, "what is in is paid all the same"


def test_a_rebuilt_ledger_waits_for_the_centre() -> None:
    play = Play().at_home(Recollection(1, stops=(CashStop(REBUILT, "the database was damaged"),)))
    assert why_no_cash(play.state.terminal) == REBUILT
    play.take(ev.LedgerConfirmed(41))
    assert [type(fact) for fact in play.facts] == [CashReleased]
    assert not why_no_cash(play.state.terminal)
    assert play.take(ev.LedgerConfirmed(42)).refused


def test_a3_a_full_disk_shuts_the_slot_and_room_opens_it_again() -> None:
    play = Play().with_notes(5000).take(ev.DiskRoomChanged(low=True, free_bytes=90 << 20))
    assert play.orders() == ["StopAccepting"]
    assert why_no_cash(play.state.terminal) == "DISK-LOW"
    assert play.facts == [], "a full disk is not written to for nothing"
    play.take(ev.DiskRoomChanged(low=False, free_bytes=200 << 20))
    assert play.orders() == ["AcceptNotes"]


@pytest.mark.parametrize("code", ["BV-CHEAT", "NOTHING"])
def test_a_stop_that_is_not_there_is_not_released(code: str) -> None:
    assert Play().at_home().take(ev.StopReleased(code, "somebody", "for nothing")).refused


def test_a_visit_of_another_number_is_paid_too_were_there_ever_two() -> None:
    other = OpenVisit(
        visit_id="v0",
        account=AccountRef(AccountKind.MOBILE, "13900001234"),
        masked_name="",
        amount_to_pay=Fen(5000),
        language=Language.CHINESE,
        offline=True,
        receipt_expected=False,
        notes=(StackedNote("n5", Fen(5000)),),
    )
    play = restarted(Recollection(8, open_visits=(VISIT, other), open_intents=(replace(INTENT, visit_id="v0"),)))
    play.take(ev.NotesWhereaboutsKnown())
    payments = [fact for fact in play.history if isinstance(fact, PaymentAccepted)]
    assert [(payment.kiosk_seq, payment.account) for payment in payments] == [(8, ACCOUNT), (9, other.account)]
    assert not play.books.open_visits
    assert play.history[-1].end is VisitEnd.RECOVERED  # type: ignore[union-attr]

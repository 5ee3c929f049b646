"""The guided diagnosis: each item ends in one result, a note goes back or is told of, none of it is a customer's (F67)."""

from collections.abc import Callable
from dataclasses import dataclass

import pytest

from kiosk import events as ev
from kiosk.commands import AcceptNotes, CheckCardHost, MakeBundle, PrintPaper, ReturnNote, RunDiagnosis, StopAccepting
from kiosk.device_status import Device, DeviceState, DeviceStatus, Severity
from kiosk.diagnosis import CELLS, OF_THE_MACHINE, QUESTIONS, DiagnosisItem, Outcome
from kiosk.diagnosis_views import DiagnosisView
from kiosk.facts import CaseOpened, NoteStackedFact, ReceiptStarted, StaffLoggedOff, TestRecorded
from kiosk.flow.diagnosis_states import Diagnosing, DiagnosisStep
from kiosk.flow.logging_off import hands_inside
from kiosk.money import Fen
from kiosk.paper import PrintOutcome
from kiosk.staff_views import ConsolePage
from kiosk.views import View
from kiosk.visit_types import Service
from tests.kiosk.play import NOTES, Play, ok
from tests.kiosk.play_staff import ADMIN, VIEWER, at_console, at_diagnosis, at_pin, checked, with_staff
from tests.kiosk.test_flow_matrix import SAMPLES, aimed

NOTE = Fen(5000)
LOST = ev.DeviceStatusChanged(DeviceStatus(Device.ACCEPTOR, DeviceState.OFFLINE, Severity.SUSPEND, code="BV-SILENT"))


def page(play: Play) -> Diagnosing:
    assert isinstance(play.state.visit, Diagnosing)
    return play.state.visit


def begun(item: DiagnosisItem, play: Play | None = None) -> Play:
    return (play or at_diagnosis()).take(ev.DiagnosisChosen(item))


def results(play: Play) -> list[tuple[str, str, str]]:
    return [(fact.item, fact.outcome, fact.detail) for fact in play.history if isinstance(fact, TestRecorded)]


def inserting() -> Play:
    return begun(DiagnosisItem.ACCEPTOR)


def in_escrow() -> Play:
    return inserting().take(ev.NoteAccepting(), ev.NoteEscrowed(NOTE))


# ---- the way in ----------------------------------------------------------------------------------------------------


def test_the_diagnosis_needs_the_role_operate() -> None:
    assert at_diagnosis().page == "Diagnosing"
    looker = at_console(VIEWER.staff_id).take(ev.ConsolePageChosen(ConsolePage.DIAGNOSIS))
    assert (looker.page, bool(looker.refused)) == ("Console", True)


@pytest.mark.parametrize("place", [Play().at_number, Play().at_cash, lambda: Play().with_notes(5000)])
def test_no_test_begins_during_a_visit(place: Callable[[], Play]) -> None:
    play = place()
    before = play.page
    for item in ("", *DiagnosisItem):
        play.take(ev.DiagnosisChosen(item))
        assert (play.page, play.commands, bool(play.refused)) == (before, [], True)


def test_no_visit_begins_during_a_test() -> None:
    play = inserting()
    for touch in (ev.ServiceChosen(Service.PAY_BILL), ev.CashChosen(), ev.StaffPressed(), ev.MenuPressed()):
        play.take(touch)
        assert (play.page, play.commands, bool(play.refused)) == ("Diagnosing", [], True)


def test_a_card_terminal_that_is_not_fitted_is_not_tried() -> None:
    play = begun(DiagnosisItem.CARD)
    assert (play.refused != [], play.commands) == (True, [])
    view = at_diagnosis().view.body
    assert isinstance(view, DiagnosisView)
    assert [line.item for line in view.lines] == [item for item in DiagnosisItem if item is not DiagnosisItem.CARD]


# ---- a note in and back --------------------------------------------------------------------------------------------


def test_a_note_passes_only_when_the_device_says_that_it_went_back() -> None:
    play = inserting()
    assert play.commands == [AcceptNotes(NOTES)]
    play.take(ev.NoteAccepting(), ev.NoteEscrowed(NOTE))
    assert play.commands == [ReturnNote(), StopAccepting()]
    assert (page(play).step, results(play)) == (DiagnosisStep.RETURNING, [])
    play.take(ev.NoteReturned(NOTE))
    assert results(play) == [("acceptor", "passed", "returned")]
    assert play.books.totals() == {}, "no fen of it is anybody's"
    assert type(play.take(ev.NoteReturned(NOTE)).facts[0]).__name__ == "NoteGivenBack", "another one"


def test_m1_a_test_note_that_is_stacked_anyway_is_unassigned_money_and_the_test_failed() -> None:
    play = in_escrow().take(ev.NoteStacked(NOTE))
    assert results(play) == [("acceptor", "failed", "stacked")]
    stacked, recorded = play.facts
    assert isinstance(stacked, NoteStackedFact)
    assert (stacked.visit_id, stacked.denomination) == (None, NOTE)
    assert isinstance(recorded, TestRecorded)
    assert play.books.totals() == {"unassigned": NOTE}


def test_m1_a_test_note_is_never_taken_for_the_repeat_of_the_note_before_it() -> None:
    """The last customer's note had the same value: the report of the test's note is of another one, latched or not."""
    play = Play().with_notes(NOTE).take(ev.FinishPressed()).take(ev.FinishPressed())
    play.wait(60)
    assert play.page == "Home"
    checked(at_pin(play=with_staff(play)), right=True).take(ev.ConsolePageChosen(ConsolePage.DIAGNOSIS))
    begun(DiagnosisItem.ACCEPTOR, play).take(ev.NoteEscrowed(NOTE), ev.NoteStacked(NOTE, latched=True))
    assert play.books.totals()["unassigned"] == NOTE


def test_m1_a_test_note_is_never_taken_for_late_evidence_of_a_note_in_doubt() -> None:
    play = Play().with_notes(1000).take(ev.NoteEscrowed(NOTE), ev.NotesWhereaboutsKnown(), ev.FinishPressed())
    play.wait(60)
    assert play.books.totals()["in_doubt"] == NOTE
    checked(at_pin(play=with_staff(play)), right=True).take(ev.ConsolePageChosen(ConsolePage.DIAGNOSIS))
    begun(DiagnosisItem.ACCEPTOR, play).take(ev.NoteEscrowed(NOTE), ev.NoteStacked(NOTE))
    totals = play.books.totals()
    assert (totals["in_doubt"], totals["unassigned"]) == (NOTE, NOTE)


@dataclass(frozen=True)
class Fault:
    """What happens, and how the test of the acceptor ends. ``case``: a person is told of a note that nobody can explain."""

    name: str
    at: Callable[[], Play]
    events: tuple[ev.Event, ...]
    seconds: float
    outcome: tuple[str, str]
    case: bool = False


FAULTS = [
    Fault("nobody puts a note in", inserting, (), 60, ("skipped", "no note was put in")),
    Fault("lost before a note was in", inserting, (LOST,), 0, ("failed", "BV-SILENT")),
    Fault("lost with a note inside, back with it out", in_escrow, (LOST, ok(Device.ACCEPTOR), ev.NoteReturned(None)), 0,
          ("passed", "returned")),
    Fault("lost with a note inside, back without a word", in_escrow,
          (LOST, ok(Device.ACCEPTOR), ev.NotesWhereaboutsKnown()), 0, ("failed", "not proved returned"), case=True),
    Fault("lost with a note inside for good", in_escrow, (LOST,), 20, ("failed", "not proved returned"), case=True),
    Fault("lost with a note inside, back with it in the box", in_escrow,
          (LOST, ok(Device.ACCEPTOR), ev.NoteStacked(NOTE)), 0, ("failed", "stacked")),
    Fault("another came back", in_escrow, (ev.NoteReturned(Fen(10000)),), 0, ("failed", "not proved returned"), case=True),
    Fault("fished out", in_escrow, (ev.NoteCheated("69"),), 0, ("failed", "BV-CHEAT")),
    Fault("refused by the device, then nothing", inserting, (ev.NoteAccepting(), ev.NoteRejected("verification")), 60,
          ("skipped", "no note was put in")),
    Fault("drawn in and stuck", inserting, (ev.NoteAccepting(),), 90, ("failed", "BV-STUCK")),
    Fault("drawn in, and out again by itself", inserting, (ev.NoteAccepting(), ev.NoteReturned(None)), 60,
          ("skipped", "no note was put in")),
]  # fmt: skip


@pytest.mark.parametrize("fault", FAULTS, ids=lambda fault: fault.name)
def test_every_fault_of_the_acceptor_has_its_result_and_shuts_the_slot(fault: Fault) -> None:
    play = fault.at().take(*fault.events)
    commands = list(play.commands)
    if fault.seconds:
        play.wait(fault.seconds)
        commands += play.commands
    assert results(play) == [("acceptor", *fault.outcome)]
    cases = [fact for fact in play.history if isinstance(fact, CaseOpened) and fact.reason == "test_note_unexplained"]
    assert bool(cases) is fault.case
    returned_before = fault.at is in_escrow  # there the slot was shut with the order to give the note back
    assert returned_before or StopAccepting() in commands
    assert page(play).step is DiagnosisStep.DONE
    assert sum(play.books.totals().values()) == play.books.stacked()


@pytest.mark.parametrize("state", [DeviceState.OFFLINE, DeviceState.USER_ERROR, DeviceState.STARTING])
def test_an_acceptor_that_can_not_be_tried_says_so_and_opens_nothing(state: DeviceState) -> None:
    play = at_diagnosis().take(
        ev.DeviceStatusChanged(DeviceStatus(Device.ACCEPTOR, state, Severity.SUSPEND, code="BV-BOX-OUT"))
    )
    begun(DiagnosisItem.ACCEPTOR, play)
    assert (play.commands, results(play)) == ([], [("acceptor", "failed", "BV-BOX-OUT")])


@pytest.mark.parametrize(
    "leaving", [ev.BackPressed(), ev.DiagnosisSkipped(), ev.LogOffPressed()], ids=lambda e: type(e).__name__
)
@pytest.mark.parametrize(
    ("inside", "evidence"),
    [((ev.NoteEscrowed(NOTE),), ev.NoteReturned(NOTE)), ((ev.NoteAccepting(),), ev.NoteRejected("verification"))],
)
def test_whoever_leaves_with_a_note_inside_waits_until_it_is_out(
    leaving: ev.Event, inside: tuple[ev.Event, ...], evidence: ev.Event
) -> None:
    play = inserting().take(*inside).take(leaving)
    assert play.page == "Diagnosing"
    assert page(play).step is DiagnosisStep.RETURNING
    assert not any(isinstance(fact, StaffLoggedOff) for fact in play.history)
    play.take(evidence)
    assert [outcome for _, outcome, _ in results(play)] == ["skipped"]
    assert play.page == ("Home" if isinstance(leaving, ev.LogOffPressed) else "Diagnosing")


def test_whoever_logs_off_before_a_note_came_shuts_the_slot_and_a_note_that_comes_then_goes_back() -> None:
    play = inserting().take(ev.LogOffPressed())
    assert (play.page, play.commands) == ("Home", [StopAccepting()])
    assert [type(fact).__name__ for fact in play.facts] == ["TestRecorded", "StaffLoggedOff"]
    play.take(ev.NoteEscrowed(NOTE))
    assert play.commands == [ReturnNote()]


def test_a_device_that_keeps_the_note_of_somebody_who_left_is_told_of_and_lets_them_go() -> None:
    play = in_escrow().take(ev.LogOffPressed()).wait(20)
    assert play.page == "Home"
    assert [type(fact).__name__ for fact in play.facts] == ["CaseOpened", "TestRecorded", "StaffLoggedOff"]


def test_nothing_is_credited_while_a_storage_failure_ends_the_test() -> None:
    play = in_escrow().take(ev.StorageFailed("EIO"))
    assert play.page == "OutOfService"
    assert StopAccepting() in play.commands
    assert ReturnNote() in play.commands


# ---- printer, card -------------------------------------------------------------------------------------------------


def printed(outcome: PrintOutcome = PrintOutcome.PRINTED, cause: str = "") -> Play:
    play = begun(DiagnosisItem.PRINTER)
    (order,) = play.commands
    assert isinstance(order, PrintPaper)
    assert play.facts == [ReceiptStarted(order.job.job_id, "staff")]
    return play.take(ev.PrintJobEnded(order.job.job_id, outcome, cause))


def test_a_printed_page_is_judged_by_a_person_question_by_question() -> None:
    play = printed()
    for question in QUESTIONS[DiagnosisItem.PRINTER]:
        assert results(play) == []
        body = play.view.body
        assert isinstance(body, DiagnosisView)
        assert body.question == question
        play.take(ev.DiagnosisAnswered(yes=True))
    assert results(play) == [("printer", "passed", "")]


@pytest.mark.parametrize("number", range(3))
def test_the_first_no_ends_the_item_and_is_told(number: int) -> None:
    play = printed()
    for _ in range(number):
        play.take(ev.DiagnosisAnswered(yes=True))
    play.take(ev.DiagnosisAnswered(yes=False))
    assert results(play) == [("printer", "failed", f"not {QUESTIONS[DiagnosisItem.PRINTER][number]}")]


def test_a_page_that_did_not_come_out_fails_by_the_printers_word() -> None:
    assert results(printed(PrintOutcome.NOT_PRINTED, "PRN-OUT")) == [("printer", "failed", "PRN-OUT")]
    assert results(printed(PrintOutcome.UNKNOWN)) == [("printer", "failed", "unknown")]


def test_a_printer_that_proves_nothing_is_judged_by_the_person_alone() -> None:
    play = printed(PrintOutcome.UNKNOWN, "PRN-UNPROVED")
    assert page(play).step is DiagnosisStep.ASKING


def test_a_printer_without_a_word_is_not_waited_for_for_ever() -> None:
    play = begun(DiagnosisItem.PRINTER).wait(90)
    assert results(play) == [("printer", "failed", "no answer")]


def test_somebody_elses_paper_says_nothing_about_the_test() -> None:
    play = begun(DiagnosisItem.PRINTER).take(ev.PrintJobEnded("another", PrintOutcome.PRINTED))
    assert (results(play), page(play).step) == ([], DiagnosisStep.WORKING)


def with_card() -> Play:
    play = at_diagnosis().with_card_terminal()
    return begun(DiagnosisItem.CARD, play)


def test_a_card_terminal_is_asked_for_its_line_to_the_bank() -> None:
    for reached, detail, outcome in ((True, "", "passed"), (False, "F3", "failed")):
        play = with_card()
        (order,) = play.commands
        assert isinstance(order, CheckCardHost)
        play.take(ev.CardHostChecked(order.ticket, reached, detail))
        assert results(play) == [("card", outcome, detail)]


def test_a_card_terminal_with_an_open_charge_is_left_alone() -> None:
    play = Play().at_card()
    play.take(ev.CardUnclear(play.attempt_id, "cut"))
    play.wait(300)
    assert play.state.terminal.attempt is not None
    play.take(ev.FinishPressed())
    play.wait(120)
    checked(at_pin(play=with_staff(play)), right=True).take(ev.ConsolePageChosen(ConsolePage.DIAGNOSIS))
    begun(DiagnosisItem.CARD, play)
    assert (play.commands, results(play)) == ([], [("card", "skipped", "CARD-DOUBT")])


# ---- the machine's own, touch --------------------------------------------------------------------------------------


@pytest.mark.parametrize("item", sorted(OF_THE_MACHINE))
def test_what_the_machine_tries_ends_by_its_word_or_by_a_persons(item: DiagnosisItem) -> None:
    play = begun(item)
    (order,) = play.commands
    assert order == RunDiagnosis(page(play).ticket, item, ADMIN.staff_id)
    play.take(ev.DiagnosisEnded("another", passed=True))
    assert results(play) == []
    play.take(ev.DiagnosisEnded(order.ticket, passed=True, detail="7 ms"))
    for _ in QUESTIONS.get(item, ()):
        assert page(play).step is DiagnosisStep.ASKING
        play.take(ev.DiagnosisAnswered(yes=True))
    assert results(play) == [(item, "passed", "7 ms")]
    failed = begun(item)
    failed.take(ev.DiagnosisEnded(page(failed).ticket, passed=False, detail="NET-DOWN"))
    assert results(failed) == [(item, "failed", "NET-DOWN")]
    assert results(begun(item).wait(60)) == [(item, "failed", "no answer")]


def test_a_question_that_nobody_answers_is_a_result_too() -> None:
    play = printed().wait(120)
    assert results(play) == [("printer", "skipped", "nobody answered")]


def test_every_place_of_the_screen_is_touched_once() -> None:
    play = begun(DiagnosisItem.TOUCH)
    for cell in range(CELLS):
        play.take(ev.CellTouched(cell), ev.CellTouched(cell))
    assert results(play) == [("touch", "passed", f"{CELLS}/{CELLS}")]


def test_a_place_that_feels_nothing_fails_after_a_while_without_any_key() -> None:
    play = begun(DiagnosisItem.TOUCH)
    for cell in range(CELLS - 2):
        play.wait(10).take(ev.CellTouched(cell))
    assert results(play.wait(15)) == [("touch", "failed", f"{CELLS - 2}/{CELLS}")]


def test_a_place_that_is_none_counts_as_none() -> None:
    play = begun(DiagnosisItem.TOUCH).take(ev.CellTouched(-1), ev.CellTouched(CELLS))
    assert (page(play).touched, len(play.refused)) == (frozenset(), 2)


# ---- one after the other, skipping, leaving -------------------------------------------------------------------------


def test_all_run_one_after_the_other_and_a_failure_is_read_before_the_next_one() -> None:
    play = at_diagnosis().take(ev.DiagnosisChosen())
    assert page(play).item is DiagnosisItem.ACCEPTOR
    play.take(ev.DiagnosisSkipped())
    assert page(play).item is DiagnosisItem.PRINTER
    job = page(play).ticket
    play.take(ev.PrintJobEnded(job, PrintOutcome.NOT_PRINTED, "PRN-OUT"))
    assert (page(play).step, page(play).item) == (DiagnosisStep.DONE, DiagnosisItem.PRINTER)
    play.take(ev.DiagnosisNext())
    assert page(play).item is DiagnosisItem.TOUCH
    for item in (item for item in DiagnosisItem if item in OF_THE_MACHINE):
        play.take(ev.DiagnosisSkipped())
        assert page(play).item is item
    play.take(ev.DiagnosisSkipped())
    assert page(play).step is DiagnosisStep.DONE
    assert len(results(play)) == len(DiagnosisItem) - 1
    play.take(ev.DiagnosisNext())
    assert page(play).step is DiagnosisStep.CHOOSING


def test_every_result_is_kept_for_the_list_with_who_and_when() -> None:
    play = printed(PrintOutcome.NOT_PRINTED, "PRN-OUT").take(ev.DiagnosisNext())
    body = play.view.body
    assert isinstance(body, DiagnosisView)
    line = next(one for one in body.lines if one.item == "printer")
    assert (line.outcome, line.staff_id, line.detail, line.is_old) == ("failed", ADMIN.staff_id, "PRN-OUT", False)


def test_back_leads_from_a_test_to_the_list_and_from_there_to_the_console() -> None:
    play = begun(DiagnosisItem.CENTRE).take(ev.BackPressed())
    assert (page(play).step, results(play)) == (DiagnosisStep.CHOOSING, [("centre", "skipped", "")])
    assert play.take(ev.BackPressed()).page == "Console"
    assert [type(fact) for fact in play.history].count(StaffLoggedOff) == 0


def test_a_late_word_after_a_test_was_left_changes_nothing() -> None:
    play = begun(DiagnosisItem.CENTRE)
    ticket = page(play).ticket
    play.take(ev.BackPressed()).take(ev.DiagnosisEnded(ticket, passed=True))
    assert (play.facts, bool(play.refused)) == ([], True)


def test_an_idle_list_logs_off_and_an_open_cover_keeps_it() -> None:
    play = at_diagnosis().wait(120)
    assert (play.page, play.facts) == ("Home", [StaffLoggedOff(ADMIN.staff_id, "idle")])
    cover = DeviceStatus(Device.PRINTER, DeviceState.USER_ERROR, Severity.SUSPEND, code="PRN-COVER")
    assert at_diagnosis().take(ev.DeviceStatusChanged(cover)).wait(600).page == "Diagnosing"


def test_a_fault_bundle_is_made_by_one_key_and_its_name_is_shown() -> None:
    play = at_diagnosis().take(ev.BundlePressed())
    (order,) = play.commands
    assert isinstance(order, MakeBundle)
    assert play.take(ev.BundlePressed()).refused, "one at a time"
    play.take(ev.BundleMade(order.ticket, "K0001-1.zip"))
    body = play.view.body
    assert isinstance(body, DiagnosisView)
    assert (body.bundle, body.bundle_busy, body.bundle_failed) == ("K0001-1.zip", False, False)
    failed = at_diagnosis().take(ev.BundlePressed(), ev.BundleMade("x")).view.body
    assert isinstance(failed, DiagnosisView)
    assert failed.bundle_failed


# ---- whatever happens ----------------------------------------------------------------------------------------------

AT_EVERY_STEP: dict[str, Callable[[], Play]] = {
    "choosing": at_diagnosis,
    "working": lambda: begun(DiagnosisItem.CENTRE),
    "printing": lambda: begun(DiagnosisItem.PRINTER),
    "inserting": inserting,
    "drawn": lambda: inserting().take(ev.NoteAccepting()),
    "returning": in_escrow,
    "leaving": lambda: in_escrow().take(ev.LogOffPressed()),
    "asking": printed,
    "touching": lambda: begun(DiagnosisItem.TOUCH),
    "done": lambda: begun(DiagnosisItem.CENTRE).wait(60),
}


@pytest.mark.parametrize("place", AT_EVERY_STEP)
def test_m3_any_event_at_any_step_keeps_the_equation_and_gives_a_page(place: str) -> None:
    for event in SAMPLES:
        play = AT_EVERY_STEP[place]()
        play.take(aimed(play, event))
        assert isinstance(play.view, View)
        play.books.check()
        assert not any(isinstance(fact, NoteStackedFact) and fact.visit_id for fact in play.facts), "never credited"
        play.wait(1000)
        held = hands_inside(play.state.terminal) and play.page == "Diagnosing"
        assert held or play.page in ("Home", "Closed", "OutOfService"), f"{place} is left by itself after {event}"


def test_every_outcome_is_one_of_the_contracts() -> None:
    assert {outcome.value for outcome in Outcome} == {"passed", "failed", "skipped"}

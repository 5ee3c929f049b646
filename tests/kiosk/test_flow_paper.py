"""Trust in paper, in the flow: the roll by its length, slips that nobody took, a receipt once more by a person's wish."""

from dataclasses import replace

import pytest

from kiosk import commands as cmd, events as ev
from kiosk.device_status import Device, DeviceState, DeviceStatus, Severity, Supplies
from kiosk.enquiry_views import PaperStep, PreviewView
from kiosk.facts import PaperRanOut, PaperRollFitted, ReceiptEnded
from kiosk.flow.enquiry_states import Enquiring
from kiosk.flow.paper_roll import LOW_BY_COUNT, LOW_MM, left_mm, printer_told
from kiosk.messages import Message
from kiosk.paper import Document, PrintOutcome, Text
from kiosk.recollection import EMPTY, PaperRoll
from kiosk.views import HomeView, ResultView, StepState
from kiosk.visit_types import Service
from tests.kiosk.play import POLICY, Play, answered, ok, posted
from tests.kiosk.play_asking import Asking

ROLL = POLICY.roll_mm


def printer(code: str, supplies: Supplies = Supplies.GOOD) -> ev.DeviceStatusChanged:
    """As the driver tells it (``devices/escpos_facts.py``)."""
    states = {
        "": (DeviceState.ONLINE, Severity.NONE),
        "PRN-LOW": (DeviceState.ONLINE, Severity.WARNING),
        "PRN-SLIP": (DeviceState.BUSY, Severity.NONE),
        "PRN-RETRACTED": (DeviceState.ONLINE, Severity.WARNING),
    }
    state, severity = states.get(code, (DeviceState.USER_ERROR, Severity.SUSPEND))
    return ev.DeviceStatusChanged(DeviceStatus(Device.PRINTER, state, severity, supplies, code))


GOOD, LOW = printer(""), printer("PRN-LOW", Supplies.LOW)
OUT = printer("PRN-OUT", Supplies.OUT)
OPEN, OPEN_AND_OUT, OPEN_AND_LOW = (
    printer("PRN-COVER", supplies) for supplies in (Supplies.GOOD, Supplies.OUT, Supplies.LOW)
)
OFF = ev.DeviceStatusChanged(DeviceStatus(Device.PRINTER, DeviceState.OFFLINE, Severity.SUSPEND, code="PRN-SILENT"))


def fed(mm: int) -> ev.PrintJobEnded:
    return ev.PrintJobEnded("job", PrintOutcome.PRINTED, paper_mm=mm)


def at_home(used_mm: int = 0, *, ran_out: bool = False) -> Play:
    play = Play().at_home(replace(EMPTY, paper_roll=PaperRoll(used_mm, ran_out)))
    return play.take(GOOD)


# ---- the roll --------------------------------------------------------------------------------------------------------


def test_what_is_fed_is_a_fact_and_goes_on_after_a_restart() -> None:
    play = at_home(1_000).take(fed(180), ev.PrintJobEnded("other", PrintOutcome.PARTIAL, "PRN-COVER", 40))
    assert [fact.paper_mm for fact in play.facts if isinstance(fact, ReceiptEnded)] == [180, 40]
    assert left_mm(play.state.terminal) == ROLL - 1_220


def test_the_lamp_says_low_by_count_where_the_sensor_says_nothing_and_everything_prints_on() -> None:
    play = at_home(ROLL - LOW_MM - 100).take(fed(99))
    assert printer_told(play.state.terminal).supplies is Supplies.GOOD
    play.take(fed(1))
    told = printer_told(play.state.terminal)
    assert (told.supplies, told.code, told.severity) == (Supplies.LOW, LOW_BY_COUNT, Severity.WARNING)
    assert told.usable and play.state.terminal.printer.usable
    shown = play.view.body
    assert isinstance(shown, HomeView)
    assert [lamp.message.id for lamp in shown.lamps if lamp.device == "printer"] == ["lamp_printer_low"]
    play.take(fed(2 * ROLL))
    assert (left_mm(play.state.terminal), play.state.terminal.printer.usable) == (0, True)


def test_the_printers_own_word_goes_before_the_count() -> None:
    play = at_home(ROLL)
    for status in (LOW, OUT, OPEN, OFF):
        assert printer_told(play.take(status).state.terminal) == status.status
    waiting = at_home(ROLL).take(printer("PRN-SLIP"))
    assert (printer_told(waiting.state.terminal).code, printer_told(waiting.state.terminal).supplies) == (
        "PRN-SLIP",
        Supplies.LOW,
    )


FITTED, RAN_OUT = "PaperRollFitted", "PaperRanOut"
CHANGES = {
    "paper end, cover, new roll": ([OUT, OPEN_AND_OUT, GOOD], [RAN_OUT, FITTED]),
    "paper end, cover reads as open only": ([OUT, OPEN, GOOD], [RAN_OUT, FITTED]),
    "paper end, switched off, new roll": ([OUT, OFF, GOOD], [RAN_OUT, FITTED]),
    "the same short roll put back": ([LOW, OUT, OPEN_AND_OUT, LOW], [RAN_OUT]),
    "changed before its end": ([LOW, OPEN_AND_LOW, GOOD], [FITTED]),
    "changed before its end, open is no paper": ([LOW, OPEN_AND_OUT, GOOD], [FITTED]),
    "looked at near its end": ([LOW, OPEN_AND_LOW, LOW], []),
    "a jam taken out of half a roll": ([OPEN, GOOD], []),
    "a jam taken out, open is no paper": ([OPEN_AND_OUT, GOOD], []),
    "a sensor that trembles": ([LOW, GOOD, LOW, GOOD], []),
    "switched off and on": ([OFF, GOOD], []),
}


@pytest.mark.parametrize("name", CHANGES)
def test_when_a_roll_is_counted_anew(name: str) -> None:
    statuses, expected = CHANGES[name]
    play = at_home(3_000)
    found = [fact for status in statuses for fact in play.take(status).names() if fact in {FITTED, RAN_OUT}]
    assert found == expected
    new = expected[-1:] == [FITTED]
    assert left_mm(play.state.terminal) == (ROLL if new else ROLL - 3_000)
    if new:
        assert PaperRollFitted(ROLL) in play.history
        assert not play.state.terminal.paper_roll.ran_out and not play.state.terminal.opened_near_end


def test_a_roll_that_is_low_by_count_alone_is_new_after_the_cover_was_open() -> None:
    play = at_home(ROLL - 10).take(OPEN, GOOD)
    assert play.history[-1] == PaperRollFitted(ROLL)
    assert printer_told(play.state.terminal) == GOOD.status


def test_a_roll_changed_while_the_terminal_was_off_is_counted_anew() -> None:
    play = Play().at_home(replace(EMPTY, paper_roll=PaperRoll(70_000, ran_out=True))).take(GOOD)
    assert PaperRollFitted(ROLL) in play.facts
    still = Play().at_home(replace(EMPTY, paper_roll=PaperRoll(70_000, ran_out=True))).take(OUT)
    assert PaperRanOut() not in still.history, "it ended once"


# ---- a slip that nobody took, of an enquiry --------------------------------------------------------------------------


def printed(service: Service = Service.CURRENT_BILL) -> tuple[Asking, str]:
    play = Asking().previewed(service).take(GOOD, ev.PrintPressed())
    job = order(play).job.job_id
    play.take(ev.PrintJobEnded(job, PrintOutcome.PRINTED), printer("PRN-SLIP"))
    return play, job


def order(play: Play) -> cmd.PrintPaper:
    (found,) = [command for command in play.commands if isinstance(command, cmd.PrintPaper)]
    return found


def preview(play: Play) -> PreviewView:
    shown = play.view.body
    assert isinstance(shown, PreviewView)
    return shown


def is_copy(document: Document) -> bool:
    first = document.lines[0]
    return isinstance(first, Text) and first.text.startswith("补打")


def test_f31_a_slip_that_was_drawn_back_is_said_and_printed_again_as_a_copy() -> None:
    play, job = printed()
    play.take(ev.SlipDrawnBack(job), printer("PRN-RETRACTED"))
    assert ReceiptEnded(job, "printed", "PRN-RETRACTED") in play.facts, "a later word of the journal"
    shown = preview(play)
    assert shown.problem is not None
    assert (shown.step, shown.problem.id) == (PaperStep.DRAWN_BACK, "slip_drawn_back")
    play.take(ev.PrintPressed())
    again = order(play).job
    assert is_copy(again.document)
    assert again.document.lines[1:-1] == preview(play).document.lines
    play.take(ev.PrintJobEnded(again.job_id, PrintOutcome.PRINTED), ev.SlipDrawnBack(again.job_id), ev.PrintPressed())
    assert is_copy(order(play).job.document), "and again, as the second copy"


def test_f31_it_is_said_on_the_page_that_the_customer_went_on_to_and_joins_the_next_slip() -> None:
    play, job = printed()
    play.take(ev.BackPressed(), ev.SlipDrawnBack(job))
    assert play.page == "Enquiring"
    assert isinstance(play.state.visit, Enquiring)
    assert play.state.visit.problem == play.view.body.problem == Message("slip_drawn_back")  # type: ignore[union-attr]
    play.take(ev.PrintPressed(), ev.PrintPressed())
    assert is_copy(order(play).job.document)


@pytest.mark.parametrize("leave", [ev.HomePressed(), ev.TimePassed()])
def test_f31_after_the_visit_nothing_is_offered_to_the_next_customer(leave: ev.Event) -> None:
    play, job = printed()
    play.take(leave)
    assert play.page == "Home"
    before = play.view
    play.take(ev.SlipDrawnBack(job))
    assert (play.names(), play.commands, play.view) == (["ReceiptEnded"], [], before)
    play.take(printer("PRN-RETRACTED"))
    other = Asking().previewed().take(GOOD)
    other.take(ev.SlipDrawnBack(job))
    assert preview(other).step is PaperStep.SHOWN, "nor said to them"
    assert other.take(ev.PrintPressed()).orders() == ["PrintPaper"]
    assert not is_copy(order(other).job.document)


def test_f31_a_slip_that_is_stuck_in_the_mouth_is_its_customers_to_pull_out() -> None:
    play, _ = printed()
    play.take(printer("PRN-EXIT"))
    problem = preview(play).problem
    assert problem is not None and problem.id == "slip_in_the_mouth"
    assert preview(play).step is PaperStep.PRINTED
    assert preview(play.take(GOOD)).problem is None, "it was pulled out"


# ---- the receipt, once more ------------------------------------------------------------------------------------------


def paid() -> tuple[Play, str]:
    play = Play().with_notes(5000).take(GOOD, ev.FinishPressed(), answered("K0001-1", posted("K0001-1")))
    return play, order(play).job.job_id


def result(play: Play) -> ResultView:
    shown = play.view.body
    assert isinstance(shown, ResultView)
    return shown


def test_m17_a_receipt_that_was_drawn_back_can_be_had_again_while_the_visit_lasts() -> None:
    play, job = paid()
    play.take(ev.PrintJobEnded(job, PrintOutcome.PRINTED))
    assert play.take(ev.PrintPressed()).refused, "it is in the mouth, or taken"
    play.take(ev.SlipDrawnBack(job))
    shown = result(play)
    assert (shown.receipt, shown.drawn_back, shown.can_print_again) == (StepState.FAILED, True, True)
    play.take(ev.PrintPressed())
    assert play.names() == ["ReceiptStarted"]
    again = order(play).job
    assert is_copy(again.document)
    assert (result(play).receipt, result(play).can_print_again) == (StepState.WAITING, False)
    assert play.take(ev.PrintPressed()).refused
    play.take(ev.PrintJobEnded(again.job_id, PrintOutcome.PRINTED))
    assert (result(play).receipt, result(play).drawn_back) == (StepState.DONE, False)
    play.take(ev.FinishPressed())
    assert (play.page, play.orders()) == ("Home", ["StopFollowing"])


@pytest.mark.parametrize("outcome", [PrintOutcome.NOT_PRINTED, PrintOutcome.PARTIAL, PrintOutcome.UNKNOWN])
def test_m17_a_receipt_that_failed_is_printed_again_only_by_a_person_after_the_printer_works(outcome: PrintOutcome) -> None:
    play, job = paid()
    original = order(play).job.document
    play.take(ev.PrintJobEnded(job, outcome, "PRN-OUT"), OUT)
    assert (result(play).receipt, result(play).can_print_again) == (StepState.FAILED, False)
    assert play.take(ev.PrintPressed()).refused
    play.take(GOOD)
    assert play.orders() == [], "never by itself"
    assert result(play).can_print_again
    play.take(ev.PrintPressed())
    document = order(play).job.document
    assert is_copy(document) is (outcome is not PrintOutcome.NOT_PRINTED)
    assert (document.lines[1:-1] if is_copy(document) else document.lines) == original.lines


def test_m17_after_the_visit_a_receipt_that_was_drawn_back_is_only_a_record() -> None:
    play, job = paid()
    play.take(ev.PrintJobEnded(job, PrintOutcome.PRINTED), ev.FinishPressed()).take(ev.SlipDrawnBack(job))
    assert (play.page, play.names(), play.commands) == ("Home", ["ReceiptEnded"], [])


def test_a_printer_that_answers_without_words_on_its_paper_changes_no_count() -> None:
    assert at_home(3_000).take(ok(Device.PRINTER)).names() == ["DeviceChanged"]

"""F62: commands from afar are done once, when nobody is here, and told; F60, X14: closed outside the hall's hours."""

from collections.abc import Callable
from dataclasses import replace

import pytest

from kiosk import events as ev, facts
from kiosk.commands import PrintPaper, RunRemote
from kiosk.device_status import Device, DeviceState, DeviceStatus, Severity
from kiosk.flow.health import why_no_card, why_no_cash
from kiosk.money import Fen
from kiosk.paper import PrintOutcome
from kiosk.recollection import EMPTY, CashStop
from kiosk.remote import REMOTE_OUT, RemoteOrder, RemoteWhat
from kiosk.views import ClosedView
from kiosk.visit_types import Service
from tests.kiosk.play import ARREARS, POLICY, Play, answered, posted
from tests.kiosk.play_staff import ADMIN, at_console, with_staff

SHUT = ev.HallOpen(is_open=False, opens_at="2026-11-23T08:30:00+08:00")
OPEN = ev.HallOpen(is_open=True)
SLOW = [RemoteWhat.RESTART, RemoteWhat.SYNC_CONFIG, RemoteWhat.FETCH_BUNDLE, RemoteWhat.PRINT_TEST, RemoteWhat.DIAL_TEST]


def came(what: str, command_id: str = "c1") -> ev.CommandCame:
    return ev.CommandCame(command_id, what, "", "0217")


def order(play: Play, command_id: str = "c1") -> RemoteOrder:
    return next(one for one in play.state.terminal.remote if one.command_id == command_id)


BUSY: dict[str, Callable[[], Play]] = {
    "number": lambda: Play().at_number(),
    "amount": lambda: Play().at_amount(),
    "cash": lambda: Play().with_notes(5000),
    "note in escrow": lambda: Play().at_cash().take(ev.NoteEscrowed(Fen(5000))),
    "card": lambda: Play().at_card(),
    "result": lambda: Play().with_notes(5000).take(ev.FinishPressed()),
    "staff": at_console,
    "called": lambda: Play().at_home().take(ev.HelpPressed()),
}


# ---- once, and only when nobody is here ------------------------------------------------------------------------------


@pytest.mark.parametrize("what", SLOW)
def test_f62_a_command_is_taken_by_a_fact_before_it_is_done_and_only_once(what: str) -> None:
    play = Play().at_home().take(came(what))
    assert play.facts == [facts.CommandTaken("c1", what, "", "0217")]
    assert play.commands == [RunRemote(RemoteOrder("c1", what, "", "0217"))]
    play.take(came(what), came(what))
    assert (play.facts, play.commands, len(play.refused)) == ([], [], 2)
    play.take(ev.CommandDone("c1", "done", "well"))
    assert play.facts == [facts.CommandEnded("c1", what, "done", "well")]
    play.take(came(what), ev.CommandDone("c1", "failed", "late"))
    assert (play.facts, play.commands, len(play.refused)) == ([], [], 2)
    play.take(ev.CommandResultKept("c1"), ev.CommandResultKept("c1"))
    assert play.facts == [facts.CommandTold("c1")]
    assert order(play).told


@pytest.mark.parametrize("place", BUSY)
@pytest.mark.parametrize("what", [*SLOW, RemoteWhat.OUT_OF_SERVICE])
def test_f62_nothing_is_done_in_front_of_a_person_or_beside_money(place: str, what: str) -> None:
    play = BUSY[place]()
    page = play.page
    play.take(came(what))
    assert (play.page, play.facts, play.commands) == (page, [], [])
    assert play.state.terminal.remote == (), "it is not taken: it comes again while it is good"


def test_a_command_that_waited_is_done_when_the_payer_has_gone() -> None:
    play = Play().with_notes(5000).take(came("restart"), ev.FinishPressed(), answered("K0001-1", posted("K0001-1")))
    play.take(came("restart"))
    assert play.commands == []
    play.take(ev.FinishPressed(), came("restart"))
    assert [type(command) for command in play.commands][-1] is RunRemote


@pytest.mark.parametrize(("why", "outcome"), [("unknown command format_disk", "refused"), ("its time is over", "expired")])
def test_f62_what_is_not_to_be_done_is_refused_by_name_once_also_in_front_of_a_payer(why: str, outcome: str) -> None:
    play = Play().with_notes(5000)
    event = ev.CommandCame("c9", "format_disk", "", "0217", why, outcome)  # type: ignore[arg-type]
    play.take(event)
    assert play.facts == [
        facts.CommandTaken("c9", "format_disk", "", "0217"),
        facts.CommandEnded("c9", "format_disk", outcome, why),  # type: ignore[arg-type]
    ]
    assert play.commands == []
    assert play.page == "TakingCash"
    play.take(event)
    assert play.facts == []


# ---- over a restart ----------------------------------------------------------------------------------------------------


def test_f62_a_restart_is_its_own_proof_and_nothing_else_is_done_twice() -> None:
    taken = (
        RemoteOrder("c1", "restart", by="0217"),
        RemoteOrder("c2", "dial_test", by="0217"),
        RemoteOrder("c3", "print_test", by="0217", outcome="done", ended_at="2026-11-21T20:58:44+08:00"),
    )
    play = Play().take(ev.Started(replace(EMPTY, remote=taken)))
    assert play.facts == [
        facts.CommandEnded("c1", "restart", "done", ""),
        facts.CommandEnded("c2", "dial_test", "failed", "interrupted by a restart; not done again"),
    ]
    play.take(came("restart"), came("dial_test", "c2"), came("print_test", "c3"))
    assert (play.facts, play.commands) == ([], [])
    play.take(ev.CommandResultKept("c3"))
    assert play.facts == [facts.CommandTold("c3")]


# ---- out of service ----------------------------------------------------------------------------------------------------


def test_f62_out_of_service_is_a_stop_by_fact_until_it_is_lifted() -> None:
    play = Play().at_home().take(came("out_of_service"))
    assert [type(fact) for fact in play.facts] == [facts.CommandTaken, facts.CashStopped, facts.CommandEnded]
    assert play.page == "Closed"
    assert play.view.body == ClosedView(is_hall=False, other_way=POLICY.other_way)
    assert (why_no_cash(play.state.terminal), why_no_card(play.state.terminal)) == (REMOTE_OUT, REMOTE_OUT)
    told = [one for one in play.news if isinstance(one, facts.ServiceChanged)][-1]
    assert (told.state, told.mode, told.code) == ("out", "disabled", REMOTE_OUT)
    play.take(came("out_of_service", "c2"))
    assert [type(fact) for fact in play.facts] == [facts.CommandTaken, facts.CommandEnded], "it was so already"
    play.take(came("in_service", "c3"))
    assert [type(fact) for fact in play.facts] == [facts.CommandTaken, facts.CashReleased, facts.CommandEnded]
    assert play.page == "Home"
    play.take(came("in_service", "c4"))
    assert [type(fact) for fact in play.facts] == [facts.CommandTaken, facts.CommandEnded]


def test_out_of_service_outlives_a_restart_and_opening_hours() -> None:
    play = Play().at_home(replace(EMPTY, stops=(CashStop(REMOTE_OUT, "by 0217"),)))
    assert play.page == "Closed"
    play.take(SHUT, OPEN)
    assert play.page == "Closed"
    assert play.view.body == ClosedView(is_hall=False, other_way=POLICY.other_way)


def test_two_persons_may_lift_it_at_the_terminal() -> None:
    play = Play().at_home().take(came("out_of_service"))
    play.take(ev.StopReleased(REMOTE_OUT, "0217 and 0301", "the centre is gone"))
    assert play.page == "Home"


# ---- the hall's hours --------------------------------------------------------------------------------------------------


def test_f60_the_home_page_closes_and_opens_by_the_halls_hours() -> None:
    play = Play().at_home().take(SHUT)
    assert play.view.body == ClosedView(is_hall=True, opens_at=SHUT.opens_at, other_way=POLICY.other_way)
    assert play.view.frame.quick_lane == ()
    play.take(ev.ServiceChosen(Service.PAY_BILL), ev.MenuPressed(), ev.DigitPressed("1"))
    assert (play.page, len(play.refused)) == ("Closed", 3)
    modes = [one.mode for one in play.news if isinstance(one, facts.ServiceChanged)]
    assert modes[-1] == "closed"
    play.take(SHUT)
    assert play.refused
    play.take(OPEN)
    assert play.page == "Home"
    assert [one.mode for one in play.news if isinstance(one, facts.ServiceChanged)][-1] == "serving"


@pytest.mark.parametrize("place", ["number", "amount", "cash", "note in escrow", "card", "result", "staff"])
def test_x14_closing_never_interrupts_anybody(place: str) -> None:
    play = BUSY[place]()
    page = play.page
    play.take(SHUT)
    assert (play.page, play.facts, play.commands) == (page, [], [])


def test_x14_who_pays_when_the_hall_closes_finishes_and_the_next_one_finds_it_closed() -> None:
    play = Play().at_cash().take(SHUT).note(10000).note(10000)
    play.take(ev.FinishPressed(), answered("K0001-1", posted("K0001-1")))
    assert play.page == "ShowResult"
    assert play.books.totals() == {"posted": 20000}
    play.take(ev.FinishPressed())
    assert play.page == "Closed"
    assert [fact.amount for fact in play.news if isinstance(fact, facts.VisitTold)] == [Fen(20000)]


def test_who_gives_up_after_closing_time_comes_to_the_closed_page() -> None:
    play = Play().at_amount().take(SHUT, ev.AmountChosen(ARREARS), ev.HomePressed())
    assert play.page == "Closed"
    assert play.state.session is None


def test_staff_come_in_by_the_closed_page_and_go_back_to_it() -> None:
    play = with_staff().take(SHUT, ev.StaffPressed())
    assert play.page == "StaffLogin"
    play.take(ev.BackPressed())
    assert play.page == "Closed"
    assert ADMIN in play.state.terminal.staff


def test_help_can_be_called_from_the_closed_page_and_is_forgotten_there() -> None:
    play = Play().at_home().take(SHUT, ev.HelpPressed())
    assert play.state.help is not None
    play.wait(POLICY.waits.idle + 1)
    assert play.page == "Closed"
    assert not play.view.frame.help


def test_the_card_day_is_closed_after_closing_time() -> None:
    play = Play().at_home().take(*Play.card_up(), SHUT, ev.CardDayDue())
    assert not play.refused


def test_f60_a_start_after_closing_time_is_closed_at_once() -> None:
    play = Play().take(SHUT, ev.Started(EMPTY), *Play.devices_up())
    assert play.page == "Closed"


# ---- before the hall opens ---------------------------------------------------------------------------------------------


def test_x14_before_opening_the_terminal_looks_at_itself() -> None:
    play = Play().at_home().take(SHUT, ev.SelfCheckDue(SHUT.opens_at))
    assert play.news[-1] == facts.SelfChecked(SHUT.opens_at, ())
    play.take(
        ev.DeviceStatusChanged(DeviceStatus(Device.PRINTER, DeviceState.USER_ERROR, Severity.SUSPEND, code="PRN-OUT"))
    )
    play.take(came("out_of_service"), ev.CentreReachable(reachable=False), ev.SelfCheckDue(SHUT.opens_at))
    assert play.news[-1] == facts.SelfChecked(SHUT.opens_at, (REMOTE_OUT, "PRN-OUT", "NET-DOWN"))


# ---- a page to see whether the printer prints --------------------------------------------------------------------------


def trial(play: Play) -> tuple[str, str]:
    found = play.state.terminal.trial
    assert found is not None
    return found.outcome, found.cause


def test_f62_a_trial_page_is_printed_and_the_printers_word_heard_whatever_page_is_shown() -> None:
    play = Play().at_home().take(ev.TrialPrintWanted("trial-c1", "0217"))
    assert [type(fact) for fact in play.facts] == [facts.ReceiptStarted]
    assert [type(command) for command in play.commands] == [PrintPaper]
    assert trial(play) == ("", "")
    play.take(ev.ServiceChosen(Service.PAY_BILL), ev.PrintJobEnded("another", PrintOutcome.PRINTED))
    assert trial(play) == ("", "")
    play.take(ev.PrintJobEnded("trial-c1", PrintOutcome.PARTIAL, "PRN-OUT", 40))
    assert trial(play) == ("partial", "PRN-OUT")
    assert play.page == "EnterNumber"


def test_no_trial_page_comes_out_in_front_of_a_person_or_of_a_printer_that_does_not_work() -> None:
    play = Play().at_number().take(ev.TrialPrintWanted("t", "0217"))
    assert (play.commands, trial(play)[0]) == ([], "busy")
    play = Play().at_home()
    play.take(
        ev.DeviceStatusChanged(DeviceStatus(Device.PRINTER, DeviceState.USER_ERROR, Severity.SUSPEND, code="PRN-OUT"))
    )
    play.take(ev.TrialPrintWanted("t", "0217"))
    assert (play.commands, trial(play)) == ([], ("not_printed", "PRN-OUT"))


def test_what_was_tested_and_seen_is_told_later_and_by_nobody_waited_for() -> None:
    play = Play().with_notes(5000)
    tested = ev.StepTested("dial_sms", passed=False, detail="HTTP 503", milliseconds=812, dial_id="01M8")
    play.take(tested, ev.SafePageSeen("why"))
    assert play.facts == []
    assert play.news[-2:] == [
        facts.TestRecorded("dial_sms", "failed", "", "HTTP 503", 812, "01M8"),
        facts.SafePageShown("why"),
    ]

"""What halls hear: service as intervals, and each customer who has gone (central-api.md 6; features.md F46, F69)."""

from kiosk import events as ev
from kiosk.device_status import Device, DeviceState, DeviceStatus, Severity
from kiosk.facts import ServiceChanged, VisitTold
from kiosk.money import Fen
from kiosk.visit_types import Service
from tests.kiosk.play import ARREARS, Play, answered, posted
from tests.kiosk.play_asking import Asking
from tests.kiosk.play_staff import at_console


def services(play: Play) -> list[ServiceChanged]:
    return [fact for fact in play.news if isinstance(fact, ServiceChanged)]


def visits(play: Play) -> list[VisitTold]:
    return [fact for fact in play.news if isinstance(fact, VisitTold)]


def printer(code: str = "PRN-OUT") -> ev.DeviceStatusChanged:
    return ev.DeviceStatusChanged(DeviceStatus(Device.PRINTER, DeviceState.USER_ERROR, Severity.SUSPEND, code=code))


def test_f46_each_change_of_what_works_is_told_once() -> None:
    play = Play().at_home()
    assert [one.state for one in services(play)][-1] == "full"
    before = len(services(play))
    play.take(printer(), ev.CentreReachable(reachable=False), ev.CentreReachable(reachable=False))
    told = services(play)[before:]
    assert [(one.state, one.code, one.printing, one.centre) for one in told] == [
        ("degraded", "PRN-OUT", False, True),
        ("degraded", "PRN-OUT", False, False),
    ]


def test_f46_a_note_on_its_way_interrupts_no_service() -> None:
    play = Play().at_cash()
    before = len(services(play))
    play.take(ev.NoteEscrowed(Fen(5000)))
    assert play.state.terminal.intent is not None
    play.take(ev.NoteStacked(Fen(5000)))
    assert len(services(play)) == before


def test_f46_a_sale_that_runs_interrupts_no_service() -> None:
    play = Play().at_card()
    assert {(one.state, one.card) for one in services(play)[-1:]} == {("full", True)}


def test_a_jam_is_out_and_says_why() -> None:
    play = Play().at_home()
    jam = DeviceStatus(Device.ACCEPTOR, DeviceState.HW_ERROR, Severity.FATAL, code="BV-JAM")
    play.take(ev.DeviceStatusChanged(jam))
    told = services(play)[-1]
    assert (told.state, told.code, told.cash) == ("out", "BV-JAM", False)


def test_staff_at_the_console_is_another_mode_in_which_nobody_is_served() -> None:
    play = at_console()
    assert (services(play)[-1].mode, services(play)[-1].state) == ("staff", "out")
    play.take(ev.LogOffPressed())
    assert (services(play)[-1].mode, services(play)[-1].state) == ("serving", "full")


def test_f69_a_payer_who_has_gone_is_told_once_with_nothing_of_them() -> None:
    play = Play().with_notes(10000, 10000).take(ev.FinishPressed(), answered("K0001-1", posted("K0001-1")))
    assert visits(play) == []
    play.take(ev.FinishPressed())
    (told,) = visits(play)
    assert (told.task, told.outcome, told.at_page) == ("pay_bill", "paid", "result")
    assert (told.reached_payment, told.amount, told.tender) == (True, Fen(20000), "cash")
    assert "138" not in repr(told)
    play.wait(300)
    assert len(visits(play)) == 1


def test_who_gives_up_is_told_with_the_page_they_left() -> None:
    play = Play().at_amount().take(ev.AmountChosen(ARREARS))
    play.take(ev.HomePressed())
    (told,) = visits(play)
    assert (told.outcome, told.at_page, told.reached_payment) == ("given_up", "method", False)


def test_who_asks_is_told_as_one_who_asked() -> None:
    play = Asking().shown(Service.PAST_DETAILS)
    play.take(ev.HomePressed())
    assert [(one.task, one.outcome) for one in visits(play)] == [("past_details", "asked")]


def test_a_refused_event_tells_nothing() -> None:
    play = Play().at_home()
    before = len(play.news)
    play.take(ev.BackPressed(), ev.NextPagePressed())
    assert len(play.news) == before

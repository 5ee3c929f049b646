"""Calling a person: one order a visit, on every page, with the visit attached and the money untouched (F19)."""

from dataclasses import replace

import pytest

from kiosk import events as ev
from kiosk.device_status import Device, DeviceState, DeviceStatus, Severity
from kiosk.enquiry import EnquiryProblem
from kiosk.facts import VisitOpened
from kiosk.flow.help_call import WHERE
from kiosk.help_answers import HelpOrder
from kiosk.money import Fen
from kiosk.questions import Answer, CallHelp
from kiosk.visit_types import Service
from tests.kiosk.play import ARREARS, NUMBER, Play, answered, posted
from tests.kiosk.play_asking import SHEETS, Asking, refused
from tests.kiosk.test_flow_matrix import PLACES, STATES

MASKED = "138****5678"
JAM = ev.DeviceStatusChanged(DeviceStatus(Device.ACCEPTOR, DeviceState.OFFLINE, Severity.SUSPEND, code="BV-JAM"))


def order(*, rung: bool = False, calls: int = 1) -> HelpOrder:
    return HelpOrder("01M8", "2026-11-21T20:58:44+08:00", calls, rung=rung)


def called(play: Play) -> CallHelp:
    """What the centre is told when help is called now, and nothing else is done."""
    before = play.state
    play.take(ev.HelpPressed())
    assert (play.orders(), play.facts) == (["AskCentre"], [])
    assert play.state.visit == before.visit
    assert play.state.terminal == before.terminal
    question = play.commands[0].question  # type: ignore[union-attr]
    assert isinstance(question, CallHelp)
    assert NUMBER not in repr(question)
    return question


def answer(play: Play, said: Answer) -> str:
    """The message on the screen after it."""
    assert play.state.help is not None
    play.take(ev.CentreAnswered(play.state.help.ticket, said))
    assert not play.refused
    message = play.view.frame.help
    assert message is not None
    return message.id


def test_every_page_has_its_word() -> None:
    assert set(WHERE) == set(STATES)


@pytest.mark.parametrize("place", sorted(set(PLACES) - {"Starting"}))
def test_f19_help_is_called_from_every_page_and_changes_nothing_else(place: str) -> None:
    play = PLACES[place]()
    assert play.view.frame.can_call_help
    deadline = play.state.deadline_s
    question = called(play)
    assert question.visit_id
    assert question.state == WHERE[type(play.state.visit)]
    assert play.view.frame.help is not None
    assert not play.view.frame.can_call_help
    assert play.take(ev.HelpPressed()).refused, "not before the answer"
    assert answer(play, order()) == "help_open"
    assert play.view.frame.can_call_help
    if place in ("TakingCash", "ConfirmPayer"):
        assert play.state.deadline_s == deadline, "with money inside no touch extends"


def test_nobody_is_called_before_anybody_is_there() -> None:
    play = Play()
    assert not play.view.frame.can_call_help
    assert play.take(ev.HelpPressed()).refused


@pytest.mark.parametrize(
    ("place", "money", "masked", "state"),
    [
        ("Home", 0, "", "home"),
        ("EnterNumber", 0, "", "number"),
        ("LookingUp", 0, MASKED, "number"),
        ("ChooseAmount", 0, MASKED, "amount"),
        ("ChooseMethod", 0, MASKED, "method"),
        ("TakingCash", 5000, MASKED, "paying"),
        ("ConfirmPayer", 5000, MASKED, "paying"),
        ("TakingCard", 0, MASKED, "paying_by_card"),
        ("CardRefused", 0, MASKED, "paying_by_card"),
        ("ShowResult", 5000, MASKED, "result"),
        ("OutOfService", 5000, MASKED, "out_of_service"),
        ("Menu", 0, "", "menu"),
        ("ChooseProof", 0, MASKED, "proving"),
        ("Enquiring", 0, MASKED, "asking"),
        ("EnterReceiptNumber", 0, "", "asking"),
        ("FetchingCopy", 0, MASKED, "asking"),
        ("Previewing", 0, MASKED, "printing"),
    ],
)
def test_f19_the_order_tells_what_is_inside_and_for_whom(place: str, money: int, masked: str, state: str) -> None:
    question = called(PLACES[place]())
    assert (question.money_inside, question.masked_number, question.state) == (money, masked, state)


def test_a_payment_that_is_posted_is_not_inside_any_more_and_is_named() -> None:
    play = Play().with_notes(5000).take(ev.FinishPressed())
    assert (called(play).payment_keys, answer(play, order(rung=True))) == (("K0001-1",), "help_rung")
    play.take(answered("K0001-1", posted("K0001-1")))
    again = called(play)
    assert (again.money_inside, again.payment_keys) == (0, ("K0001-1",))


def test_a_note_on_its_way_and_one_in_doubt_are_inside() -> None:
    play = Play().with_notes(5000).take(ev.NoteEscrowed(Fen(1000)))
    assert called(play).money_inside == 6000
    play = Play().with_notes(5000).take(ev.NoteEscrowed(Fen(1000)), JAM, ev.NotesWhereaboutsKnown())
    question = called(play)
    assert question.money_inside == 6000
    assert question.device_codes == ("BV-JAM",)


def test_a_device_s_odd_code_does_not_keep_anybody_from_calling() -> None:
    odd = replace(JAM, status=replace(JAM.status, code="jam: 10 元"))
    assert called(Play().with_notes(5000).take(odd)).device_codes == ()


def test_f19_one_order_a_visit_named_by_the_visit_that_holds_the_money() -> None:
    play = Play().with_notes(5000)
    opened = next(fact for fact in play.history if isinstance(fact, VisitOpened))
    first = called(play)
    assert first.visit_id == opened.visit_id
    answer(play, order())
    play.take(ev.FinishPressed())
    assert called(play).visit_id == opened.visit_id
    paid = Play().with_notes(5000).take(ev.FinishPressed())
    opened = next(fact for fact in paid.history if isinstance(fact, VisitOpened))
    assert called(paid).visit_id == opened.visit_id, "also when the first call comes after paying"
    out = Play().with_notes(5000).take(ev.StorageFailed("EIO"))
    opened = next(fact for fact in out.history if isinstance(fact, VisitOpened))
    assert called(out).visit_id == opened.visit_id


def test_f19_a_visit_that_called_early_keeps_its_order() -> None:
    play = Play().at_amount()
    first = called(play)
    answer(play, order())
    play.take(ev.AmountChosen(ARREARS), ev.CashChosen()).note(5000)
    again = called(play)
    assert (again.visit_id, again.money_inside) == (first.visit_id, 5000)


def test_f19_who_asks_is_known_by_the_visit_that_asks() -> None:
    play = Asking().shown(Service.BALANCE)
    assert play.state.enquirer is not None
    assert called(play).visit_id == play.state.enquirer.visit_id


@pytest.mark.parametrize(
    ("answers", "message"),
    [
        ([order(rung=True)], "help_rung"),
        ([order()], "help_open"),
        ([refused(EnquiryProblem.SILENT)], "help_silent"),
        ([refused(EnquiryProblem.RATE_LIMITED)], "help_silent"),
        ([refused(EnquiryProblem.SILENT), order(rung=True)], "help_rung"),
        ([order(), refused(EnquiryProblem.SILENT)], "help_silent"),
        ([order(rung=True), refused(EnquiryProblem.SILENT)], "help_rung"),
    ],
)
def test_f19_what_came_of_it_is_said(answers: list[Answer], message: str) -> None:
    play = Play().with_notes(5000)
    for one in answers:
        called(play)
        assert play.view.frame.help is not None
        assert play.view.frame.help.id == "help_calling"
        told = answer(play, one)
    assert told == message
    shown = play.view.frame.help
    assert shown is not None
    assert shown.params == (("phone", "10086"),)


def test_f9_home_forgets_the_call_and_a_late_answer_is_nobody_s() -> None:
    play = Play().at_amount()
    called(play)
    assert play.state.help is not None
    ticket = play.state.help.ticket
    play.take(ev.HomePressed())
    assert play.view.frame.help is None
    assert play.take(ev.CentreAnswered(ticket, order())).refused
    assert play.state.help is None


def test_f9_a_call_from_the_home_screen_is_forgotten_by_itself() -> None:
    play = Play().at_home()
    called(play)
    answer(play, order())
    assert play.view.frame.countdown is None
    play.wait(59)
    assert play.view.frame.help is not None
    play.wait(2)
    assert play.view.frame.help is None
    assert play.page == "Home"
    play.wait(1000)
    assert play.page == "Home"


def test_a_call_from_the_home_screen_goes_on_into_the_visit() -> None:
    play = Play().at_home()
    first = called(play)
    answer(play, order())
    play.take(ev.ServiceChosen(Service.PAY_BILL))
    assert called(play).visit_id == first.visit_id


def test_help_and_a_question_of_the_page_do_not_take_each_other_s_answers() -> None:
    play = Asking().proved(Service.BALANCE)
    ticket = play.ticket
    called(play)
    play.take(ev.CentreAnswered(ticket, SHEETS[Service.BALANCE]))
    assert type(play.view.body).__name__ == "BalanceView"
    assert play.view.frame.help is not None
    assert play.view.frame.help.id == "help_calling"
    assert answer(play, order()) == "help_open"


def test_a_call_extends_a_page_without_money_as_one_touch_does() -> None:
    play = Play().at_amount().wait(50)
    called(play)
    assert play.state.deadline_s == play.now + 60
    assert play.state.touches_left == play.state.terminal.policy.extra_touches - 1

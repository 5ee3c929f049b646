"""Asking, attacked: what a centre may say must not stop the till, and nobody gets at what belongs to another number."""

import re
from typing import Any

import msgspec
import pytest

from kiosk import commands as cmd, events as ev
from kiosk.answers import decode
from kiosk.central_answers import AccountProblem, AccountRefused
from kiosk.enquiry import EnquiryProblem, ProofMethod
from kiosk.enquiry_answers import BillSheet, ChargeLine
from kiosk.enquiry_calls import WAYS
from kiosk.enquiry_views import DetailsView, PreviewView, ProofView
from kiosk.flow.asking import QUESTIONS
from kiosk.flow.enquiry_states import Enquiring, Previewing
from kiosk.flow.previewing import MOST_LINES
from kiosk.money import ZERO
from kiosk.paper import PrintOutcome
from kiosk.questions import AskDetails, EndVisit
from kiosk.views import NumberView, ResultView
from kiosk.visit_types import Language, Service
from tests.kiosk.enquiry_samples import ASKED, NAME, encoded
from tests.kiosk.papers_of_a_visit import bill, details
from tests.kiosk.play import ACCOUNT, ARREARS, FOUND, NUMBER, answered, posted
from tests.kiosk.play_asking import BOTH, SHEETS, Asking, challenge, refused, token

OTHER = "13900001234"
NO_SUCH_DAY = "2026-02-30T23:59:59.999999+23:59"  # has the form of a time, and is in no calendar
NASTY = "{0}{name}%1%s\\\U0001f4a9\ud7ff\ue000\u0301\u200d￥\"'<b>"
_MOMENT = re.compile(r"20\d\d-\d\d-\d\dT.*")
_ASKED_AS = {
    Service.BALANCE: "balance",
    Service.PAST_BILLS: "bill",
    Service.PAST_DETAILS: "details",
    Service.POINTS: "points",
    Service.PAYMENT_HISTORY: "payments",
    Service.SUBSCRIPTIONS: "subscriptions",
    Service.RESTRICTIONS: "restrictions",
}


def worst(said: Any) -> Any:
    """The same answer with the worst that its contract allows: days that do not exist, texts that look like programs."""
    if said == NAME:
        return {"zh": NASTY, "en": ""}
    if isinstance(said, dict):
        return {key: worst(value) for key, value in said.items()}
    if isinstance(said, list):
        return [worst(value) for value in said]
    return NO_SUCH_DAY if isinstance(said, str) and _MOMENT.fullmatch(said) else said


@pytest.mark.parametrize("service", _ASKED_AS)
def test_no_answer_of_the_centre_stops_the_till(service: Service) -> None:
    question, said = ASKED[_ASKED_AS[service]]
    way = WAYS[type(question)]
    calls = way.calls(question)
    answer = way.join(*(decode(encoded(worst(one)), call.shape) for call, one in zip(calls, said, strict=True)))
    play = Asking().proved(service).answer(answer)
    assert isinstance(play.state.visit, Enquiring)
    assert play.state.visit.sheet is not None
    assert play.view.body
    play.take(ev.PrintPressed(), ev.PrintPressed(), ev.LanguageChosen(Language.ENGLISH))
    assert play.view.body


def test_every_service_that_can_be_asked_is_attacked() -> None:
    assert set(QUESTIONS) - set(_ASKED_AS) == {Service.CURRENT_BILL, Service.CURRENT_DETAILS}, "their sheets are the same"


# ---- pages of records ----------------------------------------------------------------------------------------------


def figures(play: Asking) -> tuple[int, int, bool, bool]:
    view = play.view.body
    assert isinstance(view, DetailsView)
    return view.first, view.last, view.has_previous, view.has_next


def test_a_page_that_does_not_come_leaves_the_figures_of_the_page_that_is_shown() -> None:
    play = Asking().shown(Service.PAST_DETAILS)
    first = figures(play)
    play.take(ev.NextPagePressed())
    assert figures(play) == first, "the next page is not here yet"
    play.answer(refused(EnquiryProblem.SILENT))
    assert figures(play) == first
    play.take(ev.NextPagePressed()).answer(details())
    second = figures(play)
    assert second[:3] == (51, 64, True)
    play.take(ev.PreviousPagePressed()).answer(refused(EnquiryProblem.SILENT))
    assert figures(play) == second
    play.take(ev.PreviousPagePressed())
    assert isinstance(play.question, AskDetails)
    assert play.question.cursor == ""
    assert figures(play.answer(details())) == first


def test_the_same_page_is_asked_again_where_it_was() -> None:
    play = Asking().shown(Service.PAST_DETAILS).take(ev.NextPagePressed()).answer(refused(EnquiryProblem.SILENT))
    play.take(ev.ConfirmPressed()).answer(details())
    assert figures(play)[:3] == (51, 64, True)


def test_every_month_that_a_page_of_records_offers_can_be_asked_for() -> None:
    """The centre's month has begun, the terminal's clock is a little behind it."""
    page = msgspec.structs.replace(details(), as_of="2026-12-01T00:00:01+08:00")
    play = Asking().proved(Service.PAST_DETAILS).answer(page)
    view = play.view.body
    assert isinstance(view, DetailsView)
    assert view.months[0] == "2026-11"
    for month in view.months:
        play.take(ev.MonthChosen(month))
        assert isinstance(play.question, AskDetails)
        assert play.question.month == month


# ---- two numbers in one visit --------------------------------------------------------------------------------------


def typed_number(play: Asking, number: str) -> Asking:
    play.take(*(ev.DigitPressed(digit) for digit in number), ev.ConfirmPressed())
    return play


def test_papers_about_one_number_are_on_no_slip_of_another() -> None:
    """Somebody looks at the paper of their records, goes back, and pays for a number that is not theirs."""
    play = Asking().previewed(Service.PAST_DETAILS).take(ev.BackPressed(), ev.ServiceChosen(Service.PAY_BILL))
    visit_id = play.state.enquirer.visit_id if play.state.enquirer is not None else ""
    typed_number(play, OTHER)
    assert play.state.enquirer is None
    assert play.question == EndVisit(visit_id), "their rights end at the centre too"
    other = msgspec.structs.replace(ACCOUNT, number=OTHER)
    play.take(ev.AccountLookedUp(other, FOUND), ev.AmountChosen(ARREARS), ev.CashChosen())
    play.note(10000).take(ev.FinishPressed())
    paid_in(play)
    assert "1/2" not in slip(play)
    assert "5678" not in slip(play)


def test_papers_about_the_number_that_is_paid_are_on_its_slip() -> None:
    """The control of the test above, and F29."""
    play = Asking().previewed(Service.PAST_DETAILS).take(ev.BackPressed(), ev.PayPressed())
    play.take(ev.AccountLookedUp(ACCOUNT, FOUND), ev.AmountChosen(ARREARS), ev.CashChosen())
    play.note(10000).take(ev.FinishPressed())
    paid_in(play)
    assert "1/2" in slip(play)


def test_a_number_that_was_typed_is_the_one_that_is_asked_about() -> None:
    """It is not known; the quick lane does not go on with the number before it."""
    play = Asking().at_choice().take(ev.BackPressed())
    typed_number(play, OTHER)
    other = msgspec.structs.replace(ACCOUNT, number=OTHER)
    play.take(ev.AccountLookedUp(other, AccountRefused(AccountProblem.NOT_FOUND)), ev.ServiceChosen(Service.BALANCE))
    assert isinstance(play.view.body, NumberView)
    assert NUMBER not in repr(play.view)


def paid_in(play: Asking) -> None:
    view = play.view.body
    assert isinstance(view, ResultView)
    play.take(answered(view.payment_id, posted(view.payment_id)))


def slip(play: Asking) -> str:
    (order,) = (one for one in play.commands if isinstance(one, cmd.PrintPaper))
    return repr(order.job.document)


# ---- the slip of a payment -----------------------------------------------------------------------------------------


def long_bill(lines: int) -> BillSheet:
    """A bill of a centre that sends all it may."""
    sheet = bill(closed=False)
    no_money = [ChargeLine(f"c{number}", sheet.bill.plan.name, ZERO) for number in range(lines)]
    group = msgspec.structs.replace(sheet.bill.own_charges[0], lines=(*sheet.bill.own_charges[0].lines, *no_money))
    long = msgspec.structs.replace(sheet.bill, own_charges=(group, *sheet.bill.own_charges[1:]))
    return BillSheet(long, sheet.history)


def test_no_list_of_the_centre_keeps_the_receipt_in_the_printer() -> None:
    play = Asking().proved(Service.CURRENT_BILL).answer(long_bill(MOST_LINES)).take(ev.PrintPressed())
    assert isinstance(play.view.body, PreviewView), "by itself it can be printed: that is what was wished"
    play.take(ev.BackPressed(), ev.PayPressed())
    play.take(ev.AccountLookedUp(ACCOUNT, FOUND), ev.AmountChosen(ARREARS), ev.CashChosen())
    play.note(10000).take(ev.FinishPressed())
    paid_in(play)
    (order,) = (one for one in play.commands if isinstance(one, cmd.PrintPaper))
    assert len(order.job.document.lines) < 60
    assert "K0001-" in slip(play)


def test_the_oldest_papers_give_way_when_a_slip_is_full() -> None:
    play = Asking().shown().take(ev.PrintPressed(), ev.BackPressed(), ev.BackPressed())
    play.take(ev.ServiceChosen(Service.CURRENT_BILL)).answer(long_bill(MOST_LINES - 60)).take(ev.PrintPressed())
    view = play.view.body
    assert isinstance(view, PreviewView)
    assert "1/2" in repr(view.document)
    play.take(ev.BackPressed(), ev.BackPressed(), ev.ServiceChosen(Service.POINTS)).answer(SHEETS[Service.POINTS])
    play.take(ev.PrintPressed(), ev.BackPressed(), ev.BackPressed(), ev.ServiceChosen(Service.PAST_BILLS)).answer(bill())
    play.take(ev.PrintPressed())
    view = play.view.body
    assert isinstance(view, PreviewView)
    words = repr(view.document)
    assert "1/2" in words, "points and the past bill; the balance and the long bill gave way"


# ---- keys that lead somewhere --------------------------------------------------------------------------------------


def test_f14_the_quick_lane_on_the_page_of_the_paper_leads_on() -> None:
    play = Asking().previewed()
    assert play.view.frame.quick_lane
    play.take(ev.ServiceChosen(Service.BALANCE)).answer(SHEETS[Service.BALANCE])
    assert play.page == "Enquiring"
    printing = Asking().previewed().take(ev.PrintPressed())
    assert printing.view.frame.quick_lane == ()
    assert printing.take(ev.ServiceChosen(Service.BALANCE)).refused, "nobody leaves half a slip by mistake"


def test_asking_too_soon_for_another_code_does_not_lose_the_one_that_came() -> None:
    sms = ProofMethod.SMS_CODE
    play = Asking().at_secret(method=sms).take(ev.ProofChosen(sms)).answer(refused(EnquiryProblem.RATE_LIMITED))
    assert play.page == "Proving", "the code on the handset is still good"
    play.secret("481902")
    assert play.orders() == ["AskCentre"]


def test_asking_too_soon_for_another_code_of_an_end_does_not_lose_the_one_that_came() -> None:
    sms = ProofMethod.SMS_CODE
    play = Asking().at_ending().take(ev.ConfirmPressed()).answer(challenge(sms))
    play.take(ev.ProofChosen(sms)).answer(refused(EnquiryProblem.RATE_LIMITED))
    play.secret("481902")
    assert play.orders() == ["AskCentre"]


# ---- paper that may be half out already ------------------------------------------------------------------------------


def test_a_slip_that_may_be_half_out_is_a_copy_also_after_another_look_at_the_page() -> None:
    play = Asking().previewed().take(ev.PrintPressed())
    play.take(ev.PrintJobEnded(job_of(play), PrintOutcome.PARTIAL, "PRN-JAM"), ev.BackPressed(), ev.PrintPressed())
    play.take(ev.PrintPressed())
    assert "副本 1" in slip(play)
    play.take(ev.PrintJobEnded(job_of(play), PrintOutcome.PRINTED), ev.BackPressed(), ev.PrintPressed(), ev.PrintPressed())
    assert "副本" not in slip(play), "that one was whole: a further one is a wish of its own"


def job_of(play: Asking) -> str:
    assert isinstance(play.state.visit, Previewing)
    return play.state.visit.job_id


# ---- the next customer ---------------------------------------------------------------------------------------------


def test_late_answers_of_the_customer_before_reach_nobody() -> None:
    """On each page of the next visit, those that wait for an answer of their own too."""
    answers = (challenge(), token(BOTH), SHEETS[Service.BALANCE], refused(EnquiryProblem.SECRET_WRONG, 2))
    pages = (
        Asking().with_catalogue(),
        Asking().at_choice(),
        Asking().at_choice().take(ev.ProofChosen(ProofMethod.SMS_CODE)),
        Asking().at_secret(),
        Asking().at_secret().secret(),
        Asking().proved(),
        Asking().shown(),
        Asking().at_ending().take(ev.ConfirmPressed()),
        Asking().previewed(),
    )
    for play in pages:
        state = play.state
        for ticket in ("", "of-the-visit-before"):
            for answer in answers:
                assert play.take(ev.CentreAnswered(ticket, answer)).refused, (play.page, answer)
                assert play.state == state


def test_a_preview_that_is_left_lying_shows_nobody_s_paper() -> None:
    play = Asking().previewed(Service.PAST_DETAILS).take(ev.PrintPressed())
    play.wait(90)
    assert play.page == "Home"
    assert play.state.enquirer is None
    job = next(one.job_id for one in play.history if hasattr(one, "job_id"))
    play.take(ev.PrintJobEnded(job, PrintOutcome.PRINTED))
    assert (play.page, play.names()) == ("Home", ["ReceiptEnded"])
    play.take(ev.ServiceChosen(Service.BALANCE))
    assert isinstance(play.view.body, NumberView)
    assert play.view.body.digits == ""


def test_a_proof_view_tells_no_more_than_the_mask() -> None:
    play = Asking().at_choice()
    assert isinstance(play.view.body, ProofView)
    assert NUMBER not in repr(play.view)

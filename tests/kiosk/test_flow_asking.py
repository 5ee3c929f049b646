"""Asking: one proof a visit (details two), answers at once, nothing left behind, and paper by the printer's word alone."""

from dataclasses import replace
from typing import TypeVar

import msgspec
import pytest

from kiosk import commands as cmd, events as ev
from kiosk.catalogue import QuickLane
from kiosk.central_answers import AccountProblem, AccountRefused, CentreSilent
from kiosk.device_status import Device, DeviceState, DeviceStatus, Severity
from kiosk.enquiry import EnquiryProblem, ProofMethod
from kiosk.enquiry_answers import Category, DetailPage, SubscriptionEnd
from kiosk.enquiry_views import (
    AskingView,
    BalanceView,
    BillView,
    DetailsView,
    EndSubscriptionView,
    MenuView,
    PaperStep,
    PreviewView,
    ProofView,
    SecretView,
    SubscriptionsView,
)
from kiosk.events import CentreReachable
from kiosk.facts import ReceiptEnded
from kiosk.flow.enquiry_states import Previewing
from kiosk.messages import Message
from kiosk.paper import UNPROVED, PrintOutcome, Text
from kiosk.questions import (
    AskBalance,
    AskBill,
    AskDetails,
    AskQuickLane,
    AskSubscriptions,
    EndSubscription,
    EndVisit,
    OpenChallenge,
    Prove,
)
from kiosk.views import HomeView, NumberView
from kiosk.visit_types import Language, Service
from tests.kiosk.papers_of_a_visit import CATALOGUE, bill, details
from tests.kiosk.play import ACCOUNT, FOUND, NUMBER
from tests.kiosk.play_asking import BOTH, SECRET, SHEETS, Asking, challenge, refused, token

_Kind = TypeVar("_Kind")
PASSWORD, SMS = ProofMethod.SERVICE_PASSWORD, ProofMethod.SMS_CODE


def shows(play: Asking, kind: type[_Kind]) -> _Kind:
    body = play.view.body
    assert isinstance(body, kind), f"the screen shows {body}"
    return body


def asked(play: Asking, kind: type[_Kind]) -> _Kind:
    assert isinstance(play.question, kind)
    return play.question


# ---- the menu is data ----------------------------------------------------------------------------------------------


def test_f12_the_menu_follows_the_catalogue_and_without_one_only_paying_is_offered() -> None:
    play = Asking()
    play.at_home()
    assert shows(play, HomeView).keys == ()
    assert [key.name for key in play.view.frame.quick_lane] == ["交话费"]
    play.take(ev.CatalogueKnown(CATALOGUE))
    home = shows(play, HomeView)
    assert [key.service for key in home.keys] == [
        Service.BALANCE,
        Service.CURRENT_BILL,
        Service.PAST_BILLS,
        Service.CURRENT_DETAILS,
    ]
    assert home.has_menu
    groups = shows(play.take(ev.MenuPressed()), MenuView).groups
    assert [group.name for group in groups] == ["话费服务", "业务办理", "积分计划", "个人信息管理"]
    assert play.take(ev.BackPressed()).page == "Home"


def test_f14_the_quick_lane_has_the_hall_s_services() -> None:
    play = Asking()
    play.at_home()
    play.take(ev.CatalogueKnown(msgspec.structs.replace(CATALOGUE, quick_lane=("balance", "pay_bill", "unknown"))))
    assert [key.service for key in play.view.frame.quick_lane] == [Service.PAY_BILL, Service.BALANCE]


def lane(play: Asking) -> list[Service]:
    return [key.service for key in play.view.frame.quick_lane]


def test_f14_what_the_number_comes_for_most_leads_the_quick_lane_until_the_visit_ends() -> None:
    menu = msgspec.structs.replace(CATALOGUE, quick_lane=("balance", "current_bill"))
    play = Asking().at_choice().take(ev.CatalogueKnown(menu), ev.ProofChosen(PASSWORD)).answer(challenge())
    hall = [Service.PAY_BILL, Service.BALANCE, Service.CURRENT_BILL]
    assert lane(play) == hall, "before the proof nothing of this number is known"
    play.secret().answer(token(frozenset({PASSWORD})))
    assert play.state.enquirer is not None
    asker = play.state.enquirer.asker
    questions = [one.question for one in play.commands if isinstance(one, cmd.AskCentre)]
    assert questions == [AskBalance(asker), AskQuickLane(asker)]
    assert (lane(play), play.page) == (hall, "Enquiring"), "no page waits for it"
    before = play.state.deadline_s
    play.now += 3
    own = QuickLane(("points", "plan_offers", "balance", "no_such_service"))
    play.take(ev.CentreAnswered(play.lane_ticket, own))
    assert play.state.deadline_s == before, "it is no progress of the customer's"
    theirs = [Service.POINTS, Service.BALANCE, Service.PAY_BILL, Service.CURRENT_BILL]
    assert lane(play) == theirs, "only what the catalogue offers, and each once"
    assert shows(play.answer(SHEETS[Service.BALANCE]), BalanceView)
    for event in (ev.BackPressed(), ev.ServiceChosen(Service.POINTS)):
        assert lane(play.take(event)) == theirs
    play.take(ev.HomePressed())
    assert lane(play) == hall
    assert play.take(ev.CentreAnswered(play.lane_ticket, own)).refused
    assert lane(play) == hall


@pytest.mark.parametrize("problem", EnquiryProblem)
def test_f14_a_refused_quick_lane_is_silent_and_the_hall_s_stays(problem: EnquiryProblem) -> None:
    play = Asking().proved()
    before, lane_before = play.view, lane(play)
    play.take(ev.CentreAnswered(play.lane_ticket, refused(problem)))
    assert (play.view, lane(play)) == (before, lane_before)
    assert shows(play.answer(SHEETS[Service.BALANCE]), BalanceView)


def test_f14_it_is_asked_once_and_again_only_where_a_new_proof_ended_the_token_it_was_asked_with() -> None:
    play = Asking().at_secret(Service.CURRENT_DETAILS).secret().answer(token(frozenset({PASSWORD})))
    first = play.lane_ticket
    assert first
    play.take(ev.ProofChosen(SMS)).answer(challenge(SMS)).secret("481902").answer(token(BOTH, "b"))
    second = play.lane_ticket
    assert second != first
    assert play.take(ev.CentreAnswered(first, QuickLane(("points",)))).refused
    play.take(ev.CentreAnswered(second, QuickLane(("current_details",)))).answer(SHEETS[Service.CURRENT_DETAILS])
    assert lane(play)[0] is Service.CURRENT_DETAILS

    play = Asking().at_secret(Service.BALANCE).secret().answer(token(frozenset({PASSWORD})))
    play.take(ev.CentreAnswered(play.lane_ticket, QuickLane(("points",))))
    play.take(ev.ServiceChosen(Service.CURRENT_DETAILS), ev.ProofChosen(SMS)).answer(challenge(SMS)).secret("481902")
    known = play.lane_ticket
    assert play.answer(token(BOTH, "b")).lane_ticket == known
    assert lane(play)[0] is Service.POINTS
    play.answer(refused(EnquiryProblem.TOKEN_OVER))
    assert lane(play)[0] is Service.PAY_BILL, "with the right to ask ends what it opened"


def test_asking_is_not_offered_without_a_line_and_paying_is() -> None:
    play = Asking().with_catalogue().take(CentreReachable(reachable=False))
    home = shows(play, HomeView)
    assert (home.keys, home.can_pay) == ((), True)
    assert play.take(ev.ServiceChosen(Service.BALANCE)).refused
    problem = shows(play.take(ev.MenuPressed()), MenuView).problem
    assert problem is not None
    assert problem.id == "ask_offline"


# ---- whose number --------------------------------------------------------------------------------------------------


def test_f7_a_visit_proves_once_and_then_every_answer_is_there() -> None:
    play = Asking().at_choice()
    assert shows(play, ProofView).masked_number == "138****5678"
    play.take(ev.ProofChosen(PASSWORD))
    assert play.question == OpenChallenge("id21", ACCOUNT, PASSWORD, Language.CHINESE)
    assert shows(play, SecretView).opening
    play.answer(challenge()).secret(SECRET[:5])
    assert (shows(play, SecretView).typed, play.orders()) == (5, [])
    play.secret(SECRET[5])
    assert asked(play, Prove) == Prove("id21", challenge().challenge_id, SECRET)
    play.answer(token(frozenset({PASSWORD})))
    assert play.page == "Enquiring"
    assert shows(play.answer(SHEETS[Service.BALANCE]), BalanceView).balance == 25630
    play.take(ev.BackPressed(), ev.ServiceChosen(Service.CURRENT_BILL))
    assert asked(play, AskBill).asker.token == "a" * 43
    assert shows(play.answer(bill(closed=False)), BillView).total == 15033


def test_x28_details_need_both_proofs_and_the_second_carries_the_first_one_s_token() -> None:
    play = Asking().at_secret(Service.CURRENT_DETAILS).secret().answer(token(frozenset({PASSWORD})))
    view = shows(play, ProofView)
    assert (view.both, view.given, view.sms) == (True, PASSWORD, None)
    assert view.password is not None
    assert play.take(ev.ProofChosen(PASSWORD)).refused
    play.take(ev.ProofChosen(SMS)).answer(challenge(SMS)).secret("481902")
    assert asked(play, Prove).token == "a" * 43
    play.answer(token(BOTH, "b"))
    assert asked(play, AskDetails).asker.token == "b" * 43


def test_a_number_that_can_t_get_a_text_is_not_offered_a_code() -> None:
    found = FOUND.__class__("张*", FOUND.arrears, FOUND.balance, FOUND.service_state, sms_reachable=False)
    play = Asking().at_choice(found=found)
    assert shows(play, ProofView).sms is not None
    assert play.take(ev.ProofChosen(SMS)).refused


@pytest.mark.parametrize(
    ("problem", "tries", "page", "message"),
    [
        (EnquiryProblem.SECRET_WRONG, 2, "Proving", "secret_wrong"),
        (EnquiryProblem.SECRET_WRONG, 0, "ChooseProof", "secret_wrong_last"),
        (EnquiryProblem.LOCKED, None, "ChooseProof", "account_locked"),
        (EnquiryProblem.PASSWORD_REFUSED, None, "ChooseProof", "password_refused"),
        (EnquiryProblem.CHALLENGE_OVER, None, "ChooseProof", "challenge_over"),
        (EnquiryProblem.TOKEN_OVER, None, "ChooseProof", "token_over"),
        (EnquiryProblem.RATE_LIMITED, None, "Proving", "asked_too_often"),
        (EnquiryProblem.SILENT, None, "Proving", "centre_silent_asking"),
    ],
)
def test_f10_a_secret_that_is_refused_leads_on(problem: EnquiryProblem, tries: int, page: str, message: str) -> None:
    play = Asking().at_secret().secret().answer(refused(problem, tries))
    assert play.page == page
    body = play.view.body
    assert isinstance(body, ProofView | SecretView)
    assert body.problem is not None
    assert body.problem.id == message
    if isinstance(body, SecretView):
        assert body.typed == 0, "what was wrong is not kept"


def test_a_code_that_can_t_be_sent_says_so_on_the_page_of_choices() -> None:
    play = Asking().at_choice().take(ev.ProofChosen(SMS)).answer(refused(EnquiryProblem.RATE_LIMITED))
    problem = shows(play, ProofView).problem
    assert problem is not None
    assert problem.params == (("seconds", "42"),)


def test_another_code_that_is_refused_leaves_the_first_one_good() -> None:
    play = Asking().at_secret(method=SMS).take(ev.ProofChosen(SMS)).answer(refused(EnquiryProblem.RATE_LIMITED))
    assert shows(play, SecretView).problem is not None
    play.secret("481902")
    assert asked(play, Prove).challenge_id == challenge().challenge_id


def test_the_centre_s_silence_ends_each_wait_and_loses_nothing() -> None:
    play = Asking().at_choice().take(ev.ProofChosen(PASSWORD)).wait(10)
    assert play.page == "ChooseProof"
    play = Asking().at_secret().secret().wait(10)
    assert (play.page, shows(play, SecretView).typed) == ("Proving", 0)
    play = Asking().proved().wait(10)
    assert shows(play, AskingView).can_retry
    late = play.ticket
    play.take(ev.ConfirmPressed())
    assert play.ticket != late
    assert play.take(ev.CentreAnswered(late, SHEETS[Service.BALANCE])).refused, "an answer that is late is nobody's"
    assert shows(play.answer(SHEETS[Service.BALANCE]), BalanceView)


def test_an_unknown_number_and_a_silent_centre_end_before_any_proof() -> None:
    play = Asking().with_catalogue().take(ev.ServiceChosen(Service.BALANCE))
    play.typed().take(ev.ConfirmPressed())
    play.take(ev.AccountLookedUp(ACCOUNT, AccountRefused(AccountProblem.NOT_FOUND)))
    assert shows(play, NumberView).problem is not None
    play.take(ev.ConfirmPressed(), ev.AccountLookedUp(ACCOUNT, CentreSilent("no line")))
    view = shows(play, NumberView)
    assert (view.repeat, view.problem and view.problem.id) == (False, "ask_offline")
    play.take(ev.ConfirmPressed()).wait(10)
    assert shows(play, NumberView).problem is not None


# ---- answers -------------------------------------------------------------------------------------------------------


def test_f26_past_bills_are_asked_month_by_month_beside_the_picture_of_all() -> None:
    play = Asking().shown(Service.PAST_BILLS)
    view = shows(play, BillView)
    assert view.month == "2026-10"
    assert view.months == ("2026-10", "2026-09", "2026-08", "2026-07", "2026-06", "2026-05")
    assert [bar.chosen for bar in view.bars] == [False] * 5 + [True, False]
    told = bill().history.months
    assert [sum(bar.parts) for bar in view.bars] == [month.total - month.adjusted for month in told]
    play.take(ev.MonthChosen("2026-08"))
    assert asked(play, AskBill).month == "2026-08"
    assert shows(play, BillView).busy
    assert play.take(ev.MonthChosen("2026-11")).refused, "the running month is another service"
    assert Asking().shown(Service.CURRENT_BILL).take(ev.MonthChosen("2026-10")).refused


def test_f27_the_three_kinds_of_charges_are_apart_and_add_up() -> None:
    view = shows(Asking().shown(Service.PAST_BILLS), BillView)
    assert view.total == view.own_total + view.third_party_total + view.adjusted
    assert [line.note for line in view.third_party] == ["杭州星桥网络科技有限公司"]
    assert (view.volume_kb, view.raw_bytes) == (1048577, 1073741825)


def test_f28_records_by_kind_and_day_and_page() -> None:
    play = Asking().shown(Service.PAST_DETAILS)
    view = shows(play, DetailsView)
    assert len(view.categories) == 9
    assert (view.first, view.last, view.found, view.has_previous, view.has_next) == (1, 14, 5524, False, True)
    play.take(ev.NextPagePressed())
    assert asked(play, AskDetails).cursor == "d5510"
    assert play.take(ev.NextPagePressed()).refused, "the page is under way"
    play.answer(details())
    assert (shows(play, DetailsView).first, shows(play, DetailsView).has_previous) == (51, True)
    play.take(ev.CategoryChosen(Category.VOICE))
    assert isinstance(play.question, AskDetails)
    assert (play.question.category, play.question.cursor) == (Category.VOICE, "")
    play.answer(details(2, 2)).take(ev.DayChosen("2026-10-15")).answer(details(2, 2))
    view = shows(play, DetailsView)
    assert (view.day, view.has_previous, view.has_next) == ("2026-10-15", False, False)
    assert play.take(ev.DayChosen("2026-09-01")).refused
    assert play.take(ev.NextPagePressed()).refused
    assert play.take(ev.PreviousPagePressed()).refused


def test_back_a_page_of_records() -> None:
    play = Asking().shown(Service.CURRENT_DETAILS).take(ev.NextPagePressed()).answer(details())
    play.take(ev.PreviousPagePressed())
    assert asked(play, AskDetails).cursor == ""
    play.answer(details())
    assert shows(play, DetailsView).first == 1


def test_a_page_that_fails_keeps_what_is_shown_and_can_be_asked_again() -> None:
    play = Asking().shown(Service.PAST_BILLS).take(ev.MonthChosen("2026-07"))
    play.answer(refused(EnquiryProblem.SILENT))
    view = shows(play, BillView)
    assert (view.month, view.busy) == ("2026-10", False)
    assert view.problem is not None
    play.take(ev.ConfirmPressed())
    assert asked(play, AskBill).month == "2026-07"


def test_a_right_that_has_ended_is_proved_anew() -> None:
    play = Asking().shown().take(ev.BackPressed(), ev.ServiceChosen(Service.POINTS))
    play.answer(refused(EnquiryProblem.TOKEN_OVER))
    view = shows(play, ProofView)
    assert (view.given, view.problem and view.problem.id) == (None, "token_over")


# ---- the terminal's clock is wrong -------------------------------------------------------------------------------------


@pytest.mark.parametrize("service", [Service.PAST_BILLS, Service.PAST_DETAILS])
@pytest.mark.parametrize(
    ("centre", "month"),
    [
        ("2026-11-22T20:59:00+08:00", "2026-10"),
        ("2026-12-21T21:00:00+08:00", "2026-11"),
        ("2021-01-03T00:00:00+08:00", "2020-12"),
    ],
)
def test_x15_the_past_month_is_the_centre_s_when_our_clock_is_days_off(service: Service, centre: str, month: str) -> None:
    play = Asking().at_choice(service).take(ev.ProofChosen(SMS)).answer(challenge(SMS)).secret("481902")
    play.answer(msgspec.structs.replace(token(BOTH), expires_at=centre))
    assert isinstance(play.question, AskBill | AskDetails)
    assert play.question.month == month


@pytest.mark.parametrize(
    ("problem", "words", "retry"),
    [
        (EnquiryProblem.SILENT, "centre_silent_asking", True),
        (EnquiryProblem.CLOCK_WRONG, "clock_wrong", False),
        (EnquiryProblem.TERMINAL_REFUSED, "terminal_refused", False),
        (EnquiryProblem.NOT_KEPT, "month_not_kept", False),
    ],
)
def test_x15_what_asking_again_can_t_cure_is_said_by_name(problem: EnquiryProblem, words: str, retry: bool) -> None:
    view = shows(Asking().proved().answer(refused(problem)), AskingView)
    assert (view.problem and view.problem.id, view.can_retry) == (words, retry)


# ---- from asking to paying -----------------------------------------------------------------------------------------


def test_the_bill_that_is_shown_is_paid_without_typing_the_number_again() -> None:
    play = Asking().shown(Service.CURRENT_BILL).take(ev.PayPressed())
    assert play.orders() == ["LookUpAccount"]
    play.take(ev.AccountLookedUp(ACCOUNT, FOUND), ev.AmountChosen(FOUND.arrears), ev.CashChosen())
    play.note(10000).note(10000)
    play.take(ev.FinishPressed(), ev.FinishPressed())
    assert play.page == "Home"
    assert isinstance(play.question, EndVisit)


# ---- nothing stays behind ------------------------------------------------------------------------------------------


@pytest.mark.parametrize("way", ["home", "time", "storage"])
def test_f9_whoever_leaves_is_forgotten_here_and_at_the_centre(way: str) -> None:
    play = Asking().shown(Service.PAST_DETAILS).take(ev.PrintPressed())
    visit_id = play.state.enquirer.visit_id if play.state.enquirer else ""
    if way == "time":
        play.wait(60)
    else:
        play.take(ev.HomePressed() if way == "home" else ev.StorageFailed("EIO"))
    assert play.state.enquirer is None
    told = repr((play.state, play.view))
    assert NUMBER not in told
    assert "5678" not in told
    ended = [one.question for one in play.commands if isinstance(one, cmd.AskCentre)]
    assert ended == [EndVisit(visit_id)]


@pytest.mark.parametrize("page", ["ChooseProof", "Proving", "timed out"])
def test_s7_back_from_a_proof_shows_the_number_to_nobody_and_ends_what_was_begun(page: str) -> None:
    """Whoever presses *back* within the idle minute may be somebody else than who typed the number."""
    play = Asking().at_choice() if page == "ChooseProof" else Asking().at_secret()
    if page == "Proving":
        play.take(ev.BackPressed())
    if page == "timed out":
        play.secret().wait(10).take(ev.BackPressed())  # the centre did not answer
    visit_id = play.state.enquirer.visit_id if play.state.enquirer else ""
    assert visit_id
    assert shows(play.take(ev.BackPressed()), NumberView).digits == ""
    assert NUMBER not in repr((play.state, play.view))
    assert [one.question for one in play.commands if isinstance(one, cmd.AskCentre)] == [EndVisit(visit_id)]
    assert play.take(ev.ServiceChosen(Service.BALANCE)).page == "EnterNumber", "the quick lane knows no number either"
    assert shows(play, NumberView).digits == ""


def test_secrets_and_tokens_are_in_no_text_of_the_state() -> None:
    play = Asking().at_secret(Service.CURRENT_DETAILS).secret()
    assert SECRET not in repr((play.state, play.commands))
    play.answer(token(frozenset({PASSWORD})))
    assert "a" * 43 not in repr((play.state, play.commands))


# ---- subscriptions -------------------------------------------------------------------------------------------------


def test_f16_nothing_ends_without_a_page_that_asks_and_a_code() -> None:
    play = Asking().at_ending()
    view = shows(play, EndSubscriptionView)
    assert (view.subscription.name, view.subscription.monthly) == ("视频会员", 1500)
    assert play.orders() == []
    play.take(ev.ConfirmPressed())
    assert play.question == OpenChallenge("id21", ACCOUNT, SMS, Language.CHINESE, "VIDEO")
    play.answer(challenge(SMS))
    assert shows(play, SecretView).ends == "视频会员"
    play.secret("481902")
    assert isinstance(play.question, EndSubscription)
    assert (play.question.code, play.question.secret) == ("VIDEO", "481902")


def test_f17_the_list_that_could_not_be_fetched_after_an_end_is_called_old_and_can_be_asked_for_again() -> None:
    play = Asking().at_ending().take(ev.ConfirmPressed()).answer(challenge(SMS)).secret("481902")
    play.answer(SubscriptionEnd("done", "VIDEO", None, "2026-12-01T00:00:00+08:00"))
    assert shows(play, SubscriptionsView).busy
    view = shows(play.answer(refused(EnquiryProblem.SILENT)), SubscriptionsView)
    assert (view.done is not None, view.problem, view.busy) == (True, Message("list_is_old"), False)
    assert [line.code for line in view.subscriptions] == ["VIDEO"]
    assert isinstance(asked(play.take(ev.ConfirmPressed()), AskSubscriptions), AskSubscriptions)
    new = msgspec.structs.replace(SHEETS[Service.SUBSCRIPTIONS], items=())
    view = shows(play.answer(new), SubscriptionsView)
    assert (view.subscriptions, view.done is not None, view.problem) == ((), True, None)


@pytest.mark.parametrize("outcome", ["done", "none"])
def test_f17_two_distinct_results(outcome: str) -> None:
    play = Asking().at_ending().take(ev.ConfirmPressed()).answer(challenge(SMS)).secret("481902")
    until = "2026-12-01T00:00:00+08:00" if outcome == "done" else None
    play.answer(SubscriptionEnd(outcome, "VIDEO", None, until))  # type: ignore[arg-type]
    assert isinstance(play.question, AskSubscriptions), "the list is the centre's word, not ours"
    view = shows(play.answer(SHEETS[Service.SUBSCRIPTIONS]), SubscriptionsView)
    assert (view.done is not None, view.nothing is not None) == (outcome == "done", outcome == "none")
    assert play.take(ev.SubscriptionChosen("VIDEO"), ev.BackPressed()).page == "Enquiring"
    view = shows(play, SubscriptionsView)
    assert (view.done, view.nothing) == (None, None), "an old result is not told of the next"


def test_a_lost_answer_to_an_unsubscription_is_asked_with_the_same_code() -> None:
    play = Asking().at_ending().take(ev.ConfirmPressed()).answer(challenge(SMS)).secret("481902")
    first = play.question
    play.answer(refused(EnquiryProblem.SILENT)).secret("481902")
    assert play.question == first
    play.answer(refused(EnquiryProblem.SECRET_WRONG, 0))
    assert shows(play, EndSubscriptionView).problem is not None


# ---- paper ---------------------------------------------------------------------------------------------------------


def test_f29_everything_that_a_visit_prints_is_one_slip() -> None:
    play = Asking().previewed()
    assert len([line for line in _texts(play) if "本月" in line]) >= 1
    play.take(ev.BackPressed(), ev.BackPressed(), ev.ServiceChosen(Service.BALANCE))
    play.answer(SHEETS[Service.BALANCE]).take(ev.PrintPressed())
    both = "\n".join(_texts(play))
    assert "1/2" in both
    assert "2/2" in both
    play.take(ev.PrintPressed())
    assert play.orders() == ["PrintPaper"]
    assert play.names() == ["ReceiptStarted"]
    assert shows(play, PreviewView).step is PaperStep.PRINTING
    assert play.take(ev.BackPressed(), ev.HomePressed(), ev.PrintPressed()).page == "Previewing"
    play.take(ev.PrintJobEnded(_job(play), PrintOutcome.PRINTED))
    assert (shows(play, PreviewView).step, play.names()) == (PaperStep.PRINTED, ["ReceiptEnded"])
    assert play.take(ev.PrintPressed()).refused, "the paper is out: once more is a wish of its own"
    play.take(ev.BackPressed(), ev.PrintPressed())
    assert "1/2" not in "\n".join(_texts(play)), "what is printed is not printed again"


@pytest.mark.parametrize("outcome", [PrintOutcome.NOT_PRINTED, PrintOutcome.PARTIAL, PrintOutcome.UNKNOWN])
def test_f31_paper_that_is_not_proved_is_never_printed_again_by_itself(outcome: PrintOutcome) -> None:
    play = Asking().previewed().take(ev.PrintPressed())
    play.take(ev.PrintJobEnded(_job(play), outcome, "PRN-OUT"))
    view = shows(play, PreviewView)
    assert (view.step, play.orders()) == (PaperStep.FAILED, [])
    assert view.problem is not None
    assert play.take(ev.PrintPressed()).orders() == ["PrintPaper"]
    order = play.commands[0]
    assert isinstance(order, cmd.PrintPaper)
    marked = "副本" in str(order.job.document.lines[0])
    assert marked == (outcome is not PrintOutcome.NOT_PRINTED), "what may be half on paper already is marked as a copy"


def test_a_printer_that_proves_nothing_is_not_called_broken() -> None:
    play = Asking().previewed().take(ev.PrintPressed())
    play.take(ev.PrintJobEnded(_job(play), PrintOutcome.UNKNOWN, UNPROVED))
    assert shows(play, PreviewView).step is PaperStep.PRINTED
    assert play.history[-1] == ReceiptEnded(_job(play), "unknown", UNPROVED), "the ledger keeps that nothing was proved"


def test_a_printer_that_is_out_is_said_before_anything_is_printed() -> None:
    out = DeviceStatus(Device.PRINTER, DeviceState.OFFLINE, Severity.SUSPEND, code="PRN-OUT")
    play = Asking().previewed().take(ev.DeviceStatusChanged(out), ev.PrintPressed())
    assert play.orders() == []
    problem = shows(play, PreviewView).problem
    assert problem is not None
    assert problem.id == "printer_out"


def test_records_that_do_not_fit_on_a_slip_are_said_before_it_is_printed() -> None:
    play = Asking().previewed(Service.PAST_DETAILS)
    assert shows(play, PreviewView).left_out == 5524 - 14


def test_the_same_answer_is_on_a_slip_once() -> None:
    play = Asking().previewed().take(ev.BackPressed(), ev.PrintPressed())
    assert "1/2" not in "\n".join(_texts(play))


def _texts(play: Asking) -> list[str]:
    return [line.text for line in shows(play, PreviewView).document.lines if isinstance(line, Text)]


def _job(play: Asking) -> str:
    assert isinstance(play.state.visit, Previewing)
    return play.state.visit.job_id


def test_names_are_in_the_visitor_s_language() -> None:
    play = Asking().shown(Service.PAST_BILLS).take(ev.LanguageChosen(Language.ENGLISH))
    view = shows(play, BillView)
    assert (view.title, view.plan, view.own[0].name) == ("Past bills", "4G Plan 99", "Plan and fixed fees")


def test_a_page_without_records_says_so() -> None:
    empty: DetailPage = details(0, 0)
    play = Asking().proved(Service.CURRENT_DETAILS).answer(empty)
    assert (shows(play, DetailsView).first, shows(play, DetailsView).rows) == (0, ())


@pytest.mark.parametrize(("mm", "columns"), [(58, 32), (80, 48)])
def test_the_slip_is_shown_in_the_columns_of_the_paper_that_is_fitted(mm: int, columns: int) -> None:
    play = Asking().previewed()
    terminal = replace(play.state.terminal, policy=replace(play.state.terminal.policy, paper_width_mm=mm))
    play.state = replace(play.state, terminal=terminal)
    assert shows(play, PreviewView).columns == columns

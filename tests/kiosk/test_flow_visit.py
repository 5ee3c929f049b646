"""The way of a visit as tables of {event, expected page, expected facts, expected commands}."""

from dataclasses import replace
from typing import Any

import pytest

from kiosk import events as ev
from kiosk.accounts import AccountKind, AccountRef
from kiosk.central_answers import (
    AccountProblem,
    AccountRefused,
    CentreSilent,
    Contradicted,
    PaymentProgress,
    Refused,
)
from kiosk.commands import AcceptNotes, SendPayments
from kiosk.device_status import Device, DeviceState, DeviceStatus, Severity, Supplies
from kiosk.facts import PaymentAccepted, VisitClosed
from kiosk.money import Fen
from kiosk.paper import PrintOutcome
from kiosk.recollection import EMPTY, UnpostedPayment
from kiosk.views import AmountView, CashView, HomeView, MethodView, NumberView, ResultView, StepState
from kiosk.visit_types import Language, Reopening, Service, SmsState, VisitEnd
from tests.kiosk.play import ACCOUNT, ARREARS, FOUND, NOTES, NUMBER, POLICY, Play, answered, ok, posted


def body(play: Play, kind: type[Any]) -> Any:
    assert isinstance(play.view.body, kind), play.view.body
    return play.view.body


# One whole visit: what happens, the page after it, the facts on the disk, the commands given.
WHOLE_VISIT: list[tuple[ev.Event, str, list[str], list[str]]] = [
    (ev.ServiceChosen(Service.PAY_BILL), "EnterNumber", [], []),
    *[(ev.DigitPressed(digit), "EnterNumber", [], []) for digit in NUMBER],
    (ev.ConfirmPressed(), "LookingUp", [], ["LookUpAccount"]),
    (ev.AccountLookedUp(ACCOUNT, FOUND), "ChooseAmount", [], []),
    (ev.AmountChosen(ARREARS), "ChooseMethod", [], []),
    (ev.CashChosen(), "TakingCash", ["VisitOpened"], ["AcceptNotes"]),
    (ev.NoteAccepting(), "TakingCash", [], []),
    (ev.NoteEscrowed(Fen(10000)), "TakingCash", ["NoteIntended"], ["StackNote"]),
    (ev.NoteStacked(Fen(10000)), "TakingCash", ["NoteStacked"], []),
    (ev.NoteEscrowed(Fen(5000)), "TakingCash", ["NoteIntended"], ["StackNote"]),
    (ev.NoteStacked(Fen(5000)), "TakingCash", ["NoteStacked"], []),
    (ev.FinishPressed(), "ShowResult", ["PaymentAccepted", "VisitClosed"], ["StopAccepting", "SendPayments"]),
    (
        answered("K0001-1", posted("K0001-1")),
        "ShowResult",
        ["PaymentPosted", "ConfirmationProgressed", "ReceiptStarted"],
        ["PrintPaper", "FollowPayment"],
    ),
    (
        ev.PaymentProgressed("K0001-1", PaymentProgress(2, SmsState.DELIVERED, Reopening.PENDING)),
        "ShowResult",
        ["ConfirmationProgressed"],
        [],
    ),
    (
        ev.PaymentProgressed("K0001-1", PaymentProgress(3, SmsState.DELIVERED, Reopening.REOPENED)),
        "ShowResult",
        ["ConfirmationProgressed"],
        [],
    ),
    (ev.FinishPressed(), "Home", [], ["StopFollowing"]),
]


def test_whole_cash_visit_step_by_step() -> None:
    play = Play().at_home()
    for number, (event, page, facts, commands) in enumerate(WHOLE_VISIT):
        play.take(event)
        assert (play.page, play.names(), play.orders()) == (page, facts, commands), f"row {number}: {event}"
    assert play.books.totals() == {"posted": 15000}


def test_pay_flow_needs_at_most_five_screens_and_five_taps_after_the_number() -> None:
    """F11, U9: number, amount, method, insert, result."""
    pages = {page for _, page, _, _ in WHOLE_VISIT} - {"Home", "LookingUp"}
    assert len(pages) == 5
    touches = (ev.ConfirmPressed, ev.AmountChosen, ev.CashChosen, ev.FinishPressed)
    assert sum(isinstance(event, touches) for event, _, _, _ in WHOLE_VISIT) <= 5


# ---- the number ----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("typed", "problem"),
    [
        ("1380013567", "number_too_short"),
        ("2", "number_not_a_mobile"),
        ("12", "number_not_a_mobile"),
        ("", "number_too_short"),
    ],
)
def test_m7_wrong_numbers_are_explained(typed: str, problem: str) -> None:
    play = Play().at_number().typed(typed).take(ev.ConfirmPressed())
    shown = body(play, NumberView)
    assert shown.problem is not None
    assert shown.problem.id == problem
    assert not shown.complete


def test_a_twelfth_digit_is_refused() -> None:
    play = Play().at_number().typed(NUMBER + "9")
    assert body(play, NumberView).digits == NUMBER


@pytest.mark.parametrize("problem", list(AccountProblem))
def test_m7_an_account_that_cannot_be_paid_is_named_on_the_number_page(problem: AccountProblem) -> None:
    play = Play().at_number().typed().take(ev.ConfirmPressed(), ev.AccountLookedUp(ACCOUNT, AccountRefused(problem)))
    shown = body(play, NumberView)
    assert (shown.problem.id, shown.digits) == (problem.value, NUMBER)


def test_x2_offline_the_number_is_typed_twice() -> None:
    play = Play().at_number().typed().take(ev.ConfirmPressed(), ev.AccountLookedUp(ACCOUNT, CentreSilent("down")))
    assert body(play, NumberView).repeat
    play.typed("13900001234").take(ev.ConfirmPressed())
    assert body(play, NumberView).problem.id == "number_repeat_differs"
    assert not body(play, NumberView).repeat
    play.take(ev.ClearPressed()).typed().take(ev.ConfirmPressed())
    play.take(ev.AccountLookedUp(ACCOUNT, CentreSilent("down")))
    play.typed().take(ev.ConfirmPressed())
    shown = body(play, AmountView)
    assert shown.offline
    assert shown.masked_name == ""


def test_a_late_answer_about_another_number_changes_nothing() -> None:
    play = Play().at_number().typed().take(ev.ConfirmPressed())
    play.take(ev.AccountLookedUp(AccountRef(AccountKind.MOBILE, "13900001234"), FOUND))
    assert play.page == "LookingUp"
    assert play.refused


def test_look_up_that_never_answers_goes_on_offline() -> None:
    play = Play().at_number().typed().take(ev.ConfirmPressed()).wait(POLICY.waits.look_up)
    assert body(play, NumberView).repeat


# ---- amount and method ---------------------------------------------------------------------------------------------


def test_m7_amounts_offered_are_arrears_then_round_sums() -> None:
    offered = [choice.amount for choice in body(Play().at_amount(), AmountView).choices]
    assert offered == [18240, 3000, 5000, 10000]


def test_an_amount_that_was_not_offered_is_refused() -> None:
    play = Play().at_amount().take(ev.AmountChosen(Fen(1)))
    assert play.page == "ChooseAmount"


@pytest.mark.parametrize(
    ("digits", "page"), [("5", "amount_too_small"), ("501", "amount_too_large"), ("0", "amount_too_small")]
)
def test_typed_amounts_have_limits_with_reasons(digits: str, page: str) -> None:
    play = Play().at_amount().take(ev.OtherAmountChosen()).typed(digits).take(ev.ConfirmPressed())
    assert body(play, AmountView).problem.id == page


def test_typed_amount_within_limits_goes_on() -> None:
    play = Play().at_amount().take(ev.OtherAmountChosen()).typed("88").take(ev.ConfirmPressed())
    assert body(play, MethodView).amount == 8800


def test_m16_f4_no_change_is_said_before_the_first_note() -> None:
    shown = body(Play().at_method(), MethodView)
    assert shown.conditions[0].id == "condition_no_change"
    assert dict(shown.conditions[0].params) == {"number": "138 **** 5678", "name": "张*"}


def test_m17_no_receipt_is_consented_to_before_the_first_note() -> None:
    out = DeviceStatus(Device.PRINTER, DeviceState.USER_ERROR, Severity.SUSPEND, Supplies.OUT, "PRN-OUT")
    play = Play().at_method().take(ev.DeviceStatusChanged(out))
    assert "condition_no_receipt" in [message.id for message in body(play, MethodView).conditions]
    play.take(ev.CashChosen()).note(5000).take(ev.FinishPressed())
    play.take(answered("K0001-1", posted("K0001-1")))
    assert "PrintPaper" not in play.orders()
    assert body(play, ResultView).receipt is StepState.SKIPPED


def test_m17_a_receipt_that_was_promised_and_can_not_be_printed_has_failed_not_been_agreed_away() -> None:
    out = DeviceStatus(Device.PRINTER, DeviceState.USER_ERROR, Severity.SUSPEND, Supplies.OUT, "PRN-OUT")
    play = Play().with_notes(5000).take(ev.DeviceStatusChanged(out), ev.FinishPressed())
    assert body(play, ResultView).receipt is StepState.FAILED


def test_x2_offline_conditions_are_said_before_the_first_note() -> None:
    play = Play().at_method().take(ev.CentreReachable(reachable=False, reason="cut"))
    said = [message.id for message in body(play, MethodView).conditions]
    assert said == ["condition_no_change", "condition_offline", "condition_offline_suspended"]


def test_f56_offline_cap_of_a_number_closes_cash_before_the_first_note() -> None:
    play = Play().at_method(Fen(10000))
    waiting = UnpostedPayment("K0001-0", ACCOUNT, Fen(25000))
    terminal = replace(play.state.terminal, unposted=(waiting,))
    play.state = replace(play.state, terminal=terminal)
    play.take(ev.CentreReachable(reachable=False))
    assert body(play, MethodView).cash.id == "method_cash_limit_reached"
    play.take(ev.CashChosen())
    assert (play.page, play.facts) == ("ChooseMethod", [])


# ---- leaving and time --------------------------------------------------------------------------------------------


@pytest.mark.parametrize("place", ["at_number", "at_amount", "at_method"])
def test_f9_a_page_left_alone_goes_home_and_forgets(place: str) -> None:
    play: Play = getattr(Play(), place)()
    play.take(ev.LanguageChosen(Language.ENGLISH)).wait(POLICY.waits.idle)
    assert play.page == "Home"
    assert NUMBER not in repr(play.view)
    assert NUMBER not in repr(play.state.visit)
    assert play.view.frame.language is Language.CHINESE


@pytest.mark.parametrize(
    ("place", "pages"),
    [
        ("at_number", ["Home"]),
        ("at_amount", ["EnterNumber", "Home"]),
        ("at_method", ["ChooseAmount", "EnterNumber", "Home"]),
        ("at_cash", ["ChooseMethod", "ChooseAmount", "EnterNumber", "Home"]),
    ],
)
def test_back_leads_one_page_back_to_home(place: str, pages: list[str]) -> None:
    play: Play = getattr(Play(), place)()
    assert [play.take(ev.BackPressed()).page for _ in pages] == pages


@pytest.mark.parametrize("place", ["at_number", "at_amount", "at_method", "at_cash"])
def test_home_leads_home_while_no_money_is_inside(place: str) -> None:
    play: Play = getattr(Play(), place)()
    assert play.take(ev.HomePressed()).page == "Home"


@pytest.mark.parametrize("place", ["at_number", "at_amount", "at_method", "at_cash"])
def test_f14_the_quick_lane_begins_anew_on_every_page_without_money(place: str) -> None:
    play: Play = getattr(Play(), place)()
    assert [key.service for key in play.view.frame.quick_lane] == [Service.PAY_BILL]
    play.take(ev.ServiceChosen(Service.PAY_BILL))
    assert body(play, NumberView).digits == ""


def test_f14_the_quick_lane_is_off_with_money_inside_and_leads_on_from_the_result() -> None:
    play = Play().with_notes(5000)
    assert play.view.frame.quick_lane == ()
    assert play.take(ev.ServiceChosen(Service.PAY_BILL)).page == "TakingCash"
    play.take(ev.FinishPressed(), ev.ServiceChosen(Service.PAY_BILL))
    assert (play.page, play.orders()[-2:]) == ("EnterNumber", ["PrintPaper", "StopFollowing"])


def test_x4_touching_alone_extends_three_times_only() -> None:
    play = Play().at_number()
    for _ in range(10):
        play.wait(POLICY.waits.idle - 1).take(ev.Touched())
        if play.page == "Home":
            break
    assert play.page == "Home"
    assert play.now == 1000.0 + 4 * (POLICY.waits.idle - 1) + POLICY.waits.idle - 1


def test_a_digit_is_progress_and_extends() -> None:
    play = Play().at_number()
    for digit in NUMBER:
        play.wait(POLICY.waits.idle - 1).take(ev.DigitPressed(digit))
    assert play.page == "EnterNumber"


def test_u4_the_countdown_warns_twenty_seconds_before_it_acts() -> None:
    countdown = Play().at_number().view.frame.countdown
    assert countdown is not None
    assert (countdown.seconds_left, countdown.warn_seconds, countdown.pays) == (60.0, 20.0, False)


# ---- what works ------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("event", "can_pay", "notice"),
    [
        (ev.CentreReachable(reachable=False), True, "notice_offline"),
        (ev.KioskRefused("kiosk-disabled"), False, "notice_nothing_works"),
        (
            ev.DeviceStatusChanged(DeviceStatus(Device.ACCEPTOR, DeviceState.HW_ERROR, Severity.FATAL, code="BV-JAM")),
            False,
            "notice_nothing_works",
        ),
        (
            ev.DeviceStatusChanged(
                DeviceStatus(Device.PRINTER, DeviceState.USER_ERROR, Severity.SUSPEND, Supplies.OUT, "PRN-OUT")
            ),
            True,
            "notice_printer_out",
        ),
        (ev.NoteCheated(), False, "notice_nothing_works"),
        (ev.CentreRemembers(7), False, "notice_nothing_works"),
    ],
)
def test_home_says_honestly_what_works(event: ev.Event, can_pay: bool, notice: str) -> None:
    play = Play().at_home().take(event)
    shown = body(play, HomeView)
    assert shown.can_pay is can_pay
    assert notice in [message.id for message in shown.notices]
    play.take(ev.ServiceChosen(Service.PAY_BILL))
    assert play.page == ("EnterNumber" if can_pay else "Home")


def test_no_note_is_taken_before_the_acceptor_said_where_notes_are() -> None:
    play = Play().take(ev.Started(EMPTY))
    play.take(ok(Device.ACCEPTOR), ev.AcceptorIdentified("SM", "S1", "1.0", NOTES))
    assert not body(play, HomeView).can_pay
    play.take(ev.NotesWhereaboutsKnown())
    assert body(play, HomeView).can_pay


def test_notes_the_acceptor_does_not_know_are_not_offered() -> None:
    play = Play().at_home().take(ev.AcceptorIdentified("SM", "S1", "1.0", frozenset({Fen(10000)})))
    play.take(ev.ServiceChosen(Service.PAY_BILL)).typed()
    play.take(ev.ConfirmPressed(), ev.AccountLookedUp(ACCOUNT, FOUND), ev.AmountChosen(ARREARS), ev.CashChosen())
    assert play.commands[-1] == AcceptNotes(frozenset({Fen(10000)}))


# ---- the result --------------------------------------------------------------------------------------------------


def test_x1_the_present_customers_payment_goes_first() -> None:
    play = Play().with_notes(5000).take(ev.FinishPressed())
    assert play.commands[-1] == SendPayments(first="K0001-1")


def test_m17_slip_is_printed_without_the_centres_answer_after_a_while() -> None:
    play = Play().with_notes(5000).take(ev.FinishPressed()).wait(POLICY.waits.answer)
    assert play.orders() == ["PrintPaper"]
    assert play.page == "ShowResult"
    play.take(answered("K0001-1", posted("K0001-1")))
    assert "PrintPaper" not in play.orders(), "one slip a visit"


def test_m17_offline_the_slip_is_printed_at_once() -> None:
    play = Play().at_method(Fen(5000)).take(ev.CentreReachable(reachable=False), ev.CashChosen())
    play.note(5000).take(ev.FinishPressed()).wait(0)
    assert play.orders() == ["PrintPaper"]
    assert body(play, ResultView).posting is StepState.LATER


@pytest.mark.parametrize(
    ("answer", "bucket"), [(Refused("account-not-found"), "owed"), (Contradicted("idempotency-mismatch"), "in_doubt")]
)
def test_m7_a_definite_no_is_owed_and_a_contradiction_in_doubt(answer: Any, bucket: str) -> None:
    play = Play().with_notes(5000).take(ev.FinishPressed(), answered("K0001-1", answer))
    assert play.books.totals() == {bucket: 5000}
    assert body(play, ResultView).posting is StepState.FAILED
    assert "PrintPaper" in play.orders()


def test_an_answer_is_taken_once() -> None:
    play = Play().with_notes(5000).take(ev.FinishPressed())
    play.take(answered("K0001-1", posted("K0001-1")))
    play.take(answered("K0001-1", Refused("account-not-found")))
    assert (play.facts, play.books.totals()) == ([], {"posted": 5000})


def test_an_answer_for_a_customer_who_left_is_recorded_all_the_same() -> None:
    play = Play().with_notes(5000).take(ev.FinishPressed(), ev.FinishPressed())
    assert play.page == "Home"
    play.take(answered("K0001-1", posted("K0001-1")))
    assert play.names() == ["PaymentPosted", "ConfirmationProgressed"]


def test_leaving_before_the_answer_still_prints_the_slip() -> None:
    play = Play().with_notes(5000).take(ev.FinishPressed()).take(ev.FinishPressed())
    assert play.orders() == ["PrintPaper", "StopFollowing"]
    assert play.page == "Home"


def test_old_progress_never_overwrites_newer() -> None:
    play = Play().with_notes(5000).take(ev.FinishPressed(), answered("K0001-1", posted("K0001-1")))
    play.take(ev.PaymentProgressed("K0001-1", PaymentProgress(5, SmsState.DELIVERED, Reopening.REOPENED)))
    play.take(ev.PaymentProgressed("K0001-1", PaymentProgress(4, SmsState.SENT, Reopening.PENDING)))
    assert body(play, ResultView).sms_state is SmsState.DELIVERED


@pytest.mark.parametrize(
    ("outcome", "shown"),
    [
        (PrintOutcome.PRINTED, StepState.DONE),
        (PrintOutcome.PARTIAL, StepState.FAILED),
        (PrintOutcome.UNKNOWN, StepState.FAILED),
    ],
)
def test_m17_the_receipt_is_what_the_printer_proves(outcome: PrintOutcome, shown: StepState) -> None:
    play = Play().with_notes(5000).take(ev.FinishPressed(), answered("K0001-1", posted("K0001-1")))
    job = play.state.visit.job_id  # type: ignore[union-attr]
    play.take(ev.PrintJobEnded(job, outcome))
    assert body(play, ResultView).receipt is shown


def test_the_result_page_leaves_by_itself() -> None:
    play = Play().with_notes(5000).take(ev.FinishPressed(), answered("K0001-1", posted("K0001-1")))
    play.wait(POLICY.waits.result)
    assert play.page == "Home"


def test_the_payment_carries_the_confirmed_account_and_the_notes() -> None:
    play = Play().with_notes(10000, 5000).take(ev.FinishPressed())
    payment = next(fact for fact in play.facts if isinstance(fact, PaymentAccepted))
    assert (payment.account, payment.amount, payment.notes, payment.kiosk_seq) == (ACCOUNT, 15000, (10000, 5000), 1)
    assert play.facts[-1] == VisitClosed(payment.visit_id, VisitEnd.PAID)


def test_the_amount_is_the_same_in_words_and_figures_of_the_cash_page() -> None:
    shown = body(Play().with_notes(10000, 10000), CashView)
    assert (shown.inserted, shown.amount, shown.left, shown.surplus) == (20000, 18240, 0, 1760)


def test_news_never_takes_a_state_back() -> None:
    play = Play().with_notes(5000).take(ev.FinishPressed(), answered("K0001-1", posted("K0001-1")))
    play.take(ev.PaymentProgressed("K0001-1", PaymentProgress(5, SmsState.DELIVERED, Reopening.REOPENED)))
    play.take(ev.PaymentProgressed("K0001-1", PaymentProgress(6, SmsState.WAITING, Reopening.NOT_NEEDED)))
    shown = body(play, ResultView)
    assert (shown.sms_state, shown.reopening_state) == (SmsState.DELIVERED, Reopening.REOPENED)


def test_news_before_the_answer_is_no_news() -> None:
    play = Play().with_notes(5000).take(ev.FinishPressed())
    play.take(ev.PaymentProgressed("K0001-1", PaymentProgress(5, SmsState.DELIVERED, Reopening.REOPENED)))
    assert (play.facts, bool(play.refused)) == ([], True)


def test_the_first_end_of_a_print_job_stands() -> None:
    play = Play().with_notes(5000).take(ev.FinishPressed(), answered("K0001-1", posted("K0001-1")))
    job = play.state.visit.job_id  # type: ignore[union-attr]
    play.take(ev.PrintJobEnded(job, PrintOutcome.PRINTED), ev.PrintJobEnded(job, PrintOutcome.UNKNOWN))
    assert body(play, ResultView).receipt is StepState.DONE


def test_a_contradiction_is_told_as_doubt_and_a_refusal_as_owed() -> None:
    for answer, said in (
        (Contradicted("idempotency-mismatch"), "result_in_doubt"),
        (Refused("amount-limit"), "result_owed"),
    ):
        play = Play().with_notes(5000).take(ev.FinishPressed(), answered("K0001-1", answer))
        assert body(play, ResultView).message.id == said


def test_arrears_above_the_limit_are_explained_and_can_be_paid_in_parts() -> None:
    found = replace(FOUND, arrears=Fen(128800))
    shown = body(Play().at_amount(found), AmountView)
    assert shown.problem.id == "amount_too_large"
    assert [choice.amount for choice in shown.choices] == [3000, 5000, 10000, POLICY.maximum_payment]


def test_offline_only_what_may_wait_is_offered() -> None:
    """The customer is not led to a sum that the next page refuses."""
    play = Play().at_number().typed().take(ev.ConfirmPressed(), ev.AccountLookedUp(ACCOUNT, CentreSilent("down")))
    play.typed().take(ev.ConfirmPressed())
    shown = body(play, AmountView)
    assert (shown.maximum, shown.problem.id) == (POLICY.offline_number_limit, "amount_too_large")
    play.take(ev.OtherAmountChosen()).typed("400").take(ev.ConfirmPressed())
    assert play.page == "ChooseAmount"


def test_what_was_said_of_a_refused_terminal_goes_when_it_is_taken_back() -> None:
    play = Play().with_notes(5000).take(ev.KioskRefused("kiosk-disabled"), ev.CentreReachable(reachable=True))
    assert body(play, CashView).message is None

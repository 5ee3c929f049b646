"""The contract of asking with both sides real: the terminal's own client and the reference centre behind signed HTTP."""

import json
import logging
import secrets
import threading
import time
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from sqlalchemy import select

from app.enquiries import Enquiries
from central.service_tables import work_orders
from central.settings import Settings
from kiosk.accounts import AccountKind, AccountRef
from kiosk.catalogue import QuickLane, Scope
from kiosk.central_client import CentralClient
from kiosk.clock import SystemClock
from kiosk.enquiry import Asker, Challenge, EnquiryProblem, EnquiryRefused, ProofMethod, VisitEnded, VisitToken
from kiosk.enquiry_answers import (
    BalanceSheet,
    BillSheet,
    Category,
    DetailPage,
    DetailRecord,
    PastPayments,
    PointsSheet,
    Restrictions,
    SubscriptionEnd,
    Subscriptions,
)
from kiosk.enquiry_client import EnquiryClient
from kiosk.events import CentreAnswered, CentreReachable
from kiosk.flow.help_call import WHERE
from kiosk.help_answers import HelpOrder
from kiosk.masking import masked
from kiosk.money import Fen, total
from kiosk.questions import (
    AskBalance,
    AskBill,
    AskDetails,
    AskPayments,
    AskPoints,
    AskQuickLane,
    AskRestrictions,
    AskSubscriptions,
    CallHelp,
    EndSubscription,
    EndVisit,
    OpenChallenge,
    Prove,
    Question,
    SheetQuestion,
)
from kiosk.visit_types import Language
from offline_queue.terminal_keys import TerminalKeys
from tests.app.test_centre_threads import Inbox
from tests.central.asking import PASSWORD, code_on_handset, codes_on_handset
from tests.central.conftest import FAST, Live
from tests.central.helpers import audited

BUSY = AccountRef(AccountKind.MOBILE, "13900001234")  # more than 5 000 records in each month
PROVED_BY_PASSWORD = ("13900001234", "13800135678", "17733330004", "18800008888")
UNHURRIED: Settings = replace(
    FAST,
    code_pause_seconds=0,
    codes_per_hour=100,
    codes_per_day=100,
    queries_per_number=10_000,
    help_calls_per_kiosk=1000,
)


@pytest.fixture(scope="module")
def live(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Live]:
    running = Live(tmp_path_factory.mktemp("asking"), UNHURRIED)
    with audited(running.centre):
        try:
            yield running
        finally:
            running.stop()


@pytest.fixture(scope="module")
def asking(live: Live, tmp_path_factory: pytest.TempPathFactory) -> EnquiryClient:
    return EnquiryClient(central_client(live, tmp_path_factory.mktemp("terminal")), SystemClock())


def central_client(live: Live, home: Path) -> CentralClient:
    (home / "enrolment.token").write_text(live.token)
    return CentralClient(live.server.url, "K0001", home / "enrolment.token", TerminalKeys(home), SystemClock())


def new_visit() -> str:
    return f"v-{secrets.token_hex(6)}"


def opened(asking: EnquiryClient, visit_id: str, account: AccountRef, method: ProofMethod, code: str = "") -> Challenge:
    challenge = asking.ask(OpenChallenge(visit_id, account, method, Language.CHINESE, code))
    assert isinstance(challenge, Challenge), challenge
    return challenge


def by_password(asking: EnquiryClient, account: AccountRef = BUSY, visit_id: str = "", token: str = "") -> Asker:
    visit_id = visit_id or new_visit()
    challenge = opened(asking, visit_id, account, ProofMethod.SERVICE_PASSWORD)
    granted = asking.ask(Prove(visit_id, challenge.challenge_id, PASSWORD, token))
    assert isinstance(granted, VisitToken), granted
    return Asker(visit_id, account, granted.token)


def new_code(live: Live, asking: EnquiryClient, visit_id: str, account: AccountRef, subscription: str = "") -> Prove:
    """A challenge with the code that came to the handset."""
    had = len(codes_on_handset(live.centre))
    challenge = opened(asking, visit_id, account, ProofMethod.SMS_CODE, subscription)
    assert challenge.resend_after_seconds is not None
    return Prove(visit_id, challenge.challenge_id, code_on_handset(live, account.number, had))


def refused(answer: object) -> EnquiryProblem:
    assert isinstance(answer, EnquiryRefused), answer
    return answer.problem


def last_month(asking: EnquiryClient, asker: Asker) -> str:
    sheet = asking.ask(AskBill(asker))
    assert isinstance(sheet, BillSheet), sheet
    return sheet.history.months[-2].month


# ---- what is told ----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("number", PROVED_BY_PASSWORD)
def test_each_question_gets_its_answer(asking: EnquiryClient, number: str) -> None:
    asker = by_password(asking, AccountRef(AccountKind.MOBILE, number))
    expected: list[tuple[SheetQuestion, type]] = [
        (AskBalance(asker), BalanceSheet),
        (AskPoints(asker), PointsSheet),
        (AskPayments(asker), PastPayments),
        (AskSubscriptions(asker), Subscriptions),
        (AskRestrictions(asker), Restrictions),
    ]
    for question, kind in expected:
        assert isinstance(asking.ask(question), kind), type(question).__name__


def test_f26_f27_each_month_s_bill_is_its_own_and_agrees_with_the_history(asking: EnquiryClient) -> None:
    asker = by_password(asking)
    running = asking.ask(AskBill(asker))
    assert isinstance(running, BillSheet), running
    assert not running.bill.closed
    months = running.history.months
    assert len(months) == 7
    for sums in months[:-1]:
        sheet = asking.ask(AskBill(asker, sums.month))
        assert isinstance(sheet, BillSheet), sheet
        assert (sheet.bill.month, sheet.bill.closed, sheet.bill.total) == (sums.month, True, sums.total)
    assert refused(asking.ask(AskBill(asker, months[-1].month))) is EnquiryProblem.NOT_KEPT, "it is not over"
    assert refused(asking.ask(AskBill(asker, "2020-01"))) is EnquiryProblem.NOT_KEPT


def test_x28_details_need_both_proofs_and_thousands_come_page_by_page(live: Live, asking: EnquiryClient) -> None:
    visit_id = new_visit()
    first = asking.ask(new_code(live, asking, visit_id, BUSY))
    assert isinstance(first, VisitToken), first
    assert Scope.DETAILS not in first.scopes
    asker = Asker(visit_id, BUSY, first.token)
    month = last_month(asking, asker)
    assert refused(asking.ask(AskDetails(asker, month))) is EnquiryProblem.SCOPE_MISSING
    both = by_password(asking, visit_id=visit_id, token=first.token)
    assert refused(asking.ask(AskBalance(asker))) is EnquiryProblem.TOKEN_OVER, "the second proof ends the first's token"

    cursor = ""
    found: list[DetailRecord] = []
    while True:
        page = asking.ask(AskDetails(both, month, cursor=cursor, limit=200))
        assert isinstance(page, DetailPage), page
        found += page.items
        if page.next_cursor is None:
            break
        cursor = page.next_cursor
    assert len(found) == page.found > 5_000
    assert total([record.amount for record in found]) == page.found_amount
    assert len({record.record_id for record in found}) == len(found)
    sheet = asking.ask(AskBill(both, month))
    assert isinstance(sheet, BillSheet)
    # Adjustments and what is charged by the month stand in the bill alone; the calls are both here and there.
    calls = [group.amount for group in sheet.bill.own_charges if group.category is Category.VOICE]
    assert total([record.amount for record in found if record.category is Category.VOICE]) == total(calls)

    day = found[0].started_at[:10]
    narrowed = asking.ask(AskDetails(both, month, Category.DATA, day))
    assert isinstance(narrowed, DetailPage), narrowed
    expected = [record for record in found if record.category is Category.DATA and record.started_at[:10] == day]
    assert (narrowed.found, list(narrowed.items)) == (len(expected), expected[:100])
    assert isinstance(asking.ask(AskDetails(both)), DetailPage), "the month that is running"


def test_f14_the_quick_lane_is_of_the_number_that_is_proved(asking: EnquiryClient) -> None:
    asker = by_password(asking)
    assert asking.ask(AskQuickLane(asker)) == QuickLane(("current_details", "pay_bill", "points"))
    newcomer = by_password(asking, AccountRef(AccountKind.MOBILE, "17733330004"))
    assert asking.ask(AskQuickLane(newcomer)) == QuickLane(())
    assert refused(asking.ask(AskQuickLane(replace(newcomer, account=BUSY)))) is EnquiryProblem.TOKEN_OVER


# ---- who is told nothing ---------------------------------------------------------------------------------------------


def test_f10_wrong_answers_are_counted_and_end_in_a_lock(asking: EnquiryClient) -> None:
    account = AccountRef(AccountKind.MOBILE, "19955550006")
    told = []
    for _ in range(2):
        visit_id = new_visit()
        challenge = opened(asking, visit_id, account, ProofMethod.SERVICE_PASSWORD)
        for _ in range(3):
            told.append(asking.ask(Prove(visit_id, challenge.challenge_id, "503917")))
            if told[-1] == EnquiryRefused(EnquiryProblem.LOCKED):
                break
    assert [refused(one) for one in told] == [EnquiryProblem.SECRET_WRONG] * 4 + [EnquiryProblem.LOCKED] * 2
    wrong, locked = told[0], told[-1]
    assert isinstance(wrong, EnquiryRefused)
    assert isinstance(locked, EnquiryRefused)
    assert wrong.tries_left == 2
    assert locked.locked_until.startswith("20")
    assert locked.retry_after_s is not None
    assert 86_000 < locked.retry_after_s <= 86_400, "a day, not the hour that the queue would wait"


def test_x28_a_default_password_is_refused_by_its_form(asking: EnquiryClient) -> None:
    visit_id, account = new_visit(), AccountRef(AccountKind.MOBILE, "15012345678")
    challenge = opened(asking, visit_id, account, ProofMethod.SERVICE_PASSWORD)
    assert refused(asking.ask(Prove(visit_id, challenge.challenge_id, "123456"))) is EnquiryProblem.PASSWORD_REFUSED


def test_a_challenge_is_good_once_and_in_its_own_visit(asking: EnquiryClient) -> None:
    visit_id = new_visit()
    challenge = opened(asking, visit_id, BUSY, ProofMethod.SERVICE_PASSWORD)
    elsewhere = Prove(new_visit(), challenge.challenge_id, PASSWORD)
    assert refused(asking.ask(elsewhere)) is EnquiryProblem.CHALLENGE_OVER
    assert isinstance(asking.ask(Prove(visit_id, challenge.challenge_id, PASSWORD)), VisitToken)
    assert refused(asking.ask(Prove(visit_id, challenge.challenge_id, PASSWORD))) is EnquiryProblem.CHALLENGE_OVER


def test_f9_after_the_visit_nothing_is_told(asking: EnquiryClient) -> None:
    asker = by_password(asking)
    assert isinstance(asking.ask(AskBalance(asker)), BalanceSheet)
    for _ in range(2):
        assert asking.ask(EndVisit(asker.visit_id)) == VisitEnded()
    assert refused(asking.ask(AskBalance(asker))) is EnquiryProblem.TOKEN_OVER


def test_another_number_is_not_told_of(asking: EnquiryClient) -> None:
    asker = by_password(asking)
    other = replace(asker, account=AccountRef(AccountKind.MOBILE, "13800135678"))
    assert refused(asking.ask(AskBalance(other))) is EnquiryProblem.TOKEN_OVER


def test_f10_one_code_a_minute(tmp_path: Path) -> None:
    running = Live(tmp_path)
    try:
        asking = EnquiryClient(central_client(running, tmp_path), SystemClock())
        opened(asking, "v-1", BUSY, ProofMethod.SMS_CODE)
        again = asking.ask(OpenChallenge("v-1", BUSY, ProofMethod.SMS_CODE, Language.ENGLISH))
        assert refused(again) is EnquiryProblem.RATE_LIMITED
        assert isinstance(again, EnquiryRefused)
        assert again.retry_after_s is not None
        assert 0 < again.retry_after_s <= 60
    finally:
        running.stop()


# ---- the end of a subscription ---------------------------------------------------------------------------------------


def test_f17_a_subscription_ends_once_and_two_answers_are_told_apart(live: Live, asking: EnquiryClient) -> None:
    asker = by_password(asking)
    there = asking.ask(AskSubscriptions(asker))
    assert isinstance(there, Subscriptions)
    ended = there.items[0]

    def end(code: str) -> EndSubscription:
        confirmed = new_code(live, asking, asker.visit_id, BUSY, code)
        return EndSubscription(asker, code, confirmed.challenge_id, confirmed.secret)

    question = end(ended.code)
    done = asking.ask(question)
    assert isinstance(done, SubscriptionEnd), done
    assert (done.outcome, done.code, done.name) == ("done", ended.code, ended.name)
    assert done.charged_until is not None
    assert asking.ask(question) == done, "asked again, told again"
    left = asking.ask(AskSubscriptions(asker))
    assert isinstance(left, Subscriptions)
    assert left.items == there.items[1:]
    none = asking.ask(end("NO-SUCH-ONE"))
    assert isinstance(none, SubscriptionEnd), none
    assert (none.outcome, none.charged_until) == ("none", None)
    wrong = replace(end(there.items[1].code), secret="000000")
    assert refused(asking.ask(wrong)) is EnquiryProblem.SECRET_WRONG


# ---- a person is called --------------------------------------------------------------------------------------------


def on_duty(live: Live, number: str) -> None:
    document = json.loads(live.centre.catalogues.current()[1].model_dump_json())
    document["duty"]["default"] = number
    live.centre.catalogues.put(json.dumps(document))


def helped(answer: object) -> HelpOrder:
    assert isinstance(answer, HelpOrder), answer
    return answer


def test_f19_one_order_a_visit_and_a_person_is_rung_when_money_is_inside(live: Live, asking: EnquiryClient) -> None:
    visit_id = new_visit()
    call = CallHelp(visit_id, "number", Fen(0))
    first = helped(asking.ask(call))
    assert (first.calls, first.rung) == (1, False)
    full = replace(
        call,
        state="paying",
        money_inside=Fen(15000),
        masked_number=BUSY.masked(),
        payment_keys=("K0001-1",),
        device_codes=("BV-JAM",),
    )
    again = helped(asking.ask(full))
    assert (again.order_id, again.opened_at, again.calls, again.rung) == (first.order_id, first.opened_at, 2, False)
    had = len(live.centre.gateway.messages(0))
    on_duty(live, "13911112222")
    assert [helped(asking.ask(full)).rung for _ in range(2)] == [True, True]
    other = helped(asking.ask(replace(full, visit_id=new_visit(), money_inside=Fen(0))))
    assert (other.order_id != first.order_id, other.calls, other.rung) == (True, 1, False)
    with live.centre.database.read() as connection:
        row = connection.execute(select(work_orders).where(work_orders.c.visit_id == visit_id)).one()
    assert (row.calls, row.money_inside_fen, row.reason) == (4, 15000, "called")
    assert row.visit == {
        "state": "paying",
        "masked_number": "139****1234",
        "payment_keys": ["K0001-1"],
        "device_codes": ["BV-JAM"],
        "said": "",
    }
    deadline = time.monotonic() + 15
    while len(live.centre.gateway.messages(0)) == had and time.monotonic() < deadline:
        threading.Event().wait(0.05)
    assert [(to, "150.00" in text) for _, to, text, _ in live.centre.gateway.messages(0)[had:]] == [("13911112222", True)]


@pytest.mark.parametrize("state", sorted(set(WHERE.values())))
def test_f19_the_centre_takes_each_word_for_a_page(asking: EnquiryClient, state: str) -> None:
    assert helped(asking.ask(CallHelp(new_visit(), state, Fen(0)))).calls == 1


# ---- what is left of it in the logs ----------------------------------------------------------------------------------


def test_s7_no_secret_token_or_number_reaches_a_log(
    live: Live, asking: EnquiryClient, caplog: pytest.LogCaptureFixture
) -> None:
    """At every level: our own lines before the filter that masks, those of libraries after it. The centre's are its own."""
    caplog.set_level(logging.DEBUG)
    inbox = Inbox()
    enquiries = Enquiries(asking, inbox.post)
    asker = by_password(asking)
    code = new_code(live, asking, asker.visit_id, BUSY)
    questions: list[Question] = [
        AskBalance(asker),
        AskDetails(asker),
        code,
        replace(code, challenge_id="0" * 26),
        EndVisit(asker.visit_id),
    ]
    for place, question in enumerate(questions):
        enquiries.ask(f"t-{place}", question)
        inbox.until(2 * (place + 1))
    tickets = [event.ticket for event in inbox.events if isinstance(event, CentreAnswered)]
    assert tickets == [f"t-{place}" for place in range(len(questions))]
    assert inbox.events[0] == CentreReachable(reachable=True), "an answer is news of the line"
    enquiries.close()
    ours = [record for record in caplog.records if not record.name.startswith("central")]
    said = "\n".join(
        line if record.name == "centre" else masked(line) for record in ours for line in (record.getMessage(),)
    )
    assert "CENTRE-ASK AskDetails: scope_missing" in said
    shown = said + "".join(repr(question) for question in questions) + repr(inbox.events)
    for hidden in (asker.token, PASSWORD, code.secret, BUSY.number):
        assert hidden not in shown

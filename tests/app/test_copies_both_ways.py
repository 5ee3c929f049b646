"""The contract of copies of receipts with both sides real: the terminal's own client and the reference centre."""

import itertools
from collections.abc import Iterator
from dataclasses import replace

import pytest

from kiosk.clock import SystemClock
from kiosk.enquiry import Asker, EnquiryProblem, EnquiryRefused, VisitToken
from kiosk.enquiry_answers import PastPayments
from kiosk.enquiry_client import EnquiryClient
from kiosk.questions import AskPayments, CopyByNumber, CopyByPayment, EndVisit
from kiosk.receipt_number import is_whole, with_key, written
from kiosk.reprint_answers import ReceiptCopy
from tests.app.test_asking_both_ways import BUSY, UNHURRIED, by_password, central_client, new_code, new_visit, refused
from tests.central.conftest import Live
from tests.central.helpers import audited, model

OTHER = "13800135678"
_SEQUENCE = itertools.count(1)


@pytest.fixture(scope="module")
def live(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Live]:
    running = Live(tmp_path_factory.mktemp("copies"), replace(UNHURRIED, slips_per_kiosk=1000))
    with audited(running.centre):
        try:
            yield running
        finally:
            running.stop()


@pytest.fixture(scope="module")
def asking(live: Live, tmp_path_factory: pytest.TempPathFactory) -> EnquiryClient:
    return EnquiryClient(central_client(live, tmp_path_factory.mktemp("terminal")), SystemClock())


def paid(live: Live, number: str = BUSY.number) -> tuple[str, str]:
    """A posted payment: its id and the number of its receipt."""
    payment_id, _ = live.centre.payments.accept(model(next(_SEQUENCE), number))
    live.centre.payments.attempt(payment_id)
    row = live.centre.payments.read(payment_id)
    assert row.status == "posted"
    return payment_id, row.receipt_number


def copied(answer: object) -> ReceiptCopy:
    assert isinstance(answer, ReceiptCopy), answer
    return answer


def by_code(live: Live, asking: EnquiryClient) -> Asker:
    visit_id = new_visit()
    granted = asking.ask(new_code(live, asking, visit_id, BUSY))
    assert isinstance(granted, VisitToken), granted
    return Asker(visit_id, BUSY, granted.token)


def test_x32_whoever_has_the_number_gets_a_copy_and_the_same_one_again(live: Live, asking: EnquiryClient) -> None:
    payment_id, number = paid(live)
    question = CopyByNumber(new_visit(), number)
    first = copied(asking.ask(question))
    assert (first.payment_id, first.receipt_number, first.masked_number) == (payment_id, number, BUSY.masked())
    assert (first.amount, first.tender, first.copy_number, first.invoice.state) == (20_000, "cash", 1, "open")
    assert asking.ask(question) == first, "an answer that was lost costs no copy"
    assert copied(asking.ask(replace(question, visit_id=new_visit()))).copy_number == 2


def test_every_number_that_the_centre_gives_out_is_one_that_can_be_typed(live: Live, asking: EnquiryClient) -> None:
    for _ in range(5):
        _, number = paid(live, OTHER)
        typed = ""
        for key in number.lower():
            typed = with_key(typed, key)
        assert is_whole(typed)
        assert copied(asking.ask(CopyByNumber(new_visit(), written(typed)))).receipt_number == number


def test_x32_other_numbers_get_nothing_however_well_they_are_formed(live: Live, asking: EnquiryClient) -> None:
    paid(live)
    unknown = CopyByNumber(new_visit(), "261121-7Q2MXP")
    assert refused(asking.ask(unknown)) is EnquiryProblem.NO_SUCH_RECEIPT
    assert refused(asking.ask(replace(unknown, receipt_number="261121-7Q2MXK"))) is EnquiryProblem.NO_SUCH_RECEIPT


def test_five_copies_and_no_more(live: Live, asking: EnquiryClient) -> None:
    _, number = paid(live)
    made = [copied(asking.ask(CopyByNumber(new_visit(), number))).copy_number for _ in range(5)]
    assert made == [1, 2, 3, 4, 5]
    assert refused(asking.ask(CopyByNumber(new_visit(), number))) is EnquiryProblem.COPIES_USED_UP


def test_f30_an_exchanged_code_is_not_on_the_copy(live: Live, asking: EnquiryClient) -> None:
    _, number = paid(live)
    code = copied(asking.ask(CopyByNumber(new_visit(), number))).invoice.code
    assert code is not None
    assert live.centre.slips.exchange(code, "Wang")[0] == "exchanged"
    after = copied(asking.ask(CopyByNumber(new_visit(), number))).invoice
    assert (after.state, after.code, after.qr) == ("exchanged", None, None)


def test_x32_from_the_history_a_code_by_sms_is_needed_and_a_password_is_not_enough(
    live: Live, asking: EnquiryClient
) -> None:
    payment_id, number = paid(live)
    with_password = by_password(asking)
    history = asking.ask(AskPayments(with_password))
    assert isinstance(history, PastPayments), history
    assert payment_id in {one.payment_id for one in history.items}, "the history leads to it"
    assert refused(asking.ask(CopyByPayment(with_password, payment_id))) is EnquiryProblem.SCOPE_MISSING
    asker = by_code(live, asking)
    copy = copied(asking.ask(CopyByPayment(asker, payment_id)))
    assert (copy.receipt_number, copy.copy_number) == (number, 1)
    assert copied(asking.ask(CopyByPayment(asker, payment_id))).copy_number == 1
    elsewhere, _ = paid(live, OTHER)
    assert isinstance(asking.ask(CopyByPayment(asker, elsewhere)), EnquiryRefused), "another number's payment"
    assert refused(asking.ask(CopyByPayment(asker, "0" * 26))) is EnquiryProblem.NO_SUCH_RECEIPT
    asking.ask(EndVisit(asker.visit_id))
    assert refused(asking.ask(CopyByPayment(asker, payment_id))) is EnquiryProblem.TOKEN_OVER


def test_x32_whoever_tries_numbers_is_slowed_down(tmp_path_factory: pytest.TempPathFactory) -> None:
    running = Live(tmp_path_factory.mktemp("tries"))
    try:
        asking = EnquiryClient(central_client(running, tmp_path_factory.mktemp("other")), SystemClock())
        answers = [asking.ask(CopyByNumber(new_visit(), "261121-7Q2MXP")) for _ in range(21)]
        assert {refused(one) for one in answers[:20]} == {EnquiryProblem.NO_SUCH_RECEIPT}
        last = answers[-1]
        assert isinstance(last, EnquiryRefused)
        assert last.problem is EnquiryProblem.RATE_LIMITED
        assert last.retry_after_s is not None
        assert 0 < last.retry_after_s <= 60
    finally:
        running.stop()

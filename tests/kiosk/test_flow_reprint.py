"""Copies of receipts: by their number, or from the payment history with a code by SMS; shown first, no originals."""

from typing import TypeVar

import msgspec
import pytest

from kiosk import commands as cmd, events as ev
from kiosk.device_status import Device, DeviceState, DeviceStatus, Severity
from kiosk.enquiry import EnquiryProblem, ProofMethod
from kiosk.enquiry_views import (
    AskingView,
    MenuView,
    PaperStep,
    PaymentsView,
    PreviewView,
    ProofView,
    ReceiptNumberView,
    SecretView,
)
from kiosk.facts import ReceiptStarted
from kiosk.flow.enquiry_states import EnterReceiptNumber, Previewing
from kiosk.messages import Message
from kiosk.paper import UNPROVED, Document, Pair, PrintOutcome, QrCode, Rule, Text
from kiosk.questions import CopyByNumber, CopyByPayment, EndVisit, OpenChallenge, Prove
from kiosk.views import HomeView
from kiosk.visit_types import Language, Service
from tests.kiosk.papers_of_a_visit import CATALOGUE, PAYMENT_ID, RECEIPT_NUMBER, copy
from tests.kiosk.play import ACCOUNT, FOUND, NUMBER
from tests.kiosk.play_asking import BOTH, SHEETS, Asking, challenge, refused, token

_Kind = TypeVar("_Kind")
KEYS = "2611217Q2MXP"
PAID = PAYMENT_ID[:-1] + "0"  # at a terminal; the second payment of the history was made elsewhere
PASSWORD, SMS = ProofMethod.SERVICE_PASSWORD, ProofMethod.SMS_CODE
OUT = ev.DeviceStatusChanged(DeviceStatus(Device.PRINTER, DeviceState.OFFLINE, Severity.SUSPEND, code="PRN-OUT"))


def shows(play: Asking, kind: type[_Kind]) -> _Kind:
    body = play.view.body
    assert isinstance(body, kind), f"the screen shows {body}"
    return body


def problem(play: Asking) -> str:
    found: Message | None = shows(play, ReceiptNumberView).problem
    return "" if found is None else found.id


def words(document: Document) -> list[str]:
    found: list[str] = []
    for line in document.lines:
        match line:
            case Text():
                found.append(line.text)
            case Pair():
                found.append(f"{line.label}|{line.value}")
            case QrCode():
                found.append(line.content)
            case Rule():
                found.append("-")
    return found


def printed(play: Asking) -> list[str]:
    (order,) = [one for one in play.commands if isinstance(one, cmd.PrintPaper)]
    return words(order.job.document)


def marks(lines: list[str]) -> list[str]:
    return [line for line in lines if line.startswith("补打 · 副本")]


def job(play: Asking) -> str:
    assert isinstance(play.state.visit, Previewing)
    return play.state.visit.job_id


# ---- by its number -------------------------------------------------------------------------------------------------


def test_f12_the_menu_has_it_as_the_catalogue_says() -> None:
    play = Asking().with_catalogue().take(ev.MenuPressed())
    keys = {key.service: key.name for group in shows(play, MenuView).groups for key in group.keys}
    assert keys[Service.REPRINT] == "补打凭条"
    services = tuple(msgspec.structs.replace(entry, available=entry.code != "reprint") for entry in CATALOGUE.services)
    play.take(ev.CatalogueKnown(msgspec.structs.replace(CATALOGUE, etag="e2", services=services)))
    assert Service.REPRINT not in {key.service for group in shows(play, MenuView).groups for key in group.keys}
    assert play.take(ev.ServiceChosen(Service.REPRINT)).refused


def test_x32_the_number_is_the_proof_and_the_copy_is_shown_before_it_is_printed() -> None:
    play = Asking().at_receipt_number()
    visit = play.state.visit
    assert isinstance(visit, EnterReceiptNumber)
    assert play.orders() == []
    play.take(*(ev.DigitPressed(key) for key in KEYS))
    assert shows(play, ReceiptNumberView) == ReceiptNumberView(KEYS, digits_only=False, complete=True)
    play.take(ev.ConfirmPressed())
    assert play.question == CopyByNumber(visit.visit_id, RECEIPT_NUMBER)
    assert shows(play, ReceiptNumberView).busy
    assert play.take(ev.ConfirmPressed(), ev.DigitPressed("1"), ev.BackspacePressed()).orders() == []
    play.answer(copy())
    view = shows(play, PreviewView)
    assert view.step is PaperStep.SHOWN
    assert play.orders() == []
    shown = words(view.document)
    play.take(ev.PrintPressed())
    assert printed(play) == shown
    assert play.facts == [ReceiptStarted(job(play), visit.visit_id)]
    play.take(ev.PrintJobEnded(job(play), PrintOutcome.PRINTED))
    assert shows(play, PreviewView).step is PaperStep.PRINTED
    assert play.take(ev.PrintPressed()).refused
    assert play.take(ev.BackPressed()).page == "Menu"


@pytest.mark.parametrize(
    ("keys", "typed", "complete", "said"),
    [
        ("", "", False, ""),
        ("26AB1121", "261121", False, ""),  # the day has no letters
        ("2613", "2613", False, "receipt_no_such_day"),
        ("261131", "261131", False, "receipt_no_such_day"),
        ("26l12I7q2mxp", KEYS, True, ""),
        ("2611217Q2MXK", "2611217Q2MXK", False, "receipt_mistyped"),
        (KEYS + "9", KEYS, True, ""),
    ],
)
def test_what_can_t_be_a_number_is_said_at_once(keys: str, typed: str, complete: bool, said: str) -> None:
    play = Asking().at_receipt_number(keys)
    view = shows(play, ReceiptNumberView)
    assert (view.typed, view.complete, problem(play)) == (typed, complete, said)
    play.take(ev.ConfirmPressed())
    assert bool(play.orders()) is complete
    if said:
        play.take(ev.BackspacePressed())
        assert problem(play) in ("", "receipt_no_such_day" if len(typed) == 4 and typed[2] > "1" else "")
        assert problem(play.take(ev.ClearPressed())) == ""


@pytest.mark.parametrize(
    ("why", "said"),
    [
        (EnquiryProblem.NO_SUCH_RECEIPT, "no_such_receipt"),
        (EnquiryProblem.COPIES_USED_UP, "copies_used_up"),
        (EnquiryProblem.RATE_LIMITED, "asked_too_often"),
        (EnquiryProblem.SILENT, "copy_silent"),
    ],
)
def test_each_limit_is_said_and_the_same_number_can_be_asked_again(why: EnquiryProblem, said: str) -> None:
    play = Asking().at_copy().answer(refused(why))
    first = play.question
    view = shows(play, ReceiptNumberView)
    assert (problem(play), view.typed, view.busy, view.complete) == (said, KEYS, False, True)
    assert play.take(ev.ConfirmPressed()).question == first, "the same visit: it costs no further copy"
    assert problem(play) == ""
    assert play.answer(copy()).page == "Previewing"


def test_a_centre_that_says_nothing_is_said_after_its_time() -> None:
    play = Asking().at_copy().wait(10)
    assert problem(play) == "copy_silent"
    late = ev.CentreAnswered(play.ticket, copy())
    assert play.take(late).refused
    assert play.wait(60).page == "Home"


def test_without_a_line_it_is_not_offered() -> None:
    play = Asking().with_catalogue().take(ev.CentreReachable(reachable=False))
    assert play.take(ev.ServiceChosen(Service.REPRINT)).refused
    assert [notice.id for notice in shows(play, HomeView).notices] == ["notice_offline"]


def test_back_from_the_paper_leads_to_the_number_until_something_is_printed() -> None:
    play = Asking().at_copy().answer(copy())
    visit = play.state.visit
    assert isinstance(visit, Previewing)
    play.take(ev.BackPressed())
    assert shows(play, ReceiptNumberView).typed == KEYS
    play.take(ev.ConfirmPressed())
    assert play.question == CopyByNumber(visit.page.visit_id, RECEIPT_NUMBER)  # type: ignore[union-attr]
    assert play.answer(copy()).take(ev.BackPressed(), ev.BackPressed()).page == "Menu"
    play.take(ev.ServiceChosen(Service.REPRINT))
    assert shows(play, ReceiptNumberView).typed == ""


# ---- from the payment history --------------------------------------------------------------------------------------


def test_each_payment_at_a_terminal_has_a_key_and_others_have_none() -> None:
    play = Asking().shown(Service.PAYMENT_HISTORY)
    receipts = [line.receipt for line in shows(play, PaymentsView).payments]
    assert receipts == [PAYMENT_ID[:-1] + "0", "", "", PAYMENT_ID[:-1] + "3"]
    assert play.take(ev.ReceiptChosen(PAYMENT_ID)).refused, "only what the page shows"
    services = tuple(entry for entry in CATALOGUE.services if entry.code != "reprint")
    play.take(ev.CatalogueKnown(msgspec.structs.replace(CATALOGUE, etag="e2", services=services)))
    assert {line.receipt for line in shows(play, PaymentsView).payments} == {""}
    assert play.take(ev.ReceiptChosen(PAID)).refused


def test_x32_a_password_alone_leads_to_the_code_and_back_to_the_copy() -> None:
    play = Asking().shown(Service.PAYMENT_HISTORY).take(ev.ReceiptChosen(PAID))
    proof = shows(play, ProofView)
    assert (proof.service, proof.both, proof.sms, proof.given) == ("补打凭条", False, None, None)
    assert proof.password == Message("receipt_needs_code")
    assert play.take(ev.ProofChosen(PASSWORD)).refused
    play.take(ev.ProofChosen(SMS))
    assert isinstance(play.question, OpenChallenge)
    play.answer(challenge(SMS))
    assert shows(play, SecretView).method is SMS
    play.secret("481902")
    assert isinstance(play.question, Prove)
    assert play.question.token == "a" * 43
    play.answer(token(BOTH, "b"))
    assert isinstance(play.question, CopyByPayment)
    assert (play.question.asker.token, play.question.payment_id) == ("b" * 43, PAID)
    assert shows(play, AskingView).title == "补打凭条"
    play.answer(copy(payment_id=PAID))
    assert marks(words(shows(play, PreviewView).document)) == ["补打 · 副本 1"] * 3
    assert play.take(ev.BackPressed()).page == "Enquiring"
    play.take(ev.ReceiptChosen(PAID))
    assert isinstance(play.question, CopyByPayment), "the code was given: asked at once"


@pytest.mark.parametrize("way", ["choice", "keypad", "refused"])
def test_back_on_the_way_to_the_code_keeps_the_wish_or_shows_the_history(way: str) -> None:
    play = Asking().shown(Service.PAYMENT_HISTORY).take(ev.ReceiptChosen(PAID))
    if way != "choice":
        play.take(ev.ProofChosen(SMS)).answer(challenge(SMS))
    if way == "keypad":
        play.take(ev.BackPressed())
    if way == "refused":
        play.secret("000000").answer(refused(EnquiryProblem.LOCKED))
    assert shows(play, ProofView).password == Message("receipt_needs_code")
    assert shows(play.take(ev.BackPressed()), PaymentsView).payments[0].receipt == PAID


def test_a_number_that_can_t_get_a_text_is_told_of_the_other_way() -> None:
    found = FOUND.__class__("张*", FOUND.arrears, FOUND.balance, FOUND.service_state, sms_reachable=False)
    play = Asking().at_choice(Service.PAYMENT_HISTORY, found).take(ev.ProofChosen(PASSWORD)).answer(challenge())
    play.secret().answer(token(frozenset({PASSWORD}))).answer(SHEETS[Service.PAYMENT_HISTORY])
    view = shows(play.take(ev.ReceiptChosen(PAID)), ProofView)
    assert view.sms == Message("sms_unreachable_for_receipt")


@pytest.mark.parametrize("why", [EnquiryProblem.TOKEN_OVER, EnquiryProblem.SCOPE_MISSING])
def test_a_right_that_has_ended_is_proved_anew_for_the_same_receipt(why: EnquiryProblem) -> None:
    play = Asking().at_history_copy(PAID).answer(refused(why))
    view = shows(play, ProofView)
    assert view.problem is not None
    play.take(ev.ProofChosen(SMS)).answer(challenge(SMS)).secret("481902").answer(token(frozenset({SMS}), "c"))
    assert isinstance(play.question, CopyByPayment)
    assert (play.question.payment_id, play.question.asker.token) == (PAID, "c" * 43)


@pytest.mark.parametrize("why", [EnquiryProblem.COPIES_USED_UP, EnquiryProblem.RATE_LIMITED, EnquiryProblem.SILENT, None])
def test_a_copy_that_is_refused_is_said_and_can_be_asked_again(why: EnquiryProblem | None) -> None:
    play = Asking().at_history_copy(PAID)
    first = play.question
    if why is None:
        play.wait(10)
    else:
        play.answer(refused(why))
    view = shows(play, AskingView)
    assert (view.can_retry, view.problem is not None) == (True, True)
    assert play.take(ev.ConfirmPressed()).question == first
    assert shows(play, AskingView).problem is None
    assert shows(play.take(ev.BackPressed()), PaymentsView).payments[0].receipt == PAID


# ---- its paper -----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("outcome", "cause", "second"),
    [
        (PrintOutcome.NOT_PRINTED, "PRN-OUT", "补打 · 副本 1"),
        (PrintOutcome.PARTIAL, "PRN-COVER", "补打 · 副本 1-2"),
        (PrintOutcome.UNKNOWN, "PRN-SILENT", "补打 · 副本 1-2"),
    ],
)
def test_m17_a_copy_that_may_be_half_out_is_told_apart_from_its_next_print(
    outcome: PrintOutcome, cause: str, second: str
) -> None:
    play = Asking().at_copy().answer(copy()).take(ev.PrintPressed())
    assert marks(printed(play)) == ["补打 · 副本 1"] * 3
    play.take(ev.PrintJobEnded(job(play), outcome, cause))
    view = shows(play, PreviewView)
    assert (view.step, play.orders()) == (PaperStep.FAILED, [])
    assert marks(words(view.document)) == [second] * 3, "as it is shown it is printed"
    assert marks(printed(play.take(ev.PrintPressed()))) == [second] * 3


def test_after_a_paper_that_may_be_out_the_number_stands_for_a_further_copy() -> None:
    play = Asking().at_copy()
    assert isinstance(play.question, CopyByNumber)
    first = play.question.visit_id
    play.answer(copy()).take(ev.PrintPressed())
    play.take(ev.PrintJobEnded(job(play), PrintOutcome.PARTIAL, "PRN-COVER"), ev.BackPressed())
    assert play.page == "Menu"
    play.take(ev.ServiceChosen(Service.REPRINT), *(ev.DigitPressed(key) for key in KEYS), ev.ConfirmPressed())
    assert isinstance(play.question, CopyByNumber)
    assert play.question.visit_id != first


def test_a_second_print_of_one_visit_s_copy_is_no_second_copy_1() -> None:
    """The centre counts one copy a visit: whoever prints it twice in it holds copies 1 and 1-2."""
    play = Asking().at_history_copy(PAID)
    answer = copy(payment_id=PAID)
    for mark in ("补打 · 副本 1", "补打 · 副本 1-2", "补打 · 副本 1-3"):
        play.answer(answer).take(ev.PrintPressed())
        assert marks(printed(play)) == [mark] * 3
        play.take(ev.PrintJobEnded(job(play), PrintOutcome.UNKNOWN, UNPROVED), ev.BackPressed())
        play.take(ev.ReceiptChosen(PAID))


def test_a_copy_that_was_drawn_back_is_printed_again_as_itself() -> None:
    play = Asking().at_copy().answer(copy()).take(ev.PrintPressed())
    play.take(ev.PrintJobEnded(job(play), PrintOutcome.PRINTED), ev.SlipDrawnBack(job(play)))
    assert shows(play, PreviewView).step is PaperStep.DRAWN_BACK
    assert marks(printed(play.take(ev.PrintPressed()))) == ["补打 · 副本 1-2"] * 3


def test_f29_a_copy_is_a_slip_of_its_own_and_leaves_the_visit_s_papers_as_they_are() -> None:
    play = Asking().previewed().take(ev.BackPressed())
    wanted = play.state.enquirer.papers if play.state.enquirer else ()
    assert len(wanted) == 1
    play.take(ev.ServiceChosen(Service.REPRINT), *(ev.DigitPressed(key) for key in KEYS), ev.ConfirmPressed())
    play.answer(copy()).take(ev.PrintPressed())
    assert "本月话费" not in "".join(printed(play))
    play.take(ev.PrintJobEnded(job(play), PrintOutcome.PRINTED))
    assert play.state.enquirer is not None
    assert (play.state.enquirer.papers, play.state.enquirer.copies) == (wanted, 0)


def test_a_printer_that_is_out_is_said_before_a_copy_is_ordered() -> None:
    play = Asking().at_copy().answer(copy()).take(OUT, ev.PrintPressed())
    assert play.orders() == []
    assert shows(play, PreviewView).problem == Message("printer_out", (("code", "PRN-OUT"),))


def test_the_copy_is_in_the_language_of_the_visitor() -> None:
    play = Asking().at_copy().take(ev.LanguageChosen(Language.ENGLISH)).answer(copy(3))
    lines = words(shows(play, PreviewView).document)
    assert lines.count("COPY 3 - PRINTED AGAIN") == 3
    assert "RECEIPT - COPY" in lines


# ---- nothing stays behind ------------------------------------------------------------------------------------------


@pytest.mark.parametrize("way", ["home", "time", "storage"])
@pytest.mark.parametrize("page", ["number", "asked", "shown", "printed", "history"])
def test_f9_nothing_of_a_copy_stays(page: str, way: str) -> None:
    play = Asking().at_history_copy(PAID) if page == "history" else Asking().at_copy()
    if page == "number":
        play = Asking().at_receipt_number(KEYS)
    if page in ("shown", "printed"):
        play.answer(copy())
    if page == "printed":
        play.take(ev.PrintPressed())
        play.take(ev.PrintJobEnded(job(play), PrintOutcome.PRINTED))
    if way == "time":
        play.wait(10).wait(60)
    else:
        play.take(ev.HomePressed() if way == "home" else ev.StorageFailed("EIO"))
    assert play.page == ("OutOfService" if way == "storage" else "Home")
    left = repr((msgspec.to_builtins(play.state, enc_hook=repr), play.view))
    for text in (KEYS, RECEIPT_NUMBER, "7Q2MX", PAYMENT_ID[:-1], NUMBER, ACCOUNT.masked()):
        assert text not in left
    if page == "history":
        assert EndVisit in {type(one.question) for one in play.commands if isinstance(one, cmd.AskCentre)}


def test_s7_the_number_is_in_no_text_of_the_state_or_of_what_is_asked() -> None:
    play = Asking().at_copy()
    assert KEYS not in repr(play.state)
    assert RECEIPT_NUMBER not in repr((play.state, play.commands, play.question))
    play.answer(copy())
    assert RECEIPT_NUMBER not in repr((play.state, play.commands))

"""Cards in the flow: the order of things (design.md 4.2b), what the payer sees, every way a sale can end (M3, M6, M7)."""

from collections.abc import Sequence
from dataclasses import replace
from typing import TypeVar

import msgspec
import pytest

from kiosk import events as ev
from kiosk.card import (
    CardApproval,
    CardIdentity,
    CardPart,
    CardProblem,
    CardReference,
    CardStep,
    CardTotals,
    CardVerdict,
    ReversalOutcome,
)
from kiosk.central_answers import CentreSilent, Contradicted, PostingAnswer, Refused
from kiosk.commands import (
    AcceptNotes,
    CancelCard,
    EndCardDay,
    PrintPaper,
    ResolveCard,
    ReverseCard,
    SellByCard,
    SendPayments,
)
from kiosk.device_status import Device, DeviceState, DeviceStatus, Severity
from kiosk.facts import CaseOpened, NoteTurnedBack, PaymentAccepted
from kiosk.flow import Moment, step
from kiosk.flow.states import OutOfService, ShowResult
from kiosk.money import Fen
from kiosk.promise import Promise
from kiosk.recollection import OpenReversal, OpenVisit, Recollection, StackedNote
from kiosk.views import CardRefusedView, CardView, MethodView, ResultView, StepState
from kiosk.visit_types import Language, Service
from tests.kiosk.play import ACCOUNT, ARREARS, FOUND, NUMBER, Play, answered, ok, posted

T = TypeVar("T")


def only(kind: type[T], things: Sequence[object]) -> T:
    """The one thing of this kind."""
    found = [thing for thing in things if isinstance(thing, kind)]
    assert len(found) == 1, things
    return found[0]


def broken(device: Device, code: str) -> ev.Event:
    return ev.DeviceStatusChanged(DeviceStatus(device, DeviceState.HW_ERROR, Severity.SUSPEND, code=code))


# ---- the order of things -------------------------------------------------------------------------------------------


def test_m6_the_attempt_is_committed_in_the_step_that_orders_the_sale() -> None:
    play = Play().at_method().with_card_terminal().take(ev.CardChosen())
    assert play.names() == ["VisitOpened", "CardAttempted"]
    sale = only(SellByCard, play.commands)
    assert sale.attempt.amount == ARREARS
    assert sale.attempt.ticket == "000001"
    assert isinstance(play.view.body, CardView)


def test_an_approval_is_recorded_and_is_no_credit_yet() -> None:
    play = Play().at_card().approved()
    assert play.names() == ["CardHeld"]
    assert play.orders() == []
    body = play.view.body
    assert isinstance(body, CardView)
    assert body.step is CardStep.APPROVED


def test_the_confirmed_charge_is_a_payment_in_the_same_commit() -> None:
    play = Play().at_card().approved()
    play.take(ev.CardConfirmed(play.attempt_id, ("KUNDENBELEG",)))
    assert play.names() == ["CardCharged", "VisitClosed", "PaymentAccepted"] or play.names() == [
        "CardCharged",
        "PaymentAccepted",
        "VisitClosed",
    ]
    payment = only(PaymentAccepted, play.facts)
    assert (payment.amount, payment.tender, payment.notes) == (ARREARS, "card", ())
    assert play.page == "ShowResult"
    body = play.take(answered(payment.payment_id, posted(payment.payment_id))).view.body
    assert isinstance(body, ResultView)
    assert (body.charged, body.card, body.posting) == (ARREARS, "UnionPay ****1234", StepState.DONE)


def test_notes_and_a_card_for_the_rest_are_one_payment() -> None:
    play = Play().with_notes(5000, 10000).with_card_terminal()
    play.take(ev.CardChosen())
    assert play.orders() == ["StopAccepting", "SellByCard"]
    assert only(SellByCard, play.commands).attempt.amount == ARREARS - 15000
    play.approved().take(ev.CardConfirmed(play.attempt_id))
    payment = only(PaymentAccepted, play.facts)
    assert (payment.amount, payment.tender, payment.notes) == (ARREARS, "mixed", (Fen(5000), Fen(10000)))


@pytest.mark.parametrize(
    "wrong", [{"amount": Fen(1)}, {"terminal_id": "66666666"}], ids=["another amount", "another terminal"]
)
def test_an_approval_of_something_else_is_refused_so_that_the_terminal_undoes_it(wrong: dict[str, object]) -> None:
    play = Play().at_card()
    approval = msgspec.structs.replace(play.approval(), **wrong)
    play.take(ev.CardApproved(play.attempt_id, approval))
    assert play.refused
    assert not play.facts


def test_the_same_approval_again_keeps_its_promise_and_another_one_does_not() -> None:
    play = Play().at_card().approved()
    again = ev.CardApproved(play.attempt_id, play.approval(), Promise())
    assert not play.take(again).refused
    assert not play.facts
    other = CardApproval(ARREARS, "29001006", "7777", "777777", "1", "1234", "UnionPay")
    assert play.take(ev.CardApproved(play.attempt_id, other)).refused


# ---- M7: card rolls back -------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("event", "why"),
    [
        (ev.CentreReachable(reachable=False), "method_card_needs_line"),
        (broken(Device.PRINTER, "PRN-OUT"), "method_card_needs_printer"),
        (broken(Device.CARD, "CARD-SILENT"), "method_card_unavailable"),
        (ev.CardTerminalReady(CardIdentity("66666666"), None), "method_card_unavailable"),
        (ev.DiskRoomChanged(low=True, free_bytes=1), "method_card_unavailable"),
        (ev.KioskRefused("disabled"), "method_card_unavailable"),
        (ev.LedgerDoubted("record 3"), "method_card_unavailable"),
    ],
)  # fmt: skip
def test_m7_a_card_is_not_offered_where_its_charge_could_not_be_credited(event: ev.Event, why: str) -> None:
    play = Play().at_method().with_card_terminal().take(event)
    body = play.view.body
    assert isinstance(body, MethodView)
    assert body.card is not None
    assert body.card.id == why
    assert play.take(ev.CardChosen()).refused


def test_m7_a_stop_of_the_acceptor_leaves_cards_and_a_stop_of_the_terminal_leaves_cash() -> None:
    play = Play().at_method().with_card_terminal().take(ev.NoteCheated("45"))
    body = play.view.body
    assert isinstance(body, MethodView)
    assert body.cash is not None
    assert body.card is None
    other = Play().at_method().with_card_terminal().take(ev.CardTerminalReady(CardIdentity("66666666"), None))
    body = other.view.body
    assert isinstance(body, MethodView)
    assert body.cash is None
    assert body.card is not None


def test_m7_without_the_line_at_the_look_up_only_cash_is_offered() -> None:
    play = Play().at_number().with_card_terminal().typed().take(ev.ConfirmPressed())
    play.take(ev.AccountLookedUp(ACCOUNT, CentreSilent("no line"))).typed().take(ev.ConfirmPressed())
    play.take(ev.AmountChosen(Fen(5000)))
    body = play.view.body
    assert isinstance(body, MethodView)
    assert body.card is not None
    assert body.card.id == "method_card_needs_line"


ANSWERS: list[tuple[PostingAnswer, list[str], list[str]]] = [
    (posted("K0001-1"), ["PaymentPosted", "ConfirmationProgressed"], []),
    (Refused("account-closed"), ["PaymentOwed", "CardReversalIntended"], ["ReverseCard"]),
    (Contradicted("idempotency-mismatch"), ["PaymentDoubted"], []),
]


@pytest.mark.parametrize(("answer", "facts", "orders"), ANSWERS, ids=["posted", "refused", "contradicted"])
def test_m7_what_the_centre_says_to_a_charged_payment(answer: PostingAnswer, facts: list[str], orders: list[str]) -> None:
    play = Play().at_card().approved()
    play.take(ev.CardConfirmed(play.attempt_id)).take(answered("K0001-1", answer))
    assert play.names()[: len(facts)] == facts
    assert [order for order in play.orders() if order == "ReverseCard"] == orders


def test_m7_a_refused_charge_goes_back_in_the_same_session_and_cards_wait_for_it() -> None:
    play = Play().at_card().approved()
    play.take(ev.CardConfirmed(play.attempt_id)).take(answered("K0001-1", Refused("account-closed")))
    card = only(ReverseCard, play.commands).card
    body = play.view.body
    assert isinstance(body, ResultView)
    assert body.message is not None
    assert body.message.id == "result_owed_card_back"
    play.take(*play.card_up())
    play.take(ev.CardReversalDelayed(card.attempt_id, 5, "silent"))
    assert not play.facts
    assert (
        only(CaseOpened, play.take(ev.CardReversalDelayed(card.attempt_id, 6, "silent")).facts).reason
        == "card_reversal_delayed"
    )
    play.take(ev.CardReversalEnded(card.attempt_id, ReversalOutcome.REVERSED, "00"))
    assert play.names() == ["CardReversed"]
    body = play.view.body
    assert isinstance(body, ResultView)
    assert body.message is not None
    assert body.message.id == "result_card_taken_back"
    assert play.take(ev.CardReversalEnded(card.attempt_id, ReversalOutcome.IMPOSSIBLE)).refused


def test_m7_a_charge_that_cannot_go_back_stays_owed() -> None:
    play = Play().at_card().approved()
    play.take(ev.CardConfirmed(play.attempt_id)).take(answered("K0001-1", Refused("account-closed")))
    card = only(ReverseCard, play.commands).card
    play.take(ev.CardReversalEnded(card.attempt_id, ReversalOutcome.IMPOSSIBLE, "B5"))
    assert play.names() == ["CardReversalFailed"]
    assert not play.state.terminal.reversals


# ---- a definite no -------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("problem", CardProblem)
def test_a_refused_card_says_why_and_leads_on(problem: CardProblem) -> None:
    play = Play().at_card().refused_card(problem)
    assert play.names() == ["CardUncharged"]
    body = play.view.body
    assert isinstance(body, CardRefusedView)
    assert (body.problem, body.can_retry, body.can_pay_cash, body.can_finish) == (problem, False, True, False)
    play.with_card_terminal()
    body = play.view.body
    assert isinstance(body, CardRefusedView)
    assert body.can_retry
    assert only(SellByCard, play.take(ev.CardChosen()).commands).attempt.ticket == "000002"
    play.refused_card().take(ev.CashChosen())
    assert play.page == "TakingCash"
    assert play.note(5000).books.totals() == {"held_in_visit": 5000}


def test_with_notes_inside_a_refused_card_leads_to_the_slot_or_to_the_end() -> None:
    play = Play().with_notes(5000).with_card_terminal().take(ev.CardChosen()).refused_card()
    body = play.view.body
    assert isinstance(body, CardRefusedView)
    assert body.can_finish
    assert play.take(ev.HomePressed()).refused
    assert play.wait(40).page == "ShowResult"
    assert play.books.totals() == {"queued": 5000}


def test_without_money_a_refused_card_may_be_left_and_is_left_in_the_end() -> None:
    assert Play().at_card().refused_card().take(ev.BackPressed()).page == "ChooseMethod"
    assert Play().at_card().refused_card().take(ev.HomePressed()).page == "Home"
    play = Play().at_card().refused_card().wait(40)
    assert play.page == "Home"
    assert not play.books.open_visits


def test_cancel_is_obeyed_only_by_the_terminal_s_own_word() -> None:
    play = Play().at_card().take(ev.BackPressed())
    assert play.orders() == ["CancelCard"]
    assert play.page == "TakingCard"
    assert play.take(ev.BackPressed()).refused
    assert play.refused_card(CardProblem.CANCELLED).page == "ChooseMethod"
    assert not play.books.open_visits
    cash = Play().with_notes(5000).with_card_terminal().take(ev.CardChosen()).take(ev.BackPressed())
    cash.refused_card(CardProblem.CANCELLED)
    assert cash.page == "TakingCash"
    assert only(AcceptNotes, cash.commands).denominations


@pytest.mark.parametrize("step", [CardStep.BANK, CardStep.APPROVED, CardStep.REMOVE, CardStep.UNDOING])
def test_once_the_bank_is_asked_nobody_cancels(step: CardStep) -> None:
    play = Play().at_card()
    play.take(ev.CardProgressed(play.attempt_id, step))
    assert not play.view.frame.can_go_back
    assert play.take(ev.HomePressed()).refused


def test_a_card_cancelled_too_late_is_charged_and_credited() -> None:
    play = Play().at_card().take(ev.BackPressed()).approved()
    play.take(ev.CardConfirmed(play.attempt_id))
    assert play.page == "ShowResult"
    assert only(PaymentAccepted, play.facts).amount == ARREARS


# ---- in doubt ------------------------------------------------------------------------------------------------------


def in_doubt(play: Play) -> Play:
    return play.take(ev.CardUnclear(play.attempt_id, "the port was lost"))


def test_m6_a_doubt_is_recorded_and_the_terminal_is_asked() -> None:
    play = in_doubt(Play().at_card())
    assert play.names() == ["CardDoubted"]
    assert only(ResolveCard, play.commands).attempt.attempt_id == play.attempt_id
    body = play.view.body
    assert isinstance(body, CardView)
    assert (body.step, body.can_cancel) == (CardStep.CHECKING, False)
    assert in_doubt(play).refused, "asked once"


def test_m6_no_sale_while_one_is_in_doubt() -> None:
    play = in_doubt(Play().at_card()).wait(60)
    assert play.page == "ShowResult"
    body = play.view.body
    assert isinstance(body, ResultView)
    assert body.message is not None
    assert (body.message.id, body.posting, body.payment_id) == (
        "result_card_in_doubt",
        StepState.LATER,
        play.attempt_id[:8].upper(),
    )
    play.take(ev.FinishPressed(), *play.card_up(), ev.ServiceChosen(Service.PAY_BILL)).typed().take(ev.ConfirmPressed())
    play.take(ev.AccountLookedUp(ACCOUNT, FOUND)).take(ev.AmountChosen(ARREARS))
    body = play.view.body
    assert isinstance(body, MethodView)
    assert body.card is not None
    assert body.card.id == "method_card_in_doubt"


VERDICTS = [
    (CardVerdict.CHARGED, ["CardCharged", "PaymentAccepted", "VisitClosed"]),
    (CardVerdict.NOT_CHARGED, ["CardUncharged", "VisitClosed"]),
    (CardVerdict.REVERSED, ["CardUncharged", "VisitClosed"]),
    (CardVerdict.UNDECIDED, ["CardUndecided"]),
]


@pytest.mark.parametrize(("verdict", "facts"), VERDICTS, ids=[verdict.value for verdict, _ in VERDICTS])
@pytest.mark.parametrize("approved", [False, True], ids=["never approved", "approval on the disk"])
def test_m6_every_verdict_after_the_payer_has_gone(verdict: CardVerdict, facts: list[str], *, approved: bool) -> None:
    play = Play().at_card()
    if approved:
        play.approved()
    approval = play.approval() if verdict is CardVerdict.CHARGED else None
    in_doubt(play).wait(60).take(ev.FinishPressed())
    assert play.page == "Home"
    attempt = play.attempt_id
    play.take(ev.CardResolved(attempt, verdict, approval, "the terminal's words"))
    assert play.names() == facts
    assert bool(play.books.open_visits) == (verdict is CardVerdict.UNDECIDED)
    play.take(ev.CardResolved(attempt, CardVerdict.CHARGED, approval))
    assert bool(play.refused) == (verdict in (CardVerdict.CHARGED, CardVerdict.UNDECIDED)), "one verdict an attempt"
    assert play.names() in ([], ["CaseOpened"]), "and none that comes later moves money"


@pytest.mark.parametrize("verdict", CardVerdict)
def test_m6_every_verdict_in_front_of_the_payer(verdict: CardVerdict) -> None:
    play = in_doubt(Play().at_card())
    play.take(ev.CardResolved(play.attempt_id, verdict, play.approval() if verdict is CardVerdict.CHARGED else None))
    pages = {CardVerdict.CHARGED: "ShowResult", CardVerdict.UNDECIDED: "ShowResult"}
    assert play.page == pages.get(verdict, "CardRefused")


def test_m6_a_verdict_while_the_slip_s_page_is_shown_turns_it_into_the_payment() -> None:
    play = in_doubt(Play().at_card()).wait(60)
    play.take(ev.CardResolved(play.attempt_id, CardVerdict.CHARGED, play.approval()))
    body = play.view.body
    assert isinstance(body, ResultView)
    assert (body.payment_id, body.posting) == ("K0001-1", StepState.WAITING)
    assert only(SendPayments, play.commands).first == "K0001-1"
    other = in_doubt(Play().at_card()).wait(60)
    other.take(ev.CardResolved(other.attempt_id, CardVerdict.NOT_CHARGED))
    body = other.view.body
    assert isinstance(body, ResultView)
    assert body.message is not None
    assert body.message.id == "result_card_not_charged"


def test_m6_a_charge_that_is_not_what_was_ordered_is_for_persons() -> None:
    play = in_doubt(Play().at_card())
    odd = CardApproval(Fen(99), "29001006", "1", "1", "1", "1234", "UnionPay")
    play.take(ev.CardResolved(play.attempt_id, CardVerdict.CHARGED, odd))
    assert play.names()[0] == "CardUndecided"


def test_m6_a_charge_that_is_another_transaction_than_the_held_one_is_for_persons() -> None:
    play = in_doubt(Play().at_card().approved())
    other = msgspec.structs.replace(play.approval(), trace="999999")
    play.take(ev.CardResolved(play.attempt_id, CardVerdict.CHARGED, other))
    assert play.names()[0] == "CardUndecided"


def test_m6_what_the_terminal_had_before_the_sale_is_no_approval_of_it() -> None:
    before = CardReference("0019", "000265", ARREARS, "2026-11-21T20:00:00")
    play = Play().at_method().take(*Play.card_up(before)).take(ev.CardChosen())
    same = msgspec.structs.replace(play.approval(), receipt="0019", trace="000265", at="2026-11-21T20:00:00")
    assert play.take(ev.CardApproved(play.attempt_id, same)).refused
    in_doubt(play).take(ev.CardResolved(play.attempt_id, CardVerdict.CHARGED, same))
    assert play.names()[0] == "CardUndecided"


def test_m6_no_word_at_all_becomes_a_doubt_by_itself() -> None:
    play = Play().at_card().wait(240)
    assert play.names() == ["CardDoubted"]
    assert play.orders() == ["ResolveCard"]


def test_m6_a_refusal_after_an_approval_is_a_doubt_not_a_refusal() -> None:
    play = Play().at_card().approved().refused_card()
    assert play.names() == ["CardDoubted"]


def test_m6_an_end_without_an_approval_is_a_doubt_not_a_charge() -> None:
    play = Play().at_card()
    play.take(ev.CardConfirmed(play.attempt_id))
    assert play.names() == ["CardDoubted"]


def test_m6_the_sale_s_own_end_may_come_after_the_doubt() -> None:
    play = in_doubt(Play().at_card().approved()).take()
    play.take(ev.CardConfirmed(play.attempt_id))
    assert "CardCharged" in play.names()


def test_an_approval_nobody_waits_for_is_a_case() -> None:
    approval = CardApproval(Fen(500), "29001006", "1", "2", "3", "1234", "UnionPay")
    play = Play().at_home().take(ev.CardApproved("nobody", approval))
    assert play.refused
    assert only(CaseOpened, play.take(ev.CardOrphanFound(approval, refused=True)).facts).reason == "card_orphan"


def printed(play: Play) -> str:
    """All that stands on the one paper that was just ordered."""
    paper = only(PrintPaper, play.commands)
    return " ".join(str(line) for line in paper.job.document.lines)


def test_m6_the_slip_of_a_doubt_tells_its_code_and_that_of_a_charge_what_finds_it_at_the_bank() -> None:
    play = in_doubt(Play().at_card().approved()).wait(60)
    play.wait(1)  # the slip's time has come
    paper = [line for fact in play.history for line in [str(fact)] if "ReceiptStarted" in line]
    assert paper, "a slip was printed"
    assert play.attempt_id[:8].upper() in paper[-1]
    charged = Play().at_card().approved()
    charged.take(ev.CardConfirmed(charged.attempt_id, ("KUNDENBELEG",))).take(answered("K0001-1", posted("K0001-1")))
    text = printed(charged)
    for evidence in ("****1234", "891500", "KUNDENBELEG", "29001006"):
        assert evidence in text


def test_m6_what_is_told_again_of_the_attempt_in_doubt_is_no_orphan() -> None:
    play = in_doubt(Play().at_card())
    again = ev.CardOrphanFound(play.approval(), refused=True)
    assert play.take(again).refused
    play.take(ev.CardResolved(play.attempt_id, CardVerdict.NOT_CHARGED), again)
    assert "CaseOpened" in play.names(), "closed: now it is somebody's"


def test_m6_a_charge_of_an_attempt_that_was_closed_as_not_charged_is_a_case() -> None:
    play = in_doubt(Play().at_card())
    attempt, approval = play.attempt_id, play.approval()
    play.take(ev.CardResolved(attempt, CardVerdict.NOT_CHARGED))
    play.take(ev.CardResolved(attempt, CardVerdict.CHARGED, approval, "after all"))
    assert only(CaseOpened, play.facts).reason == "card_charged_after_all"


def test_m6_a_late_charge_beside_the_notes_payment_is_none_of_that_page_s() -> None:
    """Its slip adds up, and a refusal of the notes takes no charge back that is another payment's."""
    play = Play().with_notes(5000).with_card_terminal().take(ev.CardChosen())
    in_doubt(play).wait(60)
    assert play.page == "ShowResult"
    play.take(ev.CardResolved(play.attempt_id, CardVerdict.CHARGED, play.approval()))
    body = play.view.body
    assert isinstance(body, ResultView)
    assert (body.amount, body.charged) == (5000, 0)
    play.take(answered("K0001-1", Refused("account-closed")))
    body = play.view.body
    assert isinstance(body, ResultView)
    assert body.message is not None
    assert body.message.id == "result_owed"
    assert "ReverseCard" not in play.orders()


def test_m7_another_charge_taken_back_instead_of_ours_is_a_case() -> None:
    play = Play().at_card().approved()
    attempt = play.attempt_id
    play.take(ev.CardConfirmed(attempt)).take(answered("K0001-1", Refused("account-closed")))
    play.take(ev.CardReversalEnded(attempt, ReversalOutcome.IMPOSSIBLE, "TRACE"))
    assert play.names() == ["CardReversalFailed", "CaseOpened"]


# ---- X18: two persons ----------------------------------------------------------------------------------------------


def undecided() -> Play:
    play = in_doubt(Play().at_card())
    return play.take(ev.CardResolved(play.attempt_id, CardVerdict.UNDECIDED, None, "newer, not ours")).take(
        ev.FinishPressed()
    )


@pytest.mark.parametrize(
    ("by", "second", "reason"), [("Li", "li", "line 3"), ("Li", " ", "line 3"), ("", "Wang", "line 3"), ("Li", "Wang", " ")]
)
def test_x18_one_person_alone_settles_nothing(by: str, second: str, reason: str) -> None:
    play = undecided()
    assert play.take(ev.CardSettled(play.attempt_id, charged=True, by=by, second=second, reason=reason)).refused


def test_x18_a_sale_that_is_running_is_nobody_s_to_settle() -> None:
    play = Play().at_card()
    assert play.take(ev.CardSettled(play.attempt_id, charged=False, by="Li", second="Wang", reason="line 3")).refused
    play.approved().take(ev.CardConfirmed(play.attempt_id))
    assert "CardCharged" in play.names()


def test_x18_charged_by_the_statement_is_credited() -> None:
    play = undecided()
    play.take(ev.CardSettled(play.attempt_id, charged=True, by="Li", second="Wang", reason="statement 7, line 3"))
    assert play.names() == ["CardSettled", "CardCharged", "PaymentAccepted", "VisitClosed"]
    assert only(PaymentAccepted, play.facts).amount == ARREARS
    assert play.state.terminal.attempt is None


def test_x18_not_charged_by_the_statement_ends_the_visit_and_cards_are_taken_again() -> None:
    play = undecided()
    play.take(ev.CardSettled(play.attempt_id, charged=False, by="Li", second="Wang", reason="statement 7"), *play.card_up())
    assert play.names()[:2] == ["CardSettled", "VisitClosed"]
    assert play.state.terminal.attempt is None


@pytest.mark.parametrize("charged", [True, False])
def test_x18_a_reversal_without_end_is_ended_by_two(*, charged: bool) -> None:
    play = Play().at_card().approved()
    attempt = play.attempt_id
    play.take(ev.CardConfirmed(attempt)).take(answered("K0001-1", Refused("account-closed")))
    play.take(ev.CardSettled(attempt, charged=charged, by="Li", second="Wang", reason="statement 7"))
    assert play.names() == ["CardSettled"]
    assert play.orders() == ["StopReversing"], "a late success would give the money back twice"
    assert not play.state.terminal.reversals
    case = only(CaseOpened, play.take(ev.CardReversalEnded(attempt, ReversalOutcome.REVERSED, "00")).facts)
    assert case.reason == "card_reversed_after_all"


# ---- recovery ------------------------------------------------------------------------------------------------------


def remembered(*, undecided: str = "", notes: tuple[StackedNote, ...] = ()) -> Recollection:
    """What the ledger tells of a process that died in a sale."""
    before = Play().at_card()
    attempt = before.state.terminal.attempt
    assert attempt is not None
    visit = OpenVisit(
        attempt.visit_id, ACCOUNT, "张*", ARREARS, Language.CHINESE, offline=False, receipt_expected=True, notes=notes
    )
    return Recollection(
        next_kiosk_seq=4, open_visits=(visit,), next_card_seq=9, attempt=replace(attempt, undecided=undecided)
    )


def restarted(memory: Recollection) -> Play:
    play = Play()
    play.seq = memory.next_kiosk_seq
    play.books.remember(memory)
    return play.take(ev.Started(memory))


@pytest.mark.parametrize("verdict", CardVerdict)
def test_m6_a_sale_cut_off_by_a_restart_is_asked_about_first_and_settled(verdict: CardVerdict) -> None:
    play = restarted(remembered())
    assert play.orders() == ["ResolveCard"]
    assert getattr(play.view.body, "message", None).id == "recovering_card"  # type: ignore[union-attr]
    play.take(*play.devices_up())
    play.take(ev.CardResolved(play.attempt_id, verdict, play.approval() if verdict is CardVerdict.CHARGED else None))
    if verdict is CardVerdict.CHARGED:
        assert only(PaymentAccepted, play.facts).payment_id == "K0001-4"
    assert bool(play.books.open_visits) == (verdict is CardVerdict.UNDECIDED)


def test_m6_after_a_while_the_page_is_free_and_the_notes_are_paid() -> None:
    note = StackedNote("n1", Fen(5000))
    play = restarted(remembered(notes=(note,))).take(*Play.devices_up()).wait(30)
    assert play.page == "ShowResult"
    assert play.books.totals() == {"queued": 5000}
    play.take(ev.CardResolved(play.attempt_id, CardVerdict.CHARGED, play.approval()))
    assert sorted(play.books.payments) == ["K0001-4", "K0001-5"]
    assert not play.books.open_visits


def test_x18_what_two_persons_must_decide_is_not_asked_again_and_shows_nobody_s_page() -> None:
    play = restarted(remembered(undecided="newer, not ours"))
    assert play.page == "Home"
    assert play.orders() == []
    assert play.state.terminal.next_card_seq == 9
    play.take(ev.CardSettled(play.attempt_id, charged=True, by="Li", second="Wang", reason="line 3"))
    assert only(PaymentAccepted, play.facts).account == ACCOUNT


def test_m6_reversals_go_on_after_a_restart() -> None:
    card = CardPart("a1", CardApproval(Fen(500), "29001006", "1", "2", "3", "1234", "UnionPay"))
    play = restarted(Recollection(next_kiosk_seq=2, reversals=(OpenReversal(card, "K0001-1"),)))
    assert only(ReverseCard, play.commands).card == card
    assert play.take(ev.CardReversalEnded("a1", ReversalOutcome.REVERSED)).names() == ["CardReversed"]


def test_m10_a_storage_failure_cancels_the_sale_and_keeps_no_promise() -> None:
    play = Play().at_card().take(ev.StorageFailed("EIO"))
    assert only(CancelCard, play.commands)
    assert play.page == "OutOfService"


# ---- with notes ----------------------------------------------------------------------------------------------------


def test_card_after_a_jam_and_the_stuck_note_comes_to_light_afterwards() -> None:
    jam = broken(Device.ACCEPTOR, "BV-JAM")
    play = Play().with_notes(5000).take(ev.NoteEscrowed(Fen(1000))).with_card_terminal().take(jam)
    assert only(SellByCard, play.take(ev.CardChosen()).commands).attempt.amount == ARREARS - 5000
    play.approved().take(ev.CardConfirmed(play.attempt_id))
    assert only(PaymentAccepted, play.facts).amount == ARREARS
    play.take(ok(Device.ACCEPTOR), ev.NoteStacked(Fen(1000), latched=True))
    assert play.books.totals() == {"queued": 6000}
    assert not play.books.open_visits


def jammed() -> Play:
    """The very first note is stuck; its payer goes on by card."""
    jam = broken(Device.ACCEPTOR, "BV-JAM")
    play = Play().at_cash().take(ev.NoteEscrowed(Fen(1000))).with_card_terminal()
    return play.take(jam, ev.CardChosen())


@pytest.mark.parametrize("leaves", ["cancels", "is refused, and goes home", "is refused, and waits"])
def test_a_stuck_note_keeps_its_visit_open_whatever_becomes_of_the_card(leaves: str) -> None:
    play = jammed()
    if leaves == "cancels":
        play.take(ev.BackPressed()).refused_card(CardProblem.CANCELLED)
    else:
        play.refused_card().take(*((ev.HomePressed(),) if "home" in leaves else ())).wait(60)
    assert "VisitClosed" not in {type(fact).__name__ for fact in play.history}
    play.take(ok(Device.ACCEPTOR), ev.NoteStacked(Fen(1000), latched=True)).wait(120)
    assert play.books.totals() == {"queued": 1000}
    assert not play.books.open_visits


def test_privacy_a_note_of_a_payer_who_left_is_not_told_to_the_next_one() -> None:
    jam = broken(Device.ACCEPTOR, "BV-JAM")
    play = Play().with_notes(5000).take(ev.NoteEscrowed(Fen(1000))).with_card_terminal()
    play.take(jam, ev.FinishPressed()).wait(120)
    assert play.page == "Home"
    assert play.state.terminal.intent is not None
    play.take(ev.ServiceChosen(Service.PAY_BILL)).typed().take(ev.ConfirmPressed())
    play.take(ev.AccountLookedUp(ACCOUNT, FOUND), ev.AmountChosen(ARREARS), ev.CardChosen())
    failed = step(play.state, ev.StorageFailed("EIO"), Moment("2026-11-21T20:58:44+08:00", play.now, "", play.seq)).state
    assert isinstance(failed.visit, OutOfService)
    assert failed.visit.held == 0
    play.approved().take(ev.CardConfirmed(play.attempt_id))
    assert isinstance(play.state.visit, ShowResult)
    assert (play.state.visit.open_amount, play.state.visit.note_code) == (0, "")


def test_late_evidence_of_a_note_is_credited_while_its_visit_waits_for_a_charge() -> None:
    jam = broken(Device.ACCEPTOR, "BV-JAM")
    play = Play().with_notes(5000).take(ev.NoteEscrowed(Fen(1000))).with_card_terminal()
    play.take(jam, ok(Device.ACCEPTOR), ev.NotesWhereaboutsKnown(), ev.CardChosen())
    in_doubt(play).wait(60)
    assert play.page == "ShowResult"
    play.take(ev.NoteStacked(Fen(1000), latched=True))
    assert play.names() == ["NoteStacked", "PaymentAccepted"]
    play.take(ev.CardResolved(play.attempt_id, CardVerdict.CHARGED, play.approval()))
    assert only(PaymentAccepted, play.facts).notes == ()
    assert play.books.totals() == {"queued": 6000}
    assert not play.books.open_visits


def test_a_note_that_is_seen_in_the_box_while_the_card_is_asked_counts() -> None:
    jam = broken(Device.ACCEPTOR, "BV-JAM")
    play = Play().with_notes(5000).take(ev.NoteEscrowed(Fen(1000))).with_card_terminal().take(jam, ev.CardChosen())
    play.take(ev.NoteStacked(Fen(1000)))
    assert play.page == "TakingCard"
    play.approved().take(ev.CardConfirmed(play.attempt_id))
    assert only(PaymentAccepted, play.facts).amount == ARREARS + 1000


def test_a_moving_note_comes_before_the_card() -> None:
    play = Play().with_notes(5000).with_card_terminal().take(ev.NoteEscrowed(Fen(1000)))
    assert play.take(ev.CardChosen()).refused


def test_no_note_is_taken_while_a_card_is_asked() -> None:
    play = Play().at_card().take(ev.NoteEscrowed(Fen(1000)))
    assert play.orders() == ["ReturnNote"]
    assert [type(fact) for fact in play.facts] == [NoteTurnedBack]


# ---- the terminal itself -------------------------------------------------------------------------------------------


def test_s12_the_first_terminal_is_bound_and_another_one_charges_nobody_until_a_person_accepts_it() -> None:
    play = Play().at_home().with_card_terminal()
    assert "CardTerminalBound" in play.names()
    assert not play.take(ev.CardTerminalReady(CardIdentity("29001006", "M1"), None)).facts
    play.take(ev.CardTerminalReady(CardIdentity("29001006X"), None))
    assert play.names() == ["CashStopped"]
    play.take(ev.StopReleased("CARD-CHANGED", "T-17", "exchanged today"))
    assert play.names() == ["CashReleased", "CardTerminalBound"]


def test_the_day_is_closed_only_when_nobody_pays_and_nothing_is_open() -> None:
    assert Play().at_card().take(ev.CardDayDue()).refused
    assert in_doubt(Play().at_card()).wait(60).take(ev.FinishPressed()).take(ev.CardDayDue()).refused
    play = Play().at_home().with_card_terminal().take(ev.CardDayDue())
    assert only(EndCardDay, play.commands)
    play.take(ev.CardDayEnded(CardTotals(3, Fen(700), "29001006")))
    assert play.names() == ["CardDayClosed"]


def test_privacy_nothing_of_the_payer_is_left_when_the_page_is() -> None:
    play = Play().at_card().approved()
    play.take(ev.CardConfirmed(play.attempt_id)).take(answered("K0001-1", posted("K0001-1"))).take(ev.FinishPressed())
    assert NUMBER not in repr(replace(play.state, terminal=replace(play.state.terminal, unposted=())))

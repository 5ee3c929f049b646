"""The samples of paying by card: every step, every reason of a refusal, and what a result says of a card."""

from dataclasses import replace
from typing import Final

from kiosk.card import CardProblem, CardStep
from kiosk.money import ZERO, Fen
from kiosk.views import Body, CardRefusedView, CardView, Message, StepState
from kiosk.visit_types import Reopening, SmsState
from ui.sample_payer import MASKED, NAME, OWED, RESULT

_CARD: Final = CardView(
    masked_number=MASKED,
    masked_name=NAME,
    amount=OWED,
    inserted=ZERO,
    charge=OWED,
    step=CardStep.PRESENT,
    can_cancel=True,
)
_CARD_REST: Final = replace(_CARD, inserted=Fen(10000), charge=Fen(8240))
_REFUSED: Final = CardRefusedView(
    masked_number=MASKED,
    masked_name=NAME,
    amount=OWED,
    inserted=ZERO,
    charge=OWED,
    problem=CardProblem.DECLINED,
    code="05",
    can_retry=True,
    can_pay_cash=True,
    can_finish=False,
)
_REFUSED_REST: Final = replace(_REFUSED, inserted=Fen(10000), charge=Fen(8240), can_finish=True)
_CANCEL: Final = {CardStep.STARTING, CardStep.PRESENT, CardStep.CHOOSE, CardStep.PIN, CardStep.WAIT}
_WORDIEST: Final = (CardStep.PRESENT, CardStep.PIN, CardStep.BANK, CardStep.CHECKING)

_BOTH: Final = replace(RESULT, amount=OWED, charged=Fen(8240), card="UnionPay ****1234", message=Message("result_posting"))
CARD_BODIES: Final[dict[str, Body]] = {
    **{f"card_{step.value}": replace(_CARD, step=step, can_cancel=step in _CANCEL) for step in CardStep},
    **{f"card_{step.value}_rest": replace(_CARD_REST, step=step, can_cancel=step in _CANCEL) for step in _WORDIEST},
    "card_pin_again": replace(_CARD_REST, step=CardStep.PIN, problem=CardProblem.WRONG_PIN),
    "card_cancelling": replace(_CARD_REST, can_cancel=False, cancelling=True),
    "refused_declined": _REFUSED,
    "refused_taken_back": replace(_REFUSED, problem=CardProblem.TAKEN_BACK),
    **{f"refused_{problem.value}_rest": replace(_REFUSED_REST, problem=problem) for problem in CardProblem},
    "refused_only_finish": replace(
        _REFUSED_REST, problem=CardProblem.TERMINAL, code="CT-6C", can_retry=False, can_pay_cash=False
    ),
    "result_by_card": replace(
        RESULT,
        amount=OWED,
        posting=StepState.DONE,
        sms=StepState.DONE,
        sms_state=SmsState.SENT,
        reopening=StepState.WAITING,
        reopening_state=Reopening.PENDING,
        receipt=StepState.DONE,
        receipt_number="2026112100012345",
        balance_after=ZERO,
        message=Message("result_posted"),
        charged=OWED,
        card="UnionPay ****1234",
        may_rate=True,
    ),
    "result_cash_and_card": _BOTH,
    "result_cash_and_card_posted": replace(
        _BOTH,
        posting=StepState.DONE,
        receipt=StepState.DONE,
        receipt_number="2026112100012345",
        balance_after=Fen(-1760),
        message=Message("result_posted"),
        may_rate=True,
    ),
    "result_cash_and_card_queued": replace(
        _BOTH,
        posting=StepState.LATER,
        sms=StepState.LATER,
        reopening=StepState.LATER,
        receipt=StepState.DONE,
        message=Message("result_queued"),
        may_rate=True,
    ),
    "result_card_in_doubt": replace(
        RESULT,
        amount=OWED,
        payment_id="A1B2C3D4",
        posting=StepState.LATER,
        sms=StepState.LATER,
        reopening=StepState.SKIPPED,
        reopening_state=Reopening.NOT_NEEDED,
        receipt=StepState.DONE,
        message=Message("result_card_in_doubt", (("code", "A1B2C3D4"), ("amount", "¥182.40"))),
        code="card-in-doubt",
    ),
    "result_card_not_charged": replace(
        RESULT,
        amount=OWED,
        payment_id="",
        posting=StepState.FAILED,
        sms=StepState.SKIPPED,
        reopening=StepState.SKIPPED,
        reopening_state=Reopening.NOT_NEEDED,
        receipt=StepState.DONE,
        message=Message("result_card_not_charged"),
        code="card-not-charged",
    ),
    "result_card_undecided": replace(
        RESULT,
        amount=Fen(10000),
        posting=StepState.LATER,
        sms=StepState.LATER,
        reopening=StepState.LATER,
        receipt=StepState.DONE,
        message=Message("result_card_undecided", (("code", "A1B2C3D4"), ("amount", "¥82.40"))),
    ),
    "result_posted_card_open": replace(
        RESULT,
        amount=Fen(10000),
        posting=StepState.DONE,
        sms=StepState.DONE,
        sms_state=SmsState.DELIVERED,
        reopening=StepState.SKIPPED,
        reopening_state=Reopening.NOT_NEEDED,
        receipt=StepState.DONE,
        receipt_number="2026112100012345",
        balance_after=Fen(-8240),
        message=Message("result_card_in_doubt", (("code", "A1B2C3D4"), ("amount", "¥82.40"))),
    ),
    "result_card_taken_back": replace(
        RESULT,
        amount=OWED,
        posting=StepState.FAILED,
        sms=StepState.SKIPPED,
        reopening=StepState.SKIPPED,
        reopening_state=Reopening.NOT_NEEDED,
        receipt=StepState.DONE,
        message=Message("result_card_taken_back", (("amount", "¥182.40"),)),
        code="account-not-found",
    ),
    "result_owed_card_back": replace(
        RESULT,
        amount=OWED,
        posting=StepState.FAILED,
        sms=StepState.SKIPPED,
        reopening=StepState.SKIPPED,
        reopening_state=Reopening.NOT_NEEDED,
        receipt=StepState.DONE,
        message=Message("result_owed_card_back", (("amount", "¥82.40"), ("code", "K0003-0000124"))),
        code="account-not-found",
    ),
}

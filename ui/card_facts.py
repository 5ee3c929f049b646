"""What the pages of paying by card show; part of ``presentation.py``."""

from typing import TYPE_CHECKING, Final

from kiosk.card import CardProblem, CardStep
from kiosk.money import price_text
from kiosk.views import CardRefusedView, CardView, Message

if TYPE_CHECKING:
    from ui.presentation import Facts, Say

_STAGES: Final = {
    CardStep.BANK: 1,
    CardStep.WAIT: 1,
    CardStep.APPROVED: 2,
    CardStep.REMOVE: 2,
}
"""How far a charge is on the page's line: card, bank, done. What is undone or looked up is on no such line."""


def card_facts(body: CardView, say: "Say") -> "Facts":
    """The page while a card is charged."""
    from kiosk.accounts import grouped  # not before the first frame

    aside = body.step in (CardStep.UNDOING, CardStep.CHECKING)
    return {
        "number": grouped(body.masked_number),
        "name": body.masked_name,
        **_card_sums(body),
        "step": body.step.value,
        "title": say(Message(f"card_step_{body.step.value}")),
        "hint": say(Message(f"card_hint_{body.step.value}")),
        "stage": -1 if aside else _STAGES.get(body.step, 0),
        "problem": "" if body.problem is None else say(Message(f"card_problem_{body.problem.value}")),
        "canCancel": body.can_cancel,
        "cancelling": body.cancelling,
    }


def refused_facts(body: CardRefusedView, say: "Say") -> "Facts":
    """The page of a card that was not charged."""
    from kiosk.accounts import grouped  # not before the first frame

    return {
        "number": grouped(body.masked_number),
        "name": body.masked_name,
        **_card_sums(body),
        "takenBack": body.problem is CardProblem.TAKEN_BACK,
        "problem": say(Message(f"card_problem_{body.problem.value}")),
        "advice": say(Message(f"card_advice_{body.problem.value}")),
        "code": body.code,
        "canRetry": body.can_retry,
        "canPayCash": body.can_pay_cash,
        "canFinish": body.can_finish,
    }


def _card_sums(body: CardView | CardRefusedView) -> "Facts":
    return {
        "amount": price_text(body.amount),
        "inserted": price_text(body.inserted),
        "charge": price_text(body.charge),
        "mixed": body.inserted > 0,
    }

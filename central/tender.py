"""What the means of payment must have in common with the amount: the rules that a schema can't say. Pure."""

from typing import Final

from central.problems import ProblemError
from central.schemas import PaymentRequest

# (are there notes, is there a card) -> the one tender that says so
_TENDERS: Final = {(True, False): "cash", (False, True): "card", (True, True): "mixed"}


def cash_fen(body: PaymentRequest) -> int:
    """What the notes make, in fen."""
    return sum(notes.denomination_fen * notes.count for notes in body.notes)


def card_fen(body: PaymentRequest) -> int:
    """What the card was charged, in fen; 0 without one."""
    return 0 if body.card is None else body.card.amount_fen


def check_tender(body: PaymentRequest) -> None:
    """The tender says what is there, and what is there makes the amount. 422 ``invalid-request``."""
    there = _TENDERS.get((bool(body.notes), body.card is not None))
    if there is None:
        raise _invalid("notes: they may be empty only with a card")
    if body.tender != there:
        notes = "notes" if body.notes else "no notes"
        card = "a card" if body.card is not None else "no card"
        raise _invalid(f'tender: "{body.tender}", but with {notes} and {card} it is "{there}"')
    cash, card_charge = cash_fen(body), card_fen(body)
    if cash + card_charge != body.amount_fen:
        parts = f"the notes make {cash}" + (f" and the card {card_charge}" if body.card is not None else "")
        raise _invalid(f"amount_fen: {body.amount_fen}, but {parts}")


def _invalid(sentence: str) -> ProblemError:
    return ProblemError("invalid-request", f"payment.{sentence}")

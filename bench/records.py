"""Facts of visits of one note each, in the groups in which the flow commits them. Numbered from 1; ids as random as real
ones."""

import hashlib
from typing import Final

from kiosk.accounts import AccountKind, AccountRef
from kiosk.facts import (
    AnyFact,
    ConfirmationProgressed,
    NoteIntended,
    NoteStackedFact,
    PaymentAccepted,
    PaymentPosted,
    VisitClosed,
    VisitOpened,
)
from kiosk.money import ZERO, Fen
from kiosk.posting import payment_id
from kiosk.visit_types import Language, Reopening, SmsState, VisitEnd

KIOSK: Final = "K0001"
NOTE: Final = Fen(10000)
AT: Final = "2026-11-21T20:58:44.120+08:00"


def account(seq: int) -> AccountRef:
    """Another one for each payment: a batch holds one payment of an account."""
    return AccountRef(AccountKind.MOBILE, str(13900000000 + seq))


def _uid(what: str, seq: int) -> str:
    return hashlib.sha256(f"{what} {seq}".encode()).hexdigest()[:32]


def visit_id(seq: int) -> str:
    return _uid("visit", seq)


def note_id(seq: int) -> str:
    return _uid("note", seq)


def money_in(seq: int) -> list[AnyFact]:
    """From the consent to the stacked note; the flow commits each of the three alone."""
    visit, note = visit_id(seq), note_id(seq)
    opened = VisitOpened(visit, account(seq), "张*", NOTE, Language.CHINESE, offline=False, receipt_expected=True)
    return [opened, NoteIntended(note, visit, NOTE), NoteStackedFact(note, visit, NOTE)]


def payment(seq: int) -> PaymentAccepted:
    return PaymentAccepted(
        payment_id=payment_id(KIOSK, seq),
        kiosk_seq=seq,
        visit_id=visit_id(seq),
        account=account(seq),
        amount=NOTE,
        tender="cash",
        notes=(NOTE,),
        accepted_at=AT,
        language=Language.CHINESE,
        offline=False,
    )


def paid(seq: int) -> list[AnyFact]:
    """The payment's commit: accepted, and the visit ends with it. After it the money counts as taken."""
    return [payment(seq), VisitClosed(visit_id(seq), VisitEnd.PAID)]


def settled(payment: str) -> list[AnyFact]:
    """What the flow makes of the centre's answer to one payment."""
    return [
        PaymentPosted(payment, f"C-{payment}", f"R-{payment}", AT, ZERO),
        ConfirmationProgressed(payment, SmsState.WAITING, Reopening.NOT_NEEDED),
    ]

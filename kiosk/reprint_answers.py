"""The centre's answer to a wish for a copy of a receipt (docs/central-contract.md, Invoice codes and copies)."""

from typing import Annotated, Literal

import msgspec

from kiosk import receipt_number
from kiosk.base32 import meant
from kiosk.enquiry_answers import PLAIN, Moment
from kiosk.money import Fen

_PaymentId = Annotated[str, msgspec.Meta(pattern=r"^[0-9A-HJKMNP-TV-Z]{26}\Z")]
_ReceiptNumber = Annotated[str, msgspec.Meta(pattern=r"^[0-9]{6}-[0-9A-HJKMNP-TV-Z]{6}\Z")]
# What the terminal's own mask leaves: three and four characters at most. Whatever says more is no masked number.
_Masked = Annotated[str, msgspec.Meta(pattern=r"^[0-9A-Za-z]{0,3}\*{1,32}[0-9A-Za-z]{1,4}\Z")]
_Paid = Annotated[Fen, msgspec.Meta(ge=1, le=10**12)]
_Balance = Annotated[Fen, msgspec.Meta(ge=-(10**12), le=10**12)]
_InvoiceCode = Annotated[str, msgspec.Meta(min_length=1, max_length=64, pattern=PLAIN)]
_Qr = Annotated[str, msgspec.Meta(min_length=1, max_length=100, pattern=PLAIN)]


class InvoiceState(msgspec.Struct, frozen=True, rename={"amount": "amount_fen"}):
    """``open``: the code may still be exchanged for an invoice, once; ``exchanged``: it was, and is told no more."""

    payment_id: _PaymentId
    state: Literal["open", "exchanged"]
    code: _InvoiceCode | None
    qr: _Qr | None
    amount: _Paid

    def __post_init__(self) -> None:
        is_open = self.state == "open"
        if (self.code is not None) is not is_open or (self.qr is not None) is not is_open:
            raise ValueError("an invoice code is told as long as it is open, and only then")


class ReceiptCopy(msgspec.Struct, frozen=True, rename={"amount": "amount_fen", "balance_after": "balance_after_fen"}):
    """What a copy of a receipt shows. ``copy_number`` is printed on it: a copy is never taken for the first."""

    payment_id: _PaymentId
    receipt_number: _ReceiptNumber
    masked_number: _Masked
    amount: _Paid
    tender: Literal["cash", "card", "mixed"]
    posted_at: Moment
    balance_after: _Balance  # right after the payment; negative: still owed
    copy_number: Annotated[int, msgspec.Meta(ge=1, le=100)]
    invoice: InvoiceState

    def __post_init__(self) -> None:
        if not receipt_number.is_whole(meant(self.receipt_number)):
            raise ValueError("a receipt number that is none")
        if (self.invoice.payment_id, self.invoice.amount) != (self.payment_id, self.amount):
            raise ValueError("the invoice of another payment")

    def __repr__(self) -> str:
        return f"ReceiptCopy({self.copy_number})"  # its number opens it to anybody, so no log line may hold it

    __str__ = __repr__

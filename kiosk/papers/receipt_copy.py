"""A copy of a receipt that was printed before (F29; field.md X32). It says so at its head, in its title, beside the amount
and at its foot, so that no part of it is taken for the first; it has no check code, which vouches for the first alone.

It is a slip of its own: its mark is about the whole paper, and a bill on the same paper would be no copy.
"""

from kiosk import receipt_texts
from kiosk.money import Fen, yuan_text
from kiosk.paper import Align, Document, Pair, Rule, Text
from kiosk.paper_texts import text
from kiosk.papers.figures import price
from kiosk.papers.receipts import invoice_block
from kiosk.papers.slip import Frame, Line, Whose, copy_mark, copy_of, merged, part_of
from kiosk.receipt import short_time
from kiosk.reprint_answers import InvoiceState, ReceiptCopy
from kiosk.visit_types import Language


def receipt_copy(copy: ReceiptCopy, frame: Frame, again: int = 0) -> Document:
    """What the centre tells of the payment; never its whole number. ``again``: see ``copy_of``."""
    language = frame.language
    mark = copy_mark(copy.copy_number, language, again)
    lines = (
        Text(receipt_texts.text("amount", language), Align.CENTRE),
        Text(f"￥{yuan_text(copy.amount)}", Align.CENTRE, bold=True, large=True),
        mark,
        Rule(),
        Pair(text("means", language), text(f"tender_{copy.tender}", language)),
        Pair(receipt_texts.text("posted_at", language), short_time(copy.posted_at)),
        Pair(receipt_texts.text("receipt_number", language), copy.receipt_number, bold=True),
        _balance(copy.balance_after, language),
        Rule(),
        Text(text("copy_how", language)),
        *_invoice(copy.invoice, language),
    )
    part = part_of("title_copy", Whose(copy.masked_number), language, lines)
    return copy_of(merged(frame, part), copy.copy_number, language, again)


def _balance(balance_after: Fen, language: Language) -> Pair:
    """As it was then: it is no news of the account."""
    key = "owed_then" if balance_after < 0 else "balance_then"
    return Pair(text(key, language), price(Fen(abs(balance_after))))


def _invoice(invoice: InvoiceState, language: Language) -> tuple[Line, ...]:
    if invoice.code is None or invoice.qr is None:
        return (Text(text("invoice_exchanged", language)),)
    return invoice_block(invoice.code, invoice.qr, language)

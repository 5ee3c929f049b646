"""The receipt as a part of a visit's slip, and the code that a hall exchanges for an invoice (F29, F30; field.md X32)."""

from typing import Final

from kiosk import receipt_texts
from kiosk.accounts import grouped
from kiosk.paper import Align, Pair, QrCode, Rule, Text
from kiosk.paper_texts import text
from kiosk.papers.slip import Line, Part, Whose
from kiosk.policy import Policy
from kiosk.receipt import Slip, receipt
from kiosk.visit_types import Language

LONGEST_QR: Final = (
    213  # characters of a QR code of version 10, level M (ISO/IEC 18004), the largest that a slip has room for
)


def receipt_part(slip: Slip, policy: Policy, language: Language, invoice: tuple[Line, ...] = ()) -> Part:
    """The receipt without what the head and foot of every slip say anyway. ``invoice``: see ``invoice_block``."""
    once = _said_by_every_slip(slip, policy, language)
    title, *lines = [line for line in receipt(slip, policy, language).lines if line not in once]
    if not isinstance(title, Text):
        raise TypeError(f"a receipt begins with its title, not with {title}")
    return Part(title, Whose(slip.masked_number, slip.masked_name), (*lines, *invoice))


def invoice_block(code: str, qr: str, language: Language) -> tuple[Line, ...]:
    """The code in large letters, and as QR if a printer can draw what the centre told; the code alone is enough."""
    drawable = qr.isascii() and qr.isprintable() and 0 < len(qr) <= LONGEST_QR
    return (
        Rule(),
        Text(text("invoice", language), Align.CENTRE, bold=True),
        Text(code, Align.CENTRE, bold=True, large=True),
        *([QrCode(qr)] if drawable else []),
        Text(text("invoice_how", language)),
    )


def _said_by_every_slip(slip: Slip, policy: Policy, language: Language) -> frozenset[Line]:
    def words(key: str) -> str:
        return receipt_texts.text(key, language)

    return frozenset(
        {
            Text(words("demo"), Align.CENTRE, bold=True),
            Text(policy.hall, Align.CENTRE),
            Pair(words("number"), grouped(slip.masked_number)),
            Pair(words("name"), slip.masked_name),
            Pair(words("terminal"), f"{policy.terminal} ({policy.kiosk_id})"),
            Pair(words("phone"), policy.service_phone),
        }
    )

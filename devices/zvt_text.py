"""Receipt text of a ZVT terminal, line by line (06 D1) or in blocks (06 D3): the payer's copy (specs/zvt.md 5.7).

Each line leaves here with digit runs blanked (section 11): the terminal masks card numbers itself, unless it is set up
wrongly.
"""

from typing import Final

from devices import zvt_tlv as tlv
from devices.card_masking import blanked_text
from devices.zvt_fields import Fields

PRINT_LINE: Final = 0x06D1
PRINT_BLOCK: Final = 0x06D3
_FEEDS: Final = 0xFF
_LAST: Final = 0x80
_INDENT: Final = 0x0F
_MERCHANT, _CUSTOMER, _ADMINISTRATION = 1, 2, 3
_MOST_LINES: Final = 400  # of one sale: a terminal that prints on and on must not fill the memory
_MOST_FEEDS: Final = 5


class SlipBuffer:
    """The text of one sale. By lines the merchant's copy may come first: the payer's is the last one begun; blocks say
    whose they are."""

    def __init__(self, *, utf8: bool) -> None:
        self._encoding = "utf-8" if utf8 else "cp437"
        self._copies: list[list[str]] = [[]]
        self._blocks: dict[int, list[str]] = {}
        self._count = 0

    def line(self, data: bytes) -> None:
        """One 06 D1: attribute byte and text, either may be missing."""
        attribute, text = (data[0], data[1:]) if data else (0, b"")
        if attribute == _FEEDS:
            for _ in range(min(text[0] if text else 1, _MOST_FEEDS)):
                self._add(self._copies[-1], "")
            return
        self._add(self._copies[-1], self._indented(attribute, text))
        if attribute & _LAST and attribute != _LAST:
            self._copies.append([])

    def block(self, data: bytes) -> None:
        """One 06 D3. ZvtFormatError if it can't be read."""
        container = Fields(data).get(0x06) or b""
        outer = tlv.parse_tlvs(container)
        kind = next((int.from_bytes(found.value, "big") for found in outer if found.tag == tlv.RECEIPT_TYPE), 0)
        lines = self._blocks.setdefault(kind, [])
        attribute = 0
        for found in tlv.walk(container):
            if found.tag == tlv.LINE_ATTRIBUTE and found.value:
                attribute = found.value[0]
            elif found.tag == tlv.TEXT_LINE:
                self._add(lines, self._indented(attribute, found.value))

    @property
    def customer_copy(self) -> tuple[str, ...]:
        """Without the empty lines at both ends; empty if the terminal sent no text for the payer."""
        if self._blocks:
            chosen = self._blocks.get(_CUSTOMER) or self._blocks.get(0) or []
        else:
            chosen = next((copy for copy in reversed(self._copies) if any(copy)), [])
        filled = [place for place, text in enumerate(chosen) if text]
        return tuple(chosen[filled[0] : filled[-1] + 1]) if filled else ()

    def _indented(self, attribute: int, text: bytes) -> str:
        indent = 0 if attribute in (_LAST, _FEEDS) else attribute & _INDENT
        shown = text.decode(self._encoding, errors="replace")
        return (" " * indent + "".join(char if char.isprintable() else " " for char in shown)).rstrip()

    def _add(self, lines: list[str], text: str) -> None:
        if self._count < _MOST_LINES:
            self._count += 1
            lines.append(blanked_text(text))

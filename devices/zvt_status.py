"""What ZVT messages say: Status-Information (04 0F), and the Completions of registration and status enquiry
(specs/zvt.md 5.1, 5.3, 5.4). The card number is cut to its last four digits here; nothing behind this file has seen more.
"""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Final

from devices import zvt_fields as bmp, zvt_tlv as tlv
from devices.card_masking import blanked_text, last_four
from devices.zvt_apdu import ZvtFormatError
from devices.zvt_fields import Fields
from kiosk.card import CardApproval, CardReference
from kiosk.money import Fen

SHOWN_AT_MOST: Final = 10  # digits of a card number that a terminal may show: the first six and the last four
CARD_NAMES: Final = {
    0x05: "girocard",
    0x06: "Mastercard",
    0x08: "Amex",
    0x0A: "Visa",
    0x0B: "Electron",
    0x0C: "Diners",
    0x0D: "V PAY",
    0x0E: "JCB",
    0x2E: "Maestro",
    0x61: "Alipay",
    0xC6: "UnionPay",
}
_ENTRIES = {0: "magstripe", 1: "chip", 2: "contactless"}
_SEE_TLV = 0xFF  # as card type
_NO_TRACE = "000000"  # it has more than six digits and stands in the TLV
_VERSION_HEADER = 3  # LLLVAR
_SUM_BYTES = 7  # of one kind of card: count (1), sum (6)


@dataclass(frozen=True, slots=True)
class StatusInformation:
    """One 04 0F. ``result`` None: it does not say. Texts and numbers that are not there are empty."""

    result: int | None
    amount: Fen | None = None
    currency: str = ""  # four digits, ISO 4217
    terminal_id: str = ""
    merchant_id: str = ""
    receipt: str = ""
    trace: str = ""
    original_trace: str = ""
    auth_code: str = ""
    last4: str = ""
    number_in_clear: bool = False  # the terminal sent more of the card than it may
    card_name: str = ""
    application_id: str = ""
    entry: str = ""
    at: str = ""  # RFC 3339 without offset
    sync_id: bytes | None = None  # tag 1F1F, opaque
    sums: bytes = b""  # BMP 60 of an End-of-Day

    @property
    def reference(self) -> CardReference:
        return CardReference(self.receipt, self.trace, self.amount or Fen(0), self.at)

    @property
    def approval(self) -> CardApproval:
        return CardApproval(
            amount=self.amount or Fen(0),
            terminal_id=self.terminal_id,
            receipt=self.receipt,
            trace=self.trace,
            auth_code=self.auth_code,
            last4=self.last4,
            card_name=self.card_name,
            merchant_id=self.merchant_id,
            entry=self.entry,
            application_id=self.application_id,
            at=self.at,
        )


def status_information(data: bytes, now: datetime) -> StatusInformation:
    """``now``: our clock, naive local time, which gives the year that the message lacks.

    Raises UnknownBitmap, or ZvtFormatError for anything that can't be read: such a message proves nothing.
    """
    fields = Fields(data)
    inner = tlv.first_values(fields.get(bmp.TLV) or b"")
    amount = fields.digits(bmp.AMOUNT)
    name = _card_name(fields, inner)  # free text of the terminal's
    return StatusInformation(
        result=fields.byte(bmp.RESULT),
        amount=Fen(int(amount)) if amount else None,
        currency=fields.digits(bmp.CURRENCY),
        terminal_id=fields.digits(bmp.TERMINAL_ID),
        merchant_id=fields.text(bmp.MERCHANT_ID),
        receipt=fields.digits(bmp.RECEIPT),
        trace=_trace(fields, inner),
        original_trace=fields.digits(bmp.ORIGINAL_TRACE),
        auth_code=fields.text(bmp.APPROVAL_CODE),
        last4=last_four(_card_number(fields.get(bmp.CARD_NUMBER))),
        number_in_clear=_in_clear(fields) or blanked_text(name) != name,
        card_name=blanked_text(name),
        application_id=inner.get(tlv.APPLICATION_ID, b"").hex().upper(),
        entry=_ENTRIES.get(int.from_bytes(inner.get(tlv.ENTRY, b"\xff"), "big"), ""),
        at=_at(fields, now),
        sync_id=inner.get(tlv.SYNC_ID),
        sums=fields.get(bmp.SUMS) or b"",
    )


def day_count(sums: bytes) -> int | None:
    """The number of transactions in BMP 60 (receipts from, to, then count and sum by kind of card); None if unreadable."""
    counted = sums[4:]
    return sum(counted[::_SUM_BYTES]) if counted and len(counted) % _SUM_BYTES == 0 else None


@dataclass(frozen=True, slots=True)
class Registered:
    """The Completion of a registration."""

    needs: int  # status byte, section 5.3
    terminal_id: str
    currency: str
    utf8: bool

    @property
    def vending(self) -> bool:
        """Vending-machine mode: the terminal waits for our word before a charge stands."""
        return bool(self.needs & VENDING_MODE)


NEEDS_INITIALISATION: Final = 0x01
NEEDS_DIAGNOSIS: Final = 0x02
VENDING_MODE: Final = 0x10
UTF8: Final = b"\xfe"


def registered(data: bytes) -> Registered:
    """ZvtFormatError if it can't be read."""
    fields = Fields(data)
    inner = tlv.first_values(fields.get(bmp.TLV) or b"")
    return Registered(
        needs=fields.byte(bmp.PAYMENT_TYPE) or 0,
        terminal_id=fields.digits(bmp.TERMINAL_ID),
        currency=fields.digits(bmp.CURRENCY),
        utf8=UTF8 in inner.get(tlv.CHARACTER_SET, b""),
    )


@dataclass(frozen=True, slots=True)
class TerminalStatus:
    """The Completion of a status enquiry: ``[LLLVAR software version] status [06 TLV]``, told apart by position."""

    code: int
    software: str = ""
    device_state: int | None = None  # tag 1F43


def terminal_status(data: bytes) -> TerminalStatus:
    """ZvtFormatError if it can't be read."""
    rest = after_status(data)
    head = data[: len(data) - len(rest)]
    inner = tlv.first_values(Fields(rest).get(bmp.TLV) or b"")
    state = inner.get(tlv.DEVICE_STATE)
    software = blanked_text(bmp.ascii_text(head[_VERSION_HEADER:-1]))
    return TerminalStatus(head[-1], software, state[0] if state else None)


def after_status(data: bytes) -> bytes:
    """What follows the status byte. ZvtFormatError unless that can be what a status enquiry is answered with."""
    head = 0
    if len(data) > _VERSION_HEADER and all(byte >> 4 == 0xF for byte in data[:_VERSION_HEADER]):
        head = _VERSION_HEADER + bmp.counted_size(data, 0, _VERSION_HEADER)
    rest = data[head + 1 :]
    if head >= len(data) or (rest and rest[0] != bmp.TLV):
        raise ZvtFormatError("that is no answer to a status enquiry")
    return rest


def _card_number(value: bytes | None) -> str:
    """Hexadecimal half bytes: digits, E where the terminal masked; without the padding and what follows a separator."""
    return (value or b"").hex().rstrip("f").split("d")[0]


def _in_clear(fields: Fields) -> bool:
    shown = sum(char.isdigit() for char in _card_number(fields.get(bmp.CARD_NUMBER)))
    tracks = (fields.get(bitmap) or b"" for bitmap in (bmp.TRACK_1, bmp.TRACK_2, bmp.TRACK_3))
    return shown > SHOWN_AT_MOST or any(sum(char.isdigit() for char in track.hex()) > SHOWN_AT_MOST for track in tracks)


def _trace(fields: Fields, inner: dict[int, bytes]) -> str:
    trace = fields.digits(bmp.TRACE)
    long_trace = inner.get(tlv.LONG_TRACE)
    if long_trace and trace in ("", _NO_TRACE):
        return bmp.bcd_digits(long_trace, "the long trace").lstrip("0")
    return trace


def _card_name(fields: Fields, inner: dict[int, bytes]) -> str:
    kind = fields.byte(bmp.CARD_TYPE)
    if kind in (None, _SEE_TLV):
        kind = int.from_bytes(inner.get(tlv.CARD_TYPE, b""), "big")
    label = inner.get(tlv.PREFERRED_NAME) or inner.get(tlv.CARD_LABEL) or b""
    return fields.text(bmp.CARD_NAME) or CARD_NAMES.get(kind or 0, "") or bmp.ascii_text(label)


def _at(fields: Fields, now: datetime) -> str:
    """Date and time with the year that is nearest to ours; empty if they are no date and time."""
    day, clock = fields.digits(bmp.DATE), fields.digits(bmp.TIME)
    if not day or not clock:
        return ""
    near = (_moment(year, day, clock) for year in (now.year - 1, now.year, now.year + 1))
    found = min((moment for moment in near if moment), key=lambda moment: abs(moment - now), default=None)
    return "" if found is None else found.isoformat()


def _moment(year: int, day: str, clock: str) -> datetime | None:
    try:
        whole = date(year, int(day[:2]), int(day[2:]))
        return datetime(  # noqa: DTZ001 - the terminal's clock says no offset
            whole.year, whole.month, whole.day, int(clock[:2]), int(clock[2:4]), int(clock[4:])
        )
    except ValueError:
        return None

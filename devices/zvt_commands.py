"""The commands a kiosk sends to a ZVT terminal, as APDUs (specs/zvt.md 5.1). Pure.

06 C0 (read card) and the bitmaps that ask for card data are not here on purpose: the kiosk never asks for any.
"""

from datetime import datetime
from typing import Final

from devices import zvt_fields as bmp, zvt_tlv as tlv
from devices.zvt_apdu import Apdu
from devices.zvt_fields import bcd
from devices.zvt_status import UTF8
from kiosk.money import Fen

REGISTRATION: Final = 0x0600
SALE: Final = 0x0601
STATUS_ENQUIRY: Final = 0x0501
REPEAT_RECEIPT: Final = 0x0620
REVERSAL: Final = 0x0630
END_OF_DAY: Final = 0x0650
DIAGNOSIS: Final = 0x0670
SET_CLOCK: Final = 0x0691
INITIALISATION: Final = 0x0693
ABORT: Final = 0x06B0
WITH_PASSWORD: Final = frozenset({REGISTRATION, STATUS_ENQUIRY, REPEAT_RECEIPT, REVERSAL, END_OF_DAY, INITIALISATION})
"""Their data begins with the password, three bytes."""

STATUS_INFORMATION: Final = 0x040F
INTERMEDIATE_STATUS: Final = 0x04FF
COMPLETION: Final = 0x060F
TERMINAL_ABORT: Final = 0x061E
SET_OUR_CLOCK: Final = 0x0401

RECEIPTS_BY_LINES: Final = 0xBE
RECEIPTS_COMPOSED: Final = 0x3E
_LOCK_SERVICE_MENU: Final = 0x01
_NO_SOFTWARE_VERSION: Final = 0x02
_SEND_TLV: Final = 0x04
_LAST_WITHOUT_PRINT: Final = 0x03
_TERMINAL_DECIDES: Final = 0x40  # the payment type
_CLOCK_YEAR = "%y%m%d"


def registration(password: str, config: int, currency: str, columns: int) -> Apdu:
    """``config``: one of the two above. ``columns``: of our paper, 1 to 99."""
    wishes = (
        tlv.encode_tlv(tlv.LINE_WIDTH, bcd(str(columns), 1))
        + tlv.encode_tlv(tlv.COMMAND_LIST, tlv.encode_tlv(tlv.COMMAND, b"\x06\xd3"))
        + tlv.encode_tlv(tlv.CHARACTER_SETS, tlv.encode_tlv(tlv.CHARACTER_SET, UTF8))
    )
    service = bytes((bmp.SERVICE, _LOCK_SERVICE_MENU))
    return Apdu(REGISTRATION, bcd(password, 3) + bytes((config,)) + bcd(currency, 2) + service + _tlv(wishes))


def status_enquiry(password: str, *, with_software: bool = False) -> Apdu:
    service = _SEND_TLV if with_software else _SEND_TLV | _NO_SOFTWARE_VERSION
    return Apdu(STATUS_ENQUIRY, bcd(password, 3) + bytes((bmp.SERVICE, service)))


def sale(amount: Fen, currency: str, hold_s: int, hold_repeats: int, sync_id: bytes | None = None) -> Apdu:
    """``sync_id``: the terminal's last 1F1F, ``b""`` if it gave none; None: the terminal undoes sales by itself."""
    data = (
        _amount(amount)
        + _currency(currency)
        + bytes((bmp.PAYMENT_TYPE, _TERMINAL_DECIDES, bmp.HOLD_S, hold_s, bmp.HOLD_REPEATS, hold_repeats))
    )
    return Apdu(SALE, data if sync_id is None else data + _tlv(tlv.encode_tlv(tlv.SYNC_ID, sync_id)))


def reversal(password: str, receipt: str, amount: Fen, currency: str) -> Apdu:
    number = bytes((bmp.RECEIPT,)) + bcd(receipt, 2)
    return Apdu(REVERSAL, bcd(password, 3) + number + _amount(amount) + _currency(currency))


def last_transaction(password: str) -> Apdu:
    """Repeat-Receipt with the resync service byte: send the status, print nothing."""
    return Apdu(REPEAT_RECEIPT, bcd(password, 3) + bytes((bmp.SERVICE, _LAST_WITHOUT_PRINT)))


def end_of_day(password: str) -> Apdu:
    return Apdu(END_OF_DAY, bcd(password, 3))


def initialisation(password: str) -> Apdu:
    return Apdu(INITIALISATION, bcd(password, 3))


def set_clock(now: datetime) -> Apdu:
    day, clock = bcd(now.strftime(_CLOCK_YEAR), 3), bcd(now.strftime("%H%M%S"), 3)
    return Apdu(SET_CLOCK, bytes((bmp.FULL_DATE,)) + day + bytes((bmp.TIME,)) + clock)


ABORT_APDU: Final = Apdu(ABORT)
DIAGNOSIS_APDU: Final = Apdu(DIAGNOSIS)


def _amount(amount: Fen) -> bytes:
    return bytes((bmp.AMOUNT,)) + bcd(str(amount), 6)


def _currency(currency: str) -> bytes:
    return bytes((bmp.CURRENCY,)) + bcd(currency, 2)


def _tlv(content: bytes) -> bytes:
    return bytes((bmp.TLV,)) + tlv.encode_length(len(content)) + content

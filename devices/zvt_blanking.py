"""What the flight recorder may keep of a ZVT message (specs/zvt.md 11): what is listed here; all else is blanked.

The length of a message stays, so that a recorded wire can be played again.
"""

from typing import Final

from devices import zvt_fields as bmp, zvt_tlv as tlv
from devices.card_masking import blanked_ascii
from devices.zvt_apdu import Apdu, ZvtFormatError
from devices.zvt_commands import (
    COMPLETION,
    INTERMEDIATE_STATUS,
    REGISTRATION,
    REVERSAL,
    SALE,
    SET_CLOCK,
    SET_OUR_CLOCK,
    STATUS_INFORMATION,
    TERMINAL_ABORT,
    WITH_PASSWORD,
)
from devices.zvt_status import after_status
from devices.zvt_text import PRINT_BLOCK, PRINT_LINE

BLANK: Final = b"\xee"
_PASSWORD_BYTES: Final = 3
_KEPT_BITMAPS: Final = frozenset(bytes.fromhex("01 02 03 04 05 0B 0C 0D 19 27 29 37 49 60 87 88 8A A0 AA"))
_TEXT_BITMAPS: Final = frozenset({bmp.CARD_NAME})
_NAME_BITMAPS: Final = frozenset({bmp.MERCHANT_ID, bmp.APPROVAL_CODE})  # digits here name no card
_KEPT_TAGS: Final = frozenset(
    {
        tlv.LINE_ATTRIBUTE,
        tlv.COMMAND,
        tlv.LINE_WIDTH,
        tlv.CHARACTER_SET,
        tlv.CARD_TYPE,
        tlv.APPLICATION_ID,
        tlv.RECEIPT_TYPE,
        tlv.CVM,
        tlv.ONLINE,
        tlv.ENTRY,
        tlv.VENDOR_ERROR,
        tlv.SYNC_ID,
        tlv.LONG_TRACE,
        tlv.DEVICE_STATE,
    }
)
_TEXT_TAGS: Final = frozenset({tlv.TEXT_LINE, tlv.CARD_LABEL, tlv.PREFERRED_NAME, tlv.VENDOR_TEXT})
_CONTAINER_TAGS: Final = frozenset({tlv.DISPLAY_TEXTS, tlv.PRINT_TEXTS, tlv.COMMAND_LIST, tlv.CHARACTER_SETS, tlv.PAYMENT})
_BITMAPS_BEGIN: Final = {
    STATUS_INFORMATION: 0,
    SALE: 0,
    REVERSAL: 3,
    REGISTRATION: 6,  # password, config, currency
    PRINT_BLOCK: 0,
    SET_CLOCK: 0,
    SET_OUR_CLOCK: 0,
    0x0501: 3,
    0x0620: 3,
    0x0650: 3,
    0x0693: 3,
    TERMINAL_ABORT: 1,
    INTERMEDIATE_STATUS: 1,
}
"""Where the bitmaps of a message begin; what stands before is a fixed part that holds no card data but the password."""
_SHORT: Final = 8  # bytes of data that can't hold a card number


def blanked(apdu: Apdu) -> Apdu:
    """The same message, safe to keep."""
    data = apdu.data
    if apdu.code == PRINT_LINE:
        return Apdu(apdu.code, data[:1] + blanked_ascii(data[1:]))
    if apdu.code in WITH_PASSWORD:
        data = BLANK * min(len(data), _PASSWORD_BYTES) + data[_PASSWORD_BYTES:]
    begin = _BITMAPS_BEGIN.get(apdu.code)
    if apdu.code == COMPLETION:
        return Apdu(apdu.code, _completion(data))
    if begin is None:
        return Apdu(apdu.code, data if len(data) < _SHORT else _all_blank(data))
    head = _intermediate_head(data) if apdu.code == INTERMEDIATE_STATUS else begin
    return Apdu(apdu.code, data[:head] + _bitmaps(data[head:]))


def _intermediate_head(data: bytes) -> int:
    """``status [minutes] [06 TLV]``: a second byte that is 06 and fits a container begins one."""
    return 1 if len(data) > 2 and data[1] == bmp.TLV else 2


def _completion(data: bytes) -> bytes:
    """Of a status enquiry: ``[software version] status [06 TLV]``. Of all else: bitmaps."""
    try:
        head = len(data) - len(after_status(data))
    except ZvtFormatError:
        return _bitmaps(data)
    return blanked_ascii(data[:head]) + _bitmaps(data[head:])


def _bitmaps(data: bytes) -> bytes:
    safe = bytearray(data)
    try:
        for bitmap, start, end in bmp.spans(data):
            safe[start:end] = _bitmap(bitmap, data[start:end])
    except ZvtFormatError:
        return _all_blank(data)
    return bytes(safe)


def _bitmap(bitmap: int, value: bytes) -> bytes:
    if bitmap in _KEPT_BITMAPS:
        return value
    if bitmap in _NAME_BITMAPS:
        return _printable(value)
    if bitmap in _TEXT_BITMAPS:
        return blanked_ascii(_printable(value))
    return _tlvs(value) if bitmap == bmp.TLV else _all_blank(value)


def _printable(value: bytes) -> bytes:
    """Without the bytes that no ASCII text has: digits could be hidden in them, two in one."""
    return bytes(byte if byte == 0 or 0x20 <= byte < 0x7F else BLANK[0] for byte in value)


def _tlvs(data: bytes) -> bytes:
    safe = bytearray(data)
    try:
        for tag, start, end in tlv.spans(data):
            safe[start:end] = _tlv(tag, data[start:end])
    except ZvtFormatError:
        return _all_blank(data)
    return bytes(safe)


def _tlv(tag: int, value: bytes) -> bytes:
    if tag in _CONTAINER_TAGS:
        return _tlvs(value)
    if tag in _TEXT_TAGS:
        return blanked_ascii(value)
    return value if tag in _KEPT_TAGS else _all_blank(value)


def _all_blank(data: bytes) -> bytes:
    return BLANK * len(data)

"""What a ZVT terminal says: status information, progress, completion (ZVT specification, sections 5, 6.1 and 12.1)."""

from collections.abc import Mapping
from datetime import datetime

from devices.simulators.card_books import Entry
from devices.simulators.zvt_fields import bcd, container, tlv, variable
from devices.simulators.zvt_frames import Apdu
from devices.simulators.zvt_state import TAKEN_BACK, Registration, State

STATUS_INFORMATION, PROGRESS, COMPLETION, ABORT = 0x040F, 0x04FF, 0x060F, 0x061E
SET_HOST_CLOCK = 0x0401

CARD_TYPES = {
    "unionpay": 0xC6,
    "girocard": 0x05,
    "mastercard": 0x06,
    "amex": 0x08,
    "visa": 0x0A,
    "diners": 0x0C,
    "vpay": 0x0D,
    "jcb": 0x0E,
    "maestro": 0x2E,
    "alipay": 0x61,
}
TYPE_IN_TLV = ("maestro", "alipay")
"""Cards whose bitmap 8A is FF, the type being in TLV 41."""
APPLICATIONS = {"unionpay": "A000000333010102", "visa": "A0000000031010", "mastercard": "A0000000041010"}
OTHER_APPLICATION = "A000000333010101"
ENTRY_MODES = {"swipe": 0, "insert": 1, "tap": 2}
TOTALS_ORDER = ("girocard", "jcb", "mastercard", "amex", "visa", "diners")
"""The brands of bitmap 60; a seventh counter takes all others."""

ALREADY_REVERSED = 0xB4
UNKNOWN_BITMAP = b"\xb0\x01\x02"
UNKNOWN_TLV = tlv(0x1F99, b"\x01\x02\x03")


def progress(code: int) -> Apdu:
    return Apdu(PROGRESS, bytes([code]))


def completion(data: bytes = b"") -> Apdu:
    return Apdu(COMPLETION, data)


def abort(code: int, data: bytes = b"") -> Apdu:
    return Apdu(ABORT, bytes([code]) + data)


def host_clock(at: datetime) -> Apdu:
    return Apdu(SET_HOST_CLOCK, b"\xaa" + bcd(at.strftime("%y%m%d"), 3) + b"\x0c" + bcd(at.strftime("%H%M%S"), 3))


def registered(state: State) -> Apdu:
    """The completion of 06 00."""
    said, options = state.registration, state.options
    data = bytes([0x19, 0x10 if options.vending else 0x00, 0x29]) + bytes.fromhex(options.tid)
    if said.currency is not None:
        data += b"\x49" + bytes.fromhex(options.currency)
    if said.utf8:
        data += container(tlv(0x27, tlv(0x14, b"\xfe")))
    return completion(data)


def terminal_status(code: int, version: str | None, *, details: bool) -> Apdu:
    """The completion of 05 01: no bitmaps before the first fields."""
    data = b"" if version is None else variable(version.encode("ascii"), 3)
    return completion(data + bytes([code]) + (container(tlv(0x1F43, b"\0")) if details else b""))


def aborted_status(state: State, code: int) -> Apdu:
    """04 0F of a sale that never reached the bank."""
    return Apdu(STATUS_INFORMATION, b"\x27" + bytes([code, 0x29]) + bytes.fromhex(state.options.tid))


def status_information(state: State, entry: Entry, *, false: Mapping[str, object] | None = None) -> Apdu:
    """04 0F of a transaction in the journal; ``false`` replaces amount, currency or tid."""
    values = {"amount": entry.amount, "currency": state.options.currency, "tid": state.options.tid, **(false or {})}
    said = state.registration
    result = ALREADY_REVERSED if entry.state == TAKEN_BACK else int(entry.result, 16)
    at = datetime.fromisoformat(entry.at)
    data = b"\x27" + bytes([result]) + b"\x04" + bcd(str(values["amount"]), 6)
    if said.currency is not None:
        data += b"\x49" + bytes.fromhex(str(values["currency"]))
    data += b"\x0c" + bcd(at.strftime("%H%M%S"), 3) + b"\x0d" + bcd(at.strftime("%m%d"), 2)
    data += _card_number(state, entry)
    if entry.receipt:
        data += b"\x87" + bcd(entry.receipt, 2)
    data += b"\x0b" + bcd(entry.trace, 3) + b"\x29" + bytes.fromhex(str(values["tid"]))
    if "original" in entry.details:
        data += b"\x37" + bcd(str(entry.details["original"]), 3)
    return Apdu(STATUS_INFORMATION, data + _approval(state, entry) + _containers(said, state, entry))


def _card_number(state: State, entry: Entry) -> bytes:
    """Bitmap 22, masked unless the terminal is misconfigured."""
    number = str(entry.details.get("pan", ""))
    if not number:
        return b""
    if state.faults.pan_unmasked:
        number = state.card_numbers.get(entry.trace, number)
    digits = number + "F" * (len(number) % 2)
    return b"\x22" + variable(bytes.fromhex(digits), 2)


def _approval(state: State, entry: Entry) -> bytes:
    if entry.result != "00":
        return b""
    kind = str(entry.details.get("type", ""))
    data = b"\x3b" + entry.auth.encode("ascii").ljust(8, b"\0") + b"\x2a" + state.options.merchant.encode("ascii")
    if kind:
        name = str(entry.details.get("name", "")).encode("ascii", "replace") + b"\0"
        code = 0xFF if kind in TYPE_IN_TLV else CARD_TYPES[kind]
        data += bytes([0x19, 0x60, 0x8A, code]) + b"\x8b" + variable(name, 2)
    return data


def _containers(said: Registration, state: State, entry: Entry) -> bytes:
    """Bitmap 06, only if the host understands it, and the bitmaps and tags that no host knows."""
    objects = []
    kind = str(entry.details.get("type", ""))
    if kind and entry.result == "00":
        method = str(entry.details.get("method", "insert"))
        cvm = 0 if entry.details.get("pin") == "none" else 2
        objects.append(
            tlv(0x2F, tlv(0x1F10, bytes([cvm])) + tlv(0x1F11, b"\1") + tlv(0x1F12, bytes([ENTRY_MODES[method]])))
        )
        objects.append(tlv(0x43, bytes.fromhex(APPLICATIONS.get(kind, OTHER_APPLICATION))))
        objects.append(tlv(0x41, bytes([CARD_TYPES[kind]])))
    if entry.details.get("text"):
        objects.append(tlv(0x1F17, str(entry.details["text"]).encode("utf-8" if said.utf8 else "cp437", "replace")))
    if state.options.sync == "1f1f" and entry.receipt:
        objects.append(tlv(0x1F1F, bcd(entry.receipt, 2)))
    if state.faults.unknown_tlv:
        state.faults.unknown_tlv -= 1
        objects.append(UNKNOWN_TLV)
    data = container(*objects) if objects and said.tlv else b""
    if state.faults.unknown_bitmap:
        state.faults.unknown_bitmap -= 1
        data += UNKNOWN_BITMAP
    return data


def day_totals(state: State, sales: list[Entry], trace: str) -> Apdu:
    """04 0F of an end of day: total and the counters of bitmap 60."""
    counters = [[0, 0] for _ in range(len(TOTALS_ORDER) + 1)]
    for sale in sales:
        kind = str(sale.details.get("type", ""))
        counter = counters[TOTALS_ORDER.index(kind) if kind in TOTALS_ORDER else -1]
        counter[0] = min(counter[0] + 1, 0xFF)
        counter[1] += sale.amount
    receipts = [sale.receipt for sale in sales] or ["0000"]
    sums = bcd(receipts[0], 2) + bcd(receipts[-1], 2) + b"".join(bytes([n]) + bcd(fen, 6) for n, fen in counters)
    at = state.time()
    data = b"\x27\x00\x04" + bcd(sum(sale.amount for sale in sales), 6)
    if state.registration.currency is not None:
        data += b"\x49" + bytes.fromhex(state.options.currency)
    data += b"\x60" + variable(sums, 3) + b"\x0b" + bcd(trace, 3) + b"\x0c" + bcd(at.strftime("%H%M%S"), 3)
    return Apdu(
        STATUS_INFORMATION, data + b"\x0d" + bcd(at.strftime("%m%d"), 2) + b"\x29" + bytes.fromhex(state.options.tid)
    )

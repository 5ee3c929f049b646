"""Receipts and reports that a ZVT terminal hands to the host: print lines (06 D1) or text blocks (06 D3), section 5.7."""

from collections.abc import Sequence

from devices.simulators.card_books import Entry
from devices.simulators.zvt_fields import tlv
from devices.simulators.zvt_frames import Apdu
from devices.simulators.zvt_state import Registration, State

PRINT_LINE, TEXT_BLOCK = 0x06D1, 0x06D3
MERCHANT, CUSTOMER, REPORT = 1, 2, 3
"""Kinds of receipt (TLV 1F07)."""
CENTRED, LAST = 0x40, 0x80
FEED = 0xFF
ENVELOPE = 16
"""Bytes of a text block around its lines, at most."""

Lines = Sequence[tuple[int, str]]
"""Attribute and text of each line."""


def receipt(state: State, entry: Entry, kind: int) -> Lines:
    """The terminal's receipt for a transaction; Chinese if the host takes UTF-8."""
    number = str(entry.details.get("pan", "")).replace("E", "*")
    if state.faults.pan_unmasked:
        number = state.card_numbers.get(entry.trace, number)
    words = _CHINESE if state.registration.utf8 else _ENGLISH
    what = "reversal" if entry.kind == "reversal" else "sale"
    values = {
        "merchant": state.options.merchant,
        "tid": state.options.tid,
        "card": f"{entry.details.get('name', '')}",
        "number": number,
        "trace": entry.trace,
        "receipt": entry.receipt,
        "auth": entry.auth,
        "at": entry.at.replace("T", " "),
        "amount": f"CNY {entry.amount // 100}.{entry.amount % 100:02d}",
    }
    head = [(CENTRED, words["title"]), (CENTRED, words[f"copy{kind}"]), (0, "-" * state.registration.columns)]
    body = [(0, f"{words[key]}: {value}") for key, value in values.items() if value]
    return [*head, (CENTRED, words[what]), *body, (CENTRED, words["thanks"])]


def report(state: State, title: str, lines: Sequence[str]) -> Lines:
    """An administration receipt."""
    return [(CENTRED, title), (0, f"TID {state.options.tid}"), *((0, line) for line in lines), (0, state.stamp())]


def as_apdus(lines: Lines, kind: int, said: Registration) -> list[Apdu]:
    """The messages that carry one receipt, in the form the host asked for."""
    encoded = [(attribute, text.encode("utf-8" if said.utf8 else "cp437", "replace")) for attribute, text in lines]
    if said.text_blocks:
        return _blocks(encoded, kind, said.max_apdu)
    *rest, last = encoded
    messages = [Apdu(PRINT_LINE, bytes([attribute]) + text) for attribute, text in rest]
    return [*messages, Apdu(PRINT_LINE, bytes([FEED, 1])), Apdu(PRINT_LINE, bytes([last[0] | LAST | CENTRED]) + last[1])]


def _blocks(lines: Sequence[tuple[int, bytes]], kind: int, max_apdu: int) -> list[Apdu]:
    """Text blocks of at most ``max_apdu`` bytes; only the last one ends with the mark of a receipt's end."""
    bodies = [b""]
    for attribute, text in lines:
        line = (tlv(0x09, bytes([attribute])) if attribute else b"") + tlv(0x07, text)
        if bodies[-1] and len(bodies[-1]) + len(line) + ENVELOPE > max_apdu:
            bodies.append(b"")
        bodies[-1] += line + (tlv(0x09, b"\0") if attribute else b"")
    bodies[-1] += tlv(0x09, b"\xff")
    return [Apdu(TEXT_BLOCK, tlv(0x06, tlv(0x1F07, bytes([kind])) + tlv(0x25, body))) for body in bodies]


_CHINESE = {
    "title": "银联商务 POS 签购单",
    "copy1": "商户存根",
    "copy2": "持卡人存根",
    "sale": "消费",
    "reversal": "消费撤销",
    "merchant": "商户号",
    "tid": "终端号",
    "card": "卡种",
    "number": "卡号",
    "trace": "凭证号",
    "receipt": "票据号",
    "auth": "授权码",
    "at": "日期时间",
    "amount": "金额",
    "thanks": "本机模拟 不作凭证",
}
_ENGLISH = {
    "title": "CARD RECEIPT",
    "copy1": "MERCHANT COPY",
    "copy2": "CUSTOMER COPY",
    "sale": "SALE",
    "reversal": "REVERSAL",
    "merchant": "Merchant",
    "tid": "Terminal",
    "card": "Card",
    "number": "No.",
    "trace": "Trace",
    "receipt": "Receipt",
    "auth": "Approval",
    "at": "Time",
    "amount": "Amount",
    "thanks": "simulated, no proof",
}

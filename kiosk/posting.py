"""The bytes of one payment towards the centre, frozen when the payment is accepted (central-api.md 3)."""

from collections import Counter

import msgspec

from kiosk.card import CardPart
from kiosk.facts import PaymentAccepted


class _Notes(msgspec.Struct, frozen=True):
    denomination_fen: int
    count: int


class _Account(msgspec.Struct, frozen=True):
    kind: str
    number: str


class _Card(msgspec.Struct, frozen=True):
    amount_fen: int
    terminal_id: str
    merchant_id: str
    receipt: str
    trace: str
    auth_code: str
    last4: str
    card_name: str


class _Payment(msgspec.Struct, frozen=True, omit_defaults=True):
    kiosk_id: str
    kiosk_seq: int
    visit_id: str
    account: _Account
    amount_fen: int
    tender: str
    notes: list[_Notes]
    accepted_at: str
    language: str
    offline: bool
    card: _Card | None = None  # not in the body of a cash payment


def payment_id(kiosk_id: str, kiosk_seq: int) -> str:
    """The natural key as text, ``K0001-123``: idempotency key, claim code and payment id in one."""
    return f"{kiosk_id}-{kiosk_seq}"


def request_body(fact: PaymentAccepted, kiosk_id: str) -> bytes:
    """The JSON body of ``POST /v1/payments``. Deterministic, and called once a payment: the outbox keeps the bytes."""
    counted = sorted(Counter(fact.notes).items())
    return msgspec.json.encode(
        _Payment(
            kiosk_id=kiosk_id,
            kiosk_seq=fact.kiosk_seq,
            visit_id=fact.visit_id,
            account=_Account(fact.account.kind.value, fact.account.number),
            amount_fen=fact.amount,
            tender=fact.tender,
            notes=[_Notes(denomination, count) for denomination, count in counted],
            accepted_at=fact.accepted_at,
            language=fact.language.value,
            offline=fact.offline,
            card=None if fact.card is None else _card(fact.card),
        )
    )


def _card(part: CardPart) -> _Card:
    approval = part.approval
    return _Card(
        amount_fen=approval.amount,
        terminal_id=approval.terminal_id,
        merchant_id=approval.merchant_id,
        receipt=approval.receipt,
        trace=approval.trace,
        auth_code=approval.auth_code,
        last4=approval.last4,
        card_name=approval.card_name,
    )

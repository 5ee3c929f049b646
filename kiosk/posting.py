"""The bytes of one payment towards the centre, frozen when the payment is accepted (central-api.md 3)."""

from collections import Counter

import msgspec

from kiosk.facts import PaymentAccepted


class _Notes(msgspec.Struct, frozen=True):
    denomination_fen: int
    count: int


class _Account(msgspec.Struct, frozen=True):
    kind: str
    number: str


class _Payment(msgspec.Struct, frozen=True):
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
        )
    )

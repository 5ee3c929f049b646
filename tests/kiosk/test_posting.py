"""The frozen bytes towards the centre: deterministic, whole, and matching docs/central-contract.md to the byte."""

import json
from dataclasses import dataclass

import pytest
from hypothesis import given, strategies as some

from central.schemas import PaymentRequest
from central.tender import check_tender
from kiosk.accounts import AccountKind, AccountRef
from kiosk.card import CardApproval, CardPart
from kiosk.facts import PaymentAccepted
from kiosk.money import ZERO, Fen, total
from kiosk.posting import payment_id, request_body
from kiosk.visit_types import Language

NOTES = some.lists(some.sampled_from([Fen(500), Fen(1000), Fen(2000), Fen(5000), Fen(10000)]), min_size=1, max_size=40)


CHARGE = CardApproval(
    amount=Fen(15000),
    terminal_id="75001234",
    receipt="0231",
    trace="000975",
    auth_code="750071",
    last4="6789",
    card_name="UnionPay",
    merchant_id="898110248990001",
    entry="chip",
    application_id="A000000333010101",
    at="2026-11-21T20:58:40",
)
WORDS = some.text(some.characters(codec="ascii", categories=["Lu", "Ll", "Nd"]), max_size=6)
CHARGES = some.builds(
    CardApproval,
    amount=some.integers(1, 10**6).map(Fen),
    terminal_id=some.from_regex(r"[0-9]{8}", fullmatch=True),
    receipt=some.from_regex(r"[0-9]{1,6}", fullmatch=True),
    trace=some.from_regex(r"[0-9]{0,6}", fullmatch=True),
    auth_code=WORDS,
    last4=some.from_regex(r"([0-9]{4})?", fullmatch=True),
    card_name=some.sampled_from(["", "UnionPay", "银联", 'VISA "classic"']),
    merchant_id=some.from_regex(r"[0-9]{0,15}", fullmatch=True),
)


def accepted(
    notes: tuple[Fen, ...], *, seq: int = 123, offline: bool = False, charge: CardApproval | None = None
) -> PaymentAccepted:
    return PaymentAccepted(
        payment_id=payment_id("K0001", seq),
        kiosk_seq=seq,
        visit_id="v1",
        account=AccountRef(AccountKind.MOBILE, "13800135678"),
        amount=Fen(total(notes) + (ZERO if charge is None else charge.amount)),
        tender="cash" if charge is None else "mixed" if notes else "card",
        notes=notes,
        accepted_at="2026-11-21T20:58:44+08:00",
        language=Language.CHINESE,
        offline=offline,
        card=None if charge is None else CardPart("a1", charge),
    )


def test_the_bytes_are_those_of_the_contract() -> None:
    body = request_body(accepted((Fen(10000), Fen(5000))), "K0001")
    assert body == (
        b'{"kiosk_id":"K0001","kiosk_seq":123,"visit_id":"v1","account":{"kind":"mobile","number":"13800135678"},'
        b'"amount_fen":15000,"tender":"cash","notes":[{"denomination_fen":5000,"count":1},'
        b'{"denomination_fen":10000,"count":1}],"accepted_at":"2026-11-21T20:58:44+08:00","language":"zh_CN",'
        b'"offline":false}'
    )


def test_the_bytes_of_a_charge_follow_those_of_a_cash_payment() -> None:
    body = request_body(accepted((), charge=CHARGE), "K0001")
    assert body == (
        b'{"kiosk_id":"K0001","kiosk_seq":123,"visit_id":"v1","account":{"kind":"mobile","number":"13800135678"},'
        b'"amount_fen":15000,"tender":"card","notes":[],"accepted_at":"2026-11-21T20:58:44+08:00","language":"zh_CN",'
        b'"offline":false,"card":{"amount_fen":15000,"terminal_id":"75001234","merchant_id":"898110248990001",'
        b'"receipt":"0231","trace":"000975","auth_code":"750071","last4":"6789","card_name":"UnionPay"}}'
    )


@given(notes=NOTES | some.just([]), charge=CHARGES)
def test_the_centre_takes_every_charge_that_we_can_tell_it(notes: list[Fen], charge: CardApproval) -> None:
    """Both sides' own code: what the one writes, the other reads and finds in order; and it says what was paid how."""
    sent = request_body(accepted(tuple(notes), charge=charge), "K0001")
    read = PaymentRequest.model_validate_json(sent)
    check_tender(read)
    assert read.card is not None
    assert (read.amount_fen, read.card.amount_fen) == (sum(notes) + charge.amount, charge.amount)
    assert read.tender == ("mixed" if notes else "card")
    assert b"A000000333010101" not in sent
    assert request_body(accepted(tuple(reversed(notes)), charge=charge), "K0001") == sent


@given(notes=NOTES, seq=some.integers(1, 10**9), offline=some.booleans())
def test_the_same_payment_gives_the_same_bytes_in_whatever_order_its_notes_came(
    notes: list[Fen], seq: int, *, offline: bool
) -> None:
    first = request_body(accepted(tuple(notes), seq=seq, offline=offline), "K0001")
    again = request_body(accepted(tuple(reversed(notes)), seq=seq, offline=offline), "K0001")
    assert first == again


@given(NOTES)
def test_the_notes_add_up_to_the_amount_each_denomination_once(notes: list[Fen]) -> None:
    body = json.loads(request_body(accepted(tuple(notes)), "K0001"), parse_float=pytest.fail)
    rows = body["notes"]
    assert sum(row["denomination_fen"] * row["count"] for row in rows) == body["amount_fen"] == sum(notes)
    values = [row["denomination_fen"] for row in rows]
    assert values == sorted(set(values))
    assert all(row["count"] > 0 for row in rows)


@dataclass(frozen=True)
class Key:
    kiosk: str
    seq: int


@given(some.sets(some.builds(Key, some.sampled_from(["K1", "K11", "K0001"]), some.integers(1, 10**6)), max_size=30))
def test_different_keys_have_different_names(keys: set[Key]) -> None:
    assert len({payment_id(key.kiosk, key.seq) for key in keys}) == len(keys)

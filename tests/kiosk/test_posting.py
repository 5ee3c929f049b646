"""The frozen bytes towards the centre: deterministic, whole, and matching docs/central-contract.md to the byte."""

import json
from dataclasses import dataclass

import pytest
from hypothesis import given
from hypothesis import strategies as some

from kiosk.accounts import AccountKind, AccountRef
from kiosk.facts import PaymentAccepted
from kiosk.money import Fen, total
from kiosk.posting import payment_id, request_body
from kiosk.visit_types import Language

NOTES = some.lists(some.sampled_from([Fen(500), Fen(1000), Fen(2000), Fen(5000), Fen(10000)]), min_size=1, max_size=40)


def accepted(notes: tuple[Fen, ...], *, seq: int = 123, offline: bool = False) -> PaymentAccepted:
    return PaymentAccepted(
        payment_id=payment_id("K0001", seq),
        kiosk_seq=seq,
        visit_id="v1",
        account=AccountRef(AccountKind.MOBILE, "13800135678"),
        amount=total(notes),
        tender="cash",
        notes=notes,
        accepted_at="2026-11-21T20:58:44+08:00",
        language=Language.CHINESE,
        offline=offline,
    )


def test_the_bytes_are_those_of_the_contract() -> None:
    body = request_body(accepted((Fen(10000), Fen(5000))), "K0001")
    assert body == (
        b'{"kiosk_id":"K0001","kiosk_seq":123,"visit_id":"v1","account":{"kind":"mobile","number":"13800135678"},'
        b'"amount_fen":15000,"tender":"cash","notes":[{"denomination_fen":5000,"count":1},'
        b'{"denomination_fen":10000,"count":1}],"accepted_at":"2026-11-21T20:58:44+08:00","language":"zh_CN",'
        b'"offline":false}'
    )


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

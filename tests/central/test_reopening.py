"""Suspended lines after payment (F38, X6)."""

from typing import Any

import pytest
from sqlalchemy import select

from central.billing import BillingMode
from central.centre import Centre
from central.demo import reset_demo_accounts
from central.payment_answers import payment_resource
from central.report import summary
from central.schemas import PaymentAnswer
from central.tables import payments
from tests.central.helpers import Clock, model

ONE_WAY, TWO_WAY = "13800135678", "13700002222"  # 182.40 and 320.50 yuan in arrears


def _pay(centre: Centre, seq: int, number: str, hundreds: int, **changed: Any) -> PaymentAnswer:
    payment_id, _ = centre.payments.accept(model(seq, number, hundreds, **changed))
    centre.payments.attempt(payment_id)
    return payment_resource(centre.payments.read(payment_id))


def _again(centre: Centre, answer: PaymentAnswer) -> PaymentAnswer:
    return payment_resource(centre.payments.read(answer.payment_id))


def test_a_paid_line_is_reopened_and_the_time_is_kept(centre: Centre, clock: Clock) -> None:
    paid = _pay(centre, 1, ONE_WAY, 2)
    assert paid.service is not None
    assert (paid.service.state, paid.service.reopening) == ("suspended_one_way", "pending")
    clock.advance(2.9)
    assert centre.reopening.run_due() == 0
    clock.advance(0.1)
    centre.reopening.run_due()
    done = _again(centre, paid)
    assert done.service is not None
    assert (done.service.state, done.service.reopening) == ("active", "reopened")
    assert done.version > paid.version
    account = centre.billing.account("mobile", ONE_WAY)
    assert account is not None
    assert account.service_state == "active"
    with centre.database.read() as connection:
        assert connection.scalar(select(payments.c.service_reopen_seconds)) == 3
    assert summary(centre.database, clock.value, centre.settings)["service_reopen_seconds"]["p50"] == 3.0
    assert centre.reopening.run_due() == 0


def test_while_something_is_owed_nothing_is_reopened(centre: Centre, clock: Clock) -> None:
    part = _pay(centre, 1, ONE_WAY, 1)
    assert part.service is not None
    assert (part.balance_after_fen, part.service.reopening) == (-8_240, "not_needed")
    clock.advance(100)
    assert centre.reopening.run_due() == 0
    rest = _pay(centre, 2, ONE_WAY, 1)
    assert rest.service is not None
    assert rest.service.reopening == "pending"


def test_the_sms_of_a_dead_line_waits_for_the_reopening(centre: Centre, clock: Clock) -> None:
    part = _pay(centre, 1, TWO_WAY, 1)
    rest = _pay(centre, 2, TWO_WAY, 3)
    for answer in (part, rest):
        assert answer.sms is not None
        assert answer.sms.state == "undeliverable_until_reopened"
    assert centre.outbox.run_due() == 0
    clock.advance(3)
    centre.reopening.run_due()
    centre.outbox.run_due()
    centre.outbox.run_due()
    clock.advance(1.5)
    centre.gateway.run_due(centre.outbox.receive)
    assert len(centre.gateway.messages(0)) == 2
    for answer in (part, rest):
        sms = _again(centre, answer).sms
        assert sms is not None
        assert sms.state == "delivered"


@pytest.mark.parametrize(
    ("kind", "number", "state"),
    [
        ("fixed", "057186660010", "undeliverable_until_reopened"),  # no number that could get an SMS
        ("broadband", "057188880008", "ready"),  # a contact mobile
        ("broadband", "KD20260009", "ready"),  # suspended, but the contact mobile is not
    ],
)
def test_accounts_that_are_no_mobile(centre: Centre, kind: str, number: str, state: str) -> None:
    paid = _pay(centre, 1, number, 2, account={"kind": kind, "number": number})
    assert paid.sms is not None
    assert paid.sms.state == state


def test_a_reopening_that_does_not_happen_is_late_and_still_tried(centre: Centre, clock: Clock) -> None:
    paid = _pay(centre, 1, ONE_WAY, 2)
    centre.billing.mode = BillingMode.DOWN
    clock.advance(3601)
    centre.reopening.run_due()
    late = _again(centre, paid)
    assert late.service is not None
    assert late.service.reopening == "late"
    clock.advance(10)
    centre.reopening.run_due()
    assert _again(centre, paid).version == late.version, "being late is told once"
    centre.billing.mode = BillingMode.NORMAL
    clock.advance(10)
    centre.reopening.run_due()
    done = _again(centre, paid)
    assert done.service is not None
    assert done.service.reopening == "reopened"


def test_reset_puts_accounts_back_and_keeps_what_happened(centre: Centre, clock: Clock) -> None:
    paid = _pay(centre, 1, ONE_WAY, 2)
    centre.reopening.run_due(all_at_once=True)
    reset_demo_accounts(centre.database)
    account = centre.billing.account("mobile", ONE_WAY)
    assert account is not None
    assert (account.balance_fen, account.service_state) == (-18_240, "suspended_one_way")
    assert _again(centre, paid).status == "posted"
    clock.advance(100)
    assert centre.reopening.run_due() == 0, "the line stays suspended after the reset"

"""Exactly once, in every mood of the billing system (central-api.md 3; trust.md M4)."""

from typing import Any

import pytest
from sqlalchemy import func, select

from central.billing import BillingMode
from central.centre import Centre
from central.payment_answers import payment_resource, settled_or_problem
from central.problems import ProblemError
from central.schemas import PaymentAnswer
from central.tables import billing_accounts, billing_postings, ledger_lines, payments, sms_outbox
from tests.central.helpers import Clock, model


def _pay(centre: Centre, seq: int = 1, number: str = "13800135678", hundreds: int = 2, **changed: Any) -> str:
    payment_id, _ = centre.payments.accept(model(seq, number, hundreds, **changed))
    centre.payments.attempt(payment_id)
    return payment_id


def _resource(centre: Centre, payment_id: str) -> PaymentAnswer:
    return payment_resource(centre.payments.read(payment_id))


def _postings(centre: Centre) -> int:
    with centre.database.read() as connection:
        return connection.scalar(select(func.count()).select_from(billing_postings)) or 0


def _balance(centre: Centre, number: str) -> int:
    with centre.database.read() as connection:
        query = select(billing_accounts.c.balance_fen).where(billing_accounts.c.number == number)
        return int(connection.execute(query).scalar_one())


def test_one_payment_is_posted_once_with_ledger_and_sms(centre: Centre) -> None:
    done = _resource(centre, _pay(centre))
    assert done.status == "posted"
    assert done.balance_after_fen == -18_240 + 20_000 == _balance(centre, "13800135678")
    assert done.sms is not None
    assert done.sms.state == "ready"
    with centre.database.read() as connection:
        lines = connection.execute(select(ledger_lines.c.account, ledger_lines.c.amount_fen)).all()
    assert sorted(tuple(line) for line in lines) == [
        ("cash:K0001", 20_000),
        ("customer:mobile:13800135678", -20_000),
        ("payments_in_transit", -20_000),
        ("payments_in_transit", 20_000),
    ]


def test_a_replay_gives_the_same_payment_and_posts_nothing(centre: Centre) -> None:
    first = _pay(centre)
    payment_id, created = centre.payments.accept(model(offline=True))
    centre.payments.attempt(payment_id)
    assert (payment_id, created) == (first, False)
    assert _postings(centre) == 1


def test_the_key_is_unique_for_ever(centre: Centre, clock: Clock) -> None:
    first = _pay(centre)
    clock.advance(400 * 24 * 3600)
    assert centre.payments.accept(model()) == (first, False)
    with pytest.raises(ProblemError, match="belongs to another payment") as refused:
        centre.payments.accept(model(number="13900001234"))
    assert refused.value.kind == "idempotency-mismatch"
    assert _postings(centre) == 1


@pytest.mark.parametrize(
    ("kind", "number", "answer", "reason"),
    [
        ("mobile", "13911119999", (404, "account-not-found"), None),
        ("fixed", "13900001234", (404, "account-not-found"), None),
        ("mobile", "13600003333", (403, "account-restricted"), "closed"),
        ("mobile", "13500004444", (403, "account-restricted"), "ported_out"),
        ("mobile", "13611112222", (403, "account-restricted"), "recycled"),
    ],
)
def test_a_refusal_is_kept_and_never_changes(
    centre: Centre, kind: str, number: str, answer: tuple[int, str], reason: str | None
) -> None:
    payment_id = _pay(centre, number=number, account={"kind": kind, "number": number})
    for _ in range(2):
        with pytest.raises(ProblemError) as refused:
            settled_or_problem(centre.payments.read(payment_id), 5)
        assert (refused.value.status, refused.value.kind) == answer
        assert refused.value.document().get("reason") == reason
        centre.payments.attempt(payment_id)
    with centre.database.read() as connection:
        owed = select(func.sum(ledger_lines.c.amount_fen)).where(ledger_lines.c.account == "owed:K0001")
        assert connection.scalar(owed) == -20_000


def test_above_the_limit_is_refused_without_asking_billing(centre: Centre) -> None:
    payment_id = _pay(centre, hundreds=101)
    with pytest.raises(ProblemError, match="amount-limit"):
        settled_or_problem(centre.payments.read(payment_id), 5)
    assert _postings(centre) == 0


def test_billing_down_keeps_the_payment_and_posts_it_later(centre: Centre, clock: Clock) -> None:
    centre.billing.mode = BillingMode.DOWN
    payment_id = _pay(centre)
    with pytest.raises(ProblemError) as later:
        settled_or_problem(centre.payments.read(payment_id), 5)
    assert later.value.headers() == {"Retry-After": "5"}
    centre.billing.mode = BillingMode.NORMAL
    clock.advance(5)
    centre.payments.run_due()
    assert _resource(centre, payment_id).status == "posted"
    assert _postings(centre) == 1


def test_a_lost_answer_is_settled_by_inquiry_alone(centre: Centre, clock: Clock) -> None:
    centre.billing.mode = BillingMode.LOSE_ANSWER
    payment_id = _pay(centre)
    assert _resource(centre, payment_id).status == "in_doubt"
    centre.payments.attempt(payment_id)
    centre.payments.run_due()
    assert _resource(centre, payment_id).status == "in_doubt", "nothing is asked before the order's time is over"
    clock.advance(8)
    centre.payments.run_due()
    done = _resource(centre, payment_id)
    assert (done.status, done.balance_after_fen) == ("posted", 1_760)
    assert _postings(centre) == 1


def test_a_doubt_stays_while_billing_cannot_be_asked(centre: Centre, clock: Clock) -> None:
    centre.billing.mode = BillingMode.LOSE_ANSWER
    payment_id = _pay(centre)
    centre.billing.mode = BillingMode.DOWN
    for _ in range(5):
        clock.advance(8)
        centre.payments.run_due()
    assert _resource(centre, payment_id).status == "in_doubt"
    centre.billing.mode = BillingMode.NORMAL
    clock.advance(8)
    centre.payments.run_due()
    assert _resource(centre, payment_id).status == "posted"


def test_an_order_that_came_too_late_is_not_applied_and_ordered_again(
    centre: Centre, clock: Clock, monkeypatch: pytest.MonkeyPatch
) -> None:
    centre.billing.delay_seconds = 1.0
    monkeypatch.setattr(centre.billing._pause, "wait", lambda _seconds: clock.advance(60))
    payment_id = _pay(centre)
    assert _resource(centre, payment_id).status == "in_doubt"
    centre.billing.delay_seconds = 0.0
    centre.payments.run_due()
    assert _resource(centre, payment_id).status == "posted"
    assert _postings(centre) == 1


def test_billing_rejects(centre: Centre) -> None:
    centre.billing.mode = BillingMode.REJECT
    answer = settled_or_problem(centre.payments.read(_pay(centre)), 5)
    assert answer.status == "rejected"
    assert answer.problem is not None
    assert answer.problem.type.endswith("/billing-rejected")
    assert answer.sms is None
    assert _postings(centre) == 0


def test_a_crash_after_the_order_is_found_and_inquired(
    centre: Centre, clock: Clock, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Billing has posted, our second transaction never came: the posting is found, not repeated."""

    def die(*_: object) -> None:
        raise RuntimeError("power cut")

    with monkeypatch.context() as patched:
        patched.setattr(centre.payments, "_settle_posted", die)
        with pytest.raises(RuntimeError, match="power cut"):
            _pay(centre)
    payment_id = centre.payments.accept(model())[0]
    assert _resource(centre, payment_id).status == "posting"
    clock.advance(8)
    centre.payments.run_due()
    centre.payments.run_due()
    assert _resource(centre, payment_id).status == "posted"
    assert _postings(centre) == 1


def test_a_crash_before_the_order_is_picked_up(centre: Centre, clock: Clock) -> None:
    payment_id, _ = centre.payments.accept(model())
    clock.advance(6)
    centre.payments.run_due()
    assert _resource(centre, payment_id).status == "posted"


def test_the_result_is_one_transaction(centre: Centre, clock: Clock, monkeypatch: pytest.MonkeyPatch) -> None:
    """If the SMS row can't be written, the payment is not posted either; the inquiry completes all three."""

    def full(*_: object) -> bool:
        raise OSError("disk full")

    with monkeypatch.context() as patched:
        patched.setattr(centre.outbox, "enqueue", full)
        with pytest.raises(OSError, match="disk full"):
            _pay(centre)
    with centre.database.read() as connection:
        assert connection.scalar(select(payments.c.status)) == "posting"
        assert connection.execute(select(ledger_lines).where(ledger_lines.c.entry == "posted")).all() == []
        assert connection.execute(select(sms_outbox)).all() == []
    clock.advance(8)
    centre.payments.run_due()
    centre.payments.run_due()
    with centre.database.read() as connection:
        assert connection.scalar(select(payments.c.status)) == "posted"


def test_a_late_refusal_does_not_end_a_newer_order(centre: Centre, clock: Clock, monkeypatch: pytest.MonkeyPatch) -> None:
    """The first order's refusal arrives when the doubt about it was settled and a second order went out."""
    real_post = centre.billing.post
    late: list[Any] = []

    def slow_refusal(posting: Any) -> Any:
        centre.billing.mode = BillingMode.REJECT
        late.append(real_post(posting))
        centre.billing.mode = BillingMode.NORMAL
        monkeypatch.setattr(centre.billing, "post", real_post)
        clock.advance(60)
        centre.payments.run_due()  # posting → in_doubt
        centre.payments.run_due()  # inquiry: billing has nothing → ordered again → posted
        return late[0]

    monkeypatch.setattr(centre.billing, "post", slow_refusal)
    payment_id = _pay(centre)
    assert _resource(centre, payment_id).status == "posted"
    assert _postings(centre) == 1


@pytest.mark.parametrize(
    ("accepted_at", "offline", "suspect"),
    [
        ("2026-11-21T12:00:00+08:00", False, False),
        ("2026-11-21T11:54:00+08:00", False, True),
        ("2026-11-20T12:00:00+08:00", True, False),
        ("2026-11-21T12:06:00+08:00", True, True),
    ],
)
def test_a_wrong_clock_is_flagged_not_refused(centre: Centre, accepted_at: str, offline: bool, suspect: bool) -> None:
    _pay(centre, accepted_at=accepted_at, offline=offline)
    with centre.database.read() as connection:
        assert connection.scalar(select(payments.c.clock_suspect)) is suspect


@pytest.mark.parametrize(
    "changed",
    [
        {"amount_fen": 19_999},
        {"notes": [{"denomination_fen": 10_000, "count": 1}]},
    ],
)
def test_content_that_contradicts_itself_is_not_stored(centre: Centre, changed: dict[str, Any]) -> None:
    with pytest.raises(ProblemError) as refused:
        centre.payments.accept(model(**changed))
    assert refused.value.kind == "invalid-request"
    assert centre.payments.page("K0001", 1) == ([], 0)

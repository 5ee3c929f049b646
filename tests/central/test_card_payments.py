"""Payments by card, alone or with notes: what is refused and why, one credit a charge, and the books of both means."""

import json
import sqlite3
import threading
from concurrent.futures import ThreadPoolExecutor
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, strategies as some
from sqlalchemy import func, select, update

from central.canonical_json import fingerprint
from central.card_charges import claim
from central.centre import Centre
from central.database import Database
from central.payment_answers import payment_resource, settled_or_problem
from central.payments import frozen_fields
from central.problems import ProblemError
from central.report import card_day
from central.schemas import PaymentRequest
from central.tables import billing_postings, card_charges, ledger_lines, payments, sms_outbox
from central.tender import check_tender
from tests.central.conftest import Live
from tests.central.helpers import Clock, Terminal, audited, card, card_payment, model, payment, slug
from tests.central.word import central_word

NEXT_DAY = "2026-11-22T00:01:00+08:00"
LATE = "2026-11-21T23:59:00+08:00"


def by_card(seq: int = 1, **changed: Any) -> PaymentRequest:
    return PaymentRequest.model_validate(card_payment(seq, **changed))


def pay(centre: Centre, body: PaymentRequest) -> str:
    payment_id, _ = centre.payments.accept(body)
    centre.payments.attempt(payment_id)
    return payment_id


def lines(centre: Centre) -> list[tuple[str, int]]:
    with centre.database.read() as connection:
        found = connection.execute(select(ledger_lines.c.account, ledger_lines.c.amount_fen)).all()
    return sorted((line.account, line.amount_fen) for line in found)


def conflict(centre: Centre, payment_id: str) -> str | None:
    """The key of the payment that brought the charge, if this one is refused for it."""
    try:
        settled_or_problem(centre.payments.read(payment_id), 5)
    except ProblemError as refused:
        assert (refused.status, refused.kind) == (422, "card-charge-duplicate")
        return str(refused.document()["reason"])
    return None


# ---- one credit a charge --------------------------------------------------------------------------------


def test_m6_a_card_payment_is_posted_once_and_its_charge_is_kept(centre: Centre) -> None:
    first = pay(centre, by_card())
    again, created = centre.payments.accept(by_card(offline=True))
    assert (again, created) == (first, False)
    assert payment_resource(centre.payments.read(first)).status == "posted"
    assert lines(centre) == [
        ("card:75001234", 15_000),
        ("customer:mobile:13800135678", -15_000),
        ("payments_in_transit", -15_000),
        ("payments_in_transit", 15_000),
    ]
    with centre.database.read() as connection:
        kept = connection.execute(select(card_charges)).one()._asdict()
        assert connection.scalar(select(func.count()).select_from(billing_postings)) == 1
    assert kept == card() | {"payment_id": first, "accepted_day": 20_778}


def test_m6_notes_and_card_are_one_payment_from_two_accounts(centre: Centre) -> None:
    first = pay(centre, by_card(notes_fen=(10_000, 5_000)))
    assert centre.payments.accept(by_card(notes_fen=(10_000, 5_000), offline=True)) == (first, False)
    done = payment_resource(centre.payments.read(first))
    assert (done.status, done.amount_fen) == ("posted", 30_000)
    assert lines(centre) == [
        ("card:75001234", 15_000),
        ("cash:K0001", 15_000),
        ("customer:mobile:13800135678", -30_000),
        ("payments_in_transit", -30_000),
        ("payments_in_transit", 30_000),
    ]


def test_the_card_belongs_to_what_a_key_stands_for(centre: Centre) -> None:
    first = pay(centre, by_card())
    for other in (card(trace="000976"), card(last4="1111"), card(auth_code="")):
        with pytest.raises(ProblemError) as refused:
            centre.payments.accept(by_card(card=other))
        assert refused.value.kind == "idempotency-mismatch"
    assert payment_resource(centre.payments.read(first)).status == "posted"


@pytest.mark.parametrize(
    ("second", "owed"),
    [
        (card_payment(2), 0),
        (card_payment(2, visit_id="v-9", account={"kind": "mobile", "number": "13900001234"}), 0),
        (card_payment(2, amount_fen=9_000, card=card(amount_fen=9_000, auth_code="")), 0),
        (card_payment(2, notes_fen=(10_000,)), 10_000),
        (card_payment(2, notes_fen=(10_000,) * 100), 1_000_000),  # above the limit too: the conflict is told
    ],
)
def test_m6_one_charge_under_two_keys_is_credited_once_and_told_for_ever(
    centre: Centre, second: dict[str, Any], owed: int
) -> None:
    pay(centre, by_card())
    booked = lines(centre)
    for _ in range(2):
        assert conflict(centre, pay(centre, PaymentRequest.model_validate(second))) == "K0001-1"
    centre.payments.run_due()
    with centre.database.read() as connection:
        assert connection.scalar(select(func.count()).select_from(billing_postings)) == 1
        assert connection.scalar(select(func.count()).select_from(sms_outbox)) == 1
        assert connection.scalar(select(func.count()).select_from(card_charges)) == 1
    # the notes are in the box whatever the card did: they are owed; the charge is not booked a second time
    new = [("cash:K0001", owed), ("owed:K0001", -owed), ("payments_in_transit", -owed), ("payments_in_transit", owed)]
    assert lines(centre) == sorted(booked + (new if owed else []))


@pytest.mark.parametrize(
    ("first_at", "second_at", "changed", "same"),
    [
        (LATE, LATE, {}, True),
        (LATE, NEXT_DAY, {}, True),
        (NEXT_DAY, LATE, {}, True),
        ("2026-11-21T16:30:00Z", NEXT_DAY, {"auth_code": "other"}, True),  # half past midnight in the hall
        (LATE, NEXT_DAY, {"auth_code": "other"}, False),
        (LATE, NEXT_DAY, {"amount_fen": 1_000}, False),
        (LATE, "2026-11-23T12:00:00+08:00", {}, False),  # numbers that began anew
        (LATE, LATE, {"terminal_id": "75001235"}, False),
        (LATE, LATE, {"receipt": "0232"}, False),
        (LATE, LATE, {"trace": "000976"}, False),
    ],
)
def test_m6_what_is_the_same_charge(
    centre: Centre, first_at: str, second_at: str, changed: dict[str, Any], same: bool
) -> None:
    pay(centre, by_card(accepted_at=first_at))
    other = card(**changed)
    second = by_card(2, accepted_at=second_at, card=other, amount_fen=other["amount_fen"])
    assert conflict(centre, pay(centre, second)) == ("K0001-1" if same else None)


def test_m6_a_charge_that_comes_at_the_same_moment_is_refused_by_the_database(
    centre: Centre, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The look finds nothing, as with two writers at once: the unique key is what decides."""
    pay(centre, by_card())
    looks: list[str | None] = [None, "K0001-1"]
    monkeypatch.setattr("central.card_charges._earlier", lambda *_: looks.pop(0))
    assert conflict(centre, pay(centre, by_card(2))) == "K0001-1"
    assert looks == []
    with centre.database.write() as connection:
        charge = connection.execute(select(card_charges)).one()._asdict()
        body = by_card(3)
        assert body.card is not None
        looks[:] = [None, None]
        assert claim(connection, charge["payment_id"], body.card, body.accepted_at) is None
        assert connection.scalar(select(func.count()).select_from(card_charges)) == 1


def test_a_refused_card_payment_is_owed_and_its_charge_stays_known(centre: Centre) -> None:
    refused = pay(centre, by_card(account={"kind": "mobile", "number": "13600003333"}))
    with pytest.raises(ProblemError, match="account-restricted"):
        settled_or_problem(centre.payments.read(refused), 5)
    assert ("owed:K0001", -15_000) in lines(centre)
    assert conflict(centre, pay(centre, by_card(2))) == "K0001-1"


# ---- what is refused, and how it is said --------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("body", "sentence"),
    [
        (payment(notes=[]), "payment.notes: they may be empty only with a card"),
        (card_payment(card=None), "payment.notes: they may be empty only with a card"),
        (payment(tender="card"), 'payment.tender: "card", but with notes and no card it is "cash"'),
        (payment(tender="mixed"), 'payment.tender: "mixed", but with notes and no card it is "cash"'),
        (card_payment(tender="cash"), 'payment.tender: "cash", but with no notes and a card it is "card"'),
        (card_payment(tender="mixed"), 'payment.tender: "mixed", but with no notes and a card it is "card"'),
        (
            card_payment(notes_fen=(10_000,), tender="card"),
            'payment.tender: "card", but with notes and a card it is "mixed"',
        ),
        (payment(amount_fen=19_999), "payment.amount_fen: 19999, but the notes make 20000"),
        (
            card_payment(amount_fen=15_001),
            "payment.amount_fen: 15001, but the notes make 0 and the card 15000",
        ),
        (
            card_payment(notes_fen=(10_000, 5_000), amount_fen=15_000),
            "payment.amount_fen: 15000, but the notes make 15000 and the card 15000",
        ),
    ],
)
def test_what_contradicts_itself_is_refused_in_one_sentence_and_not_stored(
    centre: Centre, body: dict[str, Any], sentence: str
) -> None:
    with pytest.raises(ProblemError) as refused:
        centre.payments.accept(PaymentRequest.model_validate(body))
    assert (refused.value.kind, refused.value.detail) == ("invalid-request", sentence)
    assert centre.payments.page("K0001", 1) == ([], 0)


FITTING = some.one_of(some.sampled_from([500, 1_000, 10_000]), some.integers(1, 10_000))


@given(
    some.lists(FITTING, max_size=5), some.none() | FITTING, some.sampled_from(["cash", "card", "mixed"]), some.booleans()
)
def test_only_what_adds_up_and_says_what_it_is_gets_in(
    notes: list[int], charged: int | None, tender: str, right_sum: bool
) -> None:
    whole = sum(notes) + (charged or 0)
    listed = [{"denomination_fen": note, "count": 1} for note in notes]
    part = None if charged is None else card(amount_fen=charged)
    amount = whole if right_sum and whole else whole + 1
    body = PaymentRequest.model_validate(payment(tender=tender, notes=listed, card=part, amount_fen=amount))
    honest = bool(notes) + 2 * (charged is not None) == {"cash": 1, "card": 2, "mixed": 3}[tender]
    if honest and amount == whole:
        check_tender(body)
    else:
        with pytest.raises(ProblemError, match=r"payment\.(notes|tender|amount_fen)"):
            check_tender(body)


CANARY = "6222021234567890128"


@pytest.mark.parametrize(
    ("changed", "where", "what"),
    [
        ({"last4": "67890"}, "body.card.last4", "pattern"),
        ({"last4": "12x4"}, "body.card.last4", "pattern"),
        ({"last4": CANARY}, "body.card", "12 or more digits in a row"),
        ({"card_name": f"UnionPay {CANARY}"}, "body.card", "12 or more digits in a row"),
        ({"card_name": "6222 0212 3456 7890 128"}, "body.card", "12 or more digits in a row"),
        ({"receipt": "622202-123456"}, "body.card", "12 or more digits in a row"),
        ({"trace": "123456789012"}, "body.card", "12 or more digits in a row"),
        ({"auth_code": int(CANARY)}, "body.card", "12 or more digits in a row"),
        ({"terminal_id": "６２２２０２１２３４５６７８９０"}, "body.card", "12 or more digits in a row"),
        ({CANARY: "x"}, "body.card", "12 or more digits in a row"),
        ({"pan": "6222"}, "body.card.pan", "not permitted"),
        ({"merchant_id": CANARY}, "body.card.merchant_id", "15"),
        ({"terminal_id": ""}, "body.card.terminal_id", "1"),
        ({"receipt": "", "trace": ""}, "body.card", "receipt and trace are both empty"),
        ({"card_name": "a\nb"}, "body.card.card_name", "pattern"),
        ({"card_name": "\ud800"}, "body.card.card_name", "unicode"),
        ({"amount_fen": 0}, "body.card.amount_fen", "greater than or equal to 1"),
        ({"amount_fen": 15_000.0}, "body.card.amount_fen", "valid integer"),
        ({"auth_code": [[["deep"]]]}, "body.card.auth_code", "valid string"),
    ],
)
def test_s1_bad_card_data_is_refused_named_and_never_repeated(
    reader: Terminal, changed: dict[str, Any], where: str, what: str
) -> None:
    bad = card_payment(card=card(**changed))
    single = reader.pay(bad)
    assert (single.status_code, slug(single)) == (422, "invalid-request")
    items = {"items": [{"idempotency_key": "K0001-1", "payment": bad}]}
    [item] = reader.call("POST", "/v1/payment-batches", json=items).json()["items"]
    assert (item["status"], item["problem"]["type"].rsplit("/")[-1]) == (422, "invalid-request")
    for problem, at in ((single.json(), where), (item["problem"], where.replace("body", "payment"))):
        [error] = [error for error in problem["errors"] if error["where"] == at]
        assert what in error["what"]
        assert CANARY not in str(problem)


@pytest.mark.parametrize("merchant", ["597029414300", "898110248990001", ""])
def test_a_merchants_number_may_be_as_long_as_a_card_number(centre: Centre, merchant: str) -> None:
    assert conflict(centre, pay(centre, by_card(card=card(merchant_id=merchant)))) is None


def test_what_a_terminal_does_not_say_may_be_empty(centre: Centre) -> None:
    silent = card(merchant_id="", trace="", auth_code="", last4="", card_name="")
    assert payment_resource(centre.payments.read(pay(centre, by_card(card=silent)))).status == "posted"


@pytest.mark.parametrize("moment", ["0001-01-01T00:00:00Z", "9999-12-31T23:59:59Z", "1970-01-01T00:00:00Z"])
def test_a_clock_gone_wild_has_a_day_too(centre: Centre, moment: str) -> None:
    pay(centre, by_card(accepted_at=moment, offline=True))
    assert conflict(centre, pay(centre, by_card(2, accepted_at=moment, offline=True))) == "K0001-1"


# ---- before and after --------------------------------------------------------------------------------


def test_the_fingerprint_of_a_cash_payment_is_that_of_the_time_before_cards() -> None:
    before = "eedf5b8a8f6f9c8d7b8850869c8294ba5a24df1e5c4370643332c638b1a10fb0"  # as the release of 2026-11-20 made it
    assert fingerprint(frozen_fields(model())) == fingerprint(frozen_fields(model(card=None))) == before
    assert fingerprint(frozen_fields(by_card())) != before


def test_a_database_of_the_time_before_cards_goes_on(tmp_path: Path, clock: Clock) -> None:
    location = str(tmp_path / "centre.sqlite")
    with audited(Centre(location, now=clock, demo=True)) as before:
        before.enrolment.enrol("K0001", "people's road")
        old = pay(before, model())
    with sqlite3.connect(location) as connection:
        connection.execute("DROP TABLE card_charges")
    connection.close()
    with audited(Centre(location, now=clock, demo=True)) as now:
        assert now.payments.accept(model(offline=True)) == (old, False)
        assert conflict(now, pay(now, by_card(2))) is None
        assert conflict(now, pay(now, by_card(3))) == "K0001-2"


def test_a_charge_of_nothing_is_no_row(tmp_path: Path) -> None:
    database = Database(str(tmp_path / "centre.sqlite"))
    with pytest.raises(Exception, match="CHECK constraint"), database.write() as connection:
        connection.exec_driver_sql("PRAGMA foreign_keys=OFF")
        connection.exec_driver_sql("INSERT INTO card_charges VALUES ('x','t','r','t',1,0,'','','','')")
    database.close()


# ---- the day's charges -------------------------------------------------------------------------------------------------


def test_f58_a_days_charges_by_kiosk_and_card_terminal(tmp_path: Path, clock: Clock) -> None:
    location = str(tmp_path / "centre.sqlite")
    with audited(Centre(location, now=clock, demo=True)) as centre:
        for kiosk in ("K0001", "K0002"):
            centre.enrolment.enrol(kiosk, "people's road")
        seen: list[dict[str, Any]] = [
            {},
            {"card": card(trace="2", amount_fen=100)},
            {"card": card(trace="3"), "notes_fen": (10_000,)},
            {"card": card(trace="4"), "account": {"kind": "mobile", "number": "13600003333"}},  # closed
            {"card": card(trace="5", terminal_id="75009999")},
            {"card": card(trace="6"), "accepted_at": NEXT_DAY},
            {"card": card(trace="7"), "accepted_at": LATE.replace("23:59", "00:00"), "kiosk_id": "K0002"},
            {"card": card(trace="2", amount_fen=100), "notes_fen": (5_000,)},  # the second's charge again
        ]
        for seq, changed in enumerate(seen, 1):
            pay(centre, by_card(seq, **changed))
        centre.payments.accept(by_card(9, card=card(trace="9")))  # billing was not asked yet
        pay(centre, model(10))
        found = card_day(centre.database, date(2026, 11, 21))
        key = ("kiosk_id", "terminal_id", "outcome", "count", "fen")
        assert [tuple(row[name] for name in key) for row in found["card_charges"]] == [
            ("K0001", "75001234", "credited", 3, 30_100),
            ("K0001", "75001234", "open", 1, 15_000),
            ("K0001", "75001234", "refused", 1, 15_000),
            ("K0001", "75009999", "credited", 1, 15_000),
            ("K0002", "75001234", "credited", 1, 15_000),
        ]
        assert found["charges_brought_twice"] == [
            {"payment": "K0001-8", "earlier_payment": "K0001-2", "number": "138****5678", "amount_fen": 5_100}
        ]
        booked = sum(fen for account, fen in lines(centre) if account.startswith("card:"))
        other_day = card_day(centre.database, date(2026, 11, 22))["card_charges"]
        assert booked == sum(row["fen"] for row in found["card_charges"] + other_day) == 105_100
    for day, code, output in (("2026-11-21", 1, json.dumps(found)), ("2026-11-20", 0, None), ("today", 2, "")):
        done = central_word(tmp_path, "cards", "--database", location, "--day", day)
        assert done.returncode == code, done.stderr
        if output:
            assert json.loads(done.stdout) == found
        elif code:
            assert "--day: 'today' is no day such as 2026-11-21" in done.stderr


# ---- over the wire --------------------------------------------------------------------------------


def test_card_and_mixed_payments_over_http_with_replay_conflict_and_batch(terminal: Terminal) -> None:
    bodies = [card_payment(1), card_payment(2, notes_fen=(5_000,), card=card(trace="000976"))]
    for body in bodies:
        first, again = terminal.pay(body), terminal.pay(body | {"offline": True})
        assert (first.status_code, again.status_code, first.json()["status"]) == (201, 200, "posted")
        assert first.json()["payment_id"] == again.json()["payment_id"]
    twice = card_payment(3)
    for _ in range(2):
        answer = terminal.pay(twice)
        assert (answer.status_code, slug(answer), answer.json()["reason"]) == (422, "card-charge-duplicate", "K0001-1")
    sent = [*bodies, twice, card_payment(4, card=card(trace="000977"))]
    items = [{"idempotency_key": f"K0001-{body['kiosk_seq']}", "payment": body} for body in sent]
    results = terminal.call("POST", "/v1/payment-batches", json={"items": items}).json()["items"]
    assert [item["status"] for item in results] == [200, 200, 422, 201]
    assert results[2]["problem"]["type"].endswith("/card-charge-duplicate")
    [kept] = [
        item for item in terminal.call("GET", "/v1/payments?kiosk_id=K0001").json()["items"] if item["status"] == "rejected"
    ]
    assert kept["problem"]["reason"] == "K0001-1"


def test_m6_one_charge_under_twelve_keys_at_once_is_credited_once(live: Live) -> None:
    together = threading.Barrier(12)

    def send(seq: int) -> int:
        terminal = live.terminal()
        together.wait()
        return terminal.pay(card_payment(seq, visit_id=f"v-{seq}")).status_code

    with ThreadPoolExecutor(12) as pool:
        assert sorted(pool.map(send, range(1, 13))) == [201, *[422] * 11]
    with live.centre.database.read() as connection:
        assert connection.scalar(select(func.count()).select_from(billing_postings)) == 1


@pytest.mark.parametrize(
    ("language", "notes", "words"),
    [
        ("zh_CN", (), "刷卡缴费150.00元"),
        ("zh_CN", (10_000,), "现金加刷卡缴费250.00元"),
        ("en", (), "*5678 card ¥150.00"),
        ("en", (10_000,), "*5678 paid ¥250.00"),
    ],
)
def test_the_sms_names_the_means(centre: Centre, language: str, notes: tuple[int, ...], words: str) -> None:
    pay(centre, by_card(language=language, notes_fen=notes))
    with centre.database.read() as connection:
        assert words in connection.execute(select(sms_outbox.c.text)).scalar_one()


def test_a_card_payment_in_doubt_gets_its_sms_from_the_inquiry(centre: Centre, clock: Clock) -> None:
    from central.billing import BillingMode

    centre.billing.mode = BillingMode.LOSE_ANSWER
    payment_id = pay(centre, by_card())
    centre.billing.mode = BillingMode.NORMAL
    with centre.database.write() as connection:
        connection.execute(update(payments).values(next_at=clock()))
    centre.payments.run_due()
    assert payment_resource(centre.payments.read(payment_id)).status == "posted"
    with centre.database.read() as connection:
        assert "刷卡缴费" in connection.execute(select(sms_outbox.c.text)).scalar_one()

"""Reading the centre: only what proves to be the centre's, and about our question, is an answer (design.md 4.2d, 4.6)."""

import json
from collections.abc import Callable
from typing import Any

import msgspec
import pytest
from hypothesis import given, strategies as some

from kiosk.answers import (
    BatchItem,
    Expected,
    Problem,
    Reply,
    SessionReply,
    decode,
    problem_of,
    read_account,
    read_batch,
    read_item,
    read_payment,
    read_progress,
)
from kiosk.central_answers import (
    AccountFound,
    AccountProblem,
    AccountRefused,
    CentreSilent,
    Contradicted,
    InvoiceCode,
    PaymentProgress,
    Posted,
    Refused,
)
from kiosk.money import Fen
from kiosk.visit_types import Reopening, ServiceState, SmsState

JSON, PROBLEM, HTML = "application/json", "application/problem+json", "text/html; charset=utf-8"
OURS = Expected("K0001-123", "K0001", 123, Fen(15000))
ACCOUNT = {
    "masked_name": "张*",
    "balance_fen": 0,
    "arrears_fen": 18240,
    "tier": "gold",
    "service_state": "suspended_one_way",
    "restriction": None,
    "sms_reachable": True,
    "as_of": "2026-11-21T20:58:44+08:00",
}
PAYMENT = {
    "payment_id": "01J-1",
    "kiosk_id": "K0001",
    "kiosk_seq": 123,
    "amount_fen": 15000,
    "status": "posted",
    "version": 3,
    "receipt_number": "R-9",
    "received_at": "2026-11-21T20:58:44+08:00",
    "posted_at": "2026-11-21T20:58:45+08:00",
    "balance_after_fen": -3240,
    "sms": {"state": "ready", "delivered_at": None},
    "service": {"state": "suspended_one_way", "reopening": "pending", "reopened_at": None},
}
PORTAL = b"<html><body>Welcome to Hall-WiFi. <a href='/login'>Log in</a></body></html>"
DEEP = b"[" * 100_000


def raw(given: dict[str, Any], **changes: Any) -> bytes:
    """``given`` as JSON with ``changes``; a change to ``...`` takes the key away."""
    changed = {key: value for key, value in {**given, **changes}.items() if value is not ...}
    return json.dumps(changed, ensure_ascii=False).encode()


def problem(name: str, status: int, **more: Any) -> Reply:
    return Reply(status, PROBLEM, json.dumps({"type": f"https://centre.example/problems/{name}", **more}).encode())


# ---- look-ups ------------------------------------------------------------------------------------------------------


def test_an_account_is_read_whole() -> None:
    found = read_account(Reply(200, "application/json; charset=utf-8", raw(ACCOUNT)))
    assert found == AccountFound("张*", Fen(18240), Fen(0), ServiceState.SUSPENDED_ONE_WAY, sms_reachable=True, tier="gold")


@pytest.mark.parametrize(
    ("reply", "why"),
    [
        (problem("account-not-found", 404), AccountProblem.NOT_FOUND),
        (problem("account-restricted", 403, reason="closed"), AccountProblem.CLOSED),
        (problem("account-restricted", 403, reason="ported_out"), AccountProblem.PORTED_OUT),
        (problem("account-restricted", 403, reason="recycled"), AccountProblem.RECYCLED),
        (problem("account-restricted", 403, reason="fraud-watch"), AccountProblem.RESTRICTED),
        (problem("account-restricted", 403), AccountProblem.RESTRICTED),
        (problem("rate-limited", 429), AccountProblem.RATE_LIMITED),
    ],
)
def test_a_listed_problem_of_an_account_is_definite(reply: Reply, why: AccountProblem) -> None:
    assert read_account(reply) == AccountRefused(why)


NO_ACCOUNT: dict[str, Reply] = {
    "portal": Reply(200, HTML, PORTAL),
    "portal that says it is JSON": Reply(200, JSON, PORTAL),
    "JSON that says it is a page": Reply(200, HTML, raw(ACCOUNT)),
    "no type": Reply(200, "", raw(ACCOUNT)),
    "cut": Reply(200, JSON, raw(ACCOUNT)[:-9]),
    "empty": Reply(200, JSON, b""),
    "array": Reply(200, JSON, b"[]"),
    "deep": Reply(200, JSON, DEEP),
    "deep in an unknown key": Reply(200, JSON, raw(ACCOUNT)[:-1] + b', "x": ' + DEEP),
    "no UTF-8": Reply(200, JSON, raw(ACCOUNT).replace("张".encode(), b"\xff")),
    "negative arrears": Reply(200, JSON, raw(ACCOUNT, arrears_fen=-1)),
    "negative balance": Reply(200, JSON, raw(ACCOUNT, balance_fen=-1)),
    "float": Reply(200, JSON, raw(ACCOUNT, arrears_fen=182.4)),
    "whole float": Reply(200, JSON, raw(ACCOUNT, arrears_fen=18240.0)),
    "text": Reply(200, JSON, raw(ACCOUNT, arrears_fen="18240")),
    "boolean": Reply(200, JSON, raw(ACCOUNT, arrears_fen=True)),
    "null": Reply(200, JSON, raw(ACCOUNT, arrears_fen=None)),
    "without arrears": Reply(200, JSON, raw(ACCOUNT, arrears_fen=...)),
    "unlisted state": Reply(200, JSON, raw(ACCOUNT, service_state="floating")),
    "unlisted problem": problem("account-on-holiday", 404),
    "listed problem under another status": problem("account-not-found", 403),
    "not-found page": Reply(404, HTML, PORTAL),
    "problem as JSON": Reply(404, JSON, b'{"type": "account-not-found"}'),
    "cut problem": Reply(404, PROBLEM, b'{"type": "account-not'),
    "redirect": Reply(302, HTML, b""),
    "server error": Reply(500, "text/plain", b"oops"),
}


@pytest.mark.parametrize("reply", NO_ACCOUNT.values(), ids=NO_ACCOUNT.keys())
def test_anything_else_is_the_silence_of_the_centre(reply: Reply) -> None:
    answer = read_account(reply)
    assert isinstance(answer, CentreSilent)
    assert answer.reason


@pytest.mark.parametrize("body", [raw(ACCOUNT), PORTAL, b"", b"{", DEEP])
@pytest.mark.parametrize("kind", [JSON, PROBLEM, HTML, ""])
@pytest.mark.parametrize(
    "status", [100, 200, 201, 204, 206, 301, 304, 400, 401, 403, 404, 409, 418, 422, 429, 500, 503, 999]
)
def test_no_status_and_body_makes_an_account_but_200_with_its_json(status: int, kind: str, body: bytes) -> None:
    found = isinstance(read_account(Reply(status, kind, body)), AccountFound)
    assert found == (status == 200 and kind == JSON and body == raw(ACCOUNT))


# ---- payments ------------------------------------------------------------------------------------------------------


def test_a_posted_payment_is_read_whole() -> None:
    assert read_payment(raw(PAYMENT), OURS) == Posted(
        "01J-1", "R-9", "2026-11-21T20:58:45+08:00", Fen(-3240), PaymentProgress(3, SmsState.WAITING, Reopening.PENDING)
    )


def test_f30_the_invoice_code_comes_with_the_posting() -> None:
    told = read_payment(raw(PAYMENT, invoice={"code": "7Q2MX-KJ3WD-42", "qr": "FP:7Q2MXKJ3WD42"}), OURS)
    assert isinstance(told, Posted)
    assert told.invoice == InvoiceCode("7Q2MX-KJ3WD-42", "FP:7Q2MXKJ3WD42")


@pytest.mark.parametrize(
    "invoice",
    [
        None,
        7,
        "7Q2MX",
        [],
        {},
        {"code": "x y", "qr": "FP:1"},
        {"code": "7Q2MX", "qr": "\x1b@"},
        {"code": "A" * 41, "qr": "F"},
    ],
)
def test_a_bad_invoice_code_never_puts_the_payment_in_doubt(invoice: object) -> None:
    told = read_payment(raw(PAYMENT, invoice=invoice), OURS)
    assert isinstance(told, Posted)
    assert told.invoice is None


def test_a_rejected_payment_is_a_definite_no() -> None:
    body = raw(PAYMENT, status="rejected", problem={"type": "urn:problem:account-restricted"})
    assert read_payment(body, OURS) == Refused("account-restricted")
    assert read_payment(raw(PAYMENT, status="rejected"), OURS) == Refused("rejected")
    twice = raw(PAYMENT, status="rejected", problem={"type": "urn:problem:card-charge-duplicate"})
    assert isinstance(read_payment(twice, OURS), Contradicted), "a refusal would take another payment's charge back"


UNSETTLED: dict[str, bytes] = {
    "portal": PORTAL,
    "empty": b"",
    "cut": raw(PAYMENT)[:-20],
    "trailing": raw(PAYMENT) + b"x",
    "two": raw(PAYMENT) * 2,
    "deep": raw(PAYMENT)[:-1] + b', "x": ' + DEEP,
    "no UTF-8": raw(PAYMENT).replace(b"R-9", b"R-\xff"),
    "received": raw(PAYMENT, status="received"),
    "posting": raw(PAYMENT, status="posting"),
    "in doubt": raw(PAYMENT, status="in_doubt"),
    "unlisted status": raw(PAYMENT, status="done"),
    "another kiosk": raw(PAYMENT, kiosk_id="K0002"),
    "another number": raw(PAYMENT, kiosk_seq=124),
    "another amount": raw(PAYMENT, amount_fen=15001),
    "negative amount": raw(PAYMENT, amount_fen=-15000),
    "amount as float": raw(PAYMENT, amount_fen=15000.0),
    "amount as text": raw(PAYMENT, amount_fen="15000"),
    "yuan for fen": raw(PAYMENT, amount_fen=150),
    "balance as float": raw(PAYMENT, balance_after_fen=-32.4),
    "no balance": raw(PAYMENT, balance_after_fen=...),
    "no receipt": raw(PAYMENT, receipt_number=None),
    "empty receipt": raw(PAYMENT, receipt_number=""),
    "endless receipt": raw(PAYMENT, receipt_number="9" * 10_000),
    "no time": raw(PAYMENT, posted_at=...),
    "no payment id": raw(PAYMENT, payment_id=""),
    "no version": raw(PAYMENT, version=...),
    "rejected, of another kiosk": raw(PAYMENT, status="rejected", kiosk_id="K0002"),
}


@pytest.mark.parametrize("body", UNSETTLED.values(), ids=UNSETTLED.keys())
def test_anything_that_does_not_settle_our_payment_is_unknown(body: bytes) -> None:
    assert read_payment(body, OURS) is None


def test_unlisted_sms_states_are_waiting_never_delivered() -> None:
    answer = read_payment(raw(PAYMENT, sms={"state": "teleported"}, service=None), OURS)
    assert isinstance(answer, Posted)
    assert answer.progress == PaymentProgress(3, SmsState.WAITING, Reopening.NOT_NEEDED)


# ---- items of a batch ----------------------------------------------------------------------------------------------


def item(status: int, name: str = "", payment: bytes = b"") -> BatchItem:
    return BatchItem("K0001-123", status, msgspec.Raw(payment), Problem(name) if name else None)


DEFINITE = {
    (404, "account-not-found"): Refused("account-not-found"),
    (403, "account-restricted"): Refused("account-restricted"),
    (422, "amount-limit"): Refused("amount-limit"),
    (422, "invalid-request"): Refused("invalid-request"),
    (400, "invalid-request"): Refused("invalid-request"),
    (422, "idempotency-mismatch"): Contradicted("idempotency-mismatch"),
    (422, "card-charge-duplicate"): Contradicted("card-charge-duplicate"),
}
NAMES = sorted(
    {name for _, name in DEFINITE}
    | {"kiosk-disabled", "payment-in-progress", "rate-limited", "bss-unavailable", "session-expired", "clock-skew"}
    | {"idempotency-key-missing", "about:blank", "something-new"}
)


@pytest.mark.parametrize("name", NAMES)
@pytest.mark.parametrize("status", [200, 201, 202, 302, 400, 401, 403, 404, 409, 422, 429, 500, 503])
def test_only_listed_pairs_of_status_and_problem_end_a_payment(status: int, name: str) -> None:
    assert read_item(item(status, name), OURS) == DEFINITE.get((status, name))


@pytest.mark.parametrize("status", [200, 201, 202, 204, 302, 400, 404, 409, 500])
def test_a_payment_counts_only_with_200_or_201(status: int) -> None:
    assert isinstance(read_item(item(status, payment=raw(PAYMENT)), OURS), Posted) == (status in (200, 201))


@pytest.mark.parametrize(
    ("type_", "name"),
    [
        ("https://centre.example/problems/amount-limit", "amount-limit"),
        ("urn:problem:amount-limit", "amount-limit"),
        ("/problems/amount-limit/", "amount-limit"),
        ("https://centre.example/problems#amount-limit", "amount-limit"),
        ("amount-limit", "amount-limit"),
        ("", ""),
        ("x" * 5000, "x" * 100),
    ],
)
def test_the_name_of_a_problem(type_: str, name: str) -> None:
    assert Problem(type_).name == name


def test_a_batch_is_read_whole_and_each_item_on_its_own() -> None:
    body = (
        b'{"items": [{"idempotency_key": "K0001-123", "status": 201, "payment": ' + raw(PAYMENT) + b"},"
        b'{"idempotency_key": "K0001-124", "status": 422, "problem": {"type": "urn:x:amount-limit"}},'
        b'{"idempotency_key": "K0001-125", "status": 201, "payment": {"payment_id": 7}}]}'
    )
    items = read_batch(Reply(207, JSON, body))
    assert items is not None
    answers = [read_item(found, OURS) for found in items]
    assert isinstance(answers[0], Posted)
    assert answers[1:] == [Refused("amount-limit"), None]


@pytest.mark.parametrize(
    "reply",
    [
        Reply(200, JSON, b'{"items": []}'),
        Reply(207, HTML, PORTAL),
        Reply(207, HTML, b'{"items": []}'),
        Reply(207, JSON, b'{"items": ['),
        Reply(207, JSON, b'{"items": [{"idempotency_key": 1, "status": 201}]}'),
        Reply(207, JSON, b'{"items": [{"idempotency_key": "K", "status": "201"}]}'),
        Reply(207, JSON, b'{"items": [{"idempotency_key": "K", "status": 201, "payment": ' + DEEP),
        Reply(207, JSON, b"null"),
    ],
)
def test_what_is_no_batch(reply: Reply) -> None:
    assert read_batch(reply) is None


# ---- the long poll -------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("sms", "state"),
    [
        ("ready", SmsState.WAITING),
        ("submitting", SmsState.WAITING),
        ("unknown", SmsState.WAITING),
        ("submitted", SmsState.SENT),
        ("delivered", SmsState.DELIVERED),
        ("failed", SmsState.FAILED),
        ("refused", SmsState.FAILED),
        ("undeliverable_until_reopened", SmsState.UNDELIVERABLE),
    ],
)
def test_the_sms_states_of_the_contract(sms: str, state: SmsState) -> None:
    reply = Reply(200, JSON, raw(PAYMENT, version=7, sms={"state": sms}))
    assert read_progress(reply, "01J-1") == PaymentProgress(7, state, Reopening.PENDING)


@pytest.mark.parametrize(
    "reply",
    [
        Reply(200, JSON, raw(PAYMENT, payment_id="01J-2")),  # of somebody else
        Reply(200, HTML, raw(PAYMENT)),
        Reply(404, JSON, raw(PAYMENT)),
        Reply(200, JSON, raw(PAYMENT)[:-1]),
        Reply(200, JSON, raw(PAYMENT, service={"reopening": "maybe"})),
    ],
)
def test_no_news_of_our_payment(reply: Reply) -> None:
    assert read_progress(reply, "01J-1") is None


# ---- a session -----------------------------------------------------------------------------------------------------

SESSION = {"server_time": "y", "highest_kiosk_seq": 122}


@pytest.mark.parametrize("changed", [{"highest_kiosk_seq": 7.5}, {"highest_kiosk_seq": -1}, {"journal_count": "many"}])
def test_a_session_with_a_figure_that_cannot_be_is_none(changed: dict[str, object]) -> None:
    with pytest.raises(ValueError, match=r"highest_kiosk_seq|journal_count"):
        decode(raw(SESSION, **changed), SessionReply)
    assert decode(raw(SESSION, journal_count=3, journal_head="ab"), SessionReply) == SessionReply("y", 122, 3, "ab")


# ---- whatever comes ------------------------------------------------------------------------------------------------

JSON_VALUES = some.recursive(
    some.none() | some.booleans() | some.integers() | some.floats() | some.text(max_size=8),
    lambda inner: some.lists(inner, max_size=4) | some.dictionaries(some.text(max_size=8), inner, max_size=4),
    max_leaves=12,
)
DAMAGED_PAYMENT = some.builds(
    lambda changes: raw(PAYMENT, **changes), some.dictionaries(some.sampled_from(sorted(PAYMENT)), JSON_VALUES, max_size=4)
)


def _cut_and_turned(body: bytes, at: int, with_byte: int) -> bytes:
    at %= len(body)
    return body[:at] + bytes([with_byte]) + body[at + 1 :]


BODIES: list[some.SearchStrategy[bytes]] = [
    some.binary(max_size=300),
    DAMAGED_PAYMENT,
    some.builds(_cut_and_turned, some.just(raw(PAYMENT)), some.integers(0, 10_000), some.integers(0, 255)),
]
READERS: list[Callable[[bytes], object]] = [
    lambda body: read_account(Reply(200, JSON, body)),
    lambda body: read_account(Reply(404, PROBLEM, body)),
    lambda body: read_batch(Reply(207, JSON, body)),
    lambda body: read_progress(Reply(200, JSON, body), "01J-1"),
    lambda body: problem_of(Reply(401, PROBLEM, body)),
]


@given(some.one_of(BODIES))
def test_no_bytes_raise_and_none_give_posted_without_our_key_and_amount(body: bytes) -> None:
    for read in READERS:
        read(body)
    answer = read_payment(body, OURS)
    if isinstance(answer, Posted):
        said = json.loads(body)
        assert (said["kiosk_id"], said["kiosk_seq"], said["amount_fen"]) == ("K0001", 123, 15000)
        assert said["status"] == "posted"
        assert answer.receipt_number == said["receipt_number"]
        assert answer.balance_after == said["balance_after_fen"]

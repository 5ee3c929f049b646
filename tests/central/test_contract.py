"""Every call of docs/central-contract.md over real HTTP."""

from datetime import UTC, datetime
from typing import Any

import pytest
import requests

from tests.central.conftest import Live
from tests.central.helpers import Terminal, payment, slug

PAYMENT_SHAPE = {
    "payment_id",
    "kiosk_id",
    "kiosk_seq",
    "amount_fen",
    "status",
    "version",
    "receipt_number",
    "received_at",
    "posted_at",
    "invoice",
    "balance_after_fen",
    "sms",
    "service",
}
FROZEN = PAYMENT_SHAPE - {"version", "sms", "service"}


def _heartbeat(**changed: Any) -> dict[str, Any]:
    device = {"device": "acceptor", "state": "online", "severity": 0, "supplies": "good", "code": "", "raw": ""}
    return {
        "sent_at": datetime.now(UTC).isoformat(),
        "highest_kiosk_seq": 123,
        "journal": {"count": 990, "head": "ab12"},
        "queue": {"depth": 0, "oldest_seconds": 0},
        "service_state": "full",
        "devices": [device],
    } | changed


# ---- enrolment ---------------------------------------------------------------------------------------------------------


def test_a_session_is_opened_and_carries_the_high_water_mark(live: Live) -> None:
    terminal = Terminal(live.server.url, live.token)
    assert terminal.enrol()["highest_kiosk_seq"] == 0
    terminal.pay(payment(7))
    body = terminal.enrol()
    remembered = {"server_time", "highest_kiosk_seq", "journal_count", "journal_head"}
    assert set(body) == remembered | {"centre_key", "centre_proof"}
    assert body["highest_kiosk_seq"] == 7
    terminal.call("PUT", "/v1/kiosks/K0001/heartbeat", json=_heartbeat(highest_kiosk_seq=9))
    again = terminal.open_session().json()
    assert set(again) == remembered, "the centre is known by now"
    assert (again["highest_kiosk_seq"], again["journal_count"], again["journal_head"]) == (9, 990, "ab12")


def test_a_disabled_terminal_is_told_so_everywhere(live: Live, terminal: Terminal) -> None:
    assert live.centre.enrolment.switch_off("K0001")
    for answer in (
        terminal.open_session(),
        terminal.call("GET", "/v1/accounts/13900001234"),
        terminal.pay(payment()),
        terminal.call("PUT", "/v1/kiosks/K0001/heartbeat", json=_heartbeat()),
    ):
        assert (answer.status_code, slug(answer)) == (403, "kiosk-disabled")


@pytest.mark.parametrize(
    ("method", "path"),
    [
        ("GET", "/v1/accounts/13900001234"),
        ("POST", "/v1/payments"),
        ("POST", "/v1/payment-batches"),
        ("GET", "/v1/payments?kiosk_id=K0001"),
        ("GET", "/v1/payments/01M8032X3NJC333CDMBRFSV8HD"),
        ("PUT", "/v1/kiosks/K0001/heartbeat"),
    ],
)
def test_every_call_needs_a_signature_of_a_key_that_is_bound(reader: Terminal, method: str, path: str) -> None:
    bare = requests.request(method, reader.url + path, timeout=5)
    assert (bare.status_code, slug(bare), bare.headers["WWW-Authenticate"]) == (401, "signature-invalid", "Signature")
    stranger = Terminal(reader.url, "")
    assert slug(stranger.call(method, path)) == "signature-invalid"
    nobody = Terminal(reader.url, "", "K0404")
    assert (answer := nobody.call(method, path)).status_code == 401
    assert slug(answer) == "not-enrolled"


# ---- accounts ----------------------------------------------------------------------------------------------------------


def test_an_account_shows_the_least(reader: Terminal) -> None:
    answer = reader.call("GET", "/v1/accounts/13800135678?kind=mobile").json()
    as_of = answer.pop("as_of")
    assert datetime.fromisoformat(as_of).tzinfo is not None
    assert answer == {
        "masked_name": "张*",
        "balance_fen": 0,
        "arrears_fen": 18_240,
        "tier": "gold",
        "service_state": "suspended_one_way",
        "restriction": None,
        "sms_reachable": True,
    }


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ("13900001234", {"balance_fen": 5_630, "arrears_fen": 0, "service_state": "active"}),
        ("13700002222", {"arrears_fen": 32_050, "service_state": "suspended_two_way", "sms_reachable": False}),
        ("18800008888", {"tier": "diamond", "arrears_fen": 128_800}),
        ("13312349876", {"balance_fen": 0, "arrears_fen": 0}),
        ("057186660010?kind=fixed", {"masked_name": "徐**", "sms_reachable": False}),
        (
            "17733330004",
            {"restriction": {"reason": "contract_period", "until": "2027-06-30T23:59:59.000+08:00"}},
        ),
    ],
)
def test_accounts_in_their_states(reader: Terminal, query: str, expected: dict[str, Any]) -> None:
    answer = reader.call("GET", f"/v1/accounts/{query}").json()
    assert {name: answer[name] for name in expected} == expected


@pytest.mark.parametrize(
    ("query", "status", "problem", "reason"),
    [
        ("13999999999", 404, "account-not-found", None),
        ("13600003333", 403, "account-restricted", "closed"),
        ("13500004444", 403, "account-restricted", "ported_out"),
        ("13611112222", 403, "account-restricted", "recycled"),
        ("13800135678?kind=fax", 422, "invalid-request", None),
    ],
)
def test_accounts_that_cannot_be_paid(reader: Terminal, query: str, status: int, problem: str, reason: str | None) -> None:
    answer = reader.call("GET", f"/v1/accounts/{query}")
    assert (answer.status_code, slug(answer), answer.json().get("reason")) == (status, problem, reason)


# ---- payments ----------------------------------------------------------------------------------------------------------


def test_a_payment_has_the_contracts_shape_and_a_replay_repeats_it(terminal: Terminal) -> None:
    first = terminal.pay(payment())
    assert first.status_code == 201
    body = first.json()
    assert set(body) == PAYMENT_SHAPE
    assert (body["kiosk_id"], body["kiosk_seq"], body["amount_fen"], body["status"]) == ("K0001", 1, 20_000, "posted")
    again = terminal.pay(payment(offline=True))
    assert again.status_code == 200
    assert {name: again.json()[name] for name in FROZEN} == {name: body[name] for name in FROZEN}


@pytest.mark.parametrize("amount", [20_000.0, 200.5, "20000", True, 0, -1, None, 2**60])
def test_money_is_whole_positive_fen(reader: Terminal, amount: object) -> None:
    answer = reader.pay(payment(amount_fen=amount))
    assert (answer.status_code, slug(answer)) == (422, "invalid-request")
    assert "amount_fen" in answer.json()["detail"]
    assert reader.call("GET", "/v1/payments?kiosk_id=K0001").json()["items"] == []


@pytest.mark.parametrize("text", ["2026-02-30T12:00:00+08:00", "2026-11-21T12:00:00", "yesterday", "0000-00-00T00:00:00Z"])
def test_a_time_that_is_none_is_refused(reader: Terminal, text: str) -> None:
    answer = reader.pay(payment(accepted_at=text))
    assert (answer.status_code, slug(answer)) == (422, "invalid-request")
    assert "accepted_at" in answer.json()["detail"]


def test_keys(terminal: Terminal) -> None:
    missing = terminal.call("POST", "/v1/payments", json=payment())
    assert (missing.status_code, slug(missing)) == (400, "idempotency-key-missing")
    assert slug(terminal.pay(payment(), key="K0001-1")) == "invalid-request"
    assert slug(terminal.pay(payment(), key='"K0001-2"')) == "invalid-request"
    foreign = terminal.pay(payment(kiosk_id="K0002"))
    assert (foreign.status_code, slug(foreign)) == (403, "kiosk-mismatch")
    assert terminal.pay(payment()).status_code == 201
    other = terminal.pay(payment(visit_id="v-2"))
    assert (other.status_code, slug(other)) == (422, "idempotency-mismatch")


def test_refusals_of_a_payment_repeat_themselves(terminal: Terminal) -> None:
    for _ in range(2):
        assert slug(terminal.pay(payment(1, "13999999999"))) == "account-not-found"
        assert slug(terminal.pay(payment(2, "13600003333"))) == "account-restricted"
        assert slug(terminal.pay(payment(3, hundreds=101))) == "amount-limit"
    kept = terminal.call("GET", "/v1/payments?kiosk_id=K0001").json()["items"]
    assert [item["status"] for item in kept] == ["rejected"] * 3
    assert kept[0]["problem"]["type"].endswith("/account-not-found")


def test_billing_moods(terminal: Terminal) -> None:
    def mood(**settings: Any) -> None:
        assert terminal.call("PUT", "/demo/billing", json=settings).status_code == 200

    mood(mode="reject")
    rejected = terminal.pay(payment(2)).json()
    assert rejected["status"] == "rejected"
    assert rejected["problem"]["type"].endswith("/billing-rejected")
    mood(mode="lose_answer")
    assert terminal.pay(payment(3)).json()["status"] == "in_doubt"
    mood(mode="down")
    answer = terminal.pay(payment(1))
    assert (answer.status_code, slug(answer), answer.headers["Retry-After"]) == (503, "bss-unavailable", "5")
    assert slug(terminal.call("GET", "/v1/accounts/13900001234")) == "bss-unavailable"
    mood(mode="normal")
    assert terminal.pay(payment(1)).json()["status"] == "posted"


def test_a_slow_posting_is_answered_in_time_and_a_replay_is_told_to_wait(live: Live, terminal: Terminal) -> None:
    object.__setattr__(live.centre.settings, "answer_seconds", 0.2)
    terminal.call("PUT", "/demo/billing", json={"delay_seconds": 8})
    first = terminal.pay(payment())
    assert (first.status_code, first.json()["status"]) == (201, "posting")
    again = terminal.pay(payment())
    assert (again.status_code, slug(again), again.headers["Retry-After"]) == (409, "payment-in-progress", "1")
    live.centre.billing.close()  # it waits no longer
    seen = first.json()
    while seen["status"] == "posting":
        path = f"/v1/payments/{seen['payment_id']}?wait=10&seen={seen['version']}"
        seen = terminal.call("GET", path).json()
    assert seen["status"] == "posted"


def test_a_batch_answers_each_item_in_order(terminal: Terminal) -> None:
    terminal.pay(payment(1))
    bodies = [
        payment(1, offline=True),
        payment(2, "13999999999"),
        payment(3, amount_fen=1.5),
        payment(1, "13900001234"),
        payment(4, "13900001234"),
        payment(5, kiosk_id="K0002"),
    ]
    items = [{"idempotency_key": f"{body['kiosk_id']}-{body['kiosk_seq']}", "payment": body} for body in bodies]
    items.append({"idempotency_key": "K0001-9", "payment": {"nonsense": True}})
    for _ in range(20):  # a busy centre leaves items for later, and the terminal sends them again
        answer = terminal.call("POST", "/v1/payment-batches", json={"items": items})
        assert answer.status_code == 207
        results = answer.json()["items"]
        if 503 not in {item["status"] for item in results}:
            break
    assert [item["idempotency_key"] for item in results] == [item["idempotency_key"] for item in items]
    assert [item["status"] for item in results] == [200, 404, 422, 422, 201, 403, 422]
    assert set(results[0]["payment"]) == PAYMENT_SHAPE
    assert results[3]["problem"]["type"].endswith("/idempotency-mismatch")
    assert "problem" not in results[4]
    assert "payment" not in results[1]


@pytest.mark.parametrize("count", [0, 101])
def test_a_batch_has_1_to_100_items(reader: Terminal, count: int) -> None:
    items = [{"idempotency_key": f"K0001-{seq}", "payment": payment(seq)} for seq in range(1, count + 1)]
    answer = reader.call("POST", "/v1/payment-batches", json={"items": items})
    assert (answer.status_code, slug(answer)) == (422, "invalid-request")


def test_a_batch_keeps_the_order_of_a_number_when_billing_is_down(terminal: Terminal) -> None:
    terminal.call("PUT", "/demo/billing", json={"mode": "down"})
    items = [{"idempotency_key": f"K0001-{seq}", "payment": payment(seq)} for seq in (1, 2)]
    answer = terminal.call("POST", "/v1/payment-batches", json={"items": items}).json()["items"]
    assert [item["status"] for item in answer] == [503, 503]
    kept = terminal.call("GET", "/v1/payments?kiosk_id=K0001").json()["items"]
    assert [item["kiosk_seq"] for item in kept] == [1], "the second was not touched while the first is open"
    terminal.call("PUT", "/demo/billing", json={"mode": "normal"})


def test_what_do_you_have_from_me(terminal: Terminal) -> None:
    bodies = [payment(seq, hundreds=1) for seq in range(1, 121)]
    for part in (bodies[:60], bodies[60:]):
        items = [{"idempotency_key": f"K0001-{body['kiosk_seq']}", "payment": body} for body in part]
        for _ in range(20):  # a busy centre leaves items for later, and the terminal sends them again
            answer = terminal.call("POST", "/v1/payment-batches", json={"items": items})
            assert answer.status_code == 207
            if {item["status"] for item in answer.json()["items"]} <= {200, 201}:
                break
    page = terminal.call("GET", "/v1/payments?kiosk_id=K0001&seq_from=11").json()
    assert [item["kiosk_seq"] for item in page["items"]] == list(range(11, 111))
    assert page["highest_kiosk_seq"] == 120
    rest = terminal.call("GET", f"/v1/payments?kiosk_id=K0001&cursor={page['next_cursor']}").json()
    assert [item["kiosk_seq"] for item in rest["items"]] == list(range(111, 121))
    assert rest["next_cursor"] is None
    assert slug(terminal.call("GET", "/v1/payments?kiosk_id=K0001&cursor=nonsense")) == "invalid-request"
    assert slug(terminal.call("GET", "/v1/payments?kiosk_id=K0002")) == "kiosk-mismatch"


def test_a_payment_of_another_terminal_is_not_found(live: Live, terminal: Terminal) -> None:
    payment_id = terminal.pay(payment()).json()["payment_id"]
    other = Terminal(live.server.url, live.centre.enrolment.enrol("K0002", "station"), "K0002")
    other.enrol()
    assert slug(other.call("GET", f"/v1/payments/{payment_id}?wait=5&seen=99")) == "payment-not-found"
    assert slug(terminal.call("GET", "/v1/payments/01M8032X3NJC333CDMBRFSV8HD")) == "payment-not-found"


# ---- heartbeat, receipts, demo -----------------------------------------------------------------------------------------


def test_a_heartbeat_is_kept_and_answered(terminal: Terminal) -> None:
    answer = terminal.call("PUT", "/v1/kiosks/K0001/heartbeat", json=_heartbeat())
    assert answer.status_code == 200
    assert set(answer.json()) == {"server_time", "config_etag", "staff_etag", "commands_pending"}
    assert slug(terminal.call("PUT", "/v1/kiosks/K0002/heartbeat", json=_heartbeat())) == "kiosk-mismatch"
    bad = terminal.call("PUT", "/v1/kiosks/K0001/heartbeat", json=_heartbeat(sent_at="2026-02-31T00:00:00Z"))
    assert slug(bad) == "invalid-request"


@pytest.mark.parametrize("method", ["GET", "POST"])
def test_a_receipt_needs_its_token(reader: Terminal, method: str) -> None:
    answer = reader.call(method, "/v1/sms/dlr?id=1&token=guess&type=1")
    assert (answer.status_code, slug(answer)) == (403, "receipt-refused")


def test_the_handset_shows_the_sms_masked(terminal: Terminal) -> None:
    seen = terminal.pay(payment(number="13900001234", language="en")).json()
    while seen["sms"] is None or seen["sms"]["state"] != "delivered":  # a busy machine answers "posting" first
        seen = terminal.call("GET", f"/v1/payments/{seen['payment_id']}?wait=10&seen={seen['version']}").json()
    assert seen["sms"]["delivered_at"] is not None
    (message,) = terminal.call("GET", "/demo/handset?after=0").json()["messages"]
    assert message["to"] == "139****1234"
    assert seen["receipt_number"] in message["text"]
    assert "200.00" in message["text"]
    assert terminal.call("GET", f"/demo/handset?after={message['id']}").json()["messages"] == []


def test_demo_switches_and_reset(terminal: Terminal) -> None:
    answer = terminal.call("PUT", "/demo/sms-gateway", json={"delay_seconds": 1.5, "lose_next": 2})
    assert answer.json() == {"delay_seconds": 1.5, "lose_next": 2}
    assert slug(terminal.call("PUT", "/demo/billing", json={"mode": "moody"})) == "invalid-request"
    terminal.pay(payment())
    assert terminal.call("POST", "/demo/reset").status_code == 200
    account = terminal.call("GET", "/v1/accounts/13800135678").json()
    assert (account["arrears_fen"], account["service_state"]) == (18_240, "suspended_one_way")


# ---- errors of the transport -------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("data", "content_type", "status", "problem"),
    [
        (b"{", "application/json", 422, "invalid-request"),
        (b"\xff\xfe", "application/json", 422, "invalid-request"),
        (b"[" * 20_000, "application/json", 422, "invalid-request"),
        (b"a=b", "application/x-www-form-urlencoded", 422, "invalid-request"),
        (b"[NaN]", "application/json", 422, "invalid-request"),
        (b" " * 300_000, "application/json", 413, "body-too-large"),
    ],
)
def test_bad_bodies(reader: Terminal, data: bytes, content_type: str, status: int, problem: str) -> None:
    headers = {"Content-Type": content_type, "Idempotency-Key": '"K0001-1"'}
    for path in ("/v1/payments", "/v1/payment-batches"):
        answer = reader.call("POST", path, data=data, headers=headers)
        assert (answer.status_code, slug(answer)) == (status, problem)


def test_other_addresses_and_methods(reader: Terminal) -> None:
    assert slug(reader.call("GET", "/v2/nothing")) == "not-found"
    answer = reader.call("DELETE", "/v1/payments")
    assert (answer.status_code, slug(answer), answer.headers["Allow"]) == (405, "method-not-allowed", "GET, POST")
    assert reader.call("GET", "/healthz").json() == reader.call("GET", "/readyz").json() == {"status": "ok"}


def test_errors_do_not_repeat_the_input(reader: Terminal) -> None:
    answer = reader.pay(payment(account={"kind": "mobile", "number": "13800135678", "name": "张伟"}))
    assert answer.status_code == 422
    assert "13800135678" not in answer.text
    assert "张伟" not in answer.text

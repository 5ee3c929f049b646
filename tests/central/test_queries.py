"""The contract's section Queries over real HTTP: what is shown, and to whom it is not."""

import time
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import update

from central.charges import CATEGORIES
from central.visit_tables import visit_tokens
from tests.central.asking import Asker, code_on_handset
from tests.central.conftest import FAST, Live
from tests.central.helpers import Terminal, audited, payment, slug

BALANCE = ("balance", "points", "points/exchanges", "payments", "restrictions", "subscriptions")
BILL = ("bills/current", "bills/history", "bills")
DETAILS = ("details/current", "details")
EVERY = (*BALANCE, *BILL, *DETAILS)


def _last_month(asker: Asker) -> str:
    months: list[dict[str, Any]] = asker.read("bills/history")["months"]
    return str(months[-2]["month"])


def _query(asker: Asker, what: str) -> dict[str, str]:
    return {"month": "2026-10"} if what in ("bills", "details") else {}


@pytest.fixture(scope="module")
def shared(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Live]:
    running = Live(tmp_path_factory.mktemp("queries"), replace(FAST, queries_per_number=1_000))
    with audited(running.centre):
        try:
            yield running
        finally:
            running.stop()


@pytest.fixture(scope="module")
def proved(shared: Live) -> Asker:
    """With both proofs, about the line that is online all day."""
    asker = Asker(shared.terminal(), visit_id="v-proved")
    asker.prove_both(shared)
    return asker


# ---- who gets no answer ------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("what", EVERY)
def test_nothing_is_told_without_the_visit_s_token(shared: Live, proved: Asker, what: str) -> None:
    query = _query(proved, what)
    path = f"/v1/accounts/13900001234/{what}"
    bare = proved.terminal.call("GET", path, params={"visit_id": "v-proved"} | query)
    assert slug(bare) == "invalid-request", "the header is missing"
    guess = proved.terminal.call("GET", path, params={"visit_id": "v-proved"} | query, headers={"Visit-Token": "x" * 43})
    assert (guess.status_code, slug(guess)) == (403, "visit-token-invalid")
    for changed in ({"visit_id": "v-2"}, {"kind": "fixed"}):
        assert slug(proved.get(what, **(query | changed))) == "visit-token-invalid"
    stranger = Asker(proved.terminal, "18800008888", "v-proved")
    stranger.token = proved.token
    assert slug(stranger.get(what, **query)) == "visit-token-invalid"


@pytest.mark.parametrize("what", EVERY)
def test_another_terminal_can_t_use_the_token(shared: Live, proved: Asker, what: str) -> None:
    other = Terminal(shared.server.url, shared.centre.enrolment.enrol("K0002", "station"), "K0002")
    other.enrol()
    thief = Asker(other, visit_id="v-proved")
    thief.token = proved.token
    assert slug(thief.get(what, **_query(proved, what))) == "visit-token-invalid"


@pytest.mark.parametrize("what", DETAILS)
def test_details_with_one_proof_name_the_missing_one(shared: Live, what: str) -> None:
    asker = Asker(shared.terminal(), "15811110002", "v-one")
    asker.prove()
    answer = asker.get(what, **_query(asker, what))
    assert (answer.status_code, slug(answer), answer.json()["reason"]) == (403, "scope-missing", "sms_code")
    assert asker.get("bills/current").status_code == 200


def test_after_the_visit_nothing_is_told(terminal: Terminal) -> None:
    asker = Asker(terminal)
    asker.prove()
    assert asker.get("balance").status_code == 200
    asker.end()
    assert (slug(asker.get("balance")), asker.get("balance").status_code) == ("visit-expired", 403)


@pytest.mark.parametrize("what", EVERY)
def test_a_token_whose_time_is_over_opens_nothing(shared: Live, what: str) -> None:
    asker = Asker(shared.terminal(), "13312349876", "v-old")
    asker.prove()
    with shared.centre.database.write() as connection:
        connection.execute(update(visit_tokens).where(visit_tokens.c.visit_id == "v-old").values(expires_at=1))
    answer = asker.get(what, **_query(asker, what))
    assert (answer.status_code, slug(answer)) == (403, "visit-expired")


def test_queries_are_throttled_per_terminal_and_number(tmp_path: Path) -> None:
    live = Live(tmp_path, replace(FAST, queries_per_kiosk=5, queries_per_number=2))
    with audited(live.centre):
        try:
            asker = Asker(live.terminal())
            asker.prove()
            answers = [asker.get(what) for what in ("balance", "points", "balance")]
            assert [answer.status_code for answer in answers] == [200, 200, 429]
            assert 0 < int(answers[2].headers["Retry-After"]) <= 60
            other = Asker(live.terminal(), "18800008888")
            assert [other.prove().status_code, other.get("balance").status_code] == [200, 200]
        finally:
            live.stop()


def test_billing_down_is_said(live: Live, terminal: Terminal) -> None:
    asker = Asker(terminal)
    asker.prove()
    terminal.call("PUT", "/demo/billing", json={"mode": "down"})
    assert slug(asker.get("balance")) == "bss-unavailable"


# ---- what is told ------------------------------------------------------------------------------------------------------


def test_the_balance_comes_with_its_parts_and_what_each_service_cost(proved: Asker) -> None:
    body = proved.read("balance")
    assert body["balance_fen"] == 5_630
    assert sum(part["amount_fen"] for part in body["parts"]) == body["balance_fen"] - body["arrears_fen"]
    assert sum(charge["amount_fen"] for charge in body["charges"]) == body["charged_fen"] > 0
    assert "plan" in {charge["code"] for charge in body["charges"]}  # the others are charged on days of the month to come


def test_f26_the_current_month_and_a_past_one_are_two_calls(proved: Asker) -> None:
    current = proved.read("bills/current")
    past = proved.read("bills", month=_last_month(proved))
    assert (current["closed"], past["closed"]) == (False, True)
    assert current["adjustments"] == [], "they come when the month is over"
    for what in ("bills", "details"):
        refused = proved.get(what, month=current["month"])
        assert (refused.status_code, slug(refused), refused.json()["reason"]) == (404, "month-not-found", "current")
        assert proved.get(what, month="2019-01").json()["reason"] == "not_kept"
        assert slug(proved.get(what, month="2026-13")) == "invalid-request"


def test_f27_own_third_party_and_adjustments_never_share_a_fen(shared: Live, proved: Asker) -> None:
    gold = Asker(shared.terminal(), "13412340001", "v-gold")
    gold.prove()
    for asker in (proved, gold):
        bill = asker.read("bills", month=_last_month(asker))
        own = sum(line["amount_fen"] for group in bill["own_charges"] for line in group["lines"])
        assert own == bill["own_fen"] == sum(group["amount_fen"] for group in bill["own_charges"])
        assert sum(line["amount_fen"] for line in bill["third_party_charges"]) == bill["third_party_fen"]
        assert sum(line["amount_fen"] for line in bill["adjustments"]) == bill["adjustments_fen"]
        assert bill["total_fen"] == bill["own_fen"] + bill["third_party_fen"] + bill["adjustments_fen"]
        assert "third_party" not in {group["category"] for group in bill["own_charges"]}
        volume = bill["data_usage"]
        assert (volume["volume_kb"] - 1) * 1024 < volume["raw_bytes"] <= volume["volume_kb"] * 1024
    assert gold.read("bills", month=_last_month(gold))["adjustments"][0]["name"]["zh"] == "套餐优惠减免"
    assert {line["provider"]["zh"] for line in proved.read("bills", month=_last_month(proved))["third_party_charges"]}


def test_f27_the_details_have_the_bill_s_names_and_add_up_to_it(proved: Asker) -> None:
    month = _last_month(proved)
    bill = proved.read("bills", month=month)
    lines = [line for group in bill["own_charges"] for line in group["lines"]] + bill["third_party_charges"]
    named = {line["code"]: line["name"] for line in lines}
    found: dict[str, int] = {}
    for record in _all_details(proved, month):
        if record["amount_fen"]:
            assert named[record["charge"]] == record["name"]
            found[record["charge"]] = found.get(record["charge"], 0) + record["amount_fen"]
    assert found == {line["code"]: line["amount_fen"] for line in lines}


def _all_details(asker: Asker, month: str, **query: Any) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = []
    cursor: dict[str, str] = {}
    while True:
        page = asker.read("details", month=month, limit=200, **(query | cursor))
        found += page["items"]
        if page["next_cursor"] is None:
            assert len(found) == page["found"]
            assert sum(record["amount_fen"] for record in found) == page["found_fen"]
            return found
        cursor = {"cursor": page["next_cursor"]}


def test_f28_details_page_through_thousands_without_gap_or_repeat(proved: Asker) -> None:
    month = _last_month(proved)
    everything = _all_details(proved, month)
    assert len(everything) > 5_000
    ids = [record["record_id"] for record in everything]
    assert ids == sorted(set(ids), reverse=True)
    starts = [record["started_at"] for record in everything]
    assert starts == sorted(starts, reverse=True)
    sizes = {category: proved.read("details", month=month, category=category)["found"] for category in CATEGORIES}
    assert len(sizes) == 8
    assert sum(sizes.values()) == len(everything)
    assert sizes["data"] > 5_000


def test_the_first_page_of_thousands_comes_at_once(proved: Asker) -> None:
    month = _last_month(proved)
    proved.read("details", month=month)
    took = []
    for _ in range(5):
        started = time.perf_counter()
        page = proved.read("details", month=month, category="data", limit=20)
        took.append(time.perf_counter() - started)
    assert (len(page["items"]), page["found"] > 5_000) == (20, True)
    assert min(took) < 0.5  # 30 ms when the machine is idle


def test_details_are_searched_by_day_and_by_words(proved: Asker) -> None:
    month = _last_month(proved)
    day = f"{month}-15"
    of_day = _all_details(proved, month, day=day)
    assert 100 < len(of_day) < 400
    assert {record["started_at"][:10] for record in of_day} == {day}
    calls = _all_details(proved, month, category="voice")
    number = next(record["counterpart"] for record in calls if record["counterpart"])
    same = _all_details(proved, month, search=number[3:])
    assert same
    assert all(number[3:] in record["counterpart"] for record in same)
    assert {record["charge"] for record in _all_details(proved, month, search="视频会员")} == {"video"}
    assert proved.read("details", month=month, search="没有这样的")["items"] == []
    for wrong in ({"category": "all"}, {"limit": 0}, {"limit": 201}, {"cursor": "x"}, {"day": "yesterday"}):
        assert slug(proved.get("details", month=month, **wrong)) == "invalid-request"


def test_the_picture_has_seven_months_of_eight_groups_that_add_up(proved: Asker) -> None:
    months = proved.read("bills/history")["months"]
    assert len(months) == 7
    assert [month["closed"] for month in months] == [True] * 6 + [False]
    assert [month["month"] for month in months] == sorted(month["month"] for month in months)
    for month in months:
        assert [group["category"] for group in month["groups"]] == list(CATEGORIES)
        assert sum(group["amount_fen"] for group in month["groups"]) + month["adjustments_fen"] == month["total_fen"]
    assert months[-2]["total_fen"] == proved.read("bills", month=months[-2]["month"])["total_fen"]


def test_points_and_what_they_were_given_for(proved: Asker) -> None:
    assert proved.read("points")["points"] > 0
    items = proved.read("points/exchanges")["items"]
    assert items
    assert [item["exchanged_at"] for item in items] == sorted((item["exchanged_at"] for item in items), reverse=True)


def test_a_payment_made_here_is_in_the_history_without_its_receipt_number(live: Live, terminal: Terminal) -> None:
    paid = terminal.pay(payment(number="13900001234", hundreds=1)).json()
    asker = Asker(terminal)
    asker.prove()
    items = asker.read("payments")["items"]
    assert (items[0]["payment_id"], items[0]["amount_fen"]) == (paid["payment_id"], 10_000)
    assert len(items) == 7
    assert paid["receipt_number"] not in asker.get("payments").text, "it would open a reprint (X32)"


def test_f18_a_restriction_says_what_why_and_until_when(shared: Live) -> None:
    for number, code in (("17733330004", "contract_period"), ("15922220003", "arrears")):
        asker = Asker(shared.terminal(), number, f"v-{code}")
        asker.prove()
        (item,) = asker.read("restrictions")["items"]
        assert item["code"] == code
        assert all((item["what"]["zh"], item["reason"]["zh"], item["until"]))
        assert (item["earlier"] is not None) is (code == "arrears")


def test_a_stopped_line_has_used_nothing_since(shared: Live) -> None:
    asker = Asker(shared.terminal(), "15922220003", "v-stopped")
    asker.prove_both(shared)
    found = asker.read("details/current", limit=200)
    assert all(int(record["started_at"][8:10]) <= 4 for record in found["items"])


# ---- subscriptions -----------------------------------------------------------------------------------------------------


def _end(asker: Asker, code: str, challenge: str, secret: str, **changed: Any) -> Any:
    body = {"visit_id": asker.visit_id, "confirmed": True, "challenge_id": challenge, "secret": secret} | changed
    path = f"/v1/accounts/{asker.account['number']}/subscriptions/{code}/end?visit_id={asker.visit_id}"
    return asker.terminal.call("POST", path, json=body, headers={"Visit-Token": asker.token})


def test_f16_f17_a_subscription_ends_by_confirmation_and_code_with_two_distinct_answers(tmp_path: Path) -> None:
    live = Live(tmp_path, replace(FAST, code_pause_seconds=0))
    with audited(live.centre):
        try:
            asker = Asker(live.terminal())
            asker.prove()
            before = {item["code"]: item for item in asker.read("subscriptions")["items"]}
            assert set(before) == {"VIDEO", "SP_GAME", "SP_MUSIC"}
            assert (before["VIDEO"]["provider"], before["SP_GAME"]["monthly_fen"]) == (None, 3_000)
            challenge = asker.challenge("sms_code", unsubscribe="VIDEO").json()["challenge_id"]
            code = code_on_handset(live, "13900001234")
            assert slug(_end(asker, "VIDEO", challenge, code, confirmed=False)) == "invalid-request"
            assert slug(_end(asker, "VIDEO", challenge, f"{(int(code) + 1) % 10**6:06d}")) == "secret-wrong"
            assert slug(_end(asker, "SP_GAME", challenge, code)) == "challenge-not-found", "the code was for another end"
            assert slug(asker.verify(challenge, code)) == "challenge-not-found", "it opens no token"
            assert slug(_end(asker, "VIDEO", challenge, code, visit_id="v-9")) == "visit-token-invalid"
            done = _end(asker, "VIDEO", challenge, code).json()
            assert (done["outcome"], done["name"]["en"]) == ("done", "Video membership")
            assert done["charged_until"][8:10] == "01"
            assert _end(asker, "VIDEO", challenge, code).json() == done, "an answer that got lost is said again"
            assert {item["code"] for item in asker.read("subscriptions")["items"]} == {"SP_GAME", "SP_MUSIC"}
            challenge = asker.challenge("sms_code", unsubscribe="VIDEO").json()["challenge_id"]
            none = _end(asker, "VIDEO", challenge, code_on_handset(live, "13900001234", after=1)).json()
            assert (none["outcome"], none["charged_until"]) == ("none", None)
        finally:
            live.stop()

"""Invoice codes, copies, help, ratings and times over real HTTP (F19, F25, F29, F30, F42; field.md X32)."""

import json
import threading
import time
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, strategies as st
from sqlalchemy import select

from central.centre import Centre
from central.identifiers import CROCKFORD
from central.invoice_codes import decode, new_invoice_code, shown
from central.report import summary
from central.service_tables import work_orders
from central.sms_texts import SINGLE_MESSAGE_CHARACTERS, duty_text
from tests.central.asking import Asker
from tests.central.conftest import FAST, Live
from tests.central.helpers import Clock, Terminal, audited, model, payment, slug
from tests.central.word import central_word

NOW = "2026-11-21T12:00:00+08:00"
STATE: dict[str, Any] = {
    "state": "paying",
    "masked_number": "138****5678",
    "payment_keys": ["K0001-1"],
    "device_codes": ["BV-JAM"],
    "said": "",
}


def _paid(terminal: Terminal, seq: int = 1, number: str = "13900001234") -> dict[str, Any]:
    return terminal.posted(payment(seq, number))


def _invoice(terminal: Terminal, payment_id: str, visit_id: str = "v-1") -> Any:
    return terminal.call("POST", f"/v1/payments/{payment_id}/invoice-code", json={"visit_id": visit_id})


def _reprint(terminal: Terminal, visit_id: str, **what: Any) -> Any:
    headers = {"Visit-Token": what.pop("token")} if "token" in what else {}
    return terminal.call("POST", "/v1/reprints", json={"visit_id": visit_id} | what, headers=headers)


# ---- invoice codes -----------------------------------------------------------------------------------------------------


@given(st.integers(0, 11), st.sampled_from(CROCKFORD), st.booleans())
def test_f30_a_code_decodes_however_it_is_typed_and_no_wrong_character_passes(place: int, other: str, small: bool) -> None:
    code = new_invoice_code()
    typed = shown(code).lower() if small else shown(code)
    assert decode(typed) == decode(typed.replace("0", "O").replace("1", "l")) == code
    if code[place] != other:
        with pytest.raises(ValueError, match="not an invoice code"):
            decode(code[:place] + other + code[place + 1 :])


def test_a_payment_has_one_code_for_ever_and_only_its_own_visit_gets_it(terminal: Terminal) -> None:
    paid = _paid(terminal)
    first = _invoice(terminal, paid["payment_id"])
    assert first.status_code == 200
    body = first.json()
    assert (body["state"], body["amount_fen"]) == ("open", 20_000)
    assert body["qr"] == f"FP:{decode(body['code'])}"
    assert _invoice(terminal, paid["payment_id"]).json() == body
    assert slug(_invoice(terminal, paid["payment_id"], "v-2")) == "payment-not-found"
    assert slug(_invoice(terminal, "01M8032X3NJC333CDMBRFSV8HD")) == "payment-not-found"
    other = _invoice(terminal, _paid(terminal, 2)["payment_id"]).json()
    assert other["code"] != body["code"]


def test_another_terminal_gets_no_code(live: Live, terminal: Terminal) -> None:
    paid = _paid(terminal)
    other = Terminal(live.server.url, live.centre.enrolment.enrol("K0002", "station"), "K0002")
    other.enrol()
    assert slug(_invoice(other, paid["payment_id"])) == "payment-not-found"


def test_a_payment_that_is_not_posted_has_no_code_yet(centre: Centre) -> None:
    from central.problems import ProblemError

    payment_id, _ = centre.payments.accept(model())
    with pytest.raises(ProblemError, match="payment-in-progress") as early:
        centre.slips.invoice_code("K0001", "v-1", payment_id)
    assert early.value.retry_after
    centre.payments.attempt(payment_id)
    assert centre.slips.invoice_code("K0001", "v-1", payment_id).exchanged_at is None


def test_f30_the_answer_to_a_posting_has_the_code_and_never_another(terminal: Terminal) -> None:
    paid = _paid(terminal)
    told = paid["invoice"]
    assert (told["code"], told["qr"]) == (
        _invoice(terminal, paid["payment_id"]).json()["code"],
        f"FP:{decode(told['code'])}",
    )
    again = _paid(terminal)
    assert (again["payment_id"], again["invoice"]) == (paid["payment_id"], told)


def test_f30_a_code_is_exchanged_once(centre: Centre, clock: Clock) -> None:
    payment_id, _ = centre.payments.accept(model())
    centre.payments.attempt(payment_id)
    code = shown(centre.slips.invoice_code("K0001", "v-1", payment_id).code)
    done, row = centre.slips.exchange(code, "Wang")
    assert (done, row.payment_id if row else None) == ("exchanged", payment_id)
    clock.advance(60)
    again, row = centre.slips.exchange(code.lower(), "Li")
    assert (again, row.exchanged_by if row else None) == ("exchanged_before", "Wang")
    assert centre.slips.exchange(new_invoice_code(), "Li") == ("unknown", None)
    payment_row = centre.payments.read(payment_id)
    assert centre.slips.copy_by_slip("K0001", "v-2", payment_row.receipt_number).invoice_code is None


def test_the_counter_exchanges_by_command(tmp_path: Path) -> None:
    live = Live(tmp_path)
    with audited(live.centre):
        try:
            code = _invoice(terminal := live.terminal(), _paid(terminal)["payment_id"]).json()["code"]
        finally:
            live.stop()
    words = ("invoice", code, "--by", "Wang", "--database", "live.sqlite")
    done, again = central_word(tmp_path, *words), central_word(tmp_path, *words)
    assert (done.returncode, json.loads(done.stdout)["outcome"]) == (0, "exchanged")
    assert (again.returncode, json.loads(again.stdout)["outcome"]) == (1, "exchanged_before")
    wrong = central_word(tmp_path, "invoice", "7Q2MX", "--by", "Wang", "--database", "live.sqlite")
    assert (wrong.returncode, len(wrong.stderr.splitlines())) == (2, 1)


# ---- copies ------------------------------------------------------------------------------------------------------------


def test_x32_a_copy_needs_the_slip_s_number_and_is_numbered(terminal: Terminal) -> None:
    paid = _paid(terminal)
    code = _invoice(terminal, paid["payment_id"]).json()["code"]
    copy = _reprint(terminal, "v-2", slip_code=paid["receipt_number"]).json()
    assert (copy["copy_number"], copy["masked_number"], copy["amount_fen"]) == (1, "139****1234", 20_000)
    assert copy["invoice"]["code"] == code, "the same one, never a second"
    assert _reprint(terminal, "v-2", slip_code=paid["receipt_number"]).json() == copy, "an answer that got lost"
    copies = [_reprint(terminal, f"v-{visit}", slip_code=paid["receipt_number"]) for visit in range(3, 8)]
    assert [answer.json().get("copy_number") for answer in copies] == [2, 3, 4, 5, None]
    assert (copies[-1].status_code, slug(copies[-1])) == (403, "reprint-limit")


def test_x32_no_stranger_gets_a_receipt_by_number_or_guess(live: Live, terminal: Terminal) -> None:
    paid = _paid(terminal)
    wrong = paid["receipt_number"][:-1] + ("0" if paid["receipt_number"][-1] != "0" else "1")
    for slip in (wrong, "261121-7Q2MXK"):
        assert slug(_reprint(terminal, "v-2", slip_code=slip)) == "slip-not-found"
    assert slug(_reprint(terminal, "v-2", payment_id=paid["payment_id"])) == "visit-token-invalid"
    password_only = Asker(terminal, visit_id="v-3")
    password_only.prove()
    refused = _reprint(terminal, "v-3", payment_id=paid["payment_id"], token=password_only.token)
    assert (slug(refused), refused.json()["reason"]) == ("scope-missing", "sms_code")
    stranger = Asker(terminal, "13412340001", "v-4")
    stranger.prove_both(live)
    assert slug(_reprint(terminal, "v-4", payment_id=paid["payment_id"], token=stranger.token)) == "visit-token-invalid"
    owner = Asker(terminal, visit_id="v-5")
    owner.prove_both(live)
    got = _reprint(terminal, "v-5", payment_id=paid["payment_id"], token=owner.token)
    assert (got.status_code, got.json()["receipt_number"]) == (200, paid["receipt_number"])
    for both in ({}, {"slip_code": wrong, "payment_id": paid["payment_id"]}):
        assert slug(_reprint(terminal, "v-5", **both)) == "invalid-request"


def test_trying_slips_and_calls_for_help_are_throttled(tmp_path: Path) -> None:
    live = Live(tmp_path, replace(FAST, slips_per_kiosk=2, help_calls_per_kiosk=1))
    with audited(live.centre):
        try:
            terminal = live.terminal()
            answers = [_reprint(terminal, "v-1", slip_code="261121-7Q2MXK") for _ in range(3)]
            assert [answer.status_code for answer in answers] == [404, 404, 429]
            assert int(answers[2].headers["Retry-After"]) > 0
            assert [_help(terminal, f"v-{turn}").status_code for turn in range(2)] == [201, 429]
        finally:
            live.stop()


# ---- help, ratings, times ----------------------------------------------------------------------------------------------


def _help(terminal: Terminal, visit_id: str = "v-1", money: int = 0, **changed: Any) -> Any:
    body = {"visit_id": visit_id, "reason": "called", "money_inside_fen": money, "visit": STATE} | changed
    return terminal.call("POST", "/v1/work-orders", json=body)


def _on_duty(live: Live, number: str = "13911112222") -> None:
    document = json.loads(live.centre.catalogues.current()[1].model_dump_json())
    document["duty"]["halls"]["people's road"] = number
    live.centre.catalogues.put(json.dumps(document))


def test_f19_a_call_opens_one_order_with_the_visit_attached(live: Live, terminal: Terminal) -> None:
    first, again = _help(terminal), _help(terminal)
    assert (first.status_code, again.status_code) == (201, 200)
    assert again.json()["order_id"] == first.json()["order_id"]
    assert (first.json()["calls"], again.json()["calls"], again.json()["rung"]) == (1, 2, False)
    assert _help(terminal, "v-2").json()["order_id"] != first.json()["order_id"]
    with live.centre.database.read() as connection:
        rows = connection.execute(select(work_orders).order_by(work_orders.c.opened_at)).all()
    assert [(row.visit_id, row.visit) for row in rows] == [("v-1", STATE), ("v-2", STATE)]


def test_f19_with_money_inside_a_person_is_rung_once(live: Live, terminal: Terminal) -> None:
    _on_duty(live)
    assert _help(terminal).json()["rung"] is False
    assert [_help(terminal, money=15_000).json()["rung"] for _ in range(3)] == [True] * 3
    deadline = time.monotonic() + 15
    while not (calls := live.centre.gateway.messages(0)) and time.monotonic() < deadline:
        threading.Event().wait(0.05)
    assert [(to, "150.00" in text) for _, to, text, _ in calls] == [("13911112222", True)]


def test_without_a_duty_number_the_order_stands_and_says_that_nobody_was_rung(terminal: Terminal) -> None:
    assert _help(terminal, money=15_000).json()["rung"] is False


@pytest.mark.parametrize(
    "changed",
    [{"visit": STATE | {"masked_number": "13812345678"}}, {"money_inside_fen": -1}, {"visit_id": "a b"}, {"reason": ""}],
)
def test_what_is_no_call_for_help_is_refused(reader: Terminal, changed: dict[str, Any]) -> None:
    assert slug(_help(reader, **changed)) == "invalid-request"


def test_the_duty_s_text_fits_one_message(clock: Clock) -> None:
    assert len(duty_text(("K" * 16,), 99_999_999, "0" * 26, clock.value)) <= SINGLE_MESSAGE_CHARACTERS


def test_f42_f25_ratings_and_times_are_kept_once_and_reported(live: Live, terminal: Terminal) -> None:
    for score in (3, 5, 5):
        kept = terminal.call("PUT", "/v1/visits/v-1/rating", json={"score": score, "rated_at": NOW})
        assert kept.json() == {"status": "kept"}
    terminal.call("PUT", "/v1/visits/v-2/rating", json={"score": 4, "rated_at": NOW})
    for wrong in ({"score": 6}, {"score": 0}, {"rated_at": "now"}):
        answer = terminal.call("PUT", "/v1/visits/v-1/rating", json={"score": 5, "rated_at": NOW} | wrong)
        assert slug(answer) == "invalid-request"
    item = {"visit_id": "v-1", "number": 1, "task": "pay_bill", "outcome": "done", "milliseconds": 42_000, "ended_at": NOW}
    items = [
        item,
        item | {"number": 2, "task": "balance", "milliseconds": 3_000},
        item | {"number": 3, "outcome": "failed"},
    ]
    news = [terminal.call("POST", "/v1/kiosks/K0001/task-times", json={"items": items}).json() for _ in range(2)]
    assert news == [{"accepted": 3, "new": 3}, {"accepted": 3, "new": 0}]
    assert slug(terminal.call("POST", "/v1/kiosks/K0002/task-times", json={"items": items})) == "kiosk-mismatch"
    found = summary(live.centre.database, live.centre.now(), live.centre.settings)
    assert found["ratings"] == {"4": 1, "5": 1}
    assert found["task_seconds"]["pay_bill"] == {"count": 1, "p50": 42.0, "p95": 42.0}
    assert set(found["task_seconds"]) == {"pay_bill", "balance"}

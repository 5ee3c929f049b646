"""Dial tests: kept once, figures of success, speed and stability, and a dry run that leaves no trace (F64)."""

from types import SimpleNamespace
from typing import Any

import pytest
from sqlalchemy import func, select

from central.centre import Centre
from central.dial_tests import figures
from central.events import Event
from central.health_tables import dial_tests
from central.identifiers import new_ulid
from central.tables import (
    billing_accounts,
    billing_postings,
    card_charges,
    ledger_lines,
    payments,
    sms_outbox,
)
from tests.central.conftest import Live
from tests.central.helpers import Terminal, card_payment, payment, slug

TEST_NUMBER = "13000009999"
MINUTE = 60_000


def step(dial_id: str, at: int, name: str = "look_up", outcome: str = "passed", took: int = 400) -> Any:
    return SimpleNamespace(kiosk_id="K0001", dial_id=dial_id, at=at, step=name, outcome=outcome, milliseconds=took)


def test_figures_of_nothing_say_that_there_was_nothing() -> None:
    found = figures([])
    assert (found.rounds, found.success, found.stability) == (0, None, None)
    assert {(one.tried, one.p50_ms) for one in found.steps} == {(0, None)}


def test_success_speed_and_stability() -> None:
    rows = [step(f"r{number}", number * 10 * MINUTE, took=100 * (number + 1)) for number in range(12)]
    rows += [step("r3", 30 * MINUTE, "print", "failed", 9_000), step("r4", 40 * MINUTE, "print")]
    found = figures(rows)
    assert found.rounds == 12
    assert found.success == pytest.approx(11 / 12)
    assert found.stability == pytest.approx(1 / 2), "two hours, one of them with a failure"
    by_step = {one.step: one for one in found.steps}
    assert (by_step["look_up"].tried, by_step["look_up"].success) == (12, 1.0)
    assert (by_step["look_up"].p50_ms, by_step["look_up"].p95_ms) == (650, 1145)
    assert (by_step["print"].tried, by_step["print"].success, by_step["print"].p50_ms) == (2, 0.5, 400)
    assert by_step["sms"].tried == 0


def test_a_step_that_came_as_an_event_is_kept_once_with_the_others(live: Live) -> None:
    """What a restart of the terminal kept from being told stands in its events (contract, kind ``test``)."""
    dial_id, at = new_ulid(live.centre.now()), live.centre.now() - MINUTE
    told = {"dial_id": dial_id, "step": "look_up", "outcome": "passed", "milliseconds": 412, "detail": ""}
    live.centre.dial_tests.record("K0001", [told | {"at": "2026-11-21T12:00:00+08:00"}])
    whole = {
        "item": "dial_sms",
        "outcome": "failed",
        "detail": "HTTP 503",
        "seconds": 0.812,
        "staff_id": "",
        "dial_id": dial_id,
    }
    odd: list[dict[str, Any]] = [
        whole | {"item": "printer"},
        whole | {"item": "dial_dance"},
        whole | {"outcome": "skipped"},
        whole | {"seconds": "long"},
        whole | {"seconds": -1},
        whole | {"seconds": True},
        whole | {"dial_id": "x"},
        {name: value for name, value in whole.items() if name != "dial_id"},  # of an earlier release
    ]
    known = whole | {"item": "dial_look_up", "outcome": "failed"}
    items = [Event(number, at, "test", False, True, data) for number, data in enumerate([whole, known, *odd], start=1)]
    for _ in range(2):
        live.centre.events.store("K0001", items)
    with live.centre.database.read() as connection:
        rows = connection.execute(select(dial_tests).where(dial_tests.c.dial_id == dial_id).order_by("step")).all()
    assert [(row.step, row.outcome, row.milliseconds, row.detail) for row in rows] == [
        ("look_up", "passed", 412, ""),
        ("sms", "failed", 812, "HTTP 503"),
    ]
    assert rows[1].at == at


def test_results_are_kept_once(live: Live, terminal: Terminal) -> None:
    dial_id = new_ulid(live.centre.now())
    item: dict[str, Any] = {"dial_id": dial_id, "at": "2026-11-21T12:00:00+08:00", "step": "look_up", "outcome": "passed"}
    item |= {"milliseconds": 412, "detail": ""}
    items = [item, item | {"step": "pay_dry_run", "outcome": "failed", "detail": "bss-unavailable"}]
    path = "/v1/kiosks/K0001/dial-tests"
    assert terminal.call("POST", path, json={"items": items}).json() == {"new": 2}
    assert terminal.call("POST", path, json={"items": [*items, item | {"step": "sms"}]}).json() == {"new": 1}
    assert slug(terminal.call("POST", path, json={"items": []})) == "invalid-request"
    assert slug(terminal.call("POST", path, json={"items": [item | {"step": "dance"}]})) == "invalid-request"
    found = live.centre.dial_tests.figures(["K0001"], 0, 2**53)
    assert (found.rounds, found.success) == (1, 0.0)
    assert live.centre.dial_tests.figures(["K0002"], 0, 2**53).rounds == 0


def books(centre: Centre) -> list[Any]:
    """Everything that has to do with money, added up."""
    with centre.database.read() as connection:
        counts = [connection.scalar(select(func.count()).select_from(table)) for table in _MONEY_TABLES]
        lines = connection.scalar(select(func.sum(func.abs(ledger_lines.c.amount_fen))))
        balances = connection.scalar(select(func.sum(billing_accounts.c.balance_fen)))
    return [*counts, lines, balances]


_MONEY_TABLES = (payments, ledger_lines, card_charges, billing_postings, sms_outbox)


@pytest.mark.parametrize(
    ("body", "answer"),
    [
        (payment(7, TEST_NUMBER), "would_post"),
        (card_payment(7, (10_000,), account={"kind": "mobile", "number": TEST_NUMBER}), "would_post"),
        (payment(7, "13900001234"), "not-a-test-number"),
        (payment(7, TEST_NUMBER, account={"kind": "fixed", "number": TEST_NUMBER}), "not-a-test-number"),
        (payment(7, TEST_NUMBER, amount_fen=1, notes=[{"denomination_fen": 10_000, "count": 1}]), "invalid-request"),
        (payment(7, TEST_NUMBER, hundreds=101), "amount-limit"),
        (payment(7, TEST_NUMBER, kiosk_id="K0002"), "kiosk-mismatch"),
        (payment(7, TEST_NUMBER, kiosk_seq=0), "invalid-request"),
    ],
)
def test_a_dry_run_checks_everything_and_writes_nothing(
    live: Live, terminal: Terminal, body: dict[str, Any], answer: str
) -> None:
    terminal.posted(payment(1))
    before = books(live.centre)
    assert before[1] > 0
    said = terminal.call("POST", "/v1/payments/dry-run", json=body)
    assert (said.json().get("status") if said.status_code == 200 else slug(said)) == answer
    assert books(live.centre) == before


def test_a_dry_run_finds_a_charge_that_was_brought(live: Live, terminal: Terminal) -> None:
    account = {"kind": "mobile", "number": TEST_NUMBER}
    terminal.posted(card_payment(1))
    before = books(live.centre)
    assert (
        slug(terminal.call("POST", "/v1/payments/dry-run", json=card_payment(7, account=account)))
        == "card-charge-duplicate"
    )
    terminal.call("PUT", "/demo/billing", json={"mode": "down"})
    assert slug(terminal.call("POST", "/v1/payments/dry-run", json=payment(7, TEST_NUMBER))) == "bss-unavailable"
    assert books(live.centre) == before
    terminal.call("PUT", "/demo/billing", json={"mode": "normal"})


def test_the_terminal_is_told_which_numbers_are_for_tests(reader: Terminal) -> None:
    told = reader.call("GET", "/v1/config/K0001").json()
    assert told["test_numbers"] == [{"kind": "mobile", "number": TEST_NUMBER}]

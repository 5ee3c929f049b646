"""``/metrics``: complete from the start, true, for the right callers, and what the rules ask for (central-api.md 6)."""

import re
import shutil
import subprocess
from collections.abc import Iterable
from pathlib import Path
from typing import Any

import pytest
import requests
from prometheus_client import generate_latest
from prometheus_client.parser import text_string_to_metric_families
from prometheus_client.samples import Sample
from sqlalchemy import insert, update

from central.__main__ import main
from central.api.metrics import may_read
from central.centre import Centre
from central.halls import Hall, put_hall
from central.health_tables import dial_tests, terminal_events
from central.schemas import PaymentRequest
from central.tables import payments as payments_table, sms_outbox
from tests.central.conftest import Live
from tests.central.helpers import Clock, Terminal, card_payment, model, payment, slug
from tests.central.staffed import HALL, person
from tests.central.test_collections import collection

RULES = Path(__file__).parents[2] / "central" / "prometheus"
PROMTOOL = shutil.which("promtool")
OURS = re.compile(r"\b(?:kiosk|sms|payments|service|dialtest|satisfaction|tickets)_[a-z_]+\b")


def samples(text: str) -> list[Sample]:
    return [sample for family in text_string_to_metric_families(text) for sample in family.samples]


def scrape(centre: Centre) -> list[Sample]:
    return samples(generate_latest(centre.metrics.registry).decode())


def value(found: Iterable[Sample], name: str, **labels: str) -> float:
    fitting = [one for one in found if one.name == name and labels.items() <= one.labels.items()]
    assert len(fitting) == 1, (name, labels, fitting)
    return float(fitting[0].value)


def beat(centre: Centre, clock: Clock, kiosk_id: str = "K0001", **changed: Any) -> None:
    body: dict[str, Any] = {"sent_at": clock.text(), "highest_kiosk_seq": 1, "journal": None, "service_state": "full"}
    body |= {"queue": {"depth": 3, "oldest_seconds": 40}, "devices": []}
    centre.heartbeats.store(kiosk_id, body | changed)


# ---- complete ----------------------------------------------------------------------------------------------------------

COUNTERS = {
    "kiosk_service_seconds_total": 4,
    "kiosk_transactions_total": 6,
    "kiosk_amount_fen_total": 3,
    "kiosk_device_faults_total": 7,
    "payments_without_sms_total": 1,
    "satisfaction_rating_total": 5,
}


def test_every_counter_is_there_at_0_from_the_start_for_terminals_never_heard(centre: Centre) -> None:
    centre.enrolment.enrol("K0002", "station")
    found = scrape(centre)
    for name, labelled in COUNTERS.items():
        mine = [one for one in found if one.name == name]
        assert len(mine) == 2 * labelled, name
        assert {one.value for one in mine} == {0.0}, name
    for kiosk, hall in (("K0001", HALL), ("K0002", "station")):
        assert value(found, "kiosk_last_heartbeat_timestamp_seconds", kiosk=kiosk, hall=hall) == 0
        assert value(found, "kiosk_expected_in_service", kiosk=kiosk) == 1
        assert value(found, "kiosk_service_state", kiosk=kiosk, kiosk_service_state="full") == 0
    assert value(found, "sms_confirm_seconds_count") == 0
    assert value(found, "sms_confirm_seconds_bucket", le="+Inf") == 0
    assert value(found, "service_reopen_seconds_count") == 0
    assert value(found, "sms_outbox_depth", state="ready") == 0
    assert value(found, "tickets_open", age_band="over_10h") == 0


def test_what_a_terminal_told_stands_there(centre: Centre, clock: Clock) -> None:
    put_hall(centre.database, HALL, Hall.model_validate({"province": "浙江", "city": "杭州"}))
    printer = {"device": "printer", "state": "user_error", "severity": 3, "supplies": "out", "code": "PRN-OUT", "raw": ""}
    box = {"serial": "BX", "notes": 540, "capacity": 600, "fen": 1}
    told: dict[str, Any] = {"devices": [printer], "cash_box": box}
    told |= {"clock_offset_seconds": -12.5, "service_state": "degraded"}
    beat(centre, clock, **told)
    assert not [one for one in scrape(centre) if one.name.startswith("kiosk_errors_logged")], "an earlier release"
    beat(centre, clock, **told, errors_logged=7)
    found = scrape(centre)
    assert value(found, "kiosk_last_heartbeat_timestamp_seconds", province="浙江") == clock() / 1000
    assert value(found, "kiosk_service_state", kiosk_service_state="degraded") == 1
    assert value(found, "kiosk_service_state", kiosk_service_state="full") == 0
    assert value(found, "kiosk_device_state", device="printer", kiosk_device_state="user_error") == 1
    assert value(found, "kiosk_device_state", device="printer", kiosk_device_state="online") == 0
    assert value(found, "kiosk_printer_paper_state", kiosk_printer_paper_state="out") == 1
    assert value(found, "kiosk_cashbox_notes") == 540
    assert value(found, "kiosk_cashbox_capacity_notes") == 600
    assert value(found, "kiosk_clock_skew_seconds") == -12.5
    assert value(found, "kiosk_errors_logged_total") == 7
    assert value(found, "kiosk_offline_queue_depth") == 3
    assert value(found, "kiosk_offline_queue_oldest_seconds") == 40
    clock.advance(91)
    assert value(scrape(centre), "kiosk_service_state", kiosk_service_state="unknown") == 1


def test_service_seconds_go_by_the_state_in_open_hours(centre: Centre, clock: Clock) -> None:
    beat(centre, clock)
    centre.metrics.run_due()
    for state, seconds in (("full", 30), ("degraded", 45), ("out", 20)):
        beat(centre, clock, service_state=state)
        clock.advance(seconds)
        centre.metrics.run_due()
    clock.advance(91 - 20)
    centre.metrics.run_due()
    clock.advance(600)  # the process was stopped: what was in between nobody knows
    centre.metrics.run_due()
    found = scrape(centre)
    said = {mode: value(found, "kiosk_service_seconds_total", mode=mode) for mode in ("full", "degraded", "out", "unknown")}
    assert said == {"full": 30, "degraded": 45, "out": 20, "unknown": 120}


def test_payments_count_by_tender_and_result(centre: Centre, clock: Clock) -> None:
    bodies = [model(1), model(2), PaymentRequest.model_validate(card_payment(3))]
    bodies += [
        PaymentRequest.model_validate(card_payment(4, (10_000,), card={**card_payment(4)["card"], "trace": "000976"}))
    ]
    bodies += [model(5, "13999999999")]
    for body in bodies:
        payment_id, _ = centre.payments.accept(body)
        centre.payments.attempt(payment_id)
    clock.advance(5)
    found = scrape(centre)
    for tender, result, number in (
        ("cash", "posted", 2),
        ("card", "posted", 1),
        ("mixed", "posted", 1),
        ("cash", "rejected", 1),
        ("card", "rejected", 0),
    ):
        assert value(found, "kiosk_transactions_total", tender=tender, result=result) == number, (tender, result)
    assert value(found, "kiosk_amount_fen_total", tender="cash") == 40_000
    assert value(found, "kiosk_amount_fen_total", tender="card") == 15_000
    assert value(found, "kiosk_amount_fen_total", tender="mixed") == 25_000
    assert value(found, "sms_outbox_depth", state="ready") == 4
    assert value(found, "sms_outbox_oldest_ready_seconds") == 5


def test_histograms_are_cumulative(centre: Centre, clock: Clock) -> None:
    for seq, took in enumerate((1_000, 1_001, 30_000, 400_000), start=1):
        payment_id, _ = centre.payments.accept(model(seq))
        centre.payments.attempt(payment_id)
        with centre.database.write() as connection:
            mine = sms_outbox.c.payment_id == payment_id
            connection.execute(update(sms_outbox).where(mine).values(delivered_at=clock() + took))
            one = payments_table.c.payment_id == payment_id
            connection.execute(update(payments_table).where(one).values(service_reopen_seconds=seq * 30))
    found = scrape(centre)
    bounds = {"1.0": 1, "2.0": 2, "20.0": 2, "30.0": 3, "300.0": 3, "+Inf": 4}
    for bound, number in bounds.items():
        assert value(found, "sms_confirm_seconds_bucket", le=bound) == number, bound
    assert value(found, "sms_confirm_seconds_sum") == pytest.approx(432.001)
    assert value(found, "service_reopen_seconds_bucket", le="60.0") == 2


def test_faults_ratings_dial_tests_orders_and_cash(centre: Centre, clock: Clock) -> None:
    for seq, (severity, code) in enumerate(((3, "BV-JAM"), (4, "BV-JAM"), (1, "BV-JAM"), (3, "13800135678 的事")), start=1):
        row = {"kiosk_id": "K0001", "event_seq": seq, "at": clock(), "received_at": clock(), "kind": "device"}
        row |= {"urgent": True, "historical": False, "data": {"device": "acceptor", "severity": severity, "code": code}}
        with centre.database.write() as connection:
            connection.execute(insert(terminal_events).values(row))
    centre.help_desk.rate("K0001", "v-1", 5, clock())
    centre.help_desk.call("K0001", "v-1", "called", 0, {})
    with centre.database.write() as connection:
        test = {"dial_id": "d", "step": "sms", "kiosk_id": "K0001", "at": clock(), "outcome": "passed"}
        connection.execute(insert(dial_tests).values(test | {"milliseconds": 2_500, "detail": ""}))
    centre.collections.keep("K0001", collection())
    for who in ("0301", "0302"):
        person(centre, who, "cash")
    centre.collections.count("K0001-C7", "0301", "0302", {10_000: 17}, {})
    found = scrape(centre)
    assert value(found, "kiosk_device_faults_total", device="acceptor", code="BV-JAM") == 2
    assert value(found, "kiosk_device_faults_total", code="other") == 1
    assert value(found, "satisfaction_rating_total", score="5") == 0, "it may still be changed"
    assert value(found, "dialtest_success", step="sms") == 1
    assert value(found, "dialtest_seconds", step="sms") == 2.5
    assert value(found, "tickets_open", age_band="under_1h") == 1
    assert value(found, "kiosk_cash_variance_fen") == 15_000
    clock.advance(601)
    assert value(scrape(centre), "satisfaction_rating_total", score="5") == 1
    centre.collections.explain("K0001-C7", "miscount", "", "0301")
    assert value(scrape(centre), "kiosk_cash_variance_fen") == 0


# ---- to whom -----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("token", "authorization", "host", "forwarded", "may"),
    [
        ("", "", "127.0.0.1", False, True),
        ("", "", "::1", False, True),
        ("", "", "127.0.0.1", True, False),
        ("", "", "10.0.0.8", False, False),
        ("", "Bearer ", "10.0.0.8", False, False),
        ("", "", "", False, False),
        ("secret-secret-secret", "Bearer secret-secret-secret", "10.0.0.8", True, True),
        ("secret-secret-secret", "Bearer secret-secret-secreu", "127.0.0.1", False, False),
        ("secret-secret-secret", "", "127.0.0.1", False, False),
    ],
)
def test_who_may_read(token: str, authorization: str, host: str, *, forwarded: bool, may: bool) -> None:
    assert may_read(token, authorization, host, forwarded=forwarded) is may


def test_no_label_ever_holds_a_number(live: Live, terminal: Terminal) -> None:
    terminal.pay(payment(1))
    terminal.call("GET", "/v1/accounts/13900001234")
    answer = requests.get(f"{live.server.url}/metrics", timeout=10)
    assert answer.status_code == 200
    assert answer.headers["Content-Type"].startswith("text/plain")
    assert value(samples(answer.text), "kiosk_transactions_total", tender="cash", result="posted") <= 1
    for one in samples(answer.text):
        for label in one.labels.values():
            assert not re.search(r"\d{6,}", label), one
    behind = requests.get(f"{live.server.url}/metrics", headers={"X-Forwarded-For": "10.0.0.8"}, timeout=10)
    assert (behind.status_code, slug(behind)) == (403, "metrics-refused")


@pytest.mark.usefixtures("log_given_back")
@pytest.mark.parametrize(
    ("text", "mode"), [("short", 0o600), ("secret-secret-secret", 0o644), ("two lines\nof it here", 0o600)]
)
def test_a_token_file_that_can_t_be_used_stops_the_start(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], text: str, mode: int
) -> None:
    path = tmp_path / "token"
    path.write_text(text)
    path.chmod(mode)
    assert main(["serve", "--port", "0", "--database", str(tmp_path / "c"), "--metrics-token-file", str(path)]) == 2
    assert "--metrics-token-file" in capsys.readouterr().err


# ---- the rules ---------------------------------------------------------------------------------------------------------


def expressions() -> list[str]:
    return re.findall(r"^ +expr: (.+)$", (RULES / "rules.yml").read_text("utf-8"), re.MULTILINE)


def test_every_metric_of_the_rules_is_exported(centre: Centre, clock: Clock) -> None:
    """Also what is exported only once a terminal told it."""
    box = {"serial": "BX", "notes": 540, "capacity": 600, "fen": 1}
    beat(centre, clock, cash_box=box, clock_offset_seconds=0.0, errors_logged=0)
    with centre.database.write() as connection:
        test = {"dial_id": "d", "step": "sms", "kiosk_id": "K0001", "at": clock(), "outcome": "passed"}
        connection.execute(insert(dial_tests).values(test | {"milliseconds": 2_500, "detail": ""}))
    found = scrape(centre)
    exported = {one.name for one in found} | {name for one in found for name in one.labels}
    asked = {name for expression in expressions() for name in OURS.findall(expression)}
    assert len(asked) >= 15
    assert asked <= exported, asked - exported


def test_every_state_that_the_rules_ask_for_exists(centre: Centre) -> None:
    found = scrape(centre)
    for expression in expressions():
        for label, words in re.findall(r"(\w+)=~?\"([^\"]+)\"", expression):
            known = {one.labels[label] for one in found if label in one.labels}
            assert set(words.split("|")) <= known, (label, words)


@pytest.mark.skipif(PROMTOOL is None, reason="promtool is not installed; its package is prometheus")
@pytest.mark.parametrize("arguments", [("check", "rules", "rules.yml"), ("test", "rules", "rules_test.yml")])
def test_promtool_accepts_the_rules(arguments: tuple[str, ...]) -> None:
    done = subprocess.run([str(PROMTOOL), *arguments], cwd=RULES, capture_output=True, text=True, timeout=60, check=False)
    assert done.returncode == 0, done.stdout + done.stderr
    assert "SUCCESS" in done.stdout


@pytest.mark.skipif(PROMTOOL is None, reason="promtool is not installed; its package is prometheus")
def test_the_rules_tests_can_fail(tmp_path: Path) -> None:
    rules = (RULES / "rules.yml").read_text("utf-8")
    (tmp_path / "rules.yml").write_text(rules.replace("> 180", "> 1800"), "utf-8")
    shutil.copy(RULES / "rules_test.yml", tmp_path)
    done = subprocess.run(
        [str(PROMTOOL), "test", "rules", "rules_test.yml"],
        cwd=tmp_path,
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )
    assert done.returncode != 0
    assert "KioskSilent" in done.stdout + done.stderr


@pytest.mark.skipif(PROMTOOL is None, reason="promtool is not installed; its package is prometheus")
def test_promtool_accepts_what_is_exported(centre: Centre, clock: Clock) -> None:
    beat(centre, clock)
    text = generate_latest(centre.metrics.registry)
    done = subprocess.run([str(PROMTOOL), "check", "metrics"], input=text, capture_output=True, timeout=60, check=False)
    parsed = b"error while linting" not in done.stderr
    assert parsed, done.stderr.decode()

"""Many at once: one posting each, waiting costs no threads, look-ups are throttled."""

import threading
import time
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
import requests
from sqlalchemy import func, select

from central.settings import Settings
from central.tables import billing_postings, sms_outbox
from tests.central.conftest import Live
from tests.central.helpers import Clock, Terminal, audited, payment, slug

THREADS = 8


@pytest.mark.parametrize("keys", [10, pytest.param(30, marks=pytest.mark.long)])
def test_eight_threads_with_the_same_keys_post_each_once(live: Live, keys: int) -> None:
    terminals = [live.terminal() for _ in range(THREADS)]
    together = threading.Barrier(THREADS)

    def replay(terminal: Terminal) -> list[tuple[int, str]]:
        together.wait()
        results = []
        for seq in range(1, keys + 1):
            answer = terminal.pay(payment(seq, hundreds=1))
            while answer.status_code == 409:
                answer = terminal.pay(payment(seq, hundreds=1))
            results.append((answer.status_code, answer.json()["payment_id"]))
        return results

    with ThreadPoolExecutor(THREADS) as pool:
        results = [result for part in pool.map(replay, terminals) for result in part]
    statuses = [status for status, _ in results]
    assert (statuses.count(201), statuses.count(200)) == (keys, (THREADS - 1) * keys)
    assert len({payment_id for _, payment_id in results}) == keys
    with live.centre.database.read() as connection:
        assert connection.scalar(select(func.count()).select_from(billing_postings)) == keys
        assert connection.scalar(select(func.count()).select_from(sms_outbox)) == keys


def test_a_long_poll_ends_with_the_change_or_with_its_time(terminal: Terminal, live: Live) -> None:
    terminal.call("PUT", "/demo/sms-gateway", json={"delay_seconds": 8})
    seen = terminal.pay(payment(number="13900001234")).json()
    while seen["sms"]["state"] != "submitted":
        seen = terminal.call("GET", f"/v1/payments/{seen['payment_id']}?wait=10&seen={seen['version']}").json()
    path = f"/v1/payments/{seen['payment_id']}"
    started = time.monotonic()
    assert terminal.call("GET", f"{path}?wait=1&seen={seen['version']}").json() == seen
    assert time.monotonic() - started > 0.9
    assert terminal.call("GET", f"{path}?wait=10&seen={seen['version'] - 1}").json() == seen
    for wait in (11, -1):
        assert slug(terminal.call("GET", f"{path}?wait={wait}")) == "invalid-request"


def test_sixty_waiters_hold_up_nobody_and_all_wake(terminal: Terminal, live: Live) -> None:
    """More waiters than the server has worker threads (40); look-ups go on meanwhile."""
    terminal.call("PUT", "/demo/sms-gateway", json={"delay_seconds": 2})
    seen = terminal.pay(payment(number="13900001234")).json()
    while seen["sms"]["state"] != "submitted":
        seen = terminal.call("GET", f"/v1/payments/{seen['payment_id']}?wait=10&seen={seen['version']}").json()
    url = f"{live.server.url}/v1/payments/{seen['payment_id']}?wait=10&seen={seen['version']}"

    def wait(_: int) -> str:
        answer = requests.get(url, auth=terminal.signed, timeout=15)
        return str(answer.json()["sms"]["state"])

    with ThreadPoolExecutor(60) as pool:
        waiting = [pool.submit(wait, index) for index in range(60)]
        assert terminal.call("GET", "/v1/accounts/13900001234").status_code == 200
        assert {future.result() for future in waiting} == {"delivered"}


def test_a_stop_answers_who_waits(tmp_path: Path) -> None:
    live = Live(tmp_path)
    with audited(live.centre):
        terminal = live.terminal()
        terminal.call("PUT", "/demo/sms-gateway", json={"delay_seconds": 8})
        seen = terminal.pay(payment()).json()
        with ThreadPoolExecutor(1) as pool:
            path = f"/v1/payments/{seen['payment_id']}?wait=10&seen={seen['version'] + 50}"
            waiting = pool.submit(terminal.call, "GET", path)
            deadline = time.monotonic() + 5
            while not live.centre.changes.waiting and time.monotonic() < deadline:
                threading.Event().wait(0.01)
            started = time.monotonic()
            live.stop()
            assert waiting.result().status_code == 200
            assert time.monotonic() - started < 8, "not the ten seconds that it asked for"


def test_look_ups_are_throttled_per_number_and_per_terminal(tmp_path: Path) -> None:
    live = Live(tmp_path, Settings(lookups_per_kiosk=5, lookups_per_number=2))
    with audited(live.centre):
        try:
            terminal = live.terminal()
            numbers = ["13900001234"] * 3 + ["13312349876", "13700002222", "15012345678", "18800008888"]
            answers = [terminal.call("GET", f"/v1/accounts/{number}") for number in numbers]
            assert [answer.status_code for answer in answers] == [200, 200, 429, 200, 200, 200, 429]
            assert slug(answers[-1]) == "rate-limited"
            assert 0 < int(answers[-1].headers["Retry-After"]) <= 60
        finally:
            live.stop()


def test_the_throttle_forgives_after_a_minute(clock: Clock) -> None:
    from central.problems import ProblemError
    from central.throttle import Throttle

    throttle = Throttle(clock, {"kiosk": 1})
    throttle.admit(kiosk="K0001")
    throttle.admit(kiosk="K0002")
    for _ in range(3):
        try:
            throttle.admit(kiosk="K0001")
        except ProblemError as refused:
            assert refused.retry_after == 60
        else:
            raise AssertionError("the second look-up of the minute was admitted")
    clock.advance(60)
    throttle.admit(kiosk="K0001")

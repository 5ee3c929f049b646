"""``python -m central`` as scripts use it."""

import json
import os
import signal
import sqlite3
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest
import requests

from tests.central.helpers import Terminal, payment, slug
from tests.central.word import central_word

ROOT = Path(__file__).parents[2]
ENVIRONMENT = {"PATH": os.environ["PATH"], "PYTHONPATH": str(ROOT), "PYTHONUTF8": "1"}


def _enrol(folder: Path) -> str:
    words = ("enrol", "K0001", "--hall", "人民路厅", "--database", "c.sqlite", "--token-file", "token")
    done = central_word(folder, *words)
    assert done.returncode == 0, done.stderr
    token = (folder / "token").read_text().strip()
    assert token not in done.stdout + done.stderr
    return token


@contextmanager
def _serving(folder: Path, *words: str) -> Iterator[tuple[subprocess.Popen[str], str]]:
    command = [sys.executable, "-m", "central", "serve", "--port", "0", "--database", "c.sqlite", *words]
    with (folder / "log").open("a") as log:
        process = subprocess.Popen(command, cwd=folder, env=ENVIRONMENT, stdout=subprocess.PIPE, stderr=log, text=True)
    assert process.stdout is not None
    with process.stdout:
        try:
            ready: dict[str, Any] = json.loads(process.stdout.readline())
            assert ready["ready"] is True
            yield process, ready["url"]
        finally:
            process.kill()
            process.wait(10)


def test_serve_is_ready_and_stops_cleanly(tmp_path: Path) -> None:
    token = _enrol(tmp_path)
    with _serving(tmp_path, "--demo") as (process, url):
        terminal = Terminal(url, token)
        terminal.enrol()
        assert terminal.call("GET", "/v1/accounts/13800135678").status_code == 200
        assert terminal.pay(payment()).status_code == 201
        process.send_signal(signal.SIGTERM)
        assert process.wait(10) == 0
    log = (tmp_path / "log").read_text()
    assert "GET /v1/accounts/{number} 200" in log
    assert "13800135678" not in log
    assert token not in log


def test_without_demo_there_are_no_demo_endpoints_and_no_accounts(tmp_path: Path) -> None:
    token = _enrol(tmp_path)
    with _serving(tmp_path) as (_, url):
        terminal = Terminal(url, token)
        terminal.enrol()
        for method, path in (
            ("GET", "/demo/handset"),
            ("PUT", "/demo/sms-gateway"),
            ("PUT", "/demo/billing"),
            ("POST", "/demo/reset"),
        ):
            assert slug(terminal.call(method, path)) == "not-found"
        assert slug(terminal.call("GET", "/v1/accounts/13800135678")) == "account-not-found"
        assert not [path for path in requests.get(f"{url}/openapi.json", timeout=5).json()["paths"] if "demo" in path]


def test_a_killed_centre_remembers_and_a_second_demo_start_changes_nothing(tmp_path: Path) -> None:
    token = _enrol(tmp_path)
    with _serving(tmp_path, "--demo") as (process, url):
        terminal = Terminal(url, token)
        terminal.enrol()
        first = terminal.pay(payment(number="15012345678", hundreds=1)).json()
        process.kill()
        process.wait(10)
    with _serving(tmp_path, "--demo") as (_, url):
        terminal.url = url
        again = terminal.pay(payment(number="15012345678", hundreds=1))
        assert (again.status_code, again.json()["payment_id"]) == (200, first["payment_id"])
        assert terminal.call("GET", "/v1/accounts/15012345678").json()["balance_fen"] == 5_500


def test_files_belong_to_their_owner_and_the_database_is_durable(tmp_path: Path) -> None:
    token = _enrol(tmp_path)
    assert (tmp_path / "token").stat().st_mode & 0o777 == 0o600
    assert (tmp_path / "c.sqlite").stat().st_mode & 0o777 == 0o600
    assert _enrol(tmp_path) != token
    connection = sqlite3.connect(tmp_path / "c.sqlite")
    assert connection.execute("PRAGMA journal_mode").fetchone() == ("wal",)
    assert connection.execute("SELECT count(*) FROM kiosks").fetchone() == (1,)
    assert token not in "\n".join(connection.iterdump())
    connection.close()


def test_disable_and_report(tmp_path: Path) -> None:
    _enrol(tmp_path)
    assert central_word(tmp_path, "disable", "K0001", "--database", "c.sqlite").returncode == 0
    assert central_word(tmp_path, "disable", "K0002", "--database", "c.sqlite").returncode == 1
    report = central_word(tmp_path, "report", "--database", "c.sqlite")
    assert report.returncode == 0
    assert json.loads(report.stdout)["paid_without_sms"] == []


@pytest.mark.parametrize(
    ("words", "says"),
    [
        (("serve", "--database", "nowhere/c.sqlite", "--port", "0"), "nowhere does not exist"),
        (("serve", "--database", ":memory:", "--port", "0"), "not memory"),
        (("serve", "--demo", "--host", "0.0.0.0", "--port", "0"), "serves 127.0.0.1 only"),  # noqa: S104
        (("serve", "--port", "70000"), "can't listen"),
        (("enrol", "k1", "--hall", "h", "--token-file", "t"), "capital letter"),
        (("enrol", "K1", "--hall", "h", "--token-file", "nowhere/t"), "--token-file"),
    ],
)
def test_wrong_calls_are_one_plain_sentence(tmp_path: Path, words: tuple[str, ...], says: str) -> None:
    done = central_word(tmp_path, *words)
    assert done.returncode == 2
    assert says in done.stderr
    assert len(done.stderr.splitlines()) == 1
    assert done.stdout == ""

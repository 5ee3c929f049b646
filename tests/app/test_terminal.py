"""The assembled terminal on a ledger that it may not trust, without devices or a network."""

import json
import sqlite3
import threading
from collections.abc import Sequence
from contextlib import closing
from dataclasses import replace
from pathlib import Path
from unittest.mock import MagicMock

import pytest

from app.configuration import read_configuration
from app.processes import ROOT
from app.terminal import KioskTerminal
from kiosk.central_answers import BatchReply
from kiosk.clock import SystemClock
from kiosk.facts import PaymentOwed
from kiosk.till import Till
from offline_queue.backoff import Pacing
from offline_queue.ledger import SqliteLedger
from tests.offline_queue.support import KIOSK, NOW, queue_payment

AT_ONCE = Pacing(first_probe_s=0.001, interval_s=0.0)


@pytest.mark.parametrize("tampered", [False, True])
def test_nothing_is_sent_from_a_ledger_that_somebody_changed(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, tampered: bool
) -> None:
    """A payment that the centre refused waits for a person. Made due again by hand it would be posted all the same."""
    given = read_configuration(ROOT / "config.ini")
    policy = replace(given.policy, kiosk_id=KIOSK)
    settings = replace(given, policy=policy, storage=tmp_path / "data", secrets=tmp_path / "secrets")
    with closing(SqliteLedger.open(settings.storage, settings.secrets, KIOSK, now=lambda: NOW)) as ledger:
        refused = queue_payment(ledger, 1)
        ledger.commit([PaymentOwed(refused, "account-not-found")])
        waiting = queue_payment(ledger, 2)
    if tampered:
        with closing(sqlite3.connect(settings.storage / "ledger.db", isolation_level=None)) as connection:
            connection.execute("UPDATE outbox SET state = 'due'")
    sent: list[str] = []
    tried = threading.Event()

    def post_batch(bodies: Sequence[tuple[str, bytes]]) -> BatchReply:
        sent.extend(key for key, _ in bodies)
        tried.set()
        return BatchReply({}, reachable=False, reason="no route")

    for name in ("CentralClient", "make_acceptor", "make_printer", "Heartbeat"):
        monkeypatch.setattr(f"app.terminal.{name}", MagicMock())
    monkeypatch.setattr("app.terminal.CentralClient.return_value.post_batch", post_batch)
    till = Till(policy, SystemClock())
    terminal = KioskTerminal(settings, till, MagicMock(), AT_ONCE)
    terminal.start()
    assert tried.wait(0.5 if tampered else 10.0) is not tampered
    terminal.stop()
    assert bool(till.state.terminal.storage_failed) is tampered
    assert (json.loads(terminal.health.report())["journal"] is None) is tampered, "what is not sound is not vouched for"
    assert set(sent) == (set() if tampered else {waiting})

"""X15 with both sides real: the terminal's own client on a wrong clock, and the reference centre behind real HTTP."""

import json
from datetime import datetime, timedelta
from pathlib import Path

import pytest

from kiosk.central_answers import Posted
from kiosk.central_client import CentralClient
from kiosk.clock import SystemClock
from offline_queue.terminal_keys import TerminalKeys
from tests.central.conftest import Live
from tests.central.helpers import audited, payment


class WrongClock(SystemClock):
    def __init__(self, days: int) -> None:
        self._wrong = timedelta(days=days)

    def now(self) -> str:
        return (datetime.now().astimezone() + self._wrong).isoformat(timespec="milliseconds")


@pytest.mark.parametrize("days", [1, -1, 3653, -3653])
def test_x15_a_payment_is_posted_once_although_the_clock_is_off_by_days_or_years(tmp_path: Path, days: int) -> None:
    live = Live(tmp_path)
    try:
        with audited(live.centre):
            token_file = tmp_path / "enrolment.token"
            token_file.write_text(live.token)
            clock = WrongClock(days)
            client = CentralClient(live.server.url, "K0001", token_file, TerminalKeys(tmp_path), clock)
            body = json.dumps(payment(accepted_at=clock.now())).encode()
            first, again = (client.post_batch([("K0001-1", body)]).answers["K0001-1"] for _ in range(2))
            assert isinstance(first, Posted)
            assert isinstance(again, Posted)
            assert (first.central_id, first.receipt_number) == (again.central_id, again.receipt_number)
    finally:
        live.stop()

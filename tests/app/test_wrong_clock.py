"""X15 with both sides real: the terminal's own client on a wrong clock, and the reference centre behind real HTTP."""

import json
from datetime import datetime, timedelta
from pathlib import Path

import pytest

from kiosk.accounts import AccountKind, AccountRef
from kiosk.central_answers import Posted
from kiosk.central_client import CentralClient
from kiosk.clock import SystemClock, trusted
from kiosk.enquiry import Asker, Challenge, ProofMethod, VisitToken
from kiosk.enquiry_answers import BillSheet
from kiosk.enquiry_client import EnquiryClient
from kiosk.flow.asking import QUESTIONS
from kiosk.questions import OpenChallenge, Prove
from kiosk.visit_types import Language, Service
from offline_queue.terminal_keys import TerminalKeys
from tests.central.asking import PASSWORD
from tests.central.conftest import Live
from tests.central.helpers import audited, payment


class WrongClock(SystemClock):
    def __init__(self, days: int) -> None:
        self._wrong = timedelta(days=days)

    def now(self) -> str:
        return (datetime.now().astimezone() + self._wrong).isoformat(timespec="milliseconds")


@pytest.mark.parametrize("days", [33, -33])
def test_x15_the_bill_of_the_month_before_is_found_although_the_clock_is_a_month_off(tmp_path: Path, days: int) -> None:
    live = Live(tmp_path)
    try:
        (tmp_path / "enrolment.token").write_text(live.token)
        clock = WrongClock(days)
        client = CentralClient(live.server.url, "K0001", tmp_path / "enrolment.token", TerminalKeys(tmp_path), clock)
        asking, account = EnquiryClient(client, clock), AccountRef(AccountKind.MOBILE, "13900001234")
        challenge = asking.ask(OpenChallenge("v-1", account, ProofMethod.SERVICE_PASSWORD, Language.CHINESE))
        assert isinstance(challenge, Challenge), challenge
        granted = asking.ask(Prove("v-1", challenge.challenge_id, PASSWORD))
        assert isinstance(granted, VisitToken), granted
        asker = Asker("v-1", account, granted.token)
        by_our_clock = asking.ask(QUESTIONS[Service.PAST_BILLS](asker, clock.now()))
        assert not isinstance(by_our_clock, BillSheet) or by_our_clock.bill.month != by_our_clock.history.months[-2].month
        sheet = asking.ask(QUESTIONS[Service.PAST_BILLS](asker, trusted(clock.now(), granted.expires_at)))
        assert isinstance(sheet, BillSheet), sheet
        assert sheet.bill.month == sheet.history.months[-2].month
    finally:
        live.stop()


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

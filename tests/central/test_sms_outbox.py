"""The outbox on a clock moved by hand and a gateway that answers by script (central-api.md 4.1; trust.md M12)."""

from collections.abc import Sequence
from typing import Any

import pytest
from sqlalchemy import func, select

from central.base import Base
from central.centre import Centre
from central.gateway import OutgoingSms, Submission
from central.report import payments_without_sms, summary
from central.sms_outbox import NewSms, SmsOutbox
from central.tables import payments, sms_outbox, sms_receipts
from central.times import parse
from tests.central.helpers import Clock, model

OK, REFUSED, AWAY, LOST = Submission.ACCEPTED, Submission.REFUSED, Submission.NOT_REACHED, Submission.NO_ANSWER


class Script:
    """Answers in order, the last one for ever; keeps what was submitted."""

    def __init__(self, *answers: Submission) -> None:
        self.answers = list(answers)
        self.sent: list[OutgoingSms] = []

    def submit(self, message: OutgoingSms) -> Submission:
        self.sent.append(message)
        return self.answers.pop(0) if len(self.answers) > 1 else self.answers[0]


def _outbox(centre: Centre, script: Any) -> SmsOutbox:
    outbox = SmsOutbox(Base(centre.database, centre.now, centre.settings, centre.changes), script)
    centre.payments._outbox = outbox
    return outbox


def _pay(centre: Centre, seq: int = 1, number: str = "13900001234") -> None:
    payment_id, _ = centre.payments.accept(model(seq, number))
    centre.payments.attempt(payment_id)


def _row(centre: Centre, index: int = 0) -> Any:
    with centre.database.read() as connection:
        return connection.execute(select(sms_outbox).order_by(sms_outbox.c.sms_id)).all()[index]


def _remind(outbox: SmsOutbox, centre: Centre, recipients: Sequence[str], message_class: str = "reminder") -> None:
    with centre.database.write() as connection:
        for recipient in recipients:
            message = NewSms(None, "arrears_reminder", message_class, "mobile", recipient, recipient, True, "please pay")
            assert outbox.enqueue(connection, message)


def test_submitted_then_delivered(centre: Centre, clock: Clock) -> None:
    script = Script(OK)
    outbox = _outbox(centre, script)
    _pay(centre)
    outbox.run_due()
    assert _row(centre).state == "submitted"
    clock.advance(2)
    assert outbox.receive(1, script.sent[0].token, 8)
    assert outbox.receive(1, script.sent[0].token, 1)
    row = _row(centre)
    assert (row.state, row.delivered_at, row.next_at) == ("delivered", clock.value, None)
    clock.advance(100_000)
    assert outbox.run_due() == 0
    assert len(script.sent) == 1


def test_m12_receipts_are_idempotent_and_need_the_right_token(centre: Centre) -> None:
    script = Script(OK)
    outbox = _outbox(centre, script)
    _pay(centre)
    outbox.run_due()
    token = script.sent[0].token
    assert not outbox.receive(1, "guess", 1)
    assert not outbox.receive(2, token, 1)
    for _ in range(3):
        assert outbox.receive(1, token, 1)
    with centre.database.read() as connection:
        assert connection.scalar(select(func.count()).select_from(sms_receipts)) == 1
        version = connection.scalar(select(payments.c.version))
    assert outbox.receive(1, token, 8)
    assert _row(centre).state == "delivered", "a final state beats a later acknowledgement"
    with centre.database.read() as connection:
        assert connection.scalar(select(payments.c.version)) == version


def test_m12_an_unknown_answer_waits_20_seconds_and_is_sent_again_once(centre: Centre, clock: Clock) -> None:
    script = Script(LOST)
    outbox = _outbox(centre, script)
    _pay(centre)
    outbox.run_due()
    assert _row(centre).state == "unknown"
    clock.advance(19.9)
    assert outbox.run_due() == 0
    clock.advance(0.1)
    outbox.run_due()
    assert len(script.sent) == 2
    for _ in range(20):
        clock.advance(60)
        outbox.run_due()
    assert len(script.sent) == 2, "never a third SMS"
    assert _row(centre).state == "unknown"


def test_a_receipt_while_unknown_proves_acceptance(centre: Centre, clock: Clock) -> None:
    script = Script(LOST)
    outbox = _outbox(centre, script)
    _pay(centre)
    outbox.run_due()
    assert outbox.receive(1, script.sent[0].token, 8)
    assert _row(centre).state == "submitted"
    clock.advance(3600)
    outbox.run_due()
    assert len(script.sent) == 1


def test_a_gateway_out_of_reach_is_tried_with_growing_pauses(centre: Centre, clock: Clock) -> None:
    script = Script(AWAY)
    outbox = _outbox(centre, script)
    _pay(centre)
    tried = []
    start = clock.value
    while clock.value - start < 70_000:
        before = len(script.sent)
        outbox.run_due()
        if len(script.sent) > before:
            tried.append((clock.value - start) // 1000)
        clock.advance(1)
    assert tried == [0, 1, 3, 7, 15, 30, 60]
    script.answers = [OK]
    clock.advance(600)
    outbox.run_due()
    assert _row(centre).state == "submitted"


def test_m12_after_a_day_it_gives_up_and_is_on_the_list(centre: Centre, clock: Clock) -> None:
    outbox = _outbox(centre, Script(AWAY))
    _pay(centre)
    for _ in range(300):
        clock.advance(301)
        outbox.run_due()
    assert _row(centre).state == "failed"
    (listed,) = payments_without_sms(centre.database, clock.value, centre.settings)
    assert (listed["payment"], listed["number"], listed["sms_state"]) == ("K0001-1", "139****1234", "failed")


def test_refused_stops_at_once(centre: Centre, clock: Clock) -> None:
    script = Script(REFUSED)
    outbox = _outbox(centre, script)
    _pay(centre)
    outbox.run_due()
    clock.advance(90_000)
    outbox.run_due()
    assert (_row(centre).state, len(script.sent)) == ("refused", 1)


@pytest.mark.parametrize("receipt", [2, 34, 66])
def test_a_failure_gets_one_more_try_after_five_minutes(centre: Centre, clock: Clock, receipt: int) -> None:
    script = Script(OK)
    outbox = _outbox(centre, script)
    _pay(centre)
    outbox.run_due()
    outbox.receive(1, script.sent[0].token, receipt)
    clock.advance(299)
    outbox.run_due()
    assert len(script.sent) == 1
    clock.advance(1)
    outbox.run_due()
    assert len(script.sent) == 2
    assert outbox.receive(1, script.sent[0].token, 2 if receipt != 2 else 34)
    assert _row(centre).state == "submitted", "a late failure of the first try does not end the second"
    outbox.receive(1, script.sent[1].token, receipt)
    clock.advance(90_000)
    outbox.run_due()
    assert (_row(centre).state, len(script.sent)) == ("failed", 2)


def test_a_claim_whose_process_died_becomes_unknown(centre: Centre, clock: Clock) -> None:
    class Dies:
        def submit(self, message: OutgoingSms) -> Submission:
            raise RuntimeError(f"killed while sending {message!r}")

    outbox = _outbox(centre, Dies())
    _pay(centre)
    with pytest.raises(RuntimeError, match=r"139\*\*\*\*1234"):
        outbox.run_due()
    script = Script(OK)
    again = _outbox(centre, script)
    clock.advance(14)
    again.run_due()
    assert _row(centre).state == "submitting"
    clock.advance(1)
    again.run_due()
    assert _row(centre).state == "unknown"
    clock.advance(20)
    again.run_due()
    assert (_row(centre).state, len(script.sent)) == ("submitted", 1)


def test_a_receipt_faster_than_the_answer_is_not_overwritten(centre: Centre) -> None:
    class Quick:
        outbox: SmsOutbox

        def submit(self, message: OutgoingSms) -> Submission:
            self.outbox.receive(message.sms_id, message.token, 1)
            return LOST

    gateway = Quick()
    gateway.outbox = _outbox(centre, gateway)
    _pay(centre)
    gateway.outbox.run_due()
    assert _row(centre).state == "delivered"


def test_m12_one_row_per_payment_and_template(centre: Centre) -> None:
    _pay(centre)
    with centre.database.write() as connection:
        row = connection.execute(select(sms_outbox)).one()
        twin = NewSms(row.payment_id, row.template, "confirmation", "mobile", "13900001234", "13900001234", True, "x")
        assert not centre.outbox.enqueue(connection, twin)


def test_m12_quiet_hours_hold_the_reminder_and_not_the_confirmation(centre: Centre, clock: Clock) -> None:
    clock.value = parse("2026-11-21T23:30:00+08:00")
    script = Script(OK)
    outbox = _outbox(centre, script)
    _remind(outbox, centre, ["13900001234"])
    _pay(centre, number="13312349876")
    outbox.run_due()
    assert [message.recipient for message in script.sent] == ["13312349876"]
    assert "23:30" in script.sent[0].text
    assert _row(centre, 0).state == "held"
    clock.value = parse("2026-11-22T06:59:59+08:00")
    assert outbox.run_due() == 0
    clock.value = parse("2026-11-22T07:00:00+08:00")
    outbox.run_due()
    assert [message.recipient for message in script.sent] == ["13312349876", "13900001234"]


def test_a_reminder_that_runs_into_quiet_hours_is_held(centre: Centre, clock: Clock) -> None:
    clock.value = parse("2026-11-21T21:59:59+08:00")
    script = Script(AWAY)
    outbox = _outbox(centre, script)
    _remind(outbox, centre, ["13900001234"])
    outbox.run_due()
    clock.advance(2)
    outbox.run_due()
    assert (_row(centre).state, len(script.sent)) == ("held", 1)


def test_lanes_and_order_inside_a_number(centre: Centre) -> None:
    script = Script(OK)
    outbox = _outbox(centre, script)
    _remind(outbox, centre, ["13900001234"])
    _pay(centre, 1)
    _pay(centre, 2)
    _remind(outbox, centre, ["13312349876"], "code")
    while outbox.run_due():
        pass
    assert [message.sms_id for message in script.sent] == [4, 2, 3, 1]


def test_a_later_message_waits_behind_one_in_retry(centre: Centre, clock: Clock) -> None:
    script = Script(AWAY, OK)
    outbox = _outbox(centre, script)
    _pay(centre, 1)
    outbox.run_due()
    _pay(centre, 2)
    assert outbox.run_due() == 0
    clock.advance(1)
    while outbox.run_due():
        pass
    assert [message.sms_id for message in script.sent] == [1, 1, 2]


def test_the_handset_gateway_loses_on_demand_and_the_resend_arrives(centre: Centre, clock: Clock) -> None:
    centre.gateway.lose_next = 1
    _pay(centre)
    centre.outbox.run_due()
    clock.advance(5)
    centre.gateway.run_due(centre.outbox.receive)
    assert centre.gateway.messages(0) == []
    clock.advance(15)
    centre.outbox.run_due()
    clock.advance(1.5)
    centre.gateway.run_due(centre.outbox.receive)
    ((_, recipient, text, _),) = centre.gateway.messages(0)
    assert (recipient, text) == ("13900001234", _row(centre).text)
    assert _row(centre).state == "delivered"


def test_m12_the_report_counts_what_is_overdue_and_how_long_it_took(centre: Centre, clock: Clock) -> None:
    script = Script(OK)
    outbox = _outbox(centre, script)
    for seq in (1, 2):
        _pay(centre, seq)
        outbox.run_due()
        outbox.run_due()
    _pay(centre, 3, "13700002222")  # stopped both ways and still owing: no fault of the gateway
    clock.advance(4)
    outbox.receive(1, script.sent[0].token, 1)
    assert payments_without_sms(centre.database, clock.value, centre.settings) == []
    clock.advance(600)
    found = summary(centre.database, clock.value, centre.settings)
    assert [row["payment"] for row in found["paid_without_sms"]] == ["K0001-2"]
    assert found["sms_confirm_seconds"] == {"count": 1, "p50": 4.0, "p95": 4.0}

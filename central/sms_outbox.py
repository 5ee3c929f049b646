"""The SMS outbox: one row per (payment, template), sent by one worker, settled by receipts (central-api.md 4.1)."""

import hmac
import logging
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Connection, Row, and_, exists, insert, select, tuple_, update

from central.base import Base
from central.database import insert_once
from central.gateway import OutgoingSms, SmsGateway, Submission
from central.identifiers import new_token
from central.masking import mask_number
from central.payment_rows import bump
from central.sms_states import (
    LANES,
    NOT_ACCEPTED_YET,
    Sms,
    after_receipt,
    back_off_seconds,
    quiet_until,
)
from central.sms_texts import VISIT_CODE
from central.tables import sms_attempts, sms_outbox, sms_receipts
from central.times import Milliseconds, hall_time, milliseconds

_log = logging.getLogger(__name__)
_BATCH = 50


@dataclass(frozen=True, slots=True)
class NewSms:
    """A message to be sent. An empty ``recipient``, or ``reachable`` false: it waits until the line is open again."""

    payment_id: str | None
    template: str
    message_class: str  # a key of sms_states.LANES
    account_kind: str
    account_number: str
    recipient: str
    reachable: bool
    text: str


class SmsOutbox:
    """``enqueue`` and ``release`` take part in the caller's transaction; the rest opens its own."""

    def __init__(self, base: Base, gateway: SmsGateway) -> None:
        self._base = base
        self._gateway = gateway
        self._unwritten: dict[int, tuple[str, Milliseconds]] = {}  # texts that never rest on a disk, and until when

    def enqueue(self, connection: Connection, message: NewSms) -> bool:
        """Write the row, once per (payment, template). False: it was there already."""
        return insert_once(connection, sms_outbox, self._new_row(message))

    def _new_row(self, message: NewSms) -> dict[str, Any]:
        now = self._base.now()
        state: Sms = Sms.READY
        next_at: Milliseconds | None = now
        release = self._quiet_until(message.message_class, now)
        if not message.reachable or not message.recipient:
            state, next_at = Sms.UNDELIVERABLE, None
        elif release is not None:
            state, next_at = Sms.HELD, release
        values = {name: getattr(message, name) for name in NewSms.__slots__ if name != "reachable"}
        values |= {"lane": LANES[message.message_class], "state": state.value, "next_at": next_at}
        return values | {"attempts": 0, "resends": 0, "created_at": now, "delivered_at": None}

    def enqueue_secret(self, connection: Connection, message: NewSms, text: str, until: Milliseconds) -> None:
        """A message whose ``text`` lives in memory only; the row keeps ``message.text`` in its place. It is not sent after
        ``until``, nor by another process: the customer asks for a new one."""
        now = self._base.now()
        self._unwritten = {sms_id: kept for sms_id, kept in self._unwritten.items() if kept[1] > now}
        written = insert(sms_outbox).values(self._new_row(message)).returning(sms_outbox.c.sms_id)
        self._unwritten[connection.execute(written).scalar_one()] = (text, until)

    def release(self, connection: Connection, kind: str, number: str) -> list[str]:
        """The line is open again: send what waited for it (X6). Gives the payments whose SMS moved."""
        waiting = [
            sms_outbox.c.account_kind == kind,
            sms_outbox.c.account_number == number,
            sms_outbox.c.state == Sms.UNDELIVERABLE.value,
            sms_outbox.c.recipient != "",
        ]
        moved = update(sms_outbox).where(*waiting).values(state=Sms.READY.value, next_at=self._base.now())
        rows = connection.execute(moved.returning(sms_outbox.c.payment_id)).all()
        return [row.payment_id for row in rows if row.payment_id is not None]

    def run_due(self) -> int:
        """Act on every row whose time has come; gives how many. Called by one worker only."""
        now = self._base.now()
        earlier = sms_outbox.alias("earlier")
        first_in_line = ~exists().where(
            and_(
                earlier.c.recipient == sms_outbox.c.recipient,
                tuple_(earlier.c.lane, earlier.c.sms_id) < tuple_(sms_outbox.c.lane, sms_outbox.c.sms_id),
                earlier.c.state.in_([state.value for state in NOT_ACCEPTED_YET]),
                earlier.c.next_at.is_not(None),
            )
        )
        due = select(sms_outbox).where(sms_outbox.c.next_at <= now, first_in_line)
        with self._base.database.read() as connection:
            rows = connection.execute(due.order_by(sms_outbox.c.lane, sms_outbox.c.sms_id).limit(_BATCH)).all()
        for row in rows:
            self._act(row)
        return len(rows)

    def receive(self, sms_id: int, token: str, receipt_type: int) -> bool:
        """A delivery receipt. Idempotent per (attempt, type). False: the token is none of this message's."""
        now = self._base.now()
        with self._base.database.write() as connection:
            row = connection.execute(select(sms_outbox).where(sms_outbox.c.sms_id == sms_id)).first()
            sent = select(sms_attempts).where(sms_attempts.c.sms_id == sms_id).order_by(sms_attempts.c.attempt_id)
            attempts = connection.execute(sent).all()
            found = [attempt for attempt in attempts if hmac.compare_digest(attempt.token, token)]
            if row is None or not found:
                return False
            receipt = {"attempt_id": found[0].attempt_id, "receipt_type": receipt_type, "received_at": now}
            if not insert_once(connection, sms_receipts, receipt):
                return True
            state = after_receipt(Sms(row.state), receipt_type, of_this_attempt=found[0] is attempts[-1])
            if state != row.state:
                self._move(connection, row, state, **self._after_end(row, state))
        self._notify(row)
        return True

    def _act(self, row: Row[Any]) -> None:
        match Sms(row.state):
            case Sms.SUBMITTING:  # whoever claimed it died before the answer
                self._transition(row, Sms.UNKNOWN, next_at=self._base.after(self._base.settings.sms_unknown_wait_seconds))
            case Sms.UNKNOWN if row.resends:
                self._transition(row, Sms.UNKNOWN, next_at=None)  # on the "paid, no SMS" list; a receipt may still come
            case Sms.UNKNOWN | Sms.FAILED:
                self._send(row, resends=row.resends + 1)
            case _:
                release = self._quiet_until(row.message_class, self._base.now())
                if release is not None:
                    self._transition(row, Sms.HELD, next_at=release)
                else:
                    self._send(row, resends=row.resends)

    def _send(self, row: Row[Any], resends: int) -> None:
        text = self._text(row)
        if text is None:
            self._transition(row, Sms.FAILED, next_at=None)
            return
        token = new_token()
        claim_ends = self._base.after(self._base.settings.sms_submit_seconds)
        attempts = row.attempts + 1
        changed = {"attempts": attempts, "resends": resends, "next_at": claim_ends}
        if not self._transition(row, Sms.SUBMITTING, token=token, **changed):
            return  # a receipt came in between
        answer = self._gateway.submit(OutgoingSms(row.sms_id, token, row.recipient, text))
        with self._base.database.write() as connection:
            current = connection.execute(select(sms_outbox).where(sms_outbox.c.sms_id == row.sms_id)).one()
            if current.state != Sms.SUBMITTING.value:
                return  # the receipt was faster than the answer, and it knows more
            state, values = self._after_answer(answer, row, attempts)
            self._move(connection, current, state, **values)
        self._notify(row)

    def _text(self, row: Row[Any]) -> str | None:
        """None: it was a secret whose time is over."""
        if row.template != VISIT_CODE:
            return str(row.text)
        text, until = self._unwritten.get(row.sms_id, ("", 0))
        return text if self._base.now() < until else None

    def _after_answer(self, answer: Submission, row: Row[Any], attempts: int) -> tuple[Sms, dict[str, Any]]:
        match answer:
            case Submission.ACCEPTED:
                return Sms.SUBMITTED, {"next_at": None, "attempts": 0}
            case Submission.REFUSED:
                _log.warning("CEN-202 SMS %s refused by the gateway for %s", row.sms_id, mask_number(row.recipient))
                return Sms.REFUSED, {"next_at": None}
            case Submission.NO_ANSWER:
                return Sms.UNKNOWN, {"next_at": self._base.after(self._base.settings.sms_unknown_wait_seconds)}
            case Submission.NOT_REACHED:
                if self._base.now() - row.created_at > milliseconds(self._base.settings.sms_give_up_seconds):
                    return Sms.FAILED, {"next_at": None}
                # Certainly not sent, so a resend that did not leave the house does not use up the one resend.
                return Sms.READY, {"next_at": self._base.after(back_off_seconds(attempts))}

    def _after_end(self, row: Row[Any], state: Sms) -> dict[str, Any]:
        if state is Sms.DELIVERED:
            return {"next_at": None, "delivered_at": self._base.now()}
        if state is Sms.FAILED and not row.resends:
            return {"next_at": self._base.after(self._base.settings.sms_second_try_seconds)}
        return {"next_at": None}

    def _transition(self, row: Row[Any], state: Sms, token: str | None = None, **values: Any) -> bool:
        """Move a row on unless somebody else moved it since it was read."""
        with self._base.database.write() as connection:
            still = select(sms_outbox.c.sms_id).where(sms_outbox.c.sms_id == row.sms_id, sms_outbox.c.state == row.state)
            if connection.execute(still).first() is None:
                return False
            if token is not None:
                attempt = {"sms_id": row.sms_id, "token": token, "sent_at": self._base.now()}
                connection.execute(insert(sms_attempts).values(attempt))
            self._move(connection, row, state, **values)
        self._notify(row)
        return True

    def _move(self, connection: Connection, row: Row[Any], state: Sms, **values: Any) -> None:
        changed = {"state": state.value} | values
        connection.execute(update(sms_outbox).where(sms_outbox.c.sms_id == row.sms_id).values(changed))
        if row.payment_id is not None and state != row.state:
            bump(connection, [row.payment_id])

    def _notify(self, row: Row[Any]) -> None:
        if row.payment_id is not None:
            self._base.changes.notify(row.payment_id)

    def _quiet_until(self, message_class: str, now: Milliseconds) -> Milliseconds | None:
        release = quiet_until(message_class, hall_time(now))
        return None if release is None else int(release.timestamp()) * 1000

"""Questions that prove a customer: a code by SMS or the service password (F8, F10; field.md X27 and X28).

A number without a customer is asked, throttled and locked like any other, and every answer to it is wrong.
"""

import logging
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, TypeVar

from sqlalchemy import Connection, Row, delete, func, insert, select, update

from central import auth_rules
from central.auth_rules import SERVICE_PASSWORD, SMS_CODE
from central.base import Base
from central.billing import Account, SimulatedBilling
from central.failures import Failures
from central.identifiers import new_ulid
from central.masking import mask_number
from central.problems import ProblemError
from central.sms_outbox import NewSms, SmsOutbox
from central.sms_texts import VISIT_CODE, code_text
from central.times import Milliseconds, milliseconds
from central.visit_tables import auth_challenges, service_passwords
from central.visits import Granted, Visit, Visits

_log = logging.getLogger(__name__)
_HOUR: Milliseconds = 3600 * 1000
_KEPT: Milliseconds = 24 * _HOUR
_NOBODYS_SALT = "00" * 16
VISIT = "visit"
Done = TypeVar("Done")


@dataclass(frozen=True, slots=True)
class Opened:
    challenge_id: str
    expires_at: Milliseconds


class Challenges:
    """``key``: makes the hashes of codes worthless without this centre's key file."""

    def __init__(self, base: Base, billing: SimulatedBilling, outbox: SmsOutbox, visits: Visits, key: bytes) -> None:
        self._base = base
        self._billing = billing
        self._outbox = outbox
        self._visits = visits
        self._key = key
        self._failures = Failures(base)

    def open(self, visit: Visit, method: str, language: str, purpose: str = VISIT) -> Opened:
        """Ask. Sends a code if there is somebody to get one. 403 ``account-locked``, 429 ``rate-limited``; billing's
        BillingUnreachableError."""
        account = self._billing.account(visit.kind, visit.number)
        now = self._base.now()
        opened = Opened(new_ulid(now), now + milliseconds(self._base.settings.challenge_seconds))
        code = auth_rules.new_code()
        sent_to = _handset(account) if method == SMS_CODE else ""
        with self._base.database.write() as connection:
            connection.execute(delete(auth_challenges).where(auth_challenges.c.created_at < now - _KEPT))
            self._failures.check(connection, visit.kind, visit.number, method)
            if method == SMS_CODE:
                self._check_pause(connection, visit)
            row = _row(visit, opened, method, purpose)
            row |= {"created_at": now, "code_hash": self._hash(opened, code) if sent_to else ""}
            connection.execute(insert(auth_challenges).values(row))
            if sent_to:
                self._send(connection, visit, sent_to, code, language=language, purpose=purpose.partition(":")[0])
        return opened

    def verify(self, visit_of: tuple[str, str], challenge_id: str, secret: str, held: str | None) -> Granted:
        """The answer to a visit's challenge. ``visit_of``: terminal and visit. ``held``: the token of an earlier proof in
        this visit, whose proofs count on. Problems as ``settle``, and those of ``Visits.proved``."""
        row = self._read(visit_of, challenge_id)
        if row.purpose != VISIT:
            raise ProblemError("challenge-not-found", "this challenge confirms something else")
        visit = Visit(*visit_of, row.account_kind, row.account_number)
        earlier = self._visits.proved(visit, held) if held is not None else ()
        return self.settle(row, secret, lambda connection: self._visits.grant(connection, visit, {*earlier, row.method}))

    def confirm(
        self, visit: Visit, challenge_id: str, secret: str, purpose: str, act: Callable[[Connection], Done]
    ) -> Done:
        """The same for a code that confirms ``purpose``: ``act(connection)`` is done in the transaction that uses it up."""
        row = self._read((visit.kiosk_id, visit.visit_id), challenge_id)
        if row.purpose != purpose or (row.account_kind, row.account_number) != (visit.kind, visit.number):
            raise ProblemError("challenge-not-found", "this challenge confirms something else")
        return self.settle(row, secret, act)

    def settle(self, row: Row[Any], secret: str, act: Callable[[Connection], Done]) -> Done:
        """Judge and count one answer; ``act(connection)`` if it is right. 403 ``secret-wrong``, ``account-locked``,
        ``password-refused``; 409 ``challenge-over``."""
        whose = (row.account_kind, row.account_number, row.method)
        if row.method == SERVICE_PASSWORD and auth_rules.is_default_password(secret, row.account_number):
            raise ProblemError("password-refused", "change the password at the counter or by app, or ask for a code")
        right = self._is_right(row, secret)  # before the transaction: hashing takes its time, for everybody the same
        with self._base.database.write() as connection:
            self._failures.check(connection, *whose)
            tries = self._take_try(connection, row.challenge_id)
            if right:
                used = update(auth_challenges).where(auth_challenges.c.challenge_id == row.challenge_id)
                connection.execute(used.values(used_at=self._base.now()))
                self._failures.forgive(connection, *whose)
                return act(connection)
            until = self._failures.count(connection, *whose)
        _log.warning("CEN-401 wrong %s for %s at terminal %s", row.method, mask_number(row.account_number), row.kiosk_id)
        if until is not None:
            raise self._failures.locked(until)
        left = self._base.settings.challenge_tries - tries
        raise ProblemError("secret-wrong", "look again, or ask for a new one", tries_left=left)

    def _read(self, visit_of: tuple[str, str], challenge_id: str) -> Row[Any]:
        with self._base.database.read() as connection:
            row = connection.execute(select(auth_challenges).where(auth_challenges.c.challenge_id == challenge_id)).first()
        if row is None or (row.kiosk_id, row.visit_id) != visit_of:
            raise ProblemError("challenge-not-found", "there is no such challenge of this terminal and visit")
        return row

    def _take_try(self, connection: Connection, challenge_id: str) -> int:
        """How many there were with this one. 409 ``challenge-over`` if none is left."""
        here = auth_challenges.c.challenge_id == challenge_id
        row = connection.execute(select(auth_challenges).where(here).with_for_update()).one()
        reasons = {
            "used": row.used_at is not None,
            "expired": row.expires_at <= self._base.now(),
            "tries": row.tries >= self._base.settings.challenge_tries,
        }
        for reason, over in reasons.items():
            if over:
                raise ProblemError("challenge-over", "open a new challenge", reason=reason)
        connection.execute(update(auth_challenges).where(here).values(tries=row.tries + 1))
        return int(row.tries) + 1

    def _is_right(self, row: Row[Any], secret: str) -> bool:
        if row.method == SMS_CODE:
            asked = auth_rules.code_hash(self._key, row.challenge_id, secret)
            return auth_rules.same_hash(asked, row.code_hash)
        whose = (service_passwords.c.kind == row.account_kind, service_passwords.c.number == row.account_number)
        with self._base.database.read() as connection:
            known = connection.execute(select(service_passwords).where(*whose)).first()
        salt, expected = (known.salt, known.hash) if known is not None else (_NOBODYS_SALT, "")
        return auth_rules.same_hash(auth_rules.password_hash(salt, secret), expected)

    def _check_pause(self, connection: Connection, visit: Visit) -> None:
        """At most so many codes to one number, whoever asks (field.md X27). Counted on the disk: no restart forgives."""
        now, settings = self._base.now(), self._base.settings
        limits = (
            (settings.code_pause_seconds * 1000, 1),
            (_HOUR, settings.codes_per_hour),
            (_KEPT, settings.codes_per_day),
        )
        columns = auth_challenges.c
        of_number = (columns.account_kind == visit.kind, columns.account_number == visit.number, columns.method == SMS_CODE)
        for length, most in limits:
            inside = (*of_number, columns.created_at > now - length)
            count, oldest = connection.execute(select(func.count(), func.min(columns.created_at)).where(*inside)).one()
            if count >= most:
                wait = max(1, -(-(oldest + length - now) // 1000))
                raise ProblemError("rate-limited", "a code was sent to this number already", retry_after=wait)

    def _send(self, connection: Connection, visit: Visit, to: str, code: str, **words: str) -> None:
        """``words``: language and purpose. What is written down has stars for the code."""
        seconds = self._base.settings.challenge_seconds
        text, written = (
            code_text(**words, code=shown, number=visit.number, seconds=seconds) for shown in (code, "*" * len(code))
        )
        message = NewSms(None, VISIT_CODE, "code", visit.kind, visit.number, to, True, written)
        self._outbox.enqueue_secret(connection, message, text, self._base.after(seconds))

    def _hash(self, opened: Opened, code: str) -> str:
        return auth_rules.code_hash(self._key, opened.challenge_id, code)


def _handset(account: Account | None) -> str:
    """Empty: nobody could read a code there now."""
    if account is None or account.condition != "open" or not account.sms_reachable:
        return ""
    return account.sms_number


def _row(visit: Visit, opened: Opened, method: str, purpose: str) -> dict[str, Any]:
    return {
        "challenge_id": opened.challenge_id,
        "kiosk_id": visit.kiosk_id,
        "visit_id": visit.visit_id,
        "account_kind": visit.kind,
        "account_number": visit.number,
        "method": method,
        "purpose": purpose,
        "tries": 0,
        "expires_at": opened.expires_at,
        "used_at": None,
    }

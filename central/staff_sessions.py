"""Log-ins to the hall pages: a random token in a cookie, its hash in the table (trust.md S3)."""

import hmac
import logging
import re
from dataclasses import dataclass

from sqlalchemy import Connection, delete, insert, select, update

from central.audit import record
from central.base import Base
from central.identifiers import new_token, token_hash
from central.staff import STAFF_ID, Person, person_of
from central.staff_locks import count_try, forgive, lock_length
from central.staff_secrets import Secrets
from central.staff_tables import staff, staff_sessions
from central.times import Milliseconds, milliseconds

_log = logging.getLogger(__name__)
_WRITTEN_AGAIN: Milliseconds = 15_000  # not every page of a busy minute has to write


class LogInRefusedError(Exception):
    """``wait``: milliseconds until the next try counts; 0: wrong id or password, which of the two is not said."""

    def __init__(self, wait: Milliseconds) -> None:
        super().__init__("locked" if wait else "wrong id or password")
        self.wait = wait


@dataclass(frozen=True, slots=True)
class Session:
    person: Person
    form_secret: str

    def knows(self, form_secret: str) -> bool:
        """Does this form come from a page of this very log-in?"""
        return hmac.compare_digest(self.form_secret.encode(), form_secret.encode("utf-8", "replace"))


class StaffSessions:
    def __init__(self, base: Base, hashes: Secrets) -> None:
        self._base = base
        self._hashes = hashes

    def log_in(self, staff_id: str, password: str) -> str:
        """The new session's token. Raises LogInRefusedError."""
        person = self.prove(staff_id, password)
        token, now = new_token(), self._base.now()
        row = {"token_hash": token_hash(token), "staff_id": person.staff_id, "begun_at": now, "used_at": now}
        with self._base.database.write() as connection:
            self._forget_old(connection)
            connection.execute(insert(staff_sessions).values(row | {"form_secret": new_token()}))
            record(connection, now, person.staff_id, "log_in", hall="", subject=person.staff_id)
        return token

    def prove(self, staff_id: str, password: str) -> Person:
        """Who has this id and this password. Raises LogInRefusedError.

        A try is counted before it is looked at: many at once have no more tries than one after the other.
        """
        if re.fullmatch(STAFF_ID, staff_id) is None:
            raise LogInRefusedError(0)
        failures = self._count(staff_id)
        with self._base.database.read() as connection:
            row = connection.execute(select(staff).where(staff.c.staff_id == staff_id)).first()
        right = self._hashes.fits(row.password_hash if row is not None else None, password)
        if row is None or not right or not row.enabled:
            self._refused(staff_id, failures)
            raise LogInRefusedError(0)
        with self._base.database.write() as connection:
            forgive(connection, staff_id)
        return person_of(row)

    def read(self, token: str, *, by_hand: bool) -> Session | None:
        """The log-in behind a cookie; None: over. ``by_hand``: a person did something, which a page that refreshes itself
        did not."""
        now = self._base.now()
        mine = staff_sessions.c.token_hash == token_hash(token)
        joined = select(staff, staff_sessions).join_from(staff, staff_sessions)
        with self._base.database.read() as connection:
            row = connection.execute(joined.where(mine)).first()
        if row is None or not row.enabled or self._is_over(row.begun_at, row.used_at, now):
            return None
        if by_hand and now > row.used_at + _WRITTEN_AGAIN:
            with self._base.database.write() as connection:
                connection.execute(update(staff_sessions).where(mine).values(used_at=now))
        return Session(person_of(row), row.form_secret)

    def log_out(self, token: str, staff_id: str) -> None:
        with self._base.database.write() as connection:
            connection.execute(delete(staff_sessions).where(staff_sessions.c.token_hash == token_hash(token)))
            record(connection, self._base.now(), staff_id, "log_out", hall="", subject=staff_id)

    def _count(self, staff_id: str) -> int:
        now = self._base.now()
        with self._base.database.write() as connection:
            wait, failures = count_try(connection, staff_id, now)
            if wait:
                raise LogInRefusedError(wait)
            return failures

    def _refused(self, staff_id: str, failures: int) -> None:
        _log.warning("CEN-402 a log-in to the hall pages as %s was refused, try %s", staff_id, failures)
        act = "locked" if lock_length(failures) else "refused"
        with self._base.database.write() as connection:
            record(connection, self._base.now(), staff_id, act, hall="", subject=staff_id, detail=f"try {failures}")

    def _is_over(self, begun_at: Milliseconds, used_at: Milliseconds, now: Milliseconds) -> bool:
        settings = self._base.settings
        idle = now - used_at > milliseconds(settings.session_idle_seconds)
        return idle or now - begun_at > milliseconds(settings.session_longest_seconds)

    def _forget_old(self, connection: Connection) -> None:
        old = self._base.now() - milliseconds(self._base.settings.session_idle_seconds)
        connection.execute(delete(staff_sessions).where(staff_sessions.c.used_at < old))

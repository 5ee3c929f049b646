"""Who is calling: enrolment tokens for terminals, session tokens for their calls. Only hashes are kept."""

import hmac
from dataclasses import dataclass

from sqlalchemy import delete, func, insert, select, update

from central.database import Database, insert_once
from central.identifiers import new_token, token_hash
from central.problems import ProblemError
from central.settings import Settings
from central.tables import heartbeats, kiosks, payments, session_nonces, sessions
from central.times import Milliseconds, Now, milliseconds, parse, render


@dataclass(frozen=True, slots=True)
class NewSession:
    token: str
    expires_at: Milliseconds
    server_time: Milliseconds
    highest_kiosk_seq: int


class Enrolment:
    """Makes terminals and sessions, and says whose session a token is."""

    def __init__(self, database: Database, now: Now, settings: Settings) -> None:
        self._database = database
        self._now = now
        self._settings = settings

    def enrol(self, kiosk_id: str, hall: str) -> str:
        """Create or renew a terminal; gives its new enrolment token. The old token and all old sessions end."""
        token = new_token()
        row = {"hall": hall, "enabled": True, "enrolment_hash": token_hash(token)}
        with self._database.write() as connection:
            fresh = insert_once(connection, kiosks, row | {"kiosk_id": kiosk_id, "created_at": self._now()})
            if not fresh:
                connection.execute(update(kiosks).where(kiosks.c.kiosk_id == kiosk_id).values(row))
                connection.execute(delete(sessions).where(sessions.c.kiosk_id == kiosk_id))
        return token

    def switch_off(self, kiosk_id: str) -> bool:
        """From now on every call of this terminal is answered 403 ``kiosk-disabled``; enrolling again ends that."""
        with self._database.write() as connection:
            changed = connection.execute(update(kiosks).where(kiosks.c.kiosk_id == kiosk_id).values(enabled=False))
            return changed.rowcount == 1

    def open_session(self, kiosk_id: str, token: str, nonce: str, sent_at: str, software: str) -> NewSession:
        """401 ``enrolment-refused``, ``clock-skew``, ``nonce-reused``; 403 ``kiosk-disabled``."""
        now = self._now()
        session_token = new_token()
        expires_at = now + milliseconds(self._settings.session_seconds)
        with self._database.write() as connection:
            kiosk = connection.execute(select(kiosks).where(kiosks.c.kiosk_id == kiosk_id)).first()
            if kiosk is None or not hmac.compare_digest(kiosk.enrolment_hash, token_hash(token)):
                raise ProblemError("enrolment-refused", "this token does not enrol this terminal; have it enrolled anew")
            if not kiosk.enabled:
                raise ProblemError("kiosk-disabled", f"terminal {kiosk_id} is switched off at the centre")
            self._check_clock(sent_at, now)
            old = now - 2 * milliseconds(self._settings.clock_skew_seconds)
            connection.execute(delete(session_nonces).where(session_nonces.c.seen_at < old))
            if not insert_once(connection, session_nonces, {"kiosk_id": kiosk_id, "nonce": nonce, "seen_at": now}):
                raise ProblemError("nonce-reused", "use a new random nonce for every session")
            connection.execute(delete(sessions).where(sessions.c.kiosk_id == kiosk_id, sessions.c.expires_at <= now))
            session = {"token_hash": token_hash(session_token), "kiosk_id": kiosk_id, "software": software}
            connection.execute(insert(sessions).values(session | {"created_at": now, "expires_at": expires_at}))
            sent = connection.scalar(select(func.max(payments.c.kiosk_seq)).where(payments.c.kiosk_id == kiosk_id))
            told = connection.scalar(select(heartbeats.c.highest_kiosk_seq).where(heartbeats.c.kiosk_id == kiosk_id))
        return NewSession(session_token, expires_at, now, max(sent or 0, told or 0))

    def kiosk_of(self, session_token: str) -> str:
        """Whose session it is. 401 ``session-expired`` also for a token never seen: enrolling again cures both."""
        with self._database.read() as connection:
            query = select(kiosks.c.kiosk_id, kiosks.c.enabled, sessions.c.expires_at).join_from(sessions, kiosks)
            row = connection.execute(query.where(sessions.c.token_hash == token_hash(session_token))).first()
        if row is None or row.expires_at <= self._now():
            raise ProblemError("session-expired", "the session has ended or is not known here; enrol again")
        if not row.enabled:
            raise ProblemError("kiosk-disabled", f"terminal {row.kiosk_id} is switched off at the centre")
        return str(row.kiosk_id)

    def _check_clock(self, sent_at: str, now: Milliseconds) -> None:
        limit = self._settings.clock_skew_seconds
        skew = abs(parse(sent_at) - now) / 1000
        if skew > limit:
            raise ProblemError(
                "clock-skew",
                f"sent_at is {skew:.0f} s away from the centre's clock, allowed are {limit} s",
                server_time=render(now),
            )

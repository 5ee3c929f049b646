"""Who is calling: enrolment tokens for terminals, and the key that each terminal has bound with its token.

Of a token only its SHA-256 is kept. The first session after ``enrol`` binds the terminal's key; from then on the token
is good for nothing but the same key, until ``enrol`` is run again.
"""

import hmac
import json
import re
from dataclasses import dataclass

from sqlalchemy import Connection, delete, func, select, update

from central.database import Database, insert_once
from central.enrolment_proof import centre_proof, terminal_proof
from central.identifiers import new_token, token_hash
from central.keys import public_key
from central.problems import ProblemError
from central.schemas import KEY_LINE
from central.tables import heartbeats, kiosks, payments, terminal_keys
from central.times import Milliseconds, Now


@dataclass(frozen=True, slots=True)
class NewSession:
    """What the centre remembers of a terminal that opens a session."""

    server_time: Milliseconds
    highest_kiosk_seq: int
    journal_count: int
    journal_head: str


@dataclass(frozen=True, slots=True)
class Offer:
    """A key that a terminal wants bound, with the token's proof checked."""

    kiosk_id: str
    terminal_key: str
    enrolment_hash: str

    def centre_proof(self, centre_key: str) -> str:
        return centre_proof(self.enrolment_hash, self.kiosk_id, self.terminal_key, centre_key)


class Enrolment:
    """Makes terminals, binds their keys, and says whose key is whose."""

    def __init__(self, database: Database, now: Now) -> None:
        self._database = database
        self._now = now

    def enrol(self, kiosk_id: str, hall: str) -> str:
        """Create or renew a terminal; gives its new enrolment token. The old token and the bound key end."""
        token = new_token()
        row = {"hall": hall, "enabled": True, "enrolment_hash": token_hash(token)}
        with self._database.write() as connection:
            fresh = insert_once(connection, kiosks, row | {"kiosk_id": kiosk_id, "created_at": self._now()})
            if not fresh:
                connection.execute(update(kiosks).where(kiosks.c.kiosk_id == kiosk_id).values(row))
                connection.execute(delete(terminal_keys).where(terminal_keys.c.kiosk_id == kiosk_id))
        return token

    def switch_off(self, kiosk_id: str) -> bool:
        """From now on every call of this terminal is answered 403 ``kiosk-disabled``; enrolling again ends that."""
        with self._database.write() as connection:
            changed = connection.execute(update(kiosks).where(kiosks.c.kiosk_id == kiosk_id).values(enabled=False))
            return changed.rowcount == 1

    def check_enabled(self, kiosk_id: str) -> None:
        """403 ``kiosk-disabled``."""
        with self._database.read() as connection:
            if not connection.scalar(select(kiosks.c.enabled).where(kiosks.c.kiosk_id == kiosk_id)):
                raise ProblemError("kiosk-disabled", f"terminal {kiosk_id} is switched off at the centre")

    def bound_key(self, kiosk_id: str) -> str:
        """The terminal's public key (a line of ``keys``). 401 ``not-enrolled``."""
        with self._database.read() as connection:
            key = _bound_key(connection, kiosk_id)
        if key is None:
            raise ProblemError("not-enrolled", "no key is bound for this terminal; open a session with its enrolment token")
        return key

    def offered(self, kiosk_id: str, body: bytes) -> Offer | None:
        """The key that the body of a session request offers, as far as the token proves it; None when it offers none.

        401 ``enrolment-refused``, 403 ``key-mismatch``. Nothing else of the body is looked at: its signature comes next.
        """
        try:
            said = json.loads(body)
        except (ValueError, RecursionError):
            return None
        key, proof = (said.get("terminal_key"), said.get("token_proof")) if isinstance(said, dict) else (None, None)
        if key is None and proof is None:
            return None
        with self._database.read() as connection:
            return _proved(connection, kiosk_id, key, proof)

    def open_session(self, kiosk_id: str, key: str | None, proof: str | None) -> tuple[NewSession, Offer | None]:
        """For a terminal at the door, by its signature. A key that was offered is bound in the same transaction."""
        offer = None
        with self._database.write() as connection:
            if key is not None and proof is not None:
                offer = _proved(connection, kiosk_id, key, proof)
                row = {"kiosk_id": kiosk_id, "public_key": key, "bound_at": self._now()}
                insert_once(connection, terminal_keys, row)
            return self._remembered(connection, kiosk_id), offer

    def _remembered(self, connection: Connection, kiosk_id: str) -> NewSession:
        sent = connection.scalar(select(func.max(payments.c.kiosk_seq)).where(payments.c.kiosk_id == kiosk_id))
        beat = connection.execute(select(heartbeats).where(heartbeats.c.kiosk_id == kiosk_id)).first()
        if beat is None:
            return NewSession(self._now(), sent or 0, 0, "")
        highest = max(sent or 0, beat.highest_kiosk_seq)
        return NewSession(self._now(), highest, beat.journal_count, beat.journal_head)


def _bound_key(connection: Connection, kiosk_id: str) -> str | None:
    key: str | None = connection.scalar(select(terminal_keys.c.public_key).where(terminal_keys.c.kiosk_id == kiosk_id))
    return key


def _proved(connection: Connection, kiosk_id: str, key: object, proof: object) -> Offer:
    if not isinstance(key, str) or not isinstance(proof, str) or not re.fullmatch(KEY_LINE, key):
        raise ProblemError("enrolment-refused", "terminal_key and token_proof must go together, each as its one text")
    kept = connection.scalar(select(kiosks.c.enrolment_hash).where(kiosks.c.kiosk_id == kiosk_id))
    expected = "" if kept is None else terminal_proof(kept, kiosk_id, key)
    if kept is None or not hmac.compare_digest(expected.encode(), proof.encode("utf-8", "replace")):
        raise ProblemError("enrolment-refused", "this token does not enrol this terminal; have it enrolled anew")
    try:
        public_key(key)
    except ValueError as problem:
        raise ProblemError("enrolment-refused", f"terminal_key: {problem}") from problem
    if _bound_key(connection, kiosk_id) not in (None, key):
        raise ProblemError("key-mismatch", "another key is bound for this terminal; have it enrolled anew")
    return Offer(kiosk_id, key, kept)

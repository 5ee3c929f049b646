"""The token of a visit that has proved who it is: bound to terminal, visit and number, and short-lived (F8, F9)."""

from collections.abc import Collection
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Connection, Row, delete, insert, select, update

from central.auth_rules import Scope, missing_method, scopes_of
from central.base import Base
from central.identifiers import new_token, token_hash
from central.problems import ProblemError
from central.times import Milliseconds, milliseconds
from central.visit_tables import auth_challenges, visit_tokens

_KEPT: Milliseconds = 24 * 3600 * 1000


@dataclass(frozen=True, slots=True)
class Visit:
    """One customer in front of one terminal, asking about one number."""

    kiosk_id: str
    visit_id: str
    kind: str
    number: str


@dataclass(frozen=True, slots=True)
class Granted:
    """``token`` is told once; the database has its hash only."""

    token: str
    methods: tuple[str, ...]
    expires_at: Milliseconds


class Visits:
    """``grant`` takes part in the caller's transaction; the rest opens its own."""

    def __init__(self, base: Base) -> None:
        self._base = base

    def grant(self, connection: Connection, visit: Visit, methods: Collection[str]) -> Granted:
        """A new token for these proofs. It ends every earlier one of the visit, those of another number too."""
        now = self._base.now()
        connection.execute(delete(visit_tokens).where(visit_tokens.c.expires_at < now - _KEPT))
        self._end_tokens(connection, visit.kiosk_id, visit.visit_id)
        granted = Granted(new_token(), tuple(sorted(methods)), now + milliseconds(self._base.settings.visit_token_seconds))
        row = {
            "token_hash": token_hash(granted.token),
            "kiosk_id": visit.kiosk_id,
            "visit_id": visit.visit_id,
            "account_kind": visit.kind,
            "account_number": visit.number,
            "methods": " ".join(granted.methods),
            "created_at": now,
            "expires_at": granted.expires_at,
            "ended_at": None,
        }
        connection.execute(insert(visit_tokens).values(row))
        return granted

    def proved(self, visit: Visit, token: str) -> tuple[str, ...]:
        """What this token has proved. 403 ``visit-token-invalid`` for a token of anybody else, ``visit-expired``."""
        with self._base.database.read() as connection:
            row = connection.execute(select(visit_tokens).where(visit_tokens.c.token_hash == token_hash(token))).first()
        if row is None or _visit_of(row) != visit:
            raise ProblemError("visit-token-invalid", "the token is not of this terminal, visit and number")
        if row.ended_at is not None or row.expires_at <= self._base.now():
            raise ProblemError("visit-expired", "ask the customer to identify again")
        return tuple(row.methods.split())

    def require(self, visit: Visit, token: str, scope: Scope) -> None:
        """As ``proved``, and 403 ``scope-missing`` with the proof to ask for as ``reason``."""
        methods = self.proved(visit, token)
        if scope not in scopes_of(methods):
            raise ProblemError("scope-missing", f"{scope} needs one more proof", reason=missing_method(methods))

    def end(self, kiosk_id: str, visit_id: str) -> None:
        """Nothing of this visit opens anything any more. As often as wanted."""
        mine = (auth_challenges.c.kiosk_id == kiosk_id, auth_challenges.c.visit_id == visit_id)
        with self._base.database.write() as connection:
            self._end_tokens(connection, kiosk_id, visit_id)
            open_ones = update(auth_challenges).where(*mine, auth_challenges.c.used_at.is_(None))
            connection.execute(open_ones.values(used_at=self._base.now()))

    def _end_tokens(self, connection: Connection, kiosk_id: str, visit_id: str) -> None:
        mine = (visit_tokens.c.kiosk_id == kiosk_id, visit_tokens.c.visit_id == visit_id, visit_tokens.c.ended_at.is_(None))
        connection.execute(update(visit_tokens).where(*mine).values(ended_at=self._base.now()))


def _visit_of(row: Row[Any]) -> Visit:
    return Visit(row.kiosk_id, row.visit_id, row.account_kind, row.account_number)

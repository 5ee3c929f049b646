"""A second person's approval from another place: through the hall page, or without a line by challenge and response
(contract, Staff; field.md X12, X18; trust.md S4)."""

import hashlib
import hmac
import logging
from dataclasses import dataclass
from typing import Any, Final, Literal

from sqlalchemy import Row, select, update

from central.audit import record
from central.base import Base
from central.database import insert_once
from central.problems import ProblemError
from central.staff_rights import Role, StaffRefusedError, hall_of, require
from central.staff_tables import approvals
from central.tables import kiosks
from central.times import Milliseconds, milliseconds

_log = logging.getLogger(__name__)

Act = Literal["box_swap", "settle", "release", "unlock"]
State = Literal["open", "approved", "refused", "expired"]
NEEDS: Final[dict[Act, Role]] = {"box_swap": "cash", "settle": "cash", "release": "admin", "unlock": "admin"}
_DIGITS: Final = 8


# ---- without a line: pure; the terminal has the same in its own code ---------------------------------------------------


def approval_key(centre_secret: bytes, kiosk_id: str) -> bytes:
    """32 bytes that this terminal and the centre share; they travel in the signed answer about its staff."""
    return hmac.new(centre_secret, kiosk_id.encode("ascii"), hashlib.sha256).digest()


def challenge(key: bytes, kiosk_id: str, act: str, *, by: str, act_id: str, fen: int) -> str:
    """Eight digits over what is to be approved; ``act_id``: the act's own id, so that no code is good for two acts."""
    return _digits(key, "challenge", kiosk_id, act, by, act_id, str(fen))


def response(key: bytes, challenge_digits: str, staff_id: str) -> str:
    """Eight digits that only the centre gives, to the person who is logged in there."""
    return _digits(key, "response", challenge_digits, staff_id)


def _digits(key: bytes, *lines: str) -> str:
    """RFC 4226, 5.3: dynamic truncation to 31 bits by the last nibble, here of HMAC-SHA-256, then the last eight digits."""
    whole = hmac.new(key, "\n".join(lines).encode("utf-8"), hashlib.sha256).digest()
    offset = whole[-1] & 0x0F
    number = int.from_bytes(whole[offset : offset + 4], "big") & 0x7FFFFFFF
    return f"{number % 10**_DIGITS:0{_DIGITS}d}"


# ---- through the hall page ---------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Approval:
    """``decided_by`` only of one that is approved or refused."""

    approval_id: str
    kiosk_id: str
    hall: str
    act: str
    what: str
    fen: int
    by: str
    asked_at: Milliseconds
    expires_at: Milliseconds
    state: State
    decided_by: str | None


class Approvals:
    """Terminals ask, people decide. ``secret``: 32 bytes that only this centre can make again (``keys.secret_for``)."""

    def __init__(self, base: Base, secret: bytes) -> None:
        self._base = base
        self._secret = secret

    def key_for(self, kiosk_id: str) -> bytes:
        """What ``GET /v1/kiosks/{id}/staff`` gives as ``approval_key``."""
        return approval_key(self._secret, kiosk_id)

    def ask(self, approval_id: str, kiosk_id: str, act: Act, *, what: str, fen: int, by: str) -> tuple[Approval, bool]:
        """A terminal asks; true: it is new. The same question again is answered with what became of it.
        409 ``approval-differs`` when the id was used to ask something else."""
        now = self._base.now()
        asked = {"approval_id": approval_id, "kiosk_id": kiosk_id, "act": act, "what": what, "fen": fen, "by": by}
        row = asked | {"asked_at": now, "expires_at": now + milliseconds(self._base.settings.approval_seconds)}
        with self._base.database.write() as connection:
            is_new = insert_once(connection, approvals, row | {"state": "open"})
            kept = connection.execute(_one(approval_id)).one()
            if any(kept._mapping[name] != value for name, value in asked.items()):
                raise ProblemError("approval-differs", f"{approval_id} asked for something else before")
            if is_new:
                record(
                    connection, now, by, f"ask:{act}", hall=kept.hall, subject=kiosk_id, detail=f"{approval_id} {fen} fen"
                )
        return self._shown(kept), is_new

    def read(self, approval_id: str) -> Approval | None:
        with self._base.database.read() as connection:
            row = connection.execute(_one(approval_id)).first()
        return None if row is None else self._shown(row)

    def waiting(self) -> list[Approval]:
        """What nobody has decided yet and may still be decided; the oldest first. A page shows its person's halls only."""
        query = _all().where(approvals.c.state == "open", approvals.c.expires_at > self._base.now())
        with self._base.database.read() as connection:
            rows = connection.execute(query.order_by(approvals.c.asked_at)).all()
        return [self._shown(row) for row in rows]

    def decide(self, approval_id: str, staff_id: str, *, approve: bool) -> Approval:
        """By somebody else than who asked, with the act's role in the terminal's hall, in time, once.

        Raises StaffRefusedError: ``not-there``, ``same-person``, ``over``, and those of ``staff_rights.require``.
        """
        now = self._base.now()
        state = "approved" if approve else "refused"
        with self._base.database.write() as connection:
            row = connection.execute(_one(approval_id).with_for_update(of=approvals)).first()
            if row is None:
                raise StaffRefusedError("not-there", f"there is no request {approval_id}")
            require(connection, staff_id, NEEDS[row.act], row.hall)
            if row.by == staff_id:
                raise StaffRefusedError("same-person", "who asked can't be the second person")
            if (row.state, row.decided_by) == (state, staff_id):
                return self._shown(row)  # pressed twice
            if row.state != "open" or row.expires_at <= now:
                raise StaffRefusedError("over", "this request is decided or too old; let the terminal ask again")
            decided = {"state": state, "decided_by": staff_id, "decided_at": now}
            connection.execute(update(approvals).where(approvals.c.approval_id == approval_id).values(decided))
            detail = f"{approval_id} asked by {row.by}, {row.fen} fen"
            record(connection, now, staff_id, f"{state}:{row.act}", hall=row.hall, subject=row.kiosk_id, detail=detail)
            row = connection.execute(_one(approval_id)).one()
        _log.info("CEN-701 request %s of terminal %s for %s: %s by %s", approval_id, row.kiosk_id, row.act, state, staff_id)
        self._base.changes.notify(approval_id)
        return self._shown(row)

    def answer_offline(self, kiosk_id: str, challenge_digits: str, staff_id: str, act: Act) -> str:
        """The response for a terminal without a line, for the person who is logged in at the hall page; in the audit.

        The terminal takes it only with this ``staff_id``, from somebody else than who asked, for that act, once.
        Raises StaffRefusedError as ``decide`` does, ``differs`` when the challenge is not eight digits.
        """
        if len(challenge_digits) != _DIGITS or not (challenge_digits.isascii() and challenge_digits.isdigit()):
            raise StaffRefusedError("differs", "the challenge is the eight digits that the terminal shows")
        with self._base.database.write() as connection:
            hall = hall_of(connection, kiosk_id)
            if not hall:
                raise StaffRefusedError("not-there", f"there is no terminal {kiosk_id}")
            require(connection, staff_id, NEEDS[act], hall)
            at = self._base.now()
            record(connection, at, staff_id, f"offline:{act}", hall=hall, subject=kiosk_id, detail=challenge_digits)
        return response(self.key_for(kiosk_id), challenge_digits, staff_id)

    def _shown(self, row: Row[Any]) -> Approval:
        late = row.state == "open" and row.expires_at <= self._base.now()
        return Approval(
            approval_id=row.approval_id,
            kiosk_id=row.kiosk_id,
            hall=row.hall,
            act=row.act,
            what=row.what,
            fen=row.fen,
            by=row.by,
            asked_at=row.asked_at,
            expires_at=row.expires_at,
            state="expired" if late else row.state,
            decided_by=row.decided_by,
        )


def _all() -> Any:
    return select(approvals, kiosks.c.hall).join_from(approvals, kiosks, approvals.c.kiosk_id == kiosks.c.kiosk_id)


def _one(approval_id: str) -> Any:
    return _all().where(approvals.c.approval_id == approval_id)

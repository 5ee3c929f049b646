"""Commands for terminals, given at the centre: expiring, done once by their id, audited; and the fault bundles that come
back (contract, Commands; features.md F62)."""

import logging
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Final, Literal

from sqlalchemy import Connection, Row, func, insert, select, update

from central.audit import record
from central.base import Base
from central.health_tables import commands
from central.identifiers import new_ulid
from central.problems import ProblemError
from central.staff_rights import Role, StaffRefusedError, hall_of, require
from central.times import Milliseconds, milliseconds

_log = logging.getLogger(__name__)

What = Literal["restart", "out_of_service", "in_service", "sync_config", "fetch_bundle", "print_test", "dial_test"]
NEEDS: Final[dict[str, Role]] = {
    "restart": "operate",
    "out_of_service": "operate",
    "in_service": "operate",
    "sync_config": "operate",
    "fetch_bundle": "operate",
    "print_test": "operate",
    "dial_test": "operate",
}
_LONGEST_SECONDS: Final = 24 * 3600.0
_MOST_OPEN: Final = 20


@dataclass(frozen=True, slots=True)
class CommandGiven:
    """``outcome`` null: the terminal has not said anything, and may still do it; ``expired`` is also what nobody did."""

    command_id: str
    kiosk_id: str
    what: What
    argument: str
    by: str
    issued_at: Milliseconds
    expires_at: Milliseconds
    outcome: str | None
    detail: str
    ended_at: Milliseconds | None


class Commands:
    def __init__(self, base: Base) -> None:
        self._base = base

    def give(self, kiosk_id: str, what: str, by: str, *, seconds: float, argument: str = "") -> CommandGiven:
        """A person of the terminal's hall gives a command; the terminal hears of it at once if it is listening.

        Raises StaffRefusedError: ``not-there``, ``differs`` (no such command, or no such time), ``over`` (too many wait
        already), and those of ``staff_rights.require``.
        """
        if what not in NEEDS:
            raise StaffRefusedError("differs", f"the command is one of {', '.join(NEEDS)}")
        if not 0 < seconds <= _LONGEST_SECONDS:
            raise StaffRefusedError("differs", "a command is good for a second to a day")
        now = self._base.now()
        row: dict[str, Any] = {
            "command_id": new_ulid(now),
            "kiosk_id": kiosk_id,
            "what": what,
            "argument": argument,
            "by": by,
        }
        row |= {"issued_at": now, "expires_at": now + milliseconds(seconds)}
        with self._base.database.write() as connection:
            hall = hall_of(connection, kiosk_id)
            if not hall:
                raise StaffRefusedError("not-there", f"there is no terminal {kiosk_id}")
            require(connection, by, NEEDS[what], hall)
            if self.pending(connection, kiosk_id) >= _MOST_OPEN:
                raise StaffRefusedError("over", f"{_MOST_OPEN} commands wait for {kiosk_id} already")
            connection.execute(insert(commands).values(row))
            detail = f"{row['command_id']} {argument}".strip()
            record(connection, now, by, f"command:{what}", hall=hall, subject=kiosk_id, detail=detail)
            kept = connection.execute(select(commands).where(commands.c.command_id == row["command_id"])).one()
        _log.info("CEN-721 command %s for %s: %s, by %s", kept.command_id, kiosk_id, what, by)
        self._base.changes.notify(waits_for(kiosk_id))
        return self._shown(kept)

    def open_for(self, kiosk_id: str) -> list[CommandGiven]:
        """What the terminal may still do, in the order given."""
        query = select(commands).where(*_open(kiosk_id, self._base.now())).order_by(commands.c.command_id)
        with self._base.database.read() as connection:
            return [self._shown(row) for row in connection.execute(query)]

    def pending(self, connection: Connection, kiosk_id: str) -> int:
        """``commands_pending`` of a heartbeat's answer, in the caller's transaction."""
        query = select(func.count()).select_from(commands).where(*_open(kiosk_id, self._base.now()))
        return connection.scalar(query) or 0

    def ended(self, kiosk_id: str, command_id: str, outcome: str, detail: str, at: Milliseconds) -> None:
        """The terminal tells what became of it; the first word counts. 404 ``command-not-found``."""
        mine = (commands.c.command_id == command_id, commands.c.kiosk_id == kiosk_id)
        with self._base.database.write() as connection:
            row = connection.execute(select(commands).where(*mine).with_for_update()).first()
            if row is None:
                raise ProblemError("command-not-found", f"there is no command {command_id} for {kiosk_id}")
            if row.outcome is not None:
                if row.outcome != outcome:
                    _log.warning("CEN-722 command %s was %s, and is told as %s now", command_id, row.outcome, outcome)
                return
            told = {"outcome": outcome, "detail": detail, "ended_at": at}
            connection.execute(update(commands).where(*mine).values(told))
            text = f"{command_id} given by {row.by}: {outcome} {detail}"
            hall = hall_of(connection, kiosk_id)
            record(connection, self._base.now(), row.by, "command_ended", hall=hall, subject=kiosk_id, detail=text)

    def find(self, kiosk_id: str, command_id: str) -> CommandGiven:
        """404 ``command-not-found``."""
        mine = (commands.c.command_id == command_id, commands.c.kiosk_id == kiosk_id)
        with self._base.database.read() as connection:
            row = connection.execute(select(commands).where(*mine)).first()
        if row is None:
            raise ProblemError("command-not-found", f"there is no command {command_id} for {kiosk_id}")
        return self._shown(row)

    def of_kiosk(self, kiosk_id: str, limit: int = 50) -> Sequence[CommandGiven]:
        """The newest first."""
        query = select(commands).where(commands.c.kiosk_id == kiosk_id).order_by(commands.c.command_id.desc())
        with self._base.database.read() as connection:
            return [self._shown(row) for row in connection.execute(query.limit(limit))]

    def _shown(self, row: Row[Any]) -> CommandGiven:
        late = row.outcome is None and row.expires_at <= self._base.now()
        return CommandGiven(
            command_id=row.command_id,
            kiosk_id=row.kiosk_id,
            what=row.what,
            argument=row.argument,
            by=row.by,
            issued_at=row.issued_at,
            expires_at=row.expires_at,
            outcome="expired" if late else row.outcome,
            detail=row.detail or "",
            ended_at=row.ended_at,
        )


def waits_for(kiosk_id: str) -> str:
    """What the long poll of this terminal waits on."""
    return f"commands:{kiosk_id}"


def _open(kiosk_id: str, now: Milliseconds) -> tuple[Any, ...]:
    return (commands.c.kiosk_id == kiosk_id, commands.c.outcome.is_(None), commands.c.expires_at > now)

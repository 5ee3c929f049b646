"""Wrong passwords lock the person, not the door: 1, 2, 4 … minutes from the fifth, 30 from the tenth (trust.md S3).

Counted by the id that was typed, also when it is nobody's: whoever tries ids learns nothing from being locked out.
"""

from typing import Final

from sqlalchemy import Connection, delete, select, update

from central.database import insert_once
from central.staff_tables import staff_failures
from central.times import Milliseconds

_FREE_TRIES: Final = 4
_TENTH: Final = 10
_MINUTE: Final[Milliseconds] = 60_000
_LONGEST: Final[Milliseconds] = 30 * _MINUTE
_FORGOTTEN: Final[Milliseconds] = 7 * 24 * 3_600_000  # ids typed wrong once must not fill the disk


def lock_length(failures: int) -> Milliseconds:
    """How long so many wrong passwords in a row keep somebody out."""
    if failures <= _FREE_TRIES:
        return 0
    return _LONGEST if failures >= _TENTH else min(_MINUTE << (failures - _FREE_TRIES - 1), _LONGEST)


def count_try(connection: Connection, staff_id: str, now: Milliseconds) -> tuple[Milliseconds, int]:
    """One more try, counted as a wrong one until it is forgiven: what is left of the lock (0: none; then it is counted),
    and how many there were in a row. A clock that was set back makes a lock no shorter.

    Whoever tries at the same moment waits for the row: many at once have no more tries than one after the other.
    """
    mine = staff_failures.c.staff_id == staff_id
    if insert_once(connection, staff_failures, {"staff_id": staff_id, "failures": 0, "failed_at": now}):
        connection.execute(delete(staff_failures).where(staff_failures.c.failed_at < now - _FORGOTTEN))
    row = connection.execute(select(staff_failures).where(mine).with_for_update()).one()
    whole = lock_length(row.failures)
    wait: Milliseconds = max(0, min(whole, row.failed_at + whole - now))
    if wait:
        return wait, row.failures
    connection.execute(update(staff_failures).where(mine).values(failures=row.failures + 1, failed_at=now))
    return 0, row.failures + 1


def forgive(connection: Connection, staff_id: str) -> None:
    connection.execute(delete(staff_failures).where(staff_failures.c.staff_id == staff_id))

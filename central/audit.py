"""Who did what: one row for every act of a person at the centre, in the transaction of the act itself."""

from sqlalchemy import Connection, insert

from central.staff_tables import audit
from central.times import Milliseconds


def record(
    connection: Connection, at: Milliseconds, staff_id: str, act: str, *, hall: str, subject: str, detail: str = ""
) -> None:
    """``subject``: terminal, payment key, collection, alarm or another person; ``detail``: no customer, no secret."""
    row = {"at": at, "staff_id": staff_id, "act": act, "hall": hall, "subject": subject, "detail": detail[:400]}
    connection.execute(insert(audit).values(row))

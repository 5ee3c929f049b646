"""How long each task took (F25), and what a number comes for most (F14)."""

from collections.abc import Iterable
from dataclasses import dataclass

from sqlalchemy import Connection, select, update

from central.base import Base
from central.database import insert_once
from central.service_tables import service_use, task_times
from central.times import Milliseconds
from central.visit_tables import visit_tokens

_TOP = 3


@dataclass(frozen=True, slots=True)
class TaskTime:
    """One task of a visit. ``number``: its place in the visit, from 1; ``outcome``: done, given_up, failed."""

    visit_id: str
    number: int
    task: str
    outcome: str
    milliseconds: int
    ended_at: Milliseconds


class ServiceUse:
    def __init__(self, base: Base) -> None:
        self._base = base

    def record(self, kiosk_id: str, tasks: Iterable[TaskTime]) -> int:
        """Keep each once, however often it is told. Gives how many were new."""
        new = 0
        with self._base.database.write() as connection:
            for task in tasks:
                row = {name: getattr(task, name) for name in TaskTime.__slots__} | {"kiosk_id": kiosk_id}
                if insert_once(connection, task_times, row):
                    new += 1
                    if task.outcome == "done":
                        self._count(connection, kiosk_id, task)
        return new

    def top(self, kind: str, number: str, available: Iterable[str]) -> list[str]:
        """The services that this number used most, at most three."""
        columns = service_use.c
        mine = (columns.account_kind == kind, columns.account_number == number, columns.service.in_(list(available)))
        query = select(columns.service).where(*mine).order_by(columns.uses.desc(), columns.used_at.desc()).limit(_TOP)
        with self._base.database.read() as connection:
            return list(connection.execute(query).scalars())

    def _count(self, connection: Connection, kiosk_id: str, task: TaskTime) -> None:
        """Under the number that the visit proved; a visit that proved none leaves no trace here."""
        of_visit = (visit_tokens.c.kiosk_id == kiosk_id, visit_tokens.c.visit_id == task.visit_id)
        proved = select(visit_tokens).where(*of_visit).order_by(visit_tokens.c.created_at.desc()).limit(1)
        row = connection.execute(proved).first()
        if row is None:
            return
        key = {"account_kind": row.account_kind, "account_number": row.account_number, "service": task.task}
        if insert_once(connection, service_use, key | {"uses": 1, "used_at": self._base.now()}):
            return
        here = [service_use.c[name] == value for name, value in key.items()]
        changed = {"uses": service_use.c.uses + 1, "used_at": self._base.now()}
        connection.execute(update(service_use).where(*here).values(changed))

"""What the centre knows of a hall: open hours, place, who is told of alarms (docs/central-contract.md, Open hours; F60)."""

import hashlib
import json
from datetime import date
from typing import Annotated, Any, Literal, Self

from pydantic import AfterValidator, Field, ValidationError
from sqlalchemy import Connection, select, update

from central.auth_schemas import StrictBody
from central.database import Database, insert_once
from central.health_tables import halls
from central.intervals import Spans
from central.open_hours import Hours, open_spans
from central.tables import kiosks
from central.times import Milliseconds

_Place = Annotated[str, Field(max_length=60, pattern=r"^[^\x00-\x1f\x7f]*$")]
_Number = Annotated[str, Field(pattern=r"^(1[0-9]{10})?$")]


def _day(text: str) -> str:
    date.fromisoformat(text)
    return text


_Day = Annotated[str, Field(pattern=r"^[0-9]{4}-[0-9]{2}-[0-9]{2}$"), AfterValidator(_day)]


class HallError(Exception):
    """The file is no hall; the message says what is wrong and where."""


class DutyNumbers(StrictBody):
    """Who is told of alarms, by severity; empty: nobody. ``language``: in which they, and who is rung for help, are told.
    Never told to a terminal."""

    page: _Number = ""
    ticket: _Number = ""
    language: Literal["zh", "en"] = "zh"


class Hall(StrictBody):
    """Without hours a hall is always open, but on its closed days."""

    city: _Place = ""
    province: _Place = ""
    hours: Annotated[list[Hours], Field(default_factory=list, max_length=50)]
    closed_days: Annotated[list[_Day], Field(default_factory=list, max_length=400)]
    duty_numbers: DutyNumbers = DutyNumbers()

    def open_between(self, begin: Milliseconds, end: Milliseconds) -> Spans:
        return open_spans(self.hours, [date.fromisoformat(day) for day in self.closed_days], begin, end)

    def told_to_terminals(self) -> dict[str, Any]:
        return {"hours": [entry.model_dump(by_alias=True) for entry in self.hours], "closed_days": self.closed_days}

    @classmethod
    def parse(cls, text: str) -> Self:
        """From JSON. Raises HallError."""
        try:
            return cls.model_validate_json(text)
        except ValidationError as wrong:
            first = wrong.errors(include_url=False)[0]
            where = ".".join(str(part) for part in first["loc"]) or "the whole"
            raise HallError(f"{where}: {first['msg']}") from wrong


def hall_named(connection: Connection, name: str) -> Hall:
    """A hall that nobody has described is always open, nowhere, with nobody on duty."""
    row = connection.execute(select(halls).where(halls.c.hall == name)).first()
    if row is None:
        return Hall.model_validate({})
    described = {name: getattr(row, name) for name in Hall.model_fields}
    return Hall.model_validate(described)


def hall_names(connection: Connection) -> list[str]:
    """Every hall that has a terminal or a description."""
    enrolled = connection.execute(select(kiosks.c.hall)).scalars()
    return sorted({*enrolled, *connection.execute(select(halls.c.hall)).scalars()})


def put_hall(database: Database, name: str, hall: Hall) -> None:
    """In the place of what was known of it."""
    row = hall.model_dump(by_alias=True)
    with database.write() as connection:
        if not insert_once(connection, halls, row | {"hall": name}):
            connection.execute(update(halls).where(halls.c.hall == name).values(row))


def hours_digest(connection: Connection, name: str) -> str:
    """Changes whenever what terminals are told of this hall does."""
    told = hall_named(connection, name).told_to_terminals()
    return hashlib.sha256(json.dumps(told, sort_keys=True).encode()).hexdigest()

"""The centre's tests on PostgreSQL instead of SQLite: a database of its own for every file that a test names.

``CENTRAL_TEST_POSTGRESQL=postgresql+psycopg://postgres@/postgres?host=/run/postgresql pytest tests/central``, with psycopg
installed, on a cluster that may be thrown away; add ``-W ignore::pytest.PytestUnraisableExceptionWarning``, as a command
word leaves its connection to the end of its process. Not set: nothing here does anything.
"""

import hashlib
import os
import re
import shutil
from pathlib import Path
from typing import Any, Final

from sqlalchemy import create_engine, make_url, text

from central.database import Database

SERVER: Final = os.environ.get("CENTRAL_TEST_POSTGRESQL", "")
NOT_HERE: Final = {
    "test_a_database_of_the_time_before_cards_goes_on": "an SQLite file of an earlier release",
    "test_a_charge_of_nothing_is_no_row": "needs a PRAGMA",
    "test_the_centre_keeps_its_key_beside_its_database": "beside the SQLite file",
    "test_f58_a_days_charges_by_kiosk_and_card_terminal": "a process of its own opens the file",
    "test_the_counter_exchanges_by_command": "a process of its own opens the file",
    "test_people_from_the_command_line": "a process of its own opens the file",
}
_NAME: Final = re.compile("t[0-9a-f]{24}")
_opened: Final = Database.__init__
_databases: Final[list[Database]] = []


def moved_to_postgresql() -> None:
    """From now on who opens a file gets the database that stands for it."""
    if SERVER:
        Database.__init__ = _open  # type: ignore[method-assign]


def copy_database(of: Path, to: Path) -> None:
    """A centre's database as it is now; nobody may have it open."""
    if SERVER:
        _create(_name(to), f'template "{_name(of)}"')
    else:
        shutil.copy(of, to)


def close_all() -> None:
    """After each test: a database that a command word left to the end of its process is closed."""
    for database in _databases:
        database.close()
    _databases.clear()


def _open(self: Database, location: str) -> None:
    if "://" in location or location == ":memory:" or not Path(location).parent.is_dir():
        _opened(self, location)
        return
    name = location if _NAME.fullmatch(location) else _name(Path(location))
    _create(name)
    _opened(self, make_url(SERVER).set(database=name).render_as_string(hide_password=False))
    _databases.append(self)


def _name(path: Path) -> str:
    return "t" + hashlib.sha256(str(path.resolve()).encode()).hexdigest()[:24]


def _create(name: str, how: str = "") -> None:
    engine = create_engine(SERVER, isolation_level="AUTOCOMMIT")
    with engine.connect() as connection:
        there: Any = connection.scalar(text("select 1 from pg_database where datname = :name"), {"name": name})
        if there is None:
            connection.exec_driver_sql(f'create database "{name}" {how}')
    engine.dispose()

"""Are the database's tables, indexes and triggers those of this program? A trigger that somebody added would run inside
our own commits, and one that was taken away no longer guards the journal."""

import sqlite3
from contextlib import closing

from kiosk.ports import StorageError
from offline_queue.schema import SCHEMA_VERSION, migrate

# Names that begin with sqlite_ are SQLite's own; the migrations' table is sqlite-utils'.
_OBJECTS = "SELECT type, name, sql FROM sqlite_schema WHERE name NOT LIKE 'sqlite\\_%' ESCAPE '\\' AND tbl_name <> ?"
_MIGRATIONS_TABLE = "_sqlite_migrations"


def schema_differences(connection: sqlite3.Connection) -> tuple[str, ...]:
    """One sentence each; empty when all is as made. Raises ``StorageError`` for a schema older than this program's."""
    version = connection.execute("PRAGMA user_version").fetchone()[0]
    if version < SCHEMA_VERSION:
        raise StorageError(
            f"The ledger has schema {version}, this program's is {SCHEMA_VERSION}. Start the terminal once: it brings the "
            "ledger up to date."
        )
    with closing(sqlite3.connect(":memory:", isolation_level=None)) as fresh:
        migrate(fresh)
        expected = _objects(fresh)
    found = _objects(connection)
    names = sorted(expected.keys() | found.keys())
    return tuple(
        f"{' '.join(name)} {_difference(expected.get(name), found.get(name))}"
        for name in names
        if expected.get(name) != found.get(name)
    )


def _difference(wanted: str | None, found: str | None) -> str:
    if found is None:
        return "is missing in the database"
    return "was added to the database" if wanted is None else "of the database was changed"


def _objects(connection: sqlite3.Connection) -> dict[tuple[str, str], str]:
    return {(kind, name): sql for kind, name, sql in connection.execute(_OBJECTS, (_MIGRATIONS_TABLE,))}

"""Making and opening the database file, exactly as trust.md M9 says; nothing else connects to it.

Making: lock, build under another name with ``synchronous=EXTRA`` set before ``journal_mode=WAL``, close, rename, sync the
directory, reopen. A power cut leaves either no database or a whole one, and never a rollback journal that could come back
over the WAL. Opening: each setting is set and read back on every connection.
"""

import sqlite3
from pathlib import Path
from typing import Final

from kiosk.ports import StorageError
from offline_queue.damage import DamagedError, is_damage
from offline_queue.keys import sync_directory, sync_way_to
from offline_queue.mirror import MIRROR_NAME
from offline_queue.quarantine import DATABASE_NAME
from offline_queue.schema import SCHEMA_VERSION, TABLES, migrate

APPLICATION_ID = 0x54484B4C  # "THKL", telecom hall kiosk ledger
BUSY_TIMEOUT_MS = 2000

# Set on every connection, then read back. synchronous 3 is EXTRA. The automatic checkpoint is rare, because each one
# costs syncs of its own (performance.md P1).
SETTINGS: Final[dict[str, int]] = {
    "synchronous": 3,
    "foreign_keys": 1,
    "wal_autocheckpoint": 8000,
    "busy_timeout": BUSY_TIMEOUT_MS,
    "trusted_schema": 0,
}


_OUR_TABLES: Final = """SELECT sql FROM sqlite_schema WHERE type IN ('table', 'index') AND sql NOT NULL
    AND tbl_name <> '_sqlite_migrations'"""


def database_path(directory: Path) -> Path:
    return directory / DATABASE_NAME


def was_never_made(directory: Path) -> bool:
    """Neither a database nor the mirror of one."""
    return not database_path(directory).exists() and not (directory / MIRROR_NAME).exists()


def draft_path(directory: Path) -> Path:
    """Where a database is made before it gets its name. What lies there after a cut never held money."""
    return directory / f"{DATABASE_NAME}.new"


def create(directory: Path, kiosk_id: str, at: str) -> None:
    """Make the ledger of a new terminal, where there is none. The caller holds the process lock. ``at`` is RFC 3339.

    Raises ``StorageError`` if it can't be made, or what lies there says that there was one.
    """
    path = database_path(directory)
    _refuse_stray_journal(path)
    log = path.with_name(path.name + "-wal")
    if log.exists():
        raise StorageError(
            f"{path} is missing, but {log} is there: the database file was removed or moved. "
            "Put it back; do not start with an empty ledger."
        )
    draft = draft_path(directory)
    try:
        clear(draft)
        build(draft, kiosk_id, at)
        draft.chmod(0o600)  # the WAL files take the mode of the database
        sync_way_to(directory)
        draft.rename(path)
        sync_directory(directory)
    except (sqlite3.Error, OSError) as problem:
        raise StorageError(
            f"A new ledger cannot be made in {directory} ({problem}). Check disk space and rights."
        ) from problem


def clear(draft: Path) -> None:
    """Take away what a cut left of an earlier draft."""
    for suffix in ("", "-journal", "-wal", "-shm"):
        draft.with_name(draft.name + suffix).unlink(missing_ok=True)


def build(draft: Path, kiosk_id: str, at: str) -> None:
    """An empty ledger, synced and closed. Raises ``sqlite3.Error``."""
    connection = sqlite3.connect(draft, isolation_level=None)
    try:
        connection.execute("PRAGMA synchronous = EXTRA")
        connection.execute("PRAGMA journal_mode = WAL")
        migrate(connection)
        connection.execute(f"PRAGMA application_id = {APPLICATION_ID}")
        connection.execute("INSERT INTO terminal (kiosk_id, created_at) VALUES (?, ?)", (kiosk_id, at))
    finally:
        connection.close()


def connect(directory: Path, *, read_only: bool) -> sqlite3.Connection:
    """A checked connection for the calling thread, in autocommit mode (transactions are begun by hand).

    Raises ``DamagedError`` for a database that is missing, that SQLite cannot read, that is no ledger, or whose tables are
    not ours; ``StorageError`` for a stray rollback journal, a read-only or locked database, a schema this version does not
    know, and any setting that does not read back.
    """
    path = database_path(directory)
    _refuse_stray_journal(path)
    if not path.exists():
        raise DamagedError(f"The ledger {path} is missing: it was removed or lost. Do not start with an empty ledger.")
    if path.stat().st_size == 0:  # SQLite would take it for a new one, and delete its WAL
        raise DamagedError(f"The ledger {path} is empty: it was cut to nothing.")
    mode = "ro" if read_only else "rw"
    try:
        connection = sqlite3.connect(f"{path.absolute().as_uri()}?mode={mode}", uri=True, isolation_level=None)
    except sqlite3.Error as problem:
        raise StorageError(
            f"The ledger {path} cannot be opened ({problem}). Check that it exists and its rights."
        ) from problem
    try:
        _prepare(connection, path, read_only=read_only)
    except sqlite3.Error as problem:
        connection.close()
        kind = DamagedError if is_damage(problem) else StorageError
        raise kind(f"The ledger {path} cannot be used: {_advice(problem)}") from problem
    except StorageError:
        connection.close()
        raise
    return connection


def _prepare(connection: sqlite3.Connection, path: Path, *, read_only: bool) -> None:
    connection.execute(f"PRAGMA busy_timeout = {BUSY_TIMEOUT_MS}")
    if _pragma(connection, "application_id") != APPLICATION_ID:
        raise DamagedError(f"{path} is not a ledger of this program. Move it away, or correct [storage] directory.")
    version = _pragma(connection, "user_version")
    if version > SCHEMA_VERSION:
        raise StorageError(
            f"{path} has schema {version}, this program knows up to {SCHEMA_VERSION}. "
            "Start the newer version of the terminal."
        )
    apply_settings(connection)
    connection.execute(f"PRAGMA query_only = {int(read_only)}")
    verify_settings(connection, path)
    if read_only:
        return
    # A write that is taken back at once: it fails on a read-only file, and while another program writes.
    connection.execute("BEGIN IMMEDIATE")
    connection.execute(f"PRAGMA user_version = {version}")
    connection.execute("ROLLBACK")
    if version < SCHEMA_VERSION:
        migrate(connection)
        verify_settings(connection, path)
    _require_tables(connection, path)


def _require_tables(connection: sqlite3.Connection, path: Path) -> None:
    """Tables and indexes are word for word what the migrations made. Triggers are the audit's business: no row hangs on
    them."""
    found = connection.execute(_OUR_TABLES)
    if {row[0] for row in found} != TABLES or _pragma(connection, "user_version") != SCHEMA_VERSION:
        raise DamagedError(f"The tables of the ledger {path} are not those that this program made.")


def apply_settings(connection: sqlite3.Connection) -> None:
    for name, value in SETTINGS.items():
        connection.execute(f"PRAGMA {name} = {value}")


def verify_settings(connection: sqlite3.Connection, path: Path) -> None:
    """Read each setting back; ``StorageError`` names the first that is not as it must be."""
    mode = connection.execute("PRAGMA journal_mode").fetchone()[0]
    if mode != "wal":
        raise StorageError(
            f"{path} has journal_mode {mode}, not wal: another program changed it. No money is taken with it."
        )
    for name, wanted in SETTINGS.items():
        found = _pragma(connection, name)
        if found != wanted:
            raise StorageError(f"{path}: {name} reads back as {found}, not {wanted}. No money is taken with this setting.")


def integrity_problems(connection: sqlite3.Connection) -> tuple[str, ...]:
    """SQLite's own full check, empty when all is well. Reads the whole file: for ``ledger verify``, and at the start only
    after damage."""
    rows = [str(row[0]) for row in connection.execute("PRAGMA integrity_check")]
    broken = [
        f"row {row[1]} of {row[0]} refers to a missing {row[2]}" for row in connection.execute("PRAGMA foreign_key_check")
    ]
    return tuple(row for row in rows if row != "ok") + tuple(broken)


def require_integrity(connection: sqlite3.Connection, directory: Path) -> None:
    """Raises ``DamagedError`` if the whole file is not sound."""
    if problems := integrity_problems(connection):
        raise DamagedError(f"The ledger {database_path(directory)} is damaged: {problems[0]}.")


def _pragma(connection: sqlite3.Connection, name: str) -> int:
    return int(connection.execute(f"PRAGMA {name}").fetchone()[0])


def _refuse_stray_journal(path: Path) -> None:
    stray = path.with_name(path.name + "-journal")
    if stray.exists():
        raise StorageError(
            f"{stray} lies beside the ledger: rolled back into it, it would undo payments. Keep a copy of both files, "
            "then call a technician; no money is taken meanwhile."
        )


_ADVICE: Final[dict[str, str]] = {
    "database is locked": "another program holds it locked. Close that program, then start the terminal again.",
    "attempt to write a readonly database": "the file or its folder is read-only. Give it back to the terminal's user.",
    "file is not a database": "it is no database, or it is damaged.",
    "database or disk is full": "the disk is full. Free some space, then start the terminal again.",
    "disk I/O error": "the disk reports an error. Check or replace the disk, then start the terminal again.",
    "database disk image is malformed": "it is damaged.",
}


def _advice(problem: sqlite3.Error) -> str:
    text = str(problem)
    return _ADVICE.get(text, f"{text}. Start the terminal again; if it comes back, call a technician.")


def advice(problem: Exception) -> str:
    """What an error of SQLite or the system means, in words that say what to do."""
    if isinstance(problem, sqlite3.Error):
        return _advice(problem)
    if isinstance(problem, OSError):
        return f"{problem.strerror or problem}. Check the disk, then start the terminal again."
    if isinstance(problem, StorageError):
        return str(problem)
    return f"an internal error, or a value that nobody wrote ({type(problem).__name__}: {problem}). Call a technician."

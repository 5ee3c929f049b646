"""Where damaged files go, and how a rebuilt database takes their place: nothing is ever deleted.

A rebuilt database becomes the ledger in two steps. It is finished and synced as ``ledger.db.rebuilt-<UTC time>``: from
that rename on it is the ledger, whatever happens. Then ``finish`` moves the damaged files to ``quarantine/<UTC time>/`` and
gives it the ledger's name; a cut in between is finished by the next start, before anything is opened.
"""

from datetime import UTC, datetime
from pathlib import Path
from typing import Final

from offline_queue.damage import SUSPECT_NAME
from offline_queue.keys import sync_directory

DATABASE_NAME: Final = "ledger.db"
QUARANTINE_NAME: Final = "quarantine"
_REBUILT: Final = f"{DATABASE_NAME}.rebuilt-"
_DAMAGED: Final = (*(DATABASE_NAME + suffix for suffix in ("", "-journal", "-wal", "-shm")), SUSPECT_NAME)


def free_name(directory: Path, at: str) -> str:
    """A name for a new folder in quarantine, ``"20261122T010644Z"``; ``at`` is RFC 3339. The clock may repeat itself."""
    stamp = datetime.fromisoformat(at).astimezone(UTC).strftime("%Y%m%dT%H%M%SZ")
    name, count = stamp, 1
    while (directory / QUARANTINE_NAME / name).exists():
        count += 1
        name = f"{stamp}-{count}"
    return name


def rebuilt_path(directory: Path, name: str) -> Path:
    return directory / f"{_REBUILT}{name}"


def finish(directory: Path) -> None:
    """Put a rebuilt database in its place, if there is one. Raises ``OSError``; called again, it goes on."""
    for rebuilt in sorted(directory.glob(f"{_REBUILT}*")):
        folder = directory / QUARANTINE_NAME / rebuilt.name.removeprefix(_REBUILT)
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        for name in _DAMAGED:
            if (directory / name).exists():
                (directory / name).rename(folder / name)
        for changed in (folder, folder.parent, directory):
            sync_directory(changed)
        rebuilt.rename(directory / DATABASE_NAME)
        sync_directory(directory)

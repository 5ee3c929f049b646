"""Key files in the ``[secrets] directory``: 32 random bytes each, as hex, mode 0600, owner only (design.md 5).

``journal.key`` signs the journal, ``account.key`` makes the keyed hash of an account, ``month-YYYY-MM.key`` encrypts the
full numbers of that month, ``slip.key`` makes the check codes of slips. A key is on the disk before anything is written
with it.
"""

import os
import re
import secrets
from pathlib import Path

from kiosk.ports import StorageError

KEY_BYTES = 32
_MONTH = re.compile(r"\d{4}-\d{2}")
_HEX_KEY = re.compile(rb"[0-9a-f]{64}\n")


class Keyring:
    """Reads the key files of one directory, and makes those that are absent where that is allowed."""

    def __init__(self, directory: Path) -> None:
        self._directory = directory

    def journal_key(self, *, may_make: bool) -> bytes:
        return self._key("journal.key", may_make=may_make)

    def account_key(self, *, may_make: bool) -> bytes:
        return self._key("account.key", may_make=may_make)

    def slip_key(self, *, may_make: bool) -> bytes:
        return self._key("slip.key", may_make=may_make)

    def month_key(self, month: str, *, may_make: bool) -> bytes:
        """``month`` is ``"2026-11"``. Deleting its file is how the full numbers of that month are forgotten."""
        if not _MONTH.fullmatch(month):
            raise StorageError(f"{month!r} is not a month like 2026-11, so there is no key for it. Check the clock.")
        return self._key(f"month-{month}.key", may_make=may_make)

    def has_month_key(self, month: str) -> bool:
        """False once the full numbers of that month are forgotten."""
        return _MONTH.fullmatch(month) is not None and (self._directory / f"month-{month}.key").exists()

    def _key(self, name: str, *, may_make: bool) -> bytes:
        path = self._directory / name
        try:
            if may_make and not path.exists():
                write_secret(path, secrets.token_hex(KEY_BYTES).encode("ascii") + b"\n")
            refuse_open_rights(path)
            text = path.read_bytes()
        except FileNotFoundError as problem:
            raise StorageError(
                f"The key file {path} is missing, and the ledger holds data written with it. "
                "Put the file back from the backup of the secrets directory."
            ) from problem
        except OSError as problem:
            raise StorageError(
                f"The key file {path} cannot be used ({problem.strerror}). Check the owner and the rights of the folder."
            ) from problem
        if not _HEX_KEY.fullmatch(text):
            raise StorageError(f"The key file {path} does not hold 64 hex digits. Put it back from the backup.")
        return bytes.fromhex(text.decode("ascii"))


def refuse_open_rights(path: Path) -> None:
    """Raises ``StorageError`` when others could read this key file."""
    mode = path.stat().st_mode & 0o777
    if mode & 0o077:
        raise StorageError(f"The key file {path} has mode {mode:04o}: others could read it. Run: chmod 600 {path}")


def write_secret(path: Path, content: bytes) -> None:
    """0600, whole or not at all: written beside, synced, renamed, directory synced. May raise ``OSError``."""
    path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    draft = path.with_name(path.name + ".new")
    draft.unlink(missing_ok=True)
    descriptor = os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL | os.O_CLOEXEC, 0o600)
    try:
        os.write(descriptor, content)
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
    draft.rename(path)
    sync_way_to(path.parent)


def sync_way_to(directory: Path) -> None:
    """Make the directory's own name durable too, and those of the ones above it: whoever made them may not have, and with a
    folder's name a power cut takes all that is in it. One that may not be read was made by somebody else."""
    for folder in (directory, *directory.absolute().parents):
        if os.access(folder, os.R_OK):
            sync_directory(folder)
        if folder.is_mount():
            return


def sync_directory(directory: Path) -> None:
    """Make names created, renamed or removed in this directory durable."""
    descriptor = os.open(directory, os.O_RDONLY | os.O_DIRECTORY | os.O_CLOEXEC)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)

"""A file of JSON lines that one process appends to: what a device physically did, kept beyond its simulator's death.

A record is one ``write`` at the end of the file, so a process killed at any moment leaves whole lines and at most one torn
one at the end, which is cut off at the next start. It does not claim to survive a power cut of the machine: the file stands
for things that in reality need no disk. The first line says that the file is ours; any other file is left as it is.
"""

import fcntl
import json
import os
from collections.abc import Mapping
from pathlib import Path

from devices.simulators.device import SetupError

Record = dict[str, object]

HEADER = b'{"books_of":"simulated device","version":1}\n'


class RecordFile:
    """Appends records to ``path`` (None: to nowhere) and holds the records found there at the start.

    Raises :class:`SetupError` if the file is used by another simulator, is damaged before its end or cannot be opened.
    """

    def __init__(self, path: Path | None) -> None:
        self.found: list[Record] = []
        self._fd: int | None = None
        if path is not None:
            self._fd = _open_locked(path)
            try:
                self.found = _read(self._fd, path)
            except BaseException:
                self.close()
                raise

    def append(self, record: Mapping[str, object]) -> None:
        """Add one record."""
        if self._fd is not None:
            os.write(self._fd, _line(record))

    def close(self) -> None:
        """Give the file back."""
        if self._fd is not None:
            os.close(self._fd)
            self._fd = None


def _read(fd: int, path: Path) -> list[Record]:
    """The records of our file; a new file gets its header, a torn last line goes."""
    content = path.read_bytes()
    if HEADER.startswith(content):  # new, or killed while it was new
        os.ftruncate(fd, 0)
        os.write(fd, HEADER)
        return []
    if not content.startswith(HEADER):
        raise SetupError(f"{path} is not the books of a simulator; name another file with --state")
    whole = content.rfind(b"\n") + 1
    records = [_record(path, number, line) for number, line in enumerate(content[:whole].splitlines(), start=1)]
    os.ftruncate(fd, whole)
    return records[1:]


def _line(record: Mapping[str, object]) -> bytes:
    return json.dumps(record, ensure_ascii=False, separators=(",", ":")).encode() + b"\n"


def _record(path: Path, number: int, line: bytes) -> Record:
    try:
        record = json.loads(line)
    except ValueError:
        record = None
    if not isinstance(record, dict):
        raise SetupError(f"{path}, line {number}, is damaged; mend it or name another file with --state")
    return record


def _open_locked(path: Path) -> int:
    try:
        fd = os.open(path, os.O_RDWR | os.O_CREAT | os.O_APPEND | os.O_CLOEXEC, 0o600)
    except OSError as error:
        raise SetupError(f"cannot open the books {path}: {error.strerror}") from error
    try:
        fcntl.flock(fd, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        os.close(fd)
        raise SetupError(f"another simulator uses the books {path}; stop it, or name another file with --state") from None
    return fd

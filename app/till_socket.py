"""While a terminal runs, command words speak to its till over a Unix socket; when none runs they open the ledger.

One JSON object a line, one answer each. The socket lies in a short directory of this user alone (0700, socket 0600).
"""

import contextlib
import hashlib
import json
import os
import socket
import stat
import tempfile
import threading
from collections.abc import Callable
from pathlib import Path
from typing import Any

Handler = Callable[[dict[str, Any]], dict[str, Any]]
MAX_LINE = 4096


def socket_path(storage: Path) -> Path:
    """The same for every process of this user that means this storage directory."""
    name = hashlib.sha256(str(storage.resolve()).encode()).hexdigest()[:12]
    return Path(tempfile.gettempdir()) / f"kiosk-till-{os.getuid()}" / f"{name}.sock"


class TillSocket:
    """Answers command words until ``close``. Words arrive one at a time."""

    def __init__(self, storage: Path, handle: Handler) -> None:
        self._path = socket_path(storage)
        self._handle = handle
        _private(self._path.parent)
        self._path.unlink(missing_ok=True)
        self._listener = socket.socket(socket.AF_UNIX)
        before = os.umask(0o177)
        try:
            self._listener.bind(str(self._path))
        finally:
            os.umask(before)
        self._listener.listen(4)
        threading.Thread(target=self._serve, name="till-socket", daemon=True).start()

    def close(self) -> None:
        with contextlib.suppress(OSError):
            self._listener.shutdown(socket.SHUT_RDWR)
        self._listener.close()
        self._path.unlink(missing_ok=True)

    def _serve(self) -> None:
        while True:
            try:
                line, _ = self._listener.accept()
            except OSError:
                return
            with line, contextlib.suppress(OSError):
                self._answer(line)

    def _answer(self, line: socket.socket) -> None:
        line.settimeout(5.0)
        with line.makefile("rb") as words:
            raw = words.readline(MAX_LINE)
        line.settimeout(None)
        try:
            word = json.loads(raw)
            answer = self._handle(word) if isinstance(word, dict) else {"error": "one JSON object a line"}
        except ValueError as error:
            answer = {"error": f"not understood: {error}"}
        line.sendall(json.dumps(answer).encode() + b"\n")


def ask_running_till(storage: Path, word: dict[str, Any], timeout_s: float) -> dict[str, Any] | None:
    """The running terminal's answer, or None when none runs."""
    with socket.socket(socket.AF_UNIX) as line:
        line.settimeout(timeout_s)
        try:
            line.connect(str(socket_path(storage)))
        except OSError:
            return None
        line.sendall(json.dumps(word).encode() + b"\n")
        with line.makefile("rb") as answers:
            answer: dict[str, Any] = json.loads(answers.readline())
    return answer


def _private(directory: Path) -> None:
    directory.mkdir(mode=0o700, exist_ok=True)
    found = directory.lstat()
    if not stat.S_ISDIR(found.st_mode) or found.st_uid != os.getuid() or stat.S_IMODE(found.st_mode) & 0o077:
        raise PermissionError(f"{directory} must be a directory of this user alone: remove it, or chmod 700 it")

"""While a terminal runs, command words speak to its till over a Unix socket; when none runs they open the ledger.

One JSON object a line, one answer each. The socket lies in a short directory of this user alone (0700, socket 0600).
"""

import contextlib
import hashlib
import json
import logging
import os
import socket
import stat
import tempfile
import threading
from collections.abc import Callable
from pathlib import Path
from typing import Any

log = logging.getLogger("app")

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
        except OSError:
            self._listener.close()
            raise
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
        line.settimeout(30.0)  # whoever does not read the answer must not keep the others waiting
        line.sendall(json.dumps(self._answered(raw)).encode() + b"\n")

    def _answered(self, raw: bytes) -> dict[str, Any]:
        try:
            word = json.loads(raw)
            json.dumps(word, ensure_ascii=False).encode()  # half a character can't be kept in any record
        except (ValueError, RecursionError) as error:
            return {"error": f"not understood: {error}"}
        if not isinstance(word, dict):
            return {"error": "one JSON object a line"}
        try:
            return self._handle(word)
        except Exception as bug:
            log.exception("APP-WORD %s", word.get("word"))
            return {"error": f"the running terminal could not do it: {type(bug).__name__} {bug}"}


def ask_running_till(storage: Path, word: dict[str, Any], timeout_s: float) -> dict[str, Any] | None:
    """The running terminal's answer, or None when none runs. One that does not answer in time is an ``"error"`` too."""
    path = socket_path(storage)
    try:
        _check_private(path.parent)
    except (FileNotFoundError, PermissionError):  # another user's socket is no terminal of ours
        return None
    with socket.socket(socket.AF_UNIX) as line:
        line.settimeout(timeout_s)
        try:
            line.connect(str(path))
        except OSError:
            return None
        try:
            line.sendall(json.dumps(word).encode() + b"\n")
            with line.makefile("rb") as answers:
                answer = json.loads(answers.readline())
        except (OSError, ValueError) as error:
            return {"error": f"the running terminal did not answer ({type(error).__name__}); ask again, or end it first"}
    return answer if isinstance(answer, dict) else {"error": "the running terminal answered nonsense"}


def _private(directory: Path) -> None:
    directory.mkdir(mode=0o700, exist_ok=True)
    _check_private(directory)


def _check_private(directory: Path) -> None:
    found = directory.lstat()
    if not stat.S_ISDIR(found.st_mode) or found.st_uid != os.getuid() or stat.S_IMODE(found.st_mode) & 0o077:
        raise PermissionError(f"{directory} must be a directory of this user alone: remove it, or chmod 700 it")

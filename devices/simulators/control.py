"""The control socket of a simulator: a Unix stream, one JSON object a line in, one JSON object a line out.

The socket belongs to its owner alone (mode 0600). Several clients may be connected; a client that never reads its
answers is dropped.
"""

import json
import os
import socket
from collections.abc import Callable
from pathlib import Path
from selectors import EVENT_READ, EVENT_WRITE, BaseSelector

from devices.simulators.device import Answer, Command, ControlError, SetupError

MAX_LINE_BYTES = 65_536
MAX_UNREAD_BYTES = 67_108_864
"""A state of a long run holds every note ever inserted."""
MAX_PATH_BYTES = 107
"""Linux keeps a Unix socket's path in 108 bytes with its closing zero."""

Handler = Callable[[Command], Answer]


def answer_line(line: bytes, handler: Handler) -> bytes:
    """Answer one line of a client; whatever it holds, the answer is one JSON line."""
    try:
        answer = {"ok": True, **handler(_object(line))}
    except (UnicodeDecodeError, json.JSONDecodeError, RecursionError) as error:
        answer = {"ok": False, "error": f"not a JSON line: {error}"}
    except (ControlError, SetupError) as error:
        answer = {"ok": False, "error": str(error)}
    return json.dumps(answer, ensure_ascii=False).encode() + b"\n"


def _object(line: bytes) -> Command:
    command = json.loads(line)
    if not isinstance(command, dict):
        raise ControlError('a command is a JSON object such as {"command": "state"}')
    return command


class ControlSocket:
    """Listens at ``path`` and hands each command to ``handler``. Raises :class:`SetupError`."""

    def __init__(self, selector: BaseSelector, path: Path, handler: Handler) -> None:
        self._selector = selector
        self._path = path
        self._handler = handler
        self._clients: set[_Client] = set()
        self._server = _bind(path)
        self._server.setblocking(False)
        self._inode = path.stat().st_ino
        selector.register(self._server, EVENT_READ, self._accept)

    def close(self) -> None:
        """Drop all clients and remove the socket, unless another simulator has put its own there."""
        for client in list(self._clients):
            client.close()
        self._selector.unregister(self._server)
        self._server.close()
        if self._path.exists() and self._path.stat().st_ino == self._inode:
            self._path.unlink()

    def _accept(self) -> None:
        try:
            connection, _ = self._server.accept()
        except OSError:
            return
        connection.setblocking(False)
        self._clients.add(_Client(self._selector, connection, self._handler, self._clients.discard))


class _Client:
    """One connection to the control socket."""

    def __init__(
        self, selector: BaseSelector, connection: socket.socket, handler: Handler, gone: Callable[["_Client"], None]
    ) -> None:
        self._selector = selector
        self._socket = connection
        self._handler = handler
        self._gone = gone
        self._in = bytearray()
        self._out = bytearray()
        self._open = True
        selector.register(connection, EVENT_READ, self._ready)

    def close(self) -> None:
        """End the connection; harmless if it has ended already."""
        if self._open:
            self._open = False
            self._selector.unregister(self._socket)
            self._socket.close()
            self._gone(self)

    def _ready(self) -> None:
        try:
            self._read()
            self._flush()
        except OSError:
            self.close()

    def _read(self) -> None:
        try:
            data = self._socket.recv(65_536)
        except BlockingIOError:
            return
        if not data:
            self.close()
            return
        self._in += data
        while (end := self._in.find(b"\n")) >= 0:
            line = bytes(self._in[:end])
            del self._in[: end + 1]
            if line.strip():
                self._out += answer_line(line, self._handler)
        if len(self._in) > MAX_LINE_BYTES or len(self._out) > MAX_UNREAD_BYTES:
            self.close()

    def _flush(self) -> None:
        if not self._open:
            return
        try:
            sent = self._socket.send(self._out) if self._out else 0
        except BlockingIOError:
            sent = 0
        del self._out[:sent]
        self._selector.modify(self._socket, EVENT_READ | EVENT_WRITE if self._out else EVENT_READ, self._ready)


def _bind(path: Path) -> socket.socket:
    """Bind with mode 0600 from the first moment; a dead simulator's socket is replaced, a living one's is not."""
    if len(os.fsencode(path)) > MAX_PATH_BYTES:
        raise SetupError(f"the control socket's path is longer than {MAX_PATH_BYTES} bytes: {path}; choose a shorter one")
    if path.exists():
        _remove_stale(path)
    server = socket.socket(socket.AF_UNIX, socket.SOCK_STREAM)
    mask = os.umask(0o177)
    try:
        server.bind(str(path))
        server.listen(8)
    except OSError as error:
        server.close()
        raise SetupError(f"cannot make the control socket {path}: {error.strerror}") from error
    finally:
        os.umask(mask)
    return server


def _remove_stale(path: Path) -> None:
    if not path.is_socket():
        raise SetupError(f"{path} exists and is not a socket; name another path with --control")
    with socket.socket(socket.AF_UNIX, socket.SOCK_STREAM) as probe:
        try:
            probe.connect(str(path))
        except ConnectionRefusedError:
            path.unlink()
            return
    raise SetupError(f"another simulator answers at {path}; stop it, or name another path with --control")

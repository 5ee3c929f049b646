"""The two sockets of a simulated wire: a pseudo-terminal with a symlink, and a TCP port on the loopback."""

import errno
import os
import socket
import termios
import tty
from collections.abc import Callable
from pathlib import Path
from selectors import EVENT_READ, BaseSelector

from devices.simulators.device import SetupError


class Pty:
    """A pseudo-terminal that a host opens through ``link`` as if it were a serial port.

    We keep the slave side open ourselves: otherwise the first host that closes the port would end the pty for ever.
    """

    def __init__(self, selector: BaseSelector, link: Path, readable: Callable[[], None]) -> None:
        self._selector = selector
        self._link = link
        self._readable = readable
        self._master, self._slave = os.openpty()
        tty.setraw(self._slave, termios.TCSANOW)
        os.set_blocking(self._master, False)
        self._target = os.ttyname(self._slave)
        try:
            _replace_link(link, self._target)
        except BaseException:
            self._close_fds()
            raise
        self._listening = False
        self.listen(on=True)

    def listen(self, *, on: bool) -> None:
        """Watch for bytes of the host, or leave them in the kernel's buffer."""
        if on and not self._listening:
            self._selector.register(self._master, EVENT_READ, self._readable)
        elif self._listening and not on:
            self._selector.unregister(self._master)
        self._listening = on

    def read(self, limit: int) -> bytes:
        """Up to ``limit`` bytes that the host has written; empty if there are none."""
        try:
            return os.read(self._master, limit)
        except OSError as error:
            if error.errno in (errno.EAGAIN, errno.EIO):
                return b""
            raise

    def write(self, data: bytes) -> None:
        """Hand bytes to the host. If it does not read, they are lost, as in a full UART."""
        try:
            os.write(self._master, data)
        except BlockingIOError:
            return

    def close(self) -> None:
        """Hang up: the host's reads fail from now on, and the link is gone."""
        self.listen(on=False)
        if self._link.is_symlink() and self._link.readlink() == Path(self._target):
            self._link.unlink()
        self._close_fds()

    def _close_fds(self) -> None:
        os.close(self._master)
        os.close(self._slave)


def _replace_link(link: Path, target: str) -> None:
    """Point ``link`` at the pty in one step; a link left by a dead simulator is replaced, any other file is not."""
    if link.exists() and not link.is_symlink():
        raise SetupError(f"{link} exists and is not a link; name another path with --link")
    fresh = link.with_name(f".{link.name}.{os.getpid()}")
    try:
        fresh.unlink(missing_ok=True)
        fresh.symlink_to(target)
        fresh.replace(link)
    except OSError as error:
        raise SetupError(f"cannot make the link {link}: {error.strerror}") from error


class TcpPort:
    """A TCP port on 127.0.0.1 that serves one host at a time, as a network printer does."""

    def __init__(self, selector: BaseSelector, port: int, readable: Callable[[], None], closed: Callable[[], None]) -> None:
        self._selector = selector
        self._readable = readable
        self._closed = closed
        self._server = socket.socket()
        self._server.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            self._server.bind(("127.0.0.1", port))
            self._server.listen(4)
        except OSError as error:
            self._server.close()
            raise SetupError(f"cannot listen on 127.0.0.1:{port}: {error.strerror}") from error
        self._server.setblocking(False)
        self.port: int = self._server.getsockname()[1]
        self._client: socket.socket | None = None
        self._listening = True
        self._watched: socket.socket | None = None
        self._watch()

    @property
    def connected(self) -> bool:
        """Whether a host is connected."""
        return self._client is not None

    def listen(self, *, on: bool) -> None:
        """Watch for bytes of the host, or leave them in the kernel's buffer."""
        self._listening = on
        self._watch()

    def read(self, limit: int) -> bytes:
        """Up to ``limit`` bytes of the host; empty if there are none, or if it has just gone."""
        if self._client is None:
            return b""
        try:
            data = self._client.recv(limit)
        except BlockingIOError:
            return b""
        except OSError:
            data = b""
        if not data:
            self._hang_up()
        return data

    def write(self, data: bytes) -> None:
        """Hand bytes to the host; lost if it does not read, or is gone."""
        if self._client is None:
            return
        try:
            self._client.send(data)
        except BlockingIOError:
            return
        except OSError:
            self._hang_up()

    def close(self) -> None:
        """Close the connection and the port."""
        if self._client is not None:
            self._hang_up()
        if self._watched is not None:
            self._selector.unregister(self._watched)
            self._watched = None
        self._server.close()

    def _accept(self) -> None:
        try:
            self._client, _ = self._server.accept()
        except OSError:
            return
        self._client.setblocking(False)
        self._client.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        self._watch()

    def _hang_up(self) -> None:
        if self._client is not None:
            if self._watched is self._client:
                self._selector.unregister(self._client)
                self._watched = None
            self._client.close()
            self._client = None
            self._watch()
            self._closed()

    def _watch(self) -> None:
        """Watch the one socket that matters now: the host's while there is one, else the listening one."""
        wanted = self._server if self._client is None else (self._client if self._listening else None)
        if wanted is self._watched:
            return
        if self._watched is not None:
            self._selector.unregister(self._watched)
        if wanted is not None:
            self._selector.register(wanted, EVENT_READ, self._accept if wanted is self._server else self._readable)
        self._watched = wanted

"""HTTP connections that a watchdog can end, so that a call is over when its time is over.

A socket's own time-out begins anew with every byte, and a server that drips its headers would never end. So each call is
made ``with limited(seconds)``, and the connection it is on is shut down when they have passed, wherever the call is.

A kept connection that has been idle is not trusted: servers close theirs after 5 s, and a router on the way forgets them
without a word, which would cost the next call its whole time limit. After ``IDLE_S`` a call gets a new one.
"""

import socket
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from typing import TYPE_CHECKING

from urllib3 import BaseHTTPResponse
from urllib3.connection import HTTPConnection, HTTPSConnection
from urllib3.connectionpool import HTTPConnectionPool, HTTPSConnectionPool

if TYPE_CHECKING:
    from urllib3._base_connection import BaseHTTPConnection

IDLE_S = 4.0

_this_thread = threading.local()


class Watch:
    """Over one call of one thread."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._wire: socket.socket | None = None
        self.over = False  # ended by the watchdog: what was read is not whole

    def on(self, wire: socket.socket) -> None:
        """The call waits for its answer on this socket from now on."""
        with self._lock:
            self._wire = wire
            if self.over:
                _shut_down(wire)

    def end(self) -> None:
        with self._lock:
            self.over = True
            if self._wire is not None:
                _shut_down(self._wire)


def _shut_down(wire: socket.socket) -> None:
    with suppress(OSError):
        socket.socket.shutdown(wire, socket.SHUT_RDWR)  # not TLS's own way, which is not for other threads


@contextmanager
def limited(limit_s: float) -> Iterator[Watch]:
    """Within the block this thread's call is ended after ``limit_s`` seconds."""
    watch = Watch()
    _this_thread.watch = watch
    timer = threading.Timer(limit_s, watch.end)
    timer.daemon = True
    timer.start()
    try:
        yield watch
    finally:
        timer.cancel()
        _this_thread.watch = None


def _watched(wire: socket.socket | None) -> None:
    watch: Watch | None = getattr(_this_thread, "watch", None)
    if watch is not None and wire is not None:
        watch.on(wire)


class _Plain(HTTPConnection):
    def getresponse(self) -> BaseHTTPResponse:  # type: ignore[override]
        _watched(self.sock)
        return super().getresponse()


class _Tls(HTTPSConnection):
    def getresponse(self) -> BaseHTTPResponse:  # type: ignore[override]
        _watched(self.sock)
        return super().getresponse()


class _NotIdle(HTTPConnectionPool):
    """One thread's: the time of the last return is that of its one connection."""

    _returned_s = 0.0

    def _get_conn(self, timeout: float | None = None) -> "BaseHTTPConnection":
        connection = super()._get_conn(timeout)
        if time.monotonic() - self._returned_s > IDLE_S:
            connection.close()  # it is opened again by the request
        return connection

    def _put_conn(self, conn: "BaseHTTPConnection | None") -> None:
        self._returned_s = time.monotonic()
        super()._put_conn(conn)


class _PlainPool(_NotIdle):
    ConnectionCls = _Plain


class _TlsPool(_NotIdle, HTTPSConnectionPool):
    ConnectionCls = _Tls


POOLS = {"http": _PlainPool, "https": _TlsPool}  # for a urllib3 PoolManager

"""HTTP connections that a watchdog can end, so that a call is over when its time is over.

A socket's own time-out begins anew with every byte, and a server that drips its headers would never end. So each call is
made ``with limited(seconds)``, and the connection it is on is shut down when they have passed, wherever the call is.
"""

import socket
import threading
from collections.abc import Iterator
from contextlib import contextmanager, suppress

from urllib3 import BaseHTTPResponse
from urllib3.connection import HTTPConnection, HTTPSConnection
from urllib3.connectionpool import HTTPConnectionPool, HTTPSConnectionPool

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


class _PlainPool(HTTPConnectionPool):
    ConnectionCls = _Plain


class _TlsPool(HTTPSConnectionPool):
    ConnectionCls = _Tls


POOLS = {"http": _PlainPool, "https": _TlsPool}  # for a urllib3 PoolManager

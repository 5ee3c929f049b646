"""What this process tells the service manager that started it: sd_notify(3), in a few lines of our own.

The protocol is one datagram of ``NAME=VALUE`` lines to the Unix socket that ``$NOTIFY_SOCKET`` names ("@" begins an
abstract one). Without that variable nobody listens, and nothing is sent.
"""

import contextlib
import os
import socket
from collections.abc import Mapping

READY = "READY=1"
ALIVE = "WATCHDOG=1"
HANGING = "WATCHDOG=trigger"  # ends this process now, as if it had not said ``ALIVE`` for too long (systemd 243 and later)
STOPPING = "STOPPING=1"


class ServiceManager:
    """``period_s``: how soon without ``ALIVE`` the manager ends this process; None: it does not watch."""

    def __init__(self, environment: Mapping[str, str] = os.environ) -> None:
        address = environment.get("NOTIFY_SOCKET", "")
        self._address = "\0" + address[1:] if address.startswith("@") else address
        self._socket = socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM | socket.SOCK_CLOEXEC) if address else None
        self.period_s = _period_s(environment) if address else None

    @property
    def listens(self) -> bool:
        return self._socket is not None

    def tell(self, *lines: str) -> None:
        """Never raises and never waits: a manager that does not listen ends us, which is what it is for."""
        if self._socket is not None:
            with contextlib.suppress(OSError):
                self._socket.sendto("\n".join(lines).encode(), socket.MSG_DONTWAIT, self._address)

    def status(self, sentence: str) -> None:
        """What ``systemctl status`` shows."""
        self.tell(f"STATUS={' '.join(sentence.split())}")

    def close(self) -> None:
        if self._socket is not None:
            self._socket.close()


def _period_s(environment: Mapping[str, str]) -> float | None:
    """As ``sd_watchdog_enabled(3)`` reads it: not for another process, and only a sane number."""
    if environment.get("WATCHDOG_PID", str(os.getpid())) != str(os.getpid()):
        return None
    text = environment.get("WATCHDOG_USEC", "")
    return int(text) / 1_000_000 if text.isascii() and text.isdigit() and 0 < len(text) < 16 and int(text) else None

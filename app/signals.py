"""SIGINT and SIGTERM end the screen cleanly. Qt's loop runs no Python handlers, so a thread reads the wake-up pipe."""

import contextlib
import signal
import socket
import threading
from collections.abc import Callable, Iterator

SIGNALS = (signal.SIGINT, signal.SIGTERM)


@contextlib.contextmanager
def quit_on_signals(end: Callable[[], None]) -> Iterator[None]:
    """Within the block ``end`` is called, in a thread of its own, when a signal comes."""
    reader, writer = socket.socketpair()
    writer.setblocking(False)
    before = {number: signal.signal(number, lambda *_: None) for number in SIGNALS}
    fd_before = signal.set_wakeup_fd(writer.fileno(), warn_on_full_buffer=False)

    def wait() -> None:
        if reader.recv(1):
            end()

    threading.Thread(target=wait, name="signals", daemon=True).start()
    try:
        yield
    finally:
        signal.set_wakeup_fd(fd_before)
        for number, handler in before.items():
            signal.signal(number, handler)
        writer.close()

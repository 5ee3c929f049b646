"""The web server: says on stdout when it is ready, and where; stops cleanly on SIGTERM and SIGINT."""

import json
import signal
import socket
import sys
from types import FrameType

import uvicorn

from central.api.application import create_application
from central.centre import Centre

_GRACE_SECONDS = 3


class CentralServer(uvicorn.Server):
    """uvicorn on a socket that is bound before anything else, so that a port in use is found at once."""

    def __init__(self, centre: Centre, listening: socket.socket, *, announce: bool = False) -> None:
        self._centre = centre
        self._listening = listening
        self._announce = announce
        super().__init__(
            uvicorn.Config(
                create_application(centre),
                loop="asyncio",
                http="h11",
                ws="none",
                access_log=False,  # paths hold numbers; api.access_log writes the masked line
                log_config=None,
                server_header=False,
                timeout_graceful_shutdown=_GRACE_SECONDS,
            )
        )

    @property
    def url(self) -> str:
        host, port = self._listening.getsockname()[:2]
        return f"http://[{host}]:{port}" if ":" in host else f"http://{host}:{port}"

    def serve_here(self) -> None:
        """Blocks until the server is told to stop."""
        self.run(sockets=[self._listening])

    def stop(self) -> None:
        """From any thread: answer who waits, then end."""
        self._centre.hurry()
        self.should_exit = True

    def handle_exit(self, sig: int, frame: FrameType | None) -> None:
        self._centre.hurry()
        super().handle_exit(sig, frame)

    async def startup(self, sockets: list[socket.socket] | None = None) -> None:
        await super().startup(sockets)
        if self.started and self._announce:
            sys.stdout.write(json.dumps({"ready": True, "url": self.url}) + "\n")
            sys.stdout.flush()


def listen(host: str, port: int) -> socket.socket:
    """A bound socket; port 0 takes a free one. OSError if the address can't be had."""
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    return socket.create_server((host, port), family=family)


def exit_cleanly_on_signals() -> None:
    """uvicorn raises the signal again when it has stopped; a wanted stop is exit code 0, not death by signal."""
    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, lambda _number, _frame: sys.exit(0))

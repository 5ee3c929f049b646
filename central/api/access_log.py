"""Around every request: one masked line in the log says what was asked and what it took."""

import logging
import time

from starlette.types import ASGIApp, Message, Receive, Scope, Send

_log = logging.getLogger("central.access")


class AccessLog:
    """Method, route, status, milliseconds. The route's template stands for the path: numbers and ids stay out of logs."""

    def __init__(self, application: ASGIApp) -> None:
        self._application = application

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self._application(scope, receive, send)
            return
        started = time.monotonic()
        status = 0

        async def watch(message: Message) -> None:
            nonlocal status
            if message["type"] == "http.response.start":
                status = message["status"]
            await send(message)

        try:
            await self._application(scope, receive, watch)
        finally:
            route = getattr(scope.get("route"), "path", "(unknown path)")
            took = (time.monotonic() - started) * 1000
            _log.info("CEN-002 %s %s %s %.0f ms", scope["method"], route, status, took)

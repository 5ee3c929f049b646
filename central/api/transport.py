"""Around every request: bodies are bounded, and one masked line says what was asked and what it took."""

import logging
import time

from starlette.types import ASGIApp, Message, Receive, Scope, Send

from central.api.errors import problem_response
from central.problems import ProblemError

_log = logging.getLogger("central.access")


class BodyLimit:
    """413 ``body-too-large`` before anything parses the body, whether or not Content-Length told the truth."""

    def __init__(self, application: ASGIApp, limit_bytes: int) -> None:
        self._application = application
        self._limit = limit_bytes

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self._application(scope, receive, send)
            return
        body = bytearray()
        more = True
        while more and len(body) <= self._limit:
            message = await receive()
            if message["type"] != "http.request":
                return  # the caller is gone
            body += message.get("body", b"")
            more = message.get("more_body", False)
        if len(body) > self._limit:
            problem = ProblemError("body-too-large", f"at most {self._limit} bytes")
            await problem_response(problem)(scope, receive, send)
            return
        pending: list[Message] = [{"type": "http.request", "body": bytes(body), "more_body": False}]

        async def replay() -> Message:
            return pending.pop() if pending else await receive()

        await self._application(scope, replay, send)


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

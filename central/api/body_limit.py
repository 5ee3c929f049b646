"""Bodies are bounded before anything parses them. The framework's own limit answers 413 without a problem document."""

import re
from collections.abc import Mapping

from starlette.types import ASGIApp, Message, Receive, Scope, Send

from central.api.errors import problem_response
from central.problems import ProblemError


class BodyLimit:
    """413 ``body-too-large``, whether or not Content-Length told the truth."""

    def __init__(self, application: ASGIApp, limit_bytes: int, larger: Mapping[tuple[str, str], int] | None = None) -> None:
        """``larger``: limits of their own, by method and pattern of the whole path."""
        self._application = application
        self._limit = limit_bytes
        self._larger = {(method, re.compile(path)): limit for (method, path), limit in (larger or {}).items()}

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self._application(scope, receive, send)
            return
        limit = self._limit_of(scope)
        body = bytearray()
        more = True
        while more and len(body) <= limit:
            message = await receive()
            if message["type"] != "http.request":
                return  # the caller is gone
            body += message.get("body", b"")
            more = message.get("more_body", False)
        if len(body) > limit:
            problem = ProblemError("body-too-large", f"at most {limit} bytes")
            await problem_response(problem)(scope, receive, send)
            return
        pending: list[Message] = [{"type": "http.request", "body": bytes(body), "more_body": False}]

        async def replay() -> Message:
            return pending.pop() if pending else await receive()

        await self._application(scope, replay, send)

    def _limit_of(self, scope: Scope) -> int:
        own = [limit for (method, path), limit in self._larger.items() if self._fits(scope, method, path)]
        return own[0] if own else self._limit

    @staticmethod
    def _fits(scope: Scope, method: str, path: re.Pattern[str]) -> bool:
        return bool(scope["method"] == method and path.fullmatch(scope["path"]))

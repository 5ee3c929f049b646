"""Bodies are bounded before anything parses them. The framework's own limit answers 413 without a problem document."""

from starlette.types import ASGIApp, Message, Receive, Scope, Send

from central.api.errors import problem_response
from central.problems import ProblemError


class BodyLimit:
    """413 ``body-too-large``, whether or not Content-Length told the truth."""

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

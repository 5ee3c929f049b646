"""Signatures at the edge (RFC 9421): no request under /v1 goes in without one, and no answer leaves without one.

Delivery receipts of the SMS gateway (/v1/sms) have tokens of their own and are left alone.
"""

from starlette.concurrency import run_in_threadpool
from starlette.datastructures import Headers, MutableHeaders
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from central.api.errors import problem_response
from central.centre import Centre
from central.message_signatures import Answer, Arrived, sign_answer
from central.problems import ProblemError


def _is_signed(scope: Scope) -> bool:
    """Decided by the path that the routes go by, not by how it was written on the wire."""
    return scope["type"] == "http" and scope["path"].startswith("/v1/") and not scope["path"].startswith("/v1/sms/")


class SignedRequests:
    """Nothing reads a request before the door has let it in. Stands behind ``BodyLimit``: the body comes in one piece."""

    def __init__(self, application: ASGIApp, centre: Centre) -> None:
        self._application = application
        self._centre = centre

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if not _is_signed(scope):
            await self._application(scope, receive, send)
            return
        whole = await receive()
        target = scope["raw_path"] + (b"?" + scope["query_string"] if scope["query_string"] else b"")
        arrived = Arrived(scope["method"], target.decode("latin-1"), Headers(scope=scope), whole.get("body", b""))
        try:
            scope["kiosk"] = await run_in_threadpool(self._centre.door.admit, arrived)
        except ProblemError as problem:
            await problem_response(problem)(scope, receive, send)
            return
        pending = [whole]

        async def replay() -> Message:
            return pending.pop() if pending else await receive()

        await self._application(scope, replay, send)


class SignedAnswers:
    """Holds an answer back until it is whole, and signs it as the answer to this very request."""

    def __init__(self, application: ASGIApp, centre: Centre) -> None:
        self._application = application
        self._centre = centre

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if not _is_signed(scope):
            await self._application(scope, receive, send)
            return
        start: Message = {}
        body = bytearray()

        async def hold(message: Message) -> None:
            if message["type"] == "http.response.start":
                start.update(message)
                return
            body.extend(message.get("body", b""))
            if not message.get("more_body", False):
                await self._send_signed(scope, start, bytes(body), send)

        try:
            await self._application(scope, receive, hold)
        except Exception:
            if not start:  # the framework would answer for a mistake further out, where nothing is signed any more
                mistake = ProblemError("internal-error", "the log of the centre says more")
                await problem_response(mistake)(scope, receive, hold)
            raise

    async def _send_signed(self, scope: Scope, start: Message, body: bytes, send: Send) -> None:
        headers = MutableHeaders(raw=start["headers"])
        answer = Answer(start["status"], headers, body)
        signed = sign_answer(self._centre.key, answer, asked=Headers(scope=scope), now=self._centre.now())
        for name, value in signed.items():
            headers[name] = value
        await send({**start, "headers": headers.raw})
        await send({"type": "http.response.body", "body": body})

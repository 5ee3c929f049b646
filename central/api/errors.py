"""Every error leaves as application/problem+json, also those of the framework; and the OpenAPI entries for them."""

from collections.abc import Sequence
from http import HTTPStatus
from typing import Any

from fastapi import FastAPI, Request
from fastapi.exceptions import RequestValidationError
from fastapi.responses import JSONResponse
from starlette.exceptions import HTTPException
from starlette.routing import BaseRoute, Match

from central.problems import KINDS, MEDIA_TYPE, ProblemError

_FRAMEWORK_KINDS = {400: "invalid-request", 404: "not-found", 405: "method-not-allowed", 413: "body-too-large"}
_MOST_ERRORS = 20


def problem_response(problem: ProblemError) -> JSONResponse:
    return JSONResponse(problem.document(), problem.status, problem.headers(), MEDIA_TYPE)


def documented(*kinds: str) -> dict[int | str, dict[str, Any]]:
    """``responses=`` of a route: its problems by status, each naming the types it can carry."""
    by_status: dict[int | str, list[str]] = {}
    for kind in (*kinds, "internal-error"):
        by_status.setdefault(KINDS[kind].status, []).append(kind)
    return {status: _documented(names) for status, names in by_status.items()}


def _documented(kinds: list[str]) -> dict[str, Any]:
    answer: dict[str, Any] = {
        "description": "; ".join(f"`{kind}`: {KINDS[kind].title}" for kind in kinds),
        "content": {MEDIA_TYPE: {"schema": {"$ref": "#/components/schemas/Problem"}}},
    }
    if {"payment-in-progress", "rate-limited", "bss-unavailable", "account-locked"} & set(kinds):
        answer["headers"] = {"Retry-After": {"description": "seconds", "schema": {"type": "string"}}}
    return answer


def install_error_handlers(application: FastAPI, routes: Sequence[BaseRoute]) -> None:
    """Replace the framework's own error bodies. ``routes``: all there are, to name the methods of an address."""

    @application.exception_handler(ProblemError)
    async def on_problem(_request: Request, problem: ProblemError) -> JSONResponse:
        return problem_response(problem)

    @application.exception_handler(RequestValidationError)
    async def on_invalid(_request: Request, invalid: RequestValidationError) -> JSONResponse:
        return problem_response(invalid_request(invalid.errors()))

    @application.exception_handler(HTTPException)
    async def on_framework(request: Request, error: HTTPException) -> JSONResponse:
        kind = _FRAMEWORK_KINDS.get(error.status_code, "invalid-request")
        answer = problem_response(ProblemError(kind, str(error.detail)))
        answer.headers.update(error.headers or {})
        if error.status_code == HTTPStatus.METHOD_NOT_ALLOWED:
            answer.headers["Allow"] = ", ".join(_methods_at(routes, request))
        return answer

    @application.exception_handler(Exception)
    async def on_mistake(_request: Request, _error: Exception) -> JSONResponse:
        return problem_response(ProblemError("internal-error", "the log of the centre says more"))


def _methods_at(routes: Sequence[BaseRoute], request: Request) -> list[str]:
    """Every method of this address; the framework names only those of the first route that fits (RFC 9110, 10.2.1)."""
    methods: set[str] = set()
    for route in routes:
        if route.matches(request.scope)[0] is not Match.NONE:
            methods |= getattr(route, "methods", None) or set()
    return sorted(methods)


def invalid_request(found: Sequence[Any], where: tuple[str, ...] = ()) -> ProblemError:
    """From pydantic's errors: what, and where under ``where``. The input is not repeated: it may hold a number."""
    errors = [
        {"where": ".".join(str(part) for part in (*where, *error["loc"]))[:100], "what": str(error["msg"])[:200]}
        for error in found[:_MOST_ERRORS]
    ]
    if any(error["where"].lower() == "header.idempotency-key" and error["what"] == "Field required" for error in errors):
        return ProblemError("idempotency-key-missing", 'send Idempotency-Key: "<kiosk_id>-<kiosk_seq>"')
    first = errors[0]
    return ProblemError("invalid-request", f"{first['where']}: {first['what']}", errors=errors)

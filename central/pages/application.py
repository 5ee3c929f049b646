"""The pages as an application of their own under /halls: its errors are pages, and nothing of it is in the contract."""

from pathlib import Path
from typing import Final

from fastapi import FastAPI, Request
from fastapi.exceptions import RequestValidationError
from fastapi.responses import HTMLResponse, Response
from starlette.exceptions import HTTPException

from central.centre import Centre
from central.pages import alarms, approvals, cash, halls, log_in, orders, payments, people, reckoning, report, terminal
from central.pages.answers import SAFE, html, rendered, see
from central.pages.visitor import ROOT, SESSION_COOKIE, LogInFirst, PageError, language_of, session_of
from central.problems import ProblemError
from central.staff_rights import StaffRefusedError

_STATIC: Final = Path(__file__).with_name("static")
_TYPES: Final = {"hall.css": "text/css", "refresh.js": "text/javascript", "icon.svg": "image/svg+xml"}
_STATUS: Final = {"unknown-person": 403, "not-your-hall": 404, "role-missing": 403, "not-there": 404}


def create_pages(centre: Centre) -> FastAPI:
    """To be mounted under ``/halls``."""
    pages = FastAPI(openapi_url=None, docs_url=None, redoc_url=None)
    pages.state.centre = centre
    for part in (log_in, halls, terminal, reckoning, payments, cash, approvals, alarms, orders, report, people):
        pages.router.routes.extend(part.router.routes)  # as they are: include_router makes each anew
    pages.add_api_route("/static/{name}", static, methods=["GET"])
    _install_errors(pages)
    return pages


def static(name: str) -> Response:
    """The style sheet and the one small script."""
    if name not in _TYPES:
        raise PageError(404, "nothing")
    headers = SAFE | {"Cache-Control": "max-age=300"}
    return Response((_STATIC / name).read_bytes(), media_type=_TYPES[name], headers=headers)


def _install_errors(pages: FastAPI) -> None:
    @pages.exception_handler(LogInFirst)
    async def on_log_in(request: Request, first: LogInFirst) -> Response:
        if first.back == "password":
            return see(f"{ROOT}/password")
        return see(log_in.log_in_address(first.back, "over" if SESSION_COOKIE in request.cookies else ""))

    @pages.exception_handler(PageError)
    async def on_page(request: Request, error: PageError) -> Response:
        return _error(request, error.status, error.kind)

    @pages.exception_handler(StaffRefusedError)
    async def on_refused(request: Request, error: StaffRefusedError) -> Response:
        return _error(request, _STATUS.get(error.reason, 409), error.reason)

    @pages.exception_handler(ProblemError)
    async def on_problem(request: Request, problem: ProblemError) -> Response:
        return _error(request, problem.status, "busy" if problem.kind == "rate-limited" else "nothing")

    @pages.exception_handler(RequestValidationError)
    async def on_invalid(request: Request, _error_of_form: RequestValidationError) -> Response:
        return _error(request, 422, "incomplete")

    @pages.exception_handler(HTTPException)
    async def on_framework(request: Request, error: HTTPException) -> Response:
        return _error(request, error.status_code, "nothing")

    @pages.exception_handler(Exception)
    async def on_mistake(request: Request, _mistake: Exception) -> Response:
        return _error(request, 500, "mistake")


def _error(request: Request, status: int, kind: str) -> HTMLResponse:
    centre: Centre = request.app.state.centre
    logged_in = status != 500 and session_of(request) is not None
    data = {"kind": kind, "logged_in": logged_in, "demo": centre.demo, "back": f"{ROOT}/"}
    return html(rendered("error.html", language_of(request), centre.now(), data), status)

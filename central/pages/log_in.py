"""In and out: log-in, log-out, a new password, the other language."""

from urllib.parse import quote

from fastapi import APIRouter, Request
from fastapi.responses import HTMLResponse, Response

from central.pages.answers import html, rendered, see
from central.pages.sayings import SAYINGS
from central.pages.visitor import (
    LANGUAGE_COOKIE,
    ROOT,
    SESSION_COOKIE,
    AnyForm,
    Form,
    Visitor,
    is_loopback,
    language_of,
    safe_back,
    the_centre,
    visitor_of,
)
from central.staff import StaffError
from central.staff_sessions import LogInRefusedError

router = APIRouter()


def log_in_address(back: str, said: str = "") -> str:
    more = f"&said={said}" if said else ""
    return f"{ROOT}/log-in?back={quote(back, safe='')}{more}"


@router.get("/log-in")
def log_in_page(request: Request, back: str = f"{ROOT}/", said: str = "") -> Response:
    return _log_in_page(request, safe_back(back), said=said)


@router.post("/log-in")
def log_in(request: Request, fields: AnyForm) -> Response:
    """The same answer in the same time for an id that nobody has and for a wrong password."""
    centre = the_centre(request)
    centre.throttle.admit(log_ins=request.client.host if request.client else "?")
    back = safe_back(fields.get("back", ""))
    staff_id = fields.get("staff_id", "").strip()
    try:
        token = centre.staff_sessions.log_in(staff_id, fields.get("password", ""))
    except LogInRefusedError as refused:
        return _log_in_page(request, back, staff_id=staff_id[:12], refused=refused, status=403)
    answer = see(back)
    answer.set_cookie(SESSION_COOKIE, token, path=ROOT, httponly=True, samesite="strict", secure=not is_loopback(request))
    return answer


@router.post("/log-out")
def log_out(request: Request, _fields: Form) -> Response:
    visitor = visitor_of(request, "halls", "")
    visitor.centre.staff_sessions.log_out(visitor.token, visitor.person.staff_id)
    answer = see(log_in_address(f"{ROOT}/", "out"))
    answer.delete_cookie(SESSION_COOKIE, path=ROOT)
    return answer


@router.get("/password")
def password_page(request: Request) -> Response:
    return _password_page(visitor_of(request, "halls", ""))


@router.post("/password")
def change_password(request: Request, fields: Form) -> Response:
    """Who changes a password proves the old one, also while logged in: a log-in left open is not enough."""
    visitor = visitor_of(request, "halls", "")
    staff_id, new = visitor.person.staff_id, fields.get("new", "")
    if new != fields.get("again", ""):
        return _password_page(visitor, "again", 422)
    try:
        visitor.centre.staff_sessions.prove(staff_id, fields.get("old", ""))
        visitor.centre.staff.change_password(staff_id, new)
    except LogInRefusedError:
        return _password_page(visitor, "old", 403)
    except StaffError:
        return _password_page(visitor, "weak", 422)
    answer = see(log_in_address(f"{ROOT}/", "password"))
    answer.delete_cookie(SESSION_COOKIE, path=ROOT)
    return answer


@router.post("/language")
def change_language(request: Request, fields: AnyForm) -> Response:
    answer = see(safe_back(fields.get("back", "")))
    to = "en" if fields.get("to") == "en" else "zh"
    answer.set_cookie(
        LANGUAGE_COOKIE, to, path=ROOT, max_age=365 * 86_400, samesite="strict", secure=not is_loopback(request)
    )
    return answer


def _password_page(visitor: Visitor, wrong: str = "", status: int = 200) -> HTMLResponse:
    return visitor.show("password.html", status, wrong=wrong)


def _log_in_page(
    request: Request,
    back: str,
    *,
    said: str = "",
    staff_id: str = "",
    refused: LogInRefusedError | None = None,
    status: int = 200,
) -> HTMLResponse:
    centre = the_centre(request)
    data = {
        "target": back,
        "back": log_in_address(back),
        "demo": centre.demo,
        "said": SAYINGS.get(said),
        "staff_id": staff_id,
        "refused": refused,
    }
    return html(rendered("log_in.html", language_of(request), centre.now(), data), status)

"""Who is asking for a page, and may they (trust.md S3; features.md F63). Every route but the log-in goes through here."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import partial
from typing import Annotated, Any, Final, cast
from urllib.parse import quote

from fastapi import Depends, Request
from fastapi.responses import HTMLResponse
from sqlalchemy import select
from starlette.datastructures import FormData

from central.centre import Centre
from central.halls import hall_names
from central.pages import rights
from central.pages.answers import html, rendered
from central.pages.filters import Language
from central.pages.navigation import entries
from central.pages.sayings import SAYINGS
from central.places import NOWHERE, Place, places
from central.staff import Person
from central.staff_rights import hall_of
from central.staff_sessions import Session
from central.staff_tables import staff

SESSION_COOKIE: Final = "hall_session"
LANGUAGE_COOKIE: Final = "hall_language"
ROOT: Final = "/halls"
_LOOPBACK: Final = frozenset({"127.0.0.1", "localhost", "::1"})
_REFRESH_HEADER: Final = "x-refresh"  # the page asked, nobody did

HallOf = Callable[[Centre, Mapping[str, str]], str | None]


class PageError(Exception):
    """Becomes a page that says what is wrong and leads back. ``kind`` is a key of the template's sentences."""

    def __init__(self, status: int, kind: str) -> None:
        super().__init__(kind)
        self.status = status
        self.kind = kind


class LogInFirst(Exception):  # noqa: N818 (no error: the way to the log-in page)
    def __init__(self, back: str) -> None:
        super().__init__(back)
        self.back = back


@dataclass(frozen=True, slots=True)
class Visitor:
    """Somebody logged in, on a page they may see. ``hall``: of what the page is about; empty: of none in particular."""

    centre: Centre
    session: Session
    token: str
    language: Language
    address: str  # of this page, for links that come back to it
    page: str
    hall: str
    said: str  # what the act before this page came to, as a key of ``sayings``

    @property
    def person(self) -> Person:
        return self.session.person

    def may(self, page: str, hall: str | None = None) -> bool:
        return rights.may(self.person, page, self.hall if hall is None else hall)

    def only_hall(self) -> str:
        """Empty: there are more, or none."""
        with self.centre.database.read() as connection:
            mine = [hall for hall in hall_names(connection) if self.person.may("view", hall)]
        return mine[0] if len(mine) == 1 else ""

    def in_hall(self, hall: str) -> bool:
        return rights.may(self.person, self.page, hall)

    def _places(self) -> Mapping[str, Place]:
        with self.centre.database.read() as connection:
            return places(connection)

    def _names(self) -> Mapping[str, str]:
        """Of everybody who works here, by staff id."""
        with self.centre.database.read() as connection:
            return {row.staff_id: row.name for row in connection.execute(select(staff.c.staff_id, staff.c.name))}

    def show(self, template: str, status: int = 200, **data: Any) -> HTMLResponse:
        now = self.centre.now()
        common = {
            "visitor": self,
            "form_secret": self.session.form_secret,
            "amounts": rights.sees_amounts(self.person),
            "demo": self.centre.demo,
            "nav": entries(self),
            "back": self.address.split("?said=")[0].split("&said=")[0],
            "said": SAYINGS.get(self.said),
            "place": partial(_place, self._places(), self.language),
            "who": partial(_who, self._names()),
        }
        return html(rendered(template, self.language, now, common | data), status)


def _place(known: Mapping[str, Place], language: Language, kiosk_id: str) -> str:
    """Where a terminal stands, as a page of this language says it; empty: nobody has said."""
    return known.get(kiosk_id, NOWHERE).words(language)


def _who(names: Mapping[str, str], staff_id: str) -> str:
    """A person to ask for, not a number alone."""
    return f"{names.get(staff_id, '')} {staff_id}".strip()


def the_centre(request: Request) -> Centre:
    return cast(Centre, request.app.state.centre)


def language_of(request: Request) -> Language:
    return "en" if request.cookies.get(LANGUAGE_COOKIE) == "en" else "zh"


def is_loopback(request: Request) -> bool:
    """Without TLS a browser sends no ``Secure`` cookie; only on this very machine there is none."""
    return request.url.hostname in _LOOPBACK


def address_of(request: Request) -> str:
    query = request.url.query
    return request.url.path + (f"?{query}" if query else "")


def safe_back(address: str) -> str:
    """Only ever one of our own pages."""
    fine = address.startswith(f"{ROOT}/") and "\\" not in address and "//" not in address and address.isprintable()
    return address if fine else f"{ROOT}/"


def session_of(request: Request) -> tuple[str, Session] | None:
    token = request.cookies.get(SESSION_COOKIE, "")
    by_hand = _REFRESH_HEADER not in request.headers
    session = the_centre(request).staff_sessions.read(token, by_hand=by_hand) if token else None
    return None if session is None else (token, session)


def visitor_of(request: Request, page: str, hall: str) -> Visitor:
    found = session_of(request)
    if found is None:
        raise LogInFirst(address_of(request) if request.method == "GET" else f"{ROOT}/")
    token, session = found
    address = address_of(request)
    said = request.query_params.get("said", "")
    return Visitor(the_centre(request), session, token, language_of(request), address, page, hall, said)


def on_page(page: str, hall_of_page: HallOf | None = None) -> Any:
    """``Annotated[Visitor, on_page("glance", of_query)]``: somebody with the role, in the hall of what is asked for."""
    rights.NEEDS[page]  # a page without a line in the table is a mistake that shows at start

    def guard(request: Request) -> Visitor:
        visitor = visitor_of(request, page, "")
        if visitor.person.password_must_change:
            raise LogInFirst("password")
        if hall_of_page is None:
            if not visitor.may(page):
                raise PageError(403, "role")
            return visitor
        named = dict(request.query_params) | dict(request.path_params)
        hall = hall_of_page(visitor.centre, named)
        # What is nobody's and what is another hall's look the same from here.
        if not hall or not visitor.person.may("view", hall):
            raise PageError(404, "nothing")
        placed = visitor_of(request, page, hall)
        if not placed.may(page):
            raise PageError(403, "role")
        return placed

    return Depends(guard)


async def _form(request: Request) -> Mapping[str, str]:
    """The fields of a form of ours, checked for whose it is."""
    site = request.headers.get("sec-fetch-site", "same-origin")
    if site not in ("same-origin", "none"):
        raise PageError(403, "forged")
    data: FormData = await request.form(max_files=0, max_fields=60)
    return {name: value for name, value in data.items() if isinstance(value, str)}


AnyForm = Annotated[Mapping[str, str], Depends(_form)]


def _own_form(request: Request, fields: AnyForm) -> Mapping[str, str]:
    found = session_of(request)
    if found is None:
        raise LogInFirst(f"{ROOT}/")
    if not found[1].knows(fields.get("form", "")):
        raise PageError(403, "forged")
    return fields


Form = Annotated[Mapping[str, str], Depends(_own_form)]  # with the secret of the log-in in it


def of_query(centre: Centre, named: Mapping[str, str]) -> str | None:
    """The hall that the address names, if it is one."""
    with centre.database.read() as connection:
        return named.get("hall") if named.get("hall") in hall_names(connection) else None


def of_kiosk(centre: Centre, named: Mapping[str, str]) -> str | None:
    with centre.database.read() as connection:
        return hall_of(connection, named["kiosk_id"])


def hall_address(page: str, hall: str) -> str:
    return f"{ROOT}/{page}?hall={quote(hall, safe='')}"

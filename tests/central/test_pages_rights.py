"""Every page and act × role × own or foreign hall (features.md F63; trust.md S4)."""

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import product
from pathlib import Path
from typing import Any

import pytest
from fastapi.routing import APIRoute
from sqlalchemy import select

from central.centre import Centre
from central.health_tables import alarms
from central.identifiers import new_ulid
from central.pages import alarms as _alarms, approvals, cash, halls, orders, payments, people, reckoning, report, terminal
from central.pages.rights import NEEDS
from central.service_tables import work_orders
from central.tables import payments as payment_table
from tests.central.halls import HALL, Browser, add_person, hall_served, seeded_database

FOREIGN = "别的厅"
QUERY = f"?hall={HALL}"
ROLES = ("view", "operate", "cash", "admin")
EVERYBODY = frozenset(ROLES)

# Who may: page or act → roles. Written down a second time on purpose, beside central/pages/rights.py.
MAY: dict[str, frozenset[str]] = {
    **dict.fromkeys(("halls", "glance", "terminal", "reckoning", "payments", "search", "journey", "cash"), EVERYBODY),
    **dict.fromkeys(("collections", "comparison", "alarms", "report", "orders"), EVERYBODY),
    **dict.fromkeys(("count", "count_box"), frozenset({"cash"})),
    **dict.fromkeys(("explain", "approvals", "decide", "challenge"), frozenset({"cash", "admin"})),
    **dict.fromkeys(("acknowledge", "handle_order"), frozenset({"operate", "admin"})),
    **dict.fromkeys(("people", "manage_person", "audit", "sign_report", "place_terminal"), frozenset({"admin"})),
    "report_csv": EVERYBODY - {"cash"},
}
OF_NO_HALL = frozenset(
    {"halls", "approvals", "people", "audit"}
)  # they show what is of the person's halls, which may be nothing


@dataclass(frozen=True, slots=True)
class Call:
    """Of somebody who may, nothing is changed by it: an act is asked for with something that can't be."""

    method: str
    path: str
    fields: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True, slots=True)
class Served:
    centre: Centre
    url: str
    calls: dict[str, list[Call]]


def _calls(centre: Centre) -> dict[str, list[Call]]:
    with centre.database.read() as connection:
        payment_id = connection.scalar(select(payment_table.c.payment_id))
        alarm_id = connection.scalar(select(alarms.c.alarm_id).where(alarms.c.raised_at.is_not(None)))
        order_id = connection.scalar(select(work_orders.c.order_id))
    approval_id = new_ulid(centre.now())
    centre.approvals.ask(approval_id, "K0103", "settle", what="test", fen=100, by="0999")
    challenge = (("kiosk_id", "K0103"), ("act", "box_swap"), ("challenge", "12"))
    return {
        "halls": [Call("GET", "/halls/")],
        "glance": [Call("GET", f"/halls/glance{QUERY}")],
        "terminal": [Call("GET", "/halls/terminals/K0103")],
        "reckoning": [Call("GET", "/halls/terminals/K0103/reckoning")],
        "place_terminal": [Call("POST", "/halls/terminals/K0103/place", (("zh", "x" * 25),))],
        "payments": [Call("GET", f"/halls/payments{QUERY}")],
        "search": [Call("GET", f"/halls/search{QUERY}"), Call("POST", f"/halls/search{QUERY}", (("what", "K0101-1"),))],
        "journey": [Call("GET", f"/halls/journeys/{payment_id}")],
        "cash": [Call("GET", f"/halls/cash{QUERY}")],
        "collections": [Call("GET", f"/halls/collections{QUERY}")],
        "comparison": [Call("GET", "/halls/collections/K0101-C5")],
        "count": [Call("GET", "/halls/collections/K0103-C7/count")],
        "count_box": [Call("POST", "/halls/collections/K0103-C7/count", (("genuine_100", "x"),))],
        "explain": [Call("POST", "/halls/collections/K0101-C5/reason", (("reason", "x"),))],
        "approvals": [Call("GET", "/halls/approvals")],
        "decide": [Call("POST", f"/halls/approvals/{approval_id}", (("answer", "x"),))],
        "challenge": [Call("POST", "/halls/challenge", challenge)],
        "alarms": [Call("GET", f"/halls/alarms{QUERY}")],
        "acknowledge": [Call("POST", f"/halls/alarms/{alarm_id}", (("act", "x"),))],
        "report": [Call("GET", f"/halls/report{QUERY}")],
        "report_csv": [Call("GET", f"/halls/report.csv{QUERY}&day=2026-11-20")],
        "sign_report": [Call("POST", f"/halls/report{QUERY}", (("day", "x"),))],
        "orders": [Call("GET", f"/halls/orders{QUERY}")],
        "handle_order": [Call("POST", f"/halls/orders/{order_id}", (("act", "x"),))],
        "people": [Call("GET", "/halls/people")],
        "manage_person": [Call("POST", "/halls/people/5000", (("act", "x"),))],
        "audit": [Call("GET", "/halls/audit")],
    }


@pytest.fixture(scope="module")
def served(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    folder: Path = tmp_path_factory.mktemp("rights")
    with hall_served(folder, seeded_database()) as (centre, _, url):
        centre.enrolment.enrol("K0901", FOREIGN)
        add_person(centre, "5000", ["view"], [HALL])
        for number, (role, hall) in enumerate(product(ROLES, (HALL, FOREIGN))):
            add_person(centre, f"60{number:02d}", [role], [hall])
        yield Served(centre, url, _calls(centre))


def _id(role: str, hall: str) -> str:
    return f"60{list(product(ROLES, (HALL, FOREIGN))).index((role, hall)):02d}"


def test_every_line_of_the_table_is_tried_and_every_route_has_one(served: Served) -> None:
    assert set(MAY) == set(NEEDS) == set(served.calls)
    parts = (halls, terminal, reckoning, payments, cash, approvals, _alarms, orders, report, people)
    routes = {
        (method, route.path)
        for part in parts
        for route in part.router.routes
        if isinstance(route, APIRoute)
        for method in route.methods or ()
    }
    tried = {(call.method, call.path.split("?")[0]) for calls in served.calls.values() for call in calls}
    tried |= {("GET", "/halls/challenge")}  # the same line as its POST
    matched = {
        (method, path)
        for method, path in routes
        if any(method == m and _fits(path, p.removeprefix("/halls")) for m, p in tried)
    }
    assert routes == matched


def _fits(pattern: str, path: str) -> bool:
    wanted, there = pattern.split("/"), path.split("/")
    return len(wanted) == len(there) and all(w.startswith("{") or w == t for w, t in zip(wanted, there, strict=True))


@pytest.mark.parametrize("role", ROLES)
def test_f63_the_permission_matrix(served: Served, role: str) -> None:
    for hall in (HALL, FOREIGN):
        browser = Browser(served.url)
        browser.log_in(_id(role, hall))
        for page, calls in served.calls.items():
            for call in calls:
                told = browser.get(call.path) if call.method == "GET" else browser.post(call.path, dict(call.fields))
                where = f"{role} of {hall}: {page}, {told.status} {told.address}"
                assert "log-in" not in told.address, where
                if hall == HALL:
                    assert (told.status not in (403, 404)) is (role in MAY[page]), where
                elif page in OF_NO_HALL:
                    assert (told.status == 200) is (role in MAY[page]), where
                    assert "K0103" not in told.text, where
                else:
                    assert told.status in (403, 404), where
                    assert "K0103" not in told.text, where


def test_nobody_sees_anything_without_a_log_in(served: Served) -> None:
    browser = Browser(served.url)
    for calls in served.calls.values():
        for call in calls:
            told = browser.get(call.path) if call.method == "GET" else browser.post(call.path, dict(call.fields))
            assert told.address.startswith(f"{served.url}/halls/log-in"), call
            assert "K010" not in told.text


def test_an_alarm_of_every_hall_is_for_who_is_there_for_every_hall(served: Served) -> None:
    row: dict[str, Any] = {
        "alarm_id": new_ulid(1),
        "rule": "sms_slow",
        "subject": "sms",
        "hall": "",
        "kiosk_id": "",
        "severity": "page",
    }
    row |= {"text": "x", "pending_since": 1, "raised_at": 1, "told": ""}
    with served.centre.database.write() as connection:
        connection.execute(alarms.insert().values(row))
    browser = Browser(served.url)
    browser.log_in(_id("operate", HALL))
    assert browser.post(f"/halls/alarms/{row['alarm_id']}", {"act": "seen"}).status == 404
    with served.centre.database.write() as connection:
        connection.execute(alarms.delete().where(alarms.c.alarm_id == row["alarm_id"]))


def test_an_admin_of_one_hall_sees_no_audit_and_no_people_of_another(served: Served) -> None:
    browser = Browser(served.url)
    browser.log_in(_id("admin", FOREIGN))
    people_page, audit_page = browser.get("/halls/people"), browser.get("/halls/audit")
    assert "5000" not in people_page.text
    assert _id("view", FOREIGN) in people_page.text
    assert "0217" not in audit_page.text.replace("/halls", "")
    assert browser.post("/halls/people/5000", {"act": "disable"}).status == 404

"""Who counts cash finds no amount of it on any page: every role walks over every page it can reach (trust.md S4; X11)."""

import re
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Any, Final
from urllib.parse import unquote, urlsplit

import pytest
from sqlalchemy import select

from central.centre import Centre
from central.events import Event
from central.identifiers import new_ulid
from central.tables import payments
from tests.central.halls import HALL, Browser, Page, add_person, hall_served, seeded_database
from tests.central.helpers import Clock

Q = f"?hall={HALL}"
PEOPLE = {
    "7001": ["view"],
    "7002": ["operate"],
    "7003": ["admin"],
    "7004": ["cash"],
    "7005": ["view", "cash"],
    "7006": ["view", "operate", "cash", "admin"],
}
BLIND = ("7004", pytest.param("7005", marks=pytest.mark.long), "7006")
SEES = ("7001", pytest.param("7002", marks=pytest.mark.long), "7003")
AMOUNT: Final = re.compile(r"¥[\d,]+(?:\.\d\d)?|\d+(?:\.\d+)? ?元|\b\d+ fen\b|fen=\d+|\b\d{3,}00\b")
# What a person settles, case by case: it adds up to no box. Page → the amounts that stand there.
OPEN_CASE = {"¥100": 1}
ALLOWED: dict[str, dict[str, int]] = {
    "/halls/glance": OPEN_CASE,
    "/halls/cash": {"¥100": 1, "¥0": 14},  # in doubt, owed, unassigned of five terminals
    "/halls/search": OPEN_CASE,
    "/halls/approvals": {"¥100": 1, "100 元": 1},
    "/halls/alarms": {"100.00元": 1},
    "/halls/terminals/K0103": {"100.00元": 1},
    "/halls/orders": {"¥100": 1, "100.00元": 1},  # a customer who calls for help, and the open case's alarm
}
# After the count everybody may see what was expected in that box; a tally has the faces of its notes.
AFTER_THE_COUNT = ("/halls/collections", "/halls/collections/K0101-C5", "/halls/collections/K0102-C3")
UNCOUNTED = ("¥18,420", "¥9,310", "¥12,650", "¥6,200", "¥21,900")
FACES = {"¥100", "¥50", "¥20", "¥10", "¥5", "¥1"}
SEARCHES: tuple[dict[str, str], ...] = (
    {"kiosk_id": "K0103"},
    {"day": "2026-11-21"},
    {"hanging": "on"},
    {"what": "K0103-13"},
    {"what": "K0103"},
    {"kiosk_id": "K0103", "note": "10000"},
)


@pytest.fixture(scope="module")
def hall(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Centre, Clock, str]]:
    folder: Path = tmp_path_factory.mktemp("blind")
    with hall_served(folder, seeded_database()) as served:
        for staff_id, roles in PEOPLE.items():
            add_person(served[0], staff_id, roles, [HALL])
        _tell_of_money(served[0], served[1])
        yield served


def _tell_of_money(centre: Centre, clock: Clock) -> None:
    """Every kind of event that may name an amount, as the terminals' own writers tell it."""
    told: tuple[tuple[str, dict[str, Any]], ...] = (
        ("visit", {"visit_id": "v-9", "task": "pay_bill", "outcome": "paid", "amount_fen": 17_300, "tender": "cash"}),
        ("money", {"what": "owed", "fen": 17_400, "id": "n-1", "reason": "refused 17400 fen"}),
        ("money", {"what": "settled", "fen": 17_400, "id": "n-1", "reason": "credited as K0103-99 by 1, 2: 174 元"}),
        ("money", {"what": "in_doubt", "fen": 17_400, "id": "n-2", "reason": "sale_unclear", "detail": "17400 fen asked"}),
        ("money", {"what": "settled", "fen": 17_400, "id": "n-2", "reason": "credited", "basis": "174 元"}),
        ("staff", {"staff_id": "0218", "act": "approved", "detail": "box_swap K0103-C8, asked by 0217, 1842000 fen"}),
        ("test", {"item": "counters", "outcome": "passed", "staff_id": "0301", "detail": "1842000 fen in 426 notes"}),
        ("command", {"command_id": "c", "what": "restart", "outcome": "done", "detail": "ledger 1842000 fen"}),
        ("future", {"stacked_fen": 1_842_000}),
    )
    for number, (kind, data) in enumerate(told):
        centre.events.store("K0103", [Event(9_000 + number, clock(), kind, False, False, data)])
    approval = new_ulid(clock())
    centre.approvals.ask(approval, "K0105", "box_swap", what="换钱箱 21900 元", fen=2_190_000, by="0218")
    refused = new_ulid(clock())
    centre.approvals.ask(refused, "K0101", "box_swap", what="换钱箱 9310 元", fen=931_000, by="0218")
    centre.approvals.decide(refused, "7003", approve=False)


def _as(hall: tuple[Centre, Clock, str], staff_id: str) -> Browser:
    browser = Browser(hall[2])
    browser.log_in(staff_id)
    return browser


def _walk(browser: Browser) -> dict[str, Page]:
    """Every page that a link leads to, and what each search finds; of journeys three."""
    found: dict[str, Page] = {}
    waiting = ["/halls/"]
    journeys = 0
    while waiting:
        address = waiting.pop()
        if address in found or not address.startswith("/halls/") or "/static/" in address or "log-out" in address:
            continue
        if "/journeys/" in address:
            journeys += 1
            if journeys > 3:
                continue
        if "day=2026-11-1" in address or ("month=" in address and "2026-11" not in address):
            continue  # days and months look alike, and go on for ever
        page = browser.get(address)
        if page.status != 200:
            continue
        found[address] = page
        waiting += [unquote(link.split("#")[0]) for link in page.links]
    for number, fields in enumerate(SEARCHES):
        found[f"/halls/search?{number}"] = browser.post(f"/halls/search{Q}", fields)
    return found


def _amounts(page: Page) -> Counter[str]:
    return Counter(AMOUNT.findall(page.text))


@pytest.mark.parametrize("staff_id", BLIND)
def test_s4_who_counts_finds_no_amount_on_any_page(hall: tuple[Centre, Clock, str], staff_id: str) -> None:
    pages = _walk(_as(hall, staff_id))
    assert {f"/halls/{name}" for name in ("glance", "cash", "payments", "report", "search")} <= {
        address.split("?")[0] for address in pages
    }
    assert [address for address in pages if "/journeys/" in address], "the walk has been to a journey"
    assert {address: wrong for address, page in pages.items() if (wrong := _wrong(page))} == {}


def _wrong(page: Page) -> Counter[str]:
    """What stands on a page and must not, of who counts."""
    path, found = unquote(urlsplit(page.address).path), _amounts(page)
    if path in AFTER_THE_COUNT:
        return Counter(text for text in found if text in UNCOUNTED)
    if path.endswith("/count"):
        return Counter(text for text in found if text not in FACES)
    if path == "/halls/audit":
        return Counter(text for text in found if text != "¥100")  # an open case that persons settled
    return found - Counter(ALLOWED.get(path, {}))


@pytest.mark.parametrize("staff_id", SEES)
def test_who_never_counts_sees_them_on_the_same_pages(hall: tuple[Centre, Clock, str], staff_id: str) -> None:
    """So the walk of those who count could fail."""
    pages = _walk(_as(hall, staff_id))
    with_money = {address.split("?")[0] for address, page in pages.items() if _amounts(page)}
    for path in ("glance", "cash", "payments", "report", "search", "terminals/K0103"):
        assert f"/halls/{path}" in with_money, path
    assert [address for address, page in pages.items() if "/journeys/" in address and _amounts(page)]
    assert "¥174" in pages["/halls/terminals/K0103"].text
    assert "1842000" in pages["/halls/terminals/K0103"].text
    assert pages[f"/halls/report.csv{Q}&day=2026-11-21"].status == 200


@pytest.mark.parametrize("staff_id", BLIND)
def test_s4_the_csv_is_not_for_who_counts(hall: tuple[Centre, Clock, str], staff_id: str) -> None:
    browser = _as(hall, staff_id)
    assert browser.get(f"/halls/report.csv{Q}&day=2026-11-21").status == 403
    assert "report.csv" not in browser.get(f"/halls/report{Q}").source


def test_x10_with_the_customer_s_slip_who_counts_sees_this_one_payment(hall: tuple[Centre, Clock, str]) -> None:
    with hall[0].database.read() as connection:
        first, other = connection.execute(
            select(payments).where(payments.c.status == "posted").order_by(payments.c.payment_id.desc()).limit(2)
        ).all()
    browser = _as(hall, "7004")
    shown = browser.get(f"/halls/journeys/{first.payment_id}?slip={first.receipt_number}")
    assert _amounts(shown)
    assert first.receipt_number in shown.text
    for slip in ("", other.receipt_number, first.receipt_number.lower(), f"{first.kiosk_id}-{first.kiosk_seq}"):
        hidden = browser.get(f"/halls/journeys/{first.payment_id}?slip={slip}")
        assert hidden.status == 200
        assert not _amounts(hidden), slip
        assert first.receipt_number not in hidden.text.replace(f"slip={first.receipt_number}", "")
        assert "您参与点钞" in hidden.text

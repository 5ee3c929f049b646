"""Which role opens which page or act (features.md F63). The one place: every route has its line here; a test walks it."""

from types import MappingProxyType
from typing import Final

from central.staff import Person
from central.staff_rights import Role

# "cash": the role itself, which whoever is only admin does not have. Who counts never sees what is expected, and the
# other way round (trust.md S4).
COUNTING: Final = frozenset({"count", "count_box"})
AMOUNTS: Final = frozenset({"report_csv"})

NEEDS: Final = MappingProxyType[str, Role](
    {
        "halls": "view",
        "glance": "view",
        "terminal": "view",
        "place_terminal": "admin",
        "reckoning": "view",
        "payments": "view",
        "search": "view",
        "journey": "view",
        "cash": "view",
        "collections": "view",
        "comparison": "view",
        "count": "cash",
        "count_box": "cash",
        "explain": "cash",
        "approvals": "cash",
        "decide": "cash",
        "challenge": "cash",
        "alarms": "view",
        "acknowledge": "operate",
        "report": "view",
        "report_csv": "view",
        "sign_report": "admin",
        "orders": "view",
        "handle_order": "operate",
        "people": "admin",
        "manage_person": "admin",
        "audit": "admin",
    }
)


def may(person: Person, page: str, hall: str) -> bool:
    """``hall`` empty: the page is about no single hall, and shows those of the person only."""
    where = hall or next(iter(person.halls), "")
    if page in COUNTING and not person.counts_cash:
        return False
    if page in AMOUNTS and not sees_amounts(person):
        return False
    return person.may(NEEDS[page], where)


def sees_amounts(person: Person) -> bool:
    """What lies in a box that is not counted yet."""
    return not person.counts_cash

"""The way from page to page: what this person may see in this hall."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final
from urllib.parse import quote

if TYPE_CHECKING:
    from central.pages.visitor import Visitor


@dataclass(frozen=True, slots=True)
class Entry:
    address: str
    zh: str
    en: str
    current: bool
    waits: int = 0  # how much there waits for a person


# page, Chinese, English, and the pages that belong under it; what can't wait comes first
_OF_HALL: Final = (
    ("glance", "概览", "Overview", ("terminal", "place_terminal")),
    ("alarms", "报警", "Alarms", ()),
    ("orders", "工单", "Orders", ()),
    ("search", "查缴费", "Find", ("journey",)),
    ("payments", "未达短信", "Without SMS", ()),
    ("cash", "现金", "Cash", ()),
    ("collections", "清机", "Collections", ("comparison", "count", "count_box")),
    ("report", "日报", "Report", ("reckoning",)),
)
_OF_ALL: Final = (
    ("approvals", "审批", "Approvals", ("challenge",)),
    ("people", "人员", "Staff", ("manage_person",)),
    ("audit", "操作记录", "Audit", ()),
)


def entries(visitor: "Visitor") -> list[Entry]:
    """Of the page's hall; of the person's only one on a page that is about none in particular. Whoever works in one hall
    needs no list of halls."""
    only = visitor.only_hall()
    found = [] if only else [Entry("/halls/", "我的营业厅", "Halls", visitor.page == "halls")]
    hall = visitor.hall or only
    if hall:
        query, waits = f"?hall={quote(hall, safe='')}", _waiting(visitor, hall)
        found += [
            Entry(f"/halls/{page}{query}", zh, en, visitor.page in (page, *under), waits.get(page, 0))
            for page, zh, en, under in _OF_HALL
            if visitor.may(page, hall)
        ]
    return found + [
        Entry(f"/halls/{page}", zh, en, visitor.page in (page, *under))
        for page, zh, en, under in _OF_ALL
        if visitor.may(page, "")
    ]


def _waiting(visitor: "Visitor", hall: str) -> Mapping[str, int]:
    """Alarms and orders that nobody has said they see to."""
    centre = visitor.centre
    unseen = [alarm for alarm in centre.alarms.standing(hall) if not alarm.acknowledged_by]
    untaken = [order for order in centre.work_orders.open_orders(hall) if not order.acknowledged_by]
    return {"alarms": len(unseen), "orders": len(untaken)}

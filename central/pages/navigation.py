"""The way from page to page: what this person may see in this hall."""

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


# page, Chinese, English, and the pages that belong under it
_OF_HALL: Final = (
    ("glance", "概览", "Overview", ("terminal", "place_terminal")),
    ("payments", "未达短信", "Without SMS", ()),
    ("search", "查缴费", "Find", ("journey",)),
    ("cash", "现金", "Cash", ()),
    ("collections", "清机", "Collections", ("comparison", "count", "count_box")),
    ("alarms", "报警", "Alarms", ()),
    ("orders", "工单", "Orders", ()),
    ("report", "日报", "Report", ("reckoning",)),
)
_OF_ALL: Final = (
    ("approvals", "审批", "Approvals", ("challenge",)),
    ("people", "人员", "Staff", ("manage_person",)),
    ("audit", "操作记录", "Audit", ()),
)


def entries(visitor: "Visitor") -> list[Entry]:
    """Of the page's hall; of the person's only one on a page that is about none in particular."""
    found = [Entry("/halls/", "我的营业厅", "Halls", visitor.page == "halls")]
    hall = visitor.hall or visitor.only_hall()
    if hall:
        query = f"?hall={quote(hall, safe='')}"
        found += [
            Entry(f"/halls/{page}{query}", zh, en, visitor.page in (page, *under))
            for page, zh, en, under in _OF_HALL
            if visitor.may(page, hall)
        ]
    return found + [
        Entry(f"/halls/{page}", zh, en, visitor.page in (page, *under))
        for page, zh, en, under in _OF_ALL
        if visitor.may(page, "")
    ]

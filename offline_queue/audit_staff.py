"""Wrong tries of the staff, folded from the journal alone; a part of ``audit.Books``."""

from collections.abc import Callable
from typing import Any, Final

from kiosk import facts
from kiosk.staff import look_ups_of
from offline_queue.audit_rows import StaffMarkRow
from offline_queue.journal_facts import Entry


class StaffBooks:
    def __init__(self) -> None:
        super().__init__()
        self.staff_marks: dict[str, StaffMarkRow] = {}

    def staff_refused(self, entry: Entry, fact: facts.StaffRefused) -> None:
        self.staff_marks[fact.staff_id] = StaffMarkRow(fact.failures, entry.at)

    def staff_let_in(self, _entry: Entry, fact: facts.StaffLoggedIn | facts.StaffUnlocked) -> None:
        self.staff_marks.pop(fact.staff_id, None)

    def staff_looked_up(self, entry: Entry, fact: facts.StaffLookedUp) -> None:
        if fact.outcome == "unread":
            return
        name = look_ups_of(fact.staff_id)
        since = entry.at if fact.look_ups == 1 else self.staff_marks[name].failed_at
        self.staff_marks[name] = StaffMarkRow(fact.look_ups, since)

    def act_approved(self, _entry: Entry, fact: facts.ActApproved) -> None:
        for staff_id in (fact.first, fact.second)[: 1 if fact.how == "hall_page" else 2]:
            self.staff_marks.pop(staff_id, None)


FOLDS: Final[dict[type, Callable[[Any, Entry, Any], None]]] = {
    facts.StaffRefused: StaffBooks.staff_refused,
    facts.StaffLoggedIn: StaffBooks.staff_let_in,
    facts.StaffUnlocked: StaffBooks.staff_let_in,
    facts.StaffLookedUp: StaffBooks.staff_looked_up,
    facts.ActApproved: StaffBooks.act_approved,
}

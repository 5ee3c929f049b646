"""Wrong tries of the staff, kept until they are forgiven: PINs until a right one, look-ups until their hour is over."""

from kiosk import facts
from kiosk.staff import look_ups_of
from offline_queue.transaction import Transaction


def staff_refused(tx: Transaction, fact: facts.StaffRefused) -> None:
    tx.run("INSERT OR REPLACE INTO staff_marks VALUES (?, ?, ?)", (fact.staff_id, fact.failures, tx.at))


def staff_let_in(tx: Transaction, fact: facts.StaffLoggedIn | facts.StaffUnlocked) -> None:
    tx.run("DELETE FROM staff_marks WHERE staff_id = ?", (fact.staff_id,))


def staff_looked_up(tx: Transaction, fact: facts.StaffLookedUp) -> None:
    """Counted from the first one of the hour on; what could not be read told nothing."""
    if fact.outcome == "unread":
        return
    name = look_ups_of(fact.staff_id)
    if fact.look_ups == 1:
        tx.run("INSERT OR REPLACE INTO staff_marks VALUES (?, ?, ?)", (name, fact.look_ups, tx.at))
    else:
        tx.run("UPDATE staff_marks SET failures = ? WHERE staff_id = ?", (fact.look_ups, name))


def act_approved(tx: Transaction, fact: facts.ActApproved) -> None:
    """Proofs given here are as good as a log-in; one from the hall page was given elsewhere."""
    for staff_id in (fact.first, fact.second)[: 1 if fact.how == "hall_page" else 2]:
        tx.run("DELETE FROM staff_marks WHERE staff_id = ?", (staff_id,))

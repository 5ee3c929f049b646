"""Wrong proofs of one person in a row: counted, said, forgotten; wherever a PIN or a code is typed (trust.md S3)."""

import hashlib
from dataclasses import replace
from typing import Final

from kiosk.flow.staff_states import LockedOut
from kiosk.flow.states import State, Terminal
from kiosk.messages import Message
from kiosk.staff import StaffMember, lock_seconds
from kiosk.staff_facts import StaffRefused


def member_of(terminal: Terminal, staff_id: str) -> StaffMember | None:
    """Who may work here now."""
    return next((one for one in terminal.staff if one.staff_id == staff_id), None)


_MOST: Final = 10_000  # of locks in memory: more ids than anybody types
NOBODY: Final = "nobody"  # in the ledger, for every id that nobody has: it may be a PIN typed one page too early


def lock_of(terminal: Terminal, staff_id: str) -> LockedOut:
    name = _name(terminal, staff_id)
    return next((one for one in terminal.staff_locks if one.staff_id == name), LockedOut(name, 0, 0.0))


def _name(terminal: Terminal, staff_id: str) -> str:
    """Ids that nobody has are locked one by one like any other, so that nobody learns which there are; but not by name."""
    if member_of(terminal, staff_id) is not None:
        return staff_id
    return hashlib.sha256(staff_id.encode()).hexdigest()[:16]


def locked(terminal: Terminal, staff_id: str, monotonic_s: float) -> Message | None:
    """How long this person still has to wait; None: not at all."""
    left_s = lock_of(terminal, staff_id).until_s - monotonic_s
    return Message("staff_locked", (("minutes", str(int(-(-left_s // 60)))),)) if left_s > 0 else None


def kept_out(terminal: Terminal, staff_id: str) -> bool:
    """Was this person locked out, and has not been let in since; whether or not the time is over."""
    return lock_seconds(lock_of(terminal, staff_id).failures) > 0


def counted(state: State, staff_id: str, monotonic_s: float) -> tuple[State, StaffRefused, Message]:
    """One wrong proof more: the state that knows it, the fact that records it, and what is said."""
    before = lock_of(state.terminal, staff_id)
    failures = before.failures + 1
    whole = lock_seconds(failures)
    lock = LockedOut(before.staff_id, failures, monotonic_s + whole)
    others = without(state.terminal, staff_id).staff_locks[-_MOST:]
    known = replace(state, terminal=replace(state.terminal, staff_locks=(*others, lock)))
    said = Message("staff_locked", (("minutes", str(whole // 60)),)) if whole else Message("staff_refused")
    named = staff_id if member_of(state.terminal, staff_id) is not None else NOBODY
    return known, StaffRefused(named, failures), said


def without(terminal: Terminal, staff_id: str) -> Terminal:
    """A right proof forgets the wrong ones."""
    name = _name(terminal, staff_id)
    return replace(terminal, staff_locks=tuple(one for one in terminal.staff_locks if one.staff_id != name))

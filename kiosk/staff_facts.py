"""What staff did at the terminal (trust.md S3, S4): who, when, and what came of it. PINs and their hashes are in none."""

from typing import Literal

from kiosk.approval import ActKind, How, WhyNot
from kiosk.fact import Fact
from kiosk.staff import Role


class StaffRefused(Fact, frozen=True, tag=True):
    """A wrong PIN, or an id that nobody has; counted per id, so that nobody is locked out by somebody else's tries."""

    staff_id: str
    failures: int  # in a row, this one included


class StaffLoggedIn(Fact, frozen=True, tag=True):
    """Forgets the wrong PINs before it."""

    staff_id: str
    roles: frozenset[Role]


class StaffLoggedOff(Fact, frozen=True, tag=True):
    staff_id: str
    why: Literal["pressed", "idle", "restart"]


class StaffUnlocked(Fact, frozen=True, tag=True):
    """The centre's code for this person was typed: the wrong PINs are forgotten."""

    staff_id: str
    by: str  # who gave the code


class StaffLookedUp(Fact, frozen=True, tag=True):
    """Somebody looked for a payment or note by a code of its slip, and was told so or so; whoever leaves before the answer
    was told nothing. ``code``: of this terminal's own, as it was typed; of any other only the shape (``masking.shape``),
    for it may be anything: a customer's number, a PIN."""

    staff_id: str
    code: str
    outcome: Literal["found", "not_found", "unread"]  # the last: the ledger could not be read
    look_ups: int  # of this person in their hour, this one included if it was read


class PinChanged(Fact, frozen=True, tag=True):
    staff_id: str


class ActApproved(Fact, frozen=True, tag=True):
    """Two persons are of one mind about an act; what they did is the fact beside it. Proofs given at the terminal
    forget the wrong ones before them. ``first``: who asked, by log-in or PIN. Empty where nobody has proved to be
    anybody: the lock of whoever asks at the log-in page is lifted (``StaffUnlocked`` beside it says whose); in records of
    earlier releases that person's id stands here, proved by nobody."""

    act_id: str
    kind: ActKind
    first: str
    second: str
    how: How
    fen: int


class ActRefused(Fact, frozen=True, tag=True):
    """Somebody has proved rightly who they are, and may not agree to this act: ``why``. The act may still be done, if
    another agrees. It is no wrong proof: it locks nobody out, and forgets no wrong one."""

    kind: ActKind
    staff_id: str
    how: How
    why: WhyNot


class TestRecorded(Fact, frozen=True, tag=True):
    """One step of the guided diagnosis, or of a dial test."""

    __test__ = False  # not a test of ours, whatever its name begins with

    item: str
    outcome: Literal["passed", "failed", "skipped"]
    staff_id: str
    detail: str
    milliseconds: int
    dial_id: str = ""  # of a dial test's round; not in records of before it was told

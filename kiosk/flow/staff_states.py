"""The states of the staff's side. Nobody gets here with a customer's money inside: the way in is the home page.

Home ──hidden touch──▶ StaffLogin ──right PIN──▶ Console ──log off, two minutes without a touch──▶ Home
                         │ back, a minute ──▶ Home          (pages of the console: ConsolePage)
                         │  └──diagnosis──▶ Diagnosing ──back──▶ Console, or logged off ──▶ Home  (diagnosis_states)
                         └──change paper──▶ PaperChange ──back, home, a minute──▶ Home
"""

from dataclasses import dataclass, field

from kiosk.flow.box_states import Collecting as Collecting, SecondPerson as SecondPerson  # noqa: PLC0414 - given on
from kiosk.flow.diagnosis_states import Diagnosing as Diagnosing  # noqa: PLC0414 - given on from here
from kiosk.flow.settling_states import Settling as Settling  # noqa: PLC0414 - given on
from kiosk.messages import Message
from kiosk.staff import StaffMember
from kiosk.staff_records import JourneySheet, RecordsSheet
from kiosk.staff_views import ConsolePage, LoginStep


@dataclass(frozen=True, slots=True)
class StaffLogin:
    """Exits: Console (proved), SecondPerson (unlock), Home (back, time-out). ``ticket``: of the PIN that is being checked
    or hashed."""

    step: LoginStep = LoginStep.STAFF_ID
    staff_id: str = ""
    digits: str = field(default="", repr=False)
    first: str = field(default="", repr=False)  # the new PIN, typed once
    proved: str = field(default="", repr=False)  # the one that was given out, so that it is not chosen again
    ticket: str = ""
    problem: Message | None = None
    unlocked: bool = False  # just now, by a second person


@dataclass(frozen=True, slots=True)
class Console:
    """Exits: Home (logged off). What a page needs beside the terminal's own state stands in ``sheet``."""

    member: StaffMember
    page: ConsolePage = ConsolePage.OVERVIEW
    device: str = ""  # of the page DEVICE
    sheet: "ConsoleSheet | None" = None


@dataclass(frozen=True, slots=True)
class LockedOut:
    """Somebody may not try again before ``until_s`` (monotonic); wrong PINs in a row are counted on."""

    staff_id: str
    failures: int
    until_s: float


@dataclass(frozen=True, slots=True)
class LookUpHour:
    """Codes of slips that somebody looked for, until ``until_s`` (monotonic): an hour after the first of them."""

    staff_id: str
    look_ups: int
    until_s: float


@dataclass(frozen=True, slots=True)
class ConsoleSheet:
    """What was read for a page: lines of the ledger, results of tests. One page's at a time."""

    page: ConsolePage
    ticket: str = ""  # of what is being read
    records: RecordsSheet | None = None  # as they were read last
    read_at: str = ""  # RFC 3339, when they were asked for
    job_id: str = ""  # of what was printed of this page
    printed: str = ""  # its PrintOutcome; empty while it is being printed


@dataclass(frozen=True, slots=True)
class Tracing:
    """Exits: Console (back), Home (logged off). A slip's code is typed, or what was read of it is shown."""

    member: StaffMember
    typed: str = ""
    ticket: str = ""  # of what is being read
    problem: Message | None = None
    sheet: JourneySheet | None = None


@dataclass(frozen=True, slots=True)
class PaperChange:
    """Anybody of the hall may change the paper: no PIN, and no way from here to anything else (X17). Exits: Home."""


StaffVisit = StaffLogin | Console | PaperChange | Diagnosing | Collecting | SecondPerson | Settling | Tracing

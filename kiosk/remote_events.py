"""What happens to a terminal from afar, and by the hall's clock; ``kiosk.events`` gives them on."""

from dataclasses import dataclass

from kiosk.remote import Outcome


@dataclass(frozen=True, slots=True)
class CommandCame:
    """From the centre, proved to be its own. ``refusal``: why it is not to be done, whoever is here; then ``outcome`` is
    what the centre is told. The same one may come again."""

    command_id: str
    what: str
    argument: str
    by: str
    refusal: str = ""
    outcome: Outcome = "refused"


@dataclass(frozen=True, slots=True)
class CommandDone:
    """What came of ``RunRemote``."""

    command_id: str
    outcome: Outcome
    detail: str


@dataclass(frozen=True, slots=True)
class CommandResultKept:
    """The centre has the outcome of this command."""

    command_id: str


@dataclass(frozen=True, slots=True)
class TrialPrintWanted:
    """A page to see whether the printer prints, if nobody is there. What came of it stands in ``Terminal.trial``."""

    job_id: str
    by: str


@dataclass(frozen=True, slots=True)
class StepTested:
    """One step of a dial test came to its end (features.md F64)."""

    item: str
    passed: bool
    detail: str
    milliseconds: int
    dial_id: str = ""  # of its round


@dataclass(frozen=True, slots=True)
class HallOpen:
    """By its hours: told at every start, and whenever it changes. ``opens_at``: RFC 3339, of a closed one; empty: nobody
    knows when."""

    is_open: bool
    opens_at: str = ""


@dataclass(frozen=True, slots=True)
class SelfCheckDue:
    """A quarter of an hour before the hall opens."""

    opens_at: str  # RFC 3339


@dataclass(frozen=True, slots=True)
class SafePageSeen:
    """The page without devices was shown before this start."""

    why: str

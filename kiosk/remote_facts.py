"""What became true of the centre's commands, and of the terminal's own look at itself."""

from kiosk.fact import Fact
from kiosk.remote import Outcome


class CommandTaken(Fact, frozen=True, tag=True):
    """Recorded before it is done: whatever happens now, it is not done again."""

    command_id: str
    what: str
    argument: str
    by: str


class CommandEnded(Fact, frozen=True, tag=True):
    command_id: str
    what: str
    outcome: Outcome
    detail: str


class CommandTold(Fact, frozen=True, tag=True):
    """The centre has its outcome."""

    command_id: str


class SelfChecked(Fact, frozen=True, tag=True):
    """The look at itself before the hall opens (field.md X14). ``codes``: why it is not ready; none: it is."""

    opens_at: str  # RFC 3339
    codes: tuple[str, ...]


class SafePageShown(Fact, frozen=True, tag=True):
    """Before this start, because the terminal did not stay up (trust.md A1)."""

    why: str

"""What happens to the terminal's own story on its way to the centre; ``kiosk.events`` gives them on."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class RunEnding:
    """Somebody wants this process to end, and all that was under way is over: the last word of a clean run."""

    why: str


@dataclass(frozen=True, slots=True)
class EventsKept:
    """The centre has every event of ours below ``next_expected_seq``."""

    next_expected_seq: int


@dataclass(frozen=True, slots=True)
class EventsAhead:
    """The centre has events of ours that this ledger does not know: it was rebuilt. ``event_seq`` is free at the centre."""

    event_seq: int

"""A command word that two persons prove (field.md X31), as the flow remembers it until its asker has looked."""

from dataclasses import dataclass
from enum import StrEnum

from kiosk.acts import Act


class WordStep(StrEnum):
    PROVING = "proving"
    DONE = "done"
    REFUSED = "refused"


@dataclass(frozen=True, slots=True)
class WordState:
    """``proved``: whose PIN was right so far. ``problem``: why it is refused, in one plain sentence."""

    ticket: str
    act: Act
    first: str
    second: str
    given_s: float  # monotonic
    proved: frozenset[str] = frozenset()
    step: WordStep = WordStep.PROVING
    problem: str = ""

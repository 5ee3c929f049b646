"""What the card terminal, and those who care for it, have to say. Part of ``kiosk.events``, from where all import it."""

from dataclasses import dataclass, field

from kiosk.card import (
    CardApproval,
    CardIdentity,
    CardProblem,
    CardReference,
    CardStep,
    CardTotals,
    CardVerdict,
    ReversalOutcome,
)
from kiosk.promise import Promise


@dataclass(frozen=True, slots=True)
class CardTerminalReady:
    """The terminal named itself, is at rest, and could sell now; posted again whenever ``last`` has changed. It holds
    until the terminal's status is no longer usable."""

    identity: CardIdentity
    last: CardReference | None  # its newest transaction; None: it has none


@dataclass(frozen=True, slots=True)
class CardProgressed:
    """What the sale, or the question what became of it, waits for now."""

    attempt_id: str
    step: CardStep
    problem: CardProblem | None = None  # why the payer is asked again, e.g. a wrong PIN


@dataclass(frozen=True, slots=True)
class CardApproved:
    """The terminal says that the card is charged. It is told "recorded" only after ``promise`` is kept; a promise that is
    not kept in time, or of an approval nobody waits for, makes the driver undo the charge where the wire can."""

    attempt_id: str
    approval: CardApproval
    promise: Promise = field(default_factory=Promise, compare=False)


@dataclass(frozen=True, slots=True)
class CardConfirmed:
    """The charge stands: the terminal has finished the sale after it heard that the approval is recorded."""

    attempt_id: str
    slip: tuple[str, ...] = ()  # the terminal's own text for the payer's paper, digit runs blanked


@dataclass(frozen=True, slots=True)
class CardNotCharged:
    """The terminal's definite word that nothing was taken. A code that is not in the tables is never this."""

    attempt_id: str
    problem: CardProblem
    code: str = ""  # the terminal's own, e.g. "6C"


@dataclass(frozen=True, slots=True)
class CardUnclear:
    """The driver saw no end of the sale. It asks nothing by itself: ``resolve`` is ordered once the doubt is recorded."""

    attempt_id: str
    reason: str


@dataclass(frozen=True, slots=True)
class CardResolved:
    """What became of an attempt, by the terminal's own journal."""

    attempt_id: str
    verdict: CardVerdict
    approval: CardApproval | None = None  # of a charged one
    detail: str = ""  # what the terminal said, for the person who decides


@dataclass(frozen=True, slots=True)
class CardReversalDelayed:
    """A reversal got no answer; the driver goes on trying, for ever, and says so each time."""

    attempt_id: str
    tries: int
    reason: str


@dataclass(frozen=True, slots=True)
class CardReversalEnded:
    attempt_id: str
    outcome: ReversalOutcome
    code: str = ""


@dataclass(frozen=True, slots=True)
class CardOrphanFound:
    """The terminal approved something that no attempt of ours waits for. The driver has refused it if the wire allows."""

    approval: CardApproval
    refused: bool  # the terminal was told to undo it


@dataclass(frozen=True, slots=True)
class CardDayDue:
    """It is time to close the terminal's day; done as soon as nobody is paying and nothing is in doubt."""


@dataclass(frozen=True, slots=True)
class CardDayEnded:
    totals: CardTotals


@dataclass(frozen=True, slots=True)
class CardHostChecked:
    """What came of ``check_host`` with this ticket: does the terminal reach its bank? No money has moved."""

    ticket: str
    reached: bool
    code: str = ""  # the terminal's own, or of the catalogue, where it does not


@dataclass(frozen=True, slots=True)
class CardSettled:
    """Two persons have decided an attempt that no terminal can tell about, by the acquirer's statement (X18)."""

    attempt_id: str
    charged: bool
    by: str
    second: str  # another person than ``by``
    reason: str  # which statement, which line

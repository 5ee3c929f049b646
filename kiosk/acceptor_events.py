"""What a bill acceptor reports; ``kiosk.events`` gives it on. The port ``kiosk.ports.CashAcceptor`` says in which order."""

from dataclasses import dataclass, field

from kiosk.money import Fen
from kiosk.promise import Promise


@dataclass(frozen=True, slots=True)
class AcceptorIdentified:
    """The device named itself and its notes; money may be taken only after this."""

    model: str
    serial: str
    firmware: str
    denominations: frozenset[Fen]  # of the configured currency, in fen


@dataclass(frozen=True, slots=True)
class NoteAccepting:
    """A note is being drawn in and looked at."""


@dataclass(frozen=True, slots=True)
class NoteEscrowed:
    """A note waits in escrow for stack or return. The driver holds it there by whatever its wire needs (hold, no poll), and
    tells each note once: another one in escrow is the end of all that can be heard of this one."""

    denomination: Fen


@dataclass(frozen=True, slots=True)
class NoteStacked:
    """The device's evidence that a note is in the box: the only event that moves money in.

    ``denomination`` is None where the wire does not say it (ID-003): then it is the open intent's.
    ``latched`` is set on a report that waited in the device when the driver (re)connected, if no acknowledgement of
    the last one surely arrived: it may be the repeat of one that is on our disk already.
    The driver acknowledges to the device only when ``promise`` is kept.
    """

    denomination: Fen | None
    latched: bool = False
    promise: Promise = field(default_factory=Promise, compare=False)


@dataclass(frozen=True, slots=True)
class NoteReturned:
    """The note went back to the customer, by the device's evidence; acknowledged only when ``promise`` is kept.
    ``latched``: as of ``NoteStacked``."""

    denomination: Fen | None
    latched: bool = False
    promise: Promise = field(default_factory=Promise, compare=False)


@dataclass(frozen=True, slots=True)
class NoteRejected:
    """The device itself refused a note before escrow; ``reason`` is the driver's word for it, e.g. ``"verification"``."""

    reason: str
    raw: str = ""


@dataclass(frozen=True, slots=True)
class StackRefused:
    """The device did not obey a stack: there was no note in escrow any more. Where it is, a later event tells."""


@dataclass(frozen=True, slots=True)
class NotesWhereaboutsKnown:
    """After a (re)connect or a power-up the device was asked where the note is, and everything it had to say is said:
    it holds no note of ours any more, and any report of one was posted before this event. An intent still open is in
    doubt. The driver lets no further note in before ``promise`` is kept: what the device says of a later note must never
    be taken for word of this one, whichever process hears it."""

    promise: Promise = field(default_factory=Promise, compare=False)


@dataclass(frozen=True, slots=True)
class NoteCheated:
    """The device reports that a note was fished out (field.md X24)."""

    raw: str = ""


AcceptorEvent = (
    AcceptorIdentified
    | NoteAccepting
    | NoteEscrowed
    | NoteStacked
    | NoteReturned
    | NoteRejected
    | StackRefused
    | NotesWhereaboutsKnown
    | NoteCheated
)

"""The acceptor of the model: what it physically did, what it still has to report, and what its driver tells of it."""

from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field

from kiosk.device_status import Device, DeviceState, DeviceStatus, Severity
from kiosk.events import (
    AcceptorIdentified,
    DeviceStatusChanged,
    Event,
    NoteAccepting,
    NoteEscrowed,
    NoteRejected,
    NoteReturned,
    NoteStacked,
    NotesWhereaboutsKnown,
    StackRefused,
)
from kiosk.money import Fen
from kiosk.promise import Promise
from tests.kiosk.play import NOTES

Tell = Callable[[Event], None]
IDENTITY = AcceptorIdentified("SM", "S1", "1.0", NOTES)


@dataclass
class Report:
    """Latched in the device until it is acknowledged. ``told``: the driver has posted it, in whichever process."""

    stacked: bool
    fen: Fen
    told: bool = False
    promise: Promise | None = None  # of the event of this connection


@dataclass
class ModelAcceptor:
    """Device and driver in one; implements ``kiosk.ports.CashAcceptor``. It goes on while the terminal is dead."""

    tell: Tell
    till_writes: Callable[[], bool] = lambda: True
    box: Counter[int] = field(default_factory=Counter)  # denominations in fen
    offered: Counter[int] = field(default_factory=Counter)  # that came as far as escrow
    accepting: frozenset[Fen] = frozenset()
    escrow: Fen | None = None
    stacking: Fen | None = None
    report: Report | None = None
    secret: Fen | None = None  # stacked, and its report comes late or never
    deaf: bool = False  # the device hears no acknowledgement any more, until the line is made anew
    untold: int = 0  # stacks of which the driver honestly never heard in time
    new_driver: bool = True  # has this driver not seen a note since its process began?
    disobeys: bool = False  # the next note that it is to give back it stacks, and says so
    unasked: bool = False  # the newest stack was such a one
    never_told: Counter[int] = field(default_factory=Counter)  # such notes, and their report was lost: nobody can know
    shut: bool = True  # lets no note in, not even a late one: since it has power, or by the driver's word between two notes

    # ---- the port --------------------------------------------------------------------------------------------------

    def accept(self, denominations: frozenset[Fen]) -> None:
        self.accepting = denominations

    def stop_accepting(self) -> None:
        self.accepting = frozenset()

    def stack(self) -> None:
        if self.escrow is None:
            self.tell(StackRefused())
        else:
            self.escrow, self.stacking, self.unasked = None, self.escrow, False

    def return_note(self) -> None:
        if self.escrow is not None:
            self._give_back(self.escrow)

    def _give_back(self, fen: Fen) -> None:
        """Or stack it all the same, once, if it ``disobeys``; while the till can't write, nobody could explain that."""
        self.escrow = None
        if self.disobeys and self.till_writes():
            self.stacking, self.disobeys, self.unasked = fen, False, True
        else:
            self.report = Report(False, fen)

    # ---- what happens to notes -------------------------------------------------------------------------------------

    @property
    def busy(self) -> bool:
        return any(thing is not None for thing in (self.escrow, self.stacking, self.report))

    def offer(self, fen: Fen, *, late: bool) -> None:
        """Somebody feeds a note. ``late``: the device was told to stop too late, and takes it all the same."""
        if self.busy or self.shut:
            return
        self.tell(NoteAccepting())
        if fen not in self.accepting and not late:
            self.tell(NoteRejected("inhibited_denomination"))
            return
        self.escrow, self.secret, self.new_driver = fen, None, False
        self.offered[fen] += 1
        self.tell(NoteEscrowed(fen))

    def move(self) -> None:
        """What is on its way arrives, and is reported."""
        if self.stacking is not None:
            self.box[self.stacking] += 1
            self.report, self.stacking = Report(True, self.stacking), None
        elif self.escrow is not None:
            self.return_note()  # nobody decided in time
        self.hear()

    def swallow(self, *, in_box: bool, reported_late: bool) -> None:
        """A hand clears the way, or the device forgets: at rest after a stack, without a word on its note."""
        if self.stacking is None or self.unasked:
            return
        fen, self.stacking = self.stacking, None
        self.untold += 1
        if in_box:
            self.box[fen] += 1
            self.secret = fen if reported_late else None
        self.all_is_said()

    def all_is_said(self) -> None:
        """A driver opens the slot only when the till has on its disk what became of the last note."""
        self.shut = True
        known = NotesWhereaboutsKnown()
        self.tell(known)
        self.shut = not known.promise.kept

    def late_report(self) -> None:
        if self.secret is not None and not self.busy:
            self.report, self.secret = Report(True, self.secret), None
            self.hear()

    def hear(self, *, after_silence: bool = False) -> None:
        """The driver posts what the device reports, each report once a connection, and acknowledges it as soon as its
        promise is kept; a device that did not hear that repeats itself, which is no news while the connection lasts."""
        report = self.report
        if report is None:
            return
        if after_silence or report.promise is None:
            latched = after_silence and (report.told or self.new_driver)
            event = NoteStacked(report.fen, latched) if report.stacked else NoteReturned(report.fen, latched)
            report.told, report.promise = True, event.promise
            self.tell(event)
        if report.promise is not None and report.promise.kept and not self.deaf:
            self.report = None

    @property
    def waiting(self) -> Counter[int]:
        """What went in unasked, and is not on the till's disk yet."""
        report = self.report
        if report is None or not (report.stacked and self.unasked) or (report.promise is not None and report.promise.kept):
            return Counter()
        return Counter({report.fen: 1})

    # ---- the line --------------------------------------------------------------------------------------------------

    def break_line(self) -> None:
        self.tell(
            DeviceStatusChanged(DeviceStatus(Device.ACCEPTOR, DeviceState.NO_DEVICE, Severity.SUSPEND, code="BV-NO-PORT"))
        )

    def power_cycle(self, *, forgets: bool) -> None:
        """An unacknowledged report goes with the power; a note beyond escrow falls in, reported unless it ``forgets``."""
        forgets = forgets and not self.unasked
        self.untold += self.report is not None or (self.stacking is not None and forgets)
        self.never_told += self.waiting
        self.report, self.shut = None, True
        if self.stacking is not None:
            self.box[self.stacking] += 1
            self.report = None if forgets else Report(True, self.stacking)
        if self.escrow is not None:
            self.report, self.escrow = Report(False, self.escrow), None
        self.stacking = None

    def connect(self) -> None:
        """Hear the device out, learn who it is, say that all is said. Without a kept promise it is not heard out."""
        self.deaf, self.shut = False, True
        self.tell(DeviceStatusChanged(DeviceStatus(Device.ACCEPTOR, DeviceState.STARTING)))
        if self.escrow is not None:
            self.return_note()
        if self.stacking is not None:
            self.box[self.stacking] += 1
            self.report, self.stacking = Report(True, self.stacking), None
        self.hear(after_silence=True)
        if self.report is None:
            self.tell(IDENTITY)
            self.tell(DeviceStatusChanged(DeviceStatus(Device.ACCEPTOR, DeviceState.ONLINE)))
            self.all_is_said()

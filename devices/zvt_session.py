"""What a kiosk asks of a ZVT terminal besides a sale, over one open port: registration, status, maintenance, its last
transaction, the end of its day (specs/zvt.md 5, 7.1, 9.4).
"""

import time
from collections.abc import Callable
from datetime import datetime

from devices import zvt_commands as zvt
from devices.zvt_apdu import POSITIVE, UNSUPPORTED, Apdu, ZvtFormatError
from devices.zvt_codes import (
    AUTO_REVERSAL,
    BUSY,
    MAINTENANCE,
    OK,
    READY,
    READY_STATUSES,
    UNKNOWN_CONDITION,
    WRONG_CURRENCY,
    Condition,
    Maintenance,
    condition_of,
)
from devices.zvt_dialogue import Dialogue, Ending, EndKind, Listener
from devices.zvt_fields import UnknownBitmap
from devices.zvt_lines import ZvtLine
from devices.zvt_status import (
    NEEDS_DIAGNOSIS,
    NEEDS_INITIALISATION,
    Registered,
    StatusInformation,
    TerminalStatus,
    day_count,
    registered,
    status_information,
    terminal_status,
)
from devices.zvt_timing import ZvtOptions, ZvtTiming
from devices.zvt_verdict import AnswerKind, LastAnswer
from kiosk.card import CardTotals
from kiosk.device_status import DeviceState, Severity
from kiosk.money import Fen

SILENT = Condition("CARD-SILENT", DeviceState.OFFLINE, Severity.WARNING)
WAITING = condition_of(BUSY)
BAD_REGISTRATION = Condition("CARD-REG", DeviceState.HW_ERROR)
OTHER_CURRENCY = Condition("CARD-CURRENCY", DeviceState.USER_ERROR)
NOT_VENDING = Condition("CARD-VENDING", DeviceState.USER_ERROR)
_STATUS_TRIES = 4  # each after another maintenance


class Session:
    """Belongs to the link's thread and to one open port. ``stray``: the answer to a message that no command of ours
    brought about. ``may_maintain``: is it time for this maintenance?"""

    def __init__(
        self,
        line: ZvtLine,
        options: ZvtOptions,
        timing: ZvtTiming,
        *,
        now: Callable[[], datetime],
        stray: Callable[[Apdu], Apdu],
        may_maintain: Callable[[Maintenance], bool],
        day_closed: Callable[[CardTotals], None],
    ) -> None:
        self.line = line
        self.dialogue = Dialogue(line, timing)
        self._options = options
        self._timing = timing
        self._now = now
        self._stray = stray
        self._may_maintain = may_maintain
        self._day_closed = day_closed
        self.registered: Registered | None = None
        self.software = ""
        self.status_code: int | None = None  # of the last status enquiry
        self.last = LastAnswer(AnswerKind.SILENT)
        self.raw = ""  # the terminal's own word for the present condition

    # ---- coming up (section 7.1) -------------------------------------------------------------------------------------

    def drain(self) -> None:
        """Until the line is quiet, and the terminal's own undoing is over. TransmissionError passes through."""
        undoing = False
        until_s = time.monotonic() + self._timing.longest_drain_s
        while True:
            message = self.line.receive(self._timing.busy_s if undoing else self._timing.quiet_s)
            if message is None or (not undoing and time.monotonic() > until_s):
                return
            if message.code == zvt.INTERMEDIATE_STATUS:
                undoing = message.data[:1] == bytes((AUTO_REVERSAL,))
            elif message.code in (zvt.COMPLETION, zvt.TERMINAL_ABORT):
                undoing = False
            self.answer(message)

    def answer(self, message: Apdu) -> None:
        """One message that came unasked; an answer to nothing is dropped."""
        if not message.is_answer:
            self.line.send(self._stray(message))

    def come_up(self) -> Condition:
        """Register, ask the status, do what the terminal needs, set its clock, ask for its last transaction (``last``)."""
        return self._each(self._probe, self._register, self._become_ready, self._set_clock, self.ask_last)

    def introduce(self) -> Condition:
        """Who is it, and how is it? No more than that."""
        return self._each(self._probe, self._register, self._become_ready)

    @staticmethod
    def _each(*steps: Callable[[], Condition]) -> Condition:
        """One step after the other, until one does not succeed."""
        return next((condition for condition in (step() for step in steps) if condition is not READY), READY)

    def maintain(self, what: Maintenance) -> None:
        """Whether it helped, the next status enquiry tells."""
        match what:
            case Maintenance.REGISTRATION:
                self._register()
            case Maintenance.CLOCK:
                self._set_clock()
            case Maintenance.END_OF_DAY:
                self._day_closed(self.close_day())
            case Maintenance.DIAGNOSIS:
                self.dialogue.run(zvt.DIAGNOSIS_APDU, Listener())
            case Maintenance.INITIALISATION:
                self.dialogue.run(zvt.initialisation(self._options.password), Listener())

    def poll(self) -> Condition:
        """One status enquiry that is not repeated: is the terminal there, and ready?"""
        status = self._enquire(quick=True)
        return status if isinstance(status, Condition) else self._condition(status.code)

    def ask_last(self) -> Condition:
        """Sets ``last``; ``WAITING`` if it must be asked again."""
        results = _Results(self._now)
        ending = self.dialogue.run(zvt.last_transaction(self._options.password), results, "QUESTION")
        self.last = _last_answer(ending, results)
        self.raw = results.unreadable or f"last transaction {ending.words}"
        return WAITING if self.last.kind is AnswerKind.SILENT else READY

    def close_day(self) -> CardTotals:
        """``code`` is empty only if the terminal closed it."""
        results = _Results(self._now)
        ending = self.dialogue.run(zvt.end_of_day(self._options.password), results)
        info = results.entry
        if ending.kind is not EndKind.COMPLETED or results.unreadable:
            return CardTotals(None, None, self.terminal_id, results.unreadable or ending.words)
        if info is None or info.result not in (None, OK):
            code = "no totals" if info is None else f"{info.result:02X}"
            return CardTotals(None, None, self.terminal_id, code)
        return CardTotals(day_count(info.sums), info.amount, self.terminal_id)

    def check_host(self) -> Ending:
        """06 70: the terminal looks at itself and at its host. Completed: it was reached."""
        return self.dialogue.run(zvt.DIAGNOSIS_APDU, Listener())

    def reverse(self, receipt: str, amount: Fen) -> tuple[Ending, StatusInformation | None]:
        """One 06 30: how it ended, and the terminal's last 04 0F."""
        results = _Results(self._now)
        order = zvt.reversal(self._options.password, receipt, amount, self._options.currency)
        return self.dialogue.run(order, results, "REVERSAL"), results.entry

    @property
    def terminal_id(self) -> str:
        return self.registered.terminal_id if self.registered else ""

    # ---- the steps ---------------------------------------------------------------------------------------------------

    def _probe(self) -> Condition:
        """Is anybody there? Asked once and briefly, so that a terminal that comes back is found within seconds."""
        status = self._enquire(quick=True, with_software=True)
        if isinstance(status, Condition):
            return status if status in (SILENT, WAITING) else READY  # it lives; what it lacks, the next steps find out
        self.software = status.software
        return READY

    def _register(self) -> Condition:
        config = zvt.RECEIPTS_BY_LINES if self._options.receipts == "lines" else zvt.RECEIPTS_COMPOSED
        order = zvt.registration(self._options.password, config, self._options.currency, self._options.columns)
        ending = self._run_briefly(order)
        self.registered = None
        self.dialogue.unregistered = False
        self.raw = ending.words
        if ending.kind is EndKind.LOST:
            return WAITING if ending.heard else SILENT
        if ending.code == BUSY:
            return WAITING
        if ending.kind is not EndKind.COMPLETED:
            return OTHER_CURRENCY if _refuses_currency(ending) else BAD_REGISTRATION
        try:
            self.registered = registered(ending.data)
        except ZvtFormatError as error:
            self.raw = str(error)
            return BAD_REGISTRATION
        return self._judged(self.registered)

    def _judged(self, said: Registered) -> Condition:
        self.raw = f"terminal {said.terminal_id or 'none'}, currency {said.currency or 'none'}, status {said.needs:02X}"
        if not said.terminal_id:
            return BAD_REGISTRATION
        if said.currency != self._options.currency:
            return OTHER_CURRENCY
        if not said.vending:
            return NOT_VENDING
        for need, what in ((NEEDS_INITIALISATION, Maintenance.INITIALISATION), (NEEDS_DIAGNOSIS, Maintenance.DIAGNOSIS)):
            if said.needs & need and self._may_maintain(what):
                self.maintain(what)
        return READY

    def _become_ready(self) -> Condition:
        condition = READY
        for _ in range(_STATUS_TRIES):
            status = self._enquire()
            if isinstance(status, Condition):
                return status
            condition = self._condition(status.code)
            what = MAINTENANCE.get(status.code)
            if condition is READY or what is None or not self._may_maintain(what):
                break
            self.maintain(what)
        return condition

    def _set_clock(self) -> Condition:
        """So that the times of its transactions can be compared with ours; a terminal that will not is taken as it is."""
        self.dialogue.ask(zvt.set_clock(self._now()))
        return READY

    def _enquire(self, *, quick: bool = False, with_software: bool = False) -> TerminalStatus | Condition:
        """The status, or why there is none."""
        order = zvt.status_enquiry(self._options.password, with_software=with_software)
        ending = self._run_briefly(order, quick=quick)
        self.raw = ending.words
        if ending.kind is EndKind.LOST:
            return WAITING if ending.heard else SILENT
        if ending.kind is not EndKind.COMPLETED:
            return condition_of(ending.code if ending.code is not None else -1)
        try:
            return terminal_status(ending.data)
        except ZvtFormatError as error:
            self.raw = str(error)
            return UNKNOWN_CONDITION

    def _condition(self, status: int) -> Condition:
        self.status_code = status
        self.raw = f"{status:02X}"
        return READY if status in READY_STATUSES else condition_of(status)

    def _run_briefly(self, order: Apdu, *, quick: bool = False) -> Ending:
        """A question about the terminal itself: an approval amid it was not asked for."""
        unasked = _Unasked(self._stray)
        if not quick:
            return self.dialogue.run(order, unasked, busy_s=self._timing.answer_s)
        ack_s = self._timing.line.poll_ack_s
        return self.dialogue.run(order, unasked, busy_s=self._timing.answer_s, ack_s=ack_s, sends=1)


class _Unasked(Listener):
    def __init__(self, stray: Callable[[Apdu], Apdu]) -> None:
        super().__init__()
        self._stray = stray

    def status(self, data: bytes) -> Apdu:
        return self._stray(Apdu(zvt.STATUS_INFORMATION, data))


class _Results(Listener):
    """04 0F messages that were asked for are agreed to; the last one counts. One that can't be read spoils the answer."""

    def __init__(self, now: Callable[[], datetime]) -> None:
        super().__init__()
        self._now = now
        self.entry: StatusInformation | None = None
        self.unreadable = ""

    def status(self, data: bytes) -> Apdu:
        try:
            self.entry = status_information(data, self._now())
        except UnknownBitmap as error:
            self.unreadable = str(error)
            return UNSUPPORTED
        except ZvtFormatError as error:
            self.unreadable = str(error)
        return POSITIVE


def _last_answer(ending: Ending, results: _Results) -> LastAnswer:
    if results.unreadable:
        return LastAnswer(AnswerKind.UNREADABLE)
    if ending.kind is EndKind.LOST or ending.code == BUSY:
        return LastAnswer(AnswerKind.SILENT)
    if ending.kind is EndKind.COMPLETED:
        return LastAnswer(AnswerKind.NONE if results.entry is None else AnswerKind.ENTRY, results.entry)
    kind = AnswerKind.UNSUPPORTED if ending.kind is EndKind.REFUSED else AnswerKind.WITHHELD
    return LastAnswer(kind, code=ending.code)


def _refuses_currency(ending: Ending) -> bool:
    """``06 1E 6F``, ``84 6F``, or the odd ``84 1E 6F`` (section 5.1)."""
    return ending.code == WRONG_CURRENCY or ending.data[:1] == bytes((WRONG_CURRENCY,))

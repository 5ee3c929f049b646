"""A simulated POS without its control socket: requests in, answers out, customers and power by the clock.

Where the specification is silent the options decide (``PosOptions``). ``now`` is monotonic seconds.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta

from devices.simulators.card_books import CardBooks
from devices.simulators.card_slot import Hand
from devices.simulators.device import Line
from devices.simulators.pos_codec import FrameReader, Heard, Sign
from devices.simulators.pos_dialect import Dialect, Name, Request
from devices.simulators.pos_journal import PosJournal
from devices.simulators.pos_link import LinkEvents, Message, PosLink
from devices.simulators.pos_scripts import (
    CANCELLABLE,
    SCRIPTS,
    AwaitCard,
    CancelledError,
    Desk,
    Pause,
    Phase,
    PosCard,
    Script,
    Step,
    Tell,
)
from devices.simulators.pos_settings import PosFaults, PosOptions, Timing, kept, options_of, recalled
from devices.simulators.pos_speech import Speech

MOMENTS = (
    "received",  # nothing said yet
    "acknowledged",
    "waiting_for_card",
    "card",
    "pin",
    "bank_asked",  # 0900|82 is through, the bank not yet asked; void: the bank not yet asked
    "bank_charged",  # the bank's book has the charge, the journal not yet
    "bank_reversed",  # a void: as bank_charged
    "stored",  # the journal has it too, nothing was said yet
    "answered",  # the whole answer has left, its ACK has not come
    "finished",  # the answer is acknowledged
)
"""The moments at which a POS can be ordered to die; also ``told_NN``: an 0900 with code NN has left."""

WHILE_BUSY = ("0100", "0250")
"""What a POS with the option ``while_busy`` = ``answers`` answers during a sale."""


class PowerLostError(Exception):
    """The POS dies here, as ordered."""

    def __init__(self, restart_after: float | None) -> None:
        super().__init__("no power")
        self.restart_after = restart_after


class PosTerminal:
    """See the module's page."""

    def __init__(self, line: Line, name: Name, books: CardBooks, now: float) -> None:
        self.books = books
        self.timing = Timing()
        self.faults = PosFaults()
        self.options = recalled(options_of(name), books.memory)
        self.clock_offset_s = 0.0
        """How wrong the POS's clock is."""
        self.dialect = Dialect(name)
        self.journal = PosJournal(books, lambda: self.options, self.wall)
        self.speech = Speech(self.dialect, lambda: self.options, self.faults, self.wall)
        self.link = PosLink(line, self.timing, self.faults, LinkEvents(self._sent, self._settled))
        self.hand = Hand(self.timing.patience)
        self.always: PosCard | None = None
        """The card that every sale gets at once."""
        self.phase: Phase = "idle"
        self.powered = True
        self.request: Request | None = None
        """What is being done, from its ACK to that of its answer."""
        self._line = line
        self._desk = Desk(
            dialect=self.dialect,
            journal=self.journal,
            speech=self.speech,
            timing=self.timing,
            faults=self.faults,
            options=lambda: self.options,
            reach=self._reach,
            enter=self._enter,
            undo_later=self._undo_later,
        )
        self._reader = FrameReader()
        self._script: Script | None = None
        self._step: Step | None = None
        self._told: Message | None = None
        """The frame whose ACK the script waits for."""
        self._answer: Message | None = None
        self._until: float | None = None
        self._deaf_until = now
        self._undo_at: float | None = None
        self._restart_at: float | None = None
        self._now = now
        self.journal.recover()

    def wall(self) -> datetime:
        """The POS's clock, in the zone of this machine."""
        return datetime.now(UTC).astimezone() + timedelta(seconds=self.clock_offset_s)

    # the host

    def received(self, data: bytes, now: float) -> None:
        """Bytes of the host; a POS that is off or starting hears nothing."""
        self._now = now
        if not self.powered or now < self._deaf_until:
            return
        with self._mortal():
            for item in self._reader.feed(data):
                if isinstance(item, Heard):
                    self._host_says(item.text, now)
                elif item is Sign.DAMAGED:
                    self.link.refuse(now)
                else:
                    self.link.heard(item, now)
        self.tick(now)

    def tick(self, now: float) -> float | None:
        """Do what is due; when to come back, or None."""
        self._now = now
        if self._restart_at is not None and self._restart_at <= now:
            self.power_on(now)
        if not self.powered:
            return self._restart_at
        with self._mortal():
            self._go_on(now)
        due = (self.link.due, self._until, self._undo_at, self._restart_at)
        return min((at for at in due if at is not None), default=None)

    # people

    @property
    def waits_for_card(self) -> bool:
        """Is the POS asking for a card at this moment?"""
        return isinstance(self._step, AwaitCard)

    @property
    def starting(self) -> bool:
        """Does the POS hear nothing yet?"""
        return self._now < self._deaf_until

    def cancel(self, now: float) -> bool:
        """The customer presses cancel; False if it is too late, or nothing is to be cancelled."""
        if self._script is None or self.phase not in CANCELLABLE:
            return False
        with self._mortal():
            self._resume(now, cancelled=True)
        return True

    def power_off(self) -> None:
        """The power is cut: what is not in the books is forgotten."""
        self.powered = False
        if self._script is not None:
            self._script.close()
        self._script = self._step = self._told = self._answer = self.request = None
        self._until = self._undo_at = self._restart_at = None
        self.phase = "idle"
        self._reader.clear()
        self.link.reset()

    def silence_line(self) -> None:
        """Bytes that have not left yet never will."""
        self._line.discard()

    def power_on(self, now: float) -> None:
        """Power is back. The bank is asked first, then the host is heard."""
        self.powered, self._restart_at = True, None
        self._deaf_until = now + self.timing.boot
        self.journal.recover()

    def set_options(self, options: PosOptions) -> None:
        """Another kind of POS from now on, and after a restart."""
        self.options = options
        self.books.remember(**kept(options))

    # the exchange

    def _host_says(self, text: str, now: float) -> None:
        self.link.tape.append((now, "from_host", text))
        request = self.dialect.request(text)
        if self.request is not None or self.link.busy:
            self._disturbed(text, request, now)
        elif request is None:
            self.link.refuse(now)
        else:
            self.request = request
            self._reach("received")
            self.link.acknowledge(now)
            self._reach("acknowledged")
            self._begin(request, now)

    def _disturbed(self, text: str, request: Request | None, now: float) -> None:
        """A frame while another request is under way: a repeat of that one, or something the option decides about."""
        if self.request is not None and text == self.request.text:
            self.link.acknowledge(now)
        elif self.options.while_busy == "nak":
            self.link.refuse(now)
        elif self.options.while_busy == "answers" and request is not None and request.function in WHILE_BUSY:
            self.link.acknowledge(now)
            if request.function == "0250":
                voucher = request.fields.get("voucher") == "1"
                self.link.send(Message(self.speech.last_sale(self.journal.last_sale(), voucher=voucher)), now)

    def _begin(self, request: Request, now: float) -> None:
        ordered = self.faults.answer_code(request.function)
        if request.function not in SCRIPTS:
            self.request = None
            if request.function == "0070":
                self._deaf_until = now + self.timing.initialise
        elif ordered is not None:
            self._say_answer(self.speech.bare(request.function, ordered), now)
        else:
            self.phase = "working"
            self._script = SCRIPTS[request.function](self._desk, request)
            self._resume(now)

    def _say_answer(self, text: str, now: float) -> None:
        self._answer = Message(text)
        self.link.send(self._answer, now)

    def _sent(self, message: Message, _now: float) -> None:
        if message is self._answer:
            self._reach("answered")
        elif message.progress:
            self._reach("told_" + message.text.split("|")[1])

    def _settled(self, message: Message, now: float) -> None:
        if message is self._told:
            self._told = None
            self._resume(now, message.heard)
        elif message is self._answer and message.heard and message.text.startswith("0210") and self.faults.duplicates:
            self.faults.duplicates -= 1
            self._say_answer(message.text, now)
        elif message is self._answer:
            if message.heard:
                self._reach("finished")
            self._answer = self.request = None

    # the script

    def _go_on(self, now: float) -> None:
        """Undo what is due, resume the script while it has something to do, send what is due."""
        if self._undo_at is not None and self._undo_at <= now:
            self._undo_at = None
            self.journal.undo_unheard()
        self.link.tick(now)
        while self._script is not None:
            card = self._card(now) if self.waits_for_card else None
            if card is not None:
                self._resume(now, card)
            elif self._until is not None and self._until <= now:
                self._resume(now)
            else:
                return
            self.link.tick(now)

    def _card(self, now: float) -> object | None:
        return self.always if self.always is not None else self.hand.take(now)

    def _resume(self, now: float, value: object = None, *, cancelled: bool = False) -> None:
        """Give the script what it waits for, and begin its next step."""
        assert self._script is not None
        self._step = self._until = self._told = None
        try:
            step = self._script.throw(CancelledError()) if cancelled else self._script.send(value)
        except StopIteration as end:
            self._script, self.phase = None, "idle"
            self._say_answer(end.value, now)
            return
        self._step = step
        match step:
            case Tell(text, progress):
                self._told = Message(text, progress)
                self.link.send(self._told, now)
            case Pause(seconds) | AwaitCard(seconds):
                self._until = now + seconds

    def _enter(self, phase: Phase) -> None:
        self.phase = phase

    def _undo_later(self) -> None:
        self._undo_at = self._now + self.timing.undo

    # death

    def _reach(self, moment: str) -> None:
        death = self.faults.death
        function = self.request.function if self.request is not None else ""
        if death is not None and (death.moment, death.function) == (moment, function):
            self.faults.death = None
            raise PowerLostError(death.restart_after)

    @contextmanager
    def _mortal(self) -> Iterator[None]:
        """Where the POS may die. What has left before is on the wire; the rest is gone."""
        try:
            yield
        except PowerLostError as death:
            self.power_off()
            self._restart_at = None if death.restart_after is None else self._now + death.restart_after

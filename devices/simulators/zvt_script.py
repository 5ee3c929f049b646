"""How a ZVT terminal does a command: a script yields one step after the other, the dialogue carries them out.

Scripts are generators, so that a sale reads from top to bottom although it waits for hosts, cards and banks, and so that
a power cut is simply a script that is never resumed. While a script runs the terminal is master; the host may only
answer, or abort with 06 B0 (ZVT specification, section 4.2).
"""

from collections import deque
from collections.abc import Callable, Generator
from dataclasses import dataclass
from typing import TypeVar

from devices.simulators.card_slot import PresentedCard
from devices.simulators.zvt_frames import POSITIVE, Apdu, negative
from devices.simulators.zvt_link import Link

ABORT_COMMAND = 0x06B0
NOT_NOW, PLEASE_WAIT = 0x83, 0x9C


@dataclass(frozen=True, slots=True)
class Reply:
    """Answer the host's command; resumed with whether the answer was received."""

    apdu: Apdu


@dataclass(frozen=True, slots=True)
class Ask:
    """Tell the host something; resumed with its answer, or with None if there is none within ``wait_s``."""

    apdu: Apdu
    wait_s: float
    sent: str = ""
    """Name of the moment at which the host has received it."""


@dataclass(frozen=True, slots=True)
class Pause:
    """Resumed after so many seconds, or at once when the sale is aborted."""

    seconds: float


@dataclass(frozen=True, slots=True)
class AwaitCard:
    """Resumed with the card, or with None after so many seconds or when the sale is aborted."""

    seconds: float


@dataclass(frozen=True, slots=True)
class Reach:
    """A named moment; the terminal may die at it."""

    moment: str


Step = Reply | Ask | Pause | AwaitCard | Reach
Result = TypeVar("Result")
Script = Generator[Step, object, Result]


class LinkLostError(Exception):
    """The host does not even acknowledge what it is told."""


def reply(apdu: Apdu = POSITIVE) -> Script[None]:
    """Answer the host's command. Raises :class:`LinkLostError`."""
    if not (yield Reply(apdu)):
        raise LinkLostError


def ask(apdu: Apdu, wait_s: float, sent: str = "") -> Script[Apdu | None]:
    """Tell the host something and take its answer; None if none came in time. Raises :class:`LinkLostError`."""
    answer = yield Ask(apdu, wait_s, sent)
    if answer is False:
        raise LinkLostError
    assert answer is None or isinstance(answer, Apdu)
    return answer


def reach(moment: str) -> Script[None]:
    yield Reach(moment)


@dataclass(frozen=True, slots=True)
class People:
    """What a script waits for besides the host."""

    take_card: Callable[[float], PresentedCard | None]
    """The card that is held to the terminal now."""
    reached: Callable[[str, float], bool]
    """Told of each named moment; False if the terminal has just died at it."""
    accept_abort: Callable[[], bool]
    """The host (06 B0) or the customer aborts; whether that is still possible."""


class Dialogue:
    """Runs one script at a time on a link."""

    def __init__(self, link: Link, people: People) -> None:
        self._link = link
        self._people = people
        self._script: Script[None] | None = None
        self._step: Step | None = None
        self._until: float | None = None
        self._delivered = False
        self._sent: deque[bool] = deque()
        """For each message not yet told of by the link: does the script wait for it?"""

    @property
    def running(self) -> bool:
        return self._script is not None

    @property
    def waits_for_card(self) -> bool:
        return isinstance(self._step, AwaitCard)

    def start(self, script: Script[None], now: float) -> None:
        self._script = script
        self._resume(None, now)

    def drop(self) -> None:
        """The terminal is without power."""
        if self._script is not None:
            self._script.close()
        self._script = self._step = self._until = None
        self._sent.clear()

    def heard(self, apdu: Apdu, now: float) -> None:
        """Something from the host while a script runs."""
        if apdu.is_answer:
            if isinstance(self._step, Ask):
                self._resume(apdu, now)
        elif apdu.code == ABORT_COMMAND:
            self._say(POSITIVE if self._people.accept_abort() else negative(NOT_NOW), now, awaited=False)
            self.hurry(now)
        else:
            self._say(negative(PLEASE_WAIT), now, awaited=False)

    def catch_up(self, now: float) -> None:
        """What came together with the next message may have ended the script: the host's acknowledgement before it."""
        self._take_outcomes(now)

    def hurry(self, now: float) -> None:
        """The sale was aborted: end a wait that an abort ends (a pause after the point of no return is let be)."""
        if isinstance(self._step, AwaitCard | Pause) and self._people.accept_abort():
            self._resume(None, now)

    @property
    def due(self) -> float | None:
        """When to call :meth:`tick` for a wait that ends."""
        return self._until

    def tick(self, now: float) -> None:
        """Go on where something has come about."""
        self._take_outcomes(now)
        if isinstance(self._step, AwaitCard) and (card := self._people.take_card(now)) is not None:
            self._resume(card, now)
        if self._until is not None and now >= self._until:
            self._resume(None, now)

    # inside

    def _take_outcomes(self, now: float) -> None:
        while (arrived := self._link.outcome()) is not None:
            if self._sent and self._sent.popleft():
                self._told(now, arrived=arrived)

    def _told(self, now: float, *, arrived: bool) -> None:
        match self._step:
            case Reply():
                self._resume(arrived, now)
            case Ask(wait_s=wait_s, sent=moment):
                if moment and arrived and not self._people.reached(moment, now):
                    return
                self._until = now + wait_s
                if not arrived:
                    self._resume(False, now)
            case _:
                return

    def _say(self, apdu: Apdu, now: float, *, awaited: bool) -> None:
        self._sent.append(awaited)
        self._link.send(apdu, now)

    def _resume(self, value: object, now: float) -> None:
        """Give the script what it waits for and begin its next step."""
        while self._script is not None:
            self._step = self._until = None
            try:
                step = self._script.send(value)
            except StopIteration:
                self._script = None
                return
            self._step, value = step, None
            match step:
                case Reply() | Ask():
                    self._say(step.apdu, now, awaited=True)
                    return
                case Pause(seconds) | AwaitCard(seconds):
                    self._until = now + seconds
                    return
                case Reach(moment):
                    if not self._people.reached(moment, now):
                        return

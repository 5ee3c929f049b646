"""The simulated ZVT card terminal on its wire, serial or TCP (specs/zvt.md, section 13)."""

import os
import signal
from dataclasses import asdict

from devices.simulators.card_books import CardBooks
from devices.simulators.card_slot import PresentedCard
from devices.simulators.device import Answer, Command, ControlError, DeviceOptions, Line, PacedLine
from devices.simulators.zvt_controls import COMMANDS
from devices.simulators.zvt_link import Link
from devices.simulators.zvt_orders import command
from devices.simulators.zvt_script import Dialogue, People
from devices.simulators.zvt_state import READY, State


class ZvtTerminal:
    """A ZVT terminal with its books; implements :class:`~devices.simulators.device.SimulatedDevice`."""

    def __init__(self, line: Line, options: DeviceOptions, now: float) -> None:
        self._line = line
        self.state = State(CardBooks(options.state, "zvt"), now)
        self.link = Link(line, self.state.timings)
        self.dialogue = Dialogue(self.link, People(self._take_card, self._reached, self.accept_abort))
        self.powered = True
        self._starts_until = now
        self._power_back_at: float | None = None
        self._waiting_since: float | None = None
        self._command = 0
        """The last one of the host."""
        self.state.expect_undoing()

    def received(self, data: bytes, now: float) -> None:
        """Take bytes of the host; see :class:`~devices.simulators.device.SimulatedDevice`."""
        self.state.now = now
        if not self.powered or now < max(self._starts_until, self.state.deaf_until):
            return
        for apdu in self.link.received(data, now):
            self.dialogue.catch_up(now)
            if self.dialogue.running:
                self.dialogue.heard(apdu, now)
            elif self.powered and not apdu.is_answer:
                self._command = apdu.code
                self.dialogue.start(command(self.state, apdu), now)

    def tick(self, now: float) -> float | None:
        """Do what is due; see :class:`~devices.simulators.device.SimulatedDevice`."""
        self.state.now = now
        if not self.powered:
            if self._power_back_at is not None and now >= self._power_back_at:
                self.power_on()
            return self._starts_until if self.powered else self._power_back_at
        if now < self._starts_until:
            return self._starts_until
        self.link.tick(now)
        self.dialogue.tick(now)
        self._idle(now)
        if not self.powered:
            return self._power_back_at
        at_rest = None if self.dialogue.running else self.state.due()
        due = (self.link.due(now), self.dialogue.due, self._card_due(), at_rest)
        return min((at for at in due if at is not None), default=None)

    def control(self, command: Command, now: float) -> Answer:
        """Do one of :data:`~devices.simulators.zvt_controls.COMMANDS`. Raises :class:`ControlError`."""
        name = command.get("command")
        if not isinstance(name, str) or name not in COMMANDS:
            raise ControlError(f'unknown command "{name}"; a ZVT terminal knows {", ".join(sorted(COMMANDS))}')
        self.tick(now)
        answer = COMMANDS[name](self, command)
        self.tick(now)
        return answer

    def close(self) -> None:
        """Give the books back; see :class:`~devices.simulators.device.SimulatedDevice`."""
        self.state.books.close()

    # for the control commands

    def describe(self, since: int) -> Answer:
        """Books and condition."""
        last = self.state.last_transaction()
        return {
            **self.state.books.state(since),
            "powered": self.powered,
            "busy": self.dialogue.running,
            "waits_for_card": self.dialogue.waits_for_card,
            "status": f"{self.state.reported_status:02X}",
            "undoing": self.state.undo_at is not None,
            "registration": asdict(self.state.registration),
            "last_transaction": None if last is None else last.id,
            "moments": list(self.state.moments),
            "options": asdict(self.state.options),
            "timing": asdict(self.state.timings),
        }

    def power_off(self, back_after: float | None = None) -> None:
        """Brown-out; the power is back after so many seconds, or with :meth:`power_on`."""
        self.powered = False
        self._power_back_at = None if back_after is None else self.state.now + back_after
        self.dialogue.drop()
        self.link.reset()
        self.state.forget_volatile()

    def power_on(self) -> None:
        """The terminal starts, and undoes what the power cut left open."""
        if not self.powered:
            self.powered, self._power_back_at = True, None
            self._starts_until = self.state.now + self.state.timings.boot
            self.state.expect_undoing()

    def accept_abort(self) -> bool:
        """The host or the customer aborts; False once the bank was asked."""
        self.state.aborted = self.state.abortable
        return self.state.aborted

    # inside

    def _take_card(self, now: float) -> PresentedCard | None:
        if self._waiting_since is None:
            self._waiting_since = now
        card = self.state.hand.take(now)
        if card is None and now >= self._waiting_since + self.state.timings.present:
            card = self.state.auto_present
        return card

    def _card_due(self) -> float | None:
        """When a card comes by itself."""
        if self.state.auto_present is None or self._waiting_since is None:
            return None
        return self._waiting_since + self.state.timings.present

    def _reached(self, moment: str, now: float) -> bool:
        self.state.moments.append((now, moment))
        death = self.state.faults.death
        if death is None or (death.moment, death.of) != (moment, self._command):
            return True
        self.state.faults.death = None
        if death.kill:
            os.kill(os.getpid(), signal.SIGKILL)
        self.power_off(death.back_after)
        return False

    def _idle(self, now: float) -> None:
        """What happens between commands."""
        if not self.dialogue.waits_for_card:
            self._waiting_since = None
        if self.dialogue.running:
            return
        slot = self.state.slot
        if slot is not None and not slot.stays:
            self.state.slot = slot = None
        if slot is None and self.state.undo_at is not None and now >= self.state.undo_at:
            self.state.undo_pending()
        if self.state.status_until is not None and now >= self.state.status_until:
            self.state.status, self.state.status_until = READY, None
        if self.state.baud is not None and isinstance(self._line, PacedLine):
            self._line.pace(self.state.baud)
            self.state.baud = None

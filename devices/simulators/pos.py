"""The simulated card terminals POS Integrado and POS Autoservicio (specs/pos-integrado.md)."""

from devices.simulators.card_books import CardBooks
from devices.simulators.device import Answer, Command, ControlError, DeviceOptions, Line, SetupError
from devices.simulators.pos_controls import COMMANDS
from devices.simulators.pos_dialect import Name
from devices.simulators.pos_terminal import PosTerminal


class PosIntegrado:
    """A POS on its wire; implements :class:`~devices.simulators.device.SimulatedDevice`."""

    dialect: Name = "pos_integrado"

    def __init__(self, line: Line, options: DeviceOptions, now: float) -> None:
        self._books = CardBooks(options.state, self.dialect)
        try:
            self._pos = PosTerminal(line, self.dialect, self._books, now)
        except ControlError as error:
            self._books.close()
            raise SetupError(f"the file of --state holds a setting that no POS has: {error}") from error

    def received(self, data: bytes, now: float) -> None:
        """See :class:`~devices.simulators.device.SimulatedDevice`."""
        self._pos.received(data, now)

    def tick(self, now: float) -> float | None:
        """See :class:`~devices.simulators.device.SimulatedDevice`."""
        return self._pos.tick(now)

    def control(self, command: Command, now: float) -> Answer:
        """Do one of :data:`~devices.simulators.pos_controls.COMMANDS`. Raises :class:`ControlError`."""
        name = command.get("command")
        if not isinstance(name, str) or name not in COMMANDS:
            raise ControlError(f'unknown command "{name}"; a POS knows {", ".join(sorted(COMMANDS))}')
        self._pos.tick(now)
        answer = COMMANDS[name](self._pos, command, now)
        self._pos.tick(now)
        return answer

    def close(self) -> None:
        """Give the books back; see :class:`~devices.simulators.device.SimulatedDevice`."""
        self._books.close()


class PosAutoservicio(PosIntegrado):
    """The variant for unattended terminals."""

    dialect: Name = "pos_autoservicio"

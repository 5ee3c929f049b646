"""What a simulated device is: the small contract between a device model and the station that runs it.

A model is plain, single-threaded and never sleeps: the station calls it with the time, and it says when it wants to be
called again. Unit tests drive the same methods with a clock of their own.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol, runtime_checkable

Command = Mapping[str, object]
"""One JSON object from the control socket: ``{"command": NAME, ...parameters}``."""

Answer = dict[str, object]
"""What the socket answers: ``{"ok": true, ...}`` or ``{"ok": false, "error": SENTENCE}``."""


class ControlError(Exception):
    """A control command that is unknown, malformed or impossible right now. Its text is the answer's ``error``."""


class SetupError(Exception):
    """The simulator cannot start as it was called. Its text is one plain sentence for stderr."""


class Line(Protocol):
    """The device's end of the wire, as the device model sees it."""

    def send(self, data: bytes, delay_s: float = 0.0) -> None:
        """Send one message, ``delay_s`` seconds from now at the earliest; bytes leave at the line's baud rate."""

    def discard(self) -> None:
        """Forget everything not yet sent: the device lost power in the middle of its message."""

    @property
    def over_tcp(self) -> bool:
        """Is the host that was heard last on TCP? There is no pace there, and ``listen`` is the only flow control."""

    def listen(self, *, on: bool) -> None:
        """Stop or go on taking bytes from the host; while off they pile up on the host's side of the wire."""


@runtime_checkable
class PacedLine(Line, Protocol):
    """A line whose speed the device may change."""

    def pace(self, baud: int) -> None:
        """What is sent from now on takes its time at ``baud`` bit/s."""


class SimulatedDevice(Protocol):
    """A device model. ``now`` is monotonic time in seconds and never goes back."""

    def received(self, data: bytes, now: float) -> None:
        """Take bytes that arrived from the host, in pieces of any size."""

    def tick(self, now: float) -> float | None:
        """Do what is due at ``now``; the time of the next call that is needed, or None if nothing is pending."""

    def control(self, command: Command, now: float) -> Answer:
        """Do one control command and return what the answer holds besides ``ok``. Raises :class:`ControlError`."""

    def close(self) -> None:
        """Give the books back; the simulator ends."""


@dataclass(frozen=True, slots=True)
class DeviceOptions:
    """What the command line says to a device model."""

    state: Path | None = None
    """File of the persistent books; None keeps them in memory."""
    out: Path | None = None
    """Folder for what the device gives out (a printer's pages as PNG); None gives out nothing."""


class DeviceFactory(Protocol):
    """A device model's class: built with its wire, the options and the time. Raises :class:`SetupError`."""

    def __call__(self, line: Line, options: DeviceOptions, now: float) -> SimulatedDevice: ...


def text(command: Command, key: str, default: str | None = None) -> str:
    """A string parameter of a command. Raises :class:`ControlError` if it is missing or of another type."""
    value = command.get(key, default)
    if not isinstance(value, str):
        raise ControlError(f'"{command.get("command")}" needs "{key}" as a string')
    return value


def number(command: Command, key: str, default: float | None = None) -> float:
    """A number parameter that is not negative. Raises :class:`ControlError`."""
    value = command.get(key, default)
    if isinstance(value, bool) or not isinstance(value, int | float) or not 0 <= value < float("inf"):
        raise ControlError(f'"{command.get("command")}" needs "{key}" as a number of 0 or more')
    return value


def integer(command: Command, key: str, default: int | None = None, *, low: int = 0, high: int = 2**31) -> int:
    """A whole-number parameter within ``low`` .. ``high``. Raises :class:`ControlError`."""
    value = command.get(key, default)
    if isinstance(value, bool) or not isinstance(value, int) or not low <= value <= high:
        raise ControlError(f'"{command.get("command")}" needs "{key}" as a whole number from {low} to {high}')
    return value


def flag(command: Command, key: str, *, default: bool | None = None) -> bool:
    """A true/false parameter. Raises :class:`ControlError`."""
    value = command.get(key, default)
    if not isinstance(value, bool):
        raise ControlError(f'"{command.get("command")}" needs "{key}" as true or false')
    return value


def choice(command: Command, key: str, allowed: tuple[str, ...], default: str | None = None) -> str:
    """A parameter that is one of a few words. Raises :class:`ControlError`."""
    value = text(command, key, default)
    if value not in allowed:
        raise ControlError(f'"{key}" must be one of {", ".join(allowed)}, not "{value}"')
    return value


def hex_bytes(command: Command, key: str, default: str | None = None) -> bytes:
    """Bytes written in hexadecimal, blanks allowed. Raises :class:`ControlError`."""
    value = text(command, key, default)
    try:
        return bytes.fromhex(value)
    except ValueError:
        raise ControlError(f'"{key}" must be bytes in hexadecimal, such as "02 03 06", not "{value}"') from None

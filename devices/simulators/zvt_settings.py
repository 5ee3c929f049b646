"""The kind of a ZVT terminal and its pace, as the control socket sets them; both survive the terminal's death."""

import json
from dataclasses import dataclass, field, fields, replace
from typing import TypeVar

from devices.simulators.device import Command, ControlError, choice, flag, number, text


@dataclass(frozen=True, slots=True)
class Options:
    """The kind of terminal; survives its death. Where the specification is silent there is a choice."""

    tid: str = "29001006"
    merchant: str = "898310048160001"
    currency: str = "0156"
    sync: str = field(default="autoreversal", metadata={"choices": ("autoreversal", "1f1f")})
    repeat: str = field(default="all", metadata={"choices": ("all", "successful", "unsupported")})
    """What 06 20 knows: the last transaction even if it failed, the last successful one, nothing."""
    after_auto_reversal: str = field(default="reversal", metadata={"choices": ("reversal", "flagged", "dropped")})
    """A charge undone by the terminal: a reversal (BMP 37) follows it, its result is B4, or it is gone from the journal."""
    pending_shows: str = field(default="busy", metadata={"choices": ("busy", "stored")})
    """While an auto-reversal is due: status 9C, or ready with the charge still shown as if it stood."""
    abort_with: str = field(default="both", metadata={"choices": ("both", "abort", "status")})
    """An aborted sale ends with 04 0F and 06 1E, with 06 1E alone, or with 04 0F and 06 0F."""
    currency_refusal: str = field(default="84", metadata={"choices": ("84", "061E", "841E")})
    """A wrong currency: 84 6F 00, or 80 00 00 and 06 1E, or 84 1E with the code as data."""
    locked_answers_first: bool = True
    """A locked terminal says 80 00 00 before its 06 1E."""
    vending: bool = True
    utf8: bool = True
    tlv: bool = True
    text_blocks: bool = True
    fixed_baud: bool = False
    """08 40 is answered with 84 7D 00."""


@dataclass(frozen=True, slots=True)
class Timings:
    """Seconds. The first group is the pace of people and banks, the second that of the protocol; survives death."""

    card: float = 60.0
    patience: float = 3.0
    present: float = 0.5
    """Until a card comes by itself, with ``auto_present``."""
    read: float = 0.4
    pin: float = 2.5
    host: float = 1.5
    host_timeout: float = 30.0
    print: float = 0.2
    remove: float = 1.0
    auto_reversal: float = 2.0
    maintenance: float = 2.0
    boot: float = 2.0

    gap: float = 0.5
    t2: float = 5.0
    t3: float = 5.0
    hold: float = 30.0
    repeat_status: float = 2.0
    baud: float = 2.0


_Settings = TypeVar("_Settings", Options, Timings)


def loaded(default: _Settings, stored: object) -> _Settings:
    """Settings from their JSON; ``default`` if there is none."""
    return replace(default, **json.loads(stored)) if isinstance(stored, str) else default


def changed(settings: _Settings, command: Command) -> _Settings:
    """``settings`` with the parameters of a control command. Raises :class:`ControlError`."""
    asked = {name: value for name, value in command.items() if name != "command"}
    known = {item.name: item for item in fields(settings)}
    unknown = sorted(set(asked) - set(known))
    if unknown:
        raise ControlError(f'"{command.get("command")}" knows no {", ".join(unknown)}; it knows {", ".join(known)}')
    new: dict[str, object] = {}
    for name in asked:
        default = getattr(settings, name)
        if "choices" in known[name].metadata:
            new[name] = choice(command, name, known[name].metadata["choices"])
        elif isinstance(default, bool):
            new[name] = flag(command, name)
        elif isinstance(default, float):
            new[name] = float(number(command, name))
        else:
            new[name] = _digits(command, name, len(default))
    return replace(settings, **new)  # type: ignore[arg-type]  # each value was just checked against its field


def _digits(command: Command, name: str, size: int) -> str:
    value = text(command, name)
    if not (value.isascii() and value.isalnum() and len(value) == size) or (size < 15 and not value.isdecimal()):
        raise ControlError(f'"{name}" must be {size} digits')
    return value

"""What kind of printer is simulated: model differences of specs/escpos.md 4, 7.1, 8, 9.1 and 14 as options."""

from dataclasses import dataclass, fields, replace
from typing import Literal, get_args, get_type_hints

from devices.simulators.device import ControlError

DOTS_PER_MM = 8
"""203 dpi."""

PRINT_DOTS = {80: 576, 58: 384}
"""Paper width in mm to printable dots (9.3)."""

PAPER_DOTS = {80: 640, 58: 464}


@dataclass(frozen=True, slots=True)
class PrinterOptions:
    """Lengths in mm, times in seconds, buffer marks in bytes. Settable by the control command ``options``."""

    width: Literal[80, 58] = 80
    speed_mm_s: float = 150.0
    cut_s: float = 0.2
    boot_s: float = 0.3
    roll_mm: float = 50_000.0
    near_end_mm: float = 3_000.0
    cutter_gap_mm: float = 12.0
    """From the print line to the blade: what was printed last hangs there unless it is fed out before the cut."""
    buffer_bytes: int = 4096
    xoff_left: int = 128
    xon_left: int = 256
    flow: Literal["xonxoff", "line", "none"] = "xonxoff"
    busy_when_offline: bool = True
    near_end_fitted: bool = True
    cutter_fitted: bool = True
    process_id: bool = True
    asb: bool = True
    transmit_status: bool = True
    """GS r."""
    identity: bool = True
    """GS I."""
    clear: bool = True
    """DLE DC4 8."""
    enquiry: bool = True
    """DLE ENQ 1 and 2."""
    chinese_at_start: bool = True
    chinese_from_next_line: bool = False
    charset: Literal["gbk", "gb2312"] = "gbk"
    real_time_in_data: Literal["act_and_keep", "act", "ignore"] = "act_and_keep"
    """Status requests inside the data of another command: acted on and data too, acted on and taken out, or data only."""
    presenter: Literal["none", "custom"] = "none"
    tear_off_bit: bool = False
    """Bit 7 of DLE EOT 1 while a piece was not torn off (Equip 351006)."""
    firmware: str = "1.00 ESC/POS"
    maker: str = "SIMULATOR"
    model: str = "SIM-80"
    serial: str = "SIM0000001"
    font: str = "CHINA GB18030"

    @property
    def dots(self) -> int:
        """Printable dots across."""
        return PRINT_DOTS[self.width]


def changed(options: PrinterOptions, changes: dict[str, object]) -> PrinterOptions:
    """The options with ``changes`` made. Raises :class:`ControlError` naming what is wrong."""
    hints = get_type_hints(PrinterOptions)
    known = {entry.name for entry in fields(PrinterOptions)}
    for name, value in changes.items():
        if name not in known:
            raise ControlError(f'unknown option "{name}"; known: {", ".join(sorted(known))}')
        _check(name, value, hints[name])
    return replace(options, **changes)  # type: ignore[arg-type]  # checked one by one above


def _check(name: str, value: object, hint: object) -> None:
    allowed = get_args(hint)
    if allowed:
        fits = any(value == one and type(value) is type(one) for one in allowed)
        wanted = "one of " + ", ".join(map(str, allowed))
    elif hint is float:
        fits = isinstance(value, int | float) and not isinstance(value, bool) and 0 < value < 1e9
        wanted = "a number above 0"
    elif hint is int:
        fits = isinstance(value, int) and not isinstance(value, bool) and 0 < value < 1 << 20
        wanted = "a whole number above 0"
    elif hint is bool:
        fits, wanted = isinstance(value, bool), "true or false"
    else:
        fits = isinstance(value, str) and value.isascii() and value.isprintable() and len(value) <= 80
        wanted = "printable ASCII of at most 80 characters"
    if not fits:
        raise ControlError(f'option "{name}" must be {wanted}, not {value!r}')

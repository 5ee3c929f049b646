"""ZVT's codes as data: intermediate statuses, result codes, terminal statuses (specs/zvt.md 6.1 to 6.3).

A code that is not in a table is unknown: never a decline, never a success.
"""

from collections.abc import Mapping
from enum import Enum
from types import MappingProxyType
from typing import Final, NamedTuple

from kiosk.card import CardProblem, CardStep
from kiosk.device_status import DeviceState, Severity

OK: Final = 0x00
REMOVE_CARD: Final = 0x40  # added to an intermediate status: the same, and take the card
AUTO_REVERSAL: Final = 0x05  # as intermediate status
ABORTED: Final = 0x6C
BUSY: Final = 0x9C
ALREADY_REVERSED: Final = 0xB4
REVERSAL_IMPOSSIBLE: Final = 0xB5
WRONG_CURRENCY: Final = 0x6F
WRONG_PIN: Final = 0x37
UNSUPPORTED: Final = 0x83


class Progress(NamedTuple):
    step: CardStep
    problem: CardProblem | None = None


_CHOOSE, _PIN, _BANK, _WAIT = CardStep.CHOOSE, CardStep.PIN, CardStep.BANK, CardStep.WAIT
_PRESENT, _REMOVE = CardStep.PRESENT, CardStep.REMOVE
_PROGRESS: Final[Mapping[int, Progress]] = MappingProxyType(
    {
        0x00: Progress(_CHOOSE),
        0x01: Progress(_PIN),
        0x02: Progress(_PIN),
        0x03: Progress(_WAIT, CardProblem.NOT_SUPPORTED),
        0x04: Progress(_BANK),
        0x05: Progress(CardStep.UNDOING),
        0x06: Progress(_WAIT),
        0x07: Progress(_WAIT, CardProblem.NOT_SUPPORTED),
        0x08: Progress(_WAIT, CardProblem.UNREADABLE),
        0x09: Progress(_WAIT, CardProblem.EXPIRED),
        0x0A: Progress(_PRESENT),
        0x0B: Progress(_REMOVE),
        0x0C: Progress(_PRESENT, CardProblem.UNREADABLE),
        0x0D: Progress(_WAIT, CardProblem.TERMINAL),
        0x0E: Progress(_WAIT),
        0x0F: Progress(_WAIT),
        0x10: Progress(_WAIT, CardProblem.NOT_SUPPORTED),
        0x12: Progress(_WAIT, CardProblem.TERMINAL),
        0x13: Progress(_WAIT, CardProblem.NOT_SUPPORTED),
        0x14: Progress(_WAIT, CardProblem.FUNDS),
        0x15: Progress(_PIN, CardProblem.WRONG_PIN),
        0x16: Progress(_WAIT, CardProblem.LIMIT),
        0x17: Progress(_WAIT),
        0x18: Progress(_WAIT, CardProblem.PIN_BLOCKED),
        0x19: Progress(_WAIT, CardProblem.UNREADABLE),
        0x1C: Progress(_WAIT),
        0x1D: Progress(_WAIT, CardProblem.DECLINED),
        0x2C: Progress(_CHOOSE),
        0xC9: Progress(_WAIT),
        0xCA: Progress(_WAIT),
        0xCB: Progress(_WAIT),
        0xD2: Progress(_BANK),
        0xD3: Progress(_BANK),
        0xF1: Progress(_WAIT),
        0xF2: Progress(_WAIT),
        0xFF: Progress(_WAIT),
    }
)
UNKNOWN_PROGRESS: Final = Progress(CardStep.WAIT)


def progress_of(code: int) -> Progress:
    """What the payer is told at this intermediate status; an unknown one means to wait (section 6.1)."""
    known = _PROGRESS.get(code)
    if known is not None:
        return known
    plain = _PROGRESS.get(code - REMOVE_CARD)
    return Progress(_REMOVE, plain.problem) if plain is not None and code < 0x80 else UNKNOWN_PROGRESS


_HOST_CODES: Final = range(0x01, 0x64)  # the bank's 1 to 99
_HOST_PROBLEMS: Final[Mapping[int, CardProblem]] = MappingProxyType(
    {
        0x33: CardProblem.FUNDS,
        0x36: CardProblem.EXPIRED,
        WRONG_PIN: CardProblem.WRONG_PIN,
        0x4B: CardProblem.PIN_BLOCKED,
        0x5B: CardProblem.BANK_SILENT,
    }
)


def _each(problem: CardProblem, codes: str) -> dict[int, CardProblem]:
    return {int(code, 16): problem for code in codes.split()}


_PROBLEMS: Final[Mapping[int, CardProblem]] = MappingProxyType(
    dict.fromkeys(_HOST_CODES, CardProblem.DECLINED)
    | dict(_HOST_PROBLEMS)
    | _each(CardProblem.UNREADABLE, "64 65 66 72 73")
    | _each(CardProblem.NOT_SUPPORTED, "67 68 7A 7B 7C 7E A5 C4 C5 C6 6F")
    | _each(CardProblem.CANCELLED, "6C")
    | _each(CardProblem.DECLINED, "6E")
    | _each(CardProblem.FUNDS, "71")
    | _each(CardProblem.EXPIRED, "78 79")
    | _each(CardProblem.LIMIT, "C3 C8 C9")
    | _each(CardProblem.BANK_SILENT, "7D 9B A1 A3")
    | _each(CardProblem.TERMINAL, "6A 6B 77 83 85 89 9A 9C A0 B1 B2 B7 B8 BF C0 C2 CC DC DD DE E0 E2 E3 E4 EC ED")
    | _each(CardProblem.TERMINAL, "F0 F5 F6 FA FB FC FD FF")
)


def problem_of(code: int) -> CardProblem | None:
    """Why a sale that ended with this code (BMP 27, 06 1E or 84 xx) was not charged.

    None: the code is in no table, is "ok", or speaks of a reversal; it proves nothing.
    """
    return _PROBLEMS.get(code)


class Condition(NamedTuple):
    """A terminal status in the terminal's one vocabulary."""

    code: str
    state: DeviceState
    severity: Severity = Severity.SUSPEND


NOT_REGISTERED: Final = 0x6B
CARD_IN_SLOT: Final = frozenset({0xDC, 0xE1})
READY_STATUSES: Final = frozenset({0x00, 0xDC, 0xE1})  # section 9.4 step 3
READY: Final = Condition("", DeviceState.ONLINE, Severity.NONE)
UNKNOWN_CONDITION: Final = Condition("CARD-UNKNOWN", DeviceState.HW_ERROR)
CONDITIONS: Final[Mapping[int, Condition]] = MappingProxyType(
    {
        0x00: READY,
        0x51: Condition("CARD-INIT", DeviceState.STARTING),
        0x62: Condition("CARD-CLOCK", DeviceState.STARTING),
        0x6A: Condition("CARD-FULL", DeviceState.USER_ERROR),
        0x6B: Condition("CARD-REG", DeviceState.STARTING),
        0x83: Condition("CARD-REFUSED", DeviceState.HW_ERROR),
        0x85: Condition("CARD-KEYS", DeviceState.HW_ERROR),
        0x89: Condition("CARD-PINPAD", DeviceState.HW_ERROR),
        0x9C: Condition("CARD-BUSY", DeviceState.BUSY),
        0xB1: Condition("CARD-FULL", DeviceState.USER_ERROR),
        0xB2: Condition("CARD-FULL", DeviceState.USER_ERROR),
        0xBF: Condition("CARD-SUPPLY", DeviceState.HW_ERROR),
        0xC0: Condition("CARD-LOCK", DeviceState.HW_ERROR),
        0xC2: Condition("CARD-DIAGNOSIS", DeviceState.STARTING),
        0xCC: Condition("CARD-PRINTER", DeviceState.USER_ERROR),
        0xDC: READY,
        0xDF: Condition("CARD-FAIL", DeviceState.HW_ERROR, Severity.FATAL),
        0xE0: Condition("CARD-REMOTE", DeviceState.BUSY),
        0xE1: READY,
        0xE2: Condition("CARD-READER", DeviceState.HW_ERROR),
        0xE3: Condition("CARD-SHUTTER", DeviceState.HW_ERROR),
        0xE4: Condition("CARD-ACTIVATION", DeviceState.USER_ERROR),
        0xED: Condition("CARD-PINPAD", DeviceState.HW_ERROR),
        0xF0: Condition("CARD-DAY", DeviceState.STARTING),
        0xF5: Condition("CARD-OPT", DeviceState.USER_ERROR),
        0xF6: Condition("CARD-OPT", DeviceState.USER_ERROR),
        0xFB: Condition("CARD-MEMORY", DeviceState.HW_ERROR),
        0xFC: Condition("CARD-PART", DeviceState.HW_ERROR),
    }
)
"""By the answer to a status enquiry, or by the code that a command was refused with."""


def condition_of(status: int) -> Condition:
    return CONDITIONS.get(status, UNKNOWN_CONDITION)


STATUS_WORDS: Final[Mapping[int, str]] = MappingProxyType(
    {
        0x00: "ready",
        0x51: "initialisation required",
        0x62: "clock wrong",
        0x6A: "turnover file full",
        0x6B: "not registered",
        0x83: "not possible",
        0x85: "key missing",
        0x89: "PIN pad defective",
        0x9C: "busy, please wait",
        0xB1: "memory full",
        0xB2: "journal full",
        0xBF: "low supply voltage",
        0xC0: "lock defective",
        0xC2: "diagnosis required",
        0xCC: "printer not ready",
        0xDC: "card inserted",
        0xDF: "out of order",
        0xE0: "remote maintenance",
        0xE1: "card not removed",
        0xE2: "card reader defective",
        0xE3: "shutter defective",
        0xE4: "activation required",
        0xED: "PIN pad defective",
        0xF0: "end of day required",
        0xF5: "outdoor terminal needs attention",
        0xF6: "outdoor terminal needs attention",
        0xFB: "turnover data defective",
        0xFC: "device missing",
    }
)


class Maintenance(Enum):
    """What a terminal asks for before it sells again (section 6.2, class NEEDS_MAINT)."""

    DIAGNOSIS = "diagnosis"
    INITIALISATION = "initialisation"
    END_OF_DAY = "end of day"
    REGISTRATION = "registration"
    CLOCK = "clock"


MAINTENANCE: Final[Mapping[int, Maintenance]] = MappingProxyType(
    {
        0xC2: Maintenance.DIAGNOSIS,
        0x51: Maintenance.INITIALISATION,
        0x62: Maintenance.CLOCK,
        0x6A: Maintenance.END_OF_DAY,
        0x6B: Maintenance.REGISTRATION,
        0xB1: Maintenance.END_OF_DAY,
        0xF0: Maintenance.END_OF_DAY,
    }
)
"""By terminal status."""

"""What CCNET's state, reject and failure bytes mean, as data (specs/ccnet.md 5). Unknown bytes stay numbers."""

from dataclasses import dataclass
from enum import IntEnum
from typing import Final

from kiosk.device_status import DeviceState, Severity, Supplies


class State(IntEnum):
    POWER_UP = 0x10
    POWER_UP_BILL_IN_VALIDATOR = 0x11
    POWER_UP_BILL_IN_STACKER = 0x12
    INITIALIZE = 0x13
    IDLING = 0x14
    ACCEPTING = 0x15
    STACKING = 0x17
    RETURNING = 0x18
    UNIT_DISABLED = 0x19
    HOLDING = 0x1A
    DEVICE_BUSY = 0x1B
    REJECTING = 0x1C
    DROP_CASSETTE_FULL = 0x41
    DROP_CASSETTE_OUT = 0x42
    VALIDATOR_JAMMED = 0x43
    DROP_CASSETTE_JAMMED = 0x44
    CHEATED = 0x45
    PAUSE = 0x46
    GENERIC_FAILURE = 0x47
    ESCROW = 0x80
    BILL_STACKED = 0x81
    BILL_RETURNED = 0x82


NO_STATE: Final = frozenset({0x00, 0x30, 0x33, 0xFF})
"""Answers to a POLL that are no state: acknowledgements, ILLEGAL COMMAND, the echo of the POLL itself (sections 4, 11)."""

POWER_UPS: Final = frozenset({State.POWER_UP, State.POWER_UP_BILL_IN_VALIDATOR, State.POWER_UP_BILL_IN_STACKER})
JAMS: Final = frozenset({State.VALIDATOR_JAMMED, State.DROP_CASSETTE_JAMMED, State.PAUSE})
"""What a RESET may free."""
IN_ESCROW: Final = frozenset({State.ESCROW, State.HOLDING})
NOTE_INSIDE: Final = frozenset(
    {
        State.POWER_UP_BILL_IN_VALIDATOR,
        State.POWER_UP_BILL_IN_STACKER,
        State.ACCEPTING,
        State.STACKING,
        State.RETURNING,
        State.HOLDING,
        State.REJECTING,
        State.ESCROW,
        *JAMS,
    }
)
NOTHING_INSIDE: Final = frozenset({State.IDLING, State.UNIT_DISABLED, State.BILL_STACKED, State.BILL_RETURNED})
AT_REST: Final = frozenset({State.UNIT_DISABLED, State.DROP_CASSETTE_FULL})
"""Disabled by us, and no note on its way: what the device had to say of one is said."""
MAY_IDENTIFY: Final = frozenset({State.UNIT_DISABLED, *range(0x41, 0x48)})
"""States in which IDENTIFICATION and GET BILL TABLE are legal and nothing else is to be done first."""


@dataclass(frozen=True, slots=True)
class Fault:
    """How a state is told to the rest of the terminal."""

    code: str
    state: DeviceState
    severity: Severity = Severity.SUSPEND
    supplies: Supplies = Supplies.NOT_APPLICABLE


FAULTS: Final[dict[int, Fault]] = {
    State.DROP_CASSETTE_FULL: Fault("BV-FULL", DeviceState.USER_ERROR, supplies=Supplies.OVERFILL),
    State.DROP_CASSETTE_OUT: Fault("BV-BOX-OUT", DeviceState.USER_ERROR),
    State.VALIDATOR_JAMMED: Fault("BV-JAM", DeviceState.HW_ERROR),
    State.DROP_CASSETTE_JAMMED: Fault("BV-BOX-JAM", DeviceState.HW_ERROR),
    State.CHEATED: Fault("BV-CHEAT", DeviceState.FRAUD),
    # a second note pushed in too early: the customer takes it back and all goes on
    State.PAUSE: Fault("BV-PAUSE", DeviceState.BUSY, Severity.WARNING),
    State.GENERIC_FAILURE: Fault("BV-FAIL", DeviceState.HW_ERROR),
}
STUCK_STACKING: Final = FAULTS[State.DROP_CASSETTE_JAMMED]
STUCK: Final = FAULTS[State.VALIDATOR_JAMMED]
"""What it means that a passing state does not pass (``ccnet_timing.LONGEST_STAY_S``): the device does not say *jammed*,
and still nothing moves. Stuck in STACKING it is the box, in any other state the validator."""
UNKNOWN_STATE: Final = Fault("BV-UNKNOWN", DeviceState.HW_ERROR)

REJECT_REASONS: Final[dict[int, str]] = {
    0x60: "insertion",
    0x61: "magnetic",
    0x62: "bill_remains_in_head",
    0x63: "compensation",
    0x64: "conveying",
    0x65: "identification",
    0x66: "verification",
    0x67: "optic",
    0x68: "inhibited_denomination",
    0x69: "capacitance",
    0x6A: "operation",
    0x6C: "length",
    0x6D: "uv",
    0x92: "unrecognised_barcode",
    0x93: "barcode_length",
    0x94: "barcode_start",
    0x95: "barcode_stop",
}

FAILURES: Final[dict[int, str]] = {
    **dict.fromkeys(range(0x10, 0x15), "internal error"),
    0x15: "memory",
    0x22: "recovery mode",
    0x23: "calibration",
    0x30: "boot",
    0x50: "stack motor",
    0x51: "transport motor speed",
    0x52: "transport motor",
    0x53: "aligning motor",
    0x54: "initial cassette status",
    0x55: "optic canal",
    0x56: "magnetic canal",
    0x57: "upper optical board",
    0x58: "lower optical board",
    0x59: "upper peripheral board",
    0x5F: "capacitance canal",
    0x60: "lower peripheral board",
    0xF4: "unknown stacker failure",
    0xFE: "cover open",
}

MODELS: Final[dict[str, str]] = {
    "SM": "CashCode SM",
    "SME": "CashCode SM",
    "MS": "CashCode MSM",
    "VU": "CashCode MVU",
    "FL": "CashCode MFL",
    "FLS": "CashCode FLS",
    "SL": "CashCode SL",
    "GX": "CashCode GX",
    "BB": "CashCode G200",
    "ICTL83": "ICT L83",
    "V77": "ICT V77",
    "BV009": "ITL NV9",
    "BV200": "ITL NV200",
    "C100": "Creator C100",
}


def reject_reason(detail: int | None) -> str:
    """A word, or ``"unknown_7F"``; ``"unknown"`` if the device gave no reason."""
    if detail is None:
        return "unknown"
    return REJECT_REASONS.get(detail, f"unknown_{detail:02X}")


def state_name(code: int) -> str:
    """``"unit disabled"``, or ``"unknown 2F"``."""
    try:
        return State(code).name.lower().replace("_", " ")
    except ValueError:
        return f"unknown {code:02X}"


def model_of(part_number: str) -> str:
    """By the part number's first token (section 4); the token itself if nobody knows it."""
    token = part_number.split("-", 1)[0].strip()
    return MODELS.get(token, token)

"""What can be wrong with a POS terminal, as data, in the product's one vocabulary."""

from dataclasses import dataclass
from types import MappingProxyType
from typing import Final

from devices.serial_link import LinkProblem
from kiosk.device_status import DeviceState, Severity, Supplies


@dataclass(frozen=True, slots=True)
class Condition:
    code: str
    state: DeviceState
    severity: Severity = Severity.SUSPEND
    supplies: Supplies = Supplies.NOT_APPLICABLE


LINK_CODES: Final = MappingProxyType(
    {
        LinkProblem.PORT_MISSING: "CARD-PORT",
        LinkProblem.PORT_BUSY: "CARD-PORT-BUSY",
        LinkProblem.PORT_FORBIDDEN: "CARD-PORT-DENIED",
        LinkProblem.PORT_UNUSABLE: "CARD-PORT-BAD",
        LinkProblem.DRIVER_FAILED: "CARD-DRIVER",
    }
)
SILENT: Final = Condition("CARD-SILENT", DeviceState.OFFLINE, Severity.FATAL)
STARTING: Final = Condition("", DeviceState.STARTING, Severity.NONE)
KEYS: Final = Condition("CARD-KEYS", DeviceState.HW_ERROR)  # 0800 failed: no keys, and no sale
HOST: Final = Condition("CARD-HOST", DeviceState.OFFLINE)  # 0800: the bank's host is not there
INIT: Final = Condition("CARD-INIT", DeviceState.HW_ERROR)  # Autoservicio: 0080 told no success
NO_LAST: Final = Condition("CARD-NO-LAST", DeviceState.HW_ERROR)  # without it no doubt could be resolved: no sale
MUST_CLOSE: Final = Condition("CARD-MUST-CLOSE", DeviceState.USER_ERROR)  # its day is to be closed first
PAPER: Final = Condition("CARD-PAPER", DeviceState.ONLINE, Severity.WARNING, Supplies.OUT)
NUMBER_IN_CLEAR: Final = Condition("CARD-PAN-UNMASKED", DeviceState.ONLINE, Severity.WARNING)  # it sends whole card numbers
WELL: Final = Condition("", DeviceState.ONLINE, Severity.NONE)

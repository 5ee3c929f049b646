"""One vocabulary for the state of every device (central-api.md 6: states XFS-like, severities and supplies NDC-like)."""

from dataclasses import dataclass
from enum import IntEnum, StrEnum
from typing import Final


class Device(StrEnum):
    ACCEPTOR = "acceptor"
    PRINTER = "printer"
    CARD = "card"


class DeviceState(StrEnum):
    ONLINE = "online"
    BUSY = "busy"
    STARTING = "starting"
    OFFLINE = "offline"  # the port is there, the device does not answer
    POWER_OFF = "power_off"
    NO_DEVICE = "no_device"  # the port itself is not there, or none is fitted
    USER_ERROR = "user_error"  # a person can put it right: paper, cover, box
    HW_ERROR = "hw_error"
    FRAUD = "fraud"


class Severity(IntEnum):
    NONE = 0
    ROUTINE = 1
    WARNING = 2
    SUSPEND = 3
    FATAL = 4


class Supplies(StrEnum):
    GOOD = "good"
    LOW = "low"
    OUT = "out"
    OVERFILL = "overfill"
    NOT_APPLICABLE = "n/a"


@dataclass(frozen=True, slots=True)
class DeviceStatus:
    """What a driver knows of its device right now. Unknown is never ok."""

    device: Device
    state: DeviceState
    severity: Severity = Severity.NONE
    supplies: Supplies = Supplies.NOT_APPLICABLE
    code: str = ""  # from the catalogue, e.g. "BV-JAM", "PRN-OUT"; empty when there is nothing to say
    raw: str = ""  # the device's own words, e.g. "47 50"; kept as evidence, shown to technicians
    may_hold_money: bool = False  # may there be a customer's money inside that is not in the box?

    @property
    def usable(self) -> bool:
        """Can this device serve a customer now?"""
        return self.state in (DeviceState.ONLINE, DeviceState.BUSY) and self.severity < Severity.SUSPEND


NOT_FITTED: Final = "NOT-FITTED"


def not_fitted(device: Device) -> DeviceStatus:
    return DeviceStatus(device, DeviceState.NO_DEVICE, Severity.NONE, code=NOT_FITTED)

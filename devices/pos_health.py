"""The state of a POS terminal in the product's one vocabulary, told to the till when it changes and only then."""

from dataclasses import dataclass
from types import MappingProxyType
from typing import Final

from devices.serial_link import LinkDown, LinkProblem
from kiosk.device_status import Device, DeviceState, DeviceStatus, Severity, Supplies
from kiosk.events import DeviceStatusChanged
from kiosk.ports import Post


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


class PosHealth:
    """Belongs to the link's thread."""

    def __init__(self, post: Post) -> None:
        self._post = post
        self._told: DeviceStatus | None = None

    def link_down(self, down: LinkDown) -> None:
        failed = down.problem is LinkProblem.DRIVER_FAILED
        state = DeviceState.HW_ERROR if failed else DeviceState.NO_DEVICE
        self.tell(Condition(LINK_CODES[down.problem], state, Severity.FATAL), down.sentence)

    def tell(self, condition: Condition, raw: str = "") -> None:
        """``raw``: the terminal's own code, or a sentence."""
        status = DeviceStatus(Device.CARD, condition.state, condition.severity, condition.supplies, condition.code, raw)
        if status != self._told:
            self._told = status
            self._post(DeviceStatusChanged(status))

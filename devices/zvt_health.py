"""The state of a ZVT terminal in the terminal's one vocabulary, told to the till when it changes and only then."""

import logging
from collections.abc import Callable

from devices.card_masking import blanked_text
from devices.serial_link import LinkDown, LinkProblem
from devices.zvt_codes import READY, Condition
from devices.zvt_session import SILENT
from kiosk.device_status import Device, DeviceState, DeviceStatus, Severity
from kiosk.events import DeviceStatusChanged
from kiosk.ports import Post

_log = logging.getLogger(__name__)
LINK_CODES = {
    LinkProblem.PORT_MISSING: "CARD-PORT",
    LinkProblem.PORT_BUSY: "CARD-PORT-BUSY",
    LinkProblem.PORT_FORBIDDEN: "CARD-PORT-DENIED",
    LinkProblem.PORT_UNUSABLE: "CARD-PORT-BAD",
    LinkProblem.DRIVER_FAILED: "CARD-DRIVER",
}
STARTING = Condition("", DeviceState.STARTING, Severity.NONE)
NUMBER_IN_CLEAR = Condition("CARD-PAN-UNMASKED", DeviceState.ONLINE, Severity.WARNING)
NO_LAST = Condition("CARD-NO-LAST", DeviceState.ONLINE, Severity.WARNING)
_SILENT_TOO_LONG = Condition("CARD-SILENT", DeviceState.OFFLINE, Severity.SUSPEND)


class ZvtHealth:
    """Belongs to the link's thread. ``alarm_after_s``: of silence; a terminal may be busy with itself for minutes."""

    def __init__(self, post: Post, monotonic_s: Callable[[], float], alarm_after_s: float) -> None:
        self._post = post
        self._now_s = monotonic_s
        self._alarm_after_s = alarm_after_s
        self._told: DeviceStatus | None = None
        self._silent_since_s: float | None = None
        self._number_in_clear = False
        self.can_tell_last = True  # False: it does not do 06 20, so that a lost sale needs two persons

    @property
    def code(self) -> str:
        return self._told.code if self._told else ""

    def link_down(self, down: LinkDown) -> None:
        failed = down.problem is LinkProblem.DRIVER_FAILED
        state = DeviceState.HW_ERROR if failed else DeviceState.NO_DEVICE
        self._silent_since_s = None
        self._tell(Condition(LINK_CODES[down.problem], state), down.sentence)

    def number_in_clear(self) -> None:
        """The terminal sent a card number that it must mask: told from now on, until somebody sets it up rightly."""
        if not self._number_in_clear:
            self._number_in_clear = True
            _log.warning("the card terminal sends card numbers in clear: its provider must mask them")
            if self._told is not None and self._told.usable:
                self.tell(READY, "")

    def tell(self, condition: Condition, raw: str) -> None:
        if condition is not SILENT:
            self._silent_since_s = None
        elif self._silent_since_s is None:
            self._silent_since_s = self._now_s()
        elif self._now_s() - self._silent_since_s > self._alarm_after_s:
            condition = _SILENT_TOO_LONG
        if condition is READY and self._number_in_clear:
            condition, raw = NUMBER_IN_CLEAR, ""
        elif condition is READY and not self.can_tell_last:
            condition, raw = NO_LAST, ""
        self._tell(condition, "" if condition is READY else raw)

    def _tell(self, condition: Condition, raw: str) -> None:
        words = blanked_text(raw)
        status = DeviceStatus(Device.CARD, condition.state, condition.severity, code=condition.code, raw=words)
        if status != self._told:
            self._told = status
            self._post(DeviceStatusChanged(status))

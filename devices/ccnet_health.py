"""The state of a CCNET validator in the terminal's one vocabulary, told to the till when it changes and only then."""

from collections.abc import Callable, Mapping

from devices.ccnet_frames import PollReply
from devices.ccnet_stay import Stay
from devices.ccnet_tables import FAULTS, POWER_UPS, STUCK, STUCK_STACKING, UNKNOWN_STATE, Fault, State
from devices.serial_link import LinkDown, LinkProblem
from kiosk.device_status import Device, DeviceState, DeviceStatus, Severity
from kiosk.events import DeviceStatusChanged
from kiosk.ports import Post

LINK_CODES = {
    LinkProblem.PORT_MISSING: "BV-NO-PORT",
    LinkProblem.PORT_BUSY: "BV-PORT-BUSY",
    LinkProblem.PORT_FORBIDDEN: "BV-PORT-DENIED",
    LinkProblem.PORT_UNUSABLE: "BV-PORT-BAD",
    LinkProblem.DRIVER_FAILED: "BV-DRIVER",
}
_WORKING = frozenset(State) - FAULTS.keys()


class CcnetHealth:
    """Belongs to the link's thread."""

    def __init__(self, post: Post, monotonic_s: Callable[[], float], longest_stay_s: Mapping[int, float]) -> None:
        self._post = post
        self._stay = Stay(longest_stay_s, monotonic_s)
        self._told: DeviceStatus | None = None
        self._power_up = ""  # the state byte the device started anew with, until it is ready
        self._misfit = ""  # what it said instead of an identification

    def link_down(self, down: LinkDown, *, may_hold_money: bool) -> None:
        self._stay.forget()
        failed = down.problem is LinkProblem.DRIVER_FAILED
        state = DeviceState.HW_ERROR if failed else DeviceState.NO_DEVICE
        self._tell(Fault(LINK_CODES[down.problem], state), down.sentence, may_hold_money=may_hold_money)

    def silent(self, *, echo: bool, may_hold_money: bool) -> None:
        """The port is there, and nobody answers on it; or it gives back what we send, as a loose plug may do."""
        self._stay.forget()
        code = "BV-ECHO" if echo else "BV-SILENT"
        self._tell(Fault(code, DeviceState.OFFLINE), "", may_hold_money=may_hold_money)

    def not_a_validator(self, sentence: str) -> None:
        """It answered, but not as a bill validator does; told until it does."""
        self._misfit = sentence

    def tell(
        self,
        reply: PollReply | None,
        *,
        starting: bool,
        may_hold_money: bool,
        initializing_too_long: bool,
        unwilling: bool,
        no_notes: bool,
    ) -> None:
        """What the last answer means; ``reply`` None: the port was opened, nothing is known yet. The first row that
        is true counts."""
        if reply is not None and reply.code in POWER_UPS:
            self._power_up = reply.raw
        shown = None if reply is None else self._fault_of(reply)
        if shown is not None:
            self._tell(*shown, may_hold_money=may_hold_money)
            return
        if not starting:
            self._misfit = self._power_up = ""
        rows = (
            (initializing_too_long, Fault("BV-INIT", DeviceState.HW_ERROR), ""),
            (unwilling, Fault("BV-ENABLE", DeviceState.HW_ERROR), ""),
            (bool(self._misfit), Fault("BV-IDENT", DeviceState.HW_ERROR), self._misfit),
            (bool(self._power_up), Fault("BV-POWER", DeviceState.STARTING, Severity.WARNING), self._power_up),
            (starting, Fault("", DeviceState.STARTING, Severity.NONE), ""),
            (no_notes, Fault("BV-CURRENCY", DeviceState.HW_ERROR), ""),
            (True, Fault("", DeviceState.ONLINE, Severity.NONE), ""),
        )
        meant, raw = next((fault, raw) for is_so, fault, raw in rows if is_so)
        self._tell(meant, raw, may_hold_money=may_hold_money and meant.state is not DeviceState.ONLINE)

    def _fault_of(self, reply: PollReply) -> tuple[Fault, str] | None:
        """With the device's words for it; of a state that lasts too long its code alone, as details may vary and are no
        news."""
        stuck = self._stay.overstayed(reply.code)
        if stuck is not None:
            return (STUCK_STACKING if stuck == State.STACKING else STUCK), f"{stuck:02X}"
        if reply.code in _WORKING:
            return None
        return FAULTS.get(reply.code, UNKNOWN_STATE), reply.raw

    def _tell(self, fault: Fault, raw: str, *, may_hold_money: bool) -> None:
        status = DeviceStatus(Device.ACCEPTOR, fault.state, fault.severity, fault.supplies, fault.code, raw, may_hold_money)
        if status != self._told:
            self._told = status
            self._post(DeviceStatusChanged(status))

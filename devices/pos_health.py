"""The state of a POS terminal in the product's one vocabulary, told to the till when it changes and only then."""

from devices.pos_conditions import LINK_CODES, MUST_CLOSE, NUMBER_IN_CLEAR, PAPER, WELL, Condition
from devices.pos_start import PosStart
from devices.pos_tables import MUST_CLOSE as MUST_CLOSE_CODES, NO_PAPER
from devices.serial_link import LinkDown, LinkProblem
from kiosk.device_status import Device, DeviceState, DeviceStatus, Severity
from kiosk.events import DeviceStatusChanged
from kiosk.ports import Post


class PosHealth:
    """Belongs to the link's thread."""

    def __init__(self, post: Post) -> None:
        self._post = post
        self._told: DeviceStatus | None = None
        self.must_close = ""  # the code of the last sale that said so; empty: none did
        self.no_paper = False
        self.clear_card = False  # it sent a whole card number, and will until somebody sets it up rightly

    def sold(self, code: str) -> None:
        """What a sale that ended with this code says of the terminal itself."""
        self.must_close = code if code in MUST_CLOSE_CODES else ""
        self.no_paper = code == NO_PAPER

    def tell_start(self, start: PosStart) -> None:
        """The first row that is true counts."""
        must_close = self.must_close or start.must_close
        rows = (
            (not start.done, start.condition, start.raw),
            (bool(must_close), MUST_CLOSE, must_close),
            (self.no_paper, PAPER, NO_PAPER),
            (self.clear_card, NUMBER_IN_CLEAR, ""),
            (True, WELL, ""),
        )
        condition, raw = next((condition, raw) for is_so, condition, raw in rows if is_so)
        self.tell(condition, raw)

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

"""The terminals of these proofs: which simulator, how it is set up, and its driver; all times shortened alike."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field

from devices.card_terminals import CardDriver
from devices.pos_dialogue import PosOptions
from devices.pos_tables import Dialect
from devices.pos_terminal import PosCardTerminal
from devices.pos_timing import PosTiming
from devices.serial_link import LinkSettings
from devices.simulators.pos_controls import TIMINGS
from devices.zvt import ZvtCardTerminal
from devices.zvt_timing import LineTiming, Receipts, Sync, ZvtOptions, ZvtTiming
from kiosk.ports import Post

ZVT_SIMULATOR: Mapping[str, object] = {
    **dict.fromkeys(("card", "patience", "host_timeout"), 5.0),
    **dict.fromkeys(("present", "read", "pin", "host", "print", "remove", "repeat_status", "maintenance", "boot"), 0.01),
    "auto_reversal": 0.05,
    "gap": 0.05,
    "t2": 0.15,
    "t3": 0.3,
}
ZVT_DRIVER = ZvtTiming(
    line=LineTiming(byte_gap_s=0.05, ack_s=0.15, after_nak_s=0.03, poll_ack_s=0.15, rest_of_apdu_s=0.3),
    answer_s=0.3,
    busy_s=1.0,
    promise_s=1.0,
    quiet_s=0.06,
    poll_s=30.0,  # no poll may come between a fault and its sale
    retry_s=0.06,
    maintenance_again_s=0.1,
    silence_alarm_s=60.0,
    doubt_s=0.05,
    ask_again_s=0.2,
    word_limit_s=30.0,
    longest_resolve_s=40.0,
    reversal_first_s=0.05,
    reversal_longest_s=0.3,
)
ZVT_CHOICES: Mapping[str, Sequence[str]] = {
    "repeat": ("all", "successful"),
    "after_auto_reversal": ("reversal", "flagged", "dropped"),
    "pending_shows": ("busy", "stored"),
    "abort_with": ("both", "abort", "status"),
}
POS_SIMULATOR: Mapping[str, object] = {
    **dict.fromkeys(TIMINGS, 0.01),
    "gap": 0,
    "customer": 0.6,
    "patience": 60,
    "bank_limit": 0.4,
    "resend": 0.15,
    "progress_ack": 0.1,
    "boot": 0.05,
    "undo": 0.05,
}
POS_DRIVER = PosTiming(
    ack_s=0.15,
    answer_s=1.2,
    promise_s=1.0,
    promise_step_s=0.01,
    quiet_s=0.05,
    drain_s=1.0,
    rest_of_frame_s=0.1,
    idle_poll_s=0.3,
    host_answer_s=0.5,
    last_sale_s=0.5,
    init_s=2.0,
    init_again_s=0.05,
    start_again_s=0.05,
    order_waits_s=5.0,
    contact_s=30.0,
    ask_again_s=0.05,
    first_back_off_s=0.05,
    longest_back_off_s=0.2,
)


@dataclass(frozen=True)
class Kind:
    """``options`` and ``timing`` of the simulator; ``make`` a driver that is not started."""

    name: str
    protocol: str
    timing: Mapping[str, object]
    make: Callable[[LinkSettings, Post], CardDriver]
    options: Mapping[str, object] = field(default_factory=dict)
    choices: Mapping[str, Sequence[str]] = field(default_factory=dict)
    """What the simulator may do where the specification is silent."""


def _zvt(name: str, sync: Sync, receipts: Receipts) -> Kind:
    options = ZvtOptions(sync=sync, receipts=receipts, hold_s=5)

    def make(settings: LinkSettings, post: Post) -> CardDriver:
        return ZvtCardTerminal(settings, post, options, timing=ZVT_DRIVER)

    return Kind(name, "zvt", ZVT_SIMULATOR, make, {"sync": sync}, ZVT_CHOICES)


def _pos(name: str, dialect: Dialect) -> Kind:
    def make(settings: LinkSettings, post: Post) -> CardDriver:
        return PosCardTerminal(settings, post, PosOptions(dialect), timing=POS_DRIVER)

    options = {"bank_script": False, "debit_void": True}
    return Kind(name, name, POS_SIMULATOR, make, options, {"while_busy": ("silent", "nak", "answers")})


KINDS = {
    kind.name: kind
    for kind in (
        _zvt("zvt_autoreversal", "autoreversal", "lines"),
        _zvt("zvt_autoreversal_composed", "autoreversal", "compose"),
        _zvt("zvt_1f1f", "1f1f", "compose"),
        _pos("pos_integrado", Dialect.INTEGRADO),
        _pos("pos_autoservicio", Dialect.AUTOSERVICIO),
    )
}

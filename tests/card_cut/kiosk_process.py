"""The terminal of ``tests.power_cut.kiosk_process``; the waits of its card driver fit a simulator of no human pace."""

import sys
from dataclasses import dataclass, replace
from functools import partial
from typing import Final

import serial

from app.settings import CardSettings
from app.terminal import KioskTerminal
from devices.card_terminals import CardDriver
from devices.pos_dialogue import PosOptions
from devices.pos_tables import Dialect
from devices.pos_terminal import PosCardTerminal
from devices.pos_timing import PosTiming
from devices.serial_link import LinkSettings
from devices.zvt import ZvtCardTerminal
from devices.zvt_timing import LineTiming, ZvtOptions, ZvtTiming
from kiosk.ports import Post
from tests.power_cut import kiosk_process

HOLD_S: Final = 1  # how long the simulated ZVT terminal waits for our word on an approval
SALE_S: Final = 1.5  # a POS sale that nobody has seen the end of is surely over; the simulator takes tenths of this
ZVT: Final = ZvtTiming(
    line=LineTiming(byte_gap_s=0.1, ack_s=0.4, after_nak_s=0.05, poll_ack_s=0.4, rest_of_apdu_s=0.5),
    answer_s=1.0,
    busy_s=2.5,
    promise_s=0.6,
    quiet_s=0.1,
    longest_drain_s=5.0,
    poll_s=0.2,
    retry_s=0.1,
    maintenance_again_s=0.5,
    sell_start_s=5.0,
    day_start_s=5.0,
    doubt_s=0.3,
    ask_again_s=0.4,
    word_limit_s=20.0,
    longest_resolve_s=40.0,
    reversal_first_s=0.1,
    reversal_longest_s=1.0,
)
POS: Final = PosTiming(
    ack_s=0.2,
    answer_s=SALE_S,
    promise_s=1.0,
    promise_step_s=0.01,
    quiet_s=0.1,
    drain_s=1.0,
    rest_of_frame_s=0.1,
    idle_poll_s=0.1,
    host_answer_s=1.0,
    last_sale_s=1.0,
    init_s=2.0,
    init_again_s=0.05,
    start_again_s=0.1,
    order_waits_s=5.0,
    contact_s=20.0,
    ask_again_s=0.1,
    first_back_off_s=0.1,
    longest_back_off_s=0.5,
)


@dataclass(frozen=True, slots=True)
class ShortHold(ZvtOptions):
    """A hold that is shorter than any terminal's."""

    def __post_init__(self) -> None:
        """The limits are those of real terminals."""


def quick_driver(given: CardSettings, link: LinkSettings, post: Post) -> CardDriver:
    """The driver of this configuration, with short waits."""
    link = replace(link, first_retry_s=0.02, longest_retry_s=0.1)
    if given.protocol == "zvt":
        options = ShortHold(sync=given.sync, receipts=given.receipts, hold_s=HOLD_S)
        return ZvtCardTerminal(replace(link, stop_bits=serial.STOPBITS_TWO), post, options, timing=ZVT)
    dialect = Dialect(given.protocol.removeprefix("pos_"))
    return PosCardTerminal(link, post, PosOptions(dialect), timing=POS)


class QuickTerminal(KioskTerminal):
    """``app.terminal.KioskTerminal`` with that driver; all else is as it is sold."""

    def _card(self) -> CardDriver:
        given = self._settings.card
        return quick_driver(given, self._link(given.port, given.baud), self._till.post)


ROLES: Final = {"run": partial(kiosk_process.run_terminal, make=QuickTerminal)}


def main(arguments: list[str]) -> int:
    return kiosk_process.main(arguments, ROLES)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))

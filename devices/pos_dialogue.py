"""Questions to a POS terminal and their answers, one connection long (specs/pos-integrado.md 5, 7)."""

import time
from collections.abc import Callable
from dataclasses import dataclass

from devices.card_trace import CardTrace
from devices.pos_link import PosLink
from devices.pos_messages import Answer, request
from devices.pos_strays import Strays
from devices.pos_tables import Dialect, Function
from devices.pos_timing import PosTiming
from devices.transport import Transport


@dataclass(frozen=True, slots=True)
class PosOptions:
    """``dialect``: "integrado" or "autoservicio" (``Dialect``). ``voucher``: ask for the text of the payer's slip
    (Autoservicio alone has one)."""

    dialect: Dialect
    voucher: bool = True


class PosDialogue:
    """Belongs to the link's thread. LinkLost and LinkClosed pass through."""

    def __init__(self, wire: Transport, trace: CardTrace, options: PosOptions, timing: PosTiming, strays: Strays) -> None:
        self.link = PosLink(wire, trace, options.dialect, timing)
        self.strays = strays
        self.options = options
        self._timing = timing
        self.saw_clear_card = False  # a message held a whole card number

    def poll(self, unheard: Callable[[], None] | None = None) -> bool:
        """Is it there and at rest? Sent once: the next poll is the repeat. ``unheard`` is called when nothing comes soon;
        the ACK is waited for as long as ever, so that a late one is not taken for the ACK to something else."""
        asked_s = time.monotonic()
        data = request(self.options.dialect, Function.POLL)
        ack_s = self._timing.ack_s
        soon_s = min(self._timing.unheard_s, ack_s) if unheard is not None else ack_s
        answered = self.link.send(data, sends=1, ack_s=soon_s)
        if not answered and unheard is not None:
            if self.link.heard_at_s < asked_s:
                unheard()
            answered = self.link.acknowledged_after_all(ack_s - soon_s)
        self.hear()
        return answered

    def order(self, function: Function) -> bool:
        """A request that is answered by ACK alone."""
        return self.link.send(request(self.options.dialect, function))

    def ask(self, data: bytes, answered_by: Function, limit_s: float) -> Answer | None:
        """The answer, acknowledged; None if the request was not taken, or no good answer came within ``limit_s``."""
        if not self.link.send(data, frozenset({answered_by})):
            self.hear()
            return None
        until_s = time.monotonic() + limit_s
        while (message := self.link.next_message(until_s)) is not None:
            self.take(message)
            if message.function is answered_by:
                return message
        return None

    def last_sale(self) -> Answer | None:
        """Autoservicio sends its voucher again if asked: it is not."""
        data = request(self.options.dialect, Function.LAST_SALE, voucher=0)
        return self.ask(data, Function.LAST_SALE_IS, self._timing.last_sale_s)

    def hear(self, until_s: float = 0.0) -> None:
        """Acknowledge and judge what came unasked, until ``until_s`` (monotonic) or until the driver is woken."""
        while (message := self._next(until_s)) is not None:
            self.take(message)

    def drain(self) -> None:
        """Until the line was quiet for a while (section 8.2)."""
        limit_s = time.monotonic() + self._timing.drain_s
        while (now_s := time.monotonic()) < limit_s:
            message = self.link.next_message(now_s + self._timing.quiet_s)
            if message is not None:
                self.take(message)
            elif not self.link.inside_frame:
                return

    def take(self, message: Answer) -> None:
        self.link.acknowledge()
        self.saw_clear_card = self.saw_clear_card or message.clear_card
        self.strays.take(message)

    def _next(self, until_s: float) -> Answer | None:
        waiting = self.link.waiting_message()
        if waiting is not None or until_s <= time.monotonic():
            return waiting
        return self.link.next_message(until_s, until_woken=True)

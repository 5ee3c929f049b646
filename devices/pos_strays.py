"""What a POS terminal says unasked: repeats, late answers, and approvals that nobody waits for
(specs/pos-integrado.md 8.1, rules 10 and 11)."""

import logging
import time
from collections import deque

from devices.pos_messages import Answer
from devices.pos_tables import OK, Function
from devices.pos_verdict import mismatch
from kiosk.card import CardApproval, CardAttempt, CardReference
from kiosk.events import CardOrphanFound
from kiosk.ports import Post

_log = logging.getLogger(__name__)
_KEPT = 64  # a terminal repeats its answer for seconds, not for days


class Strays:
    """Belongs to the link's thread, and outlives its connections. The messages it gets are acknowledged already."""

    def __init__(self, post: Post) -> None:
        self._post = post
        self._known: deque[CardReference] = deque(maxlen=_KEPT)
        self._held: list[CardApproval] = []
        self.doubted: CardAttempt | None = None  # the attempt whose end nobody has seen
        self.progressed_s = 0.0  # monotonic: a sale that nobody waits for told of its progress; 0: none did

    def know(self, reference: CardReference | None) -> None:
        """This transaction is told to the till, or was there before: what repeats it is no news."""
        if reference is not None and reference not in self._known:
            self._known.append(reference)

    def knows(self, message: Answer) -> bool:
        return message.approval.reference in self._known

    def take(self, message: Answer) -> None:
        """An approval of nobody is kept until ``tell``: after a start the till may still name the attempt it is of."""
        if message.function is Function.PROGRESS:
            self.progressed_s = time.monotonic()
        if message.function is not Function.SOLD or message.code != OK or self.knows(message):
            return
        if self.doubted is not None and not mismatch(self.doubted, message):
            return  # the question for the last sale will tell of it
        self.know(message.approval.reference)
        self._held.append(message.approval)

    def resolved(self, found: CardReference | None) -> None:
        """The doubt is over; ``found``: the sale that it was about."""
        self.doubted = None
        self.know(found)
        if found is not None:
            self._held = [approval for approval in self._held if approval.trace != found.trace]

    def tell(self) -> None:
        for approval in self._held:
            _log.error("the card terminal approved a sale that nobody waits for (operation %s)", approval.trace)
            self._post(CardOrphanFound(approval, refused=False))
        self._held.clear()

"""What a ZVT terminal says while no sale of ours waits for it (specs/zvt.md 9.1, rule 8)."""

import logging
from collections.abc import Callable
from datetime import datetime

from devices.zvt_apdu import CREDIT_FAILED, POSITIVE, UNSUPPORTED, Apdu, ZvtFormatError
from devices.zvt_codes import OK
from devices.zvt_commands import STATUS_INFORMATION
from devices.zvt_dialogue import answer_to_the_rest
from devices.zvt_fields import UnknownBitmap
from devices.zvt_status import status_information
from kiosk.card import CardApproval, CardReference
from kiosk.events import CardOrphanFound
from kiosk.ports import Post

_log = logging.getLogger(__name__)


class Orphans:
    """Belongs to the link's thread."""

    def __init__(self, post: Post, now: Callable[[], datetime], number_in_clear: Callable[[], None]) -> None:
        self._post = post
        self._now = now
        self._number_in_clear = number_in_clear
        self._refused: CardReference | None = None
        self.confirmed: CardApproval | None = None  # of the sale that ended last, if it stands: told again, it still does
        self.known: CardReference | None = None  # the terminal's last transaction when nothing was in doubt

    def answer(self, message: Apdu) -> Apdu:
        """An approval that nobody waits for is refused, so that the terminal undoes it; all else is agreed to."""
        if message.code != STATUS_INFORMATION:
            _log.info("the card terminal said %04X unasked", message.code)
            return answer_to_the_rest(message)
        try:
            info = status_information(message.data, self._now())
        except UnknownBitmap:
            return UNSUPPORTED
        except ZvtFormatError as error:
            _log.warning("the card terminal sent a result unasked that can't be read: %s", error)
            return CREDIT_FAILED
        if info.number_in_clear:
            self._number_in_clear()
        if info.result not in (None, OK) or info.original_trace:  # the latter: of a reversal, told again after a cut
            return POSITIVE
        if self.confirmed is not None and info.reference == self.confirmed.reference:
            return POSITIVE
        if self.known is not None and info.reference == self.known:
            return POSITIVE
        if info.reference != self._refused:
            self._refused = info.reference
            self._post(CardOrphanFound(info.approval, refused=True))
        return CREDIT_FAILED

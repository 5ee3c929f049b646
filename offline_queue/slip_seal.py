"""The key behind the check codes of slips (field.md X29); what they cover stands in ``kiosk.slip_check``."""

import hashlib
import hmac

from offline_queue.keys import Keyring


class SlipSealer:
    """A ``kiosk.slip_check.SlipSeal`` with a key of its own, ``slip.key``; the key is read once, when this is made."""

    def __init__(self, keyring: Keyring, *, may_make: bool) -> None:
        self._key = keyring.slip_key(may_make=may_make)

    def __call__(self, text: bytes) -> bytes:
        return hmac.digest(self._key, text, hashlib.sha256)

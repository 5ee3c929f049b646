"""The key behind the check codes of slips (field.md X29); what they cover stands in ``kiosk.slip_check``."""

import hmac

from kiosk.money import Fen
from kiosk.slip_check import SlipSeal, check_code, sealed_text
from offline_queue.keys import Keyring


class SlipSealer:
    """A ``kiosk.slip_check.SlipSeal`` with a key of its own, ``slip.key``; the key is read once, when this is made.

    Raises ``StorageError`` if there is no key and none may be made, or the key file cannot be used.
    """

    def __init__(self, keyring: Keyring, *, may_make: bool) -> None:
        self._key = keyring.slip_key(may_make=may_make)

    def __call__(self, text: bytes) -> bytes:
        """HMAC-SHA256, 32 bytes."""
        return hmac.digest(self._key, text, "sha256")


def expected_code(seal: SlipSeal, claim_code: str, masked_number: str, amount: Fen, accepted_at: str) -> str:
    """The check code of a genuine slip with this content; ``accepted_at`` as printed, ``2026-11-21 20:58:44``."""
    return check_code(seal(sealed_text(claim_code, masked_number, amount, accepted_at)))

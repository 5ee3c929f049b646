"""What the enrolment token proves, without ever being sent (docs/central-contract.md, Enrolment).

Both proofs are HMAC-SHA-256 under the SHA-256 of the token, over lines that say who proves what.
"""

import hashlib
import hmac


def terminal_proof(enrolment_hash: str, kiosk_id: str, terminal_key: str) -> str:
    """Hex: whoever has this key was given the token of this terminal."""
    return _proof(enrolment_hash, "terminal", kiosk_id, terminal_key)


def centre_proof(enrolment_hash: str, kiosk_id: str, terminal_key: str, centre_key: str) -> str:
    """Hex: this is the key of the centre that gave out the token."""
    return _proof(enrolment_hash, "centre", kiosk_id, terminal_key, centre_key)


def _proof(enrolment_hash: str, *lines: str) -> str:
    return hmac.new(bytes.fromhex(enrolment_hash), "\n".join(lines).encode(), hashlib.sha256).hexdigest()
